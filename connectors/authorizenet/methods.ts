/** What a payment is made from, as members of `transactionRequest` and of a payment profile. */
import {
  AchDebit_Account,
  AchDebit_Holder,
  type Address,
  CaptureMode,
  type Contact,
  type DecryptedWalletCard,
} from "#contract";
import { paymentMethods, required, streetLine, toBase64 } from "#kit";
import type { Credentials } from "./account.ts";

/** Members in the order of AnetApiSchema.xsd, which Authorize.Net insists on. */
export type Members = Readonly<Record<string, unknown>>;

const { AUTOMATIC, MANUAL } = CaptureMode;
const reference = "https://developer.authorize.net/api/reference/index.html";
const payment = (kind: string, members: Members): Members => ({ payment: { [kind]: members } });
/** https://github.com/AuthorizeNet/sample-code-node: `MobileInAppTransactions` and `AcceptSuite` have the descriptors. */
const opaque = (dataDescriptor: string, dataValue: string) =>
  payment("opaqueData", { dataDescriptor, dataValue });

interface Dated {
  readonly expiryMonth: number;
  readonly expiryYear: number;
}
const expiry = ({ expiryMonth, expiryYear }: Dated) =>
  `${expiryYear}-${String(expiryMonth).padStart(2, "0")}`;
const tokenCard = (token: DecryptedWalletCard) =>
  payment("creditCard", {
    cardNumber: token.number,
    expirationDate: expiry(token),
    isPaymentToken: true,
    cryptogram: token.cryptogram,
    tokenRequestorEci: token.eci,
  });

export const methods = paymentMethods<Members, Credentials>({
  card: {
    capture: [AUTOMATIC, MANUAL],
    flows: ["authorizePayment", "tokenizePaymentMethod"],
    understands: ["authentication.external.eci", "authentication.external.authenticationValue"],
    source: `${reference}#payment-transactions-charge-a-credit-card`,
    write: (card) =>
      payment("creditCard", {
        cardNumber: card.number,
        expirationDate: expiry(card),
        cardCode: card.cvc,
      }),
  },
  networkToken: {
    capture: [AUTOMATIC, MANUAL],
    understands: ["paymentMethod.networkToken.eci"],
    source: `${reference}#payment-transactions-charge-a-tokenized-credit-card`,
    write: (token) =>
      payment("creditCard", {
        cardNumber: token.number,
        expirationDate: expiry(token),
        isPaymentToken: true,
        cryptogram: token.cryptogram,
        tokenRequestorId: token.requestorId,
        tokenRequestorEci: token.eci,
      }),
  },
  applePay: {
    capture: [AUTOMATIC, MANUAL],
    understands: ["paymentMethod.applePay.decrypted.eci"],
    source: `${reference}#mobile-in-app-transactions-create-an-apple-pay-transaction`,
    write: ({ data }) => {
      if (data.case === "decrypted") return tokenCard(data.value);
      return opaque(
        "COMMON.APPLE.INAPP.PAYMENT",
        toBase64(required(data.value, "paymentMethod.applePay.encrypted")),
      );
    },
  },
  googlePay: {
    capture: [AUTOMATIC, MANUAL],
    understands: ["paymentMethod.googlePay.decrypted.eci"],
    source: `${reference}#mobile-in-app-transactions-create-a-google-pay-transaction`,
    write: ({ data }) => {
      if (data.case === "decrypted") return tokenCard(data.value);
      return opaque(
        "COMMON.GOOGLE.INAPP.PAYMENT",
        toBase64(required(data.value, "paymentMethod.googlePay.encrypted")),
      );
    },
  },
  /** The nonce of Accept.js. */
  processorToken: {
    capture: [AUTOMATIC, MANUAL],
    flows: ["authorizePayment", "tokenizePaymentMethod"],
    source: `${reference}#accept-suite-create-an-accept-payment-transaction`,
    write: ({ token }) => opaque("COMMON.ACCEPT.INAPP.PAYMENT", token),
  },
  stored: {
    capture: [AUTOMATIC, MANUAL],
    requires: ["purchase.customer.customerId"],
    source: `${reference}#payment-transactions-charge-a-customer-profile`,
    write: ({ storedMethodId, cvc }, { purchase }) => ({
      profile: {
        customerProfileId: purchase?.customer?.customerId,
        paymentProfile: { paymentProfileId: storedMethodId, cardCode: cvc },
      },
    }),
  },
  achDebit: {
    capture: [AUTOMATIC],
    currencies: ["USD"],
    flows: ["authorizePayment", "tokenizePaymentMethod"],
    source: `${reference}#payment-transactions-debit-a-bank-account`,
    write: (debit) => {
      const isCompany = debit.holder === AchDebit_Holder.COMPANY;
      const isSavings = debit.account === AchDebit_Account.SAVINGS;
      return payment("bankAccount", {
        accountType: isSavings ? "savings" : isCompany ? "businessChecking" : "checking",
        routingNumber: debit.routingNumber,
        accountNumber: debit.accountNumber,
        nameOnAccount: debit.holderName,
        echeckType: isCompany ? "CCD" : "WEB",
      });
    },
  },
});

const streetOf = (address: Address) =>
  [streetLine(address), address.line2].filter(Boolean).join(" ") || undefined;
const unlessEmpty = (members: Members): Members | undefined =>
  Object.values(members).some(Boolean) ? members : undefined;
/** `nameAndAddressType`. */
export const addressOf = (contact: Contact | undefined): Members | undefined =>
  unlessEmpty({
    firstName: contact?.firstName,
    lastName: contact?.lastName,
    company: contact?.company,
    address: contact?.address && streetOf(contact.address),
    city: contact?.address?.city,
    state: contact?.address?.region,
    zip: contact?.address?.postalCode,
    country: contact?.address?.country,
  });
export const billTo = (contact: Contact | undefined): Members | undefined =>
  unlessEmpty({ ...addressOf(contact), phoneNumber: contact?.phone });
