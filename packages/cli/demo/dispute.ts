/** A cardholder disputes, the merchant answers with evidence, the bank decides for the merchant. */
import type { MessageInitShape } from "@bufbuild/protobuf";
import {
  Certainty,
  type Dispute,
  type DisputeResponseOption,
  DisputeStatus,
  DisputeStatusSchema,
  EvidenceKind,
  OperationStatus,
  type SubmitEvidenceRequestSchema,
} from "#contract";
import { shownAmount } from "../amounts.ts";
import { wordOf } from "../tree.ts";
import type { Actor } from "./actor.ts";
import { must, openBooks } from "./books.ts";
import { Cannot, needs, type Played, type Story, told } from "./scenes.ts";

export async function dispute(actor: Actor, story: Story): Promise<Played> {
  needs(actor, "getDispute", "submitEvidence");
  const { commands } = actor.simulator;
  if (!commands["openDispute"] || !commands["resolveDispute"])
    throw new Cannot("disputes cannot be opened at this simulator");
  const payment = told(story.challenged ?? story.captured, "a captured payment");
  const books = openBooks(actor.running);

  const { dispute: id = "" } = actor.running.command("openDispute", { payment: payment.paymentId });
  const opened = await disputeEvent(actor, id, "the dispute", () => true);
  must(opened.amount !== undefined, "the dispute has no amount");
  const look = await actor.calls.disputes.getDispute({ dispute: { disputeId: id, payment } });
  mustStand(look.dispute, DisputeStatus.NEEDS_RESPONSE);

  const { operation, dispute: answered } = await actor.calls.disputes.submitEvidence(
    evidence(actor, look.dispute ?? opened, id),
  );
  const why = operation?.failure?.processor?.message ?? operation?.failure?.message ?? "";
  must(operation?.certainty === Certainty.DEFINITIVE, "the answer to the dispute is not certain");
  must(operation.status !== OperationStatus.FAILED, `the evidence was refused: ${why}`);
  const after =
    answered ??
    (await actor.calls.disputes.getDispute({ dispute: { disputeId: id, payment } })).dispute;
  mustStand(after, DisputeStatus.UNDER_REVIEW);

  actor.running.command("resolveDispute", { dispute: id, outcome: "won" });
  await disputeEvent(actor, id, "the dispute's end", ({ status }) => status === DisputeStatus.WON);
  const balance = books.gained().reduce((sum, { kind, amount }) => {
    must(kind === "chargeback" || kind === "chargeback reversal", `the ledger says ${kind}`);
    return kind === "chargeback" ? sum - amount : sum + amount;
  }, 0n);
  must(balance === 0n, `the dispute is won, and the ledger is ${balance} minor units short`);
  return { text: `answered, WON ${shownAmount(opened.amount)}` };
}

async function disputeEvent(
  actor: Actor,
  id: string,
  what: string,
  fits: (dispute: Dispute) => boolean,
): Promise<Dispute> {
  const { resource } = await actor.inbox.until(
    actor.id,
    what,
    ({ resource: one }) =>
      one.case === "dispute" && one.value.disputeRef?.disputeId === id && fits(one.value),
  );
  must(resource.case === "dispute", "the event holds no dispute");
  return resource.value;
}

function mustStand(dispute: Dispute | undefined, status: DisputeStatus): void {
  const word = (one: DisputeStatus) => wordOf(DisputeStatusSchema, one);
  must(
    dispute?.status === status,
    `the dispute is ${dispute ? word(dispute.status) : "not told"}, not ${word(status)}`,
  );
}

/** What this way of answering wants, and a receipt where it names nothing. */
function evidence(
  { connector, reference }: Actor,
  { responseOptions, amount }: Dispute,
  disputeId: string,
): MessageInitShape<typeof SubmitEvidenceRequestSchema> {
  const [option] = responseOptions;
  const requires: readonly string[] = connector.rules?.submitEvidence?.requires ?? [];
  return {
    reference: reference("evidence"),
    dispute: { disputeId },
    finalSubmission: true,
    ...(option && option.response !== "" && { response: option.response }),
    explanation: "The goods were delivered to the cardholder's address and signed for.",
    facts: { productDescription: "A pair of shoes" },
    files: documentsFor(option),
    ...(requires.includes("amount") && amount && { amount }),
  };
}

function documentsFor(option: DisputeResponseOption | undefined) {
  const file = {
    name: "receipt.pdf",
    contentType: "application/pdf",
    content: new TextEncoder().encode(
      "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n",
    ),
    kind: EvidenceKind.RECEIPT,
  };
  const documents = option?.requiredDocuments ?? [];
  return documents.length === 0 ? [file] : documents.map((document) => ({ ...file, document }));
}
