/** The wrong lines that somebody could have written: one small change of a module's text each. */
import { isNode, type Node, nodesIn, parsed } from "./parser.ts";

export interface Mutant {
  readonly line: number;
  readonly was: string;
  readonly is: string;
  /** The module's whole text with the change. */
  readonly text: string;
}
interface Change {
  readonly start: number;
  readonly end: number;
  readonly by: string;
}

const operators: Readonly<Record<string, string>> = {
  "===": "!==",
  "!==": "===",
  "<": "<=",
  "<=": "<",
  ">": ">=",
  ">=": ">",
  "+": "-",
  "-": "+",
  "*": "/",
  "/": "*",
  "%": "*",
  "**": "*",
  "&&": "||",
  "||": "&&",
  "??": "&&",
};

export function mutantsOf(text: string): readonly Mutant[] {
  const found = new Map<string, Mutant>();
  for (const [node, above] of nodesIn(parsed(text)))
    for (const { start, end, by } of changesOf(node, above, text)) {
      const was = text.slice(start, end);
      if (was === by) continue;
      const line = text.slice(0, start).split("\n").length;
      found.set(`${start} ${end} ${by}`, {
        line,
        was: short(was),
        is: short(by),
        text: text.slice(0, start) + by + text.slice(end),
      });
    }
  return [...found.values()];
}
const short = (text: string): string => {
  const flat = text.replace(/\s+/g, " ");
  return flat.length > 60 ? `${flat.slice(0, 57)}…` : flat;
};

function changesOf(node: Node, above: readonly Node[], text: string): readonly Change[] {
  const parent = above.at(-1);
  const whole = (by: string): Change => ({ start: node.start, end: node.end, by });
  switch (node.type) {
    case "BinaryExpression":
    case "LogicalExpression":
      return operatorOf(node, text);
    case "UnaryExpression":
      return node["operator"] === "!" ? [whole(textOf(node["argument"], text))] : [];
    case "ConditionalExpression":
    case "IfStatement":
      return decided(node["test"]);
    case "ThrowStatement":
      return [whole(";")];
    case "ExpressionStatement":
      return isCall(node["expression"]) ? [whole(";")] : [];
    case "ReturnStatement":
      return isNode(node["argument"]) ? [whole("return undefined;")] : [];
    case "ArrowFunctionExpression":
      return node["expression"] === true && isNode(node["body"])
        ? [{ start: node["body"].start, end: node["body"].end, by: "undefined" }]
        : [];
    case "Literal":
      return isPlace(node, parent) || isUnmapped(above) ? [] : literal(node, whole);
    case "ObjectExpression":
      return swapped(members(node["properties"]), text);
    case "ArrayExpression":
      return swapped(pairs(node["elements"]), text);
    default:
      return [];
  }
}

function operatorOf({ left, right, operator }: Node, text: string): readonly Change[] {
  if (!isNode(left) || !isNode(right)) return [];
  const by = operators[String(operator)];
  const start = text.indexOf(String(operator), left.end);
  if (by === undefined || start < 0 || start >= right.start) return [];
  return [{ start, end: start + String(operator).length, by }];
}

const decided = (test: unknown): readonly Change[] =>
  isNode(test) ? ["true", "false"].map((by) => ({ start: test.start, end: test.end, by })) : [];

const isCall = (node: unknown): boolean =>
  isNode(node) &&
  (node.type === "CallExpression" || (node.type === "AwaitExpression" && isCall(node["argument"])));

/** A name of a module or of a member says where something is, not what is decided. */
function isPlace(node: Node, parent: Node | undefined): boolean {
  if (parent === undefined) return false;
  if (/^(Import|Export)/.test(parent.type)) return true;
  return parent.type === "Property" && parent["key"] === node;
}

/** A word that a table leaves out on purpose is read as one that it does not know, in the list or not. */
const isUnmapped = (above: readonly Node[]): boolean =>
  above.some(({ type, key }) => type === "Property" && isNode(key) && key["name"] === "unmapped");

function literal(node: Node, whole: (by: string) => Change): readonly Change[] {
  const { value, regex, bigint } = node;
  if (typeof bigint === "string") return [whole(`${BigInt(bigint) + 1n}n`)];
  if (typeof value === "boolean") return [whole(String(!value))];
  if (typeof value === "number") return [whole(String(value + 1))];
  // A sentence and the page of a source are for people: no decision is in either.
  if (typeof value === "string") return /^$| |^https?:\/\//.test(value) ? [] : [whole('""')];
  if (typeof regex !== "object" || regex === null) return [];
  const pattern = String(Reflect.get(regex, "pattern"));
  const flags = String(Reflect.get(regex, "flags"));
  return [
    ...(pattern.startsWith("^") ? [whole(`/${pattern.slice(1)}/${flags}`)] : []),
    ...(/[^\\]\$$/.test(pattern) ? [whole(`/${pattern.slice(0, -1)}/${flags}`)] : []),
    ...(flags.includes("i") ? [whole(`/${pattern}/${flags.replace("i", "")}`)] : []),
  ];
}

/** The values of a table, which is an object whose values are names of constants. */
const members = (properties: unknown): readonly Node[] =>
  nodes(properties).flatMap(({ type, value }) =>
    type === "Property" && isConstant(value) ? [value] : [],
  );
/** The second of each pair. */
const pairs = (elements: unknown): readonly Node[] =>
  nodes(elements).flatMap(({ type, elements: pair }) => {
    const [, value] = type === "ArrayExpression" ? nodes(pair) : [];
    return isConstant(value) ? [value] : [];
  });
const nodes = (value: unknown): readonly Node[] =>
  Array.isArray(value) ? value.filter(isNode) : [];
const isConstant = (value: unknown): value is Node =>
  isNode(value) &&
  ((value.type === "Identifier" && /^[A-Z][A-Z_]+$/.test(String(value["name"]))) ||
    value.type === "MemberExpression" ||
    (value.type === "ArrayExpression" && nodes(value["elements"]).some(isConstant)));

/** A row of a table that says what the next row that differs says. */
const swapped = (values: readonly Node[], text: string): readonly Change[] =>
  values.flatMap((value, index) => {
    const own = textOf(value, text);
    const others = [...values.slice(index + 1), ...values.slice(0, index)];
    const other = others.map((one) => textOf(one, text)).find((one) => one !== own);
    return other === undefined ? [] : [{ start: value.start, end: value.end, by: other }];
  });

const textOf = (node: unknown, text: string): string =>
  isNode(node) ? text.slice(node.start, node.end) : "";
