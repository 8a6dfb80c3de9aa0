<?php

/** What a merchant keeps of a payment: everything told of it, in any order, as one record. conformance/README.md has the rules. */

declare(strict_types=1);

namespace ConnectorService;

use ConnectorService\Internal\Fold\Fold;
use ConnectorService\Payments\V1\Event;
use ConnectorService\Payments\V1\EventAction;
use ConnectorService\Payments\V1\Payment;
use ConnectorService\Payments\V1\PaymentRecord;
use ConnectorService\Payments\V1\Telling;

/** Any order and any duplication of the same events and answers gives the same record. Store it as its `toJson()`. */
final class Records
{
    /** The record after an event of this payment. Events whose action is not APPLY change nothing. */
    public static function applyEvent(?PaymentRecord $previous, Event $event): PaymentRecord
    {
        if ($event->action !== EventAction::APPLY) {
            return $previous ?? new PaymentRecord();
        }
        $at = $event->occurredAt->seconds ?? 0;
        $tellings = self::tellings($event, $at);
        if ($event->paymentRef !== null) {
            $tellings[] = new Telling(at: $at, payment: new Payment(paymentRef: $event->paymentRef));
        }

        return Fold::record([...$previous->tellings ?? [], ...$tellings]);
    }

    /**
     * The record after an rpc's answer. A look-up tells what was so at `$askedAt`, when it was asked for. Any other answer counts
     * until something with a time is told, and where it is what usually follows that.
     *
     * @param Message $answer of any rpc about payments, refunds or disputes
     */
    public static function applyAnswer(
        ?PaymentRecord $previous,
        Message $answer,
        \DateTimeInterface $askedAt,
    ): PaymentRecord {
        $at = isset($answer->lookup) ? $askedAt->getTimestamp() : null;

        return Fold::record([...$previous->tellings ?? [], ...self::tellings($answer, $at)]);
    }

    /** @return list<Telling> */
    private static function tellings(Message $told, ?int $at): array
    {
        $payment = $told->payment ?? null;
        $operation = $told->operation ?? null;
        $tellings = [];
        if ($payment !== null) {
            $tellings[] = new Telling(at: $at, payment: $payment->with(['operations' => []]));
        }
        foreach ([...$operation === null ? [] : [$operation], ...$payment->operations ?? []] as $one) {
            $tellings[] = new Telling(at: $at, operation: $one);
        }
        if (isset($told->refund)) {
            $tellings[] = new Telling(at: $at, refund: $told->refund);
        }
        if (isset($told->dispute)) {
            $tellings[] = new Telling(at: $at, dispute: $told->dispute);
        }

        return $tellings;
    }
}
