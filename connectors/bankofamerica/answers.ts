/** The words that Bank of America Merchant Services answers with: the platform's. */
export {
  addressChecks,
  cvcChecks,
  nameChecks,
  networks,
  paymentStatus,
  postalChecks,
  reasons,
  refundStatus,
} from "../platforms/cybersource-codes.ts";
