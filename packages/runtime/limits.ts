/** Holds given fields to what a connector's limits say, and says the limits in words. */
import { type DescMessage, ScalarType } from "@bufbuild/protobuf";
import type { AnyConnector, FlowName, Limit, MethodSupport, Violation } from "#kit";
import { type FieldPlan, type Given, planOf } from "./fields.ts";
import { rpcOf } from "./rpcs.ts";

export type AnyLimits = Readonly<Record<string, number | string | Limit | undefined>>;

const read = new WeakMap<AnyLimits, ReadonlyMap<string, Limit>>();
/** The limits by path, found once for each connector and flow. */
export function limitsByPath(limits: AnyLimits): ReadonlyMap<string, Limit> {
  const known = read.get(limits);
  if (known) return known;
  const byPath = new Map(
    Object.entries(limits).flatMap(([path, limit]): readonly [string, Limit][] =>
      limit === undefined ? [] : [[path, whole(limit)]],
    ),
  );
  read.set(limits, byPath);
  return byPath;
}

/** A limit of a connector, where it stands. */
export interface Held {
  readonly flow: FlowName;
  readonly path: string;
  readonly limit: Limit;
  readonly source: string | undefined;
  /** Where it holds with one method only. */
  readonly method?: string;
}
/** All that a connector's rules and methods hold a flow's fields to; without methods that the flow does not take. */
export function limitsOf(connector: AnyConnector, flow: FlowName): readonly Held[] {
  // Rules are typed by their own flow; here only their common members are read.
  const rules = (connector.rules?.[flow] ?? {}) as Bounded;
  const methods: Readonly<Record<string, Bounded & Pick<MethodSupport, "flows">>> =
    connector.methods;
  const isTaken = (name: string) =>
    methods[name] && (methods[name].flows ?? ["authorizePayment"]).includes(flow);
  const held = ({ limits = {}, source }: Bounded, method?: string) =>
    [...limitsByPath(limits)].map(([path, limit]) => ({
      flow,
      path,
      limit,
      source: limit.source ?? source,
      ...(method !== undefined && { method }),
    }));
  return [
    ...held(rules).filter(({ path }) => {
      const [, name] = /^paymentMethod\.(?!alternative)(\w+)/.exec(path) ?? [];
      return name === undefined || isTaken(name);
    }),
    ...Object.keys(methods)
      .filter(isTaken)
      .flatMap((name) => held(methods[name] ?? {}, name))
      // A method's paths are those of AuthorizePayment, of which another flow may lack some.
      .filter(({ path }) => fieldAt(rpcOf(flow).input, path)),
  ];
}
interface Bounded {
  readonly limits?: AnyLimits;
  readonly source?: string;
}

function whole(limit: number | string | Limit): Limit {
  if (typeof limit === "number") return { most: limit };
  return typeof limit === "string" ? { among: [], says: limit } : limit;
}

/** Paths without the numbers of entries, as limits name them. */
export const plainPath = (path: string): string =>
  path.includes("[") ? path.replace(/\[\d+\]/g, "") : path;

/** What in a given field is beyond its limit: the field, an entry of it or a name in it. Never what stood there. */
export function beyond({ field, path, value }: Given, limit: Limit): readonly Violation[] {
  if (limit.among?.length === 0)
    return isNothing(value) ? [] : [{ field: path, problem: valueInWords(field, limit) }];
  if (field.isMap && typeof value === "object" && value !== null)
    return beyondMap(field, path, value, limit);
  const found: Violation[] = [];
  if (!fits(sizeOf(value), limit)) found.push({ field: path, problem: sizeInWords(field, limit) });
  const entries = Array.isArray(value)
    ? value.map((entry: unknown, index) => [`${path}[${index}]`, entry] as const)
    : [[path, value] as const];
  for (const [place, entry] of entries)
    if (!holds(entry, limit)) found.push({ field: place, problem: valueInWords(field, limit) });
  return found;
}

/** What a field is that nobody gave, where the contract cannot tell. */
const isNothing = (value: unknown) => value === false || value === 0 || value === 0n;

function beyondMap(
  field: FieldPlan,
  path: string,
  value: object,
  limit: Limit,
): readonly Violation[] {
  const { names = {}, values = {}, reserved = [] } = limit;
  const entries = Object.entries(value);
  const found: Violation[] = [];
  if (!fits(entries.length + reserved.length, limit))
    found.push({ field: path, problem: sizeInWords(field, limit) });
  for (const [name, text] of entries) {
    if (reserved.includes(name))
      found.push({ field: `${path}.${name}`, problem: "is used by this service" });
    // A name that is too long is not said again.
    if (!fits(name.length, names))
      found.push({ field: path, problem: `must have names of ${counted(names, "character")}` });
    else if (!fits(sizeOf(text), values))
      found.push({
        field: `${path}.${name}`,
        problem: `must have ${counted(values, "character")}`,
      });
    if (!holds(name, names)) found.push({ field: path, problem: otherwise(names) });
    if (!holds(text, values)) found.push({ field: `${path}.${name}`, problem: otherwise(values) });
  }
  return found;
}

const sizeOf = (value: unknown): number | bigint | undefined => {
  if (typeof value === "number" || typeof value === "bigint") return value;
  if (typeof value === "string" || Array.isArray(value) || value instanceof Uint8Array)
    return value.length;
  return undefined;
};
const fits = (size: number | bigint | undefined, { least, most }: Limit): boolean =>
  size === undefined ||
  ((least === undefined || size >= least) && (most === undefined || size <= most));

function holds(value: unknown, { pattern, among }: Limit): boolean {
  if (pattern && typeof value === "string" && !pattern.test(value)) return false;
  if (!among) return true;
  return !isScalar(value) || among.includes(value);
}
const isScalar = (value: unknown): value is string | number | boolean =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean";

/** All that a limit says of a field, for the docs and as the guard says it. */
export function limitInWords(field: FieldPlan, limit: Limit): string {
  const { names, values, reserved = [] } = limit;
  const said = [
    ...(isSized(limit) ? [sizeInWords(field, limit)] : []),
    ...(isWorded(limit) ? [valueInWords(field, limit)] : []),
    ...(names ? [`names: ${textInWords(names)}`] : []),
    ...(values ? [`values: ${textInWords(values)}`] : []),
    ...(reserved.length > 0 ? [`not ${reserved.join(", ")}, which this service writes`] : []),
  ];
  return [...new Set(said)].join("; ");
}
const isSized = ({ least, most }: Limit) => least !== undefined || most !== undefined;
const isWorded = ({ pattern, among }: Limit) => pattern !== undefined || among !== undefined;
const textInWords = (limit: Limit) =>
  [
    ...(isSized(limit) ? [`must have ${counted(limit, "character")}`] : []),
    ...(isWorded(limit) ? [otherwise(limit)] : []),
  ].join(", ");

function sizeInWords(field: FieldPlan, limit: Limit): string {
  const unit = unitOf(field);
  if (unit)
    return `must have ${counted(limit, unit, (field.isMap && limit.reserved?.length) || 0)}`;
  return limit.says ?? `must be ${range(limit)}`;
}
function unitOf({ desc: { fieldKind, scalar } }: FieldPlan): string | undefined {
  if (fieldKind === "list" || fieldKind === "map") return "entry";
  if (scalar === ScalarType.STRING) return "character";
  return scalar === ScalarType.BYTES ? "byte" : undefined;
}
const plurals: Readonly<Record<string, string>> = { entry: "entries" };
/** `at most 40 characters`; what is taken already counts among the most. */
function counted({ least, most }: Limit, unit: string, taken = 0): string {
  const left = most === undefined ? undefined : most - taken;
  const isOne = (left ?? least) === 1;
  return `${range({ least, most: left })} ${isOne ? unit : (plurals[unit] ?? `${unit}s`)}`;
}
function range({ least, most }: { readonly [Name in "least" | "most"]?: number | undefined }) {
  if (least === undefined) return `at most ${most}`;
  if (most === undefined) return `at least ${least}`;
  return least === most ? String(most) : `${least} to ${most}`;
}

function valueInWords(field: FieldPlan, limit: Limit): string {
  if (limit.says !== undefined || !limit.among || !field.desc.enum) return otherwise(limit);
  return oneOf(limit.among, (value) => wordOf(field, value));
}
/** A value as it is written: an enum's by its name. */
export const wordOf = ({ desc }: FieldPlan, value: unknown): string =>
  desc.enum?.values.find(({ number }) => number === value)?.name ?? String(value);
const otherwise = ({ says, among, pattern }: Limit): string =>
  says ?? (among ? oneOf(among, String) : `must match ${pattern?.source}`);
function oneOf(among: readonly unknown[], worded: (value: unknown) => string): string {
  const words = among.filter((value) => value !== undefined).map(worded);
  return words.length === 1 ? `must be ${words[0]}` : `must be one of ${words.join(", ")}`;
}

/** The plan of the field that a path names, in a request of this kind; undefined where there is none. */
export function fieldAt(desc: DescMessage, path: string): FieldPlan | undefined {
  const [name, ...rest] = path.split(".");
  const field = planOf(desc).find((one) => one.name === name);
  if (!field || rest.length === 0) return field;
  return field.message && fieldAt(field.message, rest.join("."));
}
