<?php

/** The JSON form over libcurl, HTTP/1.1, with kept connections. */

declare(strict_types=1);

namespace ConnectorService\Transport;

use ConnectorService\Internal\Together;
use ConnectorService\Tls;

final class CurlTransport implements Transport
{
    /** Bytes of the largest answer. */
    private const LARGEST = 64 << 20;
    /** How TLS 1.3 refuses a client's certificate: after the handshake is done here, and before the other end reads anything. */
    private const REFUSED_HANDSHAKE = '/alert (certificate required|bad certificate|unsupported certificate'
        . '|certificate revoked|certificate expired|certificate unknown|unknown ca|access denied)/';

    private ?\CurlMultiHandle $connections = null;
    private int $process = 0;
    /** @var \WeakMap<\CurlHandle, int> what ended, and how */
    private \WeakMap $ended;
    /** @var list<\CurlMultiHandle> of a process that this one was forked from: never used here, and not closed under its feet */
    private static array $inherited = [];

    public function __construct(private readonly Tls $tls = new Tls())
    {
        $this->ended = new \WeakMap();
    }

    public function send(#[\SensitiveParameter] Attempt $attempt): Response
    {
        $exchange = new CurlExchange($attempt->body(), self::LARGEST);
        $handle = \curl_init($attempt->url);
        \curl_setopt_array($handle, $this->options($attempt) + $exchange->callbacks());
        $result = $this->result($handle);
        $wasSent = \curl_getinfo($handle, \CURLINFO_REQUEST_SIZE) > 0;
        if ($result === \CURLE_OK) {
            return new Response(
                \curl_getinfo($handle, \CURLINFO_RESPONSE_CODE),
                \curl_getinfo($handle, \CURLINFO_CONTENT_TYPE) ?: '',
                $exchange->retryAfter(),
                $exchange->answer(),
            );
        }
        if ($result === \CURLE_OPERATION_TIMEDOUT) {
            throw new Failure($wasSent ? 'no answer in time' : 'no connection in time', $wasSent, 'DEADLINE_EXCEEDED');
        }
        $isRefused = \preg_match(self::REFUSED_HANDSHAKE, \curl_error($handle)) === 1;
        $problem = $exchange->problem() ?? \curl_strerror($result);

        throw new Failure("the connection failed: {$problem}", $wasSent && !$isRefused, 'UNAVAILABLE');
    }

    public function close(): void
    {
        if ($this->connections !== null && $this->process === \getmypid()) {
            \curl_multi_close($this->connections);
        }
        $this->connections = null;
    }

    /** @return array<int, mixed> */
    private function options(#[\SensitiveParameter] Attempt $attempt): array
    {
        $headers = [];
        foreach ($attempt->headers() as $name => $value) {
            $headers[] = $value === '' ? "{$name};" : "{$name}: {$value}";
        }
        // Not to wait for leave to send a large body.
        $headers[] = 'expect:';

        return [
            // A body that is read, not given: see CurlExchange.
            \CURLOPT_UPLOAD => true,
            \CURLOPT_CUSTOMREQUEST => 'POST',
            \CURLOPT_INFILESIZE => \strlen($attempt->body()),
            \CURLOPT_HTTPHEADER => $headers,
            \CURLOPT_HTTP_VERSION => \CURL_HTTP_VERSION_1_1,
            \CURLOPT_PROTOCOLS => \CURLPROTO_HTTP | \CURLPROTO_HTTPS,
            \CURLOPT_FOLLOWLOCATION => false,
            // Not one that the environment names: whose it is nobody here knows.
            \CURLOPT_PROXY => '',
            \CURLOPT_NOSIGNAL => true,
            \CURLOPT_TIMEOUT_MS => $attempt->timeoutMilliseconds,
            \CURLOPT_CONNECTTIMEOUT_MS => $attempt->timeoutMilliseconds,
            \CURLOPT_SSLVERSION => \CURL_SSLVERSION_TLSv1_2,
            \CURLOPT_SSL_VERIFYPEER => true,
            \CURLOPT_SSL_VERIFYHOST => 2,
        ] + $this->tlsOptions();
    }

    /** @return array<int, string> */
    private function tlsOptions(): array
    {
        $options = [];
        if ($this->tls->authorities !== null) {
            $options[\CURLOPT_CAINFO_BLOB] = $this->tls->authorities;
            // A folder without any, in place of the system's.
            $options[\CURLOPT_CAPATH] = __DIR__;
        }
        if ($this->tls->certificate !== null) {
            $options[\CURLOPT_SSLCERT_BLOB] = $this->tls->certificate;
            $options[\CURLOPT_SSLKEY_BLOB] = $this->tls->key() ?? '';
        }

        return $options;
    }

    /** Drives all calls under way until this one has ended. */
    private function result(\CurlHandle $handle): int
    {
        $connections = $this->connections();
        \curl_multi_add_handle($connections, $handle);
        try {
            while (true) {
                \curl_multi_exec($connections, $running);
                while (($message = \curl_multi_info_read($connections)) !== false) {
                    $this->ended[$message['handle']] = $message['result'];
                }
                if (isset($this->ended[$handle])) {
                    return $this->ended[$handle];
                }
                if ($connections !== $this->connections) {
                    // Closed by another call meanwhile: libcurl has dropped this one, and will tell nothing of it.
                    return \CURLE_ABORTED_BY_CALLBACK;
                }
                if (!Together::wait($connections)) {
                    \curl_multi_select($connections, 1.0);
                }
            }
        } finally {
            \curl_multi_remove_handle($connections, $handle);
        }
    }

    private function connections(): \CurlMultiHandle
    {
        $process = (int) \getmypid();
        if ($this->connections !== null && $this->process !== $process) {
            self::$inherited[] = $this->connections;
            $this->connections = null;
        }
        $this->process = $process;

        return $this->connections ??= \curl_multi_init();
    }
}
