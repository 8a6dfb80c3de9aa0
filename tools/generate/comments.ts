/** The comments of the protos, by full name. Generated TypeScript leaves them out of its descriptors; buf does not. */
import { spawnSync } from "node:child_process";
import { fromBinary } from "@bufbuild/protobuf";
import {
  type DescriptorProto,
  type EnumDescriptorProto,
  FileDescriptorSetSchema,
} from "@bufbuild/protobuf/wkt";
import { root } from "./files.ts";

export async function commentsOf(): Promise<(name: string) => string> {
  const { stdout, status, stderr } = spawnSync("buf", ["build", "-o", "-#format=binpb"], {
    cwd: root,
    maxBuffer: 1 << 26,
  });
  if (status !== 0) throw new Error(`buf build: ${stderr}`);
  const found = new Map<string, string>();
  for (const file of fromBinary(FileDescriptorSetSchema, stdout).file) {
    const names = namesByPath(file.package, file.messageType, file.enumType);
    for (const [index, service] of file.service.entries()) {
      names.set(`6,${index}`, `${file.package}.${service.name}`);
      for (const [place, method] of service.method.entries())
        names.set(`6,${index},2,${place}`, `${file.package}.${service.name}.${method.name}`);
    }
    for (const { path, leadingComments } of file.sourceCodeInfo?.location ?? []) {
      const name = names.get(path.join(","));
      if (name && leadingComments)
        found.set(name, leadingComments.trim().replace(/\s*\n\s*/g, " "));
    }
  }
  return (name) => found.get(name) ?? "";
}

function namesByPath(
  place: string,
  messages: readonly DescriptorProto[],
  enums: readonly EnumDescriptorProto[],
): Map<string, string> {
  const names = new Map<string, string>();
  for (const [index, type] of enums.entries()) enumNames(names, `5,${index}`, place, type);
  for (const [index, message] of messages.entries())
    messageNames(names, `4,${index}`, place, message);
  return names;
}
function messageNames(
  names: Map<string, string>,
  path: string,
  place: string,
  message: DescriptorProto,
): void {
  const own = `${place}.${message.name}`;
  names.set(path, own);
  for (const [index, field] of message.field.entries())
    names.set(`${path},2,${index}`, `${own}.${field.name}`);
  for (const [index, type] of message.enumType.entries())
    enumNames(names, `${path},4,${index}`, own, type);
  for (const [index, nested] of message.nestedType.entries())
    messageNames(names, `${path},3,${index}`, own, nested);
}
function enumNames(
  names: Map<string, string>,
  path: string,
  place: string,
  type: EnumDescriptorProto,
): void {
  const own = `${place}.${type.name}`;
  names.set(path, own);
  for (const [index, value] of type.value.entries())
    names.set(`${path},2,${index}`, `${own}.${value.name}`);
}
