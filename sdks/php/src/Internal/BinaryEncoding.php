<?php

/** Messages in protobuf's binary form, the same bytes for the same message: what decides when nothing else does (`Records`). */

declare(strict_types=1);

namespace ConnectorService\Internal;

use ConnectorService\Message;
use ConnectorService\Unrecognised;

/** @internal */
final class BinaryEncoding
{
    /** Free-form options, which stand in requests alone, have no binary form here. */
    public static function of(#[\SensitiveParameter] Message $message): string
    {
        $fields = Fields::of($message::class);
        \uasort($fields, static fn (Field $one, Field $other): int => $one->number <=> $other->number);
        $bytes = '';
        foreach ($fields as $name => $field) {
            $value = $message->$name;
            // A name that nobody knows has no number.
            $isNumbered = !$value instanceof Unrecognised || \is_int($value->value);
            if ($isNumbered && $field->isGiven($value)) {
                $bytes .= self::field($field, $value);
            }
        }

        return $bytes;
    }

    private static function field(Field $field, #[\SensitiveParameter] mixed $value): string
    {
        if ($field->shape === 'list') {
            return self::items($field, $value);
        }
        if ($field->shape !== 'map') {
            return self::tagged($field->kind, $field->number, $value);
        }
        $bytes = '';
        foreach ($value as $key => $item) {
            $entry = self::tagged('string', 1, (string) $key) . self::tagged($field->kind, 2, $item);
            $bytes .= self::sized($field->number, $entry);
        }

        return $bytes;
    }

    /** Numbers are packed. */
    private static function items(Field $field, #[\SensitiveParameter] mixed $items): string
    {
        $isPacked = !\in_array($field->kind, ['string', 'bytes', 'message', 'timestamp', 'duration'], true);
        $bytes = '';
        foreach ($items as $item) {
            $bytes .= $isPacked
                ? self::varint($field->kind, $item)
                : self::tagged($field->kind, $field->number, $item);
        }

        return $isPacked ? self::sized($field->number, $bytes) : $bytes;
    }

    private static function tagged(string $kind, int $number, #[\SensitiveParameter] mixed $value): string
    {
        return match ($kind) {
            'string', 'bytes' => self::sized($number, $value),
            'message' => self::sized($number, self::of($value)),
            'timestamp', 'duration' => self::sized(
                $number,
                ($value->seconds === 0 ? '' : self::tagged('int64', 1, $value->seconds))
                    . ($value->nanos === 0 ? '' : self::tagged('int32', 2, $value->nanos)),
            ),
            default => self::varint('int64', $number << 3) . self::varint($kind, $value),
        };
    }

    private static function sized(int $number, #[\SensitiveParameter] string $bytes): string
    {
        return self::varint('int64', $number << 3 | 2) . self::varint('int64', \strlen($bytes)) . $bytes;
    }

    private static function varint(string $kind, #[\SensitiveParameter] mixed $value): string
    {
        $number = match ($kind) {
            'enum' => \is_int($value->value) ? $value->value : 0,
            'bool' => $value ? 1 : 0,
            'sint32' => $value << 1 ^ $value >> 31,
            'uint64' => \is_string($value) ? self::unsigned($value) : $value,
            'struct' => throw new \LogicException('free-form options have no binary form'),
            default => $value,
        };
        $bytes = '';
        // The sign moves in from the left, and stops there: 64 bits are ten bytes of seven.
        for ($place = 0; $place < 9 && ($number & ~0x7F) !== 0; ++$place) {
            $bytes .= \chr($number & 0x7F | 0x80);
            $number = $number >> 7 & 0x01FFFFFFFFFFFFFF;
        }

        return $bytes . \chr($number & 0x7F);
    }

    /** The same 64 bits, read with a sign. */
    private static function unsigned(string $digits): int
    {
        $number = 0;
        foreach (\str_split($digits) as $digit) {
            // Ten times as much, without ever leaving the integers.
            $number = self::sum(self::sum($number << 3, $number << 1), (int) $digit);
        }

        return $number;
    }

    private static function sum(int $one, int $other): int
    {
        while ($other !== 0) {
            [$one, $other] = [$one ^ $other, ($one & $other) << 1];
        }

        return $one;
    }
}
