<?php

/** Hooks that cannot disturb a call. */

declare(strict_types=1);

namespace ConnectorService\Internal;

use ConnectorService\CallHooks;
use ConnectorService\Calls\Rpc;
use ConnectorService\Exceptions\ConnectorServiceException;
use ConnectorService\Hooks;

/** @internal */
final class CarefulHooks implements CallHooks
{
    private ?CallHooks $hooks = null;

    public function __construct(?Hooks $hooks, Rpc $rpc, string $requestId)
    {
        $this->carefully(function () use ($hooks, $rpc, $requestId): void {
            $this->hooks = $hooks?->began($rpc, $requestId);
        });
    }

    public function attempting(int $number, int $timeoutMilliseconds): void
    {
        $this->carefully(fn () => $this->hooks?->attempting($number, $timeoutMilliseconds));
    }

    public function attempted(int $number, ?string $status): void
    {
        $this->carefully(fn () => $this->hooks?->attempted($number, $status));
    }

    public function ended(int $attempts, ?ConnectorServiceException $exception): void
    {
        $this->carefully(fn () => $this->hooks?->ended($attempts, $exception));
    }

    private function carefully(callable $told): void
    {
        try {
            $told();
        } catch (\Throwable) {
            $this->hooks = null;
        }
    }
}
