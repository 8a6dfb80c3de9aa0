/** GoCardless's payment methods, and what a request must be for them. */
import {
  AchDebit_Account,
  type AuthorizePaymentRequest,
  CaptureMode,
  Channel,
  type CreateCustomerRequest,
  type Customer,
  type SetupMandateRequest,
  StoredCredential_Initiator,
  StoredCredential_Reason,
  type TokenizePaymentMethodRequest,
} from "#contract";
import { type MethodUse, methodName, paymentMethods, type Violation } from "#kit";
import { ownKeys } from "./answers.ts";

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
    write: (ach, use) => ({
      scheme: "ach",
      account: {
        bank_code: ach.routingNumber,
        account_number: ach.accountNumber,
        account_type: ach.account === AchDebit_Account.SAVINGS ? "savings" : "checking",
        account_holder_name: ach.holderName,
        country_code: "US",
      },
      mandate: {
        reference: ach.mandate?.reference,
        authorisation_source: sources.get(use.purchase?.channel ?? Channel.ECOMMERCE),
        payer_ip_address: payerAddress(use),
      },
    }),
  },
  bacsDebit: {
    ...debit,
    currencies: ["GBP"],
    countries: ["GB"],
    understands: statement,
    write: ({ sortCode, accountNumber, holderName, mandate }) => ({
      scheme: "bacs",
      account: {
        branch_code: sortCode,
        account_number: accountNumber,
        account_holder_name: holderName,
        country_code: "GB",
      },
      mandate: { reference: mandate?.reference },
    }),
  },
  becsDebit: {
    ...debit,
    currencies: ["AUD"],
    countries: ["AU"],
    understands: statement,
    write: ({ bsb, accountNumber, holderName, mandate }) => ({
      scheme: "becs",
      account: {
        branch_code: bsb,
        account_number: accountNumber,
        account_holder_name: holderName,
        country_code: "AU",
      },
      mandate: { reference: mandate?.reference },
    }),
  },
  // The scheme has no references on statements.
  padDebit: {
    ...debit,
    currencies: ["CAD"],
    countries: ["CA"],
    write: ({ institutionNumber, transitNumber, accountNumber, holderName, mandate }) => ({
      scheme: "pad",
      account: {
        // Three digits in the contract, four here: https://developer.gocardless.com/resources/test-bank-details
        bank_code: institutionNumber.padStart(4, "0"),
        branch_code: transitNumber,
        account_number: accountNumber,
        account_holder_name: holderName,
        country_code: "CA",
      },
      mandate: { reference: mandate?.reference },
    }),
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
      return {
        accountId: storedMethodId,
        mandate: isAch
          ? {
              authorisation_source: sources.get(use.purchase?.channel ?? Channel.ECOMMERCE),
              payer_ip_address: payerAddress(use),
            }
          : {},
      };
    },
  },
  hostedPage: {
    capture: [AUTOMATIC],
    flows: ["setupMandate"],
    source:
      "https://developer.gocardless.com/api-reference/#billing-requests-billing-request-flows",
    write: () => ({}),
  },
  pay_by_bank: {
    capture: [AUTOMATIC],
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

type Problem = Violation | false | "" | undefined;
const only = (problems: readonly Problem[]): readonly Violation[] =>
  problems.filter((problem) => typeof problem === "object");

/** Three keys of at most 50 characters, values of at most 500; the connector takes two of them. */
const checkMetadata = (metadata: Readonly<Record<string, string>>, field: string): Problem => {
  const isTooMuch =
    Object.keys(metadata).length > 3 - ownKeys.length ||
    Object.entries(metadata).some(
      ([key, value]) => key.length > 50 || value.length > 500 || ownKeys.includes(key),
    );
  const problem = `takes one key of at most 50 characters other than ${ownKeys.join(" and ")}, its value of at most 500`;
  return isTooMuch && { field, problem };
};
const checkReference = (reference: string): Problem =>
  reference.length > 500 && { field: "reference", problem: "must be at most 500 characters" };

const newAccounts: ReadonlySet<string | undefined> = new Set([
  "sepaDebit",
  "achDebit",
  "bacsDebit",
  "becsDebit",
  "padDebit",
]);
/** A customer is a person with both names, or a company. */
const checkName = (customer: Customer | undefined, place: string): Problem => {
  const { firstName, lastName, company } = payerOf(customer) ?? {};
  return (
    !company &&
    !(firstName && lastName) && {
      field: `${place}.contact`,
      problem: "must have a first and a last name, or a company",
    }
  );
};
/** A new account hangs on a customer; one that GoCardless does not know yet is made. */
const checkPayer = (use: MethodUse, customer: Customer | undefined, place: string) => [
  checkReference(use.reference),
  newAccounts.has(methodName(use.paymentMethod)) &&
    !customer?.customerId &&
    checkName(customer, place),
];
export const checkCustomer = ({ reference, customer, metadata }: CreateCustomerRequest) =>
  only([
    checkReference(reference),
    checkName(customer, "customer"),
    checkMetadata(metadata, "metadata"),
  ]);
export const payerOf = (customer: Customer | undefined) => customer?.billing ?? customer?.contact;

/** Characters that the customer's statement takes, by scheme. */
const statementLengths: Readonly<Record<string, number>> = {
  achDebit: 10,
  bacsDebit: 10,
  becsDebit: 30,
};

const ofCards: ReadonlySet<StoredCredential_Reason | undefined> = new Set([
  StoredCredential_Reason.REAUTHORIZATION,
  StoredCredential_Reason.INCREMENTAL,
]);

type Agreeing = AuthorizePaymentRequest | SetupMandateRequest;
function checkAgreement(asked: Agreeing): readonly Violation[] {
  const { purchase, storedCredential } = asked;
  const name = methodName(asked.paymentMethod) ?? "";
  const isOffline =
    purchase?.channel === Channel.TELEPHONE_ORDER || purchase?.channel === Channel.MAIL_ORDER;
  const longest = statementLengths[name] ?? 140;
  return only([
    ...checkPayer(asked, purchase?.customer, "purchase.customer"),
    checkMetadata(purchase?.metadata ?? {}, "purchase.metadata"),
    name === "achDebit" &&
      !isOffline &&
      !payerAddress(asked) && {
        field: "purchase.device.ipAddress",
        problem: "is required by ACH, where the customer agrees on the web",
      },
    (purchase?.statementDescriptor ?? "").length > longest && {
      field: "purchase.statementDescriptor",
      problem: `must be at most ${longest} characters`,
    },
    storedCredential?.initiator === StoredCredential_Initiator.MERCHANT &&
      asked.paymentMethod?.method.case !== "stored" && {
        field: "storedCredential.initiator",
        problem: "must be the customer, where there is no mandate or account yet",
      },
    ofCards.has(storedCredential?.reason) && {
      field: "storedCredential.reason",
      problem: "is one of cards: a debit changes or repeats no earlier authorization",
    },
    storedCredential?.store === false &&
      newAccounts.has(name) && {
        field: "storedCredential.store",
        problem: "must not be false: GoCardless keeps the mandate that a debit is collected with",
      },
  ]);
}
const needsPage = (asked: Agreeing): Problem =>
  !asked.purchase?.returnUrl && { field: "purchase.returnUrl", problem: "is required for a page" };

export const checkAuthorize = (asked: AuthorizePaymentRequest): readonly Violation[] =>
  only([
    ...checkAgreement(asked),
    methodName(asked.paymentMethod) === "pay_by_bank" && needsPage(asked),
    asked.session && { field: "session", problem: "is not known here" },
  ]);
export const checkMandate = (asked: SetupMandateRequest): readonly Violation[] => {
  const stored = asked.paymentMethod?.method;
  return only([
    ...checkAgreement(asked),
    methodName(asked.paymentMethod) === "hostedPage" && needsPage(asked),
    (asked.purchase?.amount?.minorUnits ?? 0n) !== 0n && {
      field: "purchase.amount.minorUnits",
      problem: "must be 0: the first debit is a payment of its own",
    },
    stored?.case === "stored" &&
      (stored.value.mandateId || !isAccount(stored.value.storedMethodId)) && {
        field: "paymentMethod.stored.storedMethodId",
        problem: "must be of a bank account: there is a mandate already",
      },
  ]);
};
export const checkTokenize = (asked: TokenizePaymentMethodRequest): readonly Violation[] =>
  only(checkPayer(asked, asked.customer, "customer"));
export const checkRefund = ({
  reference,
  metadata,
}: {
  readonly reference: string;
  readonly metadata: Readonly<Record<string, string>>;
}): readonly Violation[] => only([checkReference(reference), checkMetadata(metadata, "metadata")]);
