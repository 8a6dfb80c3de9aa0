/** Flows: one per rpc. Most are one exchange, a few are scripts of several, some need none. */
import type {
  AcceptDisputeRequest,
  AdjustPaymentRequest,
  AuthorizePaymentRequest,
  CapturePaymentRequest,
  CreateClientSessionRequest,
  CreateClientSessionResponseSchema,
  CreateCustomerRequest,
  CreateRefundRequest,
  DeleteCustomerRequest,
  DeletePaymentMethodRequest,
  DisputeSchema,
  GetDisputeRequest,
  GetMandateRequest,
  GetPaymentRequest,
  GetRefundRequest,
  ListDisputesRequest,
  MandateSchema,
  MandateStatus,
  NextActionSchema,
  OperationSchema,
  OperationStatus,
  PaymentMethodDetailsSchema,
  PaymentSchema,
  PaymentStatus,
  RefundSchema,
  RefundStatus,
  ResumePaymentRequest,
  ReversePaymentRequest,
  RevokeMandateRequest,
  SetupMandateRequest,
  StoredMethodSchema,
  SubmitEvidenceRequest,
  TokenizePaymentMethodRequest,
  VoidPaymentRequest,
} from "#contract";
import { FailureCode } from "#contract";
import type { Context, Idempotency } from "./connector.ts";
import { Refused } from "./failures.ts";
import type { Body, Headers, HttpRequest, HttpResponse, Method, Statuses } from "./http.ts";
import type { Init } from "./messages.ts";

// What flows answer: the contract's own messages, with the word that matters insisted on. The host fills in what it
// knows itself: kind, reference, certainty, idempotency.
export type OperationResult = Init<typeof OperationSchema> & { readonly status: OperationStatus };
export type PaymentResult = Init<typeof PaymentSchema> & { readonly status: PaymentStatus };
export type RefundResult = Init<typeof RefundSchema> & { readonly status: RefundStatus };
export type MandateResult = Init<typeof MandateSchema> & { readonly status: MandateStatus };
export type DisputeResult = Init<typeof DisputeSchema>;
export type NextActionResult = Init<typeof NextActionSchema>;
/** What ResumePayment will need, by names of the connector's own; sealed by the host. No card data. */
export type State = Readonly<Record<string, string>>;

export interface PaymentOutcome {
  readonly operation: OperationResult;
  readonly payment?: PaymentResult;
  /** Where ResumePayment finished what SetupMandate began. */
  readonly mandate?: MandateResult;
  readonly nextAction?: NextActionResult | undefined;
  readonly state?: State | undefined;
}
export interface RefundOutcome {
  readonly operation: OperationResult;
  readonly refund?: RefundResult;
  readonly payment?: PaymentResult;
}
export interface MandateOutcome {
  readonly operation: OperationResult;
  readonly mandate?: MandateResult;
  readonly nextAction?: NextActionResult | undefined;
  readonly state?: State | undefined;
}
export interface DisputeOutcome {
  readonly operation: OperationResult;
  readonly dispute?: DisputeResult;
}
/** Of a look-up: undefined where the processor does not know it. */
export interface PaymentFound {
  readonly payment: PaymentResult | undefined;
  readonly nextAction?: NextActionResult | undefined;
}
export interface VaultOutcome {
  readonly operation: OperationResult;
  readonly stored?: Init<typeof StoredMethodSchema>;
  readonly method?: Init<typeof PaymentMethodDetailsSchema>;
}
export type SessionOutcome = Omit<Init<typeof CreateClientSessionResponseSchema>, "operation"> & {
  readonly operation: OperationResult;
};

/** One field per rpc of the contract. A missing field means that the processor cannot do it. */
export interface Flows<in C> {
  readonly authorizePayment?: Flow<AuthorizePaymentRequest, PaymentOutcome, C>;
  readonly resumePayment?: Flow<ResumePaymentRequest, PaymentOutcome, C>;
  readonly capturePayment?: Flow<CapturePaymentRequest, PaymentOutcome, C>;
  readonly voidPayment?: Flow<VoidPaymentRequest, PaymentOutcome, C>;
  readonly adjustPayment?: Flow<AdjustPaymentRequest, PaymentOutcome, C>;
  readonly reversePayment?: Flow<ReversePaymentRequest, PaymentOutcome, C>;
  readonly getPayment?: Flow<GetPaymentRequest, PaymentFound, C>;
  readonly createRefund?: Flow<CreateRefundRequest, RefundOutcome, C>;
  readonly getRefund?: Flow<GetRefundRequest, { readonly refund: RefundResult | undefined }, C>;
  readonly setupMandate?: Flow<SetupMandateRequest, MandateOutcome, C>;
  readonly getMandate?: Flow<GetMandateRequest, { readonly mandate: MandateResult | undefined }, C>;
  readonly revokeMandate?: Flow<RevokeMandateRequest, MandateOutcome, C>;
  readonly getDispute?: Flow<GetDisputeRequest, { readonly dispute: DisputeResult | undefined }, C>;
  readonly listDisputes?: Flow<
    ListDisputesRequest,
    { readonly disputes: readonly DisputeResult[]; readonly nextPageToken?: string },
    C
  >;
  readonly acceptDispute?: Flow<AcceptDisputeRequest, DisputeOutcome, C>;
  readonly submitEvidence?: Flow<SubmitEvidenceRequest, DisputeOutcome, C>;
  readonly tokenizePaymentMethod?: Flow<TokenizePaymentMethodRequest, VaultOutcome, C>;
  readonly deletePaymentMethod?: Flow<DeletePaymentMethodRequest, VaultOutcome, C>;
  readonly createCustomer?: Flow<
    CreateCustomerRequest,
    { readonly operation: OperationResult; readonly customerId: string },
    C
  >;
  readonly deleteCustomer?: Flow<DeleteCustomerRequest, { readonly operation: OperationResult }, C>;
  readonly createClientSession?: Flow<CreateClientSessionRequest, SessionOutcome, C>;
}
export type FlowName = keyof Flows<unknown>;
type FlowParts<Name extends FlowName> =
  NonNullable<Flows<never>[Name]> extends Flow<infer Input, infer Output, never>
    ? { readonly input: Input; readonly output: Output }
    : never;
export type InputOf<Name extends FlowName> = FlowParts<Name>["input"];
export type OutputOf<Name extends FlowName> = FlowParts<Name>["output"];

/** A flow without an exchange: a signed form for the browser, a signed return that proves itself. */
export type Flow<Input, Output, Credentials = unknown> =
  | Exchange<Input, Output, Credentials>
  | ((input: Input, context: Context<Credentials>) => Output | Script<Output, Credentials>);

/** One HTTP request, and how to read its answer. */
export interface Exchange<in Input, out Output, in Credentials = unknown> {
  readonly method: Method;
  /** A key of `hosts`; `api` otherwise. */
  readonly host?: string;
  readonly path: string | ((input: Input, context: Context<Credentials>) => string);
  /** Moves no money: may be sent twice without a key, and left behind when a later step fails. GETs always are. */
  readonly harmless?: boolean;
  /**
   * Moves nothing, and may tell what an earlier attempt of the same call did: where it breaks, the call is unknown, as
   * that attempt is. GETs do unless they say false; any other exchange that only reads has to say true.
   */
  readonly looksBack?: boolean;
  readonly headers?: (input: Input, context: Context<Credentials>) => Headers;
  readonly body?: (input: Input, context: Context<Credentials>) => Body | undefined;
  /** In place of the connector's own; "none" for an exchange that authenticates itself. */
  readonly authenticate?:
    | "none"
    | ((request: HttpRequest, context: Context<Credentials>) => HttpRequest);
  /** In place of the connector's own, where the processor recognises repeats differently here. */
  readonly idempotency?: Idempotency;
  /** Statuses that mean something else here: `{ 402: "answer" }` where a decline carries the payment. */
  readonly statuses?: Statuses;
  readonly read: (response: HttpResponse, input: Input, context: Context<Credentials>) => Output;
}

/** An exchange that scripts may ask for. Its name is the idempotency key's, the trace's and the preview's. */
export interface Step<in Input, out Output, in Credentials = unknown>
  extends Exchange<Input, Output, Credentials> {
  readonly name: string;
  /** What a usual answer reads as, so that a preview can show the step that follows. */
  readonly example: Output;
}

/** A pausable function that names what it wants and never performs it. */
export type Script<Output, Credentials = unknown> = Generator<
  Wish<Credentials>,
  Output,
  // biome-ignore lint/suspicious/noExplicitAny: a generator cannot tie what comes back to what was asked; `call` does.
  any
>;

export type Wish<Credentials> =
  | {
      readonly kind: "call";
      readonly step: Step<never, unknown, Credentials>;
      readonly input: unknown;
    }
  | { readonly kind: "pause"; readonly milliseconds: number };

/**
 * Inside a script: `const order = yield* call(createOrder, payment)`. A refusal is thrown as `Refused` and may be
 * caught; an unknown outcome ends the script and cannot be.
 */
export function* call<Input, Output, Credentials>(
  step: Step<Input, Output, Credentials>,
  input: Input,
): Script<Output, Credentials> {
  return yield { kind: "call", step, input };
}

/** The same; undefined where the refusal says that there is no such thing. Whatever else is thrown goes on. */
export function* callIfFound<Input, Output, Credentials>(
  step: Step<Input, Output, Credentials>,
  input: Input,
): Script<Output | undefined, Credentials> {
  try {
    return yield* call(step, input);
  } catch (error) {
    if (error instanceof Refused && error.failure.code === FailureCode.NOT_FOUND) return undefined;
    throw error;
  }
}

/** Inside a script: true after the pause, false at once when the caller's deadline leaves no room for it. */
export function* pause(milliseconds: number): Script<boolean> {
  return yield { kind: "pause", milliseconds };
}
