/** How an outcome that is not known is found out, and how a repeat of a call is recognised. */
import { type Duration, timestampFromDate } from "@bufbuild/protobuf/wkt";
import { Idempotency_Carrier, OperationKind, Resolution_Way } from "#contract";
import type { FlowName } from "#kit";
import { paymentOf } from "./keys.ts";
import type { Settled } from "./settled.ts";

/** `isKnown`: a repeat of this call is recognised. */
export function idempotencyOf(
  { idempotency, key }: Settled,
  isKnown: boolean,
): Record<string, unknown> {
  const { carrier, seconds } = idempotency();
  return {
    key,
    carrier: carriers[carrier],
    ...(isKnown && seconds !== undefined && { repeatSafeFor: durationOf(seconds) }),
  };
}
export const carriers = {
  header: Idempotency_Carrier.HEADER,
  field: Idempotency_Carrier.FIELD,
  reference: Idempotency_Carrier.REFERENCE,
  none: Idempotency_Carrier.NONE,
} as const;
export const durationOf = (seconds: number): Pick<Duration, "seconds" | "nanos"> => ({
  seconds: BigInt(seconds),
  nanos: 0,
});

const lookUps: Readonly<Partial<Record<OperationKind, FlowName>>> = {
  [OperationKind.AUTHORIZE]: "getPayment",
  [OperationKind.CAPTURE]: "getPayment",
  [OperationKind.VOID]: "getPayment",
  [OperationKind.ADJUST]: "getPayment",
  [OperationKind.REVERSE]: "getPayment",
  [OperationKind.REFUND]: "getRefund",
  [OperationKind.REVOKE_MANDATE]: "getMandate",
  [OperationKind.ACCEPT_DISPUTE]: "getDispute",
  [OperationKind.SUBMIT_EVIDENCE]: "getDispute",
};
interface LookUpRules {
  readonly byOriginalCall?: boolean;
  readonly resolves?: boolean;
  readonly visibleAfter?: number;
}

/** Only ways that this processor really has, for this kind of operation, best first. */
export function resolutionOf(
  { connector, idempotency, kind, rpc, request, now }: Settled,
  mayRepeat: boolean,
): Record<string, unknown> {
  const lookUp = kind === undefined ? undefined : lookUps[kind];
  const rules: LookUpRules = (lookUp && connector.rules?.[lookUp]) ?? {};
  // Without an id that came back, a look-up must find it by the call.
  const isNew =
    (kind === OperationKind.AUTHORIZE && rpc.flow === "authorizePayment") ||
    kind === OperationKind.REFUND ||
    (kind === OperationKind.REVERSE && paymentOf(request) === undefined);
  const canGet =
    lookUp !== undefined &&
    lookUp in connector.flows &&
    rules.resolves !== false &&
    (!isNew || rules.byOriginalCall);
  const reversal: LookUpRules = connector.rules?.reversePayment ?? {};
  const canReverse =
    kind === OperationKind.AUTHORIZE &&
    "reversePayment" in connector.flows &&
    (reversal.byOriginalCall || paymentOf(request) !== undefined);
  const { carrier } = idempotency();
  const ways = [
    mayRepeat && (carrier === "header" || carrier === "field") && Resolution_Way.REPEAT_SAME_KEY,
    canGet && Resolution_Way.GET,
    canReverse && Resolution_Way.REVERSE,
    connector.webhooks &&
      !connector.webhooks.silentOn?.includes(rpc.flow) &&
      Resolution_Way.WAIT_FOR_WEBHOOK,
    Resolution_Way.ASK_PROCESSOR,
  ].filter((way) => typeof way === "number");
  const after = canGet ? (rules.visibleAfter ?? 0) : 0;
  return { ways, earliest: timestampFromDate(new Date(now.getTime() + after * 1000)) };
}
