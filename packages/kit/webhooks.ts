/** Webhooks: how a processor's deliveries are split, verified and read. */
import { EventAction, type EventSchema, Verification, VerificationFailure } from "#contract";
import type { Context } from "./connector.ts";
import type { Flow, FlowName } from "./flows.ts";
import type { Headers } from "./http.ts";
import type { Init } from "./messages.ts";
import { sameSecret } from "./signatures.ts";

/** A delivery as it came. */
export interface Delivery {
  readonly method: string;
  /** As the processor called it, with its query. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Headers;
  /** Untouched: a signature is over bytes. */
  readonly bytes: Uint8Array;
  /** The bytes as UTF-8, for reading. */
  readonly text: string;
}

export interface Verdict {
  readonly verification: Verification;
  readonly verificationFailure?: VerificationFailure;
}

export interface Webhooks<in Credentials, Item = unknown> {
  /** Every event name that `read` knows, as the processor writes it: docs and capabilities list them. */
  readonly events: readonly string[];
  /** The page that they were read from. */
  readonly source: string;
  /** The flows whose end no event tells, so that waiting for one is no way to find it out. */
  readonly silentOn?: readonly FlowName[];
  /** False where the processor does not sign: content is then only a reason to look up. */
  readonly signed: boolean;
  /** The credential that holds the signing secrets, for error messages. */
  readonly secret?: string;
  /** Usually a function; a script where the processor must be asked. */
  readonly verify: Flow<Item, Verdict, Credentials>;
  /** Everything that an item says. An event that is not known is answered with `ignored`, never dropped. */
  readonly read: (item: Item, context: Context<Credentials>) => readonly EventResult[];
  /** What the processor expects to hear back; an empty 200 where left out. */
  readonly acknowledgement?: Acknowledgement;
  /** A delivery's items, each with a verdict of its own; the delivery itself where left out. */
  readonly items?: (delivery: Delivery) => readonly Item[];
}
export interface Acknowledgement {
  readonly status: number;
  readonly headers?: Headers;
  readonly text: string;
}

/** Ties what `items` gives to what `verify` and `read` take; left out, the item is the delivery. */
export const webhooks = <Credentials, Item = Delivery>(
  declared: Webhooks<Credentials, Item>,
): Webhooks<Credentials> =>
  // The host gives `verify` and `read` only what `items` made.
  declared as Webhooks<Credentials>;

/** A `payments.v1.Event` as connectors write it; verification is the host's to fill in. */
export type EventResult = Omit<Init<typeof EventSchema>, "verification" | "verificationFailure"> & {
  readonly processorEventType: string;
  readonly dedupeKey: string;
  readonly action: EventAction;
};

/** An event that is not known or does not concern payments. */
export const ignored = (type: string, dedupeKey: string, id?: string): EventResult => ({
  processorEventType: type,
  dedupeKey,
  action: EventAction.IGNORE,
  ...(id !== undefined && { processorEventId: id }),
});

export const verified: Verdict = { verification: Verification.VERIFIED };
export const unsigned: Verdict = { verification: Verification.NOT_AVAILABLE };
export const rejected = (reason: keyof typeof VerificationFailure): Verdict => ({
  verification: Verification.FAILED,
  verificationFailure: VerificationFailure[reason],
});
/** The verdict on a signature that either holds or does not. */
export const genuine = (holds: boolean): Verdict =>
  holds ? verified : rejected("SIGNATURE_MISMATCH");
/**
 * The verdict on a delivery that any of several secrets may have signed, while one is changed: `sign` is what a secret
 * makes of it, in the form that `signature` has.
 */
export function signedBy(
  signature: string | undefined,
  secrets: readonly string[],
  sign: (secret: string) => string,
): Verdict {
  if (!signature) return rejected("SIGNATURE_MISSING");
  if (secrets.length === 0) return rejected("SECRET_MISSING");
  return genuine(secrets.some((secret) => sameSecret(sign(secret), signature)));
}
