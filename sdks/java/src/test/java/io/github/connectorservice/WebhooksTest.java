/* Webhooks of the sandbox, verified from raw bytes; forged ones are refused. */
package io.github.connectorservice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.github.connectorservice.payments.v1.CaptureMode;
import io.github.connectorservice.payments.v1.Event;
import io.github.connectorservice.payments.v1.ParseWebhookRequest;
import io.github.connectorservice.payments.v1.ParseWebhookResponse;
import io.github.connectorservice.payments.v1.PaymentRecord;
import io.github.connectorservice.payments.v1.PaymentStatus;
import io.github.connectorservice.payments.v1.Verification;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WebhooksTest {
  private record Delivery(byte[] body, Map<String, List<String>> headers, String url) {
    ParseWebhookRequest request() {
      return WebhookDelivery.of(body, headers, url);
    }

    Delivery forged() {
      byte[] other = body.clone();
      int digit = new String(body, java.nio.charset.StandardCharsets.UTF_8).indexOf("1000");
      other[digit] = '9';
      return new Delivery(other, headers, url);
    }
  }

  @Test
  void areVerifiedAndForgedOnesAreNot() throws Exception {
    LinkedBlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
    HttpServer listener =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    String url = "http://127.0.0.1:" + listener.getAddress().getPort() + "/hooks?shop=1";
    listener.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          deliveries.add(new Delivery(body, new TreeMap<>(exchange.getRequestHeaders()), url));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    listener.start();
    SandboxForTests.sandbox().deliverWebhooks("stripe", url, SandboxForTests.WEBHOOK_SECRET);
    try (ConnectorServiceClient client = SandboxForTests.sandbox().client("stripe")) {
      String payment =
          client
              .payments()
              .authorizePayment(
                  SandboxForTests.authorization(
                          SandboxForTests.GOOD_CARD, CaptureMode.CAPTURE_MODE_AUTOMATIC)
                      .build())
              .getPayment()
              .getPaymentRef()
              .getPaymentId();
      PaymentRecord record = PaymentRecord.getDefaultInstance();
      Delivery captured = null;
      while (captured == null) {
        Delivery delivery = deliveries.poll(10, TimeUnit.SECONDS);
        assertNotNull(delivery, "no webhook told of the capture");
        for (Event event : client.webhooks().parseWebhook(delivery.request()).getEventsList()) {
          assertEquals(Verification.VERIFICATION_VERIFIED, event.getVerification());
          if (event.getPaymentRef().getPaymentId().equals(payment)) {
            record = PaymentRecords.applyEvent(record, event);
          }
          if (event.getPayment().getStatus() == PaymentStatus.PAYMENT_STATUS_CAPTURED) {
            captured = delivery;
          }
        }
      }
      assertEquals(PaymentStatus.PAYMENT_STATUS_CAPTURED, record.getPayment().getStatus());

      ParseWebhookResponse refused = client.webhooks().parseWebhook(captured.forged().request());
      assertEquals(1, refused.getEventsCount());
      assertEquals(Verification.VERIFICATION_FAILED, refused.getEvents(0).getVerification());
      assertFalse(refused.getEvents(0).hasPayment(), "the content of a forged webhook");
      assertFalse(refused.hasAcknowledgement(), "a forged webhook was acknowledged");
      assertTrue(captured.request().toString().contains("***"));
    } finally {
      listener.stop(0);
    }
  }
}
