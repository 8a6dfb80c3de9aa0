/** Short-lived processor tokens. A cache, not a state: forgetting everything costs one extra request. */
import { createHash } from "node:crypto";
import type { Session } from "#kit";
import type { Run } from "./run.ts";

const SAFETY_MILLISECONDS = 60_000;
/** Accounts whose tokens are kept at once; the oldest makes room, and costs one request when it comes back. */
const MOST_SESSIONS = 10_000;
interface Opened {
  readonly session: Promise<Session>;
  until: number;
  token?: string;
}

export interface Sessions {
  /** The session of this run's account, opened once for all that wait for it. */
  current(run: Run, open: () => Promise<Session>): Promise<Session>;
  /** Forgets only the token that was rejected: another call may have renewed it meanwhile. */
  forget(run: Run, token: string): void;
}

export function createSessions(): Sessions {
  const opened = new Map<string, Opened>();
  return {
    current(run, open) {
      const key = keyOf(run);
      const known = opened.get(key);
      if (known && known.until > run.clock().getTime()) return known.session;
      const fresh: Opened = { until: Number.POSITIVE_INFINITY, session: open() };
      fresh.session.then(
        ({ token, lifetimeSeconds }) => {
          fresh.token = token;
          const life = lifetimeSeconds * 1000;
          fresh.until = run.clock().getTime() + life - Math.min(SAFETY_MILLISECONDS, life / 2);
        },
        () => {
          if (opened.get(key) === fresh) opened.delete(key);
        },
      );
      if (opened.size >= MOST_SESSIONS) forgetOldest(opened);
      opened.set(key, fresh);
      return fresh.session;
    },
    forget(run, token) {
      const key = keyOf(run);
      if (opened.get(key)?.token === token) opened.delete(key);
    },
  };
}

function forgetOldest(opened: Map<string, Opened>): void {
  for (const key of opened.keys()) {
    opened.delete(key);
    return;
  }
}

/** Credentials never become a key in the clear. */
const keyOf = (run: Run): string =>
  createHash("sha256")
    .update(JSON.stringify([run.connector.id, run.hosts, run.subAccount, run.credentials]))
    .digest("hex");
