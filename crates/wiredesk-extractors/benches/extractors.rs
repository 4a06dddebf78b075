//! What every built-in extractor costs on one article of 4 KB, after the extractors it depends on
//! have run: `cargo bench -p wiredesk-extractors`. The article is generated; nothing is read or
//! written.
#![allow(missing_docs, reason = "criterion's macros make public items without docs")]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use jiff::Timestamp;
use wiredesk_core::{
    Document,
    document::{Article, DateOrigin, Published},
};
use wiredesk_extractors::chain;

/// Paragraphs of an invented report; repeated with other names until the article is long enough.
const PARAGRAPHS: [&str; 6] = [
    "VARDBY, Norway (Agency) — Prime Minister Ilse Brandt said on Tuesday that the harbour town of {place} would get \
     $2.5 million to rebuild its old fish market, which burned down on Oct. 3, 2023, with the loss of 14 lives.",
    "\"We have to make sure that nobody is left behind,\" {person} told reporters outside the town hall. \"It was the \
     worst night that this coast has seen in 40 years, and we will not forget it.\"",
    "{person}, a 57-year-old former trawler captain, has led the council of {place} since 2019. His deputy, Ada \
     O'Hara, resigned last week after members of the Harbour Party accused her of ignoring warnings from the U.S. \
     engineering firm Roe & Co. Inc.",
    "The opposition leader, Ole van der Berg, rejected the plan. He said that it would cost the taxpayers of \
     {place} more than 12 percent of next year's budget, \"a price that no one here can pay\".",
    "According to the Ministry of Fisheries in Oslo, some 3,400 tonnes of herring were landed in {place} between \
     January and June, down from 5,100 tonnes in the same six months of last year.",
    "A vote is expected on Friday at 10:30 a.m. The United Nations and the European Union have both offered help; \
     NATO engineers, who arrived from Brussels two days ago, are still clearing the quay.",
];

const SIZE: usize = 4096;

fn article() -> Article {
    let names = [("Vardby", "Nils Ek"), ("Sandholm", "Mira Lund"), ("Torsvik", "Jon Aas"), ("Ekenes", "Lena Roth")];
    let mut text = String::new();
    'article: for (place, person) in names.iter().cycle() {
        for paragraph in PARAGRAPHS {
            if text.len() + paragraph.len() > SIZE {
                break 'article;
            }
            text.push_str(&paragraph.replace("{place}", place).replace("{person}", person));
            text.push('\n');
        }
    }
    let at: Timestamp = "2024-10-01T08:00:00Z".parse().expect("a valid time");
    Article {
        key: "bench".into(),
        title: Some("Harbour town gets money for its market".into()),
        published: Some(Published { at, from: DateOrigin::Given }),
        text: text.into(),
        ..Article::default()
    }
}

fn extractors(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("extractors");
    let raw = Document::new("bench".into(), article(), "2026-01-01T00:00:00Z".parse().expect("a valid time"));
    group.throughput(Throughput::Bytes(raw.text.len() as u64));
    let mut document = raw.clone();
    let mut chain = chain::stages(|_| true).expect("built-in extractors need no settings");
    for stage in &mut chain {
        group.bench_function(&*stage.name, |bencher| bencher.iter(|| stage.worker.extract(black_box(&document))));
        let findings = stage.worker.extract(&document).expect("the article is well formed");
        document.merge(findings, &stage.declaration.provides).expect("spans fit their text");
    }
    group.bench_function("all", |bencher| {
        bencher.iter(|| {
            let mut document = raw.clone();
            chain::run(&mut chain, black_box(&mut document)).expect("the article is well formed");
            document
        });
    });
    group.finish();
}

criterion_group!(benches, extractors);
criterion_main!(benches);
