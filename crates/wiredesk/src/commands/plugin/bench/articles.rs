//! Articles to measure with: of 4 KB each, no two the same, the same at every run. Invented
//! people and plain agency prose, with names, quotes, figures and dates as news has them.

use std::fmt::Write;

use wiredesk_core::document::Article;

/// About so many bytes of text.
const BYTES: usize = 4096;

const PEOPLE: [&str; 8] = [
    "Ilse Brandt",
    "Tomás Rey",
    "Åsa Ek",
    "Joost Terlinden",
    "Marta Okonjo",
    "Daniel Hrast",
    "Hanna Brodka",
    "Kwame Asante",
];
const OFFICES: [&str; 5] = ["Harbour master", "Labour minister", "Mayor", "Union leader", "Chief executive"];
const PLACES: [&str; 6] = ["Brackwater", "Lindmoor", "Castra", "Veldt Point", "Nordhaven", "Port Amsel"];
const DAYS: [&str; 5] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"];
const COMPANIES: [&str; 4] =
    ["Veldt (NYSE: VLD)", "Quay & Sons (LSE: QAY)", "Amsel Group (NASDAQ: AMSL)", "Hrast Rail"];
const TOPICS: [&str; 6] = ["the ferry", "the harbour cranes", "the reactor", "the strike", "the railway", "the budget"];

/// The article of a number.
pub(super) fn article(number: u64) -> Article {
    let mut dice = Dice(number.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let (place, topic) = (dice.of(&PLACES), dice.of(&TOPICS));
    let mut text = format!("{} — ", place.to_uppercase());
    while text.len() < BYTES {
        let (office, person, day) = (dice.of(&OFFICES), dice.of(&PEOPLE), dice.of(&DAYS));
        let (company, amount, year) = (dice.of(&COMPANIES), 1 + dice.below(900), 1990 + dice.below(36));
        // writing to a string cannot fail
        let _ = match dice.below(5) {
            0 => write!(text, "{office} {person} said on {day} that {topic} would cost ${amount}.5 million. "),
            1 => write!(text, "\u{201c}We have waited since {year},\u{201d} {person} told reporters in {place}. "),
            2 => write!(text, "Shares of {company} rose {}% after the announcement. ", 1 + amount % 9),
            3 => writeln!(text, "According to {person}, {amount} people in {place} depend on {topic}."),
            _ => write!(text, "The talks, which began in {year}, are to go on next {day}; nobody knows for how long. "),
        };
    }
    Article {
        key: format!("generated-{number}"),
        title: Some(format!("{place} argues over {topic}")),
        text: text.into(),
        ..Article::default()
    }
}

/// A generator of numbers (xorshift), good enough to mix sentences.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 32) % limit
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len() as u64) as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_differ_and_are_the_same_at_every_run() {
        assert_eq!(article(7), article(7));
        assert_ne!(article(7).text, article(8).text);
        assert!((BYTES..BYTES + 300).contains(&article(7).text.len()));
    }
}
