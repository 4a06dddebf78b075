//! Extractors that are programs of their own: any language, any library, one child process per
//! worker. This module starts them, asks them, and answers for them to the engine; whatever such a
//! program does costs its own layers on the document at hand and nothing else.
//!
//! A process is **not a sandbox**: it has the rights of the daemon's user. It gets a clean
//! environment, a limit on memory, and no way to outlive the daemon ([`mod@guard`]).
//!
//! # Protocol, version 1
//!
//! One JSON object a line (UTF-8, no line ends inside), requests on standard input, answers on
//! standard output; flush after each line. Unknown fields are to be ignored by both sides.
//!
//! **Hello.** The host speaks first and says everything that the program has to know: its name,
//! its options, the layers that documents will carry besides their text, the layers that it is to
//! provide, and what offsets count (`code-points`, as Python does, or `bytes` of UTF-8; set in
//! `plugin.toml`). The program has `start_timeout` for its answer, so that it can load a model first.
//!
//! ```json
//! {"hello":{"protocol":[1],"plugin":"tickers","options":{},"layers":["sentences"],"provides":["acme/tickers"],"offsets":"code-points"}}
//! ```
//!
//! It answers with the version that it picked, or says why it will not start:
//!
//! ```json
//! {"hello":{"protocol":1}}
//! {"refuse":"no model for language `de`"}
//! ```
//!
//! **Requests** carry up to `batch` documents and 1 MiB of their text, in the form of
//! [`Given`](wiredesk_core::exchange::Given): those fields are always there, and `null` where
//! nothing is known.
//!
//! ```json
//! {"id":17,"documents":[{"id":"5f2b…","source":"inbox","key":"a.txt","url":null,"title":null,"authors":[],"published":"2024-10-01T00:00:00Z","language":"en","text":"…","layers":{"sentences":[[0,278]]}}]}
//! ```
//!
//! **Answers** carry the same `id` and one result per document, in the same order, in the form of
//! [`Answer`](wiredesk_core::exchange::Answer). Up to `window` requests are sent before the first is
//! answered; answers may come in any order.
//!
//! ```json
//! {"id":17,"results":[{"layers":{"acme/tickers":[{"span":[10,14],"label":"MSFT","value":null}]}}]}
//! {"id":18,"results":[{"drop":"not news"},{"error":{"code":"no-body","message":"a list of links"}}]}
//! ```
//!
//! A result that makes no sense costs its document the layer. What follows counts as broken, and
//! the process is killed and started anew: a line that is no JSON, an `id` that is not in flight,
//! another number of results than there were documents, a line longer than `limits.output`.
//!
//! **Log.** At any time, also before the hello is answered; `level` is `debug`, `info`, `warn` or
//! `error`. Lines on standard error are logged as well, as `info`.
//!
//! ```json
//! {"log":{"level":"warn","message":"model is older than a year"}}
//! ```
//!
//! **End.** The host says goodbye and closes standard input. A program that reads to the end of its
//! input may ignore the line. After two seconds all of its processes are killed.
//!
//! ```json
//! {"bye":{}}
//! ```
//!
//! # When it breaks
//!
//! A document may take `limits.timeout`, and so may a request, counted from when it is the oldest
//! one in flight. When a process breaks or takes longer, the documents of all requests in flight
//! are tried again one by one on new processes ([`worker`]): only the one at fault pays. New
//! processes are started after pauses that double up to half a minute, and after five starts that
//! failed the plugin is off for a minute ([`health`]); documents that come meanwhile pass by with the
//! problem `unavailable`.

mod chatter;
mod child;
mod conversation;
pub mod guard;
mod health;
mod lines;
mod protocol;
mod spec;
mod worker;

pub use self::{guard::guard, spec::Spec, worker::extractor};
