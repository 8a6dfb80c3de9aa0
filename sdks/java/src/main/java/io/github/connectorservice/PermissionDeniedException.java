/* The caller may not do this. */
package io.github.connectorservice;

/** The caller may not do this. Nothing was sent to the processor. */
public final class PermissionDeniedException extends ConnectorServiceException {
  private static final long serialVersionUID = 1L;

  PermissionDeniedException(Problem problem) {
    super(problem);
  }
}
