/** `state`: what ResumePayment will need, sealed, so that a caller can carry it and not read or change it. */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createSecretKey,
  type KeyObject,
  randomBytes,
} from "node:crypto";
import { CallError } from "./errors.ts";

/** The first key seals; all open, so that keys rotate. 32 bytes each, shared by replicas. */
export interface StateKey {
  readonly id: string;
  readonly key: Uint8Array;
}

export interface SealedState {
  readonly connector: string;
  readonly subAccount: string | undefined;
  /** The call that began what ResumePayment finishes. */
  readonly flow: "authorizePayment" | "setupMandate";
  readonly reference: string | undefined;
  readonly paymentId: string | undefined;
  readonly amount: readonly [string, string] | undefined;
  readonly values: Readonly<Record<string, string>>;
}

const lifetime = 3600_000;

/** Node makes a key object of bytes at each use, which takes ten times as long as sealing. */
const keyObjects = new WeakMap<StateKey, KeyObject>();
function keyObjectOf(state: StateKey): KeyObject {
  const known = keyObjects.get(state) ?? createSecretKey(state.key);
  keyObjects.set(state, known);
  return known;
}

/** A fresh key, for a single process without configuration: its states end with it. */
export const ephemeralStateKey = (): StateKey => {
  const key = randomBytes(32);
  return { id: createHash("sha256").update(key).digest("hex").slice(0, 8), key };
};

export function sealState(state: SealedState, keys: readonly StateKey[], now: Date): string {
  const chosen = keys[0];
  if (!chosen) throw new CallError("INTERNAL", "no state key is configured");
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", keyObjectOf(chosen), nonce).setAAD(
    Buffer.from(chosen.id),
  );
  const text = JSON.stringify({ ...state, until: now.getTime() + lifetime });
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return [
    "s1",
    chosen.id,
    Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString("base64url"),
  ].join(".");
}

/** Throws `INVALID_STATE` for a state that is not ours, was changed, is too old, or is of another connector. */
export function openState(
  text: string,
  keys: readonly StateKey[],
  of: { readonly connector: string; readonly subAccount: string | undefined },
  now: Date,
): SealedState {
  const [version, id, body = ""] = text.split(".");
  const chosen = keys.find((key) => key.id === id);
  if (version !== "s1" || !chosen)
    throw refused("was not made by this service, or its key is gone");
  const bytes = Buffer.from(body, "base64url");
  // Base64 is read leniently: what is not written as we write it is not what we gave out.
  const rewritten = [version, id, bytes.toString("base64url")].join(".");
  if (bytes.length < 28 || rewritten !== text) throw refused("is damaged");
  let state: SealedState & { readonly until: number };
  try {
    const opener = createDecipheriv("aes-256-gcm", keyObjectOf(chosen), bytes.subarray(0, 12))
      .setAAD(Buffer.from(chosen.id))
      .setAuthTag(bytes.subarray(-16));
    const opened = Buffer.concat([opener.update(bytes.subarray(12, -16)), opener.final()]);
    state = JSON.parse(opened.toString("utf8"));
  } catch (cause) {
    throw refused("is damaged", cause);
  }
  if (state.until < now.getTime()) throw refused("is too old");
  if (state.connector !== of.connector || state.subAccount !== of.subAccount)
    throw refused("belongs to another connector or account");
  return state;
}
const refused = (problem: string, cause?: unknown) =>
  new CallError("INVALID_STATE", `the state ${problem}`, {
    violations: [{ field: "state", problem }],
    cause,
  });
