<?php

/** The JSON form over an HTTP client of your own, by PSR-18 and PSR-17. The library itself needs neither package. */

declare(strict_types=1);

namespace ConnectorService\Transport;

use Psr\Http\Client\ClientInterface;
use Psr\Http\Message\RequestFactoryInterface;
use Psr\Http\Message\RequestInterface;
use Psr\Http\Message\StreamFactoryInterface;

/**
 * Without what PSR-18 does not have: every failure is one whose request may have gone, and the deadline of a call is told to the
 * service alone, so give the client a time-out of its own. Switch off what it sends again by itself; no connection is used twice,
 * because most clients are built on libcurl, which sends again on a kept one that died.
 */
final readonly class Psr18Transport implements Transport
{
    public function __construct(
        private ClientInterface $client,
        private RequestFactoryInterface $requests,
        private StreamFactoryInterface $streams,
    ) {
    }

    public function send(#[\SensitiveParameter] Attempt $attempt): Response
    {
        try {
            $request = $this->request($attempt);
        } catch (\Throwable $problem) {
            throw new Failure('there is no request: ' . $problem::class, false, 'INTERNAL');
        }
        try {
            $response = $this->client->sendRequest($request);

            return new Response(
                $response->getStatusCode(),
                $response->getHeaderLine('content-type'),
                $response->getHeaderLine('retry-after') ?: null,
                (string) $response->getBody(),
            );
        } catch (\Throwable $problem) {
            // Whatever it is: the request may have gone. Not handed on: such exceptions have the request in them.
            throw new Failure('the connection failed: ' . $problem::class, true, 'UNAVAILABLE');
        }
    }

    private function request(#[\SensitiveParameter] Attempt $attempt): RequestInterface
    {
        $request = $this->requests->createRequest('POST', $attempt->url)
            ->withHeader('connection', 'close')
            ->withBody($this->streams->createStream($attempt->body()));
        foreach ($attempt->headers() as $name => $value) {
            $request = $request->withHeader($name, $value);
        }

        return $request;
    }

    public function close(): void
    {
        // The client is its owner's.
    }
}
