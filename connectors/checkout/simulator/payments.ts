/** Payments of the miniature, what is done to them, and what of it is told. https://api-reference.checkout.com */
import {
  answerWith,
  at,
  type Handler,
  type SimulatedAnswer,
  type SimulatedRequest,
  type Transitions,
  textAt,
  type World,
  wholeAt,
} from "#simulate";
import { account, declines } from "./samples.ts";

type Status =
  | "Pending"
  | "Authorized"
  | "Card Verified"
  | "Partially Captured"
  | "Captured"
  | "Partially Refunded"
  | "Refunded"
  | "Voided"
  | "Declined"
  | "Canceled"
  | "Expired";
const refundable: readonly Status[] = ["Partially Refunded", "Refunded"];
export const states: Transitions<Status> = {
  Pending: ["Authorized", "Card Verified", "Declined", "Canceled", "Expired"],
  Authorized: ["Authorized", "Partially Captured", "Captured", "Voided", "Expired"],
  "Partially Captured": ["Partially Captured", "Captured", "Voided", ...refundable],
  Captured: refundable,
  "Partially Refunded": refundable,
  "Card Verified": [],
  Refunded: [],
  Voided: [],
  Declined: [],
  Canceled: [],
  Expired: [],
};

export interface Payment {
  readonly id: string;
  readonly session: string;
  readonly asked: unknown;
  readonly requested_on: string;
  readonly source: Record<string, unknown>;
  readonly actions: Action[];
  /** How the issuer will answer. */
  readonly code: string;
  status: Status;
  authorized: bigint;
  voided: bigint;
  captured: bigint;
  refunded: bigint;
}
interface Action {
  readonly id: string;
  readonly type: string;
  readonly amount: bigint;
  readonly approved: boolean;
  readonly response_code: string;
  readonly response_summary: string;
  readonly processed_on: string;
  readonly reference?: string;
}
export const payments = (world: World) => world.table<Payment>("payments");
export const empty = (status: number): SimulatedAnswer => answerWith("", status);
export const invalid = (...error_codes: string[]): SimulatedAnswer =>
  answerWith({ request_id: "0HL80RJLS76I7", error_type: "request_invalid", error_codes }, 422);
export const held = ({ authorized, voided, captured }: Payment) => authorized - voided - captured;
export const currencyOf = ({ asked }: Payment) => textAt(asked, "currency") ?? "";

/** https://www.checkout.com/docs/payments/accept-payments/format-the-amount-value */
const minorUnits = (payment: Payment, units: bigint) =>
  currencyOf(payment) === "CLP" ? units / 100n : units;
type Kind = Parameters<World["ledger"]["record"]>[0]["kind"];
export function move(world: World, payment: Payment, kind: Kind, units: bigint): void {
  const reference = textAt(payment.asked, "reference");
  world.ledger.record({
    kind,
    payment: payment.id,
    amount: minorUnits(payment, units),
    currency: currencyOf(payment),
    ...(reference && { reference }),
  });
}
export const balances = (payment: Payment) => ({
  total_authorized: payment.authorized,
  total_voided: payment.voided,
  available_to_void: held(payment),
  total_captured: payment.captured,
  available_to_capture: held(payment),
  total_refunded: payment.refunded,
  available_to_refund: payment.captured - payment.refunded,
});

const redirectName = ({ type }: Record<string, unknown>): string =>
  type === "multibanco" ? "multibanco:static-reference-page" : "redirect";

/** As GET shows it; a request's answer has its action with it. */
export function shown(payment: Payment, world: World): Record<string, unknown> {
  const { id, status, source, requested_on, asked } = payment;
  const self = { href: `${world.origin}/payments/${id}` };
  const redirect = { href: `${world.origin}/pages/${id}` };
  return {
    id,
    requested_on,
    source,
    amount: wholeAt(asked, "amount"),
    currency: currencyOf(payment),
    reference: textAt(asked, "reference"),
    approved: !["Pending", "Declined", "Canceled"].includes(status),
    status,
    balances: balances(payment),
    customer: { id: textAt(asked, "customer.id") ?? "cus_udst2tfldj6upmye2reztkmm4i" },
    metadata: at(asked, "metadata") ?? {},
    scheme_id: "489341065491658",
    ...(at(asked, "3ds.enabled") === true && {
      "3ds": {
        enrolled: "Y",
        ...(status !== "Pending" && { authentication_response: status === "Declined" ? "N" : "Y" }),
      },
    }),
    _links: {
      self,
      actions: { href: `${self.href}/actions` },
      ...(status === "Pending" && { [redirectName(source)]: redirect }),
    },
  };
}
interface Done {
  readonly type: string;
  readonly amount: bigint;
  readonly code?: string;
  readonly reference?: string | undefined;
  readonly id?: string;
}
export function act(
  world: World,
  payment: Payment,
  { type, amount, code = "10000", reference, id }: Done,
): Action {
  const action: Action = {
    id: id ?? world.nextId("act_", 26),
    type,
    amount,
    approved: code === "10000",
    response_code: code,
    response_summary: code === "10000" ? "Approved" : "Declined",
    processed_on: world.now().toISOString(),
    ...(reference && { reference }),
  };
  payment.actions.unshift(action);
  return action;
}
export function tell(world: World, payment: Payment, type: string, action: Action): void {
  const { id: action_id, type: _, approved: __, ...said } = action;
  const { last4: last_4, ...source } = payment.source;
  const data = {
    id: payment.id,
    action_id,
    ...said,
    currency: currencyOf(payment),
    balances: balances(payment),
    metadata: at(payment.asked, "metadata") ?? {},
    ...(action.type === "Authorization" && {
      source: { ...source, last_4 },
      scheme_id: "489341065491658",
    }),
  };
  emit(world, type, payment.id, data);
}
/** Each event is of a later moment than the one before. */
function momentOf(world: World): string {
  const last = world.table<number>("moments");
  const moment = Math.max(world.now().getTime(), (last.get("last") ?? 0) + 1);
  last.set("last", moment);
  return new Date(moment).toISOString();
}
export function emit(world: World, type: string, subject: string, data: unknown): void {
  const id = world.nextId("evt_", 26);
  const created_on = momentOf(world);
  const self = { href: `${world.origin}/workflows/events/${id}` };
  const content = {
    id,
    type,
    version: "1.0.29",
    created_on,
    data,
    _links: { self, subject: { href: `${world.origin}/workflows/events/subject/${subject}` } },
  };
  world.emit({ type, id, content });
}

/** The issuer decides; what is to be captured at once is captured a moment later. */
export function decide(world: World, payment: Payment, code = "10000"): Action {
  const amount = wholeAt(payment.asked, "amount") ?? 0n;
  const isCheck = amount === 0n;
  const reference = textAt(payment.asked, "reference");
  const type = isCheck ? "Card Verification" : "Authorization";
  const isGood = code === "10000";
  payment.status = isGood ? (isCheck ? "Card Verified" : "Authorized") : "Declined";
  if (isGood && !isCheck) {
    payment.authorized = amount;
    move(world, payment, "authorization", amount);
  }
  const action = act(world, payment, { type, amount, code, reference });
  const names = isCheck
    ? ["card_verified", "card_verification_declined"]
    : ["payment_approved", "payment_declined"];
  tell(world, payment, names[isGood ? 0 : 1] ?? "", action);
  const later = textAt(payment.asked, "capture_on");
  if (!isGood || isCheck || at(payment.asked, "capture") === false) return action;
  const take = () => void capture(world, payment, amount, { reference, isFinal: true });
  if (later) world.schedule(Math.max(0, (Date.parse(later) - world.now().getTime()) / 1000), take);
  else take();
  return action;
}
export function capture(
  world: World,
  payment: Payment,
  amount: bigint,
  { reference, isFinal }: { readonly reference: string | undefined; readonly isFinal: boolean },
): Action {
  payment.captured += amount;
  move(world, payment, "capture", amount);
  const rest = held(payment);
  if (isFinal && rest > 0n) release(world, payment, rest);
  payment.status = payment.captured === payment.authorized ? "Captured" : "Partially Captured";
  const action = act(world, payment, { type: "Capture", amount, reference });
  tell(world, payment, "payment_captured", action);
  return action;
}
export function release(world: World, payment: Payment, amount: bigint): void {
  payment.voided += amount;
  move(world, payment, "void", amount);
}
export function giveBack(
  world: World,
  payment: Payment,
  amount: bigint,
  done: Pick<Done, "reference" | "id">,
): Action {
  payment.refunded += amount;
  payment.status = payment.refunded === payment.captured ? "Refunded" : "Partially Refunded";
  move(world, payment, "refund", amount);
  const action = act(world, payment, { type: "Refund", amount, ...done });
  tell(world, payment, "payment_refunded", action);
  return action;
}
export function giveUp(
  world: World,
  payment: Payment,
  done: Pick<Done, "reference" | "id">,
): Action {
  const amount = held(payment);
  release(world, payment, amount);
  if (payment.captured === 0n) payment.status = "Voided";
  const action = act(world, payment, { type: "Void", amount, ...done });
  tell(world, payment, "payment_voided", action);
  return action;
}

/** Successful answers are given again for the same key, whatever is asked: https://www.checkout.com/docs/developer-resources/api/idempotency */
export const keyed =
  (handler: Handler): Handler =>
  (request, world) => {
    const key = request.headers["cko-idempotency-key"];
    const place = `${request.path} ${key}`;
    const answers = world.table<SimulatedAnswer>("answers");
    const earlier = key === undefined ? undefined : answers.get(place);
    if (earlier) return earlier;
    const answer = handler(request, world);
    if (key !== undefined && answer.status < 300) answers.set(place, answer);
    return answer;
  };
export const of =
  (
    handle: (payment: Payment, request: SimulatedRequest, world: World) => SimulatedAnswer,
  ): Handler =>
  (request, world) => {
    const { id = "" } = request.params;
    const payment =
      payments(world).get(id) ??
      [...payments(world).values()].find(({ session }) => session === id);
    return payment ? handle(payment, request, world) : empty(404);
  };
export const taken = ({ id, reference }: Action) => answerWith({ action_id: id, reference }, 202);

export const cards: ReadonlySet<string> = new Set(["card", "network_token", "token", "id"]);
interface Chosen {
  readonly source: Record<string, unknown>;
  readonly code: string;
}
/** What is paid with, and how the issuer will answer; or what is wrong with it. */
export function sourceOf(asked: unknown, world: World): Chosen | string {
  const type = textAt(asked, "source.type") ?? "";
  if (type !== "" && !cards.has(type)) return { source: { type }, code: "10000" };
  const tokens = world.table<string>("tokens");
  const instruments = world.table<string>("instruments");
  const token = textAt(asked, "source.token") ?? "";
  const id = textAt(asked, "source.id") ?? "";
  const numbers: Readonly<Record<string, string | undefined>> = {
    card: textAt(asked, "source.number"),
    network_token: token,
    token: tokens.get(token) ?? (token === account.token ? "4242424242424242" : undefined),
    id: instruments.get(id) ?? (id === account.instrument ? "4242424242424242" : undefined),
  };
  const number = numbers[type];
  if (type === "") return "payment_source_required";
  if (number === undefined) return type === "token" ? "token_invalid" : "card_not_found";
  const source = type === "id" ? id : world.nextId("src_", 26);
  instruments.set(source, number);
  const shownSource = {
    id: source,
    type: "card",
    scheme: "Visa",
    last4: number.slice(-4),
    bin: number.slice(0, 6),
    expiry_month: 12,
    expiry_year: 2030,
    card_type: "CREDIT",
    cvv_check: "Y",
    avs_check: "S",
  };
  return { source: shownSource, code: declines[number] ?? "10000" };
}
