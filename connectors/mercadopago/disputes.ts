/** Mercado Pago's disputes: chargebacks, which are answered with documents, and the claims of buyers. */
import {
  accepted,
  answer,
  call,
  type DisputeOutcome,
  type DisputeResult,
  done,
  type Flows,
  multipart,
  openedWithin,
  path,
  query,
  required,
  type Step,
  textual,
  toHex,
  Unresolved,
  v,
} from "#kit";
import { Chargeback, Claim, claimIn, toClaim, toDispute } from "./answers.ts";
import { unkeyed } from "./payments.ts";
import type { Credentials } from "./settings.ts";

const chargebackPath = (disputeId: string | undefined) =>
  path`/v1/chargebacks/${required(disputeId, "dispute.disputeId")}`;

const lookAtDispute: Step<string | undefined, DisputeOutcome, Credentials> = {
  name: "lookAtDispute",
  example: { operation: accepted() },
  method: "GET",
  path: chargebackPath,
  read: answer(Chargeback, (said) => ({ operation: done(), dispute: toDispute(said) })),
};

/** https://www.mercadopago.com.br/developers/en/reference/claims/get-claim-details/get */
const lookAtClaim: Step<string, DisputeOutcome, Credentials> = {
  name: "lookAtClaim",
  example: { operation: accepted() },
  method: "GET",
  path: (id) => path`/post-purchase/v1/claims/${id}`,
  read: answer(Claim, (said) => ({ operation: done(), dispute: toClaim(said) })),
};

/** Mercado Pago tells 25 chargebacks at most, and 30 claims. */
const MOST = 30;
const paging = v.object({ total: v.number() });
const Chargebacks = v.object({
  paging,
  results: v.pipe(v.array(v.object({ id: textual })), v.maxLength(MOST)),
});
const Claims = v.object({ paging, data: v.pipe(v.array(Claim), v.maxLength(MOST)) });
/** What is not told is not known, and a part is no list. */
function all<Told>(told: readonly Told[], { total }: v.InferOutput<typeof paging>) {
  if (total > told.length) throw new Unresolved("there are more disputes than one answer tells");
  return told;
}

/**
 * By payment alone; what it tells of each is less than a look at it does. https://www.mercadopago.com.br/developers/en/reference/online-payments/checkout-pro/chargebacks/get,
 * and the answer as the SDK has it: https://github.com/mercadopago/sdk-nodejs/blob/master/src/clients/chargeback/search/types.ts
 */
const searchChargebacks: Step<string, readonly string[], Credentials> = {
  name: "searchChargebacks",
  example: ["217000087654321000"],
  method: "GET",
  path: (paymentId) => `/v1/chargebacks/search${query({ payment_id: paymentId })}`,
  read: answer(Chargebacks, ({ results, paging: told }) => all(results, told).map(({ id }) => id)),
};
/** https://www.mercadopago.com.br/developers/en/reference/claims/search-claims/get */
const searchClaims: Step<string, readonly DisputeResult[], Credentials> = {
  name: "searchClaims",
  example: [],
  method: "GET",
  path: (paymentId) =>
    `/post-purchase/v1/claims/search${query({ resource: "payment", resource_id: paymentId, limit: MOST })}`,
  read: answer(Claims, ({ data, paging: told }) => all(data, told).map(toClaim)),
};
const newestFirst = (one: DisputeResult, other: DisputeResult) =>
  Number((other.openedAt?.seconds ?? 0n) - (one.openedAt?.seconds ?? 0n));

export const disputeFlows = {
  *getDispute({ dispute }) {
    const claim = claimIn(dispute?.disputeId);
    const { dispute: told } =
      claim === undefined
        ? yield* call(lookAtDispute, dispute?.disputeId)
        : yield* call(lookAtClaim, claim);
    return { dispute: told };
  },
  *listDisputes(asked) {
    const paymentId = required(asked.payment?.paymentId, "payment.paymentId");
    const found: DisputeResult[] = [];
    for (const id of yield* call(searchChargebacks, paymentId)) {
      const { dispute } = yield* call(lookAtDispute, id);
      if (dispute) found.push(dispute);
    }
    found.push(...(yield* call(searchClaims, paymentId)));
    return { disputes: found.filter(openedWithin(asked)).sort(newestFirst) };
  },
  /** https://www.mercadopago.com.br/developers/en/docs/checkout-pro/chargebacks/manage */
  submitEvidence: {
    method: "POST",
    path: ({ dispute }) => `${chargebackPath(dispute?.disputeId)}/documentation`,
    idempotency: unkeyed,
    body: ({ files }, { random }) =>
      multipart(
        files.map(({ name, contentType, content }) => ({
          name: "files[]",
          filename: name,
          type: contentType,
          bytes: content,
        })),
        toHex(random("boundary", 16)),
      ),
    read: answer(v.object({}), () => ({ operation: done() })),
  },
} satisfies Flows<Credentials>;
