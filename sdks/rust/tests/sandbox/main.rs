//! Real payments against the sandbox.

mod client;
mod payments;
mod shop;
mod webhooks;
