<?php

/** Plain requests, for the servers of the tests. */

declare(strict_types=1);

namespace ConnectorService\Test\Support;

final class Http
{
    /** @return mixed the JSON that comes back */
    public static function json(string $url, ?array $body = null): mixed
    {
        [$status, $text] = self::send($url, $body === null ? null : \json_encode((object) $body), 'application/json');
        if ($status !== 200) {
            throw new \RuntimeException("{$url}: {$text}");
        }

        return \json_decode($text, false);
    }

    /** @return array{int, string, string|null} status, body, where it redirects to */
    public static function send(string $url, ?string $body, string $type = 'application/x-www-form-urlencoded'): array
    {
        $handle = \curl_init($url);
        \curl_setopt_array($handle, [\CURLOPT_RETURNTRANSFER => true, \CURLOPT_TIMEOUT => 30, \CURLOPT_PROXY => '']);
        if ($body !== null) {
            \curl_setopt_array($handle, [\CURLOPT_POSTFIELDS => $body, \CURLOPT_HTTPHEADER => ["content-type: {$type}"]]);
        }
        $text = \curl_exec($handle);
        if ($text === false) {
            throw new \RuntimeException("{$url}: " . \curl_error($handle));
        }

        return [
            \curl_getinfo($handle, \CURLINFO_RESPONSE_CODE),
            (string) $text,
            \curl_getinfo($handle, \CURLINFO_REDIRECT_URL) ?: null,
        ];
    }
}
