//! Texts that every extractor has to read without breaking: the material of the contract that
//! `wiredesk plugin test` and the test kit check. Made when asked for; nothing else uses them.

/// Named texts that have broken extractors before, or might.
#[must_use]
pub fn texts() -> Vec<(&'static str, String)> {
    let story = "BRACKWATER — Harbour master Ilse Brandt, 57, said on Tuesday that the ferry \u{201c}will sail again\u{201d}. \
                 \"We waited,\" she told reporters. \"Now we act.\"\nAccording to Tomás Rey, head of the Rey Institute, \
                 it cost $3.5 million; he didn't say who paid.\n";
    [
        ("empty text", String::new()),
        ("one letter", "a".to_owned()),
        ("white space", " \t\n\r\n \u{a0}\u{2003}\u{feff}".to_owned()),
        ("a story", story.to_owned()),
        ("a megabyte", story.repeat((1 << 20) / story.len() + 1)),
        ("one long word", "x".repeat(100_000)),
        ("capitals", "THE MAYOR OF BRACKWATER SAID ".repeat(500)),
        ("full stops", ".".repeat(20_000)),
        ("quotation marks", "\"\u{201c}\u{201d}'\u{2018}\u{2019}«»„“".repeat(2_000)),
        ("unbalanced", "\u{201c}He said \"never, and \u{2018}always (or [sometimes".repeat(300)),
        ("digits", "1,000.5 12:30 2024-10-01 $5m 57-year-old 3% ".repeat(500)),
        ("scripts of the world", SCRIPTS.repeat(50)),
        (
            "right to left",
            "\u{202b}قال المحافظ: «نعم» (NYSE: ABC) 57٪\u{202c} ראש העיר אמר \u{200f}\"לא\"\u{200e}. ".repeat(100),
        ),
        (
            "combining marks",
            "e\u{301}a\u{308}o\u{302}\u{323} ß\u{130}\u{1e9e}ﬁ Z\u{351}\u{36b}\u{343}a\u{334}l\u{335} ".repeat(300),
        ),
        ("emoji", "👩\u{200d}🚀 🇳🇱 👍🏽 1\u{fe0f}\u{20e3} ❤\u{fe0f} \u{10ffff}".repeat(300)),
        ("control characters", "nul\0 bell\u{7} escape\u{1b}[0m delete\u{7f} line\u{2028}paragraph\u{2029}".to_owned()),
        ("line ends", "One.\r\nTwo.\rThree.\n\n\n\nFour.".to_owned()),
    ]
    .into()
}

/// A sentence in each of the scripts in which most news is written.
const SCRIPTS: &str = "Мэр сказал: «Нет». 市长说：“不。” 市長は「はい」と言った。 시장은 “아니오”라고 말했다. قال المحافظ نعم. \
                       ראש העיר אמר. Ο δήμαρχος είπε. नगर प्रमुख ने कहा। নগরপ্রধান বলেছেন। மேயர் கூறினார். \
                       นายกเทศมนตรีกล่าวว่าไม่ Քաղաքապետն ասաց։ მერმა თქვა. ከንቲባው አሉ። ";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_have_names_of_their_own() {
        let mut names: Vec<&str> = texts().iter().map(|(name, _)| *name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), texts().len());
    }
}
