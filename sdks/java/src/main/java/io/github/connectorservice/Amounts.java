/* Amounts of money: exact minor units, never floats. */
package io.github.connectorservice;

import io.github.connectorservice.payments.v1.Money;
import java.math.BigDecimal;

/** Makes and reads the contract's {@link Money}: whole minor units of an ISO 4217 currency. */
public final class Amounts {
  /** Of a text; no amount of 64 bits is longer than 21. */
  private static final int LONGEST = 64;

  private Amounts() {}

  /**
   * An amount as it is written.
   *
   * @param currency ISO 4217 code, such as {@code EUR}
   * @param amount in major units, such as {@code 10.50}; never rounded
   * @return the amount
   * @throws IllegalArgumentException for a currency that is not known, text that is no number, or
   *     more digits than the currency has
   */
  public static Money of(String currency, String amount) {
    // A million digits, which a customer may write into a form, take BigDecimal twenty seconds.
    if (amount.length() > LONGEST) {
      throw new IllegalArgumentException("an amount has at most " + LONGEST + " characters");
    }
    if (!amount.matches("-?\\d+(\\.\\d+)?")) {
      throw new IllegalArgumentException(amount + " is not an amount such as 10.50");
    }
    return of(currency, new BigDecimal(amount));
  }

  /**
   * An amount in major units.
   *
   * @param currency ISO 4217 code, such as {@code EUR}
   * @param amount never rounded
   * @return the amount
   * @throws IllegalArgumentException for a currency that is not known, or more digits than the
   *     currency has
   */
  public static Money of(String currency, BigDecimal amount) {
    int digits = digits(currency);
    try {
      return ofMinorUnits(currency, amount.movePointRight(digits).longValueExact());
    } catch (ArithmeticException inexact) {
      throw new IllegalArgumentException(
          "%s %s is not a whole number of minor units, of which %s has %d digits"
              // Not in plain: that of 1E+999999999 takes a gigabyte.
              .formatted(currency, amount, currency, digits));
    }
  }

  /**
   * An amount in minor units.
   *
   * @param currency ISO 4217 code, such as {@code EUR}
   * @param minorUnits such as 1050 for EUR 10.50
   * @return the amount
   * @throws IllegalArgumentException for a currency that is not known
   */
  public static Money ofMinorUnits(String currency, long minorUnits) {
    digits(currency);
    return Money.newBuilder().setMinorUnits(minorUnits).setCurrency(currency).build();
  }

  /**
   * The digits of a currency's minor unit.
   *
   * @param currency ISO 4217 code in upper case
   * @return 0 for JPY, 2 for EUR, 3 for KWD
   * @throws IllegalArgumentException for a currency that is not known
   */
  public static int digits(String currency) {
    Integer digits = CurrencyDigits.BY_CODE.get(currency);
    if (digits == null) {
      throw new IllegalArgumentException(currency + " is no ISO 4217 code in upper case");
    }
    return digits;
  }

  /**
   * The amount in major units.
   *
   * @param money an amount
   * @return with all digits of the currency, such as 10.50
   * @throws IllegalArgumentException for a currency that is not known
   */
  public static BigDecimal decimal(Money money) {
    return BigDecimal.valueOf(money.getMinorUnits(), digits(money.getCurrency()));
  }

  /**
   * The amount as text for logs and people.
   *
   * @param money an amount
   * @return such as {@code EUR 10.50}; {@code XYZ 1050 minor units} for a currency that is not
   *     known
   */
  public static String text(Money money) {
    String currency = money.getCurrency();
    return CurrencyDigits.BY_CODE.containsKey(currency)
        ? currency + " " + decimal(money).toPlainString()
        : currency + " " + money.getMinorUnits() + " minor units";
  }
}
