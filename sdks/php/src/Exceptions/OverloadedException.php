<?php

/** Too much at once. Nothing was sent to the processor; `retryAfterMilliseconds` says when again, where that is known. */

declare(strict_types=1);

namespace ConnectorService\Exceptions;

final class OverloadedException extends ConnectorServiceException
{
}
