/** What is read of PayPal's orders, payments and refunds. */
import { v } from "#kit";

/** What PayPal leaves out or calls null. */
export const text = v.pipe(
  v.nullish(v.string()),
  v.transform((given) => given ?? undefined),
);
export const list = <const Shape extends v.GenericSchema>(shape: Shape) =>
  v.nullish(v.array(shape), []);
export const Money = v.object({ currency_code: v.string(), value: v.string() });
export const Link = v.looseObject({ href: v.string(), rel: v.string() });
const Reason = v.nullish(v.looseObject({ reason: text }));
const ProcessorResponse = v.nullish(
  v.looseObject({ avs_code: text, cvv_code: text, response_code: text, payment_advice_code: text }),
);
const moved = {
  id: v.string(),
  status: v.string(),
  status_details: Reason,
  amount: Money,
  custom_id: text,
  create_time: text,
  update_time: text,
  links: list(Link),
};
const related = v.nullish(
  v.looseObject({
    related_ids: v.nullish(v.looseObject({ order_id: text, authorization_id: text })),
  }),
);
const NetworkReference = v.nullish(
  v.looseObject({ id: text, network: text, acquirer_reference_number: text }),
);

export const Authorization = v.looseObject({
  ...moved,
  expiration_time: text,
  network_transaction_reference: NetworkReference,
  processor_response: ProcessorResponse,
  supplementary_data: related,
});
export type Authorization = v.InferOutput<typeof Authorization>;
export const Capture = v.looseObject({
  ...moved,
  final_capture: v.nullish(v.boolean()),
  network_transaction_reference: NetworkReference,
  processor_response: ProcessorResponse,
  supplementary_data: related,
});
export type Capture = v.InferOutput<typeof Capture>;
export const Refund = v.looseObject({ ...moved, acquirer_reference_number: text });
export type Refund = v.InferOutput<typeof Refund>;

export const CardAnswer = v.looseObject({
  last_digits: text,
  brand: text,
  type: text,
  expiry: text,
  bin_details: v.nullish(v.looseObject({ bin: text, issuing_bank: text, bin_country_code: text })),
  authentication_result: v.nullish(
    v.looseObject({
      liability_shift: text,
      three_d_secure: v.nullish(
        v.looseObject({ authentication_status: text, enrollment_status: text }),
      ),
    }),
  ),
});
export type CardAnswer = v.InferOutput<typeof CardAnswer>;
const Vault = v.nullish(
  v.looseObject({ id: text, status: text, customer: v.nullish(v.looseObject({ id: text })) }),
);
export const Source = v.looseObject({ attributes: v.nullish(v.looseObject({ vault: Vault })) });
export const Sources = v.nullish(v.record(v.string(), v.looseObject({})), {});

export const Order = v.looseObject({
  id: v.string(),
  status: v.string(),
  intent: text,
  processing_instruction: text,
  create_time: text,
  payment_source: Sources,
  purchase_units: list(
    v.looseObject({
      reference_id: text,
      custom_id: text,
      amount: v.nullish(Money),
      payments: v.nullish(
        v.looseObject({
          authorizations: list(Authorization),
          captures: list(Capture),
          refunds: list(Refund),
        }),
      ),
    }),
  ),
  links: list(Link),
});
export type Order = v.InferOutput<typeof Order>;
