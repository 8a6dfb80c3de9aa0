<?php

/**
 * Every ```php block of README.md and docs/guides/sdk-php.md is cut out and run as a program of its own against the sandbox, and
 * what it echoes is what the comments behind its `echo` lines say; docs/sdks/pay.php prints docs/sdks/pay.txt.
 */

declare(strict_types=1);

namespace ConnectorService\Test;

use ConnectorService\Test\Support\Program;
use ConnectorService\Test\Support\Serving;
use ConnectorService\Testing\Sandbox;
use PHPUnit\Framework\TestCase;

final class SnippetsTest extends TestCase
{
    private const PAGES = ['sdks/php/README.md', 'docs/guides/sdk-php.md'];

    /** @return iterable<string, array{string}> */
    public static function snippets(): iterable
    {
        foreach (self::PAGES as $page) {
            $text = \file_get_contents(Program::ROOT . "/{$page}");
            \preg_match_all('/^```php\n(.*?)^```/ms', $text, $blocks);
            foreach ($blocks[1] as $index => $code) {
                yield "{$page} {$index}" => [$code];
            }
        }
    }

    public function testThereAreSnippets(): void
    {
        self::assertCount(9, \iterator_to_array(self::snippets()));
    }

    /** @dataProvider snippets */
    public function testSnippet(string $code): void
    {
        $folder = \sys_get_temp_dir() . '/php-snippet-' . \getmypid();
        \mkdir($folder);
        try {
            \file_put_contents("{$folder}/authorities.pem", 'PEM');
            $loader = \var_export(\realpath(__DIR__ . '/../autoload.php'), true);
            $url = Serving::sandbox()->url;
            $program = "<?php\ndeclare(strict_types=1);\n{$code}";
            // `use` stands before everything else.
            $program = (string) \preg_replace('/^(?!<\?php|declare|use |\s*$)/m', "require_once {$loader};\n", $program, 1);
            \file_put_contents("{$folder}/snippet.php", \str_replace('http://127.0.0.1:8080', $url, $program));
            \preg_match_all('/^ *echo .*; \/\/ (.+)$/m', $code, $comments);
            $told = self::told(["{$folder}/snippet.php"], $folder, []);
            self::assertSame(\implode('', $comments[1]), \str_replace("\n", '', $told));
        } finally {
            \array_map(\unlink(...), \glob("{$folder}/*"));
            \rmdir($folder);
        }
    }

    public function testTheProgramOfAllLanguages(): void
    {
        $sandbox = Sandbox::start(Serving::COMMAND);
        $told = self::told([Program::ROOT . '/docs/sdks/pay.php'], Program::ROOT, [
            'CONNECTOR_SERVICE_URL' => $sandbox->url,
            'SANDBOX_URL' => $sandbox->sandbox,
            'WEBHOOK_SECRET' => Serving::WEBHOOK_SECRET,
        ]);
        $sandbox->stop();
        self::assertStringEqualsFile(Program::ROOT . '/docs/sdks/pay.txt', $told);
    }

    /**
     * @param list<string> $words
     * @param array<string, string> $environment
     */
    private static function told(array $words, string $folder, array $environment): string
    {
        $command = [\PHP_BINARY, '-d', 'error_reporting=-1', '-d', 'display_errors=stderr', ...$words];
        $environment += ['CONNECTOR_SERVICE' => \implode(' ', \array_map(\realpath(...), Serving::COMMAND)), ...\getenv()];
        $process = \proc_open($command, [['file', '/dev/null', 'r'], ['pipe', 'w'], ['pipe', 'w']], $pipes, $folder, $environment);
        self::assertIsResource($process);
        $told = (string) \stream_get_contents($pipes[1]);
        $errors = (string) \stream_get_contents($pipes[2]);
        self::assertSame(0, \proc_close($process), "{$errors}{$told}");
        self::assertSame('', $errors);

        return $told;
    }
}
