<?php

/** A moment to the nanosecond, in UTC. */

declare(strict_types=1);

namespace ConnectorService;

/** `Timestamp::of(new \DateTimeImmutable())`. */
final readonly class Timestamp implements \JsonSerializable
{
    /**
     * @param int $seconds since 1970
     * @param int $nanos 0 to 999,999,999
     */
    public function __construct(public int $seconds, public int $nanos = 0)
    {
        if ($nanos < 0 || $nanos > 999_999_999) {
            throw new \InvalidArgumentException('nanos are 0 to 999,999,999');
        }
    }

    public static function of(\DateTimeInterface $moment): self
    {
        return new self($moment->getTimestamp(), (int) $moment->format('u') * 1000);
    }

    /** To the microsecond: PHP has no more. */
    public function toDateTime(): \DateTimeImmutable
    {
        $moment = (new \DateTimeImmutable('@0'))->setTimestamp($this->seconds);

        return $moment->modify('+' . \intdiv($this->nanos, 1000) . ' microseconds');
    }

    /**
     * Reads RFC 3339, such as `2026-11-25T10:00:00.123456789Z`.
     *
     * @throws \UnexpectedValueException
     */
    public static function parse(string $text): self
    {
        $form = '/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/D';
        if (\preg_match($form, $text, $parts) !== 1) {
            throw new \UnexpectedValueException('is no moment of RFC 3339');
        }
        [, $day, $time, $fraction, $zone] = $parts;
        $moment = \DateTimeImmutable::createFromFormat('!Y-m-d\TH:i:sP', "{$day}T{$time}{$zone}");
        if ($moment === false || \DateTimeImmutable::getLastErrors() !== false) {
            throw new \UnexpectedValueException('is no moment of RFC 3339');
        }

        return new self($moment->getTimestamp(), (int) \str_pad($fraction, 9, '0'));
    }

    /** RFC 3339 in UTC. */
    public function jsonSerialize(): string
    {
        return \gmdate('Y-m-d\TH:i:s', $this->seconds) . Duration::fraction($this->nanos) . 'Z';
    }
}
