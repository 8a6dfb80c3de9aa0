/** A shopper with a real browser: Chromium opens the shop, goes where it is sent, and presses the buttons of the pages. */
import { strict as assert } from "node:assert";
import { existsSync } from "node:fs";
import {
  type BrowserContext,
  chromium,
  type Frame,
  type Page,
  type Request,
} from "playwright-core";
import { chosen, type Wish } from "../browser.ts";
import type { Visit } from "./site.ts";

/** Where Debian puts it; another one by `CHROMIUM`. */
const program = process.env["CHROMIUM"] ?? "/usr/bin/chromium";

/** Undefined where Chromium is not installed. */
export async function startChromium(): Promise<
  { readonly windows: BrowserContext; readonly close: () => Promise<void> } | undefined
> {
  if (!existsSync(program)) return undefined;
  const browser = await chromium.launch({
    executablePath: program,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-dev-shm-usage",
      "--renderer-process-limit=2",
    ],
  });
  return { windows: await browser.newContext(), close: () => browser.close() };
}

export interface Walk {
  readonly visit: Visit;
  readonly wish: Wish;
  /** Closes the browser at the first page that asks something. */
  readonly leaves?: boolean;
  /** Loads the page that came after the return once more, as somebody who presses Reload does. */
  readonly twice?: boolean;
}

export interface Walked {
  /** What the shop's page says in the end; undefined where the shopper left, or ended at somebody else's page. */
  readonly shown: string | undefined;
  /** Whether what was wished for was offered by any page. */
  readonly granted: boolean;
  /** Addresses that the whole window showed. */
  readonly seen: readonly string[];
}

const MOST_PAGES = 12;
/** Milliseconds for a page to come. */
const PATIENCE = 10_000;

export async function walk(windows: BrowserContext, site: string, given: Walk): Promise<Walked> {
  const page = await windows.newPage();
  try {
    page.setDefaultTimeout(PATIENCE);
    return await walkIn(page, site, given);
  } finally {
    await page.close();
  }
}

async function walkIn(page: Page, site: string, { visit, wish, leaves, twice }: Walk) {
  const seen: string[] = [];
  const heard: Readonly<Record<string, string>>[] = [];
  let granted = wish === "succeeded";
  page.on("framenavigated", (frame) => {
    if (frame === page.mainFrame()) seen.push(frame.url());
  });
  page.on("request", (request) => {
    const fields = issuerAnswer(request);
    if (fields) heard.push(fields);
  });
  const ended = (shown?: string) => ({ shown, granted, seen });

  await page.goto(visit.start);
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const { frame, outcomes, shown } = await shownIn(page, site);
    const answer = heard.shift();
    if (answer) {
      // The script of the processor is in the shop's page, and hears what the issuer's frame posts.
      await visit.heard(answer);
      if (twice) await visit.heard(answer);
      await page.goto(visit.start);
      continue;
    }
    if (shown !== undefined && twice && seen.at(-1)?.startsWith(`${site}/return`)) {
      await page.reload();
      const again = await shownIn(page, site);
      assert.equal(again.shown, shown, "a page that is loaded again says the same");
      return ended(again.shown);
    }
    if (shown !== undefined || !frame) return ended(shown);
    if (leaves) return ended();
    const outcome = chosen(outcomes.filter(Boolean), wish);
    granted ||= outcome !== undefined && isBad(outcome);
    await pressed(frame, outcome);
  }
  throw new Error(`the pages from ${visit.start} on never end: ${seen.join(" ")}`);
}
const isBad = (outcome: string): boolean => /^(n|no)$|fail|refuse|decline/i.test(outcome);

/** What an issuer's frame posts when it is done: EMV 3-D Secure's own names. */
function issuerAnswer(request: Request): Record<string, string> | undefined {
  if (request.method() !== "POST" || request.frame().parentFrame() === null) return undefined;
  const { outcome, ...fields } = Object.fromEntries(new URLSearchParams(request.postData() ?? ""));
  return outcome === "done" ? fields : undefined;
}

interface Shown {
  /** The frame that asks something. */
  readonly frame?: Frame;
  readonly outcomes: readonly string[];
  /** What the shop says of the payment. */
  readonly shown?: string;
}

/** Waits until a page asks something, the shop says how it stands, or a page is there that does neither. */
async function shownIn(page: Page, site: string): Promise<Shown> {
  const end = performance.now() + PATIENCE;
  let still = 0;
  while (performance.now() < end) {
    const looks = await Promise.all(page.frames().map(lookAt));
    const fault = looks.find(({ fault }) => fault !== null)?.fault;
    assert.equal(fault ?? undefined, undefined, "the shop's page");
    const asking = looks.find(({ outcomes }) => outcomes.length > 0);
    if (asking) return { frame: asking.frame, outcomes: asking.outcomes };
    const main = looks.find(({ frame }) => frame === page.mainFrame());
    if (main?.shown) return { outcomes: [], shown: main.shown };
    // A page of somebody else's that asks nothing, and is not on its way elsewhere.
    const loaded = looks.every(({ loaded }) => loaded);
    const elsewhere = looks.some(
      ({ frame }) => !frame.url().startsWith(site) && /^http/.test(frame.url()),
    );
    still = loaded && elsewhere ? still + 1 : 0;
    if (still > 5) return { outcomes: [] };
    await page.waitForTimeout(20);
  }
  throw new Error(`${page.url()} shows nothing`);
}

async function lookAt(frame: Frame) {
  const nothing = { outcomes: [], shown: null, fault: null, loaded: false };
  // A frame may be on its way to another page.
  const found = await frame.evaluate(look).catch(() => nothing);
  return { frame, ...found };
}
/** In the browser. */
const look = `({
  outcomes: [...document.querySelectorAll("form button")].map((button) => button.value),
  shown: document.getElementById("standing")?.textContent ?? null,
  fault: document.getElementById("fault")?.textContent ?? null,
  loaded: document.readyState === "complete",
})` as unknown as () => {
  outcomes: string[];
  shown: string | null;
  fault: string | null;
  loaded: boolean;
};

async function pressed(frame: Frame, outcome: string | undefined): Promise<void> {
  const button = outcome === undefined ? "form button" : `form button[value="${outcome}"]`;
  await Promise.all([frame.waitForNavigation(), frame.locator(button).first().click()]);
}
