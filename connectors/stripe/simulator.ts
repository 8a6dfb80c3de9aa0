/** Stripe in miniature: payment intents, cards and local methods, refunds, disputes, setups, mandates, webhooks. */
import { fromBase64, hmacSha256 } from "#kit";
import {
  type SimulatedAnswer,
  type SimulatedRequest,
  type Simulator,
  textAt,
  toJson,
  type World,
  wholeAt,
} from "#simulate";
import { captureRoutes } from "./simulator/captures.ts";
import { commands } from "./simulator/commands.ts";
import { disputeRoutes } from "./simulator/disputes.ts";
import { fileRoutes } from "./simulator/files.ts";
import { mandateRoutes } from "./simulator/mandates.ts";
import { pageRoutes } from "./simulator/pages.ts";
import { paymentRoutes } from "./simulator/payments.ts";
import { refundRoutes } from "./simulator/refunds.ts";
import { samples } from "./simulator/samples.ts";
import { setupRoutes } from "./simulator/setups.ts";
import { tokenRoutes } from "./simulator/tokens.ts";
import { vaultRoutes } from "./simulator/vault.ts";
import { find, refusal, route, unixTime, unknown } from "./simulator/wire.ts";

const simulator: Simulator = {
  id: "stripe",
  authenticate,
  routes: {
    ...paymentRoutes,
    ...captureRoutes,
    ...refundRoutes,
    ...disputeRoutes,
    ...fileRoutes,
    ...setupRoutes,
    ...mandateRoutes,
    ...vaultRoutes,
    ...tokenRoutes,
    ...pageRoutes,
    "GET /v1/events/:id": route("expand", (call) => {
      const row = find(call, "events", call.params["id"]);
      if (row) return row.wire;
      throw unknown("event", call.params["id"]);
    }),
  },

  /** https://docs.stripe.com/api/idempotent_requests */
  repeats: {
    key: ({ method, headers }) => (method === "POST" ? headers["idempotency-key"] : undefined),
    scope: ({ headers }) => headers["stripe-account"] ?? "",
    conflict: ({ headers }) =>
      refusal({
        type: "idempotency_error",
        message: `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${headers["idempotency-key"]}' if you meant to execute a different request.`,
      }),
    busy: ({ headers }) =>
      refusal(
        {
          code: "idempotency_key_in_use",
          message: `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${headers["idempotency-key"]}. Please try again later.`,
        },
        409,
      ),
    keeps: hasBegun,
    mark: (answer) => ({
      ...answer,
      headers: {
        ...answer.headers,
        "idempotent-replayed": "true",
        "original-request": answer.headers?.["request-id"] ?? "",
      },
    }),
  },

  /** https://docs.stripe.com/webhooks#verify-manually */
  deliver({ content }, secret, world) {
    const body = toJson(content, 2);
    const time = unixTime(world);
    return {
      headers: {
        "content-type": "application/json; charset=utf-8",
        "stripe-signature": `t=${time},v1=${hmacSha256(secret, `${time}.${body}`, "hex")}`,
        "user-agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
      },
      body,
    };
  },

  commands,

  misstate(answer) {
    const amount = wholeAt(answer.body, "amount");
    if (amount === undefined || answer.status !== 200) return answer;
    return { ...answer, body: Object.assign({}, answer.body, { amount: amount + 100n }) };
  },

  samples,
};
export default simulator;

/** What failed validation began nothing, so that its key is as good as new. */
function hasBegun({ status, body }: SimulatedAnswer): boolean {
  const code = textAt(body, "error.code") ?? "";
  return (
    status < 400 ||
    status === 402 ||
    !/^(parameter_|amount_too_|invalid_|resource_missing)/.test(code)
  );
}

/** Test keys of the usual form, secret or restricted, are all this account's. https://docs.stripe.com/keys */
function authenticate({ path, headers }: SimulatedRequest, world: World) {
  if (!path.startsWith("/v1/")) return undefined;
  const given = headers["authorization"] ?? "";
  const [scheme = "", value = ""] = given.split(" ");
  const key =
    scheme.toLowerCase() === "basic"
      ? String.fromCharCode(...fromBase64(value)).replace(/:.*$/, "")
      : value;
  if (/^[sr]k_test_\w{16,}$/.test(key)) return undefined;
  const message =
    key === ""
      ? "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY')."
      : `Invalid API Key provided: ${masked(key)}`;
  const answer = refusal({ message }, 401);
  return { ...answer, headers: { "request-id": world.nextId("req_", 14) } };
}
const masked = (key: string) =>
  `${key.slice(0, 8)}${"*".repeat(Math.max(key.length - 12, 4))}${key.slice(-4)}`;
