/** The shop's inbox: processors deliver here over HTTP, and ParseWebhook says what each delivery tells. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Event, ParseWebhookResponse } from "#contract";
import { Wrong } from "./books.ts";

export interface Delivered {
  readonly account: string;
  readonly body: Uint8Array;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly url: string;
}

export interface Inbox {
  /** `http://127.0.0.1:PORT/<account>` */
  urlOf(account: string): string;
  deliveriesOf(account: string): readonly Delivered[];
  /** Believed and unbelieved alike, in the order in which they came. */
  eventsOf(account: string): readonly Event[];
  /** The first event that fits, waited for so many milliseconds. */
  within(
    milliseconds: number,
    account: string,
    fits: (event: Event) => boolean,
  ): Promise<Event | undefined>;
  /** The same, waited for a long time; throws `Wrong` where none comes in time. */
  until(account: string, what: string, fits: (event: Event) => boolean): Promise<Event>;
  close(): Promise<void>;
}

/** Milliseconds that a webhook may take. */
const PATIENCE = 5_000;

export async function openInbox(
  parse: (delivered: Delivered) => Promise<ParseWebhookResponse>,
): Promise<Inbox> {
  const deliveries: Delivered[] = [];
  const events = new Map<string, Event[]>();
  const eventsOf = (account: string) => events.get(account) ?? [];

  const server = createServer((request, reply) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const account = (request.url ?? "/").slice(1);
      const delivered: Delivered = {
        account,
        body: Buffer.concat(chunks),
        headers: Object.entries(request.headers).map(([name, value]) => ({
          name,
          value: String(value),
        })),
        url: urlOf(account),
      };
      deliveries.push(delivered);
      parse(delivered).then(
        (parsed) => {
          events.set(account, [...eventsOf(account), ...parsed.events]);
          const { acknowledgement } = parsed;
          // Without an acknowledgement an event failed: the processor shall try again.
          if (!acknowledgement) reply.writeHead(400).end();
          else
            reply
              .writeHead(acknowledgement.status, acknowledgement.headers)
              .end(acknowledgement.body);
        },
        () => reply.writeHead(500).end(),
      );
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  // A TCP server that listens has such an address.
  const { port } = server.address() as AddressInfo;
  const urlOf = (account: string) => `http://127.0.0.1:${port}/${account}`;

  async function within(milliseconds: number, account: string, fits: (event: Event) => boolean) {
    const deadline = performance.now() + milliseconds;
    for (;;) {
      const found = eventsOf(account).find(fits);
      if (found || performance.now() > deadline) return found;
      await sleep(5);
    }
  }

  return {
    urlOf,
    deliveriesOf: (account) => deliveries.filter((one) => one.account === account),
    eventsOf,
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
