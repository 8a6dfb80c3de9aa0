/** `doctor` as people start it. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { describe, test } from "node:test";
import { connectorIds } from "#registry";
import { textAt } from "#simulate";
import { temporaryFolder } from "../testing/folder.ts";
import { exits } from "./command.ts";
import { json, run } from "./spawned.ts";

describe("doctor", () => {
  test("tries a payment on every connector", async () => {
    const { out } = await run(["doctor"]);
    for (const id of connectorIds) assert.match(out, new RegExp(`^✓ ${id}: a payment in`, "m"));
    assert.match(out, /dependencies, each in its pinned version/);
    assert.match(out, /^✓ Node\.js v/m);
  });

  test("finds a configuration that is wrong, and ends with 1", async () => {
    const file = join(temporaryFolder("doctor"), "service.yaml");
    writeFileSync(file, "accounts: [nonsense\n");
    const { code, out } = await run(["doctor", "--config", file]);
    assert.equal(code, exits.no);
    assert.match(out, /^✗ .*service\.yaml/m);
  });

  test("looks at the ports that the configuration names, and at no others", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const file = join(temporaryFolder("doctor"), "service.yaml");
    const caller = `{ name: shop, keys: ["sha256:${"0".repeat(64)}"], accounts: all }`;
    writeFileSync(file, `mode: test\nlisten: { port: ${port} }\ncallers: [${caller}]\n`);
    try {
      const { out } = await run(["doctor", "--config", file]);
      assert.match(out, new RegExp(`^! port ${port}, the service's, is taken`, "m"));
      assert.equal(out.match(/ port \d+/g)?.length, 1, "no sandbox is served in test mode");
    } finally {
      server.close();
    }
  });

  test("a service that is not there is said, and ends with 1", async () => {
    const { code, out } = await run(["doctor", "--endpoint", "http://127.0.0.1:9"]);
    assert.equal(code, exits.no);
    assert.match(out, /^✗ http:\/\/127\.0\.0\.1:9 does not answer/);
  });

  test("--json lists every finding", async () => {
    const { out } = await run(["doctor", "--json"]);
    const findings = json(out);
    assert.ok(Array.isArray(findings) && findings.length >= 6 + connectorIds.length);
    for (const finding of findings)
      assert.match(textAt(finding, "state") ?? "", /^(fine|odd|wrong)$/);
  });
});
