//! Payments from their beginning to their end.

use connector_service::contract::lookup::Outcome;
use connector_service::contract::next_action::Action;
use connector_service::contract::resume_payment_request::Returned;
use connector_service::contract::{
    AcceptDisputeRequest, Actor, CaptureMode, CapturePaymentRequest, Certainty,
    CreateRefundRequest, DisputeRef, DisputeStatus, FailureCode, GetDisputeRequest,
    GetPaymentRequest, GetRefundRequest, Money, OperationStatus, Payment, PaymentRef,
    PaymentStatus, RefundStatus, ResumePaymentRequest, VoidPaymentRequest,
};
use connector_service::{Client, apply_answer};
use serde_json::json;
use std::time::SystemTime;

use crate::shop::{browse, client, control, order, pay, reference};

fn handle(payment: Option<Payment>) -> PaymentRef {
    payment.unwrap().payment_ref.unwrap()
}

fn euros(decimal: &str) -> Money {
    Money::parse("EUR", decimal).unwrap()
}

async fn found(client: &Client, payment: &PaymentRef) -> Payment {
    let request = GetPaymentRequest { target: Some(payment.clone().into()), ..Default::default() };
    let answer = client.payments().get_payment(request).await.unwrap();
    let lookup = answer.lookup.unwrap();
    assert_eq!(lookup.outcome(), Outcome::Found);
    assert_eq!(lookup.certainty(), Certainty::Definitive);
    answer.payment.unwrap()
}

#[tokio::test]
async fn authorize_capture_refund() {
    let client = client("stripe");
    let held = order("4242424242424242", CaptureMode::Manual);
    let held = client.payments().authorize_payment(held).await.unwrap();
    assert_eq!(held.payment.as_ref().unwrap().status(), PaymentStatus::Authorized);
    let mut record = Some(apply_answer(None, &held, SystemTime::now()));
    let payment = handle(held.payment);

    let captured = client
        .payments()
        .capture_payment(CapturePaymentRequest {
            reference: reference("capture"),
            payment: Some(payment.clone()),
            amount: Some(euros("6.00")),
            final_capture: Some(true),
            ..Default::default()
        })
        .await
        .unwrap();
    assert_eq!(captured.operation.as_ref().unwrap().status(), OperationStatus::Succeeded);
    record = Some(apply_answer(record, &captured, SystemTime::now()));

    let refunded = client
        .refunds()
        .create_refund(CreateRefundRequest {
            reference: reference("refund"),
            payment: Some(payment.clone()),
            amount: Some(euros("2.50")),
            ..Default::default()
        })
        .await
        .unwrap();
    let refund = refunded.refund.clone().unwrap();
    assert_eq!(refund.status(), RefundStatus::Succeeded);
    assert_eq!(refund.amount, Some(euros("2.50")));
    record = Some(apply_answer(record, &refunded, SystemTime::now()));

    let amounts = found(&client, &payment).await.amounts.unwrap();
    assert_eq!(amounts.captured, Some(euros("6.00")));
    let request = GetRefundRequest {
        target: refund.refund_ref.clone().map(Into::into),
        ..Default::default()
    };
    let found = client.refunds().get_refund(request).await.unwrap();
    assert_eq!(found.refund.unwrap().amount, Some(euros("2.50")));

    let record = record.unwrap();
    assert_eq!(record.payment.unwrap().status(), PaymentStatus::Captured);
    assert_eq!(record.refunds, [refund]);
    assert_eq!(record.operations.len(), 3);
}

#[tokio::test]
async fn a_hold_is_given_up() {
    let client = client("stripe");
    let held = order("4242424242424242", CaptureMode::Manual);
    let held = client.payments().authorize_payment(held).await.unwrap();
    let payment = handle(held.payment);
    let voided = client
        .payments()
        .void_payment(VoidPaymentRequest {
            reference: reference("void"),
            payment: Some(payment.clone()),
            ..Default::default()
        })
        .await
        .unwrap();
    assert_eq!(voided.operation.unwrap().status(), OperationStatus::Succeeded);
    assert_eq!(found(&client, &payment).await.status(), PaymentStatus::Voided);
}

#[tokio::test]
async fn a_decline_is_an_answer() {
    let declined = pay(&client("stripe"), "4000000000009995").await.unwrap();
    let operation = declined.operation.unwrap();
    assert_eq!(operation.status(), OperationStatus::Failed);
    let failure = operation.failure.unwrap();
    assert_eq!(failure.code(), FailureCode::InsufficientFunds);
    assert_eq!(failure.actor(), Actor::Issuer);
}

#[tokio::test]
async fn three_d_secure() {
    for (outcome, status) in
        [("complete", PaymentStatus::Captured), ("fail", PaymentStatus::Failed)]
    {
        let client = client("stripe");
        let asked = pay(&client, "4000002760003184").await.unwrap();
        assert_eq!(asked.payment.unwrap().status(), PaymentStatus::ActionRequired);
        let Some(Action::Redirect(redirect)) = asked.next_action.unwrap().action else {
            panic!("the customer goes nowhere")
        };
        let request = ResumePaymentRequest {
            state: asked.state,
            returned: Some(Returned::Url(browse(&redirect.url, outcome))),
            ..Default::default()
        };
        let resumed = client.payments().resume_payment(request).await.unwrap();
        assert_eq!(resumed.payment.unwrap().status(), status, "{outcome}");
    }
}

#[tokio::test]
async fn a_dispute_is_looked_up_and_accepted() {
    let client = client("stripe");
    let paid = pay(&client, "4242424242424242").await.unwrap();
    let payment = handle(paid.payment);
    let opened = control("stripe/commands/openDispute", &json!({ "payment": payment.payment_id }));
    let dispute = Some(DisputeRef {
        dispute_id: opened["touched"]["dispute"].as_str().unwrap().to_owned(),
        payment: Some(payment),
    });
    let request = GetDisputeRequest { dispute: dispute.clone(), ..Default::default() };
    let found = client.disputes().get_dispute(request).await.unwrap().dispute.unwrap();
    assert_eq!(found.status(), DisputeStatus::NeedsResponse);
    assert_eq!(found.amount, Some(euros("10.00")));
    let request = AcceptDisputeRequest { dispute, ..Default::default() };
    let accepted = client.disputes().accept_dispute(request).await.unwrap();
    assert_eq!(accepted.operation.unwrap().status(), OperationStatus::Succeeded);
}

#[tokio::test]
async fn switching_the_processor() {
    for (account, test_card) in [
        ("stripe", "4242424242424242"),
        ("adyen", "4111111111111111"),
        ("checkout", "4242424242424242"),
    ] {
        let client = client(account);
        let paid = pay(&client, test_card).await.unwrap();
        let operation = paid.operation.unwrap();
        assert_ne!(operation.status(), OperationStatus::Failed, "{account}: {operation:?}");
        assert_eq!(operation.certainty(), Certainty::Definitive, "{account}");
        assert!(!handle(paid.payment).payment_id.is_empty(), "{account}");
    }
}

#[tokio::test]
async fn a_key_makes_a_repeat_the_same_payment() {
    let client = client("stripe");
    let request = order("4242424242424242", CaptureMode::Automatic);
    let mut payments = Vec::new();
    for _ in 0..2 {
        let call = client.payments().authorize_payment(request.clone());
        let answer = call.idempotency_key(request.reference.clone()).await.unwrap();
        payments.push(handle(answer.payment).payment_id);
    }
    assert_eq!(payments[0], payments[1]);
}
