/** How Square writes its answers, its refusals and its events. */
import { answerWith, type SimulatedAnswer, type World } from "#simulate";

export type Row = Record<string, unknown>;

/** https://developer.squareup.com/docs/build-basics/handling-errors */
export const error = (
  code: string,
  detail: string,
  category = "INVALID_REQUEST_ERROR",
  field?: string,
) => ({
  category,
  code,
  detail,
  ...(field && { field }),
});
export const refuse = (body: Row, status = 400, more: Row = {}): SimulatedAnswer =>
  answerWith({ errors: [body], ...more }, status);
export const missing = (field: string) =>
  refuse(error("MISSING_REQUIRED_PARAMETER", "Missing required parameter.", undefined, field));
export const unknown = (what: string, id: string | undefined) =>
  refuse(error("NOT_FOUND", `Could not find ${what} with id: ${id}`), 404);

export const now = (world: World) => world.now().toISOString();
export const money = (amount: bigint, currency: string) => ({ amount, currency });
export const rows = <Kind>(world: World, name: string) =>
  [...world.table<Kind>(name).values()].reverse();

/** The members of an object; none where it is something else. */
export const members = (value: unknown): Row =>
  typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};

export const tell = (world: World, type: string, kind: string, object: Row) =>
  world.emit({ type, content: { type: kind, id: object["id"], object: { [kind]: object } } });
