/** The way of a payment from its first answer to its end, by whatever the shopper has to do. */
import { strict as assert } from "node:assert";
import {
  type AuthorizePaymentRequest,
  type AuthorizePaymentResponse,
  CaptureMode,
  type Event,
  type Mandate,
  type Money,
  type NextAction,
  OperationStatus,
  type Payment,
  type PaymentRef,
  PaymentStatus,
  type ResumePaymentRequest,
  type ResumePaymentResponse,
} from "#contract";
import { methodName, parseJson } from "#kit";
import { applyAnswer, applyEvent, type PaymentRecord } from "#runtime";
import { type Arrival, browse, type Visit, type Wish } from "./browser.ts";
import { cardSample, requestFor, type Shop } from "./shop.ts";

/** Where a payment or a mandate stands, whoever said so. */
export interface Standing {
  readonly payment?: Payment | undefined;
  readonly mandate?: Mandate | undefined;
  readonly nextAction?: NextAction | undefined;
  readonly state?: string | undefined;
}
type Returned = ResumePaymentRequest["returned"];

const MOST_ACTIONS = 6;
/** Longer than any processor's "a moment later". */
const A_WHILE = 3600;

const open: ReadonlySet<PaymentStatus> = new Set([
  PaymentStatus.PENDING,
  PaymentStatus.ACTION_REQUIRED,
]);
export const isOpen = (payment: Pick<Payment, "status"> | undefined): boolean =>
  payment === undefined || open.has(payment.status);

/** Does what `next_action` says until nothing is left to do; each return is made twice and must be answered alike. */
export async function act<Begun extends Standing>(
  shop: Shop,
  begun: Begun,
  wish: Wish = "succeeded",
  seen: (arrival: Arrival) => void = () => {},
): Promise<Begun | ResumePaymentResponse> {
  let standing: Begun | ResumePaymentResponse = begun;
  for (let actions = 0; actions < MOST_ACTIONS && standing.nextAction?.action.case; actions += 1) {
    const returned = await perform(shop, standing.nextAction, wish, seen);
    if (!returned || !shop.has("resumePayment")) return standing;
    standing = await resume(shop, standing, returned);
  }
  return standing;
}

async function resume(
  shop: Shop,
  { state, payment }: Standing,
  returned: Returned,
): Promise<ResumePaymentResponse> {
  const request = {
    returned,
    ...(state !== undefined && { state }),
    ...(payment?.paymentRef && { payment: payment.paymentRef }),
  };
  const first = await shop.client.payments.resumePayment(request);
  const again = await shop.client.payments.resumePayment(request);
  assert.equal(again.operation?.status, first.operation?.status, "resuming twice is safe");
  assert.equal(again.payment?.status, first.payment?.status, "resuming twice is safe");
  assert.equal(again.mandate?.status, first.mandate?.status, "resuming twice is safe");
  if (first.operation?.status !== OperationStatus.UNKNOWN) shop.prove("resumePayment");
  return first;
}

/** What comes back to the shop; undefined where the shopper acts elsewhere. */
export async function perform(
  { sandbox }: Shop,
  { action }: NextAction,
  wish: Wish,
  seen: (arrival: Arrival) => void = () => {},
): Promise<Returned | undefined> {
  const walked = async (visit: Visit) => {
    const arrival = await browse(sandbox, visit, wish);
    seen(arrival);
    return returnedFrom(arrival);
  };
  switch (action.case) {
    case "redirect": {
      const { url, httpMethod, fields } = action.value;
      if (!sandbox.addressOf(url)) return undefined;
      return walked(
        httpMethod === "POST" ? { method: "POST", url, fields } : { method: "GET", url },
      );
    }
    case "threeDsMethod": {
      const { url, data } = action.value;
      return walked({ method: "POST", url, fields: { threeDSMethodData: data } });
    }
    case "threeDsChallenge": {
      const { url, request } = action.value;
      return walked({ method: "POST", url, fields: { creq: request } });
    }
    case "input":
      return {
        case: "input",
        value: {
          $typeName: "payments.v1.ReturnedFields",
          fields: Object.fromEntries(action.value.fields.map(({ name }) => [name, "123456"])),
        },
      };
    case "display": {
      const { url } = action.value;
      if (url && sandbox.addressOf(url)) await walked({ method: "GET", url });
      return undefined;
    }
    case "sdk":
      return { case: "sdkResult", value: agreedIn(action.value.values) };
    default:
      return undefined;
  }
}
/** A script hands back what it was given, and who agreed to what, by the names of PayPal's. */
function agreedIn(values: Readonly<Record<string, string>>): string {
  const given = Object.values(values).map(parseJson).filter(isRecord);
  const details = { orderID: "sandbox-order", payerID: "sandbox-payer" };
  return JSON.stringify({ ...values, ...Object.assign({}, ...given), details });
}
const isRecord = (value: unknown): value is object => typeof value === "object" && value !== null;

function returnedFrom(arrival: Arrival): Returned | undefined {
  const { outcome: _, ...fields } = arrival.fields ?? {};
  if (Object.keys(fields).length > 0)
    return { case: "form", value: { $typeName: "payments.v1.ReturnedFields", fields } };
  return arrival.at === "shop" ? { case: "url", value: arrival.url } : undefined;
}

/** The bank decides; where there is nothing to be decided, time passes. */
function settle(shop: Shop, { payment }: PaymentRecord, wish: Wish): void {
  const id = payment.value.paymentRef?.paymentId;
  try {
    if (id) shop.processor.command("settle", { payment: id, outcome: wish });
  } catch (error) {
    assert.ok(error instanceof Error && error.name === "Error", String(error));
  }
  shop.wait(A_WHILE);
}

/** Keeps a payment's record as a merchant would: from answers, from events, and by looking. */
export function recorder(shop: Shop, reference: string) {
  let record: PaymentRecord | undefined;
  const known = () =>
    record ?? assert.fail(`nobody has said anything of ${reference} at ${shop.id}`);
  const isOfThis = (event: Event): boolean => {
    const id = record?.payment.value.paymentRef?.paymentId;
    const own = event.paymentRef?.paymentId;
    return id !== undefined && id !== "" && own ? own === id : event.reference === reference;
  };
  return {
    known,
    heard(answer: Parameters<typeof applyAnswer>[1]) {
      record = applyAnswer(record, answer, shop.now());
    },
    async listen(): Promise<readonly Event[]> {
      const events = await shop.events();
      for (const event of events) if (isOfThis(event)) record = applyEvent(record, event);
      return events;
    },
    /** Goes all the way: acts, and where the money is confirmed elsewhere or later, lets that happen. */
    async follow(
      begun: AuthorizePaymentResponse,
      wish: Wish = "succeeded",
    ): Promise<PaymentRecord> {
      this.heard(begun);
      const acted = await act(shop, begun, wish);
      if (acted !== begun) this.heard(acted);
      await this.listen();
      if (isOpen(known().payment.value)) {
        settle(shop, known(), wish);
        await this.listen();
        await this.look();
      }
      return known();
    },
    /** GetPayment, where there is one. */
    async look(): Promise<void> {
      const payment = known().payment.value.paymentRef;
      if (!shop.has("getPayment") || !payment?.paymentId) return;
      const found = await shop.client.payments.getPayment({
        target: { case: "payment", value: payment },
      });
      assert.ok(found.payment, `${shop.id} finds ${payment.paymentId}`);
      record = applyAnswer(record, found, shop.now());
      shop.prove("getPayment");
    },
  };
}

/** A card payment that is held or taken, as far as it goes without the merchant. */
export async function pay(
  shop: Shop,
  wanted: CaptureMode,
): Promise<{
  readonly request: AuthorizePaymentRequest;
  readonly amount: Money;
  readonly record: ReturnType<typeof recorder>;
  readonly ref: PaymentRef;
}> {
  const request = requestFor(shop, cardSample(shop), wanted);
  const begun = await shop.client.payments.authorizePayment(request);
  const record = recorder(shop, request.reference);
  await record.follow(begun);
  const { status, paymentRef } = record.known().payment.value;
  const good = wanted === CaptureMode.MANUAL ? PaymentStatus.AUTHORIZED : PaymentStatus.CAPTURED;
  assert.equal(status, good, `${shop.id} holds or takes the money`);
  return {
    request,
    amount: amountOf(request),
    record,
    ref: paymentRef ?? assert.fail("no handle"),
  };
}
export const amountOf = ({ purchase }: AuthorizePaymentRequest): Money =>
  purchase?.amount ?? assert.fail("the sample has no amount");

/** Whether the money of the first method, a card's where there is one, can be held first. */
export function holds(shop: Shop): boolean {
  const name = methodName(requestFor(shop, cardSample(shop), CaptureMode.MANUAL).paymentMethod);
  return (name && shop.connector.methods[name]?.capture.includes(CaptureMode.MANUAL)) ?? false;
}
