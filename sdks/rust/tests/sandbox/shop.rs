//! A shop of these tests: the service on its sandbox, a customer's browser, and a listener for webhooks.

use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use connector_service::contract::{
    AuthorizePaymentRequest, AuthorizePaymentResponse, CaptureMode, Card, Money, Purchase,
};
use connector_service::testing::Sandbox;
use connector_service::{Account, Client, Error};
use serde_json::{Value, json};

/// Of the sandbox's account at Stripe: `connectors/stripe/simulator/samples.ts`.
pub const WEBHOOK_SECRET: &str = "whsec_5WbX5kEWLlfzsGNjH64I8lOOqUB6e8FH";

/// One for all tests. It ends with this process, whose end closes its input.
pub fn sandbox() -> &'static Sandbox {
    static SANDBOX: OnceLock<Sandbox> = OnceLock::new();
    SANDBOX.get_or_init(start)
}

/// The service of this repository, unless `CONNECTOR_SERVICE` names another.
pub fn start() -> Sandbox {
    if std::env::var_os("CONNECTOR_SERVICE").is_some() {
        return Sandbox::start().unwrap();
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let path = |name: &str| root.join(name).to_string_lossy().into_owned();
    let node = path("node_modules/.bin/node");
    Sandbox::start_with(&[&node, &path("packages/cli/main.ts")]).unwrap()
}

pub fn client(account: &str) -> Client {
    Client::new(sandbox().url(), Account::named(account)).unwrap()
}

/// A reference that no other test has.
pub fn reference(what: &str) -> String {
    static LAST: AtomicU32 = AtomicU32::new(0);
    format!("{what}-{}", LAST.fetch_add(1, Ordering::Relaxed))
}

pub fn order(number: &str, capture_mode: CaptureMode) -> AuthorizePaymentRequest {
    AuthorizePaymentRequest {
        reference: reference("order"),
        purchase: Some(Purchase {
            amount: Some(Money::parse("EUR", "10.00").unwrap()),
            return_url: Some("https://shop.example/return".into()),
            ..Default::default()
        }),
        payment_method: Some(Card::of(number, 3, 2030).with_cvc("737").into()),
        capture_mode: capture_mode.into(),
        ..Default::default()
    }
}

pub async fn pay(client: &Client, number: &str) -> Result<AuthorizePaymentResponse, Error> {
    client.payments().authorize_payment(order(number, CaptureMode::Automatic)).await
}

fn agent() -> ureq::Agent {
    let config = ureq::Agent::config_builder().timeout_global(Some(Duration::from_secs(30)));
    config.max_redirects(0).build().into()
}

/// The sandbox's control API, below `/_sandbox/`.
pub fn control(path: &str, body: &Value) -> Value {
    let url = format!("{}/_sandbox/{path}", sandbox().control());
    agent().post(url).send_json(body).unwrap().body_mut().read_json().unwrap()
}

/// Opens a page of the sandbox, presses the button of this outcome, and says where the browser is sent.
pub fn browse(page: &str, outcome: &str) -> String {
    let html = agent().get(page).call().unwrap().body_mut().read_to_string().unwrap();
    let action = between(&html, "<form method=\"post\" action=\"", "\"").unwrap();
    let mut fields = vec![("outcome", outcome)];
    for input in html.split("<input type=\"hidden\" ").skip(1) {
        let name = between(input, "name=\"", "\"").unwrap();
        fields.push((name, between(input, "value=\"", "\"").unwrap()));
    }
    let answer = agent().post(action).send_form(fields).unwrap();
    answer.headers()["location"].to_str().unwrap().to_owned()
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    text.split_once(before)?.1.split_once(after).map(|(found, _)| found)
}

pub struct Delivery {
    pub url: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

/// Takes webhooks on loopback.
pub struct Listener(tiny_http::Server);

impl Listener {
    /// Lets the sandbox deliver a processor's webhooks here.
    pub fn of(processor: &str, secret: &str) -> Self {
        let server = tiny_http::Server::http("127.0.0.1:0").unwrap();
        let url = format!("http://{}/hook", server.server_addr());
        control(&format!("{processor}/webhook"), &json!({ "url": url, "secret": secret }));
        Self(server)
    }

    /// Deliveries, until none comes for a while.
    pub fn deliveries(&self) -> impl Iterator<Item = Delivery> {
        let end = Instant::now() + Duration::from_secs(10);
        std::iter::from_fn(move || {
            let mut request =
                self.0.recv_timeout(end.saturating_duration_since(Instant::now())).unwrap()?;
            let mut body = Vec::new();
            request.as_reader().read_to_end(&mut body).unwrap();
            let headers = request.headers().iter();
            let delivery = Delivery {
                url: format!("http://{}{}", self.0.server_addr(), request.url()),
                headers: headers
                    .map(|one| (one.field.to_string(), one.value.to_string()))
                    .collect(),
                body,
            };
            request.respond(tiny_http::Response::empty(200)).unwrap();
            Some(delivery)
        })
    }
}
