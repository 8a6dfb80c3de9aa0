<?php

/** Whether an rpc may be sent twice, by the contract. */

declare(strict_types=1);

namespace ConnectorService;

enum IdempotencyLevel
{
    /** Only where the answer or the error says that it may. */
    case UNKNOWN;
    /** It asks, and moves nothing. */
    case NO_SIDE_EFFECTS;
    /** Twice is as good as once. */
    case IDEMPOTENT;
}
