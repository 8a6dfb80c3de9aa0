<?php

/** All that is known of one resource. */

declare(strict_types=1);

namespace ConnectorService\Internal\Fold;

use ConnectorService\Message;
use ConnectorService\Payments\V1\Telling;

/** @internal */
final class Known
{
    /** @var array<string, Word> with a time */
    private array $told = [];
    /** @var array<string, Word> without */
    private array $answered = [];
    /** @var array<array-key, int> when a status was first told */
    private array $first = [];

    /** @param list<Telling> $tellings */
    public function __construct(private readonly Kind $kind, array $tellings)
    {
        foreach ($tellings as $telling) {
            $this->hear($kind->in($telling), $telling->at);
        }
    }

    /** What is told has a time and wins, unless what was answered is what usually follows. */
    public function resource(): Message
    {
        $said = self::statusIn($this->told);
        $heard = self::statusIn($this->answered);
        $usual = $said === null ? [] : $this->kind->transitions()[$said] ?? [];
        $words = \in_array($heard, $usual, true)
            ? [...$this->told, ...$this->answered]
            : [...$this->answered, ...$this->told];
        $resource = Tree::message($this->kind->messages(), $words);

        return $this->isLate($words['standing'] ?? null) ? $resource->with(['late' => true]) : $resource;
    }

    private function hear(Message $resource, ?int $at): void
    {
        $words = Word::in($resource, $at ?? 0);
        if ($at === null) {
            $this->answered = $this->joined($this->answered, $words);
        } else {
            $this->told = $this->joined($this->told, $words);
        }
        $status = self::statusIn($words);
        if ($status !== null) {
            $this->first[$status] = \min($at ?? 0, $this->first[$status] ?? \PHP_INT_MAX);
        }
    }

    /**
     * @param array<string, Word> $joined
     * @param array<string, Word> $others
     *
     * @return array<string, Word>
     */
    private function joined(array $joined, array $others): array
    {
        foreach ($others as $key => $other) {
            if (!isset($joined[$key]) || $other->isAfter($joined[$key], $this->kind)) {
                $joined[$key] = $other;
            }
        }

        return $joined;
    }

    /** @param array<string, Word> $words */
    private static function statusIn(array $words): int|string|null
    {
        return isset($words['standing']) ? $words['standing']->status() : null;
    }

    /** Whether something that looked final had been said before. */
    private function isLate(?Word $standing): bool
    {
        if ($standing === null) {
            return false;
        }
        $row = $this->kind->row($standing->status());
        foreach ($this->kind->transitions() as $status => $usual) {
            $since = $this->first[$status] ?? null;
            if ($since === null || $usual !== [] || $status === $standing->status()) {
                continue;
            }
            if ($since < $standing->at || ($since === $standing->at && $this->kind->row($status) < $row)) {
                return true;
            }
        }

        return false;
    }
}
