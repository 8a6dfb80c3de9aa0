/**
 * The package as a registry would get it, installed into an empty project: every `ts sdk` block of README and of the
 * guide, and the program of `docs/sdks`, are type-checked and run there.
 */
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { TestService } from "../src/testing.ts";
import { command, serve, webhookSecret } from "./serving.ts";

const root = new URL("../../../", import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), "typescript-sdk-"));
let service: TestService;

const pages = ["sdks/typescript/README.md", "docs/guides/sdk-typescript.md"];
const blocks = pages.flatMap((page) =>
  [...readFileSync(root + page, "utf8").matchAll(/^```ts sdk\n(.*?)^```$/gms)].map(
    ([, text = ""], index) => ({ name: `${page.replaceAll(/\W/g, "-")}-${index + 1}.ts`, text }),
  ),
);

before(async () => {
  const run = (program: string, ...given: readonly string[]) =>
    execFileSync(program, given, { cwd: folder, stdio: "pipe", encoding: "utf8" });
  rmSync(join(root, "sdks/typescript/dist"), { recursive: true, force: true });
  const tarball = run("npm", "pack", "--silent", join(root, "sdks/typescript")).trim();
  writeFileSync(
    join(folder, "package.json"),
    '{ "name": "empty", "private": true, "type": "module" }',
  );
  run("npm", "install", "--no-audit", "--no-fund", "--prefer-offline", `./${tarball}`);
  cpSync(join(root, "docs/sdks/pay.ts"), join(folder, "pay.ts"));
  for (const { name, text } of blocks) writeFileSync(join(folder, name), `${text}export {};\n`);
  service = await serve();
});
after(async () => {
  await service.stop();
  rmSync(folder, { recursive: true });
});

test("the snippets and the program are of the package's types", () => {
  const compilerOptions = {
    strict: true,
    noEmit: true,
    module: "nodenext",
    target: "esnext",
    // The package's own declarations, too, whatever its user sets.
    skipLibCheck: false,
    erasableSyntaxOnly: true,
    types: ["node"],
    typeRoots: [join(root, "node_modules/@types")],
  };
  const files = readdirSync(folder).filter((name) => name.endsWith(".ts"));
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files }));
  const { stdout, status } = spawnSync(join(root, "node_modules/.bin/tsc"), ["-p", folder], {
    encoding: "utf8",
  });
  assert.equal(status, 0, stdout);
});

function runIn(name: string, program = process.execPath, ...flags: readonly string[]) {
  return spawnSync(program, [...flags, name], {
    cwd: folder,
    encoding: "utf8",
    timeout: 60_000,
    env: {
      ...process.env,
      CONNECTOR_SERVICE: command.join(" "),
      CONNECTOR_SERVICE_URL: service.url,
      SANDBOX_URL: service.sandbox,
      WEBHOOK_SECRET: webhookSecret,
    },
  });
}
for (const { name } of blocks)
  test(`${name} runs`, () => {
    const { status, stderr, stdout } = runIn(name);
    assert.equal(status, 0, stderr);
    assert.notEqual(stdout, "");
  });

test("the program of docs/sdks says what it says in every language", () => {
  const { stdout, stderr } = runIn("pay.ts");
  assert.equal(stdout, readFileSync(join(root, "docs/sdks/pay.txt"), "utf8"), stderr);
});

const oldest = process.env["NODE_OLDEST"];
const skip =
  oldest === undefined &&
  "NODE_OLDEST is not set: npm install node@22.15.0 in a folder, and give its node_modules/.bin/node";
test("the snippets run on the oldest Node.js that package.json allows", { skip }, () => {
  for (const { name } of blocks) {
    const flags = ["--experimental-strip-types", "--no-warnings"];
    const { status, stderr } = runIn(name, oldest, ...flags);
    assert.equal(status, 0, stderr);
  }
});

test("sizes", () => {
  const modules = join(folder, "node_modules");
  const packageBytes = bytesBelow(join(modules, "connector-service-client"));
  const totalBytes = bytesBelow(modules);
  const kilobytes = (bytes: number) => Math.round(bytes / 1000);
  console.log(
    `size: package ${kilobytes(packageBytes)} kB, with dependencies ${kilobytes(totalBytes)} kB`,
  );
  mkdirSync(join(root, "reports/sdks"), { recursive: true });
  const file = join(root, "reports/sdks/typescript.json");
  let told = {};
  try {
    told = JSON.parse(readFileSync(file, "utf8"));
  } catch {
    // The first to tell.
  }
  writeFileSync(file, JSON.stringify({ ...told, packageBytes, totalBytes }));
  assert.ok(totalBytes < 25_000_000);
});
const bytesBelow = (path: string): number =>
  readdirSync(path, { recursive: true, encoding: "utf8" })
    .map((name) => statSync(join(path, name)))
    .reduce((sum, entry) => sum + (entry.isFile() ? entry.size : 0), 0);
