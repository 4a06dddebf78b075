//! An article as `show` prints it: text with names and quotes marked, then who is in it, who
//! holds which office, and who said what. Writes to any writer; knows nothing of files.

use std::{
    io::{self, Write},
    ops::Range,
};

use wiredesk_core::{
    Document, Span,
    annotation::{Entity, EntityId, EntityKind, MentionForm, QuoteKind, RoleStatus, Speaker},
};

use crate::terminal::{Style, Terminal};

/// Prints a document that went through the extractors.
///
/// # Errors
/// Whatever the writer reports.
pub(crate) fn write(out: &mut impl Write, document: &Document, terminal: Terminal) -> io::Result<()> {
    let view = View { document, terminal };
    view.heading(out)?;
    view.text(out)?;
    view.people(out)?;
    view.offices(out)?;
    view.quotes(out)?;
    view.times(out)?;
    view.removed(out)
}

struct View<'d> {
    document: &'d Document,
    terminal: Terminal,
}

/// A marked stretch of text.
struct Mark {
    span: Span,
    style: Style,
    /// Printed behind it: the speaker of a quote.
    note: Option<String>,
}

impl View<'_> {
    fn heading(&self, out: &mut impl Write) -> io::Result<()> {
        let document = self.document;
        if let Some(title) = &document.title {
            writeln!(out, "{}", self.terminal.paint(Style::Bold, title))?;
        }
        let mut facts = vec![document.key.clone()];
        facts.extend(document.published.map(|published| published.at.to_string()));
        if !document.authors.is_empty() {
            facts.push(format!("by {}", document.authors.join(", ")));
        }
        facts.extend(document.layers.language.as_ref().map(|language| language.code.to_string()));
        facts.extend(document.url.clone());
        writeln!(out, "{}\n", self.terminal.paint(Style::Dim, facts.join(" · ")))
    }

    fn text(&self, out: &mut impl Write) -> io::Result<()> {
        let marks = self.marks();
        let text = &*self.document.text;
        let mut start = 0;
        for paragraph in text.split_inclusive('\n') {
            let end = start + paragraph.trim_end().len();
            self.paragraph(out, start..end, &marks)?;
            start += paragraph.len();
        }
        Ok(())
    }

    /// Names and quotes in text order; a name inside a quote is marked as a name.
    fn marks(&self) -> Vec<Mark> {
        let layers = &self.document.layers;
        let mut marks: Vec<Mark> = Vec::new();
        for quote in &layers.quotes {
            let note = Some(self.speaker(quote.speaker.as_ref()).to_owned());
            marks.push(Mark { span: quote.span, style: Style::Quote, note });
        }
        for entity in &layers.entities {
            for mention in entity.mentions.iter().filter(|mention| mention.form == MentionForm::Name) {
                marks.push(Mark { span: mention.span, style: style(entity.kind), note: None });
            }
        }
        marks.sort_by_key(|mark| (mark.span.start(), std::cmp::Reverse(mark.span.end())));
        marks
    }

    /// One paragraph, wrapped between words.
    fn paragraph(&self, out: &mut impl Write, range: Range<usize>, marks: &[Mark]) -> io::Result<()> {
        let cells = self.cells(range, marks);
        let mut column = 0;
        for word in cells.split(|cell| cell.letter == ' ').filter(|word| !word.is_empty()) {
            if column > 0 && column + 1 + word.len() > self.terminal.width {
                writeln!(out)?;
                column = 0;
            } else if column > 0 {
                write!(out, " ")?;
                column += 1;
            }
            column += word.len();
            for run in word.chunk_by(|one, next| one.style == next.style) {
                let letters: String = run.iter().map(|cell| cell.letter).collect();
                match run[0].style {
                    Some(style) => write!(out, "{}", self.terminal.paint(style, letters))?,
                    None => write!(out, "{letters}")?,
                }
            }
        }
        writeln!(out, "\n")
    }

    /// The letters of a paragraph, each in the style of the innermost mark around it, with
    /// brackets around names where there are no colours, and speakers behind quotes.
    fn cells(&self, range: Range<usize>, marks: &[Mark]) -> Vec<Cell> {
        let mut cells = Vec::with_capacity(range.len());
        let mut open: Vec<&Mark> = Vec::new();
        let mut waiting = marks[marks.partition_point(|mark| mark.span.start() < range.start)..].iter().peekable();
        open.extend(marks.iter().filter(|mark| mark.span.start() < range.start && mark.span.end() > range.start));
        let letters =
            self.document.text[range.clone()].char_indices().map(|(at, letter)| (range.start + at, Some(letter)));
        for (at, letter) in letters.chain([(range.end, None)]) {
            while let Some(position) = open.iter().rposition(|mark| mark.span.end() <= at) {
                let closed = open.remove(position);
                match &closed.note {
                    Some(note) => {
                        cells.extend(Cell::of(&format!("‹{}›", note.replace(' ', "\u{a0}")), Some(Style::Dim)))
                    }
                    None if !self.terminal.colour => cells.extend(Cell::of("]", None)),
                    None => {}
                }
            }
            let Some(letter) = letter else { break };
            while let Some(mark) = waiting.next_if(|mark| mark.span.start() == at) {
                if mark.note.is_none() && !self.terminal.colour {
                    cells.extend(Cell::of("[", None));
                }
                open.push(mark);
            }
            let style = open.iter().min_by_key(|mark| mark.span.len()).map(|mark| mark.style);
            cells.push(Cell { letter, style: style.filter(|_| letter != ' ') });
        }
        cells
    }

    fn people(&self, out: &mut impl Write) -> io::Result<()> {
        let people = || self.document.layers.entities.iter().filter(|entity| entity.kind == EntityKind::Person);
        if people().next().is_none() {
            return Ok(());
        }
        self.section(out, "People")?;
        for person in people() {
            let facts = &person.facts;
            let mut notes: Vec<String> = Vec::new();
            notes.extend(facts.age.map(|age| age.to_string()));
            notes.extend(facts.nationality.clone());
            notes.extend(facts.born_in.map(|place| format!("born in {}", self.name(place))));
            let also = other_mentions(person, &self.document.text);
            if !also.is_empty() {
                notes.push(format!("also: {}", also.join(", ")));
            }
            write!(out, "  {}", self.terminal.paint(Style::Person, &person.name))?;
            if !notes.is_empty() {
                write!(out, "  {}", self.terminal.paint(Style::Dim, notes.join(" · ")))?;
            }
            writeln!(out)?;
        }
        Ok(())
    }

    fn offices(&self, out: &mut impl Write) -> io::Result<()> {
        if self.document.layers.roles.is_empty() {
            return Ok(());
        }
        self.section(out, "Offices")?;
        for role in &self.document.layers.roles {
            let of = role.of.map_or_else(String::new, |body| format!(" of {}", self.name(body)));
            let status = match role.status {
                RoleStatus::Current => "",
                RoleStatus::Former => "former ",
                RoleStatus::Incoming => "incoming ",
                RoleStatus::Outgoing => "outgoing ",
            };
            let name = self.terminal.paint(Style::Person, self.name(role.person));
            writeln!(out, "  {name}  {status}{}{of}", role.title)?;
        }
        Ok(())
    }

    fn quotes(&self, out: &mut impl Write) -> io::Result<()> {
        let quotes = &self.document.layers.quotes;
        if quotes.is_empty() {
            return Ok(());
        }
        self.section(out, "Said")?;
        for quote in quotes {
            let speaker = self.speaker(quote.speaker.as_ref());
            let words = shortened(quote.span.slice(&self.document.text), 90);
            let kind = match quote.kind {
                QuoteKind::Direct => String::new(),
                QuoteKind::Mixed => self.terminal.paint(Style::Dim, " (in part)").to_string(),
                QuoteKind::Indirect => self.terminal.paint(Style::Dim, " (reported)").to_string(),
            };
            writeln!(
                out,
                "  {}: {}{kind}",
                self.terminal.paint(Style::Person, speaker),
                self.terminal.paint(Style::Quote, words)
            )?;
        }
        Ok(())
    }

    fn times(&self, out: &mut impl Write) -> io::Result<()> {
        let layers = &self.document.layers;
        if !layers.times.is_empty() {
            self.section(out, "When")?;
            for time in &layers.times {
                writeln!(
                    out,
                    "  {}  {}",
                    time.value,
                    self.terminal.paint(Style::Dim, time.span.slice(&self.document.text))
                )?;
            }
        }
        if !layers.quantities.is_empty() {
            self.section(out, "How much")?;
            for quantity in &layers.quantities {
                let unit = quantity.unit.as_deref().unwrap_or_default();
                let words = self.terminal.paint(Style::Dim, quantity.span.slice(&self.document.text));
                writeln!(out, "  {} {unit}  {words}", quantity.value)?;
            }
        }
        Ok(())
    }

    fn removed(&self, out: &mut impl Write) -> io::Result<()> {
        if self.document.removed.is_empty() {
            return Ok(());
        }
        self.section(out, "Left out")?;
        for removed in &self.document.removed {
            writeln!(out, "  {}  {}", removed.reason, self.terminal.paint(Style::Dim, shortened(&removed.text, 90)))?;
        }
        Ok(())
    }

    fn section(&self, out: &mut impl Write, name: &str) -> io::Result<()> {
        writeln!(out, "{}", self.terminal.paint(Style::Bold, name))
    }

    fn name(&self, id: EntityId) -> &str {
        self.document.layers.entities.get(id.0 as usize).map_or("?", |entity| &entity.name)
    }

    fn speaker(&self, speaker: Option<&Speaker>) -> &str {
        let words = |span: Span| span.slice(&self.document.text);
        match speaker {
            Some(Speaker { entity: Some(id), .. }) => self.name(*id),
            Some(Speaker { span: Some(span), .. }) => words(*span),
            _ => "?",
        }
    }
}

/// A letter on the screen.
struct Cell {
    letter: char,
    style: Option<Style>,
}

impl Cell {
    fn of(text: &str, style: Option<Style>) -> impl Iterator<Item = Self> {
        text.chars().map(move |letter| Self { letter, style })
    }
}

fn style(kind: EntityKind) -> Style {
    match kind {
        EntityKind::Person => Style::Person,
        EntityKind::Organization => Style::Organization,
        EntityKind::Place => Style::Place,
        _ => Style::Name,
    }
}

/// The different ways in which an entity is mentioned, other than by its name and by pronouns.
fn other_mentions<'t>(entity: &Entity, text: &'t str) -> Vec<&'t str> {
    let mut others: Vec<&str> = Vec::new();
    for mention in entity.mentions.iter().filter(|mention| mention.form != MentionForm::Pronoun) {
        let words = mention.span.slice(text);
        if words != entity.name && !others.contains(&words) {
            others.push(words);
        }
    }
    others
}

/// At most `most` characters on one line.
fn shortened(text: &str, most: usize) -> String {
    let line = text.replace('\n', " ");
    match line.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use wiredesk_core::{
        annotation::{Facts, Mention, Quote},
        document::Article,
    };

    use super::*;

    fn article() -> Document {
        let text = "Mayor Ilse Brandt said: \"We stay, all of us.\"\nBrandt left.";
        let article =
            Article { key: "a.txt".into(), title: Some("A town".into()), text: text.into(), ..Article::default() };
        let mut document = Document::new(Arc::from("inbox"), article, "2026-11-23T09:00:00Z".parse().unwrap());
        let at = |words: &str, from: usize| {
            let start = from + text[from..].find(words).unwrap();
            Span::new(text, start..start + words.len()).unwrap()
        };
        let mention = |span| Mention { span, form: MentionForm::Name, confidence: 1.0 };
        document.layers.entities.push(Entity {
            kind: EntityKind::Person,
            name: "Ilse Brandt".into(),
            mentions: vec![mention(at("Ilse Brandt", 0)), mention(at("Brandt", 40))],
            facts: Facts { age: Some(52), ..Facts::default() },
            confidence: 1.0,
        });
        document.layers.quotes.push(Quote {
            span: at("We stay, all of us.", 0),
            kind: QuoteKind::Direct,
            speaker: Some(Speaker { entity: Some(EntityId(0)), span: None }),
            cue: None,
            confidence: 1.0,
            rule: "test".into(),
        });
        document
    }

    fn shown(terminal: Terminal) -> String {
        let mut out = Vec::new();
        write(&mut out, &article(), terminal).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn names_stand_in_brackets_where_there_are_no_colours() {
        let shown = shown(Terminal { colour: false, width: 100 });
        assert!(shown.contains("Mayor [Ilse Brandt] said: \"We stay, all of us.‹Ilse\u{a0}Brandt›\""), "{shown}");
        assert!(shown.contains("  Ilse Brandt  52 · also: Brandt\n"), "{shown}");
        assert!(!shown.contains('\x1b'));
    }

    #[test]
    fn text_is_wrapped_between_words() {
        let shown = shown(Terminal { colour: false, width: 40 });
        assert!(shown.lines().take(5).all(|line| line.chars().count() <= 40), "{shown}");
    }

    #[test]
    fn colours_mark_people_and_quotes() {
        let shown = shown(Terminal { colour: true, width: 100 });
        assert!(shown.contains("\x1b[1;36mIlse\x1b[0m \x1b[1;36mBrandt\x1b[0m"), "{shown:?}");
        assert!(!shown.contains(" [Ilse"));
    }
}
