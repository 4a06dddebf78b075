//! Records on standard output, as `wiredesk extract` prints them: flushed with every batch, not
//! recorded anywhere, ended by a closed pipe.

use std::{
    io::{self, Write},
    sync::Arc,
};

use wiredesk_core::{
    Document,
    error::Failure,
    sink::{Marks, Opened, Rejection, WriteError, Written},
};

use crate::{line, sink::Target};

/// Writes to any stream.
pub(crate) struct Stdout<W> {
    stream: W,
    lines: Vec<u8>,
}

impl<W: Write> Stdout<W> {
    pub(crate) fn new(stream: W) -> Self {
        Self { stream, lines: Vec::new() }
    }
}

impl<W: Write + Send + 'static> Target for Stdout<W> {
    fn open(&mut self, _marks: &Marks) -> Result<Opened, Failure> {
        Ok(Opened::PositionsInState)
    }

    fn write(&mut self, documents: &[Arc<Document>]) -> Result<Written, WriteError> {
        self.lines.clear();
        for (index, document) in documents.iter().enumerate() {
            line::push(document, &mut self.lines)
                .map_err(|failure| WriteError::Rejected(vec![Rejection { index, failure }]))?;
        }
        self.stream.write_all(&self.lines).and_then(|()| self.stream.flush()).map_err(|error| {
            // what has been printed cannot be taken back, so no failure here is retried
            if error.kind() == io::ErrorKind::BrokenPipe {
                Failure::fatal("broken-pipe", "nobody reads standard output any more").because(error)
            } else {
                Failure::fatal("io", format!("cannot write to standard output: {error}")).because(error)
            }
        })?;
        Ok(Written { marks: Marks::new(), bytes: self.lines.len() as u64 })
    }

    fn close(&mut self) -> Result<(), Failure> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use wiredesk_core::{Disposition, document::Article};

    use super::*;

    fn documents() -> Vec<Arc<Document>> {
        let article = |key: &str| Article { key: key.into(), text: "One.\nTwo.".into(), ..Article::default() };
        ["a", "b"].map(|key| Arc::new(Document::new("stdin".into(), article(key), Timestamp::UNIX_EPOCH))).to_vec()
    }

    #[test]
    fn every_record_is_one_line() {
        let mut stdout = Stdout::new(Vec::new());
        let written = stdout.write(&documents()).unwrap();
        let text = String::from_utf8(stdout.stream).unwrap();
        assert_eq!(written.bytes as usize, text.len());
        let keys: Vec<_> = text
            .lines()
            .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["key"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(keys, ["a", "b"]);
    }

    #[test]
    fn a_closed_pipe_ends_the_pipeline() {
        let (reader, writer) = io::pipe().unwrap();
        drop(reader);
        let Err(WriteError::Failed(failure)) = Stdout::new(writer).write(&documents()) else {
            panic!("it was written")
        };
        assert_eq!((failure.disposition, &*failure.code), (Disposition::Fatal, "broken-pipe"));
    }
}
