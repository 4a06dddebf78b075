//! Requests and answers between the host and one process: several requests in flight, answers
//! matched by id, one deadline at a time. Ends with everything answered or with the process broken;
//! what becomes of the documents then is up to [`super::worker`].

use std::{collections::VecDeque, ops::ControlFlow};

use tokio::{
    io::AsyncWriteExt,
    time::{Instant, sleep_until},
};
use wiredesk_core::{Document, error::Failure, extractor::Findings};

use super::{
    Spec,
    child::{Child, Event},
    protocol::{read_reply, read_result, write_request},
};

/// What became of each document of a batch; `None`: nothing yet.
pub(super) type Verdicts = Vec<Option<Result<Findings, Failure>>>;

/// A process that broke, or was too slow.
pub(super) struct Breakdown {
    /// What a document gets that is at fault.
    pub(super) failure: Failure,
    /// The documents of all requests that were in flight.
    pub(super) suspects: Vec<usize>,
    /// Whether a request was answered before.
    pub(super) answered: bool,
}

/// A batch being worked through.
pub(super) struct Conversation<'c> {
    pub(super) spec: &'c Spec,
    pub(super) batch: &'c [&'c Document],
    pub(super) verdicts: &'c mut Verdicts,
    /// Requests in flight at most.
    pub(super) window: usize,
    /// Reused for every request.
    pub(super) line: &'c mut Vec<u8>,
}

/// Requests that are not answered yet, the oldest first.
struct InFlight {
    requests: VecDeque<(u64, Vec<usize>)>,
    /// Since when the oldest one is the oldest one.
    since: Instant,
    answered: bool,
}

impl Conversation<'_> {
    /// Sends requests of the documents with these indices, and settles what is answered.
    pub(super) async fn hold(&mut self, child: &mut Child, requests: Vec<Vec<usize>>) -> Result<(), Breakdown> {
        child.busy = true;
        let mut flight = InFlight { requests: VecDeque::new(), since: Instant::now(), answered: false };
        match self.run(child, requests, &mut flight).await {
            Ok(()) => {
                child.busy = false;
                Ok(())
            }
            Err(failure) => Err(Breakdown {
                failure,
                suspects: flight.requests.into_iter().flat_map(|(_, documents)| documents).collect(),
                answered: flight.answered,
            }),
        }
    }

    async fn run(
        &mut self,
        child: &mut Child,
        requests: Vec<Vec<usize>>,
        flight: &mut InFlight,
    ) -> Result<(), Failure> {
        let mut requests = requests.into_iter();
        self.line.clear();
        let mut written = 0;
        loop {
            if written == self.line.len()
                && flight.requests.len() < self.window
                && let Some(documents) = requests.next()
            {
                self.write(child.next_id, &documents)?;
                written = 0;
                if flight.requests.is_empty() {
                    flight.since = Instant::now();
                }
                flight.requests.push_back((child.next_id, documents));
                child.next_id += 1;
            }
            if flight.requests.is_empty() {
                return Ok(());
            }
            let rest = &self.line[written..];
            // reading goes on while writing waits, or both sides could wait for each other
            let step = tokio::select! {
                event = child.events.recv() => ControlFlow::Break(event.unwrap_or(Event::End)),
                sent = send(&mut child.stdin, rest), if !rest.is_empty() => ControlFlow::Continue(sent),
                () = sleep_until(flight.since + self.spec.limits.timeout) => {
                    let limit = self.spec.limits.timeout;
                    return Err(Failure::crash("timeout", format!("no answer within {limit:?}")));
                }
            };
            match step {
                ControlFlow::Continue(sent) => written += sent,
                ControlFlow::Break(Event::Line(line)) => self.settle(&line, flight)?,
                ControlFlow::Break(Event::TooLong) => {
                    let longest = self.spec.limits.output;
                    return Err(Failure::crash("output", format!("wrote a line of more than {longest} bytes")));
                }
                ControlFlow::Break(Event::End) => return Err(Failure::crash("exit", child.fate().await)),
            }
        }
    }

    fn write(&mut self, id: u64, documents: &[usize]) -> Result<(), Failure> {
        let documents = documents.iter().map(|index| self.batch[*index]);
        let written = write_request(self.line, id, documents, self.spec);
        written.map_err(|error| Failure::reject("not-json", format!("cannot be written as JSON: {error}")))
    }

    /// Takes an answer apart; an error if it is none.
    fn settle(&mut self, line: &[u8], flight: &mut InFlight) -> Result<(), Failure> {
        let broken = |message: String| Failure::crash("protocol", message);
        let reply = read_reply(line).map_err(broken)?;
        let Some(place) = flight.requests.iter().position(|(id, _)| *id == reply.id) else {
            return Err(broken(format!("answered request {}, which is not in flight", reply.id)));
        };
        let (given, taken) = (reply.results.len(), flight.requests[place].1.len());
        if given != taken {
            return Err(broken(format!("{given} results for {taken} documents")));
        }
        let (_, documents) = flight.requests.remove(place).unwrap_or_default();
        for (index, result) in documents.into_iter().zip(reply.results) {
            self.verdicts[index] = Some(read_result(result, self.batch[index], self.spec));
        }
        if place == 0 {
            flight.since = Instant::now();
        }
        flight.answered = true;
        self.spec.health.answered();
        Ok(())
    }
}

/// Writes what the pipe takes. A process that has closed its input is not at fault for that alone:
/// it may have answered before.
async fn send(stdin: &mut Option<tokio::process::ChildStdin>, bytes: &[u8]) -> usize {
    if let Some(open) = stdin {
        match open.write(bytes).await {
            Ok(written) => return written,
            Err(_) => *stdin = None,
        }
    }
    // nothing more can be written: what follows is its end or the deadline
    std::future::pending().await
}
