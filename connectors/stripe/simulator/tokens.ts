/** Single-use tokens: of a card, of a CVC that was asked for again, of Apple's payload. */
import { at, type Handler, textAt } from "#simulate";
import { cardOfNumber, cardOfToken, fullYear, type TestCard } from "./cards.ts";
import {
  type Caller,
  find,
  keep,
  missing,
  nulls,
  Refusal,
  type Row,
  route,
  unixTime,
  unknown,
  type Wire,
} from "./wire.ts";

interface TokenRow extends Row {
  readonly card: TestCard | undefined;
  /** A wallet that stands behind the card, such as `apple_pay`. */
  readonly wallet: string | undefined;
  spent: boolean;
}
export interface TokenCard {
  readonly card: TestCard;
  readonly wallet: string | undefined;
}

/** The card of a token of the account, once, or of a test token such as `tok_visa`. */
export function redeem(caller: Caller, id: string): TokenCard {
  const row = find<TokenRow>(caller, "tokens", id);
  const card = row ? row.card : cardOfToken(id);
  if (!card) throw unknown("token", id, "payment_method_data[card][token]");
  if (row?.spent)
    throw new Refusal({
      code: "token_already_used",
      message: `You cannot use a Stripe token more than once: ${id}.`,
    });
  if (row) row.spent = true;
  return { card, wallet: row?.wallet };
}

/** https://docs.stripe.com/api/tokens/object */
function shaped(caller: Caller, card: TestCard | undefined, details: object): Wire {
  const { world } = caller;
  return {
    id: world.nextId(card ? "tok_1" : "cvctok_1", 23),
    object: "token",
    ...(card && details),
    client_ip: null,
    created: unixTime(world),
    livemode: false,
    type: card ? "card" : "cvc_update",
    used: false,
  };
}

function cardShown(caller: Caller, { brand, country, funding, number }: TestCard, data: unknown) {
  return {
    ...nulls(
      "address_city address_country address_line1 address_line1_check address_line2 address_state address_zip address_zip_check cvc_check dynamic_last4 name tokenization_method",
    ),
    id: caller.world.nextId("card_1", 23),
    object: "card",
    brand: `${brand.slice(0, 1).toUpperCase()}${brand.slice(1)}`,
    country,
    exp_month: Number(textAt(data, "exp_month") ?? 12),
    exp_year: fullYear(Number(textAt(data, "exp_year") ?? 2034)),
    fingerprint: null,
    funding,
    last4: number.slice(-4),
    metadata: {},
    networks: { preferred: null },
    regulated_status: "unregulated",
  };
}

export const tokenRoutes = {
  "POST /v1/tokens": route(
    {
      "": "card customer cvc_update expand pk_token pk_token_instrument_name pk_token_payment_network pk_token_transaction_id",
      cvc_update: "cvc",
    },
    (call) => {
      const apple = textAt(call.body, "pk_token");
      const data = at(call.body, "card");
      const cvc = textAt(call.body, "cvc_update.cvc");
      if (apple === undefined && data === undefined && cvc === undefined) throw missing("card");
      if (cvc !== undefined && !/^\d{3,4}$/.test(cvc)) {
        const message = "Your card's security code is invalid.";
        throw new Refusal({ type: "card_error", code: "invalid_cvc", message, param: "cvc" }, 402);
      }
      const paid = apple === undefined ? undefined : cardOfToken("tok_visa");
      const card = data === undefined ? paid : cardOfNumber(data, call.world.now());
      const wire = shaped(call, card, card ? { card: cardShown(call, card, data) } : {});
      const wallet = apple === undefined ? undefined : "apple_pay";
      return keep(call, "tokens", { account: call.account, wire, card, wallet, spent: false }).wire;
    },
  ),
  "GET /v1/tokens/:id": route("expand", (call) => {
    const row = find<TokenRow>(call, "tokens", call.params["id"]);
    if (row) return { ...row.wire, used: row.spent };
    throw unknown("token", call.params["id"]);
  }),
} satisfies Record<string, Handler>;
