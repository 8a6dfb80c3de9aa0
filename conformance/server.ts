/** Plays vectors for the client libraries' tests and judges what they did: README.md says how it is spoken to. */
import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { EventSchema } from "#contract";
import { makeCertificates } from "./certificates.ts";
import { judge, type Told } from "./judge.ts";
import { base64, fromObject, methodOf, toBytes, toObject } from "./rpcs.ts";
import { openScript, type Script } from "./scripted.ts";
import type { Transport, Vector, VectorCall } from "./vector.ts";
import { loadVectors } from "./vectors.ts";

const vectors = loadVectors();
const certificates = makeCertificates();
const reports = new URL("../reports/conformance/", import.meta.url).pathname;
mkdirSync(reports, { recursive: true });

interface Named {
  readonly sdk: string;
  readonly transport: Transport;
}
interface Run extends Named {
  readonly id: string;
  readonly vector: Vector;
  readonly script: Script;
}
const runs = new Map<string, Run>();
let made = 0;

async function begin({ vector: id, sdk, transport }: Named & { readonly vector: string }) {
  const vector = vectorOf(id);
  const { listen = "plain", ...wish } = vector.client ?? {};
  const script = await openScript(listen, certificates, vector.server ?? []);
  made += 1;
  runs.set(String(made), { id, sdk, transport, vector, script });
  const trusted = listen.includes("tls");
  const { certificate, key } = listen === "mtls" ? certificates.client : {};
  return {
    run: String(made),
    client: {
      endpoint: script.endpoint,
      connector: wish.connector ?? null,
      account: wish.account ?? (wish.connector ? null : "acme-stripe"),
      subAccount: wish.subAccount ?? null,
      apiKey: wish.apiKey ?? null,
      authorities: trusted ? certificates.authority : null,
      certificate: certificate ?? null,
      key: key ?? null,
      deadlineMs: wish.deadlineMs ?? null,
      retries: wish.retries ?? null,
      metadata: wish.metadata ?? {},
    },
    calls: vector.calls.map(callOf),
  };
}

function callOf(call: VectorCall): object {
  const { waitMs = 0, options = {} } = call;
  if ("rpc" in call) {
    const { input } = methodOf(call.rpc);
    const request = toObject(input, fromObject(input, call.request));
    const requestBytes = base64(toBytes(input, call.request));
    return { rpc: call.rpc, request, requestBytes, waitMs, options };
  }
  if ("webhook" in call) {
    const { text = "", base64: encoded, headers, url } = call.webhook;
    const body = encoded ?? base64(Buffer.from(text));
    return { webhook: { body, headers, url }, waitMs, options };
  }
  const { answers = [], events } = call.applyEvent;
  return {
    applyEvent: {
      events: events.map((event) => base64(toBytes(EventSchema, event))),
      eventsJson: events,
      answers: answers.map(({ rpc, answer, askedAt }) => ({
        rpc,
        bytes: base64(toBytes(methodOf(rpc).output, answer)),
        json: answer,
        askedAt,
      })),
    },
    waitMs,
    options,
  };
}

async function end(run: string, told: Told) {
  const { id, sdk, transport, vector, script } = runs.get(run) ?? fail(`there is no run ${run}`);
  runs.delete(run);
  // A repeat that must not come may still be under way.
  if (vector.seen) await new Promise((resolve) => setTimeout(resolve, 50));
  const { attempts } = script;
  const problems = judge(vector, transport, told, { attempts, connections: script.connections() });
  await script.close();
  const passed = problems.length === 0;
  write({ sdk, transport }, { vector: id, passed, problems });
  return { passed, problems };
}

const fileOf = ({ sdk, transport }: Named) => {
  if (!/^[\w-]+$/.test(`${sdk}${transport}`)) fail("sdk and transport are words");
  return `${reports}${sdk}-${transport}.jsonl`;
};
const write = (named: Named, line: object) =>
  appendFileSync(fileOf(named), `${JSON.stringify(line)}\n`);
const vectorOf = (id: string): Vector => vectors.get(id) ?? fail(`there is no vector ${id}`);
function fail(problem: string): never {
  throw new Error(problem);
}

/** Libraries' tests are the only callers: what they send wrongly is told to them as it is. */
async function answer(method: string, path: string, body: string): Promise<object> {
  // Each path's form is README.md's.
  const given = (body === "" ? {} : JSON.parse(body)) as never;
  if (method !== "POST") fail("everything here is POST");
  if (path === "/begin") {
    writeFileSync(fileOf(given), "");
    return {};
  }
  if (path === "/runs") return begin(given);
  if (path === "/unsupported") {
    const { vector, reason, ...named } = given as Named & { vector: string; reason: string };
    vectorOf(vector);
    if (!reason) fail("say why");
    write(named, { vector, unsupported: reason });
    return {};
  }
  const [, run] = /^\/runs\/(\d+)$/.exec(path) ?? [];
  return run === undefined ? fail(`nothing is at ${path}`) : end(run, given);
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const reply = (status: number, value: object) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
    answer(request.method ?? "", request.url ?? "", Buffer.concat(chunks).toString("utf8")).then(
      (value) => reply(200, value),
      (error: unknown) => reply(400, { problem: String(error) }),
    );
  });
});
server.listen(0, "127.0.0.1", () => {
  // A TCP server that listens has such an address.
  const { port } = server.address() as AddressInfo;
  console.log(JSON.stringify({ control: `http://127.0.0.1:${port}` }));
});
process.stdin.once("end", () => process.exit(0)).resume();
