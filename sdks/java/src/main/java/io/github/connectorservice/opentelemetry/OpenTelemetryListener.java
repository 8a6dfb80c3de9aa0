/* A span per call, an event per attempt. */
package io.github.connectorservice.opentelemetry;

import io.github.connectorservice.CallListener;
import io.github.connectorservice.ConnectorServiceClient;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.util.HashMap;
import java.util.Map;

/**
 * A span of kind CLIENT for each call, with an event for each attempt, by the semantic conventions
 * of RPC. The span's context travels with the call where a propagator is configured, so that the
 * service's own spans follow. No payload, credential or metadata is in it.
 */
public final class OpenTelemetryListener implements CallListener {
  private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("rpc.system");
  private static final AttributeKey<String> SERVICE = AttributeKey.stringKey("rpc.service");
  private static final AttributeKey<String> METHOD = AttributeKey.stringKey("rpc.method");
  private static final AttributeKey<Long> CODE = AttributeKey.longKey("rpc.grpc.status_code");
  private static final AttributeKey<String> REQUEST_ID =
      AttributeKey.stringKey("payments.request_id");
  private static final AttributeKey<Long> NUMBER = AttributeKey.longKey("payments.attempt.number");
  private static final AttributeKey<String> REASON = AttributeKey.stringKey("payments.reason");
  private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

  private final Tracer tracer;
  private final TextMapPropagator propagator;

  /**
   * A listener of one SDK.
   *
   * @param openTelemetry such as {@code GlobalOpenTelemetry.get()}
   */
  public OpenTelemetryListener(OpenTelemetry openTelemetry) {
    tracer = openTelemetry.getTracer("io.github.connectorservice", ConnectorServiceClient.VERSION);
    propagator = openTelemetry.getPropagators().getTextMapPropagator();
  }

  @Override
  public Watch callStarted(Started started) {
    String[] rpc = started.rpc().split("/", 2);
    Span span =
        tracer
            .spanBuilder(started.rpc())
            .setSpanKind(SpanKind.CLIENT)
            .setAttribute(SYSTEM, "grpc")
            .setAttribute(SERVICE, rpc[0])
            .setAttribute(METHOD, rpc[1])
            .setAttribute(REQUEST_ID, started.requestId())
            .startSpan();
    return new SpanWatch(span, propagator);
  }

  private record SpanWatch(Span span, TextMapPropagator propagator) implements Watch {
    @Override
    public Map<String, String> metadata() {
      Map<String, String> carrier = new HashMap<>();
      propagator.inject(Context.current().with(span), carrier, Map::put);
      return carrier;
    }

    @Override
    public void attemptEnded(Attempt attempt) {
      AttributesBuilder attributes =
          Attributes.builder()
              .put(NUMBER, (long) attempt.number())
              .put(CODE, (long) attempt.code().value());
      attempt.reason().ifPresent(reason -> attributes.put(REASON, reason));
      span.addEvent("attempt", attributes.build());
      span.setAttribute(CODE, (long) attempt.code().value());
    }

    @Override
    public void callEnded(Ended ended) {
      ended
          .error()
          .ifPresent(
              error -> {
                String type = error.getClass().getSimpleName();
                span.setStatus(StatusCode.ERROR, type);
                span.setAttribute(ERROR_TYPE, type);
              });
      span.end();
    }
  }
}
