//! The headers of a call.

use tonic::metadata::{Ascii, AsciiMetadataKey, AsciiMetadataValue, MetadataMap, MetadataValue};

use crate::account::Account;

/// A header that is refused, and why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("metadata {name:?} {problem}")]
pub(crate) struct Refused {
    pub(crate) name: String,
    pub(crate) problem: &'static str,
}

/// Puts what the caller gives over what is there.
pub(crate) fn put_given(to: &mut MetadataMap, name: &str, value: &str) -> Result<(), Refused> {
    let refused = |problem| Refused { name: name.to_owned(), problem };
    let lower = name.to_ascii_lowercase();
    if is_ours(&lower) {
        return Err(refused("is written by the client itself"));
    }
    if lower.ends_with("-bin") {
        return Err(refused("is for bytes, and this is a text"));
    }
    let key = AsciiMetadataKey::from_bytes(lower.as_bytes());
    let key = key.map_err(|_| refused("is not the name of a header"))?;
    to.insert(key, ascii(value).ok_or_else(|| refused("has a value that no header can hold"))?);
    Ok(())
}

fn is_ours(name: &str) -> bool {
    let begins = ["x-connector", "grpc-", "connect-", "content-", ":"];
    let whole = ["authorization", "te", "host", "connection"];
    whole.contains(&name) || begins.iter().any(|begin| name.starts_with(begin))
}

/// Printable ASCII alone.
fn ascii(value: &str) -> Option<MetadataValue<Ascii>> {
    let is_printable = value.bytes().all(|sign| (0x20..=0x7e).contains(&sign));
    is_printable.then(|| AsciiMetadataValue::try_from(value).ok())?
}

fn secret(value: &str) -> Option<MetadataValue<Ascii>> {
    let mut value = ascii(value)?;
    value.set_sensitive(true);
    Some(value)
}

/// The headers that every call of a client has.
pub(crate) fn headers_of(
    account: &Account,
    sub_account: Option<&str>,
    api_key: Option<&str>,
) -> Result<MetadataMap, Refused> {
    let refused = |name: &str| Refused {
        name: name.to_owned(),
        problem: "has a value that no header can hold",
    };
    let mut headers = MetadataMap::new();
    match account {
        Account::Connector(connector) => {
            let id = ascii(connector.id()).ok_or_else(|| refused("x-connector"))?;
            let credentials = secret(&connector.credentials_json());
            headers.insert("x-connector", id);
            headers.insert(
                "x-connector-credentials",
                credentials.ok_or_else(|| refused("x-connector-credentials"))?,
            );
        }
        Account::Named(name) => {
            let name = ascii(name).ok_or_else(|| refused("x-connector-account"))?;
            headers.insert("x-connector-account", name);
        }
    }
    if let Some(sub_account) = sub_account {
        let value = ascii(sub_account).ok_or_else(|| refused("x-connector-sub-account"))?;
        headers.insert("x-connector-sub-account", value);
    }
    if let Some(api_key) = api_key {
        let value = secret(&format!("Bearer {api_key}"));
        headers.insert("authorization", value.ok_or_else(|| refused("authorization"))?);
    }
    let agent = concat!("connector-service-rust/", env!("CARGO_PKG_VERSION"));
    headers.insert("user-agent", AsciiMetadataValue::from_static(agent));
    Ok(headers)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connectors::Stripe;

    #[test]
    fn what_the_client_writes_is_refused() {
        for name in [
            "x-connector",
            "X-Connector-Credentials",
            "x-connector-account",
            "x-connector-sub-account",
            "Authorization",
            "grpc-timeout",
            "connect-timeout-ms",
            "content-type",
        ] {
            assert!(put_given(&mut MetadataMap::new(), name, "x").is_err(), "{name}");
        }
        for (name, value) in [("", "x"), ("a b", "x"), ("x-note", "a\nb"), ("x-note", "é")] {
            assert!(put_given(&mut MetadataMap::new(), name, value).is_err(), "{name} {value}");
        }
    }

    #[test]
    fn headers_do_not_print_secrets() {
        let account = Stripe::new("sk_CANARY").into();
        let headers = headers_of(&account, None, Some("key_CANARY")).unwrap();
        assert!(!format!("{headers:?}").contains("CANARY"));
        assert_eq!(headers.get("authorization").unwrap(), "Bearer key_CANARY");
    }
}
