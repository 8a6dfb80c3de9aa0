/** Closed-loop load: each caller calls again once it knows what became of its last call. And what the ledgers say of all of it. */
import { strict as assert } from "node:assert";
import { setTimeout as sleep } from "node:timers/promises";
import { cardSample, openShop, requestFor } from "../shop.ts";
import type { Called, Line } from "./caller.ts";
import type { SandboxProcess } from "./processes.ts";

export interface Load {
  readonly lines: readonly Line[];
  readonly callers: number;
  /** Whether to go on; asked before each call. */
  readonly on: () => boolean;
  /** Milliseconds that a caller waits after it was refused, as the contract asks it to. */
  readonly pause?: number;
  readonly connectors: readonly string[];
}

const MOST_REPEATS = 5;

const shops = new Map<string, ReturnType<typeof openShop>>();
const run = `load${Date.now().toString(36)}`;
let calls = 0;

/** A card payment at this connector with a reference that no other has. */
async function requestAt(connector: string) {
  const known = shops.get(connector) ?? openShop(connector);
  shops.set(connector, known);
  const shop = await known;
  const request = requestFor(shop, cardSample(shop));
  return { ...request, reference: `${run}-${(++calls).toString(36)}` };
}

export async function visit({
  lines,
  callers,
  on,
  pause = 50,
  connectors,
}: Load): Promise<Called[]> {
  const all: Called[] = [];
  await Promise.all(
    Array.from({ length: callers }, async (_, index) => {
      const line = lines[index % lines.length] ?? assert.fail("nowhere to call");
      const connector = connectors[index % connectors.length] ?? assert.fail("nobody to ask");
      while (on()) {
        const request = await requestAt(connector);
        const begun = performance.now();
        let became = await line.speech(connector, request);
        const repeats: string[] = [];
        // Whoever has no answer makes the same call again: it has the same idempotency key.
        while (became.kind === "lost" && repeats.length < MOST_REPEATS) {
          repeats.push(became.why);
          await sleep(pause);
          became = await line.speech(connector, request);
        }
        const milliseconds = performance.now() - begun;
        all.push({ reference: request.reference, connector, became, repeats, milliseconds });
        if (became.kind !== "paid") await sleep(pause);
      }
    }),
  );
  return all;
}

export const forSeconds = (seconds: number): (() => boolean) => {
  const end = performance.now() + 1_000 * seconds;
  return () => performance.now() < end;
};

export const became = (all: readonly Called[], kind: Called["became"]["kind"]): readonly Called[] =>
  all.filter((one) => one.became.kind === kind);

/** How often each reference was charged. */
async function charges(sandbox: SandboxProcess, connector: string) {
  const ledger = (await sandbox.control(`${connector}/ledger`)) as readonly {
    kind: string;
    reference?: string;
  }[];
  const counts = new Map<string, number>();
  for (const { kind, reference = "" } of ledger)
    if (kind === "capture") counts.set(reference, (counts.get(reference) ?? 0) + 1);
  return counts;
}

export interface Agreement {
  readonly charged: number;
  /** Charged, and the caller was told nothing: a look-up must find each. */
  readonly untold: readonly Called[];
}

/** Throws where an answer says what the ledger does not, or the ledger what nobody asked for. */
export async function agreement(
  sandbox: SandboxProcess,
  all: readonly Called[],
): Promise<Agreement> {
  const byReference = new Map(all.map((one) => [one.reference, one]));
  const untold: Called[] = [];
  let charged = 0;
  for (const connector of new Set(all.map((one) => one.connector))) {
    const counts = await charges(sandbox, connector);
    for (const [reference, count] of counts) {
      const call = byReference.get(reference);
      if (!reference.startsWith(run) || !call) continue;
      charged += 1;
      assert.equal(count, 1, `${reference} is charged once`);
      assert.ok(
        call.became.kind !== "refused",
        `${reference} was told ${JSON.stringify(call.became)}, and is charged`,
      );
      if (call.became.kind !== "paid") untold.push(call);
    }
    for (const one of all)
      if (one.connector === connector && one.became.kind === "paid")
        assert.ok(counts.has(one.reference), `${one.reference} is paid, and was charged`);
  }
  return { charged, untold };
}
