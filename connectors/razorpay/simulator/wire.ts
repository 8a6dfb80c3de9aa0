/** How Razorpay says no, and how it lists: the forms that every route of the simulator shares. */
import { answerWith, type SimulatedAnswer, type World } from "#simulate";

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

/** Razorpay's errors of the account and not of a payment carry "NA" for the where and the why. */
export const refuseAccess = (description: string, status: number): SimulatedAnswer =>
  refuse({ description, source: "NA", step: "NA", reason: "NA" }, status);

export const unknownId = (): SimulatedAnswer =>
  refuse({ description: "The id provided does not exist" });

export const missing = (field: string): SimulatedAnswer =>
  refuse({ description: `The ${field.replace(/[._]/g, " ")} field is required.`, field });

/** https://razorpay.com/docs/api/pagination */
export const collection = (
  items: readonly unknown[],
  query: Readonly<Record<string, string>>,
): SimulatedAnswer => {
  const skip = Number(query["skip"] ?? 0);
  const page = items.slice(skip, skip + Math.min(Number(query["count"] ?? 10), 100));
  return answerWith({ entity: "collection", count: page.length, items: page });
};

export const unixTime = (world: World): number => Math.floor(world.now().getTime() / 1000);

/** The row of an id, or undefined: Razorpay's ids are unique across a table. */
export const find = <Row>(world: World, table: string, id: string | undefined): Row | undefined =>
  id === undefined ? undefined : world.table<Row>(table).get(id);
