/** What every processor is asked to do, in the same words. Each scene holds its answers against the books. */
import {
  ActorSchema,
  CaptureMode,
  Certainty,
  FailureCode,
  FailureCodeSchema,
  OperationKind,
  OperationStatus,
  type Payment,
  type PaymentRef,
  PaymentStatus,
  PaymentStatusSchema,
  RefundStatus,
  RetrySchema,
} from "#contract";
import type { FlowName } from "#kit";
import { rpcOf } from "#runtime";
import type { Outcome, Sample } from "#simulate";
import { type Amount, shownAmount } from "../amounts.ts";
import { authorization, methodOf, sampleAmount } from "../requests.ts";
import { wordOf } from "../tree.ts";
import { type Actor, belongs, finish, hear } from "./actor.ts";
import { type Expected, must, openBooks } from "./books.ts";
import { dispute } from "./dispute.ts";
import { lostOutcome } from "./lost.ts";
import { webhooks } from "./webhooks.ts";

/** What a scene leaves to the next ones. */
export interface Story {
  readonly card: Sample;
  readonly amount: Amount;
  /** Its customer is asked at a page even for the plain sample. */
  asksAlways?: boolean;
  authorized?: PaymentRef;
  captured?: PaymentRef;
  /** Captured whole, and nothing given back of it. */
  challenged?: PaymentRef;
}

export interface Played {
  readonly text: string;
  readonly why?: string;
}
export interface Scene {
  readonly name: string;
  /** Throws `Cannot` where the processor cannot, `Wrong` where something is not as it should be. */
  readonly play: (actor: Actor, story: Story) => Promise<Played>;
}

/** The processor or its connector does not do this; the message says why. */
export class Cannot extends Error {
  override readonly name = "Cannot";
}

export function needs({ connector }: Actor, ...flows: readonly FlowName[]): void {
  const missing = flows.filter((flow) => !connector.flows[flow]);
  if (missing.length > 0)
    throw new Cannot(
      `${connector.name} has no ${missing.map((flow) => rpcOf(flow).name).join(", ")}`,
    );
}

/** Some give nothing back before the banks have settled what was captured. */
export function settled({ running, simulator }: Actor, { paymentId }: PaymentRef): void {
  if (!simulator.commands["settle"]) return;
  try {
    running.command("settle", { payment: paymentId, outcome: "succeeded" });
  } catch {
    // Where nothing waits for a bank, the simulator says so.
  }
}

export const scenes: readonly Scene[] = [
  { name: "authorize", play: authorize },
  { name: "capture", play: capture },
  { name: "refund", play: refund },
  { name: "decline", play: decline },
  { name: "3-D Secure", play: challenge },
  { name: "dispute", play: dispute },
  { name: "answer lost", play: lostOutcome },
  { name: "webhooks", play: webhooks },
];

export function storyOf({ simulator: { samples } }: Actor): Story {
  const card = samples.methods["card"] ?? Object.values(samples.methods)[0];
  must(card !== undefined, "the simulator has no sample of any method");
  return { card, amount: sampleAmount(samples, card) };
}

async function authorize(actor: Actor, story: Story): Promise<Played> {
  needs(actor, "authorizePayment");
  if (!actor.connector.flows.capturePayment) return collect(actor, story);
  const books = openBooks(actor.running);
  const request = authorization(actor.simulator.samples, story.card, {
    reference: actor.reference("authorize"),
    captureMode: CaptureMode.MANUAL,
  });
  const { payment, walked } = await finish(
    actor,
    await actor.calls.payments.authorizePayment(request),
    PaymentStatus.AUTHORIZED,
  );
  mustBe(payment, PaymentStatus.AUTHORIZED);
  books.mustSay([["authorization", story.amount]]);
  const ref = refOf(payment);
  const own = [ref.paymentId, ...Object.values(ref.relatedIds)];
  must(
    books.gained().every((entry) => own.includes(entry.payment)),
    "the ledger has it under an id that the answer does not tell",
  );
  story.authorized = ref;
  story.asksAlways = walked > 0;
  return {
    text: `AUTHORIZED ${shownAmount(story.amount)}`,
    ...(walked > 0 && { why: "asks the customer of every card; the page was walked" }),
  };
}

/** Of a processor that holds nothing: the money is taken as soon as the bank lets it. */
async function collect(actor: Actor, story: Story): Promise<Played> {
  const books = openBooks(actor.running);
  const request = authorization(actor.simulator.samples, story.card, {
    reference: actor.reference("authorize"),
    captureMode: CaptureMode.AUTOMATIC,
  });
  const begun = await actor.calls.payments.authorizePayment(request);
  const { payment, walked } = await finish(actor, begun, PaymentStatus.CAPTURED);
  mustBe(payment, PaymentStatus.CAPTURED);
  const taken = books.gained().filter(({ kind }) => kind === "capture");
  must(
    taken.length === 1 && taken[0]?.amount === story.amount.minorUnits,
    "the ledger does not hold this one collection",
  );
  story.captured = refOf(payment);
  story.asksAlways = walked > 0;
  return {
    text: `CAPTURED ${shownAmount(story.amount)}`,
    why: `${actor.connector.name} holds nothing: it was collected once the bank had decided`,
  };
}

async function capture(actor: Actor, story: Story): Promise<Played> {
  needs(actor, "capturePayment");
  const payment = told(story.authorized, "the authorization");
  const books = openBooks(actor.running);
  const { operation } = await actor.calls.payments.capturePayment({
    reference: actor.reference("capture"),
    payment,
    amount: story.amount,
    finalCapture: true,
  });
  must(operation?.certainty === Certainty.DEFINITIVE, "the capture is not certain");
  const later = await done(actor, operation.status, "the capture", payment, OperationKind.CAPTURE);
  books.mustSay([["capture", story.amount]]);
  story.captured = payment;
  return { text: `CAPTURED ${shownAmount(story.amount)}`, ...later };
}

async function refund(actor: Actor, story: Story): Promise<Played> {
  needs(actor, "createRefund");
  const payment = told(story.captured, "the capture");
  settled(actor, payment);
  const third: Amount = { ...story.amount, minorUnits: story.amount.minorUnits / 3n };
  const books = openBooks(actor.running);
  const { operation, refund: made } = await actor.calls.refunds.createRefund({
    reference: actor.reference("refund"),
    payment,
    amount: third,
  });
  must(operation?.certainty === Certainty.DEFINITIVE, "the refund is not certain");
  const status =
    made?.status === RefundStatus.PENDING ? OperationStatus.ACCEPTED : operation.status;
  const later = await done(actor, status, "the refund", payment, OperationKind.REFUND);
  books.mustSay([["refund", third]]);
  return { text: `REFUNDED ${shownAmount(third)}`, ...later };
}

/** Where the processor only took the operation on, its webhook says that it was done. */
async function done(
  actor: Actor,
  status: OperationStatus,
  what: string,
  payment: PaymentRef,
  kind: OperationKind,
): Promise<Pick<Played, "why">> {
  if (status === OperationStatus.SUCCEEDED) return {};
  must(status === OperationStatus.ACCEPTED, `${what} was refused`);
  await hear(actor, `${what}'s end`, (event) => {
    if (!belongs(event, payment)) return false;
    if (event.resource.case === "refund" && kind === OperationKind.REFUND)
      return event.resource.value.status === RefundStatus.SUCCEEDED;
    return event.operation?.kind === kind && event.operation.status === OperationStatus.SUCCEEDED;
  });
  return { why: "acknowledged as ACCEPTED; the webhook says that it was done" };
}

/** At once where a test value does that, otherwise after the customer's page has refused. */
async function decline(actor: Actor, story: Story): Promise<Played> {
  const { outcomes } = actor.simulator.samples;
  const refused = outcomes.filter(({ status, code }) => status === "FAILED" && code !== undefined);
  const chosen =
    refused.find(({ code }) => code === "INSUFFICIENT_FUNDS") ??
    refused[0] ??
    outcomes.filter(asksCustomer(story)).at(-1);
  if (!chosen) throw new Cannot("no test value of this processor ends in a decline");
  const books = openBooks(actor.running);
  const begun = await actor.calls.payments.authorizePayment(
    authorization(actor.simulator.samples, chosen, {
      reference: actor.reference("decline"),
      captureMode: CaptureMode.AUTOMATIC,
    }),
  );
  const { payment, walked } = await finish(actor, begun, PaymentStatus.CAPTURED, "refuse");
  mustBe(payment, PaymentStatus.FAILED);
  const { failure } = payment;
  must(failure !== undefined, "the failed payment does not say why");
  const code = wordOf(FailureCodeSchema, failure.code);
  must(
    failure.code !== FailureCode.UNMAPPED && failure.code !== FailureCode.UNSPECIFIED,
    `the reason is ${code}: ${failure.processor?.code ?? "no code"}`,
  );
  must(
    chosen.code === undefined || chosen.code === code,
    `the reason is ${code}, not ${chosen.code}`,
  );
  books.mustSay([]);
  const processorCode = failure.processor?.code;
  return {
    text: code,
    why: [
      processorCode && `its own code is ${processorCode}`,
      `actor ${wordOf(ActorSchema, failure.actor)}, retry ${wordOf(RetrySchema, failure.retry)}`,
      walked > 0 && "the customer's page refused",
    ]
      .filter(Boolean)
      .join("; "),
  };
}

const asksCustomer =
  ({ card }: Story) =>
  (outcome: Outcome): boolean =>
    outcome.status === "ACTION_REQUIRED" && methodOf(outcome) === methodOf(card);

async function challenge(actor: Actor, story: Story): Promise<Played> {
  needs(actor, "resumePayment");
  const { samples } = actor.simulator;
  const chosen = samples.outcomes.find(asksCustomer(story));
  if (!chosen) throw new Cannot("no test card of this processor asks its owner");
  const amount = sampleAmount(samples, chosen);
  const books = openBooks(actor.running);
  const begun = await actor.calls.payments.authorizePayment(
    authorization(samples, chosen, {
      reference: actor.reference("challenge"),
      captureMode: CaptureMode.AUTOMATIC,
    }),
  );
  mustBe(begun.payment, PaymentStatus.ACTION_REQUIRED);
  must(begun.nextAction !== undefined, "the answer does not say what the customer has to do");
  books.mustSay([]);
  const { payment, walked } = await finish(actor, begun, PaymentStatus.CAPTURED);
  must(walked > 0, "no page was walked");
  mustBe(payment, PaymentStatus.CAPTURED);
  const taken: Expected = [
    ["authorization", amount],
    ["capture", amount],
  ];
  const bare: Expected = [["capture", amount]];
  books.mustSay(books.gained().length === 1 ? bare : taken);
  story.challenged = refOf(payment);
  return {
    text: `page, ${wordOf(PaymentStatusSchema, payment.status)} ${shownAmount(amount)}`,
    why: "ACTION_REQUIRED, the page walked, then resumed from what came back",
  };
}

export function mustBe(payment: Payment | undefined, status: PaymentStatus): void {
  const word = (one: PaymentStatus) => wordOf(PaymentStatusSchema, one);
  const failure = payment?.failure;
  const reason = failure ? ` (${wordOf(FailureCodeSchema, failure.code)})` : "";
  must(
    payment?.status === status,
    `the payment is ${payment ? word(payment.status) : "not told"}${reason}, not ${word(status)}`,
  );
}

export function refOf(payment: Payment): PaymentRef {
  must(
    payment.paymentRef !== undefined && payment.paymentRef.paymentId !== "",
    "the payment has no id",
  );
  return payment.paymentRef;
}

export function told(ref: PaymentRef | undefined, what: string): PaymentRef {
  must(ref !== undefined, `${what} did not succeed, and this builds on it`);
  return ref;
}
