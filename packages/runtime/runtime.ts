/** The runtime: takes one rpc, prepares its run, and answers it. Everything that holds for all calls is here. */
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { create, type Message } from "@bufbuild/protobuf";
import { anyUnpack } from "@bufbuild/protobuf/wkt";
import {
  type GetConnectorResponse,
  GetConnectorResponseSchema,
  type ListConnectorsResponse,
  ListConnectorsResponseSchema,
  OperationKind,
  type ParseWebhookRequest,
  type ParseWebhookResponse,
  type PreviewRequest,
  type PreviewResponse,
  PreviewResponseSchema,
  type RawExchange,
} from "#contract";
import {
  type AnyConnector,
  type ClientCertificate,
  type Flow,
  type FlowName,
  type Idempotency,
  InvalidRequest,
  type MandateOutcome,
  type PaymentOutcome,
  Unsupported,
} from "#kit";
import { accountOf, optionsOf } from "./account.ts";
import { completed, stopped } from "./answers.ts";
import { described, flowsOf } from "./capabilities.ts";
import { CallError } from "./errors.ts";
import { checkRequest } from "./guard.ts";
import { hostsOf } from "./hosts.ts";
import { createIgnoredFields } from "./ignored.ts";
import {
  amountIn,
  amountOf,
  attemptOf,
  derivedKey,
  givenKey,
  paymentOf,
  referenceOf,
} from "./keys.ts";
import { preview } from "./preview.ts";
import { bodyText, maskedRun, recorder } from "./raw.ts";
import { contractRegistry, maskedMessage } from "./redact.ts";
import { type Rpc, rpcOf, rpcs } from "./rpcs.ts";
import { type Run, runFlow } from "./run.ts";
import type { Send } from "./send/send.ts";
import { createSessions } from "./sessions.ts";
import type { Settled } from "./settled.ts";
import { openState, type SealedState, type StateKey, sealState } from "./state.ts";
import { quotable, unquoted } from "./unquoted.ts";
import { parseWebhook } from "./webhooks.ts";

export interface RuntimeOptions {
  readonly connectorIds: readonly string[];
  /** Undefined for an id that is not there. */
  readonly connectors: (id: string) => Promise<AnyConnector | undefined>;
  readonly live: boolean;
  readonly send: Send;
  /** The first seals `state`, all open it. */
  readonly stateKeys: readonly StateKey[];
  readonly clock?: () => Date;
  /** The seed of `context.random`, new for each exchange. */
  readonly seed?: () => Uint8Array;
}

export interface Call {
  readonly connector: string;
  /** As given; checked against the connector's declaration. */
  readonly credentials: unknown;
  readonly certificate?: ClientCertificate | undefined;
  readonly subAccount?: string | undefined;
  /** The operator's base URLs by host name; never the caller's. */
  readonly hosts?: Readonly<Record<string, string>> | undefined;
  /** `performance.now()` when the answer must be there. */
  readonly deadline: number;
  readonly signal?: AbortSignal | undefined;
  readonly requestId: string;
  readonly includeRaw?: boolean | undefined;
}

export interface Runtime {
  /** One rpc. Throws InvalidRequest, Unsupported or CallError; a processor's no is an answer. */
  call(flow: FlowName, request: Message, call: Call): Promise<Message>;
  parseWebhook(request: ParseWebhookRequest, call: Call): Promise<ParseWebhookResponse>;
  preview(request: PreviewRequest, call: Call): Promise<PreviewResponse>;
  listConnectors(): Promise<ListConnectorsResponse>;
  getConnector(id: string): Promise<GetConnectorResponse>;
}

/** Time that stays for the answer itself once a processor has none. */
const ANSWER_MARGIN = 20;

export function createRuntime(options: RuntimeOptions): Runtime {
  const clock = options.clock ?? (() => new Date());
  const seed = options.seed ?? (() => randomBytes(32));
  const sessions = createSessions();
  const ignoredFields = createIgnoredFields();

  // Asking Node for a module again, though it is loaded, costs as much as a small call.
  const loaded = new Map<string, AnyConnector>();
  async function connectorOf(id: string): Promise<AnyConnector> {
    const connector = loaded.get(id) ?? (await options.connectors(id));
    if (connector) {
      loaded.set(id, connector);
      return connector;
    }
    const known = options.connectorIds.join(", ");
    throw new CallError(
      "UNKNOWN_CONNECTOR",
      `no connector is named ${JSON.stringify(id)}; there are ${known}`,
    );
  }

  function runOf(
    connector: AnyConnector,
    rpcName: string,
    request: Message,
    call: Call,
    state?: SealedState,
  ): Run {
    const { credentials, subAccount } = accountOf(connector, call, options.live);
    const of = {
      connector: connector.id,
      live: options.live,
      subAccount: call.subAccount,
      rpc: rpcName,
    };
    const attempt = attemptOf(request, of, state);
    const deadline = call.deadline - ANSWER_MARGIN;
    return {
      connector,
      credentials,
      certificate: call.certificate,
      subAccount,
      options: optionsOf(connector, request),
      hosts: hostsOf(connector, credentials, options.live, call.hosts),
      key: givenKey(request) ?? derivedKey(attempt),
      reference: attempt.reference,
      state: {},
      clock,
      seed,
      send: options.send,
      sessions,
      deadline,
      signal: call.signal,
      sleep: async (milliseconds) => {
        if (deadline - performance.now() <= milliseconds) return false;
        await sleep(milliseconds);
        return true;
      },
    };
  }

  async function callRpc(flow: FlowName, request: Message, call: Call): Promise<Message> {
    const rpc = rpcOf(flow);
    const connector = await connectorOf(call.connector);
    const { hints, method } = checkRequest(connector, flow, rpc.input, request);
    if (call.deadline - ANSWER_MARGIN <= performance.now())
      throw new CallError("DEADLINE_PASSED", "the deadline had passed before anything was sent");
    const opened = stateOf(request, connector, call);
    const run = runOf(connector, rpc.name, request, call, opened);
    const ready = opened ? resumed(run, request, opened) : { run, request };
    const raw: RawExchange[] = [];
    const carried = weakestOf(connector, flow);
    const watched: Run = {
      ...ready.run,
      carries: carried.add,
      ...(call.includeRaw && { observe: recorder(raw, rpc, ready.request, run) }),
    };
    const settled: Settled = {
      connector,
      idempotency: carried.weakest,
      rpc,
      request: ready.request,
      reference: opened?.reference ?? referenceOf(request),
      key: run.key,
      kind: opened?.flow === "setupMandate" ? OperationKind.SETUP_MANDATE : rpc.kind,
      amount: amountIn(opened) ?? amountOf(request),
      ignored: ignoredFields(ready.run, flow, ready.request, hints, method),
      raw,
      now: clock(),
      sealed: (outcome) => sealed(connector, call, flow, ready.request, opened, outcome),
    };
    const shown = (answer: Message) =>
      unquoted(answer, () => quotable(rpc, ready.request, ready.run));
    try {
      const declared = connector.flows[flow] as Flow<Message, unknown> | undefined;
      if (!declared) throw new Unsupported(`${connector.name} has no ${rpc.name}`);
      return shown(completed(settled, await runFlow(watched, flow, declared, ready.request)));
    } catch (error) {
      return shown(stopped(settled, error));
    }
  }

  function stateOf(request: Message, connector: AnyConnector, call: Call): SealedState | undefined {
    const { state } = request as { state?: string };
    if (!state) return undefined;
    const of = { connector: connector.id, subAccount: call.subAccount };
    return openState(state, options.stateKeys, of, clock());
  }

  function sealed(
    connector: AnyConnector,
    call: Call,
    flow: FlowName,
    request: Message,
    before: SealedState | undefined,
    outcome: PaymentOutcome | MandateOutcome,
  ): string {
    const amount = before ? undefined : amountOf(request);
    const payment = "payment" in outcome ? outcome.payment : undefined;
    return sealState(
      {
        connector: connector.id,
        subAccount: call.subAccount,
        flow: before?.flow ?? (flow === "setupMandate" ? "setupMandate" : "authorizePayment"),
        reference: before?.reference ?? referenceOf(request),
        paymentId: payment?.paymentRef?.paymentId ?? before?.paymentId,
        amount: amount ? [String(amount.minorUnits), amount.currency] : before?.amount,
        values: outcome.state ?? {},
      },
      options.stateKeys,
      clock(),
    );
  }

  return {
    call: callRpc,
    async parseWebhook(request, call) {
      const connector = await connectorOf(call.connector);
      return parseWebhook(runOf(connector, "ParseWebhook", request, call), request);
    },
    async preview(request, call) {
      return previewed(await connectorOf(call.connector), request, call);
    },
    async listConnectors() {
      const all = await Promise.all(options.connectorIds.map(connectorOf));
      return create(ListConnectorsResponseSchema, {
        connectors: all.map((connector) => ({
          connectorId: connector.id,
          name: connector.name,
          rpcs: flowsOf(connector).map((flow) => rpcOf(flow).name),
          methods: Object.keys(connector.methods),
        })),
      });
    },
    async getConnector(id) {
      const connector = described(await connectorOf(id));
      return create(GetConnectorResponseSchema, { connector });
    },
  };

  function previewed(
    connector: AnyConnector,
    request: PreviewRequest,
    call: Call,
  ): PreviewResponse {
    const asked = request.call && anyUnpack(request.call, contractRegistry);
    const rpc = asked && [...rpcs.values()].find(({ input }) => input.typeName === asked.$typeName);
    if (!rpc || !asked)
      throw new InvalidRequest({ field: "call", problem: "must be the request of an rpc" });
    const problems: { field: string; description: string }[] = [];
    try {
      checkRequest(connector, rpc.flow, rpc.input, asked);
    } catch (error) {
      if (!(error instanceof InvalidRequest)) throw error;
      for (const { field, problem } of error.violations)
        problems.push({ field, description: problem });
    }
    const run = runOf(connector, rpc.name, asked, call);
    const masked: Run = { ...run, ...maskedRun(run) };
    return create(PreviewResponseSchema, {
      idempotencyKey: run.key,
      problems,
      requests: shownSteps(masked, rpc, asked, problems.length > 0),
    });
  }
}

const strength = { none: 0, reference: 1, field: 2, header: 2 } as const;
/** How a repeat of a whole call is recognised: no better than its weakest exchange. */
function weakestOf(connector: AnyConnector, flow: FlowName) {
  const declared: Flow<never, unknown, never> | undefined = connector.flows[flow];
  const own = typeof declared === "object" ? declared.idempotency : undefined;
  let weakest: Idempotency | undefined;
  return {
    weakest: () => weakest ?? own ?? connector.idempotency,
    add(next: Idempotency) {
      if (!weakest || strength[next.carrier] <= strength[weakest.carrier]) weakest = next;
    },
  };
}

/** With unmet requirements a request may not be buildable at all; then the problems are the answer. */
function shownSteps(run: Run, rpc: Rpc, asked: Message, tolerant: boolean) {
  try {
    return preview(run, rpc.flow, maskedMessage(rpc.input, asked)).map(
      ({ step, request, assuming }) => ({
        step,
        httpMethod: request.method,
        url: request.url,
        headers: { ...request.headers },
        body: bodyText(request),
        assuming: { ...assuming },
      }),
    );
  } catch (error) {
    if (tolerant) return [];
    throw error;
  }
}

/** What was sealed comes back to the flow: the payment it belongs to, the connector's own values, its reference. */
function resumed(run: Run, request: Message, state: SealedState): { run: Run; request: Message } {
  const named = paymentOf(request);
  if (named?.paymentId && state.paymentId && named.paymentId !== state.paymentId)
    throw new InvalidRequest({ field: "payment", problem: "is another than the state's" });
  const payment =
    named ??
    (state.paymentId === undefined
      ? undefined
      : {
          $typeName: "payments.v1.PaymentRef" as const,
          paymentId: state.paymentId,
          relatedIds: {},
          ...(state.reference !== undefined && { reference: state.reference }),
        });
  return {
    run: { ...run, state: state.values, reference: state.reference ?? run.reference },
    request: payment ? ({ ...request, payment } as Message) : request,
  };
}
