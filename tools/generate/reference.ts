/** docs/generated/api.md: the contract as a page, from its comments. */
import type { DescEnum, DescField, DescMessage } from "@bufbuild/protobuf";
import { planOf } from "../../packages/runtime/fields.ts";
import { commentsOf } from "./comments.ts";
import { type Files, notice } from "./files.ts";
import { services } from "./services.ts";

export async function reference(): Promise<Files> {
  const comments = await commentsOf();
  const messages = new Map<string, DescMessage>();
  const enums = new Map<string, DescEnum>();
  const collect = (message: DescMessage) => {
    if (!message.typeName.startsWith("payments.") || messages.has(message.typeName)) return;
    messages.set(message.typeName, message);
    for (const { message: below, enum: type } of message.fields) {
      if (below) collect(below);
      if (type) enums.set(type.typeName, type);
    }
  };
  for (const service of services)
    for (const { input, output } of service.methods) {
      collect(input);
      collect(output);
    }
  const byName = <Type extends { readonly typeName: string }>(types: Iterable<Type>) =>
    [...types].sort((one, other) => one.typeName.localeCompare(other.typeName));

  const lines = [
    "# The contract, `payments.v1`",
    "",
    `${notice} Fields are named as in JSON; **required**, *binding* (refused where a connector does not understand it) and`,
    "secret (masked wherever it could be printed) are the contract's own marks.",
    "",
  ];
  for (const service of services) {
    lines.push(`## ${service.name}`, "", comments(service.typeName), "", "| rpc | |", "|---|---|");
    for (const { name, input, output } of service.methods)
      lines.push(
        `| **${name}** ([${short(input)}](#${anchor(input)})) → [${short(output)}](#${anchor(output)}) | ${comments(`${service.typeName}.${name}`)} |`,
      );
    lines.push("");
  }
  lines.push("# Messages", "");
  for (const message of byName(messages.values())) {
    lines.push(`### ${short(message)}`, "", comments(message.typeName), "");
    if (message.fields.length === 0) continue;
    lines.push("| field | type | |", "|---|---|---|");
    const plans = planOf(message);
    for (const [index, field] of message.fields.entries()) {
      const plan = plans[index];
      const marks = [
        plan?.required && "**required**",
        plan?.binding && "*binding*",
        plan?.secret && "secret",
      ];
      const about = [...marks.filter(Boolean), comments(`${message.typeName}.${field.name}`)];
      lines.push(
        `| \`${field.jsonName}\` | ${typeOf(field)} | ${about.join(". ").replace(/\*\*?\. /g, (mark) => `${mark.slice(0, -2)} · `)} |`,
      );
    }
    lines.push("");
  }
  lines.push("# Enums", "");
  for (const type of byName(enums.values())) {
    lines.push(`### ${short(type)}`, "", comments(type.typeName), "", "| value | |", "|---|---|");
    for (const { name } of type.values)
      lines.push(`| \`${name}\` | ${comments(`${type.typeName}.${name}`)} |`);
    lines.push("");
  }
  return new Map([["docs/generated/api.md", `${lines.join("\n").trimEnd()}\n`]]);
}

const short = ({ typeName }: { readonly typeName: string }) =>
  typeName.replace(/^(payments\.(tools\.)?v1|google\.protobuf)\./, "");
const anchor = (type: { readonly typeName: string }) =>
  short(type).toLowerCase().replaceAll(".", "");
function typeOf(field: DescField): string {
  const type = field.message ?? field.enum;
  const one = type
    ? type.typeName.startsWith("payments.")
      ? `[${short(type)}](#${anchor(type)})`
      : short(type)
    : scalarNames[field.scalar ?? 0];
  if (field.fieldKind === "list") return `list of ${one}`;
  return field.fieldKind === "map" ? `map to ${one}` : String(one);
}
const scalarNames: Readonly<Record<number, string>> = {
  3: "int64",
  4: "uint64",
  5: "int32",
  8: "bool",
  9: "string",
  12: "bytes",
  13: "uint32",
  17: "sint32",
};
