/* No answer to a question. */
package io.github.connectorservice;

/** A call that moves nothing brought no answer. It may be made again. */
public final class UnavailableException extends ConnectorServiceException {
  private static final long serialVersionUID = 1L;

  UnavailableException(Problem problem) {
    super(problem);
  }
}
