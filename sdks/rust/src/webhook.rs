//! Deliveries of webhooks as they came.

use crate::contract::{ParseWebhookRequest, WebhookHeader};

impl ParseWebhookRequest {
    /// A delivery: the URL as the processor called it, with its query; all headers; the body's bytes, untouched.
    #[must_use]
    pub fn delivered<N: Into<String>, V: Into<String>>(
        url: impl Into<String>,
        headers: impl IntoIterator<Item = (N, V)>,
        body: impl Into<Vec<u8>>,
    ) -> Self {
        let headers = headers.into_iter();
        Self {
            body: body.into(),
            headers: headers
                .map(|(name, value)| WebhookHeader { name: name.into(), value: value.into() })
                .collect(),
            url: url.into(),
            ..Self::default()
        }
    }
}
