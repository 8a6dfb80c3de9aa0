/** Payment methods: the table whose keys are a connector's coverage. */
import {
  AlternativeMethod_Kind,
  type AuthorizePaymentRequest,
  type CaptureMode,
  type Customer,
  type PaymentMethod,
  type Purchase,
  type StoredCredential,
} from "#contract";
import type { Context } from "./connector.ts";
import { Unsupported } from "./failures.ts";
import { call, type Flow, type FlowName, type Step } from "./flows.ts";
import type { Limits } from "./limits.ts";
import type { FieldPath } from "./paths.ts";

type Case = NonNullable<PaymentMethod["method"]["case"]>;
type ValueOfCase<Name> = Extract<PaymentMethod["method"], { case: Name }>["value"];
type AlternativeName = Exclude<Lowercase<keyof typeof AlternativeMethod_Kind>, "unspecified">;
/** The oneof's cases (`card`, `applePay`) and the alternative kinds in lower case (`ideal`, `mb_way`). */
export type MethodName = Exclude<Case, "alternative"> | AlternativeName;
type ValueOf<Name extends MethodName> = Name extends Case
  ? ValueOfCase<Name>
  : ValueOfCase<"alternative">;

/** Who starts a charge, why, and whether its method is kept: what is honoured together, or not at all, in `understands`. */
export const agreement = [
  "storedCredential.initiator",
  "storedCredential.reason",
  "storedCredential.store",
] as const;

/** What AuthorizePayment, SetupMandate and TokenizePaymentMethod have in common when a method is written. */
export interface MethodUse {
  readonly reference: string;
  readonly paymentMethod?: PaymentMethod | undefined;
  readonly purchase?: Purchase | undefined;
  readonly customer?: Customer | undefined;
  readonly storedCredential?: StoredCredential | undefined;
}

/** What a method takes, as data: the guard, the docs and the capabilities read it. */
export interface MethodSupport {
  readonly capture: readonly CaptureMode[];
  /** Only the whole of what is held can be captured; left out: as CapturePayment's rules say. For the reader, not enforced. */
  readonly partialCapture?: false;
  /** What is held can be captured once, and the rest is given up; left out and not enforced as above. */
  readonly repeatedCaptures?: false;
  /** ISO 4217; left out: all that the flow takes. */
  readonly currencies?: readonly string[];
  /** Countries of the customer, ISO 3166-1 alpha-2; left out: all. For the reader, not enforced. */
  readonly countries?: readonly string[];
  readonly requires?: readonly FieldPath<AuthorizePaymentRequest>[];
  /** Fields marked `binding` that this method honours beside the flow's own. */
  readonly understands?: readonly FieldPath<AuthorizePaymentRequest>[];
  /** Lengths, alphabets and values of fields that hold with this method, beside the flow's own. */
  readonly limits?: Limits<AuthorizePaymentRequest>;
  /** The flows that take this method; authorizePayment alone unless said. */
  readonly flows?: readonly FlowName[];
  /** The page that it was read from. */
  readonly source?: string;
}

export type MethodTable<out Fields, in Credentials = unknown> = {
  readonly [Name in MethodName]?: MethodSupport & {
    readonly write: (
      method: ValueOf<Name>,
      request: MethodUse,
      context: Context<Credentials>,
    ) => Fields;
  };
};

/** Fixes what every method writes, and checks each against its own message. */
export const paymentMethods = <Fields, Credentials = unknown>(
  table: MethodTable<Fields, Credentials>,
): MethodTable<Fields, Credentials> => table;

/** The name under which a method is covered; undefined where none, or one that this version does not know, is given. */
export function methodName(method: PaymentMethod | undefined): MethodName | undefined {
  const chosen = method?.method;
  if (chosen?.case !== "alternative") return chosen?.case;
  return alternativeNames.get(chosen.value.kind);
}
const alternativeNames: ReadonlyMap<number, AlternativeName> = new Map(
  Object.entries(AlternativeMethod_Kind)
    .filter(([, kind]) => kind !== AlternativeMethod_Kind.UNSPECIFIED)
    .map(([word, kind]) => [kind, word.toLowerCase() as AlternativeName]),
);

/** The processor's fields for the method that this request uses. */
export function write<Fields, Credentials>(
  table: MethodTable<Fields, Credentials>,
  request: MethodUse,
  context: Context<Credentials>,
): Fields {
  const name = methodName(request.paymentMethod);
  const entry = name && table[name];
  if (!entry) throw new Unsupported(`payment method ${name ?? "unspecified"}`);
  // The table ties each name to its message; a value found under the name is of that message.
  const writeIt = entry.write as (
    value: unknown,
    request: MethodUse,
    context: Context<Credentials>,
  ) => Fields;
  return writeIt(request.paymentMethod?.method.value, request, context);
}

/** One flow, another exchange for some methods: `authorizePayment: byMethod({ upi: payByUpi }, payByCard)`. */
export function byMethod<Input extends MethodUse, Output, Credentials>(
  special: { readonly [Name in MethodName]?: Step<Input, Output, Credentials> },
  usual: Step<Input, Output, Credentials>,
): Flow<Input, Output, Credentials> {
  return function* (request) {
    const name = methodName(request.paymentMethod);
    return yield* call((name && special[name]) ?? usual, request);
  };
}
