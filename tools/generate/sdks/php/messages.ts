/** A message as a readonly class with its fields as a table, and an enum as a backed one. */
import { type DescEnum, type DescField, type DescMessage, ScalarType } from "@bufbuild/protobuf";
import type { Comments } from "./comments.ts";
import {
  docBlock,
  indented,
  phpFile,
  placeOf,
  quoted,
  reference,
  type WrittenFile,
} from "./names.ts";

interface PhpField {
  readonly name: string;
  /** As the table has it: `[number, name in the contract, kind, shape, class, secret]`. */
  readonly row: string;
  readonly type: string;
  readonly documented: string;
  readonly value: string;
  readonly secret: boolean;
  /** An amount of money or a moment: what PHP would make a whole number of is refused. */
  readonly exact: boolean;
  readonly about: string;
}

export function messageFile(desc: DescMessage, comments: Comments): WrittenFile {
  const { name, namespace, file } = placeOf(desc);
  const fields = desc.fields.map((field) => fieldOf(field, namespace, comments));
  const oneofs = desc.oneofs.filter(({ fields: [first] }) => first && !first.proto.proto3Optional);
  const lines = [
    ...docBlock(comments(desc)),
    `final readonly class ${name} extends Message`,
    "{",
    ...indented([
      ...docBlock("Number, name in the contract, kind, shape, class, whether it is secret.", [
        "@internal",
      ]),
      `public const FIELDS = [`,
      ...indented(fields.map((field) => `${quoted(field.name)} => ${field.row},`)),
      "];",
      ...fields
        .filter(isAssigned)
        .flatMap((field) => [
          "",
          ...docBlock(field.about, [`@var ${field.documented}`]),
          `public ${field.type} $${field.name};`,
        ]),
      ...(fields.length > 0
        ? [
            "",
            ...constructorLines(
              fields,
              oneofs.map(({ fields: arms }) => arms),
            ),
          ]
        : []),
      ...oneofs.flatMap((oneof) => [
        "",
        ...oneofMethod(oneof.localName, oneof.fields, fields, comments(oneof)),
      ]),
    ]),
    "}",
  ];
  return { name: file, content: phpFile(namespace, importsOf(fields), lines) };
}

/** Not promoted: its property is declared on its own. */
const isAssigned = ({ secret, exact }: PhpField): boolean => secret || exact;

const importsOf = (fields: readonly PhpField[]): readonly string[] => {
  const types = new Set(fields.flatMap(({ documented }) => documented.split(/[^\w\\]+/)));
  const ours = ["Timestamp", "Duration", "Unrecognised"].filter((name) => types.has(name));
  return ["Message", ...ours].map((name) => `ConnectorService\\${name}`);
};

function constructorLines(
  fields: readonly PhpField[],
  oneofs: readonly (readonly DescField[])[],
): readonly string[] {
  const secrets = fields.filter(({ secret }) => secret);
  const kept = secrets.map(({ name }) => `${quoted(name)} => $${name}`);
  const checks = oneofs.map(
    (arms) =>
      `self::atMostOne([${arms.map(({ localName }) => `${quoted(localName)} => $${localName}`).join(", ")}]);`,
  );
  const body = [
    ...checks.flatMap((line) => broken(line)),
    ...(secrets.length > 0
      ? [
          `unset(${secrets.map(({ name }) => `$this->${name}`).join(", ")});`,
          ...broken(`$this->hide([${kept.join(", ")}]);`),
        ]
      : []),
    ...fields
      .filter(({ exact }) => exact)
      .map(({ name }) => `$this->${name} = self::whole($${name});`),
  ];
  return [
    ...docBlock(
      "",
      fields.map((field) => `@param ${field.documented} $${field.name} ${field.about}`.trim()),
    ),
    "public function __construct(",
    ...indented(
      fields.flatMap(({ secret, exact, type, name, value }) => {
        if (secret) return ["#[\\SensitiveParameter]", `${type} $${name} = ${value},`];
        return [`${exact ? `${type}|float|string` : `public ${type}`} $${name} = ${value},`];
      }),
    ),
    ") {",
    ...indented(body),
    "}",
  ];
}

/** A call with an array too long for a line has its members below each other. */
function broken(line: string): readonly string[] {
  const [, head = "", members = "", tail = ""] = /^(.*\[)(.*)(\]\);)$/.exec(line) ?? [];
  if (line.length <= 100) return [line];
  return [head, ...indented(members.split(", ").map((member) => `${member},`)), tail];
}

function oneofMethod(
  name: string,
  arms: readonly DescField[],
  fields: readonly PhpField[],
  about: string,
): readonly string[] {
  const own = fields.filter((field) => arms.some(({ localName }) => localName === field.name));
  const types = [...new Set(own.map(({ type }) => type.replace(/^\?/, "")))];
  return [
    ...docBlock(about || `The ${name} that is given, if any.`),
    `public function ${name}(): ${[...types, "null"].join("|")}`,
    "{",
    ...indented([
      `return $this->${own[0]?.name}`,
      ...indented(
        own
          .slice(1)
          .map((field, index) => `?? $this->${field.name}${index === own.length - 2 ? ";" : ""}`),
      ),
    ]),
    "}",
  ];
}

function fieldOf(field: DescField, from: string, comments: Comments): PhpField {
  const { kind, of, one, documented, zero } = phpValue(field, from);
  const shape = shapeOf(field);
  const secret = field.proto.options?.debugRedact ?? false;
  const nullable = one.includes("|") ? `${one}|null` : `?${one}`;
  const types = {
    one: { type: one, documented, value: zero },
    optional: { type: nullable, documented: `${documented}|null`, value: "null" },
    list: { type: "array", documented: `list<${documented}>`, value: "[]" },
    map: { type: "array", documented: `array<string, ${documented}>`, value: "[]" },
  }[shape];
  const row = [field.number, quoted(field.name), quoted(kind), quoted(shape), of ?? "null", secret];
  return {
    ...types,
    name: field.localName,
    row: `[${row.join(", ")}]`,
    secret,
    exact: kind === "int64" && shape === "one" && !secret,
    about: comments(field),
  };
}

function shapeOf(field: DescField): "one" | "optional" | "list" | "map" {
  if (field.fieldKind === "list" || field.fieldKind === "map") return field.fieldKind;
  const hasPresence = field.fieldKind === "message" || field.oneof !== undefined;
  return hasPresence || field.proto.proto3Optional ? "optional" : "one";
}

interface PhpValue {
  /** As `Internal\Field` knows it. */
  readonly kind: string;
  readonly of?: string;
  readonly one: string;
  readonly documented: string;
  readonly zero: string;
}
function phpValue(field: DescField, from: string): PhpValue {
  if (field.enum) {
    const name = reference(field.enum, from);
    const one = `${name}|Unrecognised`;
    const zero = `${name}::${caseNames(field.enum)[0]}`;
    return { kind: "enum", of: `${name}::class`, one, documented: one, zero };
  }
  if (field.message) return messageValue(field, field.message, from);
  const scalar = field.scalar === undefined ? undefined : scalars[field.scalar];
  if (!scalar) throw new Error(`${field.toString()} has a type that nobody needed before`);
  return { documented: scalar.one, ...scalar };
}

const google = ({ message }: DescField): string | undefined =>
  ({
    "google.protobuf.Timestamp": "timestamp",
    "google.protobuf.Duration": "duration",
    "google.protobuf.Struct": "struct",
  })[message?.typeName ?? ""];

function messageValue(field: DescField, message: DescMessage, from: string): PhpValue {
  const kind = google(field);
  if (kind === "struct")
    return { kind, one: "array", documented: "array<string, mixed>", zero: "[]" };
  const own = kind === undefined ? reference(message, from) : undefined;
  const one = own ?? (kind === "timestamp" ? "Timestamp" : "Duration");
  return {
    kind: kind ?? "message",
    ...(own !== undefined && { of: `${own}::class` }),
    one,
    documented: one,
    zero: "null",
  };
}

type Scalar = Omit<PhpValue, "documented">;
const int = (kind: string): Scalar => ({ kind, one: "int", zero: "0" });
const scalars: Readonly<Partial<Record<ScalarType, Scalar>>> = {
  [ScalarType.STRING]: { kind: "string", one: "string", zero: "''" },
  [ScalarType.BYTES]: { kind: "bytes", one: "string", zero: "''" },
  [ScalarType.BOOL]: { kind: "bool", one: "bool", zero: "false" },
  [ScalarType.INT32]: int("int32"),
  [ScalarType.UINT32]: int("uint32"),
  [ScalarType.SINT32]: int("sint32"),
  [ScalarType.INT64]: int("int64"),
  [ScalarType.UINT64]: { kind: "uint64", one: "int|string", zero: "0" },
};

/** Without the enum's own name in front: a case is always written behind it. */
const caseNames = (desc: DescEnum): readonly string[] =>
  desc.values.map(({ name }) => {
    const short = name.slice((desc.sharedPrefix ?? "").length).toUpperCase();
    return /^\d|^CLASS$/.test(short) ? name : short;
  });

export function enumFile(desc: DescEnum, comments: Comments): WrittenFile {
  const { name, namespace, file } = placeOf(desc);
  const names = caseNames(desc);
  const cases = desc.values.flatMap((value, index) => [
    ...docBlock(comments(value)),
    `case ${names[index]} = ${value.number};`,
  ]);
  const prefix = (desc.sharedPrefix ?? "").toUpperCase();
  const lines = [
    ...docBlock(comments(desc)),
    `enum ${name}: int`,
    "{",
    ...indented([
      ...docBlock("What stands before each name in the contract.", ["@internal"]),
      `public const PREFIX = ${quoted(prefix)};`,
      "",
      ...cases,
    ]),
    "}",
  ];
  return { name: file, content: phpFile(namespace, [], lines) };
}
