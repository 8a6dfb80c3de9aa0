/* What is known of a call that brought no answer. */
package io.github.connectorservice;

import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What is known of a call that brought no answer; nothing secret is in it. */
record Problem(
    Status.Code code,
    Optional<String> reason,
    String message,
    List<Violation> violations,
    Optional<Duration> retryAfter,
    String requestId,
    Throwable cause) {

  String text() {
    StringBuilder text = new StringBuilder(reason.orElse(code.name()));
    if (!message.isEmpty()) {
      text.append(": ").append(message);
    }
    violations.forEach(
        one -> text.append("; ").append(one.field()).append(' ').append(one.problem()));
    return text.append(" (request ").append(requestId).append(')').toString();
  }
}
