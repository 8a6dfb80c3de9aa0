/* How one attempt ended. */
package io.github.connectorservice;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How one attempt ended: with an answer, or as a status of gRPC with what the service said of it.
 *
 * @param answer present where there is one
 * @param status OK where there is an answer
 * @param reason the service's own; a reason of another domain is none
 * @param isHanded whether the request was handed to a connection
 */
record Ending<Answer extends Message>(
    Optional<Answer> answer,
    Status status,
    Optional<String> reason,
    List<Violation> violations,
    Optional<Duration> retryAfter,
    boolean isHanded) {
  private static final String DOMAIN = "payments.v1";
  private static final Set<String> NOTHING_SENT =
      Set.of("NOT_SENT", "OVERLOADED", "RATE_LIMITED", "SHUTTING_DOWN");
  private static final Set<Status.Code> PASSING =
      Set.of(
          Status.Code.UNAVAILABLE,
          Status.Code.INTERNAL,
          Status.Code.UNKNOWN,
          Status.Code.CANCELLED);

  static <Answer extends Message> Ending<Answer> answered(Answer answer) {
    return new Ending<>(
        Optional.of(answer), Status.OK, Optional.empty(), List.of(), Optional.empty(), true);
  }

  /** An attempt that was never made. */
  static <Answer extends Message> Ending<Answer> notMade(Status status) {
    return broken(status, false);
  }

  /** An attempt of which nothing else is known. */
  static <Answer extends Message> Ending<Answer> broken(Status status, boolean isHanded) {
    return new Ending<>(
        Optional.empty(), status, Optional.empty(), List.of(), Optional.empty(), isHanded);
  }

  static <Answer extends Message> Ending<Answer> refused(
      Status status, Metadata headers, Metadata trailers, boolean isHanded) {
    List<Any> details = detailsOf(status, trailers);
    Optional<String> reason =
        detail(details, ErrorInfo.class)
            .filter(info -> info.getDomain().equals(DOMAIN) && !info.getReason().isEmpty())
            .map(ErrorInfo::getReason);
    List<Violation> violations =
        detail(details, BadRequest.class).stream()
            .flatMap(bad -> bad.getFieldViolationsList().stream())
            .map(one -> new Violation(one.getField(), one.getDescription()))
            .toList();
    Optional<Duration> retryAfter =
        detail(details, RetryInfo.class)
            .filter(RetryInfo::hasRetryDelay)
            .map(info -> Moments.duration(info.getRetryDelay()))
            .or(() -> secondsIn(trailers))
            .or(() -> secondsIn(headers));
    return new Ending<>(
        Optional.empty(), readable(status), reason, violations, retryAfter, isHanded);
  }

  /** grpc-java cancels a call whose answer it cannot read, which nobody asked it to. */
  private static Status readable(Status status) {
    boolean isUnreadable =
        status.getCode() == Status.Code.CANCELLED
            && status.getCause() instanceof StatusRuntimeException cause
            && cause.getStatus().getCode() == Status.Code.INTERNAL;
    return isUnreadable
        ? Status.INTERNAL.withDescription("the answer cannot be read").withCause(status.getCause())
        : status;
  }

  /** What does not parse says nothing. */
  private static List<Any> detailsOf(Status status, Metadata trailers) {
    com.google.rpc.Status known = StatusProto.fromStatusAndTrailers(status, trailers);
    return known == null ? List.of() : known.getDetailsList();
  }

  private static <Detail extends Message> Optional<Detail> detail(
      List<Any> details, Class<Detail> type) {
    try {
      for (Any detail : details) {
        if (detail.is(type)) {
          return Optional.of(detail.unpack(type));
        }
      }
    } catch (InvalidProtocolBufferException unreadable) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  private static Optional<Duration> secondsIn(Metadata metadata) {
    String seconds = metadata.get(CallMetadata.key("retry-after"));
    return seconds != null && seconds.matches("\\d{1,9}")
        ? Optional.of(Duration.ofSeconds(Long.parseLong(seconds)))
        : Optional.empty();
  }

  /** Whether nothing can have reached the processor. */
  boolean isCertainlyNotSent() {
    return answer.isEmpty() && (!isHanded || reason.filter(NOTHING_SENT::contains).isPresent());
  }

  /** Whether it ended in a way that may pass, and the service did not say why. */
  boolean mayPass() {
    return answer.isEmpty() && reason.isEmpty() && PASSING.contains(status.getCode());
  }
}
