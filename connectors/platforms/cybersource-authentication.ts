/**
 * Payer authentication (3-D Secure) of a transient token: set up, checked for enrollment, validated after a challenge.
 * Nothing is authorized before it is done: what it came to goes with the one request that asks for the money.
 * https://developer.cybersource.com/docs/cybs/en-us/payer-authentication/developer/all/rest/payer-auth/pa2-use-cases-intro/pa2-use-tokens-flex.html
 */
import {
  type AuthorizePaymentRequest,
  Channel,
  AuthenticationRequest_Preference as Preference,
  type ResumePaymentRequest,
  StoredCredential_Initiator,
} from "#contract";
import {
  type Amount,
  answer,
  authorized,
  type Context,
  call,
  decode,
  decodeIf,
  faults,
  InvalidRequest,
  json,
  type PaymentOutcome,
  Refused,
  required,
  type Script,
  type State,
  type Step,
  toJson,
  type Violation,
  v,
} from "#kit";
import type { Credentials } from "./cybersource-account.ts";
import * as told from "./cybersource-authenticated.ts";
import { billTo, type Fields } from "./cybersource-methods.ts";
import {
  amountDetails,
  findBy,
  type Paying,
  PaymentFields,
  pay,
  paying,
  search,
} from "./cybersource-payments.ts";
import { claimsOf } from "./cybersource-session.ts";

/** What Cybersource shall authenticate; undefined where nobody asked it to. */
function requestIn({ authentication }: Pick<AuthorizePaymentRequest, "authentication">) {
  const asked = authentication?.authentication;
  if (asked?.case !== "request" || asked.value.preference === Preference.NONE) return undefined;
  return asked.value;
}

/** https://developer.cybersource.com/docs/cybs/en-us/digital-accept-flex/developer/all/rest/digital-accept-flex/microform-integ-v2/micro-getting-started-pay-card/micro-getting-started-pay-card-trans-tkn.html */
const TransientToken = v.object({
  jti: v.string(),
  content: v.optional(
    v.object({
      paymentInformation: v.optional(
        v.object({
          card: v.optional(
            v.object({
              number: v.optional(v.object({ detectedCardTypes: v.optional(v.array(v.string())) })),
            }),
          ),
        }),
      ),
    }),
  ),
});
interface Token {
  readonly id: string;
  /** Where it is but one: some cards must be named by their type. */
  readonly cardType: string | undefined;
}
function tokenIn({ paymentMethod }: AuthorizePaymentRequest): Token | undefined {
  const method = paymentMethod?.method;
  if (method?.case !== "processorToken") return undefined;
  const read = decodeIf(TransientToken, claimsOf(method.value.token));
  if (!read) return undefined;
  const types = read.content?.paymentInformation?.card?.number?.detectedCardTypes ?? [];
  return { id: read.jti, cardType: types.length === 1 ? types[0] : undefined };
}
const paymentInformation = ({ cardType }: Pick<Token, "cardType">) =>
  cardType ? { card: { type: cardType } } : undefined;

/** The browser's fields must all be there: https://developer.cybersource.com/docs/cybs/en-us/payer-authentication/developer/all/rest/payer-auth/pa2-ccdc-enroll-intro.html */
export function checkAuthentication(asked: AuthorizePaymentRequest): readonly Violation[] {
  if (!requestIn(asked)) return [];
  const { purchase, paymentMethod, storedCredential } = asked;
  if (paymentMethod?.method.case !== "processorToken")
    return faults([
      true,
      "authentication.request",
      "goes with paymentMethod.processorToken only: what is charged after a challenge must be no card",
    ]);
  const { device } = purchase ?? {};
  const browser = device?.environment.case === "browser" ? device.environment.value : undefined;
  const { MAIL_ORDER, TELEPHONE_ORDER } = Channel;
  const isRequired = "is required for authentication";
  return faults(
    [!tokenIn(asked), "paymentMethod.processorToken.token", "must be a transient token: a JWT"],
    [
      storedCredential?.initiator === StoredCredential_Initiator.MERCHANT,
      "storedCredential.initiator",
      "must be the customer: nobody else can be authenticated",
    ],
    [
      purchase?.channel === MAIL_ORDER || purchase?.channel === TELEPHONE_ORDER,
      "purchase.channel",
      "must be online for authentication",
    ],
    [!purchase?.returnUrl, "purchase.returnUrl", isRequired],
    [!device?.ipAddress, "purchase.device.ipAddress", isRequired],
    ...(
      [
        "userAgent",
        "acceptHeader",
        "language",
        "colorDepth",
        "screenHeight",
        "screenWidth",
        "timeZoneOffset",
        "javaEnabled",
        "javascriptEnabled",
      ] as const
    ).map(
      (name) =>
        [browser?.[name] === undefined, `purchase.device.browser.${name}`, isRequired] as const,
    ),
  );
}

interface Beginning {
  readonly reference: string;
  readonly token: Token;
}
/** The device data that the setup prepares for need not be collected where the browser's fields are sent: see `enroll`. */
const setUp: Step<Beginning, string | undefined, Credentials> = {
  name: "setUp",
  example: "1",
  method: "POST",
  path: "/risk/v1/authentication-setups",
  harmless: true,
  body: ({ reference, token }) =>
    json({
      clientReferenceInformation: { code: reference },
      paymentInformation: paymentInformation(token),
      tokenInformation: { transientToken: token.id },
    }),
  read: answer(told.Setup, (setup) => {
    if (setup.status === "FAILED") throw new Refused(told.setupFailure(setup));
    return setup.consumerAuthenticationInformation?.referenceId;
  }),
};

interface Enrolling extends Beginning {
  readonly asked: AuthorizePaymentRequest;
  readonly referenceId: string | undefined;
}
const enroll: Step<Enrolling, told.Authenticated, Credentials> = {
  name: "enroll",
  example: told.example,
  method: "POST",
  path: "/risk/v1/authentications",
  harmless: true,
  body: ({ reference, token, asked, referenceId }) =>
    json({
      clientReferenceInformation: { code: reference },
      orderInformation: {
        amountDetails: amountDetails(asked.purchase?.amount, "purchase.amount"),
        billTo: payerOf(asked),
      },
      paymentInformation: paymentInformation(token),
      tokenInformation: { transientToken: token.id },
      ...(asked.purchase?.customer?.reference && {
        buyerInformation: { merchantCustomerId: asked.purchase.customer.reference },
      }),
      deviceInformation: deviceOf(asked),
      consumerAuthenticationInformation: {
        deviceChannel: "Browser",
        referenceId,
        returnUrl: asked.purchase?.returnUrl,
        challengeCode: challengeCodes.get(requestIn(asked)?.preference),
        acsWindowSize: windowSize(requestIn(asked)?.windowSize),
      },
    }),
  read: answer(told.Authenticated, (authenticated) => authenticated),
};
/** https://app.unpkg.com/cybersource-rest-client@0.0.83/files/docs/Riskv1decisionsConsumerAuthenticationInformation.md */
const challengeCodes: ReadonlyMap<Preference | undefined, string> = new Map([
  [Preference.IF_REQUIRED, "01"],
  [Preference.FRICTIONLESS, "02"],
  [Preference.CHALLENGE, "03"],
]);
/** Both count them as EMV 3-D Secure does. */
const windowSize = (size: number | undefined): string | undefined =>
  size ? `0${size}` : undefined;
/** Without the company, which has no place here: Riskv1authenticationsOrderInformationBillTo.md of the SDK. */
function payerOf({ purchase }: AuthorizePaymentRequest): Fields | undefined {
  const payer = billTo(purchase?.customer);
  return payer && { ...payer, company: undefined };
}
function deviceOf({ purchase }: AuthorizePaymentRequest): Fields {
  const { device } = purchase ?? {};
  const browser = device?.environment.case === "browser" ? device.environment.value : undefined;
  return {
    ipAddress: device?.ipAddress,
    httpAcceptContent: browser?.acceptHeader,
    httpBrowserLanguage: browser?.language,
    httpBrowserJavaEnabled: browser?.javaEnabled,
    httpBrowserJavaScriptEnabled: browser?.javascriptEnabled,
    httpBrowserColorDepth: textOf(browser?.colorDepth),
    httpBrowserScreenHeight: textOf(browser?.screenHeight),
    httpBrowserScreenWidth: textOf(browser?.screenWidth),
    httpBrowserTimeDifference: textOf(browser?.timeZoneOffset),
    userAgentBrowserValue: browser?.userAgent,
  };
}
const textOf = (value: number | undefined) => (value === undefined ? undefined : String(value));

interface Validating {
  readonly reference: string;
  readonly authentication: string;
  readonly cardType: string | undefined;
}
const validate: Step<Validating, told.Authenticated, Credentials> = {
  name: "validate",
  example: told.example,
  method: "POST",
  path: "/risk/v1/authentication-results",
  harmless: true,
  body: ({ reference, authentication, cardType }) =>
    json({
      clientReferenceInformation: { code: reference },
      paymentInformation: paymentInformation({ cardType }),
      consumerAuthenticationInformation: { authenticationTransactionId: authentication },
    }),
  read: answer(told.Authenticated, (authenticated) => authenticated),
};

/** A payment, authenticated before where that is asked for. */
export function* authorize(
  asked: AuthorizePaymentRequest,
  context: Context<Credentials>,
): Script<PaymentOutcome, Credentials> {
  const wanted = paying(asked, context);
  const token = requestIn(asked) && tokenIn(asked);
  if (!token) return yield* call(pay, wanted);
  const { reference } = asked;
  // Who set it up before, and had the device looked at, names that: `referenceId` is of the data that was collected.
  const known = asked.purchase?.device?.fingerprint;
  const referenceId = known ?? (yield* call(setUp, { reference, token }));
  const enrolled = yield* call(enroll, { reference, token, asked, referenceId });
  if (told.isChallenge(enrolled)) {
    const begun = stateOf(wanted, { reference, cardType: token.cardType }, enrolled);
    return challenged(begun, enrolled);
  }
  return yield* concluded(wanted, { reference, found: enrolled });
}

interface Concluding {
  readonly reference: string;
  readonly found: told.Authenticated;
  /** Where the customer was challenged: what the enrollment check had found before. */
  readonly challengeOf?: Begun;
}
/** Goes on where authentication lets it, and says in the request what it came to: that is what shifts liability. */
function* concluded(
  wanted: Paying,
  { reference, found, challengeOf }: Concluding,
): Script<PaymentOutcome, Credentials> {
  const authentication = told.toAuthentication(found, challengeOf !== undefined);
  if (!told.isSuccessful(found)) {
    const payment = {
      ...told.notAuthenticated(found),
      paymentRef: { reference },
      amounts: { requested: wanted.amount },
      authentication,
    };
    return { operation: authorized(payment), payment };
  }
  const fields = told.proven(wanted.fields, found, challengeOf?.veresEnrolled || undefined);
  const { operation, payment } = yield* call(pay, { ...wanted, fields });
  return { operation, ...(payment && { payment: { ...payment, authentication } }) };
}

const Begun = v.object({
  reference: v.string(),
  authentication: v.string(),
  stepUpUrl: v.string(),
  accessToken: v.string(),
  /** Empty where Cybersource told none; so is the next. */
  veresEnrolled: v.string(),
  cardType: v.string(),
  currency: v.string(),
  minorUnits: v.string(),
  isSale: v.string(),
  fields: v.string(),
});
type Begun = v.InferOutput<typeof Begun>;
/** The token is no card: https://developer.cybersource.com/docs/cybs/en-us/digital-accept-flex/developer/all/rest/digital-accept-flex/flex-api-2.html */
function stateOf(
  { fields, amount, isSale }: Paying,
  { reference, cardType }: Pick<Validating, "reference" | "cardType">,
  enrolled: told.Authenticated,
): Begun {
  const { authenticationTransactionId, stepUpUrl, accessToken, veresEnrolled } =
    enrolled.consumerAuthenticationInformation ?? {};
  const { currency, minorUnits } = required(amount, "purchase.amount");
  return {
    reference,
    authentication: authenticationTransactionId ?? "",
    stepUpUrl: stepUpUrl ?? "",
    accessToken: accessToken ?? "",
    veresEnrolled: veresEnrolled ?? "",
    cardType: cardType ?? "",
    currency,
    minorUnits: String(minorUnits),
    isSale: String(isSale),
    fields: toJson(fields),
  };
}
const amountIn = ({ minorUnits, currency }: Begun): Amount => ({
  minorUnits: BigInt(minorUnits),
  currency,
});

/**
 * The browser posts the access token to the step-up page, which posts `TransactionId` and `MD` to the return URL.
 * https://developer.cybersource.com/docs/cybs/en-us/payer-authentication/developer/all/rest/payer-auth/pa2-ccdc-stepup-frame-intro.html
 */
function challenged(begun: Begun, found?: told.Authenticated): PaymentOutcome {
  const { reference, stepUpUrl: url, accessToken } = begun;
  const payment = {
    ...told.challenge(found),
    paymentRef: { reference },
    amounts: { requested: amountIn(begun) },
  };
  const fields = { JWT: accessToken, MD: reference };
  return {
    operation: authorized(payment),
    payment,
    nextAction: { action: { case: "redirect", value: { url, httpMethod: "POST", fields } } },
    state: begun,
  };
}

/** What was paid already is told as it is: nothing is asked for a second time. */
export function* resume(
  { returned }: ResumePaymentRequest,
  { state }: Context<Credentials>,
): Script<PaymentOutcome, Credentials> {
  const begun = beginningIn(state);
  const { reference, authentication } = begun;
  const named = transactionIn(returned);
  if (named !== undefined && named !== authentication)
    throw new InvalidRequest({ field: "form", problem: "is of another authentication" });
  const seen = yield* findBy(reference, { ...search, looksBack: true });
  if (seen) return { operation: authorized(seen.payment), payment: seen.payment };
  // Who did not come back may still be at it.
  if (returned.case === undefined) return challenged(begun);
  const found = yield* call(validate, {
    reference,
    authentication,
    cardType: begun.cardType || undefined,
  });
  if (told.isPending(found)) return challenged(begun, found);
  const wanted: Paying = {
    fields: decode(PaymentFields, begun.fields),
    amount: amountIn(begun),
    isSale: begun.isSale === "true",
  };
  return yield* concluded(wanted, { reference, found, challengeOf: begun });
}
function beginningIn(state: State): Begun {
  const begun = v.safeParse(Begun, state);
  if (begun.success) return begun.output;
  throw new InvalidRequest({ field: "state", problem: "is required: Cybersource keeps none" });
}
/** https://developer.cybersource.com/docs/cybs/en-us/payer-authentication/developer/all/rest/payer-auth/pa2-ccdc-stepup-frame-intro/pa2-ccdc-stepup-frame-receiving-stepup-results.html */
function transactionIn(returned: ResumePaymentRequest["returned"]): string | undefined {
  if (returned.case === "form") return returned.value.fields["TransactionId"];
  return undefined;
}
