<?php

/** Everything that ordinary printing gives of a value. */

declare(strict_types=1);

namespace ConnectorService\Test\Support;

final class Printing
{
    public static function all(mixed $value): string
    {
        $ways = [
            self::dumped($value),
            self::dumped([$value, (object) ['within' => $value]]),
            self::dumped((array) $value),
            self::buffered(static fn () => \debug_zval_dump($value)),
            \print_r((array) $value, true),
            \var_export((array) $value, true),
            (string) \json_encode($value, \JSON_PARTIAL_OUTPUT_ON_ERROR),
            (string) \json_encode([$value], \JSON_PARTIAL_OUTPUT_ON_ERROR | \JSON_UNESCAPED_SLASHES),
            self::serialized($value),
        ];
        if (\is_object($value)) {
            $ways[] = self::dumped(\get_object_vars($value));
            $ways[] = self::dumped(\get_mangled_object_vars($value));
            if ((new \ReflectionClass($value))->isCloneable()) {
                $ways[] = self::dumped(clone $value);
            }
        }

        return \implode("\n", $ways);
    }

    /** The same of an exception, as far as its stack trace is the library's: what is below is the runner's own, and large. */
    public static function exception(\Throwable $exception): string
    {
        $facts = \get_mangled_object_vars($exception);
        $trace = \array_filter(
            $exception->getTrace(),
            static fn (array $frame): bool => \str_contains($frame['file'] ?? '', '/src/')
                || \str_starts_with($frame['class'] ?? '', 'ConnectorService\\Calls'),
        );

        return \implode("\n", [
            (string) $exception,
            $exception->getTraceAsString(),
            (string) \json_encode($exception, \JSON_PARTIAL_OUTPUT_ON_ERROR),
            self::all(\array_filter($facts, \is_scalar(...))),
            self::all(\array_filter($facts, static fn (mixed $one): bool => \is_object($one))),
            self::all($trace),
        ]);
    }

    private static function dumped(mixed $value): string
    {
        return self::buffered(static fn () => \var_dump($value)) . \print_r($value, true) . \var_export($value, true);
    }

    private static function buffered(callable $print): string
    {
        \ob_start();
        try {
            $print();
        } finally {
            $text = (string) \ob_get_clean();
        }

        return $text;
    }

    private static function serialized(mixed $value): string
    {
        try {
            return \serialize($value);
        } catch (\Throwable $refusal) {
            return (string) $refusal;
        }
    }
}
