//! The client: where the service is, whose calls they are, and what holds for all of them.

use core::fmt;
use core::time::Duration;
use std::sync::Arc;

use http::Uri;
use tokio_rustls::rustls::pki_types::ServerName;
use tonic::metadata::MetadataMap;

use crate::account::Account;
use crate::connection::{Connection, Endpoint};
use crate::metadata::{headers_of, put_given};
use crate::observe::Observer;
use crate::tls::{self, Identity};

/// A client of the service. Clones share one connection, which is made with the first call, kept, and made anew when it
/// is gone. Calls want a Tokio runtime.
#[derive(Clone)]
pub struct Client {
    pub(crate) shared: Arc<Shared>,
}

pub(crate) struct Shared {
    pub(crate) connection: Connection,
    pub(crate) account: Account,
    pub(crate) headers: MetadataMap,
    pub(crate) deadline: Duration,
    pub(crate) retries: u32,
    pub(crate) observer: Option<Arc<dyn Observer>>,
}

impl Client {
    /// A client with the usual settings: `Client::new("http://localhost:50051", Stripe::new("sk_test_…"))`.
    pub fn new(
        endpoint: impl Into<String>,
        account: impl Into<Account>,
    ) -> Result<Self, BuildError> {
        Self::builder(endpoint, account).build()
    }

    /// A client with settings of your own. The endpoint is `http://…`, in plaintext, or `https://…`.
    pub fn builder(endpoint: impl Into<String>, account: impl Into<Account>) -> ClientBuilder {
        ClientBuilder {
            endpoint: endpoint.into(),
            account: account.into(),
            sub_account: None,
            api_key: None,
            authorities: None,
            identity: None,
            deadline: Duration::from_secs(30),
            retries: 2,
            metadata: Vec::new(),
            observer: None,
        }
    }

    /// Ends the connection when the calls on it have ended. Later calls, of clones too, end with
    /// [`crate::Error::NotSent`]. Dropping every clone ends the connection as well.
    pub async fn close(&self) {
        self.shared.connection.close().await;
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Client")
            .field("endpoint", self.shared.connection.origin())
            .field("account", &self.shared.account)
            .field("deadline", &self.shared.deadline)
            .field("retries", &self.shared.retries)
            .finish_non_exhaustive()
    }
}

/// The settings of a client.
#[must_use = "build() makes the client"]
#[derive(Clone)]
pub struct ClientBuilder {
    endpoint: String,
    account: Account,
    sub_account: Option<String>,
    api_key: Option<String>,
    authorities: Option<Vec<u8>>,
    identity: Option<Identity>,
    deadline: Duration,
    retries: u32,
    metadata: Vec<(String, String)>,
    observer: Option<Arc<dyn Observer>>,
}

impl ClientBuilder {
    /// The account inside the credentials, such as a connected account.
    pub fn sub_account(self, sub_account: impl Into<String>) -> Self {
        Self { sub_account: Some(sub_account.into()), ..self }
    }

    /// The caller's key, where the service wants one.
    pub fn api_key(self, key: impl Into<String>) -> Self {
        Self { api_key: Some(key.into()), ..self }
    }

    /// Authorities to trust instead of the system's, as PEM.
    pub fn authorities(self, pem: impl Into<Vec<u8>>) -> Self {
        Self { authorities: Some(pem.into()), ..self }
    }

    /// A certificate to show, and its key, both as PEM.
    pub fn identity(self, certificate: impl Into<Vec<u8>>, key: impl Into<Vec<u8>>) -> Self {
        let identity = Identity { certificate: certificate.into(), key: key.into() };
        Self { identity: Some(identity), ..self }
    }

    /// How long a call may take, all attempts and pauses counted; 30 seconds where nothing is said.
    pub fn deadline(self, deadline: Duration) -> Self {
        Self { deadline, ..self }
    }

    /// How often a call is sent again where the contract allows that; 2 where nothing is said, and 0 means never.
    pub fn retries(self, retries: u32) -> Self {
        Self { retries, ..self }
    }

    /// A header of every call. Names that the client writes itself are refused by [`ClientBuilder::build`].
    pub fn metadata(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.metadata.push((name.into(), value.into()));
        self
    }

    /// Is told of every call.
    pub fn observer(self, observer: impl Observer) -> Self {
        Self { observer: Some(Arc::new(observer)), ..self }
    }

    /// The client. Nothing is connected yet.
    pub fn build(self) -> Result<Client, BuildError> {
        let endpoint = self.reached()?;
        let (sub_account, api_key) = (self.sub_account.as_deref(), self.api_key.as_deref());
        let refused = |refused: crate::metadata::Refused| BuildError::Metadata(refused.to_string());
        let mut headers = headers_of(&self.account, sub_account, api_key).map_err(refused)?;
        for (name, value) in &self.metadata {
            put_given(&mut headers, name, value).map_err(refused)?;
        }
        Ok(Client {
            shared: Arc::new(Shared {
                connection: Connection::new(endpoint),
                account: self.account,
                headers,
                deadline: self.deadline,
                retries: self.retries,
                observer: self.observer,
            }),
        })
    }

    fn reached(&self) -> Result<Endpoint, BuildError> {
        let strange = || BuildError::Endpoint(without_password(&self.endpoint));
        let uri: Uri = self.endpoint.parse().map_err(|_| strange())?;
        let is_plain = match uri.scheme_str() {
            Some("http") => true,
            Some("https") => false,
            _ => return Err(strange()),
        };
        let authority = uri.authority().ok_or_else(strange)?;
        let is_bare = uri.path() == "/" && uri.query().is_none();
        if !is_bare || authority.as_str().contains('@') {
            return Err(strange());
        }
        let host = authority.host().trim_matches(['[', ']']).to_owned();
        let port = authority.port_u16().unwrap_or(if is_plain { 80 } else { 443 });
        if is_plain && (self.authorities.is_some() || self.identity.is_some()) {
            return Err(BuildError::PlaintextWithCertificates);
        }
        let tls = if is_plain {
            None
        } else {
            let config = tls::configured(self.authorities.as_deref(), self.identity.as_ref());
            let name = ServerName::try_from(host.clone()).map_err(|_| strange())?;
            Some((config.map_err(BuildError::Certificates)?, name))
        };
        Ok(Endpoint { origin: uri, host, port, tls })
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ClientBuilder")
            .field("endpoint", &without_password(&self.endpoint))
            .field("account", &self.account)
            .field("deadline", &self.deadline)
            .field("retries", &self.retries)
            .finish_non_exhaustive()
    }
}

/// No endpoint has one, and whoever gives one all the same does not want to read it in a log.
fn without_password(endpoint: &str) -> String {
    match endpoint.rsplit_once('@') {
        Some((_, host)) => format!("***@{host}"),
        None => endpoint.to_owned(),
    }
}

/// Why there is no client.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// `http://host:port` or `https://host:port`, and nothing else.
    #[error("{0:?} is not an endpoint such as http://localhost:50051 or https://payments.example")]
    Endpoint(String),
    /// A certificate or key cannot be used.
    #[error("{0}")]
    Certificates(String),
    /// Authorities and certificates go with `https://`.
    #[error("authorities and certificates go with an endpoint that begins with https://")]
    PlaintextWithCertificates,
    /// A header cannot be sent, or is the client's own.
    #[error("{0}")]
    Metadata(String),
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connectors::Stripe;

    const fn is_shared<T: Clone + Send + Sync>() {}
    const _: () = is_shared::<Client>();

    #[test]
    fn what_is_no_endpoint_is_refused() {
        for endpoint in
            ["", "localhost:50051", "ftp://host", "http://host/path", "http://user@host", "http://"]
        {
            let built = Client::new(endpoint, Account::named("shop"));
            assert!(matches!(built, Err(BuildError::Endpoint(_))), "{endpoint}");
        }
        let builder = Client::builder("http://user:CANARY@CANARY@host", Account::named("shop"));
        let printed = format!("{builder:?} {:?}", builder.clone().build());
        assert!(printed.contains("***@host") && !printed.contains("CANARY"), "{printed}");
        for endpoint in ["http://localhost:50051", "http://[::1]:50051", "http://127.0.0.1"] {
            Client::new(endpoint, Account::named("shop")).unwrap();
        }
    }

    #[test]
    fn names_of_the_client_are_refused() {
        let builder = Client::builder("http://localhost", Account::named("shop"));
        let built = builder.metadata("x-connector", "adyen").build();
        assert!(matches!(built, Err(BuildError::Metadata(_))));
    }

    #[test]
    fn what_is_no_certificate_is_refused() {
        let builder = Client::builder("https://localhost", Account::named("shop"));
        let built = builder.clone().authorities("nothing").build();
        assert!(matches!(built, Err(BuildError::Certificates(_))));
        let plain = Client::builder("http://localhost", Account::named("shop"));
        let built = plain.authorities("nothing").build();
        assert_eq!(built.err(), Some(BuildError::PlaintextWithCertificates));
    }

    #[test]
    fn nothing_secret_prints() {
        let stripe = Stripe::new("sk_CANARY").webhook_secrets(["whsec_CANARY"]);
        let builder = Client::builder("http://localhost", stripe.clone())
            .api_key("key_CANARY")
            .metadata("x-note", "note_CANARY");
        let printed = format!("{stripe:?} {builder:?} {:#?}", builder.clone().build().unwrap());
        assert!(!printed.contains("CANARY"), "{printed}");
        assert!(printed.contains("***"), "{printed}");
    }
}
