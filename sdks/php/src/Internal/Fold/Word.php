<?php

/** A part of a resource that is told by itself, with the second in which it was said. */

declare(strict_types=1);

namespace ConnectorService\Internal\Fold;

use ConnectorService\Internal\BinaryEncoding;
use ConnectorService\Internal\Field;
use ConnectorService\Internal\Fields;
use ConnectorService\Message;
use ConnectorService\Payments\V1\Money;

/** @internal */
final readonly class Word
{
    /** The path of what is told together and replaced together. */
    public const STANDING = ['standing'];
    private const STANDING_FIELDS = [
        'status',
        'pendingReason',
        'processorStatus',
        'failure',
        'certainty',
        'resolution',
        'alreadyDone',
        'stage',
    ];
    /** Messages and maps of which each member is told by itself. */
    private const MEMBERWISE = [
        'amounts',
        'paymentRef',
        'refundRef',
        'disputeRef',
        'payment',
        'relatedIds',
        'metadata',
    ];
    private const DERIVED = ['late', 'operations'];

    /**
     * @param non-empty-list<string> $path
     * @param mixed $value of a field; of a standing, fields by their names
     */
    private function __construct(public array $path, public int $at, public mixed $value)
    {
    }

    /**
     * What is not given is not said.
     *
     * @return array<string, self> by their paths
     */
    public static function in(Message $resource, int $at): array
    {
        $words = self::membersOf($resource, $at, []);
        $standing = [];
        foreach (Fields::of($resource::class) as $name => $field) {
            if (\in_array($name, self::STANDING_FIELDS, true) && $field->isGiven($resource->$name)) {
                $standing[$name] = $resource->$name;
            }
        }

        return isset($standing['status'])
            ? $words + self::keyed([new self(self::STANDING, $at, $standing)])
            : $words;
    }

    /** Whether this is to stand in place of the other one, of the same path. */
    public function isAfter(self $other, Kind $kind): bool
    {
        $further = $this->at <=> $other->at ?: $this->rank($kind) <=> $other->rank($kind);
        if ($this->path === ['amounts', 'capturable'] && $this->at === $other->at) {
            $further = -$further;
        }
        if ($further !== 0) {
            return $further > 0;
        }
        // The rest only makes every order end alike.
        $bytes = BinaryEncoding::of(Tree::message($kind->messages(), [$this]));
        $others = BinaryEncoding::of(Tree::message($kind->messages(), [$other]));

        return (\strlen($bytes) <=> \strlen($others) ?: \strcmp($bytes, $others)) > 0;
    }

    /** Of a standing. */
    public function status(): int|string
    {
        return $this->value['status']->value;
    }

    private function rank(Kind $kind): int
    {
        return match (true) {
            $this->path === self::STANDING => $kind->row($this->status()),
            $this->value instanceof Money => $this->value->minorUnits,
            default => 0,
        };
    }

    /**
     * @param list<string> $parents
     *
     * @return array<string, self>
     */
    private static function membersOf(Message $message, int $at, array $parents): array
    {
        $words = [];
        $isResource = $parents === [];
        foreach (Fields::of($message::class) as $name => $field) {
            $value = $message->$name;
            $isApart = \in_array($name, $isResource ? [...self::DERIVED, ...self::STANDING_FIELDS] : [], true);
            if (!$isApart && $field->isGiven($value)) {
                $words += self::wordsOf($field, $value, $at, [...$parents, $name]);
            }
        }

        return $words;
    }

    /**
     * @param non-empty-list<string> $path
     *
     * @return array<string, self>
     */
    private static function wordsOf(Field $field, mixed $value, int $at, array $path): array
    {
        $isMemberwise = \in_array($field->name, self::MEMBERWISE, true);
        if ($isMemberwise && $value instanceof Message) {
            return self::membersOf($value, $at, $path);
        }
        if (!$isMemberwise || $field->shape !== 'map') {
            return self::keyed([new self($path, $at, $value)]);
        }
        $words = [];
        foreach ($value as $key => $member) {
            $words[] = new self([...$path, (string) $key], $at, $member);
        }

        return self::keyed($words);
    }

    /**
     * @param list<self> $words
     *
     * @return array<string, self>
     */
    private static function keyed(array $words): array
    {
        $keyed = [];
        foreach ($words as $word) {
            $keyed[\implode('/', \array_map(\rawurlencode(...), $word->path))] = $word;
        }

        return $keyed;
    }
}
