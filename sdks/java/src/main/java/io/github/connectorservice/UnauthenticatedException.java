/* The caller is not known. */
package io.github.connectorservice;

/** The caller's key or certificate is missing or not known. Nothing was sent to the processor. */
public final class UnauthenticatedException extends ConnectorServiceException {
  private static final long serialVersionUID = 1L;

  UnauthenticatedException(Problem problem) {
    super(problem);
  }
}
