/** The payment methods, each as the fields of POST /v1/payments/create/json. */
import {
  type AlternativeMethod,
  AlternativeMethod_Flow,
  CaptureMode,
  type Customer,
  type Purchase,
} from "#contract";
import {
  type Fields,
  fullName,
  InvalidRequest,
  paymentMethods,
  required,
  twoDigitMonth,
  twoDigitYear,
} from "#kit";
import type { Credentials } from "./account.ts";

export type Body = Readonly<Record<string, unknown>>;
export const s2s = "https://razorpay.com/docs/payments/payment-gateway/s2s-integration";

const capture = [CaptureMode.AUTOMATIC, CaptureMode.MANUAL] as const;
const requires = ["purchase.device.ipAddress"] as const;
const inRupees = {
  capture,
  requires,
  currencies: ["INR"],
  countries: ["IN"],
  source: `${s2s}/payment-methods`,
} as const;

const wallet = (code: string) => ({
  ...inRupees,
  write: (): Body => ({ method: "wallet", wallet: code }),
});
const inRinggit = { ...inRupees, currencies: ["MYR"], countries: ["MY"] } as const;
const malaysian = (code: string) => ({
  ...wallet(code),
  ...inRinggit,
  source: `${s2s}/payment-methods/wallet`,
});
const lender = (method: string) => ({
  ...inRupees,
  understands: ["paymentMethod"] as const,
  write: ({ provider, flow }: AlternativeMethod): Body => {
    if (flow && flow !== AlternativeMethod_Flow.REDIRECT)
      throw new InvalidRequest({
        field: "paymentMethod.alternative.flow",
        problem: "must be FLOW_REDIRECT",
      });
    return { method, provider: required(provider, "paymentMethod.alternative.provider") };
  },
});

export const methods = paymentMethods<Body, Credentials>({
  card: {
    capture,
    requires,
    flows: ["authorizePayment", "setupMandate"],
    understands: ["purchase.installments.count"],
    source: `${s2s}/json/v2/build-integration/cards`,
    write: (card, { purchase }) => ({
      ...(purchase?.installments
        ? { method: "emi", emi_duration: purchase.installments.count }
        : { method: "card" }),
      card: {
        number: card.number,
        name: card.holderName ?? nameOf(purchase?.customer),
        expiry_month: twoDigitMonth(card),
        expiry_year: twoDigitYear(card),
        cvv: card.cvc,
      },
      authentication: { authentication_channel: "browser" },
      browser: browserOf(purchase),
    }),
  },
  upi: {
    ...inRupees,
    flows: ["authorizePayment", "setupMandate"],
    source: `${s2s}/json/v2/build-integration/upi/intent`,
    // The code that is scanned is the intent's link.
    write: ({ flow }) => ({
      method: "upi",
      upi:
        flow.case === "collect"
          ? { flow: "collect", vpa: flow.value.virtualPaymentAddress }
          : { flow: "intent" },
    }),
  },
  netbanking: { ...inRupees, write: ({ bank }) => ({ method: "netbanking", bank }) },
  airtel_money: wallet("airtelmoney"),
  amazon_pay: wallet("amazonpay"),
  bajaj_pay: wallet("bajajpay"),
  jio_money: wallet("jiomoney"),
  mobikwik: wallet("mobikwik"),
  ola_money: wallet("olamoney"),
  payzapp: wallet("payzapp"),
  phonepe: wallet("phonepe"),
  boost: malaysian("boost"),
  fpx: {
    ...inRinggit,
    source: `${s2s}/json/v2/build-integration/fpx`,
    write: ({ bank }) => ({
      method: "fpx",
      bank: required(bank, "paymentMethod.alternative.bank"),
    }),
  },
  grabpay: malaysian("grabpay"),
  touch_n_go: malaysian("touchngo"),
  cardless_emi: lender("cardless_emi"),
  pay_later_india: lender("paylater"),
  stored: {
    capture,
    requires: ["purchase.customer.customerId"],
    understands: ["storedCredential.initiator", "storedCredential.reason"],
    source: `${s2s}/payment-methods/cvv-less-flow`,
    write: ({ storedMethodId, cvc }) => ({
      method: "card",
      token: storedMethodId,
      card: cvc ? { cvv: cvc } : undefined,
    }),
  },
});

export const nameOf = (customer: Customer | undefined): string | undefined =>
  fullName(customer?.contact);

export const browserIn = (purchase: Purchase | undefined) => {
  const environment = purchase?.device?.environment;
  return environment?.case === "browser" ? environment.value : undefined;
};
function browserOf(purchase: Purchase | undefined): Fields | undefined {
  const browser = browserIn(purchase);
  if (!browser) return undefined;
  return {
    java_enabled: browser.javaEnabled ?? false,
    javascript_enabled: browser.javascriptEnabled ?? true,
    timezone_offset: browser.timeZoneOffset,
    color_depth: browser.colorDepth,
    screen_width: browser.screenWidth,
    screen_height: browser.screenHeight,
    language: browser.language,
  };
}
