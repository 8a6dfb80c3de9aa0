/* The connector cannot do this. */
package io.github.connectorservice;

/** The connector cannot do this, or not for this method. Nothing was sent to the processor. */
public final class UnsupportedException extends ConnectorServiceException {
  private static final long serialVersionUID = 1L;

  UnsupportedException(Problem problem) {
    super(problem);
  }
}
