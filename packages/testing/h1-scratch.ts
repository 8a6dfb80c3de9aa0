import { readFileSync, writeFileSync } from "node:fs";
import { load } from "../../connectors/registry.ts";
import { play, readFixture } from "./fixtures.ts";
// usage: id file...  : replays and rewrites exchanges' requests + answer
const [id, ...files] = process.argv.slice(2);
const connector = await load(id);
for (const f of files) {
  const fixture = readFixture(f);
  const { answer: _a, error: _e, ...rest } = fixture;
  const played = await play(connector, fixture);
  writeFileSync(f, JSON.stringify({ ...rest, ...played }, null, 2) + "\n");
}
