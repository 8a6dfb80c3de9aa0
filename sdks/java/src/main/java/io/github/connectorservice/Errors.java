/* Which error a call ends with. */
package io.github.connectorservice;

import io.grpc.Status;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Errors by the service's reason, and else by what is certain. */
final class Errors {
  enum Kind {
    INVALID_REQUEST,
    UNAUTHENTICATED,
    PERMISSION_DENIED,
    UNSUPPORTED,
    OVERLOADED,
    NOT_SENT,
    OUTCOME_UNKNOWN,
    UNAVAILABLE
  }

  private static final Map<String, Kind> BY_REASON =
      Map.ofEntries(
          Map.entry("INVALID_REQUEST", Kind.INVALID_REQUEST),
          Map.entry("MALFORMED", Kind.INVALID_REQUEST),
          Map.entry("INVALID_CREDENTIALS", Kind.INVALID_REQUEST),
          Map.entry("INVALID_STATE", Kind.INVALID_REQUEST),
          Map.entry("UNKNOWN_CONNECTOR", Kind.INVALID_REQUEST),
          Map.entry("UNKNOWN_ACCOUNT", Kind.INVALID_REQUEST),
          Map.entry("UNAUTHENTICATED", Kind.UNAUTHENTICATED),
          Map.entry("PERMISSION_DENIED", Kind.PERMISSION_DENIED),
          Map.entry("UNSUPPORTED", Kind.UNSUPPORTED),
          Map.entry("OVERLOADED", Kind.OVERLOADED),
          Map.entry("RATE_LIMITED", Kind.OVERLOADED),
          Map.entry("NOT_SENT", Kind.NOT_SENT),
          Map.entry("SHUTTING_DOWN", Kind.NOT_SENT),
          Map.entry("DEADLINE_PASSED", Kind.NOT_SENT));

  /** How grpc-java begins its words for what is no answer of gRPC. */
  private static final Pattern HTTP_STATUS = Pattern.compile("HTTP status code \\d{3}");

  private Errors() {}

  static Kind kindOf(Ending<?> ending, boolean isSafe) {
    Kind open = isSafe ? Kind.UNAVAILABLE : Kind.OUTCOME_UNKNOWN;
    if (ending.reason().isPresent()) {
      // A reason that is not known here is no proof of anything, whatever the code beside it.
      return BY_REASON.getOrDefault(ending.reason().get(), open);
    }
    return ending.isHanded() ? byCode(ending.status().getCode(), open) : Kind.NOT_SENT;
  }

  private static Kind byCode(Status.Code code, Kind open) {
    return switch (code) {
      case INVALID_ARGUMENT, NOT_FOUND, FAILED_PRECONDITION -> Kind.INVALID_REQUEST;
      case UNAUTHENTICATED -> Kind.UNAUTHENTICATED;
      case PERMISSION_DENIED -> Kind.PERMISSION_DENIED;
      case UNIMPLEMENTED -> Kind.UNSUPPORTED;
      default -> open;
    };
  }

  /**
   * In the service's words or this library's. Whoever else spoke may repeat the request, a short
   * secret such as a card's code among it, which could not be told from other words.
   */
  private static String messageOf(Ending<?> ending) {
    String told = Optional.ofNullable(ending.status().getDescription()).orElse("");
    boolean isOurs = ending.reason().isPresent() || !ending.isHanded();
    if (isOurs || ending.status().getCause() != null) {
      return told;
    }
    Matcher http = HTTP_STATUS.matcher(told);
    return http.lookingAt() ? http.group() + " of something else" : "no answer of the service";
  }

  static ConnectorServiceException of(
      Ending<?> ending,
      String requestId,
      boolean isSafe,
      Secrets secrets,
      Supplier<UnknownCall> call) {
    Problem problem =
        new Problem(
            ending.status().getCode(),
            ending.reason(),
            secrets.maskedIn(messageOf(ending)),
            ending.violations().stream()
                .map(
                    one ->
                        new Violation(
                            secrets.maskedIn(one.field()), secrets.maskedIn(one.problem())))
                .toList(),
            ending.retryAfter(),
            requestId,
            ending.status().getCause());
    return switch (kindOf(ending, isSafe)) {
      case INVALID_REQUEST -> new InvalidRequestException(problem);
      case UNAUTHENTICATED -> new UnauthenticatedException(problem);
      case PERMISSION_DENIED -> new PermissionDeniedException(problem);
      case UNSUPPORTED -> new UnsupportedException(problem);
      case OVERLOADED -> new OverloadedException(problem);
      case NOT_SENT -> new NotSentException(problem);
      case OUTCOME_UNKNOWN -> new OutcomeUnknownException(problem, call.get());
      case UNAVAILABLE -> new UnavailableException(problem);
    };
  }
}
