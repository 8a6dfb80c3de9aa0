<?php

/** Messages as canonical proto-JSON: https://protobuf.dev/programming-guides/json/ */

declare(strict_types=1);

namespace ConnectorService\Internal;

use ConnectorService\Message;
use ConnectorService\Unrecognised;

/** @internal */
final class JsonEncoding
{
    /** @throws \InvalidArgumentException */
    public static function text(#[\SensitiveParameter] Message $message): string
    {
        $json = \json_encode(self::object($message, false), \JSON_UNESCAPED_SLASHES | \JSON_UNESCAPED_UNICODE);
        if ($json === false) {
            throw new \InvalidArgumentException($message::class . ' has no JSON: ' . \json_last_error_msg());
        }

        return $json;
    }

    public static function masked(Message $message): \stdClass
    {
        return self::object($message, true);
    }

    private static function object(#[\SensitiveParameter] Message $message, bool $masked): \stdClass
    {
        $object = new \stdClass();
        foreach (Fields::of($message::class) as $name => $field) {
            $value = $message->$name;
            if ($field->isGiven($value)) {
                $object->$name = $field->secret && $masked ? '***' : self::field($field, $value, $masked);
            }
        }

        return $object;
    }

    private static function field(Field $field, #[\SensitiveParameter] mixed $value, bool $masked): mixed
    {
        if ($field->shape === 'list') {
            $items = [];
            foreach ($value as $item) {
                $items[] = self::value($field, $item, $masked);
            }

            return $items;
        }
        if ($field->shape !== 'map') {
            return self::value($field, $value, $masked);
        }
        $members = new \stdClass();
        foreach ($value as $key => $item) {
            $members->{$key} = self::value($field, $item, $masked);
        }

        return $members;
    }

    private static function value(Field $field, #[\SensitiveParameter] mixed $value, bool $masked): mixed
    {
        return match ($field->kind) {
            'message' => self::object($value, $masked),
            'enum' => $value instanceof Unrecognised ? $value->value : EnumNames::full($value),
            'bytes' => \base64_encode($value),
            'int64', 'uint64' => (string) $value,
            'struct' => (object) $value,
            default => $value,
        };
    }
}
