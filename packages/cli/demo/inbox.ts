/** The shop's one endpoint: the service forwards here what processors tell, signed by Standard Webhooks. */

import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { fromJson, type JsonValue } from "@bufbuild/protobuf";
import { type Event, EventSchema } from "#contract";
import { parseJson } from "#kit";
import { contractRegistry } from "#runtime";
import type { Forwarding } from "#service";
import { at, textAt } from "#simulate";
import { Wrong } from "./books.ts";

export interface Message {
  /** The same for every copy of a delivery. */
  readonly id: string;
  readonly account: string;
  readonly events: readonly Event[];
}

export interface Inbox {
  /** What the service has to know to write here. */
  readonly forwarding: Forwarding;
  messagesOf(account: string): readonly Message[];
  /** In the order in which they came. */
  eventsOf(account: string): readonly Event[];
  /** How many messages did not carry the service's signature. */
  refused(): number;
  /** The first event that fits, waited for so many milliseconds. */
  within(
    milliseconds: number,
    account: string,
    fits: (event: Event) => boolean,
  ): Promise<Event | undefined>;
  /** The same, waited for a long time; throws `Wrong` where none comes. */
  until(account: string, what: string, fits: (event: Event) => boolean): Promise<Event>;
  close(): Promise<void>;
}

/** Milliseconds that a webhook may take. */
const PATIENCE = 5_000;

export async function openInbox(): Promise<Inbox> {
  const key = randomBytes(32);
  const messages: Message[] = [];
  let refused = 0;
  const messagesOf = (account: string) => messages.filter((one) => one.account === account);
  const eventsOf = (account: string) => messagesOf(account).flatMap(({ events }) => events);

  const server = createServer((request, reply) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks);
      const genuine = isSigned(request.headers, body, key);
      if (genuine) messages.push(messageIn(String(request.headers["webhook-id"]), body));
      else refused += 1;
      reply.writeHead(genuine ? 204 : 401).end();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  // A TCP server that listens has such an address.
  const { port } = server.address() as AddressInfo;

  async function within(milliseconds: number, account: string, fits: (event: Event) => boolean) {
    const deadline = performance.now() + milliseconds;
    for (;;) {
      const found = eventsOf(account).find(fits);
      if (found || performance.now() > deadline) return found;
      await sleep(5);
    }
  }

  return {
    forwarding: { url: `http://127.0.0.1:${port}/payments`, keys: [key] },
    messagesOf,
    eventsOf,
    refused: () => refused,
    within,
    async until(account, what, fits) {
      const found = await within(PATIENCE, account, fits);
      if (found) return found;
      throw new Wrong(`no webhook told of ${what} within ${PATIENCE / 1000} s`);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md */
function isSigned(headers: IncomingHttpHeaders, body: Buffer, key: Uint8Array): boolean {
  const [id, timestamp] = [headers["webhook-id"], headers["webhook-timestamp"]];
  const expected = createHmac("sha256", key).update(`${id}.${timestamp}.`).update(body).digest();
  const fresh = Math.abs(Date.now() / 1000 - Number(timestamp)) < 300;
  return String(headers["webhook-signature"])
    .split(" ")
    .map((one) => Buffer.from(one.replace(/^v1,/, ""), "base64"))
    .some((given) => fresh && given.length === expected.length && timingSafeEqual(given, expected));
}

function messageIn(id: string, body: Buffer): Message {
  const told = parseJson(body.toString("utf8"));
  const listed: unknown = at(told, "data.events");
  const events = (Array.isArray(listed) ? listed : []).map((event: JsonValue) =>
    fromJson(EventSchema, event, { registry: contractRegistry }),
  );
  return { id, account: textAt(told, "data.account") ?? "", events };
}
