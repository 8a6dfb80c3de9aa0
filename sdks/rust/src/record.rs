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
mod tests;
