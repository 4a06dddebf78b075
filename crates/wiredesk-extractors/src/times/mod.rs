//! The extractor `times`: time expressions with their TIMEX3 values. Built by the registry; reads
//! sentences and the publication date, writes the layer `times`.
//!
//! Two passes: the rules (`calendar`, `clock`, `relative`, `length`) read what the words say, sentence by
//! sentence; then [`anchor`] places it in time, because how dates without a year are meant
//! depends on the whole article.

mod anchor;
mod calendar;
mod clock;
mod holidays;
mod length;
mod lexicon;
mod meaning;
mod parts;
mod relative;
mod sentence;
mod tense;
mod undated;
mod vague;
mod value;
mod verbs;
mod worded;
mod years;

use std::sync::Arc;

use anchor::Anchor;
use jiff::tz::TimeZone;
use lexicon::Role;
use meaning::{InYear, Meaning, Point, Tense, Which};
use schemars::JsonSchema;
use sentence::Sentence;
use serde::{Deserialize, Serialize};
use wiredesk_core::{
    Document, LayerName, Layers, Span,
    annotation::TimeExpression,
    error::Failure,
    extractor::{Declaration, Findings, SyncExtractor, Worker},
    options::ComponentOptions,
    registry::{Component, ExtractorComponent},
};

use crate::numbers::atoms::{Atom, Lexicon};

/// The kind of extractor `times`.
#[derive(Default)]
pub struct Times {}

/// Options of `times`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TimesOptions {
    /// How dates such as 10/01/2024 are read.
    pub date_order: DateOrder,
    /// What dates without a year, and weekdays, are resolved against.
    pub anchor: AnchorChoice,
}

/// The order of day and month in figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DateOrder {
    /// 10/01/2024 is October 1.
    #[default]
    MonthFirst,
    /// 10/01/2024 is January 10.
    DayFirst,
}

/// What dates without a year are resolved against.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AnchorChoice {
    /// The publication date, unless the article tells of a time long before it.
    #[default]
    Auto,
    /// The publication date.
    Published,
    /// The date last mentioned.
    Narrative,
}

impl ComponentOptions for TimesOptions {}

impl Component for Times {
    const NAME: &'static str = "times";
    const SUMMARY: &'static str =
        "dates, times, durations and sets with TIMEX3 values, resolved against the publication date";
    const VERSION: &'static str = "2";
    type Options = TimesOptions;
}

impl ExtractorComponent for Times {
    fn declare(&self, _: &TimesOptions) -> Declaration {
        Declaration {
            requires: vec![LayerName::Sentences],
            uses: Vec::new(),
            provides: vec![LayerName::Times],
            languages: vec!["en".into()],
        }
    }

    fn build(&self, options: &TimesOptions) -> Result<Worker, Failure> {
        Ok(Worker::Sync(Box::new(TimeReader::new(*options))))
    }
}

/// One worker's instance.
struct TimeReader {
    options: TimesOptions,
    lexicon: Arc<Lexicon<Role>>,
    atoms: Vec<Atom<Role>>,
    found: Vec<Found>,
}

/// An expression that is not yet placed in time.
struct Found {
    span: Span,
    meaning: Meaning,
    tense: Option<Tense>,
    /// Number of its sentence.
    sentence: usize,
}

impl SyncExtractor for TimeReader {
    fn extract(&mut self, document: &Document) -> Result<Findings, Failure> {
        let published = document.published.map(|published| TimeZone::UTC.to_datetime(published.at).date());
        let times = self.read(&document.text, &document.layers.sentences, published);
        Ok(Findings { layers: Layers { times, ..Layers::default() }, ..Findings::default() })
    }
}

impl TimeReader {
    fn new(options: TimesOptions) -> Self {
        let lexicon = Arc::new(Lexicon::new(lexicon::WORDS.iter().chain(verbs::VERBS).copied()));
        Self { options, lexicon, atoms: Vec::new(), found: Vec::new() }
    }

    fn read(&mut self, text: &str, sentences: &[Span], published: Option<jiff::civil::Date>) -> Vec<TimeExpression> {
        self.found.clear();
        for (number, &sentence) in sentences.iter().enumerate() {
            self.atoms.clear();
            self.lexicon.read(text, sentence, &mut self.atoms);
            let sentence =
                Sentence { text, atoms: &self.atoms, day_first: self.options.date_order == DateOrder::DayFirst };
            let (mut at, mut free) = (0, 0);
            while at < self.atoms.len() {
                let Some(found) = sentence.expression_at(at, free) else {
                    at += 1;
                    continue;
                };
                let start = sentence.with_modifiers(&found, free);
                let bytes = self.atoms[start].start()..self.atoms[found.end - 1].end();
                if let Ok(span) = Span::new(text, bytes) {
                    let tense = if needs_tense(&found.meaning) { sentence.tense(found.start, found.end) } else { None };
                    self.found.push(Found { span, meaning: found.meaning, tense, sentence: number });
                }
                (at, free) = (found.end, found.end);
            }
        }
        lend_years(text, &mut self.found);
        follow_weekdays(text, &mut self.found);
        self.place(published)
    }

    /// The second pass.
    fn place(&mut self, published: Option<jiff::civil::Date>) -> Vec<TimeExpression> {
        let story = match self.options.anchor {
            AnchorChoice::Auto => published.is_none_or(|published| self.tells_of_the_past(published)),
            AnchorChoice::Published => false,
            AnchorChoice::Narrative => true,
        };
        let mut anchor = Anchor { published, last: None, quarter: None, longer: false, narrative: story, story };
        let mut dated = None;
        let mut mentioned = 0;
        let place = |found: &Found| {
            // a date with a year long past governs the dates after it in its sentence
            let recalled = dated.is_some_and(|sentence| found.sentence == sentence);
            anchor.narrative = story || recalled;
            // news goes back to its own day after two sentences
            if !anchor.narrative && found.sentence > mentioned + 2 {
                anchor.last = None;
            }
            let value = anchor.resolve(&found.meaning, found.tense);
            if matches!(found.meaning, Meaning::Point { .. }) {
                mentioned = found.sentence;
            }
            if let Some(year) = dated_year(&found.meaning) {
                let long_past = published.is_some_and(|published| i32::from(published.year()) - year >= 2);
                dated = long_past.then_some(found.sentence);
            }
            TimeExpression { span: found.span, kind: found.meaning.kind(), value }
        };
        self.found.iter().map(place).collect()
    }

    /// Whether most dates with a month and a year lie more than a year back, and outnumber words such as
    /// "yesterday" and "last week" too. Where no weekday is named, as it is in news, a year alone counts half.
    fn tells_of_the_past(&self, published: jiff::civil::Date) -> bool {
        let (mut past, mut past_years, mut other, mut weekdays) = (0, 0, 0, 0);
        for found in &self.found {
            let Meaning::Point { point, .. } = found.meaning else { continue };
            let long_past = |year: i32| i32::from(published.year()) - year >= 2;
            match point {
                Point::Year(year) if long_past(year) => past_years += 1,
                Point::Day { year: InYear::Given(year), .. } | Point::Month { year: InYear::Given(year), .. } => {
                    if long_past(year) {
                        past += 1
                    } else {
                        other += 1
                    }
                }
                Point::Weekday { .. } => weekdays += 1,
                Point::Shift { from_last: false, .. } => other += 1,
                _ => {}
            }
        }
        let past = if weekdays == 0 { past + past_years / 2 } else { past };
        past >= 4 && past > other + weekdays
    }
}

/// The weekday behind "next Tuesday or" is the one that follows that Tuesday.
fn follow_weekdays(text: &str, found: &mut [Found]) {
    for at in 1..found.len() {
        let (before, behind) = found.split_at_mut(at);
        let (Some(first), Some(second)) = (before.last(), behind.first_mut()) else { continue };
        let between = text.get(first.span.end()..second.span.start()).map(str::trim);
        let joined = between.is_some_and(|between| ["and", "or", "to", "through", "until"].contains(&between));
        if let Meaning::Point { point: Point::Weekday { which: Which::FromNow(1) | Which::FromLast(1), .. }, .. } =
            first.meaning
            && let Meaning::Point { point: Point::Weekday { which: which @ Which::Open, .. }, .. } = &mut second.meaning
            && joined
        {
            *which = Which::FromLast(1);
        }
    }
}

/// Dates in a row share the year of the last one: "in **March** and April 1931", "from **May 3** to
/// June 9, 1926", "**December** to January 1945" (of the year before).
fn lend_years(text: &str, found: &mut [Found]) {
    for at in (1..found.len()).rev() {
        let (before, behind) = found.split_at_mut(at);
        let (Some(open), Some(dated)) = (before.last_mut(), behind.first_mut()) else { continue };
        let joined = text.get(open.span.end()..dated.span.start()).is_some_and(|between| {
            let between = between.trim().trim_start_matches(',').trim();
            ["and", "to", "or", "until", "through", "and on", "and in", "-", "–", "—", ""].contains(&between)
        });
        if joined
            && let (Some((open, from)), Some((year, to))) =
                (month_of_year(&mut open.meaning), month_of_year(&mut dated.meaning))
            && *open == InYear::Open
        {
            *open = match *year {
                InYear::Given(year) if from > to => InYear::Given(year - 1),
                year => year,
            };
        }
    }
}

/// The year of a date that names a month or a season, and the month.
fn month_of_year(meaning: &mut Meaning) -> Option<(&mut InYear, u8)> {
    let Meaning::Point { point, .. } = meaning else { return None };
    match point {
        Point::Day { year, month: Some(month), .. } | Point::Month { year, month, which: Which::Open } => {
            Some((year, *month))
        }
        Point::Season { year, season, which: Which::Open } => {
            let month = match *season {
                "SP" => 3,
                "SU" => 6,
                "FA" => 9,
                _ => 1,
            };
            Some((year, month))
        }
        _ => None,
    }
}

/// The year of a date that names a month or day as well.
fn dated_year(meaning: &Meaning) -> Option<i32> {
    match meaning {
        Meaning::Point { point: Point::Day { year: InYear::Given(year), .. }, .. }
        | Meaning::Point { point: Point::Month { year: InYear::Given(year), .. }, .. } => Some(*year),
        _ => None,
    }
}

fn needs_tense(meaning: &Meaning) -> bool {
    matches!(
        meaning,
        Meaning::Point {
            point: Point::Weekday { .. }
                | Point::Weekend { .. }
                | Point::ThatQuarter { .. }
                | Point::Month { year: InYear::Open, .. }
                | Point::Day { year: InYear::Open, .. }
                | Point::Season { year: InYear::Open, .. }
                | Point::Share { year: InYear::Open, .. }
                | Point::Holiday { year: InYear::Open, .. },
            ..
        }
    )
}

#[cfg(test)]
mod tests;
