<?php

/** Words put together as a message. */

declare(strict_types=1);

namespace ConnectorService\Internal\Fold;

use ConnectorService\Internal\Fields;
use ConnectorService\Message;

/** @internal */
final class Tree
{
    /** @var array<array-key, mixed> values, and trees of those that are told by member */
    private array $members = [];

    /**
     * @param class-string<Message> $class
     * @param iterable<Word> $words
     */
    public static function message(string $class, iterable $words): Message
    {
        $tree = new self();
        foreach ($words as $word) {
            if ($word->path === Word::STANDING) {
                $tree->members = [...$tree->members, ...$word->value];
            } else {
                $tree->place($word->path, $word->value);
            }
        }

        return $tree->built($class);
    }

    /** @param non-empty-list<string> $path */
    private function place(array $path, mixed $value): void
    {
        $tree = $this;
        $last = \array_pop($path);
        foreach ($path as $name) {
            $tree = $tree->members[$name] ??= new self();
        }
        $tree->members[$last] = $value;
    }

    /** @param class-string<Message> $class */
    private function built(string $class): Message
    {
        $values = $this->members;
        foreach (Fields::of($class) as $name => $field) {
            $value = $values[$name] ?? null;
            if ($value instanceof self) {
                \ksort($value->members, \SORT_STRING);
                $values[$name] = $field->shape === 'map' ? $value->members : $value->built($field->class);
            }
        }

        return new $class(...$values);
    }
}
