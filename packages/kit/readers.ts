/** Shapes as plain functions: a valibot schema is walked once, and what fits is read without walking it again. */
import * as v from "valibot";

/** In place of a value that does not fit. Why it does not is valibot's to say. */
export const misfit: unique symbol = Symbol("misfit");

/** The value as its shape makes it, or `misfit`: as `v.safeParse` answers. */
export type Reader = (value: unknown) => unknown;

type Shape = v.GenericSchema;

/** What valibot's shapes are made of, whichever of it one has. */
interface Parts {
  readonly type: string;
  readonly entries?: Readonly<Record<string, Shape>>;
  readonly wrapped?: Shape;
  readonly item?: Shape;
  readonly key?: Shape;
  readonly value?: Shape;
  readonly options?: readonly Shape[];
  readonly getter?: (value: unknown) => Shape;
  readonly default?: unknown;
  readonly fallback?: unknown;
  readonly pipe?: readonly Part[];
}
type Part = Shape | Action;
interface Action {
  readonly kind: "validation" | "transformation" | "metadata";
  readonly type: string;
  readonly requirement?: unknown;
  readonly operation?: (value: unknown) => unknown;
}
// Each of valibot's shapes has a type of its own, and no type tells what they have between them.
const partsOf = (shape: Shape): Parts => shape as unknown as Parts;

const readers = new WeakMap<Shape, Reader>();
export function readerOf(shape: Shape): Reader {
  const known = readers.get(shape);
  if (known) return known;
  const made = compiled(partsOf(shape)) ?? byValibot(shape);
  readers.set(shape, made);
  return made;
}

/** A hostile list of a million wrong items is not worth a million issues. */
export const firstIssue = { abortEarly: true } as const;

const byValibot =
  (shape: Shape): Reader =>
  (value) => {
    const parsed = v.safeParse(shape, value, firstIssue);
    return parsed.success ? parsed.output : misfit;
  };

/** Undefined for a shape that is not known here. */
function compiled(parts: Parts): Reader | undefined {
  const { pipe, fallback } = parts;
  if (typeof fallback === "function" || typeof parts.default === "function") return undefined;
  if (!("fallback" in parts)) return pipe ? piped(pipe) : plain(parts);
  // With both, it cannot be told which of them is around the other. Of two fallbacks the outer one is taken.
  const read = pipe ? undefined : plain(parts);
  if (!read) return undefined;
  return (value) => {
    const got = read(value);
    return got === misfit ? fallback : got;
  };
}

function plain(parts: Parts): Reader | undefined {
  const { type, wrapped, entries, item, key, value, options, getter } = parts;
  switch (type) {
    case "string":
      return (given) => (typeof given === "string" ? given : misfit);
    case "boolean":
      return (given) => (typeof given === "boolean" ? given : misfit);
    case "bigint":
      return (given) => (typeof given === "bigint" ? given : misfit);
    case "number":
      return (given) => (typeof given === "number" && !Number.isNaN(given) ? given : misfit);
    case "unknown":
      return (given) => given;
    case "nullish":
    case "optional":
    case "nullable":
      return wrapped && leaving(type, readerOf(wrapped), parts.default);
    case "array":
      return item && listed(readerOf(item));
    case "record":
      return key && value && recorded(readerOf(key), readerOf(value));
    case "object":
    case "loose_object":
      return entries && structured(entries, type === "loose_object");
    case "union":
      return options && first(options.map(readerOf));
    case "lazy":
      return getter && ((given) => readerOf(getter(given))(given));
    default:
      return undefined;
  }
}

/** What may be absent: null, undefined or both. */
function leaving(type: string, read: Reader, usual: unknown): Reader {
  const isAbsent = (value: unknown) =>
    (value === undefined && type !== "nullable") || (value === null && type !== "optional");
  return (value) => {
    const given = isAbsent(value) && usual !== undefined ? usual : value;
    return isAbsent(given) ? given : read(given);
  };
}

function listed(read: Reader): Reader {
  return (value) => {
    if (!Array.isArray(value)) return misfit;
    const made: unknown[] = [];
    for (const item of value) {
      const got = read(item);
      if (got === misfit) return misfit;
      made.push(got);
    }
    return made;
  };
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

function recorded(readKey: Reader, read: Reader): Reader {
  return (value) => {
    if (!isObject(value)) return misfit;
    const made: Record<string, unknown> = {};
    for (const name of Object.keys(value)) {
      if (unsafe.has(name)) continue;
      const key = readKey(name);
      const got = read(value[name]);
      if (key === misfit || got === misfit) return misfit;
      made[String(key)] = got;
    }
    return made;
  };
}
/** Names that valibot leaves out of what it makes. */
const unsafe: ReadonlySet<string> = new Set(["__proto__", "prototype", "constructor"]);

interface Member {
  readonly name: string;
  readonly read: Reader;
  /** Undefined: it may be left out. */
  readonly ifAbsent: (() => unknown) | undefined;
}

/** With `loose`, members that the shape does not name stay as they are. */
function structured(entries: Readonly<Record<string, Shape>>, loose: boolean): Reader {
  const members: readonly Member[] = Object.entries(entries).map(([name, shape]) => ({
    name,
    read: readerOf(shape),
    ifAbsent: absence(shape),
  }));
  return (value) => {
    if (!isObject(value)) return misfit;
    const made: Record<string, unknown> = loose ? safeCopy(value) : {};
    for (const { name, read, ifAbsent } of members) {
      const isGiven = name in value;
      if (!isGiven && !ifAbsent) continue;
      const got = isGiven ? read(value[name]) : ifAbsent?.();
      if (got === misfit) return misfit;
      made[name] = got;
    }
    return made;
  };
}
function absence(shape: Shape): Member["ifAbsent"] {
  const { type, fallback, default: usual } = partsOf(shape);
  const isOptional = type === "optional" || type === "nullish";
  if (isOptional && usual !== undefined) return () => readerOf(shape)(v.getDefault(shape));
  if (fallback !== undefined) return () => v.getFallback(shape);
  return isOptional ? undefined : () => misfit;
}
function safeCopy(value: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const copy = { ...value };
  for (const name of unsafe) if (Object.hasOwn(copy, name)) delete copy[name];
  return copy;
}

function first(reads: readonly Reader[]): Reader {
  return (value) => {
    for (const read of reads) {
      const got = read(value);
      if (got !== misfit) return got;
    }
    return misfit;
  };
}

function piped(parts: readonly Part[]): Reader | undefined {
  const steps: Reader[] = [];
  for (const part of parts) {
    if (part.kind === "metadata") continue;
    const step = part.kind === "schema" ? readerOf(part) : acted(part);
    if (!step) return undefined;
    steps.push(step);
  }
  return (value) => {
    let got = value;
    for (const step of steps) {
      got = step(got);
      if (got === misfit) return misfit;
    }
    return got;
  };
}
function acted({ type, requirement, operation }: Action): Reader | undefined {
  if (type === "transform") return operation;
  if (type === "safe_integer") return (value) => (Number.isSafeInteger(value) ? value : misfit);
  if (type === "regex" && requirement instanceof RegExp)
    return (value) => (requirement.test(String(value)) ? value : misfit);
  return undefined;
}
