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
        // A header may have a number for a name, by which PHP makes an int of it: pairs are a list of nothing else.
        $arePairs = \array_is_list($headers);
        foreach ($headers as $name => $value) {
            if ($arePairs && \is_array($value) && \count($value) === 2) {
                $pairs[] = new WebhookHeader(self::text($value[0]), self::text($value[1]));
                continue;
            }
            foreach ((array) $value as $one) {
                $pairs[] = new WebhookHeader(self::text((string) $name), self::text((string) $one));
            }
        }

        return $pairs;
    }

    /** A header is bytes. What is no UTF-8 is read as ISO 8859-1, as servers in other languages read all of it. */
    private static function text(#[\SensitiveParameter] string $bytes): string
    {
        return \preg_match('//u', $bytes) === 1 ? $bytes : (string) \preg_replace_callback(
            '/[\x80-\xff]/',
            static fn (array $byte): string => \chr(0xC0 | \ord($byte[0]) >> 6) . \chr(0x80 | \ord($byte[0]) & 0x3F),
            $bytes,
        );
    }
}
