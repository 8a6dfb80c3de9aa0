/** The client library: every processor through one contract. `README.md` is where to begin. */
export { create, fromJson, fromJsonString, toJson, toJsonString } from "@bufbuild/protobuf";
export * from "../../../contract/index.ts";
export type { CallHooks, CallOptions, Hooks } from "./call.ts";
export {
  type Client,
  type ClientOptions,
  type CommonOptions,
  createClient,
  type Delivery,
  type Methods,
  type Whose,
} from "./client.ts";
export { Connector, type Credentials } from "./connector.ts";
export * from "./connectors.ts";
export * from "./errors.ts";

export { decimal, money } from "./money.ts";
export { nameOf } from "./names.ts";
export { type Answer, applyAnswer, applyEvent, recordFromBytes, recordToBytes } from "./record.ts";
export { discreet } from "./secret.ts";
export type { TlsOptions } from "./transport.ts";
