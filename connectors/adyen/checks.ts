/** What Adyen would refuse, said before anything is sent. */
import type {
  Authentication,
  AuthorizePaymentRequest,
  Customer,
  Purchase,
  ResumePaymentRequest,
  SetupMandateRequest,
  StoredCredential,
} from "#contract";
import { StoredCredential_Reason as Reason } from "#contract";
import { decodeIf, faults, InvalidRequest, type Limit, type Limits, type Violation } from "#kit";
import { exemptions, frequencyOf, industryUsages, recurringModels, shopperOf } from "./purchase.ts";
import { isUseful, returnedBy } from "./returns.ts";
import type { Credentials } from "./settings.ts";
import { automaticCapture, described } from "./wire.ts";

type Delayed = Pick<AuthorizePaymentRequest, "captureMode" | "captureAfter">;
interface Checked {
  readonly purchase?: Purchase | undefined;
  readonly storedCredential?: StoredCredential | undefined;
  readonly authentication?: Authentication | undefined;
}

const source = "https://docs.adyen.com/api-explorer/Checkout/72/post/payments";
export const referenceLimits = { limits: { reference: 80 }, source } as const;
const exemption = { among: [...exemptions.keys()] } satisfies Limit;
const limits = {
  reference: 80,
  "purchase.statementDescriptor": {
    most: 22,
    pattern: /^[a-zA-Z0-9.,'_\-?+*/ ]*$/,
    says: "may have letters, digits, spaces and . , ' _ - ? + * /",
  },
  "purchase.metadata": {
    most: 20,
    names: { most: 20 },
    values: { most: 80 },
    reserved: [automaticCapture.name],
  },
  "storedCredential.reason": { among: [...recurringModels.keys()] },
  "authentication.request.exemption": exemption,
  "authentication.external.exemption": exemption,
} satisfies Limits<AuthorizePaymentRequest>;
export const paymentLimits = { limits, source };

export function check({ purchase, storedCredential, authentication }: Checked) {
  const wanted = authentication?.authentication;
  const { store, terms } = storedCredential ?? {};
  return faults(
    [
      store && !shopperOf(purchase?.customer),
      "purchase.customer.reference",
      "is required to store a method",
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

export const adjustmentLimits = {
  limits: {
    reference: 80,
    reason: { among: [Reason.INCREMENTAL, Reason.REAUTHORIZATION, ...industryUsages.keys()] },
  },
  source,
} as const;

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
