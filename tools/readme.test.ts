/**
 * What README and docs show is what happens: every block marked `ts run` is type-checked and run, every block marked
 * `sh run` is run by bash in the repository, beside what the page's `sh serve` started, and every link and path leads
 * to something. A configuration (`yaml config`) is one that the service takes.
 */
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { connectorIds, load } from "#registry";
import { readConfig } from "#service";
import { at } from "#simulate";
import { createAdmission } from "../packages/service/admission.ts";
import { createMetrics } from "../packages/service/metrics.ts";
import { fileSchema } from "../packages/service/schema.ts";

const root = new URL("../", import.meta.url).pathname;
/** Beside the repository's own folders, so that `../sandbox.ts` and `#kit` mean what they mean in docs/. */
const shadow = join(root, "reports/docs");

const pages = [
  ...readdirSync(root).filter((name) => name.endsWith(".md")),
  ...readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
].sort();
const written = pages.filter((page) => !page.startsWith("docs/generated/"));

interface Block {
  readonly page: string;
  readonly line: number;
  readonly language: string;
  /** `run`, `serve`, `config` or nothing. */
  readonly mark: string | undefined;
  readonly text: string;
}

function blocksOf(page: string): readonly Block[] {
  const lines = readFileSync(join(root, page), "utf8").split("\n");
  const blocks: Block[] = [];
  let opened: { line: number; info: string } | undefined;
  for (const [index, line] of lines.entries()) {
    const fence = /^```(.*)$/.exec(line);
    if (!fence) continue;
    if (!opened) {
      opened = { line: index + 1, info: fence[1] ?? "" };
      continue;
    }
    const [language = "", mark] = opened.info.split(" ");
    const text = `${lines.slice(opened.line, index).join("\n")}\n`;
    blocks.push({ page, line: opened.line, language, mark, text });
    opened = undefined;
  }
  assert.equal(opened, undefined, `${page}:${opened?.line} opens a block and never closes it`);
  return blocks;
}
const blocks = written.flatMap(blocksOf);
const inTypeScript = blocks.filter(({ language, mark }) => language === "ts" && mark === "run");

/** `docs/concepts/money.md` line 12 is `reports/docs/concepts/money-12.ts`. */
function shadowOf({ page, line }: Block): string {
  const folder = join(shadow, dirname(page).replace(/^docs\/?/, ""));
  return join(folder, `${basename(page, ".md").toLowerCase()}-${line}.ts`);
}
const command = (name: string) => join(root, "node_modules/.bin", name);
function outside() {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  return { ...env, PATH: `${join(root, "node_modules/.bin")}:${process.env["PATH"]}` };
}

/** The keys of the configuration file, each with what it is where it is left out. */
function keysOf(schema: unknown, path = ""): readonly (readonly [key: string, usual: string])[] {
  if (at(schema, "type") === "optional") {
    const wrapped = at(schema, "wrapped");
    const type = at(wrapped, "type");
    const usual = at(schema, "default");
    const isGroup = type === "strict_object" || (type === "array" && isObject(at(wrapped, "item")));
    if (isGroup || (type === "record" && isObject(at(wrapped, "value"))))
      return keysOf(wrapped, path);
    return [[path, usual === undefined ? "" : usualOf(usual)]];
  }
  if (at(schema, "type") === "array" && isObject(at(schema, "item")))
    return keysOf(at(schema, "item"), `${path}[]`);
  if (at(schema, "type") === "record") return keysOf(at(schema, "value"), `${path}.*`);
  if (!isObject(schema)) return [[path, ""]];
  return Object.entries(at(schema, "entries") ?? {}).flatMap(([name, entry]) =>
    keysOf(entry, path === "" ? name : `${path}.${name}`),
  );
}
const isObject = (schema: unknown) => at(schema, "type") === "strict_object";
const usualOf = (value: unknown) =>
  typeof value === "object" ? JSON.stringify(value) : String(value);

test("the guide for operators lists every key of the configuration, and what it is where left out", () => {
  const guide = readFileSync(join(root, "docs/guides/operate.md"), "utf8");
  const [, section = ""] = /^## Every key\n(.*?)^## /ms.exec(guide) ?? [];
  const listed = [...section.matchAll(/^\| (`[^|]+`) \|([^|]*)\|/gm)].flatMap(
    ([, keys = "", usual = ""]) =>
      keys
        .split(", ")
        .map((key) => `${key.replaceAll("`", "")} ${usual.replaceAll("`", "").trim()}`.trim()),
  );
  const known = keysOf(fileSchema).map(([key, usual]) => `${key} ${usual}`.trim());
  assert.ok(known.length > 40);
  assert.deepEqual(listed.toSorted(), known.toSorted());
});

describe("blocks of TypeScript", () => {
  before(() => {
    rmSync(shadow, { recursive: true, force: true });
    mkdirSync(shadow, { recursive: true });
    writeFileSync(join(shadow, "sandbox.ts"), 'export * from "../../docs/sandbox.ts";\n');
    writeFileSync(
      join(shadow, "tsconfig.json"),
      JSON.stringify({ extends: "../../tsconfig.json", include: ["**/*.ts"] }),
    );
    for (const block of inTypeScript) {
      mkdirSync(dirname(shadowOf(block)), { recursive: true });
      // An empty export: a block without an import is a module all the same.
      writeFileSync(shadowOf(block), `${block.text}export {};\n`);
    }
  });

  test("are there, and have the right types", () => {
    assert.ok(inTypeScript.length >= 8, "the pages show running code");
    const { stdout } = spawnSync(command("tsc"), ["-p", shadow, "--noEmit"], { encoding: "utf8" });
    const own = stdout.split("\n").filter((line) => /^(\.\.\/)*(reports\/)?docs\//.test(line));
    assert.deepEqual(own, []);
  });

  for (const block of inTypeScript)
    test(`${block.page}:${block.line}`, () => {
      const ended = spawnSync(command("node"), [shadowOf(block)], {
        cwd: root,
        encoding: "utf8",
        env: outside(),
        timeout: 60_000,
      });
      assert.equal(ended.status, 0, ended.stdout + ended.stderr);
    });
});

describe("one word switches the processor", () => {
  const [block] = inTypeScript.filter(({ page }) => page === "README.md");
  const word = 'const processor = "stripe";';
  test("in README's TypeScript", () => {
    assert.ok(block, "README shows TypeScript");
    assert.ok(block.text.includes(word), "README shows a payment");
    const file = shadowOf(block).replace(/\.ts$/, "-other.ts");
    writeFileSync(file, block.text.replace(word, 'const processor = "adyen";'));
    const ended = spawnSync(command("node"), [file], {
      cwd: root,
      encoding: "utf8",
      env: outside(),
    });
    assert.equal(ended.status, 0, ended.stderr);
    assert.match(ended.stdout, /PAYMENT_STATUS_CAPTURED/);
  });
});

describe("blocks of shell", () => {
  const inShell = blocks.filter(({ language, mark }) => language === "sh" && mark !== undefined);
  for (const page of new Set(inShell.map((block) => block.page)))
    test(page, async () => {
      const own = inShell.filter((block) => block.page === page);
      const served = own.find(({ mark }) => mark === "serve");
      const service = served && (await serve(served.text));
      try {
        const script = own.filter(({ mark }) => mark === "run").map(announced);
        const text = service ? service.addressed(script.join("")) : script.join("");
        const { status, stdout, stderr } = await inBash(text);
        assert.equal(status, 0, `stopped behind the last line that is told:\n${stderr}\n${stdout}`);
        if (page === "README.md") assert.match(stdout, /"status": ?"PAYMENT_STATUS_CAPTURED"/);
      } finally {
        await service?.stop();
      }
    });
});
/** One shell for a page, as its reader has: a later block may use what an earlier one set. */
const announced = ({ page, line, text }: Block) => `echo '${page}:${line}' >&2\n${text}`;

async function inBash(script: string) {
  const child = spawn("bash", ["-euo", "pipefail", "-c", script], {
    cwd: root,
    env: outside(),
    stdio: ["ignore", "pipe", "pipe"],
    timeout: 120_000,
  });
  const [stdout, stderr, status] = await Promise.all([
    allOf(child.stdout),
    allOf(child.stderr),
    new Promise<number | null>((resolve) => child.once("close", resolve)),
  ]);
  return { stdout, stderr, status };
}
async function allOf(output: NodeJS.ReadableStream): Promise<string> {
  let text = "";
  for await (const piece of output.setEncoding("utf8")) text += piece;
  return text;
}

interface Served {
  /** The text with the addresses that were had in place of the documented ones. */
  addressed(text: string): string;
  stop(): Promise<void>;
}

/** Starts what a page says, on free ports: the documented ones may be taken here. */
async function serve(text: string): Promise<Served> {
  const line = text.trim().replace(/^npm run/, "npm run --silent");
  const own = line.includes(" -- ") ? "" : " --";
  const child = spawn("bash", ["-c", `exec ${line}${own} --port 0 --sandbox-port 0 --json`], {
    cwd: root,
    env: outside(),
    detached: true,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const { url, sandbox } = await Promise.race([
    saidBy(child.stdout),
    ended.then(() => assert.fail(`${line} ended`)),
  ]);
  return {
    addressed: (other) =>
      other
        .replaceAll("http://127.0.0.1:8080", url)
        .replaceAll("127.0.0.1:8080", new URL(url).host)
        .replaceAll("http://127.0.0.1:8181", sandbox),
    async stop() {
      if (child.pid !== undefined) process.kill(-child.pid, "SIGTERM");
      await ended;
    },
  };
}
async function saidBy(output: NodeJS.ReadableStream): Promise<{ url: string; sandbox: string }> {
  let text = "";
  for await (const piece of output.setEncoding("utf8")) {
    text += piece;
    const [line] = /^\{.*\}$/m.exec(text) ?? [];
    if (line) return JSON.parse(line);
  }
  return assert.fail(`nothing said where it listens: ${text}`);
}

describe("configurations", () => {
  const folder = mkdtempSync(join(tmpdir(), "configuration-"));
  after(() => rmSync(folder, { recursive: true }));
  for (const block of blocks.filter(
    ({ language, mark }) => language === "yaml" && mark === "config",
  ))
    test(`${block.page}:${block.line} is one that the service takes`, async () => {
      const [stripe, adyen] = await Promise.all([load("stripe"), load("adyen")]);
      const file = join(folder, "service.yaml");
      writeFileSync(file, block.text);
      makeCertificates(join(folder, "tls"));
      mkdirSync(join(folder, "secrets"));
      const exampleOf = (connector: typeof stripe, name: string) =>
        connector?.credentials[name]?.example ?? assert.fail(name);
      writeFileSync(join(folder, "secrets/adyen-key"), exampleOf(adyen, "apiKey"));
      writeFileSync(join(folder, "secrets/adyen-hmac"), exampleOf(adyen, "webhookHmacKeys"));
      const stateKey = Buffer.alloc(32, 7).toString("base64");
      const config = await readConfig({
        file,
        connectors: { ids: connectorIds, load },
        environment: {
          STATE_KEY_2026_11: stateKey,
          STATE_KEY_2026_10: stateKey,
          SHOP_KEY: "5".repeat(64),
          STRIPE_KEY: exampleOf(stripe, "apiKey"),
          STRIPE_WEBHOOK_SECRET: exampleOf(stripe, "webhookSecrets"),
          FORWARDING_SECRET: `whsec_${stateKey}`,
          PROXY_PASSWORD: "of the proxy",
        },
      });
      assert.ok(config.accounts.size > 0);
    });

  test("every metric that a page names is there", async () => {
    const registered = createMetrics([], () => ({
      admission: createAdmission({ running: 1, waiting: 1, patience: 1 }),
      connections: () => 0,
      serving: () => true,
    }));
    const text = await registered.text();
    registered.close();
    const named = written
      .flatMap((page) => [...readFileSync(join(root, page), "utf8").matchAll(/`(payments_\w+)`/g)])
      .map(([, name]) => name);
    assert.ok(named.length > 0);
    assert.deepEqual(
      named.filter((name) => !text.includes(`# TYPE ${name} `)),
      [],
    );
  });
});

function makeCertificates(folder: string): void {
  mkdirSync(folder);
  const given = ["-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost"];
  const { status, stderr } = spawnSync(
    "openssl",
    ["req", "-x509", ...given, "-keyout", "server.key", "-out", "server.crt"],
    { cwd: folder, encoding: "utf8" },
  );
  assert.equal(status, 0, stderr);
  cpSync(join(folder, "server.crt"), join(folder, "clients.crt"));
}

describe("links and paths", () => {
  test("docs/decisions has an index of all", () => {
    const index = readFileSync(join(root, "docs/decisions/README.md"), "utf8");
    const records = readdirSync(join(root, "docs/decisions")).filter((name) => /^\d/.test(name));
    assert.deepEqual(
      [...index.matchAll(/\]\((\d{4}-[\w-]+\.md)\)/g)].map(([, name]) => name),
      records.sort(),
    );
  });
  for (const page of written)
    test(page, () => {
      const content = readFileSync(join(root, page), "utf8");
      const missing = [...content.matchAll(/\]\(([^)\s]+)\)/g)]
        .map(([, target = ""]) => target)
        .filter((target) => !/^[a-z]+:/.test(target) && !leadsSomewhere(page, target));
      assert.deepEqual(missing, [], "links that lead nowhere");
      const paths = [
        ...content.matchAll(
          /(?<![\w./-])(?:packages|tools|contract|connectors|docs|deploy|bench)\/[\w./-]*\w/g,
        ),
      ]
        .map(([path]) => path)
        .filter((path) => !/\/acme\b/.test(path) && !existsSync(join(root, path)))
        .filter((path) => !path.startsWith("docs/generated/"));
      assert.deepEqual(paths, [], "paths that are not there");
    });
});

function leadsSomewhere(page: string, target: string): boolean {
  const [path = "", anchor] = target.split("#");
  const file = path === "" ? page : join(dirname(page), path);
  // What the tests' results make is not there before they have run.
  if (file === "docs/generated/coverage.md") return true;
  if (!existsSync(join(root, file))) return false;
  return anchor === undefined || anchorsOf(file).has(anchor);
}
const anchorsOf = (file: string): ReadonlySet<string> =>
  new Set(
    [...readFileSync(join(root, file), "utf8").matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, "")
        .replaceAll(" ", "-"),
    ),
  );
