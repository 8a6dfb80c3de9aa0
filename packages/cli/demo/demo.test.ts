/** The demo cannot boast: what is not as it should be is a ✗, and its parts refuse what they must. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { create } from "@bufbuild/protobuf";
import { NextActionSchema } from "#contract";
import { createSandbox, serveSandbox } from "#simulators";
import { specimen } from "../../simulators/specimen.ts";
import { openBooks, Wrong } from "./books.ts";
import { openInbox } from "./inbox.ts";
import { playAll } from "./play.ts";
import { walk } from "./shopper.ts";
import { openStage } from "./stage.ts";
import type { Row } from "./table.ts";

const marksOf = (rows: readonly Row[], scene: string) =>
  rows.find(({ name }) => name === scene)?.cells.map(({ mark }) => mark) ?? [];

test("a processor whose answers tell another amount than what moved is found out", async () => {
  const stage = await openStage();
  try {
    // Where answers tell no amounts, none can be misstated.
    for (const { running } of stage.actors)
      if (running.faultKinds.includes("misstate"))
        running.faults.script({ on: "*", times: 1_000, fault: { kind: "misstate" } });
    const rows = await playAll(stage);
    assert.ok(rows.flatMap(({ cells }) => cells).some(({ mark }) => mark === "✗"));
    // Whoever states an amount in the answer to an authorization is not believed.
    assert.ok(marksOf(rows, "authorize").includes("✗"), JSON.stringify(rows[0]));
  } finally {
    await stage.close();
  }
});

test("a processor that refuses everything leaves no tick but where nothing shall move", async () => {
  const stage = await openStage();
  try {
    for (const { running } of stage.actors)
      running.faults.script({
        on: "*",
        times: 1_000,
        fault: { kind: "error-before", status: 400 },
      });
    const rows = await playAll(stage);
    for (const scene of [
      "authorize",
      "capture",
      "refund",
      "3-D Secure",
      "dispute",
      "answer lost",
      "webhooks",
    ]) {
      const marks = marksOf(rows, scene);
      // A processor that has no such call has none to refuse. A refusal that says nothing may be an unknown outcome,
      // and then finding out what became of it, and telling of it, is right.
      assert.ok(marks.includes("✗"), scene);
      assert.ok(["answer lost", "webhooks"].includes(scene) || !marks.includes("✓"), scene);
    }
  } finally {
    await stage.close();
  }
});

test("an answer without money, and money without an answer, are both wrong", () => {
  const entry = { kind: "capture", payment: "p", amount: 1000n, currency: "EUR" } as const;
  const ledger: (typeof entry)[] = [];
  const running = { ledger } as unknown as Parameters<typeof openBooks>[0];
  const books = openBooks(running);
  const amount = { minorUnits: 1000n, currency: "EUR" };
  assert.throws(
    () => books.mustSay([["capture", amount]]),
    /the ledger says nothing, and not capture 10\.00 EUR/,
  );
  ledger.push(entry);
  books.mustSay([["capture", amount]]);
  assert.throws(() => books.mustSay([]), Wrong);
  ledger.push(entry);
  assert.throws(() => books.mustSay([["capture", amount]]), Wrong);
});

describe("the customer", () => {
  const sandbox = createSandbox({ simulators: [specimen] });
  let server: Awaited<ReturnType<typeof serveSandbox>>;
  before(async () => {
    server = await serveSandbox(sandbox);
  });
  after(() => server.close());

  async function challenge(): Promise<string> {
    const response = await fetch(`${server.url}/acme/api/v1/charges`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: "Bearer key" },
      body: JSON.stringify({ amount: 1000, method: "challenge" }),
    });
    const charge: unknown = await response.json();
    return String(Reflect.get(Object(charge), "url"));
  }
  const redirectTo = (url: string) =>
    create(NextActionSchema, { action: { case: "redirect", value: { url, httpMethod: "GET" } } });

  test("agrees with the first button of a page, and comes back with the shop's address", async () => {
    const returned = await walk(redirectTo(await challenge()), "agree", server.url);
    assert.equal(returned.case, "url");
    assert.match(String(returned.value), /^https:\/\/shop\.example\/return\?charge=/);
    assert.equal(sandbox.simulator("acme").ledger.length, 1);
  });

  test("refuses with the second", async () => {
    await walk(redirectTo(await challenge()), "refuse", server.url);
    assert.equal(sandbox.simulator("acme").ledger.length, 1);
  });

  test("does not go on where the page is not there, or the action is none that can be walked", async () => {
    await assert.rejects(
      walk(redirectTo(`${server.url}/acme/api/pages`), "agree", server.url),
      /HTTP status 404/,
    );
    const wait = create(NextActionSchema, { action: { case: "wait", value: {} } });
    await assert.rejects(walk(wait, "agree", server.url), /wait is not a page/);
  });
});

describe("the shop's inbox", () => {
  test("believes nothing that the service has not signed", async () => {
    const inbox = await openInbox();
    const now = String(Math.floor(Date.now() / 1000));
    for (const headers of [
      {},
      { "webhook-id": "msg_1", "webhook-timestamp": now, "webhook-signature": "v1,AAAA" },
      { "webhook-id": "msg_1", "webhook-timestamp": now },
    ]) {
      const { status } = await fetch(inbox.forwarding.url, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify({ data: { account: "stripe", events: [] } }),
      });
      assert.equal(status, 401);
    }
    assert.equal(inbox.refused(), 3);
    assert.deepEqual(inbox.messagesOf("stripe"), []);
    await inbox.close();
  });
});
