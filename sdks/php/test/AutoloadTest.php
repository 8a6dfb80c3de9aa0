<?php

/** Every file holds the class of its path, and loads. */

declare(strict_types=1);

namespace ConnectorService\Test;

use PHPUnit\Framework\TestCase;

final class AutoloadTest extends TestCase
{
    public function testEveryFileHoldsTheClassOfItsPath(): void
    {
        $folder = (string) \realpath(__DIR__ . '/../src');
        $files = new \RecursiveIteratorIterator(new \RecursiveDirectoryIterator($folder, \FilesystemIterator::SKIP_DOTS));
        $loaded = 0;
        foreach ($files as $file) {
            $class = 'ConnectorService\\' . \strtr(\substr((string) $file, \strlen($folder) + 1, -4), '/', '\\');
            self::assertTrue(\class_exists($class) || \interface_exists($class) || \enum_exists($class), $class);
            ++$loaded;
        }
        self::assertGreaterThan(200, $loaded);
    }

    public function testTheManifestSaysWhatTheLibraryNeeds(): void
    {
        $manifest = \json_decode((string) \file_get_contents(__DIR__ . '/../composer.json'), true);
        // Amounts are ints of 64 bits.
        $needed = ['php' => '>=8.2', 'php-64bit' => '>=8.2', 'ext-curl' => '*', 'ext-json' => '*'];
        self::assertSame($needed, $manifest['require']);
        self::assertArrayNotHasKey('require-dev', $manifest);
    }
}
