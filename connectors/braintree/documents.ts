/** What is asked of every object that Braintree answers with. https://developer.paypal.com/braintree/graphql/reference */
const money = "{ value currencyCode }";
const response =
  "{ legacyCode message additionalInformation cvvResponse avsPostalCodeResponse avsStreetAddressResponse authorizationId retrievalReferenceNumber }";
const card =
  "brandCode last4 bin expirationMonth expirationYear uniqueNumberIdentifier origin { type }";
const heard = `processorResponse ${response} networkResponse { code message }`;
const advice = "merchantAdviceCodeResponse { code message }";
const events = `statusHistory {
  status timestamp amount ${money}
  ... on AuthorizedEvent { authorizationExpiresAt ${heard} }
  ... on ProcessorDeclinedEvent { declineType ${heard} ${advice} }
  ... on GatewayRejectedEvent { gatewayRejectionReason duplicateOf { id } ${heard} ${advice} }
  ... on FailedEvent { ${heard} ${advice} }
  ... on SettlementDeclinedEvent { processorResponse { legacyCode message } }
}`;

export const refund = `{ __typename id status amount ${money} orderId createdAt ${events} refundedTransaction { id } }`;
export const transaction = `{
  __typename id legacyId createdAt orderId status partiallyAuthorized
  amount ${money} initialRequestedAuthorizationAmount ${money}
  customer { id } paymentMethod { id }
  paymentMethodSnapshot {
    __typename
    ... on CreditCardDetails { ${card} }
    ... on CreditCardTransactionDetails { networkTransactionId acquirerReferenceNumber creditCard { ${card} } }
  }
  ${events}
  refunds { id status amount ${money} orderId createdAt }
}`;
export const paymentMethod = `{ id usage createdAt customer { id } details { ... on CreditCardDetails { ${card} } } }`;
export const verification = `{
  status gatewayRejectionReason networkResponse { code message }
  processorResponse { legacyCode message additionalInformation cvvResponse avsPostalCodeResponse avsStreetAddressResponse }
}`;
export const dispute = `{
  id status type createdAt responseDeadline amountDisputed ${money}
  processorResponse { reason reasonCode reasonDescription }
  transaction { id orderId } statusHistory { timestamp }
}`;

/** One mutation: its input is named after it, and its only variable is `input`. */
export const mutation = (name: string, selection: string): string =>
  `mutation ($input: ${name.charAt(0).toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) ${selection} }`.replace(
    /\s+/g,
    " ",
  );
export const node = (type: string, selection: string): string =>
  `query ($id: ID!) { node(id: $id) { ... on ${type} ${selection} } }`.replace(/\s+/g, " ");
export const search = (
  what: "transactions" | "refunds" | "disputes",
  selection: string,
): string => {
  const input = { transactions: "Transaction", refunds: "Refund", disputes: "Dispute" }[what];
  return `query ($input: ${input}SearchInput!, $first: Int, $after: String) { search { ${what}(input: $input, first: $first, after: $after) { pageInfo { hasNextPage endCursor } edges { node ${selection} } } } }`.replace(
    /\s+/g,
    " ",
  );
};
