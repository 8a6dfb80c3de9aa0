/** Chance that can be had again: the same seed draws the same. Of tests alone; nothing secret may come from it. */
import { hash } from "node:crypto";

export interface Chance {
  /** A whole number from 0 to below `end`. */
  below(end: number): number;
  /** True in so many of a hundred. */
  percent(share: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
  shuffled<Item>(items: readonly Item[]): readonly Item[];
}

const TWO_TO_32 = 2 ** 32;

export function createChance(seed: string): Chance {
  let state = hash("sha256", seed, "buffer").readUInt32LE();
  // A counter through the finalizer of MurmurHash3: https://github.com/aappleby/smhasher/wiki/MurmurHash3
  const draw = () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return (mixed ^ (mixed >>> 16)) >>> 0;
  };
  const below = (end: number) => Math.floor((draw() / TWO_TO_32) * end);
  return {
    below,
    percent: (share) => below(100) < share,
    pick(items) {
      const item = items[below(items.length)];
      if (item === undefined) throw new Error("there is nothing to pick from");
      return item;
    },
    shuffled(items) {
      const rest = [...items];
      for (let last = rest.length - 1; last > 0; last -= 1) {
        const other = below(last + 1);
        [rest[last], rest[other]] = [rest[other] as never, rest[last] as never];
      }
      return rest;
    },
  };
}
