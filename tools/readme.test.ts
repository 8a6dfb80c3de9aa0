/**
 * What README and docs show is what happens: every block marked `ts run` is type-checked and run, every block marked
 * `sh run` is run by bash in the repository, and every link and path leads to something.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { before, describe, test } from "node:test";

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
  /** `run`, or nothing. */
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

describe("links and paths", () => {
  for (const page of written)
    test(page, () => {
      const content = readFileSync(join(root, page), "utf8");
      const missing = [...content.matchAll(/\]\(([^)\s]+)\)/g)]
        .map(([, target = ""]) => target)
        .filter((target) => !/^[a-z]+:/.test(target) && !leadsSomewhere(page, target));
      assert.deepEqual(missing, [], "links that lead nowhere");
      const paths = [
        ...content.matchAll(/`((?:packages|tools|contract|connectors|docs|deploy)\/[\w./-]+\w)`/g),
      ]
        .map(([, path = ""]) => path)
        .filter((path) => !path.startsWith("connectors/acme") && !existsSync(join(root, path)));
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
