/* Nobody here knows what became of a call. */
package io.github.connectorservice;

/**
 * A call with side effects may have reached the processor, and its outcome is not known. Never
 * repeat it blindly: look it up with {@link UnknownCall#originalCall}, or repeat it with the same
 * idempotency key where there was one.
 */
public final class OutcomeUnknownException extends ConnectorServiceException {
  private static final long serialVersionUID = 1L;

  private final transient UnknownCall call;

  OutcomeUnknownException(Problem problem, UnknownCall call) {
    super(problem);
    this.call = call;
  }

  /**
   * The call.
   *
   * @return all that is needed to look it up; not kept by Java serialisation
   */
  public UnknownCall call() {
    return call;
  }
}
