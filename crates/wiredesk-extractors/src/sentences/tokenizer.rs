//! Cuts a text into tokens in one pass: byte classes for ASCII, Unicode properties for the rest.
//! Called by the `sentences` extractor only; everyone else reads the `tokens` layer. Never copies
//! text, and never decides where a sentence ends.

use wiredesk_core::{
    Span,
    annotation::{Token, TokenKind},
};

use super::{
    abbreviations::{self, Class},
    characters::{self, CLASSES, Kind},
};

/// Appends the tokens of `text` to `tokens`. Together they cover every character but white space.
pub fn tokenize(text: &str, tokens: &mut Vec<Token>) {
    tokens.reserve(text.len() / 5 + 1);
    let mut scanner = Scanner { text, bytes: text.as_bytes(), at: 0, tokens, single_open: false };
    scanner.run();
}

struct Scanner<'t> {
    text: &'t str,
    bytes: &'t [u8],
    /// Start of what has not been read; always a character boundary.
    at: usize,
    tokens: &'t mut Vec<Token>,
    /// Whether a single quotation mark was opened in this paragraph, so that one after a plural
    /// "s" closes it instead of marking a possessive.
    single_open: bool,
}

impl Scanner<'_> {
    fn run(&mut self) {
        while let Some(&byte) = self.bytes.get(self.at) {
            match CLASSES[byte as usize] {
                Kind::Space => {
                    self.single_open &= byte != b'\n';
                    self.at += 1;
                }
                Kind::Letter => self.word(self.at),
                Kind::Digit => self.number(),
                Kind::Stop => self.run_of(|b| b == b'.', TokenKind::Punctuation),
                Kind::Shout => self.run_of(|b| b == b'!' || b == b'?', TokenKind::Punctuation),
                Kind::Hyphen => self.run_of(|b| b == b'-', TokenKind::Punctuation),
                Kind::Quote => self.run_of(|b| b == byte && byte == b'`', TokenKind::Quote),
                Kind::Apostrophe => self.apostrophe(1),
                Kind::Punctuation => self.push(self.at + 1, TokenKind::Punctuation),
                Kind::Symbol => self.push(self.at + 1, TokenKind::Symbol),
                Kind::Wide => self.wide(),
            }
        }
    }

    /// Ends the token that began at `self.at`.
    fn push(&mut self, end: usize, kind: TokenKind) {
        // every end is a character boundary; a text beyond 4 GiB gets no tokens past that point
        if let Ok(span) = Span::new(self.text, self.at..end) {
            self.tokens.push(Token { span, kind });
        }
        self.at = end;
    }

    /// One token of this byte and the equal-minded ones that follow.
    fn run_of(&mut self, same: impl Fn(u8) -> bool, kind: TokenKind) {
        let more = self.bytes[self.at + 1..].iter().take_while(|&&b| same(b)).count();
        self.push(self.at + 1 + more, kind);
    }

    fn char_at(&self, at: usize) -> Option<char> {
        self.text.get(at..)?.chars().next()
    }

    fn is_letter_at(&self, at: usize) -> bool {
        match self.bytes.get(at) {
            Some(&byte) if byte < 0x80 => CLASSES[byte as usize] == Kind::Letter,
            Some(_) => self.char_at(at).is_some_and(char::is_alphabetic),
            None => false,
        }
    }

    fn is_digit_at(&self, at: usize) -> bool {
        self.bytes.get(at).is_some_and(u8::is_ascii_digit)
    }

    fn is_word_at(&self, at: usize) -> bool {
        self.is_digit_at(at) || self.is_letter_at(at)
    }

    /// A token that begins with a character outside ASCII.
    fn wide(&mut self) {
        let Some(first) = self.char_at(self.at) else { return };
        let end = self.at + first.len_utf8();
        match first {
            _ if first.is_whitespace() => self.at = end,
            '’' => self.apostrophe(end - self.at),
            '‘' => {
                self.single_open = true;
                self.push(end, TokenKind::Quote);
            }
            _ if characters::is_ideograph(first) => self.push(end, TokenKind::Word),
            _ if first.is_alphabetic() => self.word(self.at),
            _ if first.is_numeric() => {
                let more: usize = self.text[end..].chars().take_while(|c| c.is_numeric()).map(char::len_utf8).sum();
                self.push(end + more, TokenKind::Number);
            }
            _ => self.push(end, characters::mark(first)),
        }
    }

    /// An apostrophe or single quotation mark of `width` bytes.
    fn apostrophe(&mut self, width: usize) {
        let after = self.at + width;
        if width == 1 && self.bytes.get(after) == Some(&b'\'') {
            return self.push(after + 1, TokenKind::Quote); // ''two of them'' are one mark
        }
        let before = self.tokens.last().filter(|token| token.span.end() == self.at);
        let before = before.filter(|token| !matches!(token.kind, TokenKind::Quote | TokenKind::Symbol));
        let suffix: usize = self.bytes[after..].iter().take(4).take_while(|b| b.is_ascii_alphabetic()).count();
        let ends_here = !self.is_word_at(after + suffix);
        let clitic = ends_here && is_clitic(&self.text[after..after + suffix]);
        if let Some(before) = before {
            let last = self.bytes[before.span.end() - 1] | 0x20;
            let word = matches!(before.kind, TokenKind::Word | TokenKind::Number);
            if clitic {
                return self.push(after + suffix, TokenKind::Clitic);
            }
            if word && matches!(last, b's' | b'x' | b'z') && !self.single_open && suffix == 0 {
                return self.push(after, TokenKind::Clitic);
            }
        } else if ends_here && (matches!(&self.text[after..after + suffix], "em" | "til" | "tis" | "twas" | "cause")) {
            return self.word(after);
        } else if clitic && self.bytes[after] == b's' {
            return self.push(after + suffix, TokenKind::Clitic); // "Kyiv 's", as in text taken apart before
        } else if self.is_digit_at(after) && self.is_digit_at(after + 1) && !self.is_digit_at(after + 2) {
            return self.word(after); // "’90s"
        }
        self.single_open = before.is_none() && self.char_at(after).is_some_and(|c| !c.is_whitespace());
        self.push(after, TokenKind::Quote);
    }

    /// Digits with inner separators; with letters attached it becomes a word.
    fn number(&mut self) {
        let mut end = self.at;
        loop {
            while self.is_digit_at(end) {
                end += 1;
            }
            match self.bytes.get(end) {
                Some(b',' | b'.' | b':' | b'/') if self.is_digit_at(end + 1) => end += 1,
                Some(b'-') if self.is_date(end) => end += 6,
                Some(b'-') if self.is_letter_at(end + 1) => return self.word(end + 1),
                Some(_) if self.is_letter_at(end) && !self.char_at(end).is_some_and(characters::is_ideograph) => {
                    return self.word(end);
                }
                _ => return self.push(end, TokenKind::Number),
            }
        }
    }

    /// Whether the hyphen at `hyphen` is the first of a calendar date, "2024-10-01".
    fn is_date(&self, hyphen: usize) -> bool {
        let digit = |offset: usize| self.is_digit_at(hyphen + offset);
        hyphen - self.at == 4
            && [1, 2, 4, 5].into_iter().all(digit)
            && self.bytes.get(hyphen + 3) == Some(&b'-')
            && !digit(6)
    }

    /// A word that began at `self.at`; `from` is where reading goes on.
    fn word(&mut self, from: usize) {
        let mut end = from;
        // where the last part began, after a hyphen or an inner full stop
        let mut part = self.at;
        let mut apostrophe = None;
        let mut dotted = false;
        loop {
            while self.bytes.get(end).is_some_and(|&b| matches!(CLASSES[b as usize], Kind::Letter | Kind::Digit)) {
                end += 1;
            }
            let Some(&byte) = self.bytes.get(end) else { break };
            match byte {
                b'-' if self.is_word_at(end + 1) => {
                    end += 1;
                    part = end;
                }
                b'\'' if self.is_letter_at(end + 1) => {
                    apostrophe = Some((end, end + 1));
                    end += 1;
                }
                b'_' if self.is_word_at(end + 1) => end += 1,
                b'&' if self.is_capital(end - 1) && self.is_capital(end + 1) => end += 1,
                b'@' if self.is_word_at(end + 1) && self.is_address(end + 1) => return self.push_address(end),
                b':' if self.text[end..].starts_with("://") && self.is_word_at(end + 3) => {
                    return self.push_address(end);
                }
                b'.' => {
                    if self.is_inner_stop(part, end, dotted) {
                        dotted = true;
                        end += 1;
                        part = end;
                    } else if self.is_mail_address(end) || self.text[self.at..end].eq_ignore_ascii_case("www") {
                        return self.push_address(end);
                    } else if let Some(address) = self.domain_end(end) {
                        return self.push_address(address);
                    } else if (dotted && part + 1 == end) || self.is_abbreviation(end) {
                        end += 1;
                        if self.bytes.get(end) == Some(&b'-') && self.is_letter_at(end + 1) {
                            part = end + 1; // "U.S.-led"
                            end = part;
                            dotted = false;
                            continue;
                        }
                        return self.push(end, TokenKind::Word);
                    } else {
                        break;
                    }
                }
                0x80.. => {
                    let Some(next) = self.char_at(end) else { break };
                    let after = end + next.len_utf8();
                    match next {
                        '’' if self.is_letter_at(after) => apostrophe = Some((end, after)),
                        '‐' | '‑' if self.is_word_at(after) => part = after,
                        _ if characters::is_ideograph(next) => break,
                        _ if next.is_alphanumeric() || characters::joins_words(next) => {}
                        _ => break,
                    }
                    end = after;
                }
                _ => break,
            }
        }
        if let Some((start, after)) = apostrophe.filter(|(start, _)| *start > self.at) {
            let suffix = &self.text[after..end];
            if is_clitic(suffix) {
                self.push(start, TokenKind::Word);
                return self.push(end, TokenKind::Clitic);
            }
            if suffix.eq_ignore_ascii_case("t") && matches!(self.bytes[start - 1], b'n' | b'N') && start - 1 > self.at {
                self.push(start - 1, TokenKind::Word);
                return self.push(end, TokenKind::Clitic);
            }
        }
        self.push(end, TokenKind::Word);
    }

    fn is_capital(&self, at: usize) -> bool {
        self.bytes.get(at).is_some_and(u8::is_ascii_uppercase)
    }

    /// Whether the stop at `stop` stands inside "U.S." or "Ph.D.", with more to come.
    fn is_inner_stop(&self, part: usize, stop: usize, dotted: bool) -> bool {
        let letter = self.char_at(stop + 1).filter(|c| c.is_alphabetic());
        let Some(letter) = letter else { return false };
        let single = self.text[part..stop].chars().nth(1).is_none();
        let another = self.bytes.get(stop + 1 + letter.len_utf8()) == Some(&b'.');
        if single && another {
            return true;
        }
        if single && letter == 'm' && matches!(self.bytes[part], b'a' | b'p') && !self.is_word_at(stop + 2) {
            return true; // "7 a.m" without the last stop
        }
        if single && dotted && !self.is_word_at(stop + 1 + letter.len_utf8()) {
            return true; // "U.S.A" without the last stop
        }
        part == self.at && abbreviations::DEGREES.iter().any(|degree| self.text[self.at..].starts_with(degree))
    }

    /// Whether the stop at `stop` belongs to the word before it: "Mr.", "Oct. 3", "J. Roe".
    fn is_abbreviation(&self, stop: usize) -> bool {
        let word = &self.text[self.at..stop];
        let rest = &self.text[stop + 1..];
        let gap = rest.len() - rest.trim_start_matches([' ', '\u{a0}']).len();
        let next = rest[gap..].chars().next();
        let digit = next.is_some_and(|c| c.is_ascii_digit());
        let before = self.tokens.last().map_or("", |token| token.span.slice(self.text));
        let mut letters = word.chars();
        if let (Some(initial), None) = (letters.next(), letters.next())
            && initial.is_uppercase()
        {
            let name_before = before.chars().next().is_some_and(char::is_uppercase);
            let name_after = next.is_some_and(char::is_uppercase) && !abbreviations::starts_sentence(&rest[gap..]);
            return name_after && gap > 0 && (initial != 'I' || name_before);
        }
        if gap == 0 && next.is_some_and(char::is_alphanumeric) && !digit {
            return false;
        }
        match abbreviations::class(word) {
            None => false,
            Some(Class::Title) => gap > 0 && !digit,
            Some(Class::Numbered) => digit,
            Some(Class::Weekly) => digit || next.is_some_and(|c| c.is_lowercase() || c == ','),
            Some(Class::State) => before == ",",
            Some(Class::Unit) => before.bytes().last().is_some_and(|b| b.is_ascii_digit()),
            Some(Class::Lower) => matches!(before, "and" | "&"),
            Some(Class::Month | Class::Suffix | Class::Connecting | Class::Street | Class::Dotted) => true,
        }
    }

    /// The stop of "example.com", if that is what the word at `self.at` begins.
    fn domain_end(&self, stop: usize) -> Option<usize> {
        let rest = &self.bytes[stop + 1..];
        let label = rest.iter().take(64).take_while(|b| b.is_ascii_alphanumeric() || **b == b'-').count();
        let name = &self.text[stop + 1..stop + 1 + label];
        let known = abbreviations::is_top_level_domain(name) && !self.is_word_at(stop + 1 + label);
        let deeper = label > 1
            && name.bytes().all(|b| !b.is_ascii_uppercase())
            && rest.get(label) == Some(&b'.')
            && rest.get(label + 1).is_some_and(u8::is_ascii_lowercase)
            && self.is_address(stop + 1);
        (known || deeper).then_some(stop)
    }

    /// Whether the stop at `stop` stands before the "@" of a mail address.
    fn is_mail_address(&self, stop: usize) -> bool {
        let rest = &self.bytes[stop + 1..];
        let local =
            rest.iter().take(64).take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'+' | b'-'));
        let local = local.count();
        local > 0 && rest.get(local) == Some(&b'@') && self.is_address(stop + 1 + local + 1)
    }

    /// Whether a host name with a known end begins at `at`.
    fn is_address(&self, at: usize) -> bool {
        let host =
            self.bytes[at..].iter().take(254).take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'));
        let host = self.text[at..at + host.count()].trim_end_matches(['.', '-']);
        host.rsplit_once('.').is_some_and(|(_, end)| abbreviations::is_top_level_domain(end))
    }

    /// An address whose beginning has been read: up to white space or a mark that cannot be part
    /// of one, without the punctuation of the sentence it stands in.
    fn push_address(&mut self, from: usize) {
        let mut end = from;
        while self.bytes.get(end).is_some_and(|&b| b > b' ' && b < 0x7f && !matches!(b, b'"' | b'<' | b'>' | b'`')) {
            end += 1;
        }
        while end > from
            && matches!(self.bytes[end - 1], b'.' | b',' | b';' | b':' | b'!' | b'?' | b'\'' | b')' | b']' | b'*')
        {
            end -= 1;
        }
        self.push(end.max(from), TokenKind::Word);
    }
}

/// Endings that are split off their word, without the apostrophe; "n't" is told apart by the "n".
fn is_clitic(suffix: &str) -> bool {
    const CLITICS: [&str; 6] = ["s", "re", "ve", "ll", "d", "m"];
    CLITICS.iter().any(|clitic| suffix.eq_ignore_ascii_case(clitic))
}
