/**
 * ACH debits, which cnpAPI calls eChecks. https://support.worldpay.com/support/CNP-API/content/echksaletrans.htm
 * A sale is the equivalent of a capture. What a bank returns days later, only Worldpay's reports tell:
 * https://support.worldpay.com/support/scheduled-secure-reports/content/echeckreturnreport.htm
 */
import {
  type AchDebit,
  AchDebit_Account,
  AchDebit_Holder,
  type AuthorizePaymentRequest,
  Channel,
} from "#contract";
import { type Context, InvalidRequest, type Limits, optionsOf, type Xml } from "#kit";
import { contactOf } from "./purchase.ts";
import { type Credentials, options } from "./settings.ts";

export const debitOf = ({ paymentMethod }: AuthorizePaymentRequest): AchDebit | undefined =>
  paymentMethod?.method.case === "achDebit" ? paymentMethod.method.value : undefined;

const isCompany = ({ holder }: AchDebit) => holder === AchDebit_Holder.COMPANY;
/** `echeckAccountTypeEnum` */
function accountTypeOf(debit: AchDebit): string {
  const isSavings = debit.account === AchDebit_Account.SAVINGS;
  if (isCompany(debit)) return isSavings ? "Corp Savings" : "Corporate";
  return isSavings ? "Savings" : "Checking";
}
export const echeckOf = (debit: AchDebit): Xml => ({
  echeck: {
    accType: accountTypeOf(debit),
    accNum: debit.accountNumber,
    routingNum: debit.routingNumber,
  },
});

/** What a verification must have, of `billToAddress`. */
function assertVerifiable(debit: AchDebit, billTo: Xml): void {
  const wanted = ["firstName", "lastName", "addressLine1", "city", "state", "zip", "phone"];
  const needed = isCompany(debit) ? [...wanted, "companyName"] : wanted;
  const lacking = needed.filter((name) => !billTo[name]);
  if (lacking.length > 0)
    throw new InvalidRequest({
      field: "purchase.customer.billing",
      problem: `must be whole to verify the account: cnpAPI's ${lacking.join(", ")}`,
    });
}

/** The elements of an echeckSale, in the order of the schema. */
export function echeckSale(
  { orderReference, reference, purchase }: AuthorizePaymentRequest,
  debit: AchDebit,
  amount: bigint | undefined,
  context: Context<Credentials>,
): Xml {
  const { customer, channel } = purchase ?? {};
  const contact = contactOf(customer?.billing ?? customer?.contact);
  const { firstName, lastName, ...address } = contact ?? {};
  const billToAddress: Xml = { ...address, firstName, lastName, name: debit.holderName };
  const verifies = optionsOf(options, context).verifyAccount === "true";
  if (verifies) assertVerifiable(debit, billToAddress);
  return {
    orderId: orderReference ?? reference,
    verify: verifies ? true : undefined,
    amount,
    orderSource: channel === Channel.TELEPHONE_ORDER ? "telephone" : "ecommerce",
    billToAddress,
    shipToAddress: contactOf(customer?.shipping),
    ...echeckOf(debit),
  };
}

const untaken = "is not taken with an ACH debit";
/** What an authorization of a card takes, and an echeckSale has no element for. */
export const debitLimits = {
  "paymentMethod.achDebit.accountNumber": 17,
  "paymentMethod.achDebit.holderName": 100,
  "purchase.statementDescriptor": untaken,
  storedCredential: untaken,
  "authentication.external": untaken,
  "purchase.channel": { among: [Channel.ECOMMERCE, Channel.APP, Channel.TELEPHONE_ORDER] },
} satisfies Limits<AuthorizePaymentRequest>;
