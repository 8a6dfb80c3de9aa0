/** The contract's services as groups of calls, and its rpcs as an enum with what is known of each. */
import type { DescMethod, DescService } from "@bufbuild/protobuf";
import { MethodOptions_IdempotencyLevel as Level } from "@bufbuild/protobuf/wkt";
import type { Comments } from "./comments.ts";
import { docBlock, indented, phpFile, placeOf, quoted, type WrittenFile } from "./names.ts";

const space = "ConnectorService\\Calls";

/** Plurals are no rule. Webhooks, which come as deliveries and not as messages, have a group written by hand. */
const groupNames: Readonly<Record<string, string>> = {
  PaymentService: "Payments",
  RefundService: "Refunds",
  MandateService: "Mandates",
  DisputeService: "Disputes",
  PaymentMethodService: "PaymentMethods",
  CustomerService: "Customers",
  ClientSessionService: "Sessions",
  ConnectorService: "Connectors",
};

/** Throws for a service that nobody has named. */
export function isGenerated({ name }: DescService): boolean {
  if (name !== "WebhookService" && groupNames[name] === undefined)
    throw new Error(`tools/generate/sdks/php/calls.ts: a name for ${name}`);
  return name !== "WebhookService";
}

export function groupFile(service: DescService, comments: Comments): WrittenFile {
  const name = groupNames[service.name];
  const imports = service.methods.flatMap(({ input, output }) =>
    [input, output].map((desc) => `${placeOf(desc).namespace}\\${placeOf(desc).name}`),
  );
  const lines = [
    ...docBlock(comments(service)),
    `final readonly class ${name}`,
    "{",
    ...indented([
      "/** @internal made by the client */",
      "public function __construct(private Calls $calls)",
      "{",
      "}",
      ...service.methods.flatMap((method) => ["", ...methodLines(method, comments(method))]),
    ]),
    "}",
  ];
  const used = [
    ...imports,
    "ConnectorService\\CallOptions",
    "ConnectorService\\Exceptions\\ConnectorServiceException",
    "ConnectorService\\Internal\\Calls",
  ];
  return { name: `Calls/${name}.php`, content: phpFile(space, used, lines) };
}

function methodLines({ name, localName, input, output }: DescMethod, about: string) {
  const answer = placeOf(output).name;
  return [
    ...docBlock(about, ["@throws ConnectorServiceException where there is no answer"]),
    `public function ${localName}(`,
    ...indented([`${placeOf(input).name} $request,`, "?CallOptions $options = null,"]),
    `): ${answer} {`,
    ...indented([
      `$answer = $this->calls->call(Rpc::${name}, $request, $options ?? new CallOptions());`,
      `\\assert($answer instanceof ${answer});`,
      "",
      "return $answer;",
    ]),
    "}",
  ];
}

const levels: Readonly<Record<Level, string>> = {
  [Level.IDEMPOTENCY_UNKNOWN]: "UNKNOWN",
  [Level.NO_SIDE_EFFECTS]: "NO_SIDE_EFFECTS",
  [Level.IDEMPOTENT]: "IDEMPOTENT",
};

export function rpcFile(services: readonly DescService[]): WrittenFile {
  const methods = services.flatMap((service) => service.methods);
  const imports = methods.flatMap(({ input, output }) =>
    [input, output].map((desc) => `${placeOf(desc).namespace}\\${placeOf(desc).name}`),
  );
  const matching = (
    name: string,
    about: string,
    type: string,
    of: (method: DescMethod) => string,
  ) => [
    "",
    ...docBlock(about, type === "string" ? ["@return class-string<Message>"] : []),
    `public function ${name}(): ${type}`,
    "{",
    ...indented([
      "return match ($this) {",
      ...indented(methods.map((method) => `self::${method.name} => ${of(method)},`)),
      "};",
    ]),
    "}",
  ];
  const lines = [
    "/** Every rpc of the contract, by its path. */",
    "enum Rpc: string",
    "{",
    ...indented([
      ...methods.map(
        ({ name, parent }) => `case ${name} = ${quoted(`${parent.typeName}/${name}`)};`,
      ),
      ...matching(
        "level",
        "Whether it may be sent twice.",
        "IdempotencyLevel",
        ({ idempotency }) => `IdempotencyLevel::${levels[idempotency]}`,
      ),
      ...matching(
        "request",
        "The class of its request.",
        "string",
        ({ input }) => `${placeOf(input).name}::class`,
      ),
      ...matching(
        "answer",
        "The class of its answer.",
        "string",
        ({ output }) => `${placeOf(output).name}::class`,
      ),
    ]),
    "}",
  ];
  return {
    name: "Calls/Rpc.php",
    content: phpFile(
      space,
      [...imports, "ConnectorService\\IdempotencyLevel", "ConnectorService\\Message"],
      lines,
    ),
  };
}
