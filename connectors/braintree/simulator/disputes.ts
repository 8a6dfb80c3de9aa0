/** Disputes in the simulator, and what is told of them. https://developer.paypal.com/braintree/docs/reference/general/webhooks/dispute */
import { at, textAt, type UploadedPart, type World } from "#simulate";
import {
  type DisputeRow,
  disputes,
  type Fields,
  globalId,
  type Handler,
  invalid,
  notFound,
  now,
  Refusal,
} from "./wire.ts";

function openDispute(input: unknown, world: World, legacyCode: string, verb: string): DisputeRow {
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

export const disputeMutations: Readonly<Record<string, Handler>> = {
  acceptDispute: (input, world) =>
    decide(world, openDispute(input, world, "95704", "accepted"), "ACCEPTED"),
  finalizeDispute: (input, world) =>
    decide(world, openDispute(input, world, "95705", "finalized"), "DISPUTED"),
  createDisputeTextEvidence: (input, world) => {
    const evidence = {
      id: world.nextId("", 8),
      category: textAt(input, "category"),
      content: textAt(input, "content"),
    };
    openDispute(input, world, "95701", "given evidence").evidence.push(evidence);
    return { evidence };
  },
  createDisputeFileEvidence: (input, world, file) => {
    const dispute = openDispute(input, world, "95701", "given evidence");
    checkFile(file);
    const legacyId = world.nextId("", 8);
    const evidence = {
      __typename: "DisputeFileEvidence",
      id: globalId("disputefileevidence", legacyId),
      legacyId,
      createdAt: now(world),
      category: textAt(input, "category") ?? "GENERAL",
      url: `${world.origin}/evidence/${legacyId}`,
    };
    dispute.evidence.push(evidence);
    return { evidence, dispute: disputeNode(dispute) };
  },
};
/** https://developer.paypal.com/braintree/graphql/integration_guides/uploading_files */
function checkFile(file: UploadedPart | undefined): void {
  if (!file) throw new Refusal("A file must be uploaded with this mutation.");
  if (!/^(image\/(png|jpe?g)|application\/pdf)$/.test(file.type))
    throw new Refusal("The file must be of type PNG, JPG, JPEG or PDF.");
  if (file.content.length > 4_000_000) throw new Refusal("The file must be 4 MB or less.");
}
