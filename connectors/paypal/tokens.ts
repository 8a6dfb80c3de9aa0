/** Methods that PayPal keeps: setup tokens that the customer agrees to, and payment tokens that are charged. */
import {
  FailureCode,
  type GetMandateRequest,
  MandateStatus,
  type SetupMandateRequest,
  type TokenizePaymentMethodRequest,
} from "#contract";
import {
  answer,
  type Context,
  call,
  done,
  type Flows,
  failed,
  failure,
  json,
  type MandateOutcome,
  type MandateResult,
  mandated,
  noContent,
  optionsOf,
  path,
  required,
  type Script,
  type Step,
  type VaultOutcome,
  v,
  write,
} from "#kit";
import { describe, linkTo, redirectTo } from "./answers.ts";
import { setupStatus } from "./codes.ts";
import { type Instrument, methods } from "./methods.ts";
import { experienceOf, keyed, options, shippingOf, unkeyed, verificationOf } from "./orders.ts";
import { Link, list, Sources, text } from "./shapes.ts";

const tokenKey = keyed(3 * 3600, "https://developer.paypal.com/docs/api/payment-tokens/v3/");

export const Token = v.looseObject({
  id: v.string(),
  status: text,
  customer: v.nullish(v.looseObject({ id: text })),
  payment_source: Sources,
  links: list(Link),
});
export type Token = v.InferOutput<typeof Token>;
const exampleToken: Token = { id: "TOKEN-ID", status: "APPROVED", payment_source: {}, links: [] };

/**
 * A payment token, which tells no status, can be charged. A setup token is on its way to one, and does not tell the one that
 * it became: ResumePayment does.
 */
export function toMandate(token: Token): MandateResult {
  const isSetup = token.status !== undefined;
  return {
    ...(isSetup ? setupStatus(token.status) : { status: MandateStatus.ACTIVE }),
    mandateRef: {
      ...(isSetup ? { relatedIds: { setup_token: token.id } } : { mandateId: token.id }),
      customerId: token.customer?.id,
    },
    method: describe(token.payment_source),
    ...(!isSetup && { stored: { storedMethodId: token.id } }),
  };
}

interface Setup {
  readonly use: SetupMandateRequest | TokenizePaymentMethodRequest;
  readonly instrument: Instrument;
}
const createSetupToken: Step<Setup, Token> = {
  name: "createSetupToken",
  method: "POST",
  path: "/v3/vault/setup-tokens",
  harmless: true,
  idempotency: tokenKey,
  body: ({ use, instrument: { kind, fields } }, context) => {
    const asked = "purchase" in use ? use : undefined;
    const customer = asked?.purchase?.customer ?? ("customer" in use ? use.customer : undefined);
    return json({
      customer: customer?.customerId ? { id: customer.customerId } : undefined,
      payment_source: {
        [kind]: {
          ...(kind === "paypal" ? walletTerms(asked, context) : fields),
          verification_method: kind === "card" ? asked && verificationOf(asked) : undefined,
          experience_context: asked && experienceOf(asked, kind),
        },
      },
    });
  },
  read: answer(Token, (token) => token),
  example: exampleToken,
};
const walletTerms = (asked: SetupMandateRequest | undefined, context: Context<unknown>) => ({
  description: asked?.storedCredential?.terms?.description ?? asked?.purchase?.description,
  usage_type: "MERCHANT",
  usage_pattern: optionsOf(options, context).usagePattern,
  shipping: shippingOf(asked?.purchase?.customer?.shipping),
});

const paymentToken = answer(Token, (token): Token => ({ ...token, status: undefined }));
const createPaymentToken: Step<string, Token> = {
  name: "createPaymentToken",
  method: "POST",
  path: "/v3/vault/payment-tokens",
  idempotency: tokenKey,
  body: (id) => json({ payment_source: { token: { id, type: "SETUP_TOKEN" } } }),
  read: paymentToken,
  example: exampleToken,
};
const tokenPath = (id: string) => path`/v3/vault/payment-tokens/${id}`;
/** Looked up for its own sake: one that is not there is not found, and no token that cannot be charged. */
const lookUpToken: Step<string, Token> = {
  name: "lookUpToken",
  method: "GET",
  path: tokenPath,
  read: paymentToken,
  example: exampleToken,
};
export const showPaymentToken: Step<string, Token> = {
  ...lookUpToken,
  name: "showPaymentToken",
  looksBack: false,
  example: { ...exampleToken, payment_source: { card: {} } },
};
const showSetupToken: Step<string, Token> = {
  ...lookUpToken,
  name: "showSetupToken",
  path: (id) => path`/v3/vault/setup-tokens/${id}`,
  read: answer(Token, (token) => token),
};

/** A setup token, made now, or on the customer's side, where the customer agreed to it. */
function* agreed(use: Setup["use"], context: Context<unknown>): Script<Token> {
  const instrument = write(methods, use, context);
  const { id } = instrument.fields;
  if (instrument.kind === "token" && typeof id === "string")
    return { id, status: "APPROVED", payment_source: {}, links: [] };
  return yield* call(createSetupToken, { use, instrument });
}
/** What the customer has agreed to becomes a payment token; until then the customer is asked. */
function* kept(setup: Token): Script<MandateOutcome> {
  if (setup.status === "APPROVED" || setup.status === "VAULTED") {
    const mandate = toMandate(yield* call(createPaymentToken, setup.id));
    return { operation: mandated(mandate), mandate };
  }
  const mandate = toMandate(setup);
  const nextAction = redirectTo(linkTo(setup.links, "approve"));
  return { operation: mandated(mandate), mandate, nextAction, state: { setup_token: setup.id } };
}
export function* resumeSetup(id: string): Script<MandateOutcome> {
  return yield* kept(yield* call(showSetupToken, id));
}

export const tokenFlows = {
  *setupMandate(use: SetupMandateRequest, context: Context<unknown>): Script<MandateOutcome> {
    return yield* kept(yield* agreed(use, context));
  },
  *getMandate({ mandate }: GetMandateRequest): Script<{ readonly mandate: MandateResult }> {
    const setup = mandate?.mandateId ? undefined : mandate?.relatedIds["setup_token"];
    if (setup) return { mandate: toMandate(yield* call(showSetupToken, setup)) };
    const id = required(mandate?.mandateId, "mandate.mandateId");
    return { mandate: toMandate(yield* call(lookUpToken, id)) };
  },
  revokeMandate: {
    method: "DELETE",
    idempotency: unkeyed,
    path: ({ mandate }) => tokenPath(required(mandate?.mandateId, "mandate.mandateId")),
    read: noContent(({ mandate: mandateRef }) => ({
      operation: done(),
      mandate: { status: MandateStatus.REVOKED, mandateRef },
    })),
  },
  *tokenizePaymentMethod(
    use: TokenizePaymentMethodRequest,
    context: Context<unknown>,
  ): Script<VaultOutcome> {
    const setup = yield* agreed(use, context);
    if (setup.status !== "APPROVED")
      return { operation: failed(failure(FailureCode.AUTHENTICATION_REQUIRED)) };
    const token = yield* call(createPaymentToken, setup.id);
    return {
      operation: done(),
      stored: { storedMethodId: token.id },
      method: describe(token.payment_source),
    };
  },
  deletePaymentMethod: {
    method: "DELETE",
    idempotency: unkeyed,
    path: ({ stored }) => tokenPath(stored?.storedMethodId ?? ""),
    read: noContent(() => ({ operation: done() })),
  },
} satisfies Flows<unknown>;
