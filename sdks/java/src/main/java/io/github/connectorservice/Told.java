/* The parts that answers have in common, by their descriptors. */
package io.github.connectorservice;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.github.connectorservice.payments.v1.Certainty;
import io.github.connectorservice.payments.v1.Failure;
import io.github.connectorservice.payments.v1.Operation;
import io.github.connectorservice.payments.v1.Resolution;
import io.github.connectorservice.payments.v1.Retry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What an answer tells of its operation. */
final class Told {
  private Told() {}

  /**
   * A member of an answer, where the answer's type has one of this name and type, and it is given.
   */
  static <Part extends Message> Optional<Part> part(Message answer, String name, Class<Part> type) {
    FieldDescriptor field = answer.getDescriptorForType().findFieldByName(name);
    boolean isMessage =
        field != null
            && !field.isRepeated()
            && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
    return isMessage && answer.hasField(field)
        ? Optional.of(answer.getField(field)).filter(type::isInstance).map(type::cast)
        : Optional.empty();
  }

  private static Optional<Operation> operation(Message answer) {
    return part(answer, "operation", Operation.class);
  }

  static boolean isUnknown(Message answer) {
    return operation(answer)
        .filter(operation -> operation.getCertainty() == Certainty.CERTAINTY_UNKNOWN)
        .isPresent();
  }

  /** Whether nothing was sent, and the same request with the same key may go out now. */
  static boolean isSameKeyNow(Message answer) {
    return operation(answer)
        .filter(operation -> operation.getFailure().getRetry() == Retry.RETRY_SAME_KEY_NOW)
        .isPresent();
  }

  /** Whether the same request with the same key may go out again. */
  static boolean isRepeatSafe(Message answer) {
    return operation(answer)
        .filter(
            operation ->
                operation.getFailure().getRetry() == Retry.RETRY_SAME_KEY_NOW
                    || (operation.getCertainty() == Certainty.CERTAINTY_UNKNOWN
                        && operation
                            .getResolution()
                            .getWaysList()
                            .contains(Resolution.Way.WAY_REPEAT_SAME_KEY)))
        .isPresent();
  }

  /**
   * How long to wait before that: {@code usual}, or longer where the failure says so; and never
   * before the earliest moment at which a repeat is recognised.
   */
  static Duration pause(Message answer, Duration usual, Instant now) {
    Optional<Operation> told = operation(answer);
    Duration pause =
        told.map(Operation::getFailure)
            .filter(Failure::hasRetryAfter)
            .map(failure -> Moments.duration(failure.getRetryAfter()))
            .filter(least -> least.compareTo(usual) > 0)
            .orElse(usual);
    return told.map(Operation::getResolution)
        .filter(Resolution::hasEarliest)
        .map(resolution -> Duration.between(now, Moments.instant(resolution.getEarliest())))
        .filter(until -> until.compareTo(pause) > 0)
        .orElse(pause);
  }
}
