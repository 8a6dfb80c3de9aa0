import type { Message } from "@bufbuild/protobuf";
import type { Money, OperationKind, RawExchange } from "#contract";
import type { AnyConnector, Idempotency, MandateOutcome, PaymentOutcome } from "#kit";
import type { Rpc } from "./rpcs.ts";

/** What is known of a call beside its outcome. */
export interface Settled {
  readonly connector: AnyConnector;
  readonly rpc: Rpc;
  readonly request: Message;
  readonly reference: string | undefined;
  readonly key: string;
  /** How a repeat of the call is recognised, once it is over. */
  readonly idempotency: () => Idempotency;
  readonly kind: OperationKind | undefined;
  /** What the request asked to move; of a resumed payment, what its authorization asked. */
  readonly amount: Pick<Money, "minorUnits" | "currency"> | undefined;
  readonly ignored: readonly string[];
  readonly raw: readonly RawExchange[];
  readonly now: Date;
  readonly sealed: (outcome: PaymentOutcome | MandateOutcome) => string | undefined;
}
