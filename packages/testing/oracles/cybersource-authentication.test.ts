/** Payer authentication at Cybersource's simulator: our requests beside the official SDK's, and each of its ends. */
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import {
  AuthenticationResult_Liability as Liability,
  Lookup_Outcome,
  PaymentStatus,
  AuthenticationResult_Status as Status,
} from "#contract";
import { act } from "../journey.ts";
import { changed, moved, nameOf, openShop, requestFor, type Shop } from "../shop.ts";
import { bodyOf, divert, openCounter, type Sent } from "./official.ts";

// It has no types of its own.
const sdk = createRequire(import.meta.url)("cybersource-rest-client");

const asking = (shop: Shop) => {
  const sample = shop.samples.outcomes.find(({ status }) => status === "ACTION_REQUIRED");
  return requestFor(shop, sample ?? assert.fail("nobody is asked"));
};
/** The same with the token of another test card. */
function ending(shop: Shop, lastFour: string) {
  const request = asking(shop);
  const { method } = request.paymentMethod ?? assert.fail("no method");
  assert.ok(method.case === "processorToken");
  const [header = "", payload = "", signature = ""] = method.value.token.split(".");
  const claims = Buffer.from(payload, "base64url").toString().replaceAll("2503", lastFour);
  const token = [header, Buffer.from(claims).toString("base64url"), signature].join(".");
  return changed(request, {
    paymentMethod: { method: { case: "processorToken", value: { token } } },
  });
}

const unasked: readonly (readonly [string, Status, Liability])[] = [
  ["2701", Status.AUTHENTICATED, Liability.ISSUER],
  ["2719", Status.ATTEMPTED, Liability.ISSUER],
  ["2313", Status.UNAVAILABLE, Liability.MERCHANT],
];
for (const id of ["cybersource", "bankofamerica"]) {
  for (const [lastFour, status, liability] of unasked)
    test(`${id}: ${nameOf(Status, status)}, and paid`, async () => {
      const shop = await openShop(id);
      const request = ending(shop, lastFour);
      const { payment, nextAction } = await shop.client.payments.authorizePayment(request);
      assert.equal(nextAction, undefined);
      assert.equal(payment?.status, PaymentStatus.CAPTURED);
      assert.equal(payment.authentication?.status, status);
      assert.equal(payment.authentication.liability, liability);
      assert.equal(payment.authentication.challenged, false);
      assert.equal(moved(shop.processor.ledger, "capture"), request.purchase?.amount?.minorUnits);
    });

  test(`${id}: the challenge is passed, and the payment says so`, async () => {
    const shop = await openShop(id);
    const request = asking(shop);
    const begun = await shop.client.payments.authorizePayment(request);
    const { payment } = await act(shop, begun);
    assert.equal(payment?.status, PaymentStatus.CAPTURED);
    assert.equal(payment.authentication?.status, Status.AUTHENTICATED);
    assert.equal(payment.authentication.challenged, true);
    assert.equal(moved(shop.processor.ledger, "capture"), request.purchase?.amount?.minorUnits);
  });

  test(`${id}: whoever does not come back is still asked, and nothing is kept`, async () => {
    const shop = await openShop(id);
    const { payments } = shop.client;
    const request = asking(shop);
    const begun = await payments.authorizePayment(request);
    const again = await payments.resumePayment({ ...(begun.state && { state: begun.state }) });
    assert.equal(again.payment?.status, PaymentStatus.ACTION_REQUIRED);
    assert.deepEqual(again.nextAction, begun.nextAction);
    const { lookup } = await payments.getPayment({
      target: { case: "originalCall", value: { reference: request.reference } },
    });
    assert.equal(lookup?.outcome, Lookup_Outcome.NOT_FOUND);
    assert.deepEqual(shop.processor.ledger, []);
    const passed = await act(shop, again);
    assert.equal(passed.payment?.status, PaymentStatus.CAPTURED);
  });
}

test("the SDK sends the same requests, and reads what it is answered", async (context) => {
  const counter = await openCounter(context, "cybersource");
  divert(context, counter);
  const { shop, ours, theirs } = counter;
  const { merchantId, keyId, sharedSecret } = shop.samples.credentials;
  const config = {
    authenticationType: "http_signature",
    runEnvironment: "apitest.cybersource.com",
    merchantID: merchantId,
    merchantKeyId: keyId,
    merchantsecretKey: sharedSecret,
    logConfiguration: { enableLog: false },
  };
  const sent = await ours(async () => {
    const begun = await shop.client.payments.authorizePayment(asking(shop));
    await act(shop, begun);
  });
  const paid = sent.filter(({ path }) => path.endsWith("/payments")).map(bodyOf);
  assert.deepEqual(
    paid.map(({ processingInformation, consumerAuthenticationInformation: proof }) => [
      processingInformation.commerceIndicator,
      proof.cavv,
      proof.paresStatus,
    ]),
    [["vbv", "AAIBBYNoEwAAACcKhAJkdQAAAAA=", "Y"]],
    "the proof goes with the one payment",
  );
  const calls = [
    ["/authentication-setups", "PayerAuthSetupRequest", "payerAuthSetup", "COMPLETED"],
    [
      "/authentications",
      "CheckPayerAuthEnrollmentRequest",
      "checkPayerAuthEnrollment",
      "PENDING_AUTHENTICATION",
    ],
    [
      "/authentication-results",
      "ValidateRequest",
      "validateAuthenticationResults",
      "AUTHENTICATION_SUCCESSFUL",
    ],
  ] as const;
  for (const [path, model, operation, status] of calls) {
    const asked = sent.find((one) => one.path.endsWith(path)) ?? assert.fail(path);
    let answered: { readonly status?: string } = {};
    const [again] = await theirs(
      () =>
        new Promise<void>((resolve, reject) => {
          const body = sdk[model].constructFromObject(bodyOf(asked));
          const done = (error: unknown, data: { readonly status?: string }) => {
            answered = data ?? {};
            if (error) reject(new Error(String(error)));
            else resolve();
          };
          new sdk.PayerAuthenticationApi(config)[operation](body, done);
        }),
    );
    assert.ok(again);
    assert.deepEqual(comparable(again), comparable(asked));
    assert.equal(answered.status, status);
  }
});
/** Without what the SDK adds of itself: the name of who made it. */
const comparable = (sent: Sent) => {
  const { clientReferenceInformation: reference, ...body } = bodyOf(sent);
  return {
    line: `${sent.method} ${sent.path}`,
    body: { ...body, reference: reference?.code },
    // The simulator has verified both.
    signature: sent.headers["signature"]?.replace(/signature="[^"]*"/, ""),
  };
};
