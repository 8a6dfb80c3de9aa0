/** PayPal in miniature: tokens, orders, payments, the vault, disputes, and webhooks that it verifies when asked. */
import { toBase64 } from "#kit";
import { at, type Handler, type SimulatedAnswer, type Simulator, textAt, toJson } from "#simulate";
import { disputeCommands, disputeRoutes } from "./simulator/disputes.ts";
import { move, orderRoutes, ordersIn } from "./simulator/orders.ts";
import { paymentRoutes, record, release, shown } from "./simulator/payments.ts";
import { samples } from "./simulator/samples.ts";
import { vaultRoutes } from "./simulator/vault.ts";
import {
  answered,
  emit,
  momentOf,
  moneyAt,
  moneyOf,
  refuse,
  signatureOf,
  unitsOf,
} from "./simulator/wire.ts";

const { clientId, clientSecret } = samples.credentials;
const BASIC = `Basic ${toBase64(`${clientId}:${clientSecret}`)}`;
const LIFETIME = 32_400;
const CERTIFICATE = "/v1/notifications/certs/CERT-360caa42-fca2a594-sandbox";

/** https://developer.paypal.com/api/rest/authentication/ */
const openSession: Handler = ({ body }, world) => {
  if (textAt(body, "grant_type") !== "client_credentials")
    return answered(
      { error: "unsupported_grant_type", error_description: "unsupported grant_type" },
      400,
    );
  const access_token = world.nextId("A21AA", 92);
  world.table<number>("access tokens").set(access_token, world.now().getTime() + LIFETIME * 1000);
  return answered({
    scope: "https://uri.paypal.com/services/payments/payment",
    access_token,
    token_type: "Bearer",
    app_id: "APP-80W284485P519543T",
    expires_in: LIFETIME,
  });
};
const verify: Handler = ({ body }) => {
  const [id = "", time = "", webhook = "", signature] = [
    textAt(body, "transmission_id"),
    textAt(body, "transmission_time"),
    textAt(body, "webhook_id"),
    textAt(body, "transmission_sig"),
  ];
  const event = at(body, "webhook_event");
  if (!event || !signature) return refuse(400, "MISSING_REQUIRED_PARAMETER", "webhook_event");
  const isOurs = signatureOf(id, time, webhook, toJson(event)) === signature;
  return answered({ verification_status: isOurs ? "SUCCESS" : "FAILURE" });
};

const simulator: Simulator = {
  id: "paypal",
  authenticate({ method, path, headers }, world): SimulatedAnswer | undefined {
    if (path === "/checkoutnow" || path === "/agreements/approve") return undefined;
    const given = headers["authorization"] ?? "";
    if (method === "POST" && path === "/v1/oauth2/token")
      return given === BASIC
        ? undefined
        : answered(
            { error: "invalid_client", error_description: "Client Authentication failed" },
            401,
          );
    const until = world.table<number>("access tokens").get(given.replace(/^Bearer /, ""));
    if (until !== undefined && until > world.now().getTime()) return undefined;
    return answered(
      { error: "invalid_token", error_description: "Token signature verification failed" },
      401,
    );
  },
  routes: {
    "POST /v1/oauth2/token": openSession,
    "POST /v1/notifications/verify-webhook-signature": verify,
    ...orderRoutes,
    ...paymentRoutes,
    ...vaultRoutes,
    ...disputeRoutes,
  },

  /**
   * The first answer is given again. That another request under the key is refused is published for tokens
   * (https://developer.paypal.com/api/payment-tokens/v3/errors/paypal_request_id_previously_used); the sandbox is as
   * strict everywhere.
   */
  repeats: {
    key: ({ headers }) => headers["paypal-request-id"],
    conflict: () => refuse(422, "PAYPAL_REQUEST_ID_PREVIOUSLY_USED"),
    scope: () => "the account",
    keeps: ({ status }) => status < 300,
  },

  deliver({ type, id, at: moment, content }, webhookId, world) {
    const time = moment.toISOString().replace(/\.\d+Z$/, "Z");
    const body = toJson({
      id,
      event_version: "1.0",
      create_time: moment.toISOString(),
      resource_type: at(content, "resource_type"),
      resource_version: "2.0",
      event_type: type,
      summary: type,
      resource: at(content, "resource"),
      links: [],
    });
    const transmission = `${id.toLowerCase()}-t`;
    return {
      headers: {
        "content-type": "application/json",
        "paypal-auth-algo": "SHA256withRSA",
        "paypal-cert-url": `${world.origin}${CERTIFICATE}`,
        "paypal-transmission-id": transmission,
        "paypal-transmission-time": time,
        "paypal-transmission-sig": signatureOf(transmission, time, webhookId, body),
      },
      body,
    };
  },

  commands: {
    ...disputeCommands,
    /** The bank pays, or does not. */
    settle({ payment = "", outcome }, world) {
      const order = ordersIn(world).get(payment);
      const capture = order?.captures.find(({ status }) => status === "PENDING");
      if (!order || !capture) throw new Error(`nothing of ${payment} is pending`);
      capture.status = outcome === "failed" ? "DECLINED" : "COMPLETED";
      if (capture.status === "COMPLETED") record(world, "capture", capture);
      capture.updated = momentOf(world);
      const type = capture.status === "DECLINED" ? "DENIED" : "COMPLETED";
      emit(world, `PAYMENT.CAPTURE.${type}`, "capture", shown(world, capture));
      return { payment, capture: capture.id };
    },
    /** A hold that runs out, or an order that nobody paid in time. */
    expire({ payment = "" }, world) {
      const order = ordersIn(world).get(payment);
      if (!order) throw new Error(`no order ${payment}`);
      const held = order.authorizations.find(({ status }) => status === "CREATED");
      if (held) {
        held.expires = momentOf(world);
        release(world, order, held);
        return { payment, authorization: held.id };
      }
      const wasApproved = order.status === "APPROVED";
      move(order, "VOIDED");
      if (wasApproved)
        emit(world, "CHECKOUT.PAYMENT-APPROVAL.REVERSED", "checkout-order", {
          order_id: order.id,
          purchase_units: [{ reference_id: "default", custom_id: order.customId }],
          payment_source: order.source,
        });
      return { payment };
    },
    /** PayPal takes captured money back by itself. */
    reverse({ payment = "" }, world) {
      const order = ordersIn(world).get(payment);
      const capture = order?.captures.find(({ status }) => status === "COMPLETED");
      if (!capture) throw new Error(`nothing of ${payment} was captured`);
      record(world, "chargeback", capture);
      emit(world, "PAYMENT.CAPTURE.REVERSED", "refund", {
        ...shown(world, capture),
        links: [
          { href: `${world.origin}/v2/payments/captures/${capture.id}`, rel: "up", method: "GET" },
        ],
      });
      return { payment, capture: capture.id };
    },
  },

  misstate(answer) {
    const { body } = answer;
    const amount = moneyAt(body, "amount");
    if (amount) return { ...answer, body: Object.assign({}, body, { amount: more(amount) }) };
    const unit = at(body, "purchase_units.0");
    const asked = moneyAt(unit, "amount");
    if (!asked) return answer;
    const purchase_units = [Object.assign({}, unit, { amount: more(asked) })];
    return { ...answer, body: Object.assign({}, body, { purchase_units }) };
  },

  samples,
};
export default simulator;

const more = (amount: Parameters<typeof unitsOf>[0]) =>
  moneyOf(unitsOf(amount) + 100n, amount.currency_code);
