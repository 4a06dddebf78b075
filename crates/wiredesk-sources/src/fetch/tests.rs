//! Fetching from a server on this machine that behaves as badly as servers do.

use std::{
    io::{self, Write},
    net::{IpAddr, Ipv4Addr},
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use async_trait::async_trait;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio_rustls::TlsAcceptor;

use super::*;
use crate::loopback::{self, Connection, Loopback};

fn options() -> FetchOptions {
    FetchOptions { timeout: Duration::from_secs(20), max_body: 1 << 20, ..FetchOptions::default() }
}

async fn get_with(options: FetchOptions, trust: Trust, url: &str) -> Result<Answer, FetchError> {
    let fetcher = Fetcher::new(options).unwrap();
    fetcher.get(&Request::new(Url::parse(url).unwrap(), trust, "text/html")).await
}

async fn get(url: &str) -> Result<Answer, FetchError> {
    get_with(options(), Trust::Anywhere, url).await
}

/// Writes until the other side has had enough.
async fn endless(connection: &mut Connection, piece: &[u8]) {
    while connection.stream.write_all(piece).await.is_ok() {}
}

/// What each bad server leads to.
#[tokio::test]
async fn bad_servers_are_errors_with_a_reason() {
    let server = Loopback::start(|mut connection: Connection| async move {
        match connection.path.as_str() {
            "/endless" => {
                connection.write(b"HTTP/1.1 200 OK\r\n\r\n").await;
                endless(&mut connection, &[b'x'; 4096]).await;
            }
            "/endless-chunks" => {
                connection.write(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n").await;
                endless(&mut connection, b"4\r\nwire\r\n").await;
            }
            "/endless-header" => {
                connection.write(b"HTTP/1.1 200 OK\r\n").await;
                endless(&mut connection, b"x-more: and more and more\r\n").await;
            }
            "/announced" => connection.write(b"HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\nx").await,
            "/bomb" => {
                let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
                encoder.write_all(&vec![b' '; 50 << 20]).unwrap();
                connection.answer("200 OK", "content-encoding: gzip\r\n", &encoder.finish().unwrap()).await;
            }
            "/truncated" => connection.write(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf").await,
            "/no-http" => connection.write(b"SSH-2.0-harbour\r\n\r\n").await,
            "/circle" => connection.answer("302 Found", "location: /circle2\r\n", b"").await,
            "/circle2" => connection.answer("302 Found", "location: /circle\r\n", b"").await,
            "/file" => connection.answer("302 Found", "location: file:///etc/passwd\r\n", b"").await,
            "/nowhere" => connection.answer("302 Found", "location: http://[\r\n", b"").await,
            path => {
                let next = path.trim_start_matches("/on").parse().unwrap_or(0) + 1;
                connection.answer("302 Found", &format!("location: /on{next}\r\n"), b"").await;
            }
        }
    })
    .await;
    for (path, code) in [
        ("/endless", "too-large"),
        ("/endless-chunks", "too-large"),
        ("/endless-header", "http"),
        ("/announced", "too-large"),
        ("/bomb", "too-large"),
        ("/truncated", "truncated"),
        ("/no-http", "http"),
        ("/circle", "redirect-loop"),
        ("/on1", "too-many-redirects"),
        ("/file", "scheme"),
        ("/nowhere", "bad-redirect"),
    ] {
        let error = get(&server.url(path)).await.expect_err(path);
        assert_eq!(error.code, code, "{path}: {error}");
        assert!(!error.message.is_empty());
    }
    let closed = get("http://127.0.0.1:1/").await.unwrap_err();
    assert_eq!(closed.code, "connect", "{closed}");
}

#[tokio::test]
async fn servers_that_drip_or_say_nothing_are_left_after_the_time_allowed() {
    let gone = Arc::new(AtomicUsize::new(0));
    let noted = gone.clone();
    let server = Loopback::start(move |mut connection: Connection| {
        let gone = noted.clone();
        async move {
            if connection.path == "/drip" {
                connection.write(b"HTTP/1.1 200 OK\r\n").await;
                while connection.stream.write_all(b"x: ").await.is_ok() {
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
            }
            // returns once the client has closed its side
            let _ = connection.stream.read(&mut [0; 16]).await;
            gone.fetch_add(1, Ordering::SeqCst);
        }
    })
    .await;
    let short = FetchOptions { timeout: Duration::from_millis(200), ..options() };
    for path in ["/drip", "/silent"] {
        let error = get_with(short.clone(), Trust::Anywhere, &server.url(path)).await.unwrap_err();
        assert_eq!(error.code, "timeout", "{path}: {error}");
    }
    // both connections have been closed: nothing is left behind
    while gone.load(Ordering::SeqCst) < 2 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn private_addresses_are_refused_unless_allowed() {
    let server = Loopback::start(|mut connection: Connection| async move {
        connection.answer("200 OK", "", b"inside").await;
    })
    .await;
    let port = server.port();
    for url in [
        server.url("/"),
        format!("http://localhost:{port}/"),
        format!("http://127.1:{port}/"),
        format!("http://2130706433:{port}/"),
        format!("http://0x7f.0.0.1:{port}/"),
        format!("http://[::ffff:127.0.0.1]:{port}/"),
        "http://169.254.169.254/latest/meta-data/".to_owned(),
        "http://10.0.0.1/".to_owned(),
    ] {
        let error = get_with(options(), Trust::Public, &url).await.expect_err(&url);
        assert_eq!(error.code, "private-address", "{url}: {error}");
    }
    for (url, code) in [
        ("ftp://news.example/", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("http://news.example:25/", "port"),
        ("http://reader:secret@news.example/", "bad-url"),
    ] {
        let error = get_with(options(), Trust::Public, url).await.expect_err(url);
        assert_eq!(error.code, code, "{url}");
        assert!(!error.message.contains("secret"));
    }
    assert_eq!(server.requests(), Vec::<String>::new(), "nobody was asked");
    assert_eq!(get(&server.url("/")).await.unwrap().body, b"inside");
}

#[tokio::test]
async fn a_redirect_reaches_no_private_address_at_another_place() {
    let inside = Loopback::start(|mut connection: Connection| async move {
        connection.answer("200 OK", "", b"inside").await;
    })
    .await;
    let target = inside.url("/secret");
    let server = Loopback::start(move |mut connection: Connection| {
        let target = target.clone();
        async move {
            let location = if connection.path == "/out" { target } else { "/here".to_owned() };
            if connection.path == "/here" {
                connection.answer("200 OK", "", b"here").await;
            } else {
                connection.answer("301 Moved Permanently", &format!("location: {location}\r\n"), b"").await;
            }
        }
    })
    .await;
    let error = get(&server.url("/out")).await.unwrap_err();
    assert_eq!(error.code, "private-address", "{error}");
    assert!(inside.requests().is_empty());
    let answer = get(&server.url("/within")).await.unwrap();
    assert_eq!((answer.body.as_slice(), answer.moved.unwrap().as_str()), (&b"here"[..], server.url("/here").as_str()));
}

/// Answers with one address after the other.
struct Changing(Mutex<Vec<IpAddr>>);

#[async_trait]
impl Resolve for Changing {
    async fn resolve(&self, _: &str) -> io::Result<Vec<IpAddr>> {
        Ok(self.0.lock().unwrap().pop().into_iter().collect())
    }
}

#[tokio::test]
async fn a_name_that_comes_to_mean_a_private_address_is_refused() {
    let server = Loopback::start(|mut connection: Connection| async move {
        connection.answer("200 OK", "", b"inside").await;
    })
    .await;
    let loopback = IpAddr::V4(Ipv4Addr::LOCALHOST);
    let names = Changing(Mutex::new(vec![loopback, loopback]));
    let fetcher = Fetcher::with_resolver(options(), Arc::new(names)).unwrap();
    let url = Url::parse(&format!("http://news.example:{}/", server.port())).unwrap();
    let request = Request::new(url, Trust::Public, "text/html");
    let error = fetcher.get(&request).await.unwrap_err();
    assert_eq!(error.code, "private-address", "{error}");
    assert!(server.requests().is_empty());
    // the address that is connected to is the one that was checked: nobody is asked a second time
    let trusting = Request { trust: Trust::Anywhere, ..request };
    assert_eq!(fetcher.get(&trusting).await.unwrap().body, b"inside");
}

#[tokio::test]
async fn only_redirects_for_good_are_remembered() {
    let server = Loopback::start(|mut connection: Connection| async move {
        let (status, location) = match connection.path.as_str() {
            "/a" => ("301 Moved Permanently", "/b"),
            "/b" => ("308 Permanent Redirect", "/c"),
            "/c" => ("302 Found", "/d"),
            "/d" => ("301 Moved Permanently", "/e"),
            _ => ("200 OK", ""),
        };
        connection.answer(status, &format!("location: {location}\r\n"), b"x").await;
    })
    .await;
    for (path, moved) in [("/a", Some("/c")), ("/c", None), ("/d", Some("/e")), ("/e", None)] {
        let answer = get(&server.url(path)).await.unwrap();
        assert_eq!(answer.url.path(), "/e");
        assert_eq!(answer.moved.as_ref().map(Url::path), moved, "{path}");
    }
}

#[tokio::test]
async fn a_request_introduces_itself_and_asks_conditionally() {
    let server = Loopback::start(|mut connection: Connection| async move {
        connection.answer("304 Not Modified", "etag: \"2\"\r\n", b"").await;
    })
    .await;
    let fetcher =
        Fetcher::new(FetchOptions { user_agent: user_agent(Some("desk@lorne.example")), ..options() }).unwrap();
    let url = Url::parse(&server.url("/feed?of=all#top")).unwrap();
    let mut request = Request::new(url, Trust::Anywhere, "application/rss+xml");
    request.etag = Some("\"1\"".into());
    request.last_modified = Some("Tue, 01 Oct 2024 10:00:00 GMT".into());
    let answer = fetcher.get(&request).await.unwrap();
    assert_eq!((answer.status, answer.header("etag")), (304, Some("\"2\"")));
    let asked = server.requests().remove(0).to_ascii_lowercase();
    for line in [
        "get /feed?of=all http/1.1",
        concat!("user-agent: wiredesk/", env!("CARGO_PKG_VERSION"), " (+desk@lorne.example)"),
        "if-none-match: \"1\"",
        "if-modified-since: tue, 01 oct 2024 10:00:00 gmt",
        "accept: application/rss+xml",
        "accept-encoding: gzip, br, zstd",
    ] {
        assert!(asked.lines().any(|asked| asked == line), "{line} in\n{asked}");
    }
}

/// A certificate for 127.0.0.1, and what the server needs to use it.
fn certificate() -> (String, TlsAcceptor) {
    let made = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
    let key = rustls::pki_types::PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
    let config = rustls::ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    (made.cert.pem(), TlsAcceptor::from(Arc::new(config)))
}

#[tokio::test]
async fn only_trusted_certificates_are_accepted() {
    let (pem, acceptor) = certificate();
    let port = loopback::accept(move |stream| {
        let acceptor = acceptor.clone();
        async move {
            let Ok(mut stream) = acceptor.accept(stream).await else { return };
            let _ = stream.read(&mut [0; 4096]).await;
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nsecure").await;
        }
    })
    .await;
    let url = format!("https://127.0.0.1:{port}/");
    let error = get(&url).await.unwrap_err();
    assert_eq!(error.code, "tls", "{error}");
    let folder = tempfile::tempdir().unwrap();
    let ca_file = folder.path().join("ca.pem");
    std::fs::write(&ca_file, pem).unwrap();
    let trusting = FetchOptions { ca_file: Some(ca_file), ..options() };
    assert_eq!(get_with(trusting.clone(), Trust::Anywhere, &url).await.unwrap().body, b"secure");
    let other_name = get_with(trusting, Trust::Anywhere, &format!("https://localhost:{port}/")).await.unwrap_err();
    assert_eq!(other_name.code, "tls", "{other_name}");
}

#[tokio::test]
async fn a_handshake_that_breaks_off_is_an_error_with_a_reason() {
    let port = loopback::accept(|mut stream| async move {
        let _ = stream.read(&mut [0; 4096]).await;
        let _ = stream.write_all(&[0x16, 3, 3, 0, 80, 2]).await;
    })
    .await;
    let error = get(&format!("https://127.0.0.1:{port}/")).await.unwrap_err();
    assert_eq!(error.code, "tls", "{error}");
}

#[tokio::test]
async fn a_proxy_is_asked_instead_and_private_names_are_refused_before_it() {
    let proxy = Loopback::start(|mut connection: Connection| async move {
        if connection.path.starts_with("http://") {
            connection.answer("200 OK", "", b"by proxy").await;
        } else {
            connection.answer("403 Forbidden", "", b"").await;
        }
    })
    .await;
    let through = FetchOptions { proxy: Some(Url::parse(&proxy.url("/")).unwrap()), ..options() };
    let answer = get_with(through.clone(), Trust::Public, "http://news.example/a").await.unwrap();
    assert_eq!(answer.body, b"by proxy");
    let tunnel = get_with(through.clone(), Trust::Public, "https://news.example/a").await.unwrap_err();
    assert_eq!(tunnel.code, "proxy", "{tunnel}");
    let private = get_with(through, Trust::Public, "http://127.0.0.1/a").await.unwrap_err();
    assert_eq!(private.code, "private-address");
    assert_eq!(proxy.requests().len(), 2);
    assert!(proxy.requests()[0].starts_with("GET http://news.example/a HTTP/1.1"), "{}", proxy.requests()[0]);
}
