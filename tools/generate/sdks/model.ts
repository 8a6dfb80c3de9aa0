/** What the client libraries are generated from, beside the messages: the connectors' credentials, and the form of a language's part. */
import type { AnyConnector } from "#kit";
import { connectorFolders, importConnector } from "../../connectors.ts";
import type { Files } from "../files.ts";

/** A connector as a constructor: `Stripe(apiKey, webhookSecrets?)`. */
export interface ConnectorModel {
  /** As `x-connector` wants it, such as `worldpayvantiv`. */
  readonly id: string;
  /** The processor's name, such as `Worldpay (Vantiv cnpAPI)`. */
  readonly name: string;
  /** Its identifier in upper camel case, such as `WorldpayVantiv`. */
  readonly typeName: string;
  readonly docs: string;
  /** In the order of the declaration; the required ones first. */
  readonly credentials: readonly CredentialModel[];
}
export interface CredentialModel {
  /** As `x-connector-credentials` wants it, in lower camel case. */
  readonly name: string;
  /** One sentence or more; no comment ends in it. */
  readonly description: string;
  readonly secret: boolean;
  readonly required: boolean;
  /** An array in `x-connector-credentials`. */
  readonly many: boolean;
  /** Of the same form, and nobody's secret. */
  readonly example: string;
}

/** A language's part. Generated paths are below `sdks/<language>/`. */
export interface Language {
  /** The folder below `sdks/`. */
  readonly name: string;
  /** Programs of `buf.gen.yaml`'s plugins for it, installed by `tools/plugins/<language>.sh` into `reports/plugins/bin`. */
  readonly programs: readonly string[];
  /** Of the protos; `contract/payments/v1` where left out. */
  readonly paths?: readonly string[];
  /** buf's managed mode for it: https://buf.build/docs/generate/managed-mode */
  readonly managed?: object;
  /** What buf wrote, as it is committed: masked printing, headers. The same input gives the same output. */
  finish(files: Files): Files;
  /** The typed constructors. */
  connectors(models: readonly ConnectorModel[]): Files;
  /** Folders below the repository's root that hold nothing but generated files. */
  readonly folders: readonly string[];
}

export async function connectorModels(): Promise<readonly ConnectorModel[]> {
  const all = await Promise.all(connectorFolders().map(importConnector));
  return all.map(modelOf);
}

function modelOf(connector: AnyConnector): ConnectorModel {
  const credentials = Object.entries(connector.credentials).map(([name, setting]) => {
    const { description, secret, required, many, example } = setting;
    return { name, description, secret, required, many, example };
  });
  return {
    id: connector.id,
    name: connector.name,
    typeName: typeNames[connector.id] ?? connector.id.replace(/^./, (first) => first.toUpperCase()),
    docs: connector.docs,
    credentials: credentials.toSorted(
      (one, other) => Number(other.required) - Number(one.required),
    ),
  };
}

/** Ids of several words are one word. */
const typeNames: Readonly<Record<string, string>> = {
  authorizenet: "AuthorizeNet",
  bankofamerica: "BankOfAmerica",
  gocardless: "GoCardless",
  mercadopago: "MercadoPago",
  paypal: "PayPal",
  worldpayvantiv: "WorldpayVantiv",
};
