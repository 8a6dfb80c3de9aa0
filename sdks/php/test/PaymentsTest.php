<?php

/** Real payments against the sandbox. */

declare(strict_types=1);

namespace ConnectorService\Test;

use ConnectorService\Amount;
use ConnectorService\CallOptions;
use ConnectorService\Client;
use ConnectorService\Connectors\Stripe;
use ConnectorService\Delivery;
use ConnectorService\Exceptions\InvalidRequestException;
use ConnectorService\Exceptions\Violation;
use ConnectorService\Payments\V1\AcceptDisputeRequest;
use ConnectorService\Payments\V1\Actor;
use ConnectorService\Payments\V1\AuthorizePaymentRequest;
use ConnectorService\Payments\V1\CaptureMode;
use ConnectorService\Payments\V1\CapturePaymentRequest;
use ConnectorService\Payments\V1\CreateRefundRequest;
use ConnectorService\Payments\V1\DisputeRef;
use ConnectorService\Payments\V1\DisputeStatus;
use ConnectorService\Payments\V1\FailureCode;
use ConnectorService\Payments\V1\GetDisputeRequest;
use ConnectorService\Payments\V1\GetPaymentRequest;
use ConnectorService\Payments\V1\ListConnectorsRequest;
use ConnectorService\Payments\V1\Money;
use ConnectorService\Payments\V1\OperationStatus;
use ConnectorService\Payments\V1\PaymentRecord;
use ConnectorService\Payments\V1\PaymentStatus;
use ConnectorService\Payments\V1\Purchase;
use ConnectorService\Payments\V1\RefundStatus;
use ConnectorService\Payments\V1\ResumePaymentRequest;
use ConnectorService\Payments\V1\Verification;
use ConnectorService\Payments\V1\VoidPaymentRequest;
use ConnectorService\Records;
use ConnectorService\Test\Support\Listener;
use ConnectorService\Test\Support\Program;
use ConnectorService\Test\Support\Serving;
use PHPUnit\Framework\TestCase;

final class PaymentsTest extends TestCase
{
    private Client $client;

    protected function setUp(): void
    {
        $this->client = Serving::client();
    }

    protected function tearDown(): void
    {
        $this->client->close();
    }

    public function testAuthorizeCaptureRefund(): void
    {
        $held = Serving::pay($this->client, captureMode: CaptureMode::MANUAL);
        self::assertSame(PaymentStatus::AUTHORIZED, $held->payment?->status);
        $payment = $held->payment->paymentRef;
        $captured = $this->client->payments->capturePayment(new CapturePaymentRequest(
            reference: Serving::reference(),
            payment: $payment,
            amount: Amount::of('EUR', '10.00'),
            finalCapture: true,
        ));
        self::assertSame(OperationStatus::SUCCEEDED, $captured->operation?->status);
        $refund = $this->client->refunds->createRefund(new CreateRefundRequest(
            reference: Serving::reference(),
            payment: $payment,
            amount: Amount::of('EUR', '4.00'),
        ))->refund;
        self::assertSame(RefundStatus::SUCCEEDED, $refund?->status);
        self::assertSame(400, $refund->amount?->minorUnits);
        $found = $this->client->payments->getPayment(new GetPaymentRequest(payment: $payment));
        self::assertSame(400, $found->payment?->amounts?->refunded?->minorUnits);
    }

    public function testADeclineIsAnAnswer(): void
    {
        $declined = Serving::pay($this->client, '4000000000009995');
        self::assertSame(PaymentStatus::FAILED, $declined->payment?->status);
        self::assertSame(FailureCode::INSUFFICIENT_FUNDS, $declined->operation?->failure?->code);
        self::assertSame(Actor::ISSUER, $declined->operation->failure->actor);
    }

    public function testThreeDSecureIsResumedWithWhatCameBack(): void
    {
        $asked = Serving::pay($this->client, '4000002760003184');
        self::assertSame(PaymentStatus::ACTION_REQUIRED, $asked->payment?->status);
        $url = Serving::browse($asked->nextAction?->redirect?->url ?? '');
        self::assertStringStartsWith('https://shop.example/return', $url);
        $resumed = $this->client->payments->resumePayment(new ResumePaymentRequest(state: $asked->state, url: $url));
        self::assertSame(PaymentStatus::CAPTURED, $resumed->payment?->status);
    }

    public function testAVoid(): void
    {
        $held = Serving::pay($this->client, captureMode: CaptureMode::MANUAL);
        $voided = $this->client->payments->voidPayment(new VoidPaymentRequest(
            reference: Serving::reference(),
            payment: $held->payment?->paymentRef,
        ));
        self::assertSame(OperationStatus::SUCCEEDED, $voided->operation?->status);
    }

    public function testADisputeIsFoundAndAccepted(): void
    {
        $paid = Serving::pay($this->client);
        $opened = Serving::control('stripe/commands/openDispute', [
            'payment' => $paid->payment?->paymentRef?->paymentId,
        ]);
        $dispute = new DisputeRef(disputeId: $opened->touched->dispute);
        $found = $this->client->disputes->getDispute(new GetDisputeRequest(dispute: $dispute));
        self::assertSame(DisputeStatus::NEEDS_RESPONSE, $found->dispute?->status);
        $accepted = $this->client->disputes->acceptDispute(new AcceptDisputeRequest(dispute: $dispute));
        self::assertNotSame(OperationStatus::FAILED, $accepted->operation?->status);
    }

    public function testTheProcessorIsSwitchedByOneWord(): void
    {
        $answer = Serving::pay(Serving::client('adyen'), '5555555555554444');
        self::assertSame(PaymentStatus::CAPTURED, $answer->payment?->status);
    }

    public function testAConnectorWithCredentialsOfItsOwnIsReached(): void
    {
        $client = new Client(Serving::sandbox()->url, connector: new Stripe(apiKey: 'sk_test_4eC39HqLyjWDarjtT1zdp7dc'));
        $found = $client->connectors->listConnectors(new ListConnectorsRequest());
        $ids = \array_map(static fn ($one) => $one->connectorId, $found->connectors);
        self::assertContains('stripe', $ids);
    }

    public function testEveryWrongFieldIsNamed(): void
    {
        try {
            $this->client->payments->authorizePayment(new AuthorizePaymentRequest(
                purchase: new Purchase(amount: new Money(1, 'eur')),
            ));
            self::fail('the service took it');
        } catch (InvalidRequestException $exception) {
            $fields = \array_map(static fn (Violation $one) => $one->field, $exception->violations);
            self::assertContains('reference', $fields);
            self::assertContains('purchase.amount.currency', $fields);
            self::assertGreaterThanOrEqual(3, \count($fields));
            self::assertSame('INVALID_REQUEST', $exception->reason);
        }
    }

    public function testAWebhookIsVerifiedFromItsBytesAndFoldsWithTheAnswer(): void
    {
        $listener = new Listener();
        Serving::control('stripe/webhook', ['url' => $listener->url, 'secret' => Serving::WEBHOOK_SECRET]);
        $answer = Serving::pay($this->client);
        $record = Records::applyAnswer(null, $answer, new \DateTimeImmutable());
        $verified = 0;
        $end = \microtime(true) + 10;
        while ($verified === 0 && \microtime(true) < $end) {
            $delivery = $listener->next(1.0);
            foreach ($delivery === null ? [] : $this->client->webhooks->parse($delivery)->events as $event) {
                if ($event->paymentRef?->paymentId !== $answer->payment?->paymentRef?->paymentId) {
                    continue;
                }
                self::assertSame(Verification::VERIFIED, $event->verification);
                ++$verified;
                $record = Records::applyEvent($record, $event);
            }
        }
        self::assertGreaterThan(0, $verified);
        self::assertSame(PaymentStatus::CAPTURED, $record->payment?->status);
        self::assertTrue(PaymentRecord::fromJson($record->toJson())->equals($record));
    }

    public function testAForgedWebhookSaysNothing(): void
    {
        $told = $this->client->webhooks->parse(new Delivery(
            '{"id":"evt_1","type":"payment_intent.succeeded"}',
            ['stripe-signature' => 't=' . \time() . ',v1=' . \str_repeat('0', 64)],
            'https://shop.example/hook',
        ));
        self::assertSame(Verification::FAILED, $told->events[0]->verification);
        self::assertNull($told->events[0]->resource());
        self::assertNull($told->acknowledgement);
    }

    public function testManyCallsAtATimeOnOneClient(): void
    {
        $calls = [];
        for ($index = 0; $index < 50; ++$index) {
            $calls["call {$index}"] = fn () => Serving::pay($this->client);
        }
        $answers = $this->client->together($calls);
        self::assertSame(\array_keys($calls), \array_keys($answers));
        $ids = \array_map(static fn ($answer) => $answer->payment->paymentRef->paymentId, $answers);
        self::assertCount(50, \array_unique($ids));
        // And the client goes on as before.
        self::assertSame(PaymentStatus::CAPTURED, Serving::pay($this->client)->payment?->status);
    }

    public function testLatency(): void
    {
        $milliseconds = [];
        for ($index = 0; $index < 200; ++$index) {
            $request = Serving::payment();
            $started = \hrtime(true);
            $answer = $this->client->payments->authorizePayment($request, new CallOptions(retries: 0));
            $milliseconds[] = (\hrtime(true) - $started) / 1_000_000;
            self::assertSame(PaymentStatus::CAPTURED, $answer->payment?->status);
        }
        \sort($milliseconds);
        $median = $milliseconds[100];
        \fwrite(\STDERR, \sprintf("latency: median %.2f ms\n", $median));
        $file = Program::ROOT . '/reports/sdks/php.json';
        @\mkdir(\dirname($file), 0o777, true);
        $known = \is_file($file) ? \json_decode((string) \file_get_contents($file), true) : [];
        \file_put_contents($file, \json_encode([...(array) $known, 'medianMilliseconds' => \round($median, 2)]));
    }
}
