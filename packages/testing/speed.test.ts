/**
 * Guards against what would make calls, starts and installs heavier. CPU time is held as a ratio to a floor of the same
 * run, so that a slow or busy machine does not matter; each bound is about 2.1 times the ratio of November 2026.
 * The figures themselves, and how they are measured at length: docs/performance.md.
 */
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { installed, sum } from "../../bench/size.ts";

const path = (name: string) => new URL(`../../${name}`, import.meta.url).pathname;
/** Coverage counts every branch, which lengthens some code more than other. */
const { NODE_V8_COVERAGE: _coverage, NODE_OPTIONS: _options, ...environment } = process.env;

const bounds: Readonly<Record<string, number>> = {
  "call adyen": 5.3,
  "call razorpay": 7.7,
  "call stripe": 9,
  "webhook adyen": 5.5,
  "webhook razorpay": 4.2,
  "webhook stripe": 2.8,
  "service gRPC": 6.2,
  "service JSON": 6.5,
};

function measured(): Readonly<Record<string, number>> {
  const { stdout, stderr, status } = spawnSync(process.execPath, [path("bench/ratios.ts")], {
    encoding: "utf8",
    env: environment,
    timeout: 300_000,
  });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}
const tooMuch = (ratios: Readonly<Record<string, number>>) =>
  Object.entries(bounds).flatMap(([name, most]) => {
    const ratio = ratios[name];
    return ratio !== undefined && ratio <= most ? [] : [`${name}: ${ratio} instead of ${most}`];
  });

test("CPU time of a call, a webhook and the service, as ratios to their floors", () => {
  const first = tooMuch(measured());
  // Twice the same fault is a fault; once may be the neighbour's.
  if (first.length > 0) assert.deepEqual(tooMuch(measured()), []);
});

test("a start loads one connector for one account, and neither Connect nor all of undici", async () => {
  const folder = mkdtempSync(join(tmpdir(), "speed-"));
  try {
    const config = join(folder, "service.yaml");
    const list = join(folder, "loaded.json");
    const account = {
      connector: "mollie",
      credentials: { apiKey: "test_dHar4XY7LxsDOtmnkVtjNVWXLSlXsM" },
    };
    writeFileSync(
      config,
      JSON.stringify({ mode: "development", listen: { port: 0 }, accounts: { shop: account } }),
    );
    const child = spawn(
      process.execPath,
      [
        "--import",
        path("bench/loaded.ts"),
        path("packages/cli/main.ts"),
        "serve",
        "--config",
        config,
        "--json",
      ],
      { stdio: ["ignore", "ignore", "pipe"], env: { ...environment, LOADED: list } },
    );
    const ended = new Promise((resolve) => child.once("close", resolve));
    for await (const line of createInterface(child.stderr))
      if (line.startsWith("{")) child.kill("SIGTERM");
    await ended;
    const loaded: readonly string[] = JSON.parse(readFileSync(list, "utf8"));
    const connectors = loaded.flatMap(
      (url) => /\/connectors\/(\w+)\/connector\.ts$/.exec(url)?.[1] ?? [],
    );
    assert.deepEqual(connectors, ["mollie"]);
    const heavy = /\/@connectrpc\/|\/undici\/index\.js|\/connectors\/\w+\/simulator/;
    assert.deepEqual(
      loaded.filter((url) => heavy.test(url)),
      [],
    );
    // Each costs about a third of a millisecond of a start.
    assert.ok(loaded.length < 700, `${loaded.length} modules`);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("what is installed stays under 25 MB without Node", () => {
  const bytes = sum(installed());
  assert.ok(bytes > 1_000_000 && bytes < 25_000_000, `${bytes} bytes`);
});
