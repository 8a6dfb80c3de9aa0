<?php

/** What came back, from the service or from something in between. */

declare(strict_types=1);

namespace ConnectorService\Transport;

use ConnectorService\Internal\Hidden;

final readonly class Response
{
    private Hidden $hidden;

    /**
     * @param int $status of HTTP
     * @param string|null $retryAfter the header of that name
     */
    public function __construct(
        public int $status,
        public string $contentType,
        public ?string $retryAfter,
        #[\SensitiveParameter]
        string $body,
    ) {
        $this->hidden = new Hidden(['body' => $body]);
    }

    public function body(): string
    {
        return $this->hidden->reveal()['body'];
    }
}
