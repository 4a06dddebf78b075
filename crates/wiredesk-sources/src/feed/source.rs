//! The source itself: decides what is due, sends tasks to do it, and delivers what stands in the journal. Time
//! comes from the engine's clock alone. Everything that it must not lose is in the journal or in the set of
//! running tasks, so `next` can be dropped at any moment.

use std::{
    collections::{HashMap, HashSet},
    path::PathBuf,
    sync::Arc,
    time::{Duration, SystemTime},
};

use async_trait::async_trait;
use jiff::Timestamp;
use tokio::task::{JoinHandle, JoinSet};
use url::Url;
use wiredesk_core::{
    Position,
    error::Failure,
    source::{Intake, Item, Mode, Progress, Source, SourceContext},
};

use super::{
    entry::Kept,
    hosts::{Hosts, host_of},
    journal::{FeedRow, Journal, PageRow, Recorded},
    list::{self, FeedSpec},
    options::FeedOptions,
    schedule::{Rules, Schedule},
    work::{Desk, Found, address_of, site_of},
};
use crate::fetch::{Trust, robots::Robots};

/// The one partition of a feed source: its offsets are numbers in the journal.
const PARTITION: &str = "journal";
/// How often the list of feeds is looked at, and whether a feed that was given up still is, in seconds.
const LIST_LOOK: i64 = 60;
/// Pause after a task that could not write what it found, in seconds.
const SETBACK: i64 = 30;
/// After so long the clock is looked at again: a machine may have been asleep meanwhile.
const LONGEST_SLEEP: Duration = Duration::from_secs(300);
/// Sites whose rules are kept.
const MOST_SITES: usize = 4096;

/// A feed that is followed.
struct Followed {
    spec: FeedSpec,
    rules: Rules,
    row: FeedRow,
    busy: bool,
    /// Polled in this run, which is enough for `run --once`.
    done: bool,
}

/// A page that is to be fetched.
struct Page {
    row: PageRow,
    /// Where it was led to in this run, one after another. Each of these is asked for like a page of its own, when its
    /// host is free and as far as its robots.txt allows.
    been: Vec<Url>,
    busy: bool,
}

impl Page {
    fn new(row: PageRow) -> Self {
        Self { row, been: Vec::new(), busy: false }
    }

    /// Where it is asked for next.
    fn address(&self) -> &Url {
        self.been.last().unwrap_or(&self.row.url)
    }
}

/// Who is busy with a task, so that it can be freed whatever becomes of the task.
#[derive(Clone, Debug)]
enum Job {
    Feed(i64),
    Page(i64),
    Robots(String),
}

/// Rows of the journal, with their numbers, on their way.
type Reading = JoinHandle<Result<Vec<(i64, Kept)>, Failure>>;

/// See the module.
pub(super) struct FeedSource {
    options: FeedOptions,
    context: SourceContext,
    desk: Arc<Desk>,
    feeds: Vec<Followed>,
    pages: Vec<Page>,
    hosts: Hosts,
    /// Rules by site, with the second until which they hold; `None` while they are being asked for.
    robots: HashMap<String, Option<(Robots, i64)>>,
    tasks: JoinSet<(Job, String, Result<Found, Failure>)>,
    /// Number of the last row that was delivered.
    delivered: i64,
    /// Number of the journal's last row.
    last: i64,
    /// What is being read of the journal, up to that row. Kept here, so that whoever drops `next` again and again does
    /// not have it read anew each time.
    reading: Option<(i64, Reading)>,
    /// Reasons to be counted, without a row of their own.
    notes: Vec<&'static str>,
    started_at: i64,
    list: Option<ListFile>,
    /// When feeds that were given up were looked at last.
    looked: i64,
    /// The day on which old articles were forgotten last.
    forgotten: i64,
}

/// The list file, watched by its time of change.
struct ListFile {
    path: PathBuf,
    changed: Option<SystemTime>,
    look: i64,
}

fn changed(path: &PathBuf) -> Option<SystemTime> {
    std::fs::metadata(path).and_then(|metadata| metadata.modified()).ok()
}

impl FeedSource {
    /// Opens the journal and reads the lists. Blocks.
    pub(super) fn open(options: &FeedOptions, context: SourceContext) -> Result<Self, Failure> {
        let now = context.clock.now();
        let mut journal = Journal::open(context.folder.as_deref(), now)?;
        let fetcher = super::fetcher(options)?;
        let mark = context.checkpoint.get(PARTITION).filter(|mark| *mark.version == *journal.generation);
        let mut delivered = mark.map_or(0, |mark| i64::try_from(mark.offset).unwrap_or(i64::MAX));
        if delivered > journal.last()? {
            // an older copy was put back: its next numbers have been given before
            tracing::warn!(source = &*context.id, "what was known of the feeds is older than what was delivered");
            journal.renew(now)?;
            delivered = 0;
        }
        if journal.fresh && !context.checkpoint.is_empty() {
            tracing::warn!(
                source = &*context.id,
                "nothing is known of what was read before: articles that are still in their feeds are delivered again"
            );
        }
        journal.forget(delivered)?;
        let last = journal.last()?;
        let pages = journal.pages()?.into_iter().map(Page::new).collect();
        let desk = Desk {
            source: context.id.clone(),
            journal,
            fetcher,
            clock: context.clock.clone(),
            largest: super::largest(options),
            page_trust: if options.allow_private_links { Trust::Anywhere } else { Trust::Public },
            once: context.mode == Mode::Once,
            max_pages: options.max_pages,
            host_delay: options.host_delay.0,
        };
        let list = options.list.clone().map(|path| ListFile { changed: changed(&path), path, look: now.as_second() });
        let listed = list::feeds(options).map_err(|error| Failure::fatal("bad-list", error.to_string()))?;
        let mut source = Self {
            hosts: Hosts::new(options.host_delay.0),
            options: options.clone(),
            desk: Arc::new(desk),
            feeds: Vec::new(),
            pages,
            robots: HashMap::new(),
            tasks: JoinSet::new(),
            delivered,
            last,
            reading: None,
            notes: Vec::new(),
            started_at: delivered,
            list,
            looked: now.as_second(),
            forgotten: 0,
            context,
        };
        source.follow(listed)?;
        if source.feeds.is_empty() {
            tracing::warn!(source = &*source.context.id, "no feed to follow: name some with `feeds` or `list`");
        }
        Ok(source)
    }

    fn now(&self) -> Timestamp {
        self.context.clock.now()
    }

    fn once(&self) -> bool {
        self.context.mode == Mode::Once
    }

    /// Follows the feeds of a list and no others.
    fn follow(&mut self, listed: list::Listed) -> Result<(), Failure> {
        for mistake in &listed.mistakes {
            tracing::warn!(source = &*self.context.id, "in the list of feeds: {mistake}");
        }
        let now = self.now().as_second();
        let followed: HashSet<&str> = self.feeds.iter().map(|feed| feed.spec.url.as_str()).collect();
        let rules: Vec<Rules> = listed.feeds.iter().map(|spec| Rules::new(&self.options, spec.interval)).collect();
        let unknown = listed.feeds.iter().zip(&rules).filter(|(spec, _)| !followed.contains(spec.url.as_str()));
        let unknown: Vec<_> = unknown.map(|(spec, rules)| (spec.url.as_str(), Schedule::new(*rules, now))).collect();
        let mut rows = self.desk.journal.feeds(&unknown)?.into_iter();
        let mut before: HashMap<String, Followed> =
            self.feeds.drain(..).map(|feed| (feed.spec.url.to_string(), feed)).collect();
        for (spec, rules) in listed.feeds.into_iter().zip(rules) {
            if let Some(feed) = before.remove(spec.url.as_str()) {
                self.feeds.push(Followed { spec, rules, ..feed });
            } else if let Some(mut row) = rows.next() {
                // a clock that was wrong once must not keep a feed from being polled
                let latest = now + rules.most.max(7 * 24 * 3600);
                row.schedule.due = row.schedule.due.min(latest);
                row.schedule.earliest = row.schedule.earliest.min(latest);
                self.feeds.push(Followed { spec, rules, row, busy: false, done: false });
            }
        }
        Ok(())
    }

    /// Reads the list of feeds again if it has changed.
    fn look_at_list(&mut self, now: i64) {
        let Some(list) = self.list.as_mut().filter(|list| list.look + LIST_LOOK <= now) else { return };
        list.look = now;
        let time = changed(&list.path);
        if time == list.changed {
            return;
        }
        list.changed = time;
        let listed = list::feeds(&self.options).map_err(|error| error.to_string());
        let followed = listed.and_then(|listed| self.follow(listed).map_err(|failure| failure.to_string()));
        match followed {
            Ok(()) => {
                tracing::info!(source = &*self.context.id, feeds = self.feeds.len(), "the list of feeds was read again")
            }
            Err(error) => tracing::warn!(source = &*self.context.id, "the list of feeds stays as it was: {error}"),
        }
    }

    /// Follows feeds again that `wiredesk feeds revive` has brought back.
    fn look_for_revived(&mut self, now: i64) -> Result<(), Failure> {
        if self.looked + LIST_LOOK > now {
            return Ok(());
        }
        self.looked = now;
        for feed in self.feeds.iter_mut().filter(|feed| feed.row.schedule.retired && !feed.busy) {
            if let Some(row) = self.desk.journal.feed(&feed.row.url)?.filter(|row| !row.schedule.retired) {
                tracing::info!(source = &*self.context.id, feed = row.url, "the feed is asked again");
                feed.row = row;
            }
        }
        Ok(())
    }

    /// When a feed may be polled; `None` if never in this run.
    fn feed_time(&self, feed: &Followed) -> Option<i64> {
        let schedule = &feed.row.schedule;
        match self.once() {
            _ if schedule.retired || feed.busy => None,
            true => (!feed.done && schedule.earliest <= self.now().as_second()).then_some(schedule.earliest),
            false => Some(schedule.due),
        }
    }

    /// Starts whatever may begin now. Answers when something may begin next, if that is known.
    fn dispatch(&mut self) -> Option<Timestamp> {
        let now = self.now();
        let mut next: Option<Timestamp> = None;
        let mut later = |at: Timestamp| next = Some(next.map_or(at, |next| next.min(at)));
        let second = |second: i64| Timestamp::from_second(second).unwrap_or(Timestamp::MAX);
        for index in 0..self.feeds.len() {
            let feed = &self.feeds[index];
            let Some(due) = self.feed_time(feed) else { continue };
            let url = address_of(&feed.spec, &feed.row);
            let host = host_of(&url);
            let Some(free) = self.hosts.free_at(&host, now) else { continue };
            let at = free.max(second(due));
            if at > now {
                later(at);
                continue;
            }
            // whoever ends makes room for it
            if self.tasks.len() >= self.options.concurrency {
                continue;
            }
            let feed = &mut self.feeds[index];
            feed.busy = true;
            self.hosts.begin(&host, now);
            let (desk, job) = (self.desk.clone(), Job::Feed(feed.row.id));
            let work = desk.poll(feed.spec.clone(), feed.rules, feed.row.clone());
            self.tasks.spawn(async move { (job, host, work.await) });
        }
        for index in 0..self.pages.len() {
            let page = &self.pages[index];
            if page.busy {
                continue;
            }
            let due = if self.once() { now } else { second(page.row.due) };
            let address = page.address().clone();
            let host = host_of(&address);
            let Some(free) = self.hosts.free_at(&host, now) else { continue };
            let at = free.max(due);
            if at > now {
                later(at);
                continue;
            }
            // whoever ends makes room for it
            if self.tasks.len() >= self.options.concurrency {
                continue;
            }
            let (row, been) = (page.row.clone(), page.been.clone());
            let site = site_of(&address);
            let (desk, job) = (self.desk.clone(), Job::Page(row.n));
            let rules = match self.robots.get(&site) {
                _ if !self.options.robots => None,
                // somebody is asking
                Some(None) => continue,
                Some(Some((robots, until))) if *until > now.as_second() => Some(robots.clone()),
                _ => {
                    if self.robots.len() >= MOST_SITES {
                        self.robots.retain(|_, rules| rules.as_ref().is_none_or(|(_, until)| *until > now.as_second()));
                    }
                    self.robots.insert(site.clone(), None);
                    self.hosts.begin(&host, now);
                    let work = desk.robots(row, been);
                    self.tasks.spawn(async move { (Job::Robots(site), host, work.await) });
                    continue;
                }
            };
            // what robots.txt forbids costs its host nothing
            let allowed = rules.as_ref().is_none_or(|rules| rules.allows(&address[url::Position::BeforePath..]));
            let host = if allowed { host } else { String::new() };
            if allowed {
                self.hosts.begin(&host, now);
            }
            self.pages[index].busy = true;
            let work = desk.page(row, been, rules);
            self.tasks.spawn(async move { (job, host, work.await) });
        }
        if let Some(list) = &self.list
            && !self.once()
        {
            later(second(list.look + LIST_LOOK));
        }
        if !self.once() && self.feeds.iter().any(|feed| feed.row.schedule.retired) {
            later(second(self.looked + LIST_LOOK));
        }
        next
    }

    /// Takes note of what a task has found.
    fn finish(&mut self, job: Job, host: &str, found: Result<Found, Failure>) -> Result<(), Failure> {
        self.hosts.end(host);
        let again = self.now().as_second() + SETBACK;
        match found {
            Ok(Found::Polled { row, recorded, note }) => {
                self.notes.extend(note);
                if let Some(feed) = self.feeds.iter_mut().find(|feed| feed.row.id == row.id) {
                    if feed.row.error.is_none() != row.error.is_none()
                        || (row.schedule.retired && !feed.row.schedule.retired)
                    {
                        report(&self.context.id, &row);
                    }
                    feed.row = *row;
                    (feed.busy, feed.done) = (false, true);
                }
                self.recorded(recorded);
            }
            Ok(Found::Page { n, recorded, failed, asked, hold }) => {
                self.notes.extend(failed);
                self.pages.retain(|page| page.row.n != n);
                if let Some(asked) = asked {
                    self.hosts.begin(host, asked);
                    self.hosts.end(host);
                }
                self.hold(host, hold);
                self.recorded(recorded);
            }
            Ok(Found::PageLater { page: row, hold }) => {
                self.hold(host, hold);
                if let Some(page) = self.pages.iter_mut().find(|page| page.row.n == row.n) {
                    *page = Page::new(row);
                }
            }
            Ok(Found::PageMoved { n, to }) => {
                if let Some(page) = self.pages.iter_mut().find(|page| page.row.n == n) {
                    page.been.push(to);
                    page.busy = false;
                }
            }
            Ok(Found::Robots { site, robots, until }) => {
                if let Some(delay) = robots.delay() {
                    self.hosts.ask_for(host, delay);
                }
                self.robots.insert(site, Some((robots, until)));
            }
            Err(failure) => {
                match job {
                    Job::Feed(id) => {
                        if let Some(feed) = self.feeds.iter_mut().find(|feed| feed.row.id == id) {
                            feed.busy = false;
                            feed.row.schedule.due = again;
                        }
                    }
                    Job::Page(n) => {
                        if let Some(page) = self.pages.iter_mut().find(|page| page.row.n == n) {
                            page.busy = false;
                            page.row.due = again;
                        }
                    }
                    Job::Robots(site) => drop(self.robots.remove(&site)),
                }
                return Err(failure);
            }
        }
        Ok(())
    }

    /// Leaves the pages of a host in peace until then.
    fn hold(&mut self, host: &str, until: Option<i64>) {
        let Some(until) = until else { return };
        for page in self.pages.iter_mut().filter(|page| host_of(page.address()) == host) {
            page.row.due = page.row.due.max(until);
        }
    }

    fn recorded(&mut self, recorded: Recorded) {
        self.last = self.last.max(recorded.last);
        self.notes.extend(std::iter::repeat_n("duplicate", recorded.seen.duplicates));
        self.pages.extend(recorded.pages.into_iter().map(Page::new));
    }

    fn position(&self, n: i64) -> Position {
        Position {
            partition: PARTITION.into(),
            version: self.desk.journal.generation.as_str().into(),
            offset: u64::try_from(n).unwrap_or_default(),
        }
    }

    /// What stands in the journal behind what was delivered. Asking twice gives the same.
    async fn deliver(&mut self) -> Result<Vec<Intake>, Failure> {
        let mut intakes = Vec::new();
        if self.delivered < self.last {
            let (last, reading) = self.reading.get_or_insert_with(|| {
                let (desk, after) = (self.desk.clone(), self.delivered);
                (self.last, tokio::task::spawn_blocking(move || desk.journal.read(after)))
            });
            let (last, read) = (*last, reading.await);
            self.reading = None;
            let rows =
                read.map_err(|error| Failure::retry("panic", "reading the journal panicked").because(error))??;
            if rows.is_empty() {
                self.delivered = last;
            }
            for (n, kept) in rows {
                self.delivered = n;
                intakes.push(Intake { item: kept.item(&self.context.id), position: self.position(n) });
            }
        }
        let position = self.position(self.delivered);
        intakes.extend(
            self.notes.drain(..).map(|reason| Intake { item: Item::Skipped(reason), position: position.clone() }),
        );
        Ok(intakes)
    }

    /// Forgets, once a day, articles that have long left their feeds.
    fn forget_old(&mut self, now: i64) -> Result<(), Failure> {
        let day = now.div_euclid(86_400);
        if day != self.forgotten {
            self.forgotten = day;
            self.desk.journal.forget_articles(day - i64::from(self.options.remember_days))?;
        }
        Ok(())
    }
}

/// A feed's state has changed: says so once.
fn report(source: &str, row: &FeedRow) {
    match &row.error {
        Some((code, message)) if row.schedule.retired => {
            tracing::warn!(
                source,
                feed = row.url,
                code,
                "the feed is gone for good and is not polled any more: {message}"
            );
        }
        Some((code, message)) => tracing::warn!(source, feed = row.url, code, "the feed cannot be read: {message}"),
        None => tracing::info!(source, feed = row.url, "the feed can be read again"),
    }
}

#[async_trait]
impl Source for FeedSource {
    async fn next(&mut self) -> Result<Option<Vec<Intake>>, Failure> {
        loop {
            let intakes = self.deliver().await?;
            if !intakes.is_empty() {
                return Ok(Some(intakes));
            }
            let now = self.now();
            self.look_at_list(now.as_second());
            self.look_for_revived(now.as_second())?;
            self.forget_old(now.as_second())?;
            let next = self.dispatch();
            if self.tasks.is_empty() {
                let Some(next) = next else {
                    if self.once() {
                        return Ok(None);
                    }
                    // no feed at all, or none that will ever be polled again
                    std::future::pending::<()>().await;
                    continue;
                };
                // nothing is under way: a test's clock may go on to the next thing at once
                let wait = self.context.clock.wait_for(next);
                tokio::time::sleep(wait.min(LONGEST_SLEEP)).await;
                continue;
            }
            let wait = next.map(|next| Duration::try_from(next.duration_since(self.now())).unwrap_or_default());
            let elapsed = async {
                match wait {
                    Some(wait) => tokio::time::sleep(wait.max(Duration::from_millis(1))).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                joined = self.tasks.join_next() => match joined {
                    Some(Ok((job, host, found))) => self.finish(job, &host, found)?,
                    Some(Err(error)) => {
                        return Err(Failure::fatal("panic", "fetching panicked").because(error));
                    }
                    None => {}
                },
                () = elapsed => {}
            }
        }
    }

    async fn acknowledge(&mut self, positions: &[Position]) -> Result<(), Failure> {
        let generation = self.desk.journal.generation.as_str();
        let ours =
            positions.iter().filter(|position| &*position.partition == PARTITION && &*position.version == generation);
        let Some(to) = ours.map(|position| position.offset).max() else { return Ok(()) };
        let (desk, to) = (self.desk.clone(), i64::try_from(to).unwrap_or(i64::MAX));
        let forgetting = tokio::task::spawn_blocking(move || desk.journal.forget(to)).await;
        forgetting.map_err(|error| Failure::retry("panic", "forgetting delivered articles panicked").because(error))?
    }

    fn progress(&self) -> Progress {
        let done = self.delivered - self.started_at;
        Progress { done: u64::try_from(done).unwrap_or_default(), total: None }
    }
}
