/**
 * Fills Node's compile cache with what `serve` and `doctor` run, while an image is built, so that its containers start
 * with less work though they write nothing:
 *
 *   NODE_COMPILE_CACHE=/app/.compiled node packages/cli/precompile.ts
 *
 * Node reads such a cache only where the same user asks from the same place.
 */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { connectorIds, load } from "#registry";
import { createLog, developmentConfig, startService } from "#service";

if (!process.env["NODE_COMPILE_CACHE"]) throw new Error("NODE_COMPILE_CACHE says where to");
for (const id of connectorIds) await load(id);
const { listen, ...config } = developmentConfig();
const log = createLog("silent");
const service = await startService({ ...config, listen: { ...listen, port: 0 } }, { log });
// The commands in processes of their own, as they will be; each leaves what it compiled behind.
const main = new URL("main.ts", import.meta.url).pathname;
const run = (...words: readonly string[]) =>
  promisify(execFile)(process.execPath, [main, ...words]);
await run("doctor", "--endpoint", service.url);
await run("serve", "--help");
await service.close();
