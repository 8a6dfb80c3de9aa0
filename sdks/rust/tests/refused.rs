//! What HTTP/2 says of a request that nobody looked at, byte by byte: it was not sent, and goes again. Of any other end
//! nobody knows.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use connector_service::contract::AuthorizePaymentRequest;
use connector_service::{Account, Client, Error};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
const SETTINGS: u8 = 4;
const END_STREAM: u8 = 1;

/// <https://www.rfc-editor.org/rfc/rfc9113#section-4.1>
fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    let mut bytes = length[1..].to_vec();
    bytes.extend([kind, flags]);
    bytes.extend(stream.to_be_bytes());
    bytes.extend(payload);
    bytes
}

fn reset(stream: u32, reason: u32) -> Vec<u8> {
    frame(3, 0, stream, &reason.to_be_bytes())
}

fn go_away(last_stream: u32, reason: u32) -> Vec<u8> {
    let mut payload = last_stream.to_be_bytes().to_vec();
    payload.extend(reason.to_be_bytes());
    frame(7, 0, 0, &payload)
}

/// Sends what it says for every whole request, by its stream, and counts them.
type Reply = fn(u32) -> Vec<u8>;

async fn served(
    mut socket: TcpStream,
    reply: Reply,
    seen: Arc<AtomicUsize>,
) -> std::io::Result<()> {
    let mut preface = vec![0; PREFACE.len()];
    socket.read_exact(&mut preface).await?;
    socket.write_all(&frame(SETTINGS, 0, 0, &[])).await?;
    loop {
        let mut head = [0; 9];
        socket.read_exact(&mut head).await?;
        let length = u32::from_be_bytes([0, head[0], head[1], head[2]]);
        let mut payload = vec![0; length as usize];
        socket.read_exact(&mut payload).await?;
        let stream = u32::from_be_bytes([head[5], head[6], head[7], head[8]]);
        if stream != 0 && head[4] & END_STREAM != 0 && head[3] < 2 {
            seen.fetch_add(1, Ordering::SeqCst);
            let bytes = reply(stream);
            socket.write_all(&bytes).await?;
            if bytes.is_empty() || bytes[3] == 7 {
                return socket.shutdown().await;
            }
        }
    }
}

/// How a payment without a key ends, and how many whole requests came.
async fn paid(reply: Reply) -> (Error, usize) {
    let seen = Arc::new(AtomicUsize::new(0));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let count = Arc::clone(&seen);
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            tokio::spawn(served(socket, reply, Arc::clone(&count)));
        }
    });
    let client = Client::new(endpoint, Account::named("stripe")).unwrap();
    let request = AuthorizePaymentRequest { reference: "order-1".into(), ..Default::default() };
    let error = client.payments().authorize_payment(request).await.unwrap_err();
    (error, seen.load(Ordering::SeqCst))
}

#[tokio::test]
async fn a_refused_stream_was_not_sent() {
    let (error, seen) = paid(|stream| reset(stream, 7)).await;
    assert!(matches!(error, Error::NotSent(_)), "{error:?}");
    assert_eq!(seen, 3, "it went again");
}

#[tokio::test]
async fn a_stream_beyond_the_last_one_was_not_sent() {
    for reply in [|_| go_away(0, 0), (|_| go_away(0, 11)) as Reply] {
        let (error, seen) = paid(reply).await;
        assert!(matches!(error, Error::NotSent(_)), "{error:?}");
        assert_eq!(seen, 3, "it went again");
    }
}

#[tokio::test]
async fn of_any_other_end_nobody_knows() {
    let replies: [Reply; 7] = [
        // NO_ERROR, INTERNAL_ERROR, CANCEL, a GOAWAY that has this stream in it, for whatever reason, and a connection that ends.
        |stream| reset(stream, 0),
        |stream| reset(stream, 2),
        |stream| reset(stream, 8),
        |stream| go_away(stream, 0),
        |stream| go_away(stream, 2),
        |stream| go_away(stream, 11),
        |_| Vec::new(),
    ];
    for reply in replies {
        let (error, seen) = paid(reply).await;
        assert!(matches!(error, Error::OutcomeUnknown(_)), "{error:?}");
        assert_eq!(seen, 1, "it went once");
    }
}
