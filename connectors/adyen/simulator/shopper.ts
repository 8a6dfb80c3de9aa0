/** What a shopper is shown when a method is no card: pages, codes, vouchers; and what becomes of it. */
import { answerWith, type Handler, page, redirectTo, textAt, type World } from "#simulate";
import { declined, shopperCancelled } from "./cards.ts";
import type { Method } from "./methods.ts";
import { decide, findPayment, move, type Payment, refuse } from "./payments.ts";
import { after, isoTime, nextBlob, withQuery } from "./wire.ts";

/**
 * The first answer of a method whose result comes later. Where /payments/details follows, that one tells the reference,
 * https://docs.adyen.com/api-explorer/Checkout/72/post/payments#responses-200-pspReference.
 */
export function beginMethod(world: World, payment: Payment, { flow, type }: Method) {
  if (flow.startsWith("received")) move(payment, "received");
  const { pspReference, reference, amount } = payment;
  const paymentData = nextBlob(world);
  world.table<string>("payment data").set(paymentData, pspReference);
  const url = `${world.origin}/hpp/${type}/${pspReference}`;
  const common = { paymentMethodType: type };
  const expiresAt = isoTime(after(world, 3 * 86_400));
  const begun = { pspReference, merchantReference: reference };
  switch (flow) {
    case "redirect":
      return {
        resultCode: "RedirectShopper",
        action: { ...common, type: "redirect", method: "GET", url },
      };
    case "await":
      return { ...begun, resultCode: "Pending", action: { ...common, type: "await", paymentData } };
    case "qrCode":
      return {
        ...begun,
        resultCode: "Pending",
        action: {
          ...common,
          type: "qrCode",
          paymentData,
          qrCodeData: `SIMULATED-QR-${pspReference}`,
          expiresAt,
        },
      };
    case "voucher":
      return {
        ...begun,
        resultCode: "PresentToShopper",
        action: {
          ...common,
          type: "voucher",
          reference: world.nextId("", 12, "digits"),
          ...(type === "multibanco" && { entity: "12101" }),
          downloadUrl: url,
          expiresAt,
          initialAmount: amount,
          totalAmount: amount,
          merchantName: payment.merchantAccount,
          merchantReference: reference,
        },
      };
    case "bankTransfer":
      return {
        ...begun,
        resultCode: "Received",
        action: {
          ...common,
          type: "bankTransfer",
          beneficiary: "TestCompany",
          bic: "TESTNL02",
          iban: "NL13TEST0123456789",
          reference: pspReference,
          totalAmount: amount,
        },
      };
    case "sdk":
      return {
        resultCode: "Pending",
        action: {
          ...common,
          type: "sdk",
          paymentData,
          sdkData: { token: world.nextId("EC-", 17).toUpperCase() },
        },
      };
    case "received with voucher":
      return { ...begun, resultCode: "Received", action: { ...common, type: "voucher", url } };
    default:
      return { ...begun, resultCode: "Received" };
  }
}

/** The method's own page: the shopper agrees, or does not. */
export const shopperPages = {
  "GET /hpp/:type/:reference": ({ params }, world) => {
    const payment = findPayment(world, params["reference"]);
    if (!payment) return answerWith("No such payment.", 404);
    return page({
      title: payment.method,
      text: `Pay ${payment.amount.value} ${payment.amount.currency} for ${payment.reference}?`,
      action: `${world.origin}/hpp/${params["type"]}/${params["reference"]}`,
      outcomes: {
        authorised: "Pay",
        pending: "Pay, but the bank takes its time",
        refused: "Be refused",
        cancelled: "Cancel",
      },
    });
  },

  "POST /hpp/:type/:reference": ({ params, body }, world) => {
    const payment = findPayment(world, params["reference"]);
    if (!payment) return answerWith("No such payment.", 404);
    act(world, payment, textAt(body, "outcome"));
    const redirectResult = nextBlob(world);
    world.table<string>("redirect results").set(redirectResult, payment.pspReference);
    return redirectTo(withQuery(payment.returnUrl, { redirectResult }));
  },
} satisfies Record<string, Handler>;

function act(world: World, payment: Payment, outcome: string | undefined) {
  if (payment.state !== "awaiting") return;
  if (outcome === "authorised") return decide(world, payment);
  if (outcome === "refused") return refuse(world, payment, declined);
  if (outcome === "cancelled") return refuse(world, payment, shopperCancelled);
  move(payment, "received");
}
