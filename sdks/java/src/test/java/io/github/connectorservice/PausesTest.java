/* How long a call waits before it is sent again because an answer allows it. */
package io.github.connectorservice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Timestamp;
import io.github.connectorservice.payments.v1.AuthorizePaymentRequest;
import io.github.connectorservice.payments.v1.AuthorizePaymentResponse;
import io.github.connectorservice.payments.v1.Failure;
import io.github.connectorservice.payments.v1.GetPaymentRequest;
import io.github.connectorservice.payments.v1.Operation;
import io.github.connectorservice.payments.v1.Resolution;
import io.github.connectorservice.payments.v1.Retry;
import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class PausesTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
  private static final Duration USUAL = Duration.ofMillis(150);

  @ParameterizedTest(name = "retry_after {0}s, earliest in {1}s: {2} ms")
  @CsvSource({
    ", , 150",
    "1, , 1000",
    ", 10, 10000",
    "1, 10, 10000",
    "20, 10, 20000",
    ", -5, 150",
    "0, , 150",
    "-1, , 150",
    "0, 0, 150",
  })
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

  @Test
  void whatIsBeyondAnyClockIsTheFurthestThereIs() {
    var duration = com.google.protobuf.Duration.newBuilder();
    assertEquals(
        Duration.ofSeconds(Long.MAX_VALUE),
        Moments.duration(duration.setSeconds(Long.MAX_VALUE).setNanos(1_500_000_000).build()));
    var moment = Timestamp.newBuilder();
    assertEquals(Instant.MAX, Moments.instant(moment.setSeconds(Long.MAX_VALUE).build()));
    assertEquals(Instant.MIN, Moments.instant(moment.setSeconds(Long.MIN_VALUE).build()));
  }

  /** The answer comes all the same: told by a thread of the transport, it would otherwise never. */
  @ParameterizedTest(name = "retry_after {0} s, earliest {1} s")
  @CsvSource({"9223372036854775807, 0", "0, 9223372036854775807", "0, -9223372036854775808"})
  void anAnswerThatWaitsForEverIsAnAnswer(long retryAfter, long earliest) throws Exception {
    Operation operation =
        Operation.newBuilder()
            .setFailure(
                Failure.newBuilder()
                    .setRetry(Retry.RETRY_SAME_KEY_NOW)
                    .setRetryAfter(
                        com.google.protobuf.Duration.newBuilder()
                            .setSeconds(retryAfter)
                            .setNanos(retryAfter == 0 ? 0 : 1_500_000_000)))
            .setResolution(
                Resolution.newBuilder()
                    .setEarliest(Timestamp.newBuilder().setSeconds(earliest).setNanos(-1)))
            .build();
    AuthorizePaymentResponse answer =
        AuthorizePaymentResponse.newBuilder().setOperation(operation).build();
    try (ScriptedService service = ScriptedService.answering(answer);
        ConnectorServiceClient client =
            ConnectorServiceClient.create(service.url(), Account.named("stripe"))) {
      AuthorizePaymentRequest request =
          AuthorizePaymentRequest.newBuilder().setIdempotencyKey("key-1").build();
      assertEquals(
          answer, client.payments().authorizePaymentAsync(request).get(20, TimeUnit.SECONDS));
    }
  }

  /** "At once" is no leave to ask in a hot loop. */
  @Test
  void whatIsToldIsALeast() throws Exception {
    Metadata trailers = new Metadata();
    trailers.put(CallMetadata.key("retry-after"), "0");
    Status status = Status.UNAVAILABLE;
    try (ScriptedService service = ScriptedService.refusing(() -> status, trailers);
        ConnectorServiceClient client =
            ConnectorServiceClient.create(service.url(), Account.named("stripe"))) {
      long begun = System.nanoTime();
      UnavailableException error =
          assertThrows(
              UnavailableException.class,
              () -> client.payments().getPayment(GetPaymentRequest.getDefaultInstance()));
      assertEquals(Optional.of(Duration.ZERO), error.retryAfter());
      long millis = (System.nanoTime() - begun) / 1_000_000;
      assertTrue(millis >= 300, "three attempts within " + millis + " ms");
    }
  }
}
