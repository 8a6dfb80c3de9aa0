/* Base of all errors of calls. */
package io.github.connectorservice;

import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A call brought no answer. A processor's no is an answer and never one of these. What is known is
 * in fields; the message is for people, and no credential or marked field of the request is in it.
 */
public abstract sealed class ConnectorServiceException extends RuntimeException
    permits InvalidRequestException,
        UnauthenticatedException,
        PermissionDeniedException,
        UnsupportedException,
        OverloadedException,
        NotSentException,
        OutcomeUnknownException,
        UnavailableException {
  private static final long serialVersionUID = 1L;

  private final Status.Code code;
  private final String reason;
  private final ArrayList<Violation> violations;
  private final Duration retryAfter;
  private final String requestId;

  ConnectorServiceException(Problem problem) {
    super(problem.text(), problem.cause());
    code = problem.code();
    reason = problem.reason().orElse(null);
    violations = new ArrayList<>(problem.violations());
    retryAfter = problem.retryAfter().orElse(null);
    requestId = problem.requestId();
  }

  /**
   * The reason that the service gave.
   *
   * @return such as {@code INVALID_REQUEST}: an {@code ErrorReason} without its prefix; empty where
   *     none came
   */
  public final Optional<String> reason() {
    return Optional.ofNullable(reason);
  }

  /**
   * The code of gRPC.
   *
   * @return alone it proves nothing about what was sent
   */
  public final Status.Code code() {
    return code;
  }

  /**
   * Every bad field of the request.
   *
   * @return empty where there is none
   */
  public final List<Violation> violations() {
    return Collections.unmodifiableList(violations);
  }

  /**
   * When to try again.
   *
   * @return after so long, where the service said
   */
  public final Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /**
   * What the call is called in the service's log.
   *
   * @return the same for all attempts of the call
   */
  public final String requestId() {
    return requestId;
  }
}
