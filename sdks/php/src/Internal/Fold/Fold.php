<?php

/** Reads a record out of the tellings of a payment. */

declare(strict_types=1);

namespace ConnectorService\Internal\Fold;

use ConnectorService\Message;
use ConnectorService\Payments\V1\PaymentRecord;
use ConnectorService\Payments\V1\Telling;

/** @internal */
final class Fold
{
    /** @param list<Telling> $tellings those that are equal are one */
    public static function record(array $tellings): PaymentRecord
    {
        $different = [];
        foreach ($tellings as $telling) {
            $different[$telling->toJson()] = $telling;
        }
        $tellings = \array_values($different);

        return new PaymentRecord(
            payment: self::resources(Kind::PAYMENT, $tellings)[0] ?? null,
            operations: self::resources(Kind::OPERATION, $tellings),
            refunds: self::resources(Kind::REFUND, $tellings),
            disputes: self::resources(Kind::DISPUTE, $tellings),
            tellings: $tellings,
        );
    }

    /**
     * In the order of their names.
     *
     * @param list<Telling> $tellings
     *
     * @return list<Message>
     */
    private static function resources(Kind $kind, array $tellings): array
    {
        $groups = [];
        foreach ($tellings as $telling) {
            $resource = $kind->in($telling);
            if ($resource !== null) {
                $groups = self::grouped($groups, $kind->names($resource), $telling);
            }
        }
        $ordered = [];
        foreach ($groups as [$names, $told]) {
            $sortable = \array_map(self::byCodeUnit(...), $names);
            \sort($sortable, \SORT_STRING);
            $ordered[] = [\implode(',', $sortable), new Known($kind, $told)];
        }
        \usort($ordered, static fn (array $one, array $other): int => \strcmp($one[0], $other[0]));

        return \array_map(static fn (array $one): Message => $one[1]->resource(), $ordered);
    }

    /**
     * Those that share a name, directly or by others, are one.
     *
     * @param list<array{list<string>, list<Telling>}> $groups
     * @param list<string> $names
     *
     * @return list<array{list<string>, list<Telling>}>
     */
    private static function grouped(array $groups, array $names, Telling $telling): array
    {
        $others = [];
        $told = [];
        $all = $names;
        foreach ($groups as $group) {
            if (\array_intersect($group[0], $names) === []) {
                $others[] = $group;
                continue;
            }
            $all = [...$all, ...$group[0]];
            $told = [...$told, ...$group[1]];
        }

        return [...$others, [\array_values(\array_unique($all)), [...$told, $telling]]];
    }

    /**
     * Text that sorts by its bytes as its UTF-16 would by code units: what begins with EE or EF in UTF-8, from U+E000, comes after
     * what takes two code units.
     */
    private static function byCodeUnit(string $text): string
    {
        return \strtr($text, "\xEE\xEF", "\xF8\xF9");
    }
}
