<?php

/**
 * As much of OpenTelemetry's API as TracingHooks uses, which Debian does not have: the names are those of
 * https://github.com/open-telemetry/opentelemetry-php/tree/main/src/API/Trace. It keeps what it is told.
 */

declare(strict_types=1);

namespace OpenTelemetry\API\Trace;

interface SpanKind
{
    public const KIND_CLIENT = 1;
}
interface StatusCode
{
    public const STATUS_ERROR = 'Error';
}
interface TracerInterface
{
    public function spanBuilder(string $spanName): SpanBuilderInterface;
}
interface SpanBuilderInterface
{
    public function setSpanKind(int $spanKind): SpanBuilderInterface;

    public function setAttribute(string $key, mixed $value): SpanBuilderInterface;

    public function startSpan(): SpanInterface;
}
interface SpanInterface
{
    public function setAttribute(string $key, mixed $value): SpanInterface;

    /** @param iterable<string, mixed> $attributes */
    public function addEvent(string $name, iterable $attributes = [], ?int $timestamp = null): SpanInterface;

    public function setStatus(string $code, ?string $description = null): SpanInterface;

    public function end(?int $endEpochNanos = null): void;
}

final class RecordedTracer implements TracerInterface
{
    /** @var list<RecordedSpan> */
    public array $spans = [];

    public function spanBuilder(string $spanName): SpanBuilderInterface
    {
        return new class ($this, $spanName) implements SpanBuilderInterface {
            private RecordedSpan $span;

            public function __construct(private readonly RecordedTracer $tracer, string $name)
            {
                $this->span = new RecordedSpan($name);
            }

            public function setSpanKind(int $spanKind): SpanBuilderInterface
            {
                $this->span->kind = $spanKind;

                return $this;
            }

            public function setAttribute(string $key, mixed $value): SpanBuilderInterface
            {
                $this->span->setAttribute($key, $value);

                return $this;
            }

            public function startSpan(): SpanInterface
            {
                return $this->tracer->spans[] = $this->span;
            }
        };
    }
}
final class RecordedSpan implements SpanInterface
{
    public int $kind = 0;
    /** @var array<string, mixed> */
    public array $attributes = [];
    /** @var list<array{string, array<string, mixed>}> */
    public array $events = [];
    public ?string $status = null;
    public int $ended = 0;

    public function __construct(public readonly string $name)
    {
    }

    public function setAttribute(string $key, mixed $value): SpanInterface
    {
        $this->attributes[$key] = $value;

        return $this;
    }

    public function addEvent(string $name, iterable $attributes = [], ?int $timestamp = null): SpanInterface
    {
        $this->events[] = [$name, \is_array($attributes) ? $attributes : \iterator_to_array($attributes)];

        return $this;
    }

    public function setStatus(string $code, ?string $description = null): SpanInterface
    {
        $this->status = "{$code} {$description}";

        return $this;
    }

    public function end(?int $endEpochNanos = null): void
    {
        ++$this->ended;
    }
}
