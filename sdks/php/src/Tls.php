<?php

/** Whom the client trusts, and what it shows, over `https`. */

declare(strict_types=1);

namespace ConnectorService;

use ConnectorService\Internal\Hidden;

final readonly class Tls
{
    private Hidden $key;

    /**
     * @param string|null $authorities PEM, trusted alone; the system's where null
     * @param string|null $certificate PEM, with those between it and its authority
     * @param string|null $key PEM
     */
    public function __construct(
        public ?string $authorities = null,
        public ?string $certificate = null,
        #[\SensitiveParameter]
        ?string $key = null,
    ) {
        if (($certificate === null) !== ($key === null)) {
            throw new \InvalidArgumentException('a certificate goes with its key');
        }
        $this->key = new Hidden(['key' => $key]);
    }

    /** @internal */
    public function key(): ?string
    {
        return $this->key->reveal()['key'];
    }
}
