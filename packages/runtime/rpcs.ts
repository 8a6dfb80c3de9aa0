/** Every rpc that a connector may have, derived from the contract's own service descriptors. */
import type { DescMessage, DescMethod } from "@bufbuild/protobuf";
import type { MethodOptions_IdempotencyLevel } from "@bufbuild/protobuf/wkt";
import {
  ClientSessionService,
  CustomerService,
  DisputeService,
  MandateService,
  OperationKind,
  PaymentMethodService,
  PaymentService,
  RefundService,
} from "#contract";
import type { FlowName } from "#kit";

export interface Rpc {
  readonly flow: FlowName;
  /** `AuthorizePayment` */
  readonly name: string;
  readonly input: DescMessage;
  readonly output: DescMessage;
  readonly method: DescMethod;
  /** Undefined for look-ups, which do nothing. */
  readonly kind: OperationKind | undefined;
  readonly idempotency: MethodOptions_IdempotencyLevel;
}

const services = [
  PaymentService,
  RefundService,
  MandateService,
  DisputeService,
  PaymentMethodService,
  CustomerService,
  ClientSessionService,
];

const kinds: Readonly<Partial<Record<FlowName, OperationKind>>> = {
  authorizePayment: OperationKind.AUTHORIZE,
  resumePayment: OperationKind.AUTHORIZE,
  capturePayment: OperationKind.CAPTURE,
  voidPayment: OperationKind.VOID,
  adjustPayment: OperationKind.ADJUST,
  reversePayment: OperationKind.REVERSE,
  createRefund: OperationKind.REFUND,
  setupMandate: OperationKind.SETUP_MANDATE,
  revokeMandate: OperationKind.REVOKE_MANDATE,
  acceptDispute: OperationKind.ACCEPT_DISPUTE,
  submitEvidence: OperationKind.SUBMIT_EVIDENCE,
  tokenizePaymentMethod: OperationKind.TOKENIZE,
  deletePaymentMethod: OperationKind.DELETE_PAYMENT_METHOD,
  createCustomer: OperationKind.CREATE_CUSTOMER,
  deleteCustomer: OperationKind.DELETE_CUSTOMER,
  createClientSession: OperationKind.CREATE_CLIENT_SESSION,
};

/** By `payments.v1.PaymentService/AuthorizePayment`. */
export const rpcs: ReadonlyMap<string, Rpc> = new Map(
  services.flatMap((service) =>
    service.methods.map((method) => {
      // An rpc's local name is its flow's name: the registry's laws hold both lists against each other.
      const flow = method.localName as FlowName;
      return [
        `${service.typeName}/${method.name}`,
        {
          flow,
          name: method.name,
          input: method.input,
          output: method.output,
          method,
          kind: kinds[flow],
          idempotency: method.idempotency,
        },
      ] as const;
    }),
  ),
);

const byFlow = new Map([...rpcs.values()].map((rpc) => [rpc.flow, rpc]));
export function rpcOf(flow: FlowName): Rpc {
  const rpc = byFlow.get(flow);
  if (!rpc) throw new Error(`no rpc has the flow ${flow}`);
  return rpc;
}
export const flowNames: readonly FlowName[] = [...byFlow.keys()];
