/** What every route of the simulator shares: whose call it is, Stripe's errors, its objects, lists and events. */
import {
  answerWith,
  at,
  type Handler,
  type SimulatedAnswer,
  type SimulatedRequest,
  textAt,
  type World,
} from "#simulate";

/** The version that the official SDK pins (`stripe` 23.1.0): its shapes are the ones spoken here. */
export const apiVersion = "2026-10-28.endive";

/** Whose objects are meant, and the request that an event is said to come from. */
export interface Caller {
  readonly world: World;
  /** The connected account of `Stripe-Account`; empty for the account of the key itself. */
  readonly account: string;
  readonly request: { readonly id: string | null; readonly idempotency_key: string | null };
}
export interface Call extends Caller {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
  readonly body: unknown;
}

/** When time passes or a bank decides, no request is behind it. */
export const unprompted = ({ world, account }: Caller): Caller => ({
  world,
  account,
  request: { id: null, idempotency_key: null },
});

/** https://docs.stripe.com/api/errors */
export interface StripeError {
  readonly type?: "api_error" | "card_error" | "idempotency_error" | "invalid_request_error";
  readonly code?: string | undefined;
  readonly decline_code?: string | undefined;
  readonly message: string;
  readonly param?: string | undefined;
  readonly [member: string]: unknown;
}

/** Thrown where the processor says no; the route answers with it. */
export class Refusal extends Error {
  readonly status: number;
  readonly error: StripeError;
  constructor(error: StripeError, status = 400) {
    super(error.message);
    this.status = status;
    this.error = error;
  }
}

export const refusal = (error: StripeError, status = 400): SimulatedAnswer =>
  answerWith(
    {
      error: {
        type: "invalid_request_error",
        ...error,
        ...(error.code && { doc_url: documentation(error.code) }),
      },
    },
    status,
  );

export const documentation = (code: string): string =>
  `https://stripe.com/docs/error-codes/${code.replaceAll("_", "-")}`;

export const missing = (param: string): Refusal =>
  new Refusal({
    code: "parameter_missing",
    message: `Missing required param: ${param}.`,
    param,
  });

export const invalid = (param: string, message: string, code?: string): Refusal =>
  new Refusal({ message, param, ...(code && { code }) });

/** Stripe names the object in the path by `id` or, for intents, `intent`. */
export const unknown = (noun: string, id: string | undefined, param = "id"): Refusal =>
  new Refusal(
    { code: "resource_missing", message: `No such ${noun}: '${id}'`, param },
    param === "id" || param === "intent" ? 404 : 400,
  );

/** Parameters by the place they stand at, "" for the outermost; a place that is not named is not checked. */
export type Parameters = Readonly<Record<string, string>>;

/** A route: refuses parameters that it does not know, and answers with what `act` returns or throws. */
export function route(known: Parameters | string, act: (call: Call) => unknown): Handler {
  const places = typeof known === "string" ? { "": known } : known;
  return (request, world) => {
    const id = world.nextId("req_", 14);
    const headers = { "request-id": id, "stripe-version": versionOf(request) };
    try {
      const call = callOf(request, world, id);
      checkVersion(headers["stripe-version"]);
      checkParameters(call.body, places, headers["stripe-version"]);
      checkQuery(call.query, places[""] ?? "");
      const shown = expanded(call, act(call), expansions(call));
      return answerWith(shown, 200, headers);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const log = `https://dashboard.stripe.com/test/logs/${id}`;
      const answer = refusal({ ...error.error, request_log_url: log }, error.status);
      return { ...answer, headers };
    }
  };
}

const callOf = (request: SimulatedRequest, world: World, id: string): Call => ({
  world,
  account: request.headers["stripe-account"] ?? "",
  request: { id, idempotency_key: request.headers["idempotency-key"] ?? null },
  params: request.params,
  query: request.query,
  headers: request.headers,
  bytes: request.bytes,
  body: request.body,
});

const versionOf = ({ headers }: SimulatedRequest) => headers["stripe-version"] ?? apiVersion;
function checkVersion(version: string) {
  if (!/^\d{4}-\d\d-\d\d(\.\w+)?(;.*)?$/.test(version))
    throw new Refusal({ message: `Invalid Stripe API version: ${version}` });
}

/** `payment_method_types` is gone since 2026-09-30 (CHANGELOG of the official SDK, 23.0.0). */
function checkParameters(body: unknown, places: Parameters, version: string) {
  for (const [place, names] of Object.entries(places)) {
    const record = place === "" ? body : at(body, place);
    if (typeof record !== "object" || record === null) continue;
    const known = names.split(" ");
    for (const name of Object.keys(record)) {
      const gone = name === "payment_method_types" && version >= "2026-09-30";
      if (known.includes(name) && !gone) continue;
      const [first, ...rest] = [...(place === "" ? [] : place.split(".")), name];
      const param = [first, ...rest.map((key) => `[${key}]`)].join("");
      throw new Refusal({
        code: "parameter_unknown",
        message: `Received unknown parameter: ${param}`,
        param,
      });
    }
  }
}
function checkQuery(query: Readonly<Record<string, string>>, names: string) {
  const known = names.split(" ");
  for (const name of Object.keys(query))
    if (!known.includes(name.replace(/\[.*/, "")))
      throw new Refusal({
        code: "parameter_unknown",
        message: `Received unknown parameter: ${name}`,
        param: name,
      });
}

/** An object as it travels, with an id and the name of what it is. */
export type Wire = {
  readonly id: string;
  readonly object: string;
  readonly [member: string]: unknown;
};
/** An object, whose it is, and what the simulator knows about it beyond what is shown. */
export interface Row<Shown extends Wire = Wire> {
  readonly account: string;
  readonly wire: Shown;
}

/** Tables by the prefix of their ids, for expansion. */
const tables: Readonly<Record<string, string>> = {
  pi: "payment_intents",
  ch: "charges",
  py: "charges",
  pm: "payment_methods",
  cus: "customers",
  seti: "setup_intents",
  mandate: "mandates",
  re: "refunds",
  pyr: "refunds",
  dp: "disputes",
  file: "files",
};

export function keep<Kept extends Row>({ world }: Caller, table: string, row: Kept): Kept {
  world.table<Kept>(table).set(row.wire.id, row);
  return row;
}
export function find<Kept extends Row>(
  { world, account }: Caller,
  table: string,
  id: string | undefined,
): Kept | undefined {
  const row = id === undefined ? undefined : world.table<Kept>(table).get(id);
  return row?.account === account ? row : undefined;
}
/** Newest first, as Stripe lists. */
export const all = <Kept extends Row>({ world, account }: Caller, table: string): readonly Kept[] =>
  [...world.table<Kept>(table).values()].filter((row) => row.account === account).reverse();

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const expansions = ({ body, query }: Call): readonly string[] => [
  ...Object.values(recordAt(body, "expand")),
  ...Object.entries(query).flatMap(([name, path]) => (/^expand\[/.test(name) ? [path] : [])),
];

/** https://docs.stripe.com/expand */
function expanded(caller: Caller, shown: unknown, paths: readonly string[]): unknown {
  return paths.reduce((value, path) => expandedAt(caller, value, path.split("."), path), shown);
}
function expandedAt(
  caller: Caller,
  value: unknown,
  [name, ...rest]: readonly string[],
  path: string,
): unknown {
  if (name === undefined || value === null) return value;
  if (Array.isArray(value))
    return value.map((item) => expandedAt(caller, item, [name, ...rest], path));
  if (!isRecord(value)) throw invalid("expand", `This property cannot be expanded (${path}).`);
  const member = Object.hasOwn(value, name) ? value[name] : included(caller, value, name, path);
  const table = typeof member === "string" ? tables[member.split("_")[0] ?? ""] : undefined;
  const found = typeof member === "string" && table ? find(caller, table, member)?.wire : member;
  return { ...value, [name]: expandedAt(caller, found ?? member, rest, path) };
}

/** A charge shows its refunds only where it is asked to. https://docs.stripe.com/api/charges/object#charge_object-refunds */
function included(caller: Caller, value: object, name: string, path: string): unknown {
  const id = textAt(value, "id");
  if (name !== "refunds" || at(value, "object") !== "charge")
    throw invalid("expand", `This property cannot be expanded (${path}).`);
  const data = all(caller, "refunds").flatMap(({ wire }) => (wire["charge"] === id ? [wire] : []));
  return { object: "list", data, has_more: false, url: `/v1/charges/${id}/refunds` };
}

export const unixTime = (world: World): number => Math.floor(world.now().getTime() / 1000);

/** A record of texts, such as `metadata`, at a path; empty where there is none. */
export const recordAt = (body: unknown, path: string): Readonly<Record<string, string>> => {
  const record = at(body, path);
  if (typeof record !== "object" || record === null) return {};
  return Object.fromEntries(
    Object.entries(record).filter(
      (entry): entry is [string, string] => typeof entry[1] === "string",
    ),
  );
};

/** New values by their keys; an empty one takes its key away. https://docs.stripe.com/api/metadata */
export const mergedMetadata = (
  kept: Readonly<Record<string, string>>,
  body: unknown,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries({ ...kept, ...recordAt(body, "metadata") }).filter(([, value]) => value !== ""),
  );

/** Members that Stripe shows and that nothing here fills. */
export const nulls = (names: string): Record<string, null> =>
  Object.fromEntries(names.split(" ").map((name) => [name, null]));

/** What a record has at these names, null where it has nothing. */
export const fields = (body: unknown, names: string): Record<string, string | null> =>
  Object.fromEntries(names.split(" ").map((name) => [name, textAt(body, name) ?? null]));

/** https://docs.stripe.com/api/pagination */
export function list(call: Call, url: string, rows: readonly Row[]): unknown {
  const { query } = call;
  const limit = limitOf(query);
  const created = rows.filter(({ wire }) => isCreated(wire, query));
  const place = (name: string) => {
    const id = query[name];
    if (id === undefined) return undefined;
    const index = created.findIndex(({ wire }) => wire.id === id);
    if (index < 0) throw unknown("object", id, name);
    return index;
  };
  const before = place("ending_before");
  const start =
    before === undefined ? (place("starting_after") ?? -1) + 1 : Math.max(before - limit, 0);
  const page = created.slice(start, before ?? start + limit).slice(0, limit);
  const more = before === undefined ? start + limit < created.length : before > limit;
  return { object: "list", data: page.map(({ wire }) => wire), has_more: more, url };
}

export function limitOf(query: Readonly<Record<string, string>>): number {
  const limit = Number(query["limit"] ?? 10);
  if (Number.isInteger(limit) && limit >= 1 && limit <= 100) return limit;
  throw invalid("limit", `Invalid integer: ${query["limit"]}`, "parameter_invalid_integer");
}

function isCreated(wire: object, query: Readonly<Record<string, string>>): boolean {
  const created = Number(at(wire, "created"));
  const bound = (name: string) => (query[name] === undefined ? undefined : Number(query[name]));
  return (
    created === (bound("created") ?? created) &&
    created > (bound("created[gt]") ?? -1) &&
    created >= (bound("created[gte]") ?? 0) &&
    created < (bound("created[lt]") ?? Infinity) &&
    created <= (bound("created[lte]") ?? Infinity)
  );
}

/** Keeps and emits an event with the object as it stands now. https://docs.stripe.com/api/events/object */
export function tell(caller: Caller, type: string, object: Wire, previous?: object): void {
  const { world, account, request } = caller;
  const wire = {
    id: world.nextId("evt_1", 23),
    object: "event",
    api_version: apiVersion,
    created: unixTime(world),
    data: { object: { ...object }, ...(previous && { previous_attributes: previous }) },
    livemode: false,
    pending_webhooks: 1,
    request,
    type,
    ...(account && { account }),
  };
  keep(caller, "events", { account, wire });
  world.emit({ type, id: wire.id, content: wire });
}
