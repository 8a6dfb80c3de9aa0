/* Nothing secret is printed, in whatever way. */
package io.github.connectorservice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.TextFormat;
import com.google.protobuf.Value;
import io.github.connectorservice.connectors.Adyen;
import io.github.connectorservice.connectors.Stripe;
import io.github.connectorservice.payments.v1.AuthorizePaymentRequest;
import io.github.connectorservice.payments.v1.AuthorizePaymentResponse;
import io.github.connectorservice.payments.v1.CaptureMode;
import io.github.connectorservice.payments.v1.Event;
import io.github.connectorservice.payments.v1.ParseWebhookRequest;
import io.github.connectorservice.payments.v1.ParseWebhookResponse;
import io.github.connectorservice.payments.v1.Payment;
import io.github.connectorservice.payments.v1.PaymentMethodDetails;
import io.github.connectorservice.payments.v1.PaymentRecord;
import io.github.connectorservice.payments.v1.PaymentServiceProto;
import io.github.connectorservice.payments.v1.ResumePaymentRequest;
import io.github.connectorservice.payments.v1.StoredMethod;
import io.github.connectorservice.payments.v1.Telling;
import io.github.connectorservice.payments.v1.WebhookHeader;
import io.grpc.Metadata;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class SecretsTest {
  private static final String CANARY = "CANARY-4929123456780001";

  private static String printed(Object... values) {
    Printed printed = new Printed();
    printed.add("all", values);
    return printed.of("all");
  }

  @Test
  void connectorsAndClientsPrintNone() {
    Stripe stripe = new Stripe(CANARY + "a").withWebhookSecrets(CANARY + "b", CANARY + "c");
    ConnectorServiceClient.Builder builder =
        ConnectorServiceClient.builder("https://service.example", stripe)
            .apiKey(CANARY + "d")
            .metadata("x-own", CANARY + "e");
    try (ConnectorServiceClient client = builder.build()) {
      CallOptions options = CallOptions.builder().metadata("x-other", CANARY + "f").build();
      String text =
          printed(stripe, builder, client, options, Connector.of("own", Map.of("k", CANARY)));
      assertFalse(text.contains(CANARY), text);
      assertTrue(text.contains("stripe(apiKey=***, webhookSecrets=***)"), text);
      assertTrue(text.contains("apiKey=***]"), text);
    }
    String json = new Gson().toJson(List.of(stripe, Connector.of("own", Map.of("k", CANARY))));
    assertEquals("[{\"id\":\"stripe\"},{\"id\":\"own\"}]", json);
    String adyen = printed(new Adyen(CANARY, CANARY + "Shop"));
    assertEquals("adyen(apiKey=***, merchantAccount=***)", adyen.lines().findFirst().orElseThrow());
  }

  @Test
  void messagesPrintNoneNestedInListsOneofsAndMaps() {
    AuthorizePaymentRequest request =
        SandboxForTests.authorization(CANARY, CaptureMode.CAPTURE_MODE_MANUAL)
            .putConnectorOptions(
                "stripe",
                Struct.newBuilder()
                    .putFields("key", Value.newBuilder().setStringValue(CANARY).build())
                    .build())
            .build();
    ParseWebhookRequest delivery =
        ParseWebhookRequest.newBuilder()
            .setBody(ByteString.copyFromUtf8(CANARY))
            .addHeaders(WebhookHeader.newBuilder().setName("x").setValue(CANARY))
            .build();
    Payment payment =
        Payment.newBuilder()
            .setMethod(
                PaymentMethodDetails.newBuilder()
                    .setStored(StoredMethod.newBuilder().setStoredMethodId(CANARY)))
            .build();
    ParseWebhookResponse events =
        ParseWebhookResponse.newBuilder().addEvents(Event.newBuilder().setPayment(payment)).build();
    PaymentRecord record =
        PaymentRecord.newBuilder()
            .setPayment(payment)
            .addTellings(Telling.newBuilder().setAt(1).setPayment(payment))
            .build();
    ResumePaymentRequest resume =
        ResumePaymentRequest.newBuilder().setState(CANARY).setUrl(CANARY).build();
    String text = printed(request, delivery, events, record, resume);
    assertFalse(text.contains(CANARY), text);
    assertTrue(request.toString().contains("expiry_year: \"***\""), request.toString());
    assertTrue(request.toString().contains("connector_options: \"***\""), request.toString());
    assertTrue(request.toString().contains(request.getReference()), request.toString());
  }

  /** Whatever the contract marks: every field of every message, filled with a canary. */
  @TestFactory
  List<DynamicTest> everyMarkedFieldIsMasked() {
    List<Descriptor> all = new ArrayList<>();
    PaymentServiceProto.getDescriptor()
        .getDependencies()
        .forEach(file -> file.getMessageTypes().forEach(message -> collect(message, all)));
    PaymentServiceProto.getDescriptor().getMessageTypes().forEach(message -> collect(message, all));
    List<DynamicTest> tests = new ArrayList<>();
    for (Descriptor message : all) {
      for (FieldDescriptor field : message.getFields()) {
        if (field.getOptions().getDebugRedact()) {
          tests.add(
              DynamicTest.dynamicTest(
                  field.getFullName(), () -> assertMasked(filled(message, field), field)));
        }
      }
    }
    assertTrue(tests.size() > 40, "marked fields are missing: " + tests.size());
    return tests;
  }

  private static void collect(Descriptor message, List<Descriptor> all) {
    if (message.getFullName().startsWith("payments.v1.")) {
      all.add(message);
      message.getNestedTypes().forEach(nested -> collect(nested, all));
    }
  }

  private static byte[] filled(Descriptor message, FieldDescriptor field) {
    Object value =
        switch (field.getJavaType()) {
          case STRING -> CANARY;
          case BYTE_STRING -> ByteString.copyFromUtf8(CANARY);
          case INT -> 77_777_777;
          case MESSAGE -> DynamicMessage.getDefaultInstance(field.getMessageType());
          default -> throw new IllegalStateException("a marked " + field.getJavaType());
        };
    DynamicMessage.Builder built = DynamicMessage.newBuilder(message);
    return (field.isRepeated()
            ? built.addRepeatedField(field, value)
            : built.setField(field, value))
        .build()
        .toByteArray();
  }

  private static void assertMasked(byte[] bytes, FieldDescriptor field) throws Exception {
    String outer = field.getContainingType().getFullName().replaceFirst("^payments\\.v1\\.", "");
    Class<?> type = Class.forName(Event.class.getPackageName() + "." + outer.replace('.', '$'));
    Message message = (Message) type.getMethod("parseFrom", byte[].class).invoke(null, bytes);
    String text = printed(message);
    assertFalse(text.contains(CANARY) || text.contains("77777777"), text);
    assertEquals(field.getName() + ": \"***\"", message.toString().strip(), field.getFullName());
  }

  @Test
  void fieldsOfANewerServicePrintNothing() throws InvalidProtocolBufferException {
    // Field 109, of whatever meaning, with the canary as its bytes.
    AuthorizePaymentResponse unknown =
        AuthorizePaymentResponse.parseFrom(
            ByteString.copyFrom(new byte[] {(byte) 0xea, 0x06, (byte) CANARY.length()})
                .concat(ByteString.copyFromUtf8(CANARY)));
    assertEquals(1, unknown.getUnknownFields().asMap().size());
    assertFalse(unknown.toString().contains(CANARY));
  }

  @Test
  void maskingChangesNothingElse() throws Exception {
    AuthorizePaymentRequest request =
        SandboxForTests.authorization(CANARY, CaptureMode.CAPTURE_MODE_MANUAL).build();
    assertEquals(CANARY, request.getPaymentMethod().getCard().getNumber());
    assertEquals(request, AuthorizePaymentRequest.parseFrom(request.toByteArray()));
    assertEquals(request, request.toBuilder().build());
    var card = request.getPaymentMethod().getCard();
    FieldDescriptor number = card.getDescriptorForType().findFieldByName("number");
    assertEquals(CANARY, card.getAllFields().get(number));
    var reparsed = TextFormat.parse("number: \"x\"", card.getClass());
    assertEquals("x", reparsed.getNumber());
  }

  @Test
  void errorsShowNothingThatTheServiceRepeats() throws Exception {
    try (EchoingService service = new EchoingService();
        ConnectorServiceClient client =
            ConnectorServiceClient.builder(service.url(), new Stripe(CANARY))
                .apiKey(CANARY + "key")
                .retries(0)
                .build()) {
      var request =
          SandboxForTests.authorization("4929123456781234", CaptureMode.CAPTURE_MODE_MANUAL)
              .build();
      OutcomeUnknownException error =
          assertThrows(
              OutcomeUnknownException.class, () -> client.payments().authorizePayment(request));
      String text = printed(error);
      assertFalse(text.contains(CANARY), text);
      assertFalse(text.contains("4929123456781234"), text);
      // Nor a card's code, which is too short to be found among other words.
      assertEquals(
          "UNKNOWN: no answer of the service (request " + error.requestId() + ")",
          error.getMessage());
      assertEquals(request, error.call().request());
      OutcomeUnknownException copy = (OutcomeUnknownException) copied(error);
      assertEquals(error.code(), copy.code());
      assertEquals(error.requestId(), copy.requestId());
      assertEquals(error.reason(), copy.reason());
      assertEquals(error.violations(), copy.violations());
    }
  }

  /** The service's own words are handed on; a credential in them is masked as it travels, too. */
  @Test
  void aCredentialIsFoundInItsHeader() {
    String key = "-----BEGIN PRIVATE KEY-----\nCANARY\u00e9\"0123\n-----END PRIVATE KEY-----\n";
    Connector connector = Connector.of("own", Map.of("privateKey", key));
    Metadata metadata = new Metadata();
    connector.describeTo(metadata);
    String header = metadata.get(CallMetadata.key("x-connector-credentials"));
    String masked = connector.secrets().maskedIn("bad header " + header);
    assertEquals("bad header {\"privateKey\":\"***\"}", masked);
  }

  private static Object copied(Object value) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream output = new ObjectOutputStream(bytes)) {
      output.writeObject(value);
    }
    try (ObjectInputStream input =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return input.readObject();
    }
  }
}
