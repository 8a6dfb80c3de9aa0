/**
 * `npx node tools/record.ts connectors/acme/fixtures/x.json …`: runs a fixture's call and writes down what was sent and
 * answered. Read the difference against the processor's documentation before you keep it: a recording proves nothing.
 */
import { writeFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { play, readFixture } from "../packages/testing/fixtures.ts";
import { importConnector } from "./connectors.ts";

const paths = process.argv.slice(2);
if (paths.length === 0) {
  console.error("usage: npx node tools/record.ts connectors/acme/fixtures/authorize-card.json …");
  process.exitCode = 2;
}
for (const path of paths) {
  const { exchanges: _, answer: __, error: ___, ...asked } = readFixture(path);
  const id = basename(dirname(dirname(path)));
  const connector = await importConnector(id);
  const fixture = readFixture(path);
  const played = await play(connector, fixture);
  const unused = fixture.exchanges.length - played.exchanges.length;
  writeFileSync(path, `${JSON.stringify({ ...asked, ...played }, null, 2)}\n`);
  console.log(`${path}: ${played.error ? `refused with ${played.error.reason}` : "answered"}`);
  if (unused > 0) console.log(`  ${unused} of its answers were not asked for, and are gone`);
}
