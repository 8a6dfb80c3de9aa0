/** Charges: one for each attempt that reached a bank, and what really moved by it. */
import { at, type LedgerEntry, textAt, wholeAt } from "#simulate";
import type { Decline, TestCard, ThreeDSecure } from "./cards.ts";
import type { MethodRow } from "./vault.ts";
import {
  type Caller,
  find,
  invalid,
  keep,
  missing,
  nulls,
  type Row,
  tell,
  unixTime,
  type Wire,
} from "./wire.ts";

/** https://docs.stripe.com/api/charges/object */
export type Charge = Wire & {
  readonly currency: string;
  readonly payment_intent: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly [member: string]: unknown;
  amount: bigint;
  amount_captured: bigint;
  amount_refunded: bigint;
  captured: boolean;
  disputed: boolean;
  failure_code: string | null;
  failure_message: string | null;
  outcome: object;
  paid: boolean;
  payment_method_details: object;
  refunded: boolean;
  status: "succeeded" | "pending" | "failed";
};
export interface ChargeRow extends Row<Charge> {
  readonly method: MethodRow;
  readonly captureBefore: number | undefined;
  /** The network has the money back: nothing of it can be refunded. */
  chargedBack: boolean;
}

/** What a charge takes over from its intent. */
export type Charged = Wire & {
  readonly amount: bigint;
  readonly currency: string;
  readonly customer: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly [member: string]: unknown;
};
export interface Terms {
  readonly manual: boolean;
  /** `payment_method_options[card]` as the intent has it. */
  readonly options: Readonly<Record<string, string>>;
  readonly threeDSecure: ThreeDSecure | undefined;
  readonly mandate: string | null;
}

const week = 7 * 86_400;
const carriedOver =
  "application_fee_amount description on_behalf_of receipt_email shipping statement_descriptor statement_descriptor_suffix transfer_group".split(
    " ",
  );

export function newCharge(
  caller: Caller,
  intent: Charged,
  method: MethodRow,
  terms: Terms,
  result: { readonly status: Charge["status"]; readonly decline?: Decline },
): ChargeRow {
  const { world } = caller;
  const { card } = method;
  const created = unixTime(world);
  const { decline, status } = result;
  const extended = terms.options["request_extended_authorization"] === "if_available";
  const captureBefore =
    terms.manual && status === "succeeded" ? created + (extended ? 30 * 86_400 : week) : undefined;
  const captured = !terms.manual && status !== "failed";
  const wire: Charge = {
    ...nulls(
      "application application_fee balance_transaction failure_balance_transaction receipt_number receipt_url review source source_transfer transfer_data",
    ),
    ...Object.fromEntries(carriedOver.map((name) => [name, intent[name]])),
    id: world.nextId(card ? "ch_3" : "py_3", 23),
    object: "charge",
    amount: intent.amount,
    amount_captured: captured ? intent.amount : 0n,
    amount_refunded: 0n,
    billing_details: method.wire.billing_details,
    calculated_statement_descriptor: card ? "SANDBOX" : null,
    captured,
    created,
    currency: intent.currency,
    customer: intent.customer,
    disputed: false,
    failure_code: decline?.code ?? null,
    failure_message: decline?.message ?? null,
    fraud_details: {},
    livemode: false,
    metadata: intent.metadata,
    outcome: outcomeOf(card, decline),
    paid: status === "succeeded",
    payment_intent: intent.id,
    payment_method: method.wire.id,
    payment_method_details: {
      type: method.wire.type,
      [method.wire.type]: card
        ? cardDetails(caller, intent, method, card, terms, { captureBefore, declined: !!decline })
        : ownDetails(caller, method, terms.mandate),
    },
    refunded: false,
    status,
  };
  const facts = { method, captureBefore, chargedBack: false };
  return keep(caller, "charges", { account: caller.account, wire, ...facts });
}

/** https://docs.stripe.com/declines and https://docs.stripe.com/api/charges/object#charge_object-outcome */
export function outcomeOf(card: TestCard | undefined, decline: Decline | undefined): object {
  const risk = card ? { risk_level: card.acts.risk ?? "normal", risk_score: 32 } : {};
  const why = {
    advice_code: decline?.advice_code ?? null,
    network_advice_code: decline?.network_advice_code ?? null,
    network_decline_code: decline?.network_decline_code ?? null,
  };
  if (!decline)
    return {
      ...why,
      network_status: "approved_by_network",
      reason: null,
      ...risk,
      seller_message: "Payment complete.",
      type: "authorized",
    };
  if (decline.blocked)
    return {
      ...why,
      network_status: "not_sent_to_network",
      reason: "highest_risk_level",
      ...risk,
      seller_message: "Stripe blocked this payment as too risky.",
      type: "blocked",
    };
  const reason = decline.decline_code ?? decline.code;
  return {
    ...why,
    network_status: "declined_by_network",
    reason,
    ...risk,
    seller_message:
      reason === "generic_decline"
        ? "The bank did not return any further details with this decline."
        : `The bank returned the decline code \`${reason}\`.`,
    type: "issuer_declined",
  };
}

const digitsOf = (id: string) => [...id].map((sign) => sign.charCodeAt(0) % 10).join("");
const available = (asked: string | undefined, card: TestCard) =>
  asked === "if_available" && ["visa", "mastercard", "amex", "discover"].includes(card.brand)
    ? "available"
    : "unavailable";

function cardDetails(
  { world }: Caller,
  { amount }: Charged,
  { wire, mandate }: MethodRow,
  card: TestCard,
  terms: Terms,
  facts: { readonly captureBefore: number | undefined; readonly declined: boolean },
): object {
  const { options } = terms;
  const own = (name: string) => at(wire, `card.${name}`);
  const over = available(options["request_overcapture"], card);
  const extended = options["request_extended_authorization"] === "if_available";
  const { captureBefore, declined } = facts;
  return {
    amount_authorized: declined ? null : amount,
    authorization_code: declined ? null : digitsOf(world.nextId("")).slice(-6),
    brand: card.brand,
    ...(captureBefore !== undefined && { capture_before: captureBefore }),
    checks: own("checks"),
    country: card.country,
    electronic_commerce_indicator: null,
    exp_month: own("exp_month"),
    exp_year: own("exp_year"),
    extended_authorization: { status: extended && terms.manual ? "enabled" : "disabled" },
    fingerprint: own("fingerprint"),
    funding: card.funding,
    incremental_authorization: {
      status: available(options["request_incremental_authorization"], card),
    },
    installments: null,
    last4: own("last4"),
    mandate,
    moto: options["moto"] === "true" ? true : null,
    multicapture: { status: available(options["request_multicapture"], card) },
    network: textAt(options, "network") ?? card.brand,
    network_token: { used: false },
    network_transaction_id: declined ? null : world.nextId("", 15, "digits"),
    overcapture: {
      maximum_amount_capturable: over === "available" ? (amount * 12n) / 10n : amount,
      status: over,
    },
    regulated_status: "unregulated",
    three_d_secure: threeDSecure(card, terms.threeDSecure),
    transaction_link_id: null,
    wallet: own("wallet") ?? null,
  };
}

/** 05 and 06 say fully and attempted at Visa and most others, 02 and 01 the same at Mastercard. */
function threeDSecure(card: TestCard, done: ThreeDSecure | undefined): object | null {
  if (!done) return null;
  const fully = done.result === "authenticated";
  const attempted = done.result === "attempt_acknowledged";
  const [full, half] = card.brand === "mastercard" ? ["02", "01"] : ["05", "06"];
  return {
    authentication_flow: done.flow,
    electronic_commerce_indicator: fully ? full : attempted ? half : null,
    exemption_indicator: null,
    result: done.result,
    result_reason: attempted ? "card_not_enrolled" : null,
    transaction_id: done.transaction,
    version: "2.2.0",
  };
}

/** Who answers with the method's own data, and by which id the other side knows the payment. */
const transactionIds = new Set(
  "affirm alipay alma amazon_pay billie cashapp fpx grabpay ideal kakao_pay kr_card mobilepay naver_pay payco paynow paypal paypay revolut_pay samsung_pay satispay scalapay swish wechat_pay zip".split(
    " ",
  ),
);
const debits = ["sepa_debit", "us_bank_account", "bacs_debit", "au_becs_debit", "acss_debit"];
function ownDetails({ world }: Caller, { wire }: MethodRow, mandate: string | null): object {
  const { type } = wire;
  return {
    ...Object.fromEntries(Object.entries(at(wire, type) ?? {})),
    ...(transactionIds.has(type) && { transaction_id: world.nextId("", 16) }),
    ...(debits.includes(type) && { mandate }),
    ...(type === "klarna" && { payment_method_category: "pay_later", preferred_locale: "en-US" }),
    ...(type === "p24" && { reference: world.nextId("P24-", 9), verified_name: null }),
  };
}

/** Digits that Stripe's amounts have beyond ISO 4217's, or short of it. https://docs.stripe.com/currencies#special-cases */
const extraDigits: Readonly<Record<string, number>> = { isk: 2, ugx: 2, mga: -2 };
/** https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts */
const minimums =
  "usd 50 aed 200 aud 50 brl 50 cad 50 chf 50 czk 1500 dkk 250 eur 50 gbp 30 hkd 400 huf 17500 inr 50 jpy 50 mxn 1000 myr 200 nok 300 nzd 50 pln 200 ron 200 sek 300 sgd 50 thb 1000".split(
    " ",
  );

/** The `amount` of a request; refused where it is none, too little, too much, or a fraction that cannot move. */
export function checkedAmount(body: unknown, currency: string): bigint {
  if (textAt(body, "amount") === undefined) throw missing("amount");
  const amount = wholeAt(body, "amount");
  if (amount === undefined || amount < 1n)
    throw invalid("amount", "Invalid positive integer", "parameter_invalid_integer");
  const listed = minimums.indexOf(currency);
  const least = BigInt((listed >= 0 && minimums[listed + 1]) || 1);
  if (amount < least)
    throw invalid("amount", `Amount must be at least ${least} ${currency}`, "amount_too_small");
  if (amount > 99_999_999n && currency !== "idr")
    throw invalid("amount", "Amount must be no more than 99999999", "amount_too_large");
  const step = ["isk", "ugx"].includes(currency)
    ? 100n
    : threeDecimal.includes(currency)
      ? 10n
      : 1n;
  if (amount % step === 0n) return amount;
  throw invalid("amount", `Amount must be divisible by ${step}`, "invalid_charge_amount");
}
const threeDecimal = ["bhd", "jod", "kwd", "omr", "tnd"];

export function record(
  { world }: Caller,
  kind: LedgerEntry["kind"],
  { payment_intent, metadata, currency }: Charge,
  amount: bigint,
): void {
  if (amount === 0n) return;
  const digits = extraDigits[currency] ?? 0;
  const iso = digits > 0 ? amount / 10n ** BigInt(digits) : amount * 10n ** BigInt(-digits);
  const reference = metadata["reference"];
  world.ledger.record({
    kind,
    payment: payment_intent,
    ...(reference !== undefined && { reference }),
    amount: iso,
    currency: currency.toUpperCase(),
  });
}

/** https://docs.stripe.com/api/radar/early_fraud_warnings/object */
export function showWarning(caller: Caller, { wire, method }: ChargeRow): void {
  if (!method.card?.acts.warned) return;
  tell(caller, "radar.early_fraud_warning.created", {
    id: caller.world.nextId("issfr_1", 23),
    object: "radar.early_fraud_warning",
    actionable: true,
    charge: wire.id,
    created: unixTime(caller.world),
    fraud_type: "misc",
    livemode: false,
    payment_intent: wire.payment_intent,
  });
}

export const chargeOf = (caller: Caller, id: string | undefined): ChargeRow | undefined =>
  find<ChargeRow>(caller, "charges", id);

export const tellCharge = (caller: Caller, event: string, row: ChargeRow, before?: object): void =>
  tell(caller, `charge.${event}`, row.wire, before);
