/** Payer authentication in miniature: who is let through, who is asked, and the page of the issuer that asks. */
import {
  answerWith,
  at,
  type Handler,
  page,
  type SimulatedAnswer,
  type Simulator,
  textAt,
  type World,
} from "#simulate";

/** `paresStatus` of an authentication that is over. */
type Result = "Y" | "A" | "N" | "R" | "U";
interface Authentication {
  readonly id: string;
  readonly code: string;
  readonly returnUrl: string;
  readonly merchantData: string | undefined;
  /** Undefined while the customer is asked. */
  result: Result | undefined;
}
const authentications = (world: World) => world.table<Authentication>("authentications");

/**
 * By the last four digits of the documented test card (Visa, 3-D Secure 2.2.0), with which a token of the sandbox ends:
 * https://developer.cybersource.com/docs/cybs/en-us/payer-authentication/developer/all/rest/payer-auth/pa-testing-intro/pa-testing-3ds-2x-intro.html
 */
const results: ReadonlyMap<string, Result | "challenge"> = new Map([
  ["2701", "Y"],
  ["2719", "A"],
  ["2925", "N"],
  ["2313", "U"],
  ["2537", "R"],
  ["2503", "challenge"],
]);

const problem = "Encountered a Payer Authentication problem. Payer could not be authenticated.";
const enrolled =
  "The cardholder is enrolled in Payer Authentication. Please authenticate the cardholder before continuing with the transaction.";
const identifiers = {
  directoryServerTransactionId: "231b97bd-2a3d-4500-b666-fda90334e5db",
  threeDSServerTransactionId: "1d0c7257-9bd3-4fe9-b399-8c513c88d699",
  acsTransactionId: "83c7e636-3af2-4a96-9e59-7c6754127d24",
  specificationVersion: "2.2.0",
};
const cryptogram = "AAIBBYNoEwAAACcKhAJkdQAAAAA=";
const proofs: Readonly<Record<Result, Readonly<Record<string, string>>>> = {
  Y: { eciRaw: "05", eci: "05", cavv: cryptogram, xid: cryptogram },
  A: { eciRaw: "06", eci: "06", cavv: cryptogram, xid: cryptogram },
  N: { eciRaw: "07" },
  R: { eciRaw: "07" },
  U: { eciRaw: "07" },
};
const indicators: Readonly<Record<Result, string>> = {
  Y: "vbv",
  A: "vbv_attempted",
  N: "internet",
  R: "internet",
  U: "internet",
};

/** What the browser must say: https://developer.cybersource.com/docs/cybs/en-us/payer-authentication/developer/all/rest/payer-auth/pa2-ccdc-enroll-intro.html */
const wanted = [
  "clientReferenceInformation.code",
  "orderInformation.amountDetails.totalAmount",
  "orderInformation.amountDetails.currency",
  "tokenInformation.transientToken",
  "consumerAuthenticationInformation.deviceChannel",
  "consumerAuthenticationInformation.returnUrl",
  ...[
    "httpAcceptContent",
    "httpBrowserColorDepth",
    "httpBrowserJavaEnabled",
    "httpBrowserJavaScriptEnabled",
    "httpBrowserLanguage",
    "httpBrowserScreenHeight",
    "httpBrowserScreenWidth",
    "httpBrowserTimeDifference",
    "ipAddress",
    "userAgentBrowserValue",
  ].map((name) => `deviceInformation.${name}`),
];

/** Keeps a request that the search service tells of, and gives its id and time. */
export type Note = (
  world: World,
  made: { readonly code: string; readonly service: string; readonly status: string },
) => { readonly id: string; readonly at: string };
type Refuse = (reason: string, world: World) => SimulatedAnswer;

export function authenticationRoutes(note: Note, refuse: Refuse): Simulator["routes"] {
  const told = (
    world: World,
    { code, id, result }: Authentication,
    service: "ics_pa_enroll" | "ics_pa_validate",
    more: Readonly<Record<string, string>> = {},
  ): SimulatedAnswer => {
    const isOver = result !== undefined;
    const isFailed = result === "N" || result === "R";
    const status = !isOver
      ? "PENDING_AUTHENTICATION"
      : isFailed
        ? "AUTHENTICATION_FAILED"
        : "AUTHENTICATION_SUCCESSFUL";
    const made = note(world, { code, service, status });
    return answerWith(
      {
        id: made.id,
        submitTimeUtc: made.at,
        status,
        clientReferenceInformation: { code },
        consumerAuthenticationInformation: {
          authenticationTransactionId: id,
          veresEnrolled: "Y",
          paresStatus: result ?? "C",
          ...identifiers,
          ...(isOver && {
            ...proofs[result],
            [service === "ics_pa_enroll" ? "ecommerceIndicator" : "indicator"]: indicators[result],
          }),
          ...more,
        },
        ...(isFailed && {
          errorInformation: { reason: "CONSUMER_AUTHENTICATION_FAILED", message: problem },
        }),
        ...(!isOver && {
          errorInformation: { reason: "CONSUMER_AUTHENTICATION_REQUIRED", message: enrolled },
        }),
      },
      201,
    );
  };

  const setUp: Handler = ({ body }, world) => {
    const code = textAt(body, "clientReferenceInformation.code") ?? "";
    if (!textAt(body, "tokenInformation.transientToken")) return refuse("MISSING_FIELD", world);
    const made = note(world, { code, service: "ics_pa_setup", status: "COMPLETED" });
    return answerWith(
      {
        id: made.id,
        submitTimeUtc: made.at,
        status: "COMPLETED",
        clientReferenceInformation: { code },
        consumerAuthenticationInformation: {
          accessToken: `${world.nextId("eyJ", 40)}.${world.nextId("", 60)}.${world.nextId("", 40)}`,
          referenceId: world.nextId("", 36),
          deviceDataCollectionUrl: `${world.origin}/V1/Cruise/Collect`,
        },
      },
      201,
    );
  };

  const enroll: Handler = ({ body }, world) => {
    if (wanted.some((path) => at(body, path) === undefined)) return refuse("MISSING_FIELD", world);
    const token = textAt(body, "tokenInformation.transientToken") ?? "";
    const result = results.get(token.slice(-4)) ?? "Y";
    const authentication: Authentication = {
      id: world.nextId("", 20),
      code: textAt(body, "clientReferenceInformation.code") ?? "",
      returnUrl: textAt(body, "consumerAuthenticationInformation.returnUrl") ?? "",
      merchantData: undefined,
      result: result === "challenge" ? undefined : result,
    };
    authentications(world).set(authentication.id, authentication);
    return told(
      world,
      authentication,
      "ics_pa_enroll",
      result === "challenge"
        ? {
            acsUrl: `${world.origin}/MerchantACSWeb/creq.jsp`,
            stepUpUrl: `${world.origin}/V2/Cruise/StepUp`,
            // What stands in it is the authentication provider's own business.
            accessToken: `eyJhbGciOiJIUzI1NiJ9.${authentication.id}.c2lnbmVk`,
          }
        : {},
    );
  };

  const validate: Handler = ({ body }, world) => {
    const id = textAt(body, "consumerAuthenticationInformation.authenticationTransactionId");
    if (!id) return refuse("MISSING_FIELD", world);
    const authentication = authentications(world).get(id);
    return authentication
      ? told(world, authentication, "ics_pa_validate")
      : refuse("INVALID_DATA", world);
  };

  return {
    "POST /risk/v1/authentication-setups": setUp,
    "POST /risk/v1/authentications": enroll,
    "POST /risk/v1/authentication-results": validate,
    "POST /V2/Cruise/StepUp": ask,
    "POST /V2/Cruise/StepUp/:id": decide,
  };
}

/** The page is not signed for: the browser brings the access token. */
export const isPage = (path: string): boolean => path.startsWith("/V2/Cruise/StepUp");

const ask: Handler = ({ body }, world) => {
  const [, id = ""] = (textAt(body, "JWT") ?? "").split(".");
  const authentication = authentications(world).get(id);
  if (!authentication) return answerWith("No such authentication.", 404);
  const merchantData = textAt(body, "MD");
  authentications(world).set(id, { ...authentication, merchantData });
  return page({
    title: "Cybersource step-up",
    text: `The issuer asks for a password to confirm payment ${authentication.code}.`,
    action: `${world.origin}/V2/Cruise/StepUp/${id}`,
    outcomes: { Y: "Authenticate", N: "Fail the authentication", U: "Issuer unavailable" },
  });
};
const endings: ReadonlySet<string | undefined> = new Set(["Y", "N", "U"]);
const isResult = (word: string | undefined): word is Result => endings.has(word);

/** https://developer.cybersource.com/docs/cybs/en-us/payer-authentication/developer/all/rest/payer-auth/pa2-ccdc-stepup-frame-intro/pa2-ccdc-stepup-frame-receiving-stepup-results.html */
const decide: Handler = ({ params, body }, world) => {
  const authentication = authentications(world).get(params["id"] ?? "");
  if (!authentication) return answerWith("No such authentication.", 404);
  const outcome = textAt(body, "outcome");
  if (isResult(outcome)) authentication.result ??= outcome;
  const { id, returnUrl, merchantData = "null" } = authentication;
  return page({
    title: "Cybersource step-up",
    text: "The issuer has decided.",
    action: returnUrl,
    fields: { TransactionId: id, MD: merchantData },
    outcomes: { done: "Continue" },
  });
};
