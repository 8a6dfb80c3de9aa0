<?php

/**
 * The same over TLS: answers the first request of its first connection, reads the second whole and cuts it, and counts what else
 * comes. Says its port and its certificate first; when its input ends, what it saw.
 */

declare(strict_types=1);

$key = \openssl_pkey_new(['private_key_type' => \OPENSSL_KEYTYPE_EC, 'curve_name' => 'prime256v1']);
$request = \openssl_csr_new(['commonName' => 'localhost'], $key, ['digest_alg' => 'sha256']);
$signed = \openssl_csr_sign($request, null, $key, 1, ['digest_alg' => 'sha256']);
\openssl_x509_export($signed, $certificate);
\openssl_pkey_export($key, $secret);
$file = (string) \tempnam(\sys_get_temp_dir(), 'php-tls-');
\file_put_contents($file, $certificate . $secret);
$context = \stream_context_create(['ssl' => ['local_cert' => $file]]);
$server = \stream_socket_server('tls://127.0.0.1:0', $code, $problem, \STREAM_SERVER_BIND | \STREAM_SERVER_LISTEN, $context);
$name = (string) \stream_socket_get_name($server, false);
echo \json_encode(['port' => (int) \substr($name, 10), 'certificate' => $certificate]), "\n";

/** @param resource $connection */
function request(mixed $connection): bool
{
    $length = 0;
    while (($line = \fgets($connection)) !== false && $line !== "\r\n") {
        $length = \preg_match('/^content-length: (\d+)/i', $line, $parts) === 1 ? (int) $parts[1] : $length;
    }

    return $line !== false && \strlen((string) \stream_get_contents($connection, $length)) === $length;
}

$seen = 0;
$isCut = false;
while (true) {
    $ready = [$server, \STDIN];
    $none = null;
    \stream_select($ready, $none, $none, null);
    if (!\in_array($server, $ready, true)) {
        break;
    }
    // A connection that is given up in the handshake brings no request.
    $connection = @\stream_socket_accept($server, 1);
    if ($connection === false || !request($connection)) {
        continue;
    }
    ++$seen;
    \fwrite($connection, "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}");
    if (!$isCut && request($connection)) {
        ++$seen;
        $isCut = true;
    }
    \fclose($connection);
}
\unlink($file);
echo \json_encode(['whole' => $seen]), "\n";
