<?php

/** What is said for one call alone. */

declare(strict_types=1);

namespace ConnectorService;

use ConnectorService\Internal\Hidden;
use ConnectorService\Internal\Metadata;

final readonly class CallOptions
{
    private Hidden $metadata;

    /**
     * @param int|null $deadlineMilliseconds for all attempts together; the client's where null
     * @param int|null $retries how often a call is sent again where the contract allows it, 0 for never; the client's where null
     * @param string|null $idempotencyKey written into the request where it has the field and does not say one itself
     * @param array<string, string> $metadata headers beside the client's own; not printed
     *
     * @throws \InvalidArgumentException
     */
    public function __construct(
        public ?int $deadlineMilliseconds = null,
        public ?int $retries = null,
        public ?string $idempotencyKey = null,
        #[\SensitiveParameter]
        array $metadata = [],
    ) {
        if (($deadlineMilliseconds ?? 1) < 1 || ($retries ?? 0) < 0) {
            throw new \InvalidArgumentException('a deadline is at least 1 ms, and retries are 0 or more');
        }
        $this->metadata = new Hidden(Metadata::checked($metadata));
    }

    /**
     * @internal
     *
     * @return array<string, string> by names in lower case
     */
    public function metadata(): array
    {
        return $this->metadata->reveal();
    }
}
