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
import { authorization } from "../requests.ts";
import { wordOf } from "../tree.ts";
import { type Actor, type Begun, finish } from "./actor.ts";
import { must, openBooks } from "./books.ts";
import { Cannot, mustBe, type Played, type Story } from "./scenes.ts";

export async function lostOutcome(actor: Actor, story: Story): Promise<Played> {
  const request = authorization(actor.simulator.samples, story.card, {
    reference: actor.reference("lost"),
    captureMode: CaptureMode.AUTOMATIC,
  });
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
  const { payment, walked } = await finish(actor, found, "agree");
  mustBe(payment, PaymentStatus.CAPTURED);
  const charges = books.gained().filter(({ kind }) => kind === "capture");
  must(charges.length === 1, `the ledger holds ${charges.length} charges instead of one`);
  must(
    charges[0]?.amount === story.amount.minorUnits && charges[0].currency === story.amount.currency,
    "the one charge is of another amount",
  );
  must(
    books.gained().every(({ kind }) => kind === "capture" || kind === "authorization"),
    "the ledger holds more than the charge",
  );
  return {
    text: `UNKNOWN, ${word(chosen)}: 1 charge`,
    why: remark(actor, ways, chosen, walked),
  };
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

function remark(
  { connector }: Actor,
  ways: readonly Resolution_Way[],
  chosen: Resolution_Way,
  walked: number,
): string {
  const missing = [
    !ways.includes(Resolution_Way.REPEAT_SAME_KEY) &&
      `${connector.name} does not recognise a repeat`,
    !ways.includes(Resolution_Way.GET) && "it has no look-up by reference",
  ].filter((one) => one !== false);
  return [
    `resolved by ${word(chosen)} of ${ways.map(word).join(", ")}`,
    ...missing,
    ...(walked > 0 ? ["the customer's page was walked after it was found"] : []),
  ].join("; ");
}
