import { readFileSync, writeFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { fixturesOf, play } from "./fixtures.ts";
const { default: connector } = await import("../../connectors/stripe/connector.ts");
const only = process.argv.slice(2);
for (const { name, path, fixture } of fixturesOf("stripe")) {
  if (only.length && !only.includes(name)) continue;
  const played: any = await play(connector, fixture);
  const f: any = { ...fixture, exchanges: played.exchanges };
  delete f.answer; delete f.error;
  if (played.answer) f.answer = played.answer;
  if (played.error) f.error = played.error;
  if (isDeepStrictEqual(JSON.parse(JSON.stringify(f)), JSON.parse(JSON.stringify(fixture)))) continue;
  writeFileSync(path, `${JSON.stringify(f, null, 2)}\n`);
  console.log("rewritten", name);
}
