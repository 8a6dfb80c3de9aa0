<?php

/** How a call reaches the service. */

declare(strict_types=1);

namespace ConnectorService\Transport;

/** Sends a request at most once, whatever happens to it: what is sent again is for the client to decide. */
interface Transport
{
    /** @throws Failure and nothing else */
    public function send(#[\SensitiveParameter] Attempt $attempt): Response;

    /** Closes what is open. */
    public function close(): void;
}
