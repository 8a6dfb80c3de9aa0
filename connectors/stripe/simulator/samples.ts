/** Stripe's documented test values, as the requests of the contract that use them. */
import type { Json, Sample, Samples } from "#simulate";

const docs = "https://docs.stripe.com";
const testing = `${docs}/testing`;

const money = (minorUnits: number, currency: string) => ({
  minorUnits: String(minorUnits),
  currency,
});
const card = (number: string, cvc = "123"): Json => ({
  card: { number, expiryMonth: 12, expiryYear: 2034, cvc, holderName: "Jenny Rosen" },
});

const contact = (country: string, more: { readonly [name: string]: Json } = {}): Json => ({
  firstName: "Jenny",
  lastName: "Rosen",
  email: "jenny.rosen@example.com",
  phone: "+351911111111",
  address: {
    line1: "123 Main St",
    city: "Springfield",
    postalCode: "12345",
    region: "SP",
    country,
  },
  ...more,
});
const customer = (country: string, more: { readonly [name: string]: Json } = {}): Json => ({
  contact: contact(country),
  billing: contact(country, more),
});
const purchase = {
  amount: money(2000, "USD"),
  description: "Test order",
  customer: customer("US"),
  returnUrl: "https://shop.example/return",
};

/** A method at its own page of the documentation, in its currency and country. */
const local = (
  method: Json,
  page: string,
  currency: string,
  country: string,
  more: { readonly [name: string]: Json } = {},
): Sample => ({
  method,
  purchase: {
    amount: money(2000, currency),
    customer: customer(country),
    ...more,
  },
  source: `${docs}/payments/${page}`,
});
const alternative = (kind: string, more: { readonly [name: string]: Json } = {}): Json => ({
  alternative: { kind: `KIND_${kind}`, ...more },
});
const mandate = {
  acceptance: { acceptedAt: "1767225600", ipAddress: "192.0.2.1", userAgent: "Mozilla/5.0" },
};
const sepa = (iban: string): Json => ({
  sepaDebit: { iban, holderName: "Jenny Rosen", mandate },
});

/** Contract kind, Stripe's page, currency, country. */
const kinds = `IDEAL ideal EUR NL,BANCONTACT bancontact EUR BE,EPS eps EUR AT,P24 p24 PLN PL,ALIPAY alipay USD US,
WECHAT_PAY wechat-pay USD US,GRABPAY grabpay SGD SG,PAYNOW paynow SGD SG,PROMPTPAY promptpay THB TH,OXXO oxxo MXN MX,
KONBINI konbini JPY JP,MULTIBANCO multibanco EUR PT,TWINT twint CHF CH,SWISH swish SEK SE,MOBILEPAY mobilepay DKK DK,
AFFIRM affirm USD US,AFTERPAY afterpay-clearpay USD US,ZIP zip AUD AU,CASH_APP cash-app-pay USD US,
AMAZON_PAY amazon-pay USD US,REVOLUT_PAY revolut-pay GBP GB,SAMSUNG_PAY samsung-pay KRW KR,BILLIE billie EUR DE,
ALMA alma EUR FR,SATISPAY satispay EUR IT,KAKAO_PAY kakao-pay KRW KR,NAVER_PAY naver-pay KRW KR,PAYCO payco KRW KR,
PAYPAY paypay JPY JP,PAY_BY_BANK pay-by-bank GBP GB,SCALAPAY scalapay EUR IT,BIZUM bizum EUR ES`;
const alternatives = kinds.split(",").map((line) => {
  const [kind = "", page = "", currency = "", country = ""] = line.trim().split(" ");
  return [kind.toLowerCase(), local(alternative(kind), page, currency, country)] as const;
});

const declined = (number: string, name: string, code: string) => ({
  name,
  method: card(number),
  status: "FAILED",
  code,
  source: `${testing}#declined-payments`,
});
const challenged = (number: string, name: string) => ({
  name,
  method: card(number),
  status: "ACTION_REQUIRED",
  source: `${testing}#regulatory-cards`,
});
const debited = (iban: string, name: string) => ({
  ...local(sepa(iban), "sepa-debit/accept-a-payment", "EUR", "DE"),
  name,
  status: "PENDING",
  source: `${testing}#sepa-direct-debit`,
});

export const samples: Samples = {
  credentials: {
    apiKey: "sk_test_4eC39HqLyjWDarjtT1zdp7dc",
    webhookSecrets: ["whsec_5WbX5kEWLlfzsGNjH64I8lOOqUB6e8FH"],
  },
  purchase,
  methods: {
    card: { method: card("4242424242424242"), source: `${testing}#cards` },
    stored: {
      method: { stored: { storedMethodId: "pm_card_visa" } },
      source: `${testing}?testing-method=payment-methods#cards`,
    },
    processor_token: {
      method: { processorToken: { token: "pm_card_visa" } },
      source: `${testing}?testing-method=payment-methods#cards`,
    },
    apple_pay: {
      method: {
        applePay: {
          encrypted: '{"version":"EC_v1","data":"","signature":"","header":{}}',
          displayName: "Visa 4242",
          network: "Visa",
          transactionId: "0123456789abcdef",
        },
      },
      source: `${docs}/apple-pay`,
    },
    google_pay: {
      method: { googlePay: { encrypted: '{"id":"tok_visa","object":"token","type":"card"}' } },
      source: `${docs}/google-pay`,
    },
    upi: local({ upi: { intent: {} } }, "upi", "INR", "IN"),
    bank_transfer: local(
      alternative("BANK_TRANSFER", { country: "DE" }),
      "bank-transfers/accept-a-payment",
      "EUR",
      "DE",
    ),
    sepa_debit: local(sepa("DE89370400440532013000"), "sepa-debit/accept-a-payment", "EUR", "DE"),
    ach_debit: local(
      {
        achDebit: {
          routingNumber: "110000000",
          accountNumber: "000123456789",
          holderName: "Jenny Rosen",
          holder: "HOLDER_INDIVIDUAL",
          account: "ACCOUNT_CHECKING",
          mandate,
        },
      },
      "ach-direct-debit/accept-a-payment",
      "USD",
      "US",
    ),
    bacs_debit: local(
      {
        bacsDebit: {
          sortCode: "108800",
          accountNumber: "00012345",
          holderName: "Jenny Rosen",
          mandate,
        },
      },
      "bacs-debit/accept-a-payment",
      "GBP",
      "GB",
    ),
    becs_debit: local(
      {
        becsDebit: {
          bsb: "000000",
          accountNumber: "000123456",
          holderName: "Jenny Rosen",
          mandate,
        },
      },
      "au-becs-debit/accept-a-payment",
      "AUD",
      "AU",
    ),
    pad_debit: local(
      {
        padDebit: {
          institutionNumber: "000",
          transitNumber: "11000",
          accountNumber: "000123456789",
          holderName: "Jenny Rosen",
          mandate: { ...mandate, scheme: "personal" },
        },
      },
      "acss-debit/accept-a-payment",
      "CAD",
      "CA",
    ),
    paypal: local({ paypal: {} }, "paypal", "EUR", "DE"),
    klarna: local({ klarna: {} }, "klarna", "EUR", "DE"),
    pix: local({ pix: {} }, "pix", "BRL", "BR"),
    boleto: local({ boleto: {} }, "boleto", "BRL", "BR", {
      customer: {
        contact: contact("BR"),
        billing: contact("BR"),
        documents: [{ kind: "KIND_PERSONAL_TAX_ID", number: "000.000.000-00", country: "BR" }],
      },
    }),
    blik: local({ blik: { code: "123456" } }, "blik/accept-a-payment", "PLN", "PL"),
    mb_way: local(
      alternative("MB_WAY", { phone: "+351911111111" }),
      "mb-way/accept-a-payment",
      "EUR",
      "PT",
    ),
    fpx: local(alternative("FPX", { bank: "cimb" }), "fpx", "MYR", "MY"),
    ...Object.fromEntries(alternatives),
  },
  outcomes: [
    declined("4000000000000002", "a card that is declined without a reason", "DECLINED"),
    declined("4000000000009995", "a card without the money", "INSUFFICIENT_FUNDS"),
    declined("4000000000009987", "a lost card", "LOST_CARD"),
    declined("4000000000009979", "a stolen card", "STOLEN_CARD"),
    declined("4000000000000069", "an expired card", "EXPIRED_CARD"),
    declined("4000000000000127", "a wrong CVC", "INCORRECT_CVC"),
    declined("4000000000000119", "an error while processing", "PROCESSOR_ERROR"),
    declined("4000000000006975", "a card beyond its limits", "AMOUNT_LIMIT_EXCEEDED"),
    declined("4242424242424241", "a number that cannot be a card", "INVALID_CARD_NUMBER"),
    {
      ...declined("4100000000000019", "a card that Radar blocks", "BLOCKED_BY_RISK"),
      source: `${testing}#fraud-prevention`,
    },
    challenged("4000002760003184", "a card that always asks its owner"),
    challenged("4000000000003220", "a card for which 3D Secure is required"),
    challenged("4000008400001629", "a card declined after its owner was asked"),
    challenged("4000008260003178", "a card without the money, after its owner was asked"),
    debited("DE08370400440532013003", "a debit that succeeds three minutes later"),
    debited("DE62370400440532013001", "a debit that the bank refuses"),
    debited("DE35370400440532013002", "a debit that is returned"),
    {
      ...local({ boleto: {} }, "boleto/accept-a-payment", "BRL", "BR", {
        customer: {
          contact: contact("BR"),
          billing: contact("BR", { email: "expire_immediately@example.com" }),
          documents: [{ kind: "KIND_PERSONAL_TAX_ID", number: "000.000.000-00", country: "BR" }],
        },
      }),
      name: "a voucher that nobody pays",
      status: "ACTION_REQUIRED",
    },
  ],
};
