//! Pay, handle a decline, resume after 3-D Secure, refund, read a webhook: the same program in six languages.
use std::{env, time::Duration};

use connector_service::contract::event::Resource;
use connector_service::contract::next_action::Action;
use connector_service::contract::resume_payment_request::Returned;
use connector_service::contract::{
    AuthorizePaymentRequest, AuthorizePaymentResponse, CaptureMode, Card, CreateRefundRequest,
    EventAction, Money, ParseWebhookRequest, PaymentStatus, Purchase, ResumePaymentRequest,
};
use connector_service::{Account, Client};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

#[tokio::main]
async fn main() -> Result<()> {
    let client = Client::new(env::var("CONNECTOR_SERVICE_URL")?, Account::named("stripe"))?;

    // Webhooks come to a listener of ours, as the processor sends them.
    let listener = tiny_http::Server::http("127.0.0.1:0").map_err(|error| error.to_string())?;
    let hook = format!("http://{}/", listener.server_addr());
    let target = serde_json::json!({ "url": hook, "secret": env::var("WEBHOOK_SECRET")? });
    ureq::post(format!(
        "{}/_sandbox/stripe/webhook",
        env::var("SANDBOX_URL")?
    ))
    .send_json(target)?;

    // A payment.
    let paid = pay(&client, "order-1-attempt-1", "4242424242424242")
        .await?
        .payment
        .ok_or("no payment")?;
    let captured = paid
        .amounts
        .clone()
        .and_then(|amounts| amounts.captured)
        .unwrap_or_default();
    println!("paid: {} {captured}", paid.status());

    // A decline is an answer, with the reason and whose decision it was.
    let declined = pay(&client, "order-2-attempt-1", "4000000000009995").await?;
    let failure = declined
        .operation
        .and_then(|operation| operation.failure)
        .unwrap_or_default();
    println!("declined: {} by {}", failure.code(), failure.actor());

    // 3-D Secure: the customer goes to the page, comes back, and the payment is resumed with what came back.
    let asked = pay(&client, "order-3-attempt-1", "4000002760003184").await?;
    let Some(Action::Redirect(page)) = asked.next_action.and_then(|next| next.action) else {
        return Err("no page to go to".into());
    };
    let resume = ResumePaymentRequest {
        state: asked.state,
        returned: Some(Returned::Url(browse(&page.url)?)),
        ..Default::default()
    };
    let resumed = client.payments().resume_payment(resume).await?;
    println!(
        "authenticated: {}",
        resumed.payment.unwrap_or_default().status()
    );

    // A part of the first payment goes back.
    let refund = CreateRefundRequest {
        reference: "order-1-refund-1".into(),
        payment: paid.payment_ref.clone(),
        amount: Some(Money::parse("EUR", "4.00")?),
        ..Default::default()
    };
    let refund = client
        .refunds()
        .create_refund(refund)
        .await?
        .refund
        .unwrap_or_default();
    println!(
        "refunded: {} {}",
        refund.status(),
        refund.amount.clone().unwrap_or_default()
    );

    // The webhook that tells of the first payment, verified from the bytes that came.
    while let Some(mut delivery) = listener.recv_timeout(Duration::from_secs(5))? {
        let mut body = Vec::new();
        delivery.as_reader().read_to_end(&mut body)?;
        let headers = delivery
            .headers()
            .iter()
            .map(|one| (one.field.to_string(), one.value.to_string()));
        let request = ParseWebhookRequest::delivered(hook.as_str(), headers, body);
        delivery.respond(tiny_http::Response::empty(200))?;
        for event in client.webhooks().parse_webhook(request).await?.events {
            let Some(Resource::Payment(payment)) = &event.resource else {
                continue;
            };
            let is_capture = payment.status() == PaymentStatus::Captured;
            if event.action() == EventAction::Apply
                && is_capture
                && event.payment_ref == paid.payment_ref
            {
                println!(
                    "webhook: {} PAYMENT {}",
                    event.verification(),
                    payment.status()
                );
                return Ok(());
            }
        }
    }
    Err("no webhook came".into())
}

async fn pay(client: &Client, reference: &str, number: &str) -> Result<AuthorizePaymentResponse> {
    let request = AuthorizePaymentRequest {
        reference: reference.into(),
        purchase: Some(Purchase {
            amount: Some(Money::parse("EUR", "10.00")?),
            return_url: Some("https://shop.example/return".into()),
            ..Default::default()
        }),
        payment_method: Some(Card::of(number, 3, 2030).with_cvc("737").into()),
        capture_mode: CaptureMode::Automatic.into(),
        ..Default::default()
    };
    Ok(client.payments().authorize_payment(request).await?)
}

/// A customer's browser: opens the sandbox's page, presses its first button, and says where it is sent back to.
fn browse(page: &str) -> Result<String> {
    let html = ureq::get(page).call()?.body_mut().read_to_string()?;
    let part = |begin: &str| html.split_once(begin)?.1.split('"').next();
    let secret = part("name=\"client_secret\" value=\"").ok_or("no form on the page")?;
    let action = part("action=\"").ok_or("no form on the page")?;
    let form = [("client_secret", secret), ("outcome", "complete")];
    let answer = ureq::post(action)
        .config()
        .max_redirects(0)
        .build()
        .send_form(form)?;
    Ok(answer.headers()["location"].to_str()?.into())
}
