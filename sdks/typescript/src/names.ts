/** Words for an enum's numbers. */
import type { DescEnum } from "@bufbuild/protobuf";

/** `nameOf(PaymentStatusSchema, payment.status)` is "CAPTURED"; a number that the contract does not have is its digits. */
export const nameOf = ({ value }: DescEnum, number: number | undefined = 0): string =>
  value[number]?.localName ?? String(number);
