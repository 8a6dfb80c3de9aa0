/** What Stripe keeps: customers, their payment methods, and what was agreed about charging them later. */
import {
  type ApplePay,
  type CreateCustomerRequest,
  type MandateRef,
  MandateStatus,
  OperationStatus,
  type SetupMandateRequest,
  type StoredMethod,
  type TokenizePaymentMethodRequest,
} from "#contract";
import {
  accepted,
  alreadyDone,
  answer,
  call,
  decode,
  done,
  type Fields,
  type Flows,
  form,
  type HttpResponse,
  type MandateOutcome,
  type MandateResult,
  type MethodUse,
  mandated,
  methodName,
  type OperationResult,
  optionsOf,
  path,
  required,
  type Script,
  type Step,
  Unresolved,
  v,
  write,
} from "#kit";
import { toNextAction } from "./actions.ts";
import { ofMandate, ofMethod, toMandate } from "./answers.ts";
import { methodOf } from "./charges.ts";
import { setupIn } from "./failures.ts";
import {
  agreement,
  confirmation,
  options,
  type Prepared,
  shipping,
  tagged,
  usage,
} from "./intents.ts";
import { mayBeCard, methods, networkOf, stripeType } from "./methods.ts";
import { contact, within } from "./payer.ts";
import { Mandate, PaymentMethod, SetupIntent } from "./shapes.ts";

const Identified = v.object({ id: v.string() });

type Newcomer = Partial<Pick<CreateCustomerRequest, "reference" | "customer" | "metadata">>;
const openCustomer: Step<Newcomer, string> = {
  name: "createCustomer",
  method: "POST",
  path: "/v1/customers",
  harmless: true,
  body: ({ reference, customer, metadata }) =>
    form({
      ...contact(customer?.contact ?? customer?.billing),
      ...shipping(customer),
      "preferred_locales[0]": customer?.locale,
      ...tagged(reference, metadata, { customer_reference: customer?.reference }),
    }),
  read: answer(Identified, ({ id }) => id),
  example: "CUSTOMER-ID",
};

const Kept = v.object({ id: v.string(), deleted: v.nullish(v.boolean(), false) });
const findCustomer: Step<string, boolean> = {
  name: "retrieveCustomer",
  method: "GET",
  path: (id) => path`/v1/customers/${id}`,
  read: answer(Kept, ({ deleted }) => !deleted),
  example: true,
};
const removeCustomer: Step<string, OperationResult> = {
  name: "deleteCustomer",
  method: "DELETE",
  path: (id) => path`/v1/customers/${id}`,
  harmless: true,
  read: answer(Kept, ({ deleted }) => {
    if (deleted) return done();
    throw new Unresolved("the answer does not say that the customer is deleted");
  }),
  example: done(),
};

const methodPath = (id: string, action = "") => path`/v1/payment_methods/${id}` + action;
const exampleMethod: PaymentMethod = { id: "METHOD-ID", type: "card", customer: "CUSTOMER-ID" };
const theMethod = answer(PaymentMethod, (method) => method);

const findMethod: Step<string, PaymentMethod> = {
  name: "retrievePaymentMethod",
  method: "GET",
  path: (id) => methodPath(id),
  read: theMethod,
  example: exampleMethod,
};
const makeMethod: Step<{ readonly request: TokenizePaymentMethodRequest } & Prepared, string> = {
  name: "createPaymentMethod",
  method: "POST",
  path: "/v1/payment_methods",
  harmless: true,
  body: ({ request, token }, context) => {
    const { paymentMethod, reference } = request;
    const card = paymentMethod?.method.case === "card" ? paymentMethod.method.value : undefined;
    return form({
      ...write(methods, request, context).data,
      ...(token && { "card[token]": token }),
      "card[networks][preferred]": networkOf(card?.preferredNetwork),
      ...tagged(reference),
    });
  },
  read: answer(Identified, ({ id }) => id),
  example: "METHOD-ID",
};
const attach: Step<{ readonly id: string } & Prepared, PaymentMethod> = {
  name: "attachPaymentMethod",
  method: "POST",
  path: ({ id }) => methodPath(id, "/attach"),
  harmless: true,
  body: ({ customer }) => form({ customer }),
  read: theMethod,
  example: exampleMethod,
};
/** Cannot be undone: what is detached can never be charged again. https://docs.stripe.com/api/payment_methods/detach */
const detach: Step<string, OperationResult> = {
  name: "detachPaymentMethod",
  method: "POST",
  path: (id) => methodPath(id, "/detach"),
  harmless: true,
  read: answer(PaymentMethod, ({ customer }) => (customer ? accepted() : done())),
  example: done(),
};
function* detached(id: string): Script<OperationResult> {
  const { customer } = yield* call(findMethod, id);
  return customer ? yield* call(detach, id) : alreadyDone();
}

/** The form of Apple's payload that cards are made from, as Stripe's own SDK for iOS sends it. */
const tokenizeApplePay: Step<ApplePay, string> = {
  name: "createApplePayToken",
  method: "POST",
  path: "/v1/tokens",
  harmless: true,
  body: ({ data, displayName, network, transactionId }) =>
    form({
      pk_token: data.case === "encrypted" ? data.value : undefined,
      pk_token_instrument_name: displayName,
      pk_token_payment_network: network,
      pk_token_transaction_id: transactionId,
    }),
  read: answer(Identified, ({ id }) => id),
  example: "TOKEN-ID",
};
/** https://docs.stripe.com/api/tokens/create_cvc_update */
const tokenizeCvc: Step<StoredMethod, string> = {
  name: "createCvcToken",
  method: "POST",
  path: "/v1/tokens",
  harmless: true,
  body: ({ cvc }) => form({ "cvc_update[cvc]": cvc }),
  read: answer(Identified, ({ id }) => id),
  example: "TOKEN-ID",
};

/** Whose it is says nothing of an earlier attempt to charge it. */
const ownerOf = { ...findMethod, looksBack: false };

/**
 * What an intent needs and the caller did not bring. A kept method is charged with its customer, and what is to be
 * kept hangs on one, so that it can be charged at all.
 */
export function* prepared(request: MethodUse, keeps: boolean): Script<Prepared> {
  const method = request.paymentMethod?.method;
  const customer = request.purchase?.customer ?? request.customer;
  const stored = method?.case === "stored" ? method.value : undefined;
  const apple = method?.case === "applePay" ? method.value : undefined;
  let customerId = customer?.customerId || undefined;
  if (!customerId && stored)
    customerId = (yield* call(ownerOf, stored.storedMethodId)).customer ?? undefined;
  if (!customerId && keeps) customerId = yield* call(openCustomer, { customer });
  return {
    customer: customerId,
    token: apple && (yield* call(tokenizeApplePay, apple)),
    cvcToken: stored?.cvc ? yield* call(tokenizeCvc, stored) : undefined,
  };
}

interface Setup extends Prepared {
  readonly request: SetupMandateRequest;
}
const createSetupIntent: Step<Setup, MandateOutcome> = {
  name: "createSetupIntent",
  method: "POST",
  path: "/v1/setup_intents",
  statuses: { 402: "answer" },
  body: ({ request, ...ready }, context) =>
    form({
      customer: ready.customer,
      description: request.purchase?.description,
      usage: usage(request.storedCredential),
      on_behalf_of: optionsOf(options, context).on_behalf_of,
      ...tagged(request.reference, request.purchase?.metadata),
      ...confirmation(request, ready, context),
      ...(!mayBeCard(request.paymentMethod) && agreement(request)),
      ...currencyOf(request),
      "expand[0]": "payment_method",
      "expand[1]": "latest_attempt",
    }),
  read: (response) => setupOutcome(setupIn(response), response),
  example: { operation: done(), mandate: { status: MandateStatus.ACTIVE } },
};
/** What these are set up for. https://docs.stripe.com/payments/acss-debit/set-up-payment */
function currencyOf({ paymentMethod, purchase }: SetupMandateRequest): Fields {
  const type = stripeType(methodName(paymentMethod) ?? "");
  if (type !== "acss_debit" && type !== "klarna") return {};
  return within(`payment_method_options[${type}]`, {
    currency: purchase?.amount?.currency.toLowerCase(),
  });
}
const active: MandateResult = {
  status: MandateStatus.ACTIVE,
  stored: { storedMethodId: "METHOD-ID" },
};
export const retrieveSetup: Step<string, MandateOutcome> = {
  name: "retrieveSetupIntent",
  method: "GET",
  path: (id) => path`/v1/setup_intents/${id}?expand[0]=payment_method&expand[1]=latest_attempt`,
  read: (response) => setupOutcome(decode(SetupIntent, response.text), response),
  example: { operation: done(), mandate: active },
};
function setupOutcome(setup: SetupIntent, response: HttpResponse): MandateOutcome {
  const mandate = toMandate(setup, response);
  const state = { setup_intent: setup.id };
  return { operation: mandated(mandate), mandate, nextAction: toNextAction(setup), state };
}

const mandateIdOf = (mandate: MandateRef | undefined) =>
  required(mandate?.mandateId, "mandate.mandateId");
const retrieveMandate: Step<string, MandateResult> = {
  name: "retrieveMandate",
  method: "GET",
  path: (id) => path`/v1/mandates/${id}?expand[0]=payment_method`,
  read: answer(Mandate, ofMandate),
  example: active,
};
/** By a mandate, by the intent that set a card up, or by the method itself. */
function* mandateBy(ref: MandateRef | undefined): Script<MandateResult | undefined> {
  const id = mandateIdOf(ref);
  if (id.startsWith("seti_")) return (yield* call(retrieveSetup, id)).mandate;
  if (id.startsWith("mandate_")) return yield* call(retrieveMandate, id);
  return ofMethod(yield* call(findMethod, id));
}

export const vaultFlows: Pick<
  Flows<unknown>,
  | "setupMandate"
  | "getMandate"
  | "revokeMandate"
  | "tokenizePaymentMethod"
  | "deletePaymentMethod"
  | "createCustomer"
  | "deleteCustomer"
> = {
  *setupMandate(request) {
    return yield* call(createSetupIntent, { request, ...(yield* prepared(request, true)) });
  },
  *getMandate({ mandate }) {
    return { mandate: yield* mandateBy(mandate) };
  },
  *revokeMandate({ mandate }) {
    const named = mandate?.relatedIds["payment_method"];
    const id = named ?? (yield* mandateBy(mandate))?.stored?.storedMethodId;
    const operation = yield* detached(required(id, "mandate.relatedIds.payment_method"));
    const { customerId, relatedIds = {} } = mandate ?? {};
    const mandateRef = { mandateId: mandateIdOf(mandate), customerId, relatedIds };
    const isOver = operation.status === OperationStatus.SUCCEEDED;
    return isOver
      ? { operation, mandate: { status: MandateStatus.REVOKED, mandateRef } }
      : { operation };
  },
  *tokenizePaymentMethod(request) {
    const method = request.paymentMethod?.method;
    const token = method?.case === "processorToken" ? method.value.token : "";
    const ready = yield* prepared(request, true);
    const id = token.startsWith("pm_") ? token : yield* call(makeMethod, { request, ...ready });
    const kept = methodOf(yield* call(attach, { id, customer: ready.customer }));
    return { operation: done(), stored: kept.stored, method: kept };
  },
  *deletePaymentMethod({ stored }) {
    return {
      operation: yield* detached(required(stored?.storedMethodId, "stored.storedMethodId")),
    };
  },
  *createCustomer({ reference, customer, metadata }) {
    const customerId = yield* call(openCustomer, { reference, customer, metadata });
    return { operation: done({ operationId: customerId }), customerId };
  },
  *deleteCustomer({ customerId }) {
    const exists = yield* call(findCustomer, customerId);
    return { operation: exists ? yield* call(removeCustomer, customerId) : alreadyDone() };
  },
};
