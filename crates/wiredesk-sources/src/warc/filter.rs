//! Which records are worth the work of reading their page: decided from the head of the record and of the
//! response, before anything is decoded. Called by [`super::archive`].

use globset::GlobSet;
use wiredesk_core::{error::Failure, options::Finding};

use super::{
    WarcOptions,
    http_head::HttpHead,
    record::{Head, Kind},
};
use crate::directory::options::globs;

/// How a page is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Medium {
    Page,
    Text,
    Json,
}

/// What decides, made from checked options.
#[derive(Clone, Debug)]
pub(super) struct Filter {
    hosts: Option<GlobSet>,
    exclude_hosts: GlobSet,
    content_types: Vec<String>,
}

impl Filter {
    /// Content types of which something can be made.
    pub(super) const READABLE: [&'static str; 4] =
        ["text/html", "application/xhtml+xml", "text/plain", "application/json"];

    /// Whether something can be made of a content type.
    pub(super) fn is_readable(kind: &str) -> bool {
        Self::READABLE.iter().any(|known| kind.eq_ignore_ascii_case(known))
    }

    pub(super) fn new(options: &WarcOptions) -> Result<Self, Failure> {
        let read = |key, patterns: &[String]| {
            let patterns: Vec<String> = patterns.iter().map(|pattern| pattern.to_ascii_lowercase()).collect();
            globs(key, &patterns).map_err(|findings| {
                let message: Vec<String> = findings.iter().map(Finding::to_string).collect();
                Failure::fatal("bad-glob", message.join("; "))
            })
        };
        Ok(Self {
            hosts: (!options.hosts.is_empty()).then(|| read("hosts", &options.hosts)).transpose()?,
            exclude_hosts: read("exclude_hosts", &options.exclude_hosts)?,
            content_types: options.content_types.iter().map(|kind| kind.to_ascii_lowercase()).collect(),
        })
    }

    /// From the head of a record: why it is passed over, if it is.
    pub(super) fn passes_over(&self, head: &Head) -> Option<&'static str> {
        if let Kind::Other(name) = head.kind {
            return Some(name);
        }
        let Some(uri) = &head.uri else { return Some("no-address") };
        if head.kind == Kind::Response && head.content_type != "application/http" && !head.content_type.is_empty() {
            return Some("not-http");
        }
        let Some(host) = host(uri) else { return Some("no-host") };
        let wanted = self.hosts.as_ref().is_none_or(|hosts| hosts.is_match(&host));
        (!wanted || self.exclude_hosts.is_match(&host)).then_some("host")
    }

    /// From the head of a response: how it is read, or why it is passed over.
    pub(super) fn response(&self, http: &HttpHead) -> Result<Medium, &'static str> {
        if !(200..300).contains(&http.status) {
            return Err("http-status");
        }
        self.medium(&http.content_type)
    }

    /// How a content type is read, or why it is passed over.
    pub(super) fn medium(&self, content_type: &str) -> Result<Medium, &'static str> {
        // what does not say what it is may be a page, as browsers take it
        let content_type = if content_type.is_empty() { "text/html" } else { content_type };
        if !self.content_types.iter().any(|wanted| wanted == content_type) {
            return Err("content-type");
        }
        Ok(match content_type {
            "text/plain" => Medium::Text,
            "application/json" => Medium::Json,
            _ => Medium::Page,
        })
    }
}

/// The host of an address in lower case, without port and user.
fn host(uri: &str) -> Option<String> {
    let (scheme, rest) = uri.split_once("://")?;
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        return None;
    }
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?;
    let host = if host.starts_with('[') { host.split_inclusive(']').next()? } else { host.split(':').next()? };
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    (!host.is_empty()).then_some(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_found_whatever_stands_around_them() {
        for (uri, expected) in [
            ("https://News.Example:8080/a?b#c", Some("news.example")),
            ("http://user:word@news.example", Some("news.example")),
            ("http://[2001:db8::1]:80/", Some("[2001:db8::1]")),
            ("http://news.example?x=http://other.example/", Some("news.example")),
            ("file:///etc/passwd", None),
            ("dns:news.example", None),
            ("http://", None),
        ] {
            assert_eq!(host(uri).as_deref(), expected, "{uri}");
        }
    }

    #[test]
    fn records_are_passed_over_by_kind_host_status_and_type() {
        let mut options = WarcOptions::new("x");
        options.hosts = vec!["*.Example".into()];
        options.exclude_hosts = vec!["ads.*".into()];
        let filter = Filter::new(&options).unwrap();
        let head = |kind: &str, uri: &str| {
            let text = format!("WARC/1.0\nWARC-Type: {kind}\nWARC-Target-URI: {uri}\nContent-Length: 1");
            super::super::record::parse(text.as_bytes()).unwrap()
        };
        for (kind, uri, reason) in [
            ("response", "https://a.example/", None),
            ("response", "https://a.test/", Some("host")),
            ("response", "https://ads.example/", Some("host")),
            ("response", "", Some("no-address")),
            ("response", "ftp://a.example/", Some("no-host")),
            ("request", "https://a.example/", Some("request")),
            ("unheard-of", "https://a.example/", Some("other-record")),
        ] {
            assert_eq!(filter.passes_over(&head(kind, uri)), reason, "{kind} {uri}");
        }
        let http = |text: &str| HttpHead::parse(text.as_bytes()).unwrap();
        assert_eq!(filter.response(&http("HTTP/1.1 404 No\nContent-Type: text/html")), Err("http-status"));
        assert_eq!(filter.response(&http("HTTP/1.1 200 OK\nContent-Type: image/png")), Err("content-type"));
        assert_eq!(filter.response(&http("HTTP/1.1 200 OK\nContent-Type: TEXT/HTML; charset=x")), Ok(Medium::Page));
        assert_eq!(filter.response(&http("HTTP/1.1 200 OK")), Ok(Medium::Page));
    }
}
