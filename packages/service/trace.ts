/** OpenTelemetry spans: one for a call, one for each exchange with a processor. They go nowhere unless an SDK is loaded. */
import {
  context,
  propagation,
  type Span,
  SpanKind,
  SpanStatusCode,
  type TextMapGetter,
  trace,
} from "@opentelemetry/api";
import type { Around } from "#runtime";
import { codes } from "./errors.ts";
import type { Header, Interceptor, ServiceCall } from "./handler.ts";
import { answered, type Outcome, refused } from "./outcome.ts";

const tracer = trace.getTracer("connector-service");
const fromHeader: TextMapGetter<Header> = {
  get: (header, name) => header(name.toLowerCase()),
  keys: () => ["traceparent", "tracestate", "baggage"],
};

/** The caller's `traceparent` becomes the parent; its trace id is in the log with or without an SDK. */
export const traced: Interceptor = (next) => (call) => {
  const parent = propagation.extract(context.active(), call.header, fromHeader);
  const { service, name } = call.route;
  return tracer.startActiveSpan(
    `${service}/${name}`,
    {
      kind: SpanKind.SERVER,
      attributes: {
        // https://opentelemetry.io/docs/specs/semconv/rpc/rpc-spans/
        "rpc.system": call.encoding === "json" ? "connect_rpc" : "grpc",
        "rpc.service": service,
        "rpc.method": name,
        "payments.request_id": call.requestId,
      },
    },
    parent,
    async (span) => {
      const traceId = traceIdOf(span, call.header);
      if (traceId !== undefined) call.record.traceId = traceId;
      try {
        const message = await next(call);
        describe(span, call, answered(message));
        return message;
      } catch (error) {
        describe(span, call, refused(error));
        span.setStatus({ code: SpanStatusCode.ERROR });
        throw error;
      } finally {
        span.end();
      }
    },
  );
};

function traceIdOf(span: Span, header: Header): string | undefined {
  const { traceId } = span.spanContext();
  if (!/^0+$/.test(traceId)) return traceId;
  // https://www.w3.org/TR/trace-context/#traceparent-header
  return /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}/.exec(
    header("traceparent") ?? "",
  )?.[1];
}

function describe(span: Span, { record }: ServiceCall, outcome: Outcome): void {
  span.setAttributes({
    "rpc.grpc.status_code":
      outcome.code === "ok"
        ? 0
        : (Object.entries(codes).find(([name]) => name === outcome.code)?.[1] ?? codes.unknown),
    "payments.outcome": outcome.outcome,
    ...(outcome.certainty !== undefined && { "payments.certainty": outcome.certainty }),
    ...(outcome.failure !== undefined && { "payments.failure": outcome.failure }),
    ...(record.caller !== undefined && { "payments.caller": record.caller }),
    ...(record.connector !== undefined && { "payments.connector": record.connector }),
  });
}

/** Processors get no trace headers: they are none of theirs. */
export const tracedSend: Around = (next) => (request, peer) =>
  tracer.startActiveSpan(
    `${peer.connector} ${peer.step}`,
    {
      kind: SpanKind.CLIENT,
      attributes: {
        "http.request.method": request.method,
        "server.address": new URL(request.url).hostname,
        "payments.connector": peer.connector,
        "payments.step": peer.step,
      },
    },
    async (span) => {
      try {
        const response = await next(request, peer);
        span.setAttribute("http.response.status_code", response.status);
        return response;
      } catch (error) {
        span.setStatus({ code: SpanStatusCode.ERROR });
        throw error;
      } finally {
        span.end();
      }
    },
  );

/** The trace headers for a request to the merchant. */
export function traceHeaders(): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  propagation.inject(context.active(), headers);
  return headers;
}

export function inSpan<Result>(
  name: string,
  attributes: Readonly<Record<string, string>>,
  act: () => Promise<Result>,
): Promise<Result> {
  return tracer.startActiveSpan(name, { kind: SpanKind.SERVER, attributes }, async (span) => {
    try {
      return await act();
    } finally {
      span.end();
    }
  });
}
