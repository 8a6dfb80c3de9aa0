/** `serve`: the service; without a configuration in development mode, on the embedded sandbox. */
import { type Config, createLog } from "#service";
import { type SandboxServer, serveSandbox } from "#simulators";
import { defineCommand, type Exit, exits, type Given, portOf, Stop } from "./command.ts";
import { loadProcessors, openSandbox, type Processor } from "./embedded.ts";
import { example } from "./example.ts";
import { SANDBOX_PORT } from "./sandbox.ts";
import { configured, forwardingTo, SERVICE_PORT, sandboxAccounts, start } from "./service.ts";
import { onPort, untilStopped } from "./stopping.ts";
import { type Terminal, table } from "./terminal.ts";

const options = {
  config: {
    type: "string",
    value: "PATH",
    about: "the configuration; CONNECTOR_SERVICE_CONFIG, or development mode, where left out",
  },
  port: {
    type: "string",
    value: "PORT",
    about: `${SERVICE_PORT}, or the configuration's, where left out`,
  },
  sandbox: {
    type: "boolean",
    about: "with --config in development mode: add the sandbox's accounts to those of the file",
  },
  "sandbox-port": { type: "string", value: "PORT", about: `${SANDBOX_PORT} where left out` },
  "forward-to": {
    type: "string",
    value: "URL",
    about: "let the sandbox's webhooks come to this address of yours, verified and normalised",
  },
  json: { type: "boolean", about: "print the addresses as one line of JSON" },
  "with-input": {
    type: "boolean",
    about: "end when standard input ends, and so with the process that started this one",
  },
} as const;
type Wanted = Given<typeof options>;

export default defineCommand({
  name: "serve",
  about: "start the service, by default on the embedded sandbox",
  options,
  examples: [
    "connector-service serve",
    "connector-service serve --forward-to http://127.0.0.1:3000/webhooks",
    "connector-service serve --config service.yaml",
  ],
  async run(wanted, _words, terminal) {
    const { config, source } = await configured(wanted.config, portOf(wanted.port));
    const bare = config.files.size === 0;
    if (wanted.sandbox || bare) return onSandbox(config, wanted, terminal);
    for (const option of ["sandbox-port", "forward-to"] as const)
      if (wanted[option] !== undefined)
        throw new Stop(exits.usage, `--${option} goes with the sandbox`, "add --sandbox");
    const service = await start(config, { source });
    const stopped = untilStopped(wanted["with-input"]);
    const { accounts, mode } = config;
    if (wanted.json) terminal.note(JSON.stringify({ url: service.url, mode }));
    else terminal.note(`serving ${accounts.size} accounts at ${service.url} in ${mode} mode`);
    await stopped;
    await service.close();
    return exits.done;
  },
});

async function onSandbox(config: Config, wanted: Wanted, terminal: Terminal): Promise<Exit> {
  if (config.mode !== "development")
    throw new Stop(
      exits.usage,
      `the sandbox is for development mode, and this is ${config.mode} mode`,
      "say `mode: development` in the configuration, or leave --sandbox out",
    );
  const processors = await loadProcessors();
  const port = portOf(wanted["sandbox-port"]) ?? SANDBOX_PORT;
  const sandbox = await onPort(port, () => serveSandbox(openSandbox(processors), { port }));
  try {
    const to = wanted["forward-to"];
    const forwarding = to === undefined ? undefined : forwardingTo(loopbackUrl(to));
    const own = sandboxAccounts(processors, sandbox.url, forwarding);
    // Standard output is for the addresses; what happens is told beside it.
    const log = createLog(config.log.level, process.stderr);
    const service = await start(
      { ...config, accounts: new Map([...own, ...config.accounts]) },
      { log },
    );
    const stopped = untilStopped(wanted["with-input"]);
    const payment = wanted.json ? undefined : await example(service.url, processors);
    if (forwarding) deliverAll(processors, sandbox, service.url);
    terminal.write(
      wanted.json
        ? JSON.stringify({
            url: service.url,
            sandbox: sandbox.url,
            accounts: [...own.keys()],
            ...(forwarding && { webhookSecret: forwarding.secret }),
          })
        : welcome(service.url, sandbox.url, processors, payment, forwarding, terminal),
    );
    await stopped;
    await service.close();
    return exits.done;
  } finally {
    await sandbox.close();
  }
}

function loopbackUrl(text: string): string {
  const { protocol, hostname } = URL.canParse(text) ? new URL(text) : {};
  if (
    protocol === "https:" ||
    (protocol === "http:" && /^(localhost|127\.[\d.]+|\[::1\])$/.test(hostname ?? ""))
  )
    return text;
  throw new Stop(
    exits.usage,
    `--forward-to ${text} is not an address that webhooks may go to`,
    "https://…, or http:// on this machine",
  );
}

/** From the sandbox through the service's ingress, which forwards. */
export function deliverAll(
  processors: readonly Processor[],
  sandbox: Pick<SandboxServer, "deliverTo">,
  service: string,
): void {
  for (const { id, connector, simulator } of processors) {
    if (!connector.webhooks) continue;
    const name = connector.webhooks.secret;
    const [secret = ""] =
      name === undefined ? [] : [simulator.samples.credentials[name] ?? []].flat();
    sandbox.deliverTo(id, { url: `${service}/webhooks/${id}`, secret });
  }
}

function welcome(
  url: string,
  sandbox: string,
  processors: readonly Processor[],
  payment: string | undefined,
  forwarding: { readonly url: string; readonly secret: string } | undefined,
  terminal: Terminal,
): string {
  return [
    `${terminal.paint("bold", `The service is at ${url}`)}, in development mode: gRPC and JSON, this machine only.`,
    table([
      ["  accounts", processors.map(({ id }) => id).join(", ")],
      ["  sandbox", `${sandbox} (\`connector-service sandbox --help\`)`],
      ["  health", `${url}/grpc.health.v1.Health/Check`],
      ["  metrics", `${url}/metrics`],
      ...(forwarding
        ? [
            ["  webhooks", `${url}/webhooks/<account>, on to ${forwarding.url}`],
            ["  their secret", `${forwarding.secret} (Standard Webhooks)`],
          ]
        : []),
    ]),
    ...(payment === undefined ? [] : [payment]),
    "Ctrl-C ends it.",
  ].join("\n\n");
}
