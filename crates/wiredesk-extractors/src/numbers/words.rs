//! English number words with what they contribute to a number. Read by the lexicons of `times`
//! and `quantities`; the grammar stands in `crate::numbers`. General knowledge of English; no
//! outside data.

/// What a word contributes to a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum NumberWord {
    /// 0 to 9.
    Unit(u8),
    /// 10 to 19.
    Teen(u8),
    /// 20, 30 … 90.
    Tens(u8),
    /// "hundred".
    Hundred,
    /// "thousand" and above, and "dozen".
    Scale(f64),
    /// Abbreviated scales that mean nothing else: "bn".
    ShortScale(f64),
    /// Abbreviated scales that may be units as well: "m", "b"; counted after currencies only,
    /// or where the writing leaves no doubt.
    Letter(f64),
    /// "a", "an".
    A,
    /// "and".
    And,
    /// "point".
    Point,
    /// "minus", "negative".
    Minus,
    /// "half", "halves".
    Half,
    /// "quarter", "quarters": also a unit of time.
    Quarter,
    /// "third": position, and denominator after "one" or "a".
    Ordinal(u8),
    /// "thirds": a denominator.
    Denominator(u8),
}

use NumberWord::{
    A, And, Denominator, Half, Hundred, Letter, Minus, Ordinal, Point, Quarter, Scale, ShortScale, Teen, Tens, Unit,
};

/// All of them, in lower case.
pub(crate) const NUMBER_WORDS: &[(&str, NumberWord)] = &[
    ("zero", Unit(0)),
    ("nought", Unit(0)),
    ("naught", Unit(0)),
    ("one", Unit(1)),
    ("two", Unit(2)),
    ("three", Unit(3)),
    ("four", Unit(4)),
    ("five", Unit(5)),
    ("six", Unit(6)),
    ("seven", Unit(7)),
    ("eight", Unit(8)),
    ("nine", Unit(9)),
    ("ten", Teen(10)),
    ("eleven", Teen(11)),
    ("twelve", Teen(12)),
    ("thirteen", Teen(13)),
    ("fourteen", Teen(14)),
    ("fifteen", Teen(15)),
    ("sixteen", Teen(16)),
    ("seventeen", Teen(17)),
    ("eighteen", Teen(18)),
    ("nineteen", Teen(19)),
    ("twenty", Tens(20)),
    ("thirty", Tens(30)),
    ("forty", Tens(40)),
    ("fourty", Tens(40)),
    ("fifty", Tens(50)),
    ("sixty", Tens(60)),
    ("seventy", Tens(70)),
    ("eighty", Tens(80)),
    ("ninety", Tens(90)),
    ("hundred", Hundred),
    ("dozen", Scale(12.0)),
    ("thousand", Scale(1e3)),
    ("lakh", Scale(1e5)),
    ("lakhs", Scale(1e5)),
    ("million", Scale(1e6)),
    ("crore", Scale(1e7)),
    ("crores", Scale(1e7)),
    ("billion", Scale(1e9)),
    ("trillion", Scale(1e12)),
    ("quadrillion", Scale(1e15)),
    ("mil", ShortScale(1e6)),
    ("mio", ShortScale(1e6)),
    ("mln", ShortScale(1e6)),
    ("mn", ShortScale(1e6)),
    ("bn", ShortScale(1e9)),
    ("bln", ShortScale(1e9)),
    ("trn", ShortScale(1e12)),
    ("tln", ShortScale(1e12)),
    ("tn", ShortScale(1e12)),
    ("k", Letter(1e3)),
    ("m", Letter(1e6)),
    ("b", Letter(1e9)),
    ("t", Letter(1e12)),
    ("a", A),
    ("an", A),
    ("and", And),
    ("point", Point),
    ("minus", Minus),
    ("negative", Minus),
    ("half", Half),
    ("halves", Half),
    ("quarter", Quarter),
    ("quarters", Quarter),
    ("first", Ordinal(1)),
    ("second", Ordinal(2)),
    ("third", Ordinal(3)),
    ("fourth", Ordinal(4)),
    ("fifth", Ordinal(5)),
    ("sixth", Ordinal(6)),
    ("seventh", Ordinal(7)),
    ("eighth", Ordinal(8)),
    ("ninth", Ordinal(9)),
    ("tenth", Ordinal(10)),
    ("eleventh", Ordinal(11)),
    ("twelfth", Ordinal(12)),
    ("thirteenth", Ordinal(13)),
    ("fourteenth", Ordinal(14)),
    ("fifteenth", Ordinal(15)),
    ("sixteenth", Ordinal(16)),
    ("seventeenth", Ordinal(17)),
    ("eighteenth", Ordinal(18)),
    ("nineteenth", Ordinal(19)),
    ("twentieth", Ordinal(20)),
    ("thirtieth", Ordinal(30)),
    ("thirds", Denominator(3)),
    ("fourths", Denominator(4)),
    ("fifths", Denominator(5)),
    ("sixths", Denominator(6)),
    ("sevenths", Denominator(7)),
    ("eighths", Denominator(8)),
    ("ninths", Denominator(9)),
    ("tenths", Denominator(10)),
];
