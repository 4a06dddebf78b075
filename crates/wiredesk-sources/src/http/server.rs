//! The half of the `http` source that clients talk to: HTTP/1.1 on one listening socket. Refuses early and cheaply,
//! reads nothing beyond its limits, and never holds a request longer than it says.

use std::{
    convert::Infallible,
    net::IpAddr,
    sync::Arc,
    time::{Duration, Instant},
};

use http_body_util::{BodyExt, Full, Limited};
use hyper::{
    Method, Request, Response, StatusCode,
    body::{Body, Bytes, Incoming},
    header::{self, HeaderMap, HeaderValue},
    service::service_fn,
};
use hyper_util::rt::{TokioIo, TokioTimer};
use serde_json::json;
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot, watch},
    task::JoinSet,
};

use super::{
    HttpOptions,
    answer::{Answer, Fate, Line, Refusal},
    body::{self, Kind, Parsed},
    limits::{Answers, Rate},
    memory::{Allowance, Memory},
    source::Post,
};
use crate::{
    formats::{Compression, Format, FormatOptions},
    reading_options,
};

/// Where articles are posted.
const DOCUMENTS: &str = "/v1/documents";
/// Where one can ask whether anybody is there.
const HEALTH: &str = "/v1/health";
/// Most bytes of a request's head.
const MAX_HEAD: usize = 16 << 10;
/// Bytes of a refused body that are read, so that the client gets to see the answer, and for how long.
const DRAINED: usize = 1 << 20;
const DRAINING: Duration = Duration::from_secs(2);
/// Pause after a connection could not be accepted.
const BREATHER: Duration = Duration::from_millis(100);

/// What all connections share.
pub(super) struct Shared {
    options: HttpOptions,
    /// Of the token: comparing hashes takes the same time whatever was given.
    token: Option<blake3::Hash>,
    source: Arc<str>,
    formats: Arc<FormatOptions>,
    posts: mpsc::Sender<Post>,
    closing: watch::Receiver<bool>,
    queue: Arc<Semaphore>,
    memory: Memory,
    rate: Rate,
    answers: Answers,
}

impl Shared {
    pub(super) fn new(
        options: &HttpOptions,
        token: Option<blake3::Hash>,
        source: Arc<str>,
        posts: mpsc::Sender<Post>,
        closing: watch::Receiver<bool>,
    ) -> Self {
        Self {
            token,
            source,
            formats: reading_options::resolve(&options.fields, None, options.max_document, options.max_expanded),
            posts,
            closing,
            queue: Arc::new(Semaphore::new(options.queue as usize)),
            memory: Memory::new(options.max_waiting.0),
            rate: Rate::new(options.rate),
            answers: Answers::default(),
            options: options.clone(),
        }
    }

    fn is_closing(&self) -> bool {
        *self.closing.borrow()
    }
}

/// Accepts connections until the source closes, then waits for those that are open to end.
pub(super) async fn serve(listener: TcpListener, shared: Shared) {
    if let Ok(address) = listener.local_addr() {
        tracing::info!(source = &*shared.source, %address, "listening");
    }
    let connections = Arc::new(Semaphore::new(shared.options.max_connections as usize));
    let shared = Arc::new(shared);
    let mut closing = shared.closing.clone();
    let mut open = JoinSet::new();
    loop {
        let accepted = async {
            let permit = connections.clone().acquire_owned().await;
            (listener.accept().await, permit)
        };
        tokio::select! {
            () = closed(&mut closing) => break,
            _ = open.join_next(), if !open.is_empty() => {}
            (accepted, permit) = accepted => match accepted {
                Ok((stream, peer)) => drop(open.spawn(connection(stream, peer.ip(), shared.clone(), permit.ok()))),
                Err(error) => {
                    tracing::warn!(source = &*shared.source, %error, "a connection could not be accepted");
                    tokio::time::sleep(BREATHER).await;
                }
            }
        }
    }
    drop(listener);
    while open.join_next().await.is_some() {}
}

/// Resolves when the source closes.
async fn closed(closing: &mut watch::Receiver<bool>) {
    drop(closing.wait_for(|closing| *closing).await);
}

async fn connection(stream: TcpStream, peer: IpAddr, shared: Arc<Shared>, _permit: Option<OwnedSemaphorePermit>) {
    // answers are small and waited for
    let _ = stream.set_nodelay(true);
    let mut closing = shared.closing.clone();
    let head_timeout = shared.options.head_timeout.0;
    let service = service_fn(move |request| {
        let shared = shared.clone();
        async move { Ok::<_, Infallible>(respond(request, peer, &shared).await) }
    });
    let mut server = hyper::server::conn::http1::Builder::new();
    server.timer(TokioTimer::new()).header_read_timeout(head_timeout).max_buf_size(MAX_HEAD);
    let connection = server.serve_connection(TokioIo::new(stream), service);
    tokio::pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = closed(&mut closing) => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%peer, %error, "a connection ended early");
    }
}

async fn respond(request: Request<Incoming>, peer: IpAddr, shared: &Shared) -> Response<Full<Bytes>> {
    let route = (request.method().clone(), request.uri().path().to_owned());
    let (status, body, retry_after) = match (&route.0, &*route.1) {
        (&Method::POST, DOCUMENTS) => match documents(request, peer, shared).await {
            Ok((status, answer)) => (status, serde_json::to_value(answer).unwrap_or_default(), None),
            Err(refusal) => refused(refusal),
        },
        (&Method::GET | &Method::HEAD, HEALTH) => (200, health(shared), None),
        (_, DOCUMENTS | HEALTH) => {
            refused(Refusal::new(405, "wrong-method", "there is POST /v1/documents and GET /v1/health"))
        }
        _ => refused(Refusal::new(404, "not-found", "there is POST /v1/documents and GET /v1/health")),
    };
    shared.answers.count(status);
    let mut body = body.to_string();
    body.push('\n');
    let mut response = Response::new(Full::new(Bytes::from(body)));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    if let Some(seconds) = retry_after {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    match status {
        401 => drop(headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))),
        405 => {
            let allowed = if route.1 == DOCUMENTS { "POST" } else { "GET, HEAD" };
            headers.insert(header::ALLOW, HeaderValue::from_static(allowed));
        }
        _ => {}
    }
    response
}

fn refused(refusal: Refusal) -> (u16, serde_json::Value, Option<u64>) {
    let Refusal { status, code, message, retry_after } = refusal;
    (status, json!({"error": {"code": code, "message": message}}), retry_after)
}

fn health(shared: &Shared) -> serde_json::Value {
    let answers: serde_json::Map<_, _> =
        shared.answers.all().map(|(status, count)| (status.to_string(), count.into())).collect();
    let waiting = shared.options.queue as usize - shared.queue.available_permits();
    json!({"status": if shared.is_closing() { "closing" } else { "ok" }, "waiting": waiting, "answers": answers})
}

/// One request with articles.
async fn documents(request: Request<Incoming>, peer: IpAddr, shared: &Shared) -> Result<(u16, Answer), Refusal> {
    let (head, body) = request.into_parts();
    let admitted = admit(&head.headers, body.size_hint().exact(), peer, shared);
    let (kind, _place, mut allowance) = match admitted {
        Ok(admitted) => admitted,
        Err(refusal) => {
            drain(body).await;
            return Err(refusal);
        }
    };
    let bytes = read(body, shared, &mut allowance).await?;
    let (formats, most) = (shared.formats.clone(), shared.options.max_articles as usize);
    // finding the main text of pages takes a while
    let parsed = tokio::task::spawn_blocking(move || {
        let parsed = body::parse(bytes, kind, &formats, most, &mut allowance);
        (parsed, allowance)
    });
    let (parsed, _allowance) = parsed.await.map_err(|_| Refusal::new(400, "panic", "the body could not be read"))?;
    let Parsed { articles, rejected } = parsed?;
    let lines: Vec<(usize, String)> =
        articles.iter().map(|posted| (posted.number, posted.article.key.clone())).collect();
    let (answer, fates) = oneshot::channel();
    let codes = rejected.iter().filter_map(|line| line.code).collect();
    let closed = || Refusal::new(503, "closing", "the daemon is stopping: post the articles again").after(5);
    let any = !articles.is_empty();
    shared.posts.try_send(Post { articles, rejected: codes, answer }).map_err(|error| match error {
        mpsc::error::TrySendError::Full(_) => Refusal::new(429, "busy", "too many requests are waiting").after(1),
        mpsc::error::TrySendError::Closed(_) => closed(),
    })?;
    let fates = if any {
        let timeout = shared.options.answer_timeout.0;
        let late = |_| {
            Refusal::new(503, "not-durable-yet", format!("not on disk after {timeout:?}: post the articles again"))
                .after(5)
        };
        tokio::time::timeout(timeout, fates).await.map_err(late)?.map_err(|_| closed())?
    } else {
        Vec::new()
    };
    let status = match () {
        () if !any => 422,
        () if fates.contains(&Fate::Accepted) => 202,
        () => 200,
    };
    let mut documents = rejected;
    documents.extend(lines.into_iter().zip(fates).map(|((number, key), status)| Line {
        number,
        status,
        key: Some(key),
        code: None,
        message: None,
    }));
    documents.sort_by_key(|line| line.number);
    Ok((status, Answer::new(documents)))
}

/// What can be decided without the body; the place in the queue and the bytes are taken.
fn admit(
    headers: &HeaderMap,
    length: Option<u64>,
    peer: IpAddr,
    shared: &Shared,
) -> Result<(Kind, OwnedSemaphorePermit, Allowance), Refusal> {
    if let Err(wait) = shared.rate.admit(peer, Instant::now()) {
        let message = format!("more than {} requests a second", shared.options.rate);
        return Err(Refusal::new(429, "too-fast", message).after(wait.as_secs() + 1));
    }
    authorize(headers, shared.token.as_ref())?;
    if shared.is_closing() {
        return Err(Refusal::new(503, "closing", "the daemon is stopping").after(5));
    }
    let kind = kind(headers)?;
    let most = shared.options.max_body.0;
    if length.is_some_and(|length| length > most) {
        return Err(Refusal::new(413, "too-large", format!("the body is larger than {most} bytes")));
    }
    let busy = |what| Refusal::new(429, "busy", format!("too many {what} are waiting")).after(1);
    let place = shared.queue.clone().try_acquire_owned().map_err(|_| busy("requests"))?;
    let allowance = shared.memory.take(length.unwrap_or(most)).ok_or_else(|| busy("bytes"))?;
    Ok((kind, place, allowance))
}

fn authorize(headers: &HeaderMap, token: Option<&blake3::Hash>) -> Result<(), Refusal> {
    let Some(token) = token else {
        // a web page in a browser on this machine is not the one who was meant
        if headers.contains_key(header::ORIGIN) {
            return Err(Refusal::new(403, "web-page", "requests of web pages need a token"));
        }
        return Ok(());
    };
    let given = headers.get(header::AUTHORIZATION).and_then(|value| {
        let (scheme, given) = value.as_bytes().split_at_checked(7)?;
        scheme.eq_ignore_ascii_case(b"bearer ").then(|| blake3::hash(given.trim_ascii()))
    });
    // comparing hashes of this type takes constant time
    if given.is_some_and(|given| given == *token) {
        return Ok(());
    }
    Err(Refusal::new(401, "unauthorized", "needs the right token as `Authorization: Bearer …`"))
}

fn kind(headers: &HeaderMap) -> Result<Kind, Refusal> {
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok()).unwrap_or_default();
    let content_type = text(header::CONTENT_TYPE).split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let format = match &*content_type {
        "application/json" => Format::Json,
        "application/x-ndjson" | "application/ndjson" | "application/jsonl" => Format::Ndjson,
        _ => {
            let message = "the Content-Type has to be application/json or application/x-ndjson";
            return Err(Refusal::new(415, "content-type", message));
        }
    };
    let compression = match &*text(header::CONTENT_ENCODING).trim().to_ascii_lowercase() {
        "" | "identity" => None,
        "gzip" | "x-gzip" => Some(Compression::Gzip),
        "zstd" => Some(Compression::Zstd),
        _ => return Err(Refusal::new(415, "content-encoding", "the Content-Encoding has to be gzip or zstd")),
    };
    Ok(Kind { format, compression })
}

/// The whole body, within its limits of size and time.
async fn read(body: Incoming, shared: &Shared, allowance: &mut Allowance) -> Result<Vec<u8>, Refusal> {
    let most = usize::try_from(shared.options.max_body.0).unwrap_or(usize::MAX);
    let timeout = shared.options.body_timeout.0;
    let collected = tokio::time::timeout(timeout, Limited::new(body, most).collect()).await;
    let late = |_| Refusal::new(408, "too-slow", format!("the body took longer than {timeout:?}"));
    let bytes = collected.map_err(late)?.map_err(|error| {
        if error.is::<http_body_util::LengthLimitError>() {
            Refusal::new(413, "too-large", format!("the body is larger than {most} bytes"))
        } else {
            Refusal::new(400, "cut-off", format!("the body could not be read: {error}"))
        }
    })?;
    let bytes = Vec::from(bytes.to_bytes());
    if allowance.grow(bytes.len() as u64) {
        Ok(bytes)
    } else {
        Err(Refusal::new(429, "busy", "too many bytes are waiting").after(1))
    }
}

/// Reads what a refused client is sending: who is cut off while sending does not see why.
async fn drain(body: Incoming) {
    let _ = tokio::time::timeout(DRAINING, Limited::new(body, DRAINED).collect()).await;
}
