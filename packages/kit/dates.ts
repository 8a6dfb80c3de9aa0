/** Moments and calendar dates between processors' forms and the contract's. */
import type { Timestamp } from "@bufbuild/protobuf/wkt";

type Moment = Pick<Timestamp, "seconds" | "nanos">;

/** All that a Timestamp holds, the years 1 to 9999: https://protobuf.dev/reference/protobuf/google.protobuf/#timestamp */
const held = (moment: Moment): Moment | undefined =>
  moment.seconds >= -62_135_596_800n && moment.seconds <= 253_402_300_799n ? moment : undefined;

/** Unix seconds. Undefined where the moment is beyond a Timestamp: an odd date must not spoil the answer that it stands in. */
export const fromUnix = (seconds: bigint | number): Moment | undefined =>
  held({ seconds: BigInt(seconds), nanos: 0 });
/** ISO 8601 with a zone, such as `2026-11-25T12:00:00Z`. Undefined where it is not a moment, or beyond a Timestamp. */
export function fromIso(text: string | undefined | null): Moment | undefined {
  const milliseconds = text && /T.*(Z|[+-]\d\d:?\d\d)$/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(milliseconds) ? undefined : held(fromMilliseconds(milliseconds));
}
export function fromMilliseconds(milliseconds: number): Moment {
  const seconds = Math.floor(milliseconds / 1000);
  return { seconds: BigInt(seconds), nanos: Math.round(milliseconds - seconds * 1000) * 1_000_000 };
}
export const toUnix = ({ seconds }: Moment): bigint => seconds;
export const toMilliseconds = ({ seconds, nanos }: Moment): number =>
  Number(seconds) * 1000 + Math.floor(nanos / 1_000_000);
/** `2026-11-25T12:00:00.000Z` */
export const toIso = (moment: Moment): string => new Date(toMilliseconds(moment)).toISOString();
/** `2026-11-25`, in UTC. */
export const toCalendarDate = (moment: Moment): string => toIso(moment).slice(0, 10);
