/** GoCardless's endpoints, as the exchanges that scripts name. https://developer.gocardless.com/api-reference */
import {
  type AuthorizePaymentRequest,
  CaptureMode,
  type CreateCustomerRequest,
  MandateStatus,
  type OriginalCall,
  PaymentStatus,
  type Purchase,
  RefundStatus,
  type SetupMandateRequest,
} from "#contract";
import {
  type Amount,
  answer,
  type Context,
  fromMilliseconds,
  json,
  type MandateResult,
  type MethodUse,
  optionsOf,
  type Page,
  type PaymentResult,
  query,
  type RefundResult,
  required,
  streetLine,
  toCalendarDate,
  toIso,
  toMilliseconds,
  toUnits,
  v,
} from "#kit";
import { type Credentials, options } from "./account.ts";
import * as shapes from "./answers.ts";
import { isOfCall, ownMetadata, REFERENCE, toMandate, toPayment, toRefund } from "./answers.ts";
import { type Asked, acting, creating, kind, looking, unkeyed } from "./collections.ts";
import { type Chosen, payerOf } from "./methods.ts";

export type Account = v.InferOutput<typeof shapes.BankAccount>;
export type BillingRequest = v.InferOutput<typeof shapes.BillingRequest>;
export type Requesting = AuthorizePaymentRequest | SetupMandateRequest;

const payment: PaymentResult = {
  status: PaymentStatus.PENDING,
  paymentRef: { paymentId: "PM123" },
};
const mandate: MandateResult = {
  status: MandateStatus.PENDING,
  mandateRef: { mandateId: "MD123" },
};
const refund: RefundResult = { status: RefundStatus.PENDING, refundRef: { refundId: "RF123" } };
const account: Account = { id: "BA123", links: { customer: "CU123" } };
const request: BillingRequest = { id: "BRQ123", status: "pending", metadata: {}, links: {} };

const asItIs = <Row>(row: Row): Row => row;
const payments = kind("payments", shapes.Payment, toPayment, payment);
const mandates = kind("mandates", shapes.Mandate, toMandate, mandate);
const refunds = kind("refunds", shapes.Refund, toRefund, refund);
const accounts = kind("customer_bank_accounts", shapes.BankAccount, asItIs<Account>, account);
const requests = kind("billing_requests", shapes.BillingRequest, asItIs<BillingRequest>, request);
const customers = kind("customers", v.object({ id: v.string() }), ({ id }) => id, "CU123");

export const fetchPayment = looking("fetchPayment", payments);
export const fetchMandate = looking("fetchMandate", mandates);
export const fetchRefund = looking("fetchRefund", refunds);
export const fetchAccount = looking("fetchAccount", accounts);
export const fetchRequest = looking("fetchRequest", requests);

export const cancelPayment = acting("cancelPayment", payments, "cancel", {
  ...payment,
  status: PaymentStatus.VOIDED,
});
export const cancelMandate = acting("cancelMandate", mandates, "cancel", {
  ...mandate,
  status: MandateStatus.REVOKED,
});
export const cancelRequest = acting("cancelRequest", requests, "cancel", {
  ...request,
  status: "cancelled",
});
export const disableAccount = acting("disableAccount", accounts, "disable", {
  ...account,
  enabled: false,
});

export const fetchRefunds: Asked<string, readonly RefundResult[]> = {
  name: "fetchRefunds",
  example: [],
  method: "GET",
  path: (paymentId) => `/refunds${query({ payment: paymentId })}`,
  read: answer(v.object({ refunds: v.array(shapes.Refund) }), ({ refunds }) =>
    refunds.map(toRefund),
  ),
};
/** The events of one name that a payment had. */
export const fetchEvents: Asked<
  { readonly paymentId: string; readonly action: string },
  readonly v.InferOutput<typeof shapes.Event>[]
> = {
  name: "fetchEvents",
  example: [],
  method: "GET",
  path: ({ paymentId, action }) =>
    `/events${query({ resource_type: "payments", payment: paymentId, action })}`,
  read: answer(v.object({ events: v.array(shapes.Event) }), ({ events }) => events),
};

/** https://support.gocardless.com/hc/en-ca/articles/115003823249-Cursor-pagination */
const MOST_ROWS = 500;
const TEN_MINUTES = 600_000;
const A_DAY = 86_400_000;
/** Payments cannot be searched by metadata: of those made about the time of a call, a page, its own. */
export const listPayments: Asked<
  { readonly original: OriginalCall; readonly after: string | undefined },
  Page<PaymentResult>
> = {
  name: "listPayments",
  example: { items: [] },
  method: "GET",
  path: ({ original: { attemptedAt }, after }) => {
    const at = attemptedAt && toMilliseconds(attemptedAt);
    return `/payments${query({
      "created_at[gte]": at && toIso(fromMilliseconds(at - TEN_MINUTES)),
      "created_at[lte]": at && toIso(fromMilliseconds(at + A_DAY)),
      limit: MOST_ROWS,
      after,
    })}`;
  },
  read: answer(
    v.object({ payments: v.array(shapes.Payment), meta: shapes.Cursors }),
    ({ payments, meta }, { original: { reference, amount } }) => ({
      items: payments.map(toPayment).filter(isOfCall(reference, amount)),
      next: meta?.cursors.after,
    }),
  ),
};

/** What a customer or a page is told of a payer. A company is one that no person is named beside. */
const payerFields = (customer: MethodUse["customer"]) => {
  const payer = payerOf(customer);
  const isPerson = Boolean(payer?.firstName && payer.lastName);
  return {
    email: payer?.email,
    given_name: payer?.firstName,
    family_name: payer?.lastName,
    company_name: isPerson ? undefined : payer?.company,
    address_line1: streetLine(payer?.address),
    address_line2: payer?.address?.line2,
    city: payer?.address?.city,
    region: payer?.address?.region,
    postal_code: payer?.address?.postalCode,
    country_code: payer?.address?.country,
  };
};
/** No others are supported: https://developer.gocardless.com/api-reference/#customers-create-a-customer */
const languages = "en fr de pt es it nl da nb sl sv".split(" ");
const languageOf = (customer: MethodUse["customer"]) =>
  languages.find((language) => language === customer?.locale?.slice(0, 2).toLowerCase());

type NewCustomer = Pick<CreateCustomerRequest, "reference" | "customer"> &
  Partial<Pick<CreateCustomerRequest, "metadata">>;
export const createCustomer = creating(customers, {
  name: "createCustomer",
  harmless: true,
  body: ({ reference, customer, metadata }: NewCustomer) => ({
    ...payerFields(customer),
    phone_number: payerOf(customer)?.phone,
    language: languageOf(customer),
    metadata: { ...metadata, [REFERENCE]: reference },
  }),
});

/** A bank account that is there already is named by the refusal, and is the one that is meant. */
export const createAccount = creating(accounts, {
  name: "createAccount",
  harmless: true,
  body: ({ chosen, customerId }: { readonly chosen: Chosen; readonly customerId: string }) => ({
    ...chosen.account,
    links: { customer: customerId },
  }),
});

interface NewMandate {
  readonly reference: string;
  readonly chosen: Chosen;
  readonly accountId: string;
}
export const createMandate = creating(mandates, {
  name: "createMandate",
  body: ({ reference, chosen, accountId }: NewMandate, { credentials: { creditor } }) => ({
    scheme: chosen.scheme,
    ...chosen.mandate,
    metadata: { [REFERENCE]: reference },
    links: { customer_bank_account: accountId, creditor },
  }),
});

const metadataOf = ({ reference, purchase }: Pick<Requesting, "reference" | "purchase">) => ({
  ...purchase?.metadata,
  ...ownMetadata(reference, required(purchase?.amount, "purchase.amount")),
});
const unitsOf = (amount: Purchase["amount"]) => ({
  amount: toUnits(required(amount, "purchase.amount"), undefined, "purchase.amount"),
  currency: amount?.currency,
});
/** Of a delayed collection: the day on which the delay ends, in UTC. */
const chargeDate = (
  { captureMode, captureAfter }: AuthorizePaymentRequest,
  { now }: Context<Credentials>,
) =>
  captureMode === CaptureMode.DELAYED && captureAfter
    ? toCalendarDate(fromMilliseconds(now.getTime() + Number(captureAfter.seconds) * 1000))
    : undefined;

export const createPayment = creating(payments, {
  name: "createPayment",
  body: (
    { asked, mandateId }: { readonly asked: AuthorizePaymentRequest; readonly mandateId: string },
    context,
  ) => {
    const retry = optionsOf(options, context).retryIfPossible;
    return {
      ...unitsOf(asked.purchase?.amount),
      charge_date: chargeDate(asked, context),
      description: asked.purchase?.description,
      reference: asked.purchase?.statementDescriptor,
      retry_if_possible: retry === undefined ? undefined : retry === "true",
      metadata: metadataOf(asked),
      links: { mandate: mandateId },
    };
  },
});

interface NewRefund {
  readonly paymentId: string;
  readonly amount: Amount;
  /** The guard against two refunds that do not know of each other: all that will have gone back after this one. */
  readonly total: bigint;
  readonly reference: string;
  readonly metadata?: Readonly<Record<string, string>>;
}
export const createRefund = creating(refunds, {
  name: "createRefund",
  body: ({ paymentId, amount, total, reference, metadata }: NewRefund) => ({
    amount: toUnits(amount),
    total_amount_confirmation: total,
    metadata: { ...metadata, ...ownMetadata(reference, amount, paymentId) },
    links: { payment: paymentId },
  }),
});

/** Nothing moves and no mandate is made before the customer has agreed on GoCardless's page. */
export const createRequest = creating(requests, {
  name: "createRequest",
  harmless: true,
  body: ({ $typeName, reference, purchase }: Requesting, { credentials: { creditor } }) => {
    const description = purchase?.description;
    const { amount, currency } = unitsOf(purchase?.amount);
    const isMandate = $typeName === "payments.v1.SetupMandateRequest";
    const metadata = isMandate
      ? { ...purchase?.metadata, [REFERENCE]: reference }
      : metadataOf({ reference, purchase });
    return {
      ...(isMandate
        ? { mandate_request: { currency, description, metadata } }
        : { payment_request: { amount, currency, description, metadata } }),
      metadata,
      links: { customer: purchase?.customer?.customerId, creditor },
    };
  },
});

/** A page for a billing request; another one for the same request does no harm. */
export const openPage: Asked<
  { readonly requestId: string; readonly purchase: Purchase | undefined },
  { readonly authorisation_url: string; readonly expires_at?: string | null | undefined }
> = {
  name: "openPage",
  example: { authorisation_url: "https://pay.gocardless.com/billing/static/flow?id=BRF123" },
  method: "POST",
  path: "/billing_request_flows",
  harmless: true,
  idempotency: unkeyed,
  body: ({ requestId, purchase }) =>
    json({
      billing_request_flows: {
        redirect_uri: purchase?.returnUrl,
        exit_uri: purchase?.returnUrl,
        language: languageOf(purchase?.customer),
        prefilled_customer: purchase?.customer?.customerId
          ? undefined
          : payerFields(purchase?.customer),
        links: { billing_request: requestId },
      },
    }),
  read: answer(
    v.object({
      billing_request_flows: v.object({
        authorisation_url: v.string(),
        expires_at: v.nullish(v.string()),
      }),
    }),
    ({ billing_request_flows }) => billing_request_flows,
  ),
};
