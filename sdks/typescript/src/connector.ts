/** Whose calls they are: a connector with its credentials. `connectors.ts` has a constructor for each. */
import { shownAs } from "./secret.ts";

export type Credentials = Readonly<Record<string, string | readonly string[]>>;

/** Prints its id and nothing else. */
export class Connector {
  readonly id: string;
  readonly #credentials: Credentials;
  constructor(
    id: string,
    credentials: Readonly<Record<string, string | readonly string[] | undefined>>,
  ) {
    this.id = id;
    const given = Object.entries(credentials).filter(([, value]) => value !== undefined);
    // What is not given was taken out.
    this.#credentials = Object.fromEntries(given) as Credentials;
    shownAs(this, `Connector(${id}, ***)`);
  }
  /** For transports. */
  static credentialsOf(connector: Connector): Credentials {
    return connector.#credentials;
  }
}
