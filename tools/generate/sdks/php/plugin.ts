/**
 * A plugin of buf: the contract as PHP, one class or enum a file, and the groups of calls. A CodeGeneratorRequest comes on
 * standard input, the answer goes to standard output.
 */
import { buffer } from "node:stream/consumers";
import { create, createFileRegistry, fromBinary, toBinary } from "@bufbuild/protobuf";
import {
  CodeGeneratorRequestSchema,
  CodeGeneratorResponse_Feature,
  CodeGeneratorResponseSchema,
  FileDescriptorSetSchema,
} from "@bufbuild/protobuf/wkt";
import { groupFile, isGenerated, rpcFile } from "./calls.ts";
import { commentsIn } from "./comments.ts";
import { enumFile, messageFile } from "./messages.ts";
import { contractPackage } from "./names.ts";

const request = fromBinary(CodeGeneratorRequestSchema, await buffer(process.stdin));
const registry = createFileRegistry(create(FileDescriptorSetSchema, { file: request.protoFile }));
const files = [...registry.files].filter(({ proto }) => proto.package === contractPackage);
const comments = commentsIn(files);
const messages = [...registry].flatMap((desc) =>
  desc.kind === "message" && files.includes(desc.file) && !desc.proto.options?.mapEntry
    ? [desc]
    : [],
);
const enums = [...registry].flatMap((desc) =>
  desc.kind === "enum" && files.includes(desc.file) ? [desc] : [],
);
const services = files.flatMap((file) => file.services);
const written = [
  ...messages.map((desc) => messageFile(desc, comments)),
  ...enums.map((desc) => enumFile(desc, comments)),
  ...services.filter(isGenerated).map((desc) => groupFile(desc, comments)),
  rpcFile(services),
];
const response = create(CodeGeneratorResponseSchema, {
  supportedFeatures: BigInt(CodeGeneratorResponse_Feature.PROTO3_OPTIONAL),
  file: written.toSorted((one, other) => (one.name < other.name ? -1 : 1)),
});
process.stdout.write(toBinary(CodeGeneratorResponseSchema, response));
