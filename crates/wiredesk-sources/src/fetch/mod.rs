//! The one way in which wiredesk fetches anything: feeds, pages, robots.txt. Called by the `feed` source
//! and by `wiredesk feeds add`; nothing here decides when or how often.
//!
//! The other side is not trusted. Every connection goes to an address that was checked just before;
//! redirects are followed here, each checked like the first address; size, expansion, header, redirects
//! and time are capped; whatever goes wrong is a [`FetchError`] with a reason. One connection serves one
//! request: whom it reaches is known, and hosts are asked too rarely for a pool to pay.

mod address;
mod body;
mod connect;
mod error;
pub mod robots;
#[cfg(test)]
mod tests;
mod tls;

use std::{error::Error, path::PathBuf, sync::Arc, time::Duration};

use http_body_util::Empty;
use hyper::{
    HeaderMap,
    body::{Bytes, Incoming},
    header::{self, HeaderValue},
};
use hyper_util::rt::TokioIo;
use tokio::task::JoinSet;
use url::Url;
use wiredesk_core::error::Failure;

use self::connect::Connector;
pub use self::{
    address::is_public,
    connect::{Resolve, SystemResolver},
    error::FetchError,
};

/// Bytes of an answer's header.
const HEADER_BYTES: usize = 64 << 10;
/// Fields of an answer's header.
const HEADER_FIELDS: usize = 200;

/// Which addresses a request may reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    /// Those of the public internet only: for whatever was found in a feed or page.
    Public,
    /// Any, because a person wrote this address down and allowed it. A redirect to another place
    /// is not what the person wrote, and may reach public addresses only.
    Anywhere,
}

/// How everything is fetched.
#[derive(Clone, Debug)]
pub struct FetchOptions {
    /// How wiredesk introduces itself.
    pub user_agent: String,
    /// For one fetch as a whole, redirects included.
    pub timeout: Duration,
    /// Most bytes of a body, as it comes and as it expands.
    pub max_body: usize,
    /// Most redirects that are followed.
    pub max_redirects: usize,
    /// An `http://` proxy that everything goes through.
    pub proxy: Option<Url>,
    /// Certificates (PEM) that are trusted besides the system's.
    pub ca_file: Option<PathBuf>,
}

impl Default for FetchOptions {
    fn default() -> Self {
        Self {
            user_agent: user_agent(None),
            timeout: Duration::from_secs(30),
            max_body: 16 << 20,
            max_redirects: 5,
            proxy: None,
            ca_file: None,
        }
    }
}

/// The name that wiredesk gives itself, with whom to turn to about it.
#[must_use]
pub fn user_agent(contact: Option<&str>) -> String {
    let name = concat!("wiredesk/", env!("CARGO_PKG_VERSION"));
    match contact {
        Some(contact) => format!("{name} (+{contact})"),
        None => name.to_owned(),
    }
}

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Request {
    /// Where.
    pub url: Url,
    /// Which addresses may be reached on the way.
    pub trust: Trust,
    /// Media types that are welcome.
    pub accept: &'static str,
    /// Whether redirects are followed; if not, the answer says where one leads.
    pub follow: bool,
    /// `If-None-Match`.
    pub etag: Option<String>,
    /// `If-Modified-Since`.
    pub last_modified: Option<String>,
}

impl Request {
    /// Without conditions; follows redirects.
    #[must_use]
    pub fn new(url: Url, trust: Trust, accept: &'static str) -> Self {
        Self { url, trust, accept, follow: true, etag: None, last_modified: None }
    }
}

/// What came back, whatever its status.
#[derive(Debug)]
pub struct Answer {
    /// HTTP status; never a redirect that could be followed, unless the request forbade it.
    pub status: u16,
    /// Where it leads, if it is a redirect that was not followed.
    pub redirect: Option<Url>,
    /// Where it came from in the end.
    pub url: Url,
    /// The address to ask from now on, if the first one has moved for good.
    pub moved: Option<Url>,
    /// Header fields of the last answer.
    pub headers: HeaderMap,
    /// Expanded. Empty unless the status is 2xx.
    pub body: Vec<u8>,
}

impl Answer {
    /// A header field as text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

/// Fetches.
#[derive(Clone)]
pub struct Fetcher {
    inner: Arc<Inner>,
}

struct Inner {
    options: FetchOptions,
    connector: Connector,
}

impl Fetcher {
    /// Reads the trusted certificates.
    ///
    /// # Errors
    /// If a configured certificate file cannot be read, or the proxy's address is none.
    pub fn new(options: FetchOptions) -> Result<Self, Failure> {
        Self::with_resolver(options, Arc::new(SystemResolver))
    }

    /// With another way of finding addresses.
    ///
    /// # Errors
    /// As [`Fetcher::new`].
    pub fn with_resolver(options: FetchOptions, resolver: Arc<dyn Resolve>) -> Result<Self, Failure> {
        if let Some(proxy) = options.proxy.as_ref().filter(|proxy| proxy.scheme() != "http") {
            return Err(Failure::fatal("bad-proxy", format!("the proxy has to be an `http://` address: {proxy}")));
        }
        let tls = tls::connector(options.ca_file.as_deref())?;
        let connector = Connector { resolver, tls, proxy: options.proxy.clone() };
        Ok(Self { inner: Arc::new(Inner { options, connector }) })
    }

    /// Fetches. Dropping the future closes its connection.
    ///
    /// # Errors
    /// See [`FetchError`]; an answer with a status other than 2xx is none.
    pub async fn get(&self, request: &Request) -> Result<Answer, FetchError> {
        let allowed = self.inner.options.timeout;
        let fetch = self.inner.follow(request);
        tokio::time::timeout(allowed, fetch).await.unwrap_or_else(|_| Err(FetchError::timeout("the fetch", allowed)))
    }
}

impl Inner {
    async fn follow(&self, request: &Request) -> Result<Answer, FetchError> {
        let mut url = request.url.clone();
        let mut trust = request.trust;
        // as long as every redirect so far was for good
        let mut moved = Some(());
        let mut moved_to = None;
        let mut been = vec![url.clone()];
        loop {
            check(&url, trust)?;
            let (status, headers, body) = self.ask(&url, trust, request).await?;
            let Some(next) = redirect(status, &headers, &url)? else {
                let body = if (200..300).contains(&status) { self.body(body, &headers).await? } else { Vec::new() };
                return Ok(Answer { status, redirect: None, url, moved: moved_to, headers, body });
            };
            if !request.follow {
                return Ok(Answer { status, redirect: Some(next), url, moved: None, headers, body: Vec::new() });
            }
            if matches!(status, 301 | 308) && moved.is_some() {
                moved_to = Some(next.clone());
            } else {
                moved = None;
            }
            if next.origin() != request.url.origin() {
                trust = Trust::Public;
            }
            if been.contains(&next) {
                return Err(FetchError::new("redirect-loop", format!("is redirected in a circle through {next}")));
            }
            if been.len() > self.options.max_redirects {
                let message = format!("is redirected more than {} times", self.options.max_redirects);
                return Err(FetchError::new("too-many-redirects", message));
            }
            been.push(next.clone());
            url = next;
        }
    }

    /// One request and the head of its answer.
    async fn ask(&self, url: &Url, trust: Trust, request: &Request) -> Result<(u16, HeaderMap, OpenBody), FetchError> {
        let stream = self.connector.connect(url, trust).await?;
        let failed =
            |error: hyper::Error| FetchError::new(code_of(&error), format!("no proper answer: {}", reason(&error)));
        let (mut sender, connection) = hyper::client::conn::http1::Builder::new()
            .max_buf_size(HEADER_BYTES)
            .max_headers(HEADER_FIELDS)
            .handshake(TokioIo::new(stream))
            .await
            .map_err(failed)?;
        // ends with this fetch, whatever becomes of it
        let mut driver = JoinSet::new();
        driver.spawn(async move { drop(connection.await) });
        let target = if self.connector.asks_proxy(url) { url.as_str() } else { &url[url::Position::BeforePath..] };
        let target = target.split('#').next().unwrap_or_default();
        let mut builder = hyper::Request::get(target)
            .header(header::HOST, &url[url::Position::BeforeHost..url::Position::AfterPort])
            .header(header::USER_AGENT, &self.options.user_agent)
            .header(header::ACCEPT, request.accept)
            .header(header::ACCEPT_ENCODING, "gzip, br, zstd")
            .header(header::CONNECTION, "close");
        for (name, value) in
            [(header::IF_NONE_MATCH, &request.etag), (header::IF_MODIFIED_SINCE, &request.last_modified)]
        {
            if let Some(value) = value.as_ref().and_then(|value| HeaderValue::from_str(value).ok()) {
                builder = builder.header(name, value);
            }
        }
        let ready = builder
            .body(Empty::<Bytes>::new())
            .map_err(|error| FetchError::new("bad-url", format!("cannot be asked for: {error}")))?;
        let answer = sender.send_request(ready).await.map_err(failed)?;
        let (head, body) = answer.into_parts();
        Ok((head.status.as_u16(), head.headers, OpenBody { body, _driver: driver }))
    }

    async fn body(&self, open: OpenBody, headers: &HeaderMap) -> Result<Vec<u8>, FetchError> {
        let cap = self.options.max_body;
        let bytes = body::read(open.body, cap).await?;
        let encoding = headers.get(header::CONTENT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if encoding.is_empty() {
            return Ok(bytes);
        }
        let encoding = encoding.to_owned();
        tokio::task::spawn_blocking(move || body::expand(bytes, &encoding, cap))
            .await
            .unwrap_or_else(|_| Err(FetchError::new("panic", "expanding the answer panicked")))
    }
}

/// A body that still comes in, with what drives its connection.
struct OpenBody {
    body: Incoming,
    _driver: JoinSet<()>,
}

/// What can be said about an address before anybody is asked.
fn check(url: &Url, trust: Trust) -> Result<(), FetchError> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err(FetchError::new("scheme", format!("only http and https are fetched, not `{}`", url.scheme())));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(FetchError::new("bad-url", "an address with a name and password is not fetched"));
    }
    if url.as_str().len() > 8 << 10 {
        return Err(FetchError::new("bad-url", "the address is longer than 8 KiB"));
    }
    let port = url.port_or_known_default().unwrap_or_default();
    if trust == Trust::Public && port < 1024 && !matches!(port, 80 | 443) {
        return Err(FetchError::new("port", format!("port {port} belongs to another service than the web")));
    }
    Ok(())
}

/// Where an answer redirects to; `None` if it is none that can be followed.
fn redirect(status: u16, headers: &HeaderMap, from: &Url) -> Result<Option<Url>, FetchError> {
    if !matches!(status, 301 | 302 | 303 | 307 | 308) {
        return Ok(None);
    }
    let Some(location) = headers.get(header::LOCATION) else { return Ok(None) };
    let location = String::from_utf8_lossy(location.as_bytes());
    let mut next = from
        .join(location.trim())
        .map_err(|error| FetchError::new("bad-redirect", format!("is redirected to no address: {error}")))?;
    next.set_fragment(None);
    Ok(Some(next))
}

/// Whether the other side broke off or said something that is no HTTP.
fn code_of(error: &hyper::Error) -> &'static str {
    let cause = error.source().and_then(|cause| cause.downcast_ref::<std::io::Error>());
    let ended = cause.is_some_and(|cause| cause.kind() == std::io::ErrorKind::UnexpectedEof);
    if ended || error.is_incomplete_message() { "truncated" } else { "http" }
}

/// An error with what is behind it, on one line.
fn reason(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let cause_text = cause.to_string();
        if !text.contains(&cause_text) {
            text = format!("{text}: {cause_text}");
        }
        source = cause.source();
    }
    text
}
