<?php

/** A transport until its client is closed: what is under way then is not sent anew. */

declare(strict_types=1);

namespace ConnectorService\Internal;

use ConnectorService\Transport\Attempt;
use ConnectorService\Transport\Failure;
use ConnectorService\Transport\Response;
use ConnectorService\Transport\Transport;

/** @internal */
final class ClosableTransport implements Transport
{
    private bool $isClosed = false;

    public function __construct(private readonly Transport $transport)
    {
    }

    public function send(#[\SensitiveParameter] Attempt $attempt): Response
    {
        return $this->isClosed
            ? throw new Failure('the client is closed', false, 'UNAVAILABLE')
            : $this->transport->send($attempt);
    }

    public function close(): void
    {
        $this->isClosed = true;
        $this->transport->close();
    }
}
