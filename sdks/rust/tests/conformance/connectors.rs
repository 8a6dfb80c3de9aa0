//! Connectors by their ids, made with the generated constructors.

use connector_service::{Account, Adyen, Stripe};
use serde_json::Value;

pub fn account(id: &str, credentials: &Value) -> Account {
    let text = |name: &str| credentials[name].as_str().unwrap_or_default();
    let many = |name: &str| {
        let values = credentials[name].as_array().cloned().unwrap_or_default();
        values.iter().filter_map(|value| value.as_str().map(String::from)).collect::<Vec<_>>()
    };
    match id {
        "stripe" => {
            let mut stripe = Stripe::new(text("apiKey"));
            if credentials.get("publishableKey").is_some() {
                stripe = stripe.publishable_key(text("publishableKey"));
            }
            if credentials.get("webhookSecrets").is_some() {
                stripe = stripe.webhook_secrets(many("webhookSecrets"));
            }
            stripe.into()
        }
        "adyen" => {
            let mut adyen = Adyen::new(text("apiKey"), text("merchantAccount"));
            if credentials.get("webhookHmacKeys").is_some() {
                adyen = adyen.webhook_hmac_keys(many("webhookHmacKeys"));
            }
            adyen.into()
        }
        _ => panic!("the vectors have a connector {id} that this test does not know"),
    }
}
