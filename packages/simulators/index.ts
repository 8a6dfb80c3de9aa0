/** The sandbox: runs the simulators it is given, in process or on loopback, with faults, pages and signed webhooks. */
export { type Address, addressOf, baseUrl, sandboxHosts } from "./addresses.ts";
export type { CourierTiming, WebhookTarget } from "./courier.ts";
export {
  type Fault,
  type FaultKind,
  type Faults,
  faultKinds,
  readFaults,
  type ScriptedFault,
  type SeededFaults,
} from "./faults.ts";
export { createSandbox, failureText, type Sandbox, type SandboxStart } from "./host.ts";
export type { Attempt, Delivery } from "./outbox.ts";
export type { Arrival, Failure, Handled, RunningSimulator } from "./running.ts";
export { type Sleep, sendTo } from "./send.ts";
export { type SandboxServer, type ServeOptions, serveSandbox } from "./server.ts";
export { sandboxSend } from "./transport.ts";
export type { Ending, Outcome } from "./wire.ts";
