//! Words that are written with a full stop, and what that stop may mean; words that begin
//! sentences. Tables written for this project from general knowledge of English news style. Read
//! by the tokeniser and the splitter; knows nothing of tokens.

/// How an abbreviation behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// Precedes a name and never ends a sentence: "Mr."
    Title,
    /// Precedes a number and is an abbreviation only there: "No. 5"
    Numbered,
    /// Month: "Oct. 3"
    Month,
    /// Month or weekday that is a word or name without its stop: "Sun."
    Weekly,
    /// Follows a name and may end a sentence: "Inc."
    Suffix,
    /// Never ends a sentence: "vs."
    Connecting,
    /// US state after a town and comma: "Gary, Ind."
    State,
    /// Unit after a number: "6 ft."
    Unit,
    /// "and co."
    Lower,
    /// Street: "5th st."
    Street,
    /// Letters with stops: "U.S.", "p.m."
    Dotted,
}

/// The class of `word`, which is given without its last full stop; case matters.
#[rustfmt::skip]
pub(super) fn class(word: &str) -> Option<Class> {
    Some(match word {
        "Mr" | "Mrs" | "Ms" | "Mx" | "Dr" | "Drs" | "Prof" | "Profs" | "Messrs" | "Mme" | "Mmes" | "Mlle"
            | "Hon" | "Rev" | "Revd" | "Fr" | "Msgr" | "St" | "Ste" | "Sts" | "Mt" | "Ft" | "Gen" | "Maj"
            | "Col" | "Capt" | "Cpt" | "Lt" | "Sgt" | "Cpl" | "Pvt" | "Pfc" | "Adm" | "Cmdr" | "Cdr" | "Brig"
            | "Cmdre" | "Supt" | "Insp" | "Det" | "Rep" | "Reps" | "Sen" | "Sens" | "Gov" | "Govs" | "Pres"
            | "Amb" | "Atty" | "Supp" | "Dist" | "Asst" | "Assoc" | "Hr" | "Frau" | "Sra" | "Srta" | "Herr"
            | "Gens" | "Cols" | "Sgts" => {
            Class::Title
        }
        "No" | "Nos" | "no" | "nos" | "Nr" | "nr" | "p" | "pp" | "P" | "vol" | "Vol" | "Art" | "art" | "Arts"
            | "Sec" | "sec" | "Fig" | "fig" | "figs" | "Figs" | "Ch" | "ch" | "para" | "Para" | "Ex" | "ver"
            | "v" | "ca" | "c" | "approx" | "est" | "Pt" | "pt" | "Ref" | "ref" | "Op" | "op" | "Apt" | "ed"
            | "tel" | "Tel" => {
            Class::Numbered
        }
        "Feb" | "Apr" | "Aug" | "Sept" | "Sep" | "Oct" | "Nov" | "Dec" => Class::Month,
        "Jan" | "Mar" | "Jun" | "Jul" | "Mon" | "Tue" | "Tues" | "Wed" | "Thu" | "Thur" | "Thurs" | "Fri"
            | "Sat" | "Sun" => Class::Weekly,
        "Inc" | "Corp" | "Co" | "Ltd" | "Cos" | "Bros" | "Jr" | "Sr" | "Esq" | "Llc" | "Plc" | "Pty" | "Bhd"
            | "etc" | "al" | "Dept" | "dept" | "Univ" | "Assn" | "Intl" | "Mfg" | "Natl" | "Govt" | "govt"
            | "Ph" | "Depts" => Class::Suffix,
        "vs" | "cf" | "viz" | "Vs" | "incl" | "esp" | "aka" | "resp" => Class::Connecting,
        "Ala" | "Ariz" | "Ark" | "Calif" | "Colo" | "Conn" | "Del" | "Fla" | "Ga" | "Ill" | "Ind" | "Kan"
            | "Ky" | "La" | "Md" | "Mass" | "Mich" | "Minn" | "Miss" | "Mo" | "Mont" | "Neb" | "Nev" | "Okla"
            | "Ore" | "Pa" | "Tenn" | "Tex" | "Va" | "Vt" | "Wash" | "Wis" | "Wyo" | "Ont" | "Que" | "Alta"
            | "Man" | "Sask" => {
            Class::State
        }
        "ft" | "in" | "lb" | "lbs" | "oz" | "sq" | "mi" | "hr" | "hrs" | "min" | "mins" | "gal" | "yd" | "yds"
            | "cu" | "km" | "kg" | "cm" | "mm" | "m" | "bn" | "mph" => Class::Unit,
        "co" => Class::Lower,
        "st" | "Ave" | "ave" | "Blvd" | "blvd" | "Rd" | "rd" | "Hwy" | "hwy" | "Sq" | "Rte" => Class::Street,
        _ => return None,
    })
}

/// Degrees and ranks whose inner stops are no word ends.
pub(super) const DEGREES: [&str; 9] =
    ["Ph.D", "M.Sc.", "B.Sc.", "D.Phil.", "M.Phil.", "M.Ed.", "B.Ed.", "Lt.Gov.", "Lt.Gen."];

/// Names that carry an exclamation mark.
pub(super) const SHOUTING: [&str; 5] = ["Yahoo", "Jeopardy", "Oklahoma", "Wham", "Yum"];

/// Whether the text begins with a capitalised word that rarely follows an abbreviation inside a
/// sentence but often begins one: "He", "The", "However".
#[rustfmt::skip]
pub(crate) fn starts_sentence(text: &str) -> bool {
    let end = text.bytes().take(16).take_while(u8::is_ascii_alphabetic).count();
    matches!(
        &text[..end],
        "A" | "About" | "Above" | "According" | "Across" | "After" | "Again" | "Against" | "Ahead" | "All"
            | "Almost" | "Along" | "Already" | "Also" | "Although" | "Always" | "Amid" | "Among" | "An" | "And"
            | "Another" | "Any" | "Anyone" | "Are" | "Around" | "As" | "Asked" | "At" | "Because" | "Before"
            | "Behind" | "Below" | "Besides" | "Between" | "Beyond" | "Both" | "But" | "By" | "Can" | "Could"
            | "Currently" | "Despite" | "Did" | "Do" | "Does" | "During" | "Each" | "Earlier" | "Either"
            | "Elsewhere" | "Even" | "Ever" | "Every" | "Everyone" | "Everything" | "Few" | "Finally" | "First"
            | "Following" | "For" | "Former" | "From" | "Further" | "Had" | "Has" | "Have" | "He" | "Her"
            | "Here" | "His" | "How" | "However" | "I" | "If" | "In" | "Including" | "Indeed" | "Initially"
            | "Inside" | "Instead" | "Is" | "It" | "Its" | "Just" | "Last" | "Later" | "Less" | "Let" | "Like"
            | "Many" | "Meanwhile" | "More" | "Moreover" | "Most" | "Much" | "Must" | "My" | "Near" | "Nearly"
            | "Neither" | "Never" | "Nevertheless" | "Next" | "No" | "Nobody" | "None" | "Nor" | "Not"
            | "Nothing" | "Now" | "Of" | "Often" | "On" | "Once" | "One" | "Only" | "Or" | "Other" | "Others"
            | "Our" | "Out" | "Outside" | "Over" | "Please" | "Previously" | "Recently" | "Separately" | "She"
            | "Should" | "Similarly" | "Since" | "So" | "Some" | "Someone" | "Sometimes" | "Soon" | "Still"
            | "Such" | "Than" | "Thank" | "That" | "The" | "Their" | "Then" | "There" | "Therefore" | "These"
            | "They" | "This" | "Those" | "Though" | "Through" | "Thus" | "To" | "Today" | "Together"
            | "Tomorrow" | "Too" | "Two" | "Three" | "Under" | "Unless" | "Unlike" | "Until" | "Up" | "Upon"
            | "Us" | "Very" | "Was" | "We" | "Were" | "What" | "Whatever" | "When" | "Where" | "Whether"
            | "Which" | "While" | "Who" | "Whoever" | "Whose" | "Why" | "Will" | "With" | "Within" | "Without"
            | "Would" | "Yes" | "Yesterday" | "Yet" | "You" | "Your"
    )
}

/// Verbs of saying that follow a quotation and its speaker.
#[rustfmt::skip]
pub(super) fn is_reporting(word: &str) -> bool {
    matches!(
        word,
        "said" | "says" | "asked" | "asks" | "told" | "tells" | "added" | "adds" | "wrote" | "writes"
            | "replied" | "tweeted" | "shouted" | "cried" | "yelled" | "exclaimed" | "wondered" | "joked"
            | "posted" | "answered" | "screamed" | "chanted" | "quipped" | "remarked" | "demanded"
    )
}

/// Ends of host names that occur in articles; a name with another end is cut at its stop.
#[rustfmt::skip]
pub(super) fn is_top_level_domain(name: &str) -> bool {
    matches!(
        name,
        "com" | "org" | "net" | "edu" | "gov" | "mil" | "int" | "info" | "biz" | "eu" | "uk" | "de" | "fr"
            | "io" | "co" | "tv" | "ru" | "ua" | "cn" | "jp" | "ca" | "au" | "nl" | "ch" | "br" | "es" | "it"
            | "pl" | "se" | "me" | "ly" | "fm" | "ai" | "app" | "dev" | "news" | "online" | "xyz" | "nz" | "za"
            | "ie" | "ir" | "tr" | "gr" | "cz" | "kr" | "kp" | "js" | "COM" | "ORG" | "NET"
    )
}
