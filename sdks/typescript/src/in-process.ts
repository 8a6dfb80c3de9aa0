/** The same client with no server: the service's own runtime and connectors, in this process. */
import type { Message } from "@bufbuild/protobuf";
import { connectorIds, load } from "../../../connectors/registry.ts";
import type { GetConnectorRequest, ParseWebhookRequest } from "../../../contract/index.ts";
import {
  InvalidRequest as InvalidFields,
  Unsupported as NotOffered,
} from "../../../packages/kit/index.ts";
import {
  CallError,
  createHttp,
  createRuntime,
  ephemeralStateKey,
  type Runtime,
  rpcs,
  type Send,
  type StateKey,
} from "../../../packages/runtime/index.ts";
import { type Client, type CommonOptions, clientOver } from "./client.ts";
import { Connector } from "./connector.ts";
import { rpcName } from "./errors.ts";
import { type Attempt, closable, Failure, late, type Transport } from "./transport.ts";

export type InProcessOptions = CommonOptions & {
  readonly connector: Connector;
  /** Whether it is real money. */
  readonly live: boolean;
  /**
   * The first seals the `state` between a payment and its resumption, all open it. Left out, a key of this process alone:
   * a payment that is resumed by another process needs a key that both have.
   */
  readonly stateKeys?: readonly StateKey[];
  /** Where processors are; only for a sandbox. */
  readonly sandbox?: {
    readonly send: Send;
    readonly hosts: Readonly<Record<string, string>> | undefined;
    readonly clock?: () => Date;
  };
};

/** Processors are called from here: this process is in scope of PCI DSS when it sends cards. */
export function inProcess(options: InProcessOptions): Client {
  const { connector, live, sandbox, subAccount } = options;
  const http = sandbox ? undefined : createHttp();
  const send = sandbox?.send ?? http?.send;
  if (!send) throw new TypeError("there is nothing to send with");
  const runtime = createRuntime({
    connectorIds,
    connectors: load,
    live,
    send,
    stateKeys: options.stateKeys ?? [ephemeralStateKey()],
    ...(sandbox?.clock && { clock: sandbox.clock }),
  });
  const unary: Transport["unary"] = async (attempt) => {
    const own = {
      connector: connector.id,
      credentials: Connector.credentialsOf(connector),
      subAccount,
      hosts: sandbox?.hosts,
      deadline: performance.now() + attempt.timeout,
      signal: attempt.signal,
      requestId: attempt.headers["x-request-id"] ?? "",
      includeRaw: attempt.headers["x-include-raw"] === "true",
    };
    if (attempt.timeout <= 0) throw late(false);
    try {
      return await answer(runtime, attempt, own);
    } catch (error) {
      throw failureOf(error);
    }
  };
  const transport = closable(unary, async () => http?.close());
  return clientOver(transport, {}, options, `Client(in process, ${connector.id})`);
}

function answer(
  runtime: Runtime,
  { method, request }: Attempt,
  own: Parameters<Runtime["call"]>[2],
): Promise<Message> {
  const name = rpcName(method);
  const rpc = rpcs.get(name);
  if (rpc) return runtime.call(rpc.flow, request, own);
  // Each is asked under its own descriptor's name.
  if (method.name === "ParseWebhook")
    return runtime.parseWebhook(request as ParseWebhookRequest, own);
  if (method.name === "ListConnectors") return runtime.listConnectors();
  if (method.name === "GetConnector")
    return runtime.getConnector((request as GetConnectorRequest).connectorId);
  throw new NotOffered(`${name} is not offered in process`);
}

function failureOf(error: unknown): Failure {
  if (error instanceof InvalidFields)
    return failure("INVALID_REQUEST", error.message, error.violations);
  if (error instanceof NotOffered) return failure("UNSUPPORTED", error.message);
  if (error instanceof CallError) return failure(error.reason, error.message, error.violations);
  return failure("INTERNAL", "a fault of the library; the outcome of the call is not known");
}
const failure = (reason: string, message: string, violations: Failure["violations"] = []) =>
  new Failure(message, { sent: true, code: codes[reason] ?? "INTERNAL", reason, violations });
const codes: Readonly<Record<string, string>> = {
  INVALID_REQUEST: "INVALID_ARGUMENT",
  INVALID_CREDENTIALS: "INVALID_ARGUMENT",
  MALFORMED: "INVALID_ARGUMENT",
  UNSUPPORTED: "UNIMPLEMENTED",
  UNKNOWN_CONNECTOR: "NOT_FOUND",
  INVALID_STATE: "FAILED_PRECONDITION",
  NOT_SENT: "UNAVAILABLE",
  DEADLINE_PASSED: "DEADLINE_EXCEEDED",
};
