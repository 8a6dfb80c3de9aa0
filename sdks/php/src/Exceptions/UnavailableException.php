<?php

/** A call without side effects has no answer. Nothing can have moved. */

declare(strict_types=1);

namespace ConnectorService\Exceptions;

final class UnavailableException extends ConnectorServiceException
{
}
