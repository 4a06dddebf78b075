//! Trains the tagger of names and writes its model, in a quarter of a minute:
//!
//!     cargo train-names FOLDER crates/wiredesk-extractors/data/names/model.bin
//!
//! FOLDER holds the texts that `data/names/model.md` names. The same texts give the same bytes.

#![allow(clippy::print_stdout, reason = "progress is for standard output")]

use std::{error::Error, fs, path::Path};

use wiredesk_extractors::entities::sequence::training::{Annotated, Trainer};

/// Files in order, and how they were annotated.
const FILES: [(&str, Annotated); 11] = [
    ("own-1.tsv", ALL),
    ("own-2.tsv", ALL),
    ("own-3.tsv", ALL),
    ("own-4.tsv", ALL),
    ("own-5.tsv", ALL),
    ("own-6.tsv", ALL),
    ("wikigold.tsv", Annotated { missing: &[], groups_as_misc: true }),
    ("wnut17.tsv", Annotated { missing: &["GROUP"], groups_as_misc: false }),
    ("crossner.tsv", Annotated { missing: &["MISC"], groups_as_misc: true }),
    ("uner-ewt-dev.tsv", Annotated { missing: &["GROUP", "MISC"], groups_as_misc: false }),
    ("re3d-open.tsv", Annotated { missing: &["MISC"], groups_as_misc: false }),
];
const ALL: Annotated = Annotated { missing: &[], groups_as_misc: false };

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(folder), Some(model)) = (arguments.next(), arguments.next()) else {
        return Err("usage: train_names FOLDER MODEL".into());
    };
    let mut trainer = Trainer::default();
    for (name, annotated) in FILES {
        trainer.add(&fs::read_to_string(Path::new(&folder).join(name))?, annotated);
    }
    let bytes = trainer.train(|round, wrong, words| println!("round {round}: {wrong} of {words} words wrong"));
    println!("{} bytes", bytes.len());
    fs::write(model, bytes)?;
    Ok(())
}
