/** Mercado Pago: payments by card token, Pix, boleto and vouchers; refunds, saved cards, chargebacks, claims. */
import { OperationKind, PaymentStatus } from "#contract";
import {
  accepted,
  answer,
  call,
  defineConnector,
  done,
  faults,
  json,
  leftOf,
  modeByPrefix,
  notFound,
  path,
  required,
  reversedBefore,
  reversedBy,
  withHeaders,
  write,
} from "#kit";
import {
  Customer,
  claimIn,
  isUnclear,
  Payment,
  Refund,
  refusal,
  StoredCard,
  toPayment,
  toRefund,
} from "./answers.ts";
import { disputeFlows } from "./disputes.ts";
import {
  cardFields,
  checkAuthorize,
  customerOf,
  methods,
  payerOf,
  paymentLimits,
} from "./methods.ts";
import {
  cancel,
  cardPath,
  createCardToken,
  customerPath,
  inProcessToo,
  keyed,
  locate,
  look,
  madeBefore,
  pathOf,
  pay,
  refund,
  saveCard,
  showCard,
  unkeyed,
} from "./payments.ts";
import { amountOf, credentials, currencies, options } from "./settings.ts";
import { webhooks } from "./webhooks.ts";

export default defineConnector({
  id: "mercadopago",
  name: "Mercado Pago",
  docs: "https://www.mercadopago.com.br/developers/en/reference",
  apiVersion: "v1",
  hosts: {
    api: { live: "https://api.mercadopago.com", test: "https://api.mercadopago.com" },
  },

  credentials,
  options,
  // A token of a test user begins as a live one does, so only TEST- tells.
  modeOf: ({ accessToken }) => modeByPrefix(accessToken, { live: [], test: "TEST-" }),
  authenticate: (request, { credentials: { accessToken } }) =>
    withHeaders(request, { Authorization: `Bearer ${accessToken}` }),
  idempotency: keyed,
  requestIdHeader: "x-request-id",

  methods,
  rules: {
    authorizePayment: { currencies, ...paymentLimits, check: checkAuthorize },
    capturePayment: { currencies, partial: true, repeated: false },
    createRefund: { currencies, partial: true, repeated: true },
    getPayment: { byOriginalCall: true, consistency: "eventual" },
    reversePayment: { byOriginalCall: true, consistency: "eventual" },
    tokenizePaymentMethod: { requires: ["customer.customerId"] },
    deletePaymentMethod: { requires: ["customer.customerId"] },
    createCustomer: { requires: ["customer.contact.email"] },
    listDisputes: {
      requires: ["payment.paymentId"],
      check: ({ pageToken }) =>
        faults([pageToken, "pageToken", "is none of Mercado Pago's: there is one page"]),
    },
    submitEvidence: {
      requires: ["files"],
      limits: {
        finalSubmission: { among: [true], says: "must be true: documents are sent off at once" },
        "files.contentType": { among: ["image/jpeg", "image/png", "application/pdf"] },
        "files.content": 10_000_000,
      },
      source: "https://www.mercadopago.com.br/developers/en/docs/checkout-pro/chargebacks/manage",
      // The reference page and the specification disagree on what is sent for a claim.
      check: ({ dispute }) =>
        faults([
          claimIn(dispute?.disputeId) !== undefined,
          "dispute.disputeId",
          "is a claim, which is answered in Mercado Pago's panel",
        ]),
    },
  },

  flows: {
    *authorizePayment(asked, context) {
      const { token, tokenOf, saved, fields } = write(methods, asked, context);
      const { device } = asked.purchase ?? {};
      const payment = {
        token,
        ...fields,
        ...cardFields(asked, context),
        transaction_amount: amountOf(asked.purchase?.amount, context, "purchase.amount"),
        external_reference: asked.reference,
        description: asked.purchase?.description,
        notification_url: asked.purchase?.notificationUrl,
        metadata: asked.purchase?.metadata,
        payer: payerOf(asked.purchase?.customer),
        ...(device?.ipAddress && { additional_info: { ip_address: device.ipAddress } }),
      };
      const session = device?.fingerprint;
      if (!tokenOf) return yield* call(pay, { fields: payment, session });
      const own = saved && (yield* call(showCard, saved));
      const made = yield* call(createCardToken, tokenOf);
      const earlier = yield* madeBefore(asked);
      if (earlier) return earlier;
      return yield* call(pay, { fields: { ...payment, ...own, token: made }, session });
    },
    // Mercado Pago keeps the state: the challenge is over, and how is for it to say.
    *resumePayment({ payment }) {
      return yield* call(look, required(payment?.paymentId, "payment.paymentId"));
    },
    *getPayment({ target }) {
      return yield* locate(target);
    },

    /** https://www.mercadopago.com.mx/developers/en/docs/checkout-bricks/additional-content/payment-management/capture-authorized-payment */
    capturePayment: {
      method: "PUT",
      path: ({ payment }) => pathOf(payment?.paymentId),
      body: ({ amount }, context) =>
        json({ capture: true, transaction_amount: amountOf(amount, context, "amount") }),
      read: answer(Payment, (said) => {
        const payment = toPayment(said);
        const amount = payment.amounts?.captured;
        return { operation: amount ? done({ amount }) : accepted(), payment };
      }),
    },
    *voidPayment({ payment }) {
      return yield* call(cancel, payment?.paymentId);
    },

    *reversePayment({ target }) {
      const { payment } = yield* locate(target);
      if (!payment) return { operation: notFound() };
      const paymentId = payment.paymentRef?.paymentId;
      if (undecided.has(payment.status))
        return reversedBy(OperationKind.VOID, yield* call(cancel, paymentId));
      const amount = leftOf(payment);
      if (amount)
        return reversedBy(OperationKind.REFUND, yield* call(refund, { paymentId, amount }));
      return reversedBefore(payment);
    },

    *createRefund({ payment, amount }) {
      return yield* call(refund, { paymentId: payment?.paymentId, amount });
    },
    getRefund: {
      method: "GET",
      path: ({ target }) => {
        const named = target.case === "refund" ? target.value : undefined;
        const paymentId = required(named?.payment?.paymentId, "refund.payment.paymentId");
        return pathOf(paymentId) + path`/refunds/${required(named?.refundId, "refund.refundId")}`;
      },
      headers: inProcessToo,
      read: answer(Refund, (said, _, context) => ({
        refund: toRefund(said, context.credentials.currency),
      })),
    },

    *tokenizePaymentMethod(asked, context) {
      const { token, tokenOf } = write(methods, asked, context);
      const made = tokenOf ? yield* call(createCardToken, tokenOf) : (token ?? "");
      return yield* call(saveCard, { customerId: asked.customer?.customerId, token: made });
    },
    deletePaymentMethod: {
      method: "DELETE",
      path: ({ stored, customer }) => cardPath(customer?.customerId, stored?.storedMethodId),
      harmless: true,
      idempotency: unkeyed,
      read: answer(StoredCard, () => ({ operation: done() })),
    },
    /** https://www.mercadopago.com.br/developers/en/reference/customers/_customers/post */
    createCustomer: {
      method: "POST",
      path: "/v1/customers",
      idempotency: unkeyed,
      body: ({ customer }) => json(customerOf(customer)),
      read: answer(Customer, ({ id }) => ({ operation: done(), customerId: id })),
    },
    /** As the SDK has it: https://github.com/mercadopago/sdk-nodejs/blob/master/src/clients/customer/remove/index.ts */
    deleteCustomer: {
      method: "DELETE",
      path: ({ customerId }) => customerPath(customerId),
      idempotency: unkeyed,
      read: answer(Customer, () => ({ operation: done() })),
    },

    ...disputeFlows,
  },

  webhooks,
  leftOut: [
    "Card numbers of a merchant who has not shown Mercado Pago that he is PCI compliant: Mercado Pago takes a token of MercadoPago.js alone.",
    "Charging a saved card without its security code: Automatic Payments are opened to chosen merchants, and their page is for them.",
    "The customer's list of saved cards: the contract has no call for it.",
    "Evidence of a claim: the reference page and the specification disagree on what is sent, and neither names the ways of shipping that it has to name; a claim is answered in Mercado Pago's panel.",
    "Who keeps the money of a claim that is closed: no page says it of the claim; the payment tells.",
    "A list of all disputes: Mercado Pago lists those of one payment. A claim that is about a shipment or an order is not among them.",
    "Giving in to a chargeback or a claim: no page has a call for it.",
    "A marketplace's fee (application_fee): the contract names an account for each share, and a fee has none.",
    "Order lines, the shipping address and the payer's phone (additional_info): Mercado Pago scores fraud by them, and is told the IP address alone.",
  ],
  // Any other 409 says nothing of what was done.
  statuses: (response) => {
    if (response.status === 409)
      return response.text.includes("idempotency_key_already_used") ? "refused" : undefined;
    return isUnclear(response) ? "unknown" : undefined;
  },
  refusal,
});

const undecided: ReadonlySet<PaymentStatus> = new Set([
  PaymentStatus.PENDING,
  PaymentStatus.ACTION_REQUIRED,
  PaymentStatus.AUTHORIZED,
]);
