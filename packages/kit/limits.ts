/** What a processor takes in a field, as data: the guard refuses what is beyond it by name, and the docs show it. */
import type { FieldPath } from "./paths.ts";

export interface Limit {
  /**
   * Of a text its characters, of bytes their number, of a list or map its entries, of a number the number itself.
   * Characters are counted as `length` counts them, in UTF-16 units: never fewer than code points, so that nothing
   * passes here that a processor which counts those refuses.
   */
  readonly most?: number;
  readonly least?: number;
  /** What a text must match, whole: write `^…$`. */
  readonly pattern?: RegExp;
  /** The only values of a text, number, truth or enum; of a list, of each entry. Where it is empty, the field is refused. */
  readonly among?: readonly (string | number | boolean | undefined)[];
  /** To be read behind the field where the pattern, the values or a number's bounds do not hold: `must be letters`. */
  readonly says?: string;
  /** Of a map: what its names and its values are held to. */
  readonly names?: Limit;
  readonly values?: Limit;
  /** Of a map: names that the connector writes itself. They count among `most`. */
  readonly reserved?: readonly string[];
  /** The page that it was read from, where that is not the rule's own `source`. */
  readonly source?: string;
}

/**
 * By field. A number stands for `{ most }`; a text says why the field may not be given at all. A path through a list
 * holds for each of its entries: `{ reference: 40, amount: "cannot be a part", "files.name": { pattern, says } }`.
 */
export type Limits<Input> = { readonly [Path in FieldPath<Input>]?: number | string | Limit };
