/** A payment that Stripe's own script confirms on the merchant's page. https://docs.stripe.com/payments/accept-a-payment */
import { type CreateClientSessionRequest, CreateClientSessionResponse_NextCall } from "#contract";
import { call, decode, done, type Flows, form, type SessionOutcome, type Step, v } from "#kit";
import { abilities, cardOptions, opening, type Prepared } from "./intents.ts";
import { stripeType } from "./methods.ts";
import { within } from "./payer.ts";
import { prepared } from "./vault.ts";

interface Opened extends Prepared {
  readonly session: CreateClientSessionRequest;
}
interface Publishable {
  readonly publishableKey: string | undefined;
}
const openSession: Step<Opened, SessionOutcome, Publishable> = {
  name: "createPaymentIntent",
  method: "POST",
  path: "/v1/payment_intents",
  harmless: true,
  body: ({ session, ...ready }, context) => {
    const types = new Set(session.allowedMethods.map(stripeType));
    return form({
      ...opening(session, ready, true, context),
      "metadata[client_session]": true,
      ...(types.size === 0 && { "automatic_payment_methods[enabled]": true }),
      ...Object.fromEntries(
        [...types].map((type, index) => [`allowed_payment_method_types[${index}]`, type]),
      ),
      ...within("payment_method_options[card]", {
        ...cardOptions(session),
        ...abilities(session.captureMode, context),
      }),
    });
  },
  read: (response, _opened, { credentials: { publishableKey }, subAccount }) => {
    const { id, client_secret } = decode(OpenedIntent, response.text);
    const values = {
      client_secret,
      ...(publishableKey && { publishable_key: publishableKey }),
      ...(subAccount && { stripe_account: subAccount }),
    };
    return {
      operation: done(),
      session: { paymentId: id },
      client: { sdk: "stripe.js", values },
      nextCall: CreateClientSessionResponse_NextCall.GET,
    };
  },
  example: { operation: done() },
};
const OpenedIntent = v.object({ id: v.string(), client_secret: v.string() });

export const sessionFlows: Pick<Flows<Publishable>, "createClientSession"> = {
  *createClientSession(session) {
    const ready = yield* prepared(session, session.storedCredential?.store ?? false);
    return yield* call(openSession, { session, ...ready });
  },
};
