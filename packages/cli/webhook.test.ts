/** `webhook` as people start it: genuine, forged, damaged and signed anew. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { connectorIds, load } from "#registry";
import { at, textAt } from "#simulate";
import { temporaryFolder } from "../testing/folder.ts";
import { inProcess } from "./calls.ts";
import { exits } from "./command.ts";
import { embed, loadProcessor } from "./embedded.ts";
import { requestFor } from "./requests.ts";
import { json, run } from "./spawned.ts";

/** Processors whose webhooks are documented. */
const tellers: string[] = [];
for (const id of connectorIds) if ((await load(id))?.webhooks) tellers.push(id);

describe("webhook", () => {
  const folder = temporaryFolder("webhook");

  /** A payment's first webhook, signed by the sandbox now. */
  async function deliveryOf(id: string) {
    const processor = await loadProcessor(id);
    const { sandbox, runtime, account } = embed([processor]);
    const { request } = requestFor(processor, { reference: `webhook-${id}` });
    const caller = inProcess(runtime, account(processor), false);
    const { payment } = await caller.authorize(request);
    const paymentId = payment?.paymentRef?.paymentId ?? "";
    const running = sandbox.simulator(id);
    // Where the customer is asked first, they agree.
    if (running.deliveries.length === 0 && running.simulator.commands["settle"])
      running.command("settle", { payment: paymentId, outcome: "succeeded" });
    const name = processor.connector.webhooks?.secret ?? "";
    const [secret = ""] = [processor.simulator.samples.credentials[name] ?? []].flat();
    // Some tell of nothing but disputes.
    if (running.deliveries.length === 0) running.command("openDispute", { payment: paymentId });
    const [delivery] = running.takeWebhooks(secret);
    assert.ok(delivery, "a payment tells nothing by webhook");
    const file = join(folder, `${id}.json`);
    writeFileSync(file, delivery.body);
    const headers = Object.entries(delivery.headers).flatMap(([header, value]) => [
      "--header",
      `${header}: ${value}`,
    ]);
    return { ...delivery, file, headers, secret, paymentId };
  }

  for (const id of tellers) {
    test(`${id}: a genuine delivery is verified and decoded`, async () => {
      const { file, headers } = await deliveryOf(id);
      const { code, out } = await run(["webhook", "--connector", id, "--file", file, ...headers]);
      assert.equal(code, exits.done, out);
      assert.match(out, /^✓ VERIFIED /);
      assert.match(out, /dedupeKey +\S/);
    });

    test(`${id}: a changed one is refused, with its content withheld`, async () => {
      const { body, headers, paymentId } = await deliveryOf(id);
      const other = paymentId.slice(0, -1) + (paymentId.endsWith("0") ? "1" : "0");
      // Where it does not name the payment, its reference or its last digit is changed: what is signed of it.
      const reference = `webhook-${id}`;
      const forged = body.includes(paymentId)
        ? body.replaceAll(paymentId, other)
        : body.includes(reference)
          ? body.replaceAll(reference, "webhook-another")
          : body.replace(/\d(?=\D*$)/, (digit) => (digit === "0" ? "1" : "0"));
      assert.notEqual(forged, body);
      const { code, out } = await run(
        ["webhook", "--connector", id, "--file", "-", ...headers],
        forged,
      );
      assert.equal(code, exits.no, out);
      assert.match(
        out,
        /^✗ FAILED: (SIGNATURE_MISMATCH|NOT_CONFIRMED)\. Its content is withheld\./,
      );
      assert.ok(!out.includes(`webhook-${id}`));
    });

    test(`${id}: another secret's is refused, and the secret is not shown`, async () => {
      const { file, headers, secret } = await deliveryOf(id);
      const other = secret.replace(/[0-9a-zA-Z](?=[^0-9a-zA-Z]*$)/, (sign) =>
        sign === "0" ? "1" : "0",
      );
      const { code, out, err } = await run([
        "webhook",
        "--connector",
        id,
        "--file",
        file,
        ...headers,
        "--secret",
        other,
      ]);
      assert.equal(code, exits.no, out);
      assert.match(
        out,
        /It was signed by the sandbox, with the sandbox's secret|The processor, asked, does not confirm/,
      );
      assert.ok(!`${out}${err}`.includes(other));
    });

    test(`${id}: signed anew, it is genuine and says the same`, async () => {
      const { file, headers, body } = await deliveryOf(id);
      const { code, out, err } = await run([
        "webhook",
        "--connector",
        id,
        "--file",
        file,
        ...headers,
        "--sign",
        "--json",
      ]);
      assert.equal(code, exits.done, err);
      const signed = at(json(out), "0");
      const again = Object.entries(Object(at(signed, "headers"))).flatMap(([name, value]) => [
        "--header",
        `${name}: ${value}`,
      ]);
      const text = textAt(signed, "body") ?? "";
      const judged = await run(["webhook", "--connector", id, "--file", "-", ...again], text);
      assert.equal(judged.code, exits.done, judged.out);
      assert.match(judged.out, /^✓ VERIFIED /);
      // But for how a moment, and the id of the delivery, are written.
      assert.ok(Math.abs(text.length - body.length) < 64, `${text}\n${body}`);
    });
  }

  test("says that an editor has added a line break", async () => {
    const id = await signedOverBytes();
    const { body, headers } = await deliveryOf(id);
    const { code, out } = await run(
      ["webhook", "--connector", id, "--file", "-", ...headers],
      `${body}\n`,
    );
    assert.equal(code, exits.no);
    assert.match(out, /The body is not as it came: a line break was added at its end\./);
  });

  test("says which header is missing", async () => {
    const id = await signedOverBytes();
    const { file } = await deliveryOf(id);
    const { code, out } = await run(["webhook", "--connector", id, "--file", file]);
    assert.equal(code, exits.no);
    assert.match(out, /SIGNATURE_MISSING/);
    assert.match(out, /also has .*signature/);
  });

  test("says how old it is, where the signature holds", async () => {
    const stale = ["--at", new Date(Date.now() + 3 * 3_600_000).toISOString()];
    for (const id of tellers) {
      const { file, headers } = await deliveryOf(id);
      const { out, code } = await run([
        "webhook",
        "--connector",
        id,
        "--file",
        file,
        ...headers,
        ...stale,
      ]);
      if (code === exits.done) continue;
      assert.match(out, /The signature holds, but it was made \d+ (hours|minutes) ago/);
      return;
    }
    assert.fail("no connector minds the time");
  });

  test("wants a file, and a header that is one", async () => {
    const [id = ""] = connectorIds;
    const without = await run(["webhook", "--connector", id]);
    assert.equal(without.code, exits.usage);
    assert.match(without.err, /--file is missing/);
    const absent = await run(["webhook", "--connector", id, "--file", "/nowhere/body.json"]);
    assert.equal(absent.code, exits.usage);
    assert.match(absent.err, /cannot be read/);
    const { code, err } = await run(
      ["webhook", "--connector", id, "--file", "-", "--header", "nonsense"],
      "{}",
    );
    assert.equal(code, exits.usage);
    assert.match(err, /is not a header/);
  });

  /** A connector whose signature stands in a header, over the body's bytes. */
  async function signedOverBytes(): Promise<string> {
    for (const id of tellers) {
      const { headers } = await deliveryOf(id);
      if (headers.some((header) => /signature/i.test(header))) return id;
    }
    throw new Error("no connector signs in a header");
  }
});
