<?php

/** The library's own loader, for projects without Composer: `require '…/sdks/php/autoload.php';`. */

declare(strict_types=1);

\spl_autoload_register(static function (string $class): void {
    if (!\str_starts_with($class, 'ConnectorService\\')) {
        return;
    }
    $file = __DIR__ . '/src/' . \strtr(\substr($class, 17), '\\', '/') . '.php';
    if (\is_file($file)) {
        require $file;
    }
});
