<?php

/** What is told of one call. */

declare(strict_types=1);

namespace ConnectorService;

use ConnectorService\Exceptions\ConnectorServiceException;

interface CallHooks
{
    /** @param int $number from 1 */
    public function attempting(int $number, int $timeoutMilliseconds): void;

    /** @param string|null $status gRPC's name of it, such as `UNAVAILABLE`; null where there is an answer */
    public function attempted(int $number, ?string $status): void;

    public function ended(int $attempts, ?ConnectorServiceException $exception): void;
}
