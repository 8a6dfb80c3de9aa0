//! Webhooks from raw bytes.

use connector_service::contract::event::Resource;
use connector_service::contract::{
    EventAction, ParseWebhookRequest, PaymentStatus, Verification, VerificationFailure,
};
use connector_service::{apply_event, contract::Event};

use crate::shop::{Listener, WEBHOOK_SECRET, client, pay};

fn is_capture(event: &Event, payment_id: &str) -> bool {
    let is_ours = event.payment_ref.as_ref().is_some_and(|one| one.payment_id == payment_id);
    let captured = |resource: &Resource| matches!(resource, Resource::Payment(payment) if payment.status() == PaymentStatus::Captured);
    is_ours && event.resource.as_ref().is_some_and(captured)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_delivery_is_verified_and_a_forged_one_is_refused() {
    let client = client("stripe");
    let listener = Listener::of("stripe", WEBHOOK_SECRET);
    let paid = pay(&client, "4242424242424242").await.unwrap();
    let payment_id = paid.payment.unwrap().payment_ref.unwrap().payment_id;

    for delivery in listener.deliveries() {
        let headers = delivery.headers.clone();
        let request = ParseWebhookRequest::delivered(&delivery.url, headers, delivery.body.clone());
        let told = client.webhooks().parse_webhook(request).await.unwrap();
        let Some(event) = told.events.iter().find(|event| is_capture(event, &payment_id)) else {
            continue;
        };
        assert_eq!(event.verification(), Verification::Verified);
        assert_eq!(event.action(), EventAction::Apply);
        assert_eq!(told.acknowledgement.unwrap().status, 200);
        let record = apply_event(None, event);
        assert_eq!(record.payment.as_ref().unwrap().status(), PaymentStatus::Captured);
        assert_eq!(apply_event(Some(record.clone()), event), record);

        let forged = String::from_utf8(delivery.body).unwrap().replace("1000", "1001");
        let request = ParseWebhookRequest::delivered(delivery.url, delivery.headers, forged);
        let told = client.webhooks().parse_webhook(request).await.unwrap();
        let event = &told.events[0];
        assert_eq!(event.verification(), Verification::Failed);
        assert_eq!(event.verification_failure(), VerificationFailure::SignatureMismatch);
        assert_eq!(event.resource, None);
        assert_eq!(told.acknowledgement, None);
        return;
    }
    panic!("no delivery tells of the capture");
}
