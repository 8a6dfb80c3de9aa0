/** `webhook`: whether a delivery is the processor's, what it says, and precisely why not; or signs it anew. */
import { readFileSync } from "node:fs";
import { toJson } from "@bufbuild/protobuf";
import {
  type Event,
  EventSchema,
  ParseWebhookResponseSchema,
  Verification,
  VerificationFailureSchema,
  VerificationSchema,
} from "#contract";
import { defineCommand, exits, type Given, Stop } from "./command.ts";
import { type Delivered, type Header, judge, signAnew } from "./deliveries.ts";
import { diagnose } from "./diagnosis.ts";
import { loadProcessor, type Processor } from "./embedded.ts";
import { type Terminal, tree } from "./terminal.ts";
import { branchesOf, wordOf } from "./tree.ts";

const options = {
  connector: { type: "string", value: "ID", about: "whose delivery it is" },
  file: {
    type: "string",
    value: "PATH",
    about: "the body, byte for byte as it came; - reads standard input",
  },
  header: {
    type: "string",
    value: "'NAME: VALUE'",
    multiple: true,
    about: "a header as it came; give all of them",
  },
  secret: {
    type: "string",
    value: "SECRET",
    multiple: true,
    about:
      "a signing secret; the sandbox's where left out (or in CONNECTOR_WEBHOOK_SECRET, out of the shell's history)",
  },
  url: {
    type: "string",
    value: "URL",
    about: "the address that the processor called, where it signs that too",
  },
  at: {
    type: "string",
    value: "TIME",
    about: "judge as of this moment, such as 2026-01-01T00:00:00Z",
  },
  sign: { type: "boolean", about: "sign it anew as the sandbox would, and print the delivery" },
  json: { type: "boolean", about: "the answer in proto-JSON" },
} as const;
type Wanted = Given<typeof options>;

export default defineCommand({
  name: "webhook",
  about: "verify and decode a webhook, say precisely why one fails, or sign one anew",
  options,
  examples: [
    "connector-service webhook --connector stripe --file body.json --header 'Stripe-Signature: t=…,v1=…' --secret whsec_…",
    "connector-service webhook --connector adyen --file body.json",
    "connector-service webhook --connector stripe --file body.json --sign",
  ],
  async run(wanted, _words, terminal) {
    const processor = await loadProcessor(wanted.connector);
    if (!processor.connector.webhooks)
      throw new Stop(exits.refused, `${processor.connector.name} sends no webhooks`);
    const delivered = deliveredAs(wanted, processor);
    return wanted.sign
      ? signed(processor, delivered, wanted, terminal)
      : judged(processor, delivered, wanted, terminal);
  },
});

function deliveredAs(wanted: Wanted, { connector, simulator }: Processor): Delivered {
  const given = [...(wanted.secret ?? []), process.env["CONNECTOR_WEBHOOK_SECRET"] ?? ""].filter(
    (secret) => secret !== "",
  );
  const name = connector.webhooks?.secret;
  if (given.length > 0 && name === undefined)
    throw new Stop(
      exits.usage,
      `${connector.name} does not sign with a secret`,
      "leave --secret out",
    );
  const sample = name === undefined ? [] : [simulator.samples.credentials[name] ?? []].flat();
  return {
    bytes: bodyOf(wanted.file),
    headers: (wanted.header ?? []).map(headerOf),
    url: wanted.url ?? "",
    secrets: given.length > 0 ? given : sample,
    at: momentOf(wanted.at),
  };
}

function bodyOf(path: string | undefined): Uint8Array {
  if (path === undefined)
    throw new Stop(
      exits.usage,
      "--file is missing",
      "give the body's file, or - for standard input",
    );
  try {
    return readFileSync(path === "-" ? 0 : path);
  } catch (error) {
    throw new Stop(
      exits.usage,
      `${path} cannot be read: ${error instanceof Error ? error.message : error}`,
    );
  }
}

function headerOf(text: string): Header {
  const [, name, value] = /^\s*([^:\s]+)\s*:\s*(.*)$/.exec(text) ?? [];
  if (name !== undefined && value !== undefined) return { name, value };
  throw new Stop(
    exits.usage,
    `--header ${JSON.stringify(text)} is not a header`,
    "write 'Name: value'",
  );
}

function momentOf(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const moment = new Date(/^\d{10}$/.test(text) ? Number(text) * 1000 : text);
  if (!Number.isNaN(moment.getTime())) return moment;
  throw new Stop(
    exits.usage,
    `--at ${text} is not a moment`,
    "such as 2026-01-01T00:00:00Z, or seconds since 1970",
  );
}

async function judged(
  processor: Processor,
  delivered: Delivered,
  wanted: Wanted,
  terminal: Terminal,
) {
  const response = await judge(processor, delivered);
  const failed = response.events.filter(({ verification }) => verification === Verification.FAILED);
  const exit = failed.length > 0 ? exits.no : exits.done;
  if (wanted.json) {
    terminal.write(JSON.stringify(toJson(ParseWebhookResponseSchema, response), null, 2));
    return exit;
  }
  terminal.write(response.events.map((event) => eventText(event, terminal)).join("\n\n"));
  const [first] = failed;
  if (first) {
    terminal.write(`\n${terminal.paint("bold", "Why")}`);
    for (const line of await diagnose(processor, delivered, first)) terminal.write(`  ${line}`);
  } else if (response.acknowledgement) {
    const { status, body } = response.acknowledgement;
    terminal.write(
      `\nThe processor wants to hear HTTP ${status}${body ? ` with the body ${JSON.stringify(body)}` : ""}.`,
    );
  }
  return exit;
}

function eventText(event: Event, terminal: Terminal): string {
  const { verification, verificationFailure, processorEventType } = event;
  const word = wordOf(VerificationSchema, verification);
  if (verification === Verification.FAILED)
    return `${terminal.paint("red", "✗")} ${word}: ${wordOf(VerificationFailureSchema, verificationFailure)}. Its content is withheld.`;
  const genuine = verification === Verification.VERIFIED;
  const title = `${terminal.paint(genuine ? "green" : "yellow", genuine ? "✓" : "○")} ${word} ${terminal.paint("bold", processorEventType)}`;
  return `${title}\n${tree(branchesOf(EventSchema, event), terminal)}`;
}

async function signed(
  processor: Processor,
  delivered: Delivered,
  wanted: Wanted,
  terminal: Terminal,
) {
  const deliveries = await signAnew(processor, delivered);
  if (wanted.json) terminal.write(JSON.stringify(deliveries, null, 2));
  else
    for (const { headers, body } of deliveries) {
      for (const [name, value] of Object.entries(headers)) terminal.write(`${name}: ${value}`);
      terminal.write(`\n${body}`);
    }
  return exits.done;
}
