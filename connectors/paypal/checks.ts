/** What PayPal cannot be asked for, said before anything is sent and by the contract's names. */
import {
  type AuthorizePaymentRequest,
  type CapturePaymentRequest,
  type CreateClientSessionRequest,
  type CreateRefundRequest,
  type GetRefundRequest,
  StoredCredential_Initiator as Initiator,
  type ListDisputesRequest,
  AuthenticationRequest_Preference as Preference,
  type SetupMandateRequest,
  type Split,
  type StoredCredential,
  StoredCredential_Reason,
  type SubmitEvidenceRequest,
} from "#contract";
import { faults, type Limits, methodName, type Violation } from "#kit";
import { REFUND_MARK } from "./answers.ts";
import { responses } from "./disputes.ts";
import { paymentTypes } from "./orders.ts";

const onlyDecrypted =
  "goes to PayPal from the customer's side only; its server takes decrypted data";
const orders = "https://developer.paypal.com/docs/api/orders/v2/";
/** `custom_id`, `reference_id` and `soft_descriptor` are never cut. */
const purchase = {
  reference: 127,
  orderReference: 256,
  "purchase.description": 127,
  "purchase.statementDescriptor": 22,
} satisfies Limits<AuthorizePaymentRequest>;
const notKept = "is not something that PayPal keeps";
const request = {
  "authentication.external": "is not taken: PayPal authenticates itself",
  // FRICTIONLESS asks of every payment.
  "authentication.request.preference": { among: [Preference.IF_REQUIRED, Preference.FRICTIONLESS] },
  "authentication.request.exemption": "cannot be asked for",
  "authentication.request.ifExemptionRefused": "cannot be asked for",
  "authentication.request.nativeFlow": "is not offered: PayPal redirects",
} satisfies Limits<AuthorizePaymentRequest>;
export const paymentLimits = {
  limits: {
    ...purchase,
    "paymentMethod.applePay.encrypted": onlyDecrypted,
    "paymentMethod.googlePay.encrypted": onlyDecrypted,
    ...request,
    "storedCredential.reason": { among: [...paymentTypes.keys()] },
    "storedCredential.terms.amount": notKept,
    "storedCredential.terms.interval": notKept,
    "storedCredential.terms.endsOn": notKept,
  },
  source: orders,
} as const;
export const sessionLimits = { limits: purchase, source: orders } as const;
export const mandateLimits = {
  limits: {
    "purchase.amount.minorUnits": {
      most: 0,
      says: "must be 0: a payment that keeps its method is AuthorizePayment with storedCredential.store",
    },
    ...request,
  },
  source: "https://developer.paypal.com/docs/api/payment-tokens/v3/",
} as const;
const payments = "https://developer.paypal.com/docs/api/payments/v2/";
export const captureLimits = { limits: { statementDescriptor: 22 }, source: payments } as const;
export const refundLimits = {
  limits: { reference: 127 - REFUND_MARK.length, description: 255 },
  source: payments,
} as const;
const disputes = "https://developer.paypal.com/docs/api/customer-disputes/v1/";
export const listLimits = { limits: { pageSize: 50 }, source: disputes } as const;
const files =
  "https://developer.paypal.com/platforms/disputes/reference/supported-file-types-sizes";
export const evidenceLimits = {
  limits: {
    finalSubmission: { among: [true], says: "must be true: PayPal keeps no drafts" },
    response: { among: responses },
    amount: "cannot be a part at PayPal",
    explanation: 2000,
    "files.contentType": {
      among: ["application/pdf", "image/gif", "image/jpeg", "image/png"],
      source: files,
    },
    "files.name": {
      pattern: /^[\w\-,\s]+\.[A-Za-z]+$/,
      says: "must be letters, digits, spaces, hyphens and underscores, and one extension",
      source: files,
    },
  },
  source: disputes,
} as const;

const splitFaults = (splits: readonly Split[] | undefined, place: string) =>
  (splits ?? []).flatMap(({ platformFee }, index) =>
    faults([
      !platformFee,
      `${place}[${index}].platformFee`,
      "must be true: PayPal splits off platform fees alone",
    ]),
  );

export function checkAuthorize(request: AuthorizePaymentRequest): readonly Violation[] {
  const { purchase, paymentMethod, session, storedCredential } = request;
  const isWallet = methodName(paymentMethod) === "paypal";
  const isApproved = paymentMethod?.method.case === "paypal" && paymentMethod.method.value.orderId;
  return [
    ...splitFaults(purchase?.splits, "purchase.splits"),
    ...faults(
      [session && !isWallet, "session", "is finished with paypal, or by ResumePayment"],
      [
        isWallet && !isApproved && !session && !purchase?.returnUrl,
        "purchase.returnUrl",
        "is required by PayPal for an order that the customer has not approved yet",
      ],
    ),
    ...credentialFaults(storedCredential),
  ];
}
/** What goes with what: https://developer.paypal.com/docs/api/orders/v2/#definition-card_stored_credential */
function credentialFaults(given: StoredCredential | undefined): readonly Violation[] {
  const { initiator, reason, previous, store } = given ?? {};
  const isMerchant = initiator === Initiator.MERCHANT;
  const isOnFile = reason === StoredCredential_Reason.CARD_ON_FILE;
  const place = "storedCredential.initiator";
  return faults(
    [reason && !initiator, place, "is required with a reason"],
    [isMerchant && (store || isOnFile), place, "must be the customer, who is there"],
    [previous?.networkTransactionId && !isMerchant, place, "must be the merchant, who goes back"],
  );
}

export const checkSession = ({ purchase }: CreateClientSessionRequest): readonly Violation[] =>
  splitFaults(purchase?.splits, "purchase.splits");

export const checkSetup = ({ purchase, paymentMethod }: SetupMandateRequest) =>
  faults([
    methodName(paymentMethod) === "paypal" && !purchase?.returnUrl,
    "purchase.returnUrl",
    "is required by PayPal",
  ]);

export const checkShares = ({ splits }: CapturePaymentRequest | CreateRefundRequest) =>
  splitFaults(splits, "splits");
export const checkGetRefund = ({ target }: GetRefundRequest): readonly Violation[] =>
  faults([
    target.case === "refund" && !target.value.refundId,
    "refund.refundId",
    "is required by PayPal",
  ]);
export const checkDisputes = ({ payment }: ListDisputesRequest): readonly Violation[] =>
  faults([
    payment && !payment.relatedIds["capture"],
    "payment.relatedIds.capture",
    "is required by PayPal: disputes are of captures",
  ]);
export const checkEvidence = ({ explanation, files, facts }: SubmitEvidenceRequest) =>
  faults([
    !explanation && files.length === 0 && !facts?.trackingNumber,
    "explanation",
    "or files, or facts.trackingNumber, are required by PayPal",
  ]);
