/* Enum values as people say them. */
package io.github.connectorservice;

import com.google.protobuf.ProtocolMessageEnum;

/** Enum values of the contract without the prefix that protobuf wants: {@code CAPTURED}. */
public final class Names {
  private Names() {}

  /**
   * The name of a value.
   *
   * @param value such as {@code PaymentStatus.PAYMENT_STATUS_CAPTURED}
   * @return such as {@code CAPTURED}; {@code UNRECOGNIZED} for a value of a newer service
   */
  public static String of(ProtocolMessageEnum value) {
    String name = ((Enum<?>) value).name();
    String prefix =
        value.getDescriptorForType().getName().replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_") + "_";
    boolean hasPrefix = name.regionMatches(true, 0, prefix, 0, prefix.length());
    return hasPrefix ? name.substring(prefix.length()) : name;
  }
}
