/** How GoCardless answers, refuses, lists and tells: the forms that every route of the simulator shares. */
import { answerWith, at, type Handler, type SimulatedAnswer, type World } from "#simulate";

export type Resource =
  | "customers"
  | "customer_bank_accounts"
  | "mandates"
  | "payments"
  | "refunds"
  | "billing_requests"
  | "billing_request_flows";
export type Texts = Readonly<Record<string, string>>;
/** A resource as it is answered. */
export interface Row extends Record<string, unknown> {
  readonly id: string;
  links: Texts;
  readonly metadata: Texts;
  status: string;
}
export const rows = (world: World, resource: Resource): Map<string, Row> =>
  world.table<Row>(resource);
export const textsAt = (body: unknown, path: string): Texts =>
  Object.fromEntries(
    Object.entries(Object(at(body, path) ?? {})).map(([name, value]) => [name, String(value)]),
  );

/** https://developer.gocardless.com/api-reference/#errors-error-types */
export const refuse = (
  type: string,
  code: number,
  error: { readonly message: string; readonly [more: string]: unknown },
): SimulatedAnswer =>
  answerWith(
    {
      error: {
        message: error.message,
        documentation_url: `https://developer.gocardless.com/api-reference#${error["reason"] ?? type}`,
        type,
        request_id: "9aac0445-fd1e-4dc2-8854-a5a6afbaaeae",
        code,
        errors: [error],
      },
    },
    code,
  );
export const invalid = (field: string, message: string): SimulatedAnswer =>
  refuse("validation_failed", 422, { field, message, request_pointer: `/${field}` });
export const inState = (reason: string, message: string): SimulatedAnswer =>
  refuse("invalid_state", 422, { reason, message });
export const notFound = (): SimulatedAnswer =>
  refuse("invalid_api_usage", 404, { reason: "resource_not_found", message: "Resource not found" });

type Made = Readonly<Record<string, unknown>> | SimulatedAnswer;
const isAnswer = (made: Made): made is SimulatedAnswer => "body" in made;

/** A key makes one resource; later uses of it are told which: https://developer.gocardless.com/api-reference/#making-requests-idempotency-keys */
export const creating =
  (
    resource: Resource,
    make: (fields: unknown, world: World) => Made,
    begun: (row: Row, world: World) => void = () => {},
  ): Handler =>
  ({ body, headers }, world) => {
    const keys = world.table<string>(`keys of ${resource}`);
    const key = headers["idempotency-key"] ?? "";
    const earlier = keys.get(key);
    if (earlier !== undefined)
      return refuse("invalid_state", 409, {
        reason: "idempotent_creation_conflict",
        message: "A resource has already been created with this idempotency key",
        links: { conflicting_resource_id: earlier },
      });
    const fields = at(body, resource);
    if (typeof fields !== "object" || fields === null)
      return refuse("invalid_api_usage", 400, {
        reason: "invalid_document_structure",
        message: "Root element must be an object.",
      });
    const keysOfMetadata = Object.keys(textsAt(fields, "metadata"));
    if (keysOfMetadata.length > 3) return invalid("metadata", "has more than 3 keys");
    const made = make(fields, world);
    if (isAnswer(made)) return made;
    const row = keep(world, resource, { ...fields, ...made });
    if (key) keys.set(key, row.id);
    begun(row, world);
    return answerWith({ [resource]: wire(row) }, 201);
  };

const prefixes: Readonly<Record<Resource, string>> = {
  customers: "CU",
  customer_bank_accounts: "BA",
  mandates: "MD",
  payments: "PM",
  refunds: "RF",
  billing_requests: "BRQ",
  billing_request_flows: "BRF",
};
export function keep(world: World, resource: Resource, fields: object): Row {
  const row: Row = {
    id: world.nextId(prefixes[resource], 12),
    created_at: world.now().toISOString(),
    status: resource === "payments" || resource === "mandates" ? "pending_submission" : "",
    ...fields,
    metadata: textsAt(fields, "metadata"),
    links: textsAt(fields, "links"),
  };
  rows(world, resource).set(row.id, row);
  return row;
}

/** Customers and accounts have no status. */
const wire = ({ status, ...row }: Row) => (status === "" ? row : { ...row, status });

export const showing =
  (resource: Resource): Handler =>
  ({ params }, world) => {
    const row = rows(world, resource).get(params["id"] ?? "");
    return row ? answerWith({ [resource]: wire(row) }) : notFound();
  };

export const acting =
  (
    resource: Resource,
    act: (row: Row, world: World, metadata: Texts) => SimulatedAnswer | undefined,
  ): Handler =>
  ({ params, body }, world) => {
    const row = rows(world, resource).get(params["id"] ?? "");
    if (!row) return notFound();
    const refusal = act(row, world, textsAt(body, "data.metadata"));
    return refusal ?? answerWith({ [resource]: wire(row) });
  };

/** Newest first, a page from a cursor on: https://developer.gocardless.com/api-reference/#api-usage-cursor-pagination */
export function listed(
  name: string,
  all: Iterable<{ readonly id: string }>,
  query: Texts,
): SimulatedAnswer {
  const most = Number(query["limit"] ?? 50);
  const newest = [...all].toReversed();
  const start = newest.findIndex(({ id }) => id === query["after"]) + 1;
  const shown = newest.slice(start, start + most);
  const after = start + most < newest.length ? (shown.at(-1)?.id ?? null) : null;
  return answerWith({ [name]: shown, meta: { cursors: { before: null, after }, limit: most } });
}

export interface Why {
  readonly origin: string;
  readonly cause: string;
  readonly scheme?: string;
  readonly reason_code?: string;
  readonly will_attempt_retry?: boolean;
}
export interface Told {
  readonly id: string;
  readonly resource_type: Resource;
  readonly action: string;
  readonly links: Texts;
}
const linkNames: Texts = { payments: "payment", mandates: "mandate", refunds: "refund" };

/** An event carries links and the resource's metadata, not the resource. */
export function tell(
  world: World,
  resource: Resource,
  { row, action, why, metadata = {} }: { row: Row; action: string; why: Why; metadata?: Texts },
): void {
  const own = linkNames[resource];
  const content = {
    id: world.nextId("EV", 12),
    created_at: world.now().toISOString(),
    resource_type: resource,
    action,
    links: own ? { [own]: row.id } : { ...row.links, billing_request: row.id },
    details: { ...why, description: why.cause.replaceAll("_", " ") },
    metadata,
    resource_metadata: row.metadata,
  };
  world.table<Told>("events").set(content.id, content);
  world.emit({ type: `${resource}.${action}`, id: content.id, content });
}
