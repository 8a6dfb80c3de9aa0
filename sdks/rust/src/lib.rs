//! Client of the Connector Service: one contract for every payment processor.
//!
//! ```no_run
//! use connector_service::contract::{AuthorizePaymentRequest, CaptureMode, Card, Money, Purchase};
//! use connector_service::{Client, Stripe};
//!
//! # async fn pay() -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::new("http://localhost:50051", Stripe::new("sk_test_…"))?;
//! let answer = client
//!     .payments()
//!     .authorize_payment(AuthorizePaymentRequest {
//!         reference: "order-17-attempt-1".into(),
//!         purchase: Some(Purchase {
//!             amount: Some(Money::parse("EUR", "10.00")?),
//!             ..Default::default()
//!         }),
//!         payment_method: Some(Card::of("4242424242424242", 3, 2030).into()),
//!         capture_mode: CaptureMode::Automatic.into(),
//!         ..Default::default()
//!     })
//!     .await?;
//! println!("{}", answer.payment.unwrap_or_default().status());
//! # Ok(())
//! # }
//! ```
//!
//! A decline is an answer, and so is an outcome that the service does not know. [`Error`] says what else can happen.

mod account;
mod attempts;
mod call;
mod card;
mod client;
mod clock;
mod connection;
mod error;
mod failure;
mod metadata;
mod money;
mod observe;
mod print;
mod record;
mod rpc;
#[cfg(feature = "testing")]
pub mod testing;
mod tls;
mod webhook;
mod words;

/// The contract's messages. Their documentation is the contract's own.
#[rustfmt::skip]
#[allow(missing_docs, clippy::all, clippy::pedantic)]
#[path = "gen/payments.v1.rs"]
pub mod contract;

#[rustfmt::skip]
#[allow(dead_code, missing_docs, clippy::all, clippy::pedantic)]
#[path = "gen/google.rpc.rs"]
mod google;

#[rustfmt::skip]
#[allow(clippy::doc_markdown)]
#[path = "gen/calls.rs"]
mod calls;
#[cfg(test)]
#[rustfmt::skip]
#[allow(clippy::needless_update)]
#[path = "gen/canaries.rs"]
mod canaries;
#[rustfmt::skip]
#[allow(clippy::doc_markdown)]
#[path = "gen/connectors.rs"]
mod connectors;
#[rustfmt::skip]
#[path = "gen/currencies.rs"]
mod currencies;
#[rustfmt::skip]
#[path = "gen/fold.rs"]
mod fold;
#[rustfmt::skip]
#[allow(clippy::match_same_arms)]
#[path = "gen/printing.rs"]
mod printing;

pub use account::{Account, Connector, Credential};
pub use call::Call;
pub use calls::*;
pub use client::{BuildError, Client, ClientBuilder};
pub use connectors::*;
pub use error::{Details, Error, LostCall, OutcomeUnknown, Violation};
pub use money::MoneyError;
pub use observe::{AttemptEnded, CallEnded, CallObserver, CallStarted, Observer};
pub use prost_types::{Duration, Struct, Timestamp, Value};
pub use record::{apply_answer, apply_event};
pub use rpc::{Answer, Effects, Request, Rpc};
pub use tonic::Code;
