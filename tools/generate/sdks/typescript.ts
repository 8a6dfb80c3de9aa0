/** The TypeScript client's connectors; its messages are `contract/gen` itself. */
import { notice } from "../files.ts";
import type { ConnectorModel, CredentialModel, Language } from "./model.ts";

export const typescript: Language = {
  name: "typescript",
  programs: [],
  finish: (files) => files,
  connectors: (models) =>
    new Map([["sdks/typescript/src/connectors.ts", [head, ...models.map(connector)].join("\n")]]),
  folders: [],
};

const head = `/** A constructor for each connector, with the credentials that it declares. ${notice} */
import { Connector } from "./connector.ts";
`;

const connector = ({ id, name, typeName, docs, credentials }: ConnectorModel) => `
export interface ${typeName}Credentials {
${credentials.map(credential).join("\n")}
}
/** ${name}: ${docs} */
export const ${camel(typeName)} = (credentials: ${typeName}Credentials): Connector =>
  new Connector("${id}", { ...credentials });
`;

const credential = ({ name, description, required, many }: CredentialModel) => {
  const type = many ? "readonly string[]" : "string";
  return `  /** ${description} */
  readonly ${name}${required ? `: ${type}` : `?: ${type} | undefined`};`;
};

const camel = (typeName: string) => typeName.replace(/^./, (first) => first.toLowerCase());
