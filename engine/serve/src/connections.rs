//! Connections: so many in whole and from one address, and none that says nothing for long. Behind a
//! proxy all come from its address, and limits for one address are the proxy's.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::shares::Shares;

/// Connections at once; each needs an open file.
pub const CONNECTIONS_MAX: usize = 4_096;
/// The same from one address: the open pages of a ministry behind one address, each with its stream.
const FROM_ONE_ADDRESS: usize = 1_024;
/// How long a connection may take to say what it wants, or be idle.
const SILENCE: Duration = Duration::from_secs(30);
/// How long to wait when the system gives no connection, as when too many files are open.
const NONE_GIVEN: Duration = Duration::from_millis(100);

/// Serves until `end` comes, or the future is dropped; then every connection is cut. Small answers leave
/// at once: nothing waits for more to send.
pub async fn run(listener: TcpListener, router: Router, end: impl Future<Output = ()>) {
    let bounds = Bounds {
        from_one_address: FROM_ONE_ADDRESS,
        silence: SILENCE,
    };
    tokio::select! {
        () = accept(listener, router, bounds) => {}
        // Open event streams would keep a polite end waiting for ever, and nothing is lost by
        // cutting them: they resume.
        () = end => {}
    }
}

/// Where a request comes from, as far as this node sees: an extension of every request. Of an IPv6
/// address only the network counts, because one host has as many as it likes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Peer(IpAddr);

impl Default for Peer {
    fn default() -> Peer {
        Peer(IpAddr::V4(Ipv4Addr::UNSPECIFIED))
    }
}

impl From<IpAddr> for Peer {
    fn from(address: IpAddr) -> Peer {
        Peer(match address.to_canonical() {
            IpAddr::V6(address) => {
                let network = address.to_bits() & (u128::MAX << 64);
                IpAddr::V6(Ipv6Addr::from_bits(network))
            }
            address => address,
        })
    }
}

#[derive(Clone, Copy)]
struct Bounds {
    from_one_address: usize,
    silence: Duration,
}

async fn accept(listener: TcpListener, router: Router, bounds: Bounds) {
    let all = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    let addresses = Shares::<Peer>::new(bounds.from_one_address);
    let mut open = JoinSet::new();
    loop {
        while open.try_join_next().is_some() {} // What has ended is forgotten.
        let (stream, peer) = match listener.accept().await {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!(%error, "the system gives no connection");
                tokio::time::sleep(NONE_GIVEN).await;
                continue;
            }
        };
        // Who gets no place is told so by the end of the connection.
        let peer = Peer::from(peer.ip());
        let Some(address) = addresses.take(peer, 1) else {
            continue;
        };
        let Ok(place) = Arc::clone(&all).try_acquire_owned() else {
            continue;
        };
        let router = router.clone();
        open.spawn(async move {
            let _held = (address, place);
            serve(stream, peer, router, bounds.silence).await;
        });
    }
}

async fn serve(stream: TcpStream, peer: Peer, router: Router, silence: Duration) {
    let _ = stream.set_nodelay(true);
    let router = TowerToHyperService::new(router);
    let service = service_fn(move |mut request: hyper::Request<Incoming>| {
        request.extensions_mut().insert(peer);
        router.call(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(silence)
        .serve_connection(TokioIo::new(stream), service);
    if let Err(error) = connection.await {
        tracing::debug!(%error, "a connection has ended"); // Browsers cut them as they like.
    }
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use axum::routing::get;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpSocket;

    use super::*;

    async fn serving(silence: Duration) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let at = listener.local_addr().unwrap();
        let router = Router::new().route("/", get(async || "here"));
        let bounds = Bounds {
            from_one_address: 2,
            silence,
        };
        tokio::spawn(accept(listener, router, bounds));
        at
    }

    /// A connection from one of this machine's own addresses.
    async fn from(last: u8, to: SocketAddr) -> TcpStream {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind(([127, 0, 0, last], 0).into()).unwrap();
        socket.connect(to).await.unwrap()
    }

    /// What comes until the other side ends the connection.
    async fn rest(stream: &mut TcpStream) -> String {
        let mut said = Vec::new();
        // Whoever gets no place may also be cut with a reset.
        let _ = stream.read_to_end(&mut said).await;
        String::from_utf8(said).unwrap()
    }

    async fn ask(stream: &mut TcpStream) -> String {
        let request = b"GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
        let _ = stream.write_all(request).await;
        rest(stream).await
    }

    #[test]
    fn an_ipv6_host_is_one_whatever_addresses_it_takes() {
        let peer = |text: &str| Peer::from(text.parse::<IpAddr>().unwrap());
        assert_eq!(peer("2001:db8:1:2::1"), peer("2001:db8:1:2:ffff::9"));
        assert_ne!(peer("2001:db8:1:2::1"), peer("2001:db8:1:3::1"));
        assert_eq!(peer("::ffff:192.0.2.7"), peer("192.0.2.7"));
        assert_ne!(peer("192.0.2.7"), peer("192.0.2.8"));
    }

    #[tokio::test]
    async fn one_address_can_take_its_own_connections_and_no_others() {
        let at = serving(Duration::from_secs(600)).await;
        let (silent, mut second) = (from(1, at).await, from(1, at).await);
        assert_eq!(rest(&mut from(1, at).await).await, "", "no third one");
        assert!(ask(&mut from(2, at).await).await.ends_with("here"));
        assert!(ask(&mut second).await.ends_with("here"));
        drop(silent);
        // Its place is free as soon as the host has seen it go.
        while !ask(&mut from(1, at).await).await.ends_with("here") {
            tokio::task::yield_now().await;
        }
    }

    #[tokio::test]
    async fn who_says_nothing_or_half_a_request_is_cut_off() {
        let at = serving(Duration::from_millis(100)).await;
        let mut silent = from(1, at).await;
        let mut slow = from(1, at).await;
        slow.write_all(b"GET / HTTP/1.1\r\nhost:").await.unwrap();
        rest(&mut silent).await;
        rest(&mut slow).await;
        assert!(ask(&mut from(1, at).await).await.ends_with("here"));
    }
}
