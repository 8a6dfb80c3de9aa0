/** What Adyen would refuse, said before anything is sent. */
import type {
  AdjustPaymentRequest,
  Authentication,
  AuthorizePaymentRequest,
  CapturePaymentRequest,
  Customer,
  Purchase,
  ResumePaymentRequest,
  SetupMandateRequest,
  StoredCredential,
  VoidPaymentRequest,
} from "#contract";
import { StoredCredential_Reason as Reason } from "#contract";
import { decodeIf, faults, InvalidRequest, type Violation } from "#kit";
import { exemptions, frequencyOf, industryUsages, recurringModels, shopperOf } from "./purchase.ts";
import { isUseful, returnedBy } from "./returns.ts";
import type { Credentials } from "./settings.ts";
import { automaticCapture, described } from "./wire.ts";

type Delayed = Pick<AuthorizePaymentRequest, "captureMode" | "captureAfter">;
interface Checked {
  readonly reference?: string;
  readonly purchase?: Purchase | undefined;
  readonly storedCredential?: StoredCredential | undefined;
  readonly authentication?: Authentication | undefined;
}

/** Limits: https://docs.adyen.com/api-explorer/Checkout/72/post/payments. */
export function check({ reference = "", purchase, storedCredential, authentication }: Checked) {
  const statement = purchase?.statementDescriptor ?? "";
  const metadata = Object.entries(purchase?.metadata ?? {});
  const wanted = authentication?.authentication;
  const { reason, store, terms } = storedCredential ?? {};
  const exemption = wanted?.value?.exemption;
  return faults(
    [reference.length > 80, "reference", "must have at most 80 characters"],
    [statement.length > 22, "purchase.statementDescriptor", "must have at most 22 characters"],
    [
      !/^[a-zA-Z0-9.,'_\-?+*/ ]*$/.test(statement),
      "purchase.statementDescriptor",
      "may have letters, digits, spaces and . , ' _ - ? + * /",
    ],
    [
      // One of Adyen's twenty is ours.
      metadata.length > 19 || metadata.some(([key, value]) => key.length > 20 || value.length > 80),
      "purchase.metadata",
      "must have at most 19 entries, of 20 and 80 characters",
    ],
    [
      purchase?.metadata[automaticCapture.name] !== undefined,
      `purchase.metadata.${automaticCapture.name}`,
      "is used by this service",
    ],
    [
      store && !shopperOf(purchase?.customer),
      "purchase.customer.reference",
      "is required to store a method",
    ],
    [
      reason && !recurringModels.has(reason),
      "storedCredential.reason",
      "is not one that Adyen knows",
    ],
    [
      exemption && !exemptions.has(exemption),
      `authentication.${wanted?.case}.exemption`,
      "is not one that Adyen can ask for",
    ],
    [
      wanted?.case === "request" && wanted.value.ifExemptionRefused,
      "authentication.request.ifExemptionRefused",
      "cannot be chosen at Adyen",
    ],
    [terms && !frequencyOf(terms), "storedCredential.terms.interval", "is not one of Adyen's"],
    [terms && !terms.endsOn, "storedCredential.terms.endsOn", "is required"],
    [terms && !terms.amount, "storedCredential.terms.amount", "is required"],
  );
}

export function checkPayment(request: AuthorizePaymentRequest): readonly Violation[] {
  const { paymentMethod, purchase } = request;
  const method = paymentMethod?.method;
  const isHosted = method?.case === "hostedPage";
  return [
    ...check(request),
    ...checkDelay(request),
    ...faults(
      [
        method?.case === "stored" && !shopperOf(purchase?.customer),
        "purchase.customer.reference",
        "is required with a stored method",
      ],
      [
        method?.case === "processorToken" && !decodeIf(described, method.value.token),
        "paymentMethod.processorToken.token",
        "must be `state.data.paymentMethod` as JSON",
      ],
      [
        isHosted && purchase?.subMerchant,
        "purchase.subMerchant",
        "cannot be given to a page of Adyen's",
      ],
    ),
  ];
}

/** https://docs.adyen.com/online-payments/capture */
export function checkDelay({ captureAfter }: Delayed): readonly Violation[] {
  const { seconds = 3600n, nanos = 0 } = captureAfter ?? {};
  const isWhole = seconds % 3600n === 0n && nanos === 0;
  const fits = seconds >= 3600n && seconds <= 672n * 3600n;
  return faults([!isWhole || !fits, "captureAfter", "must be 1 to 672 whole hours"]);
}

export const checkMandate = (request: SetupMandateRequest): readonly Violation[] => [
  ...check(request),
  ...checkShopper({ customer: request.purchase?.customer }, "purchase.customer.reference"),
];
export const checkShopper = (
  { customer }: { readonly customer?: Customer | undefined },
  path = "customer.reference",
) => faults([!shopperOf(customer), path, "is required: a stored method is a shopper's"]);

export const checkReference = ({ reference }: Pick<CapturePaymentRequest, "reference">) =>
  check({ reference });
export const checkVoid = ({ reference, amount }: VoidPaymentRequest) => [
  ...check({ reference }),
  ...faults([amount, "amount", "cannot be given: Adyen cancels the whole"]),
];
export const checkAdjustment = ({ reference, reason }: AdjustPaymentRequest) => [
  ...check({ reference }),
  ...faults([
    reason &&
      reason !== Reason.INCREMENTAL &&
      reason !== Reason.REAUTHORIZATION &&
      !industryUsages.has(reason),
    "reason",
    "is not one that Adyen knows",
  ]),
];

/**
 * Adyen gives up what a capture leaves, where it has not enabled several.
 * https://docs.adyen.com/online-payments/capture#multiple-partial-captures
 */
export function refuseOpenCapture(finalCapture: boolean | undefined, own: Credentials): void {
  if (finalCapture !== false || own.multipleCaptures === "yes") return;
  throw new InvalidRequest({
    field: "finalCapture",
    problem: "must be true, unless the credential multipleCaptures says that Adyen allows several",
  });
}

export function checkReturn(request: ResumePaymentRequest): readonly Violation[] {
  const came = returnedBy(request);
  const { paymentData = request.state } = came;
  return faults(
    [
      !isUseful(came),
      request.returned.case ?? "url",
      "has nothing of Adyen's, such as redirectResult, threeDSResult or sessionResult",
    ],
    [
      !paymentData && Object.keys(came.details).some((name) => name.startsWith("threeds2.")),
      "state",
      "is required: an issuer's own message does not say which payment it is about",
    ],
  );
}
