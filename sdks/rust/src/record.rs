//! What a merchant keeps of a payment: events and answers folded into one record, the same in any order.
//!
//! `conformance/README.md` has the rules.

use std::collections::BTreeMap;
use std::time::SystemTime;

use prost::Message;

use crate::contract::event::Resource as EventResource;
use crate::contract::telling::Told;
use crate::contract::{
    Dispute, Event, EventAction, Operation, Payment, PaymentRecord, Refund, Telling,
};
use crate::fold;
use crate::rpc::Answer;
use crate::words::{Path, Shape, Word, Words, push_varint};

/// The record after an event of its payment. An event whose action is not `APPLY` changes nothing.
///
/// Any order of the same events and answers, and any copies among them, give the same record.
#[must_use]
pub fn apply_event(previous: Option<PaymentRecord>, event: &Event) -> PaymentRecord {
    let previous = previous.unwrap_or_default();
    if event.action() != EventAction::Apply {
        return previous;
    }
    let at = Some(event.occurred_at.map_or(0, |at| at.seconds));
    let handle = event.payment_ref.as_ref().map(|payment_ref| Payment {
        payment_ref: Some(payment_ref.clone()),
        ..Payment::default()
    });
    let mut tellings = tellings_of_payment(at, handle.as_ref());
    tellings.extend(event.operation.clone().map(|one| telling(at, Told::Operation(one))));
    match &event.resource {
        Some(EventResource::Payment(payment)) => {
            tellings.extend(tellings_of_payment(at, Some(payment)));
        }
        Some(EventResource::Refund(refund)) => {
            tellings.push(telling(at, Told::Refund(refund.clone())));
        }
        Some(EventResource::Dispute(dispute)) => {
            tellings.push(telling(at, Told::Dispute(dispute.clone())));
        }
        _ => {}
    }
    with(previous, tellings)
}

/// The record after an rpc's answer.
///
/// A look-up tells what was so at `asked_at`, when it was asked for. Any other answer may be one that was given before,
/// to the same key: it counts until something with a time is told.
#[must_use]
pub fn apply_answer(
    previous: Option<PaymentRecord>,
    answer: &impl Answer,
    asked_at: SystemTime,
) -> PaymentRecord {
    let at = answer.lookup().map(|_| prost_types::Timestamp::from(asked_at).seconds);
    let mut tellings = tellings_of_payment(at, answer.payment());
    tellings.extend(answer.operation().cloned().map(|one| telling(at, Told::Operation(one))));
    tellings.extend(answer.refund().cloned().map(|one| telling(at, Told::Refund(one))));
    tellings.extend(answer.dispute().cloned().map(|one| telling(at, Told::Dispute(one))));
    with(previous.unwrap_or_default(), tellings)
}

const fn telling(at: Option<i64>, told: Told) -> Telling {
    Telling { at, told: Some(told) }
}

/// A payment's operations are told by themselves.
fn tellings_of_payment(at: Option<i64>, payment: Option<&Payment>) -> Vec<Telling> {
    let Some(payment) = payment else { return Vec::new() };
    let mut payment = payment.clone();
    let operations = core::mem::take(&mut payment.operations);
    let operations = operations.into_iter().map(Told::Operation);
    let all = core::iter::once(Told::Payment(payment)).chain(operations);
    all.map(|told| telling(at, told)).collect()
}

fn with(previous: PaymentRecord, more: Vec<Telling>) -> PaymentRecord {
    let all = previous.tellings.into_iter().chain(more);
    let once: BTreeMap<Vec<u8>, Telling> = all.map(|one| (one.encode_to_vec(), one)).collect();
    read_out(once.into_values().collect())
}

/// What stands after all that was told.
fn read_out(tellings: Vec<Telling>) -> PaymentRecord {
    let (mut payments, mut operations, mut refunds, mut disputes) =
        (Kind::default(), Kind::default(), Kind::default(), Kind::default());
    for Telling { at, told } in &tellings {
        match told {
            Some(Told::Payment(payment)) => payments.tell(*at, payment),
            Some(Told::Operation(operation)) => operations.tell(*at, operation),
            Some(Told::Refund(refund)) => refunds.tell(*at, refund),
            Some(Told::Dispute(dispute)) => disputes.tell(*at, dispute),
            None => {}
        }
    }
    PaymentRecord {
        payment: payments.0.iter().find(|known| known.is_told()).map(Known::value),
        operations: operations.values(),
        refunds: refunds.values(),
        disputes: disputes.values(),
        tellings,
    }
}

trait Resource: Message + Default {
    const SHAPE: Shape;
    /// Two that share a name are the same thing.
    fn names(&self) -> Vec<String>;
}

fn given(text: Option<&str>) -> Option<&str> {
    text.filter(|text| !text.is_empty())
}

impl Resource for Payment {
    const SHAPE: Shape = fold::PAYMENT;
    fn names(&self) -> Vec<String> {
        vec!["the payment".to_owned()]
    }
}

impl Resource for Operation {
    const SHAPE: Shape = fold::OPERATION;
    fn names(&self) -> Vec<String> {
        let Self { kind, .. } = self;
        let id = given(self.operation_id.as_deref()).map(|id| format!("id {id}"));
        let reference = given(self.reference.as_deref());
        let reference = reference.map(|reference| format!("kind {kind} {reference}"));
        let names: Vec<_> = id.into_iter().chain(reference).collect();
        if names.is_empty() { vec![format!("kind {kind}")] } else { names }
    }
}

impl Resource for Refund {
    const SHAPE: Shape = fold::REFUND;
    fn names(&self) -> Vec<String> {
        let Some(handle) = &self.refund_ref else { return Vec::new() };
        let id = given(Some(&handle.refund_id)).map(|id| format!("id {id}"));
        let reference = given(handle.reference.as_deref());
        let reference = reference.map(|reference| format!("reference {reference}"));
        id.into_iter().chain(reference).collect()
    }
}

impl Resource for Dispute {
    const SHAPE: Shape = fold::DISPUTE;
    fn names(&self) -> Vec<String> {
        let id = self.dispute_ref.as_ref().and_then(|handle| given(Some(&handle.dispute_id)));
        id.map(|id| format!("id {id}")).into_iter().collect()
    }
}

/// All that is known of the resources of one kind.
struct Kind<R>(Vec<Known<R>>);

impl<R> Default for Kind<R> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<R: Resource> Kind<R> {
    fn tell(&mut self, at: Option<i64>, resource: &R) {
        let mut known = Known::of(at, resource);
        let is_same = |one: &mut Known<R>| one.names.iter().any(|name| known.names.contains(name));
        let same: Vec<_> = self.0.extract_if(.., is_same).collect();
        for one in same {
            known.join(one);
        }
        self.0.push(known);
    }

    fn values(mut self) -> Vec<R> {
        // The other languages compare texts by their UTF-16.
        self.0.sort_by_cached_key(|known| {
            let mut names: Vec<Vec<u16>> =
                known.names.iter().map(|name| name.encode_utf16().collect()).collect();
            names.sort_unstable();
            names.join(&u16::from(b','))
        });
        self.0.iter().map(Known::value).collect()
    }
}

/// All that is known of one resource.
struct Known<R> {
    names: Vec<String>,
    /// Words with a time, and those without.
    told: Timed,
    answered: Timed,
    /// When each status was told first.
    first: BTreeMap<i32, i64>,
    resource: core::marker::PhantomData<R>,
}

type Timed = BTreeMap<Path, (i64, Word)>;

impl<R: Resource> Known<R> {
    fn of(at: Option<i64>, resource: &R) -> Self {
        let bytes = resource.encode_to_vec();
        let words: Words = R::SHAPE.words(&bytes);
        let second = at.unwrap_or(0);
        let words = words.into_iter().map(|(path, word)| (path, (second, word))).collect();
        let (told, answered) = match at {
            Some(_) => (words, Timed::new()),
            None => (Timed::new(), words),
        };
        let status = R::SHAPE.status_of(&bytes);
        Self {
            names: resource.names(),
            told,
            answered,
            first: (status != 0).then_some((status, second)).into_iter().collect(),
            resource: core::marker::PhantomData,
        }
    }

    fn join(&mut self, other: Self) {
        for name in other.names {
            if !self.names.contains(&name) {
                self.names.push(name);
            }
        }
        join_words(&mut self.told, other.told);
        join_words(&mut self.answered, other.answered);
        for (status, at) in other.first {
            let first = self.first.entry(status).or_insert(at);
            *first = at.min(*first);
        }
    }

    fn is_told(&self) -> bool {
        !self.told.is_empty() || !self.answered.is_empty()
    }

    /// What is told has a time and wins, unless what was answered is what usually follows.
    fn value(&self) -> R {
        let shape = R::SHAPE;
        let status = |words: &Timed| {
            words.get(&Path::Standing).map_or(0, |(_, word)| shape.status_of(&word.bytes))
        };
        let (said, heard) = (status(&self.told), status(&self.answered));
        let row = shape.transitions.iter().find(|(status, _)| *status == said);
        let is_usual = row.is_some_and(|(_, usual)| usual.contains(&heard));
        let (below, above) =
            if is_usual { (&self.told, &self.answered) } else { (&self.answered, &self.told) };
        let mut words: BTreeMap<&Path, &(i64, Word)> = below.iter().collect();
        words.extend(above);
        let mut bytes: Vec<u8> =
            words.values().flat_map(|(_, word)| word.bytes.iter().copied()).collect();
        if let Some((at, word)) = words.get(&Path::Standing)
            && shape.late != 0
            && self.is_late(*at, shape.status_of(&word.bytes))
        {
            push_varint(&mut bytes, u64::from(shape.late) << 3);
            push_varint(&mut bytes, 1);
        }
        // These bytes are parts of messages that were read or made here.
        R::decode(&*bytes).unwrap_or_default()
    }

    /// Whether something that looked final had been said before.
    fn is_late(&self, since: i64, status: i32) -> bool {
        let shape = R::SHAPE;
        let stands = shape.row(status);
        shape.transitions.iter().enumerate().any(|(row, (known, usual))| {
            let Some(first) = self.first.get(known) else { return false };
            let looked_final = usual.is_empty() && *known != status;
            let is_before =
                *first < since || (*first == since && stands.is_some_and(|at| row < at));
            looked_final && is_before
        })
    }
}

fn join_words(ones: &mut Timed, others: Timed) {
    for (path, other) in others {
        match ones.get(&path) {
            Some(one) if !is_later(&other, one) => {}
            _ => drop(ones.insert(path, other)),
        }
    }
}

fn is_later((at, word): &(i64, Word), (other_at, other): &(i64, Word)) -> bool {
    at.cmp(other_at).then_with(|| word.against(other)).is_gt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::{
        Certainty, GetPaymentResponse, Lookup, Money, OperationKind, OperationStatus,
        PaymentAmounts, PaymentRef, PaymentStatus, RefundRef, RefundStatus,
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
        let told =
            |order: &[usize]| order.iter().fold(None, |record, step| Some(life[*step](record)));
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
}
