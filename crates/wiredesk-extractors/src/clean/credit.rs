//! Credits of photographs and news agencies. Called by `clean`; looks at whole lines and at the end
//! of a paragraph, never inside sentences.

/// News agencies as they sign articles.
pub(super) const AGENCIES: [&str; 30] = [
    "AP",
    "AFP",
    "UPI",
    "DPA",
    "dpa",
    "EFE",
    "PA",
    "ANSA",
    "TASS",
    "Tass",
    "Interfax",
    "Reuters",
    "REUTERS",
    "Xinhua",
    "Bloomberg",
    "Kyodo",
    "Yonhap",
    "PTI",
    "ANI",
    "IANS",
    "Anadolu",
    "VOA",
    "RFE/RL",
    "BBC",
    "CNN",
    "CNS",
    "Ukrinform",
    "Belga",
    "ANP",
    "NTB",
];

const LONGEST: usize = 140;

/// Beginnings of credit lines; a colon or "by" has to follow.
const CREDITS: [&str; 10] = [
    "photo",
    "photos",
    "photograph",
    "photo credit",
    "image",
    "images",
    "image credit",
    "picture",
    "credit",
    "file photo",
];

/// The reason if the whole line is a credit.
pub(super) fn whole_line(line: &str) -> Option<&'static str> {
    if line.len() > LONGEST {
        return None;
    }
    let bare = line.trim_matches(['(', ')', '[', ']', ' ']);
    if AGENCIES.contains(&bare) && bare.len() < line.len() {
        return Some("photo-credit");
    }
    let credit = CREDITS.iter().any(|words| {
        let Some(start) = bare.get(..words.len()).filter(|start| start.eq_ignore_ascii_case(words)) else {
            return false;
        };
        let rest = bare[start.len()..].trim_start();
        let after =
            rest.strip_prefix(':').or_else(|| rest.strip_prefix("by ")).or_else(|| rest.strip_prefix("courtesy of "));
        after.is_some_and(|names| are_names(names.trim()))
    });
    credit.then_some("photo-credit")
}

/// Whether these words could be a photographer and an agency: few, capitalised, no sentence.
fn are_names(words: &str) -> bool {
    let mut count = 0;
    words.split([' ', '/', ',', '|']).filter(|word| !word.is_empty()).all(|word| {
        count += 1;
        let name = word.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || matches!(c, '©' | '(' | '@'));
        count <= 10
            && (name
                || matches!(
                    word,
                    "and"
                        | "via"
                        | "of"
                        | "the"
                        | "for"
                        | "de"
                        | "van"
                        | "von"
                        | "courtesy"
                        | "&"
                        | "al"
                        | "dpa"
                        | "–"
                        | "-"
                ))
    }) && count > 0
}

/// `paragraph` without an agency in brackets after its last sentence.
pub(super) fn without_trailing_agency(paragraph: &str) -> &str {
    let end = paragraph.trim_end_matches([' ', '.']);
    let Some(inner) = end.strip_suffix(')') else { return paragraph };
    let Some((before, agency)) = inner.rsplit_once('(') else { return paragraph };
    let before = before.trim_end();
    let sentence = before.ends_with(['.', '!', '?', '"', '”']);
    if sentence && agency.len() <= 40 && agency.split([',', '/', ';']).all(|name| AGENCIES.contains(&name.trim())) {
        before
    } else {
        paragraph
    }
}
