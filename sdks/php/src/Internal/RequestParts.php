<?php

/** What requests have in common, whichever of it they have. */

declare(strict_types=1);

namespace ConnectorService\Internal;

use ConnectorService\Message;
use ConnectorService\Payments\V1\Money;

/** @internal */
final class RequestParts
{
    public static function reference(Message $request): ?string
    {
        return self::text($request, 'reference');
    }

    public static function idempotencyKey(Message $request): ?string
    {
        return self::text($request, 'idempotencyKey');
    }

    public static function amount(Message $request): ?Money
    {
        return $request->amount ?? $request->purchase->amount ?? null;
    }

    /** The request with this key, where it has the field and does not say one itself. */
    public static function withKey(Message $request, ?string $key): Message
    {
        $hasField = isset(Fields::of($request::class)['idempotencyKey']);
        if ($key === null || !$hasField || self::idempotencyKey($request) !== null) {
            return $request;
        }

        return $request->with(['idempotencyKey' => $key]);
    }

    private static function text(Message $request, string $name): ?string
    {
        $text = $request->$name ?? null;

        return $text === '' ? null : $text;
    }
}
