<?php

/** What happens, for logs and spans: never a payload, never a secret. */

declare(strict_types=1);

namespace ConnectorService;

use ConnectorService\Calls\Rpc;

/** What a hook throws is passed over, and that hook is asked no more during that call: a payment does not fail for want of a log. */
interface Hooks
{
    /** A call begins. What is returned is told how it goes on. */
    public function began(Rpc $rpc, string $requestId): ?CallHooks;
}
