/** Disputes in the simulator, and what is told of them. https://developer.paypal.com/braintree/docs/reference/general/webhooks/dispute */
import { at, textAt, type World } from "#simulate";
import { type DisputeRow, disputes, type Fields, invalid, notFound } from "./wire.ts";

export function openDispute(
  input: unknown,
  world: World,
  legacyCode: string,
  verb: string,
): DisputeRow {
  const dispute = disputes(world).get(textAt(input, "disputeId") ?? "");
  if (!dispute) throw notFound();
  if (dispute.status !== "OPEN")
    throw invalid(legacyCode, `Disputes can only be ${verb} when they are in an Open status.`);
  return dispute;
}
export function decide(world: World, dispute: DisputeRow, status: string): Fields {
  dispute.status = status;
  tell(world, dispute);
  return { dispute: disputeNode(dispute) };
}
export const disputeNode = ({ payment, ...dispute }: DisputeRow) => ({
  __typename: "Dispute",
  ...dispute,
  transaction: { id: payment.id, orderId: payment.orderId },
});
/** https://developer.paypal.com/braintree/docs/reference/general/webhooks/dispute */
export function tell(world: World, dispute: DisputeRow): void {
  const { id, legacyId, status, amountDisputed, payment, createdAt } = dispute;
  const word = status.toLowerCase();
  world.emit({
    type: `dispute_${word === "open" ? "opened" : word}`,
    content: {
      dispute: {
        amount: amountDisputed.value,
        "amount-disputed": amountDisputed.value,
        "currency-iso-code": amountDisputed.currencyCode,
        "created-at": createdAt,
        "received-date": createdAt.slice(0, 10),
        "reply-by-date": String(dispute["replyByDate"]),
        kind: "chargeback",
        status: word,
        reason: String(at(dispute, "processorResponse.reason")).toLowerCase(),
        "reason-code": String(at(dispute, "processorResponse.reasonCode")),
        id: legacyId,
        "global-id": id,
        transaction: {
          id: payment.legacyId,
          amount: payment.amount.value,
          ...(payment.orderId !== undefined && { "order-id": payment.orderId }),
        },
      },
    },
  });
}
