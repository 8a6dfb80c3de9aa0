/** `connectors switch`: what a merchant loses, gains and has to give anew who goes from one processor to another. */
import type { Connector, FieldLimit, MethodSupport, RpcSupport } from "#contract";
import { CaptureModeSchema } from "#contract";
import { flowNames, rpcOf } from "#runtime";
import type { Declared } from "./cells.ts";
import { type Terminal, table } from "./terminal.ts";
import { wordOf } from "./tree.ts";

/** What only one of both has. */
interface Difference {
  readonly lost: readonly string[];
  readonly gained: readonly string[];
}
export interface Switch {
  readonly rpcs: Difference;
  readonly methods: Difference;
  /** Of what both have: what the other wants or takes differently, by rpc or method. */
  readonly changes: readonly { readonly what: string; readonly differently: readonly string[] }[];
  /** What fields of calls that both have are held to, where it is narrower than before or other. */
  readonly limits: readonly { readonly rule: string; readonly rpcs: readonly string[] }[];
  readonly credentials: Difference;
  readonly webhookEvents: Difference;
}

export function compared({ described: from }: Declared, { described: to }: Declared): Switch {
  const rpcsOf = ({ rpcs }: Connector) => rpcs.map(({ rpc }) => rpc);
  const methodsOf = ({ methods }: Connector) => methods.map(({ method }) => method);
  const credentialsOf = ({ credentials }: Connector) => credentials.map(({ name }) => name);
  const ofRpcs = both(
    from.rpcs,
    to.rpcs,
    ({ rpc }) => rpc,
    (before, after) =>
      rpcChanges(before, after, honours(fieldsOfCall(from, before), fieldsOfCall(to, after))),
  );
  const ofMethods = both(
    from.methods,
    to.methods,
    ({ method }) => method,
    (before, after) => {
      const ofItsCalls = new Set(
        ofRpcs
          .filter(({ what }) => before.rpcs.includes(what))
          .flatMap(({ differently }) => differently),
      );
      const fields = honours(fieldsWith(from, before), fieldsWith(to, after));
      // What is so of the whole call is told there.
      return methodChanges(before, after, fields).filter((one) => !ofItsCalls.has(one));
    },
  );
  return {
    rpcs: between(rpcsOf(from), rpcsOf(to)),
    methods: between(methodsOf(from), methodsOf(to)),
    changes: [...ofRpcs, ...ofMethods],
    limits: limitChanges(from.rpcs, to.rpcs),
    credentials: between(credentialsOf(from), credentialsOf(to)),
    webhookEvents: between(from.webhookEvents, to.webhookEvents),
  };
}

export function switchText(from: Declared, to: Declared, terminal: Terminal): string {
  const report = compared(from, to);
  const section = (title: string, { lost, gained }: Difference) =>
    [
      terminal.paint("bold", title),
      table([
        ["  lost", lost.join(", ") || "nothing"],
        ["  gained", gained.join(", ") || "nothing"],
      ]),
    ].join("\n");
  const places = new Map<string, string[]>();
  for (const { what, differently } of report.changes)
    for (const one of differently) places.set(one, [...(places.get(one) ?? []), what]);
  const changes = [...places].map(([one, whats]) => [`  ${one}`, whats.join(", ")]);
  const limits = report.limits.map(({ rule, rpcs }) => `  ${rule}\n      ${rpcs.join(", ")}`);
  const listed = (title: string, lines: string) =>
    `${terminal.paint("bold", title)}\n${lines || "  nothing"}`;
  return [
    `From ${from.connector.name} to ${to.connector.name}: the calls stay the same, and this differs.`,
    section("Rpcs", report.rpcs),
    section("Payment methods", report.methods),
    listed("Wanted or taken differently", table(changes)),
    listed("Narrower or other limits", limits.join("\n")),
    section("Credentials", report.credentials),
    section("Webhook events, by the processors' names", report.webhookEvents),
  ].join("\n\n");
}

function between(from: readonly string[], to: readonly string[]): Difference {
  const only = (some: readonly string[], others: readonly string[]) =>
    some.filter((one) => !others.includes(one));
  return { lost: only(from, to), gained: only(to, from) };
}

function both<Support>(
  from: readonly Support[],
  to: readonly Support[],
  nameOf: (support: Support) => string,
  changesOf: (before: Support, after: Support) => readonly string[],
) {
  return from.flatMap((before) => {
    const after = to.find((one) => nameOf(one) === nameOf(before));
    const differently = after ? changesOf(before, after) : [];
    return differently.length > 0 ? [{ what: nameOf(before), differently }] : [];
  });
}

const rpcChanges = (
  before: RpcSupport,
  after: RpcSupport,
  fields: readonly string[],
): readonly string[] => [
  ...wanted(before, after),
  ...fields,
  ...limited("currencies", before.currencies, after.currencies),
  ...flag("parts of the amount", before.partial, after.partial),
  ...flag("several times", before.repeatedCalls, after.repeatedCalls),
  ...flag("by the original call", before.byOriginalCall, after.byOriginalCall),
  ...flag("an absence that is certain", before.stronglyConsistent, after.stronglyConsistent),
];

function methodChanges(
  before: MethodSupport,
  after: MethodSupport,
  fields: readonly string[],
): readonly string[] {
  const words = ({ captureModes }: MethodSupport) =>
    captureModes.map((mode) => wordOf(CaptureModeSchema, mode));
  const { lost, gained } = between(words(before), words(after));
  return [
    ...wanted(before, after),
    ...fields,
    ...lost.map((mode) => `no ${mode} capture`),
    ...gained.map((mode) => `${mode} capture as well`),
    ...limited("currencies", before.currencies, after.currencies),
  ];
}

type Required = Pick<RpcSupport, "requiredFields">;
const wanted = (before: Required, after: Required): readonly string[] =>
  between(before.requiredFields, after.requiredFields).gained.map((field) => `wants ${field}`);

/** The fields that a call may carry in some way: its own, and those of the methods that it takes. */
function fieldsOfCall({ methods }: Connector, { rpc, bindingFields }: RpcSupport) {
  const flow = flowNames.find((name) => name.toLowerCase() === rpc.toLowerCase());
  const has = new Set(flow && rpcOf(flow).input.fields.map(({ localName }) => localName));
  const ofMethods = methods
    .filter(({ rpcs }) => rpcs.includes(rpc))
    .flatMap((method) => method.bindingFields)
    // Methods name fields of AuthorizePayment, some of which other calls do not have.
    .filter((field) => has.has(field.split(".", 1)[0] ?? ""));
  return [...bindingFields, ...ofMethods];
}
/** The fields that a call with this method may carry: the method's own, and those of the calls that take it. */
const fieldsWith = ({ rpcs }: Connector, method: MethodSupport) => [
  ...method.bindingFields,
  ...rpcs.filter(({ rpc }) => method.rpcs.includes(rpc)).flatMap((one) => one.bindingFields),
];
/** A field stands for all below it. */
const covers = (fields: readonly string[], field: string) =>
  fields.some((one) => field === one || field.startsWith(`${one}.`));
function honours(before: readonly string[], after: readonly string[]): readonly string[] {
  const only = (some: readonly string[], others: readonly string[]) => [
    ...new Set(some.filter((field) => !covers(others, field))),
  ];
  return [
    ...only(before, after).map((field) => `refuses ${field}`),
    ...only(after, before).map((field) => `understands ${field}`),
  ];
}

/** What the processor that is gone to holds fields to, where that is more than before or something else; the rpcs by each rule. */
function limitChanges(from: readonly RpcSupport[], to: readonly RpcSupport[]): Switch["limits"] {
  const rpcsBy = new Map<string, string[]>();
  for (const { rpc, limits } of to) {
    const before = from.find((one) => one.rpc === rpc);
    const known = new Map(before?.limits.map((limit) => [placeOf(limit), limit]));
    for (const limit of before ? limits : [])
      if (isNarrower(limit, known.get(placeOf(limit)))) {
        const said = `${placeOf(limit)} ${limit.rule}`;
        rpcsBy.set(said, [...(rpcsBy.get(said) ?? []), rpc]);
      }
  }
  return [...rpcsBy].map(([rule, rpcs]) => ({ rule, rpcs }));
}
const placeOf = ({ field, method }: FieldLimit) =>
  method === undefined ? field : `${field} (${method})`;
function isNarrower(limit: FieldLimit, known: FieldLimit | undefined): boolean {
  if (!known) return true;
  if (known.rule === limit.rule || known.refused) return false;
  const isSize = ({ rule }: FieldLimit) => /^must have at most \d+ \w+$/.test(rule);
  // Of two that only bound how much there is, one is the narrower.
  return !(isSize(limit) && isSize(known) && (limit.most ?? 0n) >= (known.most ?? 0n));
}

/** An empty list is no limit. */
function limited(what: string, before: readonly string[], after: readonly string[]) {
  if (before.join() === after.join()) return [];
  return [`${what} ${after.length > 0 ? after.join(" ") : "without limit"}`];
}

function flag(what: string, before: boolean | undefined, after: boolean | undefined) {
  if ((before ?? false) === (after ?? false)) return [];
  return [after ? `${what}` : `not ${what}`];
}
