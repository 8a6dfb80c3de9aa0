/** 3D Secure 2: whether a card authenticates, natively or on a page, and what its issuer's pages do. */
import { fromBase64, toBase64 } from "#kit";
import {
  answerWith,
  at,
  type Handler,
  page,
  parseBody,
  redirectTo,
  type SimulatedAnswer,
  textAt,
  type World,
} from "#simulate";
import { type Authentication, authenticationOf, type Card, notAuthenticated } from "./cards.ts";
import { decide, move, type Payment, refuse } from "./payments.ts";
import { nextBlob, withQuery } from "./wire.ts";

/** One authentication, found by any of the values that stand for it. */
interface Session {
  readonly payment: Payment;
  readonly paymentData: string;
  readonly authorisationToken: string;
  readonly threeDSServerTransID: string;
  readonly acsTransID: string;
  readonly notificationUrl: string;
  /** What is still to come. */
  steps: Authentication;
  /** Of the issuer; Y, N or U. */
  transStatus: string | undefined;
}
const sessions = (world: World) => world.table<Session>("authentications");
const version = "2.2.0";

/**
 * A card that is enrolled authenticates where the request lets it: a shopper's browser is known, nobody else did it, and
 * no exemption is asked for. https://docs.adyen.com/online-payments/3d-secure/
 */
export function mustAuthenticate(body: unknown, card: Card): boolean {
  const attempt = textAt(body, "authenticationData.attemptAuthentication");
  const interaction = textAt(body, "shopperInteraction") ?? "Ecommerce";
  const isOneClick =
    interaction === "ContAuth" && textAt(body, "recurringProcessingModel") === "CardOnFile";
  if (attempt === "never" || (interaction !== "Ecommerce" && !isOneClick)) return false;
  if (at(body, "mpiData") !== undefined || textAt(body, "paymentMethod.type") === "networkToken")
    return false;
  if (authenticationOf(card) === "none") return false;
  if (attempt === "always") return true;
  return (
    at(body, "browserInfo") !== undefined && at(body, "additionalData.scaExemption") === undefined
  );
}

export function beginAuthentication(
  world: World,
  payment: Payment,
  card: Card,
  body: unknown,
): SimulatedAnswer {
  const native =
    textAt(body, "authenticationData.threeDSRequestData.nativeThreeDS") === "preferred";
  const session: Session = {
    payment,
    paymentData: nextBlob(world),
    authorisationToken: nextBlob(world),
    threeDSServerTransID: transactionId(world),
    acsTransID: transactionId(world),
    notificationUrl:
      textAt(body, "threeDS2RequestData.notificationURL") ??
      `${world.origin}/checkoutshopper/3dnotif.shtml`,
    steps: authenticationOf(card),
    transStatus: undefined,
  };
  for (const name of [
    session.paymentData,
    session.authorisationToken,
    session.threeDSServerTransID,
  ])
    sessions(world).set(name, session);
  if (native) return answerWith(nextStep(world, session));
  return answerWith({
    pspReference: payment.pspReference,
    resultCode: "RedirectShopper",
    action: {
      type: "redirect",
      method: "GET",
      paymentMethodType: "scheme",
      url: `${world.origin}/checkoutshopper/threeDS/redirect/${session.threeDSServerTransID}`,
    },
  });
}

/** The fingerprint or the challenge that comes next, for the merchant's own page to do. */
function nextStep(world: World, session: Session) {
  const { paymentData, authorisationToken, threeDSServerTransID, acsTransID } = session;
  const fingerprint = session.steps !== "challenge";
  const token = fingerprint
    ? {
        threeDSMethodNotificationURL: session.notificationUrl,
        threeDSMethodURL: `${world.origin}/threeds2simulator/acs/startMethod.shtml`,
        threeDSServerTransID,
      }
    : {
        acsReferenceNumber: "ADYEN-ACS-SIMULATOR",
        acsTransID,
        acsURL: `${world.origin}/threeds2simulator/acs/challenge.shtml`,
        messageVersion: version,
        threeDSNotificationURL: session.notificationUrl,
        threeDSServerTransID,
      };
  return {
    resultCode: fingerprint ? "IdentifyShopper" : "ChallengeShopper",
    action: {
      type: "threeDS2",
      subtype: fingerprint ? "fingerprint" : "challenge",
      paymentMethodType: "scheme",
      paymentData,
      authorisationToken,
      token: toBase64(JSON.stringify(token)),
    },
  };
}

/**
 * Goes on with what the merchant's page brought: the fingerprint's or the challenge's result, or the Component's word on
 * both. Undefined where the details are not of an authentication. What the issuer's page decided prevails over the
 * merchant's word.
 */
export function continueAuthentication(
  world: World,
  body: unknown,
  finished: (payment: Payment) => SimulatedAnswer,
): SimulatedAnswer | undefined {
  const details = at(body, "details");
  const component = decoded(textAt(details, "threeDSResult"));
  const fingerprint = decoded(named(details, "threeds2.fingerprint"));
  const challenge = decoded(named(details, "threeds2.challengeResult"));
  const result = component ?? challenge ?? fingerprint;
  if (result === undefined) return undefined;
  const session = sessions(world).get(
    textAt(result, "authorisationToken") ?? textAt(body, "paymentData") ?? "",
  );
  if (!session) return undefined;
  const undecided = session.transStatus === undefined && session.payment.state === "awaiting";
  if (result === fingerprint && session.steps !== "fingerprint" && undecided) {
    session.steps = "challenge";
    return answerWith(nextStep(world, session));
  }
  const claimed = result === fingerprint ? "Y" : textAt(result, "transStatus");
  session.transStatus ??= claimed ?? "U";
  conclude(world, session);
  return finished(session.payment);
}

/** Authorises what was authenticated; a second word changes nothing. */
function conclude(world: World, { payment, transStatus, steps }: Session) {
  if (payment.state !== "awaiting") return;
  const challenged = steps === "challenge" || steps === "fingerprint and challenge";
  payment.additionalData = {
    ...payment.additionalData,
    ...authenticated(payment.variant, transStatus ?? "U", challenged ? "C" : (transStatus ?? "U")),
    "threeds2.cardEnrolled": "true",
  };
  if (transStatus !== "Y" && transStatus !== "A") return refuse(world, payment, notAuthenticated);
  if (payment.authenticationOnly) return void move(payment, "authenticated");
  decide(world, payment);
}

/** Electronic commerce indicators of an authenticated and of an attempted payment. */
const indicators: Readonly<Record<"mastercard" | "others", Readonly<Record<string, string>>>> = {
  mastercard: { Y: "02", A: "01" },
  others: { Y: "05", A: "06" },
};

/** https://docs.adyen.com/online-payments/3d-secure/api-reference/#response-additional-data */
export function authenticated(variant: string, transStatus: string, offered: string) {
  const success = transStatus === "Y";
  const mastercard = variant === "mc" || variant === "maestro";
  return {
    threeDOffered: "true",
    threeDOfferedResponse: offered,
    threeDAuthenticated: String(success),
    threeDAuthenticatedResponse: transStatus,
    threeDSVersion: version,
    liabilityShift: String(success || transStatus === "A"),
    eci: indicators[mastercard ? "mastercard" : "others"][transStatus] ?? "07",
    ...(success && {
      cavv: "AAABAWFlmQAAAABjRWWZEEFgFz8=",
      dsTransID: "a3b86754-444d-46ca-95a2-ada351d3f42c",
    }),
  };
}

/** The authentication that a redirect's result stands for. */
export function concludeRedirect(world: World, threeDSServerTransID: string): Payment | undefined {
  const session = sessions(world).get(threeDSServerTransID);
  if (session) conclude(world, session);
  return session?.payment;
}

const outcomes = { Y: "Authenticate", N: "Fail the authentication", U: "Issuer unavailable" };

export const authenticationPages = {
  "GET /checkoutshopper/threeDS/redirect/:id": ({ params }, world) => {
    const session = sessions(world).get(params["id"] ?? "");
    if (!session) return answerWith("No such authentication.", 404);
    return page({
      title: "3D Secure",
      text: `The issuer asks for a password to confirm payment ${session.payment.reference}.`,
      action: `${world.origin}/checkoutshopper/threeDS/redirect/${params["id"]}`,
      outcomes,
    });
  },

  "POST /checkoutshopper/threeDS/redirect/:id": ({ params, body }, world) => {
    const session = sessions(world).get(params["id"] ?? "");
    if (!session) return answerWith("No such authentication.", 404);
    session.transStatus ??= textAt(body, "outcome") ?? "U";
    const redirectResult = nextBlob(world);
    world.table<string>("redirect results").set(redirectResult, session.threeDSServerTransID);
    return redirectTo(withQuery(session.payment.returnUrl, { redirectResult }));
  },

  "POST /threeds2simulator/acs/startMethod.shtml": ({ body }, world) => {
    const session = sessions(world).get(
      textAt(decoded(textAt(body, "threeDSMethodData")), "threeDSServerTransID") ?? "",
    );
    if (!session) return answerWith("No such authentication.", 404);
    const { threeDSServerTransID, notificationUrl } = session;
    return page({
      title: "3D Secure method",
      text: "The issuer has seen the browser.",
      action: notificationUrl,
      fields: { threeDSMethodData: toBase64(JSON.stringify({ threeDSServerTransID })) },
      outcomes: { done: "Continue" },
    });
  },

  "POST /threeds2simulator/acs/challenge.shtml": ({ body }, world) => {
    const creq = textAt(body, "creq") ?? "";
    const session = sessions(world).get(textAt(decoded(creq), "threeDSServerTransID") ?? "");
    if (!session) return answerWith("No such authentication.", 404);
    const outcome = textAt(body, "outcome");
    const action = `${world.origin}/threeds2simulator/acs/challenge.shtml`;
    if (outcome === undefined)
      return page({
        title: "3D Secure challenge",
        text: `The issuer asks for a password to confirm payment ${session.payment.reference}.`,
        action,
        fields: { creq },
        outcomes,
      });
    session.transStatus ??= outcome;
    const { threeDSServerTransID, acsTransID, transStatus } = session;
    const cres = {
      acsTransID,
      messageType: "CRes",
      messageVersion: version,
      threeDSServerTransID,
      transStatus,
    };
    return page({
      title: "3D Secure challenge",
      text: "Back to the shop.",
      action: session.notificationUrl,
      fields: { cres: toBase64(JSON.stringify(cres)) },
      outcomes: { done: "Continue" },
    });
  },

  "POST /checkoutshopper/3dnotif.shtml": () =>
    answerWith("The issuer's answer has arrived; the shop's page goes on."),
} satisfies Record<string, Handler>;

/** A member whose own name has a dot in it. */
function named(value: unknown, name: string): string | undefined {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
  const member: unknown = Reflect.get(value, name);
  return typeof member === "string" ? member : undefined;
}
/** The JSON in a Base64 text; undefined where there is none. */
const decoded = (text: string | undefined): unknown =>
  text === undefined
    ? undefined
    : parseBody("application/json", String.fromCharCode(...fromBase64(text)));

function transactionId(world: World): string {
  const digits = world.nextId("", 32, "digits");
  return [8, 13, 18, 23].reduce((id, place) => `${id.slice(0, place)}-${id.slice(place)}`, digits);
}
