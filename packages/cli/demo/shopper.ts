/** A customer at the sandbox: walks the page of a next action to its end, as a browser would, and comes back. */
import type { NextAction } from "#contract";
import { parseJson } from "#kit";

/** What the shop gets when the customer is back, as ResumePayment wants it. */
export type Returned =
  | { readonly case: "url"; readonly value: string }
  | { readonly case: "form"; readonly value: { readonly fields: Record<string, string> } };

/** The first button of a page agrees, the second refuses. */
export type Decision = "agree" | "refuse";

const MOST_PAGES = 10;

/** Walks until something leads out of `origin`. Throws an Error where the action is no page, or leads nowhere. */
export async function walk(
  { action }: NextAction,
  decision: Decision,
  origin: string,
): Promise<Returned> {
  let turn = firstTurn(action);
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    if (new URL(turn.url).origin !== origin) return leaving(turn);
    const page = await open(turn);
    const next = page.location ? { url: page.location } : submitted(page, turn.url, decision);
    if (next) turn = next;
    else if (turn.fields) return { case: "form", value: { fields: turn.fields } };
    else return { case: "form", value: { fields: textMembers(page.text) } };
  }
  throw new Error(`after ${MOST_PAGES} pages the customer is not back at the shop`);
}

interface Turn {
  readonly url: string;
  /** Posted where there are any; fetched otherwise. */
  readonly fields?: Record<string, string>;
}

function firstTurn(action: NextAction["action"]): Turn {
  switch (action.case) {
    case "redirect": {
      const { url, httpMethod, fields } = action.value;
      return httpMethod === "POST" ? { url, fields } : { url };
    }
    case "threeDsMethod":
      return { url: action.value.url, fields: { threeDSMethodData: action.value.data } };
    case "threeDsChallenge":
      return { url: action.value.url, fields: { creq: action.value.request } };
    default:
      throw new Error(`${action.case ?? "nothing"} is not a page that can be walked`);
  }
}

const leaving = ({ url, fields }: Turn): Returned =>
  fields ? { case: "form", value: { fields } } : { case: "url", value: url };

interface Page {
  readonly location: string | undefined;
  readonly text: string;
}

async function open({ url, fields }: Turn): Promise<Page> {
  const response = await fetch(url, {
    redirect: "manual",
    signal: AbortSignal.timeout(10_000),
    headers: { accept: "text/html" },
    ...(fields && { method: "POST", body: new URLSearchParams(fields) }),
  });
  const text = await response.text();
  if (response.status >= 400)
    throw new Error(`the page answers with HTTP status ${response.status}`);
  const location = response.headers.get("location");
  return { location: location === null ? undefined : new URL(location, url).href, text };
}

/** The page's form with its hidden fields and the button that is pressed; undefined where there is no form. */
function submitted({ text }: Page, base: string, decision: Decision): Turn | undefined {
  const action = /<form[^>]*\baction="([^"]*)"/.exec(text)?.[1];
  if (action === undefined) return undefined;
  const fields: Record<string, string> = {};
  for (const [input] of text.matchAll(/<input[^>]*>/g)) {
    const name = /\bname="([^"]*)"/.exec(input)?.[1];
    if (name !== undefined)
      fields[unescaped(name)] = unescaped(/\bvalue="([^"]*)"/.exec(input)?.[1] ?? "");
  }
  const buttons = [...text.matchAll(/<button[^>]*\bname="([^"]*)"[^>]*\bvalue="([^"]*)"/g)];
  const pressed = (decision === "refuse" ? buttons[1] : undefined) ?? buttons[0];
  if (pressed) fields[unescaped(pressed[1] ?? "")] = unescaped(pressed[2] ?? "");
  return { url: new URL(unescaped(action), base).href, fields };
}
const unescaped = (text: string): string =>
  text.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));

/** What a processor shows where the shop has no return address: the fields themselves. */
function textMembers(text: string): Record<string, string> {
  const members = parseJson(text);
  if (typeof members !== "object" || members === null) throw new Error("the page leads nowhere");
  return Object.fromEntries(Object.entries(members).map(([name, value]) => [name, String(value)]));
}
