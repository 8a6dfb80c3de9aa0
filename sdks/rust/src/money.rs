//! Amounts in exact minor units. There are no floats here.

use core::fmt;

use crate::contract::Money;
use crate::currencies::DIGITS;

/// Why a text is no amount.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MoneyError {
    /// ISO 4217 does not have it, or not with a minor unit.
    #[error("{0:?} is not a currency of ISO 4217 in upper case")]
    UnknownCurrency(String),
    /// Digits, and a point with as many digits as the currency has at most.
    #[error("{text:?} is not an amount with at most {digits} decimal places")]
    NotAnAmount {
        /// What was given.
        text: String,
        /// The currency's decimal places.
        digits: u32,
    },
    /// It does not go into 64 bits.
    #[error("{0:?} is too much")]
    TooMuch(String),
}

fn digits_of(currency: &str) -> Result<u32, MoneyError> {
    DIGITS
        .binary_search_by(|(code, _)| code.cmp(&currency))
        .map(|index| DIGITS[index].1)
        .map_err(|_| MoneyError::UnknownCurrency(currency.to_owned()))
}

impl Money {
    /// An amount in the currency's smallest unit: `Money::of(1050, "EUR")` is 10.50 EUR.
    #[must_use]
    pub fn of(minor_units: i64, currency: impl Into<String>) -> Self {
        Self { minor_units, currency: currency.into() }
    }

    /// An amount as people write it: `Money::parse("EUR", "10.50")`. Nothing is rounded.
    pub fn parse(currency: &str, decimal: &str) -> Result<Self, MoneyError> {
        let digits = digits_of(currency)?;
        let strange = || MoneyError::NotAnAmount { text: decimal.to_owned(), digits };
        let (sign, unsigned) = decimal.strip_prefix('-').map_or(("", decimal), |rest| ("-", rest));
        let (whole, fraction) = match unsigned.split_once('.') {
            Some((_, "")) => return Err(strange()),
            Some(parts) => parts,
            None => (unsigned, ""),
        };
        let places = digits as usize;
        let is_number = |text: &str| text.bytes().all(|sign| sign.is_ascii_digit());
        if whole.is_empty() || !is_number(whole) || !is_number(fraction) || fraction.len() > places
        {
            return Err(strange());
        }
        format!("{sign}{whole}{fraction:0<places$}")
            .parse()
            .map(|minor_units| Self::of(minor_units, currency))
            .map_err(|_| MoneyError::TooMuch(decimal.to_owned()))
    }

    /// The amount as people write it, without the currency: `10.50`.
    pub fn decimal(&self) -> Result<String, MoneyError> {
        let digits = digits_of(&self.currency)?;
        let sign = if self.minor_units < 0 { "-" } else { "" };
        let amount = self.minor_units.unsigned_abs();
        let unit = 10_u64.pow(digits);
        Ok(match digits {
            0 => format!("{sign}{amount}"),
            _ => format!(
                "{sign}{}.{:0places$}",
                amount / unit,
                amount % unit,
                places = digits as usize
            ),
        })
    }
}

/// `EUR 10.50`; minor units where the currency is not known.
impl fmt::Display for Money {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.decimal() {
            Ok(decimal) => write!(formatter, "{} {decimal}", self.currency),
            Err(_) => write!(formatter, "{} {} minor units", self.currency, self.minor_units),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_go_both_ways() {
        for (currency, decimal, minor_units) in [
            ("EUR", "10.50", 1050),
            ("EUR", "0.05", 5),
            ("EUR", "-0.05", -5),
            ("JPY", "1050", 1050),
            ("KWD", "1.050", 1050),
            ("EUR", "92233720368547758.07", i64::MAX),
            ("EUR", "-92233720368547758.08", i64::MIN),
        ] {
            let money = Money::of(minor_units, currency);
            assert_eq!(Money::parse(currency, decimal).as_ref(), Ok(&money));
            assert_eq!(money.decimal().as_deref(), Ok(decimal));
        }
        assert_eq!(Money::parse("EUR", "10"), Ok(Money::of(1000, "EUR")));
        assert_eq!(Money::parse("EUR", "10.5"), Ok(Money::of(1050, "EUR")));
    }

    #[test]
    fn what_is_not_exact_is_refused() {
        for decimal in ["", ".", "10.", ".5", "10.005", "1e3", "+1", "1,00", "--1", " 1", "١"] {
            assert!(Money::parse("EUR", decimal).is_err(), "{decimal:?}");
        }
        assert!(Money::parse("JPY", "1.0").is_err());
        assert_eq!(
            Money::parse("EUR", "92233720368547758.08"),
            Err(MoneyError::TooMuch("92233720368547758.08".into()))
        );
        for currency in ["eur", "ABC", ""] {
            assert!(Money::parse(currency, "1").is_err(), "{currency:?}");
        }
    }

    #[test]
    fn an_unknown_currency_prints_minor_units() {
        assert_eq!(Money::of(1050, "EUR").to_string(), "EUR 10.50");
        assert_eq!(Money::of(1050, "???").to_string(), "??? 1050 minor units");
    }
}
