/**
 * A connector is a value: what a processor is called, where it lives, what it can do, and how unified requests become
 * its HTTP requests and back. Every function in it is pure. Clocks, randomness, sockets, retries, logs and caches
 * belong to the host that runs it.
 */

import type { Failure, Violation } from "./failures.ts";
import type { Flow, FlowName, Flows, InputOf } from "./flows.ts";
import type { Headers, HttpRequest, HttpResponse, Statuses } from "./http.ts";
import type { Limits } from "./limits.ts";
import type { MethodTable } from "./methods.ts";
import type { FieldPath } from "./paths.ts";
import type { Settings, ValuesOf } from "./settings.ts";
import type { Webhooks } from "./webhooks.ts";

export interface Connector<in Credentials> {
  /** Folder name, wire name, URL segment: always the same lowercase word. */
  readonly id: string;
  readonly name: string;
  readonly docs: string;
  /** The version of the processor's API that this connector speaks, as the processor names it. */
  readonly apiVersion: string;
  /**
   * Every host that this connector may speak to; an exchange names one, `api` unless it says otherwise. Templates, not
   * functions: `{prefix}` is one DNS label taken from the credentials, so the set of hosts can be printed and enforced.
   */
  readonly hosts: { readonly api: Host; readonly [name: string]: Host };

  /** What a merchant must configure. */
  readonly credentials: Settings;
  /** The processor's extras that a call may carry in `connector_options`. */
  readonly options?: Settings;
  /** Which credential `x-connector-sub-account` stands in for, or "header" where `authenticate` reads it itself. */
  readonly subAccount?: string;
  /** What the credentials are for, where they show it: a service in the other mode refuses them. */
  readonly modeOf?: (credentials: Credentials) => "live" | "test" | undefined;
  /** The client certificate, where the processor wants mutual TLS. */
  readonly certificate?: (credentials: Credentials) => ClientCertificate | undefined;
  /** The request as it leaves: signed, and encrypted where the processor wants that. */
  readonly authenticate: (request: HttpRequest, context: Context<Credentials>) => HttpRequest;
  /** Takes off what the processor put around any answer (JWE, JWS, a signature that must hold). */
  readonly open?: (response: HttpResponse, context: Context<Credentials>) => HttpResponse;
  /** For processors that want a short-lived token or key first. The host opens, caches and renews it. */
  readonly session?: Flow<void, Session, Credentials>;
  readonly idempotency: Idempotency;
  /** Where the processor's own id of a request is, in lower case: for the trace, the failure, and its support desk. */
  readonly requestIdHeader?: string;

  /** The keys are the coverage: a method that is not here is refused before anything is sent. */
  readonly methods: MethodTable<unknown, Credentials>;
  /** The same for rpcs. */
  readonly flows: Flows<Credentials>;
  /** What a flow needs and understands beyond the contract: the guard, the docs and the capabilities read it. */
  readonly rules?: { readonly [Name in FlowName]?: Rules<InputOf<Name>> };
  readonly webhooks?: Webhooks<Credentials>;
  /** What the processor has or a merchant would look for, and is not here: a sentence each, with the reason, for the docs. */
  readonly leftOut?: readonly string[];

  /** What an answer is, where it differs from `usualStatuses`; a function where the status alone does not tell. */
  readonly statuses?: Statuses;
  /** Reads the body of a refusal. What was asked is known: a 404 means one thing to `get` and another to `capture`. */
  readonly refusal: (response: HttpResponse, asked: Asked) => Failure;
}

export interface Host {
  readonly live: string;
  readonly test: string;
}

export interface ClientCertificate {
  /** PEM. */
  readonly certificate: string;
  /** PEM. */
  readonly key: string;
  readonly passphrase?: string;
}

export interface Context<Credentials> {
  readonly credentials: Credentials;
  /** Base URLs by the names of `hosts`, without a slash at the end. */
  readonly hosts: Readonly<Record<string, string>>;
  /** Already in the processor's own shape, one per exchange, the same on every repeat of a call. */
  readonly idempotencyKey: string;
  /** The moment this exchange is built: a later step of a script sees a later one. */
  readonly now: Date;
  /** Unpredictable, and yet a function of its label: the host seeds it anew for each exchange, a fixture with zeros. */
  readonly random: (label: string, length: number) => Uint8Array;
  readonly session?: Session;
  /** The account inside the credentials that the caller named. */
  readonly subAccount?: string;
  /** What an earlier answer of this connector gave as `state`, for ResumePayment. Opened and proven by the host. */
  readonly state: Readonly<Record<string, string>>;
  /** The `connector_options` of this connector; read them with `optionsOf`. */
  readonly options: Readonly<Record<string, string | readonly string[]>>;
}

/** The connector's own options, typed by their declaration. The host has checked them. */
export function optionsOf<Fields extends Settings>(
  _fields: Fields,
  { options }: Context<unknown>,
): Partial<ValuesOf<Fields>> {
  // The host checked `options` against this very declaration, which is what carries the types.
  return options as Partial<ValuesOf<Fields>>;
}

export interface Session {
  readonly token: string;
  readonly lifetimeSeconds: number;
  /** What came with the token: a key id, a public key, a region. */
  readonly values?: Readonly<Record<string, string>>;
}

export interface Idempotency {
  /**
   * `header`: the host adds it to whatever is not a GET. `field` and `reference`: the connector writes
   * `context.idempotencyKey` (for `reference` that is the merchant's reference itself) where the processor wants it.
   */
  readonly carrier: "header" | "field" | "reference" | "none";
  /** The header's or field's name. */
  readonly name?: string;
  readonly format: "uuid" | { readonly alphabet: "hex" | "alphanumeric"; readonly length: number };
  /** How long the processor recognises a repeat; left out where it does not say. */
  readonly seconds?: number;
  /** Where it keeps what succeeded alone: after an error a repeat is a new request. */
  readonly keeps?: "successes";
  readonly source: string;
}

export interface Asked {
  /** The flow's name, or the step's inside a script. */
  readonly exchange: string;
  readonly input: unknown;
}

/** What a flow needs and understands beyond the contract. */
export interface Rules<Input> {
  /** Fields that must be given. */
  readonly requires?: readonly FieldPath<Input>[];
  /** Fields marked `binding` that this connector honours; a parent stands for all below it. Others are refused. */
  readonly understands?: readonly FieldPath<Input>[];
  /** ISO 4217; left out: all. */
  readonly currencies?: readonly string[];
  /** Whether it may be less than the whole. */
  readonly partial?: boolean;
  /** Whether it may be done several times for one payment. */
  readonly repeated?: boolean;
  /** Lengths, alphabets and values of fields. */
  readonly limits?: Limits<Input>;
  /** The page that the limits were read from. */
  readonly source?: string;
  /** What cannot be said by the above, such as fields that exclude each other; asked where the contract's own rules hold. */
  readonly check?: (input: Input) => readonly Violation[];
  /** Of a look-up (and of ReversePayment): whether the original call, without an id, is enough. */
  readonly byOriginalCall?: boolean;
  /** Of a look-up: whether finding nothing means that there is nothing. */
  readonly consistency?: "strong" | "eventual";
  /** Of a look-up: false where it does not tell what became of an operation, and so resolves nothing. */
  readonly resolves?: boolean;
  /** Of a look-up: seconds until what was done can be found. */
  readonly visibleAfter?: number;
}

/** Checks a connector's types where it is written, and leaves it as it is. */
export const defineConnector = <Fields extends Settings>(
  connector: { readonly credentials: Fields } & Connector<ValuesOf<Fields>>,
): Connector<ValuesOf<Fields>> & { readonly credentials: Fields } => connector;

// biome-ignore lint/suspicious/noExplicitAny: the registry's seam, where every kind of credentials meets.
export type AnyConnector = Connector<any>;
export type { Headers };
