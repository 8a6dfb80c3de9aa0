/** How Razorpay says no, lists, and tells: the forms that every route of the simulator shares. */
import { answerWith, type SimulatedAnswer, textAt, type World } from "#simulate";

export interface Refusal {
  readonly description: string;
  readonly code?: "BAD_REQUEST_ERROR" | "GATEWAY_ERROR" | "SERVER_ERROR";
  readonly reason?: string;
  readonly field?: string;
  readonly source?: string;
  readonly step?: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** The error body of https://razorpay.com/docs/errors; a wrong request is refused with 400. */
export const refuse = (refusal: Refusal, status = 400): SimulatedAnswer =>
  answerWith({ error: errorBody(refusal) }, status);

export const errorBody = (refusal: Refusal) => ({
  code: refusal.code ?? "BAD_REQUEST_ERROR",
  description: refusal.description,
  source: refusal.source ?? "business",
  step: refusal.step ?? "payment_initiation",
  reason: refusal.reason ?? "input_validation_failed",
  metadata: refusal.metadata ?? {},
  ...(refusal.field === undefined ? {} : { field: refusal.field }),
});

/** Errors of the account and of keys, not of a payment, carry "NA" for the where and the why. */
export const refuseAccess = (description: string, status = 400): SimulatedAnswer =>
  refuse({ description, source: "NA", step: "NA", reason: "NA" }, status);

export const unknownId = (): SimulatedAnswer =>
  refuse({ description: "The id provided does not exist" });

/** The refusal of the first of these fields that is not there. */
export function missing(body: unknown, fields: readonly string[]): SimulatedAnswer | undefined {
  const field = fields.find((name) => !textAt(body, name));
  if (field === undefined) return undefined;
  return refuse({ description: `The ${field.replace(/[._]/g, " ")} field is required.`, field });
}

/** The refusal of fields that Razorpay does not know here: it never ignores one. */
export function extra(body: unknown, known: readonly string[]): SimulatedAnswer | undefined {
  if (typeof body !== "object" || body === null) return undefined;
  const unknown = Object.keys(body).filter((name) => !known.includes(name));
  if (unknown.length === 0) return undefined;
  return refuse({
    description: `${unknown.join(", ")} is/are not required and should not be sent`,
    reason: "extra_field_sent",
  });
}

/** `count`, `skip`, `from` and `to` of every list, and its refusals: https://razorpay.com/docs/api/payments/fetch-all-payments */
export function collection(
  items: readonly unknown[],
  query: Readonly<Record<string, string>>,
): SimulatedAnswer {
  const count = Number(query["count"] ?? 10);
  const skip = Number(query["skip"] ?? 0);
  if (!Number.isInteger(count))
    return refuse({ description: "The count must be an integer.", field: "count" });
  if (count > 100)
    return refuse({ description: "The count may not be greater than 100.", field: "count" });
  if (count < 1) return refuse({ description: "The count must be at least 1.", field: "count" });
  if (!Number.isInteger(skip) || skip < 0)
    return refuse({ description: "The skip must be at least 0.", field: "skip" });
  const page = items.filter((item) => isWithin(item, query)).slice(skip, skip + count);
  return answerWith({ entity: "collection", count: page.length, items: page });
}

function isWithin(item: unknown, { from, to }: Readonly<Record<string, string>>): boolean {
  const createdAt = Number(textAt(item, "created_at"));
  return createdAt >= Number(from ?? 0) && createdAt <= Number(to ?? Number.MAX_SAFE_INTEGER);
}

export const unixTime = (world: World): number => Math.floor(world.now().getTime() / 1000);

/** The row of an id, or undefined. */
export const find = <Row>(world: World, table: string, id: string | undefined): Row | undefined =>
  id === undefined ? undefined : world.table<Row>(table).get(id);

/** All rows, newest first, as Razorpay lists them. */
export const newest = <Row>(world: World, table: string): readonly Row[] =>
  [...world.table<Row>(table).values()].reverse();

/** Emits an event with the entities that it `contains`, as they stand now: https://razorpay.com/docs/webhooks/payments */
export function tell(world: World, type: string, about: Readonly<Record<string, unknown>>): void {
  const payload = Object.fromEntries(
    Object.entries(about).map(([name, entity]) => [name, { entity }]),
  );
  world.emit({
    type,
    id: world.nextId("", 14),
    content: { contains: Object.keys(about), payload },
  });
}
