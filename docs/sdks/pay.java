/* Pay, handle a decline, resume after 3-D Secure, refund, read a webhook: the same program in six languages. */
import com.sun.net.httpserver.HttpServer;
import io.github.connectorservice.*;
import io.github.connectorservice.payments.v1.*;
import java.net.*;
import java.net.http.*;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.*;
import java.util.regex.Pattern;
import java.util.stream.*;

class Pay {
  static final HttpClient HTTP = HttpClient.newHttpClient();
  static final Account ACCOUNT = Account.named("stripe");

  public static void main(String[] words) throws Exception {
    try (var client = ConnectorServiceClient.create(env("CONNECTOR_SERVICE_URL"), ACCOUNT)) {
      // Webhooks come to a listener of ours, as the processor sends them.
      var deliveries = new LinkedBlockingQueue<ParseWebhookRequest>();
      HttpServer listener = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
      String hook = "http://127.0.0.1:" + listener.getAddress().getPort() + "/";
      listener.createContext("/", exchange -> {
        byte[] body = exchange.getRequestBody().readAllBytes();
        deliveries.add(WebhookDelivery.of(body, exchange.getRequestHeaders(), hook));
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
      });
      listener.start();
      String target = "{\"url\":\"%s\",\"secret\":\"%s\"}".formatted(hook, env("WEBHOOK_SECRET"));
      post(env("SANDBOX_URL") + "/_sandbox/stripe/webhook", "application/json", target);

      // A payment.
      Payment paid = pay(client, "order-1-attempt-1", "4242424242424242").getPayment();
      System.out.printf("paid: %s %s%n", Names.of(paid.getStatus()), Amounts.text(paid.getAmounts().getCaptured()));

      // A decline is an answer, with the reason and whose decision it was.
      Failure failure = pay(client, "order-2-attempt-1", "4000000000009995").getOperation().getFailure();
      System.out.printf("declined: %s by %s%n", Names.of(failure.getCode()), Names.of(failure.getActor()));

      // 3-D Secure: the customer goes to the page, comes back, and the payment is resumed with what came back.
      AuthorizePaymentResponse asked = pay(client, "order-3-attempt-1", "4000002760003184");
      String returned = browse(asked.getNextAction().getRedirect().getUrl());
      ResumePaymentResponse resumed = client.payments().resumePayment(
          ResumePaymentRequest.newBuilder().setState(asked.getState()).setUrl(returned).build());
      System.out.printf("authenticated: %s%n", Names.of(resumed.getPayment().getStatus()));

      // A part of the first payment goes back.
      Refund refund = client.refunds().createRefund(CreateRefundRequest.newBuilder()
          .setReference("order-1-refund-1")
          .setPayment(paid.getPaymentRef())
          .setAmount(Amounts.of("EUR", "4.00"))
          .build()).getRefund();
      System.out.printf("refunded: %s %s%n", Names.of(refund.getStatus()), Amounts.text(refund.getAmount()));

      // The webhook that tells of the first payment, verified from the bytes that came.
      System.out.println(webhookOf(paid, client, deliveries));
      listener.stop(0);
    }
  }

  static AuthorizePaymentResponse pay(ConnectorServiceClient client, String reference, String number) {
    Card card = Card.newBuilder().setNumber(number).setExpiryMonth(3).setExpiryYear(2030).setCvc("737").build();
    return client.payments().authorizePayment(AuthorizePaymentRequest.newBuilder()
        .setReference(reference)
        .setPurchase(Purchase.newBuilder().setAmount(Amounts.of("EUR", "10.00")).setReturnUrl("https://shop.example/return"))
        .setPaymentMethod(PaymentMethod.newBuilder().setCard(card))
        .setCaptureMode(CaptureMode.CAPTURE_MODE_AUTOMATIC)
        .build());
  }

  static String webhookOf(Payment paid, ConnectorServiceClient client, BlockingQueue<ParseWebhookRequest> deliveries)
      throws InterruptedException {
    ParseWebhookRequest delivery;
    while ((delivery = deliveries.poll(5, TimeUnit.SECONDS)) != null) {
      for (Event event : client.webhooks().parseWebhook(delivery).getEventsList()) {
        PaymentStatus status = event.getPayment().getStatus();
        boolean isOurs = event.getPaymentRef().getPaymentId().equals(paid.getPaymentRef().getPaymentId());
        if (isOurs && event.hasPayment() && status == PaymentStatus.PAYMENT_STATUS_CAPTURED)
          return "webhook: %s PAYMENT %s".formatted(Names.of(event.getVerification()), Names.of(status));
      }
    }
    return "webhook: none came";
  }

  /** A customer's browser: opens the sandbox's page, presses its first button, and says where it is sent back to. */
  static String browse(String page) throws Exception {
    String html = HTTP.send(HttpRequest.newBuilder(URI.create(page)).build(), HttpResponse.BodyHandlers.ofString()).body();
    URI target = URI.create(page).resolve(matches("<form[^>]*action=\"([^\"]*)\"()", html).findFirst().orElseThrow().getKey());
    String fields = Stream.concat(
            matches("<input[^>]*name=\"([^\"]*)\" value=\"([^\"]*)\"", html),
            matches("<button name=\"([^\"]*)\" value=\"([^\"]*)\"", html).limit(1))
        .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
    return post(target.toString(), "application/x-www-form-urlencoded", fields).headers().firstValue("location").orElseThrow();
  }

  static Stream<Map.Entry<String, String>> matches(String pattern, String html) {
    String text = Pattern.compile("&#(\\d+);").matcher(html).replaceAll(sign -> Character.toString(Integer.parseInt(sign.group(1))));
    return Pattern.compile(pattern).matcher(text).results().map(match -> Map.entry(match.group(1), match.group(2)));
  }

  static HttpResponse<String> post(String url, String type, String body) throws Exception {
    return HTTP.send(HttpRequest.newBuilder(URI.create(url)).header("content-type", type)
        .POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
  }

  static String env(String name) {
    return System.getenv().getOrDefault(name, "");
  }
}
