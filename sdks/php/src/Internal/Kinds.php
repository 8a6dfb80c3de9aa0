<?php

/** Which exception a failure is. */

declare(strict_types=1);

namespace ConnectorService\Internal;

use ConnectorService\Calls\Rpc;
use ConnectorService\Exceptions\ConnectorServiceException;
use ConnectorService\Exceptions\InvalidRequestException;
use ConnectorService\Exceptions\NotSentException;
use ConnectorService\Exceptions\OutcomeUnknownException;
use ConnectorService\Exceptions\OverloadedException;
use ConnectorService\Exceptions\PermissionDeniedException;
use ConnectorService\Exceptions\UnauthenticatedException;
use ConnectorService\Exceptions\UnavailableException;
use ConnectorService\Exceptions\UnknownCall;
use ConnectorService\Exceptions\UnsupportedException;
use ConnectorService\IdempotencyLevel;
use ConnectorService\Message;
use ConnectorService\Transport\Failure;

/** @internal */
final class Kinds
{
    private const BY_REASON = [
        'INVALID_REQUEST' => InvalidRequestException::class,
        'MALFORMED' => InvalidRequestException::class,
        'INVALID_CREDENTIALS' => InvalidRequestException::class,
        'INVALID_STATE' => InvalidRequestException::class,
        'UNKNOWN_CONNECTOR' => InvalidRequestException::class,
        'UNKNOWN_ACCOUNT' => InvalidRequestException::class,
        'UNAUTHENTICATED' => UnauthenticatedException::class,
        'PERMISSION_DENIED' => PermissionDeniedException::class,
        'UNSUPPORTED' => UnsupportedException::class,
        'OVERLOADED' => OverloadedException::class,
        'RATE_LIMITED' => OverloadedException::class,
        'NOT_SENT' => NotSentException::class,
        'SHUTTING_DOWN' => NotSentException::class,
        'DEADLINE_PASSED' => NotSentException::class,
    ];
    private const BY_STATUS = [
        'INVALID_ARGUMENT' => InvalidRequestException::class,
        'NOT_FOUND' => InvalidRequestException::class,
        'FAILED_PRECONDITION' => InvalidRequestException::class,
        'UNAUTHENTICATED' => UnauthenticatedException::class,
        'PERMISSION_DENIED' => PermissionDeniedException::class,
        'UNIMPLEMENTED' => UnsupportedException::class,
    ];

    public static function exception(
        #[\SensitiveParameter] Failure $failure,
        Rpc $rpc,
        Message $request,
        \DateTimeImmutable $attemptedAt,
        string $requestId,
    ): ConnectorServiceException {
        $facts = [
            $failure->getMessage(),
            $rpc,
            $failure->status,
            $failure->reason,
            $failure->violations,
            $failure->retryAfterMilliseconds,
            $requestId,
        ];
        $class = self::known($failure, $rpc);

        return $class === null
            ? new OutcomeUnknownException(...[...$facts, new UnknownCall($rpc, $request, $attemptedAt)])
            : new $class(...$facts);
    }

    /** @return class-string<ConnectorServiceException>|null null for what nobody knows the outcome of */
    private static function known(#[\SensitiveParameter] Failure $failure, Rpc $rpc): ?string
    {
        if (!$failure->sent) {
            return NotSentException::class;
        }
        $class = $failure->reason === null
            ? self::BY_STATUS[$failure->status] ?? null
            : self::BY_REASON[$failure->reason] ?? null;
        if ($class === null && $rpc->level() === IdempotencyLevel::NO_SIDE_EFFECTS) {
            return UnavailableException::class;
        }

        return $class;
    }
}
