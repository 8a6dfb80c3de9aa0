/** The modules in which a wrong line costs money, and the tests that are about each. */
import { existsSync } from "node:fs";

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
  held("send/retry", "send/retry"),
  held("send/addresses", "send/addresses"),
  held("send/egress", "send/egress", "send/http-edges"),
  held("send/tunnel", "send/egress", "send/tunnel"),
  held("send/pools", "send/egress", "send/http", "send/pools"),
  held("send/trust", "send/pools", "send/http"),
  held("send/http", "send/http-edges", "send/http"),
  held("run", "run", "exchanges", "answers", "sessions", "resume", "looks-back"),
  held("stop", "run", "exchanges", "looks-back", "resume"),
  held("answers", "answers", "run", "resume", "webhooks", "unquoted"),
  held("state", "state", "resume"),
  held("webhooks", "webhooks"),
  held("apply-event", "apply-event"),
  held("guard", "guard-formats", "guard", "limits"),
];

/** Beside its own folder, what several connectors of one platform are made of. */
const platforms: Readonly<Record<string, readonly string[]>> = {
  cybersource: ["platforms/cybersource-codes.ts", "platforms/cybersource-answers.ts"],
};
/** Tests about a connector's files, those first that are likeliest to see a wrong line. */
const about: Readonly<Record<string, readonly string[]>> = {
  "codes.ts": ["laws-of-tables", "fixtures"],
  "answers.ts": ["laws-of-tables", "fixtures", "lifecycle", "operations", "disputes", "events"],
  "webhooks.ts": ["fixtures", "laws-of-webhooks", "disputes", "events"],
};

function connector(id: string): readonly Judged[] {
  const own = Object.keys(about).map((name) => `${id}/${name}`);
  return [...own, ...(platforms[id] ?? [])].flatMap((path) => {
    const module = `connectors/${path}`;
    const kind = Object.keys(about).find((name) => path.endsWith(name));
    if (kind === undefined || !existsSync(root + module)) return [];
    return [{ module, tests: testing(...(about[kind] ?? [])), named: id }];
  });
}

/** `connectors` by their ids. */
export const judged = (connectors: readonly string[]): readonly Judged[] => [
  ...kit,
  ...runtime,
  ...connectors.flatMap(connector),
];
