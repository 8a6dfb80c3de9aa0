/* Real payments through the service against its sandbox. */
package io.github.connectorservice;

import static io.github.connectorservice.SandboxForTests.authorization;
import static io.github.connectorservice.SandboxForTests.sandbox;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.connectorservice.payments.v1.AuthorizePaymentResponse;
import io.github.connectorservice.payments.v1.CaptureMode;
import io.github.connectorservice.payments.v1.PaymentStatus;
import org.junit.jupiter.api.Test;

class PaymentsTest {
  @Test
  void takesMoneyAtOnce() {
    try (ConnectorServiceClient client = sandbox().client("stripe")) {
      AuthorizePaymentResponse paid =
          client
              .payments()
              .authorizePayment(
                  authorization(SandboxForTests.GOOD_CARD, CaptureMode.CAPTURE_MODE_AUTOMATIC)
                      .build());
      assertEquals(PaymentStatus.PAYMENT_STATUS_CAPTURED, paid.getPayment().getStatus());
    }
  }
}
