/** GoCardless's payment methods, and what a request must be for them. */
import {
  AchDebit_Account,
  type AuthorizePaymentRequest,
  type BacsDebit,
  type BecsDebit,
  CaptureMode,
  Channel,
  type CreateCustomerRequest,
  type Customer,
  type PadDebit,
  type SetupMandateRequest,
  StoredCredential_Initiator,
  StoredCredential_Reason,
  type TokenizePaymentMethodRequest,
} from "#contract";
import {
  faults,
  type Limit,
  type Limits,
  type MethodUse,
  methodName,
  paymentMethods,
  type Violation,
} from "#kit";
import { ownKeys } from "./answers.ts";

const api = "https://developer.gocardless.com/api-reference/";
const paymentsPage = `${api}#payments-create-a-payment`;
const accounts = "https://developer.gocardless.com/resources/test-bank-details";
const { AUTOMATIC, DELAYED } = CaptureMode;

type Fields = Readonly<Record<string, unknown>>;
/** How a method's mandate comes about: it is there, of an account that is there, of a new one, or made on a page. */
export interface Chosen {
  readonly mandateId?: string;
  readonly accountId?: string;
  readonly account?: Fields;
  /** What only this scheme's mandates carry. */
  readonly mandate?: Fields;
  readonly scheme?: string;
}

/** Collected as soon as possible, or on the day that a delay ends in. */
const debit = {
  capture: [AUTOMATIC, DELAYED],
  flows: ["authorizePayment", "setupMandate", "tokenizePaymentMethod"],
  source: accounts,
} as const;
const statement = ["purchase.statementDescriptor"] as const;
/** What the schemes of one country write alike, beside the codes of bank and branch. */
const local = (
  scheme: string,
  country: string,
  codes: Fields,
  { accountNumber, holderName, mandate }: BacsDebit | BecsDebit | PadDebit,
): Chosen => ({
  scheme,
  account: {
    ...codes,
    account_number: accountNumber,
    account_holder_name: holderName,
    country_code: country,
  },
  mandate: { reference: mandate?.reference },
});
/** What ACH wants to know of how the customer agreed. */
const agreedBy = (use: MethodUse): Fields => ({
  authorisation_source: sources.get(use.purchase?.channel ?? Channel.ECOMMERCE),
  payer_ip_address: payerAddress(use),
});

export const methods = paymentMethods<Chosen>({
  sepaDebit: {
    ...debit,
    currencies: ["EUR"],
    understands: statement,
    write: ({ iban, holderName, mandate }) => ({
      scheme: "sepa_core",
      account: { iban, account_holder_name: holderName, currency: "EUR" },
      mandate: { reference: mandate?.reference },
    }),
  },
  achDebit: {
    ...debit,
    currencies: ["USD"],
    countries: ["US"],
    understands: [...statement, "purchase.channel"],
    limits: { "purchase.statementDescriptor": { most: 10, source: paymentsPage } },
    write: (ach, use) => ({
      scheme: "ach",
      account: {
        bank_code: ach.routingNumber,
        account_number: ach.accountNumber,
        account_type: ach.account === AchDebit_Account.SAVINGS ? "savings" : "checking",
        account_holder_name: ach.holderName,
        country_code: "US",
      },
      mandate: { reference: ach.mandate?.reference, ...agreedBy(use) },
    }),
  },
  bacsDebit: {
    ...debit,
    currencies: ["GBP"],
    countries: ["GB"],
    understands: statement,
    limits: { "purchase.statementDescriptor": { most: 10, source: paymentsPage } },
    write: (bacs) => local("bacs", "GB", { branch_code: bacs.sortCode }, bacs),
  },
  becsDebit: {
    ...debit,
    currencies: ["AUD"],
    countries: ["AU"],
    understands: statement,
    limits: { "purchase.statementDescriptor": { most: 30, source: paymentsPage } },
    write: (becs) => local("becs", "AU", { branch_code: becs.bsb }, becs),
  },
  // The scheme has no references on statements.
  padDebit: {
    ...debit,
    currencies: ["CAD"],
    countries: ["CA"],
    write: (pad) => {
      // Three digits in the contract, four here: https://developer.gocardless.com/resources/test-bank-details
      const bank_code = pad.institutionNumber.padStart(4, "0");
      return local("pad", "CA", { bank_code, branch_code: pad.transitNumber }, pad);
    },
  },
  // A mandate, or an account that TokenizePaymentMethod made.
  stored: {
    capture: [AUTOMATIC, DELAYED],
    understands: [...statement, "purchase.channel"],
    flows: ["authorizePayment", "setupMandate"],
    source: "https://developer.gocardless.com/api-reference/#core-endpoints-payments",
    write: ({ storedMethodId, mandateId }, use) => {
      if (mandateId || !isAccount(storedMethodId))
        return { mandateId: mandateId ?? storedMethodId };
      const isAch = use.purchase?.amount?.currency === "USD";
      return { accountId: storedMethodId, mandate: isAch ? agreedBy(use) : {} };
    },
  },
  hostedPage: {
    capture: [AUTOMATIC],
    requires: ["purchase.returnUrl"],
    flows: ["setupMandate"],
    source:
      "https://developer.gocardless.com/api-reference/#billing-requests-billing-request-flows",
    write: () => ({}),
  },
  pay_by_bank: {
    capture: [AUTOMATIC],
    requires: ["purchase.returnUrl"],
    currencies: ["GBP", "EUR"],
    source:
      "https://developer.gocardless.com/getting-started/billing-requests/taking-an-instant-bank-payment",
    write: () => ({}),
  },
});

/** Ids of bank accounts begin so; those of mandates may have any form. */
export const isAccount = (id: string): boolean => id.startsWith("BA");

const sources: ReadonlyMap<Channel, string> = new Map([
  [Channel.ECOMMERCE, "web"],
  [Channel.APP, "web"],
  [Channel.TELEPHONE_ORDER, "telephone"],
  [Channel.MAIL_ORDER, "paper"],
]);
const payerAddress = ({ paymentMethod, purchase }: MethodUse): string | undefined => {
  const method = paymentMethod?.method;
  const agreed = method?.case === "achDebit" ? method.value.mandate?.acceptance : undefined;
  return agreed?.ipAddress ?? purchase?.device?.ipAddress;
};

/** References are kept as metadata, of which there are three keys. */
const metadata = {
  most: 3,
  names: { most: 50 },
  values: { most: 500 },
  reserved: ownKeys,
} satisfies Limit;
const ofAgreements = {
  reference: 500,
  "purchase.metadata": metadata,
  "purchase.statementDescriptor": 140,
} satisfies Limits<AuthorizePaymentRequest>;
export const paymentLimits = {
  limits: ofAgreements,
  source: paymentsPage,
} as const;
export const mandateLimits = {
  limits: {
    ...ofAgreements,
    "purchase.amount.minorUnits": {
      most: 0,
      says: "must be 0: the first debit is a payment of its own",
    },
  },
  source: `${api}#mandates-create-a-mandate`,
} as const;
export const tokenLimits = {
  limits: { reference: 500 },
  source: `${api}#customers-create-a-customer`,
} as const;
export const refundLimits = {
  limits: { reference: 500, metadata },
  source: `${api}#refunds-create-a-refund`,
} as const;
export const customerLimits = {
  limits: { reference: 500, metadata },
  source: `${api}#customers-create-a-customer`,
} as const;

/** A debit comes with its bank details. */
const isNewAccount = ({ paymentMethod }: MethodUse): boolean =>
  methodName(paymentMethod)?.endsWith("Debit") ?? false;
/** A customer is a person with both names, or a company. */
function checkName(customer: Customer | undefined, place: string): readonly Violation[] {
  const { firstName, lastName, company } = payerOf(customer) ?? {};
  return faults([
    !company && !(firstName && lastName),
    `${place}.contact`,
    "must have a first and a last name, or a company",
  ]);
}
/** A new account hangs on a customer; one that GoCardless does not know yet is made. */
const checkPayer = (use: MethodUse, customer: Customer | undefined, place: string) =>
  isNewAccount(use) && !customer?.customerId ? checkName(customer, place) : [];
export const checkCustomer = ({ customer }: CreateCustomerRequest) =>
  checkName(customer, "customer");
export const payerOf = (customer: Customer | undefined) => customer?.billing ?? customer?.contact;

const ofCards: ReadonlySet<StoredCredential_Reason | undefined> = new Set([
  StoredCredential_Reason.REAUTHORIZATION,
  StoredCredential_Reason.INCREMENTAL,
]);

type Agreeing = AuthorizePaymentRequest | SetupMandateRequest;
export function checkAgreement(asked: Agreeing): readonly Violation[] {
  const { purchase, storedCredential } = asked;
  const isOffline =
    purchase?.channel === Channel.TELEPHONE_ORDER || purchase?.channel === Channel.MAIL_ORDER;
  return [
    ...checkPayer(asked, purchase?.customer, "purchase.customer"),
    ...faults(
      [
        asked.paymentMethod?.method.case === "achDebit" && !isOffline && !payerAddress(asked),
        "purchase.device.ipAddress",
        "is required by ACH, where the customer agrees on the web",
      ],
      [
        storedCredential?.initiator === StoredCredential_Initiator.MERCHANT &&
          asked.paymentMethod?.method.case !== "stored",
        "storedCredential.initiator",
        "must be the customer, where there is no mandate or account yet",
      ],
      [
        ofCards.has(storedCredential?.reason),
        "storedCredential.reason",
        "is one of cards: a debit changes or repeats no earlier authorization",
      ],
      [
        storedCredential?.store === false && isNewAccount(asked),
        "storedCredential.store",
        "must not be false: GoCardless keeps the mandate that a debit is collected with",
      ],
    ),
  ];
}

export function checkMandate(asked: SetupMandateRequest): readonly Violation[] {
  const stored = asked.paymentMethod?.method;
  return [
    ...checkAgreement(asked),
    ...faults([
      stored?.case === "stored" &&
        (stored.value.mandateId || !isAccount(stored.value.storedMethodId)),
      "paymentMethod.stored.storedMethodId",
      "must be of a bank account: there is a mandate already",
    ]),
  ];
}
export const checkTokenize = (asked: TokenizePaymentMethodRequest): readonly Violation[] =>
  checkPayer(asked, asked.customer, "customer");
