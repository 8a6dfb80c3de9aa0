/** The words that Cybersource answers with: the platform's. */
export {
  networks,
  paymentStatus,
  reasons,
  refundStatus,
} from "../platforms/cybersource-codes.ts";
