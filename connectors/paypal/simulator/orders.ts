/** Orders: created, approved on PayPal's page or the bank's, and settled. */
import {
  allowed,
  at,
  type Handler,
  page,
  redirectTo,
  type SimulatedAnswer,
  type Transitions,
  textAt,
  type World,
} from "#simulate";
import { type Authorization, type Capture, hold, listed, type Refund, take } from "./payments.ts";
import { keepFrom, tokenCharged } from "./vault.ts";
import {
  amountIssue,
  answered,
  emit,
  idOf,
  link,
  type Money,
  missing,
  momentOf,
  moneyAt,
  preferred,
  refuse,
} from "./wire.ts";

type Status = "CREATED" | "PAYER_ACTION_REQUIRED" | "APPROVED" | "COMPLETED" | "VOIDED";
export interface Order {
  readonly id: string;
  status: Status;
  readonly intent: "CAPTURE" | "AUTHORIZE";
  readonly automatic: boolean;
  readonly kind: string | undefined;
  /** What the answer says of the source; `authentication_result` comes with 3-D Secure. */
  source: Record<string, unknown>;
  readonly amount: Money;
  readonly unit: Readonly<Record<string, unknown>>;
  readonly customId: string | undefined;
  readonly created: string;
  readonly returnUrl: string | undefined;
  readonly cancelUrl: string | undefined;
  /** What the processor will say of this card. */
  readonly response: string;
  readonly authorizations: Authorization[];
  readonly captures: Capture[];
  readonly refunds: Refund[];
}
const next: Transitions<Status> = {
  CREATED: ["APPROVED", "COMPLETED", "PAYER_ACTION_REQUIRED", "VOIDED"],
  PAYER_ACTION_REQUIRED: ["APPROVED", "COMPLETED", "CREATED", "VOIDED"],
  APPROVED: ["COMPLETED", "VOIDED"],
  COMPLETED: [],
  VOIDED: [],
};
export const ordersIn = (world: World) => world.table<Order>("orders");
export function move(order: Order, to: Status): void {
  if (!allowed(next, order.status, to)) throw new Error(`the order is ${order.status}`);
  order.status = to;
}

/** https://developer.paypal.com/tools/sandbox/card-testing/ */
const triggers: Readonly<Record<string, string>> = {
  "CCREJECT-REFUSED": "0500",
  "CCREJECT-SF": "9500",
  "CCREJECT-EC": "5400",
  "CCREJECT-IRC": "5180",
  "CCREJECT-IF": "5120",
  "CCREJECT-LS": "9520",
  "CCREJECT-IA": "1330",
  "CCREJECT-BANK_ERROR": "5100",
  "CCREJECT-CVV_F": "00N7",
};
/** https://developer.paypal.com/docs/multiparty/checkout/advanced/customize/3d-secure/test */
const authenticated: Readonly<Record<string, readonly [shift: string, secure: object]>> = {
  "4868719460707704": ["POSSIBLE", { enrollment_status: "Y", authentication_status: "Y" }],
  "4868719796782421": ["NO", { enrollment_status: "Y", authentication_status: "N" }],
  "4868719115514992": ["UNKNOWN", { enrollment_status: "Y", authentication_status: "U" }],
};
const brands: Readonly<Record<string, string>> = {
  3: "AMEX",
  4: "VISA",
  5: "MASTERCARD",
  6: "DISCOVER",
};
const cardSource = (card: unknown) => {
  const number = textAt(card, "number") ?? textAt(card, "network_token.number") ?? "";
  return {
    ...(textAt(card, "name") && { name: textAt(card, "name") }),
    last_digits: number.slice(-4),
    expiry: textAt(card, "expiry") ?? textAt(card, "network_token.expiry"),
    brand: brands[number[0] ?? ""] ?? "VISA",
    type: "CREDIT",
  };
};

const create: Handler = ({ body, headers }, world) => {
  const unit = at(body, "purchase_units.0");
  const amount = moneyAt(unit, "amount");
  const intent = textAt(body, "intent");
  if (!amount || (intent !== "CAPTURE" && intent !== "AUTHORIZE"))
    return refuse(
      400,
      "MISSING_REQUIRED_PARAMETER",
      "/purchase_units/@reference_id=='default'/amount",
    );
  const issue = amountIssue(amount);
  if (issue) return refuse(422, issue, "/purchase_units/@reference_id=='default'/amount/value");
  const sources = at(body, "payment_source");
  const [kind] = Object.keys(typeof sources === "object" && sources ? sources : {});
  const given = kind && at(sources, kind);
  if (kind && !headers["paypal-request-id"]) return refuse(400, "PAYPAL_REQUEST_ID_REQUIRED");
  const token = textAt(given, "vault_id");
  const kept = token === undefined ? undefined : tokenCharged(world, token, kind);
  if (typeof kept === "string") return refuse(422, kept, `/payment_source/${kind}/vault_id`);
  const automatic = textAt(body, "processing_instruction") === "ORDER_COMPLETE_ON_PAYMENT_APPROVAL";
  const isLocal = kind !== undefined && !instant.has(kind) && kind !== "paypal";
  if (isLocal && !automatic) return refuse(422, "ORDER_COMPLETE_ON_PAYMENT_APPROVAL");
  if (isLocal && intent === "AUTHORIZE")
    return refuse(422, "UNSUPPORTED_INTENT_FOR_PAYMENT_SOURCE");
  const number = textAt(given, "number");
  const order: Order = {
    id: idOf(world),
    status: "CREATED",
    intent,
    automatic,
    kind,
    source: kept ?? (kind === undefined ? {} : sourceShown(kind, given)),
    amount,
    unit: typeof unit === "object" && unit ? { ...unit } : {},
    customId: textAt(unit, "custom_id"),
    created: momentOf(world),
    returnUrl: textAt(given, "experience_context.return_url"),
    cancelUrl: textAt(given, "experience_context.cancel_url"),
    response: triggers[textAt(given, "name") ?? ""] ?? "0000",
    authorizations: [],
    captures: [],
    refunds: [],
  };
  ordersIn(world).set(order.id, order);
  const isAsked = textAt(given, "attributes.verification.method") === "SCA_ALWAYS";
  const isChallenged = kind === "card" && (isAsked || (number && number in authenticated));
  if (isChallenged || isLocal || (kind === "paypal" && !kept)) {
    if (!order.returnUrl) return refuse(422, "RETURN_URL_REQUIRED", `/payment_source/${kind}`);
    move(order, "PAYER_ACTION_REQUIRED");
    world.table("numbers").set(order.id, number);
  } else if (kind) settle(world, order);
  if (at(given, "attributes.vault.store_in_vault") && order.status === "COMPLETED")
    keepFrom(world, order, given);
  if (at(given, "attributes.vault.store_in_vault")) world.table("keeping").set(order.id, given);
  return preferred(headers, render(world, order));
};
const instant: ReadonlySet<string> = new Set(["card", "apple_pay", "google_pay"]);
function sourceShown(kind: string, given: unknown): Record<string, unknown> {
  if (kind === "card") return { card: cardSource(given) };
  const card = at(given, "decrypted_token.tokenized_card") ?? at(given, "decrypted_token.card");
  if (card) return { [kind]: { card: cardSource(card) } };
  if (kind === "paypal")
    return {
      paypal: { email_address: textAt(given, "email_address"), account_id: "QYR5Z8XDVJNXQ" },
    };
  const [name, country_code] = [textAt(given, "name"), textAt(given, "country_code")];
  return { [kind]: { name, country_code } };
}

/** Takes or holds the money; a card may still say no, and the order is COMPLETED all the same. */
export function settle(world: World, order: Order): void {
  move(order, "COMPLETED");
  const isCard = order.kind !== undefined && instant.has(order.kind);
  const processor = isCard
    ? order.response === "0000"
      ? { avs_code: "Y", cvv_code: "M", response_code: "0000" }
      : { avs_code: "G", cvv_code: "P", response_code: order.response }
    : undefined;
  if (order.intent === "AUTHORIZE") hold(world, order, processor);
  else take(world, order, undefined, order.amount, true, processor);
  const given = world.table<unknown>("keeping").get(order.id);
  if (given) keepFrom(world, order, given);
}

export function render(world: World, order: Order): Record<string, unknown> {
  const { id, status, authorizations, captures, refunds } = order;
  const waits = status === "CREATED" || status === "PAYER_ACTION_REQUIRED";
  const rel = order.kind ? "payer-action" : "approve";
  const payments = {
    ...(authorizations.length > 0 && {
      authorizations: authorizations.map((one) => listed(world, one)),
    }),
    ...(captures.length > 0 && { captures: captures.map((one) => listed(world, one)) }),
    ...(refunds.length > 0 && { refunds: refunds.map((one) => listed(world, one)) }),
  };
  return {
    id,
    intent: order.intent,
    status,
    ...(order.automatic && { processing_instruction: "ORDER_COMPLETE_ON_PAYMENT_APPROVAL" }),
    payment_source: order.source,
    purchase_units: [
      {
        reference_id: "default",
        ...order.unit,
        ...(Object.keys(payments).length > 0 && { payments }),
      },
    ],
    create_time: order.created,
    links: [
      link(world, `/v2/checkout/orders/${id}`, "self"),
      ...(waits ? [link(world, `/checkoutnow?token=${id}`, rel)] : []),
    ],
  };
}

const show: Handler = ({ params }, world) => {
  const order = ordersIn(world).get(params["id"] ?? "");
  return order ? answered(render(world, order)) : missing();
};
const settling =
  (intent: Order["intent"], before: string): Handler =>
  ({ params, headers }, world) => {
    const order = ordersIn(world).get(params["id"] ?? "");
    if (!order) return missing();
    if (order.intent !== intent) return refuse(422, "ACTION_DOES_NOT_MATCH_INTENT");
    if (order.status === "COMPLETED") return refuse(422, before);
    if (order.status === "PAYER_ACTION_REQUIRED") return refuse(422, "PAYER_ACTION_REQUIRED");
    if (order.status !== "APPROVED") return refuse(422, "ORDER_NOT_APPROVED");
    if (order.automatic) return refuse(422, "ORDER_COMPLETION_IN_PROGRESS");
    settle(world, order);
    return preferred(headers, render(world, order));
  };

const ask: Handler = ({ query }, world) => {
  const order = ordersIn(world).get(query["token"] ?? "");
  if (!order) return answered("no such order", 404);
  const isBank = order.kind === "card";
  return page({
    title: isBank ? "Your bank" : "PayPal",
    text: `Pay ${order.amount.value} ${order.amount.currency_code}?`,
    action: `${world.origin}/checkoutnow`,
    fields: { token: order.id },
    outcomes: { approve: isBank ? "Authenticate" : "Pay now", decline: isBank ? "Fail" : "Cancel" },
  });
};
const decide: Handler = ({ body }, world): SimulatedAnswer => {
  const order = ordersIn(world).get(textAt(body, "token") ?? "");
  const waits = order?.kind ? "PAYER_ACTION_REQUIRED" : "CREATED";
  if (order?.status !== waits) return answered("no such order", 404);
  const agrees = textAt(body, "outcome") === "approve";
  if (order.kind === "card") authenticate(world, order, agrees);
  else if (agrees) approve(world, order);
  const back = (agrees ? order.returnUrl : order.cancelUrl) ?? "https://shop.example/return";
  const payer = agrees ? "&PayerID=QYR5Z8XDVJNXQ" : "";
  return redirectTo(`${back}${back.includes("?") ? "&" : "?"}token=${order.id}${payer}`);
};
function authenticate(world: World, order: Order, agrees: boolean): void {
  const number = world.table<string>("numbers").get(order.id) ?? "";
  const failed = ["NO", { enrollment_status: "Y", authentication_status: "N" }] as const;
  const usual = ["POSSIBLE", { enrollment_status: "Y", authentication_status: "Y" }] as const;
  const [liability_shift, three_d_secure] = agrees ? (authenticated[number] ?? usual) : failed;
  const card = at(order.source, "card");
  const result = { liability_shift, three_d_secure };
  order.source = { card: { ...(typeof card === "object" && card), authentication_result: result } };
  move(order, "APPROVED");
}
function approve(world: World, order: Order): void {
  if (order.automatic) settle(world, order);
  else {
    move(order, "APPROVED");
    emit(world, "CHECKOUT.ORDER.APPROVED", "checkout-order", render(world, order));
  }
}

export const orderRoutes = {
  "POST /v2/checkout/orders": create,
  "GET /v2/checkout/orders/:id": show,
  "POST /v2/checkout/orders/:id/capture": settling("CAPTURE", "ORDER_ALREADY_CAPTURED"),
  "POST /v2/checkout/orders/:id/authorize": settling("AUTHORIZE", "ORDER_ALREADY_AUTHORIZED"),
  "GET /checkoutnow": ask,
  "POST /checkoutnow": decide,
} as const;
