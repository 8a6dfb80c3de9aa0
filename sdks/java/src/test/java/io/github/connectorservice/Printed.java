/* Everything that ordinary printing gives. */
package io.github.connectorservice;

import com.google.gson.JsonObject;
import com.google.protobuf.Message;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.TextFormat;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Prints values in all usual ways, by what they are. */
final class Printed {
  private final Map<String, StringBuilder> texts = new LinkedHashMap<>();

  void add(String name, Object... values) {
    StringBuilder text = texts.computeIfAbsent(name, key -> new StringBuilder());
    for (Object value : values) {
      text.append(String.valueOf(value)).append('\n');
      text.append("%s %s".formatted(value, List.of(value))).append('\n');
      text.append(Map.of("key", Optional.of(value))).append('\n');
      if (value instanceof Throwable error) {
        addError(text, error);
      }
      if (value instanceof Message message) {
        text.append(message.toBuilder()).append('\n');
        text.append(TextFormat.printer().escapingNonAscii(false).printToString(message));
        text.append(TextFormat.printer().printToString((MessageOrBuilder) message.toBuilder()));
      }
    }
  }

  private static void addError(StringBuilder text, Throwable error) {
    StringWriter trace = new StringWriter();
    error.printStackTrace(new PrintWriter(trace, true));
    text.append(trace).append(error.getLocalizedMessage()).append('\n');
    if (error instanceof ConnectorServiceException known) {
      text.append(known.violations()).append(known.reason()).append('\n');
    }
    if (error instanceof OutcomeUnknownException unknown) {
      text.append(unknown.call()).append(unknown.call().originalCall()).append('\n');
    }
  }

  String of(String name) {
    return texts.get(name).toString();
  }

  JsonObject json() {
    JsonObject json = new JsonObject();
    texts.forEach((name, text) -> json.addProperty(name, text.toString()));
    return json;
  }
}
