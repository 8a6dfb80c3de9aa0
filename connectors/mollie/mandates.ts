/** Mandates: of an account by its IBAN, of anything else by a first payment. https://docs.mollie.com/reference/create-mandate */
import { MandateStatus, type PaymentMethod, PaymentStatus } from "#contract";
import {
  answer,
  call,
  json,
  type MandateResult,
  type MethodUse,
  type Script,
  type Step,
} from "#kit";
import { type Credentials, modeWord } from "./account.ts";
import { type Found, Mandate, toMandate } from "./answers.ts";
import type { Body } from "./methods.ts";
import { closed, held } from "./payments.ts";
import { customers, mandates, mode, type Owned } from "./wire.ts";

export const createMandate: Step<MethodUse, MandateResult, Credentials> = {
  name: "createMandate",
  method: "POST",
  path: ({ purchase }) => customers(purchase?.customer?.customerId, "/mandates"),
  body: ({ paymentMethod }, { credentials }) =>
    json({ ...debitOf(paymentMethod), ...modeWord(credentials) }),
  read: answer(Mandate, (made) => toMandate(made)),
  example: { status: MandateStatus.ACTIVE, mandateRef: { mandateId: "mdt_h3gAaD5zP" } },
};
/** Moves no money by itself: the charge that follows does. */
export const prepareMandate: typeof createMandate = { ...createMandate, harmless: true };
export const fetchMandate: Step<Owned | undefined, MandateResult, Credentials> = {
  name: "fetchMandate",
  method: "GET",
  path: (owned, { credentials }) => mandates(owned) + mode(credentials),
  read: answer(Mandate, (found, owned) => toMandate(found, owned?.customerId)),
  example: createMandate.example,
};

/** The mandate of a first payment: made with it, and good once it is paid. */
export function* mandateOf(
  { payment, nextAction }: Found,
  customerId: string,
): Script<MandateResult, Credentials> {
  const { mandateId = "", paymentRef } = payment;
  const isPaid = payment.status === PaymentStatus.CAPTURED || held.has(payment.status);
  if (isPaid && mandateId) return yield* call(fetchMandate, { mandateId, customerId });
  const mandateRef = {
    mandateId,
    customerId,
    relatedIds: { payment: paymentRef?.paymentId ?? "" },
  };
  if (closed.has(payment.status))
    return { status: MandateStatus.FAILED, mandateRef, failure: payment.failure };
  const status = nextAction ? MandateStatus.ACTION_REQUIRED : MandateStatus.PENDING;
  return { status, mandateRef };
}

/** https://docs.mollie.com/reference/create-mandate */
export function debitOf(method: PaymentMethod | undefined): Body {
  if (method?.method.case !== "sepaDebit") return {};
  const { iban, holderName, mandate } = method.method.value;
  return {
    method: "directdebit",
    consumerName: holderName,
    consumerAccount: iban,
    signatureDate: mandate?.signedOn,
    mandateReference: mandate?.reference,
  };
}
