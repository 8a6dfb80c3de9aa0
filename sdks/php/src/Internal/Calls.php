<?php

/** Makes calls, with what the client says of all of them. */

declare(strict_types=1);

namespace ConnectorService\Internal;

use ConnectorService\CallOptions;
use ConnectorService\Calls\Rpc;
use ConnectorService\Exceptions\ConnectorServiceException;
use ConnectorService\Hooks;
use ConnectorService\Message;
use ConnectorService\Transport\Transport;

/** @internal */
final readonly class Calls
{
    /** @param Hidden $headers under `headers` */
    public function __construct(
        private Transport $transport,
        private string $endpoint,
        private Hidden $headers,
        private int $deadlineMilliseconds,
        private int $retries,
        private ?Hooks $hooks,
    ) {
    }

    /**
     * @throws ConnectorServiceException
     * @throws \InvalidArgumentException where the request has no JSON
     */
    public function call(Rpc $rpc, Message $request, CallOptions $options): Message
    {
        $metadata = $options->metadata();
        $headers = [...$this->headers->reveal()['headers'], ...$metadata];
        $headers['x-request-id'] ??= self::uuid();
        $given = RequestParts::withKey($request, $options->idempotencyKey);
        $call = new Call(
            $this->transport,
            "{$this->endpoint}/{$rpc->value}",
            $rpc,
            $given,
            new Hidden(['headers' => $headers, 'body' => $given->toJson()]),
            $options->deadlineMilliseconds ?? $this->deadlineMilliseconds,
            $options->retries ?? $this->retries,
            new CarefulHooks($this->hooks, $rpc, $headers['x-request-id']),
        );

        return $call->answer();
    }

    public function close(): void
    {
        $this->transport->close();
    }

    /** Version 4: https://www.rfc-editor.org/rfc/rfc9562#section-5.4 */
    private static function uuid(): string
    {
        $bytes = \random_bytes(16);
        $bytes[6] = \chr(\ord($bytes[6]) & 0x0F | 0x40);
        $bytes[8] = \chr(\ord($bytes[8]) & 0x3F | 0x80);

        return \vsprintf('%s%s-%s-%s-%s-%s%s%s', \str_split(\bin2hex($bytes), 4));
    }
}
