<?php

/** Messages as JSON and as bytes, at their edges; against protobuf-es where that is the question. */

declare(strict_types=1);

namespace ConnectorService\Test;

use ConnectorService\Calls\Rpc;
use ConnectorService\Duration;
use ConnectorService\Internal\BinaryEncoding;
use ConnectorService\Message;
use ConnectorService\Payments\V1\Acceptance;
use ConnectorService\Payments\V1\Authentication;
use ConnectorService\Payments\V1\AuthenticationRequest;
use ConnectorService\Payments\V1\AuthenticationRequest\WindowSize;
use ConnectorService\Payments\V1\AuthorizePaymentRequest;
use ConnectorService\Payments\V1\Browser;
use ConnectorService\Payments\V1\Event;
use ConnectorService\Payments\V1\EvidenceFile;
use ConnectorService\Payments\V1\Money;
use ConnectorService\Payments\V1\Operation;
use ConnectorService\Payments\V1\OrderLine;
use ConnectorService\Payments\V1\Payment;
use ConnectorService\Payments\V1\PaymentMethod;
use ConnectorService\Payments\V1\PaymentRef;
use ConnectorService\Payments\V1\PaymentStatus;
use ConnectorService\Payments\V1\Resolution;
use ConnectorService\Payments\V1\Resolution\Way;
use ConnectorService\Payments\V1\ResumePaymentRequest;
use ConnectorService\Test\Support\Program;
use ConnectorService\Timestamp;
use ConnectorService\Unrecognised;
use PHPUnit\Framework\TestCase;

final class CodecTest extends TestCase
{
    /** @return iterable<string, array{Message, string}> a message and its JSON */
    public static function messages(): iterable
    {
        yield 'nothing' => [new Payment(), '{}'];
        yield 'zero of a message that is there' => [new Payment(paymentRef: new PaymentRef()), '{"paymentRef":{}}'];
        yield 'largest and smallest' => [new Money(\PHP_INT_MAX, 'EUR'), '{"minorUnits":"9223372036854775807","currency":"EUR"}'];
        yield 'smallest' => [new Money(\PHP_INT_MIN), '{"minorUnits":"-9223372036854775808"}'];
        yield 'unsigned within' => [new OrderLine(quantity: 3), '{"quantity":"3"}'];
        yield 'unsigned beyond' => [new OrderLine(quantity: '18446744073709551615'), '{"quantity":"18446744073709551615"}'];
        yield 'signed in zigzag' => [new Browser(timeZoneOffset: -120), '{"timeZoneOffset":-120}'];
        yield 'given false' => [new Operation(alreadyDone: false), '{"alreadyDone":false}'];
        yield 'given empty text' => [new Operation(reference: ''), '{"reference":""}'];
        yield 'given zero' => [new Acceptance(acceptedAt: 0), '{"acceptedAt":"0"}'];
        yield 'a case' => [new Payment(status: PaymentStatus::CAPTURED), '{"status":"PAYMENT_STATUS_CAPTURED"}'];
        yield 'a number of tomorrow' => [new Payment(status: new Unrecognised(77)), '{"status":77}'];
        yield 'a case that begins with a digit' => [
            new AuthenticationRequest(windowSize: WindowSize::WINDOW_SIZE_500_600),
            '{"windowSize":"WINDOW_SIZE_500_600"}',
        ];
        yield 'a list of enums' => [
            new Resolution([Way::GET, new Unrecognised(9)]),
            '{"ways":["WAY_GET",9]}',
        ];
        yield 'a map' => [
            new PaymentRef('p', ['7' => '', 'charge' => 'ch_1']),
            '{"paymentId":"p","relatedIds":{"7":"","charge":"ch_1"}}',
        ];
        yield 'bytes' => [new EvidenceFile(content: "\0\xff\xfe"), '{"content":"AP/+"}'];
        yield 'a moment' => [
            new Operation(occurredAt: new Timestamp(1_795_600_800, 120_000_000)),
            '{"occurredAt":"2026-11-25T10:00:00.120Z"}',
        ];
        yield 'a moment before 1970, to the nanosecond' => [
            new Operation(occurredAt: new Timestamp(-1, 999_999_999)),
            '{"occurredAt":"1969-12-31T23:59:59.999999999Z"}',
        ];
        yield 'a duration' => [
            new AuthorizePaymentRequest(captureAfter: new Duration(-1, -500_000_000)),
            '{"captureAfter":"-1.500s"}',
        ];
        yield 'text of all kinds' => [new Operation(reference: "é\u{1F600}\"\\/\n\0"), '{"reference":"é😀\"\\\\/\n\u0000"}'];
    }

    /** @dataProvider messages */
    public function testJson(Message $message, string $json): void
    {
        self::assertSame($json, $message->toJson());
        self::assertTrue($message::fromJson($json)->equals($message));
    }

    public function testWhatIsNotKnownIsKeptOrPassedOver(): void
    {
        $payment = Payment::fromJson('{"status":"PAYMENT_STATUS_OF_TOMORROW","tomorrow":{"a":[1]},"late":null}');
        self::assertInstanceOf(Unrecognised::class, $payment->status);
        self::assertSame('PAYMENT_STATUS_OF_TOMORROW', $payment->status->name);
        self::assertSame('{"status":"PAYMENT_STATUS_OF_TOMORROW"}', $payment->toJson());
        self::assertSame('', BinaryEncoding::of($payment));
    }

    public function testOtherFormsThatProtoJsonAllows(): void
    {
        self::assertSame(12, Money::fromJson('{"minor_units":12}')->minorUnits);
        self::assertSame(12, Money::fromJson('{"minorUnits":12.0}')->minorUnits);
        self::assertSame(PaymentStatus::CAPTURED, Payment::fromJson('{"status":6}')->status);
        self::assertSame("\xff\xfe", EvidenceFile::fromJson('{"content":"__4"}')->content);
        $moment = Operation::fromJson('{"occurredAt":"2026-11-25T11:00:00+01:00"}')->occurredAt;
        self::assertSame('2026-11-25T10:00:00Z', $moment?->jsonSerialize());
        self::assertSame('2026-11-25T10:00:00.000000', $moment->toDateTime()->format('Y-m-d\TH:i:s.u'));
    }

    /** @return iterable<array{class-string<Message>, string}> */
    public static function wrong(): iterable
    {
        yield [Money::class, 'nonsense'];
        yield [Money::class, '[]'];
        yield [Money::class, '{"minorUnits":"9223372036854775808"}'];
        yield [Money::class, '{"minorUnits":"1.5"}'];
        yield [Money::class, '{"minorUnits":1.5}'];
        yield [Money::class, '{"minorUnits":true}'];
        yield [Money::class, '{"currency":1}'];
        yield [OrderLine::class, '{"quantity":"-1"}'];
        yield [OrderLine::class, '{"quantity":"18446744073709551616"}'];
        yield [Browser::class, '{"colorDepth":4294967296}'];
        yield [Payment::class, '{"operations":{}}'];
        yield [Payment::class, '{"metadata":[]}'];
        yield [Payment::class, '{"paymentRef":"x"}'];
        yield [Payment::class, '{"createdAt":"2026-13-45T10:00:00Z"}'];
        yield [Payment::class, '{"createdAt":5}'];
        yield [EvidenceFile::class, '{"content":"§"}'];
        yield [AuthorizePaymentRequest::class, '{"captureAfter":"5"}'];
        yield [Payment::class, \str_repeat('{"failure":', 200)];
    }

    /**
     * @param class-string<Message> $class
     *
     * @dataProvider wrong
     */
    public function testWhatIsWrongIsRefused(string $class, string $json): void
    {
        $this->expectException(\UnexpectedValueException::class);
        $class::fromJson($json);
    }

    public function testFreeFormOptionsKeepTheirForm(): void
    {
        $json = '{"connectorOptions":{"stripe":{"a":{},"b":[],"c":[1,{"0":"x"}],"d":{"e":null,"f":1.5,"g":true}}}}';
        $request = AuthorizePaymentRequest::fromJson($json);
        self::assertSame($json, $request->toJson());
        self::assertSame(1.5, $request->connectorOptions['stripe']['d']['f']);
        $written = new AuthorizePaymentRequest(connectorOptions: ['stripe' => []]);
        self::assertSame('{"connectorOptions":{"stripe":{}}}', $written->toJson());
    }

    public function testOfAChoiceOneIsGiven(): void
    {
        $resume = new ResumePaymentRequest(url: 'https://shop.example/');
        self::assertSame('https://shop.example/', $resume->returned());
        self::assertNull((new PaymentMethod())->method());
        self::assertNull((new Event())->resource());
        $this->expectException(\InvalidArgumentException::class);
        new ResumePaymentRequest(url: 'a', sdkResult: 'b');
    }

    /** Every message above, and every answer of the vectors, has the bytes that protobuf-es gives it. */
    public function testBytesAreThoseOfProtobufEs(): void
    {
        $asked = [];
        $own = [];
        foreach (self::messages() as [$message, $json]) {
            $asked[] = [(new \ReflectionClass($message))->getShortName(), $json];
            $own[] = \bin2hex(BinaryEncoding::of($message));
        }
        foreach (\glob(Program::ROOT . '/conformance/vectors/*.json') as $file) {
            foreach (\json_decode(\file_get_contents($file), true) as $vector) {
                foreach ($vector['calls'] as $call) {
                    if (isset($call['rpc'], $call['expect']['answer'])) {
                        $class = Rpc::from($call['rpc'])->answer();
                        $json = \json_encode((object) $call['expect']['answer']);
                        $asked[] = [(new \ReflectionClass($class))->getShortName(), $json];
                        $own[] = \bin2hex(BinaryEncoding::of($class::fromJson($json)));
                    }
                }
            }
        }
        self::assertGreaterThan(100, \count($asked));
        $program = 'import { readFileSync } from "node:fs"; import { fromJsonString, toBinary } from "@bufbuild/protobuf";'
            . 'import * as contract from "./contract/index.ts";'
            . 'const all = JSON.parse(readFileSync(0, "utf8"));'
            . 'console.log(JSON.stringify(all.map(([name, json]) => { const desc = contract[`${name}Schema`];'
            . 'return Buffer.from(toBinary(desc, fromJsonString(desc, json))).toString("hex"); })));';
        $command = [Program::NODE, '--input-type=module', '-e', $program];
        $streams = [['pipe', 'r'], ['pipe', 'w'], \STDERR];
        $process = \proc_open($command, $streams, $pipes, Program::ROOT);
        \fwrite($pipes[0], \json_encode($asked));
        \fclose($pipes[0]);
        $theirs = \json_decode((string) \stream_get_contents($pipes[1]), true);
        \proc_close($process);
        self::assertSame($theirs, $own);
    }

    public function testUnknownCallsOfMessagesFail(): void
    {
        $this->expectException(\Error::class);
        (new Authentication())->nothing;
    }
}
