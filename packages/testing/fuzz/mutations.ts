/** Structural changes of a text that somebody sent: JSON, a form or XML, each byte that is not changed kept as it was. */
import fc from "fast-check";

/** One value within a text: where it stands, and its name where it has one. */
export interface Leaf {
  readonly start: number;
  readonly end: number;
  readonly kind: "json" | "xml" | "form";
  /** Where the name stands, quotes included; of a JSON member alone. */
  readonly name: readonly [start: number, end: number] | undefined;
}

/** A word that no processor's list has. */
export const NOBODY = "zq-nobody-says-this";

/** Every scalar of the text, in its order. */
export function leavesOf(text: string): readonly Leaf[] {
  const begins = text.trimStart()[0];
  if (begins === "{" || begins === "[") return jsonLeaves(text);
  if (begins === "<") return xmlLeaves(text);
  return formLeaves(text);
}

function jsonLeaves(text: string): readonly Leaf[] {
  const leaves: Leaf[] = [];
  let name: readonly [number, number] | undefined;
  const tokens = /("(?:[^"\\]|\\.)*")(\s*:)?|-?\d[\d.eE+-]*|true|false|null|[[\]{},]/g;
  for (const found of text.matchAll(tokens)) {
    const [whole, quoted, colon] = found;
    const start = found.index;
    if (quoted !== undefined && colon !== undefined) name = [start, start + quoted.length];
    else if (/^[[\]{},]$/.test(whole)) name = undefined;
    else leaves.push({ start, end: start + whole.length, kind: "json", name });
  }
  return leaves;
}
function xmlLeaves(text: string): readonly Leaf[] {
  return [...text.matchAll(/(?<==")[^"<]+(?=")|(?<=>)[^<>]*[^<>\s][^<>]*(?=<)/g)].map((found) => ({
    start: found.index,
    end: found.index + found[0].length,
    kind: "xml",
    name: undefined,
  }));
}
function formLeaves(text: string): readonly Leaf[] {
  return [...text.matchAll(/(?<==)[^&]+/g)].map((found) => ({
    start: found.index,
    end: found.index + found[0].length,
    kind: "form",
    name: undefined,
  }));
}

const spliced = (text: string, start: number, end: number, by: string): string =>
  text.slice(0, start) + by + text.slice(end);
const written = ({ kind }: Leaf, word: string): string =>
  kind === "json" ? JSON.stringify(word) : word;

/** One value made a word that nobody uses. */
export const garbled = (text: string, leaf: Leaf): string =>
  spliced(text, leaf.start, leaf.end, written(leaf, NOBODY));

/** Every value made such a word: whatever it said, it does not say it any more. */
export const allGarbled = (text: string): string =>
  leavesOf(text).reduceRight((changed, leaf) => garbled(changed, leaf), text);

const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
const deepObject = (depth: number) => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;

/** What stands in a value's place, as JSON. */
const otherJson: readonly string[] = [
  "null",
  "true",
  "false",
  "0",
  "-1",
  "1.5",
  "1e308",
  "1e999",
  "9007199254740993",
  "9".repeat(400),
  '""',
  '" "',
  '"\\u0000"',
  '"\\ud800"',
  '"00"',
  '"0"',
  '"__proto__"',
  '"constructor"',
  "{}",
  "[]",
  "[null]",
  '[{"a":[{"b":null}]}]',
  '{"__proto__":{"status":"succeeded","success":true}}',
  '{"constructor":{"prototype":{"status":"succeeded"}}}',
  '{"toString":1,"valueOf":null,"length":-1}',
  nested(2_000),
  deepObject(2_000),
  `"${"x".repeat(200_000)}"`,
  "NaN",
  "undefined",
  "'x'",
];
/** In a place where everything is text. */
const otherText: readonly string[] = [
  "",
  " ",
  "0",
  "-1",
  "9".repeat(400),
  "\u0000",
  "\ufffd\ufffd",
  "\ud800",
  "%ff%fe",
  "%",
  "&amp;&#0;&#x110000;&#xD800;",
  "&nobody;",
  "<a>".repeat(2_000),
  "<![CDATA[x]]>",
  "<!-- -->",
  "<?x?>",
  "&a=b",
  "__proto__",
  "x".repeat(200_000),
];

/** What stands in a whole text's place. */
export const otherDocuments: readonly string[] = [
  "",
  " ",
  "null",
  "true",
  "0",
  '""',
  '"x"',
  "[]",
  "{}",
  "[null]",
  "[[],{}]",
  "{",
  "]",
  "\ufeff{}",
  "\u0000",
  "\ufffd\ufffd\ufffd",
  "not a document",
  "<html><body><h1>502 Bad Gateway</h1></body></html>",
  "<",
  "<a",
  "<a></b>",
  "<?xml version='1.0'?>",
  `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>`,
  `<!DOCTYPE a [<!ENTITY l0 "ha">${Array.from({ length: 12 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join("")}]><a>&l12;</a>`,
  `<a>${"&amp;".repeat(100_000)}</a>`,
  "<a>".repeat(50_000),
  `${"<a>".repeat(3_000)}${"</a>".repeat(3_000)}`,
  `<a ${Array.from({ length: 20_000 }, (_, n) => `b${n}="c"`).join(" ")}/>`,
  "<__proto__><status>succeeded</status></__proto__>",
  "<constructor><prototype>1</prototype></constructor>",
  nested(20_000),
  deepObject(20_000),
  `{"__proto__":{"status":"succeeded","success":true,"resultCode":"Authorised"}}`,
  `{"a":"${"x".repeat(2_000_000)}"}`,
  `[${"0,".repeat(300_000)}0]`,
  `{${Array.from({ length: 50_000 }, (_, n) => `"k${n}":0`).join(",")}}`,
  "a=b&".repeat(100_000),
  "&=&=&==",
  "%ff=%fe&%",
  "__proto__=1&constructor=2",
];

export interface Mutation {
  readonly how: string;
  readonly where: number;
  readonly by: number;
}
type Change = (text: string, leaf: Leaf, by: number) => string;
const at = <Item>(items: readonly Item[], index: number, otherwise: Item): Item =>
  items[index % items.length] ?? otherwise;
const renamed = (text: string, leaf: Leaf, name: string) =>
  leaf.name ? spliced(text, leaf.name[0], leaf.name[1], name) : garbled(text, leaf);

const changes: Readonly<Record<string, Change>> = {
  garble: garbled,
  drop: (text, leaf) => renamed(text, leaf, `"${NOBODY}"`),
  "name it __proto__": (text, leaf) => renamed(text, leaf, '"__proto__"'),
  retype: (text, leaf, by) =>
    spliced(
      text,
      leaf.start,
      leaf.end,
      leaf.kind === "json" ? at(otherJson, by, "null") : at(otherText, by, ""),
    ),
  "say it twice": (text, leaf, by) =>
    leaf.name
      ? spliced(
          text,
          leaf.end,
          leaf.end,
          `,${text.slice(leaf.name[0], leaf.name[1])}:${at(otherJson, by, "null")}`,
        )
      : spliced(text, leaf.end, leaf.end, at(otherText, by, "")),
  nest: (text, leaf) => {
    const value = text.slice(leaf.start, leaf.end);
    const wrapped = leaf.kind === "json" ? `[{"value":${value}}]` : `<value>${value}</value>`;
    return spliced(text, leaf.start, leaf.end, wrapped);
  },
  lengthen: (text, leaf, by) => {
    const value = text.slice(leaf.start, leaf.end);
    const inner = leaf.kind === "json" && value.startsWith('"') ? value.slice(0, -1) : value;
    return spliced(
      text,
      leaf.start,
      leaf.end,
      inner + "0".repeat(1 + (by % 30)) + (inner === value ? "" : '"'),
    );
  },
  truncate: (text, leaf) => text.slice(0, leaf.start + 1),
  "cut out": (text, leaf, by) => spliced(text, leaf.start, leaf.end + (by % 20), ""),
  "not UTF-8": (text, leaf) => spliced(text, leaf.start, leaf.end, "\ufffd\ufffd"),
  replace: (_text, _leaf, by) => at(otherDocuments, by, ""),
};
const nothing: Leaf = { start: 0, end: 0, kind: "form", name: undefined };

/** The text after the change; the same mutation of the same text is always the same. */
export function mutated(text: string, { how, where, by }: Mutation): string {
  const leaf = at(leavesOf(text), where, nothing);
  return changes[how]?.(text, leaf, by) ?? text;
}

export const anyMutation: fc.Arbitrary<Mutation> = fc.record({
  how: fc.constantFrom(...Object.keys(changes)),
  where: fc.nat(10_000),
  by: fc.nat(10_000),
});

/** Bytes of a message with bits turned, parts dropped, doubled, or lengths that lie. */
export const anyDamage = fc.record({
  how: fc.constantFrom("flip", "drop", "double", "insert", "fill", "truncate"),
  where: fc.nat(100_000),
  length: fc.integer({ min: 1, max: 12 }),
  by: fc.nat(255),
});
export function damaged(
  bytes: Uint8Array,
  { how, where, length, by }: { how: string; where: number; length: number; by: number },
): Uint8Array {
  const place = bytes.length === 0 ? 0 : where % bytes.length;
  const [before, part, after] = [
    bytes.subarray(0, place),
    bytes.subarray(place, place + length),
    bytes.subarray(place + length),
  ];
  switch (how) {
    case "flip":
      return Buffer.concat([before, part.map((byte) => byte ^ (by | 1)), after]);
    case "drop":
      return Buffer.concat([before, after]);
    case "double":
      return Buffer.concat([before, part, part, after]);
    case "insert":
      return Buffer.concat([before, new Uint8Array(length).fill(by), part, after]);
    case "fill":
      return Buffer.concat([before, new Uint8Array(part.length).fill(by), after]);
    default:
      return before;
  }
}
