/** What runs a connector: all that is impure about a call. */
export {
  type Answer,
  applyAnswer,
  applyEvent,
  joinRecords,
  tell,
  totalsOf,
} from "./apply-event.ts";
export {
  type Account,
  type CallOptions,
  client,
  type InProcessClient,
  type Methods,
} from "./client.ts";
export * from "./errors.ts";
export type { Known, PaymentRecord, Totals, Words } from "./payment-record.ts";
export { contractRegistry } from "./redact.ts";
export { flowNames, type Rpc, rpcOf, rpcs } from "./rpcs.ts";
export { type Call, createRuntime, type Runtime, type RuntimeOptions } from "./runtime.ts";
export { createHttp, type HttpOptions, type HttpSend } from "./send/http.ts";
export { withRetries } from "./send/retry.ts";
export { type Around, type Peer, type Send, SendFailure } from "./send/send.ts";
export { type EgressProxy, ProxyFailure } from "./send/tunnel.ts";
export { ephemeralStateKey, type StateKey } from "./state.ts";
export {
  disputeTransitions,
  operationTransitions,
  paymentTransitions,
  refundTransitions,
  type Transitions,
} from "./transitions.ts";
