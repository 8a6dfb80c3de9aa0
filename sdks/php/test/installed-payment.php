<?php

/** In an empty project with the package installed by Composer: one payment, through Composer's loader. */

declare(strict_types=1);

use ConnectorService\Amount;
use ConnectorService\Client;
use ConnectorService\Payments\V1\AuthorizePaymentRequest;
use ConnectorService\Payments\V1\CaptureMode;
use ConnectorService\Payments\V1\Card;
use ConnectorService\Payments\V1\PaymentMethod;
use ConnectorService\Payments\V1\Purchase;
use ConnectorService\Testing\Sandbox;

require 'vendor/autoload.php';

$sandbox = Sandbox::start();
$client = new Client($sandbox->url, account: 'stripe');
$answer = $client->payments->authorizePayment(new AuthorizePaymentRequest(
    reference: 'installed-1',
    purchase: new Purchase(amount: Amount::of('EUR', '10.00'), returnUrl: 'https://shop.example/return'),
    paymentMethod: new PaymentMethod(card: new Card('4242424242424242', expiryMonth: 3, expiryYear: 2030, cvc: '737')),
    captureMode: CaptureMode::AUTOMATIC,
));
echo $answer->payment?->status->name, ' from ', (new ReflectionClass($client))->getFileName(), "\n";
$sandbox->stop();
