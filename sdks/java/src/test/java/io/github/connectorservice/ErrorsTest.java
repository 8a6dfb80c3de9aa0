/* Which error a call ends with, and what it says. */
package io.github.connectorservice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.Any;
import com.google.rpc.ErrorInfo;
import io.github.connectorservice.payments.v1.AuthorizePaymentRequest;
import io.github.connectorservice.payments.v1.AuthorizePaymentResponse;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.protobuf.ProtoUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ErrorsTest {
  private static Metadata telling(Status status, String reason) {
    ErrorInfo info = ErrorInfo.newBuilder().setReason(reason).setDomain("payments.v1").build();
    Metadata trailers = new Metadata();
    trailers.put(
        Metadata.Key.of(
            "grpc-status-details-bin",
            ProtoUtils.metadataMarshaller(com.google.rpc.Status.getDefaultInstance())),
        com.google.rpc.Status.newBuilder()
            .setCode(status.getCode().value())
            .addDetails(Any.pack(info))
            .build());
    return trailers;
  }

  @Test
  void anAnswerThatComesTwiceIsNone() throws Exception {
    AuthorizePaymentRequest request =
        AuthorizePaymentRequest.newBuilder().setReference("order-1").build();
    try (ScriptedService service =
            ScriptedService.answering(
                AuthorizePaymentResponse.newBuilder().setState("1").build(),
                AuthorizePaymentResponse.newBuilder().setState("2").build());
        ConnectorServiceClient client =
            ConnectorServiceClient.create(service.url(), Account.named("stripe"))) {
      OutcomeUnknownException error =
          assertThrows(
              OutcomeUnknownException.class, () -> client.payments().authorizePayment(request));
      assertEquals(Status.Code.INTERNAL, error.code());
      assertEquals(1, service.calls());
    }
  }

  /** A newer service may mean by it that money moved. */
  @ParameterizedTest
  @CsvSource({
    "SOMETHING_NEW, INVALID_ARGUMENT",
    "SOMETHING_NEW, FAILED_PRECONDITION",
    "SOMETHING_NEW, UNIMPLEMENTED",
    "SOMETHING_NEW, UNAUTHENTICATED",
    "INTERNAL, NOT_FOUND",
  })
  void aReasonThatIsNotKnownProvesNothing(String reason, Status.Code code) throws Exception {
    Status status = code.toStatus().withDescription("the service's words");
    try (ScriptedService service = ScriptedService.refusing(() -> status, telling(status, reason));
        ConnectorServiceClient client =
            ConnectorServiceClient.create(service.url(), Account.named("stripe"))) {
      AuthorizePaymentRequest request =
          AuthorizePaymentRequest.newBuilder().setReference("order-1").build();
      OutcomeUnknownException error =
          assertThrows(
              OutcomeUnknownException.class, () -> client.payments().authorizePayment(request));
      assertEquals(reason, error.reason().orElseThrow());
      assertEquals(1, service.calls());
      assertEquals(
          reason + ": the service's words (request " + error.requestId() + ")", error.getMessage());
    }
  }
}
