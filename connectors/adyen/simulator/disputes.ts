/** Disputes: how an issuer takes the money back, how the merchant defends it, and the Disputes API. */
import {
  allowed,
  answerWith,
  at,
  type Handler,
  type SimulatedRequest,
  type Transitions,
  textAt,
  type World,
} from "#simulate";
import { record } from "./ledger.ts";
import { notify } from "./notifications.ts";
import type { Payment } from "./payments.ts";
import { after, badBody, isoTime, nextReference, words } from "./wire.ts";

export type DisputeState =
  /** Money is still the merchant's; the issuer asks for proof. */
  | "information requested"
  | "information given"
  /** The money is taken. */
  | "charged back"
  /** Defended; the issuer has the documents. */
  | "defended"
  /** Defended, and the money is back for now. */
  | "reversed"
  | "won"
  | "lost";

export interface Dispute {
  readonly pspReference: string;
  readonly payment: Payment;
  readonly amount: bigint;
  /** Of the scheme, such as 10.4. */
  readonly reason: string;
  readonly endsAt: Date;
  readonly documents: Map<string, string>;
  state: DisputeState;
}

/** https://docs.adyen.com/risk-management/understanding-disputes/dispute-process-and-flow */
const disputeStates: Transitions<DisputeState> = {
  "information requested": ["information given", "won", "charged back"],
  "information given": ["won", "charged back"],
  "charged back": ["defended", "reversed", "won", "lost"],
  defended: ["won", "lost"],
  reversed: ["won", "lost"],
  won: [],
  lost: [],
};
const disputes = (world: World) => world.table<Dispute>("disputes");
export const findDispute = (world: World, reference: string | undefined): Dispute | undefined =>
  disputes(world).get(reference ?? "");

/** Days to defend, https://docs.adyen.com/risk-management/understanding-disputes/dispute-timeframes. */
const defensePeriod = 18;

export function requestInformation(
  world: World,
  payment: Payment,
  amount: bigint,
  reason: string,
): Dispute {
  const dispute = newDispute(world, payment, amount, reason, "information requested");
  tell(world, dispute, "REQUEST_FOR_INFORMATION", "Unresponded");
  return dispute;
}

/** The issuer announces a chargeback and takes the money; it is lost when nobody defends it in time. */
export function openDispute(
  world: World,
  payment: Payment,
  amount: bigint,
  reason: string,
): Dispute {
  const dispute = newDispute(world, payment, amount, reason, "charged back");
  tell(world, dispute, "NOTIFICATION_OF_CHARGEBACK", "Undefended");
  chargeBack(world, dispute, "CHARGEBACK", "Undefended");
  world.schedule(defensePeriod * 86_400, () => {
    if (dispute.state === "charged back") resolve(world, dispute, "lost");
  });
  return dispute;
}

/** A bank that returns a direct debit announces nothing, and cannot be argued with. Throws where it did so before. */
export function returnDebit(world: World, payment: Payment): Dispute {
  if ([...disputes(world).values()].some((dispute) => dispute.payment === payment))
    throw new Error(`payment ${payment.pspReference} was taken back already`);
  const value = payment.captured - payment.refunded;
  const dispute = newDispute(world, payment, value, "", "lost");
  chargeBack(world, dispute, "CHARGEBACK", "Lost");
  return dispute;
}

function newDispute(
  world: World,
  payment: Payment,
  amount: bigint,
  reason: string,
  state: DisputeState,
): Dispute {
  const endsAt = after(world, defensePeriod * 86_400);
  const dispute: Dispute = {
    pspReference: nextReference(world),
    payment,
    amount,
    reason,
    endsAt,
    documents: new Map(),
    state,
  };
  disputes(world).set(dispute.pspReference, dispute);
  return dispute;
}

/**
 * A card holder's name asks for a dispute once the payment is captured,
 * https://docs.adyen.com/risk-management/disputes-api/test-applicable-dispute-reasons.
 */
export function disputeAsAsked(world: World, payment: Payment): void {
  const [, scenario, reason = ""] =
    /^(chargeback|chargeback reversed|second chargeback)(?::(.+))?$/i.exec(payment.holderName) ??
    [];
  if (scenario === undefined) return;
  world.schedule(3600, () => {
    const dispute = openDispute(world, payment, payment.captured - payment.refunded, reason);
    if (!/^chargeback$/i.test(scenario)) defend(world, dispute);
    if (/^second/i.test(scenario)) resolve(world, dispute, "lost");
  });
}

/** The issuer's last word. Throws an Error where the dispute is over. */
export function resolve(world: World, dispute: Dispute, outcome: "won" | "lost") {
  const { state } = dispute;
  const inquiry = state.startsWith("information");
  if (inquiry && outcome === "lost") {
    dispute.state = "charged back";
    return chargeBack(world, dispute, "CHARGEBACK", "Undefended");
  }
  if (!allowed(disputeStates, state, outcome))
    throw new Error(`dispute ${dispute.pspReference} is ${state}`);
  dispute.state = outcome;
  if (inquiry) return;
  if (outcome === "won") return won(world, dispute, state);
  if (state === "charged back") return tell(world, dispute, "DISPUTE_DEFENSE_PERIOD_ENDED", "Lost");
  if (state === "defended") return tell(world, dispute, "PREARBITRATION_LOST", "Lost");
  chargeBack(world, dispute, "SECOND_CHARGEBACK", "Lost");
}

function won(world: World, dispute: Dispute, state: DisputeState) {
  if (state === "reversed") return tell(world, dispute, "ISSUER_RESPONSE_TIMEFRAME_EXPIRED", "Won");
  record(world, dispute.payment, "chargeback reversal", dispute.amount);
  tell(world, dispute, state === "defended" ? "PREARBITRATION_WON" : "CHARGEBACK_REVERSED", "Won");
}

function chargeBack(world: World, dispute: Dispute, eventCode: string, status: string) {
  record(world, dispute.payment, "chargeback", dispute.amount);
  tell(world, dispute, eventCode, status);
}

/** Visa decides about fraud and authorisation by pre-arbitration; everybody else gives the money back meanwhile. */
export function defend(world: World, dispute: Dispute) {
  if (dispute.state === "information requested") {
    dispute.state = "information given";
    return tell(world, dispute, "INFORMATION_SUPPLIED", "Responded");
  }
  const preArbitration = dispute.payment.variant === "visa" && /^1[01]\./.test(dispute.reason);
  dispute.state = preArbitration ? "defended" : "reversed";
  tell(world, dispute, "INFORMATION_SUPPLIED", "Pending");
  if (preArbitration) return;
  record(world, dispute.payment, "chargeback reversal", dispute.amount);
  tell(world, dispute, "CHARGEBACK_REVERSED", "Pending");
}

/** https://docs.adyen.com/risk-management/disputes-api/dispute-notifications: every event has the dispute's reference. */
function tell(world: World, dispute: Dispute, eventCode: string, disputeStatus: string): void {
  const { payment, amount, reason, pspReference, endsAt, state } = dispute;
  const inquiry = eventCode === "REQUEST_FOR_INFORMATION" || state.startsWith("information");
  notify(world, {
    eventCode,
    pspReference,
    originalReference: payment.pspReference,
    merchantAccountCode: payment.merchantAccount,
    merchantReference: payment.reference,
    amount: { ...payment.amount, value: amount },
    success: true,
    paymentMethod: payment.variant,
    reason: reasonText(reason),
    additionalData: {
      ...(inquiry
        ? { rfiReasonCode: reason, rfiSchemeCode: payment.variant }
        : { chargebackReasonCode: reason, chargebackSchemeCode: payment.variant }),
      disputeStatus,
      defendable: String(state === "charged back" || state === "information requested"),
      autoDefended: "false",
      defensePeriodEndsAt: isoTime(endsAt),
      modificationMerchantReferences: "",
      paymentMethodVariant: payment.variant,
      shopperReference: payment.shopperReference,
    },
  });
}

/** https://docs.adyen.com/risk-management/understanding-disputes/dispute-reason-codes */
const reasonText = (reason: string): string => {
  if (reason === "10.4") return "Other Fraud-Card Absent Environment";
  if (reason === "13.1") return "Merchandise/Services Not Received";
  if (reason === "13.3") return "Not as Described or Defective Merchandise/Services";
  return reason;
};

/** Reasons and documents of https://docs.adyen.com/api-explorer/Disputes/30/post/retrieveApplicableDefenseReasons. */
const defenseReasons: Readonly<Record<string, Readonly<Record<string, "Required" | "Optional">>>> =
  {
    GoodsNotReturned: { TIDorInvoice: "Optional", GoodsNotReturned: "Required" },
    GoodsRepairedOrReplaced: { TIDorInvoice: "Optional", GoodsRepairedOrReplaced: "Required" },
    GoodsWereAsDescribed: { GoodsWereAsDescribed: "Required", TIDorInvoice: "Required" },
    SupplyDefenseMaterial: { TIDorInvoice: "Optional", DefenseMaterial: "Required" },
  };
const documentTypes = new Set(Object.values(defenseReasons).flatMap(Object.keys));
const contentTypes = ["application/pdf", "image/jpg", "image/jpeg", "image/tiff"];

const satisfied = ({ documents }: Dispute, code: string): boolean =>
  Object.entries(defenseReasons[code] ?? { "": "Required" }).every(
    ([type, level]) => level === "Optional" || documents.has(type),
  );

const path = "/ca/services/DisputeService/v30";
export const disputeRoutes = {
  [`POST ${path}/retrieveApplicableDefenseReasons`]: onDispute(
    "DefenseReasonsRequest",
    "",
    (dispute) => ({
      defenseReasons: Object.entries(defenseReasons).map(([defenseReasonCode, types]) => ({
        defenseReasonCode,
        satisfied: satisfied(dispute, defenseReasonCode),
        defenseDocumentTypes: Object.entries(types).map(
          ([defenseDocumentTypeCode, requirementLevel]) => ({
            defenseDocumentTypeCode,
            requirementLevel,
            available: dispute.documents.has(defenseDocumentTypeCode),
          }),
        ),
      })),
    }),
  ),

  [`POST ${path}/supplyDefenseDocument`]: onDispute(
    "SupplyDefenseDocumentRequest",
    " defenseDocuments",
    (dispute, { body }) => {
      const documents = at(body, "defenseDocuments");
      const given = Array.isArray(documents) ? documents : [];
      if (given.length === 0) return "No defense documents supplied";
      const strange = given.find(
        (document) =>
          !documentTypes.has(textAt(document, "defenseDocumentTypeCode") ?? "") ||
          !contentTypes.includes(textAt(document, "contentType") ?? "") ||
          !/^[A-Za-z0-9+/]+={0,2}$/.test(textAt(document, "content") ?? ""),
      );
      if (strange !== undefined) return "Invalid defense document";
      for (const document of given)
        dispute.documents.set(
          textAt(document, "defenseDocumentTypeCode") ?? "",
          textAt(document, "content") ?? "",
        );
      return {};
    },
  ),

  [`POST ${path}/deleteDisputeDefenseDocument`]: onDispute(
    "DeleteDefenseDocumentRequest",
    " defenseDocumentType",
    (dispute, { body }) =>
      dispute.documents.delete(textAt(body, "defenseDocumentType") ?? "")
        ? {}
        : "No such defense document",
  ),

  [`POST ${path}/defendDispute`]: onDispute(
    "DefendDisputeRequest",
    " defenseReasonCode",
    (dispute, { body }, world) => {
      if (!satisfied(dispute, textAt(body, "defenseReasonCode") ?? ""))
        return "Not all required documents are supplied";
      defend(world, dispute);
      return {};
    },
  ),

  [`POST ${path}/acceptDispute`]: onDispute(
    "AcceptDisputeRequest",
    "",
    (dispute, _request, world) => {
      const inquiry = dispute.state === "information requested";
      if (inquiry) chargeBack(world, dispute, "CHARGEBACK", "Accepted");
      dispute.state = "lost";
      tell(world, dispute, "DISPUTE_DEFENSE_PERIOD_ENDED", "Accepted");
      return {};
    },
  ),
} satisfies Record<`POST ${string}`, Handler>;

/** An operation on an open dispute of the merchant's own: what its answer holds more, or why it is turned down. */
function onDispute(
  structure: string,
  more: string,
  act: (dispute: Dispute, request: SimulatedRequest, world: World) => object | string,
): Handler {
  const fields = words(`disputePspReference merchantAccountCode${more}`);
  return (request, world) => {
    const refusal = badBody(request, structure, fields, "merchantAccountCode");
    if (refusal) return refusal;
    const dispute = findDispute(world, textAt(request.body, "disputePspReference"));
    const own = dispute?.payment.merchantAccount === textAt(request.body, "merchantAccountCode");
    if (!dispute || !own) return failed("Dispute not found");
    const open = dispute.state === "charged back" || dispute.state === "information requested";
    if (!open || world.now() > dispute.endsAt) return failed("Dispute is not defendable");
    const result = act(dispute, request, world);
    if (typeof result === "string") return failed(result);
    return answerWith({ ...result, disputeServiceResult: { success: true } });
  };
}
const failed = (errorMessage: string) =>
  answerWith({ disputeServiceResult: { success: false, errorMessage } });
