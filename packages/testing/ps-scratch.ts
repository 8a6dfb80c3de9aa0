import { readFileSync, writeFileSync } from "node:fs";
import { load } from "#registry";
import { play } from "./fixtures.ts";
for (const path of process.argv.slice(2)) {
  const fixture = JSON.parse(readFileSync(path, "utf8"));
  const id = path.split("/").at(-3)!;
  const connector = await load(id);
  const played = await play(connector!, fixture);
  const { exchanges: _, answer: __, error: ___, ...rest } = fixture;
  writeFileSync(path, `${JSON.stringify({ ...rest, ...played }, null, 2)}\n`);
  console.log(path, played.exchanges.length, fixture.exchanges.length);
}
