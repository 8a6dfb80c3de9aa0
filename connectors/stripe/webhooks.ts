/** What Stripe tells by itself. https://docs.stripe.com/webhooks */
import { Certainty, EventAction, OperationKind, PaymentStatus } from "#contract";
import {
  authorized,
  bytesOf,
  conform,
  webhooks as declared,
  decode,
  done,
  type EventResult,
  fromUnix,
  genuine,
  hmacSha256,
  ignored,
  isRecent,
  modeByPrefix,
  type OperationResult,
  refunded,
  rejected,
  sameSecret,
  v,
  whole,
} from "#kit";
import { ofMandate, toDispute, toMandate, toPayment, toRefund } from "./answers.ts";
import { chargedPayment, methodOf, refOf } from "./charges.ts";
import {
  Charge,
  Dispute,
  EarlyFraudWarning,
  Mandate,
  PaymentIntent,
  PaymentMethod,
  Refund,
  ReportRun,
  SetupIntent,
  textAt,
} from "./shapes.ts";

const Event = v.looseObject({
  id: v.string(),
  type: v.string(),
  created: v.fallback(v.nullish(whole), undefined),
  livemode: v.fallback(v.nullish(v.boolean()), undefined),
  data: v.nullish(
    v.looseObject({
      object: v.looseObject({}),
      previous_attributes: v.nullish(v.looseObject({}), {}),
    }),
  ),
});
type Data = NonNullable<v.InferOutput<typeof Event>["data"]>;

/** What an event is about; its action is APPLY unless it says otherwise. */
type Told = Omit<EventResult, "processorEventType" | "dedupeKey" | "action"> &
  Partial<Pick<EventResult, "action">>;

/** An intent shows its charge by id alone: it adds to what is known, and does not replace it. */
function ofIntent({ object }: Data, type: string): Told {
  const payment = toPayment(conform(PaymentIntent, object));
  const { paymentRef, status } = payment;
  const isVoid = type === "payment_intent.canceled" && status !== PaymentStatus.EXPIRED;
  const isFailure = type === "payment_intent.payment_failed" && status === PaymentStatus.FAILED;
  return {
    paymentRef,
    ...(isVoid && operation(OperationKind.VOID, done())),
    ...(isFailure && operation(OperationKind.AUTHORIZE, authorized(payment))),
    resource: { case: "payment", value: payment },
  };
}
function ofCharge({ object }: Data, type: string): Told {
  const charge = conform(Charge, object);
  const payment = chargedPayment(charge, type === "charge.succeeded");
  if (!payment)
    return { paymentRef: refOf({ ...charge, charge: charge.id }), action: EventAction.LOOK_UP };
  // Where several captures may be, the end of the hold is told as one. https://docs.stripe.com/payments/multicapture#webhooks
  const isOne = textAt(charge, "payment_method_details.card.multicapture.status") !== "available";
  const isCapture = isOne || charge.amount_captured >= charge.amount;
  return {
    paymentRef: payment.paymentRef,
    ...(type === "charge.captured" && isCapture && operation(OperationKind.CAPTURE, done())),
    resource: { case: "payment", value: payment },
  };
}
function ofRefund({ object }: Data): Told {
  const refund = toRefund(conform(Refund, object));
  return {
    paymentRef: refund.refundRef?.payment,
    ...operation(OperationKind.REFUND, refunded(refund)),
    isSnapshot: true,
    resource: { case: "refund", value: refund },
  };
}
function ofDispute({ object }: Data): Told {
  const dispute = toDispute(conform(Dispute, object));
  return {
    paymentRef: dispute.disputeRef?.payment,
    isSnapshot: true,
    resource: { case: "dispute", value: dispute },
  };
}
const ofSetup = ({ object }: Data): Told => ({
  resource: { case: "mandate", value: toMandate(conform(SetupIntent, object)) },
});
const ofAgreement = ({ object }: Data): Told => ({
  resource: { case: "mandate", value: ofMandate(conform(Mandate, object)) },
});
function ofMethod({ object, previous_attributes: before }: Data, type: string): Told {
  const { stored, ...details } = methodOf(conform(PaymentMethod, object));
  return {
    isSnapshot: true,
    resource: {
      case: "storedMethod",
      value: {
        stored,
        details,
        customerId: textAt(object, "customer") ?? textAt(before, "customer"),
        removed: type === "payment_method.detached",
      },
    },
  };
}
function ofWarning({ object }: Data): Told {
  const { id, actionable, fraud_type: kind } = conform(EarlyFraudWarning, object);
  return {
    paymentRef: refOf(object),
    isSnapshot: true,
    resource: {
      case: "fraudAlert",
      value: { fraudAlertId: id, actionable, kind: kind ?? undefined },
    },
  };
}
const ofReport = ({ object }: Data): Told => {
  const { id, result } = conform(ReportRun, object);
  return {
    isSnapshot: true,
    resource: { case: "report", value: { reportId: id, url: textAt(result, "url") } },
  };
};
const ofReview = ({ object }: Data): Told => ({
  paymentRef: refOf(object),
  action: EventAction.LOOK_UP,
});

const operation = (kind: OperationKind, result: OperationResult) => ({
  operation: { kind, certainty: Certainty.DEFINITIVE, ...result },
});

type Teller = (data: Data, type: string) => Told;
const tellers: ReadonlyMap<string, Teller> = new Map(
  (
    [
      [
        ofIntent,
        "payment_intent.",
        "amount_capturable_updated canceled created partially_funded payment_failed processing requires_action succeeded",
      ],
      [ofCharge, "charge.", "captured expired failed pending refunded succeeded updated"],
      [ofRefund, "refund.", "created failed updated"],
      [ofRefund, "charge.refund.", "updated"],
      [ofDispute, "charge.dispute.", "closed created funds_reinstated funds_withdrawn updated"],
      [ofSetup, "setup_intent.", "canceled created requires_action setup_failed succeeded"],
      [ofAgreement, "mandate.", "updated"],
      [ofMethod, "payment_method.", "attached automatically_updated detached updated"],
      [ofWarning, "radar.early_fraud_warning.", "created updated"],
      // One that failed is no file.
      [ofReport, "reporting.report_run.", "succeeded"],
      [ofReview, "review.", "closed opened"],
    ] satisfies readonly (readonly [Teller, string, string])[]
  ).flatMap(([tell, noun, verbs]) =>
    verbs.split(" ").map((verb): [string, Teller] => [noun + verb, tell]),
  ),
);

interface Keys {
  readonly apiKey: string;
  readonly webhookSecrets: readonly string[];
}
/** https://docs.stripe.com/keys */
export const modeOf = ({ apiKey }: Pick<Keys, "apiKey">) =>
  modeByPrefix(apiKey, { live: ["sk_live_", "rk_live_"], test: ["sk_test_", "rk_test_"] });

export const webhooks = declared<Keys>({
  events: [...tellers.keys()],
  source: "https://docs.stripe.com/api/events/types",
  signed: true,
  secret: "webhookSecrets",

  /** https://docs.stripe.com/webhooks#verify-manually */
  verify: ({ headers, bytes }, { credentials, now }) => {
    const header = headers["stripe-signature"];
    if (!header) return rejected("SIGNATURE_MISSING");
    const given = header.split(",").map((part) => part.trim().split("="));
    const valuesOf = (name: string) =>
      given.flatMap(([key, value]) => (key === name && value ? [value] : []));
    const [time = ""] = valuesOf("t");
    const signed = joined(bytesOf({ type: "", text: `${time}.` }), bytes);
    const expected = credentials.webhookSecrets.map((key) => hmacSha256(key, signed, "hex"));
    const holds = valuesOf("v1").some((sent) => expected.some((made) => sameSecret(sent, made)));
    if (holds && !isRecent(Number(time), now)) return rejected("TIMESTAMP");
    return genuine(holds);
  },

  read: ({ text }, { credentials }) => {
    const { id, type, created, data, livemode, ...event } = decode(Event, text);
    const tell = tellers.get(type);
    // A platform's live endpoint gets its accounts' test events too. https://docs.stripe.com/connect/webhooks
    const isOther = livemode === (modeOf(credentials) !== "live");
    if (!tell || !data || isOther) return [ignored(type, id, id)];
    return [
      {
        action: EventAction.APPLY,
        ...tell(data, type),
        processorEventId: id,
        processorEventType: type,
        dedupeKey: id,
        subAccount: textAt(event, "account"),
        occurredAt: created ? fromUnix(created) : undefined,
        reference: textAt(data.object, "metadata.reference"),
      },
    ];
  },
});

/** A signature is over bytes. */
function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const whole = new Uint8Array(first.length + second.length);
  whole.set(first);
  whole.set(second, first.length);
  return whole;
}
