/** The bodies of Adyen's larger requests. */
import {
  type AuthorizePaymentRequest,
  CaptureMode,
  type CreateClientSessionRequest,
  StoredCredential_Initiator as Initiator,
  type Purchase,
  StoredCredential_Reason as Reason,
  type ResumePaymentRequest,
  type SetupMandateRequest,
  type TokenizePaymentMethodRequest,
} from "#contract";
import { type Context, decodeIf, json, methodName, required, toIso, write } from "#kit";
import { methods } from "./methods.ts";
import {
  authenticationFields,
  exemptionOf,
  industryUsages,
  interactionOf,
  mandateOf,
  paymentFields,
  purchaseFields,
  recurringModels,
  shopperOf,
} from "./purchase.ts";
import { returnedBy } from "./returns.ts";
import type { Credentials } from "./settings.ts";
import { automaticCapture, described, said, some, toAmount } from "./wire.ts";

type Paid = AuthorizePaymentRequest | SetupMandateRequest;
type Delayed = Pick<AuthorizePaymentRequest, "captureMode" | "captureAfter">;

/** https://docs.adyen.com/api-explorer/Checkout/72/post/payments */
export function paymentBody(request: Paid, context: Context<Credentials>) {
  const purchase = required(request.purchase, "purchase");
  const { authentication, storedCredential: credential } = request;
  const payment = request.$typeName === "payments.v1.AuthorizePaymentRequest" ? request : undefined;
  const { mpiData, ...method } = write(methods, request, context);
  const { mpiData: external, ...authenticating } = authenticationFields(authentication);
  const { captureDelayHours, manualCapture } = payment ? captureOf(payment, request) : noCapture;
  return {
    ...orderFields(request, context),
    ...method,
    ...paymentFields(purchase),
    metadata: metadataOf(purchase, captureDelayHours),
    storePaymentMethod: !payment || credential?.store ? true : undefined,
    recurringProcessingModel: modelOf(request),
    industryUsage: industryUsages.get(credential?.reason),
    mandate: mandateOf(credential?.terms),
    ...authenticating,
    mpiData: some({ ...mpiData, ...external, eci: external?.eci ?? mpiData?.["eci"] }),
    origin: originOf(request, context),
    captureDelayHours,
    additionalData: some({
      manualCapture,
      scaExemption: exemptionOf(authentication),
      authorisationType: context.options["authorisationType"],
      allowPartialAuth: payment?.acceptPartial ? "true" : undefined,
      transactionLinkId: credential?.previous?.linkId,
    }),
  };
}

/** https://docs.adyen.com/api-explorer/Checkout/72/post/sessions */
export function sessionBody(
  request: AuthorizePaymentRequest | CreateClientSessionRequest,
  context: Context<Credentials>,
) {
  const { authentication, storedCredential: credential, purchase } = request;
  const { mpiData, ...authenticating } = authenticationFields(authentication);
  const { captureDelayHours, manualCapture } = captureOf(request);
  return {
    ...orderFields(request, context),
    storePaymentMethodMode: credential?.store ? "enabled" : undefined,
    recurringProcessingModel: modelOf(request),
    metadata: metadataOf(required(purchase, "purchase"), captureDelayHours),
    ...authenticating,
    mpiData: mpiData && some(mpiData),
    expiresAt: purchase?.expiresAt && toIso(purchase.expiresAt),
    captureDelayHours,
    additionalData: some({
      manualCapture,
      scaExemption: exemptionOf(authentication),
      authorisationType: context.options["authorisationType"],
    }),
  };
}

function orderFields(
  request: Paid | CreateClientSessionRequest,
  { credentials: { merchantAccount }, options: own }: Context<Credentials>,
) {
  const purchase = required(request.purchase, "purchase");
  return {
    merchantAccount,
    reference: request.reference,
    merchantOrderReference: "orderReference" in request ? request.orderReference : undefined,
    amount: toAmount(required(purchase.amount, "purchase.amount"), "purchase.amount"),
    returnUrl: purchase.returnUrl,
    ...purchaseFields(purchase, own),
    shopperInteraction: interactionOf(purchase, request.storedCredential, isStored(request)),
  };
}

const noCapture = { captureDelayHours: undefined, manualCapture: undefined };
/** What is paid at once has nothing to be told; of anything else the account's own setting is overruled. */
function captureOf({ captureMode, captureAfter }: Delayed, method?: Paid) {
  const name = methodName(method?.paymentMethod);
  const isHeld = !name || methods[name]?.capture.includes(CaptureMode.MANUAL);
  if (!isHeld) return noCapture;
  if (captureMode === CaptureMode.MANUAL) return { ...noCapture, manualCapture: "true" };
  return { ...noCapture, captureDelayHours: (captureAfter?.seconds ?? 0n) / 3600n };
}

const metadataOf = ({ metadata }: Purchase, captureDelayHours: bigint | undefined) =>
  some({
    ...metadata,
    ...(captureDelayHours === 0n && { [automaticCapture.name]: automaticCapture.value }),
  });

/** A method that Adyen keeps, named by the merchant or by Adyen's own front end. */
function isStored(request: Paid | CreateClientSessionRequest): boolean {
  const method = "paymentMethod" in request ? request.paymentMethod?.method : undefined;
  if (method?.case !== "processorToken") return method?.case === "stored";
  return said(decodeIf(described, method.value.token), "storedPaymentMethodId") !== undefined;
}

/** Adyen wants to know why a method is kept or used; the merchant's own charges have no schedule unless it is said. */
function modelOf(request: Paid | CreateClientSessionRequest): string | undefined {
  const { initiator, reason, store } = request.storedCredential ?? {};
  const setsUp = request.$typeName === "payments.v1.SetupMandateRequest";
  if (!setsUp && !isStored(request) && !store && !initiator && !reason) return undefined;
  const byMerchant = setsUp || initiator === Initiator.MERCHANT;
  const usual = byMerchant ? Reason.UNSCHEDULED : Reason.CARD_ON_FILE;
  return recurringModels.get(reason || usual);
}

/** The native flow runs on a page of the merchant's, which is where the shopper comes back to unless it is said. */
function originOf({ purchase, authentication }: Paid, { options: own }: Context<Credentials>) {
  const wanted = authentication?.authentication;
  const isNative = wanted?.case === "request" && wanted.value.nativeFlow;
  if (!isNative || purchase?.device?.environment.case !== "browser") return own["origin"];
  return own["origin"] ?? /^https?:\/\/[^/?#]+/.exec(purchase.returnUrl ?? "")?.[0];
}

export function detailsBody(request: ResumePaymentRequest, { state }: Context<Credentials>) {
  const { details, paymentData = state["paymentData"] } = returnedBy(request);
  return json({ details, paymentData });
}

export function tokenBody(request: TokenizePaymentMethodRequest, context: Context<Credentials>) {
  const { credentials: own, options: extras } = context;
  return {
    merchantAccount: own.merchantAccount,
    shopperReference: shopperOf(request.customer),
    shopperEmail: request.customer?.contact?.email,
    recurringProcessingModel: extras["recurringProcessingModel"] ?? "CardOnFile",
    ...write(methods, request, context),
  };
}
