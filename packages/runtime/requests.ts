/** From an exchange and its input to the exact request. Pure, given what is impure as data. */
import {
  type AnyConnector,
  type Context,
  type Exchange,
  type HttpRequest,
  randomFrom,
  type Session,
} from "#kit";
import { shapedKey } from "./keys.ts";
import type { Run } from "./run.ts";

// biome-ignore lint/suspicious/noExplicitAny: the interpreter's seam, where every flow meets.
export type AnyExchange = Exchange<any, any, any>;

export function contextFor(
  run: Run,
  exchange: AnyExchange | undefined,
  label: string,
  session?: Session,
): Context<Run["credentials"]> {
  const idempotency = exchange?.idempotency ?? run.connector.idempotency;
  // Few exchanges want randomness, and a seed costs a system call.
  let seeded: ReturnType<typeof randomFrom> | undefined;
  return {
    credentials: run.credentials,
    hosts: run.hosts,
    idempotencyKey:
      idempotency.carrier === "reference" ? run.reference : shapedKey(idempotency, run.key, label),
    now: run.clock(),
    random: (label, length) => {
      seeded ??= randomFrom(run.seed());
      return seeded(label, length);
    },
    state: run.state,
    options: run.options,
    ...(run.subAccount !== undefined && { subAccount: run.subAccount }),
    ...(session && { session }),
  };
}

/** The exact request that an exchange stands for. Pure: previews, docs and fixtures call it too. */
export function toRequest(
  connector: AnyConnector,
  exchange: AnyExchange,
  input: unknown,
  context: Context<Run["credentials"]>,
): HttpRequest {
  const path = typeof exchange.path === "string" ? exchange.path : exchange.path(input, context);
  const base = context.hosts[exchange.host ?? "api"];
  if (base === undefined) throw new Error(`${connector.id} declares no host ${exchange.host}`);
  // Behind a host's name, anything but this makes another host of it.
  if (!path.startsWith("/")) throw new Error(`${connector.id}: a path begins with /`);
  const body = exchange.body?.(input, context);
  const { carrier, name } = exchange.idempotency ?? connector.idempotency;
  const keyed = carrier === "header" && name !== undefined && exchange.method !== "GET";
  const request: HttpRequest = {
    method: exchange.method,
    url: base + path,
    headers: {
      ...(body && { "Content-Type": body.type }),
      ...exchange.headers?.(input, context),
      ...(keyed && { [name]: context.idempotencyKey }),
    },
    ...(body && { body }),
  };
  if (exchange.authenticate === "none") return request;
  return (exchange.authenticate ?? connector.authenticate)(request, context);
}
