//! All built-in extractors that need no options, one after the other without the engine, each behind the ones
//! whose layers it reads. For tests of the whole chain, the benchmark and the example `chain`; never a part of the daemon,
//! whose planner knows more.

use serde_json::json;
use wiredesk_core::{
    Document, LayerName, Registry,
    error::Failure,
    extractor::{Declaration, SyncExtractor, Worker},
};

/// An extractor at its place in the chain.
pub struct Stage {
    /// The extractor's name.
    pub name: String,
    /// What it requires and provides.
    pub declaration: Declaration,
    /// The extractor itself.
    pub worker: Box<dyn SyncExtractor>,
}

/// The extractors whose names are `wanted`, in order.
///
/// # Errors
/// Whatever building one of them says.
///
/// # Panics
/// If extractors need each other's layers in a circle.
pub fn stages(wanted: impl Fn(&str) -> bool) -> Result<Vec<Stage>, Failure> {
    let mut registry = Registry::default();
    crate::register(&mut registry);
    let mut waiting = Vec::new();
    for (name, factory) in &registry.extractors {
        if let (true, Ok(configured)) = (wanted(name), factory.configure(json!({}))) {
            let Worker::Sync(worker) = configured.build()? else { continue };
            waiting.push(Stage { name: name.clone(), declaration: configured.declaration(), worker });
        }
    }
    let mut ready: Vec<Stage> = Vec::new();
    while !waiting.is_empty() {
        let missing = |layer: &LayerName| waiting.iter().any(|stage| stage.declaration.provides.contains(layer));
        let reads = |stage: &Stage| [&stage.declaration.requires[..], &stage.declaration.uses].concat();
        let next = waiting.iter().position(|stage| !reads(stage).iter().any(missing));
        ready.push(waiting.swap_remove(next.expect("no extractor needs its own layer by way of others")));
    }
    Ok(ready)
}

/// Runs a document through the stages.
///
/// # Errors
/// What an extractor says of the document, or that a layer does not fit it.
pub fn run(stages: &mut [Stage], document: &mut Document) -> Result<(), Failure> {
    for stage in stages {
        let findings = stage.worker.extract(document)?;
        let merged = document.merge(findings, &stage.declaration.provides);
        merged.map_err(|error| Failure::reject("layer", error.to_string()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use proptest::prelude::*;
    use wiredesk_core::document::{Article, DateOrigin, Published};

    use super::*;

    fn document(text: String) -> Document {
        let published = Some(Published { at: Timestamp::UNIX_EPOCH, from: DateOrigin::Given });
        let article = Article { text: text.into(), published, ..Article::default() };
        Document::new("test".into(), article, Timestamp::UNIX_EPOCH)
    }

    /// Words and marks that set the rules of extractors off.
    const PIECES: [&str; 48] = [
        "Anna Brill",
        "Brill",
        "Mr. ",
        "he",
        "She",
        "his",
        "president",
        "the minister of",
        "Norway",
        "Norwegian",
        "NCA",
        "Harbour Authority",
        "said",
        "told",
        "according to",
        "was born in",
        "called for",
        "to",
        "that",
        "who",
        "and",
        "or",
        "the",
        "a",
        "of",
        "by",
        "not",
        "was",
        "been",
        "killed",
        "elected",
        "on Monday",
        "May 3",
        "2.5 million",
        "$",
        "%",
        "\"",
        "''",
        "“",
        "”",
        "’s",
        "'",
        ",",
        ".",
        ":",
        "(",
        ")",
        "\n",
    ];

    proptest! {
        #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

        #[test]
        fn no_text_at_all_breaks_an_extractor(text in ".{0,300}") {
            run(&mut stages(|_| true).unwrap(), &mut document(text)).unwrap();
        }

        #[test]
        fn no_mixture_of_what_rules_look_for_breaks_an_extractor(
            pieces in prop::collection::vec((prop::sample::select(&PIECES[..]), any::<bool>()), 0..60),
        ) {
            let text: String = pieces.iter().flat_map(|(piece, space)| [*piece, if *space { " " } else { "" }]).collect();
            run(&mut stages(|_| true).unwrap(), &mut document(text)).unwrap();
        }
    }

    #[test]
    fn a_long_text_of_ever_new_names_ends() {
        let syllables = ["ba", "do", "fe", "gi", "ku", "la", "mo", "ne", "ri", "su"];
        let name = |number: usize| {
            let digits = [number / 100 % 10, number / 10 % 10, number % 10, number / 1000 % 10];
            let name: String = digits.iter().map(|digit| syllables[*digit]).collect();
            name[..1].to_uppercase() + &name[1..]
        };
        let sentence = |number: usize| {
            let [anna, brill, tarn, hale] = [0, 1, 2, 3].map(|more| name(4 * number + more));
            format!(
                "Norwegian minister {anna} {brill} said on Monday that the {hale} Bank of {tarn} would close. The former \
                 president accused {brill} of hiding it, he told reporters. Police killed 12 people in {tarn}.\n"
            )
        };
        let text: String = (0..900).map(sentence).collect();
        run(&mut stages(|_| true).unwrap(), &mut document(text)).unwrap();
    }

    /// None of them ends within the patience of anybody who waits for tests, if anything takes quadratic time.
    #[test]
    fn long_texts_of_one_piece_end() {
        let mut stages = stages(|_| true).unwrap();
        let long = |piece: &str| piece.repeat(40_000 / piece.len());
        let single = PIECES.iter().flat_map(|piece| [long(piece), long(&format!("{piece} "))]);
        let pairs =
            ["Brill said he ", "Anna Brill and Tom Hale ", "\"He said,\" ", "the president of Norway, ", "''a "];
        for text in single.chain(pairs.map(long)) {
            run(&mut stages, &mut document(text)).unwrap();
        }
    }
}
