/** What a flood may cost a neighbour: bounds on the time of its calls, beside what they take in a calm of the same run. */

/** A neighbour's calls may take this many times what they take in a calm, and so many milliseconds more. */
const TIMES = 3;
const MORE = { p50: 250, p99: 1_000 };
/** Milliseconds of any one call, beside others on two cores: nobody may be starved. */
const SLOWEST = 5_000;

/** Milliseconds of the neighbour's calls. */
export interface Latency {
  /** Of the calmest round, since a flood may have its effects after it. */
  readonly calm: { readonly p50: number; readonly p99: number };
  /** Of the middle one of the rounds. */
  readonly flooded: { readonly p50: number; readonly p99: number };
  readonly slowest: number;
}

/** Why a neighbour has not kept its latency. */
export function faultsOf({ calm, flooded, slowest }: Latency): readonly string[] {
  const most = { p50: TIMES * calm.p50 + MORE.p50, p99: TIMES * calm.p99 + MORE.p99 };
  return [
    ...(flooded.p50 > most.p50
      ? [`half of the calls took ${flooded.p50} ms, before it ${calm.p50}`]
      : []),
    ...(flooded.p99 > most.p99
      ? [`of 100 calls one took ${flooded.p99} ms, before it ${calm.p99}`]
      : []),
    ...(slowest > SLOWEST ? [`a call took ${slowest} ms`] : []),
  ];
}
