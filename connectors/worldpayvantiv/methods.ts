/** What a payment is made with, as elements of authorization and sale. cnpCommon_v12.34.xsd, cnpTransaction_v12.34.xsd */
import {
  CaptureMode,
  type Card,
  CardNetwork,
  type DecryptedWalletCard,
  type PaymentMethod,
} from "#contract";
import {
  decode,
  InvalidRequest,
  paymentMethods,
  twoDigitMonth,
  twoDigitYear,
  Unsupported,
  v,
  type Xml,
} from "#kit";
import { debitLimits, echeckOf } from "./echecks.ts";
import type { Credentials } from "./settings.ts";

/** The payment's own element, with what it settles of the elements around it. */
export interface Written {
  readonly element: Xml;
  readonly orderSource?: "applepay" | "androidpay";
  readonly authenticationValue?: string | undefined;
}

const capture = [CaptureMode.AUTOMATIC, CaptureMode.MANUAL];
const xsd =
  "https://github.com/Vantiv/cnp-sdk-for-java/blob/12.x/src/main/xsd/cnpTransaction_v12.34.xsd";

export const methods = paymentMethods<Written, Credentials>({
  card: {
    capture,
    understands: ["paymentMethod.card.preferredNetwork"],
    flows: ["authorizePayment", "tokenizePaymentMethod"],
    source: xsd,
    write: (card) => ({
      element: { card: { ...numbered(card, typeOf(card)), cardValidationNum: card.cvc } },
    }),
  },
  applePay: {
    capture,
    source: xsd,
    write: ({ data }) => {
      if (data.case === "decrypted") return device(data.value, "applepay");
      return { element: { applepay: appleToken(data.value ?? "") }, orderSource: "applepay" };
    },
  },
  // Of Google's encrypted token cnpAPI has no element: the merchant decrypts it.
  googlePay: {
    capture,
    source: "https://support.worldpay.com/support/CNP-API/content/merchdecryptmeth.htm",
    write: ({ data }) => {
      if (data.case !== "decrypted") throw new Unsupported("an encrypted token of Google Pay");
      return device(data.value, "androidpay");
    },
  },
  achDebit: {
    capture: [CaptureMode.AUTOMATIC],
    currencies: ["USD"],
    countries: ["US"],
    limits: debitLimits,
    source: "https://support.worldpay.com/support/CNP-API/content/echksaletrans.htm",
    write: (debit) => ({ element: echeckOf(debit) }),
  },
  // What eProtect's script gave in place of a card.
  processorToken: {
    capture,
    flows: ["authorizePayment", "tokenizePaymentMethod"],
    source: xsd,
    write: ({ token }) => ({ element: { paypage: { paypageRegistrationId: token } } }),
  },
  /** A token of Worldpay's, with the card's date where TokenizePaymentMethod knew it: `1111000276870123:1230`. */
  stored: {
    capture,
    source: xsd,
    write: ({ storedMethodId, cvc }) => {
      const [cnpToken, expDate] = storedMethodId.split(":");
      return { element: { token: { cnpToken, expDate, cardValidationNum: cvc } } };
    },
  },
});

/** A token as `stored` takes it: with the date of the card that it was made of. */
export const storedId = (cnpToken: string, of: PaymentMethod | undefined): string =>
  of?.method.case === "card" ? `${cnpToken}:${expiryOf(of.method.value)}` : cnpToken;

const expiryOf = (card: Pick<Card, "expiryMonth" | "expiryYear">): string =>
  twoDigitMonth(card) + twoDigitYear(card);

type Numbered = Pick<Card, "number" | "expiryMonth" | "expiryYear">;
const numbered = (card: Numbered, type: string): Xml => ({
  type,
  number: card.number,
  expDate: expiryOf(card),
});

/** Decrypted by the merchant: a card whose cryptogram stands where a 3-D Secure value would. */
const device = (card: DecryptedWalletCard, orderSource: "applepay" | "androidpay"): Written => ({
  element: { card: numbered(card, typeOf(card)) },
  orderSource,
  authenticationValue: card.cryptogram,
});

const AppleToken = v.object({
  data: v.string(),
  header: v.object({
    applicationData: v.optional(v.string()),
    ephemeralPublicKey: v.string(),
    publicKeyHash: v.string(),
    transactionId: v.string(),
  }),
  signature: v.string(),
  version: v.string(),
});
/** `paymentData` in the order of the schema. */
function appleToken(text: string): Xml {
  const { data, header, signature, version } = read(text);
  const { applicationData, ephemeralPublicKey, publicKeyHash, transactionId } = header;
  return {
    data,
    header: { applicationData, ephemeralPublicKey, publicKeyHash, transactionId },
    signature,
    version,
  };
}
function read(text: string): v.InferOutput<typeof AppleToken> {
  try {
    return decode(AppleToken, text);
  } catch {
    throw new InvalidRequest({
      field: "paymentMethod.applePay.encrypted",
      problem: "must be the JSON of PKPaymentToken.paymentData",
    });
  }
}

const types: ReadonlyMap<CardNetwork | undefined, string> = new Map([
  [CardNetwork.VISA, "VI"],
  [CardNetwork.MASTERCARD, "MC"],
  [CardNetwork.AMEX, "AX"],
  [CardNetwork.DISCOVER, "DI"],
  [CardNetwork.DINERS, "DC"],
  [CardNetwork.JCB, "JC"],
]);
/** Ranges of ISO/IEC 7812 issuer numbers; `type` is required, and 302 is what a wrong one is declined with. */
const ranges: readonly (readonly [RegExp, string])[] = [
  [/^4/, "VI"],
  [/^(5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, "MC"],
  [/^3[47]/, "AX"],
  [/^(6011|64[4-9]|65)/, "DI"],
  [/^(30[0-5]|36|3[89])/, "DC"],
  [/^35(2[89]|[3-8])/, "JC"],
];
function typeOf({
  number,
  preferredNetwork,
}: {
  readonly number: string;
  readonly preferredNetwork?: CardNetwork | undefined;
}): string {
  const type = preferredNetwork
    ? types.get(preferredNetwork)
    : ranges.find(([range]) => range.test(number))?.[1];
  if (type !== undefined) return type;
  throw new InvalidRequest({
    field: "paymentMethod",
    problem: "is of no card network that cnpAPI has a type for",
  });
}
