<?php

/** The request is wrong: `violations` names every field. Nothing was sent to the processor. */

declare(strict_types=1);

namespace ConnectorService\Exceptions;

final class InvalidRequestException extends ConnectorServiceException
{
}
