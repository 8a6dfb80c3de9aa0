<?php

/** No way of printing shows a secret: canaries in every secret field of every request and answer. */

declare(strict_types=1);

namespace ConnectorService\Test;

use ConnectorService\Payments\V1\Card;
use ConnectorService\Payments\V1\CardNetwork;
use ConnectorService\Payments\V1\SdkData;
use PHPUnit\Framework\TestCase;

final class SecretsTest extends TestCase
{
    public function testNothingPrintedHasACanary(): void
    {
        // In a process of its own, in which no frame of a stack trace is PHPUnit's.
        $command = [\PHP_BINARY, '-d', 'memory_limit=1G', __DIR__ . '/Support/print-everything.php'];
        $process = \proc_open($command, [1 => ['pipe', 'w'], 2 => ['pipe', 'w']], $pipes);
        self::assertIsResource($process);
        $printed = (string) \stream_get_contents($pipes[1]);
        $errors = (string) \stream_get_contents($pipes[2]);
        self::assertSame(0, \proc_close($process), $errors);
        self::assertStringEndsWith('end', $printed);
        self::assertGreaterThan(10_000_000, \strlen($printed), 'much was printed');
        self::assertStringContainsString('***', $printed);
        // Not by assertStringNotContainsString, which would print all of it.
        self::assertSame(0, \substr_count($printed, 'CANARY'));
        self::assertSame(0, \substr_count($printed, \base64_encode('CANARY')));
        self::assertSame(0, \substr_count($printed, '987654321'));
        self::assertSame(0, \preg_match('/mistake \d+ passed/', $printed));
        self::assertSame('', $errors);
    }

    public function testASecretIsReadAsAnyOtherProperty(): void
    {
        $card = new Card('4242424242424242', 3, 2030, preferredNetwork: CardNetwork::VISA);
        self::assertSame('4242424242424242', $card->number);
        self::assertSame(3, $card->expiryMonth);
        self::assertNull($card->cvc);
        self::assertTrue(isset($card->number));
        self::assertFalse(isset($card->cvc));
        self::assertSame('none', $card->cvc ?? 'none');
        $copy = clone $card;
        self::assertSame('4242424242424242', $copy->number);
        $other = $card->with(['cvc' => '737']);
        self::assertSame('737', $other->cvc);
        self::assertNull($card->cvc);
        self::assertFalse($other->equals($card));
        self::assertTrue($other->equals(Card::fromJson($other->toJson())));
        self::assertSame(['key' => 'secret'], (new SdkData('stripe-js', ['key' => 'secret']))->values);
    }

    public function testMessagesAreImmutable(): void
    {
        $card = new Card('4242424242424242');
        foreach (['number', 'preferredNetwork'] as $name) {
            try {
                $card->$name = 'x';
                self::fail("{$name} was written");
            } catch (\Error $error) {
                self::assertStringContainsString('readonly', $error->getMessage());
            }
        }
    }

    public function testJsonOfOnesOwnIsMasked(): void
    {
        self::assertSame('{"number":"***","cvc":"***"}', \json_encode(new Card('4242424242424242', cvc: '737')));
        self::assertSame('{"number":"4242424242424242","cvc":"737"}', (new Card('4242424242424242', cvc: '737'))->toJson());
    }
}
