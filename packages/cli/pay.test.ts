/** `pay` as people start it, on every connector of the registry. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { describe, test } from "node:test";
import { connectorIds, load, loadSimulator } from "#registry";
import { textAt } from "#simulate";
import { exits } from "./command.ts";
import { loadProcessor } from "./embedded.ts";
import { requestFor, wordsFor } from "./requests.ts";
import { paidIn, run } from "./spawned.ts";

describe("pay", () => {
  test("knows the connectors", async () => {
    const { code, err } = await run(["pay", "--connector", "nobody"]);
    assert.equal(code, exits.usage);
    assert.match(err, new RegExp(`there are ${connectorIds.join(", ")}`));
  });

  for (const id of connectorIds) {
    test(`${id}: a payment whose answer and ledger are shown`, async () => {
      const { code, out } = await run(["pay", "--connector", id]);
      assert.equal(code, exits.done, out);
      assert.match(out, /✓ AuthorizePayment/);
      assert.match(out, /certainty +DEFINITIVE/);
      assert.match(out, /The sandbox's ledger/);
    });

    test(`${id}: --json is the contract's own form`, async () => {
      const { code, out } = await run(["pay", "--connector", id, "--json", "--reference", "r-1"]);
      assert.equal(code, exits.done);
      const { operation } = paidIn(out);
      assert.equal(operation?.reference, "r-1");
    });

    test(`${id}: --dry-run shows requests without any secret`, async () => {
      const simulator = await loadSimulator(id);
      const { code, out } = await run(["pay", "--connector", id, "--dry-run"]);
      assert.equal(code, exits.done, out);
      assert.match(out, /^(POST|PUT) https:\/\//m);
      assert.match(out, /Nothing was sent/);
      const connector = await load(id);
      for (const [name, value] of Object.entries(simulator?.samples.credentials ?? {})) {
        const declared = connector?.credentials[name];
        for (const secret of declared?.secret ? [value].flat() : [])
          if (secret !== declared?.example) assert.ok(!out.includes(secret), name);
      }
      const card = textAt(simulator?.samples.methods["card"], "method.card.number");
      // Six first and four last digits are shown; some test cards have nothing but zeros between them.
      if (card && !/^\d{6}0+\d{4}$/.test(card)) assert.ok(!out.includes(card));
    });

    test(`${id}: a lost answer is unknown, and says how to find out`, async () => {
      const { code, out } = await run(["pay", "--connector", id, "--fault", "cut-after"]);
      assert.equal(code, exits.unknown, out);
      assert.match(out, /certainty +UNKNOWN/);
      assert.match(out, /ways +\w/);
    });

    test(`${id}: every outcome of its test values can be named`, async () => {
      const processor = await loadProcessor(id);
      for (const outcome of processor.simulator.samples.outcomes)
        for (const word of wordsFor(outcome)) {
          const { sample } = requestFor(processor, { outcome: word, reference: "r" });
          assert.ok("name" in sample);
        }
    });
  }

  test("a decline is an answer, and an exit code", async () => {
    const declining = await firstWith((status) => status === "FAILED");
    const { code, out } = await run([
      "pay",
      "--connector",
      declining.id,
      "--outcome",
      declining.word,
    ]);
    assert.equal(code, exits.no, out);
    assert.match(out, new RegExp(`code +${declining.code}`));
    assert.match(out, /ledger: nothing moved/);
  });

  test("what a customer has to do is said", async () => {
    const asking = await firstWith((status) => status === "ACTION_REQUIRED");
    const { code, err, out } = await run([
      "pay",
      "--connector",
      asking.id,
      "--outcome",
      "challenge",
    ]);
    assert.equal(code, exits.done, out);
    assert.match(err, /The customer has something to do first/);
  });

  test("amounts are exact or refused", async () => {
    const [id = ""] = connectorIds;
    for (const amount of ["10.505", "1e3", "-1", "10,50", "", "1.", "0x10", "٣"]) {
      const { code, err } = await run([
        "pay",
        "--connector",
        id,
        `--amount=${amount}`,
        "--currency",
        "EUR",
      ]);
      assert.equal(code, exits.usage, amount);
      assert.match(err, /--amount/, amount);
    }
    const { code, err } = await run([
      "pay",
      "--connector",
      id,
      "--amount",
      "1",
      "--currency",
      "eur",
    ]);
    assert.equal(code, exits.usage);
    assert.match(err, /ISO 4217/);
  });

  test("an amount that is not a float's is kept to the last digit", async () => {
    const [id = ""] = connectorIds;
    const { out } = await run([
      "pay",
      "--connector",
      id,
      "--amount",
      "90071992547409.93",
      "--currency",
      "EUR",
      "--dry-run",
      "--json",
    ]);
    assert.match(out, /9007199254740993|90071992547409\.93|currency/);
  });

  test("a fault, an outcome, a method and a capture that do not exist are answered with those that do", async () => {
    const [id = ""] = connectorIds;
    for (const [option, shown] of [
      ["--fault", /cut-after/],
      ["--outcome", /there are/],
      ["--method", /there are .*card/],
      ["--capture", /automatic or manual/],
    ] as const) {
      const { code, err } = await run(["pay", "--connector", id, option, "nonsense"]);
      assert.equal(code, exits.usage, option);
      assert.match(err, shown, option);
    }
  });

  test("without a service at the endpoint nothing was sent", async () => {
    const [id = ""] = connectorIds;
    for (const [port, reason] of [
      [await freePort(), "ECONNREFUSED"],
      [1, "a port that HTTP may not use"],
    ] as const) {
      const endpoint = `http://127.0.0.1:${port}`;
      const { code, err } = await run(["pay", "--connector", id, "--endpoint", endpoint]);
      assert.equal(code, exits.refused, err);
      assert.ok(err.includes(`nobody answers at ${endpoint} (${reason}); nothing was sent`), err);
    }
  });

  async function freePort(): Promise<number> {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, "close");
    return port;
  }

  async function firstWith(fits: (status: string) => boolean) {
    for (const id of connectorIds) {
      const outcomes = (await loadSimulator(id))?.samples.outcomes ?? [];
      const found = outcomes.find(({ status }) => fits(status));
      if (found) return { id, word: wordsFor(found)[0] ?? "", code: found.code ?? "" };
    }
    throw new Error("no connector has such a test value");
  }
});
