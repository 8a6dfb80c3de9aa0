<?php

/** A webhook as it came. */

declare(strict_types=1);

namespace ConnectorService;

use ConnectorService\Internal\Hidden;
use ConnectorService\Payments\V1\ParseWebhookRequest;
use ConnectorService\Payments\V1\WebhookHeader;

/** Its body and its headers are not printed. */
final readonly class Delivery
{
    private Hidden $hidden;

    /**
     * @param string $body the bytes, untouched: `file_get_contents('php://input')`
     * @param array<array-key, string|list<string>|array{string, string}> $headers all of them: values or lists of values by their
     *     names (`getallheaders()`, `$request->getHeaders()` of PSR-7), or pairs of name and value
     * @param string $url as the processor called it
     * @param bool $includeUnverified hand out content that failed verification; never act on it
     */
    public function __construct(
        #[\SensitiveParameter]
        string $body,
        #[\SensitiveParameter]
        array $headers,
        public string $url,
        public ?string $method = null,
        public bool $includeUnverified = false,
    ) {
        $this->hidden = new Hidden(['body' => $body, 'headers' => self::pairs($headers)]);
    }

    /** What `Webhooks::parse` sends. */
    public function request(): ParseWebhookRequest
    {
        ['body' => $body, 'headers' => $headers] = $this->hidden->reveal();

        return new ParseWebhookRequest(
            body: $body,
            headers: $headers,
            url: $this->url,
            httpMethod: $this->method,
            includeUnverified: $this->includeUnverified ?: null,
        );
    }

    /**
     * @param array<array-key, string|list<string>> $headers
     *
     * @return list<WebhookHeader>
     */
    private static function pairs(#[\SensitiveParameter] array $headers): array
    {
        $pairs = [];
        foreach ($headers as $name => $value) {
            if (\is_int($name) && \is_array($value)) {
                $pairs[] = new WebhookHeader($value[0], $value[1]);
                continue;
            }
            foreach ((array) $value as $one) {
                $pairs[] = new WebhookHeader((string) $name, (string) $one);
            }
        }

        return $pairs;
    }
}
