/** Adyen's official SDK at the simulator: 3D Secure on pages, natively, and by others. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { browser, cardOf, hiddenFields, returnUrl, submit, useShop, walk } from "./adyen-shop.ts";

const shop = useShop();

for (const [outcome, resultCode] of [
  ["Y", "Authorised"],
  ["N", "Refused"],
] as const)
  test(`3D Secure by redirect, ${outcome}: the result is told twice alike, and money moves once`, async () => {
    const begun = await shop().pay({ ...cardOf("4917610000000000"), ...browser });
    assert.equal(begun.resultCode, "RedirectShopper");
    const action: unknown = begun.action;
    const back = await walk((action as { url: string }).url, outcome);
    assert.ok(back.href.startsWith(`${returnUrl}&redirectResult=`));
    assert.deepEqual(shop().ledger(), []);
    const details = { redirectResult: back.searchParams.get("redirectResult") };
    const done = await shop().finish({ details });
    assert.equal(done.resultCode, resultCode);
    assert.equal(done.additionalData?.["threeDAuthenticated"], String(outcome === "Y"));
    assert.equal((await shop().finish({ details })).resultCode, resultCode);
    assert.deepEqual(
      shop().ledger(),
      outcome === "Y" ? ["authorization 1000", "capture 1000"] : [],
    );
    if (outcome === "N") assert.equal(done.refusalReasonCode, "11");
  });

const native = {
  ...browser,
  authenticationData: { threeDSRequestData: { nativeThreeDS: "preferred" } },
  threeDS2RequestData: { notificationURL: "https://shop().example/3ds" },
};
interface Native {
  readonly subtype: string;
  readonly paymentData: string;
  readonly authorisationToken: string;
  readonly token: string;
}
const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64");
const opened64 = (text: string) => JSON.parse(Buffer.from(text, "base64").toString());

test("native 3D Secure: fingerprint, then challenge at the issuer's page", async () => {
  const begun = await shop().pay({ ...cardOf("5000550000000029"), ...native });
  assert.equal(begun.resultCode, "IdentifyShopper");
  const fingerprint = begun.action as unknown as Native;
  assert.equal(fingerprint.subtype, "fingerprint");
  const { threeDSMethodURL, threeDSServerTransID } = opened64(fingerprint.token);
  const threeDSMethodData = encoded({ threeDSServerTransID });
  const seen = await fetch(threeDSMethodURL, {
    method: "POST",
    body: new URLSearchParams({ threeDSMethodData }),
  });
  assert.equal(
    opened64(hiddenFields(await seen.text())["threeDSMethodData"] ?? "").threeDSServerTransID,
    threeDSServerTransID,
  );

  const next = await shop().finish({
    paymentData: fingerprint.paymentData,
    details: { threeds2_fingerprint: encoded({ threeDSCompInd: "Y" }) },
  });
  assert.equal(next.resultCode, "ChallengeShopper");
  const again = { threeds2_fingerprint: encoded({ threeDSCompInd: "Y" }) };
  const insisted = await shop().finish({ paymentData: fingerprint.paymentData, details: again });
  assert.equal(insisted.resultCode, "ChallengeShopper");
  assert.deepEqual(shop().ledger(), []);
  const challenge = next.action as unknown as Native;
  const { acsURL, acsTransID, messageVersion } = opened64(challenge.token);
  const creq = encoded({
    threeDSServerTransID,
    acsTransID,
    messageVersion,
    messageType: "CReq",
    challengeWindowSize: "05",
  });
  const asked = await (
    await fetch(acsURL, { method: "POST", body: new URLSearchParams({ creq }) })
  ).text();
  const answered = await (await submit(asked, { outcome: "Y" })).text();
  const { transStatus } = opened64(hiddenFields(answered)["cres"] ?? "");
  assert.equal(transStatus, "Y");
  const done = await shop().finish({
    paymentData: challenge.paymentData,
    details: { threeds2_challengeResult: encoded({ transStatus }) },
  });
  assert.equal(done.resultCode, "Authorised");
  assert.deepEqual(shop().ledger(), ["authorization 1000", "capture 1000"]);
});

test("native 3D Secure: a Component's word passes, and never over the issuer's no", async () => {
  const begun = await shop().pay({ ...cardOf("4212345678910006"), ...native });
  assert.equal(begun.resultCode, "ChallengeShopper");
  const { token, authorisationToken } = begun.action as unknown as Native;
  const { acsURL, threeDSServerTransID } = opened64(token);
  const creq = encoded({ threeDSServerTransID });
  await fetch(acsURL, { method: "POST", body: new URLSearchParams({ creq, outcome: "N" }) });
  const lie = { threeDSResult: encoded({ transStatus: "Y", authorisationToken }) };
  assert.equal((await shop().finish({ details: lie })).resultCode, "Refused");

  const frictionless = await shop().pay({ ...cardOf("5201281505129736"), ...native });
  const action = frictionless.action as unknown as Native;
  const word = {
    threeDSResult: encoded({ transStatus: "Y", authorisationToken: action.authorisationToken }),
  };
  assert.equal((await shop().finish({ details: word })).resultCode, "Authorised");
  assert.deepEqual(shop().ledger(), ["authorization 1000", "capture 1000"]);
});

test("authentication alone, and authentication by others", async () => {
  const authenticationData = { ...native.authenticationData, authenticationOnly: true };
  const begun = await shop().pay({ ...cardOf("4212345678910006"), ...native, authenticationData });
  const { authorisationToken } = begun.action as unknown as Native;
  const threeDSResult = encoded({ transStatus: "Y", authorisationToken });
  const done = await shop().finish({ details: { threeDSResult } });
  assert.equal(done.resultCode, "AuthenticationFinished");
  assert.equal(done.threeDS2Result?.transStatus, "Y");
  assert.deepEqual(shop().ledger(), []);

  const mpiData = {
    authenticationResponse: "Y",
    directoryResponse: "C",
    eci: "05",
    cavv: "AAABAWFlmQAAAABjRWWZEEFgFz8=",
    dsTransID: "a3b86754-444d-46ca-95a2-ada351d3f42c",
    threeDSVersion: "2.2.0",
  };
  const paid = await shop().pay({ ...cardOf("4917610000000000"), ...browser, mpiData });
  assert.equal(paid.resultCode, "Authorised");
  assert.equal(paid.additionalData?.["liabilityShift"], "true");
});
