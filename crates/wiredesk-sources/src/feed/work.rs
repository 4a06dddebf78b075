//! The three things that the source sends someone to do: poll a feed, fetch a page, ask for a robots.txt. Each
//! runs as a task of its own, writes what it found into the journal before it ends, and answers what the source
//! has to know. A page that redirects is not followed from here: it is the source that knows whether the host it
//! leads to may be asked now, and what its robots.txt says.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};
use url::Url;
use wiredesk_core::{clock::Clock, error::Failure};

use super::{
    entry,
    journal::{FeedRow, Journal, PageRow, Recorded, Seen},
    list::FeedSpec,
    page::{self, NoPage},
    pages::Pages,
    parse,
    schedule::{self, MOVED_FAILURES, Rules, Shown},
};
use crate::fetch::{Answer, FetchError, Fetcher, Request, Trust, robots::Robots};

const FEED_TYPES: &str = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, \
                          text/xml;q=0.9, application/json;q=0.8, */*;q=0.5";
const PAGE_TYPES: &str = "text/html, application/xhtml+xml";
/// Entries of a feed that has never been polled in vain before a gap can be told.
const GAP: usize = 3;
/// Tries to fetch a page.
const PAGE_TRIES: i64 = 3;
/// Redirects of a page that are followed.
const PAGE_REDIRECTS: usize = 5;
/// Pause before the second try, in seconds; before the third it is four times as long.
const PAGE_PAUSE: i64 = 600;
/// Longest time for which a host is left in peace because one of its pages asked for it, in seconds.
const LONGEST_HOLD: i64 = 6 * 3600;
/// How long a robots.txt that could not be had is taken for closed, in seconds.
const ROBOTS_RETRY: i64 = 540;
/// How long the rules in a robots.txt hold, in seconds.
const ROBOTS_HOLD: i64 = 24 * 3600;

/// What every task needs.
pub(super) struct Desk {
    pub(super) source: Arc<str>,
    pub(super) journal: Journal,
    pub(super) fetcher: Fetcher,
    pub(super) clock: Arc<dyn Clock>,
    /// The largest page.
    pub(super) largest: usize,
    /// Whether pages may be at private addresses.
    pub(super) page_trust: Trust,
    /// Nothing is tried again later.
    pub(super) once: bool,
    /// Most pages of one article.
    pub(super) max_pages: usize,
    /// Pause between two requests to a host.
    pub(super) host_delay: Duration,
}

/// What a task has found, beside what stands in the journal now.
pub(super) enum Found {
    /// A feed's row after its poll.
    Polled {
        row: Box<FeedRow>,
        recorded: Recorded,
        /// Why there was nothing to be had, or something may have been missed.
        note: Option<&'static str>,
    },
    /// A page is done with.
    Page {
        n: i64,
        recorded: Recorded,
        /// Why the article goes without, or without its end.
        failed: Option<&'static str>,
        /// When its host was asked last, where that was more than once.
        asked: Option<Timestamp>,
        /// Until when other pages of its host are left in peace.
        hold: Option<i64>,
    },
    /// A page is somewhere else, which may be another host.
    PageMoved { n: i64, to: Url },
    /// A page is to be tried again.
    PageLater {
        page: PageRow,
        /// Until when other pages of its host are left in peace as well.
        hold: Option<i64>,
    },
    /// The rules of a site.
    Robots { site: String, robots: Robots, until: i64 },
}

/// What was met with on the further pages of an article; see [`Found::Page`].
#[derive(Debug, Default)]
struct More {
    missing: Option<&'static str>,
    asked: Option<Timestamp>,
    hold: Option<i64>,
}

/// A site as far as its robots.txt goes.
pub(super) fn site_of(url: &Url) -> String {
    url[..url::Position::AfterPort].to_owned()
}

/// Where a feed is asked for.
pub(super) fn address_of(spec: &FeedSpec, row: &FeedRow) -> Url {
    row.moved.as_ref().and_then(|moved| Url::parse(moved).ok()).unwrap_or_else(|| spec.url.clone())
}

/// Runs something that blocks; a panic in it is a failure.
async fn aside<T: Send + 'static>(act: impl FnOnce() -> T + Send + 'static) -> Result<T, Failure> {
    tokio::task::spawn_blocking(act)
        .await
        .map_err(|error| Failure::retry("panic", "reading a feed panicked").because(error))
}

/// What robots.txt says to fetching a page.
fn may_fetch(url: &Url, robots: Option<&Robots>) -> Result<(), NoPage> {
    match robots {
        Some(robots) if robots.is_closed() => {
            Err(NoPage::passing("robots-unavailable", "the site's robots.txt cannot be had"))
        }
        Some(robots) if !robots.allows(&url[url::Position::BeforePath..]) => {
            Err(NoPage::new("robots", "the site's robots.txt asks not to fetch it"))
        }
        _ => Ok(()),
    }
}

/// Runs a reader over outside input: a panic in it costs its answer, not the source.
fn guarded<T>(read: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(read)).ok()
}

/// What the status of an answer means for a feed.
fn refusal(answer: &Answer) -> (&'static str, String) {
    let code = match answer.status {
        401 | 403 => "refused",
        404 => "not-found",
        410 => "gone",
        429 => "rate-limited",
        500.. => "server-error",
        _ => "status",
    };
    (code, format!("the server answers with status {}", answer.status))
}

impl Desk {
    fn now(&self) -> Timestamp {
        self.clock.now_seconds()
    }

    /// Polls a feed.
    pub(super) async fn poll(self: Arc<Self>, spec: FeedSpec, rules: Rules, row: FeedRow) -> Result<Found, Failure> {
        let url = address_of(&spec, &row);
        let trusted = spec.allow_private && url.origin() == spec.url.origin();
        let trust = if trusted { Trust::Anywhere } else { Trust::Public };
        let mut request = Request::new(url, trust, FEED_TYPES);
        request.etag.clone_from(&row.etag);
        request.last_modified.clone_from(&row.modified);
        let answer = self.fetcher.get(&request).await;
        let desk = self.clone();
        aside(move || desk.polled(&spec, rules, row, answer)).await?
    }

    /// Makes of an answer what there is to be made. Blocking.
    fn polled(
        &self,
        spec: &FeedSpec,
        rules: Rules,
        mut row: FeedRow,
        answer: Result<Answer, FetchError>,
    ) -> Result<Found, Failure> {
        let now = self.now();
        let seconds = now.as_second();
        row.polled = Some(seconds);
        let answer = match answer {
            Ok(answer) => answer,
            Err(FetchError { code, message }) => return self.failed(row, rules, (code, message), Shown::Failed, None),
        };
        let wait = schedule::asked_wait(&answer, seconds);
        match answer.status {
            304 => {
                self.good(&mut row, &answer, seconds);
                let url = row.url.clone();
                row.schedule.after(Shown::Nothing, wait, rules, &url, seconds);
                self.journal.save(&row)?;
                Ok(Found::Polled { row: Box::new(row), recorded: Recorded::default(), note: None })
            }
            200..300 => {
                let read = guarded(|| {
                    let feed = parse::parse(&answer.body, page::charset(&answer), &answer.url)?;
                    let candidates = entry::candidates(&feed, spec, now);
                    Ok::<_, parse::NoFeed>((feed, candidates))
                });
                let (feed, candidates) = match read {
                    Some(Ok(read)) => read,
                    Some(Err(error)) => {
                        return self.failed(row, rules, (error.code, error.message), Shown::Failed, wait);
                    }
                    None => {
                        let panicked = ("panic", "reading the feed panicked".to_owned());
                        return self.failed(row, rules, panicked, Shown::Failed, wait);
                    }
                };
                let entries = candidates.len();
                let before = row.clone();
                let mut note = None;
                let recorded = self.journal.record_poll(&self.source, &mut row, candidates, seconds, |row, seen| {
                    self.good(row, &answer, seconds);
                    row.title = feed.title.clone().or(row.title.take());
                    row.broken = i64::try_from(feed.broken).unwrap_or_default();
                    let shown = shown(&before, seen, entries);
                    note = (shown == Shown::New { gap: true }).then_some("possible-gap");
                    let url = row.url.clone();
                    row.schedule.after(shown, wait, rules, &url, seconds);
                })?;
                Ok(Found::Polled { row: Box::new(row), recorded, note })
            }
            410 => self.failed(row, rules, refusal(&answer), Shown::Gone, None),
            _ => self.failed(row, rules, refusal(&answer), Shown::Failed, wait),
        }
    }

    /// What a good answer changes.
    fn good(&self, row: &mut FeedRow, answer: &Answer, now: i64) {
        row.succeeded = Some(now);
        row.error = None;
        if let Some(moved) = &answer.moved {
            row.moved = Some(moved.to_string()).filter(|moved| *moved != row.url);
        }
        let field = |name| answer.header(name).filter(|value| value.len() <= 1000).map(str::to_owned);
        if answer.status != 304 {
            row.etag = field("etag");
            row.modified = field("last-modified");
        }
    }

    fn failed(
        &self,
        mut row: FeedRow,
        rules: Rules,
        (code, message): (&'static str, String),
        shown: Shown,
        wait: Option<i64>,
    ) -> Result<Found, Failure> {
        let url = row.url.clone();
        row.schedule.after(shown, wait, rules, &url, self.now().as_second());
        if row.schedule.failures >= MOVED_FAILURES {
            // the new address may have been a mistake
            row.moved = None;
        }
        tracing::debug!(feed = url, code, "{message}");
        row.error = Some((code.to_owned(), message));
        self.journal.save(&row)?;
        let recorded = Recorded { last: self.journal.last()?, ..Recorded::default() };
        Ok(Found::Polled { row: Box::new(row), recorded, note: Some(code) })
    }

    /// Which addresses a page may reach that was led to `been` one after another: where it has been led to another
    /// place, that is not what the feed says.
    fn page_trust(&self, page: &PageRow, been: &[Url]) -> Trust {
        if been.iter().all(|url| url.origin() == page.url.origin()) { self.page_trust } else { Trust::Public }
    }

    /// Fetches a page, from where it was led to if it was, and those at which its article goes on, and completes the
    /// article.
    pub(super) async fn page(
        self: Arc<Self>,
        mut page: PageRow,
        been: Vec<Url>,
        robots: Option<Robots>,
    ) -> Result<Found, Failure> {
        let address = been.last().unwrap_or(&page.url).clone();
        let trust = self.page_trust(&page, &been);
        let fetched = match may_fetch(&address, robots.as_ref()) {
            Ok(()) => self.fetch_page(address.clone(), trust).await,
            Err(reason) => Err(reason),
        };
        let fetched = match fetched {
            Ok(Answer { redirect: Some(to), .. }) => {
                if to == page.url || been.contains(&to) {
                    Err(NoPage::new("redirect-loop", format!("is redirected in a circle through {to}")))
                } else if been.len() >= PAGE_REDIRECTS {
                    let message = format!("is redirected more than {PAGE_REDIRECTS} times");
                    Err(NoPage::new("too-many-redirects", message))
                } else {
                    return Ok(Found::PageMoved { n: page.n, to });
                }
            }
            fetched => fetched,
        };
        let (desk, asked) = (self.clone(), page.url.clone());
        let first = aside(move || fetched.and_then(|answer| desk.read_page(&asked, answer))).await?;
        let mut more = More::default();
        let read = match first {
            Ok(pages) => Ok(self.clone().more_pages(pages, trust, robots.as_ref(), &mut more).await?),
            Err(reason) => Err(reason),
        };
        let desk = self.clone();
        aside(move || {
            let More { missing, asked, hold } = more;
            // its entry has changed meanwhile, or it is done with
            let Some(kept) = desk.journal.page_article(page.n)? else {
                return Ok(Found::Page { n: page.n, recorded: Recorded::default(), failed: None, asked, hold });
            };
            let now = desk.now().as_second();
            let completed = read.and_then(|read| match &kept {
                entry::Kept::Article(article) => Ok(page::complete(read, (**article).clone())),
                entry::Kept::Rejected { message, .. } => Err(NoPage::new("no-content", message.clone())),
            });
            let (kept, failed) = match completed {
                Ok(article) => (entry::Kept::Article(Box::new(article)), missing),
                Err(reason) if reason.passing && !desk.once && page.attempts + 1 < PAGE_TRIES => {
                    let hold = reason.wait.map(|wait| now + wait.min(LONGEST_HOLD));
                    // behind those that have not been tried yet
                    page.due = hold.unwrap_or(now) + (PAGE_PAUSE << (2 * page.attempts));
                    page.attempts += 1;
                    desk.journal.page_later(&page)?;
                    return Ok(Found::PageLater { page, hold });
                }
                Err(reason) => {
                    tracing::debug!(url = %page.url, code = reason.code, "{}", reason.message);
                    (page::without(kept, &reason), Some(reason.code))
                }
            };
            let recorded = desk.journal.record_page(&desk.source, page.n, kept)?;
            Ok(Found::Page { n: page.n, recorded, failed, asked, hold })
        })
        .await?
    }

    async fn fetch_page(&self, url: Url, trust: Trust) -> Result<Answer, NoPage> {
        let request = Request { follow: false, ..Request::new(url, trust, PAGE_TYPES) };
        self.fetcher.get(&request).await.map_err(NoPage::from)
    }

    /// Reads an article's first page, which the feed has at `asked`. Blocking.
    fn read_page(&self, asked: &Url, answer: Answer) -> Result<Pages, NoPage> {
        let wait = schedule::asked_wait(&answer, self.now().as_second());
        let read = guarded(|| {
            let read = page::read(answer, Some(asked.as_str()), self.largest)?;
            Ok(Pages::new(read, self.max_pages, self.largest))
        });
        let read = read.unwrap_or_else(|| Err(NoPage::new("panic", "reading the page panicked")));
        read.map_err(|reason| NoPage { wait, ..reason })
    }

    /// Fetches the pages at which an article goes on, one after another with the pauses that its host is due. The first
    /// that cannot be had is the last: the article stays with what there is, and says so. Holds the place of a request
    /// meanwhile, and that of its host.
    async fn more_pages(
        self: Arc<Self>,
        mut pages: Pages,
        trust: Trust,
        robots: Option<&Robots>,
        more: &mut More,
    ) -> Result<page::Read, Failure> {
        let delay = robots.and_then(Robots::delay).unwrap_or_default().max(self.host_delay);
        let delay = SignedDuration::try_from(delay).unwrap_or(SignedDuration::MAX);
        while let Some(url) = pages.next() {
            if let Err(reason) = may_fetch(&url, robots) {
                pages.missing(&reason);
                break;
            }
            let free = self.clock.now().checked_add(delay).unwrap_or(Timestamp::MAX);
            tokio::time::sleep(self.clock.wait_for(free)).await;
            let fetched = self.fetch_page(url.clone(), trust).await;
            more.asked = Some(self.clock.now());
            let wait = fetched.as_ref().ok().and_then(|answer| schedule::asked_wait(answer, self.now().as_second()));
            let joined;
            (pages, joined) = aside(move || {
                let mut pages = pages;
                // after a panic there is what there was before: joining is the last thing that is done
                let join = |answer| guarded(|| pages.join(&url, answer));
                let panicked = || Err(NoPage::new("panic", "reading the page panicked"));
                let joined = fetched.map(join).and_then(|joined| joined.unwrap_or_else(panicked));
                (pages, joined)
            })
            .await?;
            if let Err(reason) = joined {
                pages.missing(&reason);
                more.hold = wait.filter(|_| reason.passing).map(|wait| self.now().as_second() + wait.min(LONGEST_HOLD));
            }
        }
        let (read, missing) = pages.whole();
        more.missing = missing;
        Ok(read)
    }

    /// Asks for the rules of a page's site, that of the page itself or one it was led to. Without an answer it counts as
    /// closed for a while.
    pub(super) async fn robots(self: Arc<Self>, page: PageRow, been: Vec<Url>) -> Result<Found, Failure> {
        let trust = self.page_trust(&page, &been);
        let of = been.last().unwrap_or(&page.url).clone();
        let mut url = of.clone();
        url.set_path("/robots.txt");
        url.set_query(None);
        url.set_fragment(None);
        let answer = self.fetcher.get(&Request::new(url, trust, "text/plain")).await;
        let (robots, hold) = match answer {
            Ok(answer) if (200..300).contains(&answer.status) => {
                (Robots::parse(&String::from_utf8_lossy(&answer.body), "wiredesk"), ROBOTS_HOLD)
            }
            // there is no such file, or none for us
            Ok(answer) if (400..500).contains(&answer.status) && answer.status != 429 => (Robots::none(), ROBOTS_HOLD),
            // the page itself will say so as well, and better
            Err(FetchError { code: "private-address" | "port" | "scheme" | "bad-url", .. }) => {
                (Robots::none(), ROBOTS_HOLD)
            }
            Ok(_) | Err(_) => (Robots::closed(), ROBOTS_RETRY),
        };
        Ok(Found::Robots { site: site_of(&of), robots, until: self.now().as_second() + hold })
    }
}

/// What a poll has shown, as far as the schedule goes.
fn shown(before: &FeedRow, seen: Seen, entries: usize) -> Shown {
    if seen.new + seen.changed == 0 {
        return Shown::Nothing;
    }
    let gap = before.succeeded.is_some() && entries >= GAP && seen.new == entries;
    Shown::New { gap }
}
