//! Learns how much each clue counts when a pronoun looks for its person, in seconds:
//!
//!     cargo train-pronouns gap-development.tsv crates/wiredesk-extractors/src/entities/pronouns/weights.rs
//!
//! The file is that of <https://github.com/google-research-datasets/gap-coreference>. The same file gives the same
//! weights. Before it learns from all rows it learns from either half and says how the other comes out.

#![allow(clippy::print_stdout, reason = "figures are for standard output")]

use std::{error::Error, fs};

use wiredesk_extractors::entities::pronouns::training::{Annotated, Trainer};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(file), Some(weights)) = (arguments.next(), arguments.next()) else {
        return Err("usage: train_pronouns GAP-DEVELOPMENT.TSV WEIGHTS.RS".into());
    };
    let file = fs::read_to_string(file)?;
    let rows: Vec<Annotated> = file.lines().skip(1).filter_map(annotated).collect();
    let half = |odd: usize| -> Vec<Annotated> { rows.iter().skip(odd).step_by(2).cloned().collect() };
    let (even, odd) = (half(0), half(1));
    let mut trainer = Trainer::default();
    for (name, seen, other) in [("even", &even, &odd), ("odd", &odd, &even)] {
        let (_, known, unseen) = trainer.train(seen, other);
        let (precision, recall) = unseen.rates();
        println!(
            "learned from {name} rows: F1 {:.4} there, {:.4} on the others (precision {precision:.4}, recall {recall:.4})",
            known.f1(),
            unseen.f1()
        );
    }
    let (source, all, _) = trainer.train(&rows, &[]);
    println!("learned from all {} rows: F1 {:.4} there", rows.len(), all.f1());
    fs::write(weights, source)?;
    Ok(())
}

/// A row of the file; offsets are of characters.
fn annotated(row: &str) -> Option<Annotated> {
    let columns: Vec<&str> = row.split('\t').collect();
    let [_, text, _, pronoun, a, a_at, a_meant, b, b_at, b_meant, ..] = columns[..] else { return None };
    let byte = |at: &str| Some(text.char_indices().nth(at.parse().ok()?)?.0);
    let name = |name: &str, at: &str, meant: &str| {
        let start = byte(at)?;
        Some((start, start + name.len(), meant.eq_ignore_ascii_case("true")))
    };
    Some(Annotated {
        text: text.to_owned(),
        pronoun: byte(pronoun)?,
        names: vec![name(a, a_at, a_meant)?, name(b, b_at, b_meant)?],
    })
}
