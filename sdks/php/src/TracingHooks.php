<?php

/**
 * Calls as spans of OpenTelemetry, one event for each attempt:
 * https://opentelemetry.io/docs/languages/php/instrumentation/. No payload, no secret.
 */

declare(strict_types=1);

namespace ConnectorService;

use ConnectorService\Calls\Rpc;
use ConnectorService\Exceptions\ConnectorServiceException;
use OpenTelemetry\API\Trace\SpanInterface;
use OpenTelemetry\API\Trace\SpanKind;
use OpenTelemetry\API\Trace\StatusCode;
use OpenTelemetry\API\Trace\TracerInterface;

/** `new TracingHooks($tracerProvider->getTracer('connector-service'))` */
final readonly class TracingHooks implements Hooks
{
    public function __construct(private TracerInterface $tracer)
    {
    }

    public function began(Rpc $rpc, string $requestId): CallHooks
    {
        [$service, $method] = \explode('/', $rpc->value);
        $span = $this->tracer->spanBuilder($rpc->value)
            ->setSpanKind(SpanKind::KIND_CLIENT)
            ->setAttribute('rpc.system', 'connect_rpc')
            ->setAttribute('rpc.service', $service)
            ->setAttribute('rpc.method', $method)
            ->setAttribute('request.id', $requestId)
            ->startSpan();

        return new class ($span) implements CallHooks {
            public function __construct(private readonly SpanInterface $span)
            {
            }

            public function attempting(int $number, int $timeoutMilliseconds): void
            {
            }

            public function attempted(int $number, ?string $status): void
            {
                $this->span->addEvent('attempt', ['number' => $number, 'status' => $status ?? 'OK']);
            }

            public function ended(int $attempts, ?ConnectorServiceException $exception): void
            {
                $this->span->setAttribute('attempts', $attempts);
                if ($exception !== null) {
                    $this->span->setAttribute('error.type', $exception->kind());
                    $this->span->setStatus(StatusCode::STATUS_ERROR, $exception->kind());
                }
                $this->span->end();
            }
        };
    }
}
