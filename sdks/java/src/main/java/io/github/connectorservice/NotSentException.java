/* Certainly nothing was sent. */
package io.github.connectorservice;

/** Nothing was sent to the processor: the same call may be made again. */
public final class NotSentException extends ConnectorServiceException {
  private static final long serialVersionUID = 1L;

  NotSentException(Problem problem) {
    super(problem);
  }
}
