//! Generated agency articles for tests and benchmarks: as many as wanted, of about the wanted
//! size, the same for the same seed. Invented people, plausible prose; nothing is quoted from
//! anywhere.

use std::fmt::Write;

/// One generated article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GeneratedArticle {
    /// `gen-<seed>-<number>`.
    pub key: String,
    /// Headline.
    pub title: String,
    /// RFC 3339, one of the days of 2026.
    pub published: String,
    /// Paragraphs separated by `\n`.
    pub text: String,
}

impl GeneratedArticle {
    /// As one line of NDJSON, with its line end.
    #[must_use]
    pub fn ndjson(&self) -> String {
        let line = serde_json::json!({
            "id": self.key, "title": self.title, "published": self.published, "text": self.text,
        });
        format!("{line}\n")
    }
}

/// Yields articles of about `bytes` bytes of text each, without end.
pub fn articles(seed: u64, bytes: usize) -> impl Iterator<Item = GeneratedArticle> {
    (0..).map(move |number| article(seed, number, bytes))
}

fn article(seed: u64, number: u64, bytes: usize) -> GeneratedArticle {
    let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ (number + 1).wrapping_mul(0xD1B5_4A32_D192_ED03));
    let cast = Cast::pick(&mut dice);
    let mut text = String::with_capacity(bytes + 512);
    let mut paragraph = 0;
    while text.len() < bytes {
        if paragraph > 0 {
            text.push('\n');
        }
        let form = if paragraph == 0 { 0 } else { 1 + dice.below(PARAGRAPHS - 1) };
        write_paragraph(&mut text, form, &cast, &mut dice);
        paragraph += 1;
    }
    let (month, day) = (1 + dice.below(10), 1 + dice.below(28));
    GeneratedArticle {
        key: format!("gen-{seed}-{number}"),
        title: format!("{} and {} argue over {}", cast.minister.country, cast.critic.country, cast.topic),
        published: format!("2026-{month:02}-{day:02}T{:02}:{:02}:00Z", dice.below(24), dice.below(60)),
        text,
    }
}

/// Who and what an article is about.
struct Cast {
    minister: Person,
    critic: Person,
    expert: Person,
    organization: &'static str,
    city: &'static str,
    topic: &'static str,
    day: &'static str,
}

struct Person {
    first: &'static str,
    last: &'static str,
    pronoun: &'static str,
    title: &'static str,
    country: &'static str,
    adjective: &'static str,
    age: usize,
}

impl Cast {
    fn pick(dice: &mut Dice) -> Self {
        Self {
            minister: Person::pick(dice),
            critic: Person::pick(dice),
            expert: Person::pick(dice),
            organization: dice.one(&ORGANIZATIONS),
            city: dice.one(&CITIES),
            topic: dice.one(&TOPICS),
            day: dice.one(&DAYS),
        }
    }
}

impl Person {
    fn pick(dice: &mut Dice) -> Self {
        let (first, pronoun) = *dice.any(&FIRST_NAMES);
        let (country, adjective) = *dice.any(&COUNTRIES);
        let (last, title) = (dice.one(&LAST_NAMES), dice.one(&TITLES));
        Self { first, last, pronoun, title, country, adjective, age: 31 + dice.below(45) }
    }
}

const PARAGRAPHS: usize = 10;

fn write_paragraph(text: &mut String, form: usize, cast: &Cast, dice: &mut Dice) {
    let Cast { minister, critic, expert, organization, city, topic, day } = cast;
    let claim = dice.one(&CLAIMS);
    let remark = dice.one(&REMARKS);
    let number = 3 + dice.below(96);
    let written = match form {
        0 => write!(
            text,
            "{} {} {} {} said on {day} that a new accord on {topic} would be signed in {city} before the end of the month.",
            minister.adjective, minister.title, minister.first, minister.last,
        ),
        1 => write!(text, "\"{claim},\" {} told reporters in {city}. \"{remark}.\"", minister.last),
        2 => write!(
            text,
            "Former {} {} {} {}, {}, called the plan \"{}\" and asked the {organization} to wait until next year.",
            critic.adjective,
            critic.title,
            critic.first,
            critic.last,
            critic.age,
            dice.one(&FRAGMENTS),
        ),
        3 => write!(
            text,
            "The {organization} will pay ${number} million over {} years, about {} percent of what {} had asked for.",
            2 + dice.below(8),
            10 + dice.below(60),
            minister.country,
        ),
        4 => write!(
            text,
            "\"{claim}. {remark},\" {} said.",
            if dice.below(2) == 0 { minister.pronoun } else { critic.last },
        ),
        5 => write!(
            text,
            "{} {}, a {}-year-old professor who has studied {topic} since {}, said the two governments had never been closer.",
            expert.first,
            expert.last,
            expert.age,
            1985 + dice.below(35),
        ),
        6 => write!(
            text,
            "According to the {organization}, some {number},000 people in {} and {} depend on it, more than twice as many as in 2010.",
            minister.country, critic.country,
        ),
        7 => write!(
            text,
            "{} took office in October and has promised to step down after two terms. {} was born near {city}.",
            minister.last,
            capitalised(minister.pronoun),
        ),
        8 => write!(
            text,
            "Protesters gathered in {city} on {day} evening. Police said {number} of them were detained, and a spokesman for {} said that {}.",
            critic.last,
            dice.one(&REPORTED),
        ),
        _ => write!(
            text,
            "{} said {} would return to {city} next week. \"{remark},\" {} added.",
            expert.last, expert.pronoun, expert.pronoun,
        ),
    };
    written.expect("writing to a string cannot fail");
}

fn capitalised(pronoun: &str) -> &'static str {
    if pronoun == "she" { "She" } else { "He" }
}

/// A small generator of repeatable numbers (xorshift64*, Vigna 2016).
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 |= 1;
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % sides
    }

    fn any<'l, T>(&mut self, list: &'l [T]) -> &'l T {
        &list[self.below(list.len())]
    }

    fn one(&mut self, list: &[&'static str]) -> &'static str {
        list[self.below(list.len())]
    }
}

const FIRST_NAMES: [(&str, &str); 16] = [
    ("Anna", "she"),
    ("Daniel", "he"),
    ("Maria", "she"),
    ("Peter", "he"),
    ("Elena", "she"),
    ("Thomas", "he"),
    ("Sofia", "she"),
    ("Martin", "he"),
    ("Laura", "she"),
    ("Viktor", "he"),
    ("Ingrid", "she"),
    ("Samuel", "he"),
    ("Amina", "she"),
    ("Oscar", "he"),
    ("Helena", "she"),
    ("Joseph", "he"),
];
const LAST_NAMES: [&str; 20] = [
    "Brandt",
    "Okonjo",
    "Hrast",
    "Terlinden",
    "Solheim",
    "Aasen",
    "Perić",
    "Vuković",
    "Lenoir",
    "Arnoux",
    "Zürcher",
    "Lantos",
    "Kos",
    "Rudin",
    "Nygaard",
    "Asante",
    "Lindqvist",
    "Quintana",
    "Adeyemi",
    "Tanaka",
];
const TITLES: [&str; 8] = [
    "President",
    "Prime Minister",
    "Foreign Minister",
    "Finance Minister",
    "Defense Minister",
    "Health Minister",
    "Vice President",
    "Interior Minister",
];
const COUNTRIES: [(&str, &str); 12] = [
    ("France", "French"),
    ("Turkey", "Turkish"),
    ("Ukraine", "Ukrainian"),
    ("Brazil", "Brazilian"),
    ("Japan", "Japanese"),
    ("Kenya", "Kenyan"),
    ("Poland", "Polish"),
    ("Canada", "Canadian"),
    ("India", "Indian"),
    ("Norway", "Norwegian"),
    ("Mexico", "Mexican"),
    ("Ghana", "Ghanaian"),
];
const ORGANIZATIONS: [&str; 8] = [
    "European Union",
    "World Bank",
    "United Nations",
    "African Union",
    "International Monetary Fund",
    "Red Cross",
    "World Health Organization",
    "Council of Europe",
];
const CITIES: [&str; 10] =
    ["Brussels", "Geneva", "Warsaw", "Nairobi", "Ankara", "Oslo", "Ottawa", "Tokyo", "Vienna", "Accra"];
const TOPICS: [&str; 10] = [
    "fishing rights",
    "grain exports",
    "border crossings",
    "gas pipelines",
    "student visas",
    "river dams",
    "data cables",
    "vaccine supplies",
    "railway tariffs",
    "rescue at sea",
];
const DAYS: [&str; 6] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const CLAIMS: [&str; 8] = [
    "We have waited for this day longer than any of us likes to admit",
    "Nobody in this room believes that the old rules still work",
    "There is no plan that would please everybody, and this one does not try",
    "Our neighbors have kept their word, and so have we",
    "I will not sign a paper that I could not read aloud at home",
    "The numbers are better than last year, but they are not good",
    "It took us nine months to agree on the first sentence",
    "We asked for a bridge and were offered a map",
];
const REMARKS: [&str; 8] = [
    "That is all I can say today",
    "The rest is work for engineers",
    "Ask me again in the spring",
    "I have told them so three times",
    "We shall see who turns up",
    "Patience is not a policy",
    "You cannot eat a promise",
    "It is late, but it is not too late",
];
const FRAGMENTS: [&str; 5] = [
    "a gift to nobody",
    "the wrong answer to a good question",
    "too little and too late",
    "a leap in the dark",
    "half a bridge",
];
const REPORTED: [&str; 4] = [
    "the march had been peaceful",
    "no decision had been taken",
    "the government would listen to everyone",
    "the talks were going in the right direction",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_articles() {
        let some = |seed| articles(seed, 4096).take(20).collect::<Vec<_>>();
        assert_eq!(some(1), some(1));
        assert_ne!(some(1)[0].text, some(2)[0].text);
    }

    #[test]
    fn articles_have_about_the_wanted_size_and_differ() {
        let some: Vec<_> = articles(7, 4096).take(100).collect();
        assert!(some.iter().all(|article| (4096..4700).contains(&article.text.len())));
        let distinct: std::collections::HashSet<_> = some.iter().map(|article| &article.text).collect();
        assert_eq!(distinct.len(), some.len());
    }
}
