/** What Mastercard advises after a decline: the code is the network's own, whichever processor brings it. */
import { Retry } from "#contract";
import { words } from "./tables.ts";

const after = (hours: bigint) => ({
  retry: Retry.LATER,
  retryAfter: { seconds: hours * 3_600n, nanos: 0 },
});
/**
 * To be said of a failure, over what the decline itself says: to try again what Mastercard forbids costs a fee. Undefined
 * where the decline keeps the word: 02 is also given to declines that another try does not help, and 04 and 40 to 43 are
 * about the card.
 */
export const merchantAdvice = words({
  source:
    "https://developer.paypal.com/braintree/docs/reference/general/merchant-responses/merchant-advice-codes",
  words: {
    "01": { retry: Retry.WITH_CHANGES },
    "03": { retry: Retry.NEVER },
    "21": { retry: Retry.NEVER },
    "24": after(1n),
    "25": after(24n),
    "26": after(48n),
    "27": after(96n),
    "28": after(144n),
    "29": after(192n),
    "30": after(240n),
  },
});
