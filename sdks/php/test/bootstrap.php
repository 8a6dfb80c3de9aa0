<?php

/** Loads the library by its own loader, and what the tests share. */

declare(strict_types=1);

require __DIR__ . '/../autoload.php';

\spl_autoload_register(static function (string $class): void {
    $file = __DIR__ . '/' . \strtr(\substr($class, \strlen('ConnectorService\\Test\\')), '\\', '/') . '.php';
    if (\str_starts_with($class, 'ConnectorService\\Test\\') && \is_file($file)) {
        require $file;
    }
});
