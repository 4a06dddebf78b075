//! White space, line ends and characters without a shape. Called by `clean` for every line;
//! knows nothing of words.

/// Where the line that begins at byte `start` ends: before a line feed, carriage return, vertical
/// tab, form feed, NEL, line or paragraph separator.
pub(super) fn line_end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = start;
    while let Some(&byte) = bytes.get(at) {
        let ends = match byte {
            b'\n' | b'\r' | 0x0b | 0x0c => true,
            0xc2 => bytes.get(at + 1) == Some(&0x85),
            0xe2 => matches!(bytes.get(at + 1..at + 3), Some([0x80, 0xa8 | 0xa9])),
            _ => false,
        };
        if ends {
            break;
        }
        at += 1;
    }
    at
}

/// Bytes of the line break that `rest` begins with.
pub(super) fn break_length(rest: &str) -> usize {
    if rest.starts_with("\r\n") { 2 } else { rest.chars().next().map_or(0, char::len_utf8) }
}

/// Appends `line` to `paragraph` with a space between: trimmed, every run of white space one
/// space, without control characters, soft hyphens and invisible marks.
pub(super) fn append_line(line: &str, paragraph: &mut String) {
    let mut space = !paragraph.is_empty();
    // everything from here to `at` is to be copied as it is
    let mut from = 0;
    let mut at = 0;
    let bytes = line.as_bytes();
    let begin = paragraph.len();
    while let Some(&byte) = bytes.get(at) {
        if byte > b' ' && byte < 0x7f
            || byte == b' ' && bytes.get(at + 1).is_some_and(|next| *next > b' ' && *next < 0x7f) && at > from
        {
            at += 1;
            continue;
        }
        let Some(character) = line[at..].chars().next() else { break };
        let white = character.is_whitespace();
        let end = at + character.len_utf8();
        if white || is_invisible(character) {
            copy(&line[from..at], &mut space, begin, paragraph);
            space |= white && paragraph.len() > begin;
            from = end;
        }
        at = end;
    }
    copy(&line[from..at], &mut space, begin, paragraph);
}

fn copy(part: &str, space: &mut bool, begin: usize, paragraph: &mut String) {
    if part.is_empty() {
        return;
    }
    if *space && (paragraph.len() > begin || begin > 0) {
        paragraph.push(' ');
    }
    *space = false;
    paragraph.push_str(part);
}

/// Control characters, soft hyphens, byte order marks, direction marks, zero-width spaces. The
/// zero-width joiners stay: Persian and many emoji need them.
fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        )
}
