<?php

/** Headers: the caller's, checked, and the client's own. */

declare(strict_types=1);

namespace ConnectorService\Internal;

use ConnectorService\Connector;

/** @internal */
final class Metadata
{
    private const OWN = '/^(x-connector(-.*)?|authorization|grpc-.*|connect-.*|content-.*|te|host|connection|expect'
        . '|transfer-encoding|:.*)$/D';

    /**
     * @param array<string, string> $metadata
     *
     * @return array<string, string> by names in lower case
     *
     * @throws \InvalidArgumentException
     */
    public static function checked(#[\SensitiveParameter] array $metadata): array
    {
        $checked = [];
        foreach ($metadata as $name => $value) {
            $lower = \strtolower((string) $name);
            if (\preg_match(self::OWN, $lower) === 1) {
                throw new \InvalidArgumentException("the client itself writes {$lower}");
            }
            if (\preg_match('/^[a-z0-9_.-]+$/D', $lower) !== 1) {
                throw new \InvalidArgumentException('metadata has a name that no header can have');
            }
            $checked[$lower] = self::value($lower, $value);
        }

        return $checked;
    }

    /**
     * Those that say whose calls they are.
     *
     * @return array<string, string>
     *
     * @throws \InvalidArgumentException
     */
    public static function own(
        ?Connector $connector,
        ?string $account,
        ?string $subAccount,
        #[\SensitiveParameter] ?string $apiKey,
    ): array {
        $own = [
            'x-connector' => $connector?->id,
            'x-connector-credentials' => $connector === null ? null : self::asciiJson($connector->credentials()),
            'x-connector-account' => $account,
            'x-connector-sub-account' => $subAccount,
            'authorization' => $apiKey === null ? null : "Bearer {$apiKey}",
        ];
        $headers = [];
        foreach ($own as $name => $value) {
            if ($value !== null) {
                $headers[$name] = self::value($name, $value);
            }
        }

        return $headers;
    }

    private static function value(string $name, #[\SensitiveParameter] string $value): string
    {
        if (\preg_match('/^[\x20-\x7e]*$/D', $value) !== 1) {
            throw new \InvalidArgumentException("{$name} has a value that no header can have");
        }

        return $value;
    }

    /** @param array<string, string|list<string>> $credentials */
    private static function asciiJson(#[\SensitiveParameter] array $credentials): string
    {
        $json = \json_encode((object) $credentials, \JSON_UNESCAPED_SLASHES);
        if ($json === false) {
            throw new \InvalidArgumentException('a credential is not UTF-8');
        }

        return \str_replace("\x7f", '\u007f', $json);
    }
}
