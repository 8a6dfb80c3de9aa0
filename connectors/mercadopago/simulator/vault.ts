/** Card tokens, customers and the cards that they keep. */
import { answerWith, at, type Handler, textAt, type World } from "#simulate";
import { refuse } from "./answers.ts";
import { holders, keptCard } from "./samples.ts";

interface Card {
  readonly id: string;
  readonly holder: string;
  readonly firstSix: string;
  readonly lastFour: string;
  readonly month: number;
  readonly year: number;
}
type Cards = Map<string, Card>;
/** The card behind a token that was made here, until it is used. */
export const cardTokens = (world: World) => world.table<Omit<Card, "id">>("card tokens");

/** The cardholder's name, which decides; undefined where the token is not known. */
export const holderOf = (world: World, token: string): string | undefined =>
  cardTokens(world).get(token)?.holder ?? holders[token];
const ofBrowser = (holder: string): Omit<Card, "id"> => ({
  holder,
  firstSix: "423564",
  lastFour: "5682",
  month: 11,
  year: 2030,
});

const customers = (world: World) => {
  const table = world.table<Cards>("customers");
  // One that was always there, for whoever shows how a saved card is paid with.
  if (!world.table("seeded").has("customer")) {
    world.table("seeded").set("customer", true);
    const card = { ...ofBrowser("APRO"), id: keptCard.id };
    table.set(keptCard.customer, new Map([[card.id, card]]));
  }
  return table;
};
const shown = (card: Card, customer: string | undefined) => ({
  id: card.id,
  customer_id: customer,
  first_six_digits: card.firstSix,
  last_four_digits: card.lastFour,
  expiration_month: card.month,
  expiration_year: card.year,
  payment_method: { id: "visa", name: "Visa", payment_type_id: "credit_card" },
  issuer: { id: 25, name: "Visa" },
  security_code: { length: 3, card_location: "back" },
});
const withCustomer =
  (handle: (cards: Cards, ...rest: Parameters<Handler>) => ReturnType<Handler>): Handler =>
  (request, world) => {
    const cards = customers(world).get(request.params["id"] ?? "");
    return cards
      ? handle(cards, request, world)
      : refuse(404, "Customer not found", 2002, "not_found");
  };
const noCard = () => refuse(404, "Card not found", 2010, "not_found");

/** https://www.mercadopago.com.br/developers/es/docs/resources-pci-compliant-merchants/receiving-payment-by-card */
const createCardToken: Handler = ({ body }, world) => {
  const code = textAt(body, "security_code");
  if (!code) return refuse(400, "security_code_id can't be null", 3031);
  const saved = textAt(body, "card_id");
  const owner = customers(world).get(textAt(body, "customer_id") ?? "");
  const card = saved === undefined ? cardIn(body) : owner?.get(saved);
  if (!card) return saved === undefined ? refuse(400, "Invalid card_number", 3016) : noCard();
  const { holder, firstSix, lastFour, month, year } = card;
  const id = world.nextId("", 32).toLowerCase();
  cardTokens(world).set(id, { holder, firstSix, lastFour, month, year });
  return answerWith(
    {
      id,
      first_six_digits: firstSix,
      last_four_digits: lastFour,
      expiration_month: month,
      expiration_year: year,
      status: "active",
      luhn_validation: true,
      ...(saved && { card_id: saved }),
    },
    201,
  );
};
function cardIn(body: unknown): Omit<Card, "id"> | undefined {
  const number = textAt(body, "card_number") ?? "";
  const [month, year] = [textAt(body, "expiration_month"), textAt(body, "expiration_year")];
  if (!/^\d{12,19}$/.test(number) || !month || !year) return undefined;
  return {
    holder: textAt(at(body, "cardholder"), "name") ?? "",
    firstSix: number.slice(0, 6),
    lastFour: number.slice(-4),
    month: Number(month),
    year: Number(year),
  };
}

export const vaultRoutes: Readonly<Record<string, Handler>> = {
  "POST /v1/card_tokens": createCardToken,
  "POST /v1/customers": ({ body }, world) => {
    const id = world.nextId("", 20);
    customers(world).set(id, new Map());
    return answerWith({ id, email: textAt(body, "email"), cards: [], live_mode: false }, 201);
  },
  "DELETE /v1/customers/:id": withCustomer((_, { params: { id = "" } }, world) => {
    customers(world).delete(id);
    return answerWith({ id });
  }),
  "POST /v1/customers/:id/cards": withCustomer((cards, { params, body }, world) => {
    const token = textAt(body, "token") ?? "";
    const holder = holderOf(world, token);
    if (!holder) return refuse(400, "Card Token not found", 2006);
    const card = {
      ...(cardTokens(world).get(token) ?? ofBrowser(holder)),
      id: world.nextId("9", 9, "digits"),
    };
    cards.set(card.id, card);
    return answerWith(shown(card, params["id"]), 201);
  }),
  "GET /v1/customers/:id/cards/:card": withCustomer((cards, { params }) => {
    const card = cards.get(params["card"] ?? "");
    return card ? answerWith(shown(card, params["id"])) : noCard();
  }),
  "DELETE /v1/customers/:id/cards/:card": withCustomer((cards, { params }) => {
    const card = cards.get(params["card"] ?? "");
    if (!card) return noCard();
    cards.delete(card.id);
    return answerWith(shown(card, params["id"]));
  }),
};
