/** The words that Cybersource answers with: the platform's. */
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
