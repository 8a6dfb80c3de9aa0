/** Walks messages by their descriptors: what is given, what is marked, what a connector reads of it. */
import {
  type DescField,
  type DescMessage,
  getOption,
  hasOption,
  isMessage,
  type Message,
} from "@bufbuild/protobuf";
import { binding } from "#contract";
import { FieldBehavior, field_behavior } from "../../contract/gen/google/api/field_behavior_pb.ts";

export interface FieldPlan {
  readonly name: string;
  readonly desc: DescField;
  readonly required: boolean;
  readonly binding: boolean;
  readonly secret: boolean;
  readonly oneof: string | undefined;
  /** Of a message field that the contract declares; undefined for scalars, lists, maps and google's own messages. */
  readonly message: DescMessage | undefined;
  /** Of an enum field: its values. */
  readonly values: ReadonlySet<number> | undefined;
  readonly isMap: boolean;
  /** The paths that it is found under, by the place that its message stands in. */
  readonly paths: Map<string, string>;
}

const plans = new WeakMap<DescMessage, readonly FieldPlan[]>();
export function planOf(desc: DescMessage): readonly FieldPlan[] {
  const known = plans.get(desc);
  if (known) return known;
  const plan = desc.fields.map(
    (field): FieldPlan => ({
      name: field.localName,
      desc: field,
      required: getOption(field, field_behavior).includes(FieldBehavior.REQUIRED),
      binding: hasOption(field, binding) && getOption(field, binding),
      secret: field.proto.options?.debugRedact ?? false,
      oneof: field.oneof && !field.proto.proto3Optional ? field.oneof.localName : undefined,
      message:
        field.message?.file.proto.package.startsWith("payments.") && field.fieldKind !== "map"
          ? field.message
          : undefined,
      values: field.enum && new Set(field.enum.values.map(({ number }) => number)),
      isMap: field.fieldKind === "map",
      paths: new Map(),
    }),
  );
  plans.set(desc, plan);
  return plan;
}

export interface Given {
  readonly field: FieldPlan;
  readonly path: string;
  readonly value: unknown;
}

/** The value of a field, undefined where it is not given: empty text, lists, maps and zero enums count as not given. */
export function givenValue(message: Message, field: FieldPlan): unknown {
  const record = message as unknown as Readonly<Record<string, unknown>>;
  if (field.oneof) {
    const chosen = record[field.oneof] as { case?: string; value?: unknown } | undefined;
    return chosen?.case === field.name ? chosen.value : undefined;
  }
  const value = record[field.name];
  if (value === "" || value === undefined || value === null) return undefined;
  if (value === 0 && field.desc.fieldKind === "enum") return undefined;
  if (typeof value !== "object") return value;
  if (Array.isArray(value)) return value.length === 0 ? undefined : value;
  if (field.isMap) return Object.keys(value).length === 0 ? undefined : value;
  return value;
}

/** Visits each given field, parents before what is in them; items of a list are visited under `name[0]`. */
export function walk(
  desc: DescMessage,
  message: Message,
  visit: (given: Given) => void,
  missing: (field: FieldPlan, path: string) => void,
  unknown: (path: string) => void,
  place = "",
): void {
  if (message.$unknown && message.$unknown.length > 0) unknown(place);
  for (const field of planOf(desc)) {
    const value = givenValue(message, field);
    if (value === undefined) {
      if (field.required) missing(field, pathOf(field, place));
      continue;
    }
    const path = pathOf(field, place);
    visit({ field, path, value });
    if (!field.message) continue;
    if (isMessage(value)) walk(field.message, value, visit, missing, unknown, path);
    else if (Array.isArray(value))
      for (const [index, item] of value.entries())
        walk(field.message, item, visit, missing, unknown, `${path}[${index}]`);
  }
}

/** Made once for each place that the contract has: of a list's items there is no end. */
function pathOf(field: FieldPlan, place: string): string {
  if (place === "") return field.name;
  if (place.includes("[")) return `${place}.${field.name}`;
  const known = field.paths.get(place);
  if (known !== undefined) return known;
  const path = `${place}.${field.name}`;
  field.paths.set(place, path);
  return path;
}

/** A request that notes which of its fields are read. Reading a field's own members is noted under them. */
export function tracked<Value extends object>(message: Value, read: Set<string>): Value {
  return proxyOf(message, "", read);
}
function proxyOf<Value extends object>(target: Value, place: string, read: Set<string>): Value {
  return new Proxy(target, {
    get(object, name) {
      const value: unknown = Reflect.get(object, name);
      if (typeof name !== "string" || name.startsWith("$")) return value;
      // A oneof is `{ case, value }`: its value stands under the name of its case, as in the JSON form.
      const isOneof = typeof value === "object" && value !== null && "case" in value;
      if (isOneof) return oneofProxy(value, place, read);
      return noted(value, place ? `${place}.${name}` : name, read);
    },
    ownKeys(object) {
      read.add(place);
      return Reflect.ownKeys(object);
    },
  });
}
function oneofProxy(oneof: object, place: string, read: Set<string>): object {
  return new Proxy(oneof, {
    get(object, name) {
      const value: unknown = Reflect.get(object, name);
      const chosen: unknown = Reflect.get(object, "case");
      if (name !== "value" || typeof chosen !== "string") return value;
      return noted(value, place ? `${place}.${chosen}` : chosen, read);
    },
  });
}
function noted(value: unknown, path: string, read: Set<string>): unknown {
  // google's own messages (moments, durations) are leaves, as they are in the JSON form.
  if (!isMessage(value) || value.$typeName.startsWith("google.")) {
    read.add(path);
    return value;
  }
  return proxyOf(value, path, read);
}
