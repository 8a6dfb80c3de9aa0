/** Stripe's objects as they are read, its amounts and its moments. */
import { type Amount, type Counting, fromUnits, fromUnix, remembered, v, whole } from "#kit";

/** ISK and UGX stand with two decimals that are always 00; three-decimal currencies must end in 0. */
export const counting: Counting = {
  source: "https://docs.stripe.com/currencies",
  digits: { ISK: 2, MGA: 0, UGX: 2 },
  multiples: { ISK: 100n, UGX: 100n, BHD: 10n, JOD: 10n, KWD: 10n, OMR: 10n, TND: 10n },
};
export const money = (units: bigint, currency: string): Amount =>
  fromUnits(units, currency, counting);

// What decides about money is in the shapes. What only describes is read by path, as far as it can be: an odd
// ornament must not hide what became of the money.
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;
export const memberOf = (value: unknown, name: string): unknown =>
  isRecord(value) ? value[name] : undefined;
export function at(value: unknown, path: string): unknown {
  let inner = value;
  for (const name of namesOf(path)) {
    inner = memberOf(inner, name);
  }
  return inner;
}
const namesOf = remembered((path) => path.split("."));
export function textAt(value: unknown, path: string): string | undefined {
  const found = at(value, path);
  return typeof found === "string" && found !== "" ? found : undefined;
}
export function wholeAt(value: unknown, path: string): bigint | undefined {
  const written = at(value, path);
  if (written === undefined || written === null) return undefined;
  const found = v.safeParse(whole, written);
  return found.success ? found.output : undefined;
}
export const smallAt = (value: unknown, path: string): number | undefined => {
  const found = wholeAt(value, path);
  return found === undefined ? undefined : Number(found);
};
export const momentAt = (value: unknown, path: string) => {
  const seconds = wholeAt(value, path);
  return seconds ? fromUnix(seconds) : undefined;
};

const text = v.nullish(v.string());
const units = v.nullish(whole, 0n);
const described = v.nullish(v.looseObject({}));
const metadata = v.nullish(v.record(v.string(), v.string()), {});
/** An object that Stripe names by its id, or shows whole where it was asked to. */
const expandable = <const Shape extends v.GenericSchema>(shape: Shape) =>
  v.nullish(v.lazy((input) => (typeof input === "string" ? v.string() : shape)));

export const shownOf = <Shown>(value: Shown | string | null | undefined): Shown | undefined =>
  typeof value === "string" ? undefined : (value ?? undefined);
export const idOf = (value: { readonly id: string } | string | null | undefined) =>
  typeof value === "string" ? value : value?.id;

export const ErrorWords = v.looseObject({
  type: text,
  code: text,
  decline_code: text,
  message: text,
});
export type ErrorWords = v.InferOutput<typeof ErrorWords>;

export const PaymentMethod = v.looseObject({ id: v.string(), type: v.string(), customer: text });
export type PaymentMethod = v.InferOutput<typeof PaymentMethod>;

export const Charge = v.looseObject({
  id: v.string(),
  amount: whole,
  amount_captured: units,
  amount_refunded: units,
  captured: v.nullish(v.boolean()),
  currency: v.string(),
  metadata,
  payment_intent: text,
  refunded: v.nullish(v.boolean()),
  status: v.string(),
});
export type Charge = v.InferOutput<typeof Charge>;

export const PaymentIntent = v.looseObject({
  id: v.string(),
  amount: whole,
  amount_capturable: units,
  amount_received: units,
  cancellation_reason: text,
  currency: v.string(),
  last_payment_error: v.nullish(ErrorWords),
  latest_charge: expandable(Charge),
  metadata,
  next_action: described,
  status: v.string(),
});
export type PaymentIntent = v.InferOutput<typeof PaymentIntent>;

export const SetupIntent = v.looseObject({
  id: v.string(),
  customer: text,
  last_setup_error: v.nullish(ErrorWords),
  mandate: text,
  next_action: described,
  payment_method: expandable(PaymentMethod),
  status: v.string(),
});
export type SetupIntent = v.InferOutput<typeof SetupIntent>;

export const Mandate = v.looseObject({
  id: v.string(),
  payment_method: expandable(PaymentMethod),
  status: v.string(),
});

export const Refund = v.looseObject({
  id: v.string(),
  amount: whole,
  currency: v.string(),
  metadata,
  status: text,
});
export type Refund = v.InferOutput<typeof Refund>;

export const Dispute = v.looseObject({
  id: v.string(),
  amount: whole,
  balance_transactions: v.nullish(
    v.array(v.looseObject({ amount: whole, currency: v.string(), fee: units })),
    [],
  ),
  currency: v.string(),
  status: v.string(),
});
export type Dispute = v.InferOutput<typeof Dispute>;

export const EarlyFraudWarning = v.looseObject({
  id: v.string(),
  actionable: v.boolean(),
  fraud_type: text,
});
export const ReportRun = v.looseObject({ id: v.string(), result: described });

export const listOf = <const Item extends v.GenericSchema>(item: Item) =>
  v.object({ data: v.array(item), has_more: v.nullish(v.boolean(), false), next_page: text });
