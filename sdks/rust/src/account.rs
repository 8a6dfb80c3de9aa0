//! Whose calls they are: a connector with its credentials, or an account that the service knows by name.

use core::fmt::{self, Write as _};

/// Whose calls they are.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Account {
    /// A connector with its credentials: `Stripe::new("sk_test_…").into()`.
    Connector(Connector),
    /// The name of an account in the service's configuration.
    Named(String),
}

impl Account {
    /// An account of the service's configuration.
    #[must_use]
    pub fn named(name: impl Into<String>) -> Self {
        Self::Named(name.into())
    }
}

impl From<Connector> for Account {
    fn from(connector: Connector) -> Self {
        Self::Connector(connector)
    }
}

/// A connector with its credentials, which never print.
///
/// The connectors that come with the service have constructors of their own, such as [`crate::Stripe`]; this is for
/// those that you have added to it.
#[derive(Clone)]
pub struct Connector {
    id: String,
    credentials: Vec<(String, Credential)>,
}

/// One or several values.
#[derive(Clone)]
pub enum Credential {
    /// A text.
    One(String),
    /// All that are good at the moment, while one is rolled.
    Many(Vec<String>),
}

impl Credential {
    pub(crate) fn one(value: impl Into<String>) -> Self {
        Self::One(value.into())
    }

    pub(crate) fn many(values: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self::Many(values.into_iter().map(Into::into).collect())
    }
}

impl Connector {
    /// By its id, as `x-connector` wants it.
    #[must_use]
    pub fn of(id: impl Into<String>) -> Self {
        Self { id: id.into(), credentials: Vec::new() }
    }

    /// With a credential, by the name that the connector declares, in lower camel case.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: Credential) -> Self {
        let name = name.into();
        self.credentials.retain(|(known, _)| *known != name);
        self.credentials.push((name, value));
        self
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// JSON in ASCII, for a header.
    pub(crate) fn credentials_json(&self) -> String {
        let mut json = String::from("{");
        for (index, (name, value)) in self.credentials.iter().enumerate() {
            if index > 0 {
                json.push(',');
            }
            push_text(&mut json, name);
            json.push(':');
            match value {
                Credential::One(one) => push_text(&mut json, one),
                Credential::Many(many) => push_list(&mut json, many),
            }
        }
        json.push('}');
        json
    }
}

fn push_list(json: &mut String, values: &[String]) {
    json.push('[');
    for (index, value) in values.iter().enumerate() {
        if index > 0 {
            json.push(',');
        }
        push_text(json, value);
    }
    json.push(']');
}

fn push_text(json: &mut String, text: &str) {
    json.push('"');
    for unit in text.encode_utf16() {
        match u8::try_from(unit) {
            Ok(sign @ (b'"' | b'\\')) => json.extend(['\\', char::from(sign)]),
            Ok(sign @ 0x20..=0x7e) => json.push(char::from(sign)),
            // Writing to a String does not fail.
            _ => write!(json, "\\u{unit:04x}").unwrap_or_default(),
        }
    }
    json.push('"');
}

impl fmt::Debug for Connector {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = formatter.debug_struct("Connector");
        shown.field("id", &self.id);
        for (name, value) in &self.credentials {
            shown.field(name, value);
        }
        shown.finish()
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("***")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_are_json_in_ascii() {
        let connector = Connector::of("stripe")
            .with("apiKey", Credential::one("a\"b\\c\né😀"))
            .with("webhookSecrets", Credential::many(["one", "two"]));
        assert_eq!(
            connector.credentials_json(),
            r#"{"apiKey":"a\"b\\c\u000a\u00e9\ud83d\ude00","webhookSecrets":["one","two"]}"#
        );
    }

    #[test]
    fn a_credential_that_is_said_again_replaces_the_first() {
        let connector = Connector::of("stripe")
            .with("apiKey", Credential::one("old"))
            .with("apiKey", Credential::one("new"));
        assert_eq!(connector.credentials_json(), r#"{"apiKey":"new"}"#);
    }
}
