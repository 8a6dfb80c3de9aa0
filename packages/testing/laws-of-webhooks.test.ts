/** Laws of webhooks: of a genuine delivery in which a single sign was changed, nothing is believed. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { create } from "@bufbuild/protobuf";
import fc from "fast-check";
import {
  CaptureMode,
  type Event,
  EventAction,
  ParseWebhookRequestSchema,
  type ParseWebhookResponse,
  Verification,
  VerificationFailure,
} from "#contract";
import { toJson } from "#kit";
import { createRuntime } from "#runtime";
import type { SimulatedDelivery } from "#simulate";
import { runs } from "../kit/runs.ts";
import { pay } from "./journey.ts";
import { nameOf, openShop, type Shop, simulatedIds, unbelieved } from "./shop.ts";

type Secret = string | readonly string[];

/** A way to have a shop's deliveries judged: by other secrets, at another time. */
interface Judge {
  readonly verdicts: (delivery: SimulatedDelivery, more?: Judging) => Promise<ParseWebhookResponse>;
  readonly secret: string;
}
interface Judging {
  readonly secret?: Secret;
  readonly seconds?: number;
  readonly url?: string;
}

function judgeOf({ connector, samples, now, send, hosts }: Shop): Judge {
  const name = connector.webhooks?.secret ?? assert.fail("no secret");
  const given = samples.credentials[name] ?? assert.fail(`no sample of ${name}`);
  const secret = (typeof given === "string" ? given : given[0]) ?? assert.fail("no secret");
  return {
    secret,
    verdicts({ headers, body }, { secret: other = given, seconds = 0, url } = {}) {
      const runtime = createRuntime({
        connectorIds: [connector.id],
        connectors: async () => connector,
        live: false,
        send,
        stateKeys: [],
        clock: () => new Date(now().getTime() + seconds * 1000),
      });
      const request = create(ParseWebhookRequestSchema, {
        body: new TextEncoder().encode(body),
        headers: Object.entries(headers).map(([name, value]) => ({ name, value })),
        url: url ?? "https://shop.example/webhooks",
      });
      return runtime.parseWebhook(request, {
        connector: connector.id,
        credentials: { ...samples.credentials, [name]: other },
        hosts,
        deadline: performance.now() + 60_000,
        requestId: "webhook",
      });
    },
  };
}

/** The shortest delivery of a payment that was taken and refunded. */
async function deliveryOf(shop: Shop): Promise<SimulatedDelivery> {
  const { secret } = judgeOf(shop);
  const paid = await pay(shop, CaptureMode.AUTOMATIC);
  if (shop.has("createRefund"))
    await shop.client.refunds.createRefund({
      reference: "refund-of-delivery",
      payment: paid.ref,
      amount: { ...paid.amount, minorUnits: paid.amount.minorUnits / 4n },
    });
  shop.wait(3600);
  shop.processor.outbox.release();
  const events = [...shop.processor.deliveries];
  assert.ok(events.length > 0);
  const signed = events.map(({ event }) => shop.processor.sign(event, secret));
  return signed.toSorted((one, other) => one.body.length - other.body.length)[0] ?? assert.fail();
}

const isBelieved = ({ events, acknowledgement }: ParseWebhookResponse): boolean =>
  acknowledgement !== undefined ||
  events.some(({ verification }) => verification === Verification.VERIFIED);

/** What money depends on, in an event. */
const essence = ({ events }: ParseWebhookResponse): string =>
  toJson(
    events.map(({ action, reference, paymentRef, operation, resource, subAccount }) => ({
      action,
      reference,
      paymentRef,
      subAccount,
      kind: operation?.kind,
      status: operation?.status,
      amount: operation?.amount,
      resource: resource.case,
      stands: standing(resource),
    })),
  );
function standing({ value }: Event["resource"]): unknown {
  const { status, amount, amounts } = (value ?? {}) as Readonly<Record<string, unknown>>;
  return { status, amount, amounts };
}

/** Another sign of the same kind, which no encoding takes for the same. */
const otherSign = (sign: string): string => (sign === "0" ? "1" : "0");
const changedAt = (text: string, place: number, sign = otherSign(text[place] ?? "")): string =>
  text.slice(0, place) + sign + text.slice(place + 1);

/** What a wrong signature is called, by us or by a processor that is asked. */
const mismatches: ReadonlySet<VerificationFailure> = new Set([
  VerificationFailure.SIGNATURE_MISMATCH,
  VerificationFailure.NOT_CONFIRMED,
]);

for (const id of simulatedIds)
  describe(`webhooks of ${id}`, async () => {
    const { connector } = await openShop(id);
    if (!connector.webhooks) return;
    if (!connector.webhooks.signed) {
      test("are not signed, and none is to be applied unless the processor confirms it", async () => {
        const shop = await openShop(id);
        await pay(shop, CaptureMode.AUTOMATIC);
        await shop.events();
        for (const { action, verification } of shop.log)
          if (verification !== Verification.VERIFIED) assert.notEqual(action, EventAction.APPLY);
      });
      return;
    }
    const shop = await openShop(id);
    const judge = judgeOf(shop);
    const delivery = await deliveryOf(shop);
    const { headers, body } = delivery;
    const genuine = await judge.verdicts(delivery);
    const refuses = async (other: SimulatedDelivery, more?: Judging) =>
      !isBelieved(await judge.verdicts(other, more));
    /** Some processors sign some members of the body only: the rest may change, and nothing that matters does. */
    const isWhole = await refuses({ headers, body: `${body} ` });

    test("are believed where they are genuine", () => {
      assert.ok(genuine.acknowledgement, unbelieved(id, genuine.events));
      assert.ok(genuine.events.length > 0, `${id} reads no event from ${body}`);
      for (const { verification } of genuine.events)
        assert.equal(verification, Verification.VERIFIED);
    });

    test(`are not where one of ${body.length} signs of the body is another`, async (t) => {
      if (!isWhole) t.diagnostic(`${id} signs some members of the body only`);
      for (let place = 0; place < body.length; place += 1) {
        const other = { headers, body: changedAt(body, place) };
        const judged = await judge.verdicts(other);
        if (!isBelieved(judged)) continue;
        assert.ok(!isWhole, `believed with another sign at ${place}`);
        assert.equal(essence(judged), essence(genuine), `another sign at ${place} matters`);
      }
    });

    test("are not where a sign of the body is missing, or is there twice", async () => {
      const place = fc.nat(body.length - 1);
      await fc.assert(
        fc.asyncProperty(place, async (at) => {
          for (const other of [
            body.slice(0, at) + body.slice(at + 1),
            body.slice(0, at) + body.slice(at, at + 1) + body.slice(at),
          ]) {
            if (other === body) continue;
            const judged = await judge.verdicts({ headers, body: other });
            if (isBelieved(judged)) {
              assert.ok(!isWhole);
              assert.equal(essence(judged), essence(genuine));
            }
          }
        }),
        runs(100),
      );
    });

    const signing: string[] = [];
    for (const name of Object.keys(headers)) {
      const { [name]: _, ...without } = headers;
      if (await refuses({ headers: without, body })) signing.push(name);
    }

    test("are not where a sign of a signature is another", async () => {
      // A signature that is in the body has been changed with it.
      for (const name of signing) {
        const value = headers[name] ?? "";
        for (let place = 0; place < value.length; place += 1) {
          const other = { headers: { ...headers, [name]: changedAt(value, place) }, body };
          assert.ok(await refuses(other), `${name}: ${changedAt(value, place)}`);
        }
        for (const other of ["", " ", value.slice(0, -1), `${value}0`, "null"])
          assert.ok(await refuses({ headers: { ...headers, [name]: other }, body }), other);
      }
    });

    test("say why they are not believed", async () => {
      for (const name of signing) {
        const { [name]: _, ...without } = headers;
        const { events } = await judge.verdicts({ headers: without, body });
        for (const { verificationFailure } of events)
          assert.ok(
            verificationFailure === VerificationFailure.SIGNATURE_MISSING ||
              verificationFailure === VerificationFailure.NOT_CONFIRMED,
            `without ${name} it is rejected by ${nameOf(VerificationFailure, verificationFailure)}, and not by SIGNATURE_MISSING`,
          );
      }
      const { events } = await judge.verdicts(delivery, { secret: strangerTo(judge.secret) });
      for (const { verificationFailure } of events)
        assert.ok(mismatches.has(verificationFailure), String(verificationFailure));
    });

    test("are not by another secret, whichever sign of it is another", async () => {
      for (let place = 0; place < judge.secret.length; place += 1) {
        const secret = changedAt(judge.secret, place);
        // A sign that its form wants there makes it no secret at all.
        const judged = await judge.verdicts(delivery, { secret }).catch(() => undefined);
        assert.ok(!judged || !isBelieved(judged), `believed by ${place}`);
      }
    });

    test("are by a second secret, while the first one is another", {}, async () => {
      const { secret: name } = connector.webhooks ?? {};
      const setting = connector.credentials[name ?? ""];
      if (!setting?.many) return;
      const stranger = strangerTo(judge.secret);
      assert.ok(isBelieved(await judge.verdicts(delivery, { secret: [stranger, judge.secret] })));
      assert.ok(isBelieved(await judge.verdicts(delivery, { secret: [judge.secret, stranger] })));
      assert.ok(!isBelieved(await judge.verdicts(delivery, { secret: [stranger] })));
      assert.ok(!isBelieved(await judge.verdicts(delivery, { secret: [] })));
    });

    test("are not long after they were signed, nor long before, where they say when", async (t) => {
      const [late, early] = await Promise.all(
        [301, -301].map((seconds) => judge.verdicts(delivery, { seconds })),
      );
      const isTimed = Object.entries(headers).some(
        ([name, value]) => signing.includes(name) && saysWhen(value, shop.now()),
      );
      for (const judged of [late, early]) {
        if (!judged || (isBelieved(judged) && !isTimed)) {
          t.diagnostic(`${id} does not sign the time`);
          continue;
        }
        assert.ok(!isBelieved(judged), `${id} believes what was signed 301 s ago: see isRecent`);
        for (const { verificationFailure } of judged.events)
          assert.equal(
            nameOf(VerificationFailure, verificationFailure),
            nameOf(VerificationFailure, VerificationFailure.TIMESTAMP),
          );
      }
      for (const seconds of [290, -290])
        assert.ok(isBelieved(await judge.verdicts(delivery, { seconds })), `after ${seconds} s`);
    });

    test("are read whatever they are, and what is made up is never believed", async () => {
      const made = fc.oneof(
        fc.jsonValue().map((value) => JSON.stringify(value)),
        fc.string(),
        fc.constantFrom("", "{}", "[]", "null", '{"notificationItems":[]}', '{"events":[]}'),
      );
      await fc.assert(
        fc.asyncProperty(made, async (text) => {
          if (text === body) return;
          const { events, acknowledgement } = await judge.verdicts({ headers, body: text });
          assert.ok(events.length > 0, "an empty delivery is not a verified one");
          assert.equal(acknowledgement, undefined);
          for (const { verification } of events)
            assert.notEqual(verification, Verification.VERIFIED);
        }),
        runs(100),
      );
    });
  });

/** A secret of the same form that nobody uses. */
const strangerTo = (secret: string): string =>
  secret
    .replace(/[0-9A-Za-z](?=[^0-9A-Za-z]*$)/, (sign) => otherSign(sign))
    .replace(/[0-9](?=[0-9A-Fa-f]{4,}[^0-9A-Za-z]*$)/, (sign) => otherSign(sign));
const saysWhen = (value: string, now: Date): boolean =>
  [...value.matchAll(/\b\d{10}\b/g)].some(
    ([digits]) => Math.abs(Number(digits) - now.getTime() / 1000) <= 86_400,
  );
