//! The running stories as a list, read from the notes of the extractor. For `wiredesk stories`.

use jiff::Timestamp;
use rustc_hash::FxHashMap;
use serde::Serialize;
use wiredesk_core::{DocumentId, memory::Unreadable};

use super::note::{self, Told};

/// One story.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RunningStory {
    /// As in the records of its articles: the id of the first one.
    pub id: DocumentId,
    /// Headline of its last article that has one.
    pub title: Option<String>,
    /// How many articles it has had.
    pub articles: u32,
    /// Ids of the sources that had it, in order.
    pub sources: Vec<String>,
    /// The people named in most of its articles, at most ten.
    pub people: Vec<String>,
    /// When its first article was published.
    pub first: Timestamp,
    /// When its last one was.
    pub last: Timestamp,
}

/// People that are listed.
const PEOPLE: usize = 10;

/// A listing in the making.
#[derive(Default)]
pub struct Listing {
    stories: FxHashMap<DocumentId, Gathered>,
}

#[derive(Default)]
struct Gathered {
    first: Option<i64>,
    last: Option<i64>,
    /// Articles whose notes are there.
    seen: u32,
    /// The greatest number that one of them had when it came.
    number: u32,
    title: Option<(i64, String)>,
    sources: Vec<String>,
    people: FxHashMap<String, u32>,
}

impl Listing {
    /// Takes in the note of an article.
    ///
    /// # Errors
    /// If it cannot be read; nothing has changed then.
    pub fn add(&mut self, note: &[u8]) -> Result<(), Unreadable> {
        let Told { story, published, first, number, source, title, people, .. } = note::read(note)?;
        let story = self.stories.entry(story).or_default();
        story.first = Some(story.first.map_or(first.min(published), |known| known.min(first).min(published)));
        story.last = story.last.max(Some(published));
        story.seen += 1;
        story.number = story.number.max(number);
        if !title.is_empty() && story.title.as_ref().is_none_or(|(at, _)| *at <= published) {
            story.title = Some((published, title));
        }
        if let Err(at) = story.sources.binary_search(&source) {
            story.sources.insert(at, source);
        }
        for person in people {
            *story.people.entry(person).or_default() += 1;
        }
        Ok(())
    }

    /// The stories, the one with the newest article first.
    #[must_use]
    pub fn stories(self) -> Vec<RunningStory> {
        let stories = self.stories.into_iter().filter_map(|(id, story)| {
            let mut people: Vec<(String, u32)> = story.people.into_iter().collect();
            people.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            people.truncate(PEOPLE);
            Some(RunningStory {
                id,
                title: story.title.map(|(_, title)| title),
                articles: story.seen.max(story.number),
                sources: story.sources,
                people: people.into_iter().map(|(name, _)| name).collect(),
                first: Timestamp::from_second(story.first?).ok()?,
                last: Timestamp::from_second(story.last?).ok()?,
            })
        });
        let mut stories: Vec<RunningStory> = stories.collect();
        stories.sort_unstable_by(|a, b| b.last.cmp(&a.last).then_with(|| a.id.cmp(&b.id)));
        stories
    }
}
