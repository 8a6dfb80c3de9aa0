/**
 * A processor in miniature: the routes it answers, what it remembers, what really moved, and the webhooks it signs.
 * A simulator speaks the processor's own wire format and knows nothing of the contract; `packages/simulators` serves it.
 */
import { type Headers, type Method, parseJson, toJson } from "./http.ts";

export interface Simulator {
  /** The connector's folder name. */
  readonly id: string;
  readonly routes: Readonly<Record<`${Method} ${string}`, Handler>>;
  /** The processor's own refusal where the credentials are wrong; undefined lets the request in. */
  readonly authenticate: (request: SimulatedRequest, world: World) => SimulatedAnswer | undefined;
  /**
   * How the processor treats a repeated idempotency key: the host stores the first answer under the key and the
   * credentials and gives it again; `conflict` answers the same key with another request. Left out where it has none.
   */
  readonly repeats?: {
    readonly key: (request: SimulatedRequest) => string | undefined;
    readonly conflict: (request: SimulatedRequest) => SimulatedAnswer;
    /** Whose key it is; the values of `authorization` and `x-api-key` where left out. */
    readonly scope?: (request: SimulatedRequest) => string;
    /** What a repeat is told while the first call still runs; where left out, it is given the first call's answer. */
    readonly busy?: (request: SimulatedRequest) => SimulatedAnswer;
    /** Whether an answer is stored under its key; where left out, every one is. */
    readonly keeps?: (answer: SimulatedAnswer) => boolean;
    /** The documented sign of an answer given again, such as a header. */
    readonly mark?: (answer: SimulatedAnswer) => SimulatedAnswer;
  };
  /** A queued event as the processor would deliver it: headers with its signature, and the exact bytes. */
  readonly deliver: (event: SimulatedEvent, secret: string, world: World) => SimulatedDelivery;
  /** What happens at a processor without an API call: the bank decides, time passes, a cardholder disputes. */
  readonly commands: Commands;
  /** Answers with another amount than the one that moved, for the fault of that name. */
  readonly misstate?: (answer: SimulatedAnswer) => SimulatedAnswer;
  readonly samples: Samples;
}

/** Pure but for `world`. A handler commits what it changes before it answers. */
export type Handler = (request: SimulatedRequest, world: World) => SimulatedAnswer;

export interface SimulatedRequest {
  readonly method: string;
  readonly path: string;
  /** `:id` in the route. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** Names in lower case. */
  readonly headers: Headers;
  readonly bytes: Uint8Array;
  readonly text: string;
  /** JSON parsed; a form nested by its brackets (`a[b][0]`), every leaf a string; undefined otherwise. */
  readonly body: unknown;
}

export interface SimulatedAnswer {
  readonly status: number;
  readonly headers?: Headers;
  /** A value is sent as JSON, a string as it is (`content-type` text/html unless a header says otherwise). */
  readonly body?: unknown;
}

export interface SimulatedEvent {
  /** The processor's own event name. */
  readonly type: string;
  readonly id: string;
  readonly at: Date;
  /** The delivery's content in the processor's own shape, before it is signed. */
  readonly content: unknown;
}

export interface SimulatedDelivery {
  readonly headers: Headers;
  readonly body: string;
}

/** One simulator's memory. Everything in it is deterministic: ids count, the clock moves only by what is asked of it. */
export interface World {
  /** Where this simulator is reached, without a slash at its end: for links and pages. */
  readonly origin: string;
  now(): Date;
  /** `nextId("pi_")`: the prefix and a counted, processor-looking suffix of `length` (24) characters or digits. */
  nextId(prefix: string, length?: number, alphabet?: "alphanumeric" | "digits"): string;
  /** A store by name, the same one at each call. */
  table<Row>(name: string): Map<string, Row>;
  readonly ledger: Ledger;
  /** Queues a webhook; the host signs and delivers it after the answer is given. */
  emit(event: { readonly type: string; readonly id?: string; readonly content: unknown }): void;
  /** Acts when the clock has moved by so many seconds. */
  schedule(seconds: number, act: () => void): void;
}

/** What really moved. The truth that tests hold the service against. */
export interface Ledger {
  record(entry: LedgerEntry): void;
  readonly entries: readonly LedgerEntry[];
}
export interface LedgerEntry {
  readonly kind:
    | "authorization"
    | "capture"
    | "void"
    | "refund"
    | "chargeback"
    | "chargeback reversal";
  /** The processor's id of the payment. */
  readonly payment: string;
  /** The merchant's reference of the attempt, as the processor stored it. */
  readonly reference?: string;
  /** ISO 4217 minor units of what this entry alone moved. */
  readonly amount: bigint;
  readonly currency: string;
}

/**
 * Commands by name. Those that several processors have share a name and its fields, so that one lifecycle serves all:
 * `openDispute {payment, amount?, reason?}`, `resolveDispute {dispute, outcome: "won" | "lost"}`,
 * `settle {payment, outcome: "succeeded" | "failed"}` for methods whose money is confirmed later,
 * `expire {payment}`. Each answers with the ids that it touched, or throws an Error that says why not.
 */
export type Commands = Readonly<
  Record<string, (fields: Readonly<Record<string, string>>, world: World) => Record<string, string>>
>;

/**
 * The processor's documented test values, and the unified requests that use them (proto-JSON of `payments.v1`), so
 * that the demo, the lifecycles and the generated pages need no test code of a connector's own.
 */
export interface Samples {
  /** Credentials this simulator accepts, by the names of the connector's credential schema. */
  readonly credentials: Readonly<Record<string, string | readonly string[]>>;
  /** A `Purchase` with all that this processor wants of it. */
  readonly purchase: Json;
  /** One `PaymentMethod` for every method of the connector, by its name. */
  readonly methods: Readonly<Record<string, Sample>>;
  /** What ends otherwise than well: declines with the unified code, a challenge, a delayed confirmation. */
  readonly outcomes: readonly Outcome[];
}
export interface Sample {
  /** `PaymentMethod` in proto-JSON. */
  readonly method: Json;
  /** What differs from `purchase` for this method: currency, country, customer. */
  readonly purchase?: Json;
  /** Other members of `AuthorizePaymentRequest`. */
  readonly request?: Json;
  readonly source: string;
}
export interface Outcome extends Sample {
  readonly name: string;
  /** Of the authorization's answer: the payment's status, and the unified failure code without its prefix. */
  readonly status: string;
  readonly code?: string;
}
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [name: string]: Json };

export const answerWith = (
  body: unknown,
  status = 200,
  headers: Headers = {},
): SimulatedAnswer => ({
  status,
  headers,
  body,
});
export const redirectTo = (location: string): SimulatedAnswer => ({
  status: 302,
  headers: { location },
  body: "",
});

/** `at(body, "card.number")`: what stands at a path of a parsed body; undefined where the path ends early. */
export function at(body: unknown, path: string): unknown {
  let value = body;
  for (const name of path.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name))
      return undefined;
    value = Reflect.get(value, name);
  }
  return value;
}
/** Text, a number or a boolean at a path, as text; undefined where nothing, null or a structure stands there. */
export function textAt(body: unknown, path: string): string | undefined {
  const value = at(body, path);
  if (value === undefined || value === null || typeof value === "object") return undefined;
  return String(value);
}
/** An integer at a path, written as a number or as digits; undefined where it is anything else. */
export function wholeAt(body: unknown, path: string): bigint | undefined {
  const value = at(body, path);
  if (typeof value === "bigint") return value;
  if (typeof value === "number" && Number.isSafeInteger(value)) return BigInt(value);
  return typeof value === "string" && /^-?\d+$/.test(value) ? BigInt(value) : undefined;
}

/** A body as a simulator sees it, by its content type. */
export function parseBody(type: string, text: string): unknown {
  if (text === "") return undefined;
  return type.includes("x-www-form-urlencoded") ? nestedForm(text) : parseJson(text);
}

/**
 * `a[b][]=1&a[c]=2` as nested records; numbered or empty brackets become keys "0", "1", … A form beyond what a server
 * takes (1,000 fields, 20 levels) throws a RangeError, which the host answers with 400.
 */
export function nestedForm(text: string): Record<string, unknown> {
  const root: Record<string, unknown> = Object.create(null);
  let fields = 0;
  for (const [name, value] of new URLSearchParams(text)) {
    const keys = name.split("[").map((key, index) => (index === 0 ? key : key.replace(/\]$/, "")));
    fields += 1;
    if (fields > 1000 || keys.length > 20) throw new RangeError("a form too large or too deep");
    const last = keys.pop() ?? "";
    const node = keys.reduce(childOf, root);
    node[nextKey(node, last)] = value;
  }
  return root;
}
function childOf(node: Record<string, unknown>, key: string): Record<string, unknown> {
  const own = nextKey(node, key);
  const present = node[own];
  if (isRecord(present)) return present;
  const child: Record<string, unknown> = Object.create(null);
  node[own] = child;
  return child;
}
const nextKey = (node: Record<string, unknown>, key: string) =>
  key === "" ? String(Object.keys(node).length) : key;
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

/** One part of a multipart form as a simulator sees it. */
export interface UploadedPart {
  readonly name: string;
  /** Empty where the part is no file. */
  readonly filename: string;
  /** Empty where it is not said. */
  readonly type: string;
  /** One character a byte. */
  readonly content: string;
}
/** The parts of a multipart form, in their order; none where the request is no such form. */
export function uploadedParts({
  headers,
  bytes,
}: Pick<SimulatedRequest, "headers" | "bytes">): readonly UploadedPart[] {
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)/.exec(
    headers["content-type"] ?? "",
  )?.[1];
  if (boundary === undefined) return [];
  let text = "";
  for (let start = 0; start < bytes.length; start += 8192)
    text += String.fromCharCode(...bytes.subarray(start, start + 8192));
  return text
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((part) => {
      const end = part.indexOf("\r\n\r\n");
      const head = part.slice(0, end);
      const named = (key: string) => new RegExp(`[ ;]${key}="([^"]*)"`).exec(head)?.[1] ?? "";
      return {
        name: named("name"),
        filename: named("filename"),
        type: /content-type: *([^\r;]+)/i.exec(head)?.[1] ?? "",
        content: part.slice(end + 4, -2),
      };
    });
}

/**
 * A page that a browser and a test can walk alike: one form with the fields given and a button (`name="outcome"`) for
 * each way it can end; the first agrees. It posts to `action`.
 */
export function page(content: {
  readonly title: string;
  readonly text: string;
  readonly action: string;
  readonly fields?: Readonly<Record<string, string>>;
  readonly outcomes: Readonly<Record<string, string>>;
}): SimulatedAnswer {
  const hidden = Object.entries(content.fields ?? {}).map(
    ([name, value]) => `<input type="hidden" name="${html(name)}" value="${html(value)}">`,
  );
  const buttons = Object.entries(content.outcomes).map(
    ([outcome, label]) => `<button name="outcome" value="${html(outcome)}">${html(label)}</button>`,
  );
  return {
    status: 200,
    headers: { "content-type": "text/html; charset=utf-8" },
    body: `<!doctype html><html lang="en"><meta charset="utf-8"><title>${html(content.title)}</title>
<style>body{font:16px/1.5 system-ui;max-width:32rem;margin:4rem auto;padding:0 1rem}button{margin:.5rem .5rem 0 0;padding:.5rem 1rem}</style>
<h1>${html(content.title)}</h1><p>${html(content.text)}</p>
<form method="post" action="${html(content.action)}">${hidden.join("")}${buttons.join("")}</form></html>`,
  };
}
/** Text that may stand in a page, between tags or in a quoted attribute. */
export const html = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** The state machine of a resource as data: `allowed(table, from, to)`. */
export type Transitions<State extends string> = Readonly<Record<State, readonly State[]>>;
export const allowed = <State extends string>(
  transitions: Transitions<State>,
  from: State,
  to: State,
): boolean => transitions[from].includes(to);

export { toJson };
