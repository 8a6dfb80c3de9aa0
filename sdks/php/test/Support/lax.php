<?php // phpcs:disable Generic.PHP.RequireStrictTypes

/** Money as it is made in a file that does not declare strict types: here PHP converts what a parameter's type does not take. */

namespace ConnectorService\Test\Support;

use ConnectorService\Amount;
use ConnectorService\Payments\V1\Money;

return [
    'money' => static fn (mixed $minorUnits): Money => new Money($minorUnits, 'EUR'),
    'amount' => static fn (mixed $amount): Money => Amount::of('EUR', $amount),
];
