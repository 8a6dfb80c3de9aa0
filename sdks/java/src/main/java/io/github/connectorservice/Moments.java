/* The contract's durations and moments as Java's. */
package io.github.connectorservice;

import com.google.protobuf.Timestamp;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/** Conversions. What others tell may be beyond any clock: it becomes the furthest there is. */
final class Moments {
  private Moments() {}

  static Duration duration(com.google.protobuf.Duration duration) {
    try {
      return Duration.ofSeconds(duration.getSeconds(), duration.getNanos());
    } catch (ArithmeticException beyond) {
      return Duration.ofSeconds(duration.getSeconds());
    }
  }

  static Instant instant(Timestamp timestamp) {
    try {
      return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
    } catch (DateTimeException | ArithmeticException beyond) {
      return timestamp.getSeconds() < 0 ? Instant.MIN : Instant.MAX;
    }
  }
}
