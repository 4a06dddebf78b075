//! The dead-letter file of a pipeline, `<state>/dead-letters/<pipeline>.ndjson`: whatever was
//! refused for good, with stage, reason and full input. Written by `fanout` and `delivery` before
//! the position moves on; after a crash in between, a letter may stand there twice.
//!
//! A line reads as an article again (`id`, `title`, `text`, `url`, `authors`, `published`), so the
//! file can be fed to any NDJSON source once the reason is gone.

use std::{
    borrow::Cow,
    fs::{File, OpenOptions},
    io::{Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use jiff::Timestamp;
use serde::Serialize;
use wiredesk_core::{Document, clock::Clock, error::Failure, source::Rejected};

use crate::metrics::{Component, Counter};

/// Something that was refused for good.
pub(crate) struct DeadLetter {
    /// Whose counter grows once the letter is durable.
    pub(crate) component: Arc<Component>,
    pub(crate) source: Arc<str>,
    pub(crate) code: Cow<'static, str>,
    pub(crate) message: String,
    pub(crate) content: Content,
}

/// What was refused.
pub(crate) enum Content {
    Document(Arc<Document>),
    /// Input that never became an article.
    Raw(Rejected),
}

impl DeadLetter {
    fn key(&self) -> &str {
        match &self.content {
            Content::Document(document) => &document.key,
            Content::Raw(rejected) => &rejected.key,
        }
    }
}

/// One line of the file.
#[derive(Serialize)]
struct Line<'l> {
    at: Timestamp,
    pipeline: &'l str,
    source: &'l str,
    /// The component that refused it.
    stage: &'l str,
    code: &'l str,
    message: &'l str,
    key: &'l str,
    /// The key again, under the name by which NDJSON sources find it.
    id: &'l str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'l str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'l str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    authors: Option<&'l [String]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'l str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    raw: Option<&'l str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    raw_base64: Option<String>,
}

/// Writes dead letters of one pipeline.
#[derive(Clone)]
pub(crate) struct DeadLetters {
    pipeline: Arc<str>,
    clock: Arc<dyn Clock>,
    /// `None`: letters are logged and counted only. The mutex keeps writers apart.
    path: Option<Arc<tokio::sync::Mutex<PathBuf>>>,
}

impl DeadLetters {
    pub(crate) fn new(state: Option<&Path>, pipeline: Arc<str>, clock: Arc<dyn Clock>) -> Self {
        let path = state.map(|state| state.join("dead-letters").join(format!("{pipeline}.ndjson")));
        Self { pipeline, clock, path: path.map(|path| Arc::new(tokio::sync::Mutex::new(path))) }
    }

    /// Makes letters durable.
    ///
    /// # Errors
    /// `Retry` if the file cannot be written; nothing of the letters is then in it.
    pub(crate) async fn write(&self, letters: &[DeadLetter]) -> Result<(), Failure> {
        for letter in letters {
            let (stage, code) = (&letter.component.place.id, &letter.code);
            tracing::warn!(pipeline = %self.pipeline, source = %letter.source, %stage, %code, key = letter.key(),
                "rejected: {}", letter.message);
        }
        let Some(path) = &self.path else { return Ok(()) };
        let mut lines = Vec::new();
        for letter in letters {
            self.line(letter, &mut lines).map_err(|error| broken(&error))?;
        }
        let path = path.clone().lock_owned().await;
        let appended = tokio::task::spawn_blocking(move || append(&path, &lines)).await;
        appended.map_err(|error| Failure::retry("dead-letters", error.to_string()))?.map_err(|error| broken(&error))?;
        for letter in letters {
            letter.component.add(Counter::DeadLettered, 1);
        }
        Ok(())
    }

    fn line(&self, letter: &DeadLetter, out: &mut Vec<u8>) -> std::io::Result<()> {
        let (document, raw) = match &letter.content {
            Content::Document(document) => (Some(&**document), None),
            Content::Raw(rejected) => (None, Some(&*rejected.raw)),
        };
        let readable = raw.and_then(|raw| std::str::from_utf8(raw).ok());
        let line = Line {
            at: self.clock.now_seconds(),
            pipeline: &self.pipeline,
            source: &letter.source,
            stage: &letter.component.place.id,
            code: &letter.code,
            message: &letter.message,
            key: letter.key(),
            id: letter.key(),
            url: document.and_then(|document| document.url.as_deref()),
            title: document.and_then(|document| document.title.as_deref()),
            authors: document.map(|document| &*document.authors).filter(|authors| !authors.is_empty()),
            published: document.and_then(|document| document.published).map(|published| published.at),
            text: document.map(|document| &*document.input),
            raw: readable,
            raw_base64: raw.filter(|_| readable.is_none()).map(base64),
        };
        serde_json::to_writer(&mut *out, &line)?;
        out.push(b'\n');
        Ok(())
    }
}

fn broken(error: &std::io::Error) -> Failure {
    Failure::retry("dead-letters", format!("cannot write the dead-letter file: {error}"))
}

/// Appends whole lines, or nothing. Opens the file anew each time, so that it may be moved away
/// while the daemon runs.
fn append(path: &Path, lines: &[u8]) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let new = !path.exists();
    std::fs::create_dir_all(folder)?;
    let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
    let end = end_of_lines(&mut file)?;
    file.set_len(end)?;
    file.seek(SeekFrom::Start(end))?;
    let written = file.write_all(lines).and_then(|()| file.sync_data());
    if let Err(error) = written {
        // a torn line would also be cut off by the next append
        let _ = file.set_len(end);
        return Err(error);
    }
    if new {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

/// Where the last complete line ends: what follows is the torn end of an append that a crash cut
/// short, whose position has not moved on.
fn end_of_lines(file: &mut File) -> std::io::Result<u64> {
    let mut end = file.metadata()?.len();
    let mut block = [0; 4096];
    while end > 0 {
        let length = end.min(block.len() as u64);
        file.seek(SeekFrom::Start(end - length))?;
        let bytes = &mut block[..length as usize];
        file.read_exact(bytes)?;
        if let Some(at) = bytes.iter().rposition(|&byte| byte == b'\n') {
            return Ok(end - length + at as u64 + 1);
        }
        end -= length;
    }
    Ok(0)
}

/// RFC 4648 §4, with padding.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let byte = |n: usize| u32::from(group.get(n).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for digit in 0..4 {
            let shown = digit <= group.len();
            text.push(if shown { char::from(DIGITS[(bits >> (18 - 6 * digit)) as usize & 63]) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use wiredesk_core::{clock::FixedClock, document::Article};

    use super::*;
    use crate::{error::Place, metrics::Role};

    fn component() -> Arc<Component> {
        Component::new(Place { pipeline: "main".into(), role: Role::Sink, id: "desk".into() }, "recording", 1)
    }

    fn letter(content: Content) -> DeadLetter {
        DeadLetter {
            component: component(),
            source: "inbox".into(),
            code: "too-odd".into(),
            message: "nobody can read this".into(),
            content,
        }
    }

    fn raw(bytes: &[u8]) -> Content {
        Content::Raw(Rejected { key: "b".into(), code: "binary", message: String::new(), raw: bytes.to_vec() })
    }

    #[tokio::test]
    async fn a_letter_keeps_reason_and_full_input() {
        let folder = tempfile::tempdir().unwrap();
        let letters = DeadLetters::new(Some(folder.path()), "main".into(), Arc::new(FixedClock(Timestamp::UNIX_EPOCH)));
        let article = Article {
            key: "a".into(),
            title: Some("Tide".into()),
            text: "The tide\ncame in.".into(),
            ..Article::default()
        };
        let document = Document::new("inbox".into(), article, Timestamp::UNIX_EPOCH);
        let all =
            [letter(Content::Document(Arc::new(document))), letter(raw(b"{\"x\":")), letter(raw(&[0xff, 0, 1, 2]))];
        letters.write(&all[..1]).await.unwrap();
        letters.write(&all[1..]).await.unwrap();
        assert!(all.iter().all(|letter| {
            crate::metrics::Snapshot::of(std::slice::from_ref(&letter.component))
                .total(Role::Sink, Counter::DeadLettered)
                == 1
        }));
        let file = std::fs::read_to_string(folder.path().join("dead-letters/main.ndjson")).unwrap();
        let lines: Vec<serde_json::Value> = file.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let expected = serde_json::json!({
            "at": "1970-01-01T00:00:00Z", "pipeline": "main", "source": "inbox", "stage": "desk", "code": "too-odd",
            "message": "nobody can read this", "key": "a", "id": "a", "title": "Tide", "text": "The tide\ncame in.",
        });
        assert_eq!(lines[0], expected);
        assert_eq!(lines[1]["raw"], "{\"x\":");
        assert_eq!(lines[2]["raw_base64"], "/wABAg==");
    }

    #[test]
    fn a_torn_line_is_cut_off_before_the_next_append() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("letters.ndjson");
        for (before, after) in [("", "new\n"), ("a\nb\n", "a\nb\nnew\n"), ("a\nto", "a\nnew\n"), ("torn", "new\n")] {
            std::fs::write(&path, before).unwrap();
            append(&path, b"new\n").unwrap();
            assert_eq!(std::fs::read_to_string(&path).unwrap(), after);
        }
    }

    #[test]
    fn base64_agrees_with_the_examples_of_the_rfc() {
        let cases =
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE=")];
        for (bytes, text) in cases {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
    }
}
