<?php

/** What a call can end with beside an answer. A decline is an answer, and so is an outcome that the service does not know. */

declare(strict_types=1);

namespace ConnectorService\Exceptions;

use ConnectorService\Calls\Rpc;

/** The base of all. */
abstract class ConnectorServiceException extends \RuntimeException
{
    /**
     * @internal
     *
     * @param string $status gRPC's name of the status, such as `UNAVAILABLE`
     * @param string|null $reason the service's, such as `RATE_LIMITED`; null where it was not the service that spoke
     * @param list<Violation> $violations every field that is wrong
     * @param int|null $retryAfterMilliseconds when again, where that is known
     * @param string $requestId as the service's logs have it
     */
    public function __construct(
        string $message,
        public readonly Rpc $rpc,
        public readonly string $status,
        public readonly ?string $reason,
        public readonly array $violations,
        public readonly ?int $retryAfterMilliseconds,
        public readonly string $requestId,
    ) {
        parent::__construct($message);
    }

    /** `InvalidRequest`, `OutcomeUnknown`, …: for a `match`. */
    final public function kind(): string
    {
        $name = \substr(static::class, \strlen(__NAMESPACE__) + 1);

        return \substr($name, 0, -\strlen('Exception'));
    }
}
