/** Cards on file, and the customers that they belong to. */
import { answerWith, at, type Handler, textAt } from "#simulate";
import { account, sources } from "./samples.ts";
import { error, members, missing, now, type Row, refuse, tell, unknown } from "./wire.ts";

const createCard: Handler = ({ body }, world) => {
  const source = sources[textAt(body, "source_id") ?? ""];
  const customer = textAt(body, "card.customer_id");
  if (!customer) return missing("card.customer_id");
  if (!world.table<Row>("customers").has(customer) && customer !== account.customerId)
    return refuse(error("CUSTOMER_NOT_FOUND", "The customer was not found"));
  if (source?.kind !== "card" || source.error)
    return refuse(
      error(source?.error ?? "INVALID_CARD_DATA", "Invalid card data.", "PAYMENT_METHOD_ERROR"),
    );
  const card = {
    ...members(at(source.details, "card_details.card")),
    id: world.nextId("ccof:", 19),
    customer_id: customer,
    merchant_id: account.merchantId,
    reference_id: textAt(body, "card.reference_id"),
    enabled: true,
    version: 1,
  };
  world.table<Row>("cards").set(card.id, card);
  tell(world, "card.created", "card", card);
  return answerWith({ card });
};

export const vaultRoutes = {
  "POST /v2/cards": createCard,
  "GET /v2/cards/:id": ({ params }, world) => {
    const card = world.table<Row>("cards").get(params["id"] ?? "");
    return card ? answerWith({ card }) : unknown("card", params["id"]);
  },
  "POST /v2/cards/:id/disable": ({ params }, world) => {
    const card = world.table<Row>("cards").get(params["id"] ?? "");
    if (!card) return unknown("card", params["id"]);
    if (card["enabled"]) tell(world, "card.disabled", "card", { ...card, enabled: false });
    card["enabled"] = false;
    return answerWith({ card });
  },
  "POST /v2/customers": ({ body }, world) => {
    const customer = { ...members(body), id: world.nextId("", 26), created_at: now(world) };
    world.table<Row>("customers").set(customer.id, customer);
    return answerWith({ customer });
  },
  "DELETE /v2/customers/:id": ({ params }, world) =>
    world.table<Row>("customers").delete(params["id"] ?? "")
      ? answerWith({})
      : unknown("customer", params["id"]),
} satisfies Record<string, Handler>;
