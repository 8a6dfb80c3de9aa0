/** Claims of the miniature: a buyer complains of a payment, the seller has to act, a mediator ends it. */
import { answerWith, type Handler, type World } from "#simulate";
import { refuse } from "./answers.ts";
import { payments, stamp } from "./payments.ts";
import { account } from "./samples.ts";

interface Claim {
  readonly id: string;
  readonly payment: string;
  readonly created: string;
  updated: string;
  isOpen: boolean;
}
const claims = (world: World) => world.table<Claim>("claims");

/** https://www.mercadopago.com.br/developers/en/docs/your-integrations/notifications/additional-info */
const tell = (world: World, { id }: Claim, action: string) =>
  world.emit({
    type: "claim",
    id: world.nextId("1", 11, "digits"),
    content: { action, data: { id } },
  });

const DAYS_TO_ACT = 3;
/** https://www.mercadopago.com.br/developers/en/reference/claims/get-claim-details/get */
const shown = ({ id, payment, created, updated, isOpen }: Claim) => ({
  id: Number(id),
  resource_id: Number(payment),
  status: isOpen ? "opened" : "closed",
  type: "mediations",
  stage: isOpen ? "claim" : "dispute",
  parent_id: null,
  resource: "payment",
  reason_id: "PNR4071",
  fulfilled: true,
  quantity_type: "total",
  players: [
    { role: "complainant", type: "buyer", user_id: 242829175, available_actions: [] },
    {
      role: "respondent",
      type: "seller",
      user_id: 123456789,
      available_actions: isOpen
        ? [
            {
              action: "send_message_to_complainant",
              due_date: new Date(Date.parse(created) + DAYS_TO_ACT * 86_400_000).toISOString(),
              mandatory: true,
            },
          ]
        : [],
    },
  ],
  ...(!isOpen && {
    resolution: { reason: "already_shipped", date_created: updated, closed_by: "mediator" },
  }),
  site_id: account.currency === "BRL" ? "MLB" : "MLA",
  date_created: created,
  last_updated: updated,
});

export const claimRoutes: Readonly<Record<string, Handler>> = {
  "GET /post-purchase/v1/claims/search": ({ query }, world) => {
    const { resource, resource_id: id, limit = "30" } = query;
    const own = [...claims(world).values()].filter(
      ({ payment }) => resource === "payment" && payment === id,
    );
    const paging = { offset: 0, limit: Number(limit), total: own.length };
    return answerWith({ paging, data: own.slice(0, Number(limit)).map(shown) });
  },
  "GET /post-purchase/v1/claims/:id": ({ params }, world) => {
    const claim = claims(world).get(params["id"] ?? "");
    return claim
      ? answerWith(shown(claim))
      : refuse(404, "Claim not found", undefined, "not_found");
  },
};

type Fields = Readonly<Record<string, string>>;
export const claimCommands = {
  /** A buyer of a payment that was taken complains. */
  openClaim: ({ payment = "" }: Fields, world: World): Fields => {
    if (payments(world).get(payment)?.status !== "approved")
      throw new Error(`there is nothing to complain of in payment ${payment}`);
    const id = world.nextId("50", 8, "digits");
    const created = stamp(world);
    const claim = { id, payment, created, updated: created, isOpen: true };
    claims(world).set(id, claim);
    tell(world, claim, "created");
    return { claim: id, payment };
  },
  /** The mediator ends it. */
  closeClaim: ({ claim: id = "" }: Fields, world: World): Fields => {
    const claim = claims(world).get(id);
    if (!claim?.isOpen) throw new Error(`there is no open claim ${id}`);
    claim.isOpen = false;
    claim.updated = stamp(world);
    tell(world, claim, "updated");
    return { claim: id, payment: claim.payment };
  },
};
