//! How messages print: what is given, and `***` for what must not be shown.

use core::fmt::{Debug, DebugStruct, Display, Formatter, Result};

/// Stands for a value that must not be shown.
pub(crate) struct Masked;

impl Debug for Masked {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> Result {
        formatter.write_str("***")
    }
}

/// The fields of a message, those that are not given left out.
pub(crate) struct Fields<'a, 'b>(DebugStruct<'a, 'b>);

impl<'a, 'b> Fields<'a, 'b> {
    pub(crate) fn of(formatter: &'a mut Formatter<'b>, name: &str) -> Self {
        Self(formatter.debug_struct(name))
    }

    pub(crate) fn plain<T: Debug + Default + PartialEq>(mut self, name: &str, value: &T) -> Self {
        if *value != T::default() {
            self.0.field(name, value);
        }
        self
    }

    // Generated code borrows the field as it is.
    #[allow(clippy::ref_option)]
    pub(crate) fn optional<T: Debug>(mut self, name: &str, value: &Option<T>) -> Self {
        if let Some(value) = value {
            self.0.field(name, value);
        }
        self
    }

    pub(crate) fn secret<T: Default + PartialEq>(mut self, name: &str, value: &T) -> Self {
        if *value != T::default() {
            self.0.field(name, &Masked);
        }
        self
    }

    pub(crate) fn one_enum<E: TryFrom<i32> + Display>(self, name: &str, value: i32) -> Self {
        self.optional_enum::<E>(name, (value != 0).then_some(value))
    }

    pub(crate) fn optional_enum<E>(mut self, name: &str, value: Option<i32>) -> Self
    where
        E: TryFrom<i32> + Display,
    {
        if let Some(value) = value {
            self.0.field(name, &Word::<E>(value, core::marker::PhantomData));
        }
        self
    }

    pub(crate) fn enums<E: TryFrom<i32> + Display>(mut self, name: &str, values: &[i32]) -> Self {
        if !values.is_empty() {
            let words: Vec<_> =
                values.iter().map(|value| Word::<E>(*value, core::marker::PhantomData)).collect();
            self.0.field(name, &words);
        }
        self
    }

    pub(crate) fn end(mut self) -> Result {
        self.0.finish()
    }
}

/// A value of an enum by its name, or by its number where this library does not know it.
struct Word<E>(i32, core::marker::PhantomData<E>);

impl<E: TryFrom<i32> + Display> Debug for Word<E> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> Result {
        match E::try_from(self.0) {
            Ok(known) => Display::fmt(&known, formatter),
            Err(_) => Display::fmt(&self.0, formatter),
        }
    }
}

/// A value that must not be shown, of any type that a secret has.
#[cfg(test)]
pub(crate) fn canary<T: tests::Canary>() -> T {
    T::canary()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use crate::contract::{
        AuthorizePaymentRequest, CaptureMode, Card, Money, ParseWebhookRequest, Purchase,
        ResumePaymentRequest, WebhookHeader, resume_payment_request::Returned,
    };

    #[test]
    fn secrets_are_masked_wherever_they_are() {
        let request = AuthorizePaymentRequest {
            reference: "order-1".into(),
            purchase: Some(Purchase { amount: Some(Money::of(1000, "EUR")), ..Default::default() }),
            payment_method: Some(
                Card { cvc: Some("737".into()), ..Card::of("4242424242424242", 3, 2030) }.into(),
            ),
            capture_mode: CaptureMode::Automatic.into(),
            connector_options: [("stripe".to_owned(), prost_types::Struct::default())].into(),
            ..Default::default()
        };
        assert_eq!(
            format!("{request:?}"),
            "AuthorizePaymentRequest { reference: \"order-1\", purchase: Purchase { amount: Money { \
             minor_units: 1000, currency: \"EUR\" } }, payment_method: PaymentMethod { method: Card { \
             number: ***, expiry_month: ***, expiry_year: ***, cvc: *** } }, capture_mode: AUTOMATIC, \
             connector_options: *** }"
        );
        assert!(!format!("{request:#?}").contains("4242"));
    }

    #[test]
    fn secrets_in_oneofs_and_bytes_are_masked() {
        let resumed = ResumePaymentRequest {
            returned: Some(Returned::Url("https://shop.example/?secret".into())),
            ..Default::default()
        };
        assert_eq!(format!("{resumed:?}"), "ResumePaymentRequest { returned: Url(***) }");
        let delivery = ParseWebhookRequest {
            body: b"secret".to_vec(),
            headers: vec![WebhookHeader { name: "x-signature".into(), value: "secret".into() }],
            ..Default::default()
        };
        assert_eq!(
            format!("{delivery:?} {:?}", delivery.headers),
            "ParseWebhookRequest { body: ***, headers: *** } \
             [WebhookHeader { name: \"x-signature\", value: *** }]"
        );
    }

    const CANARY: &str = "CANARY-0123456789";
    const NUMBER: u32 = 424_242;

    pub(crate) trait Canary {
        fn canary() -> Self;
    }
    impl Canary for String {
        fn canary() -> Self {
            CANARY.to_owned()
        }
    }
    impl Canary for u32 {
        fn canary() -> Self {
            NUMBER
        }
    }
    impl Canary for Vec<u8> {
        fn canary() -> Self {
            CANARY.as_bytes().to_vec()
        }
    }
    impl Canary for prost_types::Struct {
        fn canary() -> Self {
            Self { fields: [("key".to_owned(), CANARY.to_owned().into())].into() }
        }
    }
    impl Canary for WebhookHeader {
        fn canary() -> Self {
            Self { name: "x-signature".into(), value: CANARY.into() }
        }
    }
    impl<T: Canary> Canary for Option<T> {
        fn canary() -> Self {
            Some(T::canary())
        }
    }
    impl<T: Canary> Canary for BTreeMap<String, T> {
        fn canary() -> Self {
            [("key".to_owned(), T::canary())].into()
        }
    }
    impl Canary for Vec<WebhookHeader> {
        fn canary() -> Self {
            vec![WebhookHeader::canary()]
        }
    }

    #[test]
    fn every_field_that_is_marked_is_masked() {
        let all = crate::canaries::all();
        assert!(all.len() > 90, "{}", all.len());
        let bytes = format!("{:?}", CANARY.as_bytes());
        for (name, value) in all {
            for printed in [format!("{value:?}"), format!("{value:#?}")] {
                assert!(printed.contains("***"), "{name}: {printed}");
                for secret in [CANARY, "424242", &bytes] {
                    assert!(!printed.contains(secret), "{name}: {printed}");
                }
            }
        }
    }
}
