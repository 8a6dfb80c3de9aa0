//! What the library knows of each call: its name, what a repeat of it may do, and where its words are.

use core::fmt::Debug;

use crate::contract::{Dispute, Lookup, Money, Operation, Payment, Refund};

/// One of the contract's calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rpc {
    /// As `payments.v1.PaymentService/AuthorizePayment`.
    pub name: &'static str,
    /// The contract's `idempotency_level`.
    pub effects: Effects,
}

/// What a call does, and so whether it may be sent again where nobody knows what became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effects {
    /// It only reads.
    None,
    /// Twice is the same as once.
    Idempotent,
    /// Twice may be twice.
    Some,
}

impl Rpc {
    pub(crate) const fn of(name: &'static str, effects: Effects) -> Self {
        Self { name, effects }
    }
}

/// A request of the contract. Implemented by its messages alone.
pub trait Request: prost::Message + Clone + Debug + Default + 'static {
    /// What it is answered with.
    type Answer: Answer;
    /// Which call it is.
    const RPC: Rpc;

    /// The merchant's reference, where the message has one.
    fn reference(&self) -> Option<&str> {
        None
    }
    /// The idempotency key, where the message has one and says it.
    fn idempotency_key(&self) -> Option<&str> {
        None
    }
    /// Says the key, where the message has a field for it.
    fn set_idempotency_key(&mut self, _key: &str) {}
    /// The amount, where the message has one.
    fn amount(&self) -> Option<&Money> {
        None
    }
}

/// An answer of the contract. Implemented by its messages alone.
pub trait Answer: prost::Message + Clone + Debug + Default + 'static {
    /// Of a look-up: what it came to.
    fn lookup(&self) -> Option<&Lookup> {
        None
    }
    /// The operation that was asked for.
    fn operation(&self) -> Option<&Operation> {
        None
    }
    /// The payment.
    fn payment(&self) -> Option<&Payment> {
        None
    }
    /// The refund.
    fn refund(&self) -> Option<&Refund> {
        None
    }
    /// The dispute.
    fn dispute(&self) -> Option<&Dispute> {
        None
    }
}
