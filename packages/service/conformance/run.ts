/**
 * Runs the Connect project's conformance suite against the transports: both hot paths and Connect's own.
 *
 *   go install connectrpc.com/conformance/cmd/connectconformance@v1.0.5
 *   npx node packages/service/conformance/run.ts
 *
 * `connectconformance` is looked for on the PATH; the suite's protos come from the same Go module.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const version = "v1.0.5";
const here = (name: string) => new URL(name, import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), "conformance-"));
try {
  const module: unknown = JSON.parse(
    execFileSync("go", ["mod", "download", "-json", `connectrpc.com/conformance@${version}`], {
      encoding: "utf8",
    }),
  );
  const protos = join(String(Reflect.get(Object(module), "Dir")), "proto");
  const descriptors = join(folder, "suite.binpb");
  execFileSync(here("../../../node_modules/.bin/buf"), ["build", protos, "-o", descriptors], {
    cwd: folder,
    stdio: "inherit",
  });
  const suite = ["--mode", "server", "--conf", here("config.yaml")];
  const known = ["--known-failing", `@${here("known-failing.txt")}`];
  const server = [process.execPath, here("server.ts"), descriptors];
  const run = (...given: readonly string[]) => {
    const { status, stdout, error } = spawnSync(
      "connectconformance",
      [...suite, ...known, ...given, "--", ...server],
      { stdio: ["ignore", "pipe", "inherit"], encoding: "utf8", maxBuffer: 64 << 20 },
    );
    if (error) console.error(`connectconformance cannot be run: ${error.message}`);
    console.log(stdout);
    return { succeeded: status === 0, failed: failedIn(stdout ?? "") };
  };
  const { succeeded, failed } = run(...process.argv.slice(2));
  // A machine that is busy beyond measure may lose one connection of some two thousand; a case that is wrong fails again.
  const again = !succeeded && failed.length > 0 && failed.length <= 3;
  const passed = again && run(...failed.flatMap((name) => ["--run", name])).succeeded;
  if (passed) console.log(`failed once, and passed when asked again: ${failed.join(", ")}`);
  process.exitCode = succeeded || passed ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true });
}

function failedIn(output: string): readonly string[] {
  return [...output.matchAll(/^FAILED: (.*):$/gm)].map(([, name = ""]) => name);
}
