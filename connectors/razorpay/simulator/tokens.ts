/** Customers, and the tokens that stand for their saved instruments and mandates. */
import {
  allowed,
  answerWith,
  at,
  type Handler,
  type Transitions,
  textAt,
  type World,
} from "#simulate";
import {
  collection,
  find,
  missing,
  newest,
  type Refusal,
  refuse,
  refuseAccess,
  tell,
  unixTime,
  unknownId,
} from "./wire.ts";

interface Customer {
  readonly id: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly contact: string | null;
  readonly notes: unknown;
  readonly createdAt: number;
}

type TokenStatus =
  | "initiated"
  | "confirmed"
  | "rejected"
  | "paused"
  | "cancellation_initiated"
  | "cancelled";

export interface Token {
  readonly id: string;
  readonly customer: string;
  readonly method: "card" | "upi";
  readonly recurring: boolean;
  readonly maximum: bigint | undefined;
  readonly expiresAt: bigint | undefined;
  readonly card: Readonly<Record<string, unknown>> | undefined;
  readonly vpa: string | null;
  readonly createdAt: number;
  status: TokenStatus;
}

/** https://razorpay.com/docs/api/payments/recurring-payments/upi/tokens#token-states */
const tokenStates: Transitions<TokenStatus> = {
  initiated: ["confirmed", "rejected", "cancellation_initiated", "cancelled"],
  confirmed: ["paused", "cancellation_initiated", "cancelled"],
  rejected: [],
  paused: ["confirmed", "cancellation_initiated", "cancelled"],
  cancellation_initiated: ["cancelled"],
  cancelled: [],
};
/** https://razorpay.com/docs/api/payments/recurring-payments/webhooks */
const toldStates: readonly TokenStatus[] = ["confirmed", "rejected", "paused", "cancelled"];

/** https://razorpay.com/docs/api/customers and https://razorpay.com/docs/api/payments/recurring-payments/upi/tokens */
export const tokenRoutes = {
  "POST /v1/customers": ({ body }, world) => {
    const refusal = missing(body, ["name"]);
    if (refusal) return refusal;
    const email = textAt(body, "email") ?? null;
    const contact = textAt(body, "contact") ?? null;
    const known = newest<Customer>(world, "customers").find(
      (one) => one.email === email && one.contact === contact,
    );
    if (known && textAt(body, "fail_existing") !== "0")
      return refuseAccess("Customer already exists for the merchant");
    return answerWith(customerEntity(known ?? newCustomer(world, body, email, contact)));
  },

  "GET /v1/customers": ({ query }, world) =>
    collection(newest<Customer>(world, "customers").map(customerEntity), query),

  "GET /v1/customers/:id": ({ params }, world) => {
    const customer = find<Customer>(world, "customers", params["id"]);
    return customer ? answerWith(customerEntity(customer)) : unknownId();
  },

  "GET /v1/customers/:id/tokens": ({ params, query }, world) => {
    if (!find(world, "customers", params["id"])) return unknownId();
    const tokens = newest<Token>(world, "tokens").filter((one) => one.customer === params["id"]);
    return collection(tokens.map(tokenEntity), query);
  },

  "GET /v1/customers/:id/tokens/:token": ({ params }, world) => {
    const token = tokenOf(world, params["id"], params["token"]);
    return token ? answerWith(tokenEntity(token)) : unknownId();
  },

  "DELETE /v1/customers/:id/tokens/:token": ({ params }, world) => {
    const token = tokenOf(world, params["id"], params["token"]);
    if (!token) return unknownId();
    world.table<Token>("tokens").delete(token.id);
    return answerWith({ deleted: true });
  },

  "PUT /v1/customers/:id/tokens/:token/cancel": ({ params }, world) => {
    const token = tokenOf(world, params["id"], params["token"]);
    if (!token) return unknownId();
    if (!moveToken(world, token, "cancellation_initiated"))
      return refuse({ description: `The token is ${token.status} and cannot be cancelled.` });
    world.schedule(60, () => moveToken(world, token, "cancelled"));
    return answerWith({ status: token.status });
  },
} satisfies Record<string, Handler>;

/** Changes a token's state and tells the merchant; false where its state does not allow it. */
export function moveToken(world: World, token: Token, status: TokenStatus): boolean {
  if (!allowed(tokenStates, token.status, status)) return false;
  token.status = status;
  if (token.recurring && toldStates.includes(status))
    tell(world, `token.${status}`, { token: tokenEntity(token) });
  return true;
}

/** The answer to a registration comes with that to its payment. */
export function settleToken(world: World, id: string | undefined, confirmed: boolean): void {
  const token = findToken(world, id);
  if (token?.status === "initiated") moveToken(world, token, confirmed ? "confirmed" : "rejected");
}

/** Why a merchant may not charge this token: https://razorpay.com/docs/api/payments/recurring-payments/upi/create-subsequent-payments */
export function mandateProblem(world: World, token: Token, amount: bigint): Refusal | undefined {
  const expired = token.expiresAt !== undefined && token.expiresAt < BigInt(unixTime(world));
  if (token.status !== "confirmed" || !token.recurring || expired)
    return {
      description: "The registered mandate is no longer active.",
      reason: "mandate_not_active",
    };
  if (token.maximum !== undefined && amount > token.maximum)
    return { description: "Amount exceeds maximum amount allowed" };
  return undefined;
}

export const findToken = (world: World, id: string | undefined): Token | undefined =>
  find<Token>(world, "tokens", id);

export function tokenOf(
  world: World,
  customer: string | undefined,
  id: string | undefined,
): Token | undefined {
  const token = findToken(world, id);
  return token && token.customer === customer ? token : undefined;
}

export function newToken(world: World, facts: Omit<Token, "id" | "createdAt" | "status">): Token {
  const token: Token = {
    ...facts,
    id: world.nextId("token_", 14),
    createdAt: unixTime(world),
    status: "initiated",
  };
  world.table<Token>("tokens").set(token.id, token);
  return token;
}

function newCustomer(
  world: World,
  body: unknown,
  email: string | null,
  contact: string | null,
): Customer {
  const customer: Customer = {
    id: world.nextId("cust_", 14),
    name: textAt(body, "name") ?? null,
    email,
    contact,
    notes: at(body, "notes") ?? [],
    createdAt: unixTime(world),
  };
  world.table<Customer>("customers").set(customer.id, customer);
  return customer;
}

/** https://razorpay.com/docs/api/customers/entity */
const customerEntity = (customer: Customer) => ({
  id: customer.id,
  entity: "customer",
  name: customer.name,
  email: customer.email,
  contact: customer.contact,
  gstin: null,
  notes: customer.notes,
  created_at: customer.createdAt,
});

const tokenEntity = (token: Token) => ({
  id: token.id,
  entity: "token",
  token: token.id.slice("token_".length),
  bank: null,
  wallet: null,
  method: token.method,
  ...(token.card && { card: token.card }),
  ...(token.vpa !== null && { vpa: vpaEntity(token.vpa) }),
  recurring: token.recurring,
  ...(token.recurring && {
    recurring_details: {
      status: token.status,
      failure_reason: token.status === "rejected" ? "Rejected by bank" : null,
    },
  }),
  auth_type: null,
  mrn: null,
  used_at: token.createdAt,
  created_at: token.createdAt,
  ...(token.maximum !== undefined && { max_amount: token.maximum }),
  ...(token.expiresAt !== undefined && { expired_at: token.expiresAt }),
  dcc_enabled: false,
});

function vpaEntity(vpa: string) {
  const [username, handle] = vpa.split("@");
  return { username, handle, name: null };
}
