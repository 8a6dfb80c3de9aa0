/** Mandates: what a customer agreed to, made when an intent with `mandate_data` is confirmed. */
import { at, type Handler, textAt } from "#simulate";
import type { MethodRow } from "./vault.ts";
import {
  type Caller,
  find,
  keep,
  type Row,
  route,
  tell,
  unixTime,
  unknown,
  type Wire,
} from "./wire.ts";

/** https://docs.stripe.com/api/mandates/object */
export type Mandate = Wire & {
  readonly [member: string]: unknown;
  status: "active" | "inactive" | "pending";
};

export function newMandate(
  caller: Caller,
  { wire: method, scenario }: MethodRow,
  data: unknown,
  single: { readonly amount: bigint; readonly currency: string } | undefined,
): string {
  const { world } = caller;
  const acceptance = at(data, "customer_acceptance");
  const type = textAt(acceptance, "type") ?? "online";
  const online = {
    ip_address: textAt(acceptance, "online.ip_address") ?? null,
    user_agent: textAt(acceptance, "online.user_agent") ?? null,
  };
  const wire: Mandate = {
    id: world.nextId("mandate_1", 23),
    object: "mandate",
    customer_acceptance: {
      accepted_at: Number(textAt(acceptance, "accepted_at") ?? unixTime(world)),
      ...(type === "online" ? { online } : { offline: {} }),
      type,
    },
    livemode: false,
    payment_method: method.id,
    payment_method_details: { type: method.type, [method.type]: details(caller, method.type) },
    ...(single ? { single_use: single } : { multi_use: {} }),
    status: scenario === "mandateRefused" ? "inactive" : "active",
    type: single ? "single_use" : "multi_use",
  };
  return keep(caller, "mandates", { account: caller.account, wire }).wire.id;
}

function details({ world }: Caller, type: string): object {
  const url = `${world.origin}/mandates`;
  const reference = world.nextId("", 16);
  if (type === "sepa_debit") return { reference, url };
  if (type === "au_becs_debit") return { url };
  if (type === "acss_debit")
    return {
      interval_description: null,
      payment_schedule: "sporadic",
      transaction_type: "personal",
    };
  if (type !== "bacs_debit") return {};
  return {
    display_name: null,
    network_status: "accepted",
    reference,
    revocation_reason: null,
    service_user_number: null,
    url,
  };
}

export function revokeMandate(caller: Caller, id: string | null): void {
  const row = find<Row<Mandate>>(caller, "mandates", id ?? undefined);
  if (!row || row.wire.status === "inactive") return;
  row.wire.status = "inactive";
  tell(caller, "mandate.updated", row.wire, { status: "active" });
}

export const mandateRoutes = {
  "GET /v1/mandates/:id": route("expand", (call) => {
    const row = find<Row<Mandate>>(call, "mandates", call.params["id"]);
    if (row) return row.wire;
    throw unknown("mandate", call.params["id"], "mandate");
  }),
} satisfies Record<string, Handler>;
