/**
 * Sessions of Microform, whose script takes a card in the customer's browser and gives a transient token for it.
 * https://developer.cybersource.com/docs/cybs/en-us/digital-accept-flex/developer/all/rest/digital-accept-flex/microform-integ-v2/micro-getting-started-pay-card/micro-getting-started-pay-card-ss-setup/creating-server-side-context-v2-card.html
 */
import { type CreateClientSessionRequest, CreateClientSessionResponse_NextCall } from "#contract";
import {
  decode,
  done,
  type Flows,
  faults,
  fromBase64,
  fromUnix,
  json,
  optionalText,
  optionsOf,
  v,
} from "#kit";
import type { Credentials } from "./cybersource-account.ts";

export const options = {
  cardNetworks: optionalText({
    description:
      "Networks that Microform takes, by Cybersource's words; of a card with two networks the first that is named",
    example: "VISA,MASTERCARD",
    pattern: /[A-Z]{2,20}(,[A-Z]{2,20})*/,
  }),
};
/** Of the words of `allowedCardNetworks` those for which the contract has a name. */
const networks =
  "VISA,MASTERCARD,AMEX,DISCOVER,DINERSCLUB,JCB,CUP,MAESTRO,ELO,CARTESBANCAIRES" as const;

/** Undefined for what is neither `https` nor this machine's own `http`. */
const originOf = (url: string | undefined): string | undefined =>
  /^(https:\/\/[^/?#@\s]+|http:\/\/localhost(:\d+)?)(?=[/?#]|$)/i
    .exec(url ?? "")?.[1]
    ?.toLowerCase()
    .replace(/^(https:.*):443$|^(http:.*):80$/, "$1$2");
export const checkSession = ({ purchase }: CreateClientSessionRequest) =>
  faults([
    purchase?.returnUrl && !originOf(purchase.returnUrl),
    "purchase.returnUrl",
    "must begin with https:// (or http://localhost): its origin is where Microform may run",
  ]);

/** The claims of a signed token as JSON text, byte by byte: what is read of them is ASCII. Nothing is proven by it. */
export const claimsOf = (jwt: string): string =>
  Array.from(fromBase64(jwt.split(".")[1] ?? ""), (byte) => String.fromCharCode(byte)).join("");

/** Of the context's claims those that its page has the merchant read; the script itself proves the signature. */
const Context = v.object({
  exp: v.nullish(v.number()),
  ctx: v.tupleWithRest(
    [
      v.object({
        data: v.object({ clientLibrary: v.string(), clientLibraryIntegrity: v.string() }),
      }),
    ],
    v.unknown(),
  ),
});

export const sessionFlows = {
  createClientSession: {
    method: "POST",
    path: "/microform/v2/sessions",
    headers: () => ({ Accept: "application/jwt" }),
    harmless: true,
    body: ({ purchase }, context) =>
      json({
        clientVersion: "v2",
        targetOrigins: [originOf(purchase?.returnUrl)],
        allowedCardNetworks: (optionsOf(options, context).cardNetworks ?? networks).split(","),
        allowedPaymentTypes: ["CARD"],
      }),
    read: ({ text }) => {
      const claims = claimsOf(text);
      const { ctx, exp } = decode(Context, claims);
      const { clientLibrary, clientLibraryIntegrity } = ctx[0].data;
      return {
        operation: done(),
        client: {
          sdk: clientLibrary,
          values: { captureContext: text.trim(), clientLibraryIntegrity },
        },
        nextCall: CreateClientSessionResponse_NextCall.AUTHORIZE,
        ...(exp && { expiresAt: fromUnix(exp) }),
      };
    },
  },
} satisfies Flows<Credentials>;
