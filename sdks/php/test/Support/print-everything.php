<?php

/** Prints a client, a connector, requests, answers and exceptions in every way there is, with canaries in every secret field. */

declare(strict_types=1);

namespace ConnectorService\Test\Support;

use ConnectorService\CallOptions;
use ConnectorService\Calls\Rpc;
use ConnectorService\Client;
use ConnectorService\Connectors\Stripe;
use ConnectorService\Delivery;
use ConnectorService\Exceptions\ConnectorServiceException;
use ConnectorService\Internal\Field;
use ConnectorService\Internal\Fields;
use ConnectorService\Message;
use ConnectorService\Tls;

require __DIR__ . '/../bootstrap.php';

\ini_set('zend.exception_ignore_args', '0');
\ini_set('display_errors', 'stderr');

/** A message with a canary in every text of it, every secret number 987654321, as deep as it goes. */
function filled(string $class, int $depth = 0): Message
{
    $values = [];
    $chosen = false;
    foreach (Fields::of($class) as $name => $field) {
        $value = valueOf($field, $depth);
        $values[$name] = match (true) {
            $value === null => $field->shape === 'optional' ? null : [],
            $field->shape === 'list' => [$value],
            $field->shape === 'map' => ['key' => $value],
            default => $value,
        };
    }
    try {
        return new $class(...$values);
    } catch (\InvalidArgumentException $oneof) {
        // Of a choice, the last that there is.
        $names = \explode(', ', \substr($oneof->getMessage(), \strpos($oneof->getMessage(), ': ') + 2));
        $kept = $names[\crc32($class) % \count($names)];
        foreach ($names as $name) {
            $values[$name] = $name === $kept ? $values[$name] : null;
        }

        return new $class(...$values);
    }
}

function valueOf(Field $field, int $depth): mixed
{
    $text = $field->secret ? "CANARY-{$field->name}-0123456789" : 'plain';

    return match ($field->kind) {
        'string', 'bytes' => $text,
        'bool' => true,
        'enum' => $field->class::from(1),
        'message' => $depth > 6 ? null : filled($field->class, $depth + 1),
        'timestamp' => new \ConnectorService\Timestamp(1),
        'duration' => new \ConnectorService\Duration(1),
        'struct' => ['deep' => ['deeper' => $text]],
        default => $field->secret ? 987654321 : 1,
    };
}

/** Without a frame in which somebody else's code has a secret among its arguments. */
function printed(mixed $value): void
{
    echo Printing::all($value);
    if ($value instanceof \Throwable) {
        echo Printing::exception($value);
        \var_dump($value, $value->getTrace());
        echo \print_r($value, true), \var_export($value, true), $value;
    }
}

$stripe = new Stripe('CANARY-sk_test_0123456789', webhookSecrets: ['CANARY-whsec_0123456789']);
$tls = new Tls(certificate: 'certificate', key: 'CANARY-key-0123456789');
$options = new CallOptions(metadata: ['x-token' => 'CANARY-metadata-0123456789']);
$delivery = new Delivery('CANARY-body', ['signature' => 'CANARY-header'], 'https://shop.example/');
$client = new Client(
    'http://127.0.0.1:1',
    connector: $stripe,
    apiKey: 'CANARY-caller-0123456789',
    metadata: ['x-own' => 'CANARY-own-0123456789'],
    retries: 0,
    tls: $tls,
);
foreach ([$stripe, $tls, $options, $delivery, $delivery->request(), $client] as $value) {
    printed($value);
}
foreach (Rpc::cases() as $rpc) {
    $request = filled($rpc->request());
    printed($request);
    printed(filled($rpc->answer()));
    [, $method] = \explode('/', $rpc->value);
    foreach (['payments', 'refunds', 'mandates', 'disputes', 'paymentMethods', 'customers', 'sessions', 'connectors'] as $group) {
        if (\method_exists($client->$group, \lcfirst($method))) {
            try {
                $client->$group->{\lcfirst($method)}($request, $options);
            } catch (ConnectorServiceException $exception) {
                printed($exception);
            }
        }
    }
}
try {
    $client->webhooks->parse($delivery, $options);
} catch (ConnectorServiceException $exception) {
    printed($exception);
}

// What is thrown at a programmer.
$mistakes = [
    static fn () => new Stripe(...['apiKey' => 'CANARY-named', 'nonsense' => 'CANARY-other']),
    static fn () => new Client('nonsense', connector: $stripe, apiKey: 'CANARY-caller'),
    static fn () => new Client('http://user:CANARY-password@127.0.0.1', account: 'a'),
    static fn () => new Client('http://127.0.0.1:1', account: 'a', apiKey: "CANARY\ncaller"),
    static fn () => new Client('http://127.0.0.1:1', account: 'a', metadata: ['authorization' => 'CANARY-header']),
    static fn () => new CallOptions(metadata: ['x' => "CANARY\nheader"]),
    static fn () => new \ConnectorService\Payments\V1\Card(['CANARY-number']),
    static fn () => \ConnectorService\Payments\V1\Card::fromJson('{"number":"CANARY-number","expiryMonth":"CANARY"}'),
    static fn () => \ConnectorService\Payments\V1\Card::fromJson('CANARY-number'),
    static fn () => \ConnectorService\Payments\V1\Card::fromJson('{"number":{"a":"CANARY"}}'),
    static fn () => (new \ConnectorService\Payments\V1\Card('CANARY'))->with(['expiryMonth' => 'CANARY-month']),
    static fn () => (new \ConnectorService\Payments\V1\Card("CANARY-\xff"))->toJson(),
    static fn () => (new \ConnectorService\Payments\V1\Card('CANARY'))->nothing,
    static fn () => \serialize(new \ConnectorService\Payments\V1\Card('CANARY')),
    static fn () => $client->payments->authorizePayment(new \ConnectorService\Payments\V1\AuthorizePaymentRequest(
        state: 'CANARY',
    )),
    static fn () => $client->payments->authorizePayment(new \ConnectorService\Payments\V1\AuthorizePaymentRequest(
        reference: "\xff",
        paymentMethod: new \ConnectorService\Payments\V1\PaymentMethod(
            card: new \ConnectorService\Payments\V1\Card('CANARY'),
        ),
    )),
    static fn () => $client->payments->resumePayment(new \ConnectorService\Payments\V1\ResumePaymentRequest(
        url: 'CANARY',
        sdkResult: 'CANARY',
    )),
];
foreach ($mistakes as $index => $mistake) {
    try {
        $mistake();
        echo "mistake {$index} passed\n";
    } catch (\Throwable $problem) {
        printed($problem);
    }
}
echo 'end';
