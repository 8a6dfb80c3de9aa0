<?php

/** A call whose outcome nobody here knows. */

declare(strict_types=1);

namespace ConnectorService\Exceptions;

use ConnectorService\Calls\Rpc;
use ConnectorService\Internal\RequestParts;
use ConnectorService\Message;
use ConnectorService\Payments\V1\OriginalCall;
use ConnectorService\Timestamp;

final readonly class UnknownCall
{
    public ?string $reference;
    public ?string $idempotencyKey;

    /**
     * @param Message $request as it was sent; it may be sent again where the connector recognises repeats
     * @param \DateTimeImmutable $attemptedAt of the first attempt
     */
    public function __construct(
        public Rpc $rpc,
        public Message $request,
        public \DateTimeImmutable $attemptedAt,
    ) {
        $this->reference = RequestParts::reference($request);
        $this->idempotencyKey = RequestParts::idempotencyKey($request);
    }

    /** For `new GetPaymentRequest(originalCall: …)`, `new ReversePaymentRequest(originalCall: …)`, `new GetRefundRequest(…)`. */
    public function originalCall(): OriginalCall
    {
        return new OriginalCall(
            reference: $this->reference ?? '',
            idempotencyKey: $this->idempotencyKey,
            attemptedAt: Timestamp::of($this->attemptedAt),
            amount: RequestParts::amount($this->request),
        );
    }
}
