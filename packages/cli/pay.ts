/** `pay`: one payment, on the embedded sandbox or at a running service, and its answer as a tree. */
import { toJson } from "@bufbuild/protobuf";
import {
  type AuthorizePaymentRequest,
  type AuthorizePaymentResponse,
  AuthorizePaymentResponseSchema,
  OperationStatus,
  type PreviewedRequest,
  type PreviewResponse,
  PreviewResponseSchema,
  type RawExchange,
} from "#contract";
import { toJson as jsonOf, parseJson } from "#kit";
import { type FaultKind, faultKinds, type RunningSimulator } from "#simulators";
import { shownAmount } from "./amounts.ts";
import { atEndpoint, type Caller, inProcess, Refusal } from "./calls.ts";
import { defineCommand, type Exit, exits, type Given, Stop } from "./command.ts";
import { embed, loadProcessor, type Processor } from "./embedded.ts";
import { requestFor } from "./requests.ts";
import { type Terminal, table, tree } from "./terminal.ts";
import { branchesOf } from "./tree.ts";

const options = {
  connector: { type: "string", value: "ID", about: "the processor, such as stripe" },
  amount: {
    type: "string",
    value: "10.50",
    about: "as people write it; the samples' own where left out",
  },
  currency: { type: "string", value: "EUR", about: "ISO 4217" },
  method: { type: "string", value: "NAME", about: "what is paid with; card where left out" },
  outcome: {
    type: "string",
    value: "WORD",
    about: "a test value that ends so: declined-insufficient-funds, challenge",
  },
  capture: { type: "string", value: "MODE", about: "automatic or manual" },
  reference: {
    type: "string",
    value: "TEXT",
    about: "the merchant's reference of this attempt; made up where left out",
  },
  "dry-run": {
    type: "boolean",
    about: "show the processor's requests and send nothing; card data masked, example credentials",
  },
  fault: {
    type: "string",
    value: "KIND",
    about: "let the embedded sandbox fail: cut-after, cut-before, error-after, …",
  },
  raw: { type: "boolean", about: "show what was exchanged with the processor as well, masked" },
  endpoint: {
    type: "string",
    value: "URL",
    about: "a running service instead of this process (its key in CONNECTOR_SERVICE_KEY)",
  },
  account: {
    type: "string",
    value: "NAME",
    about: "with --endpoint: the account; the connector's id where left out",
  },
  json: { type: "boolean", about: "the answer in proto-JSON, whole" },
} as const;
type Wanted = Given<typeof options>;

export default defineCommand({
  name: "pay",
  about: "make one payment and show the answer",
  options,
  examples: [
    "connector-service pay --connector stripe",
    "connector-service pay --connector adyen --amount 10.50 --currency EUR --capture manual",
    "connector-service pay --connector adyen --outcome declined-insufficient-funds",
    "connector-service pay --connector razorpay --dry-run",
    "connector-service pay --connector stripe --endpoint http://127.0.0.1:8080",
  ],
  async run(wanted, _words, terminal) {
    const processor = await loadProcessor(wanted.connector);
    const reference = wanted.reference ?? `pay-${Date.now().toString(36)}`;
    const { request } = requestFor(processor, { ...wanted, reference });
    const embedded = embed([processor]);
    const running = embedded.sandbox.simulator(processor.id);
    const account = embedded.account(processor);
    const here = inProcess(embedded.runtime, account, wanted.raw ?? false);
    const caller = callerFor(wanted, processor, here);
    try {
      if (wanted["dry-run"]) {
        // With the processor's own test hosts: nothing is sent to them.
        const { hosts: _, ...own } = account;
        const shower = caller === here ? inProcess(embedded.runtime, own, false) : caller;
        return shownPreview(await shower.preview(request), wanted, terminal);
      }
      if (wanted.fault !== undefined)
        breakPayment(running, processor, wanted, await here.preview(request));
      return await paid(caller, request, running, wanted, terminal);
    } catch (error) {
      if (error instanceof Refusal) return shownRefusal(error, terminal);
      throw error;
    }
  },
});

function callerFor(wanted: Wanted, { id }: Processor, here: Caller): Caller {
  if (wanted.endpoint === undefined) {
    if (wanted.account === undefined) return here;
    throw new Stop(
      exits.usage,
      "--account goes with --endpoint",
      "the embedded sandbox has one account for each connector",
    );
  }
  if (wanted.fault !== undefined)
    throw new Stop(
      exits.usage,
      "--fault goes without --endpoint",
      "a served sandbox takes faults at its control API: see `connector-service sandbox`",
    );
  return atEndpoint({
    url: wanted.endpoint,
    account: wanted.account ?? id,
    key: process.env["CONNECTOR_SERVICE_KEY"],
    includeRaw: wanted.raw ?? false,
  });
}

/** The last request of a payment is the one that moves money; where a session is needed, one comes before them all. */
function breakPayment(
  running: RunningSimulator,
  { connector }: Processor,
  { fault }: Wanted,
  { requests }: PreviewResponse,
) {
  const kind = running.faultKinds.find((one: FaultKind) => one === fault);
  if (!kind) {
    const known = running.faultKinds.map((one) => [`  ${one}`, faultKinds[one]]);
    throw new Stop(
      exits.usage,
      `--fault ${fault} cannot happen here`,
      `there are\n${table(known)}`,
    );
  }
  const nth = Math.max(1, requests.length) + (connector.session ? 1 : 0);
  running.faults.script({ on: "*", nth, fault: { kind } });
}

async function paid(
  caller: Caller,
  request: AuthorizePaymentRequest,
  running: RunningSimulator,
  wanted: Wanted,
  terminal: Terminal,
): Promise<Exit> {
  const started = performance.now();
  const answer = await caller.authorize(request);
  const milliseconds = (performance.now() - started).toFixed(1);
  const exit = exitOf(answer);
  if (wanted.json) {
    terminal.write(JSON.stringify(toJson(AuthorizePaymentResponseSchema, answer), null, 2));
    return exit;
  }
  const { state: _sealed, ...open } = answer;
  const shown: AuthorizePaymentResponse = { ...open, rawExchanges: [] };
  const mark = { [exits.done]: "✓", [exits.unknown]: "?" }[exit as number] ?? "✗";
  const colour = exit === exits.done ? "green" : exit === exits.unknown ? "yellow" : "red";
  terminal.write(
    `${terminal.paint(colour, mark)} AuthorizePayment ${wanted.connector} ${amountIn(request)} ${terminal.paint("dim", `${milliseconds} ms`)}\n`,
  );
  terminal.write(tree(branchesOf(AuthorizePaymentResponseSchema, shown), terminal));
  for (const exchange of answer.rawExchanges) terminal.write(`\n${exchanged(exchange, terminal)}`);
  if (wanted.endpoint === undefined) terminal.write(`\n${moved(running, terminal)}`);
  if (answer.nextAction) terminal.note(`\n${whatNext(wanted)}`);
  return exit;
}

const amountIn = ({ purchase }: AuthorizePaymentRequest) =>
  purchase?.amount ? shownAmount(purchase.amount) : "";

function exitOf({ operation }: AuthorizePaymentResponse): Exit {
  switch (operation?.status) {
    case OperationStatus.ACCEPTED:
    case OperationStatus.SUCCEEDED:
      return exits.done;
    case OperationStatus.FAILED:
      return exits.no;
    default:
      return exits.unknown;
  }
}

/** The truth of the sandbox: what the simulated processor's books say. */
function moved({ ledger }: RunningSimulator, terminal: Terminal): string {
  const entries = ledger.map(({ kind, amount, currency, payment }) => [
    `  ${kind}`,
    shownAmount({ minorUnits: amount, currency }),
    terminal.paint("dim", payment),
  ]);
  return entries.length === 0
    ? "The sandbox's ledger: nothing moved."
    : `The sandbox's ledger:\n${table(entries)}`;
}

const whatNext = ({ endpoint, connector }: Wanted) =>
  endpoint === undefined
    ? `The customer has something to do first. This sandbox ends with the command; with \`connector-service serve\` and \`pay --connector ${connector} --endpoint …\` the page can be opened.`
    : "The customer has something to do first: open the page, then give what came back to ResumePayment with the state (`--json` shows it).";

function shownPreview(preview: PreviewResponse, { json }: Wanted, terminal: Terminal): Exit {
  const exit = preview.problems.length > 0 ? exits.refused : exits.done;
  if (json) {
    terminal.write(JSON.stringify(toJson(PreviewResponseSchema, preview), null, 2));
    return exit;
  }
  for (const request of preview.requests) terminal.write(`${requestText(request, terminal)}\n`);
  terminal.write(
    `Idempotency key of the call, of which each request's is made: ${preview.idempotencyKey}. Nothing was sent.`,
  );
  for (const { field, description } of preview.problems)
    terminal.note(`${terminal.paint("red", "✗")} ${field} ${description}`);
  return exit;
}

function requestText(request: PreviewedRequest, terminal: Terminal): string {
  const assuming = Object.entries(request.assuming).map(
    ([step, answer]) => `# taking ${step} to have answered ${answer}`,
  );
  return [
    terminal.paint("bold", `# ${request.step}`),
    ...assuming.map((line) => terminal.paint("dim", line)),
    `${request.httpMethod} ${request.url}`,
    ...headerLines(request.headers),
    "",
    readableBody(request.body),
  ].join("\n");
}

function exchanged(exchange: RawExchange, terminal: Terminal): string {
  return [
    terminal.paint("bold", `# ${exchange.step}`),
    exchange.requestLine,
    ...headerLines(exchange.requestHeaders),
    "",
    readableBody(exchange.requestBody),
    "",
    exchange.status === 0 ? "(no answer)" : `HTTP status ${exchange.status}`,
    ...headerLines(exchange.responseHeaders),
    "",
    readableBody(exchange.responseBody),
  ].join("\n");
}
const headerLines = (headers: Readonly<Record<string, string>>) =>
  Object.entries(headers).map(([name, value]) => `${name}: ${value}`);

/** JSON indented; a form one field a line. For reading: the bytes that are sent have neither. */
function readableBody(text: string): string {
  if (/^[\w.*%[\]-]+=[^\s]*$/.test(text) && text.includes("&")) return text.replaceAll("&", "\n&");
  const value = parseJson(text);
  return value === undefined ? text : jsonOf(value, 2);
}

function shownRefusal({ reason, message, violations }: Refusal, terminal: Terminal): Exit {
  terminal.note(`${terminal.paint("red", "✗")} ${reason}: ${message}`);
  for (const { field, problem } of violations) terminal.note(`  ${field} ${problem}`);
  const sent = reason === "INTERNAL" ? exits.unknown : exits.refused;
  if (sent === exits.refused) terminal.note("  Nothing was sent to the processor.");
  return sent;
}
