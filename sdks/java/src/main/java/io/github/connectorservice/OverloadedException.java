/* Too much at once. */
package io.github.connectorservice;

/** The service is full, or this caller sends too much. Nothing was sent to the processor. */
public final class OverloadedException extends ConnectorServiceException {
  private static final long serialVersionUID = 1L;

  OverloadedException(Problem problem) {
    super(problem);
  }
}
