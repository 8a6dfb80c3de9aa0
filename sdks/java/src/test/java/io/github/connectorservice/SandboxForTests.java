/* One sandbox for all tests; it ends with this process. */
package io.github.connectorservice;

import io.github.connectorservice.payments.v1.AuthorizePaymentRequest;
import io.github.connectorservice.payments.v1.CaptureMode;
import io.github.connectorservice.payments.v1.Card;
import io.github.connectorservice.payments.v1.PaymentMethod;
import io.github.connectorservice.payments.v1.Purchase;
import io.github.connectorservice.testing.Sandbox;
import java.nio.file.Path;
import java.util.UUID;

/** The repository's own service, and requests that its sandbox takes. */
final class SandboxForTests {
  /** Of the sandbox's sample account at Stripe. */
  static final String WEBHOOK_SECRET = "whsec_5WbX5kEWLlfzsGNjH64I8lOOqUB6e8FH";

  static final String GOOD_CARD = "4242424242424242";
  static final String POOR_CARD = "4000000000009995";
  static final String ASKING_CARD = "4000002760003184";

  private static Sandbox running;

  private SandboxForTests() {}

  static synchronized Sandbox sandbox() {
    if (running == null) {
      running = Sandbox.start();
    }
    return running;
  }

  static Path repository() {
    return Path.of("").toAbsolutePath().resolve("../..").normalize();
  }

  static String node() {
    return repository().resolve("node_modules/.bin/node").toString();
  }

  static AuthorizePaymentRequest.Builder authorization(String cardNumber, CaptureMode mode) {
    return AuthorizePaymentRequest.newBuilder()
        .setReference("order-" + UUID.randomUUID().toString().substring(0, 18))
        .setPurchase(
            Purchase.newBuilder()
                .setAmount(Amounts.of("EUR", "10.00"))
                .setReturnUrl("https://shop.example/return"))
        .setPaymentMethod(PaymentMethod.newBuilder().setCard(card(cardNumber)))
        .setCaptureMode(mode);
  }

  static Card.Builder card(String number) {
    return Card.newBuilder()
        .setNumber(number)
        .setExpiryMonth(3)
        .setExpiryYear(2030)
        .setCvc("737")
        .setHolderName("Jenny Rosen");
  }
}
