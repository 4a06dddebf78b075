//! Archives from their bytes to records; see [`crate::fuzzing`].

use std::{
    io::{self, Seek, Write},
    sync::Arc,
};

use jiff::Timestamp;
use tempfile::NamedTempFile;
use wiredesk_core::{
    position::Mark,
    source::{Item, Rejected},
};

use super::{
    WarcOptions,
    archive::{Archive, Found},
    filter::{Filter, Medium},
    page::Rules,
};
use crate::{formats::FormatOptions, fuzzing::check_size};

/// Largest page.
const CAP: usize = 64 << 10;

/// The bytes are an archive if they begin as one does. Otherwise the first says how what follows is packed and the next four
/// what is damaged in it then, since nobody finds the checksum of a gzip member by trying.
///
/// Whatever is in an archive, reading comes to its end; positions grow; what is no record says why; bodies are no
/// larger than they may be; and whoever goes on from any position gets exactly what follows it.
pub fn warc(input: &[u8]) {
    let plain = [&b"WARC"[..], &[0x1f, 0x8b], &[0x28, 0xb5, 0x2f, 0xfd]].iter().any(|start| input.starts_with(start));
    let bytes = match input {
        [how, at, at_low, value, ..] if !plain => {
            let mut bytes = pack(*how, &input[4..]);
            let at = usize::from(u16::from_be_bytes([*at, *at_low]));
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= value;
            }
            bytes
        }
        _ => input.to_vec(),
    };
    // an archive is a file: what is looked at is its size, and reading jumps
    let file = written(&bytes).expect("a temporary file can be written");
    let all = read(&file, None, bytes.len());
    assert!(!all.is_empty(), "an archive of {} bytes gives nothing", bytes.len());
    let stop = input.iter().fold(0, |sum: usize, byte| sum.wrapping_mul(31).wrapping_add(usize::from(*byte)));
    let (stop, behind) = all.split_at(stop % all.len() + 1);
    if let Some((offset, version, _)) = stop.last() {
        let mark = Mark { version: version.clone(), offset: *offset };
        let rest = read(&file, Some(&mark), bytes.len());
        let rest = if behind.is_empty() { Vec::new() } else { rest };
        assert_eq!(rest, behind, "goes on behind {offset} ({} at {}) with something else", stop.len(), offset >> 24);
    }
}

fn written(bytes: &[u8]) -> io::Result<NamedTempFile> {
    let mut file = NamedTempFile::new()?;
    file.write_all(bytes)?;
    file.rewind()?;
    Ok(file)
}

fn pack(how: u8, content: &[u8]) -> Vec<u8> {
    let mut starts: Vec<usize> = memchr::memmem::find_iter(content, b"WARC/").filter(|at| *at > 0).collect();
    starts.insert(0, 0);
    starts.push(content.len());
    let members = starts.windows(2).map(|pair| &content[pair[0]..pair[1]]);
    match how % 6 {
        0 => content.to_vec(),
        1 => members.flat_map(gzip).collect(),
        2 => gzip(content),
        3 => content.chunks(64).flat_map(gzip).collect(),
        4 => members.flat_map(|member| zstd::encode_all(member, 1).expect("memory can be packed")).collect(),
        // records of one member and bare ones in turn
        _ => members
            .enumerate()
            .flat_map(|(n, member)| if n % 2 == 0 { gzip(member) } else { member.to_vec() })
            .collect(),
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::none());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("memory can be packed")
}

/// What comes out behind a mark: offset, version and what it is.
fn read(file: &NamedTempFile, mark: Option<&Mark>, size: usize) -> Vec<(u64, Arc<str>, String)> {
    let options =
        WarcOptions { content_types: Filter::READABLE.map(str::to_owned).to_vec(), ..WarcOptions::new("archive.warc") };
    let filter = Filter::new(&options).expect("the options are right");
    let mut formats = FormatOptions::default();
    formats.max_document = CAP;
    let rules = Rules {
        source: "warc".into(),
        formats: Arc::new(formats),
        languages: Vec::new(),
        min_length: 0,
        crawl_date: true,
    };
    let at = Timestamp::UNIX_EPOCH;
    let archive = Archive::open(file.path(), &"archive.warc".into(), mark, CAP, at).expect("the file can be opened");
    let Some(mut archive) = archive else { return Vec::new() };
    let mut found: Vec<(u64, Arc<str>, String)> = Vec::new();
    let mut last = mark.map(|mark| mark.offset);
    loop {
        let next = archive.next(&filter).expect("the file can be read");
        let (what, position) = match next {
            Found::End(position) => {
                assert!(last.is_none_or(|last| last <= position.offset), "the end lies before what came out");
                return found;
            }
            Found::Item(item, position) => (shown(&item), position),
            Found::Captured(captured, position) => {
                assert!(!captured.key.is_empty() && !captured.uri.is_empty());
                if let Ok(body) = captured.http.body(&captured.block[captured.body..], CAP) {
                    check_size("a body", body.len(), CAP, captured.block.len());
                }
                // pages are searched for their text in a target of their own
                let what = match captured.medium {
                    Medium::Page => captured.uri.clone(),
                    _ => shown(&rules.read(&captured)),
                };
                (format!("{} {what}", captured.key), position)
            }
        };
        assert!(last.is_none_or(|last| last < position.offset), "{last:?} is followed by {}: {what}", position.offset);
        last = Some(position.offset);
        found.push((position.offset, position.version, what));
        // deflate makes a thousand bytes of one at most, and every piece takes at least one
        check_size("pieces", found.len(), 1100 * size + 16, size);
    }
}

fn shown(item: &Item) -> String {
    match item {
        Item::Document(document) => document.key.clone(),
        Item::Skipped(reason) => format!("-{reason}"),
        Item::Rejected(Rejected { key, code, message, raw }) => {
            assert!(!key.is_empty() && *code != "panic" && !code.is_empty() && !message.is_empty());
            check_size("what is shown of damage", raw.len(), 64 << 10, raw.len());
            format!("!{code} {key}")
        }
    }
}
