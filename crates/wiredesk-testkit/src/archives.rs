//! Generated web archives for tests and measurements: WARC records around generated articles, with pages that have
//! menus, scripts and footers as pages have. Invented hosts and people; the same for the same seed.

use std::{
    fmt::Write as _,
    io::{self, Write},
};

use crate::articles::{GeneratedArticle, articles};

/// How an archive is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packing {
    /// Not at all.
    Plain,
    /// A gzip member per record, as crawlers write it.
    Members,
    /// One gzip member around everything, as `gzip` makes it.
    Whole,
}

/// One record, not packed.
#[must_use]
pub fn record(kind: &str, id: &str, uri: &str, content_type: &str, block: &[u8]) -> Vec<u8> {
    let mut record = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <{id}>\r\nWARC-Date: 2026-11-02T08:30:00Z\r\n\
         WARC-Target-URI: {uri}\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\n\r\n",
        block.len()
    )
    .into_bytes();
    record.extend_from_slice(block);
    record.extend_from_slice(b"\r\n\r\n");
    record
}

/// A record of a response with this body.
#[must_use]
pub fn response(id: &str, uri: &str, head: &str, body: &[u8]) -> Vec<u8> {
    let block = [head.as_bytes(), b"\r\n\r\n", body].concat();
    record("response", id, uri, "application/http; msgtype=response", &block)
}

/// The page of an article.
#[must_use]
pub fn page(article: &GeneratedArticle) -> String {
    let GeneratedArticle { title, published, text, key } = article;
    let mut page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>{title} | Port Lorne Courier</title>\n\
         <meta property=\"og:title\" content=\"{title}\"><meta property=\"article:published_time\" content=\"{published}\">\n\
         <style>.menu li {{ float: left }} .story {{ max-width: 40em }}</style>\n<script>var page = {{\"key\": \"{key}\"}};</script></head>\n\
         <body><div class=\"menu\"><ul>"
    );
    for section in ["World", "Harbour", "Politics", "Markets", "Weather", "Sport", "Letters", "Archive"] {
        let _ = write!(page, "<li><a href=\"/{section}/\">{section}</a></li>");
    }
    let _ = write!(page, "</ul></div>\n<div class=\"main\"><article class=\"story\"><h1>{title}</h1>\n");
    for paragraph in text.lines() {
        let _ = writeln!(page, "<p>{paragraph}</p>");
    }
    page.push_str("</article></div>\n<div class=\"sidebar\"><h3>Most read</h3><ol>");
    for number in 1..=10 {
        let _ = write!(page, "<li><a href=\"/story/{number}\">What to know, part {number}</a></li>");
    }
    page.push_str("</ol></div><div class=\"footer\"><p><a href=\"/imprint\">Imprint</a> <a href=\"/privacy\">Privacy</a></p></div></body></html>\n");
    page
}

/// Writes an archive of pages, each with the request before it, and gives the number of bytes. `name` keeps the
/// record ids of archives apart.
///
/// # Errors
/// If it cannot be written.
pub fn write(
    out: &mut dyn Write,
    packing: Packing,
    name: &str,
    some: &[GeneratedArticle],
    pages: usize,
) -> io::Result<u64> {
    let mut written = 0;
    let mut whole = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let mut put = |record: &[u8], last: bool| -> io::Result<()> {
        let bytes = match packing {
            Packing::Plain => record.to_vec(),
            Packing::Members => {
                let mut member = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
                member.write_all(record)?;
                member.finish()?
            }
            Packing::Whole => {
                whole.write_all(record)?;
                if last {
                    whole.try_finish()?;
                }
                std::mem::take(whole.get_mut())
            }
        };
        written += bytes.len() as u64;
        out.write_all(&bytes)
    };
    let info = format!("software: wiredesk-testkit\r\nisPartOf: {name}\r\n");
    put(
        &record("warcinfo", &format!("urn:uuid:{name}-info"), "", "application/warc-fields", info.as_bytes()),
        pages == 0,
    )?;
    for number in 0..pages {
        let article = &some[number % some.len()];
        let uri = format!("https://courier-{}.example/{name}/{number}.html", number % 7);
        let request = format!("GET /{name}/{number}.html HTTP/1.1\r\nHost: courier.example\r\n\r\n");
        let id = format!("urn:uuid:{name}-{number}");
        put(
            &record("request", &format!("{id}-request"), &uri, "application/http; msgtype=request", request.as_bytes()),
            false,
        )?;
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nServer: quay/1.0";
        put(&response(&id, &uri, head, page(article).as_bytes()), number + 1 == pages)?;
    }
    Ok(written)
}

/// An archive in memory.
///
/// # Panics
/// Never: writing to memory does not fail.
#[must_use]
pub fn archive(packing: Packing, name: &str, pages: usize) -> Vec<u8> {
    let some: Vec<_> = articles(pages as u64, 1500).take(pages.clamp(1, 50)).collect();
    let mut bytes = Vec::new();
    write(&mut bytes, packing, name, &some, pages).expect("writing to memory does not fail");
    bytes
}
