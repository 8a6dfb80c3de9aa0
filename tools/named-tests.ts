/** Tests that a document names, `file :: part of the test's name`, and whether they are there. */
import { existsSync, readFileSync } from "node:fs";

const root = new URL("../", import.meta.url).pathname;

export interface NamedTest {
  readonly file: string;
  readonly pattern: string;
}

/** Throws where the text is no `file :: name`. */
export function namedTest(text: string): NamedTest {
  const [file, pattern, ...more] = text.split(" :: ");
  if (!file || !pattern || more.length > 0)
    throw new Error(`${JSON.stringify(text)} is not \`file :: part of the test's name\``);
  return { file, pattern };
}

/** Why the test is not there; undefined where it is. A name that is put together has its written parts in the file. */
export function missing({ file, pattern }: NamedTest): string | undefined {
  if (!/\.test\.ts$/.test(file)) return `${file} is no test file`;
  if (!existsSync(root + file)) return `${file} is not there`;
  return textsIn(readFileSync(root + file, "utf8")).some((text) => text.includes(pattern))
    ? undefined
    : `${file} has no test named ${JSON.stringify(pattern)}`;
}

/** All strings and templates of a program, without its comments. */
function textsIn(program: string): readonly string[] {
  const tokens =
    /\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/[^\n]*|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\[\s\S])*)`/g;
  return [...program.matchAll(tokens)].flatMap(([, quoted, template]) => quoted ?? template ?? []);
}
