//! Every vector of `conformance/vectors` as a test of its own, played by `conformance/server.ts`.

mod calls;
mod connectors;
mod server;

use std::error::Error as _;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use connector_service::contract::{Event, ParseWebhookRequest, PaymentRecord, WebhookHeader};
use connector_service::{Account, Client, Error, Timestamp, apply_event};
use libtest_mimic::{Arguments, Failed, Trial};
use prost::Message as _;
use serde_json::{Value, json};

use server::Server;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    if arguments.list {
        return libtest_mimic::run(&arguments, trials(None)).exit_code();
    }
    let server = Arc::new(Server::start());
    server.post("/begin", &json!({ "sdk": "rust", "transport": "grpc" }));
    libtest_mimic::run(&arguments, trials(Some(&server))).exit_code()
}

fn trials(server: Option<&Arc<Server>>) -> Vec<Trial> {
    server::vectors()
        .into_iter()
        .map(|(id, category)| {
            let server = server.cloned();
            let name = id.clone();
            let trial = Trial::test(name, move || match &server {
                Some(server) => run(server, &id),
                None => Ok(()),
            });
            trial.with_kind(category)
        })
        .collect()
}

fn run(server: &Server, id: &str) -> Result<(), Failed> {
    let run = server.post("/runs", &json!({ "vector": id, "sdk": "rust", "transport": "grpc" }));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let told = runtime.block_on(played(&run));
    let path = format!("/runs/{}", run["run"].as_str().unwrap_or_default());
    let judged = server.post(&path, &told);
    if judged["passed"] == true { Ok(()) } else { Err(format!("{:#}", judged["problems"]).into()) }
}

/// What printing shows, every way of it.
fn printed(value: &impl std::fmt::Debug) -> String {
    format!("{value:?} {value:#?}")
}

async fn played(run: &Value) -> Value {
    let wish = &run["client"];
    let account = match wish["connector"]["id"].as_str() {
        Some(id) => connectors::account(id, &wish["connector"]["credentials"]),
        None => Account::named(wish["account"].as_str().unwrap_or_default()),
    };
    let mut shown = serde_json::Map::new();
    shown.insert("connector".into(), printed(&account).into());
    let client = client(wish, account);
    shown.insert("client".into(), printed(&client).into());
    let mut results = Vec::new();
    for call in run["calls"].as_array().into_iter().flatten() {
        tokio::time::sleep(Duration::from_millis(call["waitMs"].as_u64().unwrap_or(0))).await;
        results.push(result(&client, call, &mut shown).await);
    }
    json!({ "results": results, "printed": shown })
}

fn client(wish: &Value, account: Account) -> Client {
    let text = |name: &str| wish[name].as_str();
    let mut builder = Client::builder(text("endpoint").unwrap_or_default(), account);
    if let Some(sub_account) = text("subAccount") {
        builder = builder.sub_account(sub_account);
    }
    if let Some(key) = text("apiKey") {
        builder = builder.api_key(key);
    }
    if let Some(pem) = text("authorities") {
        builder = builder.authorities(pem);
    }
    if let (Some(certificate), Some(key)) = (text("certificate"), text("key")) {
        builder = builder.identity(certificate, key);
    }
    if let Some(deadline) = wish["deadlineMs"].as_u64() {
        builder = builder.deadline(Duration::from_millis(deadline));
    }
    if let Some(retries) = wish["retries"].as_u64() {
        builder = builder.retries(u32::try_from(retries).unwrap());
    }
    for (name, value) in wish["metadata"].as_object().into_iter().flatten() {
        builder = builder.metadata(name, value.as_str().unwrap_or_default());
    }
    builder.build().unwrap()
}

async fn result(
    client: &Client,
    call: &Value,
    shown: &mut serde_json::Map<String, Value>,
) -> Value {
    if call.get("applyEvent").is_some() {
        return json!({ "recordBytes": BASE64.encode(folded(&call["applyEvent"]).encode_to_vec()) });
    }
    let (rpc, bytes) = match call["rpc"].as_str() {
        Some(rpc) => (rpc, bytes(&call["requestBytes"])),
        None => {
            ("payments.v1.WebhookService/ParseWebhook", delivery(&call["webhook"]).encode_to_vec())
        }
    };
    let begun = std::time::Instant::now();
    let called = calls::call(client, rpc, &bytes, &call["options"]).await;
    let elapsed = u64::try_from(begun.elapsed().as_millis()).unwrap();
    shown.insert("request".into(), called.request.into());
    match called.result {
        Ok(answer) => {
            shown.insert("answer".into(), answer.printed.into());
            json!({ "answerBytes": BASE64.encode(answer.bytes), "elapsedMs": elapsed })
        }
        Err(error) => {
            shown.insert("error".into(), error_printed(&error).into());
            json!({ "error": told(&error), "elapsedMs": elapsed })
        }
    }
}

fn error_printed(error: &Error) -> String {
    let mut text = format!("{error} {}", printed(error));
    let mut source = error.source();
    while let Some(one) = source {
        text.extend([one.to_string(), format!("{one:?}")]);
        source = one.source();
    }
    text
}

fn told(error: &Error) -> Value {
    let details = error.details();
    let violations = details.violations().iter();
    let call = match error {
        Error::OutcomeUnknown(unknown) => {
            let call = unknown.call();
            json!({
                "rpc": call.rpc().name,
                "reference": call.reference(),
                "idempotencyKey": call.idempotency_key(),
            })
        }
        _ => Value::Null,
    };
    json!({
        "kind": error.kind(),
        "reason": details.reason(),
        "code": format!("{:?}", details.code()),
        "violations": violations
            .map(|one| json!({ "field": one.field, "problem": one.problem }))
            .collect::<Vec<_>>(),
        "retryAfterMs": details.retry_after().map(|after| u64::try_from(after.as_millis()).unwrap()),
        "requestId": details.request_id(),
        "call": call,
    })
}

fn bytes(text: &Value) -> Vec<u8> {
    BASE64.decode(text.as_str().unwrap_or_default()).unwrap()
}

fn delivery(webhook: &Value) -> ParseWebhookRequest {
    let headers = webhook["headers"].as_array().into_iter().flatten();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    ParseWebhookRequest {
        body: bytes(&webhook["body"]),
        headers: headers
            .map(|one| WebhookHeader { name: text(&one[0]), value: text(&one[1]) })
            .collect(),
        url: text(&webhook["url"]),
        ..Default::default()
    }
}

fn folded(told: &Value) -> PaymentRecord {
    let mut record = None;
    for answer in told["answers"].as_array().into_iter().flatten() {
        let asked_at: Timestamp = answer["askedAt"].as_str().unwrap_or_default().parse().unwrap();
        let asked_at = SystemTime::try_from(asked_at).unwrap();
        let rpc = answer["rpc"].as_str().unwrap_or_default();
        record = Some(calls::apply_answer(record, rpc, &bytes(&answer["bytes"]), asked_at));
    }
    for event in told["events"].as_array().into_iter().flatten() {
        record = Some(apply_event(record, &Event::decode(&*bytes(event)).unwrap()));
    }
    record.unwrap_or_default()
}
