<?php

/** A field of a request that is wrong. */

declare(strict_types=1);

namespace ConnectorService\Exceptions;

final readonly class Violation
{
    /** @param string $field as `purchase.amount.currency` */
    public function __construct(public string $field, public string $problem)
    {
    }
}
