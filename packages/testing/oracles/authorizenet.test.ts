/** Authorize.Net: every member that is sent, and its place, against AnetApiSchema.xsd; a signature recorded at the sandbox. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { paymentStatus, refundStatus } from "../../../connectors/authorizenet/codes.ts";
import { fixturesOf } from "../fixtures.ts";

const file = join(
  process.env["ORACLES"] ?? "/work/shared/oracles",
  "specs/authorizenet/AnetApiSchema.xsd",
);
const absent = !existsSync(file) && `no schema at ${file}`;
const schema = absent ? "" : readFileSync(file, "utf8");

/** The elements of a type in their order, each with its own type; leaves have none here. */
type Members = ReadonlyMap<string, string>;
const types = new Map<string, Members>();
for (const [block, , name = ""] of schema.matchAll(
  /\n\s{0,2}<xs:(complexType|element) name="(\w+)"(?:[^>]*[^>/])?>[\s\S]*?\n\s{0,2}<\/xs:\1>/g,
)) {
  const elements = [...block.matchAll(/<xs:element ([^>]*)>/g)].flatMap(([, attributes = ""]) => {
    const own = /name="(\w+)"/.exec(attributes)?.[1];
    return own && own !== name
      ? [[own, /type="anet:(\w+)"/.exec(attributes)?.[1] ?? ""] as const]
      : [];
  });
  const base = /<xs:extension base="anet:(\w+)"/.exec(block)?.[1];
  types.set(name, new Map([...(base ? [["extends", base] as const] : []), ...elements]));
}
function membersOf(type: string): readonly (readonly [string, string])[] {
  const own = [...(types.get(type) ?? [])];
  return own.flatMap(([name, of]) => (name === "extends" ? membersOf(of) : [[name, of] as const]));
}

function assertOrdered(value: unknown, type: string, where: string): number {
  if (Array.isArray(value))
    return value.reduce(
      (sum, item, index) => sum + assertOrdered(item, type, `${where}[${index}]`),
      0,
    );
  if (typeof value !== "object" || value === null) return 1;
  const members = membersOf(type);
  let place = -1;
  let checked = 0;
  for (const [name, member] of Object.entries(value)) {
    const found = members.findIndex(([known]) => known === name);
    assert.ok(found >= 0, `${where}.${name} is no member of ${type}`);
    assert.ok(found > place, `${where}.${name} stands too late in ${type}`);
    place = found;
    checked += assertOrdered(member, members[found]?.[1] ?? "", `${where}.${name}`);
  }
  return checked;
}

describe("Authorize.Net's schema", { skip: absent }, () => {
  const requests = fixturesOf("authorizenet").flatMap(({ name, fixture }) =>
    fixture.exchanges.map(({ request }) => ({ name, body: request?.body ?? "" })),
  );

  test(`knows every member of ${requests.length} requests, in this order`, () => {
    assert.ok(requests.length > 40);
    let checked = 0;
    for (const { name, body } of requests) {
      const [[root = "", members] = []] = Object.entries(JSON.parse(body));
      assert.ok(types.has(root), `${name}: ${root}`);
      checked += assertOrdered(members, root, `${name} ${root}`);
    }
    assert.ok(checked > 300);
  });

  test("has no other order: one that is changed is caught", () => {
    const changed = { amount: "5.00", transactionType: "authCaptureTransaction" };
    assert.throws(() => assertOrdered(changed, "transactionRequestType", "changed"), /too late/);
    assert.throws(() => assertOrdered({ ammount: 1 }, "transactionRequestType", "x"), /no member/);
  });

  test("has no status of a transaction that is not mapped", () => {
    const start = schema.indexOf('<xs:simpleType name="transactionStatusEnum">');
    const block = schema.slice(start, schema.indexOf("</xs:simpleType>", start));
    const published = [...block.matchAll(/enumeration value="(\w+)"/g)].map(
      ([, word = ""]) => word,
    );
    assert.ok(published.length > 20);
    const known = { ...paymentStatus.words, ...refundStatus.words };
    assert.deepEqual(
      published.filter((word) => !Object.hasOwn(known, word)),
      [],
    );
  });
});
