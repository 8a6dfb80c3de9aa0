/** What a merchant configures: every fault is named, no value is shown. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  checkSettings,
  modeByPrefix,
  optionalSecret,
  optionalText,
  secret,
  secrets,
  text,
} from "#kit";
import { runs } from "./runs.ts";

const fields = {
  apiKey: secret({ description: "The key.", example: "sk_test_1", pattern: /sk_(test|live)_\w+/ }),
  webhookSecrets: secrets({
    description: "The secrets.",
    example: "whsec_1",
    pattern: /whsec_\w+/,
  }),
  passphrase: optionalSecret({ description: "Of the key.", example: "words" }),
  account: text({ description: "The account.", example: "Acme" }),
  prefix: optionalText({ description: "The prefix.", example: "a1b2", pattern: /[0-9a-f]+/gi }),
};
const good = { apiKey: "sk_test_abc", account: "Acme" };

test("kinds of settings say what they are", () => {
  const kinds = Object.entries(fields).map(([name, { secret, required, many }]) => [
    name,
    secret,
    required,
    many,
  ]);
  assert.deepEqual(kinds, [
    ["apiKey", true, true, false],
    ["webhookSecrets", true, false, true],
    ["passphrase", true, false, false],
    ["account", false, true, false],
    ["prefix", false, false, false],
  ]);
});

test("what is given is kept, what may be several is a list, what is not given is not there", () => {
  assert.deepEqual(checkSettings(fields, good, "credentials").values, {
    ...good,
    webhookSecrets: [],
  });
  const one = { ...good, webhookSecrets: "whsec_a", passphrase: null, prefix: "" };
  assert.deepEqual(checkSettings(fields, one, "credentials").values, {
    ...good,
    webhookSecrets: ["whsec_a"],
  });
  const two = { ...good, webhookSecrets: ["whsec_a", "whsec_b"], prefix: "A1" };
  assert.deepEqual(checkSettings(fields, two, "credentials").values, two);
});

test("every fault is named at once", () => {
  const given = {
    apiKey: "pk_test_abc",
    webhookSecrets: ["whsec_a", ""],
    passphrase: 7,
    prefix: "xyz",
    apikey: "sk_test_abc",
  };
  const { violations } = checkSettings(fields, given, "credentials");
  assert.deepEqual(
    violations?.map(({ field }) => field),
    [
      "credentials.apikey",
      "credentials.apiKey",
      "credentials.webhookSecrets",
      "credentials.passphrase",
      "credentials.account",
      "credentials.prefix",
    ],
  );
});

test("the whole value must match, in one line unless it is PEM", () => {
  const problem = (apiKey: unknown) =>
    checkSettings(fields, { ...good, apiKey }, "credentials").violations?.[0]?.problem;
  for (const apiKey of ["xsk_test_1", "sk_test_1 ", "sk_test_1\n", "sk_test_"])
    assert.match(problem(apiKey) ?? "", /must (look like sk_test_1|be one line)/);
  for (const apiKey of [undefined, null, ""]) assert.match(problem(apiKey) ?? "", /^is required/);
  for (const apiKey of [1, true, {}, ["sk_test_1"]]) assert.equal(problem(apiKey), "must be text");
  const certificate = { key: secret({ description: "PEM.", example: "-----BEGIN …" }) };
  const pem = "-----BEGIN PRIVATE KEY-----\nMII\n-----END PRIVATE KEY-----\n";
  assert.deepEqual(checkSettings(certificate, { key: pem }, "credentials").values, { key: pem });
  assert.ok(checkSettings(certificate, { key: "a\r\nX-Evil: 1" }, "credentials").violations);
});

test("an expression's flags count, and what it remembers does not", () => {
  for (let time = 0; time < 3; time += 1)
    assert.ok(checkSettings(fields, { ...good, prefix: "ABCDEF" }, "credentials").values);
});

test("anything but an object is refused, and nobody inherits", () => {
  for (const given of [undefined, null, "text", 1, [], [good]])
    assert.deepEqual(checkSettings(fields, given, "credentials").violations, [
      { field: "credentials", problem: "must be an object" },
    ]);
  const inherited = Object.create(good);
  assert.equal(checkSettings(fields, inherited, "credentials").violations?.length, 2);
  const polluted = JSON.parse('{"__proto__":{"apiKey":"sk_test_1"},"account":"Acme"}');
  assert.equal(checkSettings(fields, polluted, "credentials").violations?.length, 2);
});

test("no problem shows the value it complains of", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 8 }), (canary) => {
      const value = `\u{1F512}${canary}`;
      const given = { apiKey: value, webhookSecrets: [value], prefix: value };
      const { violations } = checkSettings(fields, given, "credentials");
      assert.equal(violations?.length, 4);
      assert.ok(!JSON.stringify(violations).includes(JSON.stringify(value).slice(1, -1)));
    }),
    runs(100),
  );
});

test("a key's beginning tells its mode, and nothing else does", () => {
  const prefixes = { live: ["sk_live_", "rk_live_"], test: "sk_test_" };
  assert.equal(modeByPrefix("rk_live_1", prefixes), "live");
  assert.equal(modeByPrefix("sk_test_1", prefixes), "test");
  assert.equal(modeByPrefix("sk_other_1", prefixes), undefined);
});
