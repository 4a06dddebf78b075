//! The lines of protocol version 1, as [`super`] describes them: written into a buffer, read from
//! one. Knows neither pipes nor time.

use serde::{Deserialize, Serialize};
use serde_json::{Value, value::RawValue};
use wiredesk_core::{
    Document, LayerName,
    error::Failure,
    exchange::{Answer, Given, Unit},
    extractor::Findings,
    json,
};

use super::{Spec, chatter::Level};

/// The versions that this host speaks.
const VERSIONS: [u64; 1] = [1];

/// The last line that a process is sent.
pub(super) const BYE: &[u8] = b"{\"bye\":{}}\n";

#[derive(Serialize)]
struct Hello<'s> {
    protocol: [u64; 1],
    plugin: &'s str,
    options: &'s Value,
    layers: Vec<String>,
    provides: Vec<String>,
    offsets: Unit,
}

/// The line that greets a process.
pub(super) fn write_hello(spec: &Spec) -> Vec<u8> {
    let names = |layers: &[LayerName]| layers.iter().map(ToString::to_string).collect();
    let hello = Hello {
        protocol: VERSIONS,
        plugin: &spec.name,
        options: &spec.options,
        layers: names(&spec.given),
        provides: names(&spec.declaration.provides),
        offsets: spec.unit,
    };
    let mut line = serde_json::json!({ "hello": hello }).to_string().into_bytes();
    line.push(b'\n');
    line
}

/// Writes a request into `line`, which it empties before.
pub(super) fn write_request<'d>(
    line: &mut Vec<u8>,
    id: u64,
    documents: impl Iterator<Item = &'d Document>,
    spec: &Spec,
) -> serde_json::Result<()> {
    line.clear();
    line.extend_from_slice(b"{\"id\":");
    serde_json::to_writer(&mut *line, &id)?;
    line.extend_from_slice(b",\"documents\":[");
    for (number, document) in documents.enumerate() {
        if number > 0 {
            line.push(b',');
        }
        json::append(&Given::new(document, &spec.given, spec.unit), line)?;
    }
    line.extend_from_slice(b"]}\n");
    Ok(())
}

#[derive(Deserialize)]
struct Welcome<'l> {
    hello: Option<Version>,
    #[serde(borrow)]
    refuse: Option<&'l RawValue>,
}

#[derive(Deserialize)]
struct Version {
    protocol: Value,
}

/// Reads what a process says to the hello; an error is why it cannot be used.
pub(super) fn read_welcome(line: &[u8]) -> Result<(), String> {
    let welcome: Welcome<'_> =
        serde_json::from_slice(line).map_err(|error| format!("no hello but `{}`: {error}", excerpt(line)))?;
    if let Some(why) = welcome.refuse {
        let why = serde_json::from_str::<String>(why.get()).unwrap_or_else(|_| why.get().to_owned());
        return Err(format!("refuses to start: {}", excerpt(why.as_bytes())));
    }
    let Some(Version { protocol }) = welcome.hello else {
        return Err(format!("no hello but `{}`", excerpt(line)));
    };
    if protocol.as_u64().is_some_and(|version| VERSIONS.contains(&version)) {
        return Ok(());
    }
    let theirs = excerpt(protocol.to_string().as_bytes());
    Err(format!("speaks protocol version {theirs}, wiredesk speaks version {}", VERSIONS[0]))
}

#[derive(Deserialize)]
struct LogLine {
    log: Log,
}

#[derive(Deserialize)]
struct Log {
    #[serde(default)]
    level: Level,
    message: String,
}

/// The message of a line that is one for the log.
pub(super) fn read_log(line: &[u8]) -> Option<(Level, String)> {
    // answers are by far the most and the longest lines
    if line.starts_with(b"{\"id\"") {
        return None;
    }
    let LogLine { log } = serde_json::from_slice(line).ok()?;
    Some((log.level, log.message))
}

/// An answer to a request; what it holds for each document is still to be read.
#[derive(Deserialize)]
pub(super) struct Reply<'l> {
    pub(super) id: u64,
    #[serde(borrow)]
    pub(super) results: Vec<&'l RawValue>,
}

/// Reads an answer; an error is what is wrong with it.
pub(super) fn read_reply(line: &[u8]) -> Result<Reply<'_>, String> {
    serde_json::from_slice(line).map_err(|error| format!("no answer but `{}`: {error}", excerpt(line)))
}

/// Reads what an answer holds for one document.
pub(super) fn read_result(result: &RawValue, document: &Document, spec: &Spec) -> Result<Findings, Failure> {
    let answer: Answer<'_> = serde_json::from_str(result.get())
        .map_err(|error| Failure::reject("invalid-answer", format!("not an answer for a document: {error}")))?;
    let offsets = spec.unit.offsets(&document.text);
    let mut findings =
        answer.findings(document, &spec.declaration.provides, &offsets, &spec.name, spec.limits.annotations)?;
    findings.version = Some(spec.version.clone());
    Ok(findings)
}

/// The beginning of foreign bytes, for a message.
fn excerpt(bytes: &[u8]) -> String {
    const LONGEST: usize = 60;
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(4 * LONGEST)]);
    let mut kept: String = text.chars().take(LONGEST).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    if kept.len() < bytes.len() {
        kept.push('…');
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_welcome(line: &str, expected: &str) {
        let answer = read_welcome(line.as_bytes());
        assert_eq!(answer.err().as_deref().unwrap_or("ok"), expected, "{line}");
    }

    #[test]
    fn a_welcome_names_a_version_that_both_speak() {
        check_welcome(r#"{"hello":{"protocol":1}}"#, "ok");
        check_welcome(r#" {"hello": {"protocol": 1, "name": "x"}, "more": 1} "#, "ok");
        check_welcome(r#"{"hello":{"protocol":7}}"#, "speaks protocol version 7, wiredesk speaks version 1");
        check_welcome(r#"{"hello":{"protocol":[1]}}"#, "speaks protocol version [1], wiredesk speaks version 1");
        check_welcome(r#"{"refuse":"no model for `de`"}"#, "refuses to start: no model for `de`");
        check_welcome(r#"{"refuse":{"a":1}}"#, r#"refuses to start: {"a":1}"#);
        check_welcome(r#"{"id":1}"#, r#"no hello but `{"id":1}`"#);
        check_welcome("ready\u{7}", "no hello but `ready\u{fffd}`: expected value at line 1 column 1");
    }

    #[test]
    fn a_log_line_may_leave_its_level_out() {
        let read = |line: &str| read_log(line.as_bytes());
        assert_eq!(read(r#"{"log":{"level":"warn","message":"slow"}}"#), Some((Level::Warn, "slow".to_owned())));
        assert_eq!(read(r#"{"log":{"message":"slow"}}"#), Some((Level::Info, "slow".to_owned())));
        assert_eq!(read(r#"{"log":"slow"}"#), None);
        assert_eq!(read(r#"{"id":1,"results":[]}"#), None);
    }

    #[test]
    fn results_are_only_split_at_first() {
        let line = br#"{"results":[{"layers":{}}, 5, "x"],"id":3,"took":1}"#;
        let reply = read_reply(line).unwrap();
        assert_eq!((reply.id, reply.results.len()), (3, 3));
        assert_eq!(reply.results[1].get(), "5");
        assert!(read_reply(br#"{"id":3}"#).is_err());
        assert!(read_reply(br#"{"id":-3,"results":[]}"#).is_err());
        assert!(read_reply(b"\xff").is_err());
    }
}
