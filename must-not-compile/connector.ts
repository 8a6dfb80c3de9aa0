/** Mistakes in a connector that its types must refuse: `refused` marks each line, or the line above it, with what is said of it. */
import {
  CaptureMode,
  type CapturePaymentRequest,
  type CreateRefundRequest,
  EventAction,
  FailureCode,
  OperationStatus,
  PaymentStatus,
  RefundStatus,
} from "#contract";
import {
  answer,
  authorized,
  call,
  defineConnector,
  type Exchange,
  failureCodes,
  form,
  fromUnits,
  json,
  type PaymentOutcome,
  type PaymentResult,
  paymentMethods,
  paymentStatuses,
  type Step,
  secret,
  toUnits,
  v,
  webhooks,
  withHeaders,
} from "#kit";

const source = "https://mistaken.example";
const Payment = v.object({ id: v.string(), status: v.string() });
const paymentStatus = paymentStatuses({
  source,
  words: {
    paid: PaymentStatus.CAPTURED,
    back: "CAPTURED", // refused: is not assignable to type 'Status<PaymentStatus>'
  },
});
paymentStatus("paid", PaymentStatus.CAPTURED); // refused: Expected 1 arguments, but got 2
failureCodes({ source, words: { "51": "INSUFFICIENT_FUNDS" } }); // refused: is not assignable to type 'FailureWord'
failureCodes({ words: { "51": FailureCode.INSUFFICIENT_FUNDS } }); // refused: Property 'source' is missing

const toPayment = ({ id, status }: v.InferOutput<typeof Payment>): PaymentResult => ({
  paymentRef: { paymentId: id },
  ...paymentStatus(status),
});
const toOutcome = (told: v.InferOutput<typeof Payment>): PaymentOutcome => {
  const payment = toPayment(told);
  return { operation: authorized(payment), payment };
};
const withoutStatus: PaymentResult = { paymentRef: { paymentId: "p" } }; // refused: Property 'status' is missing
void withoutStatus;

const methods = paymentMethods<Record<string, unknown>>({
  card: {
    capture: [CaptureMode.AUTOMATIC],
    requires: ["purchase.customer.contact.adress"], // refused: contact.adress"' is not assignable
    write: (card) => ({ number: card.numbr }), // refused: 'numbr' does not exist
  },
  twint: {
    capture: ["AUTOMATIC"], // refused: Type 'string' is not assignable to type 'CaptureMode'
    write: (method) => ({ name: method.name }), // refused: Property 'name' does not exist on type 'AlternativeMethod'
  },
});
paymentMethods<object>({
  twimt: { capture: [CaptureMode.AUTOMATIC], write: () => ({}) }, // refused: 'twimt' does not exist
});

/** A step of a connector that has another secret. */
const needsSecret: Step<
  CapturePaymentRequest,
  PaymentOutcome,
  { readonly apiKey: string; readonly merchantSecret: string }
> = {
  name: "needsSecret",
  example: { operation: { status: OperationStatus.SUCCEEDED } },
  method: "POST",
  path: "/x",
  body: (_, { credentials }) => json({ secret: credentials.merchantSecret }),
  read: answer(Payment, toOutcome),
};
const refunds: Exchange<CreateRefundRequest, PaymentOutcome> = {
  method: "POST",
  path: "/x",
  body: ({ reason }) => form({ reason }),
  read: answer(Payment, toOutcome),
};

const members = {
  id: "mistaken",
  name: "Mistaken",
  docs: source,
  apiVersion: "1",
  hosts: { api: { live: "https://mistaken.example", test: "https://mistaken.example" } },
  credentials: { apiKey: secret({ description: "The key.", example: "key" }) },
  idempotency: { carrier: "none", format: "uuid", source },
  methods,
  refusal: () => ({ code: FailureCode.UNMAPPED }),
} as const;

export const first = defineConnector({
  ...members,
  authenticate: (request, { credentials }) => withHeaders(request, { A: credentials.apiKy }), // refused: 'apiKy' does not exist
  rules: {
    createRefund: { requires: ["amout"] }, // refused: "amout"' is not assignable
  },
  flows: {
    authorizePayment: {
      method: "POST",
      path: "/p",
      body: (payment) => json({ amount: payment.amount }), // refused: Property 'amount' does not exist on type 'AuthorizePaymentRequest'
      read: answer(Payment, toOutcome),
    },
    // refused below: Property 'merchantSecret' is missing
    *capturePayment(request) {
      return yield* call(needsSecret, request);
    },
    voidPayment: {
      method: "POST",
      path: "/p",
      read: answer(Payment, (told) => ({ operation: { state: 2 }, payment: toPayment(told) })), // refused: 'status' is missing
    },
    getPayment: {
      method: "GET",
      path: "/p",
      read: answer(Payment, (told) => ({
        // refused below: Property 'customer' does not exist
        payment: { ...toPayment(told), customerId: told.customer },
      })),
    },
    // refused below: is not assignable to type 'PaymentOutcome'
    *resumePayment(request) {
      const outcome = yield* call(
        { ...needsSecret, body: () => json({}) },
        { ...request, $typeName: "payments.v1.CapturePaymentRequest", reference: "", splits: [] },
      );
      return outcome.payment?.status;
    },
  },
});

export const second = defineConnector({
  ...members,
  authenticate: (request) => request,
  flows: {
    capturePayment: refunds, // refused: is not assignable to type 'Flow<CapturePaymentRequest
  },
});

export const third = defineConnector({
  ...members,
  idempotency: { carrier: "cookie", format: "uuid", source }, // refused: "cookie"' is not assignable
  authenticate: (request) => ({ ...request, method: "TRACE" }), // refused: "TRACE"' is not assignable
  flows: {
    authorizePayment: {
      method: "POST",
      path: "/p",
      statuses: { 402: "declined" }, // refused: "declined"' is not assignable to type 'Meaning'
      read: answer(Payment, toOutcome),
    },
    // refused below: '{ minorUnits: number; currency: string; }' is not assignable
    createRefund: () => ({
      operation: { status: OperationStatus.SUCCEEDED },
      refund: { status: RefundStatus.SUCCEEDED, amount: { minorUnits: 10, currency: "EUR" } },
    }),
  },
});

toUnits({ minorUnits: 10.5, currency: "EUR" }); // refused: Type 'number' is not assignable to type 'bigint'
fromUnits(1050, "EUR"); // refused: 'number' is not assignable to parameter of type 'bigint'

webhooks<{ readonly secret: string }>({
  events: [],
  source,
  signed: true,
  verify: ({ headers }, { credentials }) => ({ verification: headers[credentials.secrt] }), // refused: Property 'secrt' does not exist
  read: ({ text }) => [{ dedupeKey: text, action: EventAction.APPLY }], // refused: 'processorEventType' is missing
});

export const fourth = defineConnector({
  ...members,
  authenticate: (request) => request,
  flows: {
    payout: refunds, // refused: 'payout' does not exist
  },
});
export const fifth = defineConnector({
  ...members,
  authenticate: (request) => request,
  rules: {
    capturePaymnt: {}, // refused: 'capturePaymnt' does not exist
  },
  flows: {},
});
export const sixth = defineConnector({
  ...members,
  authenticate: (request) => request,
  refuse: () => false, // refused: 'refuse' does not exist
  flows: {},
});
