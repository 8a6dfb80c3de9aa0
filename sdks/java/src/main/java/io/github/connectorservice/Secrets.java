/* Values that must not be shown, taken out of texts that others wrote. */
package io.github.connectorservice;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Secret values, to be taken out of messages that came from elsewhere. Prints nothing of them. */
final class Secrets {
  static final Secrets NONE = new Secrets(List.of());
  private static final int SHORTEST = 6;

  /** Longest first, so that no form is found inside another and leaves its rest behind. */
  private final List<String> forms;

  private Secrets(List<String> forms) {
    this.forms = forms;
  }

  static Secrets of(Stream<String> values) {
    return new Secrets(
        values
            .filter(value -> value.length() >= SHORTEST)
            .flatMap(Secrets::formsOf)
            .distinct()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList());
  }

  Secrets and(Secrets others) {
    if (others.forms.isEmpty()) {
      return this;
    }
    return new Secrets(
        Stream.concat(forms.stream(), others.forms.stream())
            .distinct()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList());
  }

  /** The text with *** in place of each of the values, as they are and in the usual encodings. */
  String maskedIn(String text) {
    String masked = text;
    for (String form : forms) {
      masked = masked.replace(form, "***");
    }
    return masked;
  }

  private static Stream<String> formsOf(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    return Stream.of(
        value,
        Connector.json(value),
        java.net.URLEncoder.encode(value, StandardCharsets.UTF_8),
        Base64.getEncoder().withoutPadding().encodeToString(bytes),
        Base64.getUrlEncoder().withoutPadding().encodeToString(bytes),
        HexFormat.of().formatHex(bytes),
        HexFormat.of().withUpperCase().formatHex(bytes));
  }

  @Override
  public String toString() {
    return "Secrets(***)";
  }
}
