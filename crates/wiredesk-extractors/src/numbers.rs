//! Numbers in words and figures, read from [`atoms`]: "32", "1,234.5", "10 1/2", "two hundred and
//! six", "half a million", "two thirds", "minus five point five". Called by `times` and
//! `quantities`; says nothing about what is counted.

pub(crate) mod atoms;
pub(crate) mod words;

use atoms::{Atom, AtomKind};
use words::NumberWord;

/// How a number is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// Digits only, without separators: may be a year or an identifier.
    Plain,
    /// Figures with separators, a fraction or a scale word.
    Figures,
    /// Words.
    Words,
}

/// A number in the text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Numeral {
    /// First atom.
    pub(crate) start: usize,
    /// One past its last atom.
    pub(crate) end: usize,
    /// Always finite.
    pub(crate) value: f64,
    /// How it is written.
    pub(crate) form: Form,
    /// Whether a scale word ("million") is part of it.
    pub(crate) scaled: bool,
    /// Whether it is a bare fraction: "two thirds", "3/4".
    pub(crate) fraction: bool,
}

/// Reads the longest number that begins at atom `at`. After a currency (`money`), "m", "b" and
/// "t" are scales too.
pub(crate) fn numeral<W: Copy>(text: &str, atoms: &[Atom<W>], at: usize, money: bool) -> Option<Numeral> {
    let first = atoms.get(at)?;
    let found = match (first.kind, first.number) {
        (AtomKind::Digits(_), _) => figures(text, atoms, at, money),
        (AtomKind::Mark('.'), _) if first.spaced => decimals(atoms, at, money),
        (AtomKind::Mark('-'), _) if first.spaced && tight(atoms, at + 1) => {
            figures(text, atoms, at + 1, money).map(negated)
        }
        (AtomKind::Mark(mark), _) => vulgar(mark).map(|value| Numeral { fraction: true, ..plain(at, at + 1, value) }),
        (_, Some(NumberWord::Minus)) => {
            let inner = numeral(text, atoms, at + 1, money)?;
            (inner.value > 0.0 && !atoms[inner.start].is('-')).then(|| negated(inner))
        }
        (_, Some(_)) => in_words(text, atoms, at),
        _ => None,
    }?;
    found.value.is_finite().then_some(Numeral { start: at, ..found })
}

fn plain(start: usize, end: usize, value: f64) -> Numeral {
    Numeral { start, end, value, form: Form::Figures, scaled: false, fraction: false }
}

fn negated(inner: Numeral) -> Numeral {
    let form = if inner.form == Form::Plain { Form::Figures } else { inner.form };
    Numeral { value: -inner.value, form, ..inner }
}

/// Whether there is an atom `at` that touches the one before it.
fn tight<W: Copy>(atoms: &[Atom<W>], at: usize) -> bool {
    atoms.get(at).is_some_and(|atom| !atom.spaced)
}

fn digits_at<W: Copy>(atoms: &[Atom<W>], at: usize) -> Option<(u64, usize)> {
    let atom = atoms.get(at)?;
    Some((atom.digits()?, atom.len()))
}

/// A mark and digits behind it, all touching: the digits.
fn tight_digits<W: Copy>(atoms: &[Atom<W>], at: usize, mark: char) -> Option<(u64, usize)> {
    (tight(atoms, at) && atoms[at].is(mark) && tight(atoms, at + 1)).then(|| digits_at(atoms, at + 1))?
}

fn vulgar(mark: char) -> Option<f64> {
    Some(match mark {
        '½' => 1.0 / 2.0,
        '¼' => 1.0 / 4.0,
        '¾' => 3.0 / 4.0,
        '⅓' => 1.0 / 3.0,
        '⅔' => 2.0 / 3.0,
        '⅕' => 1.0 / 5.0,
        '⅖' => 2.0 / 5.0,
        '⅗' => 3.0 / 5.0,
        '⅘' => 4.0 / 5.0,
        '⅙' => 1.0 / 6.0,
        '⅛' => 1.0 / 8.0,
        '⅜' => 3.0 / 8.0,
        '⅝' => 5.0 / 8.0,
        '⅞' => 7.0 / 8.0,
        _ => return None,
    })
}

/// `.25`
fn decimals<W: Copy>(atoms: &[Atom<W>], at: usize, money: bool) -> Option<Numeral> {
    let (value, places) = tight(atoms, at + 1).then(|| digits_at(atoms, at + 1))??;
    Some(with_scale(atoms, plain(at, at + 2, shifted(value, places)), money))
}

/// 25 with two places is .25.
fn shifted(value: u64, places: usize) -> f64 {
    value as f64 / 10_f64.powi(i32::try_from(places).unwrap_or(i32::MAX))
}

/// `192`, `1,234,567`, `40 000`, `9.23`, `1,3`, `10 1/2`, `1/4`, `2½`, `2.5 million`, `10k`
fn figures<W: Copy>(text: &str, atoms: &[Atom<W>], at: usize, money: bool) -> Option<Numeral> {
    let (first, length) = digits_at(atoms, at)?;
    let mut number = Numeral { form: Form::Plain, ..plain(at, at + 1, first as f64) };
    if length <= 3 {
        while let Some((group, 3)) = tight_digits(atoms, number.end, ',') {
            number = plain(at, number.end + 2, number.value * 1000.0 + group as f64);
        }
        if number.form == Form::Plain {
            while let Some((group, 3)) = digits_at(atoms, number.end) {
                let gap = &text[atoms[number.end - 1].end()..atoms[number.end].start()];
                if !matches!(gap, " " | "\u{a0}" | "\u{202f}" | "\u{2009}") {
                    break;
                }
                number = plain(at, number.end + 1, number.value * 1000.0 + group as f64);
            }
        }
        // a decimal comma: one or two digits, and no list
        if number.form == Form::Plain
            && let Some((decimals, places @ 1..=2)) = tight_digits(atoms, number.end, ',')
            && tight_digits(atoms, number.end + 2, ',').is_none()
        {
            return Some(with_scale(atoms, plain(at, number.end + 2, number.value + shifted(decimals, places)), money));
        }
    }
    if let Some((decimals, places)) = tight_digits(atoms, number.end, '.') {
        number = plain(at, number.end + 2, number.value + shifted(decimals, places));
        if places <= 15 {
            // one rounding instead of two
            let written: String = text[atoms[at].start()..atoms[number.end - 1].end()]
                .chars()
                .filter(|c| c.is_ascii_digit() || *c == '.')
                .collect();
            number.value = written.parse().unwrap_or(number.value);
        }
    } else if let Some(value) = simple_fraction(atoms, number.end - 1).filter(|_| number.form == Form::Plain) {
        return Some(Numeral { fraction: true, ..plain(at, number.end + 2, value) });
    } else if let Some(value) =
        atoms.get(number.end).filter(|a| a.spaced).and_then(|_| simple_fraction(atoms, number.end))
    {
        number = plain(at, number.end + 3, number.value + value);
    } else if let Some(value) = atoms.get(number.end).and_then(|atom| match atom.kind {
        AtomKind::Mark(mark) => vulgar(mark),
        _ => None,
    }) {
        number = plain(at, number.end + 1, number.value + value);
    }
    Some(with_scale(atoms, number, money))
}

/// `3/4`, with a denominator that people use.
fn simple_fraction<W: Copy>(atoms: &[Atom<W>], at: usize) -> Option<f64> {
    let (numerator, _) = digits_at(atoms, at)?;
    let (denominator, _) = tight_digits(atoms, at + 1, '/')?;
    let known = matches!(denominator, 2..=6 | 8 | 10 | 16 | 32 | 64 | 100);
    let alone = !(tight(atoms, at + 3) && atoms[at + 3].is('/') || at > 0 && tight(atoms, at) && atoms[at - 1].is('/'));
    (known && alone && numerator > 0 && numerator < denominator).then(|| numerator as f64 / denominator as f64)
}

/// Adds "million" and the like, also twice ("lakh crore"), and "and a half".
fn with_scale<W: Copy>(atoms: &[Atom<W>], mut number: Numeral, money: bool) -> Numeral {
    while let Some(atom) = atoms.get(number.end) {
        let mut next = number.end + 1;
        let scale = match atom.number {
            Some(NumberWord::Hundred) => 100.0,
            Some(NumberWord::Scale(scale) | NumberWord::ShortScale(scale)) => scale,
            Some(NumberWord::Letter(scale)) if !number.scaled => {
                let letter = atom.capital || scale == 1e3 || (scale == 1e9 && !atom.spaced);
                if !(money || letter && scale < 1e12) || number.form == Form::Words {
                    break;
                }
                // "5-m tall" and "K-12" are no scales
                if tight(atoms, next) && matches!(atoms[next].kind, AtomKind::Digits(_)) {
                    break;
                }
                scale
            }
            // "$5-million"
            None if atom.is('-') && !atom.spaced && tight(atoms, next) => match atoms[next].number {
                Some(NumberWord::Scale(scale)) => {
                    next += 1;
                    scale
                }
                _ => break,
            },
            _ => break,
        };
        number = Numeral {
            end: next,
            value: number.value * scale,
            form: if number.form == Form::Plain { Form::Figures } else { number.form },
            scaled: true,
            ..number
        };
    }
    and_a_half(atoms, number)
}

/// "one **and a half**", "3 million **and a half**", "one billion **and a half million**",
/// "two **and a half** million"
fn and_a_half<W: Copy>(atoms: &[Atom<W>], number: Numeral) -> Numeral {
    let word = |at: usize| atoms.get(at).and_then(|atom| atom.number);
    if word(number.end) != Some(NumberWord::And) || number.fraction {
        return number;
    }
    if !matches!(word(number.end + 1), Some(NumberWord::A | NumberWord::Unit(1))) {
        return number;
    }
    let part = match word(number.end + 2) {
        Some(NumberWord::Half) => 0.5,
        Some(NumberWord::Quarter) => 0.25,
        Some(NumberWord::Ordinal(3)) if !number.scaled => 1.0 / 3.0,
        _ => return number,
    };
    let end = number.end + 3;
    if let Some(NumberWord::Scale(scale)) = word(end) {
        let value = if number.scaled { number.value + part * scale } else { (number.value + part) * scale };
        return Numeral { end: end + 1, value, scaled: true, ..number };
    }
    let unit = if number.scaled { largest_scale(number.value) } else { 1.0 };
    Numeral { end, value: number.value + part * unit, ..number }
}

/// The scale of a scaled round number: a million for three million.
fn largest_scale(value: f64) -> f64 {
    [1e12, 1e9, 1e6, 1e3, 1e2].into_iter().find(|scale| value >= *scale).unwrap_or(1.0)
}

/// Numbers in words, with fractions.
fn in_words<W: Copy>(text: &str, atoms: &[Atom<W>], at: usize) -> Option<Numeral> {
    let word = |at: usize| atoms.get(at).and_then(|atom| atom.number);
    let words = |end: usize, value: f64| Numeral { form: Form::Words, ..plain(at, end, value) };
    match word(at)? {
        NumberWord::Half | NumberWord::Quarter => {
            // "half a million", "quarter million"
            let part = if word(at) == Some(NumberWord::Half) { 0.5 } else { 0.25 };
            let scale_at = if word(at + 1) == Some(NumberWord::A) { at + 2 } else { at + 1 };
            if let Some(NumberWord::Scale(scale)) = word(scale_at) {
                return Some(Numeral { scaled: true, ..words(scale_at + 1, part * scale) });
            }
            (part == 0.5).then(|| Numeral { fraction: true, ..words(at + 1, part) })
        }
        NumberWord::A => match word(at + 1)? {
            NumberWord::Hundred | NumberWord::Scale(_) => cardinal(atoms, at + 1).map(|n| and_a_half(atoms, n)),
            NumberWord::Half => match word(at + 2) {
                Some(NumberWord::Scale(scale)) => Some(Numeral { scaled: true, ..words(at + 3, 0.5 * scale) }),
                _ => Some(Numeral { fraction: true, ..words(at + 2, 0.5) }),
            },
            // "a quarter" and "a third" count only as a share of something
            NumberWord::Quarter | NumberWord::Ordinal(_) => {
                let of = atoms.get(at + 2).is_some_and(|atom| atom.of(text).eq_ignore_ascii_case("of"));
                let part = match word(at + 1)? {
                    NumberWord::Quarter => 0.25,
                    NumberWord::Ordinal(n @ 3..) => 1.0 / f64::from(n),
                    _ => return None,
                };
                if let Some(NumberWord::Scale(scale)) = word(at + 2) {
                    return Some(Numeral { scaled: true, ..words(at + 3, part * scale) });
                }
                of.then(|| Numeral { fraction: true, ..words(at + 2, part) })
            }
            _ => None,
        },
        _ => {
            let number = cardinal(atoms, at)?;
            Some(fraction_of(atoms, number).unwrap_or_else(|| and_a_half(atoms, point(atoms, number))))
        }
    }
}

/// "two **thirds**", "one **eighth**", "five **- eighths**", "three **quarters** million"
fn fraction_of<W: Copy>(atoms: &[Atom<W>], number: Numeral) -> Option<Numeral> {
    let hyphen = atoms.get(number.end).is_some_and(|atom| atom.is('-'));
    let at = number.end + usize::from(hyphen);
    let denominator = match atoms.get(at)?.number? {
        NumberWord::Denominator(n) => f64::from(n),
        NumberWord::Ordinal(n @ 3..) if number.value == 1.0 => f64::from(n),
        NumberWord::Half if number.value == 1.0 => 2.0,
        NumberWord::Quarter => 4.0,
        _ => return None,
    };
    let value = number.value / denominator;
    if !(0.0..20.0).contains(&number.value) || number.value == 0.0 {
        return None;
    }
    match atoms.get(at + 1).and_then(|atom| atom.number) {
        Some(NumberWord::Scale(scale)) => Some(Numeral { end: at + 2, value: value * scale, scaled: true, ..number }),
        _ => Some(Numeral { end: at + 1, value, fraction: true, ..number }),
    }
}

/// "five **point five**", "nine **point nought four**", "two hundred **point seventy-one**"
fn point<W: Copy>(atoms: &[Atom<W>], number: Numeral) -> Numeral {
    let word = |at: usize| atoms.get(at).and_then(|atom| atom.number);
    if word(number.end) != Some(NumberWord::Point) {
        return number;
    }
    let (mut end, mut value, mut place) = (number.end + 1, number.value, 0.1);
    while let Some(NumberWord::Unit(digit)) = word(end) {
        value += f64::from(digit) * place;
        place /= 10.0;
        end += 1;
    }
    if end == number.end + 1 {
        match cardinal(atoms, end) {
            Some(decimals) if (10.0..100.0).contains(&decimals.value) => {
                (end, value) = (decimals.end, value + decimals.value / 100.0);
            }
            _ => return number,
        }
    }
    with_scale(atoms, Numeral { end, value, ..number }, false)
}

/// "two hundred and two thousand", "twenty-one trillion and three hundred", "fifty two",
/// "hundred thousand". The value is built from the left: `below` is what the next scale will
/// multiply, `total` what has been multiplied already.
fn cardinal<W: Copy>(atoms: &[Atom<W>], start: usize) -> Option<Numeral> {
    let (mut total, mut below, mut smallest) = (0.0, 0.0, f64::INFINITY);
    let mut at = start;
    // the size that the next word has to stay under: 100 after "hundred", 10 after "twenty"
    let mut room = f64::INFINITY;
    let mut scaled = false;
    // state before an "and", to go back to if what follows is another number
    let mut before_and: Option<(f64, usize)> = None;
    let done = |value: f64, end: usize, scaled: bool| {
        (end > start).then(|| Numeral { form: Form::Words, scaled, ..plain(start, end, value) })
    };
    loop {
        let atom = atoms.get(at);
        // a hyphen inside a number, touching or not
        let joined = atom.is_some_and(|atom| atom.is('-')) && at > start && tight(atoms, at) == tight(atoms, at + 1);
        let next = at + usize::from(joined);
        let word = atoms.get(next).and_then(|atom| atom.number);
        match word {
            Some(NumberWord::Unit(n)) if (f64::from(n) < room) && (n > 0 || at == start) => {
                below += f64::from(n);
                room = if n == 0 { 0.0 } else { 1.0 };
            }
            Some(NumberWord::Teen(n)) if f64::from(n) < room && room != 10.0 => {
                below += f64::from(n);
                room = 1.0;
            }
            Some(NumberWord::Tens(n)) if f64::from(n) < room && room != 10.0 => {
                below += f64::from(n);
                room = 10.0;
            }
            Some(NumberWord::Hundred) if below < 100.0 && (below > 0.0 || at == start) => {
                below = if below == 0.0 { 100.0 } else { below * 100.0 };
                room = 100.0;
                scaled = true;
            }
            Some(NumberWord::Scale(scale) | NumberWord::ShortScale(scale)) if scale < smallest || below == 0.0 => {
                if below == 0.0 && at > start {
                    // "lakh crore", "thousand billion"
                    if total == 0.0 || before_and.is_some_and(|(_, end)| end + 1 == next) {
                        break;
                    }
                    total *= scale;
                } else {
                    total += if below == 0.0 { scale } else { below * scale };
                }
                (below, smallest, room, scaled) = (0.0, scale, scale, true);
            }
            Some(NumberWord::And)
                if room >= 100.0 && room.is_finite() && !joined && before_and.is_none_or(|(_, e)| e < at) =>
            {
                let follows = atoms.get(next + 1).and_then(|atom| atom.number);
                if !matches!(follows, Some(NumberWord::Unit(1..) | NumberWord::Teen(_) | NumberWord::Tens(_))) {
                    break;
                }
                before_and = Some((total + below, at));
            }
            Some(NumberWord::Hundred | NumberWord::Scale(_)) => {
                // "one hundred and two hundred": two numbers, unless no "and" parted them
                return match before_and {
                    Some((value, end)) => done(value, end, true),
                    None => done(total + below, at, scaled),
                };
            }
            _ => break,
        }
        at = next + 1;
    }
    done(total + below, at, scaled)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use wiredesk_core::Span;

    use super::{atoms::Lexicon, *};

    fn first(text: &str, money: bool) -> Option<(String, f64)> {
        let lexicon = Lexicon::<()>::new([]);
        let mut atoms = Vec::new();
        lexicon.read(text, Span::new(text, 0..text.len()).unwrap(), &mut atoms);
        let number = (0..atoms.len()).find_map(|at| numeral(text, &atoms, at, money))?;
        let written = &text[atoms[number.start].start()..atoms[number.end - 1].end()];
        Some((written.to_owned(), number.value))
    }

    fn check(cases: &[(&str, &str, f64)]) {
        for (text, written, value) in cases {
            let (found, number) = first(text, false).unwrap_or_else(|| panic!("no number in {text:?}"));
            assert_eq!(found, *written, "{text}");
            assert!((number - value).abs() <= 1e-9 * value.abs(), "{text}: {number}");
        }
    }

    #[test]
    fn figures_are_read_with_their_separators() {
        check(&[
            ("the 192 boats", "192", 192.0),
            ("some 1,234,567 voters", "1,234,567", 1_234_567.0),
            ("40\u{202f}000 seats", "40\u{202f}000", 40_000.0),
            ("at 9.2321312.", "9.2321312", 9.232_131_2),
            ("a rate of 1,3.", "1,3", 1.3),
            ("in 1, 2 and 3", "1", 1.0),
            ("10 1/2 miles", "10 1/2", 10.5),
            ("a 3/4 share", "3/4", 0.75),
            ("2½ tonnes", "2½", 2.5),
            ("by -1 point", "-1", -1.0),
            ("2.5 million", "2.5 million", 2_500_000.0),
            ("three lakh crore", "three lakh crore", 3e12),
            ("3 million and a half", "3 million and a half", 3_500_000.0),
            ("10k runners", "10k", 10_000.0),
            ("on 9/11", "9", 9.0),
        ]);
    }

    #[test]
    fn words_are_read_as_numbers() {
        check(&[
            ("Twenty-six people", "Twenty-six", 26.0),
            ("one hundred and six", "one hundred and six", 106.0),
            ("two hundred and two thousand", "two hundred and two thousand", 202_000.0),
            ("between one hundred and two hundred", "one hundred", 100.0),
            ("between two million and three million", "two million", 2e6),
            ("twenty-one trillion and three hundred", "twenty-one trillion and three hundred", 21_000_000_000_300.0),
            ("fifty   two", "fifty   two", 52.0),
            ("minus five point five", "minus five point five", -5.5),
            ("nine point nought four", "nine point nought four", 9.04),
            ("two hundred point seventy-one", "two hundred point seventy-one", 200.71),
            ("one and a half", "one and a half", 1.5),
            ("two and a half million", "two and a half million", 2.5e6),
            ("one billion and a half million", "one billion and a half million", 1_000_500_000.0),
            ("half a million", "half a million", 500_000.0),
            ("two thirds of them", "two thirds", 2.0 / 3.0),
            ("one-third", "one-third", 1.0 / 3.0),
            ("a quarter of voters", "a quarter", 0.25),
            ("three quarters billion", "three quarters billion", 7.5e8),
            ("hundred thousand", "hundred thousand", 100_000.0),
            ("two and three", "two", 2.0),
            ("two thousand twenty four", "two thousand twenty four", 2024.0),
        ]);
    }

    #[test]
    fn a_letter_is_a_scale_only_where_it_can_be_nothing_else() {
        assert_eq!(first("5m", false), Some(("5".into(), 5.0)));
        assert_eq!(first("5m", true), Some(("5m".into(), 5e6)));
        assert_eq!(first("1.2b", false), Some(("1.2b".into(), 1.2e9)));
    }

    proptest! {
        #[test]
        fn any_text_gives_finite_numbers_inside_it(text in "([0-9,./ -]|one|two|hundred|thousand|million|and|a|half|point|minus|thirds| ){0,40}") {
            let lexicon = Lexicon::<()>::new([]);
            let mut atoms = Vec::new();
            lexicon.read(&text, Span::new(&text, 0..text.len()).unwrap(), &mut atoms);
            for at in 0..atoms.len() {
                if let Some(number) = numeral(&text, &atoms, at, true) {
                    prop_assert!(number.start < number.end && number.end <= atoms.len());
                    prop_assert!(number.value.is_finite());
                }
            }
        }
    }
}
