<?php

/** What a response says: a message, or why there is none. */

declare(strict_types=1);

namespace ConnectorService\Internal;

use ConnectorService\Calls\Rpc;
use ConnectorService\Duration;
use ConnectorService\Exceptions\Violation;
use ConnectorService\Message;
use ConnectorService\Transport\Failure;
use ConnectorService\Transport\Response;

/** @internal */
final class Answers
{
    /** Of HTTP without a body of ours: conformance/README.md. */
    private const STATUSES = [
        400 => 'INVALID_ARGUMENT',
        401 => 'UNAUTHENTICATED',
        403 => 'PERMISSION_DENIED',
        404 => 'UNIMPLEMENTED',
        501 => 'UNIMPLEMENTED',
        502 => 'UNAVAILABLE',
        503 => 'UNAVAILABLE',
        504 => 'UNAVAILABLE',
    ];

    /** https://connectrpc.com/docs/protocol#error-codes */
    private const CODES = [
        'canceled' => 'CANCELLED',
        'unknown' => 'UNKNOWN',
        'invalid_argument' => 'INVALID_ARGUMENT',
        'deadline_exceeded' => 'DEADLINE_EXCEEDED',
        'not_found' => 'NOT_FOUND',
        'already_exists' => 'ALREADY_EXISTS',
        'permission_denied' => 'PERMISSION_DENIED',
        'resource_exhausted' => 'RESOURCE_EXHAUSTED',
        'failed_precondition' => 'FAILED_PRECONDITION',
        'aborted' => 'ABORTED',
        'out_of_range' => 'OUT_OF_RANGE',
        'unimplemented' => 'UNIMPLEMENTED',
        'internal' => 'INTERNAL',
        'unavailable' => 'UNAVAILABLE',
        'data_loss' => 'DATA_LOSS',
        'unauthenticated' => 'UNAUTHENTICATED',
    ];

    /** @throws Failure */
    public static function read(Rpc $rpc, #[\SensitiveParameter] Response $response): Message
    {
        $isJson = \str_starts_with(\strtolower($response->contentType), 'application/json');
        if ($response->status === 200 && $isJson) {
            try {
                return JsonDecoding::text($rpc->answer(), $response->body());
            } catch (\UnexpectedValueException | \InvalidArgumentException) {
                throw new Failure('the answer cannot be read', true, 'INTERNAL');
            }
        }

        throw ($isJson ? self::error($response) : null) ?? new Failure(
            "HTTP {$response->status} from something that is not the service",
            true,
            self::STATUSES[$response->status] ?? 'UNKNOWN',
            retryAfterMilliseconds: self::retryAfter([], $response->retryAfter),
        );
    }

    /** The error body of the Connect protocol: https://connectrpc.com/docs/protocol#error-end-stream */
    private static function error(#[\SensitiveParameter] Response $response): ?Failure
    {
        $error = \json_decode($response->body(), true, 100);
        $code = \is_array($error) ? $error['code'] ?? null : null;
        $status = \is_string($code) ? self::CODES[$code] ?? null : null;
        if ($status === null) {
            return null;
        }
        $info = self::detail($error, 'google.rpc.ErrorInfo');
        $reason = ($info['domain'] ?? null) === 'payments.v1' ? $info['reason'] ?? null : null;

        $reason = \is_string($reason) ? $reason : null;
        // Whoever is not the service may repeat the request, card and key, in its words.
        $message = $reason === null ? 'no answer of the service' : $error['message'] ?? null;

        return new Failure(
            \is_string($message) ? $message : $code,
            true,
            $status,
            $reason,
            self::violations(self::detail($error, 'google.rpc.BadRequest')),
            self::retryAfter(self::detail($error, 'google.rpc.RetryInfo'), $response->retryAfter),
        );
    }

    /**
     * In its proto-JSON, which the service promises for every detail.
     *
     * @param array<array-key, mixed> $error
     *
     * @return array<array-key, mixed>
     */
    private static function detail(array $error, string $type): array
    {
        foreach (\is_array($error['details'] ?? null) ? $error['details'] : [] as $detail) {
            if (\is_array($detail) && ($detail['type'] ?? null) === $type && \is_array($detail['debug'] ?? null)) {
                return $detail['debug'];
            }
        }

        return [];
    }

    /**
     * @param array<array-key, mixed> $detail
     *
     * @return list<Violation>
     */
    private static function violations(array $detail): array
    {
        $violations = [];
        foreach (\is_array($detail['fieldViolations'] ?? null) ? $detail['fieldViolations'] : [] as $one) {
            $field = \is_array($one) ? $one['field'] ?? '' : '';
            $problem = \is_array($one) ? $one['description'] ?? '' : '';
            if (\is_string($field) && \is_string($problem)) {
                $violations[] = new Violation($field, $problem);
            }
        }

        return $violations;
    }

    /** @param array<array-key, mixed> $detail */
    private static function retryAfter(array $detail, ?string $header): ?int
    {
        $delay = $detail['retryDelay'] ?? null;
        if (\is_string($delay)) {
            try {
                return Duration::parse($delay)->toMilliseconds();
            } catch (\UnexpectedValueException) {
                return null;
            }
        }

        return $header !== null && \preg_match('/^\d{1,9}$/D', $header) === 1 ? (int) $header * 1000 : null;
    }
}
