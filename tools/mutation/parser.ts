/**
 * The syntax tree of a TypeScript module, by the parser that Node.js carries: types are stripped first, which keeps every
 * position. The process must run with `--expose-internals`, which `run.ts` sees to.
 */
import { createRequire, stripTypeScriptTypes } from "node:module";

export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [member: string]: unknown;
}

interface Acorn {
  readonly parse: (text: string, how: object) => Node;
}
// Node's own acorn has no types.
const { parse } = createRequire(import.meta.url)("internal/deps/acorn/acorn/dist/acorn") as Acorn;

export const parsed = (text: string): Node =>
  parse(stripTypeScriptTypes(text), { ecmaVersion: "latest", sourceType: "module" });

export const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && "type" in value && "start" in value;

/** Every node below, each with the nodes that it stands in, the nearest last. */
export function* nodesIn(
  root: Node,
  above: readonly Node[] = [],
): Generator<readonly [Node, readonly Node[]]> {
  yield [root, above];
  const inside = [...above, root];
  for (const member of Object.values(root))
    for (const child of [member].flat()) if (isNode(child)) yield* nodesIn(child, inside);
}
