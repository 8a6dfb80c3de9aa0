<?php

/** libcurl sends a request again by itself where a kept connection dies before an answer: never one of this library. */

declare(strict_types=1);

namespace ConnectorService\Test;

use ConnectorService\CallOptions;
use ConnectorService\Client;
use ConnectorService\Exceptions\NotSentException;
use ConnectorService\Exceptions\OutcomeUnknownException;
use ConnectorService\Payments\V1\EvidenceFile;
use ConnectorService\Payments\V1\SubmitEvidenceRequest;
use ConnectorService\Test\Support\Printing;
use ConnectorService\Test\Support\Program;
use ConnectorService\Test\Support\Serving;
use ConnectorService\Tls;
use ConnectorService\Transport\Psr18Transport;
use Nyholm\Psr7\Factory\Psr17Factory;
use PHPUnit\Framework\TestCase;
use Psr\Http\Client\ClientInterface;
use Psr\Http\Message\RequestInterface;
use Psr\Http\Message\ResponseInterface;
use Psr\Http\Message\StreamFactoryInterface;
use Psr\Http\Message\StreamInterface;
use Symfony\Component\HttpClient\Psr18Client;

final class SentOnceTest extends TestCase
{
    /** @return iterable<string, array{string, string, int}> */
    public static function cuts(): iterable
    {
        foreach (['headers', 'middle', 'after'] as $place) {
            foreach (['close', 'reset'] as $end) {
                foreach (['small' => 0, 'large' => 2 << 20] as $size => $bytes) {
                    yield "{$place}, {$end}, {$size}" => [$place, $end, $bytes];
                }
            }
        }
    }

    /** @dataProvider cuts */
    public function testTheSecondCallOnAConnectionIsSeenOnce(string $place, string $end, int $bytes): void
    {
        for ($round = 0; $round < 3; ++$round) {
            [$seen, $exception] = self::seen($place, $end, $bytes, null);
            self::assertSame('OutcomeUnknown', $exception->kind());
            // What libcurl opens for a repeat is closed before a byte is sent on it.
            self::assertLessThanOrEqual(2, $seen['connections']);
            self::assertSame(2, $seen['begun']);
            self::assertLessThanOrEqual(2, $seen['whole']);
        }
    }

    public function testOverTlsToo(): void
    {
        if (!\extension_loaded('openssl')) {
            self::markTestSkipped('PHP has no openssl extension');
        }
        $server = Program::start([\PHP_BINARY, __DIR__ . '/Support/cutting-tls-server.php']);
        $tls = new Tls(authorities: $server->told->certificate);
        $client = new Client("https://localhost:{$server->told->port}", account: 'stripe', tls: $tls);
        $client->payments->authorizePayment(Serving::payment());
        try {
            $client->payments->authorizePayment(Serving::payment());
            self::fail('it was answered');
        } catch (OutcomeUnknownException) {
            \usleep(100_000);
            self::assertSame(2, \json_decode($server->stop(), true)['whole']);
        }
    }

    /** What the tests above are about: the same with the body given as CURLOPT_POSTFIELDS. */
    public function testLibcurlByItselfSendsAgain(): void
    {
        $server = self::server('after', 'close');
        $handle = \curl_init("http://127.0.0.1:{$server->told->port}/");
        \curl_setopt_array($handle, [\CURLOPT_POSTFIELDS => '{}', \CURLOPT_RETURNTRANSFER => true, \CURLOPT_PROXY => '']);
        \curl_exec($handle);
        \curl_exec($handle);
        \curl_close($handle);
        self::assertSame(3, \json_decode($server->stop(), true)['whole']);
    }

    public function testNorDoesAClientOfPsr18(): void
    {
        if (!\is_file('/usr/share/php/Symfony/Component/HttpClient/autoload.php')) {
            self::markTestSkipped('a client of PSR-18 is not installed: apt-get install php-symfony-http-client php-nyholm-psr7');
        }
        require_once '/usr/share/php/Psr/Http/Client/autoload.php';
        require_once '/usr/share/php/Nyholm/Psr7/autoload.php';
        require_once '/usr/share/php/Symfony/Component/HttpClient/autoload.php';
        $http = new Psr18Client();
        [$seen, $exception] = self::seen('after', 'close', 0, new Psr18Transport($http, $http, $http));
        self::assertNull($exception, 'each call had a connection of its own');
        self::assertSame(['connections' => 2, 'begun' => 2, 'whole' => 2], $seen);
    }

    /** A client that breaks in whatever way may have sent the request; nothing of it is in what is thrown. */
    public function testNorIsABrokenOneABrokenCall(): void
    {
        if (!\is_file('/usr/share/php/Nyholm/Psr7/autoload.php')) {
            self::markTestSkipped('PSR-7 is not installed: apt-get install php-nyholm-psr7 php-psr-http-client');
        }
        require_once '/usr/share/php/Psr/Http/Client/autoload.php';
        require_once '/usr/share/php/Nyholm/Psr7/autoload.php';
        $factory = new Psr17Factory();
        $breaking = new class () implements ClientInterface {
            public function sendRequest(RequestInterface $request): ResponseInterface
            {
                throw new \TypeError('of ' . $request->getBody());
            }
        };
        $client = new Client('http://service', account: 'a', transport: new Psr18Transport($breaking, $factory, $factory));
        try {
            Serving::pay($client);
            self::fail('it was answered');
        } catch (OutcomeUnknownException $exception) {
            self::assertSame('the connection failed: TypeError', $exception->getMessage());
            self::assertNull($exception->getPrevious());
        }
        $streams = new class () implements StreamFactoryInterface {
            public function createStream(string $content = ''): StreamInterface
            {
                throw new \RuntimeException("the disk is full, without {$content}");
            }

            public function createStreamFromFile(string $filename, string $mode = 'r'): StreamInterface
            {
                throw new \LogicException();
            }

            public function createStreamFromResource($resource): StreamInterface
            {
                throw new \LogicException();
            }
        };
        $client = new Client('http://service', account: 'a', transport: new Psr18Transport($breaking, $factory, $streams));
        try {
            Serving::pay($client);
            self::fail('it was answered');
        } catch (NotSentException $exception) {
            self::assertSame('there is no request: RuntimeException', $exception->getMessage());
            self::assertStringNotContainsString('4242', Printing::exception($exception));
        }
    }

    /** @return array{array<string, int>, ?OutcomeUnknownException} what the server saw of two calls, and how the second ended */
    private static function seen(string $place, string $end, int $bytes, ?Psr18Transport $transport): array
    {
        $server = self::server($place, $end);
        $client = new Client("http://127.0.0.1:{$server->told->port}", account: 'stripe', transport: $transport);
        $client->payments->authorizePayment(Serving::payment());
        $caught = null;
        try {
            if ($bytes === 0) {
                $client->payments->authorizePayment(Serving::payment(), new CallOptions(idempotencyKey: 'k'));
            } else {
                $file = new EvidenceFile('scan.bin', 'application/pdf', \str_repeat("\0", $bytes));
                $client->disputes->submitEvidence(new SubmitEvidenceRequest(files: [$file]));
            }
        } catch (OutcomeUnknownException $exception) {
            $caught = $exception;
        }
        // A repeat that must not come would come now.
        \usleep(50_000);
        $client->close();

        return [\json_decode($server->stop(), true), $caught];
    }

    private static function server(string $place, string $end): Program
    {
        if (!\function_exists('socket_create')) {
            self::markTestSkipped('PHP has no sockets extension');
        }

        return Program::start([\PHP_BINARY, __DIR__ . '/Support/cutting-server.php', $place, $end]);
    }
}
