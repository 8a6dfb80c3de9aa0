/** grpc.reflection v1 and v1alpha: tells clients such as `buf curl` and `grpcurl` what is served. */
import { type DescFile, type DescMessage, type DescService, toBinary } from "@bufbuild/protobuf";
import { FileDescriptorProtoSchema } from "@bufbuild/protobuf/wkt";
import type {
  ServerReflectionRequest,
  ServerReflectionResponse,
} from "../../contract/gen/grpc/reflection/v1/reflection_pb.ts";
import { codes } from "./errors.ts";

/** The answer's message as an initialiser: v1 and v1alpha are alike but for their names. */
export interface Reflected {
  readonly validHost: string;
  readonly messageResponse: InitOf<ServerReflectionResponse["messageResponse"]>;
}
type InitOf<Case> = Case extends { case: infer Name; value: infer Value }
  ? { case: Name; value: Plain<Value> }
  : never;
type Plain<Value> = {
  [Field in keyof Value as Field extends `$${string}` ? never : Field]: Items<Value[Field]>;
};
type Items<Value> = Value extends readonly (infer Item extends { $typeName: string })[]
  ? Plain<Item>[]
  : Value;

export type Reflect = (
  request: Pick<ServerReflectionRequest, "host" | "messageRequest">,
) => Reflected;

export function createReflection(services: readonly DescService[]): Reflect {
  const files = new Map<string, DescFile>();
  for (const { file } of services) addFile(files, file);
  const symbols = new Map([...files.values()].flatMap(symbolsOf));
  const extensions = [...files.values()].flatMap(({ extensions: all }) => all);

  const answer = (messageResponse: Reflected["messageResponse"], host: string): Reflected => ({
    validHost: host,
    messageResponse,
  });
  const withDependencies = (file: DescFile) => {
    const needed = new Map<string, DescFile>();
    addFile(needed, file);
    // Clients read the first as the one that they asked for.
    const fileDescriptorProto = [...needed.values()].map((one) =>
      toBinary(FileDescriptorProtoSchema, one.proto),
    );
    return { case: "fileDescriptorResponse", value: { fileDescriptorProto } } as const;
  };
  const notFound = (what: string) =>
    ({
      case: "errorResponse",
      value: { errorCode: codes.not_found, errorMessage: `there is no ${what} here` },
    }) as const;
  const fileOr = (file: DescFile | undefined, what: string) =>
    file ? withDependencies(file) : notFound(what);

  return ({ host, messageRequest }) => {
    switch (messageRequest.case) {
      case "listServices":
        return answer(
          {
            case: "listServicesResponse",
            value: { service: services.map(({ typeName }) => ({ name: typeName })) },
          },
          host,
        );
      case "fileByFilename":
        return answer(fileOr(files.get(messageRequest.value), "such file"), host);
      case "fileContainingSymbol":
        return answer(fileOr(symbols.get(messageRequest.value), "such symbol"), host);
      case "fileContainingExtension": {
        const { containingType, extensionNumber } = messageRequest.value;
        const found = extensions.find(
          ({ extendee, number }) =>
            extendee.typeName === containingType && number === extensionNumber,
        );
        return answer(fileOr(found?.file, "such extension"), host);
      }
      case "allExtensionNumbersOfType": {
        const baseTypeName = messageRequest.value;
        const extensionNumber = extensions
          .filter(({ extendee }) => extendee.typeName === baseTypeName)
          .map(({ number }) => number);
        return answer(
          extensionNumber.length > 0 || symbols.has(baseTypeName)
            ? {
                case: "allExtensionNumbersResponse",
                value: { baseTypeName, extensionNumber },
              }
            : notFound("such type"),
          host,
        );
      }
      default:
        return answer(
          {
            case: "errorResponse",
            value: { errorCode: codes.invalid_argument, errorMessage: "the request asks nothing" },
          },
          host,
        );
    }
  };
}

/** A file and all that it imports; itself first. */
function addFile(files: Map<string, DescFile>, file: DescFile): void {
  // A descriptor's own name has the ending; protobuf-es leaves it out.
  if (files.has(file.proto.name)) return;
  files.set(file.proto.name, file);
  for (const dependency of file.dependencies) addFile(files, dependency);
}

function symbolsOf(file: DescFile): readonly (readonly [string, DescFile])[] {
  const names = [
    ...file.enums.map(({ typeName }) => typeName),
    ...file.extensions.map(({ typeName }) => typeName),
    ...file.messages.flatMap(namesIn),
    ...file.services.flatMap(({ typeName, methods }) => [
      typeName,
      ...methods.map(({ name }) => `${typeName}.${name}`),
    ]),
  ];
  return names.map((name) => [name, file]);
}
const namesIn = (message: DescMessage): readonly string[] => [
  message.typeName,
  ...message.fields.map(({ name }) => `${message.typeName}.${name}`),
  ...message.nestedEnums.map(({ typeName }) => typeName),
  ...message.nestedExtensions.map(({ typeName }) => typeName),
  ...message.nestedMessages.flatMap(namesIn),
];
