/** What Stripe cannot be asked for, or would refuse, said before anything is sent and by the contract's names. */
import {
  type AdjustPaymentRequest,
  type Authentication,
  type AuthorizePaymentRequest,
  CardNetwork,
  type CreateClientSessionRequest,
  type GetRefundRequest,
  type PaymentMethod,
  type Purchase,
  type SetupMandateRequest,
  type TokenizePaymentMethodRequest,
} from "#contract";
import { faults, type Violation } from "#kit";
import { isOrder } from "./intents.ts";
import { googleToken, mayBeCard, stripeType } from "./methods.ts";

export function checkAuthorize(request: AuthorizePaymentRequest): readonly Violation[] {
  const { purchase, paymentMethod } = request;
  const isCard = mayBeCard(paymentMethod);
  return [
    ...checkSetup(request),
    ...faults(
      [purchase?.installments && !isCard, "purchase.installments", "go with cards only"],
      [
        !isCard && (purchase?.statementDescriptor ?? "     ").length < 5,
        "purchase.statementDescriptor",
        "must have at least 5 characters where it is not a card's",
      ],
    ),
    ...splitFaults(purchase),
  ];
}

type Setup = Pick<SetupMandateRequest, "purchase" | "paymentMethod" | "authentication">;
export function checkSetup({ purchase, paymentMethod, authentication }: Setup) {
  const isCard = mayBeCard(paymentMethod);
  const method = paymentMethod?.method;
  const network = method?.case === "card" ? method.value.preferredNetwork : undefined;
  return [
    ...faults(
      [isOrder(purchase?.channel) && !isCard, "purchase.channel", "goes with cards only"],
      [authentication && !isCard, "authentication", "goes with cards only"],
    ),
    ...methodFaults(paymentMethod),
    ...authenticationFaults(authentication, network),
  ];
}

export function checkSession(request: CreateClientSessionRequest): readonly Violation[] {
  const { purchase, allowedMethods } = request;
  return [
    ...allowedMethods.flatMap((name, index) =>
      faults([
        !stripeType(name),
        `allowedMethods[${index}]`,
        "is not a method that Stripe's script offers",
      ]),
    ),
    ...splitFaults(purchase),
  ];
}

export const checkTokenize = ({ paymentMethod }: TokenizePaymentMethodRequest) =>
  methodFaults(paymentMethod);

function splitFaults(purchase: Purchase | undefined): readonly Violation[] {
  const { amount, splits = [] } = purchase ?? {};
  const shares = splits.filter(({ platformFee }) => !platformFee);
  const total = splits.reduce((sum, split) => sum + (split.amount?.minorUnits ?? 0n), 0n);
  return faults(
    [
      splits.length - shares.length > 1 || shares.length > 1,
      "purchase.splits",
      "may name one other account and one platform fee: Stripe shares with more by transfers of their own",
    ],
    [
      splits.length === 2 && total !== amount?.minorUnits,
      "purchase.splits",
      "must add up to the amount: with a platform fee, Stripe gives the account all the rest",
    ],
  );
}

/** https://docs.stripe.com/payments/payment-intents/three-d-secure-import */
function authenticationFaults(
  given: Authentication | undefined,
  network: CardNetwork | undefined,
): readonly Violation[] {
  const said = given?.authentication;
  if (said?.case !== "external") return [];
  const brought = said.value;
  const needed = ["authenticationValue", "directoryServerTransactionId"] as const;
  return [
    ...needed.flatMap((name) =>
      faults([!brought[name], `authentication.external.${name}`, "is required by Stripe"]),
    ),
    ...faults([
      brought.authenticationValueAlgorithm && network !== CardNetwork.CARTES_BANCAIRES,
      "authentication.external.authenticationValueAlgorithm",
      "goes with the preferred network Cartes Bancaires",
    ]),
  ];
}

function methodFaults(given: PaymentMethod | undefined): readonly Violation[] {
  const data = given?.method.case === "googlePay" ? given.method.value.data : undefined;
  return faults([
    data?.case === "encrypted" && !googleToken(data.value),
    "paymentMethod.googlePay.encrypted",
    "must be the token that Google Pay made with Stripe as its gateway",
  ]);
}

export const checkAdjust = ({ amount, previousAmount }: AdjustPaymentRequest) =>
  faults([
    (amount?.minorUnits ?? 0n) <= (previousAmount?.minorUnits ?? 0n),
    "amount",
    "must be more than previousAmount: Stripe only increments",
  ]);

export const checkGetRefund = ({ target, payment }: GetRefundRequest) =>
  faults([
    target.case === "originalCall" && !payment?.paymentId,
    "payment",
    "is required with an original call: refunds are listed by payment",
  ]);
