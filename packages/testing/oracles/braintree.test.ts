/** Braintree's tables and mutations against its published schema, and its signatures against the official SDK's own. */
import { strict as assert } from "node:assert";
import { existsSync, readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { fromHex, hmacSha1, sha1 } from "#kit";
import * as codes from "../../../connectors/braintree/codes.ts";
import { fileCategories } from "../../../connectors/braintree/disputes.ts";
import { fixturesOf, type RecordedExchange } from "../fixtures.ts";

const oracles = process.env["ORACLES"] ?? "/work/shared/oracles";
const schemaFile = `${oracles}/specs/braintree/schema.graphql`;
const vectorsFile = `${oracles}/vectors/signatures.json`;
const isThere = existsSync(schemaFile) && existsSync(vectorsFile);
const skip = isThere ? false : "Braintree's schema and vectors are not here: 3 tests";

/** The words of an enum, without descriptions and deprecations. */
function wordsOf(schema: string, name: string): readonly string[] {
  const body = new RegExp(`^enum ${name} \\{(.*?)^\\}`, "ms").exec(schema)?.[1];
  assert.ok(body, `the schema has ${name}`);
  return Array.from(
    body.replace(/"""[\s\S]*?"""/g, "").matchAll(/^ {2}(\w+)/gm),
    ([, word = ""]) => word,
  );
}

const textOf = ({ body, bytes = "" }: Partial<NonNullable<RecordedExchange["request"]>> = {}) =>
  body ?? Buffer.from(bytes, "base64").toString("latin1");

describe("braintree's oracles", { skip }, () => {
  const schema = isThere ? readFileSync(schemaFile, "utf8") : "";

  test("every published word is in its table, or left out on purpose", () => {
    const leftOut = ["CITI", "HIPER", "SOLO", "SWITCH", "UNKNOWN"];
    const tables: Readonly<Record<string, readonly string[]>> = {
      PaymentStatus: Object.keys(codes.paymentStatus.words),
      VerificationStatus: Object.keys(codes.verificationStatus.words),
      DisputeStatus: Object.keys(codes.disputeStatus.words),
      DisputeType: Object.keys(codes.disputeStage.words),
      DisputeReason: Object.keys(codes.disputeReason.words),
      AvsCvvResponseCode: Object.keys(codes.checkResult.words),
      GatewayRejectionReason: [
        ...Object.keys(codes.rejections.words),
        ...codes.rejections.unmapped,
      ],
      CreditCardBrandCode: [...Object.keys(codes.brands.words), ...leftOut],
    };
    for (const [name, known] of Object.entries(tables)) {
      const published = new Set(wordsOf(schema, name).map((word) => word.toUpperCase()));
      assert.deepEqual(known.toSorted(), [...published].toSorted(), name);
    }
    assert.deepEqual(fileCategories, wordsOf(schema, "DisputeFileEvidenceCategory"));
    assert.deepEqual(Object.keys(codes.refundStatus.words), Object.keys(codes.paymentStatus.words));
  });

  test("every mutation that is sent is one of the schema, with an input of its name", () => {
    const sent = new Set<string>();
    for (const { fixture } of fixturesOf("braintree"))
      for (const { request } of fixture.exchanges)
        for (const [, input = "", name = ""] of textOf(request).matchAll(
          /mutation \(\$input: (\w+)!\) \{ (\w+)\(/g,
        )) {
          assert.match(schema, new RegExp(`^  ${name}\\(input: ${input}!?\\):`, "m"), name);
          sent.add(name);
        }
    assert.ok(sent.size >= 15, `${sent.size} mutations were seen`);
  });

  test("the official SDK's signature is made again", () => {
    const vectors: readonly Readonly<Record<string, string>>[] = JSON.parse(
      readFileSync(vectorsFile, "utf8"),
    );
    const { key, message, signature } =
      vectors.find(({ processor }) => processor === "braintree") ?? assert.fail("no vector");
    const made = hmacSha1(fromHex(sha1(key ?? "", "hex")), message ?? "", "hex");
    assert.equal(`integration_public_key|${made}`, signature);
  });
});
