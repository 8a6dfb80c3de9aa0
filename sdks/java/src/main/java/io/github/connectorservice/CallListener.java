/* Hooks: what happens to calls, for logs and traces. */
package io.github.connectorservice;

import io.grpc.Status;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Is told of calls. It sees no payload, credential or metadata. What it throws is logged and
 * changes no call. Its methods run on the caller's or the transport's thread: they must not block.
 */
@FunctionalInterface
public interface CallListener {
  /**
   * A call begins.
   *
   * @param started what is known of it
   * @return is told what happens to it
   */
  Watch callStarted(Started started);

  /**
   * A listener that logs each call in one line, and each attempt at level DEBUG, to {@code
   * System.Logger} by the name {@code io.github.connectorservice}.
   *
   * @return the listener
   */
  static CallListener logging() {
    return new LoggingListener(System.getLogger("io.github.connectorservice"));
  }

  /**
   * A call that begins.
   *
   * @param rpc such as {@code payments.v1.PaymentService/AuthorizePayment}
   * @param requestId its name in the service's log
   * @param deadline until when an answer must be there
   */
  record Started(String rpc, String requestId, Duration deadline) {}

  /**
   * An attempt that ended.
   *
   * @param number from 1
   * @param code OK where there is an answer
   * @param reason the service's reason, where it gave one
   * @param elapsed how long it took
   * @param pause until the next attempt; empty where there is none
   */
  record Attempt(
      int number,
      Status.Code code,
      Optional<String> reason,
      Duration elapsed,
      Optional<Duration> pause) {}

  /**
   * A call that ended.
   *
   * @param error empty where there is an answer
   * @param attempts how many were made
   * @param elapsed how long all of it took
   */
  record Ended(Optional<ConnectorServiceException> error, int attempts, Duration elapsed) {}

  /** Is told what happens to one call. */
  interface Watch {
    /**
     * Metadata to send with every attempt, such as {@code traceparent}.
     *
     * @return none of those that the library fills itself
     */
    default Map<String, String> metadata() {
      return Map.of();
    }

    /**
     * An attempt ended.
     *
     * @param attempt what became of it
     */
    default void attemptEnded(Attempt attempt) {}

    /**
     * The call ended; the last that is told of it.
     *
     * @param ended what became of it
     */
    default void callEnded(Ended ended) {}
  }
}
