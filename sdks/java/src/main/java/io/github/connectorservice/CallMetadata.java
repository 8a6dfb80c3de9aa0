/* What travels beside a request: names, checks and the rows that the library itself fills. */
package io.github.connectorservice;

import io.grpc.Metadata;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Metadata of calls. */
final class CallMetadata {
  private static final Set<String> OURS =
      Set.of(
          "x-connector",
          "x-connector-credentials",
          "x-connector-account",
          "x-connector-sub-account",
          "authorization",
          "x-request-id",
          "grpc-timeout",
          "connect-timeout-ms");

  private CallMetadata() {}

  static Metadata.Key<String> key(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }

  /** Throws where the library fills this name itself, or gRPC cannot carry it. */
  static void checkGiven(String name, String value) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (OURS.contains(lower)) {
      throw new IllegalArgumentException(
          lower + " is filled by the library: see the options of client and call");
    }
    if (lower.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
      throw new IllegalArgumentException(
          lower + " would be binary metadata, which is not supported");
    }
    key(lower);
    checkedValue(lower, value);
  }

  /** Says nothing of the value itself, which may be a secret. */
  static String checkedValue(String name, String value) {
    if (!value.chars().allMatch(letter -> letter >= 0x20 && letter < 0x7f)) {
      throw new IllegalArgumentException(
          "the value of " + name + " has characters that are not printable ASCII");
    }
    return value;
  }

  static void putAll(Metadata metadata, Map<String, String> given) {
    given.forEach(
        (name, value) -> {
          Metadata.Key<String> key = key(name.toLowerCase(Locale.ROOT));
          metadata.removeAll(key);
          metadata.put(key, value);
        });
  }
}
