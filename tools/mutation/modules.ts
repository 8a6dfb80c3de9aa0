/** The modules in which a wrong line costs money, and the tests that are about each. */
import { existsSync, readdirSync } from "node:fs";

export interface Judged {
  readonly module: string;
  readonly tests: readonly string[];
  /** Only tests whose names have this, for files that are about all connectors. */
  readonly named?: string;
}

const root = new URL("../../", import.meta.url).pathname;
const testing = (...names: readonly string[]) =>
  names.map((name) => `packages/testing/${name}.test.ts`);

const held = (module: string, ...tests: readonly string[]): Judged => ({
  module: `packages/runtime/${module}.ts`,
  tests: tests.map((name) => `packages/runtime/${name}.test.ts`),
});

const kit: readonly Judged[] = [
  { module: "packages/kit/money.ts", tests: ["packages/kit/money.test.ts"] },
  { module: "packages/kit/currencies.ts", tests: ["packages/kit/money.test.ts"] },
  { module: "packages/kit/signatures.ts", tests: ["packages/kit/signatures.test.ts"] },
  { module: "packages/kit/tables.ts", tests: ["packages/kit/tables.test.ts"] },
  { module: "packages/kit/outcomes.ts", tests: ["packages/kit/outcomes.test.ts"] },
];
const runtime: readonly Judged[] = [
  held("keys", "keys"),
  held("redact", "redact"),
  { module: "packages/runtime/send/retry.ts", tests: ["packages/runtime/send/retry.test.ts"] },
  {
    module: "packages/runtime/send/addresses.ts",
    tests: ["packages/runtime/send/addresses.test.ts"],
  },
  {
    module: "packages/runtime/send/http.ts",
    tests: ["packages/runtime/send/http-edges.test.ts", "packages/runtime/send/http.test.ts"],
  },
  held("run", "run", "sessions", "resume", "looks-back"),
  held("stop", "run", "looks-back", "resume"),
  held("answers", "run", "resume", "webhooks", "apply-event", "unquoted"),
  held("state", "state", "resume"),
  held("webhooks", "webhooks"),
  held("apply-event", "apply-event"),
  held("guard", "guard"),
];

function connector(id: string): readonly Judged[] {
  const own = readdirSync(`${root}connectors/${id}`)
    .filter((name) => name.endsWith(".test.ts"))
    .map((name) => `connectors/${id}/${name}`);
  const shared = testing(
    "fixtures",
    "lifecycle",
    "operations",
    "laws-of-words",
    "events",
    "disputes",
  );
  return ["answers.ts", "codes.ts"].flatMap((name) => {
    const module = `connectors/${id}/${name}`;
    if (!existsSync(root + module)) return [];
    return [{ module, tests: [...own, ...shared], named: id }];
  });
}

/** `connectors` by their ids. */
export const judged = (connectors: readonly string[]): readonly Judged[] => [
  ...kit,
  ...runtime,
  ...connectors.flatMap(connector),
];
