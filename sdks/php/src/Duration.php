<?php

/** A span of time to the nanosecond. */

declare(strict_types=1);

namespace ConnectorService;

/** `new Duration(seconds: 90)`. */
final readonly class Duration implements \JsonSerializable
{
    /** Both of the same sign, or 0. */
    public function __construct(public int $seconds, public int $nanos = 0)
    {
        if (\abs($nanos) > 999_999_999 || $seconds * $nanos < 0) {
            throw new \InvalidArgumentException('nanos are below a second, and of the sign of the seconds');
        }
    }

    /** Rounded up, so that nobody comes back too early; the longest there is, where it is longer. */
    public function toMilliseconds(): int
    {
        $most = \intdiv(\PHP_INT_MAX, 1000) - 1;

        return \max(-$most, \min($this->seconds, $most)) * 1000 + (int) \ceil($this->nanos / 1_000_000);
    }

    /**
     * Reads `3.5s`.
     *
     * @throws \UnexpectedValueException
     */
    public static function parse(string $text): self
    {
        if (\preg_match('/^(-?)(\d{1,12})(?:\.(\d{1,9}))?s$/D', $text, $parts) !== 1) {
            throw new \UnexpectedValueException('is no duration such as 3.5s');
        }
        $sign = $parts[1] === '-' ? -1 : 1;

        return new self($sign * (int) $parts[2], $sign * (int) \str_pad($parts[3] ?? '', 9, '0'));
    }

    public function jsonSerialize(): string
    {
        $sign = $this->seconds < 0 || $this->nanos < 0 ? '-' : '';

        return $sign . \abs($this->seconds) . self::fraction(\abs($this->nanos)) . 's';
    }

    /** @internal with 0, 3, 6 or 9 digits */
    public static function fraction(int $nanos): string
    {
        if ($nanos === 0) {
            return '';
        }
        $digits = \sprintf('%09d', $nanos);

        return '.' . (\preg_replace('/^(\d{3}|\d{6})0+$/D', '$1', $digits) ?? $digits);
    }
}
