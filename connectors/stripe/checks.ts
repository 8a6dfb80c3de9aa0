/** What Stripe cannot be asked for, or would refuse, said before anything is sent and by the contract's names. */
import {
  type AdjustPaymentRequest,
  type Authentication,
  AuthenticationRequest_Exemption,
  AuthenticationRequest_Preference,
  type AuthorizePaymentRequest,
  type CapturePaymentRequest,
  CardNetwork,
  Channel,
  type CreateClientSessionRequest,
  type CreateRefundRequest,
  type GetRefundRequest,
  type PaymentMethod,
  type Purchase,
  type SetupMandateRequest,
  type StoredCredential,
  StoredCredential_Initiator,
  StoredCredential_Reason,
  type TokenizePaymentMethodRequest,
} from "#contract";
import { faults, type Violation } from "#kit";
import { reservedMetadata } from "./answers.ts";
import { googleToken, mayBeCard, networkOf, stripeType } from "./methods.ts";

export function checkAuthorize(request: AuthorizePaymentRequest): readonly Violation[] {
  const { purchase, paymentMethod, reference, orderReference } = request;
  const isCard = mayBeCard(paymentMethod);
  return [
    ...faults(
      [orders.has(purchase?.channel) && !isCard, "purchase.channel", "goes with cards only"],
      [request.authentication && !isCard, "authentication", "goes with cards only"],
      [purchase?.installments && !isCard, "purchase.installments", "go with cards only"],
    ),
    ...purchaseFaults(purchase, isCard),
    ...metadataFaults("purchase.metadata", purchase?.metadata, reference, orderReference),
    ...methodFaults(paymentMethod),
    ...credentialFaults(request.storedCredential),
    ...authenticationFaults(request.authentication, networkNamed(paymentMethod)),
  ];
}
const orders: ReadonlySet<Channel | undefined> = new Set([
  Channel.MAIL_ORDER,
  Channel.TELEPHONE_ORDER,
]);
const networkNamed = (method: PaymentMethod | undefined): CardNetwork | undefined =>
  method?.method.case === "card" ? method.method.value.preferredNetwork : undefined;

export function checkSetup(request: SetupMandateRequest): readonly Violation[] {
  const { purchase, paymentMethod } = request;
  return [
    ...faults(
      [
        (purchase?.amount?.minorUnits ?? 0n) !== 0n,
        "purchase.amount",
        "must be 0: a first payment that keeps the method is AuthorizePayment with storedCredential.store",
      ],
      [
        request.storedCredential?.initiator === StoredCredential_Initiator.MERCHANT,
        "storedCredential.initiator",
        "must be the customer, who agrees to the mandate",
      ],
    ),
    ...metadataFaults("purchase.metadata", purchase?.metadata, request.reference),
    ...methodFaults(paymentMethod),
    ...credentialFaults(request.storedCredential),
    ...authenticationFaults(request.authentication, networkNamed(paymentMethod)),
  ];
}

export function checkSession(request: CreateClientSessionRequest): readonly Violation[] {
  const { purchase, allowedMethods, authentication } = request;
  const external = authentication?.authentication.case === "external";
  return [
    ...allowedMethods.flatMap((name, index) =>
      faults([
        !stripeType(name),
        `allowedMethods[${index}]`,
        "is not a method that Stripe's script offers",
      ]),
    ),
    ...faults(
      [
        orders.has(purchase?.channel),
        "purchase.channel",
        "cannot be an order without the customer",
      ],
      [external, "authentication.external", "goes with a card that AuthorizePayment names"],
      [
        request.storedCredential?.initiator === StoredCredential_Initiator.MERCHANT,
        "storedCredential.initiator",
        "must be the customer: the session is for the customer's side",
      ],
    ),
    ...purchaseFaults(purchase, true),
    ...metadataFaults(
      "purchase.metadata",
      purchase?.metadata,
      request.reference,
      request.orderReference,
    ),
    ...credentialFaults(request.storedCredential),
    ...(external ? [] : authenticationFaults(authentication, undefined)),
  ];
}

export const checkTokenize = ({ paymentMethod }: TokenizePaymentMethodRequest) => {
  const { method } = paymentMethod ?? {};
  const given = method?.case === "processorToken" ? method.value.token : "";
  const preferred = networkOf(networkNamed(paymentMethod));
  return [
    ...methodFaults(paymentMethod),
    ...faults(
      [
        given.startsWith("ctoken_"),
        "paymentMethod.processorToken.token",
        "of a ConfirmationToken is for one payment",
      ],
      [
        preferred && !["cartes_bancaires", "mastercard", "visa"].includes(preferred),
        "paymentMethod.card.preferredNetwork",
        "must be Cartes Bancaires, Mastercard or Visa to be kept",
      ],
    ),
  ];
};

/** https://docs.stripe.com/api/metadata */
export function metadataFaults(
  field: string,
  metadata: Readonly<Record<string, string>> = {},
  ...references: readonly (string | undefined)[]
): readonly Violation[] {
  const given = Object.entries(metadata);
  return [
    ...references.flatMap((text, index) =>
      faults([
        (text?.length ?? 0) > 500,
        index === 0 ? "reference" : "orderReference",
        "must have at most 500 characters",
      ]),
    ),
    ...faults([
      given.length + reservedMetadata.length > 50,
      field,
      `must have at most ${50 - reservedMetadata.length} entries`,
    ]),
    ...given.flatMap(([name, value]) =>
      faults(
        [
          name.length > 40 || /[[\]]/.test(name) || reservedMetadata.includes(name),
          `${field}.${name}`,
          `must have a name of at most 40 characters without brackets, and not ${reservedMetadata.join(" or ")}`,
        ],
        [value.length > 500, `${field}.${name}`, "must have at most 500 characters"],
      ),
    ),
  ];
}

function purchaseFaults(purchase: Purchase | undefined, isCard: boolean): readonly Violation[] {
  const { amount, splits = [], order, statementDescriptor } = purchase ?? {};
  const shares = splits.filter(({ platformFee }) => !platformFee);
  const total = splits.reduce((sum, split) => sum + (split.amount?.minorUnits ?? 0n), 0n);
  return faults(
    [(order?.lines.length ?? 0) > 200, "purchase.order.lines", "must be at most 200"],
    [
      splits.length - shares.length > 1 || shares.length > 1,
      "purchase.splits",
      "may name one other account and one platform fee: Stripe shares with more by transfers of their own",
    ],
    [
      splits.some((split) => split.amount?.currency !== amount?.currency),
      "purchase.splits",
      "must be in the currency of the payment",
    ],
    [
      splits.length === 2 && total !== amount?.minorUnits,
      "purchase.splits",
      "must add up to the amount: with a platform fee, Stripe gives the account all the rest",
    ],
    [
      statementDescriptor !== undefined && !isDescriptor(statementDescriptor, isCard ? 1 : 5),
      "purchase.statementDescriptor",
      `must be ${isCard ? "1" : "5"} to 22 Latin characters with a letter, without < > \\ ' " *`,
    ],
  );
}
/** https://docs.stripe.com/get-started/account/statement-descriptors#requirements; of cards it is what follows the prefix. */
export const isDescriptor = (text: string, least: number): boolean =>
  text.length >= least &&
  text.length <= 22 &&
  /^(?=.*[A-Za-z])[ -~]+$/.test(text) &&
  !/[<>\\'"*]/.test(text);

function credentialFaults(credential: StoredCredential | undefined): readonly Violation[] {
  return faults([
    credential?.reason && !reasons.has(credential.reason),
    "storedCredential.reason",
    "has no counterpart at Stripe: RECURRING, INSTALLMENT, UNSCHEDULED and CARD_ON_FILE have",
  ]);
}
const reasons: ReadonlySet<StoredCredential_Reason> = new Set([
  StoredCredential_Reason.RECURRING,
  StoredCredential_Reason.INSTALLMENT,
  StoredCredential_Reason.UNSCHEDULED,
  StoredCredential_Reason.CARD_ON_FILE,
]);

const { NONE } = AuthenticationRequest_Preference;
const { UNSPECIFIED, TRANSACTION_RISK_ANALYSIS } = AuthenticationRequest_Exemption;
/** https://docs.stripe.com/payments/payment-intents/three-d-secure-import */
const versions: readonly string[] = ["1.0.2", "2.1.0", "2.2.0", "2.3.0", "2.3.1"];

function authenticationFaults(
  given: Authentication | undefined,
  network: CardNetwork | undefined,
): readonly Violation[] {
  const said = given?.authentication;
  if (said?.case === "request")
    return faults(
      [
        said.value.preference === NONE,
        "authentication.request.preference",
        "is Stripe's to decide",
      ],
      [said.value.exemption, "authentication.request.exemption", "is Stripe's to ask for"],
      [
        said.value.ifExemptionRefused,
        "authentication.request.ifExemptionRefused",
        "is Stripe's to decide",
      ],
    );
  if (said?.case !== "external") return [];
  const { version, exemption = UNSPECIFIED, ...brought } = said.value;
  return faults(
    [
      !versions.includes(version),
      "authentication.external.version",
      `must be one of ${versions.join(", ")}`,
    ],
    [
      !brought.authenticationValue,
      "authentication.external.authenticationValue",
      "is required by Stripe",
    ],
    [
      !brought.directoryServerTransactionId,
      "authentication.external.directoryServerTransactionId",
      "is required by Stripe",
    ],
    [
      exemption !== UNSPECIFIED && exemption !== TRANSACTION_RISK_ANALYSIS,
      "authentication.external.exemption",
      "can only be EXEMPTION_TRANSACTION_RISK_ANALYSIS",
    ],
    [
      brought.authenticationValueAlgorithm && network !== CardNetwork.CARTES_BANCAIRES,
      "authentication.external.authenticationValueAlgorithm",
      "goes with the preferred network Cartes Bancaires",
    ],
  );
}

function methodFaults(given: PaymentMethod | undefined): readonly Violation[] {
  const method = given?.method;
  const field = `paymentMethod.${method?.case}`;
  switch (method?.case) {
    case "card": {
      const { preferredNetwork } = method.value;
      return faults([
        preferredNetwork && !networkOf(preferredNetwork),
        `${field}.preferredNetwork`,
        "is not a network that Stripe lets choose",
      ]);
    }
    case "applePay":
    case "googlePay": {
      const { data } = method.value;
      return faults(
        [
          data.case !== "encrypted",
          `${field}.encrypted`,
          "is required: Stripe documents no decrypted wallets",
        ],
        [
          method.case === "googlePay" && data.case === "encrypted" && !googleToken(data.value),
          `${field}.encrypted`,
          "must be the token that Google Pay made with Stripe as its gateway",
        ],
      );
    }
    case "processorToken":
      return faults([
        !/^(ctoken|pm|tok)_/.test(method.value.token),
        `${field}.token`,
        "must be of a ConfirmationToken, a PaymentMethod or a card token of Stripe's",
      ]);
    case "sepaDebit":
    case "achDebit":
    case "bacsDebit":
    case "becsDebit":
    case "padDebit": {
      const { scheme, creditorId, sequence } = method.value.mandate ?? {};
      const isPad = method.case === "padDebit";
      return faults(
        [creditorId, `${field}.mandate.creditorId`, "is Stripe's own or set in its Dashboard"],
        [sequence, `${field}.mandate.sequence`, "is Stripe's to count"],
        [!isPad && scheme, `${field}.mandate.scheme`, "is Stripe's to choose"],
        [
          isPad && scheme !== "personal" && scheme !== "business",
          `${field}.mandate.scheme`,
          "must be personal or business",
        ],
      );
    }
    case "klarna":
      return faults([method.value.category, `${field}.category`, "is chosen on Klarna's page"]);
    case "upi":
      return faults([
        method.value.flow.case === "collect",
        `${field}.collect`,
        "is not offered by Stripe: intent and qr are",
      ]);
    case "alternative":
      return faults(
        [method.value.flow, "paymentMethod.alternative.flow", "is Stripe's to choose"],
        [method.value.provider, "paymentMethod.alternative.provider", "has no meaning at Stripe"],
      );
    default:
      return [];
  }
}

export const checkCapture = ({ amount, splits, statementDescriptor }: CapturePaymentRequest) =>
  faults(
    [
      splits.length > 1 || splits.some((split) => split.amount?.currency !== amount?.currency),
      "splits",
      "must be one, in the currency of the capture: the platform's fee, or the account's share",
    ],
    [
      statementDescriptor !== undefined && !isDescriptor(statementDescriptor, 1),
      "statementDescriptor",
      "must be 1 to 22 Latin characters with a letter, without < > \\ ' \" *",
    ],
  );

export const checkAdjust = ({ amount, previousAmount, reason }: AdjustPaymentRequest) =>
  faults(
    [
      (amount?.minorUnits ?? 0n) <= (previousAmount?.minorUnits ?? 0n) ||
        amount?.currency !== previousAmount?.currency,
      "amount",
      "must be more than previousAmount, in its currency: Stripe only increments",
    ],
    [
      reason && reason !== StoredCredential_Reason.INCREMENTAL,
      "reason",
      "can only be REASON_INCREMENTAL",
    ],
  );

export const checkRefund = ({ reference, metadata }: CreateRefundRequest) =>
  metadataFaults("metadata", metadata, reference);

export const checkGetRefund = ({ target, payment }: GetRefundRequest) =>
  faults([
    target.case === "originalCall" && !payment?.paymentId,
    "payment",
    "is required with an original call: refunds are listed by payment",
  ]);
