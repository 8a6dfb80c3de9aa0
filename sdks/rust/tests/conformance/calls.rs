//! The contract's calls by their names.

use std::time::{Duration, SystemTime};

// Nearly all of them are called.
#[allow(clippy::wildcard_imports)]
use connector_service::contract::*;
use connector_service::{Call, Client, Error, Request, apply_answer as fold};
use prost::Message as _;
use serde_json::Value;

pub struct Called {
    /// The request, printed.
    pub request: String,
    pub result: Result<Answered, Error>,
}
pub struct Answered {
    pub bytes: Vec<u8>,
    pub printed: String,
}

async fn made<R: Request>(request: R, call: Call<R>, options: &Value) -> Called {
    let mut call = call;
    if let Some(deadline) = options["deadlineMs"].as_u64() {
        call = call.deadline(Duration::from_millis(deadline));
    }
    if let Some(retries) = options["retries"].as_u64() {
        call = call.retries(u32::try_from(retries).unwrap());
    }
    if let Some(key) = options["idempotencyKey"].as_str() {
        call = call.idempotency_key(key);
    }
    for (name, value) in options["metadata"].as_object().into_iter().flatten() {
        call = call.metadata(name, value.as_str().unwrap_or_default());
    }
    let request = format!("{} {}", super::printed(&request), super::printed(&call));
    let result = call
        .await
        .map(|answer| Answered { bytes: answer.encode_to_vec(), printed: super::printed(&answer) });
    Called { request, result }
}

macro_rules! calls {
    ($($group:ident { $($method:ident $request:ident),* $(,)? })*) => {
        pub async fn call(client: &Client, rpc: &str, bytes: &[u8], options: &Value) -> Called {
            $($(if rpc == $request::RPC.name {
                let request = $request::decode(bytes).unwrap();
                return made(request.clone(), client.$group().$method(request), options).await;
            })*)*
            panic!("this library has no call {rpc}")
        }

        pub fn apply_answer(
            record: Option<PaymentRecord>,
            rpc: &str,
            bytes: &[u8],
            asked_at: SystemTime,
        ) -> PaymentRecord {
            $($(if rpc == $request::RPC.name {
                let answer = <$request as Request>::Answer::decode(bytes).unwrap();
                return fold(record, &answer, asked_at);
            })*)*
            panic!("this library has no call {rpc}")
        }
    };
}

calls! {
    payments {
        authorize_payment AuthorizePaymentRequest,
        resume_payment ResumePaymentRequest,
        capture_payment CapturePaymentRequest,
        void_payment VoidPaymentRequest,
        adjust_payment AdjustPaymentRequest,
        reverse_payment ReversePaymentRequest,
        get_payment GetPaymentRequest,
    }
    refunds {
        create_refund CreateRefundRequest,
        get_refund GetRefundRequest,
    }
    mandates {
        setup_mandate SetupMandateRequest,
        get_mandate GetMandateRequest,
        revoke_mandate RevokeMandateRequest,
    }
    disputes {
        get_dispute GetDisputeRequest,
        list_disputes ListDisputesRequest,
        accept_dispute AcceptDisputeRequest,
        submit_evidence SubmitEvidenceRequest,
    }
    payment_methods {
        tokenize_payment_method TokenizePaymentMethodRequest,
        delete_payment_method DeletePaymentMethodRequest,
    }
    customers {
        create_customer CreateCustomerRequest,
        delete_customer DeleteCustomerRequest,
    }
    sessions {
        create_client_session CreateClientSessionRequest,
    }
    webhooks {
        parse_webhook ParseWebhookRequest,
    }
    connectors {
        list_connectors ListConnectorsRequest,
        get_connector GetConnectorRequest,
    }
}
