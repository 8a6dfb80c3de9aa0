/** `serve` as people start it, and `pay` at its address. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { OperationStatus } from "#contract";
import { connectorIds, loadSimulator } from "#registry";
import { textAt } from "#simulate";
import { temporaryFolder } from "../testing/folder.ts";
import { exits } from "./command.ts";
import { json, paidIn, run, serving } from "./spawned.ts";

describe("serve", () => {
  let service: Awaited<ReturnType<typeof serving>>;
  let url = "";
  before(async () => {
    service = await serving(["serve", "--port", "0", "--sandbox-port", "0", "--json"]);
    url = textAt(json(service.said.out), "url") ?? "";
  });
  after(async () => {
    assert.equal(await service.stop(), exits.done);
  });

  test("--with-input ends it with whoever started it", async () => {
    const { code, out } = await run([
      "serve",
      "--port",
      "0",
      "--sandbox-port",
      "0",
      "--json",
      "--with-input",
    ]);
    assert.equal(code, exits.done);
    assert.match(textAt(json(out), "url") ?? "", /^http:/);
  });

  for (const id of connectorIds)
    test(`${id}: pay takes the service's word as its own`, async () => {
      const { code, out, err } = await run(["pay", "--connector", id, "--endpoint", url, "--json"]);
      assert.equal(code, exits.done, err);
      const { operation } = paidIn(out);
      assert.ok(operation && operation.status !== OperationStatus.FAILED);
    });

  test("an account that is not there is refused, and nothing was sent", async () => {
    const [id = ""] = connectorIds;
    const { code, err } = await run([
      "pay",
      "--connector",
      id,
      "--endpoint",
      url,
      "--account",
      "nobody",
    ]);
    assert.equal(code, exits.refused, err);
    assert.match(err, /UNKNOWN_ACCOUNT/);
  });

  test("--dry-run at the service shows the masked request", async () => {
    const [id = ""] = connectorIds;
    const { code, out, err } = await run([
      "pay",
      "--connector",
      id,
      "--endpoint",
      url,
      "--dry-run",
    ]);
    assert.equal(code, exits.done, err);
    assert.match(out, /Nothing was sent/);
  });

  test("the doctor sees that it serves", async () => {
    const { code, out } = await run(["doctor", "--endpoint", url]);
    assert.equal(code, exits.done, out);
    assert.match(out, /is serving/);
  });

  test("a port that is taken is said, with what to do", async () => {
    const { port } = new URL(url);
    const { code, err } = await run(["serve", "--port", port, "--sandbox-port", "0"]);
    assert.equal(code, exits.usage, err);
    assert.match(err, new RegExp(`port ${port} is taken`));
  });

  test("the curl line that it prints completes a payment", async () => {
    const printed = await serving(["serve", "--port", "0", "--sandbox-port", "0"]);
    while (!/^\s*curl [\s\S]*?'\n\n/m.test(printed.said.out))
      await new Promise((resolve) => setTimeout(resolve, 20));
    const [line = ""] = /curl [\s\S]*?'(?=\n\n)/.exec(printed.said.out) ?? [];
    const child = spawn("sh", ["-c", line.replace(/^curl/, "curl -sS")]);
    let text = "";
    child.stdout.setEncoding("utf8").on("data", (piece: string) => {
      text += piece;
    });
    await once(child, "close");
    await printed.stop();
    assert.notEqual(paidIn(text).operation?.status, OperationStatus.FAILED, text);
  });

  test("a configuration is served as it stands, with the sandbox beside it where it is asked for", async () => {
    const [id = ""] = connectorIds;
    const samples = (await loadSimulator(id))?.samples;
    const accounts = { own: { connector: id, credentials: samples?.credentials } };
    const file = configuration({ mode: "development", log: { level: "silent" }, accounts });
    const both = await serving([
      "serve",
      "--config",
      file,
      "--sandbox",
      "--port",
      "0",
      "--sandbox-port",
      "0",
      "--json",
    ]);
    const at = textAt(json(both.said.out), "url") ?? "";
    const { code, err } = await run(["pay", "--connector", id, "--endpoint", at]);
    assert.equal(code, exits.done, err);
    const own = await run([
      "pay",
      "--connector",
      id,
      "--endpoint",
      at,
      "--account",
      "own",
      "--dry-run",
    ]);
    assert.equal(own.code, exits.done, own.err);
    assert.equal(await both.stop(), exits.done);
  });

  test("the sandbox is for development mode", async () => {
    const caller = { name: "shop", keys: [`sha256:${"0".repeat(64)}`] };
    const file = configuration({ mode: "test", callers: [caller] });
    const { code, err } = await run(["serve", "--config", file, "--sandbox", "--port", "0"]);
    assert.equal(code, exits.usage, err);
    assert.match(err, /the sandbox is for development mode, and this is test mode/);
  });

  test("a configuration that is wrong is told with every fault", async () => {
    const file = configuration({ mode: "sometimes", listen: { port: "http" } });
    const { code, err } = await run(["serve", "--config", file]);
    assert.equal(code, exits.usage, err);
    assert.match(err, /mode must be/);
    assert.match(err, /listen\.port must be/);
  });

  test("webhooks are forwarded where they are wanted, and never in the open", async () => {
    const received: string[] = [];
    const shop = createServer((request, reply) => {
      request.resume();
      received.push(String(request.headers["webhook-signature"]));
      reply.writeHead(204).end();
    }).listen(0, "127.0.0.1");
    await once(shop, "listening");
    const { port } = shop.address() as AddressInfo;
    const given = ["serve", "--port", "0", "--sandbox-port", "0", "--json", "--forward-to"];
    const forwarding = await serving([...given, `http://127.0.0.1:${port}/hooks`]);
    const told = json(forwarding.said.out);
    assert.match(textAt(told, "webhookSecret") ?? "", /^whsec_/);
    const id = await settling();
    const { code, err } = await run([
      "pay",
      "--connector",
      id,
      "--endpoint",
      textAt(told, "url") ?? "",
    ]);
    assert.equal(code, exits.done, err);
    for (let waited = 0; received.length === 0 && waited < 5_000; waited += 20) await sleep(20);
    assert.match(received[0] ?? "", /^v1,/);
    await forwarding.stop();
    shop.close();

    const refused = await run([...given, "http://shop.example/hooks"]);
    assert.equal(refused.code, exits.usage);
    assert.match(refused.err, /https:\/\/…, or http:\/\/ on this machine/);
  });

  /** A connector whose sample payment tells of itself at once. */
  async function settling(): Promise<string> {
    for (const id of connectorIds) {
      const { out } = await run(["pay", "--connector", id, "--json"]);
      if (paidIn(out).operation?.status === OperationStatus.SUCCEEDED) return id;
    }
    throw new Error("no connector settles at once");
  }

  function configuration(content: object): string {
    const file = join(temporaryFolder("serve"), "service.yaml");
    // JSON is YAML.
    writeFileSync(file, JSON.stringify(content));
    return file;
  }
});
