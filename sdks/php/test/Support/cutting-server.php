<?php

/**
 * A service that answers the first request of a connection and cuts the second, at `headers`, in the `middle` of the body, or
 * `after` it; with `reset` instead of a close where so asked. Says its port first; when its input ends, what it saw.
 */

declare(strict_types=1);

[, $place, $end] = $argv;
$server = \socket_create(\AF_INET, \SOCK_STREAM, 0);
\socket_bind($server, '127.0.0.1', 0);
\socket_listen($server, 64);
\socket_getsockname($server, $address, $port);
echo \json_encode(['port' => $port]), "\n";

/** @var array<int, array{Socket, string, int}> $open connection, what came, requests answered on it */
$open = [];
$seen = ['connections' => 0, 'begun' => 0, 'whole' => 0];
\stream_set_blocking(\STDIN, false);

function ended(Socket $connection, string $end): void
{
    if ($end === 'reset') {
        \socket_set_option($connection, \SOL_SOCKET, \SO_LINGER, ['l_onoff' => 1, 'l_linger' => 0]);
    }
    \socket_close($connection);
}

while (!\feof(\STDIN)) {
    \fread(\STDIN, 100);
    $ready = [$server, ...\array_column($open, 0)];
    $none = null;
    if (\socket_select($ready, $none, $none, 0, 20_000) === 0) {
        continue;
    }
    foreach ($ready as $one) {
        if ($one === $server) {
            ++$seen['connections'];
            $connection = \socket_accept($server);
            $open[\spl_object_id($connection)] = [$connection, '', 0];
            continue;
        }
        $id = \spl_object_id($one);
        [$connection, $came, $answered] = $open[$id];
        // Of the second request as little as is needed, so that it can be cut early.
        $bytes = @\socket_read($connection, $answered > 0 && $place === 'headers' ? 64 : 65536);
        if ($bytes === false || $bytes === '') {
            \socket_close($connection);
            unset($open[$id]);
            continue;
        }
        $seen['begun'] += $came === '' ? 1 : 0;
        $came .= $bytes;
        $headers = \strpos($came, "\r\n\r\n");
        \preg_match('/content-length: (\d+)/i', $came, $parts);
        $body = $headers === false ? -1 : \strlen($came) - $headers - 4;
        $isWhole = $headers !== false && $body >= (int) $parts[1];
        if ($answered > 0 && ($place === 'headers' || ($place === 'middle' && $body > 0) || $isWhole)) {
            $seen['whole'] += $isWhole ? 1 : 0;
            ended($connection, $end);
            unset($open[$id]);
        } elseif ($isWhole) {
            ++$seen['whole'];
            $isLast = \preg_match('/^connection: close/mi', $came) === 1;
            $keeping = $isLast ? 'close' : 'keep-alive';
            \socket_write($connection, "HTTP/1.1 200 OK\r\nconnection: {$keeping}\r\n"
                . "content-type: application/json\r\ncontent-length: 2\r\n\r\n{}");
            if ($isLast) {
                \socket_close($connection);
                unset($open[$id]);
            } else {
                $open[$id] = [$connection, '', $answered + 1];
            }
        } else {
            $open[$id] = [$connection, $came, $answered];
        }
    }
}
echo \json_encode($seen), "\n";
