<?php

/** The kinds of resources that a record is of. */

declare(strict_types=1);

namespace ConnectorService\Internal\Fold;

use ConnectorService\Message;
use ConnectorService\Payments\V1\Dispute;
use ConnectorService\Payments\V1\Operation;
use ConnectorService\Payments\V1\Payment;
use ConnectorService\Payments\V1\Refund;
use ConnectorService\Payments\V1\Telling;
use ConnectorService\Tables\Transitions;

/** @internal */
enum Kind: string
{
    case PAYMENT = 'payment';
    case OPERATION = 'operation';
    case REFUND = 'refund';
    case DISPUTE = 'dispute';

    /** @return class-string<Message> */
    public function messages(): string
    {
        return match ($this) {
            self::PAYMENT => Payment::class,
            self::OPERATION => Operation::class,
            self::REFUND => Refund::class,
            self::DISPUTE => Dispute::class,
        };
    }

    /** @return array<int, list<int>> */
    public function transitions(): array
    {
        return match ($this) {
            self::PAYMENT => Transitions::PAYMENTS,
            self::OPERATION => Transitions::OPERATIONS,
            self::REFUND => Transitions::REFUNDS,
            self::DISPUTE => Transitions::DISPUTES,
        };
    }

    /** The row of a status; -1 for one that has none. */
    public function row(int|string $status): int
    {
        $row = \array_search($status, \array_keys($this->transitions()), true);

        return $row === false ? -1 : $row;
    }

    public function in(Telling $telling): ?Message
    {
        return $telling->{$this->value};
    }

    /**
     * Two that share one are the same thing.
     *
     * @return list<string>
     */
    public function names(Message $resource): array
    {
        $names = match ($this) {
            self::PAYMENT => ['payment'],
            self::OPERATION => self::operationNames($resource),
            self::REFUND => [
                ...self::name('id', $resource->refundRef?->refundId),
                ...self::name('reference', $resource->refundRef?->reference),
            ],
            self::DISPUTE => self::name('id', $resource->disputeRef?->disputeId),
        };

        return $names;
    }

    /** @return list<string> */
    private static function operationNames(Operation $operation): array
    {
        $kind = "kind {$operation->kind->value}";
        $names = [
            ...self::name('id', $operation->operationId),
            ...self::name($kind, $operation->reference),
        ];

        return $names === [] ? [$kind] : $names;
    }

    /** @return list<string> */
    private static function name(string $of, ?string $value): array
    {
        return $value === null || $value === '' ? [] : ["{$of} {$value}"];
    }
}
