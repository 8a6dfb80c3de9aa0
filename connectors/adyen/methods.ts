/** Payment methods: what each is called at Adyen, what it carries, and how its money can be taken. */
import {
  AchDebit_Account as Account,
  CaptureMode,
  type CardNetwork,
  AchDebit_Holder as Holder,
} from "#contract";
import {
  decodeIf,
  InvalidRequest,
  type MethodUse,
  paymentMethods,
  toBase64,
  twoDigitMonth,
  Unsupported,
  v,
} from "#kit";
import { alternatives, page, type Support, variant } from "./alternatives.ts";
import { methodTypes, networks } from "./codes.ts";

/** Members of the body of a payment or session; `mpiData` joins what else is known of authentication. */
export interface MethodFields {
  readonly paymentMethod?: Readonly<Record<string, unknown>>;
  readonly mpiData?: Readonly<Record<string, unknown>>;
  readonly allowedPaymentMethods?: readonly string[] | undefined;
}

const { AUTOMATIC, MANUAL, DELAYED } = CaptureMode;

const brands = new Map(Object.entries(networks.words).map(([brand, network]) => [network, brand]));
function brandOf(network: CardNetwork | undefined): string | undefined {
  if (!network) return undefined;
  const problem = "is not a brand that Adyen can be asked for";
  const path = "paymentMethod.card.preferredNetwork";
  if (!brands.has(network)) throw new InvalidRequest({ field: path, problem });
  return brands.get(network);
}
/** The scheme's id of the payment that this one goes back to, for cards that Adyen does not keep. */
const earlier = ({ storedCredential }: MethodUse) => ({
  networkPaymentReference: storedCredential?.previous?.networkTransactionId,
});
const klarna: Readonly<Record<string, string>> = {
  pay_later: "klarna",
  pay_over_time: "klarna_account",
  pay_now: "klarna_paynow",
};
const ComponentData = v.record(v.string(), v.unknown());

const capturable = { capture: [AUTOMATIC, MANUAL, DELAYED] };
/** What only cards know: parts, instalments, 3-D Secure. */
const cardOnly = ["acceptPartial", "authentication", "purchase.installments"] as const;
const ofCards = { ...capturable, understands: cardOnly };
const byNumber = {
  ...capturable,
  understands: [
    ...cardOnly,
    "paymentMethod",
    "storedCredential.previous.networkTransactionId",
  ] as const,
};
const autopay = [
  "storedCredential.terms.interval",
  "storedCredential.terms.intervalCount",
  "storedCredential.terms.amount",
  "storedCredential.terms.amountKind",
  "storedCredential.terms.startsOn",
  "storedCredential.terms.endsOn",
] as const;
const storable = { flows: ["authorizePayment", "setupMandate"] } as const satisfies Support;
const debit = { capture: [AUTOMATIC], ...storable };

export const methods = paymentMethods<MethodFields>({
  card: {
    ...byNumber,
    flows: ["authorizePayment", "setupMandate", "tokenizePaymentMethod"],
    source: page("cards/raw-card-data"),
    write: (card, request) => ({
      paymentMethod: {
        type: "scheme",
        number: card.number,
        expiryMonth: twoDigitMonth(card),
        expiryYear: String(card.expiryYear),
        cvc: card.cvc || undefined,
        holderName: card.holderName || undefined,
        brand: brandOf(card.preferredNetwork),
        ...earlier(request),
      },
    }),
  },
  networkToken: {
    ...byNumber,
    source: page("cards/network-tokens"),
    write: (token, request) => ({
      paymentMethod: {
        type: "networkToken",
        number: token.number,
        expiryMonth: twoDigitMonth(token),
        expiryYear: String(token.expiryYear),
        holderName: token.holderName || undefined,
        ...earlier(request),
      },
      mpiData: { tokenAuthenticationVerificationValue: token.cryptogram, eci: token.eci },
    }),
  },
  applePay: {
    ...ofCards,
    ...storable,
    source: page("apple-pay/api-only"),
    write: ({ data }) => {
      if (data.case !== "encrypted") throw new Unsupported("Apple Pay data that is decrypted");
      return { paymentMethod: { type: "applepay", applePayToken: toBase64(data.value) } };
    },
  },
  googlePay: {
    ...ofCards,
    ...storable,
    source: page("google-pay/api-only"),
    write: ({ data }) => {
      if (data.case !== "encrypted") throw new Unsupported("Google Pay data that is decrypted");
      return { paymentMethod: { type: "googlepay", googlePayToken: data.value } };
    },
  },
  // Captured apart, and in parts: https://docs.adyen.com/paypal-hpp/payment-completion
  paypal: {
    ...capturable,
    ...storable,
    source: page("paypal/api-only"),
    write: ({ orderId }) => ({
      paymentMethod: {
        type: "paypal",
        orderID: orderId,
        subtype: orderId ? undefined : "redirect",
      },
    }),
  },
  upi: {
    capture: [AUTOMATIC],
    understands: autopay,
    ...storable,
    currencies: ["INR"],
    source: page("upi/api-only"),
    write: ({ flow: { case: flow, value } }) => {
      if (flow === "collect") {
        const { virtualPaymentAddress } = value;
        return { paymentMethod: { type: "upi_collect", virtualPaymentAddress } };
      }
      const appId = flow === "intent" ? value.applicationId : undefined;
      return { paymentMethod: { type: flow === "intent" ? "upi_intent" : "upi_qr", appId } };
    },
  },
  sepaDebit: {
    ...debit,
    currencies: ["EUR"],
    source: page("sepa-direct-debit/api-only"),
    write: ({ iban, holderName }) => ({
      paymentMethod: { type: "sepadirectdebit", iban, ownerName: holderName },
    }),
  },
  achDebit: {
    ...debit,
    currencies: ["USD"],
    source: page("ach-direct-debit/api-only"),
    write: ({ routingNumber, accountNumber, holderName, holder, account }) => ({
      paymentMethod: {
        type: "ach",
        bankAccountNumber: accountNumber,
        bankLocationId: routingNumber,
        ownerName: holderName,
        accountHolderType: holder && (holder === Holder.COMPANY ? "business" : "personal"),
        bankAccountType: account && (account === Account.SAVINGS ? "savings" : "checking"),
      },
    }),
  },
  bacsDebit: {
    ...debit,
    currencies: ["GBP"],
    source: page("bacs/api-only"),
    write: ({ sortCode, accountNumber, holderName }) => ({
      paymentMethod: {
        type: "directdebit_GB",
        bankAccountNumber: accountNumber,
        bankLocationId: sortCode,
        holderName,
      },
    }),
  },
  becsDebit: {
    ...debit,
    currencies: ["AUD"],
    source: page("becs-direct-debit"),
    write: ({ bsb, accountNumber, holderName }) => ({
      paymentMethod: {
        type: "directdebit_AU",
        bankAccountNumber: accountNumber,
        bankBranchCode: bsb,
        holderName,
      },
    }),
  },
  padDebit: {
    ...debit,
    currencies: ["CAD"],
    source: page("pre-authorized-debit-canada"),
    write: ({ institutionNumber, transitNumber, accountNumber, holderName }) => ({
      paymentMethod: {
        type: "eft_directdebit_CA",
        bankAccountNumber: accountNumber,
        bankCode: institutionNumber,
        bankLocationId: transitNumber,
        ownerName: holderName,
      },
    }),
  },
  klarna: {
    ...capturable,
    understands: ["paymentMethod"],
    source: page("klarna/api-only"),
    write: ({ category = "pay_later" }) => ({
      paymentMethod: { type: variant(klarna, category, "paymentMethod.klarna.category") },
    }),
  },
  pix: {
    capture: [AUTOMATIC],
    currencies: ["BRL"],
    source: page("pix/api-only"),
    write: () => ({ paymentMethod: { type: "pix" } }),
  },
  boleto: {
    capture: [AUTOMATIC],
    currencies: ["BRL"],
    source: page("boleto-bancario/api-only"),
    write: () => ({ paymentMethod: { type: "boletobancario" } }),
  },
  blik: {
    capture: [AUTOMATIC],
    currencies: ["PLN"],
    source: page("blik/api-only"),
    write: ({ code }) => ({ paymentMethod: { type: "blik", blikCode: code } }),
  },
  netbanking: {
    capture: [AUTOMATIC],
    currencies: ["INR"],
    source: page("net-banking-india"),
    write: ({ bank }) => ({ paymentMethod: { type: "onlinebanking_IN", issuer: bank } }),
  },
  stored: {
    ...ofCards,
    source: "https://docs.adyen.com/online-payments/tokenization/make-token-payments",
    write: ({ storedMethodId, cvc }, _request, { options }) => ({
      paymentMethod: {
        type: options["storedMethodType"] ?? "scheme",
        storedPaymentMethodId: storedMethodId,
        cvc: cvc || undefined,
      },
    }),
  },
  /** `state.data.paymentMethod` of Adyen's Drop-in or Components, as JSON: encrypted card fields and the like. */
  processorToken: {
    ...ofCards,
    ...storable,
    source: "https://docs.adyen.com/online-payments/build-your-integration/advanced-flow",
    write: ({ token }) => ({ paymentMethod: decodeIf(ComponentData, token) ?? {} }),
  },
  /** Hosted Checkout. */
  hostedPage: {
    ...capturable,
    understands: ["paymentMethod", "authentication"],
    source: "https://docs.adyen.com/online-payments/build-your-integration/sessions-flow",
    write: ({ allowedMethods }) => ({
      allowedPaymentMethods: typesOf(allowedMethods, "paymentMethod.hostedPage.allowedMethods"),
    }),
  },

  ...alternatives,
});

/** Adyen's names of methods that are named as the contract does; undefined for all. */
export function typesOf(names: readonly string[], path: string): readonly string[] | undefined {
  const found = names.map((name, index) => {
    const type = methodTypes(name) ?? methodTypes(camelCased(name));
    const problem = "is not a method that Adyen's own page can offer";
    if (!type) throw new InvalidRequest({ field: `${path}[${index}]`, problem });
    return type;
  });
  return found.length > 0 ? found : undefined;
}
const camelCased = (name: string) =>
  name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

const paidAtOnce = Object.entries(methods)
  .filter(([, { capture }]) => !capture.includes(MANUAL))
  .flatMap(([name]) => methodTypes(name) ?? []);
/** Whether a method, by Adyen's name for it, is paid as soon as it is authorised. */
export const isPaidAtOnce = (type: string | undefined): boolean =>
  type !== undefined &&
  (paidAtOnce.includes(type) ||
    /^(bcmc_mobile|doku|econtext|grabpay|momo|upi|wechatpay)/.test(type));
