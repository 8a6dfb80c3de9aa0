<?php

/** Amounts: exact minor units, never a float. */

declare(strict_types=1);

namespace ConnectorService;

use ConnectorService\Payments\V1\Money;
use ConnectorService\Tables\CurrencyDigits;

final class Amount
{
    /**
     * `Amount::of('EUR', '10.00')`, `Amount::of('JPY', '500')`.
     *
     * @param string $amount a text: in a file without `declare(strict_types=1)` PHP would make one of a number, and round it
     *
     * @throws \InvalidArgumentException for a currency that ISO 4217 does not have, and an amount that the currency does not have
     */
    public static function of(string $currency, string|int|float $amount): Money
    {
        if (!\is_string($amount)) {
            throw new \TypeError("an amount is a text, such as '10.00', and no " . \get_debug_type($amount));
        }
        $digits = self::digits($currency);
        if (\preg_match('/^(-?)(\d+)(?:\.(\d+))?$/D', $amount, $parts) !== 1) {
            throw new \InvalidArgumentException("{$amount} is no amount: 10.00");
        }
        [, $sign, $whole] = $parts;
        $fraction = $parts[3] ?? '';
        if (\strlen($fraction) > $digits) {
            throw new \InvalidArgumentException("{$currency} has {$digits} digits behind the point");
        }
        $minor = \ltrim($whole . \str_pad($fraction, $digits, '0'), '0');
        if ($minor === '') {
            return new Money(0, $currency);
        }
        $minorUnits = (int) ($sign . $minor);
        if ((string) $minorUnits !== $sign . $minor) {
            throw new \InvalidArgumentException("{$amount} is more than there is");
        }

        return new Money($minorUnits, $currency);
    }

    /**
     * `10.00`
     *
     * @throws \InvalidArgumentException for a currency that ISO 4217 does not have
     */
    public static function decimal(Money $money): string
    {
        $digits = self::digits($money->currency);
        $sign = $money->minorUnits < 0 ? '-' : '';
        $minor = \str_pad(\ltrim((string) $money->minorUnits, '-'), $digits + 1, '0', \STR_PAD_LEFT);
        $whole = \substr($minor, 0, \strlen($minor) - $digits);

        return $sign . $whole . ($digits === 0 ? '' : '.' . \substr($minor, -$digits));
    }

    private static function digits(string $currency): int
    {
        return CurrencyDigits::BY_CODE[$currency]
            ?? throw new \InvalidArgumentException("ISO 4217 has no currency {$currency}");
    }
}
