//! Options of the `http` source.

use std::{fmt, net::SocketAddr, path::PathBuf};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize, Serializer};
use wiredesk_core::options::{ComponentOptions, Duration, Finding, Size};

use crate::{formats::FieldNames, reading_options::default_max_document};

/// When a request is answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Acknowledge {
    /// With 200, when every sink has the articles on disk.
    #[default]
    Durable,
    /// With 202, when they have been taken in; what is under way is lost if the process is killed.
    Accepted,
}

/// Words that are never shown.
#[derive(Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Secret(pub(super) String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str("…")
    }
}

/// Options of `http`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HttpOptions {
    /// Where to listen. Any other address than a loopback one needs a token.
    #[serde(default = "default_listen")]
    #[schemars(example = &"127.0.0.1:8080")]
    pub listen: String,
    /// What clients have to send as `Authorization: Bearer …`; best as "${VARIABLE}". Left out: nothing, but requests of web pages are refused.
    #[serde(default)]
    pub token: Option<Secret>,
    /// A file whose first line is the token.
    #[serde(default)]
    pub token_file: Option<PathBuf>,
    /// Whether a request is answered with 200 when every sink has its articles on disk, or with 202 when they have been taken in.
    #[serde(default)]
    pub acknowledge: Acknowledge,
    /// Which fields of JSON objects hold what.
    #[serde(default)]
    pub fields: FieldNames,
    /// Largest article; a larger one is refused, the others of its request are taken.
    #[serde(default = "default_max_document")]
    pub max_document: Size,
    /// Largest body, as it is sent.
    #[serde(default = "default_max_body")]
    pub max_body: Size,
    /// Largest body, when its compression is undone.
    #[serde(default = "default_max_expanded")]
    pub max_expanded: Size,
    /// Bytes of all bodies that may wait at the same time; a request beyond is answered with 429.
    #[serde(default = "default_max_waiting")]
    pub max_waiting: Size,
    /// Most articles of one request.
    #[serde(default = "default_max_articles")]
    #[schemars(range(min = 1, max = 100_000))]
    pub max_articles: u32,
    /// Requests that may wait for an answer at the same time; one more is answered with 429.
    #[serde(default = "default_queue")]
    #[schemars(range(min = 1, max = 100_000))]
    pub queue: u32,
    /// Most connections at the same time; others wait to be accepted.
    #[serde(default = "default_connections")]
    #[schemars(range(min = 1, max = 100_000))]
    pub max_connections: u32,
    /// Requests per second of one client address, in bursts of up to ten times as many; 0: as many as it likes.
    #[serde(default = "default_rate")]
    pub rate: u32,
    /// Articles whose keys are remembered, so that one that is posted again is not delivered again; the oldest are forgotten first.
    #[serde(default = "default_remember")]
    #[schemars(range(min = 1, max = 10_000_000))]
    pub remember: u32,
    /// How long the head of a request may take, and a connection be idle.
    #[serde(default = "default_head_timeout")]
    pub head_timeout: Duration,
    /// How long the body of a request may take.
    #[serde(default = "default_body_timeout")]
    pub body_timeout: Duration,
    /// How long a request waits for its articles to be on disk, before it is answered with 503 and has to be sent again.
    #[serde(default = "default_answer_timeout")]
    pub answer_timeout: Duration,
}

impl Default for HttpOptions {
    fn default() -> Self {
        Self {
            listen: default_listen(),
            token: None,
            token_file: None,
            acknowledge: Acknowledge::Durable,
            fields: FieldNames::default(),
            max_document: default_max_document(),
            max_body: default_max_body(),
            max_expanded: default_max_expanded(),
            max_waiting: default_max_waiting(),
            max_articles: default_max_articles(),
            queue: default_queue(),
            max_connections: default_connections(),
            rate: default_rate(),
            remember: default_remember(),
            head_timeout: default_head_timeout(),
            body_timeout: default_body_timeout(),
            answer_timeout: default_answer_timeout(),
        }
    }
}

fn default_listen() -> String {
    "127.0.0.1:8080".to_owned()
}

fn default_max_body() -> Size {
    Size(8 << 20)
}

fn default_max_expanded() -> Size {
    Size(32 << 20)
}

fn default_max_waiting() -> Size {
    Size(64 << 20)
}

fn default_max_articles() -> u32 {
    1000
}

fn default_queue() -> u32 {
    256
}

fn default_connections() -> u32 {
    512
}

fn default_rate() -> u32 {
    200
}

fn default_remember() -> u32 {
    200_000
}

fn default_head_timeout() -> Duration {
    Duration(std::time::Duration::from_secs(15))
}

fn default_body_timeout() -> Duration {
    Duration(std::time::Duration::from_secs(30))
}

fn default_answer_timeout() -> Duration {
    Duration(std::time::Duration::from_secs(60))
}

/// Fewest characters of a token.
const SHORTEST: usize = 16;

/// Whether words may be a token.
pub(super) fn is_token(words: &str) -> Result<(), String> {
    if words.len() < SHORTEST {
        return Err(format!("must be at least {SHORTEST} characters long"));
    }
    if !words.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err("may hold only ASCII letters, digits and signs, without spaces".to_owned());
    }
    Ok(())
}

impl HttpOptions {
    /// The address to listen at, if it is one.
    pub(super) fn address(&self) -> Option<SocketAddr> {
        self.listen.parse().ok()
    }
}

impl ComponentOptions for HttpOptions {
    fn check(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        match self.address() {
            None => {
                let message = format!("no address with a port: {}", self.listen);
                let expected = vec!["127.0.0.1:8080".to_owned(), "[::1]:8080".to_owned(), "0.0.0.0:8080".to_owned()];
                findings.push(Finding { expected, ..Finding::at("listen", message) });
            }
            Some(address) if !address.ip().is_loopback() && self.token.is_none() && self.token_file.is_none() => {
                let message =
                    format!("listening at {address}, where others can reach it, needs a `token` or `token_file`");
                findings.push(Finding::at("listen", message));
            }
            Some(_) => {}
        }
        if let Some(Err(wrong)) = self.token.as_ref().map(|token| is_token(&token.0)) {
            findings.push(Finding::at("token", wrong));
        }
        if self.token.is_some() && self.token_file.is_some() {
            findings.push(Finding::at("token_file", "excludes `token`"));
        }
        for (key, size, most) in
            [("max_body", self.max_body, self.max_expanded), ("max_expanded", self.max_expanded, self.max_waiting)]
        {
            if size > most {
                let other = if key == "max_body" { "max_expanded" } else { "max_waiting" };
                findings.push(Finding::at(key, format!("is larger than `{other}`: {size}")));
            }
        }
        if self.max_waiting.0 > 64 << 30 {
            findings.push(Finding::at("max_waiting", "must be at most 64GiB"));
        }
        for (key, timeout) in [
            ("head_timeout", self.head_timeout),
            ("body_timeout", self.body_timeout),
            ("answer_timeout", self.answer_timeout),
        ] {
            if timeout.0.is_zero() {
                findings.push(Finding::at(key, "must be longer than 0s"));
            }
        }
        findings
    }
}
