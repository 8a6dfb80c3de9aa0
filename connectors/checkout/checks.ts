/** What issuers compared, by Checkout.com's letters: the code, the street, the postal code and the name. */
import { CheckResult } from "#contract";
import { checkResults } from "#kit";

const { MATCH, NO_MATCH, NOT_CHECKED, UNAVAILABLE } = CheckResult;
/** `cvv_check`. */
export const codeCheck = checkResults({
  source: "https://www.checkout.com/docs/developer-resources/codes/cvv-response-codes",
  words: {
    Y: MATCH,
    D: NO_MATCH,
    N: NOT_CHECKED,
    P: NOT_CHECKED,
    U: UNAVAILABLE,
    X: UNAVAILABLE,
  },
});

const addressCodes = "https://www.checkout.com/docs/previous/resources/codes/avs-codes";
const unchecked = {
  C: NOT_CHECKED,
  E: UNAVAILABLE,
  G: UNAVAILABLE,
  I: NOT_CHECKED,
  R: UNAVAILABLE,
  S: UNAVAILABLE,
  U: UNAVAILABLE,
} as const;
const both = { D: MATCH, F: MATCH, M: MATCH, N: NO_MATCH, X: MATCH, Y: MATCH } as const;
const ofAmex = { AE2: MATCH, AE6: MATCH, AE8: NO_MATCH } as const;
/** `avs_check`: the street, the postal code and, of American Express, the name. */
export const addressCheck = checkResults({
  source: addressCodes,
  words: {
    ...unchecked,
    ...both,
    ...ofAmex,
    A: MATCH,
    B: MATCH,
    O: NOT_CHECKED,
    P: NOT_CHECKED,
    W: NO_MATCH,
    Z: NO_MATCH,
    AE3: MATCH,
    AE7: MATCH,
  },
});
export const postalCheck = checkResults({
  source: addressCodes,
  words: {
    ...unchecked,
    ...both,
    ...ofAmex,
    A: NO_MATCH,
    B: NOT_CHECKED,
    P: MATCH,
    W: MATCH,
    Z: MATCH,
    AE1: MATCH,
    AE5: MATCH,
  },
});
export const nameCheck = checkResults({
  source: addressCodes,
  words: {
    AE1: NO_MATCH,
    AE2: NO_MATCH,
    AE3: NO_MATCH,
    AE4: MATCH,
    AE5: MATCH,
    AE6: MATCH,
    AE7: MATCH,
    AE8: NO_MATCH,
  },
});
