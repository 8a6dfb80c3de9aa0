/** The words that Bank of America Merchant Services answers with: the platform's. */
export {
  networks,
  paymentStatus,
  reasons,
  refundStatus,
} from "../platforms/cybersource-codes.ts";
