<?php

/** Reads what processors tell on their own. */

declare(strict_types=1);

namespace ConnectorService;

use ConnectorService\Calls\Rpc;
use ConnectorService\Exceptions\ConnectorServiceException;
use ConnectorService\Internal\Calls;
use ConnectorService\Payments\V1\ParseWebhookResponse;

final readonly class Webhooks
{
    /** @internal made by the client */
    public function __construct(private Calls $calls)
    {
    }

    /**
     * Verifies a delivery and says what it tells. Each event has its own verdict; act on those that are to be applied.
     *
     * @throws ConnectorServiceException where there is no answer
     */
    public function parse(Delivery $delivery, ?CallOptions $options = null): ParseWebhookResponse
    {
        $answer = $this->calls->call(Rpc::ParseWebhook, $delivery->request(), $options ?? new CallOptions());
        \assert($answer instanceof ParseWebhookResponse);

        return $answer;
    }
}
