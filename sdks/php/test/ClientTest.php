<?php

/** Programming errors are told at once; hooks; what a stranger answers; deliveries; the testing helper. */

declare(strict_types=1);

namespace ConnectorService\Test;

use ConnectorService\CallHooks;
use ConnectorService\CallOptions;
use ConnectorService\Calls\Rpc;
use ConnectorService\Client;
use ConnectorService\Connectors\Stripe;
use ConnectorService\Delivery;
use ConnectorService\Duration;
use ConnectorService\Exceptions\ConnectorServiceException;
use ConnectorService\Exceptions\NotSentException;
use ConnectorService\Exceptions\OverloadedException;
use ConnectorService\Hooks;
use ConnectorService\LoggingHooks;
use ConnectorService\Payments\V1\AuthorizePaymentRequest;
use ConnectorService\Payments\V1\Certainty;
use ConnectorService\Payments\V1\GetPaymentRequest;
use ConnectorService\Payments\V1\ParseWebhookRequest;
use ConnectorService\Payments\V1\PaymentRef;
use ConnectorService\Payments\V1\PaymentStatus;
use ConnectorService\Test\Support\Serving;
use ConnectorService\Testing\Sandbox;
use ConnectorService\Tls;
use ConnectorService\TracingHooks;
use ConnectorService\Transport\Attempt;
use ConnectorService\Transport\CurlTransport;
use ConnectorService\Transport\Response;
use ConnectorService\Transport\Transport;
use OpenTelemetry\API\Trace\RecordedTracer;
use PHPUnit\Framework\TestCase;

final class ClientTest extends TestCase
{
    /** @return iterable<string, array{callable(): mixed}> */
    public static function mistakes(): iterable
    {
        $url = 'http://127.0.0.1:1';
        yield 'no URL' => [static fn () => new Client('127.0.0.1:1', account: 'a')];
        yield 'a path' => [static fn () => new Client('http://127.0.0.1:1/v1', account: 'a')];
        yield 'a user' => [static fn () => new Client('http://user:key@127.0.0.1', account: 'a')];
        yield 'nobody' => [static fn () => new Client($url)];
        yield 'both' => [static fn () => new Client($url, connector: new Stripe('sk'), account: 'a')];
        yield 'a header of our own' => [static fn () => new Client($url, account: 'a', metadata: ['Authorization' => 'x'])];
        yield 'a header of one line' => [static fn () => new Client($url, account: 'a', metadata: ['x-a' => "a\r\nb"])];
        yield 'a name' => [static fn () => new Client($url, account: 'a', metadata: ["x a" => 'b'])];
        yield 'an account' => [static fn () => new Client($url, account: "a\r\nx-b: c")];
        yield 'a key' => [static fn () => new Client($url, account: 'a', apiKey: "a\nb")];
        yield 'no time' => [static fn () => new Client($url, account: 'a', deadlineMilliseconds: 0)];
        yield 'fewer than no retries' => [static fn () => new CallOptions(retries: -1)];
        yield 'of the call' => [static fn () => new CallOptions(metadata: ['grpc-timeout' => '1S'])];
        yield 'half a certificate' => [static fn () => new Tls(certificate: 'PEM')];
        yield 'TLS twice' => [static fn () => new Client($url, account: 'a', tls: new Tls(), transport: new CurlTransport())];
        yield 'text that is none' => [static fn () => (new Client($url, account: 'a'))->payments->authorizePayment(
            new AuthorizePaymentRequest(reference: "\xff"),
        )];
    }

    /**
     * @param callable(): mixed $mistake
     *
     * @dataProvider mistakes
     */
    public function testMistakesAreRefused(callable $mistake): void
    {
        $this->expectException(\InvalidArgumentException::class);
        $mistake();
    }

    public function testHooksAreToldOfAttemptsAndOfTheEnd(): void
    {
        $hooks = self::hooks();
        $client = new Client(Serving::sandbox()->url, account: 'stripe', hooks: $hooks);
        Serving::pay($client);
        self::assertSame(['began AuthorizePayment', 'attempting 1', 'attempted 1 OK', 'ended 1 OK'], $hooks->told);
        $hooks->told = [];
        try {
            (new Client('http://127.0.0.1:1', account: 'a', retries: 1, hooks: $hooks))->payments->getPayment(
                new GetPaymentRequest(payment: new PaymentRef('p')),
            );
            self::fail('nobody listens');
        } catch (NotSentException) {
            self::assertSame([
                'began GetPayment',
                'attempting 1',
                'attempted 1 UNAVAILABLE',
                'attempting 2',
                'attempted 2 UNAVAILABLE',
                'ended 2 NotSent',
            ], $hooks->told);
        }
    }

    public function testAHookThatThrowsDisturbsNothing(): void
    {
        $hooks = new class () implements Hooks {
            public function began(Rpc $rpc, string $requestId): ?CallHooks
            {
                throw new \RuntimeException('the log is full');
            }
        };
        $client = new Client(Serving::sandbox()->url, account: 'stripe', hooks: $hooks);
        self::assertSame(PaymentStatus::CAPTURED, Serving::pay($client)->payment?->status);
    }

    public function testALogHasNoPayload(): void
    {
        if (!\is_file('/usr/share/php/Psr/Log/autoload.php')) {
            self::markTestSkipped('PSR-3 is not installed: apt-get install php-psr-log');
        }
        require_once '/usr/share/php/Psr/Log/autoload.php';
        $logger = new class () extends \Psr\Log\AbstractLogger {
            /** @var list<string> */
            public array $lines = [];

            public function log($level, $message, array $context = []): void
            {
                $this->lines[] = "{$level} {$message} " . \json_encode($context);
            }
        };
        $client = new Client(Serving::sandbox()->url, account: 'stripe', hooks: new LoggingHooks($logger));
        Serving::pay($client);
        self::assertCount(1, $logger->lines);
        self::assertStringStartsWith('info {rpc}: answered after {milliseconds} ms', $logger->lines[0]);
        try {
            $away = new Client('http://127.0.0.1:1', account: 'a', retries: 0, hooks: new LoggingHooks($logger));
            Serving::pay($away);
            self::fail('nobody listens');
        } catch (NotSentException $exception) {
            self::assertCount(3, $logger->lines);
            self::assertStringContainsString('NotSent', $logger->lines[2]);
            self::assertStringContainsString($exception->requestId, $logger->lines[2]);
        }
        self::assertStringNotContainsString('4242', \implode("\n", $logger->lines));
    }

    public function testACallIsASpanWithAnEventForEachAttempt(): void
    {
        require_once __DIR__ . '/Support/opentelemetry.php';
        $tracer = new RecordedTracer();
        Serving::pay(new Client(Serving::sandbox()->url, account: 'stripe', hooks: new TracingHooks($tracer)));
        try {
            Serving::pay(new Client('http://127.0.0.1:1', account: 'a', retries: 1, hooks: new TracingHooks($tracer)));
            self::fail('nobody listens');
        } catch (NotSentException) {
            [$paid, $lost] = $tracer->spans;
            self::assertSame('payments.v1.PaymentService/AuthorizePayment', $paid->name);
            self::assertSame([['attempt', ['number' => 1, 'status' => 'OK']]], $paid->events);
            self::assertNull($paid->status);
            self::assertSame('Error NotSent', $lost->status);
            self::assertCount(2, $lost->events);
            self::assertSame([1, 1], [$paid->ended, $lost->ended]);
            self::assertStringNotContainsString('4242', \print_r($tracer, true));
        }
    }

    public function testTheHeaderOfAProxySaysHowLongToWait(): void
    {
        $transport = self::answering(static fn () => new Response(
            429,
            'application/json',
            '7',
            '{"code":"resource_exhausted","details":[{"type":"google.rpc.ErrorInfo","debug":'
                . '{"domain":"payments.v1","reason":"RATE_LIMITED"}}]}',
        ));
        $client = new Client('http://service', account: 'a', deadlineMilliseconds: 1000, transport: $transport);
        try {
            Serving::pay($client);
            self::fail('there is no answer');
        } catch (OverloadedException $exception) {
            self::assertSame(7000, $exception->retryAfterMilliseconds);
        }
    }

    /** "At once" is no leave to ask in a hot loop. */
    public function testWhatIsToldIsALeast(): void
    {
        $error = '{"code":"unavailable","details":[{"type":"google.rpc.ErrorInfo","debug":'
            . '{"domain":"payments.v1","reason":"NOT_SENT"}},{"type":"google.rpc.RetryInfo","debug":{"retryDelay":"%s"}}]}';
        $answer = '{"operation":{"certainty":"CERTAINTY_UNKNOWN","failure":{"retry":"%s","retryAfter":"0s"},'
            . '"resolution":{"ways":["WAY_REPEAT_SAME_KEY"]}}}';
        $told = [
            [503, \sprintf($error, '0s'), null],
            [503, \sprintf($error, '-5s'), null],
            [503, \sprintf(\str_replace('RetryInfo', 'Other', $error), ''), '0'],
            [200, \sprintf($answer, 'RETRY_SAME_KEY_NOW'), null],
            [200, \sprintf($answer, 'RETRY_NEVER'), null],
        ];
        foreach ($told as [$status, $body, $header]) {
            $attempts = 0;
            $transport = self::answering(static function () use (&$attempts, $status, $body, $header): Response {
                ++$attempts;

                return new Response($status, 'application/json', $header, $body);
            });
            $client = new Client('http://service', account: 'a', transport: $transport);
            $begun = \hrtime(true);
            try {
                $request = Serving::payment()->with(['idempotencyKey' => 'key-1']);
                self::assertSame(Certainty::UNKNOWN, $client->payments->authorizePayment($request)->operation?->certainty);
            } catch (NotSentException $exception) {
                self::assertLessThanOrEqual(0, $exception->retryAfterMilliseconds);
            }
            self::assertSame(3, $attempts);
            self::assertGreaterThanOrEqual(300, (\hrtime(true) - $begun) / 1_000_000, $body);
        }
    }

    public function testWhatIsBeyondAnyClockIsNoMistake(): void
    {
        $seconds = \str_repeat('9', 12);
        $transport = self::answering(static fn () => new Response(200, 'application/json', null, <<<JSON
            {"operation":{"certainty":"CERTAINTY_UNKNOWN","failure":{"retry":"RETRY_SAME_KEY_NOW","retryAfter":"{$seconds}s"},
            "resolution":{"ways":["WAY_REPEAT_SAME_KEY"],"earliest":"9999-12-31T23:59:59Z"}}}
            JSON));
        $client = new Client('http://service', account: 'a', deadlineMilliseconds: \PHP_INT_MAX, transport: $transport);
        $request = Serving::payment()->with(['idempotencyKey' => 'key-1']);
        self::assertSame(Certainty::UNKNOWN, $client->payments->authorizePayment($request)->operation?->certainty);
        self::assertGreaterThan(1 << 53, (new Duration(\PHP_INT_MAX, 1))->toMilliseconds());
        self::assertLessThan(-1 << 53, (new Duration(\PHP_INT_MIN))->toMilliseconds());
    }

    /** @return iterable<string, array{int, string, ?string, string, string}> */
    public static function strangers(): iterable
    {
        $echo = 'got Bearer caller-CANARY, card 4242424242424242 737';
        yield 'a gateway with codes of its own' => [
            403, "{\"code\":\"forbidden\",\"message\":\"{$echo}\"}", null, 'PermissionDenied', 'PERMISSION_DENIED',
        ];
        yield 'one that has not the route' => [404, '{"code":"no_such_route"}', null, 'Unsupported', 'UNIMPLEMENTED'];
        yield 'one that breaks' => [502, '{"code":"bad_gateway"}', '3', 'OutcomeUnknown', 'UNAVAILABLE'];
        yield 'one that speaks as we do' => [
            503, "{\"code\":\"unavailable\",\"message\":\"{$echo}\"}", '3', 'OutcomeUnknown', 'UNAVAILABLE',
        ];
        yield 'one of another domain' => [
            503,
            "{\"code\":\"unavailable\",\"message\":\"{$echo}\",\"details\":[{\"type\":\"google.rpc.ErrorInfo\","
                . '"debug":{"domain":"proxy","reason":"NOT_SENT"}}]}',
            null,
            'OutcomeUnknown',
            'UNAVAILABLE',
        ];
    }

    /** @dataProvider strangers */
    public function testTheWordsOfAStrangerAreNotHandedOn(
        int $status,
        string $body,
        ?string $retryAfter,
        string $kind,
        string $code,
    ): void {
        $transport = self::answering(static fn () => new Response($status, 'application/json', $retryAfter, $body));
        try {
            Serving::pay(new Client('http://service', account: 'a', apiKey: 'caller-CANARY', transport: $transport));
            self::fail('it was answered');
        } catch (ConnectorServiceException $exception) {
            self::assertSame($kind, $exception->kind());
            self::assertSame($code, $exception->status);
            self::assertSame($retryAfter === null ? null : 3000, $exception->retryAfterMilliseconds);
            self::assertStringNotContainsString('CANARY', $exception->getMessage());
            self::assertStringNotContainsString('737', $exception->getMessage());
        }
    }

    public function testTheServicesOwnWordsAreHandedOn(): void
    {
        $transport = self::answering(static fn () => new Response(
            400,
            'application/json',
            null,
            '{"code":"invalid_argument","message":"two fields are wrong","details":[{"type":"google.rpc.ErrorInfo","debug":'
                . '{"domain":"payments.v1","reason":"INVALID_REQUEST"}}]}',
        ));
        $this->expectExceptionMessage('two fields are wrong');
        Serving::pay(new Client('http://service', account: 'a', transport: $transport));
    }

    public function testADeadlineMayBeAnyTime(): void
    {
        foreach ([9_999_999_999, 10_000_000_000, \PHP_INT_MAX] as $milliseconds) {
            $client = new Client(Serving::sandbox()->url, account: 'stripe', deadlineMilliseconds: $milliseconds);
            self::assertSame(PaymentStatus::CAPTURED, Serving::pay($client)->payment?->status);
        }
    }

    public function testAProxyOfTheEnvironmentIsNotAsked(): void
    {
        \putenv('http_proxy=http://127.0.0.1:1');
        \putenv('ALL_PROXY=http://127.0.0.1:1');
        try {
            self::assertSame(PaymentStatus::CAPTURED, Serving::pay(Serving::client())->payment?->status);
        } finally {
            \putenv('http_proxy');
            \putenv('ALL_PROXY');
        }
    }

    public function testHeadersOfADeliveryComeInManyForms(): void
    {
        $pairs = static fn (array $headers) => \array_map(
            static fn ($one) => "{$one->name}={$one->value}",
            (new Delivery('', $headers, 'https://shop.example/'))->request()->headers,
        );
        self::assertSame(['a=1', 'b=2', 'b=3'], $pairs(['a' => '1', 'b' => ['2', '3']]));
        self::assertSame(['a=1', 'a=2'], $pairs([['a', '1'], ['a', '2']]));
        // By PSR-7, of a sender who calls headers by numbers.
        self::assertSame(['host=shop', '7=x'], $pairs(['host' => ['shop'], '7' => ['x']]));
        self::assertSame(['host=shop', '7=x', '7=y'], $pairs(['host' => ['shop'], '7' => ['x', 'y']]));
        self::assertSame(['0=x'], $pairs(['0' => ['x']]));
        self::assertSame([], $pairs([]));
    }

    public function testADeliveryWithAHeaderThatIsNoUtf8CanBeSent(): void
    {
        $headers = ['cf-ipcity' => "Z\xfcrich", 'x-utf8' => 'Zürich', "x-\xff" => "\x80\xff"];
        $request = (new Delivery("\xff\x00", $headers, 'https://shop.example/'))->request();
        self::assertSame(['Zürich', 'Zürich', "\u{80}ÿ"], \array_column($request->headers, 'value'));
        self::assertSame('x-ÿ', $request->headers[2]->name);
        self::assertSame("\xff\x00", ParseWebhookRequest::fromJson($request->toJson())->body);
    }

    public function testASandboxThatDoesNotComeUpSaysWhy(): void
    {
        foreach ([['/bin/sh', '-c', 'echo no >&2; exit 1'], ['/bin/sleep', '60', '#'], ['/does/not/exist']] as $command) {
            try {
                Sandbox::start($command, 1000);
                self::fail('it came up');
            } catch (\RuntimeException $exception) {
                self::assertStringContainsString($command[0], $exception->getMessage());
            }
        }
    }

    public function testASandboxEndsWhenItIsStopped(): void
    {
        $sandbox = Sandbox::start(Serving::COMMAND);
        self::assertContains('stripe', $sandbox->accounts);
        $client = new Client($sandbox->url, account: 'stripe', retries: 0);
        self::assertSame(PaymentStatus::CAPTURED, Serving::pay($client)->payment?->status);
        $sandbox->stop();
        $sandbox->stop();
        $this->expectException(NotSentException::class);
        Serving::pay($client);
    }

    private static function hooks(): Hooks
    {
        return new class () implements Hooks, CallHooks {
            /** @var list<string> */
            public array $told = [];

            public function began(Rpc $rpc, string $requestId): CallHooks
            {
                $this->told[] = "began {$rpc->name}";

                return $this;
            }

            public function attempting(int $number, int $timeoutMilliseconds): void
            {
                $this->told[] = "attempting {$number}";
            }

            public function attempted(int $number, ?string $status): void
            {
                $this->told[] = "attempted {$number} " . ($status ?? 'OK');
            }

            public function ended(int $attempts, ?ConnectorServiceException $exception): void
            {
                $this->told[] = "ended {$attempts} " . ($exception?->kind() ?? 'OK');
            }
        };
    }

    /** @param \Closure(): Response $answer */
    private static function answering(\Closure $answer): Transport
    {
        return new class ($answer) implements Transport {
            public function __construct(private readonly \Closure $answer)
            {
            }

            public function send(#[\SensitiveParameter] Attempt $attempt): Response
            {
                return ($this->answer)();
            }

            public function close(): void
            {
            }
        };
    }
}
