/** Moments and calendar dates between processors' forms and the contract's. */
import type { Timestamp } from "@bufbuild/protobuf/wkt";

type Moment = Pick<Timestamp, "seconds" | "nanos">;

/** Unix seconds. */
export const fromUnix = (seconds: bigint | number): Moment => ({
  seconds: BigInt(seconds),
  nanos: 0,
});
/** ISO 8601 with a zone, such as `2026-11-25T12:00:00Z`. Undefined where it is not a moment. */
export function fromIso(text: string | undefined | null): Moment | undefined {
  const milliseconds = text && /T.*(Z|[+-]\d\d:?\d\d)$/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(milliseconds) ? undefined : fromMilliseconds(milliseconds);
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
