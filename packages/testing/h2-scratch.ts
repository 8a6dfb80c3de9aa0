import { writeFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { load } from "../../connectors/registry.ts";
import { fixturesOf, play } from "./fixtures.ts";
for (const id of process.argv.slice(2)) {
  const connector = await load(id);
  if (!connector) throw new Error(id);
  for (const { path, fixture, name } of fixturesOf(id)) {
    const played = await play(connector, fixture);
    if (isDeepStrictEqual(played.exchanges, fixture.exchanges) && isDeepStrictEqual(played.answer, fixture.answer) && isDeepStrictEqual(played.error, fixture.error)) continue;
    const { answer: _a, error: _e, ...rest } = fixture;
    writeFileSync(path, `${JSON.stringify({ ...rest, ...played }, null, 2)}\n`);
    console.log(id, name);
  }
}
