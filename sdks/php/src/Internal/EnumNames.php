<?php

/** The names that the contract has for the cases of enums. */

declare(strict_types=1);

namespace ConnectorService\Internal;

/** @internal */
final class EnumNames
{
    /** @var array<class-string, array<string, \BackedEnum>> */
    private static array $known = [];

    /** `PAYMENT_STATUS_CAPTURED` */
    public static function full(\BackedEnum $case): string
    {
        // Names that begin with a digit without their prefix have kept it.
        $prefix = $case::PREFIX;

        return \str_starts_with($case->name, $prefix) ? $case->name : $prefix . $case->name;
    }

    /** @param class-string<\BackedEnum> $class */
    public static function find(string $class, string $name): ?\BackedEnum
    {
        if (!isset(self::$known[$class])) {
            self::$known[$class] = [];
            foreach ($class::cases() as $case) {
                self::$known[$class][self::full($case)] = $case;
            }
        }

        return self::$known[$class][$name] ?? null;
    }
}
