/** The PHP library's generated part: what its own plugin (`php/plugin.ts`) makes of the contract, connectors, and the tables that all libraries share. */
import { isoDigits } from "../../../packages/kit/currencies.ts";
import {
  disputeTransitions,
  operationTransitions,
  paymentTransitions,
  refundTransitions,
  type Transitions,
} from "../../../packages/runtime/transitions.ts";
import type { Files } from "../files.ts";
import type { ConnectorModel, CredentialModel, Language } from "./model.ts";
import { docBlock, indented, phpFile, quoted } from "./php/names.ts";

const folder = "sdks/php/src";

export const php: Language = {
  name: "php",
  programs: ["protoc-gen-connector-php"],
  folders: [`${folder}/Payments`, `${folder}/Calls`, `${folder}/Connectors`, `${folder}/Tables`],
  finish: (files) => files,
  connectors: (models): Files =>
    new Map([
      ...models.map(connectorFile),
      [`${folder}/Tables/CurrencyDigits.php`, currencyDigits()],
      [`${folder}/Tables/Transitions.php`, transitions()],
    ]),
};

function connectorFile({ id, typeName, name, docs, credentials }: ConnectorModel) {
  const parameters = credentials.flatMap((credential) => [
    "#[\\SensitiveParameter]",
    `${parameterOf(credential)},`,
  ]);
  const values = credentials.map(({ name: field }) => `${quoted(field)} => $${field},`);
  const example = credentials
    .filter(({ required }) => required)
    .map((credential) => `${credential.name}: ${quoted(credential.example)}`);
  const lines = [
    ...docBlock(`An account at ${name} (${docs}): \`new ${typeName}(${example.join(", ")})\`.`),
    `final readonly class ${typeName} extends Connector`,
    "{",
    ...indented([
      ...docBlock(
        "",
        credentials.map(
          (credential) =>
            `@param ${documentedType(credential)} $${credential.name} ${credential.description}`,
        ),
      ),
      "public function __construct(",
      ...indented(parameters),
      ") {",
      ...indented([`parent::__construct(${quoted(id)}, [`, ...indented(values), "]);"]),
      "}",
    ]),
    "}",
  ];
  const content = phpFile("ConnectorService\\Connectors", ["ConnectorService\\Connector"], lines);
  return [`${folder}/Connectors/${typeName}.php`, content] as const;
}
function parameterOf({ name, required, many }: CredentialModel): string {
  if (many) return required ? `array $${name}` : `array $${name} = []`;
  return required ? `string $${name}` : `?string $${name} = null`;
}
function documentedType({ required, many }: CredentialModel): string {
  if (many) return "list<string>";
  return required ? "string" : "string|null";
}

function currencyDigits(): string {
  const rows = [...isoDigits].toSorted(([one], [other]) => (one < other ? -1 : 1));
  return tables(
    "CurrencyDigits",
    "Digits of the minor unit by ISO 4217 code, the same table as the service's.",
    [
      "/** @var array<string, int> */",
      "public const BY_CODE = [",
      ...indented(rows.map(([code, digits]) => `${quoted(code)} => ${digits},`)),
      "];",
    ],
  );
}

function transitions(): string {
  const about =
    "Where resources usually go from where they stand: a status, and those that usually follow it, by their numbers. A later row is further along.";
  const table = (name: string, rows: Transitions) => [
    "/** @var array<int, list<int>> */",
    `public const ${name} = [`,
    ...indented(rows.map(([status, usual]) => `${status} => [${usual.join(", ")}],`)),
    "];",
  ];
  return tables("Transitions", about, [
    ...table("PAYMENTS", paymentTransitions),
    "",
    ...table("OPERATIONS", operationTransitions),
    "",
    ...table("REFUNDS", refundTransitions),
    "",
    ...table("DISPUTES", disputeTransitions),
  ]);
}

const tables = (name: string, about: string, lines: readonly string[]): string =>
  phpFile(
    "ConnectorService\\Tables",
    [],
    [...docBlock(about, ["@internal"]), `final class ${name}`, "{", ...indented(lines), "}"],
  );
