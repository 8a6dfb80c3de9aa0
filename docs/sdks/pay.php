<?php

/** Pay, handle a decline, resume after 3-D Secure, refund, read a webhook: the same program in six languages. */

declare(strict_types=1);

use ConnectorService\{Amount, Client, Delivery};
use ConnectorService\Payments\V1\{AuthorizePaymentRequest, AuthorizePaymentResponse, CaptureMode, Card, CreateRefundRequest};
use ConnectorService\Payments\V1\{EventAction, Money, PaymentMethod, PaymentStatus, Purchase, ResumePaymentRequest};

require \getenv('AUTOLOAD') ?: __DIR__ . '/../../sdks/php/autoload.php';

$client = new Client(endpoint: (string) \getenv('CONNECTOR_SERVICE_URL'), account: 'stripe');

// Webhooks come to a listener of ours, as the processor sends them.
$listener = \stream_socket_server('tcp://127.0.0.1:0');
$hook = 'http://' . \stream_socket_get_name($listener, false) . '/';
$target = \json_encode(['url' => $hook, 'secret' => \getenv('WEBHOOK_SECRET')]);
post(\getenv('SANDBOX_URL') . '/_sandbox/stripe/webhook', $target, 'application/json');

// A payment.
$paid = pay($client, 'order-1-attempt-1', '4242424242424242');
echo "paid: {$paid->payment->status->name} ", shown($paid->payment->amounts?->captured), "\n";

// A decline is an answer, with the reason and whose decision it was.
$failure = pay($client, 'order-2-attempt-1', '4000000000009995')->operation->failure;
echo "declined: {$failure->code->name} by {$failure->actor->name}\n";

// 3-D Secure: the customer goes to the page, comes back, and the payment is resumed with what came back.
$asked = pay($client, 'order-3-attempt-1', '4000002760003184');
$url = browse($asked->nextAction->redirect->url);
$resumed = $client->payments->resumePayment(new ResumePaymentRequest(state: $asked->state, url: $url));
echo "authenticated: {$resumed->payment->status->name}\n";

// A part of the first payment goes back.
$refund = $client->refunds->createRefund(new CreateRefundRequest(
    reference: 'order-1-refund-1',
    payment: $paid->payment->paymentRef,
    amount: Amount::of('EUR', '4.00'),
))->refund;
echo "refunded: {$refund->status->name} ", shown($refund->amount), "\n";

// The webhook that tells of the first payment, verified from the bytes that came.
while ($connection = \stream_socket_accept($listener, 5)) {
    foreach ($client->webhooks->parse(delivery($connection, $hook))->events as $event) {
        $isOurs = $event->paymentRef?->paymentId === $paid->payment->paymentRef->paymentId;
        if ($isOurs && $event->action === EventAction::APPLY && $event->payment?->status === PaymentStatus::CAPTURED) {
            exit("webhook: {$event->verification->name} PAYMENT {$event->payment->status->name}\n");
        }
    }
}
echo "webhook: none came\n";

function pay(Client $client, string $reference, #[\SensitiveParameter] string $number): AuthorizePaymentResponse
{
    return $client->payments->authorizePayment(new AuthorizePaymentRequest(
        reference: $reference,
        purchase: new Purchase(amount: Amount::of('EUR', '10.00'), returnUrl: 'https://shop.example/return'),
        paymentMethod: new PaymentMethod(card: new Card($number, expiryMonth: 3, expiryYear: 2030, cvc: '737')),
        captureMode: CaptureMode::AUTOMATIC,
    ));
}

function shown(?Money $money): string
{
    return $money === null ? 'nothing' : "{$money->currency} " . Amount::decimal($money);
}

/** @param resource $connection */
function delivery(mixed $connection, string $url): Delivery
{
    \fgets($connection);
    $headers = [];
    while (($line = \rtrim((string) \fgets($connection))) !== '') {
        [$name, $value] = \explode(': ', $line, 2) + ['', ''];
        $headers[\strtolower($name)] = $value;
    }
    $body = (string) \stream_get_contents($connection, (int) $headers['content-length']);
    \fwrite($connection, "HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    \fclose($connection);

    return new Delivery($body, $headers, $url);
}

/** A customer's browser: opens the sandbox's page, presses its first button, and says where it is sent back to. */
function browse(string $page): string
{
    $html = (string) \file_get_contents($page);
    \preg_match('/<form[^>]*action="([^"]*)"/', $html, $form);
    \preg_match_all('/<(?:input|button)[^>]*name="([^"]*)"[^>]*value="([^"]*)"/', $html, $inputs);
    // Of several buttons, which have one name, the first.
    $fields = \array_combine(\array_reverse($inputs[1]), \array_reverse($inputs[2]));
    $origin = \substr($page, 0, (int) \strpos($page, '/', 8));
    $target = \html_entity_decode($form[1] ?? '');

    return post(\str_starts_with($target, '/') ? $origin . $target : $target, \http_build_query($fields));
}

/** Says where the answer sends one to. */
function post(string $to, string $body, string $type = 'application/x-www-form-urlencoded'): string
{
    $http = ['method' => 'POST', 'header' => "content-type: {$type}", 'content' => $body, 'follow_location' => 0];
    \file_get_contents($to, false, \stream_context_create(['http' => $http]));

    return \preg_replace('/^location: /i', '', \current(\preg_grep('/^location: /i', $http_response_header)) ?: '');
}
