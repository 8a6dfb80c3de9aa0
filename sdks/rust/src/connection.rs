//! One HTTP/2 connection, kept while it is good, and what is certain of a request when it ends.
//!
//! tonic frames messages; the connection is held here, so that it is known whether a request can have left. A
//! connection counts as made when the server's first bytes are there: until then nothing is sent on it.

use core::pin::Pin;
use core::task::{Context, Poll};
use core::time::Duration;
use std::error::Error as _;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use http::Uri;
use hyper::body::Incoming;
use hyper::client::conn::http2::{Builder, SendRequest};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpStream, lookup_host};
use tokio::sync::{Mutex, oneshot};
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::ClientConfig;
use tokio_rustls::rustls::pki_types::ServerName;
use tonic::body::Body;

/// Where the service is.
pub(crate) struct Endpoint {
    pub(crate) origin: Uri,
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) tls: Option<(Arc<ClientConfig>, ServerName<'static>)>,
}

pub(crate) struct Connection {
    endpoint: Endpoint,
    state: Mutex<State>,
}

enum State {
    Open(Option<SendRequest<Body>>),
    Closed,
}

/// Why there is no connection, and so nothing was sent.
pub(crate) struct NotMade(pub(crate) String);

/// How a request ended that has no answer of gRPC's.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Broken {
    #[error("the connection broke")]
    Lost,
    #[error("the connection had ended before the request went")]
    NotTaken,
    #[error("the other end refused the request before it did anything with it")]
    Refused,
    #[error("an answer in an encoding that was not asked for")]
    Unreadable,
    #[error("an answer with HTTP status {status} that is not gRPC's")]
    NotGrpc { status: u16, retry_after: Option<Vec<u8>> },
}

/// A call that takes longer asks whether the other end is still there.
const ARE_YOU_THERE: Duration = Duration::from_secs(20);
const NOT_THERE: Duration = Duration::from_secs(10);

/// A name often has an address of IPv6 that leads nowhere: then the next one is tried, well within a usual deadline.
const NEXT_ADDRESS: Duration = Duration::from_secs(3);

impl Connection {
    pub(crate) fn new(endpoint: Endpoint) -> Self {
        Self { endpoint, state: Mutex::new(State::Open(None)) }
    }

    pub(crate) fn origin(&self) -> &Uri {
        &self.endpoint.origin
    }

    /// The connection that is open, or else a new one.
    pub(crate) async fn sender(&self) -> Result<Sender, NotMade> {
        let mut state = self.state.lock().await;
        match &*state {
            State::Closed => return Err(NotMade("the client is closed".to_owned())),
            State::Open(Some(sender)) if !sender.is_closed() => return Ok(Sender(sender.clone())),
            State::Open(_) => {}
        }
        let sender = self.endpoint.connect().await?;
        *state = State::Open(Some(sender.clone()));
        Ok(Sender(sender))
    }

    pub(crate) async fn close(&self) {
        *self.state.lock().await = State::Closed;
    }
}

/// The first address that takes a connection; one that says nothing is waited for only so long while others are left.
async fn reached(addresses: &[SocketAddr], patience: Duration) -> io::Result<TcpStream> {
    let Some((last, others)) = addresses.split_last() else {
        return Err(io::Error::new(io::ErrorKind::NotFound, "the name has no address"));
    };
    for address in others {
        if let Ok(Ok(stream)) = timeout(patience, TcpStream::connect(address)).await {
            return Ok(stream);
        }
    }
    TcpStream::connect(last).await
}

impl Endpoint {
    async fn connect(&self) -> Result<SendRequest<Body>, NotMade> {
        let Self { origin, host, port, tls } = self;
        let not_made = |error: io::Error| NotMade(format!("no connection to {origin}: {error}"));
        let addresses = lookup_host((host.as_str(), *port)).await.map_err(not_made)?;
        let addresses: Vec<_> = addresses.collect();
        let tcp = reached(&addresses, NEXT_ADDRESS).await.map_err(not_made)?;
        tcp.set_nodelay(true).map_err(not_made)?;
        let Some((config, name)) = tls else {
            return self.speak(Box::new(tcp)).await;
        };
        let connector = TlsConnector::from(Arc::clone(config));
        let stream = connector.connect(name.clone(), tcp).await.map_err(not_made)?;
        if stream.get_ref().1.alpn_protocol() != Some(b"h2") {
            return Err(NotMade(format!("{origin} does not speak HTTP/2")));
        }
        self.speak(Box::new(stream)).await
    }

    async fn speak(&self, io: Box<dyn Io>) -> Result<SendRequest<Body>, NotMade> {
        let not_made = || NotMade(format!("{} closed before it said anything", self.origin));
        let (first, heard) = oneshot::channel();
        let (sender, connection) = Builder::new(TokioExecutor::new())
            .timer(TokioTimer::new())
            .keep_alive_interval(ARE_YOU_THERE)
            .keep_alive_timeout(NOT_THERE)
            .handshake(TokioIo::new(Watched { io, first: Some(first) }))
            .await
            .map_err(|_| not_made())?;
        // Its end is told to every request on it.
        tokio::spawn(connection);
        heard.await.map_err(|_| not_made())?;
        Ok(sender)
    }
}

trait Io: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Io for T {}

/// Tells when the first bytes came.
struct Watched {
    io: Box<dyn Io>,
    first: Option<oneshot::Sender<()>>,
}

impl AsyncRead for Watched {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let result = Pin::new(&mut self.io).poll_read(context, buffer);
        if buffer.filled().len() > before
            && let Some(first) = self.first.take()
        {
            // Nobody waits where the call was given up.
            let _ = first.send(());
        }
        result
    }
}

impl AsyncWrite for Watched {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.io).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_shutdown(context)
    }
}

/// Sends on one connection, each request once.
pub(crate) struct Sender(SendRequest<Body>);

impl tower_service::Service<http::Request<Body>> for Sender {
    type Response = http::Response<Incoming>;
    type Error = Broken;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Broken>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Broken>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let answer = self.0.try_send_request(request);
        Box::pin(async move {
            match answer.await {
                Ok(response) => grpc(response),
                // hyper hands a request back that it did not begin to send.
                Err(mut error) => Err(match error.take_message() {
                    Some(_) => Broken::NotTaken,
                    None if is_refused(error.error()) => Broken::Refused,
                    None => Broken::Lost,
                }),
            }
        })
    }
}

/// Whether HTTP/2 says that nothing was done with the request: its stream was refused, or is beyond the last one that
/// the other end's GOAWAY promises to look at: <https://www.rfc-editor.org/rfc/rfc9113#section-8.7>
fn is_refused(error: &hyper::Error) -> bool {
    let told = error.source().and_then(|source| source.downcast_ref::<h2::Error>());
    told.is_some_and(|told| {
        let is_reset = told.is_reset() && told.reason() == Some(h2::Reason::REFUSED_STREAM);
        told.is_remote() && (is_reset || told.is_go_away())
    })
}

fn grpc(response: http::Response<Incoming>) -> Result<http::Response<Incoming>, Broken> {
    match broken(response.status().as_u16(), response.headers()) {
        None => Ok(response),
        Some(broken) => Err(broken),
    }
}

/// Absent where what follows is gRPC's, and can be read.
fn broken(status: u16, headers: &http::HeaderMap) -> Option<Broken> {
    let header = |name| headers.get(name).map(http::HeaderValue::as_bytes);
    if !header("content-type").is_some_and(|kind| kind.starts_with(b"application/grpc")) {
        let retry_after = header("retry-after").map(<[u8]>::to_vec);
        return Some(Broken::NotGrpc { status, retry_after });
    }
    // Nobody asked for it. tonic calls that UNIMPLEMENTED, as if nothing had been done.
    let is_packed = header("grpc-encoding").is_some_and(|encoding| encoding != b"identity");
    is_packed.then_some(Broken::Unreadable)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(given: &[(&'static str, &str)]) -> http::HeaderMap {
        let given = given.iter();
        given.map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    /// Its queue is full: the system drops what comes, without a word.
    async fn silent() -> (SocketAddr, Vec<TcpStream>, tokio::net::TcpListener) {
        let socket = tokio::net::TcpSocket::new_v4().unwrap();
        socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
        let listener = socket.listen(0).unwrap();
        let address = listener.local_addr().unwrap();
        let mut taken = Vec::new();
        let brief = Duration::from_millis(200);
        while let Ok(stream) = timeout(brief, TcpStream::connect(address)).await {
            taken.push(stream.unwrap());
        }
        (address, taken, listener)
    }

    #[tokio::test]
    async fn an_address_that_says_nothing_is_passed_over() {
        let (nowhere, _taken, _listener) = silent().await;
        let good = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let good = good.local_addr().unwrap();
        let brief = Duration::from_millis(100);
        let begun = std::time::Instant::now();
        let made = timeout(Duration::from_secs(5), reached(&[nowhere, good], brief)).await;
        assert_eq!(made.unwrap().unwrap().peer_addr().unwrap(), good);
        assert!(begun.elapsed() >= brief);
        assert!(reached(&[], brief).await.is_err());
    }

    #[test]
    fn what_is_no_answer_of_grpc_is_told_apart() {
        let plain = headers(&[("content-type", "application/grpc+proto")]);
        assert!(broken(200, &plain).is_none());
        let page = headers(&[("content-type", "text/html"), ("retry-after", "7")]);
        let told = broken(503, &page);
        assert!(
            matches!(told, Some(Broken::NotGrpc { status: 503, retry_after: Some(after) }) if after == b"7")
        );
        let packed = headers(&[("content-type", "application/grpc"), ("grpc-encoding", "gzip")]);
        assert!(matches!(broken(200, &packed), Some(Broken::Unreadable)));
    }
}
