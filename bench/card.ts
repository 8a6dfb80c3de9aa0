/** The card payment that everything here makes, and the processor's recorded answers, from the connectors' own fixtures. */
import { fromJson, type JsonValue, type MessageShape, toBinary } from "@bufbuild/protobuf";
import { AuthorizePaymentRequestSchema } from "#contract";
import { type Fixture, readFixture } from "../packages/testing/fixtures.ts";

export type Processor = "stripe" | "adyen" | "razorpay";
export const processors: readonly Processor[] = ["stripe", "adyen", "razorpay"];

/** `connectors/<id>/fixtures/authorize-card.json`: a card with a billing address and metadata, captured at once. */
export const fixtureOf = (processor: Processor): Fixture =>
  readFixture(
    new URL(`../connectors/${processor}/fixtures/authorize-card.json`, import.meta.url).pathname,
  );

export const requestOf = (
  processor: Processor,
): MessageShape<typeof AuthorizePaymentRequestSchema> =>
  fromJson(AuthorizePaymentRequestSchema, fixtureOf(processor).request);

export const requestJson = (processor: Processor): JsonValue => fixtureOf(processor).request;

/** One gRPC message, its five bytes in front. */
export function requestFrame(processor: Processor): Buffer {
  const payload = toBinary(AuthorizePaymentRequestSchema, requestOf(processor));
  const frame = Buffer.alloc(payload.length + 5);
  frame.writeUInt32BE(payload.length, 1);
  frame.set(payload, 5);
  return frame;
}

export interface Recorded {
  readonly path: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What the processors answer to this payment, by path. */
export const recordedAnswers = (): readonly Recorded[] =>
  processors.flatMap((processor) =>
    fixtureOf(processor).exchanges.map(({ request, response }) => ({
      path: new URL(request?.url ?? "").pathname,
      status: response.status,
      headers: response.headers ?? {},
      body: response.body,
    })),
  );

/** The operator's base URL for the mock, as an account names it. */
export const hostsAt = (
  processor: Processor,
  origin: string,
): Readonly<Record<string, string>> => ({
  api: processor === "adyen" ? `${origin}/v72` : origin,
});
