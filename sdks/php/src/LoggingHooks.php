<?php

/** Calls as lines of a PSR-3 log: the rpc, the request's id, attempts, time, and what a call ended with. No payload, no secret. */

declare(strict_types=1);

namespace ConnectorService;

use ConnectorService\Calls\Rpc;
use ConnectorService\Exceptions\ConnectorServiceException;
use Psr\Log\LoggerInterface;

final readonly class LoggingHooks implements Hooks
{
    public function __construct(private LoggerInterface $logger)
    {
    }

    public function began(Rpc $rpc, string $requestId): CallHooks
    {
        return new class ($this->logger, $rpc, $requestId) implements CallHooks {
            private readonly int $begun;

            public function __construct(
                private readonly LoggerInterface $logger,
                private readonly Rpc $rpc,
                private readonly string $requestId,
            ) {
                $this->begun = \hrtime(true);
            }

            public function attempting(int $number, int $timeoutMilliseconds): void
            {
            }

            public function attempted(int $number, ?string $status): void
            {
                if ($status !== null) {
                    $this->logger->warning('{rpc}: attempt {attempt} ended with {status}', [
                        ...$this->facts(),
                        'attempt' => $number,
                        'status' => $status,
                    ]);
                }
            }

            public function ended(int $attempts, ?ConnectorServiceException $exception): void
            {
                $facts = [
                    ...$this->facts(),
                    'attempts' => $attempts,
                    'milliseconds' => \intdiv(\hrtime(true) - $this->begun, 1_000_000),
                ];
                if ($exception === null) {
                    $this->logger->info('{rpc}: answered after {milliseconds} ms', $facts);
                } else {
                    $this->logger->error('{rpc}: {kind} after {milliseconds} ms', [
                        ...$facts,
                        'kind' => $exception->kind(),
                        'reason' => $exception->reason,
                    ]);
                }
            }

            /** @return array<string, string> */
            private function facts(): array
            {
                return ['rpc' => $this->rpc->value, 'request_id' => $this->requestId];
            }
        };
    }
}
