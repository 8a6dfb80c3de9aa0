<?php

/** Takes what a processor sends: connections wait until they are asked for. */

declare(strict_types=1);

namespace ConnectorService\Test\Support;

use ConnectorService\Delivery;

final class Listener
{
    public readonly string $url;
    /** @var resource */
    private mixed $server;

    public function __construct()
    {
        $server = \stream_socket_server('tcp://127.0.0.1:0');
        if ($server === false) {
            throw new \RuntimeException('there is no port');
        }
        $this->server = $server;
        $this->url = 'http://' . \stream_socket_get_name($server, false) . '/';
    }

    /** The next delivery, as it came; null where none comes in time. */
    public function next(float $seconds): ?Delivery
    {
        $connection = @\stream_socket_accept($this->server, $seconds);
        if ($connection === false) {
            return null;
        }
        $headers = [];
        $length = 0;
        \fgets($connection);
        while (($line = \trim((string) \fgets($connection))) !== '') {
            [$name, $value] = \explode(':', $line, 2);
            $headers[] = [$name, \trim($value)];
            $length = \strtolower($name) === 'content-length' ? (int) $value : $length;
        }
        $body = $length > 0 ? (string) \stream_get_contents($connection, $length) : '';
        \fwrite($connection, "HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
        \fclose($connection);

        return new Delivery($body, $headers, $this->url);
    }
}
