/** XML, written in the order given and read without entities of its own, DTDs or prefixes. */
import { XMLParser } from "fast-xml-parser";
import { FailureCode } from "#contract";
import { Unresolved } from "./failures.ts";
import type { Body } from "./http.ts";

export type Xml = { readonly [name: string]: XmlValue };
export type XmlValue = XmlItem | undefined | readonly XmlItem[];
type XmlItem = string | number | bigint | boolean | Xml;

/** Keys are elements in document order; `@name` is an attribute; undefined drops out; an array repeats. */
export const xml = (root: Xml, type = "text/xml; charset=utf-8"): Body => ({
  type,
  text: `<?xml version="1.0" encoding="UTF-8"?>${elements(root)}`,
});

function elements(node: Xml): string {
  let text = "";
  for (const name in node) {
    const value = node[name];
    if (value === undefined || name.startsWith("@")) continue;
    for (const item of isList(value) ? value : [value]) text += element(name, item);
  }
  return text;
}
const isList = (value: XmlItem | readonly XmlItem[]): value is readonly XmlItem[] =>
  Array.isArray(value);

function element(name: string, value: XmlItem): string {
  if (typeof value !== "object") return `<${name}>${escaped(String(value))}</${name}>`;
  let attributes = "";
  for (const key in value) {
    const given = value[key];
    if (key.startsWith("@") && given !== undefined)
      attributes += ` ${key.slice(1)}="${escaped(String(given))}"`;
  }
  const inner = elements(value);
  return inner ? `<${name}${attributes}>${inner}</${name}>` : `<${name}${attributes}/>`;
}

const escapes: Readonly<Record<string, string>> = {
  "<": "&lt;",
  ">": "&gt;",
  "&": "&amp;",
  '"': "&quot;",
};
/** XML 1.0 cannot carry control characters at all, so they drop out. */
const escaped = (text: string) =>
  text.replace(special, (sign) => (sign < " " ? "" : (escapes[sign] ?? sign)));
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not go out.
const special = /[<>&"\u0000-\u0008\u000b\u000c\u000e-\u001f]/g;

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: true,
  // Character references such as `&#233;` among them.
  htmlEntities: true,
});

/** Every value stays text: a leading zero and a long amount are not numbers here. A DOCTYPE throws `Unresolved`. */
export function parseXml(text: string): unknown {
  if (/<!DOCTYPE/i.test(text))
    throw new Unresolved("the answer is XML with a DOCTYPE", {
      code: FailureCode.UNREADABLE_ANSWER,
    });
  try {
    return parser.parse(text);
  } catch {
    return undefined;
  }
}
