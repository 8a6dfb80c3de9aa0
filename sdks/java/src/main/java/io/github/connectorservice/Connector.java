/* A connector with the credentials of an account at its processor. */
package io.github.connectorservice;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import io.grpc.Metadata;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A connector with the credentials of an account at its processor. Use the classes of {@code
 * io.github.connectorservice.connectors}; {@link #of} is for connectors that this version does not
 * know. Immutable, and prints no credential.
 */
public abstract non-sealed class Connector extends Account {
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  private final String id;

  /** Transient for those who print by reflection, such as Gson: they pass over it. */
  private final transient Map<String, Object> credentials;

  /**
   * For the connectors' classes.
   *
   * @param id as the service knows it
   * @param credentials by the connector's names; each a String or a list of Strings
   */
  protected Connector(String id, Map<String, Object> credentials) {
    this.id = CallMetadata.checkedValue("x-connector", id);
    this.credentials = credentials;
  }

  /**
   * A connector that this version has no class for.
   *
   * @param id as the service knows it
   * @param credentials by the connector's names; each a String or a list of Strings
   * @return the connector
   */
  public static Connector of(String id, Map<String, ?> credentials) {
    return new Other(
        id,
        credentials(
            credentials.entrySet().stream()
                .flatMap(entry -> Stream.of(entry.getKey(), entry.getValue()))
                .toArray()));
  }

  private static final class Other extends Connector {
    Other(String id, Map<String, Object> credentials) {
      super(id, credentials);
    }
  }

  /**
   * For the connectors' classes: credentials from names and values in turn.
   *
   * @param namesAndValues name, value, name, value; each value a String or a list of Strings
   * @return the credentials
   */
  protected static Map<String, Object> credentials(Object... namesAndValues) {
    Map<String, Object> credentials = new LinkedHashMap<>();
    for (int index = 0; index < namesAndValues.length; index += 2) {
      String name = (String) namesAndValues[index];
      credentials.put(name, checked(name, namesAndValues[index + 1]));
    }
    return credentials;
  }

  /**
   * For the connectors' classes: these credentials and one more.
   *
   * @param name the connector's name for it
   * @param value a String or a list of Strings
   * @return a copy
   */
  protected final Map<String, Object> with(String name, Object value) {
    Map<String, Object> copy = new LinkedHashMap<>(credentials);
    copy.put(name, checked(name, value));
    return copy;
  }

  /** Says nothing of the value itself, which may be a secret. */
  private static Object checked(String name, Object value) {
    Objects.requireNonNull(value, name);
    boolean isText = value instanceof String;
    boolean isTexts =
        value instanceof List<?> list && list.stream().allMatch(String.class::isInstance);
    if (!isText && !isTexts) {
      throw new IllegalArgumentException(
          "the credential " + name + " is neither a String nor a list of Strings");
    }
    return value;
  }

  /**
   * The connector's id.
   *
   * @return as the service knows it, such as {@code stripe}
   */
  public final String id() {
    return id;
  }

  @Override
  final void describeTo(Metadata metadata) {
    metadata.put(CallMetadata.key("x-connector"), id);
    metadata.put(CallMetadata.key("x-connector-credentials"), inAscii(GSON.toJson(credentials)));
  }

  /** A text as it stands in the header of credentials, without its quotes. */
  static String json(String text) {
    String quoted = inAscii(GSON.toJson(text));
    return quoted.substring(1, quoted.length() - 1);
  }

  /** Beyond ASCII there are only letters of texts, which JSON may escape. */
  private static String inAscii(String json) {
    StringBuilder ascii = new StringBuilder(json.length());
    for (char letter : json.toCharArray()) {
      if (letter < 0x7f) {
        ascii.append(letter);
      } else {
        ascii.append(String.format("\\u%04x", (int) letter));
      }
    }
    return ascii.toString();
  }

  @Override
  final Secrets secrets() {
    return Secrets.of(
        credentials.values().stream()
            .flatMap(value -> value instanceof List<?> list ? list.stream() : Stream.of(value))
            .map(String.class::cast));
  }

  @Override
  public final String toString() {
    StringBuilder text = new StringBuilder(id).append('(');
    credentials
        .keySet()
        .forEach(
            name ->
                text.append(text.charAt(text.length() - 1) == '(' ? "" : ", ")
                    .append(name)
                    .append("=***"));
    return text.append(')').toString();
  }
}
