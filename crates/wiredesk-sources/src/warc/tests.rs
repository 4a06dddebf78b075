//! The `warc` source on archives of every kind, whole and damaged.

use std::{fs, io::Write, sync::Arc};

use proptest::prelude::*;
use wiredesk_core::{
    Checkpoint, Document,
    clock::SystemClock,
    document::DateOrigin,
    registry::ConfiguredSource,
    source::{Item, Mode},
};
use wiredesk_testkit::{
    archives::{Packing, archive, record, response},
    contract,
};

use super::*;

struct Configured(WarcOptions);

impl ConfiguredSource for Configured {
    fn build(&self, context: SourceContext) -> Result<Box<dyn Source>, Failure> {
        Warc.build(&self.0, context)
    }
}

fn context(checkpoint: &Checkpoint, mode: Mode) -> SourceContext {
    SourceContext {
        id: "crawl".into(),
        checkpoint: checkpoint.clone(),
        mode,
        clock: Arc::new(SystemClock),
        folder: None,
    }
}

/// Everything that is there, noted as durable.
async fn items(options: &WarcOptions, checkpoint: &mut Checkpoint) -> Vec<Item> {
    let mut source = Warc.build(options, context(checkpoint, Mode::Once)).unwrap();
    let mut found = Vec::new();
    while let Some(batch) = source.next().await.unwrap() {
        for Intake { item, position } in batch {
            assert!(!checkpoint.covers(&position), "{position:?} was delivered before");
            checkpoint.advance(&position);
            found.push(item);
        }
    }
    found
}

fn shown(item: &Item) -> String {
    match item {
        Item::Document(document) => document.key.trim_start_matches("urn:uuid:").to_owned(),
        Item::Rejected(rejected) => format!("!{}", rejected.code),
        Item::Skipped(reason) => format!("-{reason}"),
    }
}

async fn read(options: &WarcOptions) -> Vec<String> {
    items(options, &mut Checkpoint::default()).await.iter().map(shown).collect()
}

/// What comes out of these bytes but the records that never are pages.
async fn pages(bytes: &[u8]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.warc.gz");
    fs::write(&path, bytes).unwrap();
    let mut found = read(&WarcOptions::new(&path)).await;
    found.retain(|item| item != "-request" && item != "-warcinfo");
    found
}

async fn documents(options: &WarcOptions) -> Vec<Arc<Document>> {
    let found = items(options, &mut Checkpoint::default()).await;
    found
        .into_iter()
        .filter_map(|item| if let Item::Document(document) = item { Some(document) } else { None })
        .collect()
}

fn names(name: &str, numbers: impl IntoIterator<Item = usize>) -> Vec<String> {
    numbers.into_iter().map(|number| format!("{name}-{number}")).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Where the members of an archive begin, and its end.
fn members(bytes: &[u8]) -> Vec<usize> {
    let mut starts = vec![0];
    let mut rest = bytes;
    while !rest.is_empty() {
        let mut decoder = flate2::bufread::GzDecoder::new(rest);
        std::io::copy(&mut decoder, &mut std::io::sink()).unwrap();
        rest = decoder.into_inner();
        starts.push(bytes.len() - rest.len());
    }
    starts
}

fn zstd_frames(plain: &[u8]) -> Vec<u8> {
    let mut starts: Vec<usize> = memchr::memmem::find_iter(plain, "WARC/1.0\r\n").collect();
    starts.push(plain.len());
    starts.windows(2).flat_map(|pair| zstd::encode_all(&plain[pair[0]..pair[1]], 1).unwrap()).collect()
}

#[tokio::test]
async fn the_contract_of_sources_is_kept_however_archives_are_packed() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).unwrap();
    file("a.warc", &archive(Packing::Plain, "a", 7));
    file("b.warc.gz", &[]);
    file("c.warc.gz", &archive(Packing::Members, "c", 9));
    file("d.warc.gz", &archive(Packing::Whole, "d", 6));
    file("e.warc.zst", &zstd_frames(&archive(Packing::Plain, "e", 5)));
    let mut damaged = archive(Packing::Members, "f", 8);
    let middle = members(&damaged)[8] + 40;
    damaged[middle..middle + 20].fill(0xaa);
    file("f.warc.gz", &damaged);
    file("g.warc", b"this is none\n");
    contract::source(&Configured(WarcOptions::new(folder.path()))).await;
    contract::source(&Configured(WarcOptions { threads: Some(1), ..WarcOptions::new(folder.path()) })).await;
}

#[tokio::test]
async fn pages_become_articles_with_address_date_and_text() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.warc.gz"), archive(Packing::Members, "a", 3)).unwrap();
    let undated = response(
        "urn:uuid:u",
        "<https://courier.example/u?utm_source=x>",
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=iso-8859-1\r\nContent-Language: fr-CA",
        b"<p>Le pr\xe9sident du port de Lorne a d\xe9clar\xe9 mardi que la digue serait ferm\xe9e jusqu'au printemps.</p>",
    );
    fs::write(folder.path().join("b.warc"), undated).unwrap();
    let found = documents(&WarcOptions::new(folder.path())).await;
    assert_eq!(found.len(), 4);
    assert_eq!(found[0].key, "urn:uuid:a-0");
    assert_eq!(found[0].url.as_deref(), Some("https://courier-0.example/a/0.html"));
    assert_eq!(found[0].published.unwrap().from, DateOrigin::Meta);
    assert_eq!(found[0].fetched, "2026-11-02T08:30:00Z".parse().unwrap());
    let text = &found[0].text;
    assert!(text.contains("a new accord on") && !text.contains("Most read") && !text.contains("Imprint"), "{text}");
    let undated = &found[3];
    assert!(undated.text.starts_with("Le président du port"), "{}", undated.text);
    assert_eq!(undated.published.unwrap().from, DateOrigin::Crawl);
    assert_eq!(undated.declared_language.as_deref(), Some("fr-CA"));
    let options = WarcOptions { crawl_date: false, ..WarcOptions::new(folder.path().join("b.warc")) };
    assert_eq!(documents(&options).await[0].published, None);
}

#[tokio::test]
async fn records_are_passed_over_with_the_reason() {
    let page = |number: u8, uri: &str, head: &str, body: &str| {
        response(&format!("urn:uuid:{number}"), uri, &format!("HTTP/1.1 {head}"), body.as_bytes())
    };
    let english = "The harbour master said on Tuesday that the ferry would sail again as soon as the bridge had been tested. \
                   The owners had said that they would not wait any longer and would close the line for good.";
    let german = "Der Hafenmeister sagte am Dienstag, dass die Fähre wieder fahren werde, sobald die Brücke geprüft sei. \
                  Die Reederei hatte zuvor erklärt, sie wolle nicht länger warten und den Betrieb einstellen.";
    let html = "200 OK\r\nContent-Type: text/html; charset=utf-8";
    let bytes: Vec<u8> = [
        record("warcinfo", "urn:uuid:i", "", "application/warc-fields", b"x: y"),
        record("request", "urn:uuid:r", "https://a.example/", "application/http", b"GET / HTTP/1.1\r\n\r\n"),
        record("revisit", "urn:uuid:v", "https://a.example/", "application/http", b""),
        page(0, "https://a.example/0", html, &format!("<p>{english}</p>")),
        page(1, "https://b.test/1", html, &format!("<p>{english}</p>")),
        page(2, "https://ads.example/2", html, &format!("<p>{english}</p>")),
        page(3, "https://a.example/3", "404 Not Found\r\nContent-Type: text/html", "gone"),
        page(4, "https://a.example/4", "200 OK\r\nContent-Type: image/png", "png"),
        page(5, "https://a.example/5", html, &format!("<html lang=en><p>{german}</p>")),
        page(6, "https://a.example/6", html, "<html lang=fr><p>Oui.</p>"),
        page(7, "https://a.example/7", html, "<script>1</script>"),
        page(8, "https://a.example/8", html, "<p>Brief.</p>"),
        record("resource", "urn:uuid:9", "https://a.example/9", "text/html", format!("<p>{english}</p>").as_bytes()),
        record("conversion", "urn:uuid:10", "https://a.example/10", "text/plain", english.as_bytes()),
    ]
    .concat();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.warc");
    fs::write(&path, bytes).unwrap();
    let options = WarcOptions {
        hosts: vec!["*.example".into()],
        exclude_hosts: vec!["ads.example".into()],
        languages: vec!["en".into()],
        min_length: 20,
        ..WarcOptions::new(&path)
    };
    let expected = [
        "-warcinfo",
        "-request",
        "-revisit",
        "0",
        "-host",
        "-host",
        "-http-status",
        "-content-type",
        "-language",
        "-language",
        "-no-text",
        "-too-short",
        "9",
        "-content-type",
    ];
    assert_eq!(read(&options).await, expected);
    let options = WarcOptions { content_types: vec!["text/plain".into()], ..WarcOptions::new(&path) };
    let found = documents(&options).await;
    assert_eq!(found.iter().map(|document| &*document.key).collect::<Vec<_>>(), ["urn:uuid:10"]);
    assert_eq!(&*found[0].text, english);
}

#[tokio::test]
async fn a_damaged_stretch_costs_its_own_records_and_is_named() {
    let whole = archive(Packing::Members, "a", 6);
    let starts = members(&whole);
    // member 0 is the warcinfo, 2n + 2 is page n
    let mut flipped = whole.clone();
    flipped[starts[6] + 60..starts[6] + 70].fill(0x55);
    let mut expected = names("a", [0, 1, 3, 4, 5]);
    expected.insert(2, "!corrupt".into());
    assert_eq!(pages(&flipped).await, expected);

    // a checksum alone is wrong: the page would look right
    let mut checksum = whole.clone();
    checksum[starts[7] - 6] ^= 1;
    assert_eq!(pages(&checksum).await, expected);

    // bytes between members
    let mut between = whole.clone();
    between.splice(starts[6]..starts[6], b"\0\0\0\0garbage \x1f\x8b\x08 more".iter().copied());
    let mut expected = names("a", 0..6);
    expected.insert(2, "!corrupt".into());
    assert_eq!(pages(&between).await, expected);

    let mut expected = names("a", 0..5);
    expected.push("!truncated".into());
    assert_eq!(pages(&whole[..whole.len() - 100]).await, expected);
    assert_eq!(pages(&whole[..starts[starts.len() - 2]]).await, names("a", 0..5), "cut between records is no damage");

    // plain: a length that lies in either direction, and a head that is none
    let plain = archive(Packing::Plain, "a", 4);
    let text = String::from_utf8(plain).unwrap();
    let records: Vec<String> = text.split_inclusive("</html>\n\r\n\r\n").map(str::to_owned).collect();
    let length =
        |record: &str| record.rsplit_once("Content-Length: ").unwrap().1.split('\r').next().unwrap().to_owned();
    let wrong = |delta: i64| {
        let mut records = records.clone();
        let (before, after) = records[1].rsplit_once("Content-Length: ").unwrap();
        let right = length(&records[1]);
        records[1] =
            format!("{before}Content-Length: {}{}", right.parse::<i64>().unwrap() + delta, &after[right.len()..]);
        records.concat()
    };
    assert_eq!(pages(wrong(-30).as_bytes()).await, ["a-0", "a-1", "!damaged-record", "a-2", "a-3"]);
    assert_eq!(pages(wrong(30).as_bytes()).await, ["a-0", "a-1", "!damaged-record", "a-2", "a-3"]);
    let head = text.replacen("Content-Length: ", "Content-Size: ", 5);
    assert_eq!(
        pages(head.as_bytes()).await,
        ["!damaged-head", "!damaged-head", "!damaged-head", "!damaged-head", "!damaged-head", "a-2", "a-3"]
    );
}

#[tokio::test]
async fn heads_without_an_end_are_read_once_and_shown_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.warc");
    let bytes = [b"WARC/1.0\r\n".repeat(20_000), archive(Packing::Plain, "a", 1)].concat();
    fs::write(&path, &bytes).unwrap();
    let found = items(&WarcOptions::new(&path), &mut Checkpoint::default()).await;
    let shown_of_it: usize =
        found.iter().map(|item| if let Item::Rejected(rejected) = item { rejected.raw.len() } else { 0 }).sum();
    assert!(shown_of_it <= bytes.len(), "{shown_of_it} bytes of {} are shown", bytes.len());
    assert_eq!(found.iter().filter(|item| shown(item) == "!damaged-head").count(), 20_000);
    assert_eq!(shown(found.last().unwrap()), "a-0");
}

#[tokio::test]
async fn a_length_that_reaches_into_the_next_member_costs_one_record() {
    let lying =
        response("urn:uuid:x", "https://a.example/x", "HTTP/1.1 200 OK\r\nContent-Type: text/html", b"<p>Short.</p>");
    let text = String::from_utf8(lying).unwrap();
    let lying = text.replacen("Content-Length: ", "Content-Length: 9", 1);
    let bytes = [gzip(lying.as_bytes()), archive(Packing::Members, "a", 2)].concat();
    assert_eq!(pages(&bytes).await, ["!truncated", "a-0", "a-1"]);
}

#[tokio::test]
async fn records_that_cross_members_are_read() {
    let plain = archive(Packing::Plain, "a", 5);
    let blocks: Vec<u8> = plain.chunks(1000).flat_map(gzip).collect();
    assert_eq!(pages(&blocks).await, names("a", 0..5));
}

#[tokio::test]
async fn what_expands_out_of_all_proportion_or_is_too_large_is_named() {
    let zeros = vec![b' '; 100 << 20];
    let bomb = response("urn:uuid:x", "https://a.example/x", "HTTP/1.1 200 OK\r\nContent-Type: image/png", &zeros);
    let large =
        response("urn:uuid:y", "https://a.example/y", "HTTP/1.1 200 OK\r\nContent-Type: text/html", &zeros[..5 << 20]);
    let bytes = [gzip(&bomb), gzip(&large), archive(Packing::Members, "a", 1)].concat();
    assert_eq!(pages(&bytes).await, ["-content-type", "!expands-too-much", "!too-large", "a-0"]);
}

#[tokio::test]
async fn an_archive_that_grows_is_read_on_and_a_shorter_one_anew() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.warc.gz");
    let bytes = archive(Packing::Members, "a", 40);
    let half = members(&bytes)[41];
    let options = WarcOptions::new(&path);
    let mut checkpoint = Checkpoint::default();
    let mut counts = Vec::new();
    for length in [half, half, bytes.len(), bytes.len(), half] {
        fs::write(&path, &bytes[..length]).unwrap();
        counts.push(
            items(&options, &mut checkpoint).await.iter().filter(|item| matches!(item, Item::Document(_))).count(),
        );
    }
    assert_eq!(counts, [20, 0, 20, 0, 20]);
}

#[tokio::test]
async fn new_archives_are_found_while_following() {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str| {
        let path = folder.path().join(format!("{name}.warc.gz"));
        fs::write(&path, archive(Packing::Members, name, 1)).unwrap();
        let file = fs::File::options().write(true).open(path).unwrap();
        file.set_modified(std::time::SystemTime::now() - std::time::Duration::from_secs(60)).unwrap();
    };
    put("a");
    let mut options = WarcOptions::new(folder.path());
    options.rescan = wiredesk_core::options::Duration(std::time::Duration::from_millis(5));
    let mut source = Warc.build(&options, context(&Checkpoint::default(), Mode::Follow)).unwrap();
    for name in ["a", "b"] {
        put(name);
        let mut found = Vec::new();
        while found.len() < 3 {
            found.extend(source.next().await.unwrap().unwrap().iter().map(|intake| shown(&intake.item)));
        }
        assert_eq!(found.last(), Some(&format!("{name}-0")));
    }
}

/// What is read from these bytes without a runtime, and that positions grow.
fn read_bytes(bytes: &[u8]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.warc");
    fs::write(&path, bytes).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let options = WarcOptions { threads: Some(1), ..WarcOptions::new(&path) };
    runtime.block_on(read(&options))
}

/// Numbers of the pages among what was read.
fn numbers(read: &[String]) -> Vec<usize> {
    read.iter().filter_map(|item| item.strip_prefix("a-")?.parse().ok()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn no_bytes_make_it_panic_or_stop(bytes in prop::collection::vec(any::<u8>(), 0..600), start in 0..4_usize) {
        let start: &[u8] = [&b""[..], b"\x1f\x8b\x08\0", b"\x28\xb5\x2f\xfd", b"WARC/1.0\r\n"][start];
        read_bytes(&[start, &bytes[..]].concat());
    }

    #[test]
    fn whatever_is_overwritten_the_other_records_are_read(
        packing in prop::sample::select(vec![Packing::Plain, Packing::Members]),
        at in 0..1000_usize,
        noise in prop::collection::vec(any::<u8>(), 1..40),
    ) {
        let mut bytes = archive(packing, "a", 6);
        let at = at * (bytes.len() - noise.len()) / 1000;
        bytes[at..at + noise.len()].copy_from_slice(&noise);
        let found = numbers(&read_bytes(&bytes));
        // noise lies in one page, or across the end of one and the beginning of the next
        prop_assert!(found.len() >= 4, "{found:?}");
        prop_assert!(found.is_sorted());
    }

    #[test]
    fn whatever_is_cut_off_the_records_before_it_are_read(
        packing in prop::sample::select(vec![Packing::Plain, Packing::Members, Packing::Whole]),
        at in 0..1000_usize,
    ) {
        let bytes = archive(packing, "a", 6);
        let found = numbers(&read_bytes(&bytes[..at * bytes.len() / 1000]));
        prop_assert_eq!(&found, &(0..found.len()).collect::<Vec<_>>());
    }
}
