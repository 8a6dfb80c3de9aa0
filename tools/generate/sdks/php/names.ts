/** What things of the contract are called in PHP, and where their files are below `src/`. */
import type { DescEnum, DescMessage } from "@bufbuild/protobuf";
import { notice } from "../../files.ts";

export const contractPackage = "payments.v1";
const space = "ConnectorService\\Payments\\V1";

export interface WrittenFile {
  readonly name: string;
  readonly content: string;
}

/** Messages and enums within a message are in a namespace of its name, as in `Resolution\Way`. */
export function placeOf({ typeName }: DescEnum | DescMessage) {
  const names = typeName.slice(contractPackage.length + 1).split(".");
  const name = names.at(-1) ?? "";
  const parents = names.slice(0, -1);
  return {
    name,
    namespace: [space, ...parents].join("\\"),
    file: `Payments/V1/${[...parents, name].join("/")}.php`,
  };
}

/** As code of `payments.v1`'s own namespace, or of a namespace in it, names it. */
export function reference(desc: DescEnum | DescMessage, from: string): string {
  const { namespace, name } = placeOf(desc);
  if (namespace === from) return name;
  if (namespace.startsWith(`${from}\\`)) return `${namespace.slice(from.length + 1)}\\${name}`;
  return `\\${namespace}\\${name}`;
}

export function phpFile(namespace: string, imports: readonly string[], lines: readonly string[]) {
  const uses = [...new Set(imports)].toSorted().map((name) => `use ${name};`);
  const head = ["<?php", "", `// ${notice}`, "", "declare(strict_types=1);", ""];
  const body = [`namespace ${namespace};`, "", ...(uses.length > 0 ? [...uses, ""] : []), ...lines];
  return `${[...head, ...body].join("\n")}\n`;
}

/** A doc comment of whole sentences and tags, its lines not longer than they may be. */
export function docBlock(text: string, tags: readonly string[] = []): readonly string[] {
  const inside = [
    ...wrapped(text),
    ...(text !== "" && tags.length > 0 ? [""] : []),
    ...tags.flatMap((tag) => wrapped(tag)),
  ];
  if (inside.length === 0) return [];
  if (inside.length === 1) return [`/** ${inside[0]} */`];
  return ["/**", ...inside.map((line) => (line === "" ? " *" : ` * ${line}`)), " */"];
}
const widest = 100;
function wrapped(text: string): readonly string[] {
  const lines: string[] = [];
  for (const word of text.replaceAll("*/", "* /").split(/\s+/).filter(Boolean)) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length + 1 > widest) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

export const indented = (lines: readonly string[], depth = 1): readonly string[] =>
  lines.map((line) => (line === "" ? "" : `${"    ".repeat(depth)}${line}`));
export const quoted = (text: string): string =>
  `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
