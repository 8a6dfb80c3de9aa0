/** What payer authentication answers: its shapes, its words, and what of it goes with the payment. */
import {
  FailureCode,
  AuthenticationResult_Liability as Liability,
  PaymentStatus,
  AuthenticationResult_Status as Status,
} from "#contract";
import {
  type Failure,
  failureCodes,
  fromIso,
  type PaymentResult,
  said,
  v,
  word,
  words,
} from "#kit";
import { Why } from "./cybersource-answers.ts";
import { reasons } from "./cybersource-codes.ts";
import type { PaymentFields } from "./cybersource-payments.ts";

const models = "https://app.unpkg.com/cybersource-rest-client@0.0.83/files/docs";

/** Of POST /risk/v1/authentication-setups. */
export const Setup = v.object({
  status: word,
  errorInformation: Why,
  consumerAuthenticationInformation: said(v.object({ referenceId: word })),
});
export const setupFailure = ({ errorInformation: why }: v.InferOutput<typeof Setup>): Failure =>
  reasons(why?.reason, { processor: { code: why?.reason, message: why?.message } });

/** Of POST /risk/v1/authentications and /risk/v1/authentication-results. */
export const Authenticated = v.object({
  status: word,
  submitTimeUtc: word,
  errorInformation: Why,
  consumerAuthenticationInformation: said(
    v.object({
      accessToken: word,
      authenticationTransactionId: word,
      cavv: word,
      directoryServerTransactionId: word,
      ecommerceIndicator: word,
      eci: word,
      eciRaw: word,
      indicator: word,
      paresStatus: word,
      specificationVersion: word,
      stepUpUrl: word,
      ucafAuthenticationData: word,
      ucafCollectionIndicator: word,
      veresEnrolled: word,
      xid: word,
    }),
  ),
});
export type Authenticated = v.InferOutput<typeof Authenticated>;
export const example: Authenticated = {
  status: "AUTHENTICATION_SUCCESSFUL",
  submitTimeUtc: undefined,
  errorInformation: undefined,
  consumerAuthenticationInformation: undefined,
};

/** What `status` says is to be done. https://developer.cybersource.com/docs/cybs/en-us/payer-authentication/developer/all/rest/payer-auth/pa2-ccdc-enroll-intro/pa2-ccdc-enroll-interpreting-response.html */
export const isSuccessful = ({ status }: Authenticated): boolean =>
  status === "AUTHENTICATION_SUCCESSFUL";
export const isPending = ({ status }: Authenticated): boolean =>
  status === "PENDING_AUTHENTICATION";
/** Pending, with the page that the customer is to be sent to. */
export const isChallenge = (found: Authenticated): boolean => {
  const { stepUpUrl, accessToken, authenticationTransactionId } =
    found.consumerAuthenticationInformation ?? {};
  return isPending(found) && Boolean(stepUpUrl && accessToken && authenticationTransactionId);
};

/** `paresStatus`. */
export const authenticationStatus = words({
  source:
    "https://developer.cybersource.com/docs/cybs/en-us/payer-authentication/developer/all/rest/payer-auth/pa2-ccdc-enroll-intro/pa2-ccdc-enroll-interpreting-response.html",
  words: {
    Y: Status.AUTHENTICATED,
    A: Status.ATTEMPTED,
    C: Status.CHALLENGE_REQUIRED,
    N: Status.FAILED,
    R: Status.REJECTED,
    U: Status.UNAVAILABLE,
  },
});
/** `veresEnrolled` of a card that was not authenticated: not eligible, bypassed, or an error; no liability shift. */
const notDone: ReadonlySet<string | undefined> = new Set(["B", "U"]);
const shifted: ReadonlySet<Status> = new Set([Status.AUTHENTICATED, Status.ATTEMPTED]);

export function toAuthentication(
  authenticated: Authenticated,
  wasChallenged: boolean,
): NonNullable<PaymentResult["authentication"]> {
  const { status: word, consumerAuthenticationInformation: found } = authenticated;
  const status = statusOf(authenticated);
  return {
    status,
    challenged: wasChallenged,
    eci: found?.eciRaw ?? found?.eci,
    version: found?.specificationVersion,
    directoryServerTransactionId: found?.directoryServerTransactionId,
    liability: shifted.has(status)
      ? Liability.ISSUER
      : status === Status.UNAVAILABLE
        ? Liability.MERCHANT
        : Liability.UNSPECIFIED,
    processorStatus: word,
  };
}
function statusOf(authenticated: Authenticated): Status {
  const { paresStatus, veresEnrolled } = authenticated.consumerAuthenticationInformation ?? {};
  const status =
    authenticationStatus(paresStatus) ??
    (notDone.has(veresEnrolled) ? Status.UNAVAILABLE : Status.UNSPECIFIED);
  // A proof that Cybersource does not call a success is none.
  return shifted.has(status) && !isSuccessful(authenticated) ? Status.UNSPECIFIED : status;
}

/** `errorInformation.reason`; an authentication without a known one says no more than its `status`. */
export const authenticationReasons = failureCodes({
  source: `${models}/RiskV1AuthenticationsPost201ResponseErrorInformation.md`,
  words: {
    INVALID_MERCHANT_CONFIGURATION: FailureCode.ACCOUNT_NOT_CONFIGURED,
    CONSUMER_AUTHENTICATION_REQUIRED: FailureCode.AUTHENTICATION_REQUIRED,
    CONSUMER_AUTHENTICATION_FAILED: FailureCode.AUTHENTICATION_FAILED,
    AUTHENTICATION_FAILED: FailureCode.AUTHENTICATION_FAILED,
    // A status, where a challenge cannot be shown: without a page to show.
    PENDING_AUTHENTICATION: FailureCode.AUTHENTICATION_REQUIRED,
  },
});
/** Nothing was authorized, and nothing will be. */
export const notAuthenticated = ({
  status,
  submitTimeUtc,
  errorInformation: why,
}: Authenticated): PaymentResult => ({
  status: PaymentStatus.FAILED,
  processorStatus: status,
  failure: authenticationReasons([why?.reason, status], {
    processor: { code: why?.reason ?? status, message: why?.message },
  }),
  createdAt: fromIso(submitTimeUtc),
});
export const challenge = (found: Authenticated | undefined): PaymentResult => ({
  status: PaymentStatus.ACTION_REQUIRED,
  processorStatus: found?.status ?? "PENDING_AUTHENTICATION",
  authentication: { status: Status.CHALLENGE_REQUIRED },
  createdAt: fromIso(found?.submitTimeUtc),
});

/** https://developer.cybersource.com/docs/cybs/en-us/payer-authentication/developer/all/rest/payer-auth/pa2-ccdc-enroll-combining-services/pa2_ccdc_combining_services_enroll/pa2-ccdc-combining-mapping-check-enroll-auth-field.html */
export function proven(
  fields: PaymentFields,
  { consumerAuthenticationInformation: found }: Authenticated,
  veresEnrolled = found?.veresEnrolled,
): PaymentFields {
  const indicator = found?.indicator ?? found?.ecommerceIndicator;
  return {
    ...fields,
    processingInformation: {
      ...fields.processingInformation,
      ...(indicator && { commerceIndicator: indicator }),
    },
    consumerAuthenticationInformation: {
      cavv: found?.cavv,
      directoryServerTransactionId: found?.directoryServerTransactionId,
      paSpecificationVersion: found?.specificationVersion,
      // For the Asia, Middle East, and Africa Gateway: Ptsv2paymentsConsumerAuthenticationInformation.md of the SDK.
      paresStatus: found?.paresStatus,
      ucafAuthenticationData: found?.ucafAuthenticationData,
      ucafCollectionIndicator: found?.ucafCollectionIndicator,
      veresEnrolled,
      xid: found?.xid,
    },
  };
}
