//! From an address to an open stream: resolve, check, connect, TLS, if need be through a proxy. Called
//! for every hop of a fetch; never connects to an address that it has not checked.

use std::{
    io,
    net::{IpAddr, SocketAddr},
    pin::Pin,
    sync::Arc,
    time::Duration,
};

use async_trait::async_trait;
use rustls::pki_types::ServerName;
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::TcpStream,
};
use tokio_rustls::TlsConnector;
use url::{Host, Url};

use super::{FetchError, Trust, address::is_public};

/// Bytes of a proxy's answer that are read.
const PROXY_ANSWER: usize = 8 << 10;
/// How long an address is tried while there is another one: a network without a way to IPv6 says nothing.
const ADDRESS_TIME: Duration = Duration::from_secs(4);
/// Addresses of one name that are tried.
const MOST_ADDRESSES: usize = 8;

/// Finds the addresses of a host.
#[async_trait]
pub trait Resolve: Send + Sync {
    /// Every address of `host`.
    ///
    /// # Errors
    /// If there is none or nobody can be asked.
    async fn resolve(&self, host: &str) -> io::Result<Vec<IpAddr>>;
}

/// The system's resolver.
pub struct SystemResolver;

#[async_trait]
impl Resolve for SystemResolver {
    async fn resolve(&self, host: &str) -> io::Result<Vec<IpAddr>> {
        Ok(tokio::net::lookup_host((host, 0)).await?.map(|address| address.ip()).collect())
    }
}

/// What HTTP is spoken over.
pub(super) trait Connection: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Connection for T {}

/// An open connection.
pub(super) type Stream = Pin<Box<dyn Connection>>;

/// Opens connections.
pub(super) struct Connector {
    pub(super) resolver: Arc<dyn Resolve>,
    pub(super) tls: TlsConnector,
    pub(super) proxy: Option<Url>,
}

impl Connector {
    /// Whether a request to `url` is made to the proxy itself, in absolute form.
    pub(super) fn asks_proxy(&self, url: &Url) -> bool {
        self.proxy.is_some() && url.scheme() == "http"
    }

    /// A stream on which `url` can be asked for.
    pub(super) async fn connect(&self, url: &Url, trust: Trust) -> Result<Stream, FetchError> {
        let (host, port) = place(url)?;
        let tcp = match &self.proxy {
            None => self.reach(&host, port, trust).await?,
            Some(proxy) => {
                // the proxy resolves names itself; what is plainly private is refused here all the same
                if trust == Trust::Public && is_plainly_private(&host) {
                    return Err(refused(&host.to_string(), "a private address"));
                }
                let (proxy_host, proxy_port) = place(proxy)?;
                let stream = self.reach(&proxy_host, proxy_port, Trust::Anywhere).await?;
                if self.asks_proxy(url) { stream } else { tunnel(stream, &host, port).await? }
            }
        };
        if url.scheme() == "http" {
            return Ok(Box::pin(tcp));
        }
        let name = match &host {
            Host::Domain(name) => ServerName::try_from(name.clone())
                .map_err(|_| FetchError::new("bad-url", format!("`{name}` is no host name")))?,
            Host::Ipv4(address) => ServerName::from(IpAddr::V4(*address)),
            Host::Ipv6(address) => ServerName::from(IpAddr::V6(*address)),
        };
        let secure = self.tls.connect(name, tcp).await;
        let secure =
            secure.map_err(|error| FetchError::new("tls", format!("no secure connection to {host}: {error}")))?;
        Ok(Box::pin(secure))
    }

    /// Resolves, checks and connects.
    async fn reach(&self, host: &Host, port: u16, trust: Trust) -> Result<TcpStream, FetchError> {
        let mut addresses = match host {
            Host::Ipv4(address) => vec![IpAddr::V4(*address)],
            Host::Ipv6(address) => vec![IpAddr::V6(*address)],
            Host::Domain(name) => self
                .resolver
                .resolve(name)
                .await
                .map_err(|error| FetchError::new("dns", format!("cannot find the address of {name}: {error}")))?,
        };
        if trust == Trust::Public {
            let found = addresses.first().copied();
            addresses.retain(|address| is_public(*address));
            if let (true, Some(found)) = (addresses.is_empty(), found) {
                return Err(refused(&host.to_string(), &format!("the private address {found}")));
            }
        }
        let mut last = FetchError::new("dns", format!("{host} has no address"));
        addresses.truncate(MOST_ADDRESSES);
        let count = addresses.len();
        for (number, address) in addresses.into_iter().enumerate() {
            let connect = TcpStream::connect(SocketAddr::new(address, port));
            // the last one may take as long as the fetch
            let connected = if number + 1 == count {
                connect.await
            } else {
                tokio::time::timeout(ADDRESS_TIME, connect)
                    .await
                    .unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))
            };
            match connected {
                Ok(stream) => {
                    // a request is one small write
                    let _ = stream.set_nodelay(true);
                    return Ok(stream);
                }
                Err(error) => last = FetchError::new("connect", format!("cannot connect to {host}:{port}: {error}")),
            }
        }
        Err(last)
    }
}

fn refused(host: &str, what: &str) -> FetchError {
    FetchError::new("private-address", format!("{host} is {what}, which is not fetched from unless allowed"))
}

fn is_plainly_private(host: &Host) -> bool {
    match host {
        Host::Ipv4(address) => !is_public(IpAddr::V4(*address)),
        Host::Ipv6(address) => !is_public(IpAddr::V6(*address)),
        Host::Domain(name) => {
            let name = name.trim_end_matches('.');
            !name.contains('.')
                || [".localhost", ".local", ".internal", ".lan", ".home.arpa"].iter().any(|end| name.ends_with(end))
        }
    }
}

fn place(url: &Url) -> Result<(Host, u16), FetchError> {
    let host = url.host().map(|host| host.to_owned());
    let missing = || FetchError::new("bad-url", format!("{url} names no host"));
    Ok((host.ok_or_else(missing)?, url.port_or_known_default().ok_or_else(missing)?))
}

/// Asks a proxy for a way through to `host`.
async fn tunnel(mut stream: TcpStream, host: &Host, port: u16) -> Result<TcpStream, FetchError> {
    let broken = |error: io::Error| FetchError::new("proxy", format!("the proxy broke off: {error}"));
    let request = format!("CONNECT {host}:{port} HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n");
    stream.write_all(request.as_bytes()).await.map_err(broken)?;
    let mut answer = Vec::new();
    while !answer.ends_with(b"\r\n\r\n") {
        if answer.len() >= PROXY_ANSWER {
            return Err(FetchError::new("proxy", "the proxy's answer has no end"));
        }
        // byte by byte, so that nothing of what follows is taken away
        answer.push(stream.read_u8().await.map_err(broken)?);
    }
    let status = String::from_utf8_lossy(answer.split(|byte| *byte == b'\r').next().unwrap_or_default()).into_owned();
    if status.split(' ').nth(1).is_some_and(|code| code.starts_with('2')) {
        return Ok(stream);
    }
    Err(FetchError::new("proxy", format!("the proxy refuses: {}", status.chars().take(100).collect::<String>())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_the_inside_are_plainly_private() {
        for (host, private) in [
            ("localhost", true),
            ("printer", true),
            ("nas.local", true),
            ("metadata.google.internal.", true),
            ("10.0.0.1", true),
            ("[::1]", true),
            ("news.example", false),
            ("1.1.1.1", false),
        ] {
            assert_eq!(is_plainly_private(&Host::parse(host).unwrap()), private, "{host}");
        }
    }
}
