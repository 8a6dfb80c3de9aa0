<?php

/** Nothing was sent to the processor. */

declare(strict_types=1);

namespace ConnectorService\Exceptions;

final class NotSentException extends ConnectorServiceException
{
}
