/** What the plugins of `buf.gen.yaml` write for one folder. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { parse } from "yaml";
import { type Files, root } from "./files.ts";

/** Where `tools/plugins/*.sh` install plugins. */
export const programs = join(root, "reports/plugins/bin");

interface Plugin {
  readonly out: string;
}

/** `paths`: of the contract; all of it where left out. `managed`: buf's managed mode. */
export function generatedIn(
  out: string,
  { paths = [], managed }: { readonly paths?: readonly string[]; readonly managed?: object } = {},
): Files {
  const template = parse(readFileSync(`${root}buf.gen.yaml`, "utf8"), { maxAliasCount: 100 }) as {
    readonly plugins: readonly Plugin[];
  };
  const plugins = template.plugins.filter((one) => `${one.out}/`.startsWith(out));
  if (plugins.length === 0) return new Map();
  const folder = mkdtempSync(join(tmpdir(), "generated-"));
  try {
    const given = JSON.stringify({
      ...template,
      clean: false,
      plugins,
      ...(managed && { managed }),
    });
    const only = paths.flatMap((path) => ["--path", path]);
    const PATH = [programs, process.env["PATH"]].join(delimiter);
    const { status, stderr } = spawnSync(
      "buf",
      ["generate", "--template", given, ...only, "-o", folder],
      { cwd: root, encoding: "utf8", env: { ...process.env, PATH } },
    );
    if (status !== 0) throw new Error(`buf generate for ${out}: ${stderr}`);
    return filesBelow(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function filesBelow(folder: string): Files {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return new Map(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const file = join(entry.parentPath, entry.name);
        return [file.slice(folder.length + 1), readFileSync(file, "utf8")];
      }),
  );
}
