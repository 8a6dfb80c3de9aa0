/** Accounts, callers and secrets change without a restart; what cannot be used is left aside. */
import assert from "node:assert/strict";
import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, type TestContext, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { readConfig, startService } from "#service";
import { temporaryFolder } from "../testing/folder.ts";
import { responseOf, small } from "../testing/small.ts";
import { authorizeJson, connectorsOf, json, logTo } from "./calling.ts";

const key = (name: string) => `${name}-key-0123456789abcdef0123456789`;
const yaml = (accounts: readonly string[]) => `
mode: test
listen: { address: 127.0.0.1, port: 0 }
callers: [{ name: shop, keys: [file:shop.key], accounts: [${accounts.join(", ")}] }]
accounts:
${accounts.map((name) => `  ${name}: { connector: small, credentials: { apiKey: env:KEY } }`).join("\n")}
`;

async function begin(test: TestContext, watchEvery: number) {
  const folder = temporaryFolder("service-reload");
  const put = async (name: string, text: string) => {
    await writeFile(join(folder, `${name}.new`), text);
    await rename(join(folder, `${name}.new`), join(folder, name));
  };
  await put("shop.key", key("first"));
  await put("config.yaml", yaml(["acme"]));
  const connectors = connectorsOf(small());
  const source = { file: join(folder, "config.yaml"), environment: { KEY: "k" }, connectors };
  const lines: string[] = [];
  const service = await startService(await readConfig(source), {
    source,
    connectors,
    watchEvery,
    log: logTo(lines),
    send: async () => responseOf({}),
  });
  test.after(() => service.close());
  const statusOf = async (account: string, caller: string) => {
    const headers = { "x-connector-account": account, authorization: `Bearer ${key(caller)}` };
    return (await json(service.url, authorizeJson(), { headers })).status;
  };
  return { service, put, statusOf, lines };
}

const NEVER = 3_600_000;

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if (await holds()) return;
    await sleep(20);
  }
  assert.fail("it did not come to pass");
}

describe("a reload", () => {
  test("takes on accounts and keys, all at once", async (context) => {
    const { service, put, statusOf } = await begin(context, NEVER);
    assert.equal(await statusOf("acme", "first"), 200);
    assert.equal(await statusOf("other", "first"), 404);
    await put("config.yaml", yaml(["acme", "other"]));
    await put("shop.key", key("second"));
    assert.equal(await statusOf("other", "second"), 401, "nothing changes by itself");
    assert.deepEqual(await service.reload(), []);
    assert.equal(await statusOf("other", "second"), 200);
    assert.equal(await statusOf("acme", "first"), 401);
  });

  test("that cannot be used leaves everything as it is, and says why", async (context) => {
    const { service, put, statusOf, lines } = await begin(context, NEVER);
    await put("config.yaml", yaml(["acme"]).replace("env:KEY", "env:GONE"));
    const faults = await service.reload();
    assert.match(faults.join("\n"), /GONE, which is not set/);
    assert.equal(await statusOf("acme", "first"), 200);
    assert.match(lines.join("\n"), /configuration left as it is/);
  });

  test("says what needs a restart", async (context) => {
    const { service, put, lines } = await begin(context, NEVER);
    await put("config.yaml", `${yaml(["acme"])}\ndrain: { most: 5s }\n`);
    await service.reload();
    assert.match(lines.join("\n"), /"fixed":\["drain"\]/);
  });

  test("comes with SIGHUP", async (context) => {
    const { put, statusOf } = await begin(context, NEVER);
    await put("shop.key", key("second"));
    process.kill(process.pid, "SIGHUP");
    await until(async () => (await statusOf("acme", "second")) === 200);
  });

  test("comes when a file changes, one that a reference names included", async (context) => {
    const { put, statusOf } = await begin(context, 20);
    await put("shop.key", key("second"));
    await until(async () => (await statusOf("acme", "second")) === 200);
    await put("config.yaml", "mode: [");
    await sleep(100);
    assert.equal(await statusOf("acme", "second"), 200);
    await put("config.yaml", yaml(["acme", "other"]));
    await until(async () => (await statusOf("other", "second")) === 200);
  });
});
