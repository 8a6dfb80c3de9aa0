/** The form of the configuration file. What needs more than a look at one value is checked in `config.ts`. */
import * as v from "valibot";

/** How much is logged, the most verbose first. */
export const levels = ["debug", "info", "warn", "error", "silent"] as const;
export type Level = (typeof levels)[number];

const units = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;
/** `500ms`, `30s`, `5m`, `1h`; milliseconds inside. */
const duration = v.pipe(
  v.string(),
  v.regex(/^\d{1,6}(?:ms|s|m|h)$/, "must be a duration such as 30s"),
  v.transform((text) => {
    const [, digits, unit] = /^(\d+)(ms|s|m|h)$/.exec(text) ?? [];
    return Number(digits) * units[(unit ?? "ms") as keyof typeof units];
  }),
);
const sizes = { KiB: 1 << 10, MiB: 1 << 20 } as const;
/** `512KiB`, `5MiB`; bytes inside. */
const size = v.pipe(
  v.string(),
  v.regex(/^\d{1,6}(?:KiB|MiB)$/, "must be a size such as 5MiB"),
  v.transform((text) => {
    const [, digits, unit] = /^(\d+)(KiB|MiB)$/.exec(text) ?? [];
    return Number(digits) * sizes[(unit ?? "KiB") as keyof typeof sizes];
  }),
);
const count = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000));
const port = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(65_535));
const text = v.pipe(v.string(), v.minLength(1, "must not be empty"));
/** What is named in headers, paths and logs. */
const name = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9][\w.-]{0,63}$/, "must be 1 to 64 letters, digits and . _ -"),
);
const url = v.pipe(v.string(), v.url("must be a URL"));

const forwarding = v.strictObject({
  url,
  /** `whsec_…` by reference; several while they are rotated. */
  secrets: v.pipe(v.array(text), v.minLength(1, "needs at least one")),
});

const egressProxy = v.strictObject({
  url,
  username: v.optional(text),
  password: v.optional(text),
  /** PEM certificates to trust for an https proxy, beside the system's. */
  authorities: v.optional(v.array(text), []),
});

const caller = v.strictObject({
  name,
  /** Each `env:NAME`, `file:/path` or `sha256:<hexadecimal>` of the key. */
  keys: v.optional(v.array(text), []),
  certificates: v.optional(v.array(text), []),
  accounts: v.optional(v.union([v.literal("all"), v.array(name)]), []),
  ownCredentials: v.optional(v.boolean(), false),
  includeRaw: v.optional(v.boolean(), false),
  rate: v.optional(v.strictObject({ perSecond: count, burst: v.optional(count) })),
});

const account = v.strictObject({
  connector: name,
  credentials: v.optional(v.record(v.string(), v.union([text, v.array(text)])), {}),
  subAccount: v.optional(text),
  certificate: v.optional(
    v.strictObject({ certificate: text, key: text, passphrase: v.optional(text) }),
  ),
  hosts: v.optional(v.record(v.string(), url), {}),
  webhooks: v.optional(forwarding),
});

export const fileSchema = v.strictObject({
  mode: v.optional(v.picklist(["development", "test", "live"]), "test"),
  listen: v.optional(
    v.strictObject({
      address: v.optional(text),
      port: v.optional(port, 8080),
      tls: v.optional(
        v.strictObject({
          certificate: text,
          key: text,
          clientAuthorities: v.optional(text),
          clientCertificates: v.optional(v.picklist(["optional", "required"]), "optional"),
        }),
      ),
      /** Live mode without TLS here: something in front of it ends TLS. */
      plaintextAcknowledged: v.optional(v.boolean(), false),
    }),
    {},
  ),
  publicUrl: v.optional(url),
  admin: v.optional(v.strictObject({ address: v.optional(text, "127.0.0.1"), port })),
  stateKeys: v.optional(v.array(v.strictObject({ id: name, key: text })), []),
  callers: v.optional(v.array(caller), []),
  accounts: v.optional(v.record(v.string(), account), {}),
  webhooks: v.optional(forwarding),
  /** PEM certificates to trust beside the system's, for processors and webhooks. */
  authorities: v.optional(v.array(text), []),
  /** Through which processors and webhooks are reached. */
  egressProxy: v.optional(egressProxy),
  limits: v.optional(
    v.strictObject({
      /** The largest message: evidence has files of 4 MiB. */
      message: v.optional(size, "5MiB"),
      /** All messages that are held at a time. */
      bodies: v.optional(size, "256MiB"),
      /** Calls that run at a time, and that wait for their turn. */
      running: v.optional(count, 512),
      waiting: v.optional(count, 512),
      patience: v.optional(duration, "1s"),
      connections: v.optional(count, 10_000),
      /** Calls at a time on one HTTP/2 connection. */
      streams: v.optional(count, 256),
      /** After this a connection is asked to come again, so that replicas share the load. */
      connectionAge: v.optional(duration, "30m"),
    }),
    {},
  ),
  deadline: v.optional(
    v.strictObject({ usual: v.optional(duration, "30s"), most: v.optional(duration, "5m") }),
    {},
  ),
  /** In which a webhook is verified, forwarded and answered. */
  webhookTime: v.optional(duration, "8s"),
  drain: v.optional(
    v.strictObject({ notice: v.optional(duration, "0s"), most: v.optional(duration, "30s") }),
    {},
  ),
  log: v.optional(
    v.strictObject({
      level: v.optional(v.picklist(levels), "info"),
    }),
    {},
  ),
  reflection: v.optional(v.boolean(), true),
});
export type ConfigFile = v.InferOutput<typeof fileSchema>;
export type AccountEntry = v.InferOutput<typeof account>;
export type CallerEntry = v.InferOutput<typeof caller>;
export type EgressProxyEntry = v.InferOutput<typeof egressProxy>;
export type ForwardingEntry = v.InferOutput<typeof forwarding>;
