//! What a repeat's answer says of the attempts before it, where the shared vectors say nothing.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use connector_service::contract::resolution::Way;
use connector_service::contract::{
    AuthorizePaymentRequest, AuthorizePaymentResponse, Certainty, Failure, Operation,
    OperationStatus, Resolution, Retry,
};
use connector_service::{Account, Client};
use http_body_util::{BodyExt as _, Full};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http2;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use prost::Message as _;
use tokio::net::TcpListener;

/// A service that gives these answers, one after the other, and where it is.
async fn scripted(answers: impl IntoIterator<Item = AuthorizePaymentResponse>) -> String {
    let answers: VecDeque<_> = answers.into_iter().collect();
    let answers = Arc::new(Mutex::new(answers));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (socket, _) = listener.accept().await.unwrap();
        let service = service_fn(move |_: http::Request<Incoming>| {
            let answer = answers.lock().unwrap().pop_front().expect("one attempt more");
            async move { Ok::<_, Infallible>(framed(&answer)) }
        });
        let connection = http2::Builder::new(TokioExecutor::new());
        connection.serve_connection(TokioIo::new(socket), service).await.unwrap();
    });
    endpoint
}

fn framed(
    answer: &AuthorizePaymentResponse,
) -> http::Response<impl hyper::body::Body<Data = Bytes, Error = Infallible> + use<>> {
    let message = answer.encode_to_vec();
    let mut frame = vec![0];
    frame.extend(u32::try_from(message.len()).unwrap().to_be_bytes());
    frame.extend(message);
    let trailers =
        [("grpc-status", "0")].map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()));
    let trailers: http::HeaderMap = trailers.into_iter().collect();
    let body = Full::new(Bytes::from(frame)).with_trailers(async move { Some(Ok(trailers)) });
    http::Response::builder().header("content-type", "application/grpc").body(body).unwrap()
}

fn answered(
    status: OperationStatus,
    certainty: Certainty,
    retry: Retry,
) -> AuthorizePaymentResponse {
    let operation = Operation {
        status: status.into(),
        certainty: certainty.into(),
        failure: Some(Failure { retry: retry.into(), ..Default::default() }),
        resolution: Some(Resolution {
            ways: vec![Way::RepeatSameKey.into()],
            ..Default::default()
        }),
        ..Default::default()
    };
    AuthorizePaymentResponse { operation: Some(operation), ..Default::default() }
}

fn unknown() -> AuthorizePaymentResponse {
    answered(OperationStatus::Unknown, Certainty::Unknown, Retry::LookUpFirst)
}

fn not_sent_now() -> AuthorizePaymentResponse {
    answered(OperationStatus::Failed, Certainty::Definitive, Retry::SameKeyNow)
}

async fn paid(
    answers: impl IntoIterator<Item = AuthorizePaymentResponse>,
) -> AuthorizePaymentResponse {
    let client = Client::new(scripted(answers).await, Account::named("stripe")).unwrap();
    let request = AuthorizePaymentRequest::default();
    client.payments().authorize_payment(request).idempotency_key("key-1").await.unwrap()
}

#[tokio::test]
async fn a_repeat_that_was_not_sent_leaves_it_unknown() {
    assert_eq!(paid([unknown(), not_sent_now(), not_sent_now()]).await, unknown());
}

#[tokio::test]
async fn a_decline_of_the_repeat_is_what_became_of_it() {
    let declined = answered(OperationStatus::Failed, Certainty::Definitive, Retry::Never);
    assert_eq!(paid([unknown(), declined.clone()]).await, declined);
}

/// Three attempts have two pauses of at least 100 ms and 200 ms, whatever shorter time is told.
#[tokio::test]
async fn an_answer_that_says_at_once_is_not_repeated_at_once() {
    let mut at_once = not_sent_now();
    let operation = at_once.operation.as_mut().unwrap();
    operation.failure.as_mut().unwrap().retry_after = Some(connector_service::Duration::default());
    let begun = Instant::now();
    paid([at_once.clone(), at_once.clone(), at_once]).await;
    assert!(begun.elapsed() >= Duration::from_millis(300), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn what_was_never_sent_stays_a_failure() {
    assert_eq!(paid([not_sent_now(), not_sent_now(), not_sent_now()]).await, not_sent_now());
}
