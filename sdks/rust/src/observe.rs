//! What happens, for logs and spans. Never a payload, never a secret.

use core::time::Duration;

use crate::error::Error;
use crate::rpc::Rpc;

/// Is told of every call of a client: a span per call, an event per attempt.
pub trait Observer: Send + Sync + 'static {
    /// A call begins; what it returns is told how the call goes on.
    fn call(&self, call: &CallStarted<'_>) -> Box<dyn CallObserver>;
}

/// Is told how one call goes on. Dropped without [`CallObserver::ended`] where the caller gave the call up.
pub trait CallObserver: Send + Sync {
    /// Metadata of this call, such as `traceparent`. Names that the client writes itself are passed over.
    fn metadata(&self) -> Vec<(String, String)> {
        Vec::new()
    }
    /// An attempt has ended.
    fn attempted(&mut self, _attempt: &AttemptEnded<'_>) {}
    /// The call has ended.
    fn ended(&mut self, _end: &CallEnded<'_>) {}
}

/// A call that begins.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct CallStarted<'a> {
    /// Which call.
    pub rpc: Rpc,
    /// `x-request-id`.
    pub request_id: &'a str,
    /// The merchant's reference, where the request has one.
    pub reference: Option<&'a str>,
    /// How long it may take.
    pub deadline: Duration,
}

/// An attempt that has ended.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct AttemptEnded<'a> {
    /// From 1.
    pub number: u32,
    /// How long it took.
    pub elapsed: Duration,
    /// gRPC's name of its status: `OK` where there is an answer.
    pub code: &'a str,
    /// The service's reason, where it gave one.
    pub reason: Option<&'a str>,
    /// The call goes again after so long.
    pub again_after: Option<Duration>,
}

/// A call that has ended.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct CallEnded<'a> {
    /// How many attempts it took.
    pub attempts: u32,
    /// How long it took, pauses counted.
    pub elapsed: Duration,
    /// What it ended with, where that is no answer.
    pub error: Option<&'a Error>,
}
