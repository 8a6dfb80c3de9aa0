/**
 * Braintree's official SDK authenticates as our connector does, its documents are valid by the published schema, and its
 * webhooks are verified.
 */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { buildSchema, getVariableValues, Kind, parse, validate } from "graphql";
import { EvidenceKind, OperationStatus, Verification } from "#contract";
import { fixturesOf } from "../fixtures.ts";
import { cardSample, newReference, requestFor } from "../shop.ts";
import { assertSame, bodyOf, divert, openCounter } from "./official.ts";

// It has no types of its own.
const braintree = createRequire(import.meta.url)("braintree");
const file = `${process.env["ORACLES"] ?? "/work/shared/oracles"}/specs/braintree/schema.graphql`;
const skip = !existsSync(file) && `no schema at ${file}`;

const gatewayOf = (credentials: Readonly<Record<string, unknown>>) =>
  new braintree.BraintreeGateway({
    environment: braintree.Environment.Sandbox,
    merchantId: "merchant",
    publicKey: credentials["publicKey"],
    privateKey: credentials["privateKey"],
  });

/** The JSON of an operation, which is the first part of a form where a file is sent with it. */
function operationIn({ body, bytes = "" }: { readonly body?: string; readonly bytes?: string }) {
  if (body !== undefined) return body;
  const form = Buffer.from(bytes, "base64").toString("latin1");
  return (
    /name="operations"\r\nContent-Type: application\/json\r\n\r\n(.*)\r\n/.exec(form)?.[1] ?? ""
  );
}

test("every document that is sent is valid by the schema, and so are its variables", {
  skip,
}, () => {
  const schema = buildSchema(readFileSync(file, "utf8"), { assumeValidSDL: true });
  const sent = fixturesOf("braintree").flatMap(({ name, fixture }) =>
    fixture.exchanges.flatMap(({ request }) => {
      if (!request) return [];
      const { query, variables } = JSON.parse(operationIn(request));
      return [{ name, query: String(query), variables }];
    }),
  );
  for (const { name, query, variables } of sent) {
    const [operation] = parse(query).definitions;
    const declared = operation?.kind === Kind.OPERATION_DEFINITION && operation.variableDefinitions;
    assert.ok(declared && declared.length > 0, query);
    const { errors = [] } = getVariableValues(schema, declared, variables);
    assert.deepEqual([name, ...errors.map(({ message }) => message)], [name]);
  }
  const documents = new Set(sent.map(({ query }) => query));
  assert.ok([...documents].some((document) => document.includes("createDisputeFileEvidence")));
  assert.ok(documents.size > 15, `${documents.size} documents`);
  for (const document of documents)
    assert.deepEqual(
      validate(schema, parse(document)).map(({ message }) => message),
      [],
      document,
    );
});

test("the same documents by the SDK's own client", async (context) => {
  const counter = await openCounter(context, "braintree");
  divert(context, counter);
  const { shop, ours, theirs } = counter;
  const gateway = gatewayOf(shop.samples.credentials);
  const sent = await ours(async () => {
    const { payment } = await shop.client.payments.authorizePayment(
      requestFor(shop, cardSample(shop)),
    );
    const ref = payment?.paymentRef ?? assert.fail("no payment");
    await shop.client.payments.getPayment({ target: { case: "payment", value: ref } });
    await shop.client.payments.voidPayment({ reference: newReference("void"), payment: ref });
  });
  assert.ok(sent.length > 2);
  for (const one of sent) {
    const { query, variables } = bodyOf(one);
    const [same] = await theirs(async () => {
      const answer = await gateway.graphQLClient.query(query, variables);
      assert.ok(answer.data, JSON.stringify(answer));
    });
    assertSame(one, same, ["authorization", "content-type", "accept"]);
    assert.match(String(same?.headers["braintree-version"]), /^\d{4}-\d\d-\d\d$/);
  }
});

test("webhooks", async (context) => {
  const { shop } = await openCounter(context, "braintree");
  const gateway = gatewayOf(shop.samples.credentials);
  const { payment } = await shop.client.payments.authorizePayment(
    requestFor(shop, cardSample(shop)),
  );
  shop.wait(86_400);
  const paymentId = payment?.paymentRef?.paymentId ?? "";
  shop.processor.command("openDispute", { payment: paymentId });
  const deliveries = shop.deliveries();
  assert.ok(deliveries.length > 0);
  const kinds: string[] = [];
  for (const { body } of deliveries) {
    const form = new URLSearchParams(body);
    const [signature, payload] = [form.get("bt_signature"), form.get("bt_payload") ?? ""];
    const told = await gateway.webhookNotification.parse(signature, payload);
    kinds.push(told.kind);
    await assert.rejects(gateway.webhookNotification.parse(signature, payload.replace("P", "Q")));
  }
  assert.ok(kinds.includes("dispute_opened"), kinds.join());
});

test("a file goes beside its mutation, as the guide has it", async (context) => {
  const { shop, ours } = await openCounter(context, "braintree");
  const { payment } = await shop.client.payments.authorizePayment(
    requestFor(shop, cardSample(shop)),
  );
  shop.wait(86_400);
  shop.processor.command("openDispute", { payment: payment?.paymentRef?.paymentId ?? "" });
  const [dispute] = (await shop.client.disputes.listDisputes({})).disputes;
  const content = new TextEncoder().encode("%PDF-1.4");
  const [sent] = await ours(async () => {
    const { operation } = await shop.client.disputes.submitEvidence({
      dispute: dispute?.disputeRef ?? assert.fail("no dispute"),
      finalSubmission: false,
      files: [
        {
          name: "receipt.pdf",
          contentType: "application/pdf",
          content,
          kind: EvidenceKind.PROOF_OF_DELIVERY,
        },
      ],
    });
    assert.equal(operation?.status, OperationStatus.SUCCEEDED);
  });
  const form = await new Response(sent?.text ?? "", {
    headers: { "content-type": sent?.headers["content-type"] ?? "" },
  }).formData();
  assert.deepEqual([...form.keys()], ["operations", "map", "file_to_upload"]);
  const { query, variables } = JSON.parse(String(form.get("operations")));
  assert.match(query, /createDisputeFileEvidence\(input: \$input\)/);
  assert.equal(variables.input.category, "PROOF_OF_DELIVERY");
  assert.equal(variables.file, null);
  assert.deepEqual(JSON.parse(String(form.get("map"))), { file_to_upload: "variables.file" });
  const file = form.get("file_to_upload");
  assert.ok(file instanceof File && file.name === "receipt.pdf");
  assert.equal(await file.text(), "%PDF-1.4");
});

test("a notification that the SDK makes is read as genuine", async (context) => {
  const { shop } = await openCounter(context, "braintree");
  const gateway = gatewayOf(shop.samples.credentials);
  const made = await gateway.webhookTesting.sampleNotification("dispute_opened", "my_id");
  const form = new URLSearchParams({
    bt_signature: made.bt_signature,
    bt_payload: made.bt_payload,
  });
  const { events } = await shop.read({
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: form.toString(),
  });
  const [event] = events;
  assert.equal(event?.verification, Verification.VERIFIED);
  assert.equal(event.processorEventType, "dispute_opened");
  assert.equal(event.resource.case, "dispute");
});
