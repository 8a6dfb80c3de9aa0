/**
 * `npm run new connector acme`: writes connectors/acme/ with the five names every connector has, working against a
 * simulator of its own, and one red fixture that says what comes next. `-- --name "Acme Pay"` where the processor's
 * name is not the folder's; `-- --root path` for another copy of this repository.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

const own = new URL("../", import.meta.url).pathname;
const template = new URL("./new-connector/template/", import.meta.url).pathname;

export interface NewConnector {
  /** The repository that gets it. */
  readonly root: string;
  readonly id: string;
  readonly name: string;
}

/** Why nothing was written. */
export class NotWritten extends Error {
  override readonly name = "NotWritten";
  readonly reason: "USAGE" | "BAD_ID" | "BAD_NAME" | "TAKEN" | "NOT_A_REPOSITORY";
  constructor(reason: NotWritten["reason"], message: string) {
    super(message);
    this.reason = reason;
  }
}

/** Names in connectors/ that are not connectors. */
const reserved: ReadonlySet<string> = new Set(["platforms", "registry"]);

/** The paths of the files that were written, below `root`. Throws `NotWritten`. */
export async function newConnector(given: NewConnector): Promise<readonly string[]> {
  const folder = checkedFolder(given);
  const files = readdirSync(template, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(ts|json)$/.test(file))
    .sort();
  for (const file of files) {
    const content = readFileSync(join(template, file), "utf8");
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), renamed(content, given));
  }
  const written = files.map((file) => join("connectors", given.id, file));
  try {
    format(given.root, written);
  } catch (error) {
    rmSync(folder, { recursive: true });
    throw error;
  }
  return [...written, ...(await register(given.root))];
}

function checkedFolder({ root, id, name }: NewConnector): string {
  if (!/^[a-z][a-z0-9]{1,30}$/.test(id))
    throw new NotWritten(
      "BAD_ID",
      `${JSON.stringify(id)} cannot be a connector's id: one lowercase word of letters and digits, such as acme`,
    );
  if (reserved.has(id)) throw new NotWritten("BAD_ID", `connectors/${id} is not for a connector`);
  if (!/^[\p{L}\p{N}][\p{L}\p{N} .&'+-]{0,39}$/u.test(name))
    throw new NotWritten(
      "BAD_NAME",
      `${JSON.stringify(name)} cannot be a processor's name: letters, digits and . & ' + - up to forty`,
    );
  if (!existsSync(join(root, "packages/kit/index.ts")))
    throw new NotWritten("NOT_A_REPOSITORY", `${root} holds no packages/kit`);
  const folder = join(root, "connectors", id);
  if (existsSync(folder)) throw new NotWritten("TAKEN", `connectors/${id} exists already`);
  return folder;
}

const renamed = (content: string, { id, name }: NewConnector): string =>
  content.replaceAll("acme", id).replaceAll("Acme", () => name);

/** A longer name breaks lines elsewhere than a shorter one. */
function format(root: string, files: readonly string[]): void {
  const biome = join(own, "node_modules/.bin/biome");
  const given = ["check", "--write", ...files];
  const { status, stdout, stderr, error } = spawnSync(biome, given, {
    cwd: root,
    encoding: "utf8",
  });
  if (status !== 0)
    throw new Error(
      `biome could not format what was written: ${error?.message ?? stdout + stderr}`,
    );
}

/** Writes the registry anew, by the generator of the repository that got the connector. */
async function register(root: string): Promise<readonly string[]> {
  const { registry } = (await import(
    pathToFileURL(join(root, "tools/generate/registry.ts")).href
  )) as typeof import("./generate/registry.ts");
  const files = [...registry()];
  for (const [path, content] of files) writeFileSync(join(root, path), content);
  return files.map(([path]) => path);
}

const usage = 'npm run new connector <id> -- [--name "Its Name"] [--root path]';

/** What the command line asks for. Throws `NotWritten`. */
export function asked(words: readonly string[]): NewConnector {
  const { values, positionals } = parsed(words);
  const [kind, id, ...more] = positionals;
  if (kind !== "connector" || id === undefined || more.length > 0)
    throw new NotWritten("USAGE", `usage: ${usage}`);
  return {
    root: resolve(values.root ?? own),
    id,
    name: values.name ?? id.slice(0, 1).toUpperCase() + id.slice(1),
  };
}
function parsed(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: { name: { type: "string" }, root: { type: "string" } },
    });
  } catch (error) {
    throw new NotWritten("USAGE", `${error instanceof Error ? error.message : error}\n${usage}`);
  }
}

const nextSteps = (id: string) => `
Next:
  1. npx node --test packages/testing/fixtures.test.ts   one fixture is red, and says what it wants
  2. replace the example by what the processor's documentation says: connector.ts, answers.ts, webhooks.ts,
     then simulator.ts with its documented test values, and a fixture for each flow and method
  3. while you write, in half a minute:
     npx node --test --test-name-pattern ${id} packages/testing/{laws*,fixtures,lifecycle,operations,events,unknown-outcomes}.test.ts
  4. npm run generate; npm test; read the difference in docs/generated

docs/guides/add-a-connector.md goes through this step by step (the folder is connectors/${id}).`;

if (import.meta.main)
  try {
    const connector = asked(process.argv.slice(2));
    for (const file of await newConnector(connector)) console.log(`wrote ${file}`);
    console.log(nextSteps(connector.id));
  } catch (error) {
    if (!(error instanceof NotWritten)) throw error;
    console.error(error.message);
    process.exitCode = error.reason === "USAGE" ? 2 : 1;
  }
