/** The pages that a customer is sent to: a challenge of the card's issuer, a bank, a wallet, a voucher. */
import {
  type Handler,
  html,
  page,
  redirectTo,
  type SimulatedAnswer,
  textAt,
  type World,
} from "#simulate";
import { approve, type IntentRow, reject } from "./intents.ts";
import { approveSetup, rejectSetup, type SetupRow } from "./setups.ts";
import type { Caller } from "./wire.ts";

type Asked =
  | { readonly kind: "payment_intent"; readonly row: IntentRow }
  | { readonly kind: "setup_intent"; readonly row: SetupRow };

/** The intent of a page's address; the customer's browser has no key, only the intent's secret. */
function asked(
  world: World,
  id: string | undefined,
  secret: string | undefined,
): Asked | undefined {
  const payment = world.table<IntentRow>("payment_intents").get(id ?? "");
  if (payment?.wire.client_secret === secret && payment)
    return { kind: "payment_intent", row: payment };
  const setup = world.table<SetupRow>("setup_intents").get(id ?? "");
  return setup?.wire.client_secret === secret && setup
    ? { kind: "setup_intent", row: setup }
    : undefined;
}

const nowhere = (): SimulatedAnswer => ({
  status: 404,
  body: "<!doctype html><p>No such payment.",
});

/** https://docs.stripe.com/payments/3d-secure/authentication-flow#manual-redirect */
function back({ kind, row }: Asked, status: string): SimulatedAnswer {
  const { id, client_secret } = row.wire;
  if (row.returnUrl === null)
    return { status: 200, body: `<!doctype html><p>${html(status)}: you may close this page.` };
  const joint = row.returnUrl.includes("?") ? "&" : "?";
  return redirectTo(
    `${row.returnUrl}${joint}${kind}=${id}&${kind}_client_secret=${client_secret}&redirect_status=${status}`,
  );
}
/** A challenge that was done already, when the customer comes again. */
const statusOf = ({ row }: Asked): string =>
  ["succeeded", "requires_capture", "requires_confirmation"].includes(row.wire.status)
    ? "succeeded"
    : row.wire.status === "processing"
      ? "pending"
      : "failed";

export const pageRoutes = {
  "GET /authorize/:id": ({ params, query }, world) => {
    const found = asked(world, params["id"], query["client_secret"]);
    if (!found) return nowhere();
    if (found.row.wire.status !== "requires_action") return back(found, statusOf(found));
    const { wire, method } = found.row;
    const amount =
      found.kind === "payment_intent"
        ? ` of ${found.row.wire.amount} ${found.row.wire.currency}`
        : "";
    const type = method?.wire.type ?? "card";
    return page({
      title: type === "card" ? "3D Secure 2 test page" : `${type} test payment page`,
      text: `${found.kind === "payment_intent" ? "A payment" : "A setup"}${amount}. Nothing is charged here.`,
      action: `${world.origin}/authorize/${wire.id}`,
      fields: { client_secret: wire.client_secret },
      outcomes:
        type === "card"
          ? { complete: "Complete authentication", fail: "Fail authentication" }
          : { complete: "Authorize test payment", fail: "Fail test payment" },
    });
  },
  "POST /authorize/:id": ({ params, body }, world) => {
    const found = asked(world, params["id"], textAt(body, "client_secret"));
    if (!found) return nowhere();
    if (found.row.wire.status !== "requires_action") return back(found, statusOf(found));
    const caller: Caller = {
      world,
      account: found.row.account,
      request: { id: null, idempotency_key: null },
    };
    const complete = textAt(body, "outcome") === "complete";
    if (found.kind === "payment_intent") (complete ? approve : reject)(caller, found.row);
    else (complete ? approveSetup : rejectSetup)(caller, found.row);
    return back(found, statusOf(found));
  },
} satisfies Record<string, Handler>;
