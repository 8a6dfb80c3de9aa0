/** What a payment is made with and who begins it, as fields of POST /pts/v2/payments. */
import {
  type ApplePay,
  CaptureMode,
  type Card,
  Channel,
  type Contact,
  type Customer,
  type DecryptedWalletCard,
  type GooglePay,
  type NetworkToken,
  StoredCredential_Initiator,
  StoredCredential_Reason,
} from "#contract";
import {
  type MethodUse,
  paymentMethods,
  required,
  streetLine,
  toBase64,
  toDecimal,
  twoDigitMonth,
} from "#kit";

export type Fields = Readonly<Record<string, unknown>>;
interface Chosen {
  readonly paymentInformation?: Fields;
  readonly tokenInformation?: Fields;
  readonly paymentSolution?: string;
  readonly isStored?: boolean;
}
const { AUTOMATIC, MANUAL } = CaptureMode;
const capture = [AUTOMATIC, MANUAL];
const documentation = "https://developer.cybersource.com/docs/cybs/en-us";
const specification =
  "https://github.com/CyberSource/cybersource-rest-client-node/blob/master/generator/cybersource-rest-spec.json";

const numbered = (card: Pick<Card, "number" | "expiryMonth" | "expiryYear">): Fields => ({
  number: card.number,
  expirationMonth: twoDigitMonth(card),
  expirationYear: String(card.expiryYear),
});
/** `transactionType` 1: the token comes from a wallet or the network. */
const tokenized = (token: DecryptedWalletCard | NetworkToken, requestorId?: string): Chosen => ({
  paymentInformation: {
    tokenizedCard: {
      ...numbered(token),
      cryptogram: token.cryptogram,
      transactionType: "1",
      requestorId,
    },
  },
});

/** Without a cryptogram it is the card's own number, and `tokenizedCard.number` is a token's (Ptsv2paymentsPaymentInformationTokenizedCard.md of the SDK). */
const decrypted = (card: DecryptedWalletCard): Chosen =>
  card.cryptogram ? tokenized(card) : { paymentInformation: { card: numbered(card) } };

function wallet(
  { data }: Pick<ApplePay | GooglePay, "data">,
  paymentSolution: string,
  field: string,
  form?: Fields,
): Chosen {
  if (data.case === "decrypted") return { ...decrypted(data.value), paymentSolution };
  const fluidData = { value: toBase64(required(data.value, field)), ...form };
  return { paymentInformation: { fluidData }, paymentSolution };
}

export const methods = paymentMethods<Chosen>({
  card: {
    capture,
    flows: ["authorizePayment", "setupMandate"],
    source: specification,
    write: (card) => ({
      paymentInformation: {
        card: { ...numbered(card), securityCode: card.cvc },
      },
    }),
  },
  networkToken: {
    capture,
    source: specification,
    write: (token) => tokenized(token, token.requestorId),
  },
  applePay: {
    capture,
    source: `${documentation}/apple-pay/developer/ctv/rest/applepay/applepay-txns-intro/applepay-txn-auth-cybs-ex.html`,
    write: (pay) =>
      wallet(pay, "001", "paymentMethod.applePay.encrypted", {
        descriptor: "RklEPUNPTU1PTi5BUFBMRS5JTkFQUC5QQVlNRU5U",
        encoding: "Base64",
      }),
  },
  // What Google gives, in base64 and without a descriptor, as in Cybersource's samples (AuthorizeGooglePayCybsDecryption.js).
  googlePay: {
    capture,
    source: `${documentation}/google-pay/developer/citimb/rest/googlepay/googpay-pay-auth-intro.md`,
    write: (pay) => wallet(pay, "012", "paymentMethod.googlePay.encrypted"),
  },
  // A payment instrument of the Token Management Service.
  stored: {
    capture,
    source:
      "https://app.unpkg.com/cybersource-rest-client@0.0.70/files/docs/Ptsv2payoutsPaymentInformation.md",
    write: ({ storedMethodId, cvc }, { purchase }) => ({
      paymentInformation: {
        paymentInstrument: { id: storedMethodId },
        ...(purchase?.customer?.customerId && { customer: { id: purchase.customer.customerId } }),
        ...(cvc && { card: { securityCode: cvc } }),
      },
      isStored: true,
    }),
  },
  processorToken: {
    capture,
    flows: ["authorizePayment", "setupMandate"],
    source:
      "https://app.unpkg.com/cybersource-rest-client@0.0.74/files/docs/Tmsv2tokenizeTokenInformation.md",
    write: ({ token }) => ({ tokenInformation: { transientTokenJwt: token } }),
  },
});

const { RECURRING, INSTALLMENT, UNSCHEDULED } = StoredCredential_Reason;
const { RESUBMISSION, DELAYED_CHARGE, REAUTHORIZATION, NO_SHOW } = StoredCredential_Reason;
/** https://app.unpkg.com/cybersource-rest-client@0.0.83/files/docs/ProcessingInfoAuthorizationOptionsInitiatorMerchantInitiatedTransaction.md */
const reasons: ReadonlyMap<StoredCredential_Reason, string> = new Map([
  [RESUBMISSION, "1"],
  [DELAYED_CHARGE, "2"],
  [REAUTHORIZATION, "3"],
  [NO_SHOW, "4"],
  // Of fixed amounts, as in the contract.
  [RECURRING, "7"],
  [INSTALLMENT, "9"],
  [UNSCHEDULED, "10"],
]);

/** https://developer.cybersource.com/docs/cybs/en-us/credentials/developer/ctv/rest/credentials/credentials-intro/credentials-matrix.html */
export function initiatorOf(
  { storedCredential }: MethodUse,
  isStored: boolean | undefined,
): Fields | undefined {
  if (!storedCredential) return undefined;
  const { initiator, reason, store, previous } = storedCredential;
  const isMerchant = initiator === StoredCredential_Initiator.MERCHANT;
  const code = reason === undefined ? undefined : reasons.get(reason);
  const transaction = isMerchant && (code || previous?.networkTransactionId);
  return {
    type: isMerchant ? "merchant" : "customer",
    credentialStoredOnFile: store || undefined,
    storedCredentialUsed: isMerchant || isStored || undefined,
    ...(transaction && {
      merchantInitiatedTransaction: {
        reason: code,
        previousTransactionId: previous?.networkTransactionId,
        // For Discover and Diners.
        originalAuthorizedAmount:
          previous?.amount &&
          toDecimal(previous.amount, undefined, "storedCredential.previous.amount"),
      },
    }),
  };
}

/** How the order came: from the web, by mail or telephone, or by an agreement. */
export function indicatorOf({ storedCredential, purchase }: MethodUse): string {
  if (storedCredential?.initiator === StoredCredential_Initiator.MERCHANT) {
    if (storedCredential.reason === RECURRING) return "recurring";
    if (storedCredential.reason === INSTALLMENT) return "install";
  }
  const { MAIL_ORDER, TELEPHONE_ORDER } = Channel;
  return purchase?.channel === MAIL_ORDER || purchase?.channel === TELEPHONE_ORDER
    ? "MOTO"
    : "internet";
}

const addressOf = (contact: Contact): Fields => ({
  firstName: contact.firstName,
  lastName: contact.lastName,
  company: contact.company,
  address1: streetLine(contact.address),
  address2: contact.address?.line2,
  locality: contact.address?.city,
  administrativeArea: contact.address?.region,
  postalCode: contact.address?.postalCode,
  country: contact.address?.country,
  phoneNumber: contact.phone,
});
export const shipTo = (customer: Customer | undefined): Fields | undefined =>
  customer?.shipping && addressOf(customer.shipping);
/** Its company is an object: Ptsv2paymentsOrderInformationBillToCompany.md of the SDK. */
export function billTo(customer: Customer | undefined): Fields | undefined {
  const contact = customer?.billing ?? customer?.contact;
  return (
    contact && {
      ...addressOf(contact),
      company: contact.company ? { name: contact.company } : undefined,
      email: customer?.contact?.email ?? contact.email,
    }
  );
}
