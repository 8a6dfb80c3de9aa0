/** The service: the contract over gRPC and JSON, with callers, accounts, limits, logs, metrics and a webhook ingress. */
export type { Account, Accounts, Connectors, Forwarding } from "./accounts.ts";
export type { Caller, KnownCaller, Rate } from "./callers.ts";
export {
  type Config,
  type ConfigSource,
  developmentConfig,
  type Limits,
  type Mode,
  readConfig,
  type Tls,
} from "./config.ts";
export { type Code, codes, type Reason, rows } from "./errors.ts";
export { ConfigFault } from "./faults.ts";
export { createLog, type Log } from "./log.ts";
export { type Parts, type Service, startService } from "./main.ts";
export { type Level, levels } from "./schema.ts";
export { signingKey } from "./standard-webhooks.ts";
