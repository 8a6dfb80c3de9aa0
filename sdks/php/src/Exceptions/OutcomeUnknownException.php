<?php

/** A call that may have moved money has no answer. */

declare(strict_types=1);

namespace ConnectorService\Exceptions;

use ConnectorService\Calls\Rpc;

/** Nobody here knows whether it happened. `$call->originalCall()` is what `getPayment` finds it by. */
final class OutcomeUnknownException extends ConnectorServiceException
{
    /**
     * @internal
     *
     * @param list<Violation> $violations
     */
    public function __construct(
        string $message,
        Rpc $rpc,
        string $status,
        ?string $reason,
        array $violations,
        ?int $retryAfterMilliseconds,
        string $requestId,
        public readonly UnknownCall $call,
    ) {
        parent::__construct($message, $rpc, $status, $reason, $violations, $retryAfterMilliseconds, $requestId);
    }
}
