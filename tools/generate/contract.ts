/** contract/gen from the protos, by buf. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { type Files, root } from "./files.ts";

export function contract(): Files {
  const folder = mkdtempSync(`${tmpdir()}/contract-`);
  try {
    const { status, stderr } = spawnSync("buf", ["generate", "-o", folder], {
      cwd: root,
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(`buf generate: ${stderr}`);
    const names = readdirSync(`${folder}/contract/gen`, { recursive: true, encoding: "utf8" });
    return new Map(
      names
        .filter((name) => name.endsWith(".ts"))
        .map((name) => [
          `contract/gen/${name}`,
          readFileSync(`${folder}/contract/gen/${name}`, "utf8"),
        ]),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}
