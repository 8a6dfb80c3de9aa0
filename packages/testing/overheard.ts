/** A connector that tells of each exchange, before it is built, what its own declaration says of it. */
import type { AnyConnector, Script } from "#kit";

export interface Heard {
  readonly step: string;
  /** By the declaration: a GET, or what is called harmless. */
  readonly isHarmless: boolean;
  /** By the declaration: a harmless one that may tell what an earlier attempt did. */
  readonly looksBack: boolean;
}

interface Declared {
  readonly method: string;
  readonly harmless?: boolean;
  readonly looksBack?: boolean;
}

/** The same connector in all that it does. */
export function overheard(connector: AnyConnector, hear: (heard: Heard) => void): AnyConnector {
  const tell = (step: string, { method, harmless, looksBack }: Declared) => {
    const reads = method === "GET";
    const isHarmless = harmless ?? reads;
    hear({ step, isHarmless, looksBack: isHarmless && (looksBack ?? reads) });
  };
  const flows = Object.entries(connector.flows).map(([name, flow]) => {
    if (typeof flow !== "function") {
      tell(name, flow);
      return [name, flow];
    }
    const run = flow as (...given: readonly unknown[]) => unknown;
    return [
      name,
      (...given: readonly unknown[]) => {
        const begun = run(...given);
        return isScript(begun) ? heardScript(begun, tell) : begun;
      },
    ];
  });
  return { ...connector, flows: Object.fromEntries(flows) };
}

const isScript = (value: unknown): value is Script<unknown> =>
  typeof value === "object" && value !== null && Symbol.iterator in value && "next" in value;

/** Passes everything on, both ways. */
function* heardScript(
  script: Script<unknown>,
  tell: (step: string, declared: Declared) => void,
): Script<unknown> {
  let turn = script.next();
  try {
    while (!turn.done) {
      const wish = turn.value;
      if (wish.kind === "call") tell(wish.step.name, wish.step);
      let given: unknown;
      try {
        given = yield wish;
      } catch (error) {
        turn = script.throw(error);
        continue;
      }
      turn = script.next(given);
    }
    return turn.value;
  } finally {
    script.return(undefined);
  }
}
