/**
 * The generated parts of the client libraries: messages by the plugins of `buf.gen.yaml`, constructors from what the
 * connectors declare. A language whose plugins are not on this machine keeps what it has, and is named.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { parse } from "yaml";
import { type Files, root } from "./files.ts";
import { connectorModels, type Language } from "./sdks/model.ts";
import { typescript } from "./sdks/typescript.ts";

export const languages: readonly Language[] = [typescript];
const programs = join(root, "reports/plugins/bin");

/** Those whose plugins are here, and the names of the others. */
export function installed(): {
  readonly here: readonly Language[];
  readonly missing: readonly string[];
} {
  const has = (program: string) => existsSync(join(programs, program));
  const here = languages.filter((language) => language.programs.every(has));
  const missing = languages.filter((one) => !here.includes(one)).map(({ name }) => name);
  return { here, missing };
}

export async function sdks(): Promise<Files> {
  const { here } = installed();
  const models = await connectorModels();
  return new Map(
    here.flatMap((language) => {
      const messages = language.finish(messagesOf(language));
      return [...messages, ...language.connectors(models)];
    }),
  );
}

interface Plugin {
  readonly out: string;
}
function messagesOf({ name }: Language): Files {
  const template = parse(readFileSync(`${root}buf.gen.yaml`, "utf8")) as {
    readonly plugins: readonly Plugin[];
  };
  const plugins = template.plugins.filter(({ out }) => out.startsWith(`sdks/${name}/`));
  if (plugins.length === 0) return new Map();
  const folder = mkdtempSync(join(tmpdir(), "sdks-"));
  try {
    const given = JSON.stringify({ ...template, clean: false, plugins });
    const PATH = [programs, process.env["PATH"]].join(delimiter);
    const { status, stderr } = spawnSync("buf", ["generate", "--template", given, "-o", folder], {
      cwd: root,
      encoding: "utf8",
      env: { ...process.env, PATH },
    });
    if (status !== 0) throw new Error(`buf generate for ${name}: ${stderr}`);
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
