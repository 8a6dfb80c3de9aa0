/** Setup tokens, and the payment tokens that they become. */
import { answerWith, at, type Handler, page, redirectTo, textAt, type World } from "#simulate";
import type { Order } from "./orders.ts";
import { answered, emit, idOf, link, missing, refuse } from "./wire.ts";

interface Token {
  readonly id: string;
  readonly customer: string;
  readonly source: Record<string, unknown>;
}
interface Setup extends Token {
  status: "PAYER_ACTION_REQUIRED" | "APPROVED" | "VAULTED";
  readonly returnUrl: string | undefined;
}
const tokens = (world: World) => {
  const table = world.table<Token>("payment tokens");
  // One that was always there, for whoever shows how a kept card is charged.
  if (!world.table("seeded").has("token")) {
    world.table("seeded").set("token", true);
    const card = { last_digits: "1111", expiry: "2027-02", brand: "VISA" };
    table.set("8kk8451t", { id: "8kk8451t", customer: "4029352050", source: { card } });
  }
  return table;
};
const setups = (world: World) => world.table<Setup>("setup tokens");

/** The source that a kept method shows; an issue where it is none of this kind. */
export function tokenCharged(world: World, id: string, kind: string | undefined) {
  const token = tokens(world).get(id);
  if (!token) return "TOKEN_ID_NOT_FOUND";
  return kind !== undefined && kind in token.source
    ? { ...token.source }
    : "MISMATCHED_VAULT_ID_TO_PAYMENT_SOURCE";
}
/** With a payment that succeeded. */
export function keepFrom(world: World, order: Order, given: unknown): void {
  const [kind = "card"] = Object.keys(order.source);
  const shown = at(order.source, kind);
  if (at(shown, "attributes.vault.id")) return;
  const source = { [kind]: shown };
  const token = keep(world, source, textAt(given, "attributes.customer.id"));
  const vault = { id: token.id, status: "VAULTED", customer: { id: token.customer } };
  order.source = { [kind]: { ...(typeof shown === "object" && shown), attributes: { vault } } };
}
function keep(world: World, source: Record<string, unknown>, customer: string | undefined): Token {
  const token = {
    id: world.nextId("", 8).toLowerCase(),
    customer: customer ?? world.nextId("", 10),
    source,
  };
  tokens(world).set(token.id, token);
  emit(world, "VAULT.PAYMENT-TOKEN.CREATED", "payment_token", render(world, token));
  return token;
}
const render = (world: World, { id, customer, source }: Token) => ({
  id,
  customer: { id: customer },
  payment_source: source,
  links: [
    link(world, `/v3/vault/payment-tokens/${id}`, "self"),
    link(world, `/v3/vault/payment-tokens/${id}`, "delete", "DELETE"),
  ],
});
const renderSetup = (world: World, setup: Setup) => ({
  ...render(world, setup),
  status: setup.status,
  links: [
    link(world, `/v3/vault/setup-tokens/${setup.id}`, "self"),
    setup.status === "PAYER_ACTION_REQUIRED"
      ? link(world, `/agreements/approve?approval_session_id=${setup.id}`, "approve")
      : link(world, "/v3/vault/payment-tokens", "confirm", "POST"),
  ],
});

const setUp: Handler = ({ body, headers }, world) => {
  if (!headers["paypal-request-id"]) return refuse(400, "MISSING_REQUIRED_PARAMETER");
  const card = at(body, "payment_source.card");
  const wallet = at(body, "payment_source.paypal");
  if (!card && !wallet) return refuse(400, "MISSING_REQUIRED_PARAMETER", "/payment_source");
  const number = textAt(card, "number") ?? "";
  const returnUrl = textAt(card ?? wallet, "experience_context.return_url");
  const isAsked = wallet || textAt(card, "verification_method") === "SCA_ALWAYS";
  if (isAsked && !returnUrl) return refuse(422, "RETURN_URL_REQUIRED");
  const shown = card
    ? { card: { last_digits: number.slice(-4), expiry: textAt(card, "expiry"), brand: "VISA" } }
    : { paypal: { usage_type: "MERCHANT", account_id: "VYYFH3WJ4JPJQ" } };
  const setup: Setup = {
    id: idOf(world),
    customer: textAt(body, "customer.id") ?? world.nextId("", 10),
    source: shown,
    status: isAsked ? "PAYER_ACTION_REQUIRED" : "APPROVED",
    returnUrl,
  };
  setups(world).set(setup.id, setup);
  return answered(renderSetup(world, setup), 201);
};
const confirm: Handler = ({ body }, world) => {
  const setup = setups(world).get(textAt(body, "payment_source.token.id") ?? "");
  if (!setup || textAt(body, "payment_source.token.type") !== "SETUP_TOKEN") return missing();
  if (setup.status !== "APPROVED") return refuse(422, "INVALID_PARAMETER_VALUE");
  setup.status = "VAULTED";
  return answered(render(world, keep(world, setup.source, setup.customer)), 201);
};
const show: Handler = ({ params }, world) => {
  const token = tokens(world).get(params["id"] ?? "");
  return token ? answered(render(world, token)) : missing();
};
const showSetup: Handler = ({ params }, world) => {
  const setup = setups(world).get(params["id"] ?? "");
  return setup ? answered(renderSetup(world, setup)) : missing();
};
const forget: Handler = ({ params }, world) => {
  const token = tokens(world).get(params["id"] ?? "");
  if (token) {
    tokens(world).delete(token.id);
    emit(world, "VAULT.PAYMENT-TOKEN.DELETED", "payment_token", render(world, token));
  }
  return { status: 204 };
};
const ask: Handler = ({ query }, world) =>
  page({
    title: "PayPal",
    text: "Let the shop charge this account later?",
    action: `${world.origin}/agreements/approve`,
    fields: { token: query["approval_session_id"] ?? "" },
    outcomes: { approve: "Agree", decline: "Cancel" },
  });
const decide: Handler = ({ body }, world) => {
  const setup = setups(world).get(textAt(body, "token") ?? "");
  if (!setup) return answerWith("no such agreement", 404);
  if (textAt(body, "outcome") === "approve") setup.status = "APPROVED";
  return redirectTo(setup.returnUrl ?? "https://shop.example/return");
};

export const vaultRoutes = {
  "POST /v3/vault/setup-tokens": setUp,
  "GET /v3/vault/setup-tokens/:id": showSetup,
  "POST /v3/vault/payment-tokens": confirm,
  "GET /v3/vault/payment-tokens/:id": show,
  "DELETE /v3/vault/payment-tokens/:id": forget,
  "GET /agreements/approve": ask,
  "POST /agreements/approve": decide,
} as const;
