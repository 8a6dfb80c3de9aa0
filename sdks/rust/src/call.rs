//! A call before it is made, with what is said for it alone.

use core::fmt;
use core::pin::Pin;
use core::time::Duration;

use crate::attempts;
use crate::client::Client;
use crate::error::Error;
use crate::rpc::Request;

/// A call that is made when it is awaited. Dropping it, or what awaits it, gives it up.
#[must_use = "a call is made when it is awaited"]
#[derive(Clone)]
pub struct Call<R> {
    pub(crate) client: Client,
    pub(crate) request: R,
    pub(crate) deadline: Option<Duration>,
    pub(crate) retries: Option<u32>,
    pub(crate) idempotency_key: Option<String>,
    pub(crate) metadata: Vec<(String, String)>,
}

impl<R: Request> Call<R> {
    pub(crate) fn new(client: &Client, request: R) -> Self {
        Self {
            client: client.clone(),
            request,
            deadline: None,
            retries: None,
            idempotency_key: None,
            metadata: Vec::new(),
        }
    }

    /// How long it may take, all attempts and pauses counted; the client's deadline where nothing is said.
    pub fn deadline(self, deadline: Duration) -> Self {
        Self { deadline: Some(deadline), ..self }
    }

    /// How often it is sent again where the contract allows that; 0 means never.
    pub fn retries(self, retries: u32) -> Self {
        Self { retries: Some(retries), ..self }
    }

    /// Recognises a repeat: is written into the request where it has the field and says none itself.
    pub fn idempotency_key(self, key: impl Into<String>) -> Self {
        Self { idempotency_key: Some(key.into()), ..self }
    }

    /// A header of this call. One that the client writes itself ends the call with [`Error::InvalidRequest`].
    pub fn metadata(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.metadata.push((name.into(), value.into()));
        self
    }

    /// The id of this call in the service's logs; a new UUID where nothing is said.
    pub fn request_id(self, id: impl Into<String>) -> Self {
        self.metadata("x-request-id", id)
    }
}

impl<R: Request> IntoFuture for Call<R> {
    type Output = Result<R::Answer, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(attempts::made(self))
    }
}

impl<R: fmt::Debug> fmt::Debug for Call<R> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Call")
            .field("request", &self.request)
            .field("deadline", &self.deadline)
            .field("retries", &self.retries)
            .finish_non_exhaustive()
    }
}
