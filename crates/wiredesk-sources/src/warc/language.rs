//! A quick look at the language of a page, before the work of finding its main text. Called by
//! [`super::page`] for the option `languages`; the `language` extractor looks closer later.

use whatlang::Lang;

/// Characters of visible text that are looked at: the beginning may be a menu in another language.
const SAMPLE: usize = 3000;
/// Letters below which nothing is said.
const LEAST_LETTERS: usize = 120;

/// Codes by which a language is asked for, in two letters as ISO 639-1 has them.
#[rustfmt::skip]
const CODES: [(Lang, &str); 69] = {
    use Lang::*;
    [
        (Epo, "eo"), (Eng, "en"), (Rus, "ru"), (Cmn, "zh"), (Spa, "es"), (Por, "pt"), (Ita, "it"), (Ben, "bn"),
        (Fra, "fr"), (Deu, "de"), (Ukr, "uk"), (Kat, "ka"), (Ara, "ar"), (Hin, "hi"), (Jpn, "ja"), (Heb, "he"),
        (Yid, "yi"), (Pol, "pl"), (Amh, "am"), (Jav, "jv"), (Kor, "ko"), (Nob, "nb"), (Dan, "da"), (Swe, "sv"),
        (Fin, "fi"), (Tur, "tr"), (Nld, "nl"), (Hun, "hu"), (Ces, "cs"), (Ell, "el"), (Bul, "bg"), (Bel, "be"),
        (Mar, "mr"), (Kan, "kn"), (Ron, "ro"), (Slv, "sl"), (Hrv, "hr"), (Srp, "sr"), (Mkd, "mk"), (Lit, "lt"),
        (Lav, "lv"), (Est, "et"), (Tam, "ta"), (Vie, "vi"), (Urd, "ur"), (Tha, "th"), (Guj, "gu"), (Uzb, "uz"),
        (Pan, "pa"), (Aze, "az"), (Ind, "id"), (Tel, "te"), (Pes, "fa"), (Mal, "ml"), (Ori, "or"), (Mya, "my"),
        (Nep, "ne"), (Sin, "si"), (Khm, "km"), (Tuk, "tk"), (Aka, "ak"), (Zul, "zu"), (Sna, "sn"), (Afr, "af"),
        (Lat, "la"), (Slk, "sk"), (Cat, "ca"), (Tgl, "tl"), (Hye, "hy"),
    ]
};

/// Whether a language can be asked for.
pub(super) fn is_known(code: &str) -> bool {
    CODES.iter().any(|(_, known)| *known == code)
}

/// "en" of "en-GB" or "EN_us", whether or not it is a language.
pub(super) fn primary(declared: &str) -> String {
    declared.split(['-', '_', ',']).next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// The language of visible text; `None` if that cannot be told with confidence.
pub(super) fn detect(text: &str) -> Option<&'static str> {
    let end = text.char_indices().nth(SAMPLE).map_or(text.len(), |(at, _)| at);
    let sample = &text[..end];
    if sample.chars().filter(|c| c.is_alphabetic()).take(LEAST_LETTERS).count() < LEAST_LETTERS {
        return None;
    }
    let found = whatlang::detect(sample).filter(whatlang::Info::is_reliable)?;
    CODES.iter().find(|(lang, _)| *lang == found.lang()).map(|(_, code)| *code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_text_tells_its_language_and_short_text_does_not() {
        let german = "Der Hafenmeister sagte am Dienstag, dass die Fähre wieder fahren werde, sobald die Brücke geprüft sei. \
                      Die Reederei hatte zuvor erklärt, sie wolle nicht länger warten und den Betrieb einstellen.";
        assert_eq!(detect(german), Some("de"));
        assert_eq!(detect("Oslo 3:2"), None);
    }

    #[test]
    fn codes_have_no_doubles() {
        let mut codes: Vec<&str> = CODES.iter().map(|(_, code)| *code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), CODES.len());
        assert!(is_known("en") && !is_known("eng") && !is_known("xx"));
    }

    #[test]
    fn declared_codes_are_cut_to_the_language() {
        for (declared, code) in [("en-GB", "en"), ("PT_br", "pt"), ("de, en", "de"), ("", "")] {
            assert_eq!(primary(declared), code);
        }
    }
}
