/* What all requests of the contract have in common, by their descriptors. */
package io.github.connectorservice;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.MessageOrBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Fields that several messages have by the same name. */
final class RequestFields {
  private static final String IDEMPOTENCY_KEY = "idempotency_key";

  private RequestFields() {}

  static Optional<String> reference(Message request) {
    return text(request, "reference");
  }

  static Optional<String> idempotencyKey(Message request) {
    return text(request, IDEMPOTENCY_KEY);
  }

  /** The request with the key, where it has that field and does not say one itself. */
  @SuppressWarnings("unchecked") // A builder builds what it was made from.
  static <Request extends Message> Request withIdempotencyKey(Request request, String key) {
    FieldDescriptor field = request.getDescriptorForType().findFieldByName(IDEMPOTENCY_KEY);
    if (field == null || request.hasField(field)) {
      return request;
    }
    return (Request) request.toBuilder().setField(field, key).build();
  }

  private static Optional<String> text(Message message, String name) {
    FieldDescriptor field = message.getDescriptorForType().findFieldByName(name);
    if (field == null
        || field.getJavaType() != FieldDescriptor.JavaType.STRING
        || field.isRepeated()) {
      return Optional.empty();
    }
    return Optional.of((String) message.getField(field)).filter(value -> !value.isEmpty());
  }

  /** Every text that the contract marks `debug_redact`. */
  static Secrets secrets(Message message) {
    return Secrets.of(marked(message));
  }

  private static Stream<String> marked(MessageOrBuilder message) {
    return message.getAllFields().entrySet().stream()
        .flatMap(
            entry -> {
              boolean isMarked = entry.getKey().getOptions().getDebugRedact();
              Stream<?> items = items(entry);
              return isMarked
                  ? items.flatMap(RequestFields::texts)
                  : items.flatMap(
                      item -> item instanceof Message inner ? marked(inner) : Stream.empty());
            });
  }

  private static Stream<String> texts(Object value) {
    if (value instanceof String text) {
      return Stream.of(text);
    }
    return value instanceof Message message
        ? message.getAllFields().entrySet().stream()
            .flatMap(RequestFields::items)
            .flatMap(RequestFields::texts)
        : Stream.empty();
  }

  private static Stream<?> items(Map.Entry<FieldDescriptor, Object> entry) {
    return entry.getValue() instanceof List<?> list ? list.stream() : Stream.of(entry.getValue());
  }
}
