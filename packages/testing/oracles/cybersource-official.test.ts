/** Cybersource's official SDK signs and sends what our connector signs and sends, and is answered by the simulator. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { CaptureMode } from "#contract";
import { authenticationReasons } from "../../../connectors/platforms/cybersource-authenticated.ts";
import {
  paymentStatus,
  reasons,
  refundStatus,
} from "../../../connectors/platforms/cybersource-codes.ts";
import { fixturesOf } from "../fixtures.ts";
import { cardSample, newReference, requestFor } from "../shop.ts";
import { bodyOf, divert, openCounter, type Sent } from "./official.ts";

// It has no types of its own.
const load = createRequire(import.meta.url);
const sdk = load("cybersource-rest-client");

for (const [id, host] of [
  ["cybersource", "apitest.cybersource.com"],
  ["bankofamerica", "apitest.merchant-services.bankofamerica.com"],
] as const)
  test(`${id}: a card that is held, captured and refunded, and one that is given up`, async (context) => {
    const counter = await openCounter(context, id);
    divert(context, counter);
    const { shop, ours, theirs } = counter;
    const { merchantId, keyId, sharedSecret } = shop.samples.credentials;
    const config = {
      authenticationType: "http_signature",
      runEnvironment: host,
      merchantID: merchantId,
      merchantKeyId: keyId,
      merchantsecretKey: sharedSecret,
      logConfiguration: { enableLog: false },
    };
    /**
     * The same by the SDK, whose classes take what they know by name, on a payment of its own, under a key of its own.
     * Tells the id of what it made.
     */
    const again = async (asked: Sent, send: (body: unknown, done: Done) => void, type?: Model) => {
      const body = type?.constructFromObject(newKey(bodyOf(asked)));
      let made = "";
      const [sent] = await theirs(
        () =>
          new Promise<void>((resolve, reject) =>
            send(body, (error, data) => {
              made = data?.id ?? "";
              if (error) reject(new Error(error.response?.text ?? String(error)));
              else resolve();
            }),
          ),
      );
      assert.ok(sent);
      assert.deepEqual(comparable(sent), comparable(asked));
      return made;
    };
    const only = async (run: () => Promise<unknown>, end: string): Promise<Sent> => {
      const sent = await ours(run);
      return sent.find(({ path }) => path.endsWith(end)) ?? assert.fail(`no ${end}`);
    };
    const hold = async () => {
      const request = requestFor(shop, cardSample(shop), CaptureMode.MANUAL);
      let paymentId = "";
      const asked = await only(async () => {
        const { payment } = await shop.client.payments.authorizePayment(request);
        paymentId = payment?.paymentRef?.paymentId ?? "";
      }, "/payments");
      const theirId = await again(
        asked,
        (body, done) => new sdk.PaymentsApi(config).createPayment(body, done),
        sdk.CreatePaymentRequest,
      );
      const amount = request.purchase?.amount ?? assert.fail("no amount");
      return { payment: { paymentId }, theirId, amount };
    };

    const { payment, theirId, amount } = await hold();
    const target = { case: "payment", value: payment } as const;
    const looked = await only(() => shop.client.payments.getPayment({ target }), payment.paymentId);
    await again(looked, (_, done) =>
      new sdk.TransactionDetailsApi(config).getTransaction(theirId, done),
    );
    const captured = await only(
      () =>
        shop.client.payments.capturePayment({
          reference: newReference("capture"),
          payment,
          amount,
          finalCapture: true,
        }),
      "/captures",
    );
    const captureId = await again(
      captured,
      (body, done) => new sdk.CaptureApi(config).capturePayment(body, theirId, done),
      sdk.CapturePaymentRequest,
    );
    const refunded = await only(
      () =>
        shop.client.refunds.createRefund({
          reference: newReference("refund"),
          payment,
          amount: { ...amount, minorUnits: 100n },
        }),
      "/refunds",
    );
    await again(
      refunded,
      (body, done) => new sdk.RefundApi(config).refundCapture(body, captureId, done),
      sdk.RefundCaptureRequest,
    );

    const other = await hold();
    const reversed = await only(
      () =>
        shop.client.payments.voidPayment({
          reference: newReference("void"),
          payment: other.payment,
        }),
      "/reversals",
    );
    await again(
      reversed,
      (body, done) => new sdk.ReversalApi(config).authReversal(other.theirId, body, done),
      sdk.AuthReversalRequest,
    );
  });

type Done = (
  error: { readonly response?: { readonly text: string } } | null,
  data?: { readonly id: string },
) => void;
interface Model {
  constructFromObject(body: object): unknown;
}
interface Body {
  readonly clientReferenceInformation?: Readonly<Record<string, unknown>>;
}
const KEY = "another";
/** What tells two requests apart at the processor. */
const newKey = (body: Body): Body => {
  const reference = body.clientReferenceInformation;
  return reference?.["transactionId"] === undefined
    ? body
    : {
        ...body,
        clientReferenceInformation: { ...reference, transactionId: KEY + newReference("") },
      };
};
/** Without the key, and without what the SDK adds of itself: the name of who made it. */
const comparable = (sent: Sent) => {
  const { clientReferenceInformation: reference, ...body } = bodyOf(sent);
  const { transactionId, partner: _, ...rest } = reference ?? {};
  const signature = sent.headers["signature"] ?? "";
  return {
    line: `${sent.method} ${sent.path.replace(/\d{20,}/, "ID")}`,
    body: { ...body, ...(reference && { reference: rest }) },
    hasKey: transactionId !== undefined,
    merchant: sent.headers["v-c-merchant-id"],
    digest: sent.headers["digest"]?.replace(/=.*/, ""),
    // The simulator has verified both.
    signature: signature.replace(/signature="[^"]*"/, ""),
    type: sent.text && sent.headers["content-type"]?.replace(/;.*/, ""),
  };
};

test("every member that is sent has a name in the SDK's models", () => {
  const models: readonly (readonly [RegExp, string])[] = [
    [/\/payments$/, "CreatePaymentRequest"],
    [/\/captures$/, "CapturePaymentRequest"],
    [/\/payments\/\d+\/reversals$/, "AuthReversalRequest"],
    [/\/v2\/reversals$/, "MitReversalRequest"],
    [/\/payments\/\d+\/refunds$/, "RefundPaymentRequest"],
    [/\/captures\/\d+\/refunds$/, "RefundCaptureRequest"],
    [/\/searches$/, "CreateSearchRequest"],
    [/\/authentication-setups$/, "PayerAuthSetupRequest"],
    [/\/authentications$/, "CheckPayerAuthEnrollmentRequest"],
    [/\/authentication-results$/, "ValidateRequest"],
    [/\/microform\/v2\/sessions$/, "GenerateCaptureContextRequest"],
  ];
  /** The SDK's reading of a request, in which what it does not know is missing. */
  const known = (path: string, body: object) => {
    const [, name] = models.find(([form]) => form.test(path)) ?? assert.fail(path);
    return JSON.parse(JSON.stringify(sdk[name].constructFromObject(body)));
  };
  const told = { processingInformation: { odd: true } };
  assert.notDeepEqual(known("/pts/v2/payments", told), told);
  let count = 0;
  for (const { name, fixture } of fixturesOf("cybersource"))
    for (const { request } of fixture.exchanges) {
      if (!request?.body) continue;
      const body = JSON.parse(request.body);
      assert.deepEqual(known(new URL(request.url).pathname, body), body, name);
      count += 1;
    }
  assert.ok(count > 30, `${count} requests`);
});

test("every word that the SDK's models list is in its table, or left out by name", () => {
  const folder = join(dirname(load.resolve("cybersource-rest-client/package.json")), "docs");
  /** The words of a member, as the model's page lists them. */
  const listed = (model: string, member: string): readonly string[] => {
    const page = readFileSync(join(folder, `${model}.md`), "utf8");
    const [row] =
      new RegExp(`^\\*\\*${member}\\*\\* .*Possible values(?: are)?:.*$`, "m").exec(page) ?? [];
    assert.ok(row, `${model} lists ${member}`);
    return Array.from(row.matchAll(/ - `?([A-Z][A-Z0-9_]+)\b/g), ([, word = ""]) => word);
  };
  const known = ({ words, unmapped = [] }: { words: object; unmapped?: readonly string[] }) =>
    new Set([...Object.keys(words), ...unmapped]);
  const models: readonly (readonly [string, string, ReadonlySet<string>])[] = [
    ["PtsV2PaymentsPost201Response", "status", known(paymentStatus)],
    ["PtsV2PaymentsPost201ResponseErrorInformation", "reason", known(reasons)],
    ["PtsV2PaymentsPost400Response", "reason", known(reasons)],
    ["PtsV2PaymentsCapturesPost400Response", "reason", known(reasons)],
    ["PtsV2PaymentsRefundPost201Response", "status", known(refundStatus)],
    ["PtsV2PaymentsRefundPost400Response", "reason", known(reasons)],
    ["RiskV1AuthenticationSetupsPost201ResponseErrorInformation", "reason", known(reasons)],
    [
      "RiskV1AuthenticationsPost201ResponseErrorInformation",
      "reason",
      known(authenticationReasons),
    ],
  ];
  for (const [model, member, words] of models) {
    const all = listed(model, member);
    assert.ok(all.length > 0, model);
    assert.deepEqual(
      all.filter((word) => !words.has(word)),
      [],
      model,
    );
  }
});
