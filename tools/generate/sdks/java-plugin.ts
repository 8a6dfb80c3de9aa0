/**
 * The plugin of buf that writes the contract in Java: it gives the contract a Java package, so that no other language's
 * descriptors carry one, and lets protoc and protoc-gen-grpc-java write. tools/plugins/java.sh installs all three.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import {
  CodeGeneratorRequestSchema,
  CodeGeneratorResponse_Feature,
  CodeGeneratorResponseSchema,
  type FileDescriptorProto,
  FileDescriptorSetSchema,
  FileOptionsSchema,
} from "@bufbuild/protobuf/wkt";

const contract = "payments.v1";

/** `payments/v1/payment_service.proto` is described by the class `PaymentServiceProto`. */
const outerClassOf = (path: string): string =>
  path
    .replace(/^.*\/|\.proto$/g, "")
    .replace(/(?:^|_)([a-z])/g, (_, first: string) => first.toUpperCase())
    .concat("Proto");

const inJava = (file: FileDescriptorProto): FileDescriptorProto =>
  file.package !== contract
    ? file
    : {
        ...file,
        options: create(FileOptionsSchema, {
          ...file.options,
          javaPackage: `io.github.connectorservice.${contract}`,
          javaMultipleFiles: true,
          javaOuterClassname: outerClassOf(file.name),
        }),
      };

function written(files: readonly FileDescriptorProto[]): ReadonlyMap<string, string> {
  const names = files.filter((file) => file.package === contract).map(({ name }) => name);
  const folder = mkdtempSync(`${tmpdir()}/java-`);
  try {
    const descriptors = `${folder}/descriptors`;
    const out = `${folder}/java`;
    mkdirSync(out);
    const set = create(FileDescriptorSetSchema, { file: [...files] });
    writeFileSync(descriptors, toBinary(FileDescriptorSetSchema, set));
    const given = [`--java_out=${out}`, `--grpc-java_out=@generated=omit:${out}`, ...names];
    const { status, stderr, error } = spawnSync(
      "protoc-java",
      [`--descriptor_set_in=${descriptors}`, ...given],
      { encoding: "utf8" },
    );
    if (status !== 0) throw new Error(`protoc-java: ${error ?? stderr}`);
    const paths = readdirSync(out, { recursive: true, encoding: "utf8" }).toSorted();
    return new Map(
      paths
        .filter((path) => path.endsWith(".java"))
        .map((path) => [path, readFileSync(`${out}/${path}`, "utf8")]),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const request = fromBinary(CodeGeneratorRequestSchema, readFileSync(0));
// buf asks once per folder, and only one folder is ours.
const isOurs = request.protoFile.some(
  ({ name, package: own }) => own === contract && request.fileToGenerate.includes(name),
);
const file = isOurs
  ? [...written(request.protoFile.map(inJava))].map(([name, content]) => ({ name, content }))
  : [];
const answer = create(CodeGeneratorResponseSchema, {
  file,
  supportedFeatures: BigInt(CodeGeneratorResponse_Feature.PROTO3_OPTIONAL),
});
process.stdout.write(toBinary(CodeGeneratorResponseSchema, answer));
