//! Cards by what is printed on them.

use crate::contract::Card;

impl Card {
    /// A card by its number and the month and year until when it is good.
    #[must_use]
    pub fn of(number: impl Into<String>, expiry_month: u32, expiry_year: u32) -> Self {
        Self { number: number.into(), expiry_month, expiry_year, ..Self::default() }
    }

    /// With its verification code.
    #[must_use]
    pub fn with_cvc(self, cvc: impl Into<String>) -> Self {
        Self { cvc: Some(cvc.into()), ..self }
    }
}
