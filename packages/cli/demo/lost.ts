/** The connection breaks when the money has moved: nobody knows, and the answer names a way to find out. */
import { anyPack, timestampNow } from "@bufbuild/protobuf/wkt";
import {
  type AuthorizePaymentRequest,
  AuthorizePaymentRequestSchema,
  type AuthorizePaymentResponse,
  CaptureMode,
  Certainty,
  Lookup_Outcome,
  OperationStatus,
  PaymentStatus,
  PendingReason,
  Resolution_Way,
  Resolution_WaySchema,
} from "#contract";
import type { Sample } from "#simulate";
import { authorization, methodOf, sampleAmount } from "../requests.ts";
import { wordOf } from "../tree.ts";
import { type Actor, type Begun, finish, isPage } from "./actor.ts";
import { must, openBooks } from "./books.ts";
import { Cannot, mustBe, type Played, type Story } from "./scenes.ts";

export async function lostOutcome(actor: Actor, story: Story): Promise<Played> {
  const sample = story.asksAlways ? await withoutPage(actor, story) : story.card;
  const amount = sampleAmount(actor.simulator.samples, sample);
  const request = requestWith(actor, sample, "lost");
  const { requests } = await actor.calls.tools.preview({
    call: anyPack(AuthorizePaymentRequestSchema, request),
  });
  const books = openBooks(actor.running);
  // The last request of a call is the one that moves money.
  actor.running.faults.script({ on: "*", nth: requests.length, fault: { kind: "cut-after" } });
  const attemptedAt = timestampNow();
  const lost = await actor.calls.payments.authorizePayment(request);
  actor.running.faults.clear();
  mustBeUnknown(lost);

  const ways = lost.operation?.resolution?.ways ?? [];
  const chosen = ways.find((way) => resolutions.has(way));
  const resolve = chosen === undefined ? undefined : resolutions.get(chosen);
  if (chosen === undefined || !resolve)
    throw new Cannot(`the only way is ${ways.map(word).join(", ")}`);
  const found = await resolve({ actor, request, lost, attemptedAt });
  const { payment } = await finish(actor, found, PaymentStatus.CAPTURED);
  mustBe(payment, PaymentStatus.CAPTURED);
  const charges = books.gained().filter(({ kind }) => kind === "capture");
  must(charges.length === 1, `the ledger holds ${charges.length} charges instead of one`);
  must(
    charges[0]?.amount === amount.minorUnits && charges[0].currency === amount.currency,
    "the one charge is of another amount",
  );
  must(
    books.gained().every(({ kind }) => kind === "capture" || kind === "authorization"),
    "the ledger holds more than the charge",
  );
  return {
    text: `${word(chosen)}: 1 charge`,
    why: remark(ways, sample === story.card ? undefined : methodOf(sample)),
  };
}

const requestWith = ({ simulator, reference }: Actor, sample: Sample, word: string) =>
  authorization(simulator.samples, sample, {
    reference: reference(word),
    captureMode: CaptureMode.AUTOMATIC,
  });

/**
 * A page whose address is in the lost answer is a page that the customer never sees: nothing is charged. So the method
 * must be one that is paid elsewhere, found by paying with each in turn.
 */
async function withoutPage(actor: Actor, { card }: Story): Promise<Sample> {
  for (const sample of Object.values(actor.simulator.samples.methods)) {
    if (sample === card) continue;
    const request = requestWith(actor, sample, "rehearsal");
    const begun = await actor.calls.payments.authorizePayment(request);
    if (isPage(begun.nextAction)) continue;
    const { payment } = await finish(actor, begun, PaymentStatus.CAPTURED);
    if (payment.status === PaymentStatus.CAPTURED) return sample;
  }
  throw new Cannot("every method asks the customer at a page, which a lost answer never shows");
}

function mustBeUnknown({ operation, payment }: AuthorizePaymentResponse): void {
  must(operation?.status === OperationStatus.UNKNOWN, "the lost outcome is not UNKNOWN");
  must(operation.certainty === Certainty.UNKNOWN, "the lost outcome passes for certain");
  must(
    payment?.status === PaymentStatus.PENDING &&
      payment.pendingReason === PendingReason.OUTCOME_UNKNOWN,
    "the payment does not say that its outcome is unknown",
  );
}

interface Lost {
  readonly actor: Actor;
  readonly request: AuthorizePaymentRequest;
  readonly lost: AuthorizePaymentResponse;
  readonly attemptedAt: ReturnType<typeof timestampNow>;
}

const resolutions: ReadonlyMap<Resolution_Way, (lost: Lost) => Promise<Begun>> = new Map([
  [
    Resolution_Way.REPEAT_SAME_KEY,
    ({ actor, request }: Lost) => actor.calls.payments.authorizePayment(request),
  ],
  [Resolution_Way.GET, lookUp],
  [Resolution_Way.WAIT_FOR_WEBHOOK, awaitWebhook],
]);

async function lookUp({ actor, request, lost, attemptedAt }: Lost): Promise<Begun> {
  const key = lost.operation?.idempotency?.key;
  const found = await actor.calls.payments.getPayment({
    target: {
      case: "originalCall",
      value: {
        reference: request.reference,
        attemptedAt,
        ...(key !== undefined && { idempotencyKey: key }),
        ...(request.purchase?.amount && { amount: request.purchase.amount }),
      },
    },
  });
  must(found.lookup?.outcome === Lookup_Outcome.FOUND, "the look-up does not find the payment");
  return found;
}

async function awaitWebhook({ actor, request }: Lost): Promise<Begun> {
  const { resource } = await actor.inbox.until(
    actor.id,
    "the lost payment",
    (event) => event.reference === request.reference && event.resource.case === "payment",
  );
  return { payment: resource.case === "payment" ? resource.value : undefined };
}

const word = (way: Resolution_Way) => wordOf(Resolution_WaySchema, way);

function remark(ways: readonly Resolution_Way[], otherMethod: string | undefined): string {
  const said = [
    `UNKNOWN, with the ways ${ways.map(word).join(", ")}`,
    !ways.includes(Resolution_Way.REPEAT_SAME_KEY) && "it knows no idempotency key",
    !ways.includes(Resolution_Way.GET) && "it has no look-up by reference",
    otherMethod !== undefined &&
      `paid with ${otherMethod}, since the address of a page is lost with the answer`,
  ];
  return said.filter((one) => one !== false).join("; ");
}
