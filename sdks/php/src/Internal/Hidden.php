<?php

/** Values that no way of printing reaches: they are in no property of any object. */

declare(strict_types=1);

namespace ConnectorService\Internal;

/** @internal */
final class Hidden implements \JsonSerializable
{
    /** @var \WeakMap<self, array<string, mixed>>|null */
    private static ?\WeakMap $values = null;

    /** @param array<string, mixed> $values */
    public function __construct(#[\SensitiveParameter] array $values)
    {
        self::$values ??= new \WeakMap();
        self::$values[$this] = $values;
    }

    /** @return array<string, mixed> */
    public function reveal(): array
    {
        return self::$values[$this] ?? [];
    }

    public function __debugInfo(): array
    {
        return ['***'];
    }

    public function jsonSerialize(): string
    {
        return '***';
    }

    public function __serialize(): array
    {
        throw new \LogicException('secrets are not serialised');
    }

    private function __clone()
    {
    }
}
