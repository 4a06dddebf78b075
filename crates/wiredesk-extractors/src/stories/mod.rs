//! The `stories` extractor: which running story an article belongs to. A story is a group of articles about
//! the same thing that come in one after the other; its id is that of the first. An article joins the story
//! whose names and words it has most in common with, if that is enough; the longer a story has been without news,
//! the more that takes (single-pass clustering with time decay, after Allan, Papka and Lavrenko 1998).
//!
//! Remembers stories as the sum of their articles. An article stays in its story, also when it is corrected.

pub mod listing;
mod note;
mod profile;
mod running;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;

use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use wiredesk_core::{
    Document, DocumentId, LayerName,
    annotation::EntityKind,
    error::Failure,
    extractor::{Declaration, Findings, SyncExtractor, Worker},
    memory::{Fate, Memory, Unreadable},
    options::{ComponentOptions, Duration, Finding},
    registry::{Component, ExtractorComponent},
};

use self::{
    note::Told,
    profile::{Profile, Profiler, Weights},
    running::{Ageing, Running},
};

/// The component.
pub struct Stories;

/// Options of `stories`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct StoriesOptions {
    /// How much an article has to have in common with a story to belong to it: the cosine of what they are
    /// about. More makes more and smaller stories.
    #[schemars(range(min = 0.05, max = 1.0))]
    pub similarity: f64,
    /// After how long without an article what a story has in common with a new one counts half.
    pub half_life: Duration,
    /// After how long without an article a story is over.
    pub inactive_after: Duration,
    /// Stories that are remembered, those with news last; each takes up to 1.5 KB of memory.
    #[schemars(range(min = 1, max = 10_000_000))]
    pub stories: usize,
    /// Articles that are remembered, the newest ones; each takes half a KB on disk.
    #[schemars(range(min = 1, max = 10_000_000))]
    pub articles: usize,
}

impl Default for StoriesOptions {
    fn default() -> Self {
        let days = |days: u64| Duration(std::time::Duration::from_secs(days * 86_400));
        Self { similarity: 0.26, half_life: days(14), inactive_after: days(30), stories: 20_000, articles: 50_000 }
    }
}

impl ComponentOptions for StoriesOptions {
    fn check(&self) -> Vec<Finding> {
        let zero = self.half_life.0.is_zero();
        zero.then(|| Finding::at("half_life", "must be longer than 0s")).into_iter().collect()
    }
}

impl Component for Stories {
    const NAME: &'static str = "stories";
    const SUMMARY: &'static str = "which running story an article belongs to";
    const VERSION: &'static str = "1";
    type Options = StoriesOptions;
}

impl ExtractorComponent for Stories {
    fn declare(&self, _: &StoriesOptions) -> Declaration {
        Declaration {
            requires: vec![LayerName::Tokens, LayerName::Sentences],
            uses: vec![LayerName::Entities, LayerName::DuplicateOf],
            provides: vec![LayerName::Story],
            languages: vec!["en".into()],
        }
    }

    fn remembers(&self) -> bool {
        true
    }

    fn build(&self, options: &StoriesOptions) -> Result<Worker, Failure> {
        Ok(Worker::Sync(Box::new(Clustering::new(options))))
    }
}

/// An article that has been given its story.
#[derive(Clone, Copy)]
struct Member {
    story: DocumentId,
    durable: bool,
}

/// Bytes of a beginning that stands for a headline.
const LONGEST_HEADLINE: usize = 100;

/// What is known of earlier articles.
struct Clustering {
    similarity: f64,
    capacity: usize,
    profiler: Profiler,
    running: Running,
    members: FxHashMap<DocumentId, Member>,
    /// Oldest first.
    order: VecDeque<DocumentId>,
}

impl Clustering {
    fn new(options: &StoriesOptions) -> Self {
        let ageing = Ageing {
            half_life: options.half_life.0.as_secs_f64(),
            inactive_after: i64::try_from(options.inactive_after.0.as_secs()).unwrap_or(i64::MAX),
        };
        Self {
            similarity: options.similarity,
            capacity: options.articles.max(1),
            profiler: Profiler::new(Weights::read()),
            running: Running::new(ageing, options.stories.max(1)),
            members: FxHashMap::default(),
            order: VecDeque::new(),
        }
    }

    /// The story of an article that has none yet.
    fn story(&mut self, document: &Document, profile: &Profile, published: i64) -> DocumentId {
        let copied = document.layers.duplicate_of.and_then(|first| self.members.get(&first));
        if let Some(first) = copied {
            return first.story;
        }
        if self.running.get(document.id).is_some() {
            // it began this one and was lost
            return document.id;
        }
        let nearest = self.running.nearest(profile, published);
        nearest
            .filter(|(_, similarity)| f64::from(*similarity) >= self.similarity)
            .map_or(document.id, |(story, _)| story)
    }

    fn remember(&mut self, id: DocumentId, member: Member) {
        if self.members.insert(id, member).is_none() {
            self.order.push_back(id);
        }
        while self.order.len() > self.capacity {
            self.order.pop_front().map(|oldest| self.members.remove(&oldest));
        }
    }
}

impl SyncExtractor for Clustering {
    fn extract(&mut self, document: &Document) -> Result<Findings, Failure> {
        let mut findings = Findings::default();
        let known = self.members.get(&document.id).copied();
        if let Some(Member { story, durable: true }) = known {
            findings.layers.story = Some(story);
            return Ok(findings);
        }
        let profile = self.profiler.profile(document);
        let published = document.published.map_or(document.fetched, |published| published.at).as_second();
        let story = known.map_or_else(|| self.story(document, &profile, published), |known| known.story);
        let (first, number) = match (known, self.running.get(story)) {
            // it is in there already
            (Some(_), Some(running)) => (running.first, running.articles),
            (Some(_), None) => (published, 1),
            (None, _) => {
                let running = self.running.add(story, &profile, published);
                (running.first, running.articles)
            }
        };
        self.remember(document.id, Member { story, durable: false });
        findings.layers.story = Some(story);
        findings.note = Some(note::write(&Told {
            story,
            published,
            first,
            number,
            profile,
            source: document.source.to_string(),
            title: headline(document),
            people: people(document),
        }));
        Ok(findings)
    }

    fn memory(&mut self) -> Option<&mut dyn Memory> {
        Some(self)
    }
}

/// The headline of an article, else its beginning.
fn headline(document: &Document) -> String {
    if let Some(title) = &document.title {
        return title.clone();
    }
    let first = document.layers.sentences.first().map_or("", |sentence| sentence.slice(&document.text));
    let mut line = first.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.len() > LONGEST_HEADLINE {
        line.truncate(line.floor_char_boundary(LONGEST_HEADLINE));
        line.truncate(line.rfind(' ').unwrap_or(line.len()));
        line.push('…');
    }
    line
}

/// The people that an article names most often.
fn people(document: &Document) -> Vec<String> {
    let people = document.layers.entities.iter().filter(|entity| entity.kind == EntityKind::Person);
    // a single word is a surname without its bearer, as often as not
    let mut people: Vec<_> = people.filter(|person| person.name.contains(' ')).collect();
    people.sort_by_key(|person| std::cmp::Reverse(person.mentions.len()));
    people.into_iter().take(note::PEOPLE).map(|person| person.name.clone()).collect()
}

impl Memory for Clustering {
    fn capacity(&self) -> usize {
        self.capacity
    }

    fn recall(&mut self, id: DocumentId, note: &[u8], durable: bool) -> Result<(), Unreadable> {
        let told = note::read(note)?;
        let story = self.running.add(told.story, &told.profile, told.published);
        story.first = story.first.min(told.first);
        story.articles = story.articles.max(told.number);
        self.remember(id, Member { story: told.story, durable });
        Ok(())
    }

    fn settle(&mut self, id: DocumentId, fate: Fate) {
        match fate {
            Fate::Durable => {
                if let Some(member) = self.members.get_mut(&id) {
                    member.durable = true;
                }
            }
            Fate::Lost => {
                if let Some(member) = self.members.remove(&id) {
                    self.running.take_away(member.story);
                }
            }
        }
    }
}
