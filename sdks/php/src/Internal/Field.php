<?php

/** A field of a message, from the table in its class. */

declare(strict_types=1);

namespace ConnectorService\Internal;

/** @internal */
final readonly class Field
{
    /**
     * @param string $name of the property, and in JSON
     * @param string $protoName in the contract
     * @param string $kind string, bytes, bool, int32, sint32, uint32, int64, uint64, enum, message, timestamp, duration, struct
     * @param string $shape one, optional, list, map
     * @param class-string|null $class of a message or an enum
     * @param bool $secret not to be printed
     */
    public function __construct(
        public string $name,
        public int $number,
        public string $protoName,
        public string $kind,
        public string $shape,
        public ?string $class,
        public bool $secret,
    ) {
    }

    /** A scalar of its default value without presence is not given, nor is an empty list. */
    public function isGiven(#[\SensitiveParameter] mixed $value): bool
    {
        return match ($this->shape) {
            'optional' => $value !== null,
            'list', 'map' => $value !== [],
            default => $this->kind === 'enum'
                ? $value->value !== 0
                : !\in_array($value, ['', 0, false], true) && !($this->kind === 'uint64' && $value === '0'),
        };
    }
}
