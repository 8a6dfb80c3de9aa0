/** Each line of docs/security names tests, and each of them is there. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { missing, namedTest } from "./named-tests.ts";

const read = (name: string) =>
  readFileSync(new URL(`../docs/security/${name}`, import.meta.url), "utf8");
const testsIn = (text: string): readonly string[] =>
  [...text.matchAll(/`([\w./-]+ :: [^`]+)`/g)].flatMap(([, named]) => named ?? []);

describe("the threat model", () => {
  const text = read("threat-model.md");
  for (const named of new Set(testsIn(text)))
    test(`names a test: ${named}`, () => assert.equal(missing(namedTest(named)), undefined));

  test("has a test in each line", () => {
    const lines = text.split("\n");
    let ofThreats = false;
    let threats = 0;
    for (const line of lines) {
      if (/^\| threat \|/.test(line)) ofThreats = true;
      else if (!line.startsWith("|")) ofThreats = false;
      else if (ofThreats && !/^\|---/.test(line)) {
        threats += 1;
        assert.ok(testsIn(line).length > 0, line);
      }
    }
    assert.ok(threats > 30, `${threats} threats`);
  });
});

describe("PCI DSS", () => {
  const text = read("pci-dss.md");
  for (const named of new Set(testsIn(text)))
    test(`names a test: ${named}`, () => assert.equal(missing(namedTest(named)), undefined));

  test("has all twelve groups", () => {
    const groups = [...text.matchAll(/^\| (\d+)\. /gm)].map(([, number]) => Number(number));
    assert.deepEqual(
      groups,
      Array.from({ length: 12 }, (_, at) => at + 1),
    );
  });
});

test("a test that is not there is told", () => {
  const here = "tools/threat-model.test.ts";
  assert.match(missing(namedTest(`${here} :: ${["no", "such"].join(" ")}`)) ?? "", /has no test/);
  assert.match(missing(namedTest("tools/nowhere.test.ts :: a")) ?? "", /not there/);
  assert.match(missing(namedTest("tools/check.ts :: types")) ?? "", /no test file/);
  assert.throws(() => namedTest("tools/check.test.ts"), /is not/);
  assert.equal(missing(namedTest(`${here} :: has all twelve groups`)), undefined);
});
