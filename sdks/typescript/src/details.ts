/** What the service says of an error, from `google.rpc.Status`'s details. */
import { type DescMessage, fromBinary, type MessageShape } from "@bufbuild/protobuf";
import { BadRequestSchema, ErrorInfoSchema, RetryInfoSchema } from "../../../contract/index.ts";
import type { Failure } from "./transport.ts";

export interface Detail {
  /** `google.rpc.ErrorInfo` */
  readonly type: string;
  readonly value: Uint8Array;
}
type Facts = Pick<Failure, "reason" | "violations" | "retryAfterMs">;

/** Only an ErrorInfo of the contract's own domain has a reason. `header` is the `retry-after` that came with them. */
export function factsOf(details: readonly Detail[], header: string | undefined): Facts {
  const info = messageIn(ErrorInfoSchema, details);
  const bad = messageIn(BadRequestSchema, details);
  const delay = messageIn(RetryInfoSchema, details)?.retryDelay;
  return {
    reason: info?.domain === "payments.v1" ? info.reason : undefined,
    violations: (bad?.fieldViolations ?? []).map(({ field, description }) => ({
      field,
      problem: description,
    })),
    retryAfterMs: delay
      ? Number(delay.seconds) * 1000 + Math.ceil(delay.nanos / 1e6)
      : secondsIn(header),
  };
}

/** Whole seconds; the header's other form, a date, is passed over. */
function secondsIn(header: string | undefined): number | undefined {
  return header !== undefined && /^\d{1,9}$/.test(header) ? Number(header) * 1000 : undefined;
}

function messageIn<Desc extends DescMessage>(
  desc: Desc,
  details: readonly Detail[],
): MessageShape<Desc> | undefined {
  const found = details.find(({ type }) => type === desc.typeName);
  if (!found) return undefined;
  try {
    return fromBinary(desc, found.value);
  } catch {
    return undefined;
  }
}
