/** Chargebacks of the miniature: a cardholder's bank takes back, documents are sent, and it is decided who is covered. */
import { answerWith, type Handler, uploadedParts, type World } from "#simulate";
import { refuse } from "./answers.ts";
import { currency, number, payments, record, stamp } from "./payments.ts";

interface Chargeback {
  readonly id: string;
  readonly payment: string;
  readonly amount: bigint;
  readonly created: string;
  readonly deadline: string;
  updated: string;
  status: "not_supplied" | "review_pending" | "valid" | "invalid";
  covered: boolean | null;
}
const chargebacks = (world: World) => world.table<Chargeback>("chargebacks");

const tell = (world: World, { id }: Chargeback, action: string) =>
  world.emit({
    type: "topic_chargebacks_wh",
    id: world.nextId("1", 11, "digits"),
    content: { action, data: { id } },
  });

/** https://www.mercadopago.com.br/developers/en/docs/checkout-pro/chargebacks/manage */
const shown = (one: Chargeback) => ({
  id: one.id,
  payments: [Number(one.payment)],
  currency,
  amount: number(one.amount),
  reason: "general",
  coverage_applied: one.covered,
  coverage_elegible: true,
  documentation_required: true,
  documentation_status: one.status,
  documentation: [],
  date_documentation_deadline: one.deadline,
  date_created: one.created,
  date_last_updated: one.updated,
  live_mode: false,
});
const missing = () => refuse(404, "Chargeback not found", undefined, "not_found");

/** Documents of one kind, sent off at once. */
const document: Handler = (request, world) => {
  const one = chargebacks(world).get(request.params["id"] ?? "");
  if (!one) return missing();
  const files = uploadedParts(request);
  const isTaken = ({ name, type }: (typeof files)[number]) =>
    name === "files[]" && /^(image\/(jpeg|png)|application\/pdf)$/.test(type);
  if (files.length === 0 || !files.every(isTaken)) return refuse(400, "Invalid files");
  if (one.status !== "not_supplied") return refuse(400, "Documentation was supplied before");
  one.status = "review_pending";
  one.updated = stamp(world);
  return answerWith({});
};

export const chargebackRoutes: Readonly<Record<string, Handler>> = {
  "GET /v1/chargebacks/search": ({ query }, world) => {
    const payment = query["payment_id"];
    if (!payment) return refuse(400, "payment_id is required");
    const own = [...chargebacks(world).values()].filter((one) => one.payment === payment);
    const results = own.map(({ id }) => ({ id, payment_id: Number(payment) }));
    return answerWith({ paging: { offset: 0, limit: 25, total: own.length }, results });
  },
  "GET /v1/chargebacks/:id": ({ params }, world) => {
    const one = chargebacks(world).get(params["id"] ?? "");
    return one ? answerWith(shown(one)) : missing();
  },
  "POST /v1/chargebacks/:id/documentation": document,
};

type Fields = Readonly<Record<string, string>>;
export const chargebackCommands = {
  /** A cardholder has a payment that was taken charged back. */
  openDispute: ({ payment: id = "" }: Fields, world: World): Fields => {
    const payment = payments(world).get(id);
    if (payment?.status !== "approved")
      throw new Error(`there is nothing to charge back of payment ${id}`);
    const created = stamp(world);
    const one: Chargeback = {
      id: world.nextId("2", 17, "digits"),
      payment: id,
      amount: payment.amount - payment.refunded,
      created,
      updated: created,
      deadline: new Date(world.now().getTime() + 10 * 86_400_000).toISOString(),
      status: "not_supplied",
      covered: null,
    };
    chargebacks(world).set(one.id, one);
    record(world, payment, "chargeback", one.amount);
    tell(world, one, "created");
    return { dispute: one.id, payment: id };
  },
  /** Mercado Pago decides whether the documents hold. */
  resolveDispute: ({ dispute = "", outcome }: Fields, world: World): Fields => {
    const one = chargebacks(world).get(dispute);
    const payment = payments(world).get(one?.payment ?? "");
    if (!one || !payment || one.covered !== null)
      throw new Error(`there is no open chargeback ${dispute}`);
    one.covered = outcome === "won";
    one.status = one.covered ? "valid" : "invalid";
    one.updated = stamp(world);
    if (one.covered) record(world, payment, "chargeback reversal", one.amount);
    tell(world, one, "updated");
    return { dispute, payment: one.payment };
  },
};
