/** `POST /webhooks/{account}`: verifies, normalises, forwards to the merchant, and acknowledges only what the merchant took. */
import { createHash } from "node:crypto";
import { create, toJson } from "@bufbuild/protobuf";
import type { Logger } from "pino";
import { EventSchema, ParseWebhookRequestSchema, type ParseWebhookResponse } from "#contract";
import { CallError, contractRegistry, type Runtime, type Send, SendFailure } from "#runtime";
import type { Account, Accounts, Forwarding } from "./accounts.ts";
import type { Admission } from "./admission.ts";
import type { Bodies } from "./body.ts";
import { requestIdOf } from "./call.ts";
import { refusalOf } from "./errors.ts";
import type { Exchange } from "./exchange.ts";
import { faultOf } from "./log.ts";
import { signedHeaders } from "./standard-webhooks.ts";
import { inSpan, traceHeaders } from "./trace.ts";

export interface IngressParts {
  readonly runtime: Runtime;
  /** Asked anew for each delivery, since they are reloaded. */
  readonly accounts: () => Accounts;
  readonly forwarding: () => Forwarding | undefined;
  readonly send: Send;
  readonly bodies: Bodies;
  readonly admission: Admission;
  /** Milliseconds in which a delivery is answered. */
  readonly time: number;
  /** Without a slash at the end; the delivery's own host where left out. */
  readonly publicUrl: string | undefined;
  readonly secure: boolean;
  readonly clock: () => Date;
  readonly logger: Logger;
  readonly delivered: (connector: string, outcome: DeliveryOutcome) => void;
}

/** What came of a delivery. Only ACCEPTED is acknowledged; the processor tries the others again. */
export type DeliveryOutcome =
  | "ACCEPTED"
  | "NOT_VERIFIED"
  | "TOO_LARGE"
  | "MERCHANT_REFUSED"
  | "MERCHANT_UNREACHABLE"
  | "TIMED_OUT"
  | "NOT_TAKEN"
  | "FAULT";

const statuses: Readonly<Record<Exclude<DeliveryOutcome, "ACCEPTED">, number>> = {
  NOT_VERIFIED: 400,
  TOO_LARGE: 413,
  MERCHANT_REFUSED: 502,
  MERCHANT_UNREACHABLE: 502,
  TIMED_OUT: 504,
  NOT_TAKEN: 503,
  FAULT: 500,
};

interface Answer {
  readonly outcome: DeliveryOutcome;
  readonly events: number;
  readonly acknowledgement?: ParseWebhookResponse["acknowledgement"];
  readonly reason?: string;
}

/** The name of the account in `/webhooks/acme-stripe`; undefined for other paths. */
export const accountIn = (path: string): string | undefined =>
  /^\/webhooks\/([A-Za-z0-9][\w.-]{0,63})$/.exec(path)?.[1];

export function createIngress(parts: IngressParts): (name: string, exchange: Exchange) => void {
  return (name, exchange) => {
    const requestId = requestIdOf(exchange.header);
    const say = (status: number, text: string, more: Readonly<Record<string, string>> = {}) =>
      exchange.answer(
        status,
        { "content-type": "text/plain; charset=utf-8", "x-request-id": requestId, ...more },
        text,
      );
    if (exchange.method !== "POST") return say(405, "POST only\n", { allow: "POST" });
    const account = parts.accounts().get(name);
    const forwarding = account?.forwarding ?? parts.forwarding();
    if (!account || !forwarding) return say(404, "no webhooks are taken here\n");

    const begun = performance.now();
    const deadline = begun + parts.time;
    const body = parts.bodies.open(exchange.body);
    const work = inSpan("webhook", { "payments.connector": account.connector }, () =>
      take(parts, account, forwarding, exchange, { body: () => body.bytes(), deadline, requestId }),
    );
    void inTime(work, deadline).then((answer) => {
      body.close();
      const { outcome, events, reason, acknowledgement } = answer;
      parts.delivered(account.connector, outcome);
      const milliseconds = Math.round(performance.now() - begun);
      const { connector } = account;
      const line = { requestId, account: name, connector, outcome, events, reason, milliseconds };
      parts.logger.info(line, "webhook");
      if (outcome !== "ACCEPTED") return say(statuses[outcome], `${outcome}\n`);
      const { status = 200, headers = {}, body: text = "" } = acknowledgement ?? {};
      exchange.answer(status, { ...headers, "x-request-id": requestId }, text);
    });

    function inTime(answer: Promise<Answer>, end: number): Promise<Answer> {
      return new Promise((resolve) => {
        const timer = setTimeout(
          () => resolve({ outcome: "TIMED_OUT", events: 0 }),
          end - performance.now(),
        );
        answer
          .then(resolve, (error: unknown) => resolve(unanswered(error, parts.logger)))
          .finally(() => clearTimeout(timer));
      });
    }
  };
}

function unanswered(error: unknown, logger: Logger): Answer {
  const { reason, code } = refusalOf(error);
  if (reason === "INTERNAL") {
    logger.error({ fault: faultOf(error) }, "webhook");
    return { outcome: "FAULT", events: 0, reason };
  }
  // Of the body alone: what is in it is the runtime's to judge, which does not throw for it.
  if (reason === "MALFORMED") return { outcome: "TOO_LARGE", events: 0 };
  return { outcome: "NOT_TAKEN", events: 0, reason: reason ?? code };
}

interface Taking {
  readonly body: () => Promise<Buffer>;
  readonly deadline: number;
  readonly requestId: string;
}

async function take(
  parts: IngressParts,
  account: Account,
  forwarding: Forwarding,
  exchange: Exchange,
  { body, deadline, requestId }: Taking,
): Promise<Answer> {
  const bytes = await body();
  const done = await parts.admission.enter(deadline);
  try {
    const request = create(ParseWebhookRequestSchema, {
      body: bytes,
      headers: exchange.headers().map(([name, value]) => ({ name, value })),
      url: urlOf(parts, exchange),
      httpMethod: exchange.method,
    });
    const { connector, credentials, certificate, subAccount, hosts } = account;
    const parsed = await parts.runtime.parseWebhook(request, {
      ...{ connector, credentials, certificate, subAccount, hosts },
      ...{ deadline, requestId, signal: exchange.signal },
    });
    const { events, acknowledgement } = parsed;
    // Without an acknowledgement an event failed: nothing of the delivery is forwarded, and it comes again.
    if (!acknowledgement) return { outcome: "NOT_VERIFIED", events: events.length };
    const outcome = await forward(parts, account, forwarding, parsed, deadline);
    return { outcome, events: events.length, acknowledgement };
  } finally {
    done();
  }
}

const urlOf = ({ publicUrl, secure }: IngressParts, { authority, target }: Exchange): string =>
  `${publicUrl ?? `${secure ? "https" : "http"}://${authority}`}${target}`;

async function forward(
  { send, clock }: IngressParts,
  account: Account,
  forwarding: Forwarding,
  { events }: ParseWebhookResponse,
  deadline: number,
): Promise<DeliveryOutcome> {
  const at = clock();
  const text = JSON.stringify({
    type: "payments.v1.events",
    timestamp: at.toISOString(),
    data: {
      account: account.name,
      connector: account.connector,
      events: events.map((event) => toJson(EventSchema, event, { registry: contractRegistry })),
    },
  });
  // The same for every copy of a delivery, as receivers need it to drop duplicates.
  const id = createHash("sha256")
    .update(JSON.stringify([account.name, ...events.map(({ dedupeKey }) => dedupeKey)]))
    .digest("base64url");
  try {
    const { status } = await send(
      {
        method: "POST",
        url: forwarding.url,
        headers: {
          "content-type": "application/json",
          ...signedHeaders(`msg_${id}`, at, text, forwarding.keys),
          ...traceHeaders(),
        },
        body: { type: "application/json", text },
      },
      { connector: account.connector, step: "forward webhook", deadline },
    );
    return status >= 200 && status < 300 ? "ACCEPTED" : "MERCHANT_REFUSED";
  } catch (error) {
    if (error instanceof SendFailure || error instanceof CallError) return "MERCHANT_UNREACHABLE";
    throw error;
  }
}
