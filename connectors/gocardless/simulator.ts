/** GoCardless in miniature: customers, accounts, mandates, debits, refunds, pages, events. https://developer.gocardless.com/api-reference */
import { hmacSha256 } from "#kit";
import {
  type Commands,
  type Handler,
  page,
  redirectTo,
  type SimulatedAnswer,
  type SimulatedRequest,
  type Simulator,
  textAt,
  toJson,
  type World,
  wholeAt,
} from "#simulate";
import {
  fulfil,
  giveBack,
  newAccount,
  newCustomer,
  newMandate,
  newPayment,
  newRefund,
  remember,
} from "./simulator/making.ts";
import {
  activate,
  agree,
  api,
  bank,
  begin,
  cancel,
  confirm,
  DAY,
  fail,
  move,
  record,
} from "./simulator/moves.ts";
import { account, samples } from "./simulator/samples.ts";
import {
  acting,
  creating,
  inState,
  listed,
  notFound,
  type Row,
  refuse,
  rows,
  showing,
  type Texts,
  type Told,
  tell,
} from "./simulator/wire.ts";

const flowPage: Handler = ({ query, body, method }, world) => {
  const flow = rows(world, "billing_request_flows").get(query["id"] ?? "");
  const request = rows(world, "billing_requests").get(flow?.links["billing_request"] ?? "");
  if (!flow || !request) return notFound();
  if (method === "GET")
    return page({
      title: "GoCardless test page",
      text: `${request.id}: ${request.status}`,
      action: textAt(flow, "authorisation_url") ?? "",
      outcomes: { success: "Confirm", failure: "Leave" },
    });
  if (textAt(body, "outcome") === "success" && request.status === "pending") fulfil(request, world);
  const uri = textAt(body, "outcome") === "success" ? "redirect_uri" : "exit_uri";
  return redirectTo(textAt(flow, uri) ?? "https://gocardless.com");
};

const isWithin = (row: Row, query: Texts) => {
  const at = textAt(row, "created_at") ?? "";
  return at >= (query["created_at[gte]"] ?? "") && at <= (query["created_at[lte]"] ?? "9");
};
const matches = ({ links, action, resource_type }: Told, query: Texts) =>
  [
    [query["payment"], links["payment"]],
    [query["action"], action],
    [query["resource_type"], resource_type],
  ].every(([wanted, own]) => wanted === undefined || wanted === own);

function paymentOf({ payment = "" }: Texts, world: World): Row {
  const row = rows(world, "payments").get(payment);
  if (!row) throw new Error(`no payment ${payment}`);
  return row;
}
const commands: Commands = {
  settle(fields, world) {
    const mandate = rows(world, "mandates").get(fields["payment"] ?? "");
    if (mandate) {
      activate(mandate, world);
      return { mandate: mandate.id };
    }
    const row = paymentOf(fields, world);
    const act = { succeeded: confirm, failed: fail }[fields["outcome"] ?? ""];
    if (!act?.(row, world)) throw new Error(`${row.id} is ${row.status}`);
    return { payment: row.id };
  },
  /** A chargeback of a debit is final: nobody is asked, and there is nothing to contest. */
  chargeBack(fields, world) {
    const row = paymentOf(fields, world);
    const why = bank(fields["reason"] ?? "authorisation_disputed", "DDICA-1");
    if (!move(world, "payments", { row, to: "charged_back", why }))
      throw new Error(`${row.id} is ${row.status}`);
    record(world, row, "chargeback");
    return { payment: row.id };
  },
  /** The customer takes it back. */
  cancelChargeback(fields, world) {
    const row = paymentOf(fields, world);
    const why = { origin: "bank", cause: "payment_confirmed" };
    const told = { row, to: "paid_out", action: "chargeback_cancelled", why };
    if (!move(world, "payments", told)) throw new Error(`${row.id} is ${row.status}`);
    record(world, row, "chargeback reversal");
    return { payment: row.id };
  },
};

const simulator: Simulator = {
  id: "gocardless",
  authenticate,
  routes: {
    "POST /customers": creating("customers", newCustomer),
    "GET /customers/:id": showing("customers"),
    "DELETE /customers/:id": acting("customers", (row, world) => {
      rows(world, "customers").delete(row.id);
      return undefined;
    }),
    "POST /customer_bank_accounts": creating("customer_bank_accounts", newAccount, remember),
    "GET /customer_bank_accounts/:id": showing("customer_bank_accounts"),
    "POST /customer_bank_accounts/:id/actions/disable": acting("customer_bank_accounts", (row) => {
      if (row["enabled"] === false) return inState("disable_failed", "Already disabled");
      row["enabled"] = false;
      return undefined;
    }),
    "POST /mandates": creating("mandates", newMandate, agree),
    "GET /mandates/:id": showing("mandates"),
    "POST /mandates/:id/actions/cancel": acting("mandates", (row, world, metadata) => {
      const why = api("mandate_cancelled");
      if (!move(world, "mandates", { row, to: "cancelled", why, metadata }))
        return inState("cancellation_failed", "Mandate is not in a cancellable state");
      for (const payment of rows(world, "payments").values())
        if (payment.links["mandate"] === row.id) cancel(payment, world, why);
      return undefined;
    }),
    "POST /payments": creating("payments", newPayment, begin),
    "GET /payments": ({ query }, world) =>
      listed(
        "payments",
        [...rows(world, "payments").values()].filter((row) => isWithin(row, query)),
        query,
      ),
    "GET /payments/:id": showing("payments"),
    "POST /payments/:id/actions/cancel": acting("payments", (row, world, metadata) =>
      cancel(row, world, api("payment_cancelled"), metadata)
        ? undefined
        : inState("cancellation_failed", "Payment is not in a cancellable state"),
    ),
    "POST /refunds": creating("refunds", newRefund, giveBack),
    "GET /refunds": ({ query }, world) => {
      const own = [...rows(world, "refunds").values()];
      const wanted = query["payment"];
      return listed(
        "refunds",
        own.filter(({ links }) => !wanted || links["payment"] === wanted),
        query,
      );
    },
    "GET /refunds/:id": showing("refunds"),
    "GET /events": ({ query }, world) =>
      listed(
        "events",
        [...world.table<Told>("events").values()].filter((told) => matches(told, query)),
        query,
      ),
    "POST /billing_requests": creating("billing_requests", () => ({ status: "pending" })),
    "GET /billing_requests/:id": showing("billing_requests"),
    "POST /billing_requests/:id/actions/cancel": acting("billing_requests", (row, world) => {
      if (row.status !== "pending")
        return inState("cancellation_failed", "Billing request is not in a cancellable state");
      row.status = "cancelled";
      const why = api("billing_request_cancelled");
      tell(world, "billing_requests", { row, action: "cancelled", why });
      return undefined;
    }),
    "POST /billing_request_flows": creating(
      "billing_request_flows",
      (_, world) => ({
        expires_at: new Date(world.now().getTime() + 7 * DAY * 1000).toISOString(),
      }),
      (row, world) => {
        row["authorisation_url"] = `${world.origin}/flow?id=${row.id}`;
      },
    ),
    "GET /flow": flowPage,
    "POST /flow": flowPage,
  },

  /** https://developer.gocardless.com/api-reference/#webhooks-overview */
  deliver({ content }, secret) {
    const body = toJson({ events: [content] });
    return {
      headers: {
        "content-type": "application/json",
        "webhook-signature": hmacSha256(secret, body, "hex"),
      },
      body,
    };
  },

  commands,

  misstate(answer) {
    for (const resource of ["payments", "refunds"]) {
      const amount = wholeAt(answer.body, `${resource}.amount`);
      if (amount === undefined) continue;
      const told = Object.assign({}, Reflect.get(Object(answer.body), resource));
      return { ...answer, body: { [resource]: { ...told, amount: amount + 100n } } };
    }
    return answer;
  },

  samples,
};
export default simulator;

/** https://developer.gocardless.com/api-reference/#making-requests-authentication */
function authenticate({ path, headers }: SimulatedRequest): SimulatedAnswer | undefined {
  if (path === "/flow") return undefined;
  if (headers["authorization"] !== `Bearer ${account.accessToken}`)
    return refuse("invalid_api_usage", 401, {
      reason: "access_token_not_found",
      message: "The access token you've used is not a valid sandbox API access token",
    });
  if (!headers["gocardless-version"])
    return refuse("invalid_api_usage", 400, {
      reason: "missing_version_header",
      message: "Version header required",
    });
  return undefined;
}
