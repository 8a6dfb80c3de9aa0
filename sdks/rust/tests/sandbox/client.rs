//! What holds for every call: errors, secrets, sharing, watching, ending.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use connector_service::contract::{
    CaptureMode, CapturePaymentRequest, GetConnectorRequest, GetPaymentRequest,
    ListConnectorsRequest, PaymentRef,
};
use connector_service::{
    Account, AttemptEnded, CallEnded, CallObserver, CallStarted, Client, Error, Observer, Stripe,
};

use crate::shop::{client, order, pay, sandbox, start};

#[tokio::test]
async fn every_wrong_field_is_named() {
    let request = CapturePaymentRequest { reference: "capture".into(), ..Default::default() };
    let error = client("stripe").payments().capture_payment(request).await.unwrap_err();
    let Error::InvalidRequest(details) = &error else { panic!("{error:?}") };
    assert_eq!(details.reason(), Some("INVALID_REQUEST"));
    let fields: BTreeSet<_> = details.violations().iter().map(|one| one.field.as_str()).collect();
    assert_eq!(fields, ["amount", "finalCapture", "payment"].into());
    assert!(error.to_string().contains("amount"), "{error}");
}

#[tokio::test]
async fn an_account_that_is_not_known() {
    let error = pay(&client("nobody"), "4242424242424242").await.unwrap_err();
    assert!(
        matches!(&error, Error::InvalidRequest(details) if details.reason() == Some("UNKNOWN_ACCOUNT"))
    );
}

#[tokio::test]
async fn headers_of_the_client_are_refused_before_anything_is_sent() {
    let call = client("stripe").connectors().list_connectors(ListConnectorsRequest {});
    let error = call.metadata("X-Connector", "adyen").await.unwrap_err();
    let Error::InvalidRequest(details) = error else { panic!("{error:?}") };
    assert_eq!(details.violations()[0].field, "metadata.X-Connector");
}

#[tokio::test]
async fn connectors_say_what_they_can_do() {
    let client = client("stripe");
    let all = client.connectors().list_connectors(ListConnectorsRequest {}).await.unwrap();
    assert!(all.connectors.iter().any(|one| one.connector_id == "stripe"));
    let request = GetConnectorRequest { connector_id: "stripe".into() };
    let stripe = client.connectors().get_connector(request).await.unwrap().connector.unwrap();
    assert!(stripe.webhooks_signed);
}

#[tokio::test]
async fn nothing_secret_prints() {
    let account = Stripe::new("sk_test_CANARYCANARY0000").webhook_secrets(["whsec_CANARY"]);
    let client = Client::builder("http://127.0.0.1:1", account.clone())
        .api_key("caller-CANARY")
        .retries(0)
        .build()
        .unwrap();
    let mut request = order("4000056655665556", CaptureMode::Automatic);
    request.connector_options.insert(
        "stripe".into(),
        connector_service::Struct {
            fields: [("token".to_owned(), "CANARY".to_owned().into())].into(),
        },
    );
    let call = client.payments().authorize_payment(request.clone());
    let error = call.clone().await.unwrap_err();
    assert!(matches!(error, Error::NotSent(_)), "{error:?}");
    let printed = format!("{account:?} {client:?} {request:?} {call:?} {error:?} {error}");
    let pretty = format!("{account:#?} {client:#?} {request:#?} {call:#?} {error:#?} {error:#}");
    // Three digits may stand in an id by chance: the security code would be printed in quotes.
    for secret in ["CANARY", "4000056655665556", "\"737\""] {
        assert!(!printed.contains(secret), "{printed}");
        assert!(!pretty.contains(secret), "{pretty}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_client_is_shared() {
    let client = client("stripe");
    let calls: Vec<_> = (0..50)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { pay(&client, "4242424242424242").await })
        })
        .collect();
    let mut payments = BTreeSet::new();
    for call in calls {
        let paid = call.await.unwrap().unwrap();
        payments.insert(paid.payment.unwrap().payment_ref.unwrap().payment_id);
    }
    assert_eq!(payments.len(), 50);
}

#[tokio::test]
async fn a_closed_client_sends_nothing() {
    let client = client("stripe");
    let clone = client.clone();
    client.connectors().list_connectors(ListConnectorsRequest {}).await.unwrap();
    client.close().await;
    let call = clone.connectors().list_connectors(ListConnectorsRequest {}).retries(0);
    assert!(matches!(call.await, Err(Error::NotSent(_))));
}

#[tokio::test]
async fn a_call_that_is_given_up_leaves_the_client_good() {
    let client = client("stripe");
    let call = pay(&client, "4242424242424242");
    let _ = tokio::time::timeout(Duration::from_millis(1), call).await;
    pay(&client, "4242424242424242").await.unwrap();
}

#[tokio::test]
async fn a_server_that_says_nothing_was_sent_nothing() {
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", silent.local_addr().unwrap());
    let client = Client::new(endpoint, Account::named("stripe")).unwrap();
    let call = |milliseconds| {
        let request = order("4242424242424242", CaptureMode::Automatic);
        let call = client.payments().authorize_payment(request);
        call.deadline(Duration::from_millis(milliseconds)).into_future()
    };
    let begun = Instant::now();
    // The second waits for the connection that the first makes.
    let (long, short) = tokio::join!(call(600), call(200));
    for result in [long, short] {
        assert!(matches!(result, Err(Error::NotSent(_))), "{result:?}");
    }
    assert!(begun.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn a_deadline_may_be_any_duration() {
    let client = client("stripe");
    let list = || client.connectors().list_connectors(ListConnectorsRequest {});
    list().deadline(Duration::MAX).await.unwrap();
    assert!(matches!(list().deadline(Duration::ZERO).await, Err(Error::NotSent(_))));
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<String>>>);

impl Observer for Log {
    fn call(&self, call: &CallStarted<'_>) -> Box<dyn CallObserver> {
        self.0.lock().unwrap().push(format!("{} {}", call.rpc.name, call.request_id));
        Box::new(self.clone())
    }
}
impl CallObserver for Log {
    fn metadata(&self) -> Vec<(String, String)> {
        let parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        vec![("traceparent".to_owned(), parent.to_owned())]
    }
    fn attempted(&mut self, attempt: &AttemptEnded<'_>) {
        let again = if attempt.again_after.is_some() { ", again" } else { "" };
        self.0.lock().unwrap().push(format!("{} {}{again}", attempt.number, attempt.code));
    }
    fn ended(&mut self, end: &CallEnded<'_>) {
        let error = end.error.map_or("answered", Error::kind);
        self.0.lock().unwrap().push(format!("{error} after {}", end.attempts));
    }
}

#[tokio::test]
async fn an_observer_is_told() {
    let log = Log::default();
    let builder = Client::builder(sandbox().url(), Account::named("stripe"));
    let client = builder.observer(log.clone()).build().unwrap();
    let call = client.connectors().list_connectors(ListConnectorsRequest {});
    call.request_id("request-1").await.unwrap();
    let lines = std::mem::take(&mut *log.0.lock().unwrap());
    let name = "payments.v1.ConnectorService/ListConnectors";
    assert_eq!(lines, [&format!("{name} request-1"), "1 OK", "answered after 1"]);

    let builder = Client::builder("http://127.0.0.1:1", Account::named("stripe"));
    let client = builder.observer(log.clone()).retries(1).build().unwrap();
    let call = client.connectors().list_connectors(ListConnectorsRequest {});
    call.request_id("request-2").await.unwrap_err();
    let lines = std::mem::take(&mut *log.0.lock().unwrap());
    let wanted = ["1 UNAVAILABLE, again", "2 UNAVAILABLE", "NotSent after 2"];
    assert_eq!(lines[1..], wanted);
}

#[test]
fn a_sandbox_ends_when_it_is_dropped() {
    let sandbox = start();
    assert!(sandbox.accounts().iter().any(|name| name == "stripe"));
    let address = sandbox.url().trim_start_matches("http://").to_owned();
    std::net::TcpStream::connect(&address).unwrap();
    drop(sandbox);
    assert!(std::net::TcpStream::connect(&address).is_err());
}

/// Prints it for `test.sh`, which says it to whoever runs the tests.
#[tokio::test]
async fn latency() {
    let client = client("stripe");
    let paid = pay(&client, "4242424242424242").await.unwrap();
    let payment: PaymentRef = paid.payment.unwrap().payment_ref.unwrap();
    let mut times = Vec::new();
    for _ in 0..101 {
        let request =
            GetPaymentRequest { target: Some(payment.clone().into()), ..Default::default() };
        let begun = Instant::now();
        client.payments().get_payment(request).await.unwrap();
        times.push(begun.elapsed());
    }
    times.sort_unstable();
    println!("latency: median {:.2} ms", times[50].as_secs_f64() * 1000.0);
}
