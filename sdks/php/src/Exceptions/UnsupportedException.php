<?php

/** The connector cannot do this. Nothing was sent to the processor. */

declare(strict_types=1);

namespace ConnectorService\Exceptions;

final class UnsupportedException extends ConnectorServiceException
{
}
