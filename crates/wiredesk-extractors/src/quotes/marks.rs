//! Finds the stretches of text between quotation marks of any style: straight, curly, low, guillemets,
//! nested, unbalanced, and speech that goes on over several paragraphs. Called by [`super`] once per
//! document; knows nothing of speakers and never decides whether a stretch is speech.
//!
//! A mark opens or closes by its shape and its neighbours; a stack holds what is open. A paragraph end
//! closes everything. Every mark is looked at once, so the cost is linear in the text.

/// A stretch between quotation marks; offsets are bytes of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    /// The opening mark's first byte.
    pub(super) open: usize,
    /// First byte after the opening mark and white space.
    pub(super) start: usize,
    /// One past the last byte before white space and the closing mark.
    pub(super) end: usize,
    /// One past the closing mark, or `end` where none was found.
    pub(super) after: usize,
    /// Whether the closing mark is missing and the next paragraph opens again: the speech goes on.
    pub(super) goes_on: bool,
}

/// What a mark can do by its shape alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// `"` and `''`: either.
    Straight(Style),
    /// `'`: either, or an apostrophe.
    Single,
    /// `“ « `` ` and others that mostly open.
    Opening(Style),
    /// `” »` and others that mostly close.
    Closing(Style),
    /// `’`: closes, or is an apostrophe.
    Apostrophe,
    /// `‘ ‚`: opens, or stands for omitted letters (`‘90s`).
    OpeningSingle,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    Straight,
    Curly,
    Low,
    Guillemet,
    Angle,
    Tex,
    Single,
}

/// A mark with its neighbours.
#[derive(Clone, Copy)]
struct Mark {
    at: usize,
    end: usize,
    shape: Shape,
    before: char,
    next: char,
}

impl Mark {
    fn free_before(&self) -> bool {
        opens_after(self.before)
    }

    fn free_after(&self) -> bool {
        !self.next.is_alphanumeric() && !matches!(self.next, '$' | '€' | '£' | '#' | '@' | '[' | '(' | '…' | '.')
            || self.next.is_whitespace()
    }

    /// Whether a straight mark here can only open.
    fn must_open(&self) -> bool {
        self.free_before() && !self.next.is_whitespace() && self.next != '\0'
    }

    /// Whether a straight mark here can only close.
    fn must_close(&self) -> bool {
        !self.free_before() && self.free_after()
    }
}

fn opens_after(before: char) -> bool {
    before == '\0'
        || before.is_whitespace()
        || matches!(before, '(' | '[' | '—' | '–' | '-' | '/' | '“' | '‘' | '"' | '«')
}

/// Words whose leading apostrophe stands for omitted letters.
const CLIPPED: [&str; 12] =
    ["em ", "em.", "em,", "til ", "cause ", "bout ", "tis ", "twas ", "round ", "n ", "n'", "n’"];

/// How many further marks are looked at to find the partner of a single mark.
const SINGLE_REACH: usize = 32;

/// The outermost stretches of `text`, in text order.
pub(super) fn stretches(text: &str) -> Vec<Stretch> {
    let mut found = Vec::new();
    let mut marks = Vec::new();
    let mut stack = Vec::new();
    let mut from = 0;
    for line in text.split_inclusive('\n') {
        let len = line.trim_end().len();
        marks.clear();
        collect(text, from, len, &mut marks);
        if !marks.is_empty() {
            paragraph(text, &marks, &mut stack, &mut found);
        }
        let next = from + line.len();
        let open = stack.first().copied().filter(|open: &Open| open.style != Style::Single);
        if open.is_some() && closes_later(text, next, &mut marks) {
            // the line end is none of a paragraph
            stack.truncate(1);
        } else {
            // a single mark without its partner was an apostrophe
            if let Some(open) = open {
                push(text, open, from + len, None, &mut found);
            }
            stack.clear();
        }
        from = next;
    }
    for index in 0..found.len() {
        let goes_on = found[index].goes_on
            && found.get(index + 1).is_some_and(|next: &Stretch| reopens(text, &found[index], next));
        found[index].goes_on = goes_on;
    }
    found
}

/// Whether `next` opens the paragraph after the one in which `stretch` was left open.
fn reopens(text: &str, stretch: &Stretch, next: &Stretch) -> bool {
    let between = &text[stretch.after.min(next.open)..next.open];
    between.trim().is_empty() && between.contains('\n')
}

/// How many further lines are looked at for the closing mark of what is open at a line end.
const LINES_AHEAD: usize = 8;

/// Whether the first mark in the lines from byte `from` on closes.
fn closes_later(text: &str, mut from: usize, marks: &mut Vec<Mark>) -> bool {
    for line in text[from..].split_inclusive('\n').take(LINES_AHEAD) {
        if line.len() > LONGEST_LINE || line.trim().is_empty() {
            return false;
        }
        marks.clear();
        collect(text, from, line.trim_end().len(), marks);
        let doubles =
            marks.iter().find(|mark| !matches!(mark.shape, Shape::Single | Shape::Apostrophe | Shape::OpeningSingle));
        if let Some(mark) = doubles {
            return match mark.shape {
                Shape::Straight(_) => mark.must_close() || !mark.must_open() || after_comma(text, mark),
                Shape::Closing(_) => true,
                _ => false,
            };
        }
        from += line.len();
    }
    false
}

/// Longer lines are paragraphs for certain.
const LONGEST_LINE: usize = 2000;

/// `priority, "Brill said`, `priority, "said Brill`: a space has slipped in before a closing mark.
fn after_comma(text: &str, mark: &Mark) -> bool {
    let reported = || mark.next.is_uppercase() || ["said ", "says "].iter().any(|w| text[mark.end..].starts_with(w));
    mark.before == ' ' && text[..mark.at].ends_with(", ") && reported()
}

fn collect(text: &str, from: usize, len: usize, marks: &mut Vec<Mark>) {
    let line = &text[from..from + len];
    let bytes = line.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let (shape, width) = match bytes[at] {
            b'"' => (Shape::Straight(Style::Straight), 1),
            b'\'' if bytes.get(at + 1) == Some(&b'\'') => (Shape::Straight(Style::Tex), 2),
            b'\'' => (Shape::Single, 1),
            b'`' if bytes.get(at + 1) == Some(&b'`') => (Shape::Opening(Style::Tex), 2),
            0xC2 | 0xE2 | 0xEF => match shape_of(line[at..].chars().next()) {
                Some(found) => found,
                None => {
                    at += 1;
                    while !line.is_char_boundary(at) {
                        at += 1;
                    }
                    continue;
                }
            },
            _ => {
                at += 1;
                continue;
            }
        };
        let before = line[..at].chars().next_back().unwrap_or('\0');
        let next = line[at + width..].chars().next().unwrap_or('\0');
        marks.push(Mark { at: from + at, end: from + at + width, shape, before, next });
        at += width;
    }
}

fn shape_of(c: Option<char>) -> Option<(Shape, usize)> {
    let c = c?;
    let shape = match c {
        '“' | '‟' => Shape::Opening(Style::Curly),
        '”' => Shape::Closing(Style::Curly),
        '„' => Shape::Opening(Style::Low),
        '«' => Shape::Opening(Style::Guillemet),
        '»' => Shape::Closing(Style::Guillemet),
        '‹' => Shape::Opening(Style::Angle),
        '›' => Shape::Closing(Style::Angle),
        '‘' | '‚' | '‛' => Shape::OpeningSingle,
        '’' => Shape::Apostrophe,
        '＂' => Shape::Straight(Style::Straight),
        _ => return None,
    };
    Some((shape, c.len_utf8()))
}

/// What is open: where, and in which style.
#[derive(Clone, Copy)]
struct Open {
    at: usize,
    inner: usize,
    style: Style,
}

/// Deeper nesting is not kept track of; nobody writes it.
const DEEPEST: usize = 6;

fn paragraph(text: &str, marks: &[Mark], stack: &mut Vec<Open>, found: &mut Vec<Stretch>) {
    let closers = closers_ahead(marks);
    for (index, mark) in marks.iter().enumerate() {
        let innermost = stack.last().copied();
        match action(text, marks, index, &closers, stack) {
            Action::Nothing => {}
            Action::Open(style) => {
                if stack.len() < DEEPEST {
                    stack.push(Open { at: mark.at, inner: mark.end, style });
                }
            }
            Action::Close(style) => {
                if let Some(depth) = stack.iter().rposition(|open| open.style == style) {
                    let open = stack[depth];
                    stack.truncate(depth);
                    if depth == 0 {
                        push(text, open, mark.at, Some(mark.end), found);
                    }
                }
            }
            Action::Reopen(style) => {
                // the closing mark before this one was forgotten
                if let Some(open) = stack.first().copied().or(innermost) {
                    push(text, open, mark.at, None, found);
                }
                stack.clear();
                stack.push(Open { at: mark.at, inner: mark.end, style });
            }
        }
    }
}

/// For every mark, how many marks that must close follow before the next that must open.
fn closers_ahead(marks: &[Mark]) -> Vec<u32> {
    let mut ahead = vec![0; marks.len()];
    let mut count = 0;
    for (index, mark) in marks.iter().enumerate().rev() {
        ahead[index] = count;
        if matches!(mark.shape, Shape::Straight(_)) {
            if mark.must_open() {
                count = 0;
            } else if mark.must_close() {
                count += 1;
            }
        }
    }
    ahead
}

enum Action {
    Nothing,
    Open(Style),
    Close(Style),
    Reopen(Style),
}

fn action(text: &str, marks: &[Mark], index: usize, closers: &[u32], stack: &[Open]) -> Action {
    let mark = &marks[index];
    let is_open = |style| stack.iter().any(|open| open.style == style);
    let innermost = stack.last().map(|open| open.style);
    match mark.shape {
        // an attribute of markup
        Shape::Straight(_) if mark.before == '=' => Action::Nothing,
        Shape::Straight(style) => {
            let open = is_open(style);
            if mark.must_close() {
                // 6" pipes
                let inches = mark.before.is_ascii_digit();
                // ``text" and "text'' and “text"
                let other = [Style::Straight, Style::Tex, Style::Curly].into_iter().find(|other| is_open(*other));
                match other {
                    _ if open => Action::Close(style),
                    Some(other) if !inches => Action::Close(other),
                    _ => Action::Nothing,
                }
            } else if mark.must_open() {
                match open {
                    false => Action::Open(style),
                    true if closers[index] < 2 && after_comma(text, mark) => Action::Close(style),
                    true if innermost == Some(style) && closers[index] < 2 => Action::Reopen(style),
                    true => Action::Open(style),
                }
            } else if open {
                Action::Close(style)
            } else if mark.next == '\0' {
                Action::Nothing
            } else {
                Action::Open(style)
            }
        }
        Shape::Opening(style) => match innermost {
            Some(Style::Low) if style == Style::Curly => Action::Close(Style::Low),
            // »…« as in German; “…“ by mistake
            Some(open) if open == style && !mark.free_before() => Action::Close(style),
            Some(open) if open == style && mark.free_before() => Action::Reopen(style),
            _ => Action::Open(style),
        },
        Shape::Closing(style) => {
            if is_open(style) {
                Action::Close(style)
            } else if style == Style::Curly && is_open(Style::Low) {
                Action::Close(Style::Low)
            } else if matches!(style, Style::Curly | Style::Guillemet) && mark.must_open() {
                Action::Open(style)
            } else if style == Style::Curly && is_open(Style::Straight) && !mark.free_before() {
                Action::Close(Style::Straight)
            } else {
                Action::Nothing
            }
        }
        Shape::Single | Shape::OpeningSingle | Shape::Apostrophe => single(text, marks, index, innermost),
    }
}

fn single(text: &str, marks: &[Mark], index: usize, innermost: Option<Style>) -> Action {
    let mark = &marks[index];
    if innermost == Some(Style::Single) {
        let closes = mark.shape != Shape::OpeningSingle && mark.free_after() && !mark.before.is_whitespace();
        return if closes && !is_plural_possessive(text, marks, index) {
            Action::Close(Style::Single)
        } else {
            Action::Nothing
        };
    }
    if mark.shape == Shape::Apostrophe
        || !mark.free_before()
        || !(mark.next.is_alphabetic() || matches!(mark.next, '[' | '.' | '…'))
    {
        return Action::Nothing;
    }
    let rest = &text[mark.end..];
    let clipped =
        CLIPPED.iter().any(|word| rest.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word)));
    let has_partner = marks[index + 1..].iter().take(SINGLE_REACH).any(|other| {
        matches!(other.shape, Shape::Single | Shape::Apostrophe) && other.free_after() && !other.before.is_whitespace()
    });
    if clipped || !has_partner { Action::Nothing } else { Action::Open(Style::Single) }
}

/// `the workers' rights` inside single marks: an s before, a lower-case word after, and another mark that can
/// close later.
fn is_plural_possessive(text: &str, marks: &[Mark], index: usize) -> bool {
    let mark = &marks[index];
    let mut after = text[mark.end..].chars();
    mark.before == 's'
        && after.next() == Some(' ')
        && after.next().is_some_and(char::is_lowercase)
        && marks[index + 1..]
            .iter()
            .take(SINGLE_REACH)
            .take_while(|other| !(other.free_before() && other.next.is_alphabetic()))
            .any(|other| {
                matches!(other.shape, Shape::Single | Shape::Apostrophe)
                    && other.free_after()
                    && (other.before.is_alphabetic() || matches!(other.before, '.' | ',' | '!' | '?'))
            })
}

fn push(text: &str, open: Open, close: usize, after: Option<usize>, found: &mut Vec<Stretch>) {
    let inner = &text[open.inner..close];
    let start = open.inner + (inner.len() - inner.trim_start().len());
    let end = open.inner + inner.trim_end().len();
    if start < end && inner.contains(char::is_alphanumeric) {
        found.push(Stretch { open: open.at, start, end, after: after.unwrap_or(end), goes_on: after.is_none() });
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(cases: &[(&str, &[&str])]) {
        for (text, expected) in cases {
            let found: Vec<&str> = stretches(text).iter().map(|s| &text[s.start..s.end]).collect();
            assert_eq!(found, *expected, "{text}");
        }
    }

    #[test]
    fn every_style_of_marks_is_read() {
        check(&[
            ("\"Fine,\" said Anna Brill.", &["Fine,"]),
            ("“Fine,” said Anna Brill.", &["Fine,"]),
            ("„Fine“, said Anna Brill.", &["Fine"]),
            ("„Fine”, said Anna Brill.", &["Fine"]),
            ("« Fine », said Anna Brill.", &["Fine"]),
            ("»Fine«, said Anna Brill.", &["Fine"]),
            ("‹Fine›, said Anna Brill.", &["Fine"]),
            ("”Fine”, said Anna Brill.", &["Fine"]),
            ("'Fine,' said Anna Brill.", &["Fine,"]),
            ("‘Fine,’ said Anna Brill.", &["Fine,"]),
            ("``Fine,'' said Anna Brill.", &["Fine,"]),
            ("''Fine,'' said Anna Brill. ''It isn't ours.''", &["Fine,", "It isn't ours."]),
            ("``Fine,\" said Anna Brill.", &["Fine,"]),
            ("“Fine,\" said Anna Brill.", &["Fine,"]),
        ]);
    }

    #[test]
    fn apostrophes_are_no_marks() {
        check(&[
            ("It's Anna's and the workers' own view, isn't it?", &[]),
            ("It’s Anna’s and the workers’ own view, isn’t it?", &[]),
            ("In the '90s they'd shout 'em down.", &[]),
            ("'We don't know the workers' view,' Brill said.", &["We don't know the workers' view,"]),
            ("Rock 'n' roll is Brill's favourite.", &[]),
            ("He was 6'2\" tall and used 3\" nails.", &[]),
        ]);
    }

    #[test]
    fn marks_inside_marks_belong_to_the_outer_stretch() {
        check(&[
            ("\"She told me 'go home' and I did,\" he said.", &["She told me 'go home' and I did,"]),
            ("“She told me ‘go home’ and I don’t,” he said.", &["She told me ‘go home’ and I don’t,"]),
            ("'She told me \"go home\" and I did,' he said.", &["She told me \"go home\" and I did,"]),
            ("\"He said \"no\" to me,\" she said.", &["He said \"no\" to me,"]),
        ]);
    }

    #[test]
    fn a_paragraph_end_bounds_what_was_left_open() {
        check(&[
            ("\"We go on\nThe harbour was quiet.", &["We go on"]),
            ("\"We go on.\nWe do.\" The harbour was quiet.", &["We go on.\nWe do."]),
            ("\"We go on, \"Brill said.", &["We go on,"]),
            ("\"We go on. \"We do,\" he said.", &["We go on.", "We do,"]),
            ("Brill said.\"We go on,\" he added.", &["We go on,"]),
            ("A stray mark\" and nothing else.", &[]),
            ("\"", &[]),
            ("\"\"", &[]),
        ]);
    }

    #[test]
    fn speech_over_several_paragraphs_opens_again() {
        let found = stretches("\"One.\n\"Two.\n\"Three,\" he said.\nNone.\n\"Open\nNone.");
        assert_eq!(found.iter().map(|s| s.goes_on).collect::<Vec<_>>(), [true, true, false, false]);
    }

    proptest! {
        #[test]
        fn stretches_lie_in_order_on_character_boundaries(text in "[ \na-cA-C.,é0'\"“”„‚‘’«»‹›`＂-]{0,80}") {
            let mut last = 0;
            for found in stretches(&text) {
                prop_assert!(last <= found.open && found.open < found.start && found.start < found.end);
                prop_assert!(found.end <= found.after && text.get(found.start..found.end).is_some());
                    last = found.after;
            }
        }
    }

    #[test]
    fn a_megabyte_of_marks_ends() {
        for mark in ["\"", "'", "“", "”", "‘", "’", "«", "``", "''", "\"a ", "'a ", "s' a", "“a "] {
            let text = mark.repeat(1_000_000 / mark.len());
            assert!(stretches(&text).len() <= text.len());
        }
    }
}
