/** Whether what a client library did is what the vector says: every problem in a sentence. */
import { isDeepStrictEqual } from "node:util";
import { type DescMessage, toBinary } from "@bufbuild/protobuf";
import { ParseWebhookResponseSchema, type PaymentRecord, PaymentRecordSchema } from "#contract";
import { fromBytes, fromObject, methodOf, toObject } from "./rpcs.ts";
import type { Attempt } from "./scripted.ts";
import type { Expected, ExpectedError, Seen, Transport, Vector, VectorCall } from "./vector.ts";

/** What a library tells of a call. */
export interface Result {
  readonly answerBytes?: string;
  readonly answer?: object;
  readonly recordBytes?: string;
  readonly record?: object;
  readonly error?: {
    readonly kind?: string;
    readonly reason?: string | null;
    readonly violations?: readonly { readonly field: string; readonly problem: string }[];
    readonly retryAfterMs?: number | null;
    readonly call?: {
      readonly rpc?: string;
      readonly reference?: string | null;
      readonly idempotencyKey?: string | null;
    } | null;
  };
  readonly elapsedMs?: number;
}
export interface Told {
  readonly results?: readonly Result[];
  readonly printed?: Readonly<Record<string, string>>;
}
export interface Watched {
  readonly attempts: readonly Attempt[];
  readonly connections: number;
}

export function judge(
  vector: Vector,
  transport: Transport,
  told: Told,
  watched: Watched,
): readonly string[] {
  const results = told.results ?? [];
  const count =
    results.length === vector.calls.length
      ? []
      : [`${vector.calls.length} calls have ${results.length} results`];
  const each = vector.calls.flatMap((call, index) => {
    const result = results[index];
    const problems = result ? problemsOf(call, result, transport) : [];
    return problems.map((problem) => `call ${index + 1}: ${problem}`);
  });
  return [
    ...count,
    ...each,
    ...(vector.seen ? seenProblems(vector.seen, watched) : []),
    ...printedProblems(vector, told.printed ?? {}),
  ];
}

function problemsOf(call: VectorCall, result: Result, transport: Transport): readonly string[] {
  if ("applyEvent" in call) return recordProblems(call.expect.record, result);
  const desc = "rpc" in call ? methodOf(call.rpc).output : ParseWebhookResponseSchema;
  const { expect } = call;
  if (expect.error)
    return [...errorProblems(expect.error, result), ...timeProblems(expect, result)];
  const wanted = (transport === "json" ? expect.jsonAnswer : undefined) ?? expect.answer ?? {};
  return [...answerProblems(desc, wanted, result), ...timeProblems(expect, result)];
}

function answerProblems(desc: DescMessage, wanted: object, result: Result): readonly string[] {
  if (result.error) return [`ended with ${JSON.stringify(result.error)} where there is an answer`];
  const given = objectOf(desc, result.answerBytes, result.answer);
  if (given === undefined) return ["has no answer"];
  return differences(toObject(desc, fromObject(desc, wanted)), given);
}
function objectOf(desc: DescMessage, bytes?: string, object?: object): object | undefined {
  // What a library does not know of a newer service is not held against it.
  const known = (message: ReturnType<typeof fromBytes>) =>
    toObject(desc, fromBytes(desc, toBinary(desc, message, { writeUnknownFields: false })));
  if (bytes !== undefined) return known(fromBytes(desc, Buffer.from(bytes, "base64")));
  return object === undefined ? undefined : known(fromObject(desc, object));
}

function recordProblems(wanted: object, result: Result): readonly string[] {
  if (result.error) return [`ended with ${JSON.stringify(result.error)}`];
  const desc = PaymentRecordSchema;
  const given = objectOf(desc, result.recordBytes, result.record);
  if (given === undefined) return ["has no record"];
  const { tellings: _, ...rest } = given as Record<string, unknown> & Partial<PaymentRecord>;
  return differences(toObject(desc, fromObject(desc, wanted)), rest);
}

function errorProblems(wanted: ExpectedError, { error, ...rest }: Result): readonly string[] {
  if (!error) return [`answered ${JSON.stringify(rest)} where there is an error ${wanted.kind}`];
  const { kind, reason, violations, retryAfterMs, call } = wanted;
  const problem = (name: string, expected: unknown, given: unknown) =>
    expected === undefined || isDeepStrictEqual(given ?? null, expected)
      ? []
      : [`the error's ${name} is ${JSON.stringify(given)}, not ${JSON.stringify(expected)}`];
  return [
    ...problem("kind", kind, error.kind),
    ...problem("reason", reason, error.reason),
    ...problem("violations", violations, error.violations),
    ...problem("retryAfterMs", retryAfterMs, error.retryAfterMs),
    ...problem("call.rpc", call?.rpc, error.call?.rpc),
    ...problem("call.reference", call?.reference, error.call?.reference),
    ...problem("call.idempotencyKey", call?.idempotencyKey, error.call?.idempotencyKey),
  ];
}

function timeProblems({ withinMs }: Expected, { elapsedMs }: Result): readonly string[] {
  if (!withinMs) return [];
  if (elapsedMs === undefined) return ["does not say its elapsedMs"];
  const [least, most] = withinMs;
  return elapsedMs >= least && elapsedMs <= most
    ? []
    : [`took ${elapsedMs} ms, not ${least} to ${most}`];
}

function seenProblems(seen: Seen, { attempts, connections }: Watched): readonly string[] {
  const problems: string[] = [];
  const within = (
    what: string,
    given: number | undefined,
    limits: number | readonly [number, number],
  ) => {
    const [least, most] = typeof limits === "number" ? [limits, limits] : limits;
    if (given === undefined || given < least || given > most)
      problems.push(`${what} is ${given}, not ${least === most ? least : `${least} to ${most}`}`);
  };
  if (seen.attempts !== undefined) within("the number of attempts", attempts.length, seen.attempts);
  if (seen.connections !== undefined)
    within("the number of connections", connections, seen.connections);
  for (const [index, wanted] of (seen.requests ?? []).entries()) {
    const attempt = attempts[index];
    const name = `attempt ${index + 1}`;
    if (!attempt) {
      problems.push(`${name} was not made`);
      continue;
    }
    const { rpc, headers, timeoutMs, request, at } = attempt;
    if (wanted.rpc !== undefined && rpc !== wanted.rpc) problems.push(`${name} was ${rpc}`);
    for (const [header, value] of Object.entries(wanted.metadata ?? {}))
      if (!sameHeader(header, headers[header], value))
        problems.push(`${name} has ${header}: ${headers[header]}, not ${value}`);
    for (const header of wanted.absent ?? [])
      if (headers[header] !== undefined) problems.push(`${name} has ${header}`);
    if (wanted.timeoutMs) within(`${name}: its time-out`, timeoutMs, wanted.timeoutMs);
    if (wanted.afterMs)
      within(`${name}: the pause before it`, at - (attempts[index - 1]?.at ?? 0), wanted.afterMs);
    if (wanted.request) {
      const given = request && toObject(request.desc, request.message);
      const expected = toObject(
        methodOf(rpc).input,
        fromObject(methodOf(rpc).input, wanted.request),
      );
      problems.push(...differences(expected, given ?? {}).map((one) => `${name}: ${one}`));
    }
  }
  for (const header of seen.same ?? []) {
    const values = new Set(attempts.map(({ headers }) => headers[header]));
    if (values.size !== 1 || values.has(undefined))
      problems.push(`${header} is not the same in all attempts: ${[...values].join(", ")}`);
  }
  for (const header of seen.different ?? []) {
    const values = attempts.map(({ headers }) => headers[header]);
    if (new Set(values).size !== values.length || values.includes(undefined))
      problems.push(`${header} does not differ between calls: ${values.join(", ")}`);
  }
  return problems;
}
/** Credentials are compared as JSON: the order of their names is nobody's concern. */
function sameHeader(name: string, given: string | undefined, wanted: string): boolean {
  if (name !== "x-connector-credentials" || given === undefined) return given === wanted;
  try {
    return isDeepStrictEqual(JSON.parse(given), JSON.parse(wanted)) && /^[\x20-\x7e]*$/.test(given);
  } catch {
    return false;
  }
}

function printedProblems(
  vector: Vector,
  printed: Readonly<Record<string, string>>,
): readonly string[] {
  const missing = (vector.print ?? [])
    .filter((name) => !printed[name])
    .map((name) => `nothing was printed of the ${name}`);
  const shown = (vector.mustNotAppear ?? []).flatMap((secret) =>
    Object.entries(printed).flatMap(([name, text]) =>
      encodings(secret).some((one) => text.includes(one))
        ? [`printing the ${name} shows a secret that ends in …${secret.slice(-3)}`]
        : [],
    ),
  );
  return [...missing, ...shown];
}
/** What comes before it may shift base64 by one or two bytes. */
function encodings(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  const shifted = [0, 1, 2].flatMap((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString("base64");
    const inner = text.slice(shift === 0 ? 0 : 4, bytes.length > 8 ? -4 : undefined);
    return [inner, inner.replaceAll("+", "-").replaceAll("/", "_")];
  });
  return [
    secret,
    secret.replace(/(.{4})(?=.)/g, "$1 "),
    encodeURIComponent(secret),
    bytes.toString("hex"),
    bytes.toString("hex").toUpperCase(),
    [...bytes].join(", "),
    [...bytes].join(" "),
    ...(bytes.length > 8 ? shifted : []),
  ];
}

function differences(wanted: unknown, given: unknown, path = ""): readonly string[] {
  if (isDeepStrictEqual(wanted, given)) return [];
  const bothObjects = isObject(wanted) && isObject(given);
  if (!bothObjects)
    return [`${path || "it"} is ${JSON.stringify(given)}, not ${JSON.stringify(wanted)}`];
  const names = [...new Set([...Object.keys(wanted), ...Object.keys(given)])];
  return names.flatMap((name) =>
    differences(wanted[name], given[name], path ? `${path}.${name}` : name),
  );
}
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;
