<?php

/** How an attempt ended without an answer. */

declare(strict_types=1);

namespace ConnectorService\Transport;

use ConnectorService\Exceptions\Violation;

final class Failure extends \RuntimeException
{
    /**
     * @param bool $sent false where not a byte of the request can have reached the service
     * @param string $status gRPC's name of the status, such as `UNAVAILABLE`
     * @param string|null $reason the service's own
     * @param list<Violation> $violations
     */
    public function __construct(
        string $message,
        public readonly bool $sent,
        public readonly string $status,
        public readonly ?string $reason = null,
        public readonly array $violations = [],
        public readonly ?int $retryAfterMilliseconds = null,
    ) {
        parent::__construct($message);
    }
}
