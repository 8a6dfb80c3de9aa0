/** `doctor`: looks at everything that a first payment needs, and says what to do where something is wrong. */

import { defineCommand, exits, portOf } from "./command.ts";
import { checkClock } from "./doctor/clock.ts";
import { checkConfiguration } from "./doctor/configuration.ts";
import { checkEndpoint } from "./doctor/endpoint.ts";
import type { Finding } from "./doctor/finding.ts";
import { checkDependencies, checkNode } from "./doctor/installation.ts";
import { checkPort } from "./doctor/ports.ts";
import { checkSandbox } from "./doctor/sandbox.ts";
import { SANDBOX_PORT } from "./sandbox.ts";
import { SERVICE_PORT } from "./service.ts";

/** The configuration, and the ports that a service with it would have. */
async function checkService(
  file: string | undefined,
  port: number | undefined,
): Promise<readonly Finding[]> {
  const { findings, config } = await checkConfiguration(file);
  const isDevelopment = (config?.mode ?? "development") === "development";
  const wanted: readonly (readonly [string, number])[] = [
    ["service", port ?? config?.listen.port ?? SERVICE_PORT],
    ...(config?.admin ? [["admin", config.admin.port] as const] : []),
    ...(isDevelopment ? [["sandbox", SANDBOX_PORT] as const] : []),
  ];
  const ports = await Promise.all(wanted.map(([what, one]) => checkPort(what, one)));
  return [...findings, ...ports.flat()];
}

type Check = () => Promise<readonly Finding[]> | readonly Finding[];

const marks = { fine: "✓", odd: "!", wrong: "✗" } as const;
const colours = { fine: "green", odd: "yellow", wrong: "red" } as const;

export default defineCommand({
  name: "doctor",
  about: "check this machine, the configuration and a payment on every connector",
  options: {
    config: {
      type: "string",
      value: "PATH",
      about: "the service's configuration file; development mode where left out",
    },
    port: {
      type: "string",
      value: "PORT",
      about: `the service's port; the configuration's, or ${SERVICE_PORT}, where left out`,
    },
    "clock-of": {
      type: "string",
      value: "URL",
      about: "compare this machine's clock with that server's",
    },
    endpoint: {
      type: "string",
      value: "URL",
      about: "ask a running service whether it takes calls, and nothing else",
    },
    json: { type: "boolean", about: "for programs" },
  },
  examples: ["connector-service doctor", "connector-service doctor --config service.yaml"],
  async run(given, _words, terminal) {
    const findings: Finding[] = [];
    const { endpoint } = given;
    const ofMachine: readonly Check[] = [
      checkNode,
      checkDependencies,
      () => checkService(given.config, portOf(given.port)),
      () => checkClock(given["clock-of"]),
      checkSandbox,
    ];
    const checks = endpoint === undefined ? ofMachine : [() => checkEndpoint(endpoint)];
    for (const check of checks) {
      const found = await check();
      findings.push(...found);
      if (!given.json)
        for (const { state, what, advice } of found) {
          terminal.write(`${terminal.paint(colours[state], marks[state])} ${what}`);
          if (advice !== undefined) terminal.write(`  ${advice}`);
        }
    }
    const wrong = findings.filter(({ state }) => state === "wrong").length;
    if (given.json) terminal.write(JSON.stringify(findings, null, 2));
    else if (endpoint === undefined)
      terminal.write(
        wrong === 0
          ? "\nAll is well. `connector-service serve` starts the service."
          : `\n${wrong} to put right.`,
      );
    return wrong === 0 ? exits.done : exits.no;
  },
});
