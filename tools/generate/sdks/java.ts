/** The Java library's generated part: masked printing of messages, groups of calls, connectors, and the tables that all libraries share. */
import { isoDigits } from "../../../packages/kit/currencies.ts";
import {
  disputeTransitions,
  operationTransitions,
  paymentTransitions,
  refundTransitions,
  type Transitions,
} from "../../../packages/runtime/transitions.ts";
import { type Files, notice } from "../files.ts";
import type { ConnectorModel, CredentialModel, Language } from "./model.ts";

const folder = "sdks/java/src/generated/java";
const library = `${folder}/io/github/connectorservice`;
const contract = "io.github.connectorservice.payments.v1";

export const java: Language = {
  name: "java",
  programs: ["protoc-java", "protoc-gen-grpc-java"],
  // Everything else that managed mode would change stays as the protos have it.
  managed: {
    enabled: true,
    disable: [
      ...[
        "go_package",
        "php_namespace",
        "php_metadata_namespace",
        "csharp_namespace",
        "ruby_package",
        "objc_class_prefix",
        "cc_enable_arenas",
        "optimize_for",
        "swift_prefix",
      ].map((option) => ({ file_option: option })),
      { path: "google" },
      { path: "grpc" },
    ],
    override: [{ file_option: "java_package_prefix", value: "io.github.connectorservice" }],
  },
  folders: [folder],
  finish(files) {
    const ours = [...files].filter(([path]) => path.startsWith(`${library}/payments/v1/`));
    const messages = ours.map(([path, text]) => [path, masked(text)] as const);
    const groups = ours.flatMap(([path, text]) => {
      const service = /\/(\w+)Grpc\.java$/.exec(path)?.[1];
      return service === undefined ? [] : [groupOf(service, text)];
    });
    return new Map([...messages, ...groups]);
  },
  connectors: (models): Files =>
    new Map([
      ...models.map(connectorOf),
      [`${library}/CurrencyDigits.java`, currencies()],
      [`${library}/Transitions.java`, transitions()],
    ]),
};

/** To TextFormat, and so to `toString`, messages and builders tell what MaskedFields leaves. protoc marks the end of either class. */
const masked = (text: string): string =>
  text.replace(
    /^( *)\/\/ @@protoc_insertion_point\((class|builder)_scope:/gm,
    (point, indent: string, scope: string) =>
      [...fieldsMasked, ...(scope === "class" ? unknownMasked : builderMasked)]
        .map((line) => (line === "" ? "\n" : `${indent}${line}\n`))
        .join("") + point,
  );
const fieldMap = "java.util.Map<com.google.protobuf.Descriptors.FieldDescriptor, java.lang.Object>";
const fieldsMasked: readonly string[] = [
  "@java.lang.Override",
  `public ${fieldMap} getAllFields() {`,
  `  return ${contract}.MaskedFields.of(this, super.getAllFields());`,
  "}",
  "",
];
const unknownMasked: readonly string[] = [
  "@java.lang.Override",
  "public com.google.protobuf.UnknownFieldSet getUnknownFields() {",
  `  return ${contract}.MaskedFields.unknown(super.getUnknownFields());`,
  "}",
  "",
];
const builderMasked: readonly string[] = [
  "@java.lang.Override",
  "public java.lang.String toString() {",
  "  return buildPartial().toString();",
  "}",
  "",
];

/** Plurals are no rule. */
const groupNames: Readonly<Record<string, string>> = {
  PaymentService: "Payments",
  RefundService: "Refunds",
  MandateService: "Mandates",
  DisputeService: "Disputes",
  PaymentMethodService: "PaymentMethods",
  CustomerService: "Customers",
  ClientSessionService: "Sessions",
  WebhookService: "Webhooks",
  ConnectorService: "Connectors",
};

interface Rpc {
  readonly method: string;
  readonly request: string;
  readonly answer: string;
  readonly about: string;
}

/** The calls of a service, read out of what protoc-gen-grpc-java wrote of it. */
function groupOf(service: string, text: string): readonly [string, string] {
  const name = groupNames[service];
  if (name === undefined) throw new Error(`tools/generate/sdks/java.ts: a name for ${service}`);
  const about = /\/\*\*\n \* <pre>\n([\s\S]*?) \* <\/pre>/.exec(text)?.[1] ?? "";
  const found = text.matchAll(
    / {4}\/\*\*\n {5}\* <pre>\n([\s\S]*?) {5}\* <\/pre>\n {5}\*\/\n {4}default void (\w+)\(([\w.]+) request,\n\s+io\.grpc\.stub\.StreamObserver<([\w.]+)>/g,
  );
  const rpcs = [...found].map(
    ([, words = "", method = "", request = "", answer = ""]): Rpc => ({
      method,
      request: lastOf(request),
      answer: lastOf(answer),
      about: sentences(words),
    }),
  );
  const imports = [...rpcs.flatMap(({ request, answer }) => [request, answer]), `${service}Grpc`];
  const lines = [
    ...imports.toSorted().map((type) => `import ${contract}.${type};`),
    "import java.util.concurrent.CompletableFuture;",
    "",
    ...doc(sentences(about)),
    `public final class ${name} {`,
    "  private final Calls calls;",
    "",
    `  ${name}(Calls calls) {`,
    "    this.calls = calls;",
    "  }",
    ...rpcs.flatMap((rpc) => rpcLines(service, rpc)),
    "}",
  ];
  return [`${library}/${name}.java`, file("io.github.connectorservice", lines)];
}
const lastOf = (type: string): string => type.slice(type.lastIndexOf(".") + 1);

function rpcLines(service: string, { method, request, answer, about }: Rpc): readonly string[] {
  const descriptor = `${service}Grpc.get${method.replace(/^./, (first) => first.toUpperCase())}Method()`;
  const future = `CompletableFuture<${answer}>`;
  const calling = `      ${request} request, CallOptions options) {`;
  const param = "@param request what is asked for";
  const options = "@param options what is said for this call alone";
  const returned = "@return the answer, a processor's no among them";
  const refused = "@throws ConnectorServiceException where there is no answer";
  const later =
    "@return completed with the answer or a {@link ConnectorServiceException}; cancel it to give up";
  const lines = [
    "",
    ...doc(about, [param, returned, refused]),
    `public ${answer} ${method}(${request} request) {`,
    `  return ${method}(request, CallOptions.NONE);`,
    "}",
    "",
    ...doc(about, [param, options, returned, refused]),
    `public ${answer} ${method}(`,
    calling.slice(2),
    `  return calls.call(${descriptor}, request, options);`,
    "}",
    "",
    ...doc(about, [param, later]),
    `public ${future} ${method}Async(`,
    `    ${request} request) {`,
    `  return ${method}Async(request, CallOptions.NONE);`,
    "}",
    "",
    ...doc(about, [param, options, later]),
    `public ${future} ${method}Async(`,
    calling.slice(2),
    `  return calls.callAsync(${descriptor}, request, options);`,
    "}",
  ];
  return lines.map((line) => (line === "" ? "" : `  ${line}`));
}

/** Comment lines of generated code as one text, with code where the contract has backticks. */
const sentences = (comment: string): string =>
  comment
    .split("\n")
    .map((line) => line.replace(/^\s*\* ?/, ""))
    .join(" ")
    .trim()
    .replace(/`([^`]*)`/g, "{@code $1}");

function doc(text: string, tags: readonly string[] = []): readonly string[] {
  const lines = tags.length > 0 ? [text, "", ...tags] : [text];
  return ["/**", ...lines.map((line) => (line === "" ? " *" : ` * ${line}`)), " */"];
}

const file = (name: string, lines: readonly string[]): string =>
  `// ${notice}\npackage ${name};\n\n${lines.join("\n")}\n`;

const upper = (name: string): string => name.replace(/^./, (first) => first.toUpperCase());
const escaped = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll("@", "&#64;")
    .replaceAll("*/", "*&#47;")
    .replace(/`([^`]*)`/g, "<code>$1</code>");
const named = ({ name, many }: CredentialModel): string =>
  many ? `String... ${name}` : `String ${name}`;

function connectorOf(model: ConnectorModel): readonly [string, string] {
  const { id, typeName, name, docs, credentials } = model;
  const required = credentials.filter((credential) => credential.required);
  const optional = credentials.filter((credential) => !credential.required);
  const example = required.map((credential) => JSON.stringify(credential.example)).join(", ");
  const hasLists = credentials.some(({ many }) => many);
  const constructing = required.map(
    ({ name: field, many }) => `, ${JSON.stringify(field)}, ${many ? `List.of(${field})` : field}`,
  );
  const withers = optional.flatMap((credential) => {
    const { name: field, many, description } = credential;
    const value = many ? `List.of(${field})` : field;
    return [
      "",
      ...doc(`The same account with: ${escaped(description)}.`, [
        `@param ${field} ${many ? "all that are good at the moment" : "the value"}`,
        "@return a copy",
      ]).map((line) => `  ${line}`),
      `  public ${typeName} with${upper(field)}(${named(credential)}) {`,
      `    return new ${typeName}(with(${JSON.stringify(field)}, ${value}));`,
      "  }",
    ];
  });
  const lines = [
    "import io.github.connectorservice.Connector;",
    ...(hasLists ? ["import java.util.List;"] : []),
    "import java.util.Map;",
    "",
    ...doc(
      `An account at <a href="${escaped(docs)}">${escaped(name)}</a>: {@code new ${typeName}(${escaped(example)})}. Immutable.`,
    ),
    `public final class ${typeName} extends Connector {`,
    "  /**",
    "   * An account with the credentials that are required.",
    "   *",
    ...required.map(
      ({ name: field, description }) => `   * @param ${field} ${escaped(description)}`,
    ),
    "   */",
    `  public ${typeName}(${required.map(named).join(", ")}) {`,
    `    this(credentials(${constructing.join("").slice(2)}));`,
    "  }",
    "",
    `  private ${typeName}(Map<String, Object> credentials) {`,
    `    super(${JSON.stringify(id)}, credentials);`,
    "  }",
    ...withers,
    "}",
  ];
  return [
    `${library}/connectors/${typeName}.java`,
    file("io.github.connectorservice.connectors", lines),
  ];
}

function currencies(): string {
  const codes = [...isoDigits].toSorted(([one], [other]) => (one < other ? -1 : 1));
  return file("io.github.connectorservice", [
    "import java.util.Map;",
    "",
    ...doc("Digits of the minor unit by ISO 4217 code, the same table as the service's."),
    "final class CurrencyDigits {",
    "  static final Map<String, Integer> BY_CODE =",
    "      Map.ofEntries(",
    ...codes.map(
      ([code, digits], index) =>
        `          Map.entry("${code}", ${digits})${index === codes.length - 1 ? ");" : ","}`,
    ),
    "",
    "  private CurrencyDigits() {}",
    "}",
  ]);
}

function transitions(): string {
  const table = (name: string, about: string, rows: Transitions) => [
    "",
    ...doc(about).map((line) => `  ${line}`),
    `  static final int[][] ${name} = {`,
    ...rows.map(([status, usual]) => `    {${[status, ...usual].join(", ")}},`),
    "  };",
  ];
  return file("io.github.connectorservice", [
    ...doc(
      "Where resources usually go from where they stand: rows of a status and those that usually follow it, by their numbers. A later row is further along.",
    ),
    "final class Transitions {",
    "  private Transitions() {}",
    ...table("PAYMENTS", "By PaymentStatus.", paymentTransitions),
    ...table("OPERATIONS", "By OperationStatus.", operationTransitions),
    ...table("REFUNDS", "By RefundStatus.", refundTransitions),
    ...table("DISPUTES", "By DisputeStatus.", disputeTransitions),
    "}",
  ]);
}
