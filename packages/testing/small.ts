/** A connector as small as one can be, for tests of what runs connectors: each test puts in what it is about. */
import { create } from "@bufbuild/protobuf";
import {
  type AuthorizePaymentRequest,
  AuthorizePaymentRequestSchema,
  CaptureMode,
  CapturePaymentRequestSchema,
  FailureCode,
  OperationStatus,
  PaymentStatus,
} from "#contract";
import {
  type AnyConnector,
  decodeIf,
  defineConnector,
  type FlowName,
  failureCodes,
  type HttpRequest,
  type HttpResponse,
  type Init,
  json,
  optionalText,
  type PaymentOutcome,
  secret,
  secrets,
  v,
  withHeaders,
} from "#kit";
import { type Call, createRuntime, type Peer, type Runtime, type RuntimeOptions } from "#runtime";

export const apiKey = "canary-api-key-0123456789";
export const credentials = { apiKey, webhookSecrets: ["canary-webhook-secret-0123456789"] };

const codes = failureCodes({
  source: "https://small.example/errors",
  words: {
    declined: FailureCode.DECLINED,
    not_found: FailureCode.NOT_FOUND,
    conflict: FailureCode.IDEMPOTENCY_CONFLICT,
    wrong_key: FailureCode.CREDENTIALS_REJECTED,
  },
});
const Problem = v.object({ code: v.string() });

/** What every test's payment comes to. */
export const paid: PaymentOutcome = {
  operation: { status: OperationStatus.SUCCEEDED, operationId: "op" },
  payment: { status: PaymentStatus.CAPTURED, paymentRef: { paymentId: "pay" } },
};

const usual = defineConnector({
  id: "small",
  name: "Small",
  docs: "https://small.example",
  apiVersion: "1",
  hosts: {
    api: { live: "https://api.small.example", test: "https://test.small.example" },
  },
  credentials: {
    apiKey: secret({ description: "The key.", example: "example-api-key" }),
    webhookSecrets: secrets({ description: "The secrets.", example: "example-webhook-secret" }),
    prefix: optionalText({ description: "The prefix.", example: "a1b2" }),
  },
  authenticate: (request, { credentials }) =>
    withHeaders(request, { Authorization: `Bearer ${credentials.apiKey}` }),
  idempotency: {
    carrier: "header",
    name: "Idempotency-Key",
    format: "uuid",
    seconds: 86_400,
    source: "https://small.example/idempotency",
  },
  requestIdHeader: "request-id",
  methods: {
    card: {
      capture: [CaptureMode.AUTOMATIC, CaptureMode.MANUAL],
      write: ({ number }: { readonly number: string }) => ({ number }),
    },
  },
  flows: {
    authorizePayment: {
      method: "POST",
      path: "/payments",
      body: ({ reference, purchase, paymentMethod }) =>
        json({
          reference,
          amount: purchase?.amount?.minorUnits,
          card: paymentMethod?.method.case === "card" ? paymentMethod.method.value.number : null,
        }),
      read: () => paid,
    },
  },
  refusal: ({ text }) => codes(decodeIf(Problem, text)?.code),
});

/** With other members than the usual. */
export const small = (members: Partial<AnyConnector> = {}): AnyConnector => ({
  ...usual,
  ...members,
});

export type Answer = Partial<Pick<HttpResponse, "status" | "headers" | "text">>;
export const responseOf = ({ status = 200, headers = {}, text = "{}" }: Answer): HttpResponse => ({
  status,
  headers,
  text,
  bytes: new TextEncoder().encode(text),
});

/** A way to send that answers as it is told and remembers what it was sent. */
export function scripted(answer: (request: HttpRequest, peer: Peer) => Answer | Promise<Answer>) {
  const sent: HttpRequest[] = [];
  return {
    sent,
    send: async (request: HttpRequest, peer: Peer): Promise<HttpResponse> => {
      sent.push(request);
      return responseOf(await answer(request, peer));
    },
  };
}

export const stateKey = { id: "test", key: new Uint8Array(32).fill(7) };
export const now = new Date("2026-01-01T00:00:00Z");

/** A runtime that knows this connector, at a standing clock and without chance. */
export const runtimeOf = (
  connector: AnyConnector,
  options: Pick<RuntimeOptions, "send"> & Partial<RuntimeOptions>,
): Runtime =>
  createRuntime({
    connectorIds: [connector.id],
    connectors: async (id) => (id === connector.id ? connector : undefined),
    live: false,
    stateKeys: [stateKey],
    clock: () => now,
    seed: () => new Uint8Array(32),
    ...options,
  });

export const callOf = (more: Partial<Call> = {}): Call => ({
  connector: "small",
  credentials,
  deadline: performance.now() + 10_000,
  requestId: "test",
  ...more,
});

export const card = { number: "4111111111111111", expiryMonth: 3, expiryYear: 2031, cvc: "737" };
export const authorize = (
  more: Init<typeof AuthorizePaymentRequestSchema> = {},
): AuthorizePaymentRequest =>
  create(AuthorizePaymentRequestSchema, {
    reference: "order-1",
    purchase: { amount: { minorUnits: 1000n, currency: "EUR" } },
    paymentMethod: { method: { case: "card", value: card } },
    captureMode: CaptureMode.AUTOMATIC,
    ...more,
  });
export const capture = () =>
  create(CapturePaymentRequestSchema, {
    reference: "capture-1",
    payment: { paymentId: "pay" },
    amount: { minorUnits: 1000n, currency: "EUR" },
    finalCapture: true,
  });

/** Replaces flows; the rest of the connector is the usual. */
export const withFlows = (
  flows: { readonly [Name in FlowName]?: unknown },
  members: Partial<AnyConnector> = {},
): AnyConnector =>
  // What a test puts in is typed where it is written.
  small({ ...members, flows: flows as AnyConnector["flows"] });
