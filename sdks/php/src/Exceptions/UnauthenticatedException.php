<?php

/** The caller's key or certificate is missing or not known. */

declare(strict_types=1);

namespace ConnectorService\Exceptions;

final class UnauthenticatedException extends ConnectorServiceException
{
}
