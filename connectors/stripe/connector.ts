/** What is sent to Stripe: payments and refunds, and the declaration of everything. */
import {
  type AuthorizePaymentRequest,
  type CreateClientSessionRequest,
  CreateClientSessionResponse_Then,
  FailureCode,
  type GetPaymentRequest,
  type Money,
  OperationKind,
  type PaymentRef,
  PaymentStatus,
  PendingReason,
  RefundReason,
  type ResumePaymentRequest,
  Retry,
  type ReversePaymentRequest,
} from "#contract";
import {
  accepted,
  alreadyDone,
  answer,
  authorized,
  call,
  decode,
  defineConnector,
  done,
  failed,
  failure,
  form,
  methodName,
  type OperationResult,
  optionalText,
  optionsOf,
  type PaymentOutcome,
  type PaymentResult,
  query,
  Refused,
  refunded,
  required,
  type Script,
  type SessionOutcome,
  type Step,
  secret,
  secrets,
  type ValuesOf,
  v,
  withHeaders,
} from "#kit";
import {
  intentIn,
  intentInError,
  listOf,
  money,
  PaymentIntent,
  Refund,
  refusal,
  SetupIntent,
  toNextAction,
  toPayment,
  toRefund,
} from "./answers.ts";
import {
  checkAdjust,
  checkAuthorize,
  checkCapture,
  checkEvidence,
  checkGetRefund,
  checkRefund,
  checkSession,
  checkSetup,
  checkTokenize,
} from "./checks.ts";
import { disputeFlows } from "./disputes.ts";
import {
  abilities,
  charging,
  confirmation,
  opening,
  options,
  ordered,
  type Prepared,
  preferenceOf,
  shares,
  tagged,
  units,
} from "./intents.ts";
import { mayBeCard, methods, stripeType, within } from "./methods.ts";
import { prepared, setupOutcome, setupPath, vaultFlows } from "./vault.ts";
import { webhooks } from "./webhooks.ts";

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
type Credentials = ValuesOf<typeof credentials>;

const intentPath = (payment: Handle | undefined, action = ""): string => {
  const id = required(payment?.paymentId, "payment.paymentId");
  return `/v1/payment_intents/${encodeURIComponent(id)}${action}`;
};
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
    return response.status === 200 ? outcomeOf(intent) : declined(toPayment(intent, response));
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
/** Shows what is older than a minute, without regard to case, and not in India. https://docs.stripe.com/search */
const searchIntents: Step<string, PaymentIntent | undefined> = {
  name: "searchPaymentIntents",
  method: "GET",
  path: (reference) =>
    `/v1/payment_intents/search${query({
      query: `metadata["reference"]:"${reference.replace(/["\\]/g, "\\$&")}"`,
      "expand[0]": "data.latest_charge",
    })}`,
  read: answer(listOf(PaymentIntent), ({ data }, reference) =>
    data.find(({ metadata }) => metadata["reference"] === reference),
  ),
  example: exampleIntent,
};
type Target = GetPaymentRequest["target"] | ReversePaymentRequest["target"];
function* found(target: Target): Script<PaymentIntent | undefined> {
  return target.case === "originalCall"
    ? yield* call(searchIntents, target.value.reference)
    : yield* call(retrieveIntent, required(target.value, "payment"));
}

const cancelIntent: Step<Handle, PaymentIntent> = {
  name: "cancelPaymentIntent",
  method: "POST",
  path: (payment) => intentPath(payment, "/cancel"),
  body: () => form(withCharge),
  read: theIntent,
  example: exampleIntent,
};

interface WholeRefund {
  readonly intent: PaymentIntent;
  readonly reference: string;
}
/** Without an amount, Stripe gives back all that is left. */
const refundWhole: Step<WholeRefund, OperationResult> = {
  name: "createRefund",
  method: "POST",
  path: "/v1/refunds",
  body: ({ intent, reference }) => form({ payment_intent: intent.id, ...tagged(reference) }),
  read: answer(Refund, (refund) => refunded(toRefund(refund))),
  example: done(),
};

const retrieveRefund: Step<string, v.InferOutput<typeof Refund>> = {
  name: "retrieveRefund",
  method: "GET",
  path: (id) => `/v1/refunds/${encodeURIComponent(id)}`,
  read: answer(Refund, (refund) => refund),
  example: { id: "REFUND-ID", amount: 0n, currency: "usd", metadata: {}, status: "succeeded" },
};
const RefundList = listOf(Refund);
interface RefundPage {
  readonly payment: Handle | undefined;
  readonly after: string | undefined;
}
const listRefunds: Step<RefundPage, v.InferOutput<typeof RefundList>> = {
  name: "listRefunds",
  method: "GET",
  path: ({ payment, after }) =>
    `/v1/refunds${query({ ...ofPayment(payment), limit: 100, starting_after: after })}`,
  read: ({ text }) => decode(RefundList, text),
  example: { data: [], has_more: false },
};
/** A thousand refunds of one payment. */
const MOST_PAGES = 10;

interface Opened extends Prepared {
  readonly session: CreateClientSessionRequest;
}
const openSession: Step<Opened, SessionOutcome, Credentials> = {
  name: "createPaymentIntent",
  method: "POST",
  path: "/v1/payment_intents",
  harmless: true,
  body: ({ session, ...ready }, context) => {
    const types = new Set(session.allowedMethods.map(stripeType));
    return form({
      ...opening(session, ready, true, context),
      "metadata[client_session]": true,
      ...(types.size === 0 && { "automatic_payment_methods[enabled]": true }),
      ...Object.fromEntries(
        [...types].map((type, index) => [`allowed_payment_method_types[${index}]`, type]),
      ),
      "payment_method_options[card][request_three_d_secure]": preferenceOf(session.authentication),
      ...within("payment_method_options[card]", abilities(session.captureMode, context)),
    });
  },
  read: (response, _opened, { credentials: { publishableKey }, subAccount }) => {
    const { id, client_secret } = decode(OpenedIntent, response.text);
    const values = {
      client_secret,
      ...(publishableKey && { publishable_key: publishableKey }),
      ...(subAccount && { stripe_account: subAccount }),
    };
    return {
      operation: done(),
      session: { paymentId: id },
      client: { sdk: "stripe.js", values },
      // biome-ignore lint/suspicious/noThenProperty: the contract's own name, of a number that nobody awaits.
      then: CreateClientSessionResponse_Then.GET,
    };
  },
  example: { operation: done() },
};
const OpenedIntent = v.object({ id: v.string(), client_secret: v.string() });

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
    resumePayment: {
      method: "GET",
      path: (resumed, { state }) => {
        const id = resumedId(resumed, state);
        return id.startsWith("seti_")
          ? setupPath(id)
          : intentPath({ paymentId: id }, query(withCharge));
      },
      read: (response, resumed, { state }) =>
        resumedId(resumed, state).startsWith("seti_")
          ? setupOutcome(decode(SetupIntent, response.text), response)
          : outcomeOf(decode(PaymentIntent, response.text)),
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
        if (before) return { operation: alreadyDone(), payment: toPayment(before) };
        return { operation: done(), payment: toPayment(decode(PaymentIntent, response.text)) };
      },
    },
    adjustPayment: {
      method: "POST",
      path: ({ payment }) => intentPath(payment, "/increment_authorization"),
      body: ({ amount, order }) =>
        form({ amount: units(amount, "amount"), ...ordered(order), ...withCharge }),
      read: answer(PaymentIntent, (intent) => ({
        operation: done({ amount: money(intent.amount, intent.currency) }),
        payment: toPayment(intent),
      })),
    },
    reversePayment: reverse,

    createRefund: {
      method: "POST",
      path: "/v1/refunds",
      body: ({ payment, amount, reason, reference, metadata }, context) => {
        const { reverse_transfer, refund_application_fee, instructions_email } = optionsOf(
          options,
          context,
        );
        return form({
          ...ofPayment(payment),
          amount: units(amount, "amount"),
          reason: refundReasons.get(reason),
          ...tagged(reference, metadata),
          reverse_transfer,
          refund_application_fee,
          instructions_email,
        });
      },
      read: answer(Refund, (answered) => {
        const refund = toRefund(answered);
        return { operation: refunded(refund), refund };
      }),
    },
    *getRefund({ target, payment }) {
      if (target.case !== "originalCall") {
        const refundId = required(target.value?.refundId, "refund.refundId");
        return { refund: toRefund(yield* call(retrieveRefund, refundId)) };
      }
      let after: string | undefined;
      for (let page = 0; page < MOST_PAGES; page += 1) {
        const { data, has_more } = yield* call(listRefunds, { payment, after });
        const refund = data.find(
          ({ metadata }) => metadata["reference"] === target.value.reference,
        );
        if (refund || !has_more) return { refund: refund && toRefund(refund) };
        after = data.at(-1)?.id;
      }
      return { refund: undefined };
    },

    ...vaultFlows,
    ...disputeFlows,

    *createClientSession(session) {
      const ready = yield* prepared(session, session.storedCredential?.store ?? false);
      return yield* call(openSession, { session, ...ready });
    },
  },

  rules: {
    authorizePayment: {
      understands: [
        "purchase.channel",
        "purchase.statementDescriptor",
        "purchase.splits",
        "purchase.installments.count",
        // What a method cannot have honoured is refused by the check, by its name.
        "paymentMethod",
        "storedCredential.initiator",
        "storedCredential.reason",
        "storedCredential.store",
        "authentication",
      ],
      check: checkAuthorize,
    },
    capturePayment: {
      understands: ["splits", "statementDescriptor"],
      partial: true,
      repeated: true,
      check: checkCapture,
    },
    adjustPayment: { understands: ["reason"], repeated: true, check: checkAdjust },
    getPayment: { byOriginalCall: true, consistency: "eventual", visibleAfter: 60 },
    reversePayment: { byOriginalCall: true, consistency: "eventual", visibleAfter: 60 },
    createRefund: { partial: true, repeated: true, check: checkRefund },
    getRefund: { byOriginalCall: true, consistency: "strong", check: checkGetRefund },
    setupMandate: {
      understands: [
        "purchase.channel",
        "paymentMethod",
        "storedCredential.initiator",
        "storedCredential.reason",
        "storedCredential.store",
        "authentication",
      ],
      check: checkSetup,
    },
    getMandate: { consistency: "strong" },
    tokenizePaymentMethod: { understands: ["paymentMethod"], check: checkTokenize },
    getDispute: { consistency: "strong" },
    submitEvidence: { check: checkEvidence },
    createClientSession: {
      understands: [
        "purchase.channel",
        "purchase.statementDescriptor",
        "purchase.splits",
        "allowedMethods",
        "storedCredential.initiator",
        "storedCredential.reason",
        "storedCredential.store",
        "authentication",
      ],
      check: checkSession,
    },
  },
  webhooks,
  refusal,
});

const outcomeOf = (intent: PaymentIntent): PaymentOutcome => {
  const payment = toPayment(intent);
  return { operation: authorized(payment), payment, nextAction: toNextAction(intent) };
};
/** A 402 to the one attempt that there will be. */
function declined(attempted: PaymentResult): PaymentOutcome {
  const pendingReason = PendingReason.UNSPECIFIED;
  const payment = { ...attempted, status: PaymentStatus.FAILED, pendingReason };
  return { operation: authorized(payment), payment };
}

function captureOf(payment: PaymentResult, asked: Money | undefined): PaymentOutcome {
  const { captured } = payment.amounts ?? {};
  if (!takenStatuses.has(payment.status)) return { operation: accepted(), payment };
  // Earlier captures are in the total; less than was asked for can only be another amount than was asked for.
  const isLess = asked && (captured?.minorUnits ?? 0n) < asked.minorUnits;
  const amount = isLess ? captured : asked;
  return { operation: done(amount && { amount }), payment };
}
const takenStatuses: ReadonlySet<PaymentStatus> = new Set([
  PaymentStatus.CAPTURED,
  PaymentStatus.PARTIALLY_CAPTURED,
]);

/** Gives up what is held, then gives back what was taken. */
function* reverse({ target, reference }: ReversePaymentRequest): Script<PaymentOutcome> {
  const intent = yield* found(target);
  if (!intent) return { operation: failed(failure(FailureCode.NOT_FOUND, { retry: Retry.LATER })) };
  const isOver = intent.status === "succeeded" || intent.status === "canceled";
  const left = isOver ? intent : yield* call(cancelIntent, { paymentId: intent.id });
  const kind = left.amount_received > 0n ? OperationKind.REFUND : OperationKind.VOID;
  if (kind === OperationKind.REFUND)
    return { operation: { ...(yield* givenBack(left, reference)), kind } };
  return { operation: isOver ? alreadyDone({ kind }) : done({ kind }), payment: toPayment(left) };
}
function* givenBack(intent: PaymentIntent, reference: string): Script<OperationResult> {
  try {
    return yield* call(refundWhole, { intent, reference });
  } catch (error) {
    const isBack = error instanceof Refused && error.failure.code === FailureCode.ALREADY_REFUNDED;
    if (isBack) return alreadyDone();
    throw error;
  }
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

/** Payments from before intents are known by their charge. */
function ofPayment(payment: Handle | undefined) {
  const id = required(payment?.paymentId, "payment.paymentId");
  return id.startsWith("pi_") ? { payment_intent: id } : { charge: id };
}

const cancelReasons: ReadonlySet<string> = new Set([
  "abandoned",
  "duplicate",
  "fraudulent",
  "requested_by_customer",
]);
const refundReasons: ReadonlyMap<RefundReason | undefined, string> = new Map([
  [RefundReason.DUPLICATE, "duplicate"],
  [RefundReason.FRAUDULENT, "fraudulent"],
  [RefundReason.REQUESTED_BY_CUSTOMER, "requested_by_customer"],
]);
