/* One payment from a project that has nothing but the library; then the side-by-side program runs on the same sandbox. */
package shop;

import io.github.connectorservice.Amounts;
import io.github.connectorservice.Names;
import io.github.connectorservice.payments.v1.AuthorizePaymentRequest;
import io.github.connectorservice.payments.v1.CaptureMode;
import io.github.connectorservice.payments.v1.Card;
import io.github.connectorservice.payments.v1.PaymentMethod;
import io.github.connectorservice.payments.v1.Purchase;
import io.github.connectorservice.testing.Sandbox;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

public final class Shop {
  private Shop() {}

  /** Words: the side-by-side program, and the webhook secret of the sandbox's sample account. */
  public static void main(String[] words) throws Exception {
    try (var sandbox = Sandbox.start();
        var client = sandbox.client("stripe")) {
      var card =
          Card.newBuilder()
              .setNumber("4242424242424242")
              .setExpiryMonth(3)
              .setExpiryYear(2030)
              .setCvc("737");
      var answer =
          client
              .payments()
              .authorizePayment(
                  AuthorizePaymentRequest.newBuilder()
                      .setReference("order-0-attempt-1")
                      .setPurchase(Purchase.newBuilder().setAmount(Amounts.of("EUR", "10.00")))
                      .setPaymentMethod(PaymentMethod.newBuilder().setCard(card))
                      .setCaptureMode(CaptureMode.CAPTURE_MODE_AUTOMATIC)
                      .build());
      System.out.println("consumer: " + Names.of(answer.getPayment().getStatus()));

      var program =
          new ProcessBuilder(
              List.of("java", "-cp", System.getProperty("java.class.path"), words[0]));
      program
          .environment()
          .putAll(
              Map.of(
                  "CONNECTOR_SERVICE_URL", sandbox.url(),
                  "SANDBOX_URL", sandbox.sandboxUrl(),
                  "WEBHOOK_SECRET", words[1]));
      var running = program.inheritIO().start();
      if (!running.waitFor(60, TimeUnit.SECONDS)) {
        running.destroyForcibly();
      }
      System.exit(running.waitFor());
    }
  }
}
