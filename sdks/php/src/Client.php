<?php

/** The client: the contract's services as groups of calls. */

declare(strict_types=1);

namespace ConnectorService;

use ConnectorService\Calls\Connectors;
use ConnectorService\Calls\Customers;
use ConnectorService\Calls\Disputes;
use ConnectorService\Calls\Mandates;
use ConnectorService\Calls\PaymentMethods;
use ConnectorService\Calls\Payments;
use ConnectorService\Calls\Refunds;
use ConnectorService\Calls\Sessions;
use ConnectorService\Internal\Calls;
use ConnectorService\Internal\ClosableTransport;
use ConnectorService\Internal\Hidden;
use ConnectorService\Internal\Metadata;
use ConnectorService\Internal\Together;
use ConnectorService\Transport\CurlTransport;
use ConnectorService\Transport\Transport;

/**
 * Keeps its connections until it is closed or forgotten. Share one for all calls of a process; a process that was forked makes
 * its own.
 */
final readonly class Client
{
    public Payments $payments;
    public Refunds $refunds;
    public Mandates $mandates;
    public Disputes $disputes;
    public PaymentMethods $paymentMethods;
    public Customers $customers;
    public Sessions $sessions;
    public Connectors $connectors;
    public Webhooks $webhooks;
    private Calls $calls;

    /**
     * @param string $endpoint `https://payments.example:8443`, or `http://…` in plaintext
     * @param Connector|null $connector whose calls they are: a connector with its credentials
     * @param string|null $account or the name of an account that the service's operator configured
     * @param string|null $subAccount the account inside the credentials: a merchant account, a connected account
     * @param string|null $apiKey the caller's key at the service
     * @param int $deadlineMilliseconds for a call and all its attempts
     * @param int $retries how often a call is sent again where the contract allows it, 0 for never
     * @param array<string, string> $metadata headers that go with every call
     * @param Hooks|null $hooks for logs and spans
     * @param Tls|null $tls whom to trust, and what to show; the system's authorities where null
     * @param Transport|null $transport libcurl where null; `tls` is libcurl's
     *
     * @throws \InvalidArgumentException where these contradict themselves
     */
    public function __construct(
        #[\SensitiveParameter]
        private string $endpoint,
        private ?Connector $connector = null,
        private ?string $account = null,
        ?string $subAccount = null,
        #[\SensitiveParameter]
        ?string $apiKey = null,
        int $deadlineMilliseconds = 30_000,
        int $retries = 2,
        #[\SensitiveParameter]
        array $metadata = [],
        ?Hooks $hooks = null,
        ?Tls $tls = null,
        ?Transport $transport = null,
    ) {
        if (\preg_match('~^https?://[^/?#@\s]+/?$~D', $endpoint) !== 1) {
            throw new \InvalidArgumentException('endpoint is http://host:port or https://host:port');
        }
        if (($connector === null) === ($account === null)) {
            throw new \InvalidArgumentException('give either connector or account');
        }
        if ($tls !== null && $transport !== null) {
            throw new \InvalidArgumentException('tls goes with libcurl: a transport of your own has its own');
        }
        $given = new CallOptions($deadlineMilliseconds, $retries, null, $metadata);
        $headers = [...$given->metadata(), ...Metadata::own($connector, $account, $subAccount, $apiKey)];
        $this->calls = new Calls(
            new ClosableTransport($transport ?? new CurlTransport($tls ?? new Tls())),
            \rtrim($endpoint, '/'),
            new Hidden(['headers' => $headers]),
            $deadlineMilliseconds,
            $retries,
            $hooks,
        );
        $this->payments = new Payments($this->calls);
        $this->refunds = new Refunds($this->calls);
        $this->mandates = new Mandates($this->calls);
        $this->disputes = new Disputes($this->calls);
        $this->paymentMethods = new PaymentMethods($this->calls);
        $this->customers = new Customers($this->calls);
        $this->sessions = new Sessions($this->calls);
        $this->connectors = new Connectors($this->calls);
        $this->webhooks = new Webhooks($this->calls);
    }

    /**
     * Makes calls at the same time, on connections of their own: `together(['a' => fn () => $client->payments->…])`. Returns when
     * all have ended.
     *
     * @param array<array-key, callable(): mixed> $calls
     *
     * @return array<array-key, mixed> what each returned, or its ConnectorServiceException, under its key
     */
    public function together(array $calls): array
    {
        return Together::run($calls);
    }

    /** Ends the connections. A call after it ends as NotSent, and so does one under way, or as OutcomeUnknown where it has gone. */
    public function close(): void
    {
        $this->calls->close();
    }

    /** @return array<string, string|null> */
    public function __debugInfo(): array
    {
        return ['endpoint' => $this->endpoint, 'account' => $this->account, 'connector' => $this->connector?->id];
    }
}
