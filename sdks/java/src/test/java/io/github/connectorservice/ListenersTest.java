/* What listeners are told, in logs and in traces. */
package io.github.connectorservice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.connectorservice.connectors.Stripe;
import io.github.connectorservice.opentelemetry.OpenTelemetryListener;
import io.github.connectorservice.payments.v1.CaptureMode;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class ListenersTest {
  private static final String RPC = "payments.v1.PaymentService/AuthorizePayment";
  private static final String KEY = "sk_test_CANARY0123456789";

  private static ConnectorServiceClient.Builder nobody() {
    return ConnectorServiceClient.builder("http://127.0.0.1:9", new Stripe(KEY)).retries(1);
  }

  private static void pay(ConnectorServiceClient client) {
    client
        .payments()
        .authorizePayment(
            SandboxForTests.authorization(
                    SandboxForTests.GOOD_CARD, CaptureMode.CAPTURE_MODE_AUTOMATIC)
                .build());
  }

  @Test
  void logsCallsAndAttempts() {
    Logger logger = Logger.getLogger("io.github.connectorservice");
    List<String> lines = new ArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord logged) {
            lines.add(logged.getLevel() + " " + logged.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    logger.setLevel(Level.ALL);
    logger.setUseParentHandlers(false);
    logger.addHandler(handler);
    try (ConnectorServiceClient client = nobody().listener(CallListener.logging()).build()) {
      assertThrows(NotSentException.class, () -> pay(client));
    } finally {
      logger.removeHandler(handler);
      logger.setUseParentHandlers(true);
      logger.setLevel(null);
    }
    assertEquals(3, lines.size(), lines.toString());
    assertTrue(lines.get(0).startsWith("FINE " + RPC + ": attempt 1 ended as UNAVAILABLE"));
    assertTrue(lines.get(1).startsWith("FINE " + RPC + ": attempt 2 ended as UNAVAILABLE"));
    assertTrue(lines.get(2).startsWith("WARNING " + RPC + " NotSentException UNAVAILABLE in"));
    assertFalse(lines.toString().contains(KEY) || lines.toString().contains("4242"));
  }

  @Test
  void tracesCallsAndAttempts() {
    InMemorySpanExporter exporter = InMemorySpanExporter.create();
    OpenTelemetrySdk sdk =
        OpenTelemetrySdk.builder()
            .setTracerProvider(
                SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                    .build())
            .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
            .build();
    CallListener listener = new OpenTelemetryListener(sdk);
    try (ConnectorServiceClient client = nobody().listener(listener).build()) {
      assertThrows(NotSentException.class, () -> pay(client));
    }
    try (ConnectorServiceClient client =
        ConnectorServiceClient.builder(SandboxForTests.sandbox().url(), Account.named("stripe"))
            .listener(listener)
            .build()) {
      pay(client);
    }
    List<SpanData> spans = exporter.getFinishedSpanItems();
    assertEquals(2, spans.size());
    SpanData failed = spans.get(0);
    assertEquals(RPC, failed.getName());
    assertEquals(SpanKind.CLIENT, failed.getKind());
    assertEquals(StatusCode.ERROR, failed.getStatus().getStatusCode());
    assertEquals(2, failed.getEvents().size());
    assertEquals(
        14L,
        failed
            .getEvents()
            .get(1)
            .getAttributes()
            .get(AttributeKey.longKey("rpc.grpc.status_code")));
    assertEquals(StatusCode.UNSET, spans.get(1).getStatus().getStatusCode());
    assertEquals(1, spans.get(1).getEvents().size());
    assertFalse(spans.toString().contains(KEY) || spans.toString().contains("4242424242"));
    CallListener.Watch watch =
        listener.callStarted(
            new CallListener.Started(RPC, "request-1", java.time.Duration.ofSeconds(1)));
    assertTrue(watch.metadata().get("traceparent").matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01"));
  }

  @Test
  void aBrokenListenerChangesNothing() {
    Logger logger = Logger.getLogger("io.github.connectorservice");
    logger.setLevel(Level.OFF);
    CallListener broken =
        started -> {
          throw new IllegalStateException("broken");
        };
    CallListener brokenLater =
        started ->
            new CallListener.Watch() {
              @Override
              public void attemptEnded(CallListener.Attempt attempt) {
                throw new IllegalStateException("broken");
              }

              @Override
              public void callEnded(CallListener.Ended ended) {
                throw new IllegalStateException("broken");
              }
            };
    try (ConnectorServiceClient client =
        ConnectorServiceClient.builder(SandboxForTests.sandbox().url(), Account.named("stripe"))
            .listener(broken)
            .listener(brokenLater)
            .build()) {
      pay(client);
    } finally {
      logger.setLevel(null);
    }
  }
}
