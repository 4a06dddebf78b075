//! The `language` extractor: which language an article is written in. Counts function words of
//! the languages of most news in a sample; only where those do not settle it, asks trigrams
//! (whatlang). Never looks at more than [`SAMPLE`] bytes twice, however long the text.

use std::borrow::Cow;

use whatlang::Lang;
use wiredesk_core::{
    Document, LayerName,
    annotation::Language,
    error::Failure,
    extractor::{Declaration, Findings, SyncExtractor, Worker},
    options::NoOptions,
    registry::{Component, ExtractorComponent},
};

/// The component.
pub struct LanguageDetection;

impl Component for LanguageDetection {
    const NAME: &'static str = "language";
    const SUMMARY: &'static str = "language code and confidence";
    const VERSION: &'static str = "1";
    type Options = NoOptions;
}

impl ExtractorComponent for LanguageDetection {
    fn declare(&self, _: &NoOptions) -> Declaration {
        Declaration { uses: vec![LayerName::Text], provides: vec![LayerName::Language], ..Declaration::default() }
    }

    fn build(&self, _: &NoOptions) -> Result<Worker, Failure> {
        Ok(Worker::Sync(Box::new(Detector)))
    }
}

struct Detector;

impl SyncExtractor for Detector {
    fn extract(&mut self, document: &Document) -> Result<Findings, Failure> {
        let mut findings = Findings::default();
        findings.layers.language = Some(detect(&document.text, document.declared_language.as_deref()));
        Ok(findings)
    }
}

/// Bytes that are looked at, at the beginning of the text and again in its middle: the beginning
/// alone may be a headline in another language or a list of names.
const SAMPLE: usize = 800;
/// Letters below which nothing is said.
const LEAST_LETTERS: usize = 20;
/// Function words that have to be seen for a verdict without trigrams.
const LEAST_HITS: u32 = 8;
/// Share of all words that function words make up in running text is above one in five.
const LEAST_SHARE: f32 = 0.2;

/// The language of `text`; `declared` is what the input says, as "en" or "en-GB", and settles
/// what the text leaves open.
#[must_use]
pub fn detect(text: &str, declared: Option<&str>) -> Language {
    let declared = declared.and_then(primary_code);
    let samples = samples(text);
    let letters = samples.iter().flat_map(|sample| sample.chars()).filter(|c| c.is_alphabetic());
    let found = if letters.take(LEAST_LETTERS).count() < LEAST_LETTERS {
        None
    } else {
        by_function_words(&samples).or_else(|| by_trigrams(&samples))
    };
    match (found, declared) {
        (None, None) => Language { code: Cow::Borrowed("und"), confidence: 0.0 },
        (None, Some(code)) => Language { code: Cow::Borrowed(code), confidence: 0.5 },
        (Some((code, confidence)), Some(declared)) if code == declared => {
            Language { code: Cow::Borrowed(code), confidence: 1.0 - (1.0 - confidence) * 0.3 }
        }
        (Some((_, confidence)), Some(declared)) if confidence < 0.5 => {
            Language { code: Cow::Borrowed(declared), confidence: 0.5 }
        }
        (Some((code, confidence)), _) => Language { code: Cow::Borrowed(code), confidence },
    }
}

/// One or two stretches of the text, cut between characters.
fn samples(text: &str) -> [&str; 2] {
    if text.len() <= 2 * SAMPLE {
        return [text, ""];
    }
    let middle = boundary(text, text.len() / 2);
    [&text[..boundary(text, SAMPLE)], &text[middle..boundary(text, (middle + SAMPLE).min(text.len()))]]
}

fn boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Code of each bit that [`function_word`] sets.
const CODES: [&str; 8] = ["en", "de", "fr", "es", "it", "pt", "nl", "sv"];

/// A language whose function words are frequent in the samples and clearly more frequent than
/// those of all others.
fn by_function_words(samples: &[&str]) -> Option<(&'static str, f32)> {
    let mut hits = [0_u32; CODES.len()];
    let mut words = 0_u32;
    let mut lower = [0; 6];
    for sample in samples {
        for word in sample.as_bytes().split(|b| !(b.is_ascii_alphabetic() || *b >= 0x80)) {
            if word.is_empty() {
                continue;
            }
            words += 1;
            let Some(buffer) = lower.get_mut(..word.len()) else { continue };
            buffer.copy_from_slice(word);
            buffer.make_ascii_lowercase();
            let languages = function_word(buffer);
            if languages != 0 {
                for (bit, hits) in hits.iter_mut().enumerate() {
                    *hits += u32::from(languages >> bit & 1);
                }
            }
        }
    }
    let best = (0..CODES.len()).max_by_key(|&bit| hits[bit])?;
    let second = (0..CODES.len()).filter(|&bit| bit != best).map(|bit| hits[bit]).max()?;
    let clear = hits[best] >= LEAST_HITS && hits[best] >= 2 * second && hits[best] as f32 >= LEAST_SHARE * words as f32;
    clear.then(|| (CODES[best], confidence(hits[best] as f32, second as f32)))
}

/// From the hits of the best and second language: cubes let 3 against 1 mean 0.5, 10 against 1
/// 0.97 and 80 against 25 the same.
fn confidence(best: f32, second: f32) -> f32 {
    best.powi(3) / (best.powi(3) + second.powi(3) + 27.0)
}

/// One bit for each of [`CODES`] of which `word`, in lower case, is a function word. The lists were
/// written for this project: articles, prepositions, pronouns, conjunctions, auxiliaries.
#[rustfmt::skip]
fn function_word(word: &[u8]) -> u8 {
    const EN: u8 = 1; const DE: u8 = 2; const FR: u8 = 4; const ES: u8 = 8;
    const IT: u8 = 16; const PT: u8 = 32; const NL: u8 = 64; const SV: u8 = 128;
    match word {
        b"the" | b"of" | b"and" | b"to" | b"that" | b"for" | b"with" | b"by" | b"from" | b"it" | b"he" | b"she"
        | b"they" | b"his" | b"her" | b"their" | b"this" | b"which" | b"not" | b"but" | b"be" | b"been" | b"has"
        | b"had" | b"have" | b"were" | b"are" | b"who" | b"said" | b"would" | b"will" | b"at" | b"its" | b"after"
        | b"more" | b"about" | b"than" | b"also" | b"we" | b"our" | b"you" | b"what" | b"when" | b"there" => EN,
        b"in" => EN | DE | IT | NL,
        b"is" => EN | NL,
        b"was" => EN | DE | NL,
        b"an" => EN | DE,
        b"a" => EN | ES | IT | PT | FR,
        b"on" => EN | FR,
        b"or" => EN,
        b"as" => EN | PT,
        b"i" => EN | IT | SV,
        b"der" | b"die" | b"und" | b"den" | b"das" | b"mit" | b"von" | b"dem" | b"zu" | b"auf" | b"ist" | b"im"
        | b"nicht" | b"ein" | b"eine" | b"sich" | b"auch" | b"des" | b"als" | b"bei" | b"nach" | b"hat" | b"einen" => {
            if matches!(word, b"den") { DE | SV } else if matches!(word, b"des") { DE | FR }
            else if matches!(word, b"als") { DE | NL } else { DE }
        }
        b"le" | b"les" | b"et" | b"du" | b"dans" | b"est" | b"pour" | b"qui" | b"au" | b"par" | b"sur" | b"une"
        | b"pas" | b"plus" | b"avec" | b"aux" | b"ce" | b"ont" | b"cette" => FR,
        b"la" => FR | ES | IT,
        b"un" => FR | ES | IT,
        b"que" => FR | ES | PT,
        b"de" => FR | ES | PT | NL,
        b"en" => FR | ES | NL | SV,
        b"se" => FR | ES | IT | PT | SV,
        b"il" => FR | IT,
        b"son" => FR | ES,
        b"el" | b"los" | b"las" | b"del" | b"y" | b"con" | b"por" | b"una" | b"su" | b"al" | b"lo" | b"m\xc3\xa1s"
        | b"pero" | b"fue" | b"sus" | b"este" => match word {
            b"del" | b"al" | b"con" | b"una" | b"su" | b"lo" => ES | IT,
            b"por" => ES | PT,
            _ => ES,
        },
        b"di" | b"che" | b"per" | b"non" | b"della" | b"sono" | b"gli" | b"dei" | b"nel" | b"alla" | b"anche"
        | b"ha" | b"le\xc3\xa0" | b"come" | b"\xc3\xa8" | b"ma" => IT,
        b"o" | b"os" | b"da" | b"do" | b"em" | b"um" | b"uma" | b"com" | b"n\xc3\xa3o" | b"para" | b"na" | b"no"
        | b"dos" | b"mais" | b"foi" | b"ao" | b"\xc3\xa9" => match word {
            b"para" | b"no" => PT | ES,
            b"da" => PT | IT,
            _ => PT,
        },
        b"het" | b"een" | b"van" | b"dat" | b"zijn" | b"op" | b"te" | b"met" | b"voor" | b"niet" | b"aan" | b"er"
        | b"ook" | b"om" | b"maar" | b"bij" | b"naar" | b"werd" | b"heeft" => match word {
            b"er" => NL | DE,
            b"om" => NL | SV,
            _ => NL,
        },
        b"och" | b"att" | b"det" | b"som" | b"p\xc3\xa5" | b"\xc3\xa4r" | b"av" | b"f\xc3\xb6r" | b"till" | b"ett"
        | b"inte" | b"har" | b"med" | b"han" | b"var" | b"fr\xc3\xa5n" => SV,
        _ => 0,
    }
}

fn by_trigrams(samples: &[&str]) -> Option<(&'static str, f32)> {
    let sample = samples.join(" ");
    let info = whatlang::detect(&sample)?;
    // whatlang's confidence speaks of the runner-up only; a short sample earns less
    let letters = sample.chars().filter(|c| c.is_alphabetic()).take(200).count() as f32;
    Some((two_letters(info.lang()), info.confidence() as f32 * (0.5 + 0.5 * (letters / 200.0))))
}

/// "en" of "en-GB", "EN_us" or "eng"; `None` if it is no language this program knows.
fn primary_code(declared: &str) -> Option<&'static str> {
    let code = declared.split(['-', '_']).next()?.trim().to_ascii_lowercase();
    let mut languages = Lang::all().iter();
    languages
        .find(|language| language.code() == code || two_letters(**language) == code)
        .map(|found| two_letters(*found))
}

/// ISO 639-1 of a language (all that whatlang knows have one).
#[rustfmt::skip]
fn two_letters(language: Lang) -> &'static str {
    use Lang::*;
    match language {
        Epo => "eo", Eng => "en", Rus => "ru", Cmn => "zh", Spa => "es", Por => "pt", Ita => "it", Ben => "bn",
        Fra => "fr", Deu => "de", Ukr => "uk", Kat => "ka", Ara => "ar", Hin => "hi", Jpn => "ja", Heb => "he",
        Yid => "yi", Pol => "pl", Amh => "am", Jav => "jv", Kor => "ko", Nob => "nb", Dan => "da", Swe => "sv",
        Fin => "fi", Tur => "tr", Nld => "nl", Hun => "hu", Ces => "cs", Ell => "el", Bul => "bg", Bel => "be",
        Mar => "mr", Kan => "kn", Ron => "ro", Slv => "sl", Hrv => "hr", Srp => "sr", Mkd => "mk", Lit => "lt",
        Lav => "lv", Est => "et", Tam => "ta", Vie => "vi", Urd => "ur", Tha => "th", Guj => "gu", Uzb => "uz",
        Pan => "pa", Aze => "az", Ind => "id", Tel => "te", Pes => "fa", Mal => "ml", Ori => "or", Mya => "my",
        Nep => "ne", Sin => "si", Khm => "km", Tuk => "tk", Aka => "ak", Zul => "zu", Sna => "sn", Afr => "af",
        Lat => "la", Slk => "sk", Cat => "ca", Tgl => "tl", Hye => "hy", Cym => "cy",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn running_text_is_recognised_with_high_confidence() {
        for (text, code) in [
            (
                "The mayor of the harbour town said on Tuesday that the old market would be sold, and that the money was to be spent on a school.",
                "en",
            ),
            (
                "Der Bürgermeister der Hafenstadt sagte am Dienstag, dass der alte Markt verkauft und mit dem Geld eine Schule gebaut werden soll.",
                "de",
            ),
            (
                "Le maire de la ville a dit mardi que le vieux marché serait vendu et que les fonds iraient à une école dans le centre.",
                "fr",
            ),
            (
                "El alcalde de la ciudad dijo el martes que el viejo mercado se vendería y que el dinero sería para una escuela en el centro.",
                "es",
            ),
            (
                "Il sindaco della città ha detto martedì che il vecchio mercato sarà venduto e che i soldi andranno alla scuola del centro.",
                "it",
            ),
            (
                "Мэр города сообщил во вторник, что старый рынок будет продан, а деньги пойдут на строительство школы.",
                "ru",
            ),
            (
                "Мер міста повідомив у вівторок, що старий ринок буде продано, а гроші підуть на будівництво школи.",
                "uk",
            ),
            ("市长星期二表示，旧市场将被出售，所得款项将用于在市中心修建一所新的学校。", "zh"),
            (
                "Burmistrz miasta powiedział we wtorek, że stary targ zostanie sprzedany, a pieniądze pójdą na szkołę.",
                "pl",
            ),
            ("قال رئيس البلدية يوم الثلاثاء إن السوق القديم سيباع وإن المال سيخصص لبناء مدرسة في وسط المدينة", "ar"),
        ] {
            let found = detect(text, None);
            assert_eq!(found.code, code, "{text}");
            assert!(found.confidence > 0.5 && found.confidence <= 1.0, "{found:?}");
        }
    }

    #[test]
    fn too_little_text_is_undetermined_unless_the_input_declares_a_language() {
        for (text, declared, code) in
            [("Oslo 3:2", None, "und"), ("", None, "und"), ("Oslo 3:2", Some("nb-NO"), "nb"), ("12", Some("xx"), "und")]
        {
            assert_eq!(detect(text, declared).code, code, "{text}");
        }
    }

    #[test]
    fn the_text_outweighs_a_wrong_declaration() {
        let text = "The mayor of the harbour town said on Tuesday that the old market would be sold to the state.";
        assert_eq!(detect(text, Some("fr")).code, "en");
        assert!(detect(text, Some("en-GB")).confidence > detect(text, None).confidence);
    }
}
