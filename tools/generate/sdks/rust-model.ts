/** The contract as Rust sees it: prost's names for messages, fields, oneofs and enums, read out of the descriptors that it hands on. */
import { fromBinary, isFieldSet } from "@bufbuild/protobuf";
import {
  type DescriptorProto,
  type EnumDescriptorProto,
  type FieldDescriptorProto,
  FieldDescriptorProtoSchema,
  type FileDescriptorSet,
  FileDescriptorSetSchema,
  FieldDescriptorProto_Label as Label,
  FieldDescriptorProto_Type as Type,
} from "@bufbuild/protobuf/wkt";

export interface RustField {
  readonly name: string;
  /** As Rust writes it. */
  readonly identifier: string;
  readonly number: number;
  readonly secret: boolean;
  readonly form: "scalar" | "message" | "enum" | "map";
  readonly repeated: boolean;
  /** `optional`, or a message. */
  readonly presence: boolean;
  /** Full name of the message or enum, as `payments.v1.Money`. */
  readonly type: string;
}
export interface RustOneof {
  readonly name: string;
  /** Its enum, below `crate::contract`. */
  readonly path: string;
  readonly fields: readonly RustField[];
}
export interface RustMessage {
  readonly fullName: string;
  readonly name: string;
  /** Below `crate::contract`. */
  readonly path: string;
  readonly fields: readonly RustField[];
  readonly oneofs: readonly RustOneof[];
}
export interface RustEnum {
  readonly fullName: string;
  readonly path: string;
  /** Of each of its values' names. */
  readonly prefix: string;
}

const root = "payments.v1";

/** The descriptors that protoc-gen-prost wrote behind the messages. */
export function fileSetIn(text: string): FileDescriptorSet {
  const bytes = /FILE_DESCRIPTOR_SET: &\[u8\] = &\[([^\]]*)\]/.exec(text)?.[1];
  if (bytes === undefined) throw new Error("protoc-gen-prost wrote no descriptors");
  const numbers = bytes.match(/0x[0-9a-f]{2}/g) ?? [];
  return fromBinary(FileDescriptorSetSchema, Uint8Array.from(numbers, Number));
}

export const snake = (name: string): string =>
  escaped(name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase());
export const camel = (name: string): string =>
  name.replace(/(?:^|_)([a-z0-9])/g, (_, first: string) => first.toUpperCase());
const keywords: ReadonlySet<string> = new Set(["type", "match", "ref", "use", "in", "gen"]);
const escaped = (name: string): string => (keywords.has(name) ? `r#${name}` : name);

/** All messages of the contract, those inside others after them. */
export const messagesIn = ({ file }: FileDescriptorSet): readonly RustMessage[] =>
  file.flatMap(({ messageType }) => messageType.flatMap((one) => withNested(one, [])));

function withNested(message: DescriptorProto, parents: readonly string[]): readonly RustMessage[] {
  const path = [...parents, message.name];
  const nested = message.nestedType.filter(({ options }) => !options?.mapEntry);
  return [rustMessage(message, parents), ...nested.flatMap((one) => withNested(one, path))];
}

function rustMessage(message: DescriptorProto, parents: readonly string[]): RustMessage {
  const fullName = [root, ...parents, message.name].join(".");
  const maps = new Set(
    message.nestedType.flatMap(({ name, options }) =>
      options?.mapEntry ? [`.${fullName}.${name}`] : [],
    ),
  );
  const isPlain = (field: FieldDescriptorProto) =>
    field.proto3Optional || !isFieldSet(field, FieldDescriptorProtoSchema.field.oneofIndex);
  const place = [...parents, message.name].map(snake).join("::");
  return {
    fullName,
    name: message.name,
    path: pathOf(fullName),
    fields: message.field.filter(isPlain).map((field) => rustField(field, maps)),
    oneofs: message.oneofDecl.flatMap(({ name }, index) => {
      const fields = message.field.filter((field) => !isPlain(field) && field.oneofIndex === index);
      if (fields.length === 0) return [];
      const of = fields.map((field) => rustField(field, maps));
      return [{ name: snake(name), path: `${place}::${camel(name)}`, fields: of }];
    }),
  };
}
function rustField(field: FieldDescriptorProto, maps: ReadonlySet<string>): RustField {
  const isMap = maps.has(field.typeName);
  const isMessage = field.type === Type.MESSAGE;
  return {
    name: field.name,
    identifier: snake(field.name),
    number: field.number,
    secret: field.options?.debugRedact ?? false,
    form: isMap ? "map" : isMessage ? "message" : field.type === Type.ENUM ? "enum" : "scalar",
    repeated: field.label === Label.REPEATED && !isMap,
    presence: field.proto3Optional || (isMessage && field.label !== Label.REPEATED),
    type: field.typeName.replace(/^\./, ""),
  };
}

/** `payments.v1.Lookup.Outcome` is `lookup::Outcome`. */
export function pathOf(fullName: string): string {
  const names = fullName.slice(root.length + 1).split(".");
  return [...names.slice(0, -1).map(snake), camel(names.at(-1) ?? "")].join("::");
}

export function enumsIn({ file }: FileDescriptorSet): readonly RustEnum[] {
  const inside = (message: DescriptorProto, place: string): readonly RustEnum[] => {
    const own = `${place}.${message.name}`;
    const nested = message.nestedType.flatMap((one) => inside(one, own));
    return [...message.enumType.map((one) => rustEnum(one, own)), ...nested];
  };
  return file.flatMap(({ enumType, messageType }) => [
    ...enumType.map((one) => rustEnum(one, root)),
    ...messageType.flatMap((one) => inside(one, root)),
  ]);
}
function rustEnum({ name, value }: EnumDescriptorProto, place: string): RustEnum {
  const prefix = `${snake(name).toUpperCase()}_`;
  const strange = value.find((one) => !one.name.startsWith(prefix));
  if (strange) throw new Error(`${strange.name} of ${place}.${name} does not begin with ${prefix}`);
  const fullName = `${place}.${name}`;
  return { fullName, path: pathOf(fullName), prefix };
}
