/** PayPal: orders, what they hold and take, refunds, kept methods, disputes. https://developer.paypal.com/api/rest/ */
import {
  CreateClientSessionResponse_NextCall,
  OperationKind,
  PaymentStatus,
  PendingReason,
} from "#contract";
import {
  accepted,
  alreadyDone,
  answer,
  call,
  decisive,
  defineConnector,
  done,
  failed,
  form,
  fromIso,
  json,
  optionalText,
  path,
  type RefundResult,
  Refused,
  refunded,
  required,
  reversedBefore,
  reversedBy,
  secret,
  secrets,
  text,
  toBase64,
  toBase64Url,
  toJson,
  Unresolved,
  v,
  weightOfRefund,
  withHeaders,
  write,
} from "#kit";
import {
  amountOf,
  isAutomatic,
  isComing,
  isOpenHold,
  isUndecided,
  ofAuthorization,
  ofCapture,
  paymentsOf,
  refusal,
  toNextAction,
  toPayment,
  toRefund,
} from "./answers.ts";
import {
  captureLimits,
  checkAuthorize,
  checkDisputes,
  checkEvidence,
  checkGetRefund,
  checkSession,
  checkSetup,
  checkShares,
  evidenceLimits,
  listLimits,
  mandateLimits,
  paymentLimits,
  refundLimits,
  sessionLimits,
} from "./checks.ts";
import { disputeFlows } from "./disputes.ts";
import { methods } from "./methods.ts";
import { decimalOf, feesOf, keyed, options, orderBody, orderKey } from "./orders.ts";
import {
  authorizationPath,
  cannotStop,
  captureAuthorization,
  createOrder,
  isOpen,
  markedAs,
  nothingHeld,
  onlyCapture,
  orderOf,
  refOf,
  refundCapture,
  released,
  settled,
  settledAs,
  showOrder,
  stored,
  undecided,
  whole,
  withMoved,
} from "./payments.ts";
import { Authorization, Order, Refund } from "./shapes.ts";
import { resumeSetup, tokenFlows } from "./tokens.ts";
import { webhooks } from "./webhooks.ts";

const credentials = {
  clientId: text({
    description: "Client ID of the REST app: Developer Dashboard, Apps & Credentials",
    example: "AUv8rrc_P-EbP2E0mpb49BV7rFt3Usr-vdUZO8VGOnjRehGHBXkSzchr37SYF2GNdQFYSp72jh5QUhzG",
  }),
  clientSecret: secret({
    description: "Secret of the same app",
    example: "EMnAWe06ioGtouJs7gLYT9chK9-2jJ--7MKRXpI8FesmY_2Kp-d_7aCqff7M9moEJBvuXoBO4clKtY0v",
  }),
  webhookIds: secrets({
    description:
      "IDs of the webhooks whose deliveries are taken: Developer Dashboard, the app, Webhooks",
    example: "1JE4291016473214C",
    pattern: /[a-zA-Z0-9]{1,50}/,
  }),
  partnerAttributionId: optionalText({
    description: "BN code of a PayPal partner, for revenue attribution",
    example: "Example_SP_PPCP",
    pattern: /[\w-]{1,36}/,
  }),
};

/** https://developer.paypal.com/api/rest/reference/currency-codes/ */
const currencies =
  "AUD BRL CAD CHF CNY CZK DKK EUR GBP HKD HUF ILS JPY MXN MYR NOK NZD PHP PLN SEK SGD THB TWD USD".split(
    " ",
  );

export default defineConnector({
  id: "paypal",
  name: "PayPal",
  docs: "https://developer.paypal.com/api/rest/",
  apiVersion: "Orders v2, Payments v2, Payment Method Tokens v3, Disputes v1",
  hosts: { api: { live: "https://api-m.paypal.com", test: "https://api-m.sandbox.paypal.com" } },

  credentials,
  options,
  subAccount: "header",
  /** https://developer.paypal.com/api/rest/authentication/ */
  session: {
    method: "POST",
    path: "/v1/oauth2/token",
    harmless: true,
    authenticate: (request, { credentials: { clientId, clientSecret } }) =>
      withHeaders(request, { Authorization: `Basic ${toBase64(`${clientId}:${clientSecret}`)}` }),
    body: () => form({ grant_type: "client_credentials" }),
    read: answer(
      v.object({ access_token: v.string(), expires_in: v.number() }),
      ({ access_token: token, expires_in: lifetimeSeconds }) => ({ token, lifetimeSeconds }),
    ),
  },
  authenticate: (
    request,
    { credentials: { clientId, partnerAttributionId }, session, subAccount },
  ) =>
    withHeaders(request, {
      Authorization: `Bearer ${session?.token ?? ""}`,
      ...(partnerAttributionId && { "PayPal-Partner-Attribution-Id": partnerAttributionId }),
      ...(subAccount && { "PayPal-Auth-Assertion": assertionFor(clientId, subAccount) }),
    }),
  idempotency: keyed(45 * 86_400, "https://developer.paypal.com/docs/api/payments/v2/"),
  requestIdHeader: "paypal-debug-id",

  methods,
  rules: {
    authorizePayment: {
      understands: ["purchase.statementDescriptor", "purchase.splits"],
      currencies,
      ...paymentLimits,
      check: checkAuthorize,
    },
    createClientSession: {
      understands: ["purchase.statementDescriptor", "purchase.splits"],
      currencies,
      ...sessionLimits,
      check: checkSession,
    },
    capturePayment: {
      understands: ["splits", "statementDescriptor"],
      partial: true,
      repeated: true,
      ...captureLimits,
      check: checkShares,
    },
    adjustPayment: { repeated: true },
    createRefund: {
      understands: ["operationId", "splits"],
      partial: true,
      repeated: true,
      ...refundLimits,
      check: checkShares,
    },
    getRefund: { check: checkGetRefund },
    setupMandate: { ...mandateLimits, check: checkSetup },
    listDisputes: { ...listLimits, check: checkDisputes },
    submitEvidence: { ...evidenceLimits, check: checkEvidence },
  },

  flows: {
    *authorizePayment(payment, context) {
      const { session, paymentMethod } = payment;
      const { case: name, value } = paymentMethod?.method ?? {};
      const approved = session?.paymentId || (name === "paypal" ? value?.orderId : undefined);
      if (approved) return yield* settledAs(payment, yield* call(showOrder, approved));
      const instrument =
        name === "stored" ? yield* stored(value) : write(methods, payment, context);
      return yield* settled(yield* call(createOrder, { payment, instrument }));
    },
    *resumePayment({ payment, returned }, { state }) {
      if (state["setup_token"]) return yield* resumeSetup(state["setup_token"]);
      const url = returned.case === "url" ? returned.value : "";
      const named = /[?&]token=([A-Z0-9]+)/.exec(url)?.[1];
      const id = required(state["order"] || payment?.paymentId || named, "payment.paymentId");
      return yield* settled(yield* call(showOrder, id));
    },
    *getPayment({ target: { case: by, value } }) {
      const order = yield* orderOf(by === "payment" ? value : undefined);
      return { payment: toPayment(order), nextAction: toNextAction(order) };
    },

    *capturePayment(asked) {
      const { payment } = asked;
      const { reauthorization, authorization: first } = payment?.relatedIds ?? {};
      const known = reauthorization ?? first;
      const held = known ?? paymentsOf(yield* orderOf(payment)).authorizations?.at(-1)?.id;
      if (!held) throw new Refused(nothingHeld);
      return yield* call(captureAuthorization, { authorization: held, asked });
    },
    *voidPayment({ payment }) {
      const { operation, order: left } = yield* released(yield* orderOf(payment));
      return { operation, payment: toPayment(left) };
    },
    /** A new hold in place of the old one, for a PayPal account whose three days of honour are over. */
    adjustPayment: {
      method: "POST",
      path: ({ payment }) =>
        authorizationPath(
          required(payment?.relatedIds["authorization"], "payment.relatedIds.authorization"),
          "/reauthorize",
        ),
      headers: whole,
      body: ({ amount }) => json({ amount: decimalOf(amount) }),
      read: answer(Authorization, (renewed, { payment }) => {
        const said = ofAuthorization(renewed);
        const amount = amountOf(renewed);
        if (said.failure) return { operation: failed(said.failure) };
        const isHeld = said.status === PaymentStatus.AUTHORIZED;
        const operation = { operationId: renewed.id, amount };
        return {
          operation: isHeld ? done(operation) : accepted(operation),
          payment: {
            ...said,
            paymentRef: { ...refOf(payment), relatedIds: { reauthorization: renewed.id } },
            amounts: { authorized: amount },
            authorizationExpiresAt: fromIso(renewed.expiration_time),
          },
        };
      }),
    },
    *reversePayment({ target: { case: by, value }, reference }) {
      const order = yield* orderOf(by === "payment" ? value : undefined);
      const { authorizations, captures } = paymentsOf(order);
      const taken =
        captures?.filter((one) => ofCapture(one).status === PaymentStatus.CAPTURED) ?? [];
      const isLeft = taken.some(({ status }) => status !== "REFUNDED");
      if (toPayment(order).pendingReason === PendingReason.UNRECOGNISED)
        throw new Unresolved("PayPal's word for this payment is not known");
      if (captures?.some(isComing) || authorizations?.some(isUndecided))
        throw new Refused(undecided);
      if (!authorizations?.length && taken.length === 0 && isAutomatic(order) && isOpen(order))
        throw new Refused(cannotStop);
      const isHeld = authorizations?.some(isOpenHold) ?? false;
      if (!isHeld && !isLeft) return reversedBefore(toPayment(order));
      const given = isHeld ? yield* released(order) : { operation: alreadyDone(), order };
      let after = given.order;
      const backs: RefundResult[] = [];
      for (const [index, { id: capture, status }] of taken.entries()) {
        if (status === "REFUNDED") continue;
        // The same key for the same capture, also where a repeat finds one before it refunded.
        const step = { ...refundCapture, name: `refundCapture-${index + 1}` };
        const back = yield* call(step, { capture, body: markedAs(reference) });
        backs.push(toRefund(back));
        after = withMoved(after, undefined, back);
      }
      const payment = toPayment(after);
      // No better than the refund that went worst.
      const worst = decisive(backs, (one) => -weightOfRefund(one));
      return worst
        ? reversedBy(OperationKind.REFUND, { operation: refunded(worst), payment })
        : reversedBy(OperationKind.VOID, { operation: given.operation, payment });
    },

    *createRefund({ payment, amount, operationId, reference, description, order, splits }) {
      const capture =
        operationId || payment?.relatedIds["capture"] || (yield* onlyCapture(payment));
      const fees = feesOf(splits, "splits.amount");
      const invoice = order?.invoiceNumber;
      const body = {
        amount: decimalOf(amount),
        ...markedAs(reference),
        ...(invoice && { invoice_id: invoice }),
        ...(description && { note_to_payer: description }),
        ...(fees && { payment_instruction: fees }),
      };
      const refund = toRefund(yield* call(refundCapture, { capture, body }), refOf(payment));
      return { operation: refunded(refund), refund };
    },
    getRefund: {
      method: "GET",
      path: ({ target }) =>
        path`/v2/payments/refunds/${target.case === "refund" ? target.value.refundId : undefined}`,
      read: answer(Refund, (refund) => ({ refund: toRefund(refund) })),
    },

    ...tokenFlows,
    ...disputeFlows,

    createClientSession: {
      method: "POST",
      path: "/v2/checkout/orders",
      harmless: true,
      idempotency: orderKey,
      headers: whole,
      body: (session) => json(orderBody(session)),
      read: answer(Order, ({ id }, { reference }, { credentials: { clientId } }) => ({
        operation: done(),
        session: { paymentId: id, reference },
        client: {
          sdk: "https://www.paypal.com/sdk/js",
          values: { client_id: clientId, order_id: id },
        },
        nextCall: CreateClientSessionResponse_NextCall.RESUME,
      })),
    },
  },

  webhooks,
  leftOut: [
    "Encrypted Apple Pay and Google Pay data: it goes to PayPal from the customer's side only, and its server takes decrypted data.",
    "Authentication done elsewhere, and exemptions: PayPal authenticates itself.",
    "Customers by a call of their own: PayPal names a customer with the first method that it keeps, and lists a customer's methods, for which the contract has no call.",
    "Venmo and MyBank: the contract has no name for them. Multibanco, Satispay and Pay upon Invoice: they are in neither PayPal's schema nor its server SDK, and no page was read that shows the whole of a request.",
    "Level 2 and 3 data of cards (supplementary_data.card): PayPal passes it on for accounts that it has set up for it, and no page was read that says what it does where a part is missing.",
    "Messages, offers, returns and escalations of a dispute: the contract has no call for them. Supporting information: PayPal's schema and its page disagree on how it is sent.",
    "A check of webhook signatures by PayPal's own code: @paypal/paypal-server-sdk has none, and PayPal is asked. The question is held against its published schema, one published signature against the formula.",
  ],
  refusal,
});

/** https://developer.paypal.com/api/rest/requests/#paypal-auth-assertion */
const assertionFor = (issuer: string, merchant: string): string =>
  [{ alg: "none" }, { iss: issuer, payer_id: merchant }]
    .map((part) => `${toBase64Url(toJson(part))}.`)
    .join("");
