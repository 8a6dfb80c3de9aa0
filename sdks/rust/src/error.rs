//! What a call can end with beside an answer.

use core::any::Any;
use core::fmt;
use core::time::Duration;
use std::sync::Arc;
use std::time::SystemTime;

use tonic::Code;

use crate::contract::{Money, OriginalCall};
use crate::rpc::{Request, Rpc};

/// What a call can end with beside an answer.
///
/// A decline is an answer, and so is an outcome that the service does not know. Whatever kind it is, what is known
/// stands in [`Details`], which every error gives by [`Error::details`].
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The request is wrong: [`Details::violations`] names every field. Nothing was sent to the processor.
    #[error("{0}")]
    InvalidRequest(Details),
    /// The caller's key or certificate is missing or not known.
    #[error("{0}")]
    Unauthenticated(Details),
    /// The caller may not do this.
    #[error("{0}")]
    PermissionDenied(Details),
    /// The connector cannot do this, or not for this method. Nothing was sent to the processor.
    #[error("{0}")]
    Unsupported(Details),
    /// Too much at once: [`Details::retry_after`] says when again, where that is known. Nothing was sent.
    #[error("{0}")]
    Overloaded(Details),
    /// Nothing was sent to the processor.
    #[error("{0}")]
    NotSent(Details),
    /// Nobody here knows whether it happened. It carries the call, ready for a look-up.
    #[error("{0}")]
    OutcomeUnknown(OutcomeUnknown),
    /// A call without side effects has no answer: nothing can have moved.
    #[error("{0}")]
    Unavailable(Details),
}

impl Error {
    /// What is known of it.
    #[must_use]
    pub fn details(&self) -> &Details {
        match self {
            Self::InvalidRequest(details)
            | Self::Unauthenticated(details)
            | Self::PermissionDenied(details)
            | Self::Unsupported(details)
            | Self::Overloaded(details)
            | Self::NotSent(details)
            | Self::Unavailable(details) => details,
            Self::OutcomeUnknown(unknown) => &unknown.details,
        }
    }

    /// The name of its kind, such as `NotSent`: for logs and spans.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::InvalidRequest(_) => "InvalidRequest",
            Self::Unauthenticated(_) => "Unauthenticated",
            Self::PermissionDenied(_) => "PermissionDenied",
            Self::Unsupported(_) => "Unsupported",
            Self::Overloaded(_) => "Overloaded",
            Self::NotSent(_) => "NotSent",
            Self::OutcomeUnknown(_) => "OutcomeUnknown",
            Self::Unavailable(_) => "Unavailable",
        }
    }
}

/// What is known of an error.
#[derive(Clone, Debug)]
pub struct Details(pub(crate) Box<Facts>);

#[derive(Clone, Debug)]
pub(crate) struct Facts {
    pub(crate) rpc: &'static str,
    pub(crate) message: String,
    pub(crate) code: Code,
    pub(crate) reason: Option<String>,
    pub(crate) violations: Vec<Violation>,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) request_id: String,
}

impl Details {
    /// The call, as `payments.v1.PaymentService/AuthorizePayment`.
    #[must_use]
    pub fn rpc(&self) -> &'static str {
        self.0.rpc
    }

    /// One sentence for the merchant's staff.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The status of gRPC. It proves nothing by itself.
    #[must_use]
    pub fn code(&self) -> Code {
        self.0.code
    }

    /// The service's own reason, such as `RATE_LIMITED`; absent where it was not the service that spoke.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }

    /// Every field that is wrong.
    #[must_use]
    pub fn violations(&self) -> &[Violation] {
        &self.0.violations
    }

    /// Not again before so long.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// `x-request-id` of the call, for the service's logs.
    #[must_use]
    pub fn request_id(&self) -> &str {
        &self.0.request_id
    }
}

impl fmt::Display for Details {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Facts { rpc, message, request_id, violations, .. } = &*self.0;
        write!(formatter, "{rpc}: {message}")?;
        for Violation { field, problem } in violations {
            write!(formatter, "; {field} {problem}")?;
        }
        write!(formatter, " (request {request_id})")
    }
}

/// A field that is wrong, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// Its path in the request, in lower camel case: `purchase.amount.currency`, `finalCapture`.
    pub field: String,
    /// What is wrong with it.
    pub problem: String,
}

/// Nobody here knows whether it happened.
#[derive(Clone, Debug)]
pub struct OutcomeUnknown {
    details: Details,
    call: Arc<LostCall>,
}

impl OutcomeUnknown {
    pub(crate) fn new(details: Details, call: LostCall) -> Self {
        Self { details, call: Arc::new(call) }
    }

    /// What is known of the error.
    #[must_use]
    pub fn details(&self) -> &Details {
        &self.details
    }

    /// The call that may have happened.
    #[must_use]
    pub fn call(&self) -> &LostCall {
        &self.call
    }

    /// The call as look-ups and reversals want it.
    #[must_use]
    pub fn original_call(&self) -> OriginalCall {
        self.call.original_call()
    }
}

impl fmt::Display for OutcomeUnknown {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "the outcome is unknown: {}", self.details)
    }
}

/// A call that may have moved money.
#[derive(Clone)]
pub struct LostCall {
    rpc: Rpc,
    request: Arc<dyn Printable>,
    reference: Option<String>,
    idempotency_key: Option<String>,
    amount: Option<Money>,
    attempted_at: SystemTime,
}

trait Printable: Any + fmt::Debug + Send + Sync {}
impl<R: Request> Printable for R {}

impl LostCall {
    pub(crate) fn of<R: Request>(request: R, attempted_at: SystemTime) -> Self {
        Self {
            rpc: R::RPC,
            reference: request.reference().filter(|given| !given.is_empty()).map(Into::into),
            idempotency_key: request.idempotency_key().map(Into::into),
            amount: request.amount().cloned(),
            request: Arc::new(request),
            attempted_at,
        }
    }

    /// Which call it was.
    #[must_use]
    pub fn rpc(&self) -> Rpc {
        self.rpc
    }

    /// The request as it was sent, if it is one of this type.
    #[must_use]
    pub fn request<R: Request>(&self) -> Option<&R> {
        (&*self.request as &dyn Any).downcast_ref()
    }

    /// The merchant's reference.
    #[must_use]
    pub fn reference(&self) -> Option<&str> {
        self.reference.as_deref()
    }

    /// The idempotency key that was sent.
    #[must_use]
    pub fn idempotency_key(&self) -> Option<&str> {
        self.idempotency_key.as_deref()
    }

    /// When the first attempt was made.
    #[must_use]
    pub fn attempted_at(&self) -> SystemTime {
        self.attempted_at
    }

    /// The call as look-ups and reversals want it.
    #[must_use]
    pub fn original_call(&self) -> OriginalCall {
        OriginalCall {
            reference: self.reference.clone().unwrap_or_default(),
            idempotency_key: self.idempotency_key.clone(),
            attempted_at: Some(self.attempted_at.into()),
            amount: self.amount.clone(),
        }
    }
}

impl fmt::Debug for LostCall {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("LostCall")
            .field("rpc", &self.rpc.name)
            .field("request", &self.request)
            .field("idempotency_key", &self.idempotency_key)
            .field("attempted_at", &self.attempted_at)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::{AuthorizePaymentRequest, CapturePaymentRequest, Purchase};

    #[test]
    fn a_lost_call_is_ready_for_a_look_up() {
        let at = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
        let request = AuthorizePaymentRequest {
            reference: "order-1".into(),
            purchase: Some(Purchase { amount: Some(Money::of(1000, "EUR")), ..Default::default() }),
            idempotency_key: Some("key-1".into()),
            ..Default::default()
        };
        let call = LostCall::of(request.clone(), at);
        assert_eq!(call.request(), Some(&request));
        assert_eq!(call.request::<CapturePaymentRequest>(), None);
        assert_eq!(
            call.original_call(),
            OriginalCall {
                reference: "order-1".into(),
                idempotency_key: Some("key-1".into()),
                attempted_at: Some(at.into()),
                amount: Some(Money::of(1000, "EUR")),
            }
        );
    }
}
