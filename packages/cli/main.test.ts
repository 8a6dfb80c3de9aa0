/** The command line as a whole: help, advice and exit codes. */
import assert from "node:assert/strict";
import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { temporaryFolder } from "../testing/folder.ts";
import { exits } from "./command.ts";
import { run } from "./spawned.ts";

describe("the command line", () => {
  test("tells its commands and exit codes", async () => {
    const { code, out } = await run(["--help"]);
    assert.equal(code, exits.done);
    for (const name of ["serve", "sandbox", "pay", "webhook", "connectors", "doctor"])
      assert.match(out, new RegExp(`^ {2}${name} `, "m"));
    assert.match(out, /Exit codes: 0 done/);
  });

  test("tells what each command takes", async () => {
    for (const name of ["serve", "sandbox", "pay", "webhook", "connectors", "doctor"]) {
      const { code, out } = await run([name, "--help"]);
      assert.equal(code, exits.done, name);
      assert.match(out, /Examples:/, name);
    }
  });

  test("a wrong command is answered with the right ones", async () => {
    const { code, err, out } = await run(["sevre"]);
    assert.equal(code, exits.usage);
    assert.equal(out, "");
    assert.match(err, /there is no command "sevre"\n {2}there are serve, sandbox/);
  });

  test("a wrong option is named, with those that there are", async () => {
    const { code, err } = await run(["pay", "--ammount", "1"]);
    assert.equal(code, exits.usage);
    assert.match(err, /'--ammount'/);
    assert.match(err, /it takes --connector, --amount/);
  });

  test("a word too many is named", async () => {
    const { code, err } = await run(["pay", "stripe"]);
    assert.equal(code, exits.usage);
    assert.match(err, /pay does not take "stripe"/);
  });

  test("start.cjs runs it as well", async () => {
    const program = new URL("./start.cjs", import.meta.url).pathname;
    const { code, out } = await run(["--version"], undefined, program);
    assert.equal(code, exits.done);
    assert.match(out, /^connector-service \d+\.\d+\.\d+, Node\.js v/);
  });

  test("start.cjs hands over to the Node.js of the installation where its own is too old", async () => {
    const { code, out } = await asNode("20.1.0", new URL("./start.cjs", import.meta.url).pathname);
    assert.equal(code, exits.done);
    assert.match(out, /^connector-service \d/);
  });

  test("start.cjs says what is needed where there is none", async () => {
    const alone = join(temporaryFolder("start"), "start.cjs");
    copyFileSync(new URL("./start.cjs", import.meta.url), alone);
    const { code, err } = await asNode("20.1.0", alone);
    assert.equal(code, exits.fault);
    assert.match(err, /needs Node\.js 22\.6 or later/);
    assert.match(err, /npm install/);
  });

  /** start.cjs under a Node.js that says to be another. */
  async function asNode(version: string, program: string) {
    const lie = `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "${version}" } });`;
    const disguised = join(temporaryFolder("node"), "disguised.cjs");
    writeFileSync(disguised, `${lie} require(${JSON.stringify(program)});`);
    return run(["--version"], undefined, disguised);
  }

  test("writes no colours where there is no terminal", async () => {
    const { out } = await run(["connectors"]);
    assert.ok(!out.includes("\u001b"));
  });
});
