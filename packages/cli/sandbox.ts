/** `sandbox`: every processor in miniature on loopback, with its pages, its webhooks and the control API. */
import { sandboxHosts, serveSandbox } from "#simulators";
import { defineCommand, exits, portOf } from "./command.ts";
import { loadProcessors, openSandbox, type Processor } from "./embedded.ts";
import { methodNames, wordsFor } from "./requests.ts";
import { onPort, untilStopped } from "./stopping.ts";
import { type Terminal, table, wrapped } from "./terminal.ts";

export const SANDBOX_PORT = 8181;

export default defineCommand({
  name: "sandbox",
  about: "serve all processors in miniature on this machine",
  options: {
    port: {
      type: "string",
      value: "PORT",
      about: `${SANDBOX_PORT} where left out; 0 for any free one`,
    },
    json: { type: "boolean", about: "print what it serves as one line of JSON" },
  },
  examples: ["connector-service sandbox", "connector-service sandbox --port 0 --json"],
  async run({ port: typed, json }, _words, terminal) {
    const processors = await loadProcessors();
    const port = portOf(typed) ?? SANDBOX_PORT;
    const server = await onPort(port, () => serveSandbox(openSandbox(processors), { port }));
    const stopped = untilStopped();
    if (json) terminal.write(JSON.stringify(asJson(server.url, processors)));
    else terminal.write(welcome(server.url, processors, terminal));
    await stopped;
    await server.close();
    return exits.done;
  },
});

function welcome(url: string, processors: readonly Processor[], terminal: Terminal): string {
  const first = processors[0]?.id ?? "stripe";
  return [
    `${terminal.paint("bold", `The sandbox is at ${url}.`)} Nothing here is real, and what you see below is nobody's secret.`,
    ...processors.map((processor) => processorText(url, processor, terminal)),
    [
      terminal.paint("bold", "Control"),
      `  what really moved   curl ${url}/_sandbox/${first}/ledger`,
      `  lose an answer      curl -H 'content-type: application/json' -d '{"on":"*","fault":{"kind":"cut-after"}}' ${url}/_sandbox/${first}/faults`,
      `  deliver webhooks    curl -H 'content-type: application/json' -d '{"url":"http://127.0.0.1:9000/","secret":"…"}' ${url}/_sandbox/${first}/webhook`,
      `  all of it           curl ${url}/_sandbox/simulators`,
    ].join("\n"),
    "Ctrl-C ends it, and everything in it.",
  ].join("\n\n");
}

function processorText(url: string, processor: Processor, terminal: Terminal): string {
  const { id, connector, simulator } = processor;
  const { credentials, outcomes } = simulator.samples;
  const list = (words: readonly string[]) =>
    wrapped(words.join(", "), terminal.columns - 4).map((line) => `    ${line}`);
  return [
    terminal.paint("bold", `${connector.name} (${id})`),
    table(
      Object.entries(sandboxHosts(url, id, connector.hosts)).map(([name, base]) => [
        `  ${name}`,
        base,
      ]),
    ),
    "  credentials",
    table(
      Object.entries(credentials).map(([name, value]) => [
        `    ${name}`,
        [value].flat().join(", "),
      ]),
    ),
    "  methods",
    ...list(methodNames(simulator.samples)),
    ...(outcomes.length > 0
      ? [
          `  test values, as in \`connector-service pay --connector ${id} --outcome WORD\``,
          table(
            outcomes.map((outcome) => [
              `    ${wordsFor(outcome)[0]}`,
              terminal.paint("dim", outcome.name),
            ]),
          ),
        ]
      : []),
  ].join("\n");
}

const asJson = (url: string, processors: readonly Processor[]) => ({
  url,
  control: `${url}/_sandbox/simulators`,
  processors: processors.map(({ id, connector, simulator: { samples } }) => ({
    id,
    hosts: sandboxHosts(url, id, connector.hosts),
    credentials: samples.credentials,
    methods: methodNames(samples),
    outcomes: samples.outcomes.map((outcome) => ({
      word: wordsFor(outcome)[0],
      name: outcome.name,
      status: outcome.status,
      code: outcome.code,
    })),
  })),
});
