/** A processor that does not exist, for the tests beside this file: small, and with everything a simulator can have. */
import { createHmac } from "node:crypto";
import {
  answerWith,
  at,
  page,
  redirectTo,
  type SimulatedRequest,
  type Simulator,
  textAt,
  type World,
  wholeAt,
} from "#simulate";

interface Charge {
  readonly id: string;
  readonly amount: bigint;
  readonly currency: string;
  readonly url: string;
  status: "challenge" | "pending" | "paid" | "failed";
}

const charges = (world: World) => world.table<Charge>("charges");

function pay(world: World, charge: Charge) {
  charge.status = "paid";
  const { id, amount, currency } = charge;
  world.ledger.record({ kind: "capture", payment: id, amount, currency });
  world.emit({ type: "charge.authorized", content: charge });
  world.emit({ type: "charge.paid", content: charge });
}

function createCharge({ body }: SimulatedRequest, world: World) {
  const amount = wholeAt(body, "amount");
  if (amount === undefined) return answerWith({ error: "amount" }, 422);
  const id = world.nextId("ch_");
  const url = `${world.origin}/pages/${id}`;
  const charge: Charge = { id, amount, currency: "EUR", url, status: "pending" };
  charges(world).set(id, charge);
  if (textAt(body, "method") === "challenge") charge.status = "challenge";
  else if (textAt(body, "method") === "slow") world.schedule(60, () => pay(world, charge));
  else pay(world, charge);
  return answerWith(charge, 201);
}

function find(world: World, id: string | undefined) {
  const charge = charges(world).get(id ?? "");
  return charge ? answerWith(charge) : answerWith({ error: "no such charge" }, 404);
}

export const specimen: Simulator = {
  id: "acme",
  routes: {
    "POST /v1/charges": createCharge,
    "GET /v1/charges/:id": ({ params }, world) => find(world, params["id"]),
    "GET /v1/charges/latest": (_request, world) => find(world, [...charges(world).keys()].at(-1)),
    "POST files:/v1/charges": ({ bytes }) => answerWith({ file: bytes.length }),
    "POST /v1/echo": ({ headers, params, path, query, body }) =>
      answerWith({ headers, params, path, query, body }),
    "DELETE /v1/charges/:id": () => ({ status: 204 }),
    "POST /v1/broken": (_request, world) => {
      world.ledger.record({ kind: "capture", payment: "half-way", amount: 1n, currency: "EUR" });
      throw new TypeError("broken");
    },
    "POST /v1/unsendable": () => answerWith({}, 200, { "x-bad": "a\nb" }),
    "GET /pages/:id": ({ params }, world) =>
      page({
        title: "Acme Bank",
        text: "Is it you?",
        action: `${world.origin}/pages/${params["id"]}`,
        outcomes: { yes: "Yes", no: "No" },
      }),
    "POST /pages/:id": ({ params, body }, world) => {
      const charge = charges(world).get(params["id"] ?? "");
      if (!charge) return answerWith("no such page", 404);
      if (at(body, "outcome") === "yes") pay(world, charge);
      else charge.status = "failed";
      return redirectTo(`https://shop.example/return?charge=${charge.id}`);
    },
  },
  authenticate: ({ path, headers }) =>
    path.startsWith("/pages/") || headers["authorization"]?.startsWith("Bearer ")
      ? undefined
      : answerWith({ error: "who are you?" }, 401),
  repeats: {
    key: ({ headers }) => headers["idempotency-key"],
    conflict: () => answerWith({ error: "key used for another request" }, 400),
    busy: () => answerWith({ error: "the first still runs" }, 409),
    keeps: ({ status }) => status !== 422,
    mark: (answer) => ({ ...answer, headers: { ...answer.headers, "x-replayed": "true" } }),
  },
  deliver({ type, id, at, content }, secret) {
    if (secret.length < 4) throw new Error("the secret is too short");
    const body = JSON.stringify({ type, id, at, charge: textAt(content, "id") });
    const signature = createHmac("sha256", secret).update(body).digest("hex");
    return { headers: { "content-type": "application/json", "x-signature": signature }, body };
  },
  commands: {
    openDispute({ payment = "" }, world) {
      const charge = charges(world).get(payment);
      if (!charge) throw new Error(`no charge ${payment}`);
      const { amount, currency } = charge;
      world.ledger.record({ kind: "chargeback", payment, amount, currency });
      const dispute = world.nextId("dp_", 6, "digits");
      world.emit({ type: "dispute.opened", content: { id: dispute } });
      return { dispute };
    },
    overdue(_fields, world) {
      world.schedule(1, () => {
        throw new Error("overdue");
      });
      return {};
    },
    mistake() {
      throw new TypeError("mistake");
    },
  },
  misstate: (answer) => {
    const amount = wholeAt(answer.body, "amount");
    return amount === undefined ? answer : { ...answer, body: { amount: amount + 1n } };
  },
  samples: { credentials: {}, purchase: {}, methods: {}, outcomes: [] },
};
