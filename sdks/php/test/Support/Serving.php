<?php

/** The service on the embedded sandbox, once for all tests, and the sandbox's own pages and controls. */

declare(strict_types=1);

namespace ConnectorService\Test\Support;

use ConnectorService\Amount;
use ConnectorService\Client;
use ConnectorService\Payments\V1\AuthorizePaymentRequest;
use ConnectorService\Payments\V1\AuthorizePaymentResponse;
use ConnectorService\Payments\V1\CaptureMode;
use ConnectorService\Payments\V1\Card;
use ConnectorService\Payments\V1\PaymentMethod;
use ConnectorService\Payments\V1\Purchase;
use ConnectorService\Testing\Sandbox;

final class Serving
{
    /** Of the sample account, as docs/generated/connectors/stripe.md shows it. */
    public const WEBHOOK_SECRET = 'whsec_5WbX5kEWLlfzsGNjH64I8lOOqUB6e8FH';
    public const COMMAND = [Program::NODE, Program::ROOT . '/packages/cli/main.ts'];

    private static ?Sandbox $sandbox = null;
    private static int $made = 0;

    public static function sandbox(): Sandbox
    {
        return self::$sandbox ??= Sandbox::start(self::COMMAND);
    }

    public static function client(string $account = 'stripe'): Client
    {
        return new Client(self::sandbox()->url, account: $account);
    }

    public static function control(string $path, ?array $body = null): mixed
    {
        return Http::json(self::sandbox()->sandbox . "/_sandbox/{$path}", $body);
    }

    public static function reference(): string
    {
        return 'php-' . \getmypid() . '-' . ++self::$made;
    }

    public static function payment(
        string $number = '4242424242424242',
        CaptureMode $captureMode = CaptureMode::AUTOMATIC,
    ): AuthorizePaymentRequest {
        return new AuthorizePaymentRequest(
            reference: self::reference(),
            purchase: new Purchase(amount: Amount::of('EUR', '10.00'), returnUrl: 'https://shop.example/return'),
            paymentMethod: new PaymentMethod(card: new Card($number, 3, 2030, '737')),
            captureMode: $captureMode,
        );
    }

    public static function pay(
        Client $client,
        string $number = '4242424242424242',
        CaptureMode $captureMode = CaptureMode::AUTOMATIC,
    ): AuthorizePaymentResponse {
        return $client->payments->authorizePayment(self::payment($number, $captureMode));
    }

    /** Opens a page of the sandbox, presses its first button, and says where the customer is sent back to. */
    public static function browse(string $page): string
    {
        [, $html] = Http::send($page, null);
        $action = \preg_match('/<form[^>]*action="([^"]*)"/', $html, $parts) === 1 ? $parts[1] : $page;
        \preg_match_all('/<(?:input|button)[^>]*name="([^"]*)"[^>]*value="([^"]*)"/', $html, $all, \PREG_SET_ORDER);
        $fields = [];
        foreach ($all as [, $name, $value]) {
            $fields[$name] ??= $value;
        }
        $origin = \substr($page, 0, (int) \strpos($page, '/', 8));
        $url = \str_starts_with($action, '/') ? $origin . \html_entity_decode($action) : \html_entity_decode($action);
        [, , $location] = Http::send($url, \http_build_query($fields));

        return $location ?? '';
    }
}
