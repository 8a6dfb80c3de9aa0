/** What is sent to Stripe: the payments, and the declaration of everything. */
import {
  type AuthorizePaymentRequest,
  type GetPaymentRequest,
  type Money,
  OperationKind,
  type PaymentRef,
  PaymentStatus,
  PendingReason,
  type ResumePaymentRequest,
  type ReversePaymentRequest,
} from "#contract";
import {
  accepted,
  agreement,
  alreadyDone,
  answer,
  authorized,
  call,
  decisiveIn,
  decode,
  defineConnector,
  done,
  form,
  methodName,
  notFound,
  optionalText,
  type Page,
  type PaymentOutcome,
  type PaymentResult,
  path,
  query,
  required,
  reversedBy,
  type Script,
  type Step,
  secret,
  secrets,
  weightOf,
  withHeaders,
} from "#kit";
import { toNextAction } from "./actions.ts";
import { toPayment } from "./answers.ts";
import {
  checkAdjust,
  checkAuthorize,
  checkGetRefund,
  checkSession,
  checkSetup,
  checkTokenize,
} from "./checks.ts";
import { checkEvidence, disputeFlows } from "./disputes.ts";
import { intentIn, intentInError, refusal } from "./failures.ts";
import {
  charging,
  confirmation,
  opening,
  options,
  ordered,
  type Prepared,
  shares,
  units,
} from "./intents.ts";
import * as limits from "./limits.ts";
import { mayBeCard, methods } from "./methods.ts";
import { givenBackWhole, refundFlows } from "./refunds.ts";
import { sessionFlows } from "./sessions.ts";
import { listOf, money, PaymentIntent } from "./shapes.ts";
import { prepared, retrieveSetup, vaultFlows } from "./vault.ts";
import { modeOf, webhooks } from "./webhooks.ts";

const credentials = {
  apiKey: secret({
    description: "Secret or restricted key: Dashboard, Developers, API keys",
    example: "sk_test_4eC39HqLyjWDarjtT1zdp7dc",
    pattern: /[sr]k_(test|live)_\w+/,
  }),
  publishableKey: optionalText({
    description: "Publishable key, handed to Stripe.js with client sessions: the same page",
    example: "pk_test_TYooMQauvdEDq54NiTphI7jx",
    pattern: /pk_(test|live)_\w+/,
  }),
  webhookSecrets: secrets({
    description:
      "Signing secrets of the webhook endpoint, several while one is rolled: Dashboard, Webhooks",
    example: "whsec_test_secret",
    pattern: /whsec_\w+/,
  }),
};

const intentPath = (payment: Handle | undefined, action = ""): string =>
  path`/v1/payment_intents/${required(payment?.paymentId, "payment.paymentId")}` + action;
type Handle = Pick<PaymentRef, "paymentId">;
const withCharge = { "expand[0]": "latest_charge" };
const theIntent = answer(PaymentIntent, (intent) => intent);
const exampleIntent: PaymentIntent = {
  id: "PAYMENT-ID",
  amount: 0n,
  amount_capturable: 0n,
  amount_received: 0n,
  currency: "usd",
  metadata: {},
  status: "succeeded",
};

interface Charge extends Prepared {
  readonly payment: AuthorizePaymentRequest;
}
const createIntent: Step<Charge, PaymentOutcome> = {
  name: "createPaymentIntent",
  method: "POST",
  path: "/v1/payment_intents",
  statuses: { 402: "answer" },
  body: ({ payment, ...ready }, context) =>
    form({
      ...opening(payment, ready, mayBeCard(payment.paymentMethod), context),
      ...confirmation(payment, ready, context),
      ...charging(payment, context),
      ...withCharge,
    }),
  read: (response) => {
    const intent = intentIn(response);
    const isDecline = response.status !== 200 && !standing.has(intent.status);
    return isDecline ? declined(toPayment(intent, response)) : outcomeOf(intent);
  },
  example: { operation: done(), payment: { status: PaymentStatus.CAPTURED } },
};

const retrieveIntent: Step<Handle, PaymentIntent> = {
  name: "retrievePaymentIntent",
  method: "GET",
  path: (payment) => intentPath(payment, query(withCharge)),
  read: theIntent,
  example: exampleIntent,
};
interface SearchPage {
  readonly reference: string;
  readonly page: string | undefined;
}
/** Shows what is older than a minute, without regard to case, and not in India. https://docs.stripe.com/search */
const searchIntents: Step<SearchPage, Page<PaymentIntent>> = {
  name: "searchPaymentIntents",
  method: "GET",
  path: ({ reference, page }) =>
    `/v1/payment_intents/search${query({
      query: `metadata["reference"]:"${reference.replace(/["\\]/g, "\\$&")}"`,
      limit: 100,
      page,
      "expand[0]": "data.latest_charge",
    })}`,
  read: answer(listOf(PaymentIntent), ({ data, next_page }, { reference }) => ({
    items: data.filter(({ metadata }) => metadata["reference"] === reference),
    next: next_page,
  })),
  example: { items: [exampleIntent] },
};
type Target = GetPaymentRequest["target"] | ReversePaymentRequest["target"];
function* found(target: Target): Script<PaymentIntent | undefined> {
  if (target.case !== "originalCall")
    return yield* call(retrieveIntent, required(target.value, "payment"));
  const { reference } = target.value;
  return yield* decisiveIn(
    (page: string | undefined) => call(searchIntents, { reference, page }),
    (intent) => weightOf(toPayment(intent)),
  );
}

const cancelIntent: Step<Handle, PaymentIntent> = {
  name: "cancelPaymentIntent",
  method: "POST",
  path: (payment) => intentPath(payment, "/cancel"),
  body: () => form(withCharge),
  read: theIntent,
  example: exampleIntent,
};

const bought = ["purchase.channel", "purchase.statementDescriptor", "purchase.splits"] as const;

export default defineConnector({
  id: "stripe",
  name: "Stripe",
  docs: "https://docs.stripe.com/api",
  apiVersion: "2026-10-28.endive",
  hosts: {
    api: { live: "https://api.stripe.com", test: "https://api.stripe.com" },
    files: { live: "https://files.stripe.com", test: "https://files.stripe.com" },
  },

  credentials,
  options,
  subAccount: "header",
  modeOf,
  authenticate: (request, { credentials: { apiKey }, subAccount }) =>
    withHeaders(request, {
      Authorization: `Bearer ${apiKey}`,
      "Stripe-Version": "2026-10-28.endive",
      ...(subAccount && { "Stripe-Account": subAccount }),
    }),
  idempotency: {
    carrier: "header",
    name: "Idempotency-Key",
    format: { alphabet: "hex", length: 64 },
    seconds: 86_400,
    source: "https://docs.stripe.com/api/idempotent_requests",
  },
  requestIdHeader: "request-id",

  methods,

  flows: {
    *authorizePayment(payment) {
      const { storedCredential, paymentMethod } = payment;
      const keeps = storedCredential?.store || methodName(paymentMethod) === "bank_transfer";
      return yield* call(createIntent, { payment, ...(yield* prepared(payment, keeps)) });
    },
    // Stripe keeps the state itself, and a client that it told how to go on: coming back is looking.
    *resumePayment(resumed, { state }) {
      const id = resumedId(resumed, state);
      if (id.startsWith("seti_")) return yield* call(retrieveSetup, id);
      return outcomeOf(yield* call(retrieveIntent, { paymentId: id }));
    },
    *getPayment({ target }) {
      const intent = yield* found(target);
      return intent
        ? { payment: toPayment(intent), nextAction: toNextAction(intent) }
        : { payment: undefined };
    },
    capturePayment: {
      method: "POST",
      path: ({ payment }) => intentPath(payment, "/capture"),
      body: ({ amount, finalCapture, splits, statementDescriptor, order }) =>
        form({
          amount_to_capture: units(amount, "amount"),
          // Said only where it matters: Stripe knows the parameter where several captures were asked for.
          final_capture: finalCapture ? undefined : false,
          statement_descriptor_suffix: statementDescriptor,
          ...shares(splits, "splits.amount", true),
          ...ordered(order),
          ...withCharge,
        }),
      read: answer(PaymentIntent, (intent, { amount }) => captureOf(toPayment(intent), amount)),
    },
    voidPayment: {
      method: "POST",
      path: ({ payment }) => intentPath(payment, "/cancel"),
      // What was given up before is what was asked for.
      statuses: (response) =>
        intentInError(response)?.status === "canceled" ? "answer" : undefined,
      body: ({ reason }) =>
        form({
          cancellation_reason: reason && cancelReasons.has(reason) ? reason : undefined,
          ...withCharge,
        }),
      read: (response) => {
        const before = intentInError(response);
        if (before?.status === "canceled")
          return { operation: alreadyDone(), payment: toPayment(before) };
        const intent = decode(PaymentIntent, response.text);
        // What was taken of it before stays taken.
        const isDone = intent.status === "canceled";
        return { operation: isDone ? done() : accepted(), payment: toPayment(intent) };
      },
    },
    adjustPayment: {
      method: "POST",
      path: ({ payment }) => intentPath(payment, "/increment_authorization"),
      body: ({ amount, order }) =>
        form({ amount: units(amount, "amount"), ...ordered(order), ...withCharge }),
      // Held still, and as much as was asked for, of whatever currency: what was not raised keeps its amount.
      read: answer(PaymentIntent, (intent, { amount: asked }) => {
        const amount = money(intent.amount, intent.currency);
        const isHeld =
          intent.status === "requires_capture" && amount.minorUnits === asked?.minorUnits;
        return { operation: isHeld ? done({ amount }) : accepted(), payment: toPayment(intent) };
      }),
    },
    reversePayment: reverse,

    ...refundFlows,
    ...vaultFlows,
    ...disputeFlows,
    ...sessionFlows,
  },

  rules: {
    authorizePayment: {
      understands: [
        ...bought,
        "purchase.installments.count",
        // What a method cannot have honoured is refused by the check, by its name.
        "paymentMethod",
        ...agreement,
        "authentication",
      ],
      ...limits.payment,
      check: checkAuthorize,
    },
    capturePayment: {
      understands: ["splits", "statementDescriptor"],
      partial: true,
      repeated: true,
      ...limits.capture,
    },
    adjustPayment: {
      understands: ["reason"],
      repeated: true,
      ...limits.adjustment,
      check: checkAdjust,
    },
    getPayment: { byOriginalCall: true, consistency: "eventual", visibleAfter: 60 },
    reversePayment: { byOriginalCall: true, consistency: "eventual", visibleAfter: 60 },
    createRefund: { partial: true, repeated: true, ...limits.refund },
    getRefund: { byOriginalCall: true, consistency: "strong", check: checkGetRefund },
    setupMandate: {
      understands: ["purchase.channel", "paymentMethod", ...agreement, "authentication"],
      ...limits.setup,
      check: checkSetup,
    },
    getMandate: { consistency: "strong" },
    tokenizePaymentMethod: {
      understands: ["paymentMethod"],
      ...limits.token,
      check: checkTokenize,
    },
    getDispute: { consistency: "strong" },
    submitEvidence: { check: checkEvidence },
    createClientSession: {
      understands: [...bought, "allowedMethods", ...agreement, "authentication"],
      ...limits.session,
      check: checkSession,
    },
  },
  webhooks,
  leftOut: [
    "Stripe's own page (Checkout Sessions): a client session is a payment that Stripe.js shows on the merchant's page.",
    "Network tokens, wallet data that the merchant decrypted, and network transaction ids of other processors: Stripe's public reference has no parameters for them.",
    "Appeals, and the evidence of Visa Compelling Evidence 3.0 and of compliance disputes, which cost a fee: the contract has no fields for them.",
    "Terms of Indian e-mandates (mandate_options).",
  ],
  refusal,
});

const outcomeOf = (intent: PaymentIntent): PaymentOutcome => {
  const payment = toPayment(intent);
  return { operation: authorized(payment), payment, nextAction: toNextAction(intent) };
};
/** What these hold or have taken, no refusal undoes. */
const standing: ReadonlySet<string> = new Set(["processing", "requires_capture", "succeeded"]);
/** A 402 to the one attempt that there will be. */
function declined(attempted: PaymentResult): PaymentOutcome {
  const pendingReason = PendingReason.UNSPECIFIED;
  const payment = { ...attempted, status: PaymentStatus.FAILED, pendingReason };
  return { operation: authorized(payment), payment };
}

function captureOf(payment: PaymentResult, asked: Money | undefined): PaymentOutcome {
  const { captured } = payment.amounts ?? {};
  if (!takenStatuses.has(payment.status)) return { operation: accepted(), payment };
  // Earlier captures are in the total; less than was asked for, or another currency, can only be another amount.
  const isOther =
    (captured?.minorUnits ?? 0n) < (asked?.minorUnits ?? 0n) ||
    captured?.currency !== asked?.currency;
  const amount = isOther ? captured : asked;
  return { operation: done(amount && { amount }), payment };
}
const takenStatuses: ReadonlySet<PaymentStatus> = new Set([
  PaymentStatus.CAPTURED,
  PaymentStatus.PARTIALLY_CAPTURED,
]);

/** Gives up what is held, then gives back what was taken. */
function* reverse({ target, reference }: ReversePaymentRequest): Script<PaymentOutcome> {
  const intent = yield* found(target);
  if (!intent) return { operation: notFound() };
  const isOver = intent.status === "succeeded" || intent.status === "canceled";
  const left = isOver ? intent : yield* call(cancelIntent, { paymentId: intent.id });
  if (left.amount_received > 0n) {
    const operation = yield* givenBackWhole({ payment: { paymentId: left.id }, reference });
    return reversedBy(OperationKind.REFUND, { operation });
  }
  const operation = isOver ? alreadyDone() : done();
  return reversedBy(OperationKind.VOID, { operation, payment: toPayment(left) });
}
/** The intent is told by the state, by the handle, or by the query that Stripe added to the return URL. */
function resumedId(
  { payment, returned }: ResumePaymentRequest,
  state: Readonly<Record<string, string>>,
): string {
  const url = returned.case === "url" ? returned.value : "";
  const named = /[?&](?:payment|setup)_intent=(\w+)/.exec(url)?.[1];
  return required(state["setup_intent"] || payment?.paymentId || named, "payment.paymentId");
}

const cancelReasons: ReadonlySet<string> = new Set([
  "abandoned",
  "duplicate",
  "fraudulent",
  "requested_by_customer",
]);
