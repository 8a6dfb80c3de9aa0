<?php

/** Proto-JSON as messages. What is not known is passed over; what is of the wrong form is refused, without showing it. */

declare(strict_types=1);

namespace ConnectorService\Internal;

use ConnectorService\Duration;
use ConnectorService\Message;
use ConnectorService\Timestamp;
use ConnectorService\Unrecognised;

/** @internal */
final class JsonDecoding
{
    private const DEEPEST = 100;
    private const LARGEST_UNSIGNED = '18446744073709551615';
    private const RANGES = [
        'int32' => [-2147483648, 2147483647],
        'sint32' => [-2147483648, 2147483647],
        'uint32' => [0, 4294967295],
        'int64' => [\PHP_INT_MIN, \PHP_INT_MAX],
    ];

    /**
     * @template T of Message
     *
     * @param class-string<T> $class
     *
     * @return T
     *
     * @throws \UnexpectedValueException
     */
    public static function text(string $class, #[\SensitiveParameter] string $json): Message
    {
        // Without exceptions: theirs would carry the text.
        $object = \json_decode($json, false, self::DEEPEST, \JSON_BIGINT_AS_STRING);
        if (!$object instanceof \stdClass) {
            throw new \UnexpectedValueException("is no JSON of a {$class}");
        }

        return self::message($class, $object, $class);
    }

    /**
     * @template T of Message
     *
     * @param class-string<T> $class
     *
     * @return T
     */
    private static function message(string $class, #[\SensitiveParameter] mixed $object, string $path): Message
    {
        if (!$object instanceof \stdClass) {
            throw self::wrong($path, 'is no object');
        }
        $values = [];
        foreach (Fields::of($class) as $name => $field) {
            $value = $object->$name ?? $object->{$field->protoName} ?? null;
            if ($value !== null) {
                $values[$name] = self::field($field, $value, "{$path}.{$name}");
            }
        }

        return new $class(...$values);
    }

    private static function field(Field $field, #[\SensitiveParameter] mixed $value, string $path): mixed
    {
        if ($field->shape === 'list') {
            if (!\is_array($value)) {
                throw self::wrong($path, 'is no list');
            }
            $items = [];
            foreach ($value as $index => $item) {
                $items[] = self::value($field, $item, "{$path}[{$index}]");
            }

            return $items;
        }
        if ($field->shape !== 'map') {
            return self::value($field, $value, $path);
        }
        if (!$value instanceof \stdClass) {
            throw self::wrong($path, 'is no object');
        }
        $members = [];
        foreach (\get_object_vars($value) as $key => $item) {
            $members[$key] = self::value($field, $item, "{$path}[…]");
        }

        return $members;
    }

    private static function value(Field $field, #[\SensitiveParameter] mixed $value, string $path): mixed
    {
        return match ($field->kind) {
            'message' => self::message($field->class, $value, $path),
            'enum' => self::enum($field->class, $value, $path),
            'string' => \is_string($value) ? $value : throw self::wrong($path, 'is no text'),
            'bool' => \is_bool($value) ? $value : throw self::wrong($path, 'is not true or false'),
            'bytes' => self::bytes($value, $path),
            'timestamp', 'duration' => self::time($field->kind, $value, $path),
            'struct' => $value instanceof \stdClass
                ? self::members($value)
                : throw self::wrong($path, 'is no object'),
            default => self::number($field->kind, $value, $path),
        };
    }

    private static function enum(string $class, #[\SensitiveParameter] mixed $value, string $path): \BackedEnum|Unrecognised
    {
        return match (true) {
            \is_int($value) => $class::tryFrom($value) ?? new Unrecognised($value),
            \is_string($value) => EnumNames::find($class, $value) ?? new Unrecognised($value),
            default => throw self::wrong($path, 'is no name of an enum'),
        };
    }

    private static function bytes(#[\SensitiveParameter] mixed $value, string $path): string
    {
        $bytes = \is_string($value) ? \base64_decode(\strtr($value, '-_', '+/'), true) : false;

        return $bytes !== false ? $bytes : throw self::wrong($path, 'is no base64');
    }

    private static function time(string $kind, #[\SensitiveParameter] mixed $value, string $path): Timestamp|Duration
    {
        if (!\is_string($value)) {
            throw self::wrong($path, "is no {$kind}");
        }
        try {
            return $kind === 'timestamp' ? Timestamp::parse($value) : Duration::parse($value);
        } catch (\UnexpectedValueException | \InvalidArgumentException $problem) {
            throw self::wrong($path, $problem->getMessage());
        }
    }

    /** A whole number, as a number or as text; beyond 64 bits with a sign as text. */
    private static function number(string $kind, #[\SensitiveParameter] mixed $value, string $path): int|string
    {
        $digits = match (true) {
            \is_int($value) => (string) $value,
            \is_float($value) && \floor($value) === $value && \abs($value) < 2 ** 53 => (string) (int) $value,
            \is_string($value) => $value,
            default => '',
        };
        if (\preg_match('/^(-?)0*(\d{1,20})$/D', $digits, $parts) !== 1) {
            throw self::wrong($path, 'is no whole number');
        }
        $digits = $parts[2] === '0' ? '0' : $parts[1] . $parts[2];
        $number = (int) $digits;
        $exact = (string) $number === $digits;
        if ($kind === 'uint64') {
            $fits = $parts[1] === '' && (\strlen($digits) < 20 || \strcmp($digits, self::LARGEST_UNSIGNED) <= 0);

            return $fits ? ($exact ? $number : $digits) : throw self::wrong($path, 'is too large');
        }
        [$least, $most] = self::RANGES[$kind];

        return $exact && $number >= $least && $number <= $most
            ? $number
            : throw self::wrong($path, 'is too large');
    }

    /**
     * Objects are arrays, except those that would be taken for lists.
     *
     * @return array<array-key, mixed>
     */
    private static function members(#[\SensitiveParameter] \stdClass $object): array
    {
        $members = [];
        foreach (\get_object_vars($object) as $key => $value) {
            $members[$key] = self::freeForm($value);
        }

        return $members;
    }

    private static function freeForm(#[\SensitiveParameter] mixed $value): mixed
    {
        if ($value instanceof \stdClass) {
            $members = self::members($value);

            return \array_is_list($members) ? (object) $members : $members;
        }
        if (!\is_array($value)) {
            return $value;
        }
        $items = [];
        foreach ($value as $item) {
            $items[] = self::freeForm($item);
        }

        return $items;
    }

    private static function wrong(string $path, string $problem): \UnexpectedValueException
    {
        return new \UnexpectedValueException("{$path} {$problem}");
    }
}
