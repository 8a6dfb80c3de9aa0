/* Real payments through the service against its sandbox. */
package io.github.connectorservice;

import static io.github.connectorservice.SandboxForTests.authorization;
import static io.github.connectorservice.SandboxForTests.sandbox;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import io.github.connectorservice.payments.v1.AcceptDisputeRequest;
import io.github.connectorservice.payments.v1.AuthorizePaymentResponse;
import io.github.connectorservice.payments.v1.CaptureMode;
import io.github.connectorservice.payments.v1.CapturePaymentRequest;
import io.github.connectorservice.payments.v1.CapturePaymentResponse;
import io.github.connectorservice.payments.v1.CreateRefundRequest;
import io.github.connectorservice.payments.v1.CreateRefundResponse;
import io.github.connectorservice.payments.v1.Dispute;
import io.github.connectorservice.payments.v1.DisputeRef;
import io.github.connectorservice.payments.v1.DisputeStatus;
import io.github.connectorservice.payments.v1.FailureCode;
import io.github.connectorservice.payments.v1.GetConnectorRequest;
import io.github.connectorservice.payments.v1.GetDisputeRequest;
import io.github.connectorservice.payments.v1.GetPaymentRequest;
import io.github.connectorservice.payments.v1.GetPaymentResponse;
import io.github.connectorservice.payments.v1.ListConnectorsRequest;
import io.github.connectorservice.payments.v1.ListConnectorsResponse;
import io.github.connectorservice.payments.v1.Lookup;
import io.github.connectorservice.payments.v1.OperationStatus;
import io.github.connectorservice.payments.v1.PaymentRecord;
import io.github.connectorservice.payments.v1.PaymentRef;
import io.github.connectorservice.payments.v1.PaymentStatus;
import io.github.connectorservice.payments.v1.RefundStatus;
import io.github.connectorservice.payments.v1.ResumePaymentRequest;
import io.github.connectorservice.payments.v1.ResumePaymentResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaymentsTest {
  private static ConnectorServiceClient client;

  @BeforeAll
  static void open() {
    client = sandbox().client("stripe");
  }

  @AfterAll
  static void close() {
    client.close();
  }

  private static PaymentRef captured() {
    return client
        .payments()
        .authorizePayment(
            authorization(SandboxForTests.GOOD_CARD, CaptureMode.CAPTURE_MODE_AUTOMATIC).build())
        .getPayment()
        .getPaymentRef();
  }

  @Test
  void authorizesCapturesAndRefunds() {
    AuthorizePaymentResponse authorized =
        client
            .payments()
            .authorizePayment(
                authorization(SandboxForTests.GOOD_CARD, CaptureMode.CAPTURE_MODE_MANUAL).build());
    assertEquals(PaymentStatus.PAYMENT_STATUS_AUTHORIZED, authorized.getPayment().getStatus());
    PaymentRef payment = authorized.getPayment().getPaymentRef();

    CapturePaymentResponse captured =
        client
            .payments()
            .capturePayment(
                CapturePaymentRequest.newBuilder()
                    .setReference("capture-1")
                    .setPayment(payment)
                    .setAmount(Amounts.of("EUR", "10.00"))
                    .setFinalCapture(true)
                    .build());
    assertEquals(OperationStatus.OPERATION_STATUS_SUCCEEDED, captured.getOperation().getStatus());

    CreateRefundResponse refunded =
        client
            .refunds()
            .createRefund(
                CreateRefundRequest.newBuilder()
                    .setReference("refund-1")
                    .setPayment(payment)
                    .setAmount(Amounts.of("EUR", "3.50"))
                    .build());
    assertEquals(RefundStatus.REFUND_STATUS_SUCCEEDED, refunded.getRefund().getStatus());
    assertEquals("EUR 3.50", Amounts.text(refunded.getRefund().getAmount()));

    GetPaymentResponse found =
        client.payments().getPayment(GetPaymentRequest.newBuilder().setPayment(payment).build());
    assertEquals(Lookup.Outcome.OUTCOME_FOUND, found.getLookup().getOutcome());
    assertEquals("EUR 3.50", Amounts.text(found.getPayment().getAmounts().getRefunded()));

    PaymentRecord record = PaymentRecord.getDefaultInstance();
    record = PaymentRecords.applyAnswer(record, authorized, Instant.now());
    record = PaymentRecords.applyAnswer(record, captured, Instant.now());
    record = PaymentRecords.applyAnswer(record, refunded, Instant.now());
    record = PaymentRecords.applyAnswer(record, found, Instant.now());
    assertEquals(PaymentStatus.PAYMENT_STATUS_CAPTURED, record.getPayment().getStatus());
    assertEquals(1, record.getRefundsCount());
  }

  @Test
  void aDeclineIsAnAnswer() {
    AuthorizePaymentResponse declined =
        client
            .payments()
            .authorizePayment(
                authorization(SandboxForTests.POOR_CARD, CaptureMode.CAPTURE_MODE_AUTOMATIC)
                    .build());
    assertEquals(OperationStatus.OPERATION_STATUS_FAILED, declined.getOperation().getStatus());
    assertEquals(
        FailureCode.FAILURE_CODE_INSUFFICIENT_FUNDS,
        declined.getOperation().getFailure().getCode());
  }

  @Test
  void resumesAfterThreeDSecure() throws Exception {
    AuthorizePaymentResponse asked =
        client
            .payments()
            .authorizePayment(
                authorization(SandboxForTests.ASKING_CARD, CaptureMode.CAPTURE_MODE_AUTOMATIC)
                    .build());
    assertEquals(PaymentStatus.PAYMENT_STATUS_ACTION_REQUIRED, asked.getPayment().getStatus());
    String returned = Browser.comesBackTo(asked.getNextAction().getRedirect().getUrl());
    ResumePaymentRequest request =
        ResumePaymentRequest.newBuilder().setState(asked.getState()).setUrl(returned).build();
    ResumePaymentResponse resumed = client.payments().resumePayment(request);
    assertEquals(PaymentStatus.PAYMENT_STATUS_CAPTURED, resumed.getPayment().getStatus());
    ResumePaymentResponse again = client.payments().resumePayment(request);
    assertEquals(resumed.getPayment().getPaymentRef(), again.getPayment().getPaymentRef());
  }

  @Test
  void acceptsADispute() {
    PaymentRef payment = captured();
    String opened =
        sandbox()
            .control(
                "stripe/commands/openDispute",
                "{\"payment\":\"%s\"}".formatted(payment.getPaymentId()));
    String id =
        JsonParser.parseString(opened)
            .getAsJsonObject()
            .getAsJsonObject("touched")
            .get("dispute")
            .getAsString();
    DisputeRef reference = DisputeRef.newBuilder().setDisputeId(id).build();
    Dispute found =
        client
            .disputes()
            .getDispute(GetDisputeRequest.newBuilder().setDispute(reference).build())
            .getDispute();
    assertEquals(DisputeStatus.DISPUTE_STATUS_NEEDS_RESPONSE, found.getStatus());
    assertEquals("EUR 10.00", Amounts.text(found.getAmount()));
    OperationStatus accepted =
        client
            .disputes()
            .acceptDispute(AcceptDisputeRequest.newBuilder().setDispute(reference).build())
            .getOperation()
            .getStatus();
    assertEquals(OperationStatus.OPERATION_STATUS_SUCCEEDED, accepted);
  }

  @TestFactory
  List<DynamicTest> switchesTheProcessor() {
    return List.of("stripe", "adyen", "checkout").stream()
        .map(
            account ->
                DynamicTest.dynamicTest(
                    account,
                    () -> {
                      try (ConnectorServiceClient other = sandbox().client(account)) {
                        PaymentStatus status =
                            other
                                .payments()
                                .authorizePayment(
                                    authorization(
                                            "5555555555554444", CaptureMode.CAPTURE_MODE_MANUAL)
                                        .build())
                                .getPayment()
                                .getStatus();
                        assertEquals(PaymentStatus.PAYMENT_STATUS_AUTHORIZED, status);
                      }
                    }))
        .toList();
  }

  @Test
  void aKeyMakesARepeatTheSamePayment() {
    var request =
        authorization(SandboxForTests.GOOD_CARD, CaptureMode.CAPTURE_MODE_AUTOMATIC).build();
    CallOptions options = CallOptions.idempotencyKey("key-" + request.getReference());
    PaymentRef one =
        client.payments().authorizePayment(request, options).getPayment().getPaymentRef();
    PaymentRef other =
        client.payments().authorizePayment(request, options).getPayment().getPaymentRef();
    assertEquals(one.getPaymentId(), other.getPaymentId());
  }

  @Test
  void answersInFutures() throws Exception {
    AuthorizePaymentResponse paid =
        client
            .payments()
            .authorizePaymentAsync(
                authorization(SandboxForTests.GOOD_CARD, CaptureMode.CAPTURE_MODE_AUTOMATIC)
                    .build())
            .get(30, TimeUnit.SECONDS);
    assertEquals(PaymentStatus.PAYMENT_STATUS_CAPTURED, paid.getPayment().getStatus());
    var failed =
        assertThrows(
            java.util.concurrent.ExecutionException.class,
            () ->
                client
                    .payments()
                    .capturePaymentAsync(CapturePaymentRequest.getDefaultInstance())
                    .get(30, TimeUnit.SECONDS));
    assertTrue(failed.getCause() instanceof InvalidRequestException);
  }

  @Test
  void namesEveryBadField() {
    InvalidRequestException refused =
        assertThrows(
            InvalidRequestException.class,
            () -> client.payments().capturePayment(CapturePaymentRequest.getDefaultInstance()));
    List<String> fields = refused.violations().stream().map(Violation::field).toList();
    assertTrue(fields.containsAll(List.of("reference", "payment", "amount")), fields.toString());
    assertEquals("INVALID_REQUEST", refused.reason().orElseThrow());
    assertFalse(refused.requestId().isEmpty());
  }

  @Test
  void saysWhatConnectorsCan() {
    var all =
        client
            .connectors()
            .listConnectors(ListConnectorsRequest.getDefaultInstance())
            .getConnectorsList();
    assertTrue(all.size() >= 14, "only " + all.size());
    var stripe =
        client
            .connectors()
            .getConnector(GetConnectorRequest.newBuilder().setConnectorId("stripe").build())
            .getConnector();
    assertEquals("Stripe", stripe.getName());
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT30S", "PT10000000H", "PT2562047788015215H30M7.999999999S"})
  void takesDeadlinesOfAnyLength(String deadline) {
    CallOptions options = CallOptions.builder().deadline(Duration.parse(deadline)).build();
    assertTrue(
        client
                .connectors()
                .listConnectors(ListConnectorsRequest.getDefaultInstance(), options)
                .getConnectorsCount()
            > 0);
  }

  @Test
  void takesNoMoreCallsWhenClosed() {
    ConnectorServiceClient closed = sandbox().client("stripe");
    closed.close();
    closed.close();
    assertThrows(
        NotSentException.class,
        () -> closed.connectors().listConnectors(ListConnectorsRequest.getDefaultInstance()));
    CompletableFuture<ListConnectorsResponse> later =
        closed.connectors().listConnectorsAsync(ListConnectorsRequest.getDefaultInstance());
    CompletionException ended = assertThrows(CompletionException.class, later::join);
    assertEquals(NotSentException.class, ended.getCause().getClass());
  }
}
