/** From a processor's text to the shape that a connector reads. Shapes list only what is used, and are lenient beyond it. */
import * as v from "valibot";
import { FailureCode } from "#contract";
import { Unresolved } from "./failures.ts";
import { type HttpResponse, parseJson } from "./http.ts";
import { firstIssue, misfit, readerOf } from "./readers.ts";
import { parseXml } from "./xml.ts";

export { v };

/** `read: answer(PaymentIntent, toPayment)`: decodes the JSON into the shape, then maps it. Throws `Unresolved`. */
export function answer<const Shape extends v.GenericSchema, Input, Context, Output>(
  shape: Shape,
  map: (
    answer: v.InferOutput<Shape>,
    input: Input,
    context: Context,
    response: HttpResponse,
  ) => Output,
): (response: HttpResponse, input: Input, context: Context) => Output {
  return (response, input, context) => map(decode(shape, response.text), input, context, response);
}

/** The same for XML. */
export function xmlAnswer<const Shape extends v.GenericSchema, Input, Context, Output>(
  shape: Shape,
  map: (
    answer: v.InferOutput<Shape>,
    input: Input,
    context: Context,
    response: HttpResponse,
  ) => Output,
): (response: HttpResponse, input: Input, context: Context) => Output {
  return (response, input, context) =>
    map(conform(shape, parseXml(response.text)), input, context, response);
}

/** Reads JSON text into a shape. Throws `Unresolved` where it does not fit. */
export const decode = <const Shape extends v.GenericSchema>(
  shape: Shape,
  text: string,
): v.InferOutput<Shape> => conform(shape, parseJson(text));

/** The same, undefined where the text does not fit: for error bodies, which may be anything. */
export function decodeIf<const Shape extends v.GenericSchema>(
  shape: Shape,
  text: string,
): v.InferOutput<Shape> | undefined {
  const read = readerOf(shape)(parseJson(text));
  return read === misfit ? undefined : read;
}

/** A value that was parsed already. */
export function conform<const Shape extends v.GenericSchema>(
  shape: Shape,
  value: unknown,
): v.InferOutput<Shape> {
  const read = readerOf(shape)(value);
  if (read !== misfit) return read;
  const parsed = v.safeParse(shape, value, firstIssue);
  if (parsed.success) return parsed.output;
  const issue = parsed.issues[0];
  // The path and what was expected, never what stood there.
  throw new Unresolved(
    `unexpected answer at ${v.getDotPath(issue) ?? "its root"}: expected ${issue.expected ?? issue.type}`,
    { code: FailureCode.UNREADABLE_ANSWER },
  );
}

/** An integer of any size, written as a number or as digits. */
export const whole = v.pipe(
  // The most usual first: each that does not fit costs more than the one that does.
  v.union([
    v.pipe(v.number(), v.safeInteger()),
    v.pipe(v.string(), v.regex(/^-?\d+$/)),
    v.bigint(),
  ]),
  v.transform((value) => BigInt(value)),
);
/** Text, or a number or boolean as its text. */
export const textual = v.pipe(
  v.union([v.string(), v.number(), v.bigint(), v.boolean()]),
  v.transform(String),
);

/**
 * What only describes, and may be absent, null or of another form than was published: it is then undefined or null, and
 * the answer stays readable. Not for what an outcome hangs on.
 */
export const said = <const Shape extends v.GenericSchema>(shape: Shape) =>
  v.fallback(v.nullish(shape), undefined);
/** A text that only describes, numbers as their text: undefined where it is absent, null, empty or of another form. */
export const word = v.optional(
  v.union([
    v.pipe(
      textual,
      v.transform((given) => given || undefined),
    ),
    v.pipe(
      v.unknown(),
      v.transform(() => undefined),
    ),
  ]),
);
