/** What is wrong with a configuration, all of it at once. */

export interface Faults {
  /** `place` is a path such as `accounts.acme.credentials.apiKey`. */
  add(place: string, problem: string): void;
  readonly all: readonly string[];
}
export function collectFaults(): Faults {
  const all: string[] = [];
  return { add: (place, problem) => all.push(place ? `${place} ${problem}` : problem), all };
}

/** The configuration cannot be used; `faults` has a sentence for each reason. */
export class ConfigFault extends Error {
  override readonly name = "ConfigFault";
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(`the configuration cannot be used:\n${faults.map((fault) => `  ${fault}`).join("\n")}`);
    this.faults = faults;
  }
}
