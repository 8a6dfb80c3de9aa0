/** Customers, and the tokens that stand for their saved instruments and mandates. */
import { allowed, type Transitions, type World } from "#simulate";
import { type Payment, tell } from "./payments.ts";
import { find, unixTime } from "./wire.ts";

export interface Customer {
  readonly id: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly contact: string | null;
  readonly notes: unknown;
  readonly createdAt: number;
}

export type TokenStatus =
  | "initiated"
  | "confirmed"
  | "rejected"
  | "paused"
  | "cancellation_initiated"
  | "cancelled";

export interface Token {
  readonly id: string;
  readonly customer: string;
  readonly method: string;
  readonly recurring: boolean;
  readonly maximum: bigint | undefined;
  readonly card: Readonly<Record<string, unknown>> | undefined;
  readonly vpa: string | null;
  readonly bank: string | null;
  readonly createdAt: number;
  status: TokenStatus;
}

/** https://razorpay.com/docs/api/payments/recurring-payments/upi/tokens#token-states */
const tokenStates: Transitions<TokenStatus> = {
  initiated: ["confirmed", "rejected", "cancellation_initiated"],
  confirmed: ["paused", "cancellation_initiated", "cancelled"],
  rejected: [],
  paused: ["confirmed", "cancellation_initiated", "cancelled"],
  cancellation_initiated: ["cancelled"],
  cancelled: [],
};

/** Changes a token's state and tells the merchant; false where its state does not allow it. */
export function moveToken(world: World, token: Token, status: TokenStatus): boolean {
  if (!allowed(tokenStates, token.status, status)) return false;
  token.status = status;
  if (token.recurring && status !== "cancellation_initiated")
    tell(world, `token.${status}`, { token: tokenEntity(token) });
  return true;
}

/** The bank's or the network's answer to a registration: at once for cards and UPI, a day later for emandates. */
export function settleToken(world: World, payment: Payment, confirmed: boolean): void {
  const token = findToken(world, payment.token);
  if (token === undefined || token.status !== "initiated") return;
  const settle = () => moveToken(world, token, confirmed ? "confirmed" : "rejected");
  if (token.method === "emandate" && confirmed) world.schedule(86_400, settle);
  else settle();
}

export const findToken = (world: World, id: string | undefined): Token | undefined =>
  find<Token>(world, "tokens", id);

/** https://razorpay.com/docs/api/customers/entity */
export const customerEntity = (customer: Customer) => ({
  id: customer.id,
  entity: "customer",
  name: customer.name,
  email: customer.email,
  contact: customer.contact,
  gstin: null,
  notes: customer.notes,
  created_at: customer.createdAt,
});

/** https://razorpay.com/docs/api/payments/recurring-payments/upi/tokens */
export const tokenEntity = (token: Token) => ({
  id: token.id,
  entity: "token",
  token: token.id.slice("token_".length),
  bank: token.bank,
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
  dcc_enabled: false,
});

function vpaEntity(vpa: string) {
  const [username, handle] = vpa.split("@");
  return { username, handle, name: null };
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
