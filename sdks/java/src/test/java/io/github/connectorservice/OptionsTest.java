/* Options are checked when they are given. */
package io.github.connectorservice;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.connectorservice.connectors.Stripe;
import io.github.connectorservice.payments.v1.AuthorizePaymentRequest;
import io.github.connectorservice.payments.v1.ResumePaymentRequest;
import io.grpc.Metadata;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
  private static final Account STRIPE = new Stripe("sk_test_1");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x-connector",
        "X-Connector-Credentials",
        "x-connector-account",
        "x-connector-sub-account",
        "Authorization",
        "x-request-id",
        "grpc-timeout",
        "connect-timeout-ms",
        "own-bin",
        "not a name",
      })
  void namesThatTheLibraryFillsAreRefused(String name) {
    ConnectorServiceClient.Builder client =
        ConnectorServiceClient.builder("http://127.0.0.1:1", STRIPE);
    assertThrows(IllegalArgumentException.class, () -> client.metadata(name, "x"));
    CallOptions.Builder options = CallOptions.builder().metadata(name, "x");
    assertThrows(IllegalArgumentException.class, options::build);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1:8080",
        "ftp://127.0.0.1",
        "http://",
        "http://user:secret@127.0.0.1",
        "http://user:secret secret@127.0.0.1",
        "http://127.0.0.1/path",
        "http://127.0.0.1?query",
      })
  void endpointsAreUrlsWithoutMore(String endpoint) {
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class, () -> ConnectorServiceClient.create(endpoint, STRIPE));
    StringWriter trace = new StringWriter();
    refusal.printStackTrace(new PrintWriter(trace, true));
    assertFalse(trace.toString().contains("secret"), trace.toString());
  }

  @Test
  void certificatesGoWithTls() {
    ConnectorServiceClient.Builder client =
        ConnectorServiceClient.builder("http://127.0.0.1:1", STRIPE).authorities("PEM");
    assertThrows(IllegalArgumentException.class, client::build);
  }

  /** Told when the client is made, and without the key in what is told. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "CANARY",
        "-----BEGIN PRIVATE KEY-----\nCANARYCANARY\n-----END PRIVATE KEY-----\n",
        "-----BEGIN PRIVATE KEY-----\nCANARY!CANARY\n-----END PRIVATE KEY-----\n",
        "-----BEGIN RSA PRIVATE KEY-----\nCANARYCANARY\n-----END RSA PRIVATE KEY-----\n",
        "-----BEGIN PRIVATE KEY-----\nCANARYCANARY",
      })
  void aKeyThatIsNoneIsRefusedUnseen(String pem) {
    ConnectorServiceClient.Builder client =
        ConnectorServiceClient.builder("https://127.0.0.1:1", STRIPE).clientCertificate(pem, pem);
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> client.build().close());
    StringWriter trace = new StringWriter();
    refusal.printStackTrace(new PrintWriter(trace, true));
    assertFalse(trace.toString().contains("CANARY"), trace.toString());
    assertFalse(client.toString().contains("CANARY"), client.toString());
  }

  @Test
  void deadlinesAndRetriesAreNotNegative() {
    ConnectorServiceClient.Builder client =
        ConnectorServiceClient.builder("http://127.0.0.1:1", STRIPE);
    assertThrows(IllegalArgumentException.class, () -> client.deadline(Duration.ZERO));
    assertThrows(IllegalArgumentException.class, () -> client.retries(-1));
    assertThrows(
        IllegalArgumentException.class,
        () -> CallOptions.builder().deadline(Duration.ofMillis(-1)).build());
  }

  @Test
  void credentialsTravelAsJsonInAscii() {
    Metadata metadata = new Metadata();
    Connector.of(
            "own",
            Map.of("key", "k\u00e9\"\\<>&\u20ac\ud83d\ude00\n\u007f", "many", List.of("a", "b")))
        .describeTo(metadata);
    String json = metadata.get(CallMetadata.key("x-connector-credentials"));
    assertTrue(json.matches("[\\x20-\\x7e]*"), json);
    assertTrue(json.contains("\"k\\u00e9\\\"\\\\<>&\\u20ac\\ud83d\\ude00\\n\\u007f\""), json);
    assertTrue(json.contains("\"many\":[\"a\",\"b\"]"), json);
  }

  @Test
  void withersCopy() {
    Stripe one = new Stripe("sk_test_1");
    Stripe other = one.withPublishableKey("pk_test_1");
    assertFalse(one.toString().contains("publishableKey"));
    assertTrue(other.toString().contains("publishableKey"));
    assertThrows(NullPointerException.class, () -> new Stripe(null));
    assertThrows(IllegalArgumentException.class, () -> Connector.of("own", Map.of("key", 17)));
  }

  @Test
  void aKeyIsWrittenOnlyWhereNoneIsSaid() {
    var keyed =
        RequestFields.withIdempotencyKey(
            AuthorizePaymentRequest.newBuilder().setIdempotencyKey("own").build(), "given");
    assertEquals("own", keyed.getIdempotencyKey());
    var given =
        RequestFields.withIdempotencyKey(ResumePaymentRequest.getDefaultInstance(), "given");
    assertEquals("given", given.getIdempotencyKey());
  }

  @Test
  void anUnknownCallIsReadyToBeLookedUp() {
    Instant at = Instant.parse("2026-11-25T10:00:00.5Z");
    AuthorizePaymentRequest request =
        AuthorizePaymentRequest.newBuilder()
            .setReference("order-1")
            .setIdempotencyKey("k")
            .setPurchase(
                io.github.connectorservice.payments.v1.Purchase.newBuilder()
                    .setAmount(Amounts.of("EUR", "10.00")))
            .build();
    var call = UnknownCall.of("rpc", request, at).originalCall();
    assertEquals("order-1", call.getReference());
    assertEquals("k", call.getIdempotencyKey());
    assertEquals(at, Moments.instant(call.getAttemptedAt()));
    assertEquals("EUR 10.00", Amounts.text(call.getAmount()));
    assertDoesNotThrow(
        () -> UnknownCall.of("rpc", ResumePaymentRequest.getDefaultInstance(), at).originalCall());
  }
}
