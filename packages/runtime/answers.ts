/** From what a flow came to, or what stopped it, to the rpc's answer: certainty, ways out and idempotency filled in. */
import { create, type Message } from "@bufbuild/protobuf";
import {
  Actor,
  Certainty,
  FailureCode,
  Lookup_Outcome,
  MandateStatus,
  type Money,
  OperationKind,
  OperationStatus,
  PaymentStatus,
  PendingReason,
  RefundStatus,
  Retry,
} from "#contract";
import {
  type Failure,
  type FlowName,
  failure,
  type MandateOutcome,
  type OperationResult,
  type PaymentOutcome,
  type RefundOutcome,
  Refused,
  sameAmount,
  Unresolved,
} from "#kit";
import { CallError } from "./errors.ts";
import { paymentOf } from "./keys.ts";
import { idempotencyOf, resolutionOf } from "./resolution.ts";
import type { Settled } from "./settled.ts";
import { NotDone } from "./stop.ts";

type Fields = Record<string, unknown>;
/** The resources of any outcome; each rpc has some of them. */
type Resources = Fields &
  Partial<Pick<PaymentOutcome, "payment">> &
  Partial<Pick<RefundOutcome, "refund">> &
  Partial<Pick<MandateOutcome, "mandate">>;
const { FAILED, UNKNOWN } = OperationStatus;
const { DEFINITIVE } = Certainty;

/** The answer to a flow that ended by itself. */
export function completed(settled: Settled, outcome: unknown): Message {
  const { rpc } = settled;
  if (rpc.kind === undefined) return found(settled, outcome as Fields);
  const { operation, state: _, nextAction, ...resources } = outcome as PaymentOutcome & Fields;
  const checked = withEcho(settled, operation, resources);
  const sealed = nextAction ? settled.sealed(outcome as PaymentOutcome) : undefined;
  return create(rpc.output, {
    operation: operationOf(settled, checked.operation),
    ...named(settled, checked.resources),
    ...(nextAction && { nextAction }),
    ...(sealed !== undefined && { state: sealed }),
    rawExchanges: [...settled.raw],
  });
}

/** The answer to a flow that was stopped; throws where the call was never made or made in vain. */
export function stopped(settled: Settled, error: unknown): Message {
  const { rpc } = settled;
  if (rpc.kind === undefined) return notFound(settled, error);
  if (error instanceof Refused)
    return unmoved(settled, { status: FAILED, failure: error.failure }, error.failure);
  if (error instanceof NotDone) {
    if (!error.written)
      throw new CallError("NOT_SENT", `nothing was sent to ${settled.connector.name}`, {
        cause: error,
      });
    // The customer may have moved the money elsewhere: that this call moved none does not say that none has.
    if (rpc.flow === "resumePayment")
      return unknown(
        settled,
        new Unresolved(error.message, { code: error.code, cause: error, done: error.done }),
      );
    const why = failure(error.code, {
      actor: Actor.PROCESSOR,
      retry: Retry.SAME_KEY_NOW,
      message: error.message,
    });
    return unmoved(settled, { status: FAILED, failure: why, completedSteps: [...error.done] }, why);
  }
  if (error instanceof Unresolved) return unknown(settled, error);
  throw error;
}

/** A key that another request has brings that one's outcome never. */
const isFree = ({ failure }: OperationResult): boolean =>
  failure?.code !== FailureCode.IDEMPOTENCY_CONFLICT;

/** Where the processor keeps successes alone, an error leaves nothing under the key: a repeat would be another attempt. */
const isKept = ({ idempotency }: Settled, { failure }: OperationResult): boolean =>
  idempotency().keeps !== "successes" || (failure?.processor?.httpStatus ?? 0) < 400;

/** `inProgress`: what the key stands for still runs. */
function operationOf(settled: Settled, result: OperationResult, inProgress = false): Fields {
  const isKnown = inProgress || isKept(settled, result);
  const mayRepeat = inProgress || (isKnown && isFree(result));
  const certainty = result.status === UNKNOWN ? Certainty.UNKNOWN : DEFINITIVE;
  return {
    kind: settled.kind,
    ...(settled.reference !== undefined && { reference: settled.reference }),
    certainty,
    idempotency: idempotencyOf(settled, isKnown),
    ignoredFields: [...settled.ignored],
    ...result,
    ...(certainty === Certainty.UNKNOWN && {
      resolution: result.resolution ?? resolutionOf(settled, mayRepeat),
    }),
  };
}

/** Nothing was done: the operation failed, and whatever would have been made by it was not. */
function unmoved(settled: Settled, operation: OperationResult, why: Failure): Message {
  return create(settled.rpc.output, {
    operation: operationOf(settled, operation),
    ...unmade(settled, why),
    rawExchanges: [...settled.raw],
  });
}

/** A refused capture fails the capture; a refused authorization is a failed payment. */
function unmade({ kind, reference, rpc }: Settled, why: Failure): Fields {
  const ref = reference === undefined ? {} : { reference };
  switch (kind) {
    case OperationKind.AUTHORIZE:
      if (rpc.flow === "resumePayment") return {};
      return {
        payment: { paymentRef: ref, status: PaymentStatus.FAILED, failure: why },
      };
    case OperationKind.REFUND:
      return { refund: { refundRef: ref, status: RefundStatus.FAILED, failure: why } };
    case OperationKind.SETUP_MANDATE:
      return { mandate: { mandateRef: ref, status: MandateStatus.FAILED, failure: why } };
    default:
      return {};
  }
}

function unknown(settled: Settled, error: Unresolved): Message {
  const why = failure(error.code, {
    retry: Retry.LOOK_UP_FIRST,
    message: error.message,
    ...(error.processor && { processor: error.processor }),
  });
  const operation: OperationResult = {
    status: UNKNOWN,
    failure: why,
    completedSteps: [...error.done],
  };
  return create(settled.rpc.output, {
    operation: operationOf(settled, operation, error.inProgress),
    ...unresolvedResource(settled),
    rawExchanges: [...settled.raw],
  });
}

function unresolvedResource({ kind, reference, request }: Settled): Fields {
  const ref = reference === undefined ? {} : { reference };
  const pendingReason = PendingReason.OUTCOME_UNKNOWN;
  switch (kind) {
    case OperationKind.AUTHORIZE: {
      const known = paymentOf(request);
      return {
        payment: { paymentRef: known ?? ref, status: PaymentStatus.PENDING, pendingReason },
      };
    }
    case OperationKind.REFUND: {
      const payment = paymentOf(request);
      return {
        refund: {
          refundRef: { ...ref, ...(payment && { payment }) },
          status: RefundStatus.PENDING,
          pendingReason,
        },
      };
    }
    case OperationKind.SETUP_MANDATE:
      return { mandate: { mandateRef: ref, status: MandateStatus.PENDING, pendingReason } };
    default:
      return {};
  }
}

/** Where the processor confirms another amount than was asked, the answer says so and claims nothing. */
function withEcho(
  settled: Settled,
  operation: OperationResult,
  resources: Resources,
): { operation: OperationResult; resources: Resources } {
  const asked = settled.amount;
  const told = echoOf(settled.kind, operation, resources);
  if (!asked || !told || operation.status === FAILED || operation.alreadyDone)
    return { operation, resources };
  if (sameAmount(asked, told) || isGrantedPart(settled, told, asked))
    return { operation, resources };
  const why = failure(FailureCode.AMOUNT_MISMATCH, {
    message: `asked for ${asked.minorUnits} ${asked.currency}, was told ${told.minorUnits} ${told.currency}`,
  });
  const pending = { pendingReason: PendingReason.OUTCOME_UNKNOWN, failure: why };
  const { payment, refund } = resources;
  return {
    operation: { ...operation, status: UNKNOWN, failure: why },
    resources: {
      ...resources,
      ...(payment && { payment: { ...payment, status: PaymentStatus.PENDING, ...pending } }),
      ...(refund && { refund: { ...refund, status: RefundStatus.PENDING, ...pending } }),
    },
  };
}

type Amount = Pick<Money, "minorUnits" | "currency">;
function echoOf(
  kind: OperationKind | undefined,
  operation: OperationResult,
  { payment, refund }: Resources,
): Amount | undefined {
  const amounts = payment?.amounts;
  switch (kind) {
    case OperationKind.AUTHORIZE:
      return full(amounts?.requested ?? amounts?.authorized ?? operation.amount);
    case OperationKind.CAPTURE:
    case OperationKind.ADJUST:
      return full(operation.amount);
    case OperationKind.REFUND:
      return full(refund?.amount ?? operation.amount);
    default:
      return undefined;
  }
}
const full = (money: { minorUnits?: bigint; currency?: string } | undefined) =>
  money?.minorUnits !== undefined && money.currency
    ? { minorUnits: money.minorUnits, currency: money.currency }
    : undefined;

function isGrantedPart({ request }: Settled, told: Amount, asked: Amount): boolean {
  const { acceptPartial } = request as { acceptPartial?: boolean };
  return (
    acceptPartial === true && told.currency === asked.currency && told.minorUnits < asked.minorUnits
  );
}

/** A resource that the processor did not name keeps the reference that the merchant gave it. */
function named({ reference, kind, request }: Settled, resources: Resources): Fields {
  if (reference === undefined) return resources;
  const { payment, refund, mandate } = resources;
  return {
    ...resources,
    ...(payment &&
      kind === OperationKind.AUTHORIZE && {
        payment: { ...payment, paymentRef: { reference, ...payment.paymentRef } },
      }),
    ...(refund &&
      kind === OperationKind.REFUND && {
        refund: {
          ...refund,
          refundRef: { reference, ...withPayment(request), ...refund.refundRef },
        },
      }),
    ...(mandate &&
      kind === OperationKind.SETUP_MANDATE && {
        mandate: { ...mandate, mandateRef: { reference, ...mandate.mandateRef } },
      }),
  };
}
function withPayment(request: Message) {
  const payment = paymentOf(request);
  return payment && { payment };
}

const resourceOf: Readonly<Partial<Record<FlowName, string>>> = {
  getPayment: "payment",
  getRefund: "refund",
  getMandate: "mandate",
  getDispute: "dispute",
  listDisputes: "disputes",
};

function found(settled: Settled, outcome: Fields): Message {
  const name = resourceOf[settled.rpc.flow] ?? "";
  const exists = outcome[name] !== undefined;
  const lookup = exists
    ? { outcome: Lookup_Outcome.FOUND, certainty: DEFINITIVE }
    : { outcome: Lookup_Outcome.NOT_FOUND, certainty: absence(settled) };
  const given = Object.entries(outcome).filter(([, value]) => value !== undefined);
  return create(settled.rpc.output, {
    ...Object.fromEntries(given),
    lookup,
    rawExchanges: [...settled.raw],
  });
}

/** Finding nothing is definitive only where the connector declares that what was done can be found at once. */
const absence = ({ connector, rpc }: Settled): Certainty => {
  const rules = connector.rules?.[rpc.flow] as { consistency?: string } | undefined;
  return rules?.consistency === "strong" ? DEFINITIVE : Certainty.UNKNOWN;
};

function notFound(settled: Settled, error: unknown): Message {
  const answerWith = (lookup: Fields) =>
    create(settled.rpc.output, { lookup, rawExchanges: [...settled.raw] });
  // What is asked for is the look itself: its refusal is the answer, and leaves no attempt unknown.
  const refusal = error instanceof Unresolved ? error.cause : error;
  if (refusal instanceof Refused && refusal.failure.code === FailureCode.NOT_FOUND)
    return answerWith({
      outcome: Lookup_Outcome.NOT_FOUND,
      certainty: absence(settled),
      failure: refusal.failure,
    });
  if (refusal instanceof Refused)
    return answerWith({
      outcome: Lookup_Outcome.FAILED,
      certainty: DEFINITIVE,
      failure: refusal.failure,
    });
  if (!(error instanceof NotDone || error instanceof Unresolved)) throw error;
  return answerWith({
    outcome: Lookup_Outcome.FAILED,
    certainty: Certainty.UNKNOWN,
    failure: failure(error.code, { retry: Retry.LATER, message: error.message }),
  });
}
