/* A call whose outcome is unknown. */
package io.github.connectorservice;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import io.github.connectorservice.payments.v1.Money;
import io.github.connectorservice.payments.v1.OriginalCall;
import io.github.connectorservice.payments.v1.Purchase;
import java.time.Instant;
import java.util.Optional;

/**
 * A call whose outcome is unknown.
 *
 * @param rpc such as {@code payments.v1.PaymentService/AuthorizePayment}
 * @param request as it was sent; prints masked
 * @param reference the merchant's reference in it, where that rpc has one
 * @param idempotencyKey the key in it, where one was given
 * @param attemptedAt when the first attempt was made
 */
public record UnknownCall(
    String rpc,
    Message request,
    Optional<String> reference,
    Optional<String> idempotencyKey,
    Instant attemptedAt) {

  static UnknownCall of(String rpc, Message request, Instant attemptedAt) {
    return new UnknownCall(
        rpc,
        request,
        RequestFields.reference(request),
        RequestFields.idempotencyKey(request),
        attemptedAt);
  }

  /**
   * The same as GetPayment, ReversePayment and GetRefund take it.
   *
   * @return with reference, key, moment and amount, as far as the request has them
   */
  public OriginalCall originalCall() {
    OriginalCall.Builder call = OriginalCall.newBuilder();
    reference.ifPresent(call::setReference);
    idempotencyKey.ifPresent(call::setIdempotencyKey);
    amount().ifPresent(call::setAmount);
    return call.setAttemptedAt(
            Timestamp.newBuilder()
                .setSeconds(attemptedAt.getEpochSecond())
                .setNanos(attemptedAt.getNano()))
        .build();
  }

  private Optional<Money> amount() {
    return message("purchase")
        .flatMap(
            purchase ->
                purchase instanceof Purchase made && made.hasAmount()
                    ? Optional.of(made.getAmount())
                    : Optional.empty())
        .or(() -> message("amount").map(Money.class::cast));
  }

  private Optional<Object> message(String name) {
    FieldDescriptor field = request.getDescriptorForType().findFieldByName(name);
    return field != null
            && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
            && request.hasField(field)
        ? Optional.of(request.getField(field))
        : Optional.empty();
  }
}
