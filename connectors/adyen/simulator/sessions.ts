/** Adyen's own pages: sessions, payment links, and the methods that a shopper may choose from. */
import {
  answerWith,
  at,
  type Handler,
  page,
  redirectTo,
  type SimulatedAnswer,
  textAt,
  type World,
} from "#simulate";
import { startPayment } from "./checkout.ts";
import { methods, suits } from "./methods.ts";
import { findPayment } from "./payments.ts";
import { resource, tokensOf } from "./tokens.ts";
import {
  type Amount,
  after,
  amountOf,
  badAmount,
  badBody,
  isoTime,
  membersOf,
  missing,
  nextBlob,
  refuse,
  withQuery,
  words,
} from "./wire.ts";

interface Session {
  readonly id: string;
  readonly kind: "session" | "link";
  readonly request: Readonly<Record<string, unknown>>;
  readonly amount: Amount;
  readonly reference: string;
  readonly returnUrl: string;
  readonly expiresAt: Date;
  /** What the front end brings back, to ask for the result. */
  readonly result: string;
  status: "active" | "completed" | "refused" | "expired";
  payment: string | undefined;
}
const sessions = (world: World) => world.table<Session>("sessions");

/** https://docs.adyen.com/api-explorer/Checkout/72/post/sessions and …/post/paymentLinks */
const shared =
  "allowedPaymentMethods amount applicationInfo billingAddress blockedPaymentMethods captureDelayHours countryCode " +
  "dateOfBirth deliverAt deliveryAddress expiresAt fundOrigin fundRecipient installmentOptions lineItems mcc " +
  "merchantAccount merchantOrderReference metadata platformChargebackLogic recurringProcessingModel reference returnUrl " +
  "riskData shopperEmail shopperLocale shopperName shopperReference shopperStatement showRemovePaymentMethodButton " +
  "socialSecurityNumber splitCardFundingSources splits store storePaymentMethodMode telephoneNumber themeId threeDS2RequestData";
const sessionFields = words(
  `${shared} accountInfo additionalAmount additionalData authenticationData channel company enableOneClick ` +
    "enablePayOut enableRecurring mandate mode mpiData recurringExpiry recurringFrequency redirectFromIssuerMethod " +
    "redirectToIssuerMethod shopperIP shopperInteraction showInstallmentAmount storeFiltrationMode storePaymentMethod " +
    "threeDSAuthenticationOnly trustedShopper",
);
const linkFields = words(`${shared} description manualCapture requiredShopperFields reusable`);
const listFields = words(
  "additionalData allowedPaymentMethods amount blockedPaymentMethods browserInfo channel countryCode merchantAccount " +
    "order shopperConversionId shopperEmail shopperIP shopperLocale shopperReference splitCardFundingSources store " +
    "storeFiltrationMode telephoneNumber",
);

export const sessionRoutes = {
  "POST /v72/sessions": (request, world) => {
    const { body } = request;
    const refusal =
      badBody(request, "CreateCheckoutSessionRequest", sessionFields) ??
      badAmount(body) ??
      badOrder(body);
    if (refusal) return refusal;
    if (!textAt(body, "returnUrl")) return refuse("14_030", "Return URL is missing.");
    const session = newSession(world, body, "session", `CS${world.nextId("", 16).toUpperCase()}`);
    const hosted = textAt(body, "mode") === "hosted";
    const more = hosted ? { url: urlOf(world, session) } : { sessionData: nextBlob(world) };
    const expiresAt = isoTime(session.expiresAt);
    return answerWith(
      { mode: "embedded", ...session.request, id: session.id, expiresAt, ...more },
      201,
    );
  },

  "GET /v72/sessions/:id": ({ params, query }, world) => {
    const session = sessions(world).get(params["id"] ?? "");
    if (!session || query["sessionResult"] !== session.result)
      return refuse("14_018", "Invalid payload provided");
    const payment = findPayment(world, session.payment);
    const { pspReference, method, amount, additionalData } = payment ?? {};
    const resultCode = "Authorised";
    const payments = [{ pspReference, resultCode, amount, paymentMethod: { type: method } }];
    const { id, reference, status } = session;
    const paid = status === "completed" && { payments, additionalData };
    return answerWith({ id, reference, status, ...paid });
  },

  "POST /v72/paymentLinks": (request, world) => {
    const { body } = request;
    const refusal =
      badBody(request, "PaymentLinkRequest", linkFields) ?? badAmount(body) ?? badOrder(body);
    if (refusal) return refusal;
    const link = newSession(world, body, "link", `PL${world.nextId("", 16).toUpperCase()}`);
    return answerWith(linkResource(world, link), 201);
  },

  "GET /v72/paymentLinks/:id": ({ params }, world) => {
    const link = findLink(world, params["id"]);
    return link
      ? answerWith(linkResource(world, link))
      : refuse("14_018", "Invalid payload provided");
  },

  "PATCH /v72/paymentLinks/:id": ({ params, body }, world) => {
    const link = findLink(world, params["id"]);
    if (!link || textAt(body, "status") !== "expired")
      return refuse("14_018", "Invalid payload provided");
    if (link.status === "active") link.status = "expired";
    return answerWith(linkResource(world, link));
  },

  "POST /v72/paymentMethods": (request, world) => {
    const { body } = request;
    const refusal = badBody(request, "PaymentMethodsRequest", listFields);
    if (refusal) return refusal;
    const shopper = textAt(body, "shopperReference");
    const stored =
      shopper === undefined ? [] : tokensOf(world, textAt(body, "merchantAccount") ?? "", shopper);
    const cards = { type: "scheme", name: "Cards", brands: ["visa", "mc", "amex", "maestro"] };
    const others = methods.filter((method) => suits(method, textAt(body, "amount.currency")));
    return answerWith({
      paymentMethods: allowed(body, [cards, ...others.map(({ type, name }) => ({ type, name }))]),
      storedPaymentMethods: stored.map((token) => {
        const { shopperReference: _, ...listed } = resource(token);
        return listed;
      }),
    });
  },
} satisfies Record<string, Handler>;

function allowed<Listed extends { readonly type: string }>(
  body: unknown,
  listed: readonly Listed[],
) {
  const names = (path: string) => {
    const value = at(body, path);
    return Array.isArray(value) ? value.map(String) : [];
  };
  const [wanted, blocked] = [names("allowedPaymentMethods"), names("blockedPaymentMethods")];
  return listed.filter(
    ({ type }) => (wanted.length === 0 || wanted.includes(type)) && !blocked.includes(type),
  );
}

function badOrder(body: unknown): SimulatedAnswer | undefined {
  const expiresAt = textAt(body, "expiresAt");
  if (!textAt(body, "reference")) return refuse("130", "Reference Missing");
  return expiresAt !== undefined && Number.isNaN(Date.parse(expiresAt))
    ? missing("expiresAt")
    : undefined;
}

function newSession(world: World, body: unknown, kind: Session["kind"], id: string): Session {
  const asked = textAt(body, "expiresAt");
  const usual = after(world, kind === "link" ? 86_400 : 3600);
  const session: Session = {
    id,
    kind,
    request: membersOf(body),
    amount: amountOf(body),
    reference: textAt(body, "reference") ?? "",
    returnUrl: textAt(body, "returnUrl") ?? "",
    expiresAt: asked === undefined ? usual : new Date(asked),
    result: nextBlob(world),
    status: "active",
    payment: undefined,
  };
  sessions(world).set(id, session);
  return session;
}

const urlOf = (world: World, { id }: Session) => `${world.origin}/checkout/${id}`;
const isOpen = (world: World, { status, expiresAt }: Session) =>
  status === "active" && world.now() <= expiresAt;
function findLink(world: World, id: string | undefined) {
  const link = sessions(world).get(id ?? "");
  return link?.kind === "link" ? link : undefined;
}
function linkResource(world: World, link: Session) {
  const { id, request, status, expiresAt } = link;
  const named = {
    active: isOpen(world, link) ? "active" : "expired",
    completed: "completed",
    refused: "active",
    expired: "expired",
  };
  return {
    reusable: false,
    ...request,
    id,
    expiresAt: isoTime(expiresAt),
    status: named[status],
    url: urlOf(world, link),
  };
}

/** The hosted page: a card, or a card that is refused. */
export const sessionPages = {
  "GET /checkout/:id": ({ params }, world) => {
    const session = sessions(world).get(params["id"] ?? "");
    if (!session || !isOpen(world, session)) return answerWith("This page has expired.", 410);
    return page({
      title: "Checkout",
      text: `Pay ${session.amount.value} ${session.amount.currency} for ${session.reference}?`,
      action: urlOf(world, session),
      outcomes: { pay: "Pay with Visa 1111", refuse: "Pay with a card that is refused" },
    });
  },

  "POST /checkout/:id": ({ params, body }, world) => {
    const session = sessions(world).get(params["id"] ?? "");
    if (!session || !isOpen(world, session)) return answerWith("This page has expired.", 410);
    const holderName = textAt(body, "outcome") === "pay" ? "A. Shopper" : "DECLINED";
    const payment = startPayment(world, {
      ...session.request,
      ...(at(session.request, "manualCapture") === true && {
        additionalData: { manualCapture: "true" },
      }),
      paymentMethod: {
        type: "scheme",
        number: "4111111111111111",
        expiryMonth: "03",
        expiryYear: "2030",
        cvc: "737",
        holderName,
      },
    });
    session.payment = payment.pspReference;
    session.status = payment.refusal ? "refused" : "completed";
    const { id: sessionId, result: sessionResult, returnUrl } = session;
    if (returnUrl === "") return answerWith("Thank you. You may close this page.");
    return redirectTo(
      withQuery(returnUrl, session.kind === "session" ? { sessionId, sessionResult } : {}),
    );
  },
} satisfies Record<string, Handler>;
