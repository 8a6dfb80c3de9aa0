/** /payments and /payments/details: a payment begins, and goes on after the shopper did something. */
import {
  answerWith,
  at,
  type Handler,
  type SimulatedAnswer,
  textAt,
  type World,
  wholeAt,
} from "#simulate";
import {
  authenticated,
  beginAuthentication,
  concludeRedirect,
  continueAuthentication,
  mustAuthenticate,
} from "./authentication.ts";
import {
  avsCheck,
  badCard,
  type Card,
  cardOf,
  cvcCheck,
  declined,
  expiryIsWrong,
  notAuthenticated,
  type Refusal,
  requestedRefusal,
  requestsPending,
  securityCode,
} from "./cards.ts";
import { isCard, type Method, methodNamed, suits } from "./methods.ts";
import { decide, findPayment, keepPayment, type Payment } from "./payments.ts";
import { beginMethod } from "./shopper.ts";
import { findToken, models, shopperIsMissing, type Token } from "./tokens.ts";
import {
  amountOf,
  badAmount,
  badBody,
  badStructure,
  membersOf,
  missing,
  nextReference,
  refuse,
  words,
} from "./wire.ts";

/** https://docs.adyen.com/api-explorer/Checkout/72/post/payments */
const paymentFields = words(
  "accountInfo additionalAmount additionalData amount applicationInfo authenticationData bankAccount billingAddress " +
    "browserInfo captureDelayHours channel checkoutAttemptId company countryCode dateOfBirth dccQuote deliverAt " +
    "deliveryAddress deliveryDate deviceFingerprint enableOneClick enablePayOut enableRecurring enhancedSchemeData " +
    "entityType fraudOffset fundOrigin fundRecipient industryUsage installments lineItems localizedShopperStatement " +
    "mandate mcc merchantAccount merchantOrderReference merchantRiskIndicator metadata mpiData order orderReference " +
    "origin paymentMethod paymentValidations platformChargebackLogic recurringExpiry recurringFrequency " +
    "recurringProcessingModel redirectFromIssuerMethod redirectToIssuerMethod reference returnUrl riskData " +
    "sessionValidity shopperConversionId shopperEmail shopperIP shopperInteraction shopperLocale shopperName " +
    "shopperReference shopperStatement shopperTaxInfo socialSecurityNumber splits store storePaymentMethod " +
    "subMerchants surcharge telephoneNumber threeDS2RequestData threeDSAuthenticationOnly trustedShopper",
);
const detailsFields = words("authenticationData details paymentData threeDSAuthenticationOnly");

export const checkoutRoutes = {
  "POST /v72/payments": (request, world) => {
    const { body } = request;
    const refusal =
      badBody(request, "PaymentRequest", paymentFields) ??
      badPayment(body) ??
      communicationError(body);
    if (refusal) return refusal;
    const type = textAt(body, "paymentMethod.type");
    const stored = storedId(body);
    if (stored !== undefined) return payByToken(world, body, stored);
    if (isCard(type)) return payByCard(world, body);
    const method = methodNamed(type);
    if (!method) return refuse("905", "Payment details are not supported", 500, "configuration");
    return payByMethod(world, body, method);
  },

  "POST /v72/payments/details": (request, world) => {
    const { body } = request;
    const strange = badDetails(body);
    if (strange) return strange;
    const answer = continueAuthentication(world, body, resultOf);
    if (answer) return answer;
    const redirected = textAt(body, "details.redirectResult") ?? textAt(body, "details.payload");
    const place = world.table<string>("redirect results").get(redirected ?? "");
    const byShopper = world.table<string>("payment data").get(textAt(body, "paymentData") ?? "");
    const payment =
      concludeRedirect(world, place ?? "") ??
      findPayment(world, place) ??
      approvedBySdk(world, body, byShopper);
    return payment ? resultOf(payment) : refuse("14_018", "Invalid payload provided");
  },
} satisfies Record<string, Handler>;

const storedId = (body: unknown): string | undefined =>
  textAt(body, "paymentMethod.storedPaymentMethodId") ??
  textAt(body, "paymentMethod.recurringDetailReference");

/** https://docs.adyen.com/development-resources/error-codes */
function badPayment(body: unknown): SimulatedAnswer | undefined {
  const refusal = badAmount(body);
  if (refusal) return refusal;
  const reference = textAt(body, "reference") ?? "";
  if (reference === "") return refuse("130", "Reference Missing");
  if (reference.length > 80) return refuse("198", "Reference may not exceed 80 characters");
  if (!textAt(body, "returnUrl")) return refuse("14_030", "Return URL is missing.");
  if (Object.keys(membersOf(at(body, "metadata"))).length > 20)
    return refuse("177", "Metadata size exceeds limit");
  if (
    typeof at(body, "paymentMethod") !== "object" ||
    !(textAt(body, "paymentMethod.type") ?? storedId(body))
  )
    return refuse("14_007", "Invalid payment method data");
  const recurring = stores(body) || storedId(body) !== undefined;
  if (recurring && shopperIsMissing(body))
    return refuse("000", "Recurring payments require a shopperReference");
  if (recurring && !models.includes(textAt(body, "recurringProcessingModel") ?? ""))
    return missing("recurringProcessingModel");
  return undefined;
}
const stores = (body: unknown) =>
  ["storePaymentMethod", "enableRecurring", "enableOneClick"].some(
    (name) => at(body, name) === true,
  );

/** `RequestedTestErrorResponseCode`, https://docs.adyen.com/api-explorer/Checkout/72/post/payments */
function communicationError(body: unknown): SimulatedAnswer | undefined {
  const asked = textAt(body, "additionalData.RequestedTestErrorResponseCode");
  const error = refuse("904", "Unable To Process", 500, "internal");
  if (asked === "IOEXCEPTION_RECEIVED") return error;
  return asked === "NO_CONNECTION_AVAILABLE"
    ? { ...error, headers: { "transient-error": "true" } }
    : undefined;
}

function badDetails(body: unknown): SimulatedAnswer | undefined {
  const strange = badStructure(body, "PaymentDetailsRequest", detailsFields);
  if (strange) return strange;
  return at(body, "details") === undefined ? missing("details") : undefined;
}

function payByCard(world: World, body: unknown): SimulatedAnswer {
  const refusal = badCard(at(body, "paymentMethod"));
  if (refusal) return refusal;
  const card = cardOf(at(body, "paymentMethod"));
  const payment = cardPayment(world, body, card);
  if (mustAuthenticate(body, card)) return beginAuthentication(world, payment, card, body);
  return decided(world, payment, body);
}

function cardPayment(world: World, body: unknown, card: Card): Payment {
  const cvc = cvcCheck(securityCode(at(body, "paymentMethod")));
  return newPayment(world, body, {
    method: textAt(body, "paymentMethod.type") ?? "scheme",
    variant: card.brand,
    card,
    separateCapture: true,
    verdict: verdictOn(body, card, cvc.declined),
    additionalData: {
      cvcResult: cvc.result,
      avsResult: avsCheck(body),
      ...externalAuthentication(body, card),
    },
  });
}

/** A card payment that a page of Adyen's own takes. */
export function startPayment(world: World, body: unknown): Payment {
  const payment = cardPayment(world, body, cardOf(at(body, "paymentMethod")));
  decide(world, payment);
  return payment;
}

function verdictOn(body: unknown, card: Card, cvcIsWrong: boolean): Payment["verdict"] {
  const asked = requestedRefusal(body);
  if (asked) return asked;
  if (textAt(body, "mpiData.authenticationResponse") === "N") return notAuthenticated;
  if (cvcIsWrong) return { ...declined, raw: "DECLINED CVC Incorrect" };
  if (textAt(body, "paymentMethod.type") !== "networkToken" && expiryIsWrong(card))
    return { ...declined, raw: "DECLINED Expiry Incorrect" };
  return requestsPending(body) ? "pending" : "approve";
}

/** https://docs.adyen.com/online-payments/3d-secure/other-3ds-flows/import-mpi-results */
function externalAuthentication(body: unknown, card: Card): Readonly<Record<string, string>> {
  if (at(body, "mpiData") === undefined) return {};
  const status =
    textAt(body, "mpiData.authenticationResponse") ??
    textAt(body, "mpiData.directoryResponse") ??
    "U";
  const echoed = {
    ...authenticated(card.brand, status, textAt(body, "mpiData.directoryResponse") ?? status),
    eci: textAt(body, "mpiData.eci"),
    cavv: textAt(body, "mpiData.cavv"),
    dsTransID: textAt(body, "mpiData.dsTransID"),
  };
  return present(echoed);
}

function payByToken(world: World, body: unknown, id: string): SimulatedAnswer {
  const merchantAccount = textAt(body, "merchantAccount") ?? "";
  const token = findToken(world, merchantAccount, textAt(body, "shopperReference"), id);
  if (!token) return refuse("803", "PaymentDetail not found");
  const cvc = securityCode(at(body, "paymentMethod"));
  const check = cvcCheck(cvc);
  const payment = newPayment(world, body, {
    method: token.type,
    variant: token.variant,
    card: token.card,
    separateCapture: methodNamed(token.type)?.capture !== "with authorisation",
    verdict: tokenVerdict(body, token, cvc !== undefined && check.declined),
    additionalData: token.card
      ? present({
          cvcResult: check.result,
          avsResult: avsCheck(body),
          networkTxReference: token.networkTxReference,
        })
      : {},
  });
  if (token.card && mustAuthenticate(body, token.card))
    return beginAuthentication(world, payment, token.card, body);
  return decided(world, payment, body);
}
const tokenVerdict = (body: unknown, { card }: Token, cvcIsWrong: boolean): Payment["verdict"] =>
  card ? verdictOn(body, card, cvcIsWrong) : (requestedRefusal(body) ?? "approve");

function payByMethod(world: World, body: unknown, method: Method): SimulatedAnswer {
  if (method.requires.some((name) => at(body, `paymentMethod.${name}`) === undefined))
    return refuse("14_007", "Invalid payment method data");
  if (!suits(method, amountOf(body).currency))
    return refuse("905", "Payment details are not supported", 500, "configuration");
  const payment = newPayment(world, body, {
    method: method.type,
    variant: method.type,
    card: undefined,
    separateCapture: method.capture === "separate",
    verdict: requestedRefusal(body) ?? "approve",
    additionalData: {},
  });
  if (method.flow === "authorised") return decided(world, payment, body);
  return answerWith(beginMethod(world, payment, method));
}

type Facts = Pick<
  Payment,
  "method" | "variant" | "card" | "separateCapture" | "verdict" | "additionalData"
>;

function newPayment(world: World, body: unknown, facts: Facts): Payment {
  const delay = Number(wholeAt(body, "captureDelayHours") ?? 0n);
  const manual = textAt(body, "additionalData.manualCapture") === "true";
  const pspReference = nextReference(world);
  const payment: Payment = {
    ...facts,
    pspReference,
    reference: textAt(body, "reference") ?? "",
    merchantAccount: textAt(body, "merchantAccount") ?? "",
    amount: amountOf(body),
    holderName:
      textAt(body, "paymentMethod.holderName") ?? textAt(body, "paymentMethod.ownerName") ?? "",
    returnUrl: textAt(body, "returnUrl") ?? "",
    createdAt: world.now(),
    shopperReference: textAt(body, "shopperReference"),
    metadata: Object.fromEntries(
      Object.entries(membersOf(at(body, "metadata"))).map(([name, value]) => [
        `metadata.${name}`,
        String(value),
      ]),
    ),
    capture: manual ? "manual" : { afterHours: delay },
    preAuthorisation: textAt(body, "additionalData.authorisationType") === "PreAuth",
    partialAllowed: textAt(body, "additionalData.allowPartialAuth") === "true",
    authenticationOnly:
      at(body, "authenticationData.authenticationOnly") === true ||
      at(body, "threeDSAuthenticationOnly") === true,
    stores: stores(body),
    iban: textAt(body, "paymentMethod.iban"),
    state: "awaiting",
    authorised: 0n,
    partial: undefined,
    captured: 0n,
    refunded: 0n,
    refusal: undefined,
    additionalData: present({
      ...cardData(world, facts.card),
      ...facts.additionalData,
      paymentMethod: facts.variant,
      paymentMethodVariant: facts.variant,
      merchantReference: textAt(body, "reference"),
      recurringProcessingModel: textAt(body, "recurringProcessingModel"),
      scaExemptionRequested: textAt(body, "additionalData.scaExemption"),
      ...(facts.method === "sepadirectdebit" && {
        "sepadirectdebit.mandateId": pspReference,
        "sepadirectdebit.dateOfSignature": world.now().toISOString().slice(0, 10),
        "sepadirectdebit.sequenceType": stores(body) ? "First" : "OneOff",
      }),
    }),
  };
  keepPayment(world, payment);
  return payment;
}

/** https://docs.adyen.com/api-explorer/Checkout/72/post/payments, additionalData of the answer */
function cardData(
  world: World,
  card: Card | undefined,
): Readonly<Record<string, string | undefined>> {
  if (!card) return {};
  return {
    authCode: world.nextId("", 6, "digits"),
    networkTxReference: world.nextId("", 15, "digits"),
    refusalReasonRaw: "AUTHORISED",
    acquirerCode: "TestPmmAcquirer",
    cardBin: card.bin,
    issuerBin: card.number.slice(0, 8),
    cardSummary: card.lastFour,
    cardPaymentMethod: card.brand,
    cardIssuingCountry: "NL",
    cardHolderName: card.holderName,
    expiryDate: `${card.expiryMonth}/${card.expiryYear}`,
    fundingSource: "CREDIT",
    fraudResultType: "GREEN",
    fraudManualReview: "false",
  };
}

const present = (fields: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );

function decided(world: World, payment: Payment, body: unknown): SimulatedAnswer {
  if (payment.authenticationOnly && at(body, "mpiData") === undefined)
    return answerWith({
      pspReference: payment.pspReference,
      resultCode: "AuthenticationNotRequired",
      merchantReference: payment.reference,
    });
  decide(world, payment);
  return resultOf(payment);
}

/** What /payments and /payments/details tell of a payment whose shopper has nothing more to do. */
export function resultOf(payment: Payment): SimulatedAnswer {
  const { pspReference, reference, amount, additionalData, refusal, state, method, card } = payment;
  const { partial } = payment;
  const resultCode = refusal?.resultCode ?? (partial ? "PartiallyAuthorised" : resultCodes[state]);
  return answerWith({
    pspReference,
    resultCode,
    merchantReference: reference,
    additionalData: partial ? { ...additionalData, ...partOf(payment, partial) } : additionalData,
    ...(refusal
      ? refusalFields(refusal)
      : { amount: { ...amount, value: partial ?? amount.value } }),
    ...(resultCode === "Authorised" && {
      paymentMethod: { type: card ? "scheme" : method, ...(card && { brand: card.brand }) },
    }),
    ...(state === "authenticated" && { threeDS2Result: authenticationResult(payment) }),
  });
}
const resultCodes: Readonly<Record<Payment["state"], string>> = {
  awaiting: "Pending",
  received: "Received",
  authenticated: "AuthenticationFinished",
  authorised: "Authorised",
  captured: "Authorised",
  refused: "Refused",
  cancelled: "Cancelled",
  expired: "Cancelled",
};
const refusalFields = ({ code, reason }: Refusal) => ({
  refusalReason: reason,
  refusalReasonCode: code,
});
const partOf = ({ amount }: Payment, value: bigint) => ({
  authorisedAmountValue: String(value),
  authorisedAmountCurrency: amount.currency,
});
const authenticationResult = ({ additionalData }: Payment) => ({
  authenticationValue: additionalData["cavv"],
  dsTransID: additionalData["dsTransID"],
  eci: additionalData["eci"],
  messageVersion: additionalData["threeDSVersion"],
  transStatus: additionalData["threeDAuthenticatedResponse"],
});

/** PayPal's and Cash App's scripts bring what their shopper agreed to. */
function approvedBySdk(
  world: World,
  body: unknown,
  pspReference: string | undefined,
): Payment | undefined {
  const payment = findPayment(world, pspReference);
  const agreed = textAt(body, "details.payerID") ?? textAt(body, "details.orderID");
  if (!payment || agreed === undefined) return undefined;
  if (payment.state === "awaiting") decide(world, payment);
  return payment;
}
