/** Secrets by reference: `env:NAME` and `file:/path`, read when the configuration is. */
import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { Faults } from "./faults.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

export interface References {
  /** The value behind a reference; text that is no reference is a fault unless `literal` allows it. Undefined after a fault. */
  read(text: string, place: string, literal?: boolean): Promise<string | undefined>;
  /** Every file that was read, to be looked at again. */
  readonly files: ReadonlySet<string>;
}

/** A file's path is relative to the folder of the configuration file. */
export function createReferences(
  environment: Environment,
  configFile: string | undefined,
  faults: Faults,
): References {
  const files = new Set<string>(configFile === undefined ? [] : [resolve(configFile)]);
  const folder = configFile === undefined ? process.cwd() : dirname(resolve(configFile));
  return {
    files,
    async read(text, place, literal = false) {
      const [, kind, name = ""] = /^(env|file):(.+)$/.exec(text) ?? [];
      if (kind === "env") {
        const value = environment[name];
        if (value) return value;
        faults.add(place, `refers to the environment variable ${name}, which is not set`);
        return undefined;
      }
      if (kind === "file") {
        const path = resolve(folder, name);
        files.add(path);
        try {
          // Editors and `echo` end a file with a line break, which is no part of a secret.
          return (await readFile(path, "utf8")).replace(/\r?\n$/, "");
        } catch (error) {
          const code =
            error instanceof Error && "code" in error ? String(error.code) : "unreadable";
          faults.add(place, `refers to the file ${path}, which cannot be read (${code})`);
          return undefined;
        }
      }
      if (literal) return text;
      faults.add(place, "is a secret: write env:NAME or file:/path, and not the secret itself");
      return undefined;
    },
  };
}
