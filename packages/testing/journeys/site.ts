/** A shop's site on loopback: sends the shopper wherever the payment's next action says, and goes on with what comes back. */
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { NextAction, ResumePaymentRequest, ResumePaymentResponse } from "#contract";
import { PaymentStatus } from "#contract";
import { html } from "#simulate";
import type { Standing } from "../journey.ts";
import { nameOf, type Shop } from "../shop.ts";

export type Returned = ResumePaymentRequest["returned"];

/** One shopper's visit: the payment that it is about, and what was heard of it. */
export interface Visit {
  /** Where the shopper's browser begins. */
  readonly start: string;
  readonly standing: () => Standing;
  /** The answers to what came back, in their order; a return that is made twice has two. */
  readonly answers: readonly ResumePaymentResponse[];
  /** What a processor's script in the shop's page hears, and hands to the shop. */
  readonly heard: (fields: Readonly<Record<string, string>>) => Promise<void>;
}

export interface Site {
  readonly url: string;
  /** The address that the processor sends the shopper of a visit of this name back to. */
  readonly returnUrl: (visit: string) => string;
  /** `beforeReturn` is awaited before what came back is handled. */
  readonly visit: (name: string, begun: Begun) => Visit;
  readonly close: () => Promise<void>;
}

export interface Begun {
  readonly shop: Shop;
  readonly standing: Standing;
  readonly beforeReturn?: () => Promise<void>;
}

const LOOPBACK = "127.0.0.1";

export async function openSite(): Promise<Site> {
  const visits = new Map<string, Going>();
  const server = createServer((incoming, reply) => {
    const answer = (status: number, text: string) =>
      reply.writeHead(status, { "content-type": "text/html; charset=utf-8" }).end(text);
    const [, place, name = ""] = new URL(incoming.url ?? "/", url).pathname.split("/");
    const going = visits.get(name);
    if (!going || (place !== "pay" && place !== "return")) return answer(404, "nothing here");
    const shown = async () => {
      if (place === "return") await going.returned(await returnedIn(incoming, url));
      return place === "return" && going.isAskedAgain()
        ? told(going.standing())
        : next(going.standing());
    };
    shown().then(
      (text) => answer(200, text),
      (error: unknown) => answer(500, `<p id="fault">${html(String(error))}</p>`),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, LOOPBACK, resolve);
  });
  // A TCP server that listens has such an address.
  const url = `http://${LOOPBACK}:${(server.address() as AddressInfo).port}`;
  return {
    url,
    returnUrl: (name) => `${url}/return/${name}`,
    visit(name, begun) {
      const going = begin(begun);
      visits.set(name, going);
      return {
        start: `${url}/pay/${name}`,
        standing: going.standing,
        answers: going.answers,
        heard: (fields) => going.returned(formOf(fields)),
      };
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Going = ReturnType<typeof begin>;

function begin({ shop, standing: begun, beforeReturn = async () => {} }: Begun) {
  let standing = begun;
  // What the return is a return from: where it is made twice, it is the same call twice.
  let left = begun;
  const answers: ResumePaymentResponse[] = [];
  return {
    standing: () => standing,
    answers,
    /** Whoever came back is not sent to the same page again without being asked. */
    isAskedAgain: () => answers.length > 0 && placeOf(standing) === placeOf(left),
    async returned(returned: Returned): Promise<void> {
      await beforeReturn();
      if (!shop.has("resumePayment")) {
        standing = { ...standing, nextAction: undefined };
        return;
      }
      if (standing.nextAction) left = standing;
      const { state, payment } = left;
      const answer = await shop.client.payments.resumePayment({
        returned,
        ...(state !== undefined && { state }),
        ...(payment?.paymentRef && { payment: payment.paymentRef }),
      });
      answers.push(answer);
      standing = answer;
    },
  };
}

/** A form's fields where there are any; a return address says it all itself. */
async function returnedIn(incoming: IncomingMessage, site: string): Promise<Returned> {
  let text = "";
  for await (const chunk of incoming.setEncoding("utf8")) text += chunk;
  const { outcome: _, ...fields } = Object.fromEntries(new URLSearchParams(text));
  if (Object.keys(fields).length > 0) return formOf(fields);
  return { case: "url", value: new URL(incoming.url ?? "/", site).href };
}
const formOf = (fields: Readonly<Record<string, string>>): Returned => ({
  case: "form",
  value: { $typeName: "payments.v1.ReturnedFields", fields: { ...fields } },
});

const placeOf = ({ nextAction }: Standing): string | undefined =>
  nextAction?.action.case === "redirect" ? nextAction.action.value.url : undefined;

const next = (standing: Standing): string =>
  (standing.nextAction && wayOf(standing.nextAction)) ?? told(standing);

const told = ({ payment }: Standing): string =>
  document(
    `<p id="standing">${nameOf(PaymentStatus, payment?.status ?? PaymentStatus.PENDING)}</p>`,
  );

/** What the shopper's browser is made to do; undefined where there is nothing for a browser. */
function wayOf({ action }: NextAction): string | undefined {
  switch (action.case) {
    case "redirect": {
      const { url, httpMethod, fields } = action.value;
      if (httpMethod === "POST") return sent(url, fields);
      return document(`<script>location.href = ${scriptText(url)}</script>`);
    }
    case "threeDsMethod":
      return framed(action.value.url, { threeDSMethodData: action.value.data });
    case "threeDsChallenge":
      return framed(action.value.url, { creq: action.value.request });
    default:
      return undefined;
  }
}

/** The issuer's pages run in a frame of the shop's own: https://www.emvco.com/emv-technologies/3-d-secure/ */
const framed = (url: string, fields: Readonly<Record<string, string>>): string =>
  sent(url, fields, "issuer", '<iframe name="issuer" width="400" height="500"></iframe>');

function sent(
  url: string,
  fields: Readonly<Record<string, string>>,
  target = "_self",
  frame = "",
): string {
  const inputs = Object.entries(fields).map(
    ([name, value]) => `<input type="hidden" name="${html(name)}" value="${html(value)}">`,
  );
  return document(
    `${frame}<form id="way" method="post" target="${target}" action="${html(url)}">${inputs.join("")}</form>` +
      '<script>document.getElementById("way").submit()</script>',
  );
}

const document = (body: string): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>The shop</title>${body}</html>`;
/** A string literal that cannot end the script it stands in. */
const scriptText = (text: string): string => JSON.stringify(text).replaceAll("<", "\\u003c");
