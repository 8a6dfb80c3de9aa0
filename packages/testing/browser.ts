/** A shopper's browser in process: opens a simulator's page, presses a button, and follows until it is back at the shop. */
import { strict as assert } from "node:assert";
import type { HttpResponse, Method } from "#kit";
import { type Sandbox, sendTo } from "#simulators";

/** How the shopper wants it to end. */
export type Wish = "succeeded" | "failed";

/** Where the browser is in the end, and whether it was offered what was wished for. */
export type Arrival = {
  readonly granted: boolean;
} /** At an address that is none of the sandbox's, with what was posted there. */ & (
  | { readonly at: "shop"; readonly url: string; readonly fields?: Fields }
  /** At a page that leads nowhere, with what was posted to it. */
  | { readonly at: "page"; readonly text: string; readonly fields?: Fields }
);
type Fields = Readonly<Record<string, string>>;

export interface Visit {
  readonly method: Extract<Method, "GET" | "POST">;
  readonly url: string;
  readonly fields?: Fields;
}

interface Form {
  readonly action: string;
  readonly fields: Fields;
  readonly outcomes: readonly string[];
}

const MOST_PAGES = 10;

export async function browse(sandbox: Sandbox, start: Visit, wish: Wish): Promise<Arrival> {
  const send = sendTo(sandbox);
  let visit = start;
  let granted = wish === "succeeded";
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const { method, url, fields } = visit;
    if (!sandbox.addressOf(url)) return { granted, at: "shop", url, ...(fields && { fields }) };
    const body = fields && {
      type: "application/x-www-form-urlencoded",
      text: new URLSearchParams(fields).toString(),
    };
    const ending = await send({
      method,
      url,
      headers: { accept: "text/html" },
      ...(body && method === "POST" && { body }),
    });
    assert.ok(ending.kind === "answer", `the page ${url} was cut off`);
    const next = nextVisit(ending.response, url, wish);
    if (!next)
      return { granted, at: "page", text: ending.response.text, ...(fields && { fields }) };
    granted ||= isBad(next.fields?.["outcome"]);
    visit = next;
  }
  throw new Error(`the pages from ${start.url} on never end`);
}

function nextVisit(
  { status, headers, text }: HttpResponse,
  url: string,
  wish: Wish,
): Visit | undefined {
  const { location } = headers;
  if (status >= 300 && status < 400 && location !== undefined)
    return { method: "GET", url: new URL(location, url).href };
  assert.ok(status < 300, `${url} answers with ${status}: ${text.slice(0, 200)}`);
  const form = formIn(text);
  if (!form) return undefined;
  const outcome = chosen(form.outcomes, wish);
  const fields = { ...form.fields, ...(outcome !== undefined && { outcome }) };
  return { method: "POST", url: new URL(form.action, url).href, fields };
}

/** Good news is the first button; bad news says so. */
export const chosen = (outcomes: readonly string[], wish: Wish): string | undefined =>
  outcomes.find((outcome) => isBad(outcome) === (wish === "failed")) ?? outcomes.at(-1);
const isBad = (outcome = ""): boolean => /^(n|no)$|fail|refuse|decline/i.test(outcome);

/** The only form of a page: hidden fields, and buttons named `outcome` or without a name. */
function formIn(html: string): Form | undefined {
  const action = /<form method="post" action="([^"]*)"/.exec(html)?.[1];
  if (action === undefined) return undefined;
  const hidden = html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g);
  const buttons = html.matchAll(/<button name="outcome" value="([^"]*)"/g);
  return {
    action: plainText(action),
    fields: Object.fromEntries(
      [...hidden].map(([, name = "", value = ""]) => [plainText(name), plainText(value)]),
    ),
    outcomes: [...buttons].map(([, value = ""]) => plainText(value)),
  };
}
const plainText = (html: string) =>
  html.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
