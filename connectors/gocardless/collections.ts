/** What every collection of GoCardless's has: rows that are looked up, made once, and acted on. */
import { FailureCode } from "#contract";
import {
  type Context,
  call,
  decode,
  failure,
  type HttpResponse,
  type Idempotency,
  json,
  path,
  Refused,
  type Script,
  type Step,
  v,
} from "#kit";
import type { Credentials } from "./account.ts";
import { existingIn, REFERENCE } from "./answers.ts";

/** A creation is recognised again, and nothing is made twice; how long, is not told. */
export const keyed: Idempotency = {
  carrier: "header",
  name: "Idempotency-Key",
  format: "uuid",
  source: "https://developer.gocardless.com/api-reference/#making-requests-idempotency-keys",
};
/** An action is guarded by the state of what it acts on. */
export const unkeyed: Idempotency = { ...keyed, carrier: "none" };

export type Asked<Input, Output> = Step<Input, Output, Credentials>;
/** What a creation came to; without `result` it had been made before, under the same key. */
export interface Made<Result> {
  readonly id: string;
  readonly result?: Result;
  /** Of what was there before: whether an earlier call under the same key made it. */
  readonly byKey?: boolean;
}

/** A collection of GoCardless's: what an answer carries under its name, and what that is to us. */
interface Kind<Row, Result> {
  readonly collection: string;
  readonly row: (response: HttpResponse) => Row;
  readonly read: (row: Row) => Result;
  readonly example: Result;
}
export const kind = <const Shape extends v.GenericSchema, Result>(
  collection: string,
  shape: Shape,
  read: (row: v.InferOutput<Shape>) => Result,
  example: Result,
): Kind<v.InferOutput<Shape>, Result> => {
  const answered = v.pipe(
    v.record(v.string(), v.unknown()),
    v.transform((body) => body[collection]),
    shape,
  );
  return { collection, read, example, row: ({ text }) => decode(answered, text) };
};
export const one = (collection: string, id: string) => path`/${collection}/${id}`;

export const looking = <Row, Result>(
  name: string,
  { collection, row, read, example }: Kind<Row, Result>,
): Asked<string, Result> => ({
  name,
  example,
  method: "GET",
  path: (id) => one(collection, id),
  read: (response) => read(row(response)),
});

export const creating = <Input, Row extends { readonly id: string }, Result>(
  { collection, row, read, example }: Kind<Row, Result>,
  step: Pick<Asked<Input, unknown>, "name" | "harmless"> & {
    readonly body: (input: Input, context: Context<Credentials>) => unknown;
  },
): Asked<Input, Made<Result>> => ({
  ...step,
  example: { id: "ID123", result: example },
  method: "POST",
  path: `/${collection}`,
  // The conflict names what the first call made: an answer as good as the first one's.
  // A server's error proves nothing, whatever it says.
  statuses: (response) => (response.status < 500 && existingIn(response) ? "answer" : undefined),
  body: (input, context) => json({ [collection]: step.body(input, context) }),
  read: (response) => {
    const existing = existingIn(response);
    if (existing) return existing;
    const made = row(response);
    return { id: made.id, result: read(made) };
  },
});

export interface Acted {
  readonly id: string;
  /** Of the call, for the event that it causes. */
  readonly reference?: string | undefined;
}
export const acting = <Row, Result>(
  name: string,
  { collection, row, read }: Kind<Row, Result>,
  action: string,
  example: Result,
): Asked<Acted, Result> => ({
  name,
  example,
  method: "POST",
  path: ({ id }) => `${one(collection, id)}/actions/${action}`,
  idempotency: unkeyed,
  body: ({ reference }) =>
    reference ? json({ data: { metadata: { [REFERENCE]: reference } } }) : undefined,
  read: (response) => read(row(response)),
});

/**
 * What a creation made, now or before. Where the key made something else before, nobody can say what became of this
 * call: the first one is what counts.
 */
export function* make<Input, Result>(
  create: Asked<Input, Made<Result>>,
  input: Input,
  look: Asked<string, Result>,
  isSame: (earlier: Result) => boolean,
): Script<Result, Credentials> {
  const { id, result, byKey } = yield* call(create, input);
  if (result !== undefined) return result;
  const earlier = yield* call(look, id);
  if (isSame(earlier)) return earlier;
  throw new Refused(
    failure(byKey ? FailureCode.IDEMPOTENCY_CONFLICT : FailureCode.INVALID_REQUEST, {
      message: `${create.name}: ${id} was made before, of other data`,
    }),
  );
}
