/* How long a call waits before it is sent again because an answer allows it. */
package io.github.connectorservice;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.Timestamp;
import io.github.connectorservice.payments.v1.AuthorizePaymentResponse;
import io.github.connectorservice.payments.v1.Failure;
import io.github.connectorservice.payments.v1.Operation;
import io.github.connectorservice.payments.v1.Resolution;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PausesTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
  private static final Duration USUAL = Duration.ofMillis(150);

  @ParameterizedTest(name = "retry_after {0}s, earliest in {1}s: {2} ms")
  @CsvSource({", , 150", "1, , 1000", ", 10, 10000", "1, 10, 10000", "20, 10, 20000", ", -5, 150"})
  void aRepeatIsNeverBeforeTheEarliestMoment(Long retryAfter, Long earliest, long milliseconds) {
    Operation.Builder operation = Operation.newBuilder();
    if (retryAfter != null) {
      operation.setFailure(
          Failure.newBuilder()
              .setRetryAfter(
                  com.google.protobuf.Duration.newBuilder().setSeconds(retryAfter).build()));
    }
    if (earliest != null) {
      operation.setResolution(
          Resolution.newBuilder()
              .setEarliest(Timestamp.newBuilder().setSeconds(NOW.getEpochSecond() + earliest)));
    }
    AuthorizePaymentResponse answer =
        AuthorizePaymentResponse.newBuilder().setOperation(operation).build();
    assertEquals(Duration.ofMillis(milliseconds), Told.pause(answer, USUAL, NOW));
  }
}
