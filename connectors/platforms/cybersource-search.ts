/** The simulated Transaction Search Service: what it tells of the requests that were made. */
import { answerWith, type Handler, textAt } from "#simulate";
import { decimal, moment, refuse, type Transaction, transactions } from "./cybersource-records.ts";
import { account } from "./cybersource-samples.ts";

/** As the Transaction Search Service tells of one request. */
function summary(one: Transaction): Record<string, unknown> {
  return {
    id: one.id,
    submitTimeUtc: one.at,
    merchantId: account.merchantId,
    applicationInformation: {
      status: one.services.at(-1)?.status,
      reasonCode: one.reason ? "202" : "100",
      rCode: one.reason ? "0" : "1",
      applications: one.services.map(({ name, status, isDone }) => ({
        name,
        status,
        rCode: isDone ? "1" : "0",
        rFlag: isDone ? "SOK" : "DCARDEXPIRED",
      })),
    },
    clientReferenceInformation: { code: one.code },
    ...(one.reason && { errorInformation: { reason: one.reason } }),
    orderInformation: {
      amountDetails: { totalAmount: decimal(one.amount, one.currency), currency: one.currency },
    },
    ...(one.card && {
      paymentInformation: {
        card: {
          suffix: one.card.number.slice(-4),
          prefix: one.card.number.slice(0, 6),
          expirationMonth: one.card.month,
          expirationYear: one.card.year,
        },
      },
    }),
  };
}
export const look: Handler = ({ params }, world) => {
  const one = transactions(world).get(params["id"] ?? "");
  if (!one) return answerWith({}, 404);
  const href = (id: string) => `https://apitest.cybersource.com/tss/v2/transactions/${id}`;
  const related = [...transactions(world).values()].filter(
    ({ id, root }) => root === one.root && id !== one.id,
  );
  return answerWith({
    ...summary(one),
    rootId: one.root,
    submitTimeUTC: one.at,
    _links: {
      self: { href: href(one.id), method: "GET" },
      relatedTransactions: related.map(({ id }) => ({ href: href(id), method: "GET" })),
    },
  });
};
export const search: Handler = ({ body }, world) => {
  const query = textAt(body, "query") ?? "";
  const code = /^clientReferenceInformation\.code:([\w.-]+)$/.exec(query)?.[1];
  if (code === undefined) return refuse("INVALID_DATA", world);
  const found = [...transactions(world).values()].filter((one) => one.code === code);
  return answerWith(
    {
      searchId: world.nextId(""),
      query,
      count: found.length,
      totalCount: found.length,
      submitTimeUtc: moment(world),
      ...(found.length > 0 && { _embedded: { transactionSummaries: found.map(summary) } }),
    },
    201,
  );
};
