/** What PayPal cannot be asked for, said before anything is sent and by the contract's names. */
import {
  type Authentication,
  AuthenticationRequest_Preference,
  type AuthorizePaymentRequest,
  type CapturePaymentRequest,
  type CreateClientSessionRequest,
  type CreateRefundRequest,
  type GetRefundRequest,
  type ListDisputesRequest,
  type PaymentMethod,
  type Purchase,
  type SetupMandateRequest,
  type Split,
  type StoredCredential,
  type SubmitEvidenceRequest,
} from "#contract";
import { faults, methodName, type Violation } from "#kit";
import { REFUND_MARK } from "./answers.ts";
import { responses } from "./disputes.ts";
import { paymentTypes } from "./orders.ts";

const isLonger = (text: string | undefined, most: number) => (text?.length ?? 0) > most;

/** `custom_id`, `reference_id` and `soft_descriptor` are never cut. */
const purchaseFaults = (
  { reference, orderReference }: AuthorizePaymentRequest | CreateClientSessionRequest,
  purchase: Purchase | undefined,
) => [
  ...faults(
    [isLonger(reference, 127), "reference", "has more than 127 characters"],
    [isLonger(orderReference, 256), "orderReference", "has more than 256 characters"],
    [isLonger(purchase?.description, 127), "purchase.description", "has more than 127 characters"],
    [
      isLonger(purchase?.statementDescriptor, 22),
      "purchase.statementDescriptor",
      "has more than 22 characters",
    ],
  ),
  ...splitFaults(purchase?.splits, "purchase.splits"),
];
const splitFaults = (splits: readonly Split[] | undefined, place: string) =>
  (splits ?? []).flatMap(({ platformFee }, index) =>
    faults([
      !platformFee,
      `${place}[${index}].platformFee`,
      "must be true: PayPal splits off platform fees alone",
    ]),
  );

export function checkAuthorize(request: AuthorizePaymentRequest): readonly Violation[] {
  const { purchase, paymentMethod, session, authentication, storedCredential } = request;
  const isWallet = methodName(paymentMethod) === "paypal";
  const isApproved = paymentMethod?.method.case === "paypal" && paymentMethod.method.value.orderId;
  return [
    ...purchaseFaults(request, purchase),
    ...faults(
      [session && !isWallet, "session", "is finished with paypal, or by ResumePayment"],
      [
        isWallet && !isApproved && !session && !purchase?.returnUrl,
        "purchase.returnUrl",
        "is required by PayPal for an order that the customer has not approved yet",
      ],
    ),
    ...encryptedFaults(paymentMethod),
    ...authenticationFaults(authentication),
    ...credentialFaults(storedCredential),
  ];
}
const encryptedFaults = (given: PaymentMethod | undefined) => {
  const { case: name, value } = given?.method ?? {};
  return (name === "applePay" || name === "googlePay") && value?.data.case === "encrypted"
    ? [
        {
          field: `paymentMethod.${name}.encrypted`,
          problem: "goes to PayPal from the customer's side only; its server takes decrypted data",
        },
      ]
    : [];
};
function authenticationFaults(given: Authentication | undefined): readonly Violation[] {
  const { case: form, value } = given?.authentication ?? {};
  const request = form === "request" ? value : undefined;
  const { preference } = request ?? {};
  const place = "authentication.request";
  return faults(
    [form === "external", "authentication.external", "is not taken: PayPal authenticates itself"],
    [
      preference && !preferences.has(preference),
      `${place}.preference`,
      "must be PREFERENCE_IF_REQUIRED or PREFERENCE_FRICTIONLESS, which asks of every payment",
    ],
    [request?.exemption, `${place}.exemption`, "cannot be asked for"],
    [request?.ifExemptionRefused, `${place}.ifExemptionRefused`, "cannot be asked for"],
    [request?.nativeFlow, `${place}.nativeFlow`, "is not offered: PayPal redirects"],
  );
}
const preferences: ReadonlySet<AuthenticationRequest_Preference> = new Set([
  AuthenticationRequest_Preference.IF_REQUIRED,
  AuthenticationRequest_Preference.FRICTIONLESS,
]);
function credentialFaults(given: StoredCredential | undefined): readonly Violation[] {
  const { initiator, reason, terms, previous } = given ?? {};
  const place = "storedCredential";
  return faults(
    [
      reason && !paymentTypes.has(reason),
      `${place}.reason`,
      "must be CARD_ON_FILE, RECURRING, INSTALLMENT or UNSCHEDULED",
    ],
    [reason && !initiator, `${place}.initiator`, "is required with a reason"],
    [
      previous?.networkTransactionId && !initiator,
      `${place}.initiator`,
      "is required with an earlier transaction",
    ],
    [terms?.amount, `${place}.terms.amount`, "is not something that PayPal keeps"],
    [terms?.interval, `${place}.terms.interval`, "is not something that PayPal keeps"],
    [terms?.endsOn, `${place}.terms.endsOn`, "is not something that PayPal keeps"],
  );
}

export const checkSession = (request: CreateClientSessionRequest): readonly Violation[] =>
  purchaseFaults(request, request.purchase);

export function checkSetup(request: SetupMandateRequest): readonly Violation[] {
  const { purchase, paymentMethod, authentication } = request;
  const isWallet = methodName(paymentMethod) === "paypal";
  return [
    ...faults(
      [
        (purchase?.amount?.minorUnits ?? 0n) !== 0n,
        "purchase.amount",
        "must be 0: a payment that keeps its method is AuthorizePayment with storedCredential.store",
      ],
      [isWallet && !purchase?.returnUrl, "purchase.returnUrl", "is required by PayPal"],
    ),
    ...authenticationFaults(authentication),
  ];
}

export const checkCapture = ({
  splits,
  statementDescriptor,
}: CapturePaymentRequest): readonly Violation[] => [
  ...splitFaults(splits, "splits"),
  ...faults([
    isLonger(statementDescriptor, 22),
    "statementDescriptor",
    "has more than 22 characters",
  ]),
];
export const checkRefund = ({
  reference,
  description,
  splits,
}: CreateRefundRequest): readonly Violation[] => [
  ...splitFaults(splits, "splits"),
  ...faults(
    [
      isLonger(reference, 127 - REFUND_MARK.length),
      "reference",
      `has more than ${127 - REFUND_MARK.length} characters`,
    ],
    [isLonger(description, 255), "description", "has more than 255 characters"],
  ),
];
export const checkGetRefund = ({ target }: GetRefundRequest): readonly Violation[] =>
  faults([
    target.case === "refund" && !target.value.refundId,
    "refund.refundId",
    "is required by PayPal",
  ]);
export const checkDisputes = ({ payment, pageSize }: ListDisputesRequest): readonly Violation[] =>
  faults(
    [
      payment && !payment.relatedIds["capture"],
      "payment.relatedIds.capture",
      "is required by PayPal: disputes are of captures",
    ],
    [(pageSize ?? 0) > 50, "pageSize", "must be 50 or less"],
  );

/** https://developer.paypal.com/platforms/disputes/reference/supported-file-types-sizes */
const fileTypes: ReadonlySet<string> = new Set([
  "application/pdf",
  "image/gif",
  "image/jpeg",
  "image/png",
]);
export function checkEvidence(request: SubmitEvidenceRequest): readonly Violation[] {
  const { finalSubmission, response, explanation, files, facts, amount } = request;
  return [
    ...faults(
      [!finalSubmission, "finalSubmission", "must be true: PayPal keeps no drafts"],
      [
        response && !responses.includes(response),
        "response",
        `must be one of ${responses.join(", ")}`,
      ],
      [amount, "amount", "cannot be a part at PayPal"],
      [isLonger(explanation, 2000), "explanation", "has more than 2000 characters"],
      [
        !explanation && files.length === 0 && !facts?.trackingNumber,
        "explanation",
        "or files, or facts.trackingNumber, are required by PayPal",
      ],
    ),
    ...files.flatMap(({ name, contentType }, index) =>
      faults(
        [
          !fileTypes.has(contentType),
          `files[${index}].contentType`,
          `must be one of ${[...fileTypes].join(", ")}`,
        ],
        [
          !/^[\w\-,\s]+\.[A-Za-z]+$/.test(name),
          `files[${index}].name`,
          "must be letters, digits, spaces, hyphens and underscores, and one extension",
        ],
      ),
    ),
  ];
}
