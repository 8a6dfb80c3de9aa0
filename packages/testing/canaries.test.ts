/**
 * Canaries over the whole suite: the real service at the most verbose level that it has, in a process of its own, is
 * asked every fixture of every connector, with a canary in every secret, while the processor answers, quotes, fails and
 * hangs up. Its standard output (logs, spans, metrics, errors, previews, raw exchanges) and standard error, with Node's
 * own debug output of HTTP, HTTP/2, sockets and TLS (`NODE_DEBUG`), hold none of them, in any spelling. Values under six characters (a CVC, a month) are in everything: that they are kept out is shown by
 * `laws-of-secrets.test.ts`, since what is shown is built from masked input.
 */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, test } from "node:test";
import { canaryOf, SHORTEST, spellingsOf } from "./canaries.ts";
import { MARK, type Section } from "./canaries-run.ts";

interface Written {
  readonly sections: readonly Section[];
  /** What was written before the first section. */
  readonly start: string;
  /** Standard output and standard error, in their order, by the name of their section. */
  readonly output: ReadonlyMap<string, string>;
}

async function written(): Promise<Written> {
  const file = new URL("./canaries-run.ts", import.meta.url).pathname;
  // By a shell, since both streams are to be one.
  const child = spawn("/bin/sh", ["-c", 'exec "$0" "$1" 2>&1', process.execPath, file], {
    stdio: ["ignore", "pipe", "inherit", "ipc"],
    env: { ...process.env, NODE_DEBUG: "http,http2,net,tls" },
  });
  const sections: Section[] = [];
  const chunks: Buffer[] = [];
  child.stdout?.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.on("message", (section: Section) => sections.push(section));
  const [code] = await once(child, "close");
  const all = Buffer.concat(chunks).toString();
  assert.equal(code, 0, all.slice(-3_000));
  const [start = "", ...parts] = all.split(MARK);
  const output = new Map(
    parts.map((part) => {
      const end = part.indexOf("\n");
      return [part.slice(0, end), part.slice(end)] as const;
    }),
  );
  return { sections, start, output };
}

/** Where a canary is written, with what is around it. */
function found(text: string, canaries: readonly string[]): readonly string[] {
  return canaries.flatMap((canary) =>
    spellingsOf(canary).flatMap((spelling) => {
      const at = text.indexOf(spelling);
      return at < 0
        ? []
        : [`${canary} as ${spelling}: …${text.slice(Math.max(0, at - 160), at + 60)}`];
    }),
  );
}

describe("canaries", async () => {
  const { sections, start, output } = await written();
  const canaries = sections.flatMap((section) => section.canaries);

  test(`${sections.length - 1} fixtures of every connector were asked, with ${new Set(canaries).size} canaries`, (t) => {
    const calls = sections.reduce((sum, section) => sum + section.calls, 0);
    const short = sections.reduce((sum, section) => sum + section.short, 0);
    const bytes = [...output.values()].reduce((sum, text) => sum + text.length, 0);
    t.diagnostic(
      `${calls} calls, ${bytes} characters written, ${short} values too short to search`,
    );
    assert.ok(sections.length > 1_000);
    const others = sections.filter(({ asRecorded }) => !asRecorded).map(({ name }) => name);
    // Where the secret is a word that the processor knows, another word comes to another end.
    t.diagnostic(`came to another end than their fixture: ${others.join(", ")}`);
    assert.ok(others.length < sections.length / 100);
    assert.ok(calls > 5 * sections.length);
    assert.deepEqual([...output.keys()].sort(), sections.map(({ name }) => name).sort());
    const all = [...output.values()].join("");
    for (const what of [
      "answer",
      "error",
      "preview",
      "grpc",
      "span",
      "metrics",
      '{"level":30',
      "HTTP2 ",
    ])
      assert.ok(all.includes(`\n${what}`), `${what} is among what is searched`);
    for (const what of [/"rawExchanges":\[\{/, /"requests":\[\{/])
      assert.ok(what.test(all), `${what} is among what is searched`);
  });

  test("none is in what is written for its call, nor in the metrics, in any spelling", () => {
    const leaks = sections.flatMap(({ name, canaries }) =>
      found(output.get(name) ?? "", canaries).map((leak) => `${name}: ${leak}`),
    );
    assert.equal(leaks.length, 0, `${leaks.length} leaks\n${leaks.slice(0, 20).join("\n")}`);
  });

  test("none is in what is written before the first call", () => {
    assert.deepEqual(found(start, [...new Set(canaries)]), []);
  });
});

test("a canary that is written is found, however it is spelled", () => {
  const canary = canaryOf("sk_test_4eC39HqLyjWDarjtT1zdp7dc", "a") ?? assert.fail();
  assert.match(canary, /^sk_test_[\da-zA-Z]{24}$/);
  const spelled = [
    canary,
    Buffer.from(canary).toString("base64"),
    Buffer.from(`user:${canary}`).toString("base64"),
    Buffer.from(`us:${canary}:`).toString("base64"),
    Buffer.from(`me:${canary}x`).toString("base64url"),
    Buffer.from(canary).toString("hex").toUpperCase(),
    encodeURIComponent(canary),
    canary.replace(/(.{4})(?=.)/g, "$1 "),
  ];
  for (const text of spelled) assert.ok(found(`{"a":"${text}"}`, [canary]).length > 0, text);
  const umlaut = canaryOf("Größe & Müller", "a") ?? assert.fail();
  for (const text of [encodeURIComponent(umlaut), new URLSearchParams({ a: umlaut }).toString()])
    assert.ok(found(text, [umlaut]).length > 0, text);
  const card = canaryOf("4111111111111111", "a") ?? assert.fail();
  assert.match(card, /^411111\d{6}1111$/);
  for (const text of [card, card.replace(/(\d{4})(?=\d)/g, "$1-"), [...card].join(" ")])
    assert.ok(found(text, [card]).length > 0, text);
  assert.equal(found("nothing of it", [canary, card, umlaut]).length, 0);
  assert.equal(canaryOf("x".repeat(SHORTEST - 1), "a"), undefined);
});
