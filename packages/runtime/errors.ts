/** What a call is refused with by the service itself. A processor's no is an answer and never one of these. */
import type { ErrorReason } from "#contract";
import type { Violation } from "#kit";

export class CallError extends Error {
  override readonly name = "CallError";
  readonly reason: keyof typeof ErrorReason;
  readonly violations: readonly Violation[];
  constructor(
    reason: keyof typeof ErrorReason,
    message: string,
    options: { readonly violations?: readonly Violation[]; readonly cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.reason = reason;
    this.violations = options.violations ?? [];
  }
}
