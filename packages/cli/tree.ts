/** A message of the contract as a tree for people: names as in the JSON form, amounts and moments as they are read. */
import type { DescEnum, DescField, DescMessage, Message } from "@bufbuild/protobuf";
import { isFieldSet } from "@bufbuild/protobuf";
import { reflect } from "@bufbuild/protobuf/reflect";
import {
  type Duration,
  DurationSchema,
  type Timestamp,
  TimestampSchema,
  timestampDate,
} from "@bufbuild/protobuf/wkt";
import { type Money, MoneySchema } from "#contract";
import { maskedMessage } from "../runtime/redact.ts";
import { shownAmount } from "./amounts.ts";
import type { Branch } from "./terminal.ts";

/** What the contract marks as secret is masked. */
export const branchesOf = (desc: DescMessage, message: Message): readonly Branch[] =>
  fieldsOf(desc, maskedMessage(desc, message));

function fieldsOf(desc: DescMessage, message: Message): readonly Branch[] {
  const reflected = reflect(desc, message);
  return desc.fields
    .filter((field) => isFieldSet(message, field))
    .flatMap((field) => fieldBranches(field, reflected.get(field)));
}

function fieldBranches(field: DescField, value: unknown): readonly Branch[] {
  const name = field.jsonName;
  if (field.fieldKind === "list") {
    const items = [...(value as Iterable<unknown>)];
    if (field.listKind === "message")
      return items.map((item, index) => branch(`${name}[${index}]`, field.message, item));
    const words = items.map((item) =>
      field.listKind === "enum" ? wordOf(field.enum, item) : String(item),
    );
    return [{ name, value: words.join(", ") }];
  }
  if (field.fieldKind === "map") {
    const entries = [...(value as Iterable<[unknown, unknown]>)];
    return [
      { name, branches: entries.map(([key, one]) => ({ name: String(key), value: String(one) })) },
    ];
  }
  if (field.fieldKind === "message") return [branch(name, field.message, value)];
  if (field.fieldKind === "enum") return [{ name, value: wordOf(field.enum, value) }];
  return [{ name, value: value instanceof Uint8Array ? `${value.length} bytes` : String(value) }];
}

function branch(name: string, desc: DescMessage, value: unknown): Branch {
  // A reflected message carries the message that it stands for.
  const { message } = value as { readonly message: Message };
  const leaf = leafOf(desc, message);
  return leaf === undefined ? { name, branches: fieldsOf(desc, message) } : { name, value: leaf };
}

/** Messages that read as one value. */
function leafOf(desc: DescMessage, message: Message): string | undefined {
  switch (desc.typeName) {
    case MoneySchema.typeName:
      return shownAmount(message as Money);
    case TimestampSchema.typeName:
      return timestampDate(message as Timestamp).toISOString();
    case DurationSchema.typeName:
      return `${(message as Duration).seconds} s`;
    default:
      return undefined;
  }
}

/** `SUCCEEDED`, without the enum's prefix; the bare number where this version has no word for it. */
export function wordOf(desc: DescEnum, number: unknown): string {
  return desc.value[Number(number)]?.localName ?? String(number);
}
