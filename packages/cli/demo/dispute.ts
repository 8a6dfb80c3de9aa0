/** A cardholder disputes, the merchant answers with evidence, the bank decides for the merchant. */
import type { MessageInitShape } from "@bufbuild/protobuf";
import { ConnectError } from "@connectrpc/connect";
import {
  BadRequestSchema,
  Certainty,
  type Dispute,
  type DisputeResponseOption,
  DisputeStatus,
  DisputeStatusSchema,
  type Event,
  EventAction,
  EvidenceKind,
  OperationStatus,
  type PaymentRef,
  type SubmitEvidenceRequestSchema,
  type SubmitEvidenceResponse,
} from "#contract";
import { shownAmount } from "../amounts.ts";
import { wordOf } from "../tree.ts";
import type { Actor } from "./actor.ts";
import { type Books, must, openBooks } from "./books.ts";
import { Cannot, needs, type Played, type Story, settled, told } from "./scenes.ts";

export async function dispute(actor: Actor, story: Story): Promise<Played> {
  const { commands } = actor.simulator;
  if (!commands["openDispute"] || !commands["resolveDispute"])
    throw new Cannot("disputes cannot be opened at this simulator");
  const payment = told(story.challenged ?? story.captured, "a captured payment");
  settled(actor, payment);
  const books = openBooks(actor.running);
  const { dispute: id = "" } = actor.running.command("openDispute", { payment: payment.paymentId });
  const opened = await disputeEvent(actor, id, payment, "the dispute", () => true);
  if (!actor.connector.flows.submitEvidence && !actor.connector.flows.acceptDispute)
    return {
      text: `told, ${shownStatus(opened)} ${amountOf(opened)}`,
      why: "it cannot be answered",
    };
  const look = await lookedUp(actor, id, payment);
  // Some tell only how a dispute may be answered, and where it stands by webhook alone.
  if (look?.status) mustStand(look, DisputeStatus.NEEDS_RESPONSE);
  const about = { ...opened, responseOptions: look?.responseOptions ?? opened.responseOptions };

  const undefended = await contest(actor, about, id, payment);
  if (undefended !== undefined) return accept(actor, opened, books, undefended);
  actor.running.command("resolveDispute", { dispute: id, outcome: "won" });
  const isWon = ({ status }: Dispute) => status === DisputeStatus.WON;
  await disputeEvent(actor, id, payment, "the dispute's end", isWon);
  const balance = balanceOf(books);
  must(balance === 0n, `the dispute is won, and the ledger is ${balance} minor units short`);
  return { text: `evidence, WON ${amountOf(opened)}` };
}

const shownStatus = ({ status }: Dispute): string => wordOf(DisputeStatusSchema, status);

/** Undefined where the processor has no look-up of disputes. */
async function lookedUp(
  { connector, calls }: Actor,
  disputeId: string,
  payment: PaymentRef,
): Promise<Dispute | undefined> {
  if (!connector.flows.getDispute) return undefined;
  const { dispute: found } = await calls.disputes.getDispute({ dispute: { disputeId, payment } });
  must(found !== undefined, "the look-up does not find the dispute");
  return found;
}

/** Undefined where the evidence was taken; otherwise why this connector cannot be given any. */
async function contest(
  actor: Actor,
  about: Dispute,
  id: string,
  payment: PaymentRef,
): Promise<string | undefined> {
  const { connector, calls } = actor;
  if (!connector.flows.submitEvidence) return `${connector.name} has no SubmitEvidence`;
  let answer: SubmitEvidenceResponse;
  try {
    answer = await submitted(calls, evidence(actor, about, id));
  } catch (error) {
    if (!complainsOf(error, "response") || about.responseOptions.length > 0) throw error;
    return `${connector.name} wants a defense to be named, and neither its webhooks nor a look-up list any`;
  }
  const { operation, dispute: answered } = answer;
  const why = operation?.failure?.processor?.message ?? operation?.failure?.message ?? "";
  must(operation?.certainty === Certainty.DEFINITIVE, "the answer to the dispute is not certain");
  must(operation.status !== OperationStatus.FAILED, `the evidence was refused: ${why}`);
  const tells = connector.rules?.getDispute?.resolves !== false;
  const after = (tells ? await lookedUp(actor, id, payment) : undefined) ?? answered;
  if (after?.status) mustStand(after, DisputeStatus.UNDER_REVIEW);
  else must(after?.evidenceSubmitted === true, "nothing says that the evidence was taken");
  return undefined;
}

/** Some take words only, some documents only. */
async function submitted(
  calls: Actor["calls"],
  request: MessageInitShape<typeof SubmitEvidenceRequestSchema>,
): Promise<SubmitEvidenceResponse> {
  try {
    return await calls.disputes.submitEvidence(request);
  } catch (error) {
    if (request.files?.length && complainsOf(error, "files"))
      return submitted(calls, { ...request, files: [] });
    if (!request.facts || !complainsOf(error, "facts")) throw error;
    const { facts: _, ...rest } = request;
    return submitted(calls, rest);
  }
}
function complainsOf(error: unknown, field: string): boolean {
  const [detail] = error instanceof ConnectError ? error.findDetails(BadRequestSchema) : [];
  return detail?.fieldViolations.some((one) => one.field === field) ?? false;
}

async function accept(
  actor: Actor,
  opened: Dispute,
  books: Books,
  because: string,
): Promise<Played> {
  needs(actor, "acceptDispute");
  must(opened.amount !== undefined, "the dispute has no amount");
  const { operation } = await actor.calls.disputes.acceptDispute({
    reference: actor.reference("accept"),
    dispute: { disputeId: opened.disputeRef?.disputeId ?? "" },
  });
  must(operation?.certainty === Certainty.DEFINITIVE, "the answer to the dispute is not certain");
  must(operation.status !== OperationStatus.FAILED, "the dispute could not be accepted");
  const balance = balanceOf(books);
  must(balance === -opened.amount.minorUnits, "the ledger does not hold the chargeback alone");
  return { text: `ACCEPTED ${amountOf(opened)}`, why: because };
}

/** What disputes have taken and given back since the books were opened. */
const balanceOf = (books: Books): bigint =>
  books.gained().reduce((sum, { kind, amount }) => {
    must(kind === "chargeback" || kind === "chargeback reversal", `the ledger says ${kind}`);
    return kind === "chargeback" ? sum - amount : sum + amount;
  }, 0n);

function amountOf({ amount }: Dispute): string {
  must(amount !== undefined, "the dispute has no amount");
  return shownAmount(amount);
}

async function disputeEvent(
  actor: Actor,
  id: string,
  payment: PaymentRef,
  what: string,
  fits: (dispute: Dispute) => boolean,
): Promise<Dispute> {
  const isReason = ({ action }: Event) => action === EventAction.LOOK_UP;
  if (actor.connector.webhooks) {
    const event = await actor.inbox.until(
      actor.id,
      what,
      (one) =>
        one.resource.case === "dispute" &&
        one.resource.value.disputeRef?.disputeId === id &&
        (isReason(one) || fits(one.resource.value)),
    );
    must(event.resource.case === "dispute", "the event holds no dispute");
    if (!isReason(event)) return event.resource.value;
  }
  // Where nothing is told, or only that there is a reason to look.
  const found = await lookedUp(actor, id, payment);
  must(found !== undefined && fits(found), `a look does not tell ${what}`);
  return found;
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
