//! How an attempt ended without an answer, and what that means by the contract's rules.

use core::time::Duration;
use std::error::Error as _;
use std::time::SystemTime;

use prost::Message as _;
use tonic::{Code, Status};

use crate::clock::span;
use crate::connection::Broken;
use crate::error::{Details, Error, Facts, LostCall, OutcomeUnknown, Violation};
use crate::google::{BadRequest, ErrorInfo, RetryInfo, Status as Told};
use crate::rpc::{Effects, Request};

/// How an attempt ended without an answer.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) message: String,
    pub(crate) code: Code,
    pub(crate) reason: Option<String>,
    pub(crate) violations: Vec<Violation>,
    pub(crate) retry_after: Option<Duration>,
    /// False where it is certain that the service never saw it.
    pub(crate) sent: bool,
}

/// Errors of our service, as far as this library knows them.
const DOMAIN: &str = "payments.v1";

impl Failure {
    pub(crate) fn new(code: Code, message: impl Into<String>, sent: bool) -> Self {
        Self {
            message: message.into(),
            code,
            reason: None,
            violations: Vec::new(),
            retry_after: None,
            sent,
        }
    }

    pub(crate) fn late(sent: bool) -> Self {
        let message = if sent {
            "no answer before the deadline"
        } else {
            "the deadline passed before anything was sent"
        };
        Self::new(Code::DeadlineExceeded, message, sent)
    }

    pub(crate) fn from_status(status: &Status) -> Self {
        if let Some(broken) = status.source().and_then(|source| source.downcast_ref()) {
            return Self::from_broken(broken);
        }
        if status.source().is_some() {
            return Self::new(Code::Unavailable, "the connection broke", true);
        }
        let mut failure = Self::new(status.code(), String::new(), true);
        let told = Told::decode(status.details()).unwrap_or_default();
        for detail in &told.details {
            failure.read(&detail.type_url, &detail.value);
        }
        if failure.retry_after.is_none() {
            let header = status.metadata().get("retry-after");
            failure.retry_after = header.and_then(|value| seconds(value.as_bytes()));
        }
        // Whoever is not the service may repeat the request, card and key, in its words.
        failure.message = match failure.reason {
            Some(_) => status.message().to_owned(),
            None => format!("{} without a reason of the service's", name_of(status.code())),
        };
        failure
    }

    fn from_broken(broken: &Broken) -> Self {
        match broken {
            Broken::Lost => Self::new(Code::Unavailable, "the connection broke", true),
            Broken::NotTaken => {
                Self::new(Code::Unavailable, "the connection ended before the request went", false)
            }
            Broken::Refused => {
                Self::new(Code::Unavailable, "the request was refused unread", false)
            }
            Broken::Unreadable => Self::new(Code::Internal, "the answer cannot be read", true),
            Broken::NotGrpc { status, retry_after } => Self {
                retry_after: retry_after.as_deref().and_then(seconds),
                ..Self::new(
                    code_of_http(*status),
                    format!("an answer with HTTP status {status} that is not gRPC's"),
                    true,
                )
            },
        }
    }

    fn read(&mut self, type_url: &str, value: &[u8]) {
        match type_url.rsplit('/').next() {
            Some("google.rpc.ErrorInfo") => {
                let info = ErrorInfo::decode(value).unwrap_or_default();
                if info.domain == DOMAIN {
                    self.reason = Some(info.reason);
                }
            }
            Some("google.rpc.BadRequest") => {
                let request = BadRequest::decode(value).unwrap_or_default();
                let violations = request.field_violations.into_iter();
                self.violations.extend(
                    violations.map(|one| Violation { field: one.field, problem: one.description }),
                );
            }
            Some("google.rpc.RetryInfo") => {
                let delay = RetryInfo::decode(value).unwrap_or_default().retry_delay;
                self.retry_after = delay.and_then(span);
            }
            _ => {}
        }
    }

    /// Whether the call may be sent again.
    pub(crate) fn may_repeat(&self, effects: Effects) -> bool {
        match self.reason.as_deref() {
            Some(reason) => NEVER_SENT.contains(&reason),
            None if !self.sent => self.code != Code::DeadlineExceeded,
            None => effects != Effects::Some && BREAKS.contains(&self.code),
        }
    }

    pub(crate) fn into_error<R: Request>(
        self,
        request_id: &str,
        request: &R,
        attempted_at: SystemTime,
    ) -> Error {
        let kind = self.kind();
        let details = Details(Box::new(Facts {
            rpc: R::RPC.name,
            message: self.message,
            code: self.code,
            reason: self.reason,
            violations: self.violations,
            retry_after: self.retry_after,
            request_id: request_id.to_owned(),
        }));
        match kind {
            Some(kind) => kind(details),
            None if R::RPC.effects == Effects::None => Error::Unavailable(details),
            None => {
                let call = LostCall::of(request.clone(), attempted_at);
                Error::OutcomeUnknown(OutcomeUnknown::new(details, call))
            }
        }
    }

    /// Absent where nobody knows what became of it.
    fn kind(&self) -> Option<fn(Details) -> Error> {
        if !self.sent {
            return Some(Error::NotSent);
        }
        match self.reason.as_deref() {
            Some(
                "INVALID_REQUEST"
                | "MALFORMED"
                | "INVALID_CREDENTIALS"
                | "INVALID_STATE"
                | "UNKNOWN_CONNECTOR"
                | "UNKNOWN_ACCOUNT",
            ) => Some(Error::InvalidRequest),
            Some("UNAUTHENTICATED") => Some(Error::Unauthenticated),
            Some("PERMISSION_DENIED") => Some(Error::PermissionDenied),
            Some("UNSUPPORTED") => Some(Error::Unsupported),
            Some("OVERLOADED" | "RATE_LIMITED") => Some(Error::Overloaded),
            Some("NOT_SENT" | "SHUTTING_DOWN" | "DEADLINE_PASSED") => Some(Error::NotSent),
            Some(_) => None,
            None => match self.code {
                Code::InvalidArgument | Code::NotFound | Code::FailedPrecondition => {
                    Some(Error::InvalidRequest)
                }
                Code::Unauthenticated => Some(Error::Unauthenticated),
                Code::PermissionDenied => Some(Error::PermissionDenied),
                Code::Unimplemented => Some(Error::Unsupported),
                _ => None,
            },
        }
    }
}

const NEVER_SENT: [&str; 4] = ["NOT_SENT", "OVERLOADED", "RATE_LIMITED", "SHUTTING_DOWN"];
const BREAKS: [Code; 4] = [Code::Unavailable, Code::Internal, Code::Unknown, Code::Cancelled];

/// `retry-after` in seconds, of nine digits at most; its other form, a date, is left alone.
fn seconds(header: &[u8]) -> Option<Duration> {
    let is_short = header.len() <= 9 && header.iter().all(u8::is_ascii_digit);
    let text = str::from_utf8(header).ok().filter(|_| is_short)?;
    text.parse().ok().map(Duration::from_secs)
}

/// <https://github.com/grpc/grpc/blob/master/doc/http-grpc-status-mapping.md>
fn code_of_http(status: u16) -> Code {
    match status {
        400 => Code::Internal,
        401 => Code::Unauthenticated,
        403 => Code::PermissionDenied,
        404 => Code::Unimplemented,
        429 | 502..=504 => Code::Unavailable,
        _ => Code::Unknown,
    }
}

/// gRPC's name of a status.
pub(crate) fn name_of(code: Code) -> &'static str {
    match code {
        Code::Ok => "OK",
        Code::Cancelled => "CANCELLED",
        Code::Unknown => "UNKNOWN",
        Code::InvalidArgument => "INVALID_ARGUMENT",
        Code::DeadlineExceeded => "DEADLINE_EXCEEDED",
        Code::NotFound => "NOT_FOUND",
        Code::AlreadyExists => "ALREADY_EXISTS",
        Code::PermissionDenied => "PERMISSION_DENIED",
        Code::ResourceExhausted => "RESOURCE_EXHAUSTED",
        Code::FailedPrecondition => "FAILED_PRECONDITION",
        Code::Aborted => "ABORTED",
        Code::OutOfRange => "OUT_OF_RANGE",
        Code::Unimplemented => "UNIMPLEMENTED",
        Code::Internal => "INTERNAL",
        Code::Unavailable => "UNAVAILABLE",
        Code::DataLoss => "DATA_LOSS",
        Code::Unauthenticated => "UNAUTHENTICATED",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_says_seconds_in_nine_digits_at_most() {
        assert_eq!(seconds(b"0"), Some(Duration::ZERO));
        assert_eq!(seconds(b"999999999"), Some(Duration::from_secs(999_999_999)));
        for header in [
            &b""[..],
            b"+5",
            b"-5",
            b"5.5",
            b"1000000000",
            b"Thu, 26 Nov 2026 03:00:00 GMT",
            b"\xff",
        ] {
            assert_eq!(seconds(header), None, "{header:?}");
        }
    }
}
