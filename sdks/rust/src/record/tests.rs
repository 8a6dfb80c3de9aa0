//! Every order of what is told of a payment gives the same record.

use super::*;
use crate::contract::{
    Certainty, GetPaymentResponse, Lookup, Money, OperationKind, OperationStatus, PaymentAmounts,
    PaymentRef, PaymentStatus, RefundRef, RefundStatus,
};
use core::time::Duration;
use prost_types::Timestamp;

fn payment(status: PaymentStatus, captured: i64) -> Payment {
    Payment {
        payment_ref: Some(PaymentRef {
            payment_id: "pay_1".into(),
            related_ids: [(format!("id-{captured}"), status.to_string())].into(),
            ..Default::default()
        }),
        status: status.into(),
        amounts: Some(PaymentAmounts {
            captured: Some(Money::of(captured, "EUR")),
            ..Default::default()
        }),
        ..Default::default()
    }
}

fn event(seconds: i64, resource: EventResource) -> Event {
    Event {
        action: EventAction::Apply.into(),
        occurred_at: Some(Timestamp { seconds, nanos: 0 }),
        payment_ref: Some(PaymentRef { payment_id: "pay_1".into(), ..Default::default() }),
        resource: Some(resource),
        ..Default::default()
    }
}

fn refund(reference: &str, refund_id: &str, status: RefundStatus) -> EventResource {
    let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    EventResource::Refund(Refund {
        refund_ref: Some(RefundRef {
            refund_id: refund_id.into(),
            reference: given(reference),
            ..Default::default()
        }),
        status: status.into(),
        ..Default::default()
    })
}

type Step = Box<dyn Fn(Option<PaymentRecord>) -> PaymentRecord>;

fn life() -> Vec<Step> {
    let events = [
        event(20, EventResource::Payment(payment(PaymentStatus::Captured, 1000))),
        event(20, EventResource::Payment(payment(PaymentStatus::Failed, 900))),
        event(30, refund("refund-1", "", RefundStatus::Pending)),
        event(40, refund("refund-1", "re_1", RefundStatus::Succeeded)),
        event(40, refund("", "re_1", RefundStatus::Failed)),
    ];
    let answer = GetPaymentResponse {
        lookup: Some(Lookup::default()),
        payment: Some(Payment {
            operations: vec![Operation {
                kind: OperationKind::Capture.into(),
                operation_id: Some("op_1".into()),
                status: OperationStatus::Succeeded.into(),
                certainty: Certainty::Definitive.into(),
                ..Default::default()
            }],
            ..payment(PaymentStatus::Captured, 1000)
        }),
        ..Default::default()
    };
    let asked_at = SystemTime::UNIX_EPOCH + Duration::from_millis(25_999);
    let mut steps: Vec<Step> = Vec::new();
    for event in events {
        steps.push(Box::new(move |record| apply_event(record, &event)));
    }
    steps.push(Box::new(move |record| apply_answer(record, &answer, asked_at)));
    steps
}

/// Every order of numbers below `count`.
fn orders(count: usize) -> Vec<Vec<usize>> {
    let Some(last) = count.checked_sub(1) else { return vec![Vec::new()] };
    let shorter = orders(last).into_iter();
    shorter
        .flat_map(|order| {
            (0..count).map(move |place| {
                let mut longer = order.clone();
                longer.insert(place, last);
                longer
            })
        })
        .collect()
}

#[test]
fn every_order_gives_the_same() {
    let life = life();
    let told = |order: &[usize]| order.iter().fold(None, |record, step| Some(life[*step](record)));
    let wanted = told(&[0, 1, 2, 3, 4, 5]).unwrap();
    let payment = wanted.payment.as_ref().unwrap();
    assert_eq!(payment.status(), PaymentStatus::Captured);
    assert_eq!(payment.late, Some(true));
    assert_eq!(payment.payment_ref.as_ref().unwrap().related_ids.len(), 2);
    assert_eq!(wanted.operations.len(), 1);
    assert_eq!(wanted.refunds.len(), 1);
    assert_eq!(wanted.refunds[0].status(), RefundStatus::Failed);
    let orders = orders(life.len());
    assert_eq!(orders.len(), 720);
    for order in orders {
        assert_eq!(told(&order).as_ref(), Some(&wanted), "{order:?}");
    }
}

#[test]
fn copies_change_nothing() {
    let life = life();
    let once = life.iter().fold(None, |record, step| Some(step(record)));
    let twice = life.iter().chain(&life).rev().fold(None, |record, step| Some(step(record)));
    assert_eq!(once, twice);
}

#[test]
fn a_record_survives_a_store() {
    let life = life();
    let once = life.iter().fold(None, |record, step| Some(step(record)));
    let kept = life.iter().fold(None, |record, step| {
        let bytes = step(record).encode_to_vec();
        Some(PaymentRecord::decode(&*bytes).unwrap())
    });
    assert_eq!(once, kept);
}

#[test]
fn what_is_not_to_be_applied_changes_nothing() {
    let mut ignored = event(10, EventResource::Payment(payment(PaymentStatus::Failed, 0)));
    ignored.action = EventAction::LookUp.into();
    assert_eq!(apply_event(None, &ignored), PaymentRecord::default());
}

#[test]
fn the_smallest_amount_can_be_compared() {
    let of = |minor_units| {
        let amounts = PaymentAmounts {
            capturable: Some(Money::of(minor_units, "EUR")),
            ..Default::default()
        };
        let payment = Payment { amounts: Some(amounts), ..Default::default() };
        event(1, EventResource::Payment(payment))
    };
    let record = apply_event(None, &of(1));
    let record = apply_event(Some(record), &of(i64::MIN));
    let amounts = record.payment.unwrap().amounts.unwrap();
    assert_eq!(amounts.capturable, Some(Money::of(i64::MIN, "EUR")));
}
