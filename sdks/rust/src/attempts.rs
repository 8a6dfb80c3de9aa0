//! The attempts of one call within one deadline, and what it ends with. `conformance/README.md` has the rules.

use core::sync::atomic::{AtomicBool, Ordering};
use core::time::Duration;
use std::time::SystemTime;

use http::uri::PathAndQuery;
use tokio::time::{Instant, sleep, timeout_at};
use tonic::client::Grpc;
use tonic::metadata::{AsciiMetadataValue, MetadataMap};
use tonic::{Code, Extensions};
use tonic_prost::ProstCodec;

use crate::call::Call;
use crate::clock::{moment, span};
use crate::connection::Connection;
use crate::contract::resolution::Way;
use crate::contract::{Certainty, Retry};
use crate::error::{Error, Violation};
use crate::failure::{Failure, name_of};
use crate::metadata::{Refused, put_given};
use crate::observe::{AttemptEnded, CallEnded, CallObserver, CallStarted};
use crate::rpc::{Answer, Request};

/// Answers may carry raw exchanges.
const LARGEST_ANSWER: usize = 64 << 20;

/// Thirty years: a deadline that goes into no clock.
const FOR_EVER: Duration = Duration::from_secs(30 * 365 * 24 * 3600);

pub(crate) async fn made<R: Request>(call: Call<R>) -> Result<R::Answer, Error> {
    let Call { client, mut request, deadline, retries, idempotency_key, metadata } = call;
    let shared = client.shared;
    let has_key = |request: &R| request.idempotency_key().is_some_and(|key| !key.is_empty());
    if let Some(key) = idempotency_key.filter(|_| !has_key(&request)) {
        request.set_idempotency_key(&key);
    }
    let begun = Instant::now();
    let attempted_at = SystemTime::now();
    let given = metadata.iter().rev().find(|(name, _)| name.eq_ignore_ascii_case("x-request-id"));
    let request_id = given.map_or_else(new_id, |(_, id)| id.clone());
    let deadline = deadline.unwrap_or(shared.deadline);
    let mut observer = shared.observer.as_ref().map(|observer| {
        observer.call(&CallStarted {
            rpc: R::RPC,
            request_id: &request_id,
            reference: request.reference(),
            deadline,
        })
    });
    let mut metadata = metadata;
    metadata.push(("x-request-id".to_owned(), request_id.clone()));
    let headers = headers(&shared.headers, &metadata, observer.as_deref());
    let has_key = has_key(&request);
    let mut attempts = Attempts {
        connection: &shared.connection,
        end: begun.checked_add(deadline).unwrap_or_else(|| begun + FOR_EVER),
        retries: retries.unwrap_or(shared.retries),
        has_key,
        request,
        request_id: &request_id,
        attempted_at,
        observer: observer.as_deref_mut(),
        number: 0,
        held: None,
    };
    let result = match headers {
        Ok(headers) => attempts.all(&headers).await,
        Err(refused) => Err(attempts.error(refusal(refused))),
    };
    let number = attempts.number;
    if let Some(observer) = &mut observer {
        observer.ended(&CallEnded {
            attempts: number,
            elapsed: begun.elapsed(),
            error: result.as_ref().err(),
        });
    }
    result
}

fn headers(
    of_client: &MetadataMap,
    given: &[(String, String)],
    observer: Option<&dyn CallObserver>,
) -> Result<MetadataMap, Refused> {
    let mut headers = of_client.clone();
    for (name, value) in observer.map(CallObserver::metadata).unwrap_or_default() {
        // A tracing library that says something strange ends no payment.
        let _ = put_given(&mut headers, &name, &value);
    }
    for (name, value) in given {
        put_given(&mut headers, name, value)?;
    }
    Ok(headers)
}

fn refusal(Refused { name, problem }: Refused) -> Failure {
    let violation = Violation { field: format!("metadata.{name}"), problem: problem.to_owned() };
    Failure {
        violations: vec![violation],
        ..Failure::new(Code::InvalidArgument, "nothing was sent", true)
    }
}

/// A random UUID, version 4 of RFC 9562.
fn new_id() -> String {
    let random = u128::from(random()) << 64 | u128::from(random());
    let id = random & !(0xf << 76) & !(0b11 << 62) | 4 << 76 | 0b10 << 62;
    let digits = format!("{id:032x}");
    let (a, b, c) = (&digits[..8], &digits[8..12], &digits[12..16]);
    format!("{a}-{b}-{c}-{}-{}", &digits[16..20], &digits[20..])
}

/// Where the system has no randomness, ids repeat and pauses do not differ: no payment is lost by that.
fn random() -> u64 {
    getrandom::u64().unwrap_or_default()
}

/// 100 ms, then twice as long each time, with up to as much again at random.
fn pause_before(repeat: u32) -> Duration {
    let least = 100 << (repeat - 1).min(10);
    Duration::from_millis(least + random() % (least + 1))
}

struct Attempts<'a, R: Request> {
    connection: &'a Connection,
    end: Instant,
    retries: u32,
    has_key: bool,
    request: R,
    request_id: &'a str,
    attempted_at: SystemTime,
    observer: Option<&'a mut (dyn CallObserver + 'static)>,
    number: u32,
    held: Option<Held<R::Answer>>,
}

/// What was once unknown stays so: it counts where no repeat brings an answer.
enum Held<A> {
    Answer(A),
    Error(Error),
}

impl<R: Request> Attempts<'_, R> {
    async fn all(&mut self, headers: &MetadataMap) -> Result<R::Answer, Error> {
        loop {
            let begun = Instant::now();
            if begun >= self.end {
                return self.finish(Failure::late(false));
            }
            self.number += 1;
            let result = self.attempt(headers).await;
            let pause = self.pause_after(&result);
            self.tell(&result, begun, pause);
            let Some(pause) = pause else {
                return match result {
                    Ok(answer) => self.answered(answer),
                    Err(failure) => self.finish(failure),
                };
            };
            self.hold(result);
            sleep(pause).await;
        }
    }

    async fn attempt(&self, headers: &MetadataMap) -> Result<R::Answer, Failure> {
        let sent = AtomicBool::new(false);
        timeout_at(self.end, self.exchange(headers, &sent))
            .await
            .unwrap_or_else(|_| Err(Failure::late(sent.load(Ordering::Relaxed))))
    }

    async fn exchange(
        &self,
        headers: &MetadataMap,
        sent: &AtomicBool,
    ) -> Result<R::Answer, Failure> {
        let sender = self.connection.sender().await;
        let sender =
            sender.map_err(|not_made| Failure::new(Code::Unavailable, not_made.0, false))?;
        let left = self.end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(Failure::late(false));
        }
        let mut headers = headers.clone();
        headers.insert("grpc-timeout", grpc_timeout(left));
        let request =
            tonic::Request::from_parts(headers, Extensions::default(), self.request.clone());
        let path = PathAndQuery::try_from(format!("/{}", R::RPC.name));
        let path = path.map_err(|error| Failure::new(Code::Internal, error.to_string(), false))?;
        let mut grpc = Grpc::with_origin(sender, self.connection.origin().clone())
            .max_decoding_message_size(LARGEST_ANSWER);
        sent.store(true, Ordering::Relaxed);
        grpc.unary(request, path, ProstCodec::<R, R::Answer>::default())
            .await
            .map(tonic::Response::into_inner)
            .map_err(|status| Failure::from_status(&status))
    }

    /// How long until the call goes again; absent where it does not.
    fn pause_after(&self, result: &Result<R::Answer, Failure>) -> Option<Duration> {
        if self.number > self.retries {
            return None;
        }
        let usual = pause_before(self.number);
        let pause = match result {
            Ok(answer) if self.has_key => safe_repeat(answer, usual)?,
            // What is told is a least: whoever says "at once" is not asked faster than others.
            Err(failure) if failure.may_repeat(R::RPC.effects) => {
                failure.retry_after.unwrap_or_default().max(usual)
            }
            _ => return None,
        };
        (pause < self.end.saturating_duration_since(Instant::now())).then_some(pause)
    }

    fn hold(&mut self, result: Result<R::Answer, Failure>) {
        match result {
            Ok(answer) if is_unknown(&answer) => self.held = Some(Held::Answer(answer)),
            Ok(_) => {}
            Err(failure) => {
                let error = self.error(failure);
                if matches!(error, Error::OutcomeUnknown(_)) && self.held.is_none() {
                    self.held = Some(Held::Error(error));
                }
            }
        }
    }

    /// An answer that nothing was sent this time says nothing of an earlier attempt.
    fn answered(&mut self, answer: R::Answer) -> Result<R::Answer, Error> {
        let says_nothing = retry_of(&answer) == Some(Retry::SameKeyNow);
        match self.held.take() {
            Some(Held::Answer(held)) if says_nothing => Ok(held),
            Some(Held::Error(error)) if says_nothing => Err(error),
            _ => Ok(answer),
        }
    }

    fn finish(&mut self, failure: Failure) -> Result<R::Answer, Error> {
        match self.held.take() {
            Some(Held::Answer(answer)) => Ok(answer),
            Some(Held::Error(error)) => Err(error),
            None => Err(self.error(failure)),
        }
    }

    fn error(&self, failure: Failure) -> Error {
        failure.into_error(self.request_id, &self.request, self.attempted_at)
    }

    fn tell(
        &mut self,
        result: &Result<R::Answer, Failure>,
        begun: Instant,
        again_after: Option<Duration>,
    ) {
        let Some(observer) = &mut self.observer else { return };
        let failure = result.as_ref().err();
        observer.attempted(&AttemptEnded {
            number: self.number,
            elapsed: begun.elapsed(),
            code: failure.map_or("OK", |failure| name_of(failure.code)),
            reason: failure.and_then(|failure| failure.reason.as_deref()),
            again_after,
        });
    }
}

/// Whole milliseconds, at least one, and at most the eight digits that gRPC allows.
fn grpc_timeout(left: Duration) -> AsciiMetadataValue {
    let milliseconds = left.as_millis().clamp(1, 99_999_999);
    let value = AsciiMetadataValue::try_from(format!("{milliseconds}m"));
    value.unwrap_or_else(|_| AsciiMetadataValue::from_static("1m"))
}

fn is_unknown(answer: &impl Answer) -> bool {
    answer.operation().is_some_and(|operation| operation.certainty() == Certainty::Unknown)
}

fn retry_of(answer: &impl Answer) -> Option<Retry> {
    Some(answer.operation()?.failure.as_ref()?.retry())
}

/// How long until an answer's operation may be asked for again under its key; absent where it may not.
fn safe_repeat(answer: &impl Answer, usual: Duration) -> Option<Duration> {
    let operation = answer.operation()?;
    let failure = operation.failure.as_ref();
    let told = failure.and_then(|failure| failure.retry_after);
    let told = told.and_then(span);
    let pause = told.unwrap_or_default().max(usual);
    if failure.is_some_and(|failure| failure.retry() == Retry::SameKeyNow) {
        return Some(pause);
    }
    let resolution = operation.resolution.as_ref()?;
    let is_safe = resolution.ways().any(|way| way == Way::RepeatSameKey);
    if operation.certainty() != Certainty::Unknown || !is_safe {
        return None;
    }
    let earliest = resolution.earliest.and_then(moment);
    let wait = earliest.and_then(|at| at.duration_since(SystemTime::now()).ok());
    Some(pause.max(wait.unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_random_uuids() {
        let (one, other) = (new_id(), new_id());
        assert_ne!(one, other);
        for id in [one, other] {
            let parts: Vec<_> = id.split('-').map(str::len).collect();
            assert_eq!(parts, [8, 4, 4, 4, 12], "{id}");
            assert_eq!(&id[14..15], "4", "{id}");
            assert!("89ab".contains(&id[19..20]), "{id}");
        }
    }

    #[test]
    fn pauses_grow() {
        for _ in 0..100 {
            assert!((100..=200).contains(&pause_before(1).as_millis()));
            assert!((200..=400).contains(&pause_before(2).as_millis()));
        }
    }

    /// "At once" is no leave to ask in a hot loop.
    #[test]
    fn what_is_told_is_a_least() {
        use crate::contract::{AuthorizePaymentResponse, Failure, Operation, Resolution};
        let usual = Duration::from_millis(150);
        let pause = |retry_after: Option<i64>, earliest: Option<i64>| {
            let seconds = |seconds| prost_types::Duration { seconds, nanos: 0 };
            let failure = Failure {
                retry: Retry::SameKeyNow.into(),
                retry_after: retry_after.map(seconds),
                ..Default::default()
            };
            let earliest = earliest.map(|seconds| prost_types::Timestamp { seconds, nanos: 0 });
            let operation = Operation {
                failure: Some(failure),
                resolution: Some(Resolution { earliest, ..Default::default() }),
                ..Default::default()
            };
            let operation = Some(operation);
            let answer = AuthorizePaymentResponse { operation, ..Default::default() };
            safe_repeat(&answer, usual)
        };
        for told in [None, Some(0), Some(-5), Some(i64::MIN)] {
            assert_eq!(pause(told, None), Some(usual), "{told:?}");
        }
        assert_eq!(pause(Some(7), None), Some(Duration::from_secs(7)));
        for beyond in [i64::MIN, i64::MAX] {
            assert!(pause(Some(beyond), Some(beyond)) >= Some(usual), "{beyond}");
        }
    }

    #[test]
    fn time_outs_have_eight_digits_at_most() {
        for (left, wanted) in [(0, "1m"), (1500, "1500m"), (u64::MAX, "99999999m")] {
            assert_eq!(grpc_timeout(Duration::from_millis(left)), wanted);
        }
    }
}
