<?php

/** Amounts are exact, or refused. */

declare(strict_types=1);

namespace ConnectorService\Test;

use ConnectorService\Amount;
use ConnectorService\Payments\V1\Money;
use ConnectorService\Tables\CurrencyDigits;
use PHPUnit\Framework\TestCase;

final class AmountTest extends TestCase
{
    /** @return iterable<array{string, string, int, string}> */
    public static function amounts(): iterable
    {
        yield ['EUR', '10.00', 1000, '10.00'];
        yield ['EUR', '10.5', 1050, '10.50'];
        yield ['EUR', '10', 1000, '10.00'];
        yield ['EUR', '0', 0, '0.00'];
        yield ['EUR', '-0.00', 0, '0.00'];
        yield ['EUR', '-0.01', -1, '-0.01'];
        yield ['EUR', '007.10', 710, '7.10'];
        yield ['JPY', '500', 500, '500'];
        yield ['KWD', '1.001', 1001, '1.001'];
        yield ['CLF', '0.0001', 1, '0.0001'];
        yield ['EUR', '92233720368547758.07', \PHP_INT_MAX, '92233720368547758.07'];
        yield ['EUR', '-92233720368547758.08', \PHP_INT_MIN, '-92233720368547758.08'];
    }

    /** @dataProvider amounts */
    public function testExact(string $currency, string $amount, int $minorUnits, string $shown): void
    {
        $money = Amount::of($currency, $amount);
        self::assertSame($minorUnits, $money->minorUnits);
        self::assertSame($currency, $money->currency);
        self::assertSame($shown, Amount::decimal($money));
    }

    public function testEveryCurrencyComesAndGoes(): void
    {
        foreach (CurrencyDigits::BY_CODE as $currency => $digits) {
            foreach ([0, 1, 9, 10, 99, 100, 12345, -7] as $minorUnits) {
                $money = new Money($minorUnits, $currency);
                self::assertTrue(Amount::of($currency, Amount::decimal($money))->equals($money), $currency);
            }
        }
    }

    /** @return iterable<array{string, string}> */
    public static function refused(): iterable
    {
        yield ['EUR', '1.001'];
        yield ['JPY', '1.5'];
        yield ['XXZ', '1'];
        yield ['eur', '1'];
        yield ['EUR', '1e3'];
        yield ['EUR', ''];
        yield ['EUR', '1,00'];
        yield ['EUR', "1\n"];
        yield ['EUR', ' 1'];
        yield ['EUR', '.5'];
        yield ['EUR', '92233720368547758.08'];
    }

    /** In files that do not declare strict types, PHP makes 1998 of 19.99 * 100, and 10 of '10.50'. */
    public function testWhatPhpWouldRoundIsRefused(): void
    {
        $lax = require __DIR__ . '/Support/lax.php';
        foreach ([19.99 * 100, 1050.0, '10.50', '1050', 9007199254740993.0] as $minorUnits) {
            try {
                $money = $lax['money']($minorUnits);
                self::fail(\var_export($minorUnits, true) . " became {$money->minorUnits}");
            } catch (\TypeError $error) {
                self::assertStringContainsString(Money::class . ' takes an int', $error->getMessage());
            }
        }
        foreach ([10.1, 1234567890123.45, 10] as $amount) {
            try {
                $money = $lax['amount']($amount);
                self::fail(\var_export($amount, true) . " became {$money->minorUnits}");
            } catch (\TypeError $error) {
                self::assertStringContainsString('an amount is a text', $error->getMessage());
            }
        }
        self::assertSame(1050, $lax['money'](1050)->minorUnits);
        self::assertSame(1050, $lax['amount']('10.50')->minorUnits);
    }

    /** @dataProvider refused */
    public function testRefused(string $currency, string $amount): void
    {
        $this->expectException(\InvalidArgumentException::class);
        Amount::of($currency, $amount);
    }
}
