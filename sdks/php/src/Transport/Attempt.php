<?php

/** One sending of a request. */

declare(strict_types=1);

namespace ConnectorService\Transport;

use ConnectorService\Internal\Hidden;

final readonly class Attempt
{
    private Hidden $hidden;

    /**
     * @param array<string, string> $headers by names in lower case
     * @param string $body of a POST
     * @param int $timeoutMilliseconds until an answer must be there
     */
    public function __construct(
        public string $url,
        #[\SensitiveParameter]
        array $headers,
        #[\SensitiveParameter]
        string $body,
        public int $timeoutMilliseconds,
    ) {
        $this->hidden = new Hidden(['headers' => $headers, 'body' => $body]);
    }

    /** @return array<string, string> */
    public function headers(): array
    {
        return $this->hidden->reveal()['headers'];
    }

    public function body(): string
    {
        return $this->hidden->reveal()['body'];
    }
}
