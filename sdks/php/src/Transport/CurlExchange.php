<?php

/**
 * What libcurl asks for and tells during one request. It sees to it that the request is sent once: where a kept connection
 * dies before any answer came, libcurl sends a request again by itself, a payment too, and no option forbids it.
 *
 * The first guard is the body: it is handed out once, and libcurl cannot rewind it (CURLOPT_SEEKFUNCTION is not set), so that
 * no second request can be whole: https://curl.se/libcurl/c/CURLOPT_READFUNCTION.html. The second is the progress call,
 * which comes between the making of another connection and the sending on it, and ends the transfer there.
 */

declare(strict_types=1);

namespace ConnectorService\Transport;

/** @internal */
final class CurlExchange
{
    private string $answer = '';
    private int $given = 0;
    private ?string $retryAfter = null;
    private ?string $problem = null;
    /** Connections made, when the request began to be sent. */
    private ?int $connections = null;

    public function __construct(#[\SensitiveParameter] private readonly string $body, private readonly int $largest)
    {
    }

    /** @return array<int, mixed> options of libcurl */
    public function callbacks(): array
    {
        return [
            \CURLOPT_READFUNCTION => fn (\CurlHandle $handle, mixed $stream, int $length): string => $this->give($length),
            \CURLOPT_WRITEFUNCTION => fn (\CurlHandle $handle, string $bytes): int => $this->take($bytes),
            \CURLOPT_HEADERFUNCTION => fn (\CurlHandle $handle, string $line): int => $this->takeHeader($line),
            \CURLOPT_NOPROGRESS => false,
            \CURLOPT_XFERINFOFUNCTION => fn (\CurlHandle $handle): int => $this->isSentAgain($handle) ? 1 : 0,
        ];
    }

    public function answer(): string
    {
        return $this->answer;
    }

    public function retryAfter(): ?string
    {
        return $this->retryAfter;
    }

    /** What ended the transfer, where it was ended from here. */
    public function problem(): ?string
    {
        return $this->problem;
    }

    private function give(int $length): string
    {
        $part = \substr($this->body, $this->given, $length);
        $this->given += \strlen($part);

        return $part;
    }

    private function take(#[\SensitiveParameter] string $bytes): int
    {
        if (\strlen($this->answer) + \strlen($bytes) > $this->largest) {
            $this->problem = 'the answer is too large';

            return 0;
        }
        $this->answer .= $bytes;

        return \strlen($bytes);
    }

    private function takeHeader(#[\SensitiveParameter] string $line): int
    {
        if (\preg_match('/^retry-after:\s*(\S+)/i', $line, $parts) === 1) {
            $this->retryAfter = $parts[1];
        }

        return \strlen($line);
    }

    private function isSentAgain(\CurlHandle $handle): bool
    {
        if (\curl_getinfo($handle, \CURLINFO_REQUEST_SIZE) === 0) {
            return false;
        }
        $made = \curl_getinfo($handle, \CURLINFO_NUM_CONNECTS);
        $this->connections ??= $made;
        if ($made === $this->connections) {
            return false;
        }
        $this->problem = 'it broke before an answer came';

        return true;
    }

    /** @return array<string, int> */
    public function __debugInfo(): array
    {
        return ['given' => $this->given];
    }
}
