/* Any order and any duplication of what is told gives the same record, byte by byte. */
package io.github.connectorservice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import io.github.connectorservice.payments.v1.AuthorizePaymentResponse;
import io.github.connectorservice.payments.v1.Dispute;
import io.github.connectorservice.payments.v1.DisputeRef;
import io.github.connectorservice.payments.v1.DisputeStatus;
import io.github.connectorservice.payments.v1.Event;
import io.github.connectorservice.payments.v1.EventAction;
import io.github.connectorservice.payments.v1.GetPaymentResponse;
import io.github.connectorservice.payments.v1.Lookup;
import io.github.connectorservice.payments.v1.Operation;
import io.github.connectorservice.payments.v1.OperationKind;
import io.github.connectorservice.payments.v1.OperationStatus;
import io.github.connectorservice.payments.v1.Payment;
import io.github.connectorservice.payments.v1.PaymentAmounts;
import io.github.connectorservice.payments.v1.PaymentRecord;
import io.github.connectorservice.payments.v1.PaymentRef;
import io.github.connectorservice.payments.v1.PaymentStatus;
import io.github.connectorservice.payments.v1.Refund;
import io.github.connectorservice.payments.v1.RefundRef;
import io.github.connectorservice.payments.v1.RefundStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PaymentRecordsTest {
  private static final PaymentRecord NOTHING = PaymentRecord.getDefaultInstance();
  private static final PaymentRef PAYMENT = PaymentRef.newBuilder().setPaymentId("pay_1").build();

  private static Event.Builder event(long second) {
    return Event.newBuilder()
        .setAction(EventAction.EVENT_ACTION_APPLY)
        .setPaymentRef(PAYMENT)
        .setOccurredAt(Timestamp.newBuilder().setSeconds(second));
  }

  private static Payment.Builder payment(PaymentStatus status, String captured) {
    return Payment.newBuilder()
        .setPaymentRef(PAYMENT)
        .setStatus(status)
        .putMetadata("order", "17")
        .setAmounts(PaymentAmounts.newBuilder().setCaptured(Amounts.of("EUR", captured)));
  }

  private static Operation.Builder capture(String id, String reference, OperationStatus status) {
    return Operation.newBuilder()
        .setKind(OperationKind.OPERATION_KIND_CAPTURE)
        .setOperationId(id)
        .setReference(reference)
        .setStatus(status);
  }

  private static final List<Message> TOLD =
      List.of(
          event(10).setPayment(payment(PaymentStatus.PAYMENT_STATUS_PENDING, "0.00")).build(),
          event(12).setPayment(payment(PaymentStatus.PAYMENT_STATUS_CAPTURED, "10.00")).build(),
          event(12)
              .setPayment(payment(PaymentStatus.PAYMENT_STATUS_PARTIALLY_CAPTURED, "6.00"))
              .build(),
          event(30).setPayment(payment(PaymentStatus.PAYMENT_STATUS_REVERSED, "10.00")).build(),
          event(11)
              .setOperation(capture("op_1", "", OperationStatus.OPERATION_STATUS_ACCEPTED))
              .build(),
          event(13)
              .setOperation(capture("op_1", "c1", OperationStatus.OPERATION_STATUS_SUCCEEDED))
              .build(),
          event(12)
              .setOperation(capture("", "c1", OperationStatus.OPERATION_STATUS_ACCEPTED))
              .build(),
          event(20)
              .setRefund(
                  Refund.newBuilder()
                      .setRefundRef(RefundRef.newBuilder().setRefundId("re_1").setReference("r"))
                      .setStatus(RefundStatus.REFUND_STATUS_SUCCEEDED))
              .build(),
          event(25)
              .setRefund(
                  Refund.newBuilder()
                      .setRefundRef(RefundRef.newBuilder().setReference("r"))
                      .setStatus(RefundStatus.REFUND_STATUS_FAILED))
              .build(),
          event(26)
              .setDispute(
                  Dispute.newBuilder()
                      .setDisputeRef(DisputeRef.newBuilder().setDisputeId("dp_1"))
                      .setStatus(DisputeStatus.DISPUTE_STATUS_NEEDS_RESPONSE))
              .build(),
          AuthorizePaymentResponse.newBuilder()
              .setOperation(
                  Operation.newBuilder()
                      .setKind(OperationKind.OPERATION_KIND_AUTHORIZE)
                      .setReference("a1")
                      .setStatus(OperationStatus.OPERATION_STATUS_SUCCEEDED))
              .setPayment(payment(PaymentStatus.PAYMENT_STATUS_AUTHORIZED, "0.00"))
              .build(),
          GetPaymentResponse.newBuilder()
              .setLookup(Lookup.newBuilder().setOutcome(Lookup.Outcome.OUTCOME_FOUND))
              .setPayment(
                  payment(PaymentStatus.PAYMENT_STATUS_CAPTURED, "10.00")
                      .addOperations(
                          capture("op_2", "c2", OperationStatus.OPERATION_STATUS_FAILED)))
              .build());

  private static PaymentRecord folded(List<Message> told) {
    PaymentRecord record = NOTHING;
    for (Message one : told) {
      record =
          one instanceof Event event
              ? PaymentRecords.applyEvent(record, event)
              : PaymentRecords.applyAnswer(record, one, Instant.ofEpochSecond(28, 999_999_999));
    }
    return record;
  }

  @Test
  void everyOrderGivesTheSame() {
    PaymentRecord wanted = folded(TOLD);
    Random random = new Random(20261125);
    for (int turn = 0; turn < 100; turn += 1) {
      List<Message> shuffled = new ArrayList<>(TOLD);
      TOLD.forEach(one -> shuffled.addAll(Collections.nCopies(random.nextInt(3), one)));
      Collections.shuffle(shuffled, random);
      PaymentRecord record = folded(shuffled);
      assertEquals(wanted.toByteString(), record.toByteString(), shuffled.toString());
    }
  }

  @Test
  void theLaterWordWins() {
    PaymentRecord record = folded(TOLD);
    assertEquals(PaymentStatus.PAYMENT_STATUS_REVERSED, record.getPayment().getStatus());
    assertTrue(record.getPayment().getLate(), "captured looked final");
    assertEquals("EUR 10.00", Amounts.text(record.getPayment().getAmounts().getCaptured()));
    assertEquals("17", record.getPayment().getMetadataOrThrow("order"));
    assertEquals(3, record.getOperationsCount());
    assertEquals(1, record.getRefundsCount());
    assertEquals(RefundStatus.REFUND_STATUS_FAILED, record.getRefunds(0).getStatus());
    assertEquals("re_1", record.getRefunds(0).getRefundRef().getRefundId());
    assertTrue(record.getRefunds(0).getLate());
    assertEquals(1, record.getDisputesCount());
  }

  @Test
  void aRecordIsItsBytes() throws Exception {
    List<Message> first = TOLD.subList(0, 5);
    PaymentRecord stored = PaymentRecord.parseFrom(folded(first).toByteArray());
    PaymentRecord record = stored;
    for (Message one : TOLD.subList(5, 10)) {
      record = PaymentRecords.applyEvent(record, (Event) one);
    }
    assertEquals(folded(TOLD.subList(0, 10)), record);
  }

  @Test
  void whatIsNotToBeAppliedChangesNothing() {
    Event looked =
        event(10)
            .setAction(EventAction.EVENT_ACTION_LOOK_UP)
            .setPayment(payment(PaymentStatus.PAYMENT_STATUS_FAILED, "0.00"))
            .build();
    assertEquals(NOTHING, PaymentRecords.applyEvent(NOTHING, looked));
    assertFalse(NOTHING.hasPayment());
  }
}
