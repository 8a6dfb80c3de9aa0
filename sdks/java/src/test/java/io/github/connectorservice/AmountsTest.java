/* Amounts are exact or refused. */
package io.github.connectorservice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.connectorservice.payments.v1.CardNetwork;
import io.github.connectorservice.payments.v1.Money;
import io.github.connectorservice.payments.v1.PaymentStatus;
import io.github.connectorservice.payments.v1.Resolution;
import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmountsTest {
  @ParameterizedTest
  @CsvSource({
    "EUR, 10.50, 1050, EUR 10.50",
    "EUR, 10, 1000, EUR 10.00",
    "EUR, 10.5, 1050, EUR 10.50",
    "EUR, 0.01, 1, EUR 0.01",
    "EUR, -0.07, -7, EUR -0.07",
    "EUR, 10.500, 1050, EUR 10.50",
    "JPY, 1050, 1050, JPY 1050",
    "KWD, 1.050, 1050, KWD 1.050",
    "UYW, 0.0001, 1, UYW 0.0001",
    "USD, 92233720368547758.07, 9223372036854775807, USD 92233720368547758.07",
  })
  void areExact(String currency, String amount, long minorUnits, String text) {
    Money money = Amounts.of(currency, amount);
    assertEquals(minorUnits, money.getMinorUnits());
    assertEquals(currency, money.getCurrency());
    assertEquals(money, Amounts.ofMinorUnits(currency, minorUnits));
    assertEquals(money, Amounts.of(currency, Amounts.decimal(money)));
    assertEquals(text, Amounts.text(money));
  }

  @ParameterizedTest
  @CsvSource({
    "EUR, 10.505",
    "JPY, 10.5",
    "EUR, '10,50'",
    "EUR, 1e2",
    "EUR, ''",
    "EUR, .5",
    "EUR, 5.",
    "EUR, +5",
    "EUR, NaN",
    "EUR, 92233720368547758.08",
    "eur, 10",
    "EURO, 10",
    "'', 10",
  })
  void areRefusedWhereTheyAreNot(String currency, String amount) {
    assertThrows(IllegalArgumentException.class, () -> Amounts.of(currency, amount));
  }

  @Test
  void areWrittenWhateverTheyAre() {
    Money strange = Money.newBuilder().setMinorUnits(-1050).setCurrency("XYZ").build();
    assertEquals("XYZ -1050 minor units", Amounts.text(strange));
    assertEquals(
        "EUR -92233720368547758.08", Amounts.text(Amounts.ofMinorUnits("EUR", Long.MIN_VALUE)));
    assertEquals("EUR 0.00", Amounts.text(Amounts.ofMinorUnits("EUR", 0)));
  }

  /** Written in full, such a number is a gigabyte. */
  @ParameterizedTest
  @ValueSource(strings = {"1E+1000000000", "1E-1000000000", "-1E+2147483647", "1E-2147483647"})
  void ofAnyLengthAreRefusedInShort(String amount) {
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class, () -> Amounts.of("EUR", new BigDecimal(amount)));
    assertTrue(refusal.getMessage().length() < 200, "much is said");
  }

  @Test
  void ofAMillionDigitsAreRefusedAtOnce() {
    String amount = "9".repeat(1_000_000);
    assertTimeout(
        Duration.ofSeconds(2),
        () -> assertThrows(IllegalArgumentException.class, () -> Amounts.of("EUR", amount)));
    assertEquals(100, Amounts.of("EUR", "0".repeat(60) + "1.0").getMinorUnits());
  }

  @Test
  void areNeverRounded() {
    assertThrows(IllegalArgumentException.class, () -> Amounts.of("EUR", new BigDecimal("0.001")));
    assertThrows(IllegalArgumentException.class, () -> Amounts.decimal(Money.getDefaultInstance()));
  }

  @Test
  void enumsAreNamedWithoutTheirPrefix() {
    assertEquals("CAPTURED", Names.of(PaymentStatus.PAYMENT_STATUS_CAPTURED));
    assertEquals("REPEAT_SAME_KEY", Names.of(Resolution.Way.WAY_REPEAT_SAME_KEY));
    assertEquals("VISA", Names.of(CardNetwork.CARD_NETWORK_VISA));
    assertEquals("UNRECOGNIZED", Names.of(PaymentStatus.UNRECOGNIZED));
  }
}
