//! Feeds of all formats, as they should be and as they are.

use proptest::prelude::*;

use super::*;

fn read(text: &str) -> Feed {
    parse(text.as_bytes(), None, &base()).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn base() -> Url {
    Url::parse("https://post.example/feeds/all.xml").unwrap()
}

/// The same two articles in every format.
fn check(text: &str) {
    let feed = read(text);
    assert_eq!(feed.title.as_deref(), Some("The Lorne Post"), "{text}");
    assert_eq!(feed.broken, 0);
    let [quay, mayor] = &feed.entries[..] else { panic!("{} entries in {text}", feed.entries.len()) };
    assert_eq!(quay.title.as_deref(), Some("Quay & ferry stay closed"), "{text}");
    assert_eq!(quay.link.as_ref().map(Url::as_str), Some("https://post.example/2024/quay"), "{text}");
    let text_of = |entry: &Entry| entry.content.as_ref().or(entry.summary.as_ref()).map(Markup::paragraphs);
    assert_eq!(text_of(quay).as_deref(), Some("Cracks in “three” pillars.\nFerries berth elsewhere."), "{text}");
    assert_eq!(mayor.link.as_ref().map(Url::as_str), Some("https://post.example/2024/mayor"), "{text}");
    assert_eq!(mayor.title.as_deref(), Some("Mayor resigns"), "{text}");
}

/// Beyond what every format can say: names, dates, tags, ids.
fn check_fully(text: &str) {
    check(text);
    let feed = read(text);
    let quay = &feed.entries[0];
    assert_eq!(quay.id.as_deref(), Some("tag:post.example,2024:quay"), "{text}");
    assert_eq!(quay.authors, ["Ada Byrd"], "{text}");
    assert_eq!(quay.published, Some("2024-10-01T06:00:00Z".parse().unwrap()), "{text}");
    assert_eq!(quay.tags, ["Harbour", "Lorne"], "{text}");
    assert_eq!(feed.language.as_deref(), Some("en-GB"), "{text}");
}

#[test]
fn rss_2() {
    check_fully(
        r#"<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
        xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The Lorne Post</title>
        <link>https://post.example/</link><language>en-GB</language>
        <item><title>Quay &amp;amp; ferry stay closed</title><link>/2024/quay</link>
        <guid isPermaLink="false"> tag:post.example,2024:quay </guid><dc:creator>Ada Byrd</dc:creator>
        <pubDate>Tue, 01 Oct 2024 08:00:00 +0200</pubDate><category>Harbour</category><category>Lorne</category>
        <category>Harbour</category><enclosure url="https://post.example/a.mp3" length="1" type="audio/mpeg"/>
        <description>Cracks.</description>
        <content:encoded><![CDATA[<p>Cracks in &ldquo;three&rdquo; pillars.</p><p>Ferries berth elsewhere.</p>]]></content:encoded></item>
        <item><title>Mayor resigns</title><guid>https://post.example/2024/mayor</guid></item></channel></rss>"#,
    );
}

#[test]
fn rss_1() {
    check(
        r#"<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
        <channel rdf:about="https://post.example/"><title>The Lorne Post</title><link>https://post.example/</link></channel>
        <item rdf:about="https://post.example/2024/quay"><title>Quay &amp; ferry stay closed</title>
        <link>https://post.example/2024/quay</link>
        <description>Cracks in “three” pillars.&lt;br/&gt;Ferries berth elsewhere.</description></item>
        <item rdf:about="https://post.example/2024/mayor"><title>Mayor resigns</title>
        <link>https://post.example/2024/mayor</link></item></rdf:RDF>"#,
    );
}

#[test]
fn rss_0_9x() {
    check(
        r#"<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">
        <rss version="0.91"><channel><title>The Lorne Post</title><link>https://post.example/</link>
        <item><title>Quay &amp; ferry stay closed</title><link>https://post.example/2024/quay</link>
        <description>&lt;div&gt;Cracks in &amp;ldquo;three&amp;rdquo; pillars.&lt;/div&gt;Ferries berth elsewhere.</description></item>
        <item><title>Mayor resigns</title><link>https://post.example/2024/mayor</link></item></channel></rss>"#,
    );
}

#[test]
fn atom_1() {
    check_fully(
        r#"<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-GB" xml:base="https://post.example/2024/">
        <title>The Lorne Post</title><id>urn:feed</id><author><name>Ada Byrd</name></author>
        <entry><title type="html">Quay &amp;amp; ferry stay closed</title><id>tag:post.example,2024:quay</id>
        <link rel="replies" href="comments"/><link rel="alternate" type="text/html" href="quay"/>
        <published>2024-10-01T08:00:00+02:00</published><updated>2024-10-01T09:00:00Z</updated>
        <category term="h" label="Harbour"/><category term="Lorne"/>
        <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Cracks in “three” pillars.</p>
        <p>Ferries <b>berth</b> elsewhere.</p></div></content></entry>
        <entry><title>Mayor resigns</title><id>urn:2</id><link href="https://post.example/2024/mayor"/></entry></feed>"#,
    );
}

#[test]
fn atom_0_3() {
    check(
        r#"<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>The Lorne Post</title>
        <entry><title mode="escaped" type="text/html">Quay &amp;amp; ferry stay closed</title>
        <link rel="alternate" type="text/html" href="https://post.example/2024/quay"/><issued>2024-10-01T06:00:00Z</issued>
        <content mode="base64" type="text/html">PHA+Q3JhY2tzIGluIOKAnHRocmVl4oCdIHBpbGxhcnMuPC9wPjxwPkZlcnJpZXMgYmVydGggZWxzZXdoZXJlLjwvcD4=</content></entry>
        <entry><title>Mayor resigns</title><link href="https://post.example/2024/mayor"/></entry></feed>"#,
    );
}

#[test]
fn content_in_base64_is_told_by_its_media_type_alone() {
    let encoded = "PHA+Q3JhY2tzIGluIHRocmVl\n  IHBpbGxhcnMuPC9wPg==";
    let latin = "Q2Fm6SBpbiBMb3JuZQ==";
    let pdf = "JVBERi0xLjQKJcOkw7zDtsOfCjIgMCBvYmoKPDwvTGVuZ3RoIDMgMCBSPj4K";
    for (kind, content, text, left_out) in [
        ("application/octet-stream", encoded, Some("Cracks in three pillars."), None),
        ("Application/XHTML", encoded, Some("Cracks in three pillars."), None),
        ("application/html; charset=iso-8859-1", latin, Some("Caf\u{e9} in Lorne"), None),
        ("application/pdf", pdf, None, Some("application/pdf in Base64 is no text")),
        ("image/png", "iVBORw0KGgoAAAANSUhEUg==", None, Some("image/png in Base64 is no text")),
        ("application/octet-stream", "AAECAwQFBgc=", None, Some("application/octet-stream in Base64 is no text")),
        // as it stands, whatever it looks like
        ("text/html", encoded, Some("PHA+Q3JhY2tzIGluIHRocmVl IHBpbGxhcnMuPC9wPg=="), None),
        ("text/x-markdown", "Cracks", Some("Cracks"), None),
        ("application/atom+xml", "Cracks", Some("Cracks"), None),
        ("text", "Cracks", Some("Cracks"), None),
        // mistaken, but plain to see
        ("application/html", "&lt;p>Cracks in three pillars.&lt;/p>", Some("Cracks in three pillars."), None),
    ] {
        let feed = read(&format!(
            r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>Post</title><entry><title>Quay</title>
            <content type="{kind}">{content}</content><summary>Short.</summary></entry></feed>"#
        ));
        let entry = &feed.entries[0];
        let line = entry.content.as_ref().and_then(|content| content.line());
        assert_eq!((line.as_deref(), entry.left_out.as_deref()), (text, left_out), "{kind}");
        assert_eq!(entry.summary.as_ref().and_then(|summary| summary.line()).as_deref(), Some("Short."));
    }
}

#[test]
fn json_feed() {
    check_fully(
        r#"{"version": "https://jsonfeed.org/version/1.1", "title": "The Lorne Post", "language": "en-GB", "items": [
        {"id": "tag:post.example,2024:quay", "url": "/2024/quay", "title": "Quay & ferry stay closed",
         "content_html": "<p>Cracks in “three” pillars.</p><p>Ferries berth elsewhere.</p>", "summary": "Cracks.",
         "authors": [{"name": "Ada Byrd"}], "date_published": "2024-10-01T08:00:00+02:00", "tags": ["Harbour", "Lorne", 7]},
        {"id": 2, "external_url": "https://post.example/2024/mayor", "title": "Mayor resigns", "tags": "none"}]}"#,
    );
    let broken = read(r#"{"version": "https://jsonfeed.org/version/1", "items": [1, {"id": "a"}, null]}"#);
    assert_eq!((broken.entries.len(), broken.broken), (1, 2));
}

#[test]
fn what_is_no_feed_is_told_apart() {
    for (text, code) in [
        ("", "empty"),
        (" \n", "empty"),
        ("<!doctype html><html><body>Sorry</body></html>", "page"),
        ("<opml version='2.0'><body/></opml>", "opml"),
        ("<sitemapindex/>", "not-a-feed"),
        ("Sorry, we are closed.", "not-a-feed"),
        ("{\"version\": \"1\", \"items\": []}", "not-a-feed"),
        ("[1, 2]", "not-a-feed"),
        ("{\"items\": ", "invalid-json"),
    ] {
        let error = parse(text.as_bytes(), None, &base()).expect_err(text);
        assert_eq!(error.code, code, "{text}: {error}");
    }
    let error = parse(b"<rss>\xff\xfe", Some("klingon"), &base()).unwrap_err();
    assert_eq!(error.code, "unknown-charset");
}

#[test]
fn a_wrong_charset_and_a_bomb_are_noted() {
    let feed =
        parse(b"<rss><channel><item><title>Zo\xeb</title></item></channel></rss>", Some("utf-8"), &base()).unwrap();
    assert_eq!((feed.entries[0].title.as_deref(), feed.notes[0].0), (Some("Zoë"), "invalid-utf8"));
    let levels: String = (1..20).map(|n| format!("<!ENTITY e{n} '{}'>", format!("&e{};", n - 1).repeat(10))).collect();
    let bomb = format!(
        "<!DOCTYPE rss [<!ENTITY e0 'ha'>{levels}]><rss><channel><item><title>&e19;</title></item></channel></rss>"
    );
    let feed = read(&bomb);
    assert_eq!((feed.entries[0].title.as_deref(), feed.notes[0].0), (Some("&e19;"), "declared-entities"));
}

#[test]
fn a_date_that_is_none_is_kept_for_the_record_of_it() {
    let feed = read(
        "<rss><channel><item><pubDate>yesterday, about tea</pubDate><dc:date>2024-10-01</dc:date></item>
        <item><pubDate>soon</pubDate></item></channel></rss>",
    );
    assert_eq!(feed.entries[0].published.map(|at| at.to_string()).as_deref(), Some("2024-10-01T00:00:00Z"));
    assert_eq!((feed.entries[1].published, feed.entries[1].bad_date.as_deref()), (None, Some("soon")));
}

/// Pieces that feeds are made of, in any order.
fn debris() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("<rss>"),
        Just("<channel>"),
        Just("<item>"),
        Just("</item>"),
        Just("<feed xmlns='http://www.w3.org/2005/Atom'>"),
        Just("<entry>"),
        Just("</entry>"),
        Just("<title>"),
        Just("</title>"),
        Just("<title type='xhtml'>"),
        Just("<link href='/x'/>"),
        Just("<link>"),
        Just("</link>"),
        Just("<guid>"),
        Just("<pubDate>2024"),
        Just("<![CDATA["),
        Just("]]>"),
        Just("<!--"),
        Just("-->"),
        Just("<!DOCTYPE a ["),
        Just("]>"),
        Just("<?xml"),
        Just("?>"),
        Just("&amp;"),
        Just("&#x0;"),
        Just("&#99999999;"),
        Just("&e;"),
        Just("&"),
        Just("<"),
        Just(">"),
        Just("é"),
        Just("\u{0}"),
        Just("http://["),
        Just("xml:base='//'"),
        Just("<a b='"),
        Just("'"),
        Just("{\"items\":["),
        Just("{"),
        Just("}"),
        Just("]"),
        Just("<content mode='base64'>"),
        Just("<author><name>"),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// Bytes of all that is kept of a document.
fn kept(text: &str) -> usize {
    let text = format!("{:?}", read(text));
    text.len()
}

#[test]
fn what_a_feed_says_once_is_not_kept_with_each_entry() {
    let long = "Ada Byrd ".repeat(20_000);
    let entries = "<entry><link href='x'/></entry>".repeat(2000);
    for text in [
        format!("<feed><author><name>{long}</name></author>{entries}</feed>"),
        format!("<feed>{}{entries}</feed>", "<author>A1</author><author>A2</author>".repeat(10)),
        format!("<feed xml:base='https://post.example/{long}'>{entries}</feed>"),
        format!("<feed xml:lang='{long}'><title>{long}</title>{entries}</feed>"),
        format!(
            "{{\"version\":\"jsonfeed\",\"title\":\"x\",\"authors\":[\"{long}\"],\"items\":[{}{{}}]}}",
            "{\"url\":\"x\"},".repeat(2000)
        ),
    ] {
        let size = kept(&text);
        assert!(size < 1 << 21, "{size} bytes are kept of {}", &text[..60]);
    }
    let named = read(&format!("<feed><author><name>Ada Byrd</name></author>{entries}</feed>"));
    assert!(named.entries.iter().all(|entry| entry.authors == ["Ada Byrd"] && entry.link.is_some()));
}

#[test]
fn names_and_prefixes_without_end_are_cut_off() {
    let tags: String = (0..100_000).map(|number| format!("<category>{number}</category>")).collect();
    assert_eq!(read(&format!("<rss><item>{tags}</item></rss>")).entries[0].tags.len(), MOST_NAMES);
    let prefixes: String = (0..40_000).map(|number| format!(" xmlns:p{number}='urn:x'")).collect();
    let feed = read(&format!("<rss{prefixes}><item><title>A</title>{}</item></rss>", "<q:b/>".repeat(300_000)));
    assert_eq!(feed.entries[0].title.as_deref(), Some("A"));
}

proptest! {
    #[test]
    fn nothing_makes_it_panic(text in debris(), rss in any::<bool>()) {
        let text = if rss { format!("<rss><channel>{text}") } else { text };
        if let Ok(feed) = parse(text.as_bytes(), None, &base()) {
            for entry in &feed.entries {
                entry.content.iter().chain(&entry.summary).for_each(|markup| drop(markup.paragraphs()));
            }
        }
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = parse(&bytes, None, &base());
    }

    #[test]
    fn a_feed_with_one_byte_changed_keeps_most_of_its_entries(at in 60_usize..2000, byte in any::<u8>()) {
        let items: String = (0..20).map(|n| format!("<item><title>Title {n}</title><link>/article/{n}</link><description>&lt;p&gt;Text {n}&lt;/p&gt;</description></item>")).collect();
        let mut bytes = format!("<rss version='2.0'><channel><title>The Lorne Post of today</title>{items}</channel></rss>").into_bytes();
        let at = at.min(bytes.len() - 20);
        bytes[at] = byte;
        let feed = parse(&bytes, Some("windows-1252"), &base()).unwrap();
        prop_assert!(feed.entries.len() >= 18, "{} entries, {} broken", feed.entries.len(), feed.broken);
    }
}
