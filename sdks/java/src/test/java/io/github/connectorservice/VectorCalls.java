/* Makes the calls of a vector and tells what came of them. */
package io.github.connectorservice;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.protobuf.Message;
import io.github.connectorservice.payments.v1.Event;
import io.github.connectorservice.payments.v1.ParseWebhookRequest;
import io.github.connectorservice.payments.v1.PaymentRecord;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

final class VectorCalls {
  private VectorCalls() {}

  static JsonObject result(ConnectorServiceClient client, JsonObject call, Printed printed)
      throws Exception {
    if (call.has("waitMs")) {
      Thread.sleep(call.get("waitMs").getAsLong());
    }
    if (call.has("applyEvent")) {
      JsonObject result = new JsonObject();
      PaymentRecord record = folded(call.getAsJsonObject("applyEvent"));
      result.addProperty("recordBytes", base64(record));
      return result;
    }
    CallOptions options = options(call.getAsJsonObject("options"));
    printed.add("options", options);
    long startedAt = System.nanoTime();
    JsonObject result = new JsonObject();
    try {
      Message answer =
          call.has("webhook")
              ? client
                  .webhooks()
                  .parseWebhook(webhook(call.getAsJsonObject("webhook"), printed), options)
              : called(client, call, options, printed);
      printed.add("answer", answer);
      result.addProperty("answerBytes", base64(answer));
    } catch (ConnectorServiceException error) {
      printed.add("error", error);
      result.add("error", json(error));
    }
    result.addProperty("elapsedMs", (System.nanoTime() - startedAt) / 1_000_000);
    return result;
  }

  /** By the group that has a method of the rpc's name. */
  private static Message called(
      ConnectorServiceClient client, JsonObject call, CallOptions options, Printed printed)
      throws Exception {
    String[] rpc = call.get("rpc").getAsString().split("/");
    String name = rpc[1].substring(0, 1).toLowerCase(Locale.ROOT) + rpc[1].substring(1);
    Object group =
        List.of(
                client.payments(),
                client.refunds(),
                client.mandates(),
                client.disputes(),
                client.paymentMethods(),
                client.customers(),
                client.sessions(),
                client.webhooks(),
                client.connectors())
            .stream()
            .filter(one -> Arrays.stream(one.getClass().getMethods()).anyMatch(is(name)))
            .findFirst()
            .orElseThrow();
    Method method =
        Arrays.stream(group.getClass().getMethods())
            .filter(is(name))
            .filter(one -> one.getParameterCount() == 2)
            .findFirst()
            .orElseThrow();
    Message request =
        parsed(method.getParameterTypes()[0], bytes(call.get("requestBytes").getAsString()));
    printed.add("request", request);
    try {
      return (Message) method.invoke(group, request, options);
    } catch (InvocationTargetException failed) {
      if (failed.getCause() instanceof ConnectorServiceException error) {
        throw error;
      }
      throw failed;
    }
  }

  private static Predicate<Method> is(String name) {
    return method -> method.getName().equals(name);
  }

  private static Message parsed(Class<?> type, byte[] bytes) throws ReflectiveOperationException {
    return (Message) type.getMethod("parseFrom", byte[].class).invoke(null, bytes);
  }

  private static ParseWebhookRequest webhook(JsonObject wanted, Printed printed) {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    for (JsonElement header : wanted.getAsJsonArray("headers")) {
      JsonArray pair = header.getAsJsonArray();
      headers
          .computeIfAbsent(pair.get(0).getAsString(), name -> new ArrayList<>())
          .add(pair.get(1).getAsString());
    }
    ParseWebhookRequest request =
        WebhookDelivery.of(
            bytes(wanted.get("body").getAsString()), headers, wanted.get("url").getAsString());
    printed.add("request", request);
    return request;
  }

  private static CallOptions options(JsonObject wanted) {
    CallOptions.Builder options = CallOptions.builder();
    if (VectorClient.isGiven(wanted, "deadlineMs")) {
      options.deadline(Duration.ofMillis(wanted.get("deadlineMs").getAsLong()));
    }
    if (VectorClient.isGiven(wanted, "retries")) {
      options.retries(wanted.get("retries").getAsInt());
    }
    if (VectorClient.isGiven(wanted, "idempotencyKey")) {
      options.idempotencyKey(wanted.get("idempotencyKey").getAsString());
    }
    VectorClient.metadata(wanted)
        .forEach(
            (name, value) -> {
              // An option of its own here, and refused among the metadata.
              if (name.equals("x-request-id")) {
                options.requestId(value);
              } else {
                options.metadata(name, value);
              }
            });
    return options.build();
  }

  /** The answers first, in order, and then the events. */
  private static PaymentRecord folded(JsonObject wanted) throws Exception {
    PaymentRecord record = PaymentRecord.getDefaultInstance();
    for (JsonElement element : wanted.getAsJsonArray("answers")) {
      JsonObject answer = element.getAsJsonObject();
      record =
          PaymentRecords.applyAnswer(
              record,
              answer(answer.get("rpc").getAsString(), bytes(answer.get("bytes").getAsString())),
              Instant.parse(answer.get("askedAt").getAsString()));
    }
    for (JsonElement event : wanted.getAsJsonArray("events")) {
      record = PaymentRecords.applyEvent(record, Event.parseFrom(bytes(event.getAsString())));
    }
    return record;
  }

  private static Message answer(String rpc, byte[] bytes) throws ReflectiveOperationException {
    String name = Event.class.getPackageName() + "." + rpc.split("/")[1] + "Response";
    return parsed(Class.forName(name), bytes);
  }

  private static JsonObject json(ConnectorServiceException error) {
    JsonObject json = new JsonObject();
    json.addProperty("kind", error.getClass().getSimpleName().replaceAll("Exception$", ""));
    json.add("reason", nullable(error.reason()));
    json.addProperty("code", error.code().name());
    JsonArray violations = new JsonArray();
    for (Violation violation : error.violations()) {
      JsonObject one = new JsonObject();
      one.addProperty("field", violation.field());
      one.addProperty("problem", violation.problem());
      violations.add(one);
    }
    json.add("violations", violations);
    json.addProperty("retryAfterMs", error.retryAfter().map(Duration::toMillis).orElse(null));
    json.addProperty("requestId", error.requestId());
    if (error instanceof OutcomeUnknownException unknown) {
      JsonObject call = new JsonObject();
      call.addProperty("rpc", unknown.call().rpc());
      call.add("reference", nullable(unknown.call().reference()));
      call.add("idempotencyKey", nullable(unknown.call().idempotencyKey()));
      json.add("call", call);
    }
    return json;
  }

  private static JsonElement nullable(Optional<String> value) {
    return value.<JsonElement>map(JsonPrimitive::new).orElse(JsonNull.INSTANCE);
  }

  private static byte[] bytes(String base64) {
    return Base64.getDecoder().decode(base64);
  }

  private static String base64(Message message) {
    return Base64.getEncoder().encodeToString(message.toByteArray());
  }
}
