/**
 * A processor's official SDK beside our connector, at one sandbox: both pay, and what both sent is compared. The SDK
 * sends over loopback, to a port that hands each request to the simulator.
 */
import assert from "node:assert/strict";
import http, { createServer, type IncomingMessage } from "node:http";
import https from "node:https";
import type { AddressInfo } from "node:net";
import type { TestContext } from "node:test";
import { bytesOf, type HttpRequest } from "#kit";
import { load, loadSimulator } from "#registry";
import { createSandbox, sendTo } from "#simulators";
import { type Shop, shopOf } from "../shop.ts";

export interface Sent {
  readonly method: string;
  /** Path and query, as the processor sees them. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

export interface Counter {
  readonly shop: Shop;
  /** Where the SDK is to send to, without a slash at the end. */
  readonly url: string;
  /** What our connector sends while something runs. */
  readonly ours: (run: () => Promise<unknown>) => Promise<readonly Sent[]>;
  /** What the SDK sends while something runs. */
  readonly theirs: (run: () => Promise<unknown>) => Promise<readonly Sent[]>;
}

/** Ends with the test. `host` is the connector's name of the host that the SDK talks to. */
export async function openCounter(
  context: TestContext,
  id: string,
  { host = "api" } = {},
): Promise<Counter> {
  const [connector, simulator] = await Promise.all([load(id), loadSimulator(id)]);
  assert.ok(connector && simulator, `${id} has a connector and a simulator`);
  const sandbox = createSandbox({ simulators: [simulator], clock: () => new Date() });
  const ofOurs: Sent[] = [];
  const ofTheirs: Sent[] = [];
  const shop = shopOf(connector, simulator, {
    sandbox,
    hears: (request) => ofOurs.push(sentIn(request, sandbox.addressOf(request.url)?.target)),
  });
  const send = sendTo(sandbox);
  const server = createServer(async (message, answer) => {
    const sent: Sent = {
      method: message.method ?? "",
      // Braintree's SDK writes the whole URL.
      path: (message.url ?? "").replace(/^https?:\/\/[^/]*/, ""),
      headers: headersOf(message.headers),
      text: await textOf(message),
    };
    ofTheirs.push(sent);
    const { method, headers, text } = sent;
    const ending = await send({
      method: method as HttpRequest["method"],
      url: `${sandbox.origin}/${id}/${host}${sent.path}`,
      headers,
      body: { type: headers["content-type"] ?? "", text },
    });
    if (ending.kind !== "answer") return answer.destroy();
    const { "content-length": _, "transfer-encoding": __, ...rest } = ending.response.headers;
    return answer.writeHead(ending.response.status, { ...rest }).end(ending.response.bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const during = (list: Sent[]) => async (run: () => Promise<unknown>) => {
    const before = list.length;
    await run();
    return list.slice(before);
  };
  return {
    shop,
    url: `http://127.0.0.1:${port}`,
    ours: during(ofOurs),
    theirs: during(ofTheirs),
  };
}

/**
 * For an SDK that cannot be told where to send: until the test ends, what would go over TLS goes to the counter. So
 * nothing of it leaves the machine.
 */
export function divert(context: TestContext, { url }: Pick<Counter, "url">): void {
  const { request } = https;
  const { hostname, port } = new URL(url);
  const diverted = (asked: https.RequestOptions, answered?: (message: IncomingMessage) => void) => {
    const { agent: _, agents: __, href: ___, ...rest } = { agents: {}, href: "", ...asked };
    return http.request({ ...rest, protocol: "http:", host: hostname, hostname, port }, answered);
  };
  https.request = diverted as typeof request;
  context.after(() => {
    https.request = request;
  });
}

const sentIn = (request: HttpRequest, path = ""): Sent => ({
  method: request.method,
  path,
  headers: {
    ...(request.body && { "content-type": request.body.type }),
    ...headersOf(request.headers),
  },
  text: new TextDecoder().decode(bytesOf(request.body)),
});
const headersOf = (headers: IncomingMessage["headers"]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
  );

async function textOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

/** The members of a JSON body; empty where there is none. */
export const bodyOf = ({ text }: Sent) => (text === "" ? {} : JSON.parse(text));

/** The members of a body as an SDK names them, which drops what it does not know by name. */
export const inCamelCase = (
  body: object,
  amounts: (value: unknown) => unknown = (value) => value,
) =>
  JSON.parse(JSON.stringify(body), (_, value) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(
          Object.entries(value).map(([name, member]) => [
            name.replace(/_(.)/g, (__, letter: string) => letter.toUpperCase()),
            name === "amount" ? amounts(member) : member,
          ]),
        )
      : value,
  );

/** Throws where two requests differ in method, path, body or one of the headers named. */
export function assertSame(ours: Sent | undefined, theirs: Sent | undefined, headers: string[]) {
  assert.ok(ours && theirs, "both sent something");
  const told = (sent: Sent) => ({
    line: `${sent.method} ${sent.path}`,
    headers: Object.fromEntries(headers.map((name) => [name, sent.headers[name] ?? ""])),
    body: bodyOf(sent),
  });
  assert.deepEqual(told(ours), told(theirs));
  for (const name of headers) assert.ok(ours.headers[name], `${name} is sent`);
}

/** What deliveries are signed with. */
export function secretOf({ connector, samples }: Shop): string {
  const { secret = "" } = connector.webhooks ?? {};
  const given = samples.credentials[secret] ?? "";
  return typeof given === "string" ? given : (given[0] ?? "");
}
