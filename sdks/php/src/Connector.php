<?php

/** Whose calls they are: a connector with its credentials. `Connectors\` has a constructor for each. */

declare(strict_types=1);

namespace ConnectorService;

use ConnectorService\Internal\Hidden;

/** Prints its id and nothing else. */
abstract readonly class Connector implements \JsonSerializable
{
    private Hidden $credentials;

    /** @param array<string, string|list<string>|null> $credentials */
    protected function __construct(public string $id, #[\SensitiveParameter] array $credentials)
    {
        $given = [];
        foreach ($credentials as $name => $value) {
            if ($value !== null && $value !== []) {
                $given[$name] = $value;
            }
        }
        $this->credentials = new Hidden($given);
    }

    /**
     * For the client.
     *
     * @internal
     *
     * @return array<string, string|list<string>>
     */
    final public function credentials(): array
    {
        return $this->credentials->reveal();
    }

    /** @return array<string, string> */
    final public function __debugInfo(): array
    {
        return ['id' => $this->id, 'credentials' => '***'];
    }

    /** @return array<string, string> */
    final public function jsonSerialize(): array
    {
        return $this->__debugInfo();
    }

    /** @return never */
    final public function __serialize(): array
    {
        throw new \LogicException('credentials are not serialised');
    }
}
