/** What a merchant configures for Mollie, and what organization-level tokens say with each request. */
import { InvalidRequest, optionalText, secret, secrets, type ValuesOf } from "#kit";

/** https://docs.mollie.com/reference/create-payment */
export const credentials = {
  apiKey: secret({
    description:
      "API key: Dashboard, Developers, API keys (test_… or live_…); or an organization or OAuth access token (access_…)",
    example: "test_dHar4XY7LxsDOtmnkVtjNVWXLSlXsM",
    pattern: /(test|live|access)_\w+/,
  }),
  profileId: optionalText({
    description: "With an access token only: the profile that payments are made for (pfl_…)",
    example: "pfl_QkEhN94Ba",
    pattern: /pfl_\w+/,
  }),
  testmode: optionalText({
    description: "With an access token only: true for test mode",
    example: "true",
    pattern: /true|false/,
  }),
  webhookSecrets: secrets({
    description:
      "Signing secrets of the webhook subscriptions: Dashboard, Developers, Webhooks; none for classic webhooks, which are not signed",
    example: "a-signing-secret-of-mollie",
  }),
};
export type Credentials = ValuesOf<typeof credentials>;

const isToken = ({ apiKey }: Credentials): boolean => apiKey.startsWith("access_");

/** A profile that goes with a key is a mistake: the key's own would be paid. Throws `InvalidRequest`. */
export function bearerOf(account: Credentials): string {
  if (account.profileId !== undefined && !isToken(account))
    throw new InvalidRequest({
      field: "credentials.profileId",
      problem: "goes with an access token only: an API key is of one profile",
    });
  return `Bearer ${account.apiKey}`;
}

/** A key is of one mode; a token says it each time. */
export const modeOf = (account: Credentials): "live" | "test" => {
  if (isToken(account)) return account.testmode === "true" ? "test" : "live";
  return account.apiKey.startsWith("test_") ? "test" : "live";
};

/** `testmode` must not be sent with an API key, and has to be with a token: https://docs.mollie.com/reference/create-payment */
export const modeWord = (account: Credentials): { readonly testmode?: true } =>
  isToken(account) && account.testmode === "true" ? { testmode: true } : {};

/** An API key belongs to one profile; a token needs the profile named where a payment is made or listed. */
export const profileWord = (
  account: Credentials,
): { readonly profileId?: string | undefined; readonly testmode?: true } =>
  isToken(account) ? { profileId: account.profileId, ...modeWord(account) } : {};
