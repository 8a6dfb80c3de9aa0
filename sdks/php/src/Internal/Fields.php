<?php

/** The fields of each class of messages. */

declare(strict_types=1);

namespace ConnectorService\Internal;

use ConnectorService\Message;

/** @internal */
final class Fields
{
    /** @var array<class-string<Message>, array<string, Field>> */
    private static array $known = [];

    /**
     * By the names of the properties.
     *
     * @param class-string<Message> $class
     *
     * @return array<string, Field>
     */
    public static function of(string $class): array
    {
        if (isset(self::$known[$class])) {
            return self::$known[$class];
        }
        $fields = [];
        foreach ($class::FIELDS as $name => [$number, $protoName, $kind, $shape, $of, $secret]) {
            $fields[$name] = new Field($name, $number, $protoName, $kind, $shape, $of, $secret);
        }

        return self::$known[$class] = $fields;
    }
}
