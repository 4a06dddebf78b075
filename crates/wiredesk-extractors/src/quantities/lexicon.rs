//! What `quantities` knows of single words: units, currencies, and the words that keep a number
//! from being a count. Read once per worker.

use super::{
    currencies::{CODES, DOUBTFUL_NAMES, LOWER_CODES, NAMES, PARTS},
    units::UNITS,
};

/// What a word means next to a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// A word for a unit of [`UNITS`].
    Unit(u8),
    /// A symbol of some unit; which one depends on its case.
    Symbol,
    /// A currency of [`NAMES`].
    Name(u8),
    /// A currency of [`DOUBTFUL_NAMES`].
    Doubtful(u8),
    /// An ISO 4217 code, in capitals or not.
    Code,
    /// "Rs".
    Rupees,
    /// A part of a currency, of [`PARTS`].
    Part(u8),
    /// "percent".
    Percent,
    /// "square", "sq".
    Square,
    /// "cubic".
    Cubic,
    /// "degree", "degrees".
    Degree,
    /// "age", "aged".
    Age,
    /// A month; no count stands beside it.
    Month,
    /// What follows a time of day: "am", "GMT".
    Clock,
    /// "st", "nd", "rd", "th".
    OrdinalSuffix,
    /// What is numbered, not counted: "Article 5", "flight 17".
    Label,
    /// A word that ends a noun phrase.
    Function,
    /// Before a year: "in", "since".
    BeforeYear,
    /// A determiner after which "one" is a pronoun.
    Determiner,
}

const SINGLES: &[(&str, Role)] = &[
    ("rs", Role::Rupees),
    ("percent", Role::Percent),
    ("percents", Role::Percent),
    ("percentage", Role::Percent),
    ("pct", Role::Percent),
    ("square", Role::Square),
    ("sq", Role::Square),
    ("cubic", Role::Cubic),
    ("degree", Role::Degree),
    ("degrees", Role::Degree),
    ("age", Role::Age),
    ("aged", Role::Age),
    ("am", Role::Clock),
    ("pm", Role::Clock),
    ("gmt", Role::Clock),
    ("utc", Role::Clock),
    ("est", Role::Clock),
    ("edt", Role::Clock),
    ("cet", Role::Clock),
    ("bst", Role::Clock),
    ("hrs", Role::Clock),
    ("st", Role::OrdinalSuffix),
    ("nd", Role::OrdinalSuffix),
    ("rd", Role::OrdinalSuffix),
    ("th", Role::OrdinalSuffix),
];

const LISTS: &[(Role, &[&str])] = &[
    (
        Role::Month,
        &[
            "january",
            "february",
            "march",
            "april",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
            "jan",
            "feb",
            "apr",
            "jun",
            "jul",
            "aug",
            "sept",
            "sep",
            "oct",
            "nov",
            "dec",
        ],
    ),
    (
        Role::Label,
        &[
            "no",
            "nr",
            "nos",
            "article",
            "section",
            "chapter",
            "highway",
            "route",
            "flight",
            "room",
            "channel",
            "page",
            "pages",
            "paragraph",
            "resolution",
            "figure",
            "table",
            "level",
            "phase",
            "grade",
            "exit",
            "gate",
            "platform",
            "bus",
            "interstate",
            "windows",
            "version",
            "formula",
            "type",
            "unit",
            "block",
            "sector",
            "district",
            "ward",
            "apartment",
            "suite",
            "box",
            "volume",
            "appendix",
            "annex",
            "rule",
            "title",
            "round",
            "week",
            "day",
            "episode",
            "season",
            "psalm",
            "verse",
            "proposition",
            "amendment",
            "number",
            "model",
            "mark",
            "apollo",
        ],
    ),
    (
        Role::Function,
        &[
            "the", "of", "is", "are", "was", "were", "be", "been", "have", "has", "had", "will", "would", "can",
            "could", "may", "might", "must", "should", "to", "for", "with", "at", "who", "which", "whose", "where",
            "when", "that", "this", "these", "those", "he", "she", "it", "they", "we", "you", "i", "his", "her", "its",
            "their", "our", "or", "but", "as", "than", "not", "did", "do", "does", "said", "says", "per", "while",
            "because", "if", "out", "up", "over", "under", "into", "about", "more", "most", "also", "then", "there",
            "here", "on", "against", "among", "between", "during", "so", "such", "only", "both", "all", "percent",
        ],
    ),
    (Role::BeforeYear, &["in", "since", "until", "till", "from", "by", "before", "after", "circa", "through"]),
    (Role::Determiner, &["another", "every", "each", "any", "no", "other"]),
];

/// Every word with a role; the first role of a word counts.
pub(super) fn words() -> impl Iterator<Item = (&'static str, Role)> {
    let index = |at: usize| u8::try_from(at).expect("the tables are shorter than 256 entries");
    let names = |list: &'static [(&str, &str, &str)], role: fn(u8) -> Role| {
        list.iter().enumerate().flat_map(move |(at, &(one, many, _))| [(one, role(index(at))), (many, role(index(at)))])
    };
    names(NAMES, Role::Name)
        .chain(names(DOUBTFUL_NAMES, Role::Doubtful))
        .chain(PARTS.iter().enumerate().map(move |(at, &(word, ..))| (word, Role::Part(index(at)))))
        .chain(UNITS.iter().enumerate().flat_map(move |(at, unit)| {
            let own = std::iter::once(unit.name).filter(|name| !name.contains(' '));
            own.chain(unit.words.iter().copied()).map(move |word| (word, Role::Unit(index(at))))
        }))
        .chain(SINGLES.iter().copied())
        .chain(UNITS.iter().flat_map(|unit| unit.symbols.iter().map(|&symbol| (symbol, Role::Symbol))))
        .chain(LOWER_CODES.iter().map(|&(code, _)| (code, Role::Code)))
        .chain(CODES.iter().map(|&code| (code, Role::Code)))
        .chain(LISTS.iter().flat_map(|&(role, list)| list.iter().map(move |&word| (word, role))))
}
