/** The contract's comments, by the thing that they are about. */
import type { AnyDesc, DescFile, DescMessage } from "@bufbuild/protobuf";

export type Comments = (desc: AnyDesc) => string;

export function commentsIn(files: readonly DescFile[]): Comments {
  const found = new Map<AnyDesc, string>();
  for (const file of files) {
    const texts = new Map(
      (file.proto.sourceCodeInfo?.location ?? []).map(({ path, leadingComments }) => [
        path.join(","),
        leadingComments.trim().replace(/\s*\n\s*/g, " "),
      ]),
    );
    for (const [desc, path] of pathsIn(file)) {
      const text = texts.get(path);
      if (text) found.set(desc, text);
    }
  }
  return (desc) => found.get(desc) ?? "";
}

/** The numbers are those of the fields of descriptor.proto. */
function pathsIn(file: DescFile): readonly (readonly [AnyDesc, string])[] {
  return [
    ...file.messages.flatMap((message, index) => pathsOf(message, `4,${index}`)),
    ...file.enums.flatMap((type, index) => [
      [type, `5,${index}`] as const,
      ...type.values.map((value, place) => [value, `5,${index},2,${place}`] as const),
    ]),
    ...file.services.flatMap((service, index) => [
      [service, `6,${index}`] as const,
      ...service.methods.map((method, place) => [method, `6,${index},2,${place}`] as const),
    ]),
  ];
}
function pathsOf(message: DescMessage, path: string): readonly (readonly [AnyDesc, string])[] {
  return [
    [message, path],
    ...message.fields.map((field, index) => [field, `${path},2,${index}`] as const),
    ...message.oneofs.map((oneof, index) => [oneof, `${path},8,${index}`] as const),
    ...message.nestedMessages.flatMap((nested, index) => pathsOf(nested, `${path},3,${index}`)),
    ...message.nestedEnums.flatMap((type, index) => [
      [type, `${path},4,${index}`] as const,
      ...type.values.map((value, place) => [value, `${path},4,${index},2,${place}`] as const),
    ]),
  ];
}
