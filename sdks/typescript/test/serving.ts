/** For the tests: the service on the embedded sandbox, and the sandbox's own pages and controls. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Delivery } from "../src/index.ts";
import { startSandbox, type TestService } from "../src/testing.ts";

const root = new URL("../../../", import.meta.url).pathname;
export const command = [process.execPath, `${root}packages/cli/main.ts`];
export const webhookSecret = "whsec_5WbX5kEWLlfzsGNjH64I8lOOqUB6e8FH";
export const serve = (): Promise<TestService> => startSandbox({ command });

export async function control<Answer>(
  { sandbox }: Pick<TestService, "sandbox">,
  path: string,
  body?: object,
): Promise<Answer> {
  const response = await fetch(`${sandbox}/_sandbox/${path}`, {
    ...(body && {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    }),
  });
  if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
  return (await response.json()) as Answer;
}

/** Opens a page of the sandbox, presses its first button, and says where the customer is sent back to. */
export async function browse(page: string): Promise<string> {
  const html = await (await fetch(page)).text();
  const [, action = page] = /<form[^>]*action="([^"]*)"/.exec(html) ?? [];
  const fields = new URLSearchParams();
  for (const [, name = "", value = ""] of html.matchAll(
    /<(?:input|button)[^>]*name="([^"]*)"[^>]*value="([^"]*)"/g,
  ))
    if (!fields.has(name)) fields.set(name, value);
  const url = new URL(action.replaceAll("&amp;", "&"), page);
  const answer = await fetch(url, { method: "POST", body: fields, redirect: "manual" });
  return answer.headers.get("location") ?? "";
}

/** Takes what a processor sends. */
export async function listening() {
  const deliveries: Delivery[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { headers } = request;
      deliveries.push({ body: Buffer.concat(chunks), headers, url });
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A TCP server that listens has such an address.
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url, deliveries, close };
}
