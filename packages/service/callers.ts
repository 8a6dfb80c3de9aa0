/** Who calls: by a bearer key or a client certificate, and what each caller may do. */
import { createHmac, hash, randomBytes } from "node:crypto";
import { CallError } from "#runtime";
import { RateLimited } from "./errors.ts";
import type { Header, Interceptor, Peer } from "./handler.ts";

export interface Caller {
  readonly name: string;
  /** "all", or the names of the accounts that it may use. */
  readonly accounts: "all" | ReadonlySet<string>;
  /** It may send a processor's credentials of its own. */
  readonly ownCredentials: boolean;
  /** It may see the processor's requests and answers, masked. */
  readonly includeRaw: boolean;
  readonly rate: Rate | undefined;
}
/** Calls per second, and how many may come at once after a pause. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/** A caller with what proves it. */
export interface KnownCaller extends Caller {
  /** SHA-256 of each key, in lower-case hexadecimal. */
  readonly keyHashes: readonly string[];
  /** Subjects of client certificates as `openssl x509 -noout -subject -nameopt RFC2253,-esc_msb` prints them. */
  readonly certificates: readonly string[];
}

/** In development mode: whoever reaches the loopback address. */
export const anybody: Caller = {
  name: "development",
  accounts: "all",
  ownCredentials: true,
  includeRaw: true,
  rate: undefined,
};

export interface Callers {
  /** Throws CallError UNAUTHENTICATED. */
  identify(header: Header, peer: Peer): Caller;
}

/** Keys are found under an HMAC whose key this process made, so the time that it takes tells nothing of any key. */
export function createCallers(known: readonly KnownCaller[], unknown: Caller | undefined): Callers {
  const salt = randomBytes(32);
  const salted = (digest: string) => createHmac("sha256", salt).update(digest).digest("base64");
  const byKey = new Map(
    known.flatMap((caller) => caller.keyHashes.map((digest) => [salted(digest), caller] as const)),
  );
  const bySubject = new Map(
    known.flatMap((caller) => caller.certificates.map((subject) => [subject, caller] as const)),
  );
  return {
    identify(header, { subject }) {
      const authorization = header("authorization");
      if (authorization !== undefined && known.length > 0) {
        const [, key] = /^Bearer +([\x21-\x7e]{1,512})$/i.exec(authorization) ?? [];
        const caller = key === undefined ? undefined : byKey.get(salted(hash("sha256", key)));
        if (caller) return caller;
        throw new CallError("UNAUTHENTICATED", "the key is not known");
      }
      const caller = subject === undefined ? undefined : bySubject.get(subject);
      if (caller ?? unknown) return (caller ?? unknown) as Caller;
      throw new CallError(
        "UNAUTHENTICATED",
        subject === undefined
          ? "a key is needed: authorization: Bearer …"
          : `the certificate of ${subject} is not known`,
      );
    },
  };
}

/** Names the caller and holds it to its rate. `callers` is asked anew for each call, since they are reloaded. */
export const authenticated =
  (callers: () => Callers, rates: Rates): Interceptor =>
  (next) =>
  async (call) => {
    const caller = callers().identify(call.header, call.peer);
    call.record.caller = caller.name;
    const wait = rates.take(caller);
    if (wait > 0) {
      call.record.reply = {
        headers: { "retry-after": String(Math.ceil(wait / 1000)) },
        // https://github.com/grpc/proposal/blob/master/A6-client-retries.md#pushback
        trailers: { "grpc-retry-pushback-ms": String(wait) },
      };
      throw new RateLimited(wait);
    }
    return next({ ...call, caller });
  };

export interface Rates {
  /** 0 where the call may go; otherwise milliseconds until one may. */
  take(caller: Caller): number;
}

/** Token buckets by caller. They outlive a reload, so that a reload gives nothing away. */
export function createRates(clock: () => number = () => performance.now()): Rates {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return {
    take({ name, rate }) {
      if (!rate) return 0;
      const now = clock();
      const bucket = buckets.get(name) ?? { tokens: rate.burst, at: now };
      buckets.set(name, bucket);
      const gained = ((now - bucket.at) / 1000) * rate.perSecond;
      bucket.tokens = Math.min(rate.burst, bucket.tokens + gained);
      bucket.at = now;
      if (bucket.tokens < 1) return Math.ceil(((1 - bucket.tokens) / rate.perSecond) * 1000);
      bucket.tokens -= 1;
      return 0;
    },
  };
}
