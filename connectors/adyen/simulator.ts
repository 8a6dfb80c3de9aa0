/** Adyen in miniature: Checkout v72, Disputes v30, and the webhooks of both, as https://docs.adyen.com has them. */
import { type Handler, type SimulatedAnswer, type Simulator, textAt, wholeAt } from "#simulate";
import { authenticationPages } from "./simulator/authentication.ts";
import { checkoutRoutes } from "./simulator/checkout.ts";
import { commands } from "./simulator/commands.ts";
import { disputeRoutes } from "./simulator/disputes.ts";
import { modificationRoutes } from "./simulator/modifications.ts";
import { deliver } from "./simulator/notifications.ts";
import { samples } from "./simulator/samples.ts";
import { sessionPages, sessionRoutes } from "./simulator/sessions.ts";
import { shopperPages } from "./simulator/shopper.ts";
import { tokenRoutes } from "./simulator/tokens.ts";
import { answering, apiKey, membersOf, refuse, unauthorised } from "./simulator/wire.ts";

const api: Simulator["routes"] = {
  ...checkoutRoutes,
  ...modificationRoutes,
  ...sessionRoutes,
  ...tokenRoutes,
  ...disputeRoutes,
};
const answered = Object.entries<Handler>(api).map(([route, handler]) => [
  route,
  answering(handler),
]);

/** Shoppers' browsers open pages without a key. */
const isApi = (path: string) => path.startsWith("/v72/") || path.startsWith("/ca/services/");

const simulator: Simulator = {
  id: "adyen",
  routes: {
    ...Object.fromEntries(answered),
    ...authenticationPages,
    ...shopperPages,
    ...sessionPages,
  },
  authenticate: ({ path, headers }) =>
    isApi(path) && headers["x-api-key"] !== apiKey ? unauthorised() : undefined,

  /** https://docs.adyen.com/development-resources/api-idempotency */
  repeats: {
    key: ({ method, headers }) => (method === "POST" ? headers["idempotency-key"] : undefined),
    scope: () => "the company account",
    conflict: () => processed("false"),
    busy: () => processed("true"),
    keeps: ({ headers }) => headers?.["transient-error"] !== "true",
  },
  deliver,
  commands,
  misstate,
  samples,
};
export default simulator;

/** Of a key whose call still runs, Adyen says that this passes: try again with the same key. */
const processed = (transient: "true" | "false"): SimulatedAnswer => ({
  ...refuse("704", "request already processed or in progress", transient === "true" ? 409 : 422),
  headers: { "transient-error": transient },
});

function misstate(answer: SimulatedAnswer): SimulatedAnswer {
  const value = wholeAt(answer.body, "amount.value");
  if (value === undefined) return answer;
  const amount = { value: value + 1n, currency: textAt(answer.body, "amount.currency") };
  return { ...answer, body: { ...membersOf(answer.body), amount } };
}
