/** Chargebacks: looked up and listed; Mollie has no way to answer one. https://docs.mollie.com/reference/get-chargeback */
import { answer, type Flows, openedWithin, path, query, required } from "#kit";
import { type Credentials, modeWord, profileWord } from "./account.ts";
import { Chargeback, Chargebacks, nextOf, toDispute } from "./answers.ts";
import { mode, payments } from "./wire.ts";

export const disputeFlows = {
  getDispute: {
    method: "GET",
    path: ({ dispute }, { credentials }) =>
      payments(
        dispute?.payment?.paymentId,
        path`/chargebacks/${required(dispute?.disputeId, "dispute.disputeId")}`,
      ) + mode(credentials),
    read: answer(Chargeback, (found) => ({ dispute: toDispute(found) })),
  },
  // The API pages, and does not filter by time.
  listDisputes: {
    method: "GET",
    path: ({ payment, pageSize = 20, pageToken }, { credentials }) => {
      const paging = { limit: pageSize, from: pageToken };
      return payment
        ? payments(
            payment.paymentId,
            `/chargebacks${query({ ...paging, ...modeWord(credentials) })}`,
          )
        : `/v2/chargebacks${query({ ...paging, ...profileWord(credentials) })}`;
    },
    read: answer(Chargebacks, (found, asked) => {
      const next = nextOf(found);
      const disputes = found._embedded.chargebacks.map(toDispute).filter(openedWithin(asked));
      return { disputes, ...(next !== undefined && { nextPageToken: next }) };
    }),
  },
} satisfies Flows<Credentials>;
