<?php

/** A value of an enum that this version of the library does not know yet. */

declare(strict_types=1);

namespace ConnectorService;

/** Has a `name` and a `value` as cases have. */
final readonly class Unrecognised implements \JsonSerializable
{
    /** As it came, or the digits of its number. */
    public string $name;

    /** @param int|string $value its number, or its whole name in the contract */
    public function __construct(public int|string $value)
    {
        $this->name = (string) $value;
    }

    public function jsonSerialize(): int|string
    {
        return $this->value;
    }
}
