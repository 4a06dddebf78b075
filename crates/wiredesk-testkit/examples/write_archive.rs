//! Writes a web archive of generated pages, a gzip member per record, to measure the `warc` source with:
//!
//!     cargo run --release -p wiredesk-testkit --example write_archive -- FILE MEGABYTES [BYTES OF TEXT PER PAGE]
//!
//! FILE gets about so many megabytes, as they are on disk.

use std::{
    error::Error,
    fs::File,
    io::{BufWriter, Write},
};

use wiredesk_testkit::{
    archives::{self, Packing},
    articles::articles,
};

/// Pages that are written under one name.
const PAGES: usize = 10_000;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("which file?")?;
    let wanted = arguments.next().ok_or("how many megabytes?")?.parse::<u64>()? << 20;
    let bytes = arguments.next().map_or(Ok(6000), |bytes| bytes.parse())?;
    let some: Vec<_> = articles(11, bytes).take(2000).collect();
    let mut out = BufWriter::new(File::create(path)?);
    let (mut written, mut part) = (0, 0);
    while written < wanted {
        let left = usize::try_from((wanted - written) / (bytes as u64 / 4 + 500))?.max(1);
        written += archives::write(&mut out, Packing::Members, &format!("p{part}"), &some, left.min(PAGES))?;
        part += 1;
    }
    out.flush()?;
    Ok(())
}
