<?php

/** Any order and any duplication of the same events and answers gives the same record. */

declare(strict_types=1);

namespace ConnectorService\Test;

use ConnectorService\Payments\V1\AuthorizePaymentResponse;
use ConnectorService\Payments\V1\Event;
use ConnectorService\Payments\V1\EventAction;
use ConnectorService\Payments\V1\GetPaymentResponse;
use ConnectorService\Payments\V1\Lookup;
use ConnectorService\Payments\V1\Payment;
use ConnectorService\Payments\V1\PaymentRecord;
use ConnectorService\Payments\V1\PaymentStatus;
use ConnectorService\Payments\V1\Refund;
use ConnectorService\Payments\V1\RefundRef;
use ConnectorService\Records;
use ConnectorService\Test\Support\Program;
use ConnectorService\Timestamp;
use ConnectorService\Unrecognised;
use PHPUnit\Framework\TestCase;

final class RecordsTest extends TestCase
{
    public function testAnyOrderOfTheVectorsEventsEndsAlike(): void
    {
        $vectors = \json_decode(\file_get_contents(Program::ROOT . '/conformance/vectors/fold.json'), true);
        $shuffled = 0;
        \mt_srand(20261125);
        foreach ($vectors as $id => $vector) {
            $events = [];
            foreach ($vector['calls'][0]['applyEvent']['events'] as $event) {
                $events[] = Event::fromJson(\json_encode($event));
            }
            $expected = self::folded($events);
            for ($round = 0; $round < 30; ++$round) {
                $again = [...$events, ...\array_filter($events, static fn () => \mt_rand(0, 1) === 1)];
                \shuffle($again);
                self::assertSame($expected, self::folded($again), (string) $id);
                ++$shuffled;
            }
        }
        self::assertGreaterThan(500, $shuffled);
    }

    public function testARecordGoesOnFromWhereItWasStored(): void
    {
        $first = Records::applyEvent(null, self::event(PaymentStatus::AUTHORIZED, 10));
        $stored = PaymentRecord::fromJson($first->toJson());
        $event = self::event(PaymentStatus::CAPTURED, 20);
        self::assertTrue(Records::applyEvent($stored, $event)->equals(Records::applyEvent($first, $event)));
        self::assertSame(PaymentStatus::CAPTURED, Records::applyEvent($stored, $event)->payment?->status);
    }

    public function testWhatIsNotToBeAppliedChangesNothing(): void
    {
        $record = Records::applyEvent(null, self::event(PaymentStatus::AUTHORIZED, 10));
        $ignored = self::event(PaymentStatus::FAILED, 20)->with(['action' => EventAction::LOOK_UP]);
        self::assertSame($record, Records::applyEvent($record, $ignored));
        self::assertNull(Records::applyEvent(null, $ignored)->payment);
    }

    public function testALookUpHasATimeAndAnAnswerHasNone(): void
    {
        $captured = new Payment(status: PaymentStatus::CAPTURED);
        $record = Records::applyEvent(null, self::event(PaymentStatus::AUTHORIZED, 100));
        $early = new \DateTimeImmutable('@50');
        $looked = new GetPaymentResponse(lookup: new Lookup(), payment: $captured);
        self::assertSame(PaymentStatus::AUTHORIZED, Records::applyAnswer($record, $looked, $early)->payment?->status);
        $answer = new AuthorizePaymentResponse(payment: $captured);
        self::assertSame(PaymentStatus::CAPTURED, Records::applyAnswer($record, $answer, $early)->payment?->status);
    }

    public function testAStatusOfTomorrowIsKept(): void
    {
        foreach ([77, 'PAYMENT_STATUS_OF_TOMORROW'] as $value) {
            $event = self::event(new Unrecognised($value), 10);
            self::assertEquals(new Unrecognised($value), Records::applyEvent(null, $event)->payment?->status);
            $known = Records::applyEvent(null, self::event(PaymentStatus::PENDING, 10));
            self::assertSame(PaymentStatus::PENDING, Records::applyEvent($known, $event)->payment?->status);
        }
    }

    public function testNamesAreInTheOrderOfTheirCodeUnits(): void
    {
        $events = [];
        foreach (["\u{FFFD}", "\u{1F600}", 'a', 'Z'] as $id) {
            $refund = new Refund(refundRef: new RefundRef(refundId: $id));
            $events[] = new Event(action: EventAction::APPLY, refund: $refund);
        }
        $record = null;
        foreach ($events as $event) {
            $record = Records::applyEvent($record, $event);
        }
        $ids = \array_map(static fn (Refund $one): string => $one->refundRef->refundId, $record->refunds);
        self::assertSame(['Z', 'a', "\u{1F600}", "\u{FFFD}"], $ids);
    }

    private static function event(PaymentStatus|Unrecognised $status, int $seconds): Event
    {
        return new Event(
            action: EventAction::APPLY,
            occurredAt: new Timestamp($seconds),
            payment: new Payment(status: $status),
        );
    }

    /** @param list<Event> $events */
    private static function folded(array $events): string
    {
        $record = null;
        foreach ($events as $event) {
            $record = Records::applyEvent($record, $event);
        }

        return ($record ?? new PaymentRecord())->with(['tellings' => []])->toJson();
    }
}
