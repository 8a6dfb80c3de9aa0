<?php

/** When a call may be sent again, by the contract and by what came back. */

declare(strict_types=1);

namespace ConnectorService\Internal;

use ConnectorService\Calls\Rpc;
use ConnectorService\IdempotencyLevel;
use ConnectorService\Message;
use ConnectorService\Payments\V1\Certainty;
use ConnectorService\Payments\V1\Operation;
use ConnectorService\Payments\V1\Resolution\Way;
use ConnectorService\Payments\V1\Retry;
use ConnectorService\Transport\Failure;

/** @internal */
final class Repeats
{
    private const NEVER_SENT = ['NOT_SENT', 'OVERLOADED', 'RATE_LIMITED', 'SHUTTING_DOWN'];
    private const BROKEN = ['UNAVAILABLE', 'INTERNAL', 'UNKNOWN', 'CANCELLED'];

    public static function afterFailure(Failure $failure, Rpc $rpc): bool
    {
        if ($failure->reason !== null) {
            return \in_array($failure->reason, self::NEVER_SENT, true);
        }
        if (!$failure->sent) {
            return $failure->status !== 'DEADLINE_EXCEEDED';
        }

        return $rpc->level() !== IdempotencyLevel::UNKNOWN && \in_array($failure->status, self::BROKEN, true);
    }

    /** Milliseconds until the same may be asked again under its key; null where it may not. */
    public static function afterAnswer(Message $answer, Message $request, float $pause): ?float
    {
        $operation = $answer->operation ?? null;
        if (!$operation instanceof Operation || RequestParts::idempotencyKey($request) === null) {
            return null;
        }
        $least = \max($operation->failure?->retryAfter?->toMilliseconds() ?? 0, $pause);
        if ($operation->failure?->retry === Retry::SAME_KEY_NOW) {
            return $least;
        }
        $ways = $operation->resolution?->ways ?? [];
        if ($operation->certainty !== Certainty::UNKNOWN || !\in_array(Way::REPEAT_SAME_KEY, $ways, true)) {
            return null;
        }
        $earliest = $operation->resolution?->earliest?->toDateTime();
        $until = $earliest === null
            ? null
            : \max(0.0, ((float) $earliest->format('U.u') - \microtime(true)) * 1000);

        return \max($until ?? 0.0, $least);
    }
}
