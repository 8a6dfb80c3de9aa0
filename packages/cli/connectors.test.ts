/** `connectors` as people start it. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { connectorIds, load } from "#registry";
import { textAt } from "#simulate";
import { exits } from "./command.ts";
import { json, run } from "./spawned.ts";

describe("connectors", () => {
  test("a matrix of all", async () => {
    const { code, out } = await run(["connectors"]);
    assert.equal(code, exits.done);
    // As many side by side as fit.
    for (const id of connectorIds) assert.match(out, new RegExp(`^rpc .*\\b${id}\\b`, "m"));
    assert.match(out, /^AuthorizePayment +[✓○]/m);
    assert.match(out, /^card +[✓○]/m);
    assert.match(out, /\d+ of \d+ proven/);
  });

  for (const id of connectorIds)
    test(`${id}: its requirements, with every credential and webhook event`, async () => {
      const connector = await load(id);
      const { code, out } = await run(["connectors", id]);
      assert.equal(code, exits.done);
      for (const name of Object.keys({ ...connector?.credentials }))
        assert.match(out, new RegExp(`^ {2}${name} `, "m"));
      for (const event of connector?.webhooks?.events ?? []) assert.ok(out.includes(event), event);
      for (const method of Object.keys(connector?.methods ?? {}))
        assert.ok(out.includes(method), method);
    });

  test("switch tells what is lost, gained and wanted, and the same for programs", async () => {
    const { code, out } = await run(["connectors", "switch", "--from", "stripe", "--to", "adyen"]);
    assert.equal(code, exits.done);
    const [stripe, adyen] = await Promise.all([load("stripe"), load("adyen")]);
    const report = json(
      (await run(["connectors", "switch", "--from", "stripe", "--to", "adyen", "--json"])).out,
    );
    for (const method of Object.keys(stripe?.methods ?? {}))
      if (!(method in (adyen?.methods ?? {}))) assert.ok(out.includes(method), method);
    assert.ok(JSON.stringify(report).includes("GetPayment"));
    assert.match(out, /lost +.*GetPayment/);
    assert.match(out, /gained +.*merchantAccount/);
    assert.match(
      out,
      /reference must have at most 80 characters\n +AuthorizePayment, CapturePayment/,
    );
    // Stripe declares it for every method at once, Adyen for each by itself.
    const refused = /^ +refuses authentication +(.*)$/m.exec(out)?.[1]?.split(", ") ?? [];
    assert.ok(refused.includes("sepaDebit"));
    for (const taken of ["AuthorizePayment", "SetupMandate", "card"])
      assert.ok(!refused.includes(taken), `Adyen takes authentication in ${taken}`);
    // Stripe takes a descriptor of 22 characters as well, and longer references.
    const back = await run(["connectors", "switch", "--from", "adyen", "--to", "stripe"]);
    assert.doesNotMatch(back.out, /reference must have at most/);
    for (const wrong of [
      ["--from", "stripe"],
      ["--from", "nobody", "--to", "adyen"],
    ]) {
      const { code: ended, err } = await run(["connectors", "switch", ...wrong]);
      assert.equal(ended, exits.usage);
      assert.match(err, /switch goes --from/);
    }
  });

  test("--json for programs", async () => {
    const { out } = await run(["connectors", "--json"]);
    const all = json(out);
    assert.ok(Array.isArray(all));
    assert.deepEqual(
      all.map((one) => textAt(one, "connectorId")),
      connectorIds,
    );
  });

  test("one that is not there is answered with those that are", async () => {
    const { code, err } = await run(["connectors", "nobody"]);
    assert.equal(code, exits.usage);
    assert.match(err, new RegExp(connectorIds.join(", ")));
  });
});
