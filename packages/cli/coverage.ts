/** What executed tests have proven of each connector: docs/generated/coverage.json, and nothing else. */
import { existsSync, readFileSync } from "node:fs";
import { parseJson } from "#kit";
import { at } from "#simulate";

/** Connector, flow, methods; "-" stands for a flow that takes none. */
export interface Coverage {
  /** False where no test run has written it: then nothing counts as proven. */
  readonly present: boolean;
  /** Whether a test that was executed proves the flow, or the flow with this method. */
  proves(connector: string, flow: string, method?: string): boolean;
}

const file = new URL("../../docs/generated/coverage.json", import.meta.url);

export function readCoverage(path: URL = file): Coverage {
  if (!existsSync(path)) return { present: false, proves: () => false };
  const written = parseJson(readFileSync(path, "utf8"));
  return {
    present: true,
    proves(connector, flow, method) {
      const methods: unknown = at(written, `${connector}.${flow}`);
      if (!Array.isArray(methods)) return false;
      return method === undefined ? methods.length > 0 : methods.includes(method);
    },
  };
}
