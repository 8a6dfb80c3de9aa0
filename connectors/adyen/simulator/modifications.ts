/** What a merchant does to a payment afterwards: acknowledged at once, decided by webhook. */
import {
  answerWith,
  at,
  type Handler,
  type SimulatedAnswer,
  type SimulatedRequest,
  textAt,
  type World,
} from "#simulate";
import { record } from "./ledger.ts";
import { notify } from "./notifications.ts";
import {
  capturable,
  captureFails,
  findPayment,
  giveBack,
  type Payment,
  refundFails,
  release,
  take,
} from "./payments.ts";
import {
  type Amount,
  amountOf,
  badAmount,
  badBody,
  missing,
  nextBlob,
  nextReference,
  refuse,
  unknownPayment,
  words,
} from "./wire.ts";

/** The members of each request, https://docs.adyen.com/api-explorer/Checkout/72/overview#modifications. */
const fields = {
  captures: words(
    "amount applicationInfo enhancedSchemeData lineItems merchantAccount platformChargebackLogic reference splits subMerchants",
  ),
  cancels: words("applicationInfo merchantAccount reference"),
  reversals: words("applicationInfo merchantAccount reference"),
  refunds: words(
    "amount applicationInfo capturePspReference enhancedSchemeData lineItems merchantAccount merchantRefundReason reference splits store",
  ),
  amountUpdates: words(
    "adjustAuthType adjustAuthorisationData amount applicationInfo industryUsage lineItems merchantAccount mpiData reference splits",
  ),
  standaloneCancels: words("applicationInfo merchantAccount paymentReference reference"),
};

interface Modification {
  readonly payment: Payment;
  readonly pspReference: string;
  readonly reference: string | undefined;
  readonly amount: Amount;
  readonly body: unknown;
}
/** Undefined where it succeeds; otherwise the webhook's reason why not. */
type Act = (world: World, modification: Modification) => string | undefined;

export const modificationRoutes = {
  "POST /v72/payments/:reference/captures": modify("captures", "CAPTURE", capture),
  "POST /v72/payments/:reference/cancels": modify("cancels", "CANCELLATION", cancel),
  "POST /v72/payments/:reference/refunds": modify("refunds", "REFUND", refund),
  "POST /v72/payments/:reference/reversals": modify("reversals", "CANCEL_OR_REFUND", reverse),
  "POST /v72/payments/:reference/amountUpdates": (request, world) =>
    textAt(request.body, "adjustAuthorisationData") === undefined
      ? modify("amountUpdates", "AUTHORISATION_ADJUSTMENT", adjust)(request, world)
      : adjustAtOnce(request, world),

  "POST /v72/cancels": (request, world) => {
    const { body } = request;
    const refusal = badBody(request, "StandalonePaymentCancelRequest", fields.standaloneCancels);
    if (refusal) return refusal;
    const paymentReference = textAt(body, "paymentReference");
    const merchantAccount = textAt(body, "merchantAccount") ?? "";
    if (!paymentReference) return missing("paymentReference");
    const pspReference = nextReference(world);
    const payment = findByReference(world, merchantAccount, paymentReference);
    if (payment) {
      const modification = {
        payment,
        pspReference,
        reference: undefined,
        amount: payment.amount,
        body,
      };
      tell(world, "TECHNICAL_CANCEL", modification, cancel(world, modification));
    }
    const reference = textAt(body, "reference");
    return answerWith(
      { merchantAccount, paymentReference, pspReference, reference, status: "received" },
      201,
    );
  },
} satisfies Record<string, Handler>;

type Kind = Exclude<keyof typeof fields, "standaloneCancels">;

function modify(kind: Kind, eventCode: string, act: Act): Handler {
  return (request, world) => {
    const read = readModification(kind, request, world);
    if ("status" in read) return read;
    const before = read.payment.state;
    tell(world, eventCode, read, act(world, read), before);
    return acknowledged(kind, read, { status: "received" });
  };
}

function readModification(
  kind: Kind,
  request: SimulatedRequest,
  world: World,
): Modification | SimulatedAnswer {
  const { body, params } = request;
  const structure = `Payment${kind[0]?.toUpperCase()}${kind.slice(1, -1)}Request`;
  const hasAmount = fields[kind].includes("amount");
  const refusal =
    badBody(request, structure, fields[kind]) ?? (hasAmount ? badAmount(body) : undefined);
  if (refusal) return refusal;
  const payment = findPayment(world, params["reference"], textAt(body, "merchantAccount"));
  if (!payment) return unknownPayment();
  const amount = hasAmount ? amountOf(body) : payment.amount;
  if ((hasAmount && amount.value === 0n) || amount.currency !== payment.amount.currency)
    return refuse("137", "Invalid amount specified");
  return {
    payment,
    amount,
    body,
    pspReference: nextReference(world),
    reference: textAt(body, "reference"),
  };
}

const acknowledged = (
  kind: Kind,
  { payment, pspReference, reference, amount, body }: Modification,
  more: object,
) =>
  answerWith(
    {
      merchantAccount: payment.merchantAccount,
      paymentPspReference: payment.pspReference,
      pspReference,
      reference: reference ?? (kind === "amountUpdates" ? payment.reference : undefined),
      ...(fields[kind].includes("amount") && { amount }),
      merchantRefundReason: at(body, "merchantRefundReason"),
      capturePspReference: at(body, "capturePspReference"),
      industryUsage: at(body, "industryUsage"),
      store: at(body, "store"),
      lineItems: at(body, "lineItems"),
      splits: at(body, "splits"),
      ...more,
    },
    201,
  );

const notCaptured = "Transaction hasn't been captured, refund not possible";
const tooMuch = "Insufficient balance on payment";
const alreadyOver = "Transaction is not authorised, or has been captured already";

/** Several partial captures are allowed in this account; what is left over stays capturable until it expires. */
function capture(world: World, { payment, amount }: Modification): string | undefined {
  if (payment.state !== "authorised" && payment.state !== "captured") return alreadyOver;
  if (amount.value > capturable(payment)) return tooMuch;
  take(world, payment, amount.value);
  return undefined;
}

function cancel(world: World, { payment }: Modification): string | undefined {
  if (payment.state !== "authorised") return alreadyOver;
  release(world, payment, "cancelled");
  return undefined;
}

function refund(world: World, { payment, amount }: Modification): string | undefined {
  if (payment.captured === 0n) return notCaptured;
  if (payment.refunded + amount.value > payment.captured) return tooMuch;
  giveBack(world, payment, amount.value);
  return undefined;
}

function reverse(world: World, modification: Modification): string | undefined {
  const { payment } = modification;
  if (payment.captured === 0n) return cancel(world, modification);
  const value = payment.captured - payment.refunded;
  return value === 0n
    ? tooMuch
    : refund(world, { ...modification, amount: { ...payment.amount, value } });
}

/** https://docs.adyen.com/online-payments/adjust-authorisation: only of a pre-authorisation. */
function adjust(world: World, { payment, amount }: Modification): string | undefined {
  if (!payment.preAuthorisation || payment.state !== "authorised") return alreadyOver;
  const difference = amount.value - payment.authorised;
  record(
    world,
    payment,
    difference > 0n ? "authorization" : "void",
    difference > 0n ? difference : -difference,
  );
  payment.authorised = amount.value;
  return undefined;
}

const adjustAtOnce: Handler = (request, world) => {
  const read = readModification("amountUpdates", request, world);
  if ("status" in read) return read;
  const problem = adjust(world, read);
  const more = problem
    ? { status: "refused" }
    : { status: "authorised", adjustAuthorisationData: nextBlob(world) };
  return acknowledged("amountUpdates", read, more);
};

/** The webhook of a modification, and where its scheme turns it down a day later, that of its failure. */
function tell(
  world: World,
  eventCode: string,
  { payment, pspReference, reference, amount }: Modification,
  problem: string | undefined,
  before: Payment["state"] = payment.state,
): void {
  const item = {
    pspReference,
    originalReference: payment.pspReference,
    merchantAccountCode: payment.merchantAccount,
    merchantReference: reference ?? payment.reference,
    amount,
    paymentMethod: payment.variant,
  };
  const action = before === "captured" ? "refund" : "cancel";
  notify(world, {
    ...item,
    eventCode,
    success: problem === undefined,
    reason: problem,
    additionalData:
      eventCode === "CANCEL_OR_REFUND" ? { "modification.action": action } : undefined,
  });
  if (problem !== undefined) return;
  if (eventCode === "CAPTURE" && captureFails(payment))
    failLater(world, () => {
      payment.captured -= amount.value;
      notify(world, {
        ...item,
        eventCode: "CAPTURE_FAILED",
        success: true,
        reason: "Capture Failed",
      });
    });
  if (eventCode === "REFUND" && refundFails(payment))
    failLater(world, () => {
      payment.refunded -= amount.value;
      notify(world, {
        ...item,
        eventCode: "REFUND_FAILED",
        success: true,
        reason: "Refund Failed",
      });
    });
}
const failLater = (world: World, act: () => void) => world.schedule(86_400, act);

/** The latest payment of a merchant's own reference, for 24 hours, https://docs.adyen.com/online-payments/cancel. */
const findByReference = (world: World, merchantAccount: string, reference: string) =>
  [...world.table<Payment>("payments").values()].findLast(
    (payment) =>
      payment.merchantAccount === merchantAccount &&
      payment.reference === reference &&
      world.now().getTime() - payment.createdAt.getTime() <= 86_400_000,
  );
