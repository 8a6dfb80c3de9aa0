/** XML: written in order and escaped, read as text, without entities of its own. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseXml, Unresolved, xml } from "#kit";
import { runs } from "./runs.ts";

test("elements stand in the order given, attributes at their element, lists repeat", () => {
  const { text, type } = xml({
    paymentService: {
      "@version": "1.4",
      order: { amount: { "@value": 1050n, "@none": undefined }, gone: undefined, empty: {} },
      line: ["a", { name: "b" }, 3, true],
    },
  });
  assert.equal(type, "text/xml; charset=utf-8");
  assert.equal(
    text,
    '<?xml version="1.0" encoding="UTF-8"?><paymentService version="1.4"><order><amount value="1050"/><empty/></order>' +
      "<line>a</line><line><name>b</name></line><line>3</line><line>true</line></paymentService>",
  );
});

test("any text that XML can carry comes back, whatever it looks like", () => {
  /** Spaces at the ends are layout to the reader, and a carriage return is a line feed to every XML reader. */
  const words = fc
    .string({ unit: "grapheme" })
    .map((text) => text.replaceAll("\r", "").trim())
    .filter((text) => text !== "");
  fc.assert(
    fc.property(words, words, (text, attribute) => {
      const read = parseXml(xml({ a: { "@b": attribute, c: text } }).text ?? "");
      const node = (read as { a: Record<string, string> }).a;
      assert.equal(node["c"], text);
      assert.equal(node["@b"], attribute);
    }),
    runs(500),
  );
});

test("nothing that is written becomes an element", () => {
  const evil = "</c><d>1</d><!--\"'>&amp;]]>";
  const read = parseXml(xml({ a: { "@b": evil, c: evil } }).text ?? "");
  assert.deepEqual(read, {
    "?xml": { "@version": "1.0", "@encoding": "UTF-8" },
    a: { "@b": evil, c: evil },
  });
});

test("control characters drop out, since XML cannot carry them", () => {
  assert.match(xml({ a: "x\u0000\u0008\u001by\tz\n" }).text ?? "", /<a>xy\tz\n<\/a>$/);
});

test("values stay text: zeros, long numbers, booleans", () => {
  assert.deepEqual(parseXml('<a b="007"><c>00012</c><d>12345678901234567890</d><e>true</e></a>'), {
    a: { "@b": "007", c: "00012", d: "12345678901234567890", e: "true" },
  });
});

test("prefixes are dropped, character references are read once", () => {
  assert.deepEqual(
    parseXml("<s:a xmlns:s='urn:x'><s:b>&#233;&#x41;&amp;#233;&amp;lt;</s:b></s:a>"),
    { a: { b: "éA&#233;&lt;" } },
  );
});

test("a DOCTYPE is refused before it is read", () => {
  for (const text of [
    "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
    "<?xml version='1.0'?>\n<!doctype a><a/>",
    `<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><a>&b;</a>`,
  ])
    assert.throws(() => parseXml(text), Unresolved);
  assert.deepEqual(parseXml("<a>&x;</a>"), { a: "&x;" });
});

test("whatever comes, nothing but Unresolved is thrown, and nothing is polluted", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.string().map((text) => `<a>${text}</a>`),
      ),
      (text) => {
        try {
          parseXml(text);
        } catch (error) {
          assert.ok(error instanceof Unresolved);
        }
      },
    ),
    runs(500),
  );
  parseXml("<__proto__><polluted>1</polluted></__proto__>");
  assert.equal(Reflect.get({}, "polluted"), undefined);
});
