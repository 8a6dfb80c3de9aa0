<?php

/** The caller may not do this. */

declare(strict_types=1);

namespace ConnectorService\Exceptions;

final class PermissionDeniedException extends ConnectorServiceException
{
}
