/* The request or its account is wrong. */
package io.github.connectorservice;

/**
 * The request, its credentials or its account is wrong; {@link #violations} names every bad field.
 * Nothing was sent to the processor.
 */
public final class InvalidRequestException extends ConnectorServiceException {
  private static final long serialVersionUID = 1L;

  InvalidRequestException(Problem problem) {
    super(problem);
  }
}
