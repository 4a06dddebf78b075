//! The half of the `http` source that the engine talks to: takes what was posted, gives it positions, and answers
//! when it is durable. The other half is [`super::server`].

use std::{
    collections::{HashMap, VecDeque},
    net::TcpListener,
    sync::Arc,
    time::Duration,
};

use async_trait::async_trait;
use tokio::{
    sync::{mpsc, oneshot, watch},
    task::JoinHandle,
};
use wiredesk_core::{
    Document, Position,
    clock::Clock,
    error::Failure,
    source::{Intake, Item, Source, SourceContext},
};

use super::{
    Acknowledge, HttpOptions,
    answer::Fate,
    body::Posted,
    known::Known,
    server::{self, Shared},
};

/// Most pieces that are delivered at once.
const PIECES: usize = 128;
/// How long connections may take to end when the pipeline has ended.
const FAREWELL: Duration = Duration::from_secs(2);
/// What was passed over counts in this partition.
const PASSED_OVER: &str = "http";

/// What one request has brought.
pub(super) struct Post {
    pub(super) articles: Vec<Posted>,
    /// Why the others are none, for counting.
    pub(super) rejected: Vec<&'static str>,
    /// Takes the fate of each article in `articles`; dropped if there will be none.
    pub(super) answer: oneshot::Sender<Vec<Fate>>,
}

/// A request that waits for its articles.
struct Waiting {
    left: usize,
    fates: Vec<Fate>,
    answer: oneshot::Sender<Vec<Fate>>,
}

/// One article of a request.
struct Piece {
    request: u64,
    /// Which of the request's articles it is.
    index: usize,
    posted: Posted,
}

/// An article that is on its way to the sinks.
struct UnderWay {
    content: Arc<str>,
    /// Who waits for it.
    requests: Vec<u64>,
}

/// See the module.
pub(super) struct HttpSource {
    id: Arc<str>,
    clock: Arc<dyn Clock>,
    durable: bool,
    /// Until the first call.
    start: Option<(TcpListener, Shared)>,
    posts: mpsc::Receiver<Post>,
    known: Known,
    /// Everything passed over since this process began.
    version: Arc<str>,
    passed_over: u64,
    ready: VecDeque<Intake>,
    /// By partition: at most one version of an article is under way.
    under_way: HashMap<Arc<str>, UnderWay>,
    /// By partition: other versions of articles that are under way, in the order in which they came.
    deferred: HashMap<Arc<str>, Vec<Piece>>,
    requests: HashMap<u64, Waiting>,
    numbers: u64,
    closing: watch::Sender<bool>,
    server: Option<JoinHandle<()>>,
}

impl HttpSource {
    pub(super) fn new(
        options: &HttpOptions,
        context: &SourceContext,
        listener: TcpListener,
        token: Option<blake3::Hash>,
    ) -> Self {
        let (sender, posts) = mpsc::channel(options.queue as usize);
        let (closing, closed) = watch::channel(false);
        let shared = Shared::new(options, token, context.id.clone(), sender, closed);
        Self {
            id: context.id.clone(),
            clock: context.clock.clone(),
            durable: options.acknowledge == Acknowledge::Durable,
            start: Some((listener, shared)),
            posts,
            known: Known::new(&context.checkpoint, options.remember as usize),
            version: context.clock.now().as_nanosecond().to_string().into(),
            passed_over: 0,
            ready: VecDeque::new(),
            under_way: HashMap::new(),
            deferred: HashMap::new(),
            requests: HashMap::new(),
            numbers: 0,
            closing,
            server: None,
        }
    }

    /// Notes that something posted is not delivered.
    fn pass_over(&mut self, reason: &'static str) {
        self.passed_over += 1;
        let position =
            Position { partition: PASSED_OVER.into(), version: self.version.clone(), offset: self.passed_over };
        self.ready.push_back(Intake { item: Item::Skipped(reason), position });
    }

    /// Takes in a request.
    fn take_in(&mut self, post: Post) {
        let Post { articles, rejected, answer } = post;
        rejected.into_iter().for_each(|code| self.pass_over(code));
        if articles.is_empty() {
            return;
        }
        // versions that nobody waits for any more: their clients were told to post again
        let waits =
            |piece: &Piece| self.requests.get(&piece.request).is_some_and(|request| !request.answer.is_closed());
        self.deferred.retain(|_, pieces| {
            pieces.retain(waits);
            !pieces.is_empty()
        });
        self.requests.retain(|_, waiting| !waiting.answer.is_closed());
        self.numbers += 1;
        let request = self.numbers;
        self.requests
            .insert(request, Waiting { left: articles.len(), fates: vec![Fate::Known; articles.len()], answer });
        for (index, posted) in articles.into_iter().enumerate() {
            self.place(Piece { request, index, posted });
        }
        while let Some(position) = self.known.forget(|partition| self.under_way.contains_key(partition)) {
            self.ready.push_back(Intake { item: Item::Skipped("forgotten"), position });
        }
    }

    /// Decides what becomes of one article.
    fn place(&mut self, piece: Piece) {
        let now = self.clock.now_seconds();
        let position = Known::position(&piece.posted.article.key, &piece.posted.content, now);
        let known = self.known.knows(&position);
        if let Some(deferred) = self.deferred.get_mut(&position.partition) {
            return deferred.push(piece);
        }
        match self.under_way.get_mut(&position.partition) {
            // an answer has to tell which version is durable, so one waits for the other
            Some(_) if !known => {
                self.deferred.insert(position.partition, vec![piece]);
                return;
            }
            // posted again while it is under way: both wait for it
            Some(under_way) => {
                under_way.requests.push(piece.request);
                return self.pass_over("known");
            }
            None => {}
        }
        let Piece { request, index, posted } = piece;
        if known {
            self.pass_over("known");
            return self.settle(request);
        }
        self.known.learn(position.partition.clone(), position.version.clone());
        let fate = if self.durable { Fate::Delivered } else { Fate::Accepted };
        if let Some(waiting) = self.requests.get_mut(&request) {
            waiting.fates[index] = fate;
        }
        if self.durable {
            let under_way = UnderWay { content: position.version.clone(), requests: vec![request] };
            self.under_way.insert(position.partition.clone(), under_way);
        } else {
            self.settle(request);
        }
        let document = Document::new(self.id.clone(), posted.article, now);
        self.ready.push_back(Intake { item: Item::Document(Arc::new(document)), position });
    }

    /// One article of a request is settled; if it was the last, the request is answered.
    fn settle(&mut self, number: u64) {
        let Some(waiting) = self.requests.get_mut(&number) else { return };
        waiting.left -= 1;
        if waiting.left == 0
            && let Some(waiting) = self.requests.remove(&number)
        {
            // whoever is not there any more has to post again
            let _ = waiting.answer.send(waiting.fates);
        }
    }
}

#[async_trait]
impl Source for HttpSource {
    async fn next(&mut self) -> Result<Option<Vec<Intake>>, Failure> {
        if let Some((listener, shared)) = self.start.take() {
            let listener = tokio::net::TcpListener::from_std(listener)
                .map_err(|error| Failure::fatal("cannot-listen", "cannot listen").because(error))?;
            self.server = Some(tokio::spawn(server::serve(listener, shared)));
        }
        while self.ready.is_empty() {
            match self.posts.recv().await {
                Some(post) => self.take_in(post),
                None => return Err(Failure::fatal("server-ended", "the server has ended unexpectedly")),
            }
        }
        let count = self.ready.len().min(PIECES);
        Ok(Some(self.ready.drain(..count).collect()))
    }

    async fn acknowledge(&mut self, positions: &[Position]) -> Result<(), Failure> {
        for position in positions {
            if self.under_way.get(&position.partition).is_none_or(|under_way| under_way.content != position.version) {
                continue;
            }
            let settled = self.under_way.remove(&position.partition).into_iter().flat_map(|gone| gone.requests);
            settled.for_each(|request| self.settle(request));
            let waited = self.deferred.remove(&position.partition).into_iter().flatten();
            waited.for_each(|piece| self.place(piece));
        }
        Ok(())
    }

    async fn close(&mut self) {
        let _ = self.closing.send(true);
        // those who still wait, or have not been looked at, are told to come back
        self.requests.clear();
        self.deferred.clear();
        self.posts.close();
        while self.posts.try_recv().is_ok() {}
        if let Some(server) = self.server.take() {
            let abort = server.abort_handle();
            if tokio::time::timeout(FAREWELL, server).await.is_err() {
                abort.abort();
            }
        }
    }
}
