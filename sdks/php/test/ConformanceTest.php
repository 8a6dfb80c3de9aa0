<?php

/** Every vector of conformance/ that is for the JSON form: conformance/README.md says how they are run. */

declare(strict_types=1);

namespace ConnectorService\Test;

use ConnectorService\CallOptions;
use ConnectorService\Calls\Rpc;
use ConnectorService\Client;
use ConnectorService\Connector;
use ConnectorService\Delivery;
use ConnectorService\Exceptions\ConnectorServiceException;
use ConnectorService\Exceptions\OutcomeUnknownException;
use ConnectorService\Exceptions\Violation;
use ConnectorService\Internal\BinaryEncoding;
use ConnectorService\Message;
use ConnectorService\Payments\V1\Event;
use ConnectorService\Payments\V1\PaymentRecord;
use ConnectorService\Records;
use ConnectorService\Test\Support\Http;
use ConnectorService\Test\Support\Printing;
use ConnectorService\Test\Support\Program;
use ConnectorService\Tls;
use PHPUnit\Framework\TestCase;

final class ConformanceTest extends TestCase
{
    private const NAMED = ['sdk' => 'php', 'transport' => 'json'];
    private const GROUPS = [
        'PaymentService' => 'payments',
        'RefundService' => 'refunds',
        'MandateService' => 'mandates',
        'DisputeService' => 'disputes',
        'PaymentMethodService' => 'paymentMethods',
        'CustomerService' => 'customers',
        'ClientSessionService' => 'sessions',
        'ConnectorService' => 'connectors',
    ];

    private static Program $server;

    public static function setUpBeforeClass(): void
    {
        self::$server = Program::start([Program::NODE, Program::ROOT . '/conformance/server.ts']);
        self::post('/begin', []);
    }

    public static function tearDownAfterClass(): void
    {
        self::$server->stop();
    }

    /** @return iterable<string, array{string}> */
    public static function vectors(): iterable
    {
        foreach (\glob(Program::ROOT . '/conformance/vectors/*.json') as $file) {
            foreach (\json_decode(\file_get_contents($file), true, 200, \JSON_THROW_ON_ERROR) as $id => $vector) {
                if (\in_array('json', $vector['transports'] ?? ['json'], true)) {
                    yield $id => [$id];
                }
            }
        }
    }

    /** @dataProvider vectors */
    public function testVector(string $vector): void
    {
        $run = self::post('/runs', ['vector' => $vector]);
        $verdict = self::post("/runs/{$run->run}", self::play($run));
        self::assertSame([], $verdict->problems);
        self::assertTrue($verdict->passed);
    }

    private static function post(string $path, array $body): mixed
    {
        return Http::json(self::$server->told->control . $path, [...self::NAMED, ...$body]);
    }

    private static function play(#[\SensitiveParameter] object $run): array
    {
        $connector = $run->client->connector === null ? null : self::connector($run->client->connector);
        $client = self::client($run->client, $connector);
        $printed = ['client' => Printing::all($client), 'connector' => Printing::all($connector)];
        $results = [];
        foreach ($run->calls as $call) {
            \usleep(($call->waitMs ?? 0) * 1000);
            [$result, $seen] = isset($call->applyEvent)
                ? [['recordBytes' => \base64_encode(BinaryEncoding::of(self::record($call->applyEvent)))], []]
                : self::result($client, $call);
            $results[] = $result;
            foreach ($seen as $name => $value) {
                $printed[$name] = $value instanceof \Throwable ? Printing::exception($value) : Printing::all($value);
            }
        }
        $client->close();

        return ['results' => $results, 'printed' => $printed];
    }

    private static function client(object $wish, ?Connector $connector): Client
    {
        return new Client(...[
            'endpoint' => $wish->endpoint,
            'connector' => $connector,
            'account' => $wish->account,
            'subAccount' => $wish->subAccount,
            'apiKey' => $wish->apiKey,
            'metadata' => (array) $wish->metadata,
            'tls' => new Tls($wish->authorities, $wish->certificate, $wish->key),
            ...$wish->deadlineMs === null ? [] : ['deadlineMilliseconds' => $wish->deadlineMs],
            ...$wish->retries === null ? [] : ['retries' => $wish->retries],
        ]);
    }

    /** As `new Stripe(apiKey: …)` is in code. */
    private static function connector(object $wish): Connector
    {
        foreach (\glob(__DIR__ . '/../src/Connectors/*.php') as $file) {
            $name = \basename($file, '.php');
            if (\strtolower($name) === $wish->id) {
                $class = "ConnectorService\\Connectors\\{$name}";

                return new $class(...(array) $wish->credentials);
            }
        }

        throw new \RuntimeException("there is no connector {$wish->id}");
    }

    /** @return array{array<string, mixed>, array<string, mixed>} what is told, and what is printed */
    private static function result(Client $client, #[\SensitiveParameter] object $call): array
    {
        $options = self::options($call->options ?? new \stdClass());
        [$request, $send] = isset($call->webhook)
            ? self::delivery($client, $call->webhook, $options)
            : self::request($client, $call, $options);
        $started = \hrtime(true);
        try {
            $answer = $send();
            $elapsedMs = (\hrtime(true) - $started) / 1_000_000;
            $told = ['answerBytes' => \base64_encode(BinaryEncoding::of($answer)), 'elapsedMs' => $elapsedMs];

            return [$told, ['request' => $request, 'answer' => $answer]];
        } catch (ConnectorServiceException $exception) {
            $elapsedMs = (\hrtime(true) - $started) / 1_000_000;
            $told = ['error' => self::error($exception), 'elapsedMs' => $elapsedMs];

            return [$told, ['request' => $request, 'error' => $exception]];
        }
    }

    /** @return array{Message, callable(): Message} */
    private static function request(Client $client, object $call, CallOptions $options): array
    {
        $rpc = Rpc::from($call->rpc);
        $request = $rpc->request()::fromJson(\json_encode($call->request));
        [$service, $method] = \explode('/', $call->rpc);
        $group = $client->{self::GROUPS[\explode('.', $service)[2]]};

        return [$request, static fn (): Message => $group->{\lcfirst($method)}($request, $options)];
    }

    /** @return array{Delivery, callable(): Message} */
    private static function delivery(Client $client, object $wish, CallOptions $options): array
    {
        $delivery = new Delivery(\base64_decode($wish->body), $wish->headers, $wish->url);

        return [$delivery, static fn (): Message => $client->webhooks->parse($delivery, $options)];
    }

    private static function options(object $wish): CallOptions
    {
        return new CallOptions(
            deadlineMilliseconds: $wish->deadlineMs ?? null,
            retries: $wish->retries ?? null,
            idempotencyKey: $wish->idempotencyKey ?? null,
            metadata: (array) ($wish->metadata ?? []),
        );
    }

    private static function error(ConnectorServiceException $exception): array
    {
        $call = $exception instanceof OutcomeUnknownException ? $exception->call : null;

        return [
            'kind' => $exception->kind(),
            'reason' => $exception->reason,
            'code' => $exception->status,
            'violations' => \array_map(static fn (Violation $one): array => (array) $one, $exception->violations),
            'retryAfterMs' => $exception->retryAfterMilliseconds,
            'requestId' => $exception->requestId,
            'call' => $call === null ? null : [
                'rpc' => $call->rpc->value,
                'reference' => $call->reference,
                'idempotencyKey' => $call->idempotencyKey,
            ],
        ];
    }

    private static function record(object $wish): PaymentRecord
    {
        $record = null;
        foreach ($wish->answers as $answer) {
            $message = Rpc::from($answer->rpc)->answer()::fromJson(\json_encode($answer->json));
            $record = Records::applyAnswer($record, $message, new \DateTimeImmutable($answer->askedAt));
        }
        foreach ($wish->eventsJson as $event) {
            $record = Records::applyEvent($record, Event::fromJson(\json_encode($event)));
        }

        return $record ?? new PaymentRecord();
    }
}
