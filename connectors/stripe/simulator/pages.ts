/** The pages that a customer is sent to: a challenge of the card's issuer, a bank, a wallet, a voucher. */
import {
  type Handler,
  page,
  redirectTo,
  type SimulatedAnswer,
  textAt,
  type World,
} from "#simulate";
import { approve, type IntentRow, reject } from "./intents.ts";
import type { Caller } from "./wire.ts";

/** The intent of a page's address; the customer's browser has no key, only the intent's secret. */
function asked(world: World, id = "", secret: string | undefined): IntentRow | undefined {
  const row =
    world.table<IntentRow>("payment_intents").get(id) ??
    world.table<IntentRow>("setup_intents").get(id);
  return row?.wire.client_secret === secret ? row : undefined;
}

const nowhere = (): SimulatedAnswer => ({
  status: 404,
  body: "<!doctype html><p>No such payment.",
});

/** https://docs.stripe.com/payments/3d-secure/authentication-flow#manual-redirect */
function back({ wire, returnUrl }: IntentRow): SimulatedAnswer {
  const { id, client_secret, object, status } = wire;
  const done = ["succeeded", "requires_capture", "requires_confirmation"].includes(status);
  const outcome = done ? "succeeded" : status === "processing" ? "pending" : "failed";
  if (returnUrl === null)
    return { status: 200, body: `<!doctype html><p>${outcome}: you may close this page.` };
  const joint = returnUrl.includes("?") ? "&" : "?";
  return redirectTo(
    `${returnUrl}${joint}${object}=${id}&${object}_client_secret=${client_secret}&redirect_status=${outcome}`,
  );
}

export const pageRoutes = {
  "GET /authorize/:id": ({ params, query }, world) => {
    const row = asked(world, params["id"], query["client_secret"]);
    if (!row) return nowhere();
    const { wire, method } = row;
    if (wire.status !== "requires_action") return back(row);
    const type = method?.wire.type ?? "card";
    const sum =
      wire.object === "payment_intent" ? `${wire["amount"]} ${wire["currency"]}` : "later payments";
    return page({
      title: type === "card" ? "3D Secure 2 test page" : `${type} test payment page`,
      text: `Asked for: ${sum}. Nothing is charged here.`,
      action: `${world.origin}/authorize/${wire.id}`,
      fields: { client_secret: wire.client_secret },
      outcomes:
        type === "card"
          ? { complete: "Complete authentication", fail: "Fail authentication" }
          : { complete: "Authorize test payment", fail: "Fail test payment" },
    });
  },
  "POST /authorize/:id": ({ params, body }, world) => {
    const row = asked(world, params["id"], textAt(body, "client_secret"));
    if (!row) return nowhere();
    if (row.wire.status !== "requires_action") return back(row);
    const request = { id: null, idempotency_key: null };
    const caller: Caller = { world, account: row.account, request };
    (textAt(body, "outcome") === "complete" ? approve : reject)(caller, row);
    return back(row);
  },
} satisfies Record<string, Handler>;
