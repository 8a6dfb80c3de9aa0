/** What a caller is shown of a call, preview, raw exchanges and errors, shows no secret of it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { create, type Message } from "@bufbuild/protobuf";
import { anyPack } from "@bufbuild/protobuf/wkt";
import {
  type AuthorizePaymentRequest,
  AuthorizePaymentRequestSchema,
  type AuthorizePaymentResponse,
  CaptureMode,
  PreviewRequestSchema,
} from "#contract";
import {
  type AnyConnector,
  type Context,
  form,
  json,
  optionalText,
  answer as reading,
  call as step,
  toBase64,
  toJson,
  v,
  withHeaders,
} from "#kit";
import { canaries, request } from "../testing/secret-request.ts";
import { apiKey, callOf, paid, runtimeOf, scripted, small, withFlows } from "../testing/small.ts";

const { option, ...personal } = canaries;
const echo = JSON.stringify({
  ...personal,
  apiKey,
  again: encodeURIComponent(canaries.holderName),
});
const options = { tone: optionalText({ description: "How.", example: "kind" }) };
const everything = (card: object, context: Context<{ readonly apiKey: string }>) => ({
  ...card,
  key: context.credentials.apiKey,
  tone: context.options["tone"],
  basic: toBase64(`${context.credentials.apiKey}:`),
});
const talkative: AnyConnector = withFlows(
  {
    authorizePayment: {
      method: "POST",
      path: (_: unknown, { credentials }: Context<{ readonly apiKey: string }>) =>
        `/pay?key=${credentials.apiKey}`,
      body: (
        { paymentMethod, purchase }: AuthorizePaymentRequest,
        context: Context<{ readonly apiKey: string }>,
      ) =>
        json({
          ...everything(paymentMethod?.method.value ?? {}, context),
          contact: purchase?.customer?.contact,
        }),
      read: () => paid,
    },
  },
  { options },
);

function assertClean(message: unknown): void {
  const shown = toJson(message);
  for (const [name, value] of Object.entries({ ...canaries, apiKey }))
    if (name !== "cvc")
      for (const form of [value, encodeURIComponent(value), toBase64(value), toBase64(`${value}:`)])
        assert.ok(!shown.includes(form), `${name} is shown`);
  assert.ok(!shown.includes(`"${canaries.cvc}"`), "the verification code is shown");
}

test("a preview shows no secret, though the connector puts all of them everywhere", async () => {
  const { send, sent } = scripted(() => ({}));
  const runtime = runtimeOf(talkative, { send });
  const call = anyPack(AuthorizePaymentRequestSchema, request());
  const preview = await runtime.preview(create(PreviewRequestSchema, { call }), callOf());
  assert.deepEqual(preview.problems, []);
  assert.equal(preview.requests.length, 1);
  assertClean(preview);
  assert.equal(sent.length, 0, "nothing is sent");
});

test("raw exchanges show no secret, neither sent nor told back", async () => {
  const told = JSON.stringify({ echo, option });
  const { send, sent } = scripted(() => ({ headers: { echo: told }, text: told }));
  const answer = (await runtimeOf(talkative, { send }).call(
    "authorizePayment",
    request(),
    callOf({ includeRaw: true }),
  )) as AuthorizePaymentResponse;
  assert.equal(answer.rawExchanges.length, 1);
  assertClean(answer.rawExchanges);
  assert.ok(sent[0]?.body?.text?.includes(canaries.number), "what is really sent is not masked");
  assert.ok(sent[0]?.body?.text?.includes(canaries.option));
});

test("raw exchanges are shown to those alone who may see them", async () => {
  const { send } = scripted(() => ({ text: echo }));
  const answer = (await runtimeOf(talkative, { send }).call(
    "authorizePayment",
    request(),
    callOf(),
  )) as AuthorizePaymentResponse;
  assert.deepEqual(answer.rawExchanges, []);
});

test("a session's token is shown nowhere", async () => {
  const token = "canary-session-token-0123456789";
  const { send } = scripted(() => ({ text: JSON.stringify({ token }) }));
  const connector = small({
    session: {
      method: "POST",
      path: "/token",
      authenticate: "none",
      read: reading(v.object({ token: v.string() }), (told) => ({ ...told, lifetimeSeconds: 60 })),
    },
    authenticate: (shown, { session }: Context<unknown>) =>
      withHeaders(shown, { Authorization: `Bearer ${session?.token}` }),
  });
  const answer = (await runtimeOf(connector, { send }).call(
    "authorizePayment",
    request(false),
    callOf({ includeRaw: true }),
  )) as AuthorizePaymentResponse;
  const shown = toJson(answer);
  assert.ok(!shown.includes(token));
  assert.ok(shown.includes("Bearer SESSION-TOKEN"));
  assert.deepEqual(
    answer.rawExchanges.map(({ step }) => step),
    ["authorizePayment"],
  );
});

test("what cannot be built from masked input is not shown, and the call goes on", async () => {
  const connector = withFlows({
    authorizePayment: {
      method: "POST",
      path: "/pay",
      body: ({ paymentMethod }: AuthorizePaymentRequest) => {
        const { method } = paymentMethod ?? assert.fail();
        assert.ok(
          method.case === "card" && method.value.expiryYear > 2000,
          "a builder that is strict",
        );
        return form({ number: method.value.number });
      },
      read: () => paid,
    },
  });
  const { send } = scripted(() => ({ text: echo }));
  const answer = (await runtimeOf(connector, { send }).call(
    "authorizePayment",
    request(false),
    callOf({ includeRaw: true }),
  )) as AuthorizePaymentResponse;
  assert.equal(answer.operation?.operationId, "op");
  assert.equal(answer.rawExchanges[0]?.requestBody, "");
  assertClean(answer.rawExchanges);
});

test("steps of a script are shown from masked input too", async () => {
  const connector = withFlows({
    *authorizePayment(asked: AuthorizePaymentRequest) {
      const { method } = asked.paymentMethod ?? assert.fail();
      for (const name of ["one", "two"])
        yield* step(
          {
            name,
            example: {},
            method: "POST",
            path: "/",
            body: (input: { readonly request: AuthorizePaymentRequest; readonly list: unknown }) =>
              json(input.request.paymentMethod?.method.value),
            read: () => ({}),
          },
          { request: asked, list: [asked, null, new Uint8Array(1)] },
        );
      assert.ok(method.case === "card");
      return paid;
    },
  });
  const { send } = scripted(() => ({ text: echo }));
  const answer = (await runtimeOf(connector, { send }).call(
    "authorizePayment",
    request(false),
    callOf({ includeRaw: true }),
  )) as AuthorizePaymentResponse;
  assert.deepEqual(
    answer.rawExchanges.map((one) => one.step),
    ["one", "two"],
  );
  assertClean(answer.rawExchanges);
});

test("no error shows a secret", async () => {
  const { send } = scripted(() => ({}));
  const runtime = runtimeOf(talkative, { send });
  const bad = [
    () =>
      runtime.call("authorizePayment", request(), callOf({ credentials: { apiKey, wrong: "1" } })),
    () => runtime.call("authorizePayment", request(), callOf({ credentials: apiKey })),
    () => runtime.call("authorizePayment", request(), callOf({ connector: "nobody" })),
    () => runtime.call("capturePayment", request(), callOf()),
    () => runtime.call("authorizePayment", request(), callOf({ deadline: 0 })),
    () => runtime.call("authorizePayment", request(), callOf({ subAccount: "x y" })),
    () =>
      runtime.call(
        "authorizePayment",
        { ...request(), captureMode: CaptureMode.UNSPECIFIED } as Message,
        callOf(),
      ),
  ];
  for (const act of bad)
    await assert.rejects(act, (error: Error) => {
      assertClean([error.message, error]);
      return true;
    });
});
