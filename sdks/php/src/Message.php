<?php

/** What every message of the contract can do. Messages are immutable values. */

declare(strict_types=1);

namespace ConnectorService;

use ConnectorService\Internal\Fields;
use ConnectorService\Internal\Hidden;
use ConnectorService\Internal\JsonDecoding;
use ConnectorService\Internal\JsonEncoding;

/**
 * Printing a message, by `var_dump`, `print_r`, `var_export` or `json_encode`, shows `***` or nothing in place of each secret
 * in it: secrets are read like any other property, but they are stored elsewhere. `==` does not compare them either:
 * `equals` does. For storing and sending there are `toJson` and `fromJson`; `serialize` is refused.
 */
abstract readonly class Message implements \JsonSerializable
{
    /** @internal */
    public const FIELDS = [];

    private Hidden $hidden;

    /**
     * The message in proto-JSON, with its secrets.
     *
     * @throws \InvalidArgumentException where a text is not UTF-8
     */
    final public function toJson(): string
    {
        return JsonEncoding::text($this);
    }

    /**
     * Reads proto-JSON. Fields that the contract does not have are passed over.
     *
     * @throws \UnexpectedValueException where it is not such a message
     */
    final public static function fromJson(#[\SensitiveParameter] string $json): static
    {
        return JsonDecoding::text(static::class, $json);
    }

    /**
     * A copy with other values: `$request->with(['reference' => 'order-1-attempt-2'])`.
     *
     * @param array<string, mixed> $changes by the names of the properties; as named arguments they would stand in stack traces
     */
    final public function with(#[\SensitiveParameter] array $changes): static
    {
        $values = [];
        foreach (Fields::of(static::class) as $name => $_) {
            $values[$name] = $this->$name;
        }

        return new static(...[...$values, ...$changes]);
    }

    /** Whether both say the same, secrets included. */
    final public function equals(self $other): bool
    {
        return $other::class === static::class && $other->toJson() === $this->toJson();
    }

    final public function __get(string $name): mixed
    {
        $hidden = isset($this->hidden) ? $this->hidden->reveal() : [];
        if (\array_key_exists($name, $hidden)) {
            return $hidden[$name];
        }

        throw new \Error(static::class . " has no \${$name}");
    }

    final public function __isset(string $name): bool
    {
        return isset($this->hidden) && isset($this->hidden->reveal()[$name]);
    }

    /** @return array<string, mixed> */
    final public function __debugInfo(): array
    {
        $shown = [];
        foreach (Fields::of(static::class) as $name => $field) {
            $value = $this->$name;
            $isGiven = $field->isGiven($value);
            if ($isGiven || ($field->shape === 'one' && !$field->secret)) {
                $shown[$name] = $isGiven && $field->secret ? '***' : $value;
            }
        }

        return $shown;
    }

    /** Masked; `toJson` is the other one. */
    final public function jsonSerialize(): \stdClass
    {
        return JsonEncoding::masked($this);
    }

    /** @return never */
    final public function __serialize(): array
    {
        throw new \LogicException('a message is stored as what toJson() gives, and read by fromJson()');
    }

    /**
     * For constructors: secrets are in no property.
     *
     * @param array<string, mixed> $secrets
     */
    final protected function hide(#[\SensitiveParameter] array $secrets): void
    {
        $this->hidden = new Hidden($secrets);
    }

    /**
     * For constructors: an int as it is. In a file without `declare(strict_types=1)` PHP would make 1998 of 19.99 * 100, and 10
     * of '10.50'.
     */
    final protected static function whole(int|float|string $number): int
    {
        return \is_int($number)
            ? $number
            : throw new \TypeError(static::class . ' takes an int, and no ' . \get_debug_type($number));
    }

    /**
     * For constructors: of a choice, one.
     *
     * @param array<string, mixed> $arms
     */
    final protected static function atMostOne(#[\SensitiveParameter] array $arms): void
    {
        $given = \array_keys(\array_filter($arms, static fn (mixed $value): bool => $value !== null));
        if (\count($given) > 1) {
            throw new \InvalidArgumentException('of these only one can be given: ' . \implode(', ', $given));
        }
    }
}
