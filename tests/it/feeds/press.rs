//! A press town on one port of this machine: papers that publish, correct, move, fail, limit and die as time goes
//! by. What it serves depends on the time alone; it keeps a log of who asked for what, and when.

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread::JoinHandle,
};

/// Tells the time in seconds since 1970.
pub(crate) type Clock = Arc<dyn Fn() -> i64 + Send + Sync>;

/// How a feed is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Rss2,
    Atom,
    Json,
    Rss1,
    Rss091,
}

pub(crate) const FORMATS: [Format; 5] = [Format::Rss2, Format::Atom, Format::Json, Format::Rss1, Format::Rss091];

/// What becomes of a paper, at which seconds after the start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    Lives,
    /// Its feed answers 301 from then on.
    Moves(i64),
    /// Its server fails meanwhile.
    Fails(i64, i64),
    /// Its server wants to be asked later, by so many seconds, meanwhile.
    Limits(i64, i64, i64),
    /// Its feed is gone from then on; the last stories came well before.
    Dies(i64),
    /// There is no such feed.
    Missing,
    /// There is a page instead.
    NoFeed,
}

/// What a feed is recognised by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Validator {
    None,
    ETag,
    LastModified,
}

/// One paper.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Paper {
    pub(crate) format: Format,
    /// Seconds from the start to its first story.
    pub(crate) first: i64,
    /// Seconds between two stories.
    pub(crate) period: i64,
    /// Its feed has only teasers.
    pub(crate) teasers: bool,
    /// Every third story is corrected after so many seconds.
    pub(crate) corrects: Option<i64>,
    pub(crate) validator: Validator,
    /// `Cache-Control: max-age`.
    pub(crate) max_age: Option<i64>,
    pub(crate) fate: Fate,
}

/// A request that was answered.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) at: i64,
    pub(crate) path: String,
    pub(crate) status: u16,
    pub(crate) conditional: bool,
}

/// A story as it stands at some time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Story {
    pub(crate) number: i64,
    pub(crate) version: u32,
    pub(crate) published: i64,
}

struct Town {
    papers: Vec<Paper>,
    start: i64,
    /// Stories in a feed.
    window: i64,
    clock: Clock,
    log: Mutex<Vec<Asked>>,
}

/// See the module.
pub(crate) struct Press {
    town: Arc<Town>,
    port: u16,
    server: Option<JoinHandle<()>>,
}

const PARAGRAPH: &str = "The harbour authority said on Tuesday that the northern quay would stay closed until the \
    spring, after engineers had found cracks in three of its pillars, and that ferries would berth elsewhere.";

impl Paper {
    /// Stories published until `now`, those of the last `window` if given.
    pub(crate) fn stories(&self, start: i64, now: i64, window: Option<i64>) -> Vec<Story> {
        // who is about to die falls silent half a day before
        let silent = match self.fate {
            Fate::Dies(at) => start + at - 12 * 3600,
            _ => i64::MAX,
        };
        let count = (now.min(silent) - start - self.first).div_euclid(self.period) + 1;
        let from = window.map_or(0, |window| (count - window).max(0));
        (from..count.max(0))
            .map(|number| {
                let published = start + self.first + number * self.period;
                let corrected = self.corrects.is_some_and(|after| number % 3 == 0 && published + after <= now);
                Story { number, version: 1 + u32::from(corrected), published }
            })
            .collect()
    }
}

/// The title of a story, by which tests know it.
pub(crate) fn title(paper: usize, story: &Story) -> String {
    format!("Paper {paper} story {}", story.number)
}

/// What its text begins with.
pub(crate) fn opening(paper: usize, story: &Story) -> String {
    format!("Version {} of story {} of paper {paper}.", story.version, story.number)
}

impl Press {
    pub(crate) fn start(papers: Vec<Paper>, window: i64, clock: Clock) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let town = Arc::new(Town { papers, start: clock(), window, clock, log: Mutex::default() });
        let serving = town.clone();
        let server = std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if serving.serve(stream, port) {
                    return;
                }
            }
        });
        Self { town, port, server: Some(server) }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    pub(crate) fn start_time(&self) -> i64 {
        self.town.start
    }

    pub(crate) fn papers(&self) -> &[Paper] {
        &self.town.papers
    }

    pub(crate) fn log(&self) -> Vec<Asked> {
        self.town.log.lock().unwrap().clone()
    }

    /// The addresses of all feeds.
    pub(crate) fn feeds(&self) -> Vec<String> {
        (0..self.town.papers.len()).map(|paper| self.url(&format!("/feed/{paper}"))).collect()
    }
}

impl Drop for Press {
    fn drop(&mut self) {
        if let Ok(mut stream) = TcpStream::connect(("127.0.0.1", self.port)) {
            let _ = stream.write_all(b"GET /close HTTP/1.1\r\n\r\n");
        }
        if let Some(server) = self.server.take() {
            let _ = server.join();
        }
    }
}

struct Reply {
    status: u16,
    fields: String,
    body: String,
}

impl Reply {
    fn new(status: u16, fields: impl Into<String>, body: impl Into<String>) -> Self {
        Self { status, fields: fields.into(), body: body.into() }
    }
}

impl Town {
    /// Answers one request; whether it was the last.
    fn serve(&self, mut stream: TcpStream, port: u16) -> bool {
        let _ = stream.set_read_timeout(Some(std::time::Duration::from_secs(10)));
        let mut head = Vec::new();
        let mut byte = [0];
        while !head.ends_with(b"\r\n\r\n") {
            match stream.read(&mut byte) {
                Ok(1) => head.push(byte[0]),
                // a process that was killed
                _ => return false,
            }
        }
        let head = String::from_utf8_lossy(&head).into_owned();
        let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
        if path == "/close" {
            return true;
        }
        let field = |name: &str| {
            let mut fields = head.lines().filter_map(|line| line.split_once(": "));
            fields.find(|(field, _)| field.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim().to_owned())
        };
        let at = (self.clock)();
        let given = field("if-none-match").or_else(|| field("if-modified-since"));
        let reply = self.reply(&path, at, given.as_deref(), port);
        self.log.lock().unwrap().push(Asked { at, path, status: reply.status, conditional: given.is_some() });
        let Reply { status, fields, body } = reply;
        let length = body.len();
        let text =
            format!("HTTP/1.1 {status} Status\r\n{fields}content-length: {length}\r\nconnection: close\r\n\r\n{body}");
        let _ = stream.write_all(text.as_bytes());
        false
    }

    fn reply(&self, path: &str, now: i64, given: Option<&str>, port: u16) -> Reply {
        let mut parts = path.trim_start_matches('/').split('/');
        let (kind, paper) = (parts.next().unwrap_or_default(), parts.next());
        if path == "/robots.txt" {
            return Reply::new(200, "content-type: text/plain\r\n", "User-agent: *\nDisallow: /closed/\n");
        }
        let Some(number) = paper.and_then(|paper| paper.parse::<usize>().ok()) else { return Reply::new(404, "", "") };
        let Some(paper) = self.papers.get(number) else { return Reply::new(404, "", "") };
        match (kind, parts.next().and_then(|story| story.parse::<i64>().ok())) {
            ("feed" | "moved", None) => self.feed(kind, number, paper, now, given, port),
            ("story", Some(wanted)) => {
                let story = paper.stories(self.start, now, None).into_iter().find(|story| story.number == wanted);
                let Some(story) = story else { return Reply::new(404, "", "") };
                let text = format!("<p>{}</p>{}", opening(number, &story), format!("<p>{PARAGRAPH}</p>").repeat(3));
                let page = format!("<html lang=en><body><article>{text}</article></body></html>");
                Reply::new(200, "content-type: text/html; charset=utf-8\r\n", page)
            }
            _ => Reply::new(404, "", ""),
        }
    }

    fn feed(&self, kind: &str, number: usize, paper: &Paper, now: i64, given: Option<&str>, port: u16) -> Reply {
        let since = now - self.start;
        match paper.fate {
            Fate::Moves(at) if kind == "feed" && since >= at => {
                return Reply::new(301, format!("location: /moved/{number}\r\n"), "");
            }
            Fate::Fails(from, to) if (from..to).contains(&since) => return Reply::new(500, "", ""),
            Fate::Limits(from, to, by) if (from..to).contains(&since) => {
                return Reply::new(429, format!("retry-after: {by}\r\n"), "");
            }
            Fate::Dies(at) if since >= at => return Reply::new(410, "", ""),
            Fate::Missing => return Reply::new(404, "", ""),
            Fate::NoFeed => return Reply::new(200, "content-type: text/html\r\n", "<html><body>Sorry</body></html>"),
            _ => {}
        }
        let stories = paper.stories(self.start, now, Some(self.window));
        let changed: i64 = stories.iter().map(|story| story.number * 10 + i64::from(story.version)).sum();
        let (name, value) = match paper.validator {
            Validator::ETag => ("etag", format!("\"{changed}\"")),
            // what stands for a date here only has to come back as it was given
            Validator::LastModified => ("last-modified", format!("Mon, 02 Mar 2026 00:00:00 GMT; {changed}")),
            Validator::None => ("x-none", String::new()),
        };
        let mut fields = format!("{name}: {value}\r\n");
        if let Some(max_age) = paper.max_age {
            fields.push_str(&format!("cache-control: max-age={max_age}\r\n"));
        }
        if given == Some(&value) {
            return Reply::new(304, fields, "");
        }
        Reply::new(200, fields, write(number, paper, &stories, port))
    }
}

/// The feed of a paper, the newest story first.
fn write(number: usize, paper: &Paper, stories: &[Story], port: u16) -> String {
    let name = format!("Paper {number}");
    let items: Vec<String> = stories
        .iter()
        .rev()
        .map(|story| {
            let link = format!("http://127.0.0.1:{port}/story/{number}/{}", story.number);
            let id = format!("urn:paper:{number}:{}", story.number);
            let title = title(number, story);
            let body = if paper.teasers { String::new() } else { format!("<p>{PARAGRAPH}</p>").repeat(4) };
            let html = format!("<p>{}</p>{body}", opening(number, story));
            let escaped = html.replace('<', "&lt;");
            let at = jiff::Timestamp::from_second(story.published).unwrap();
            match paper.format {
                Format::Rss2 => {
                    let date = at.strftime("%a, %d %b %Y %H:%M:%S +0000");
                    format!(
                        "<item><title>{title}</title><link>{link}</link><guid isPermaLink=\"false\">{id}</guid>\
                         <pubDate>{date}</pubDate><content:encoded><![CDATA[{html}]]></content:encoded></item>"
                    )
                }
                Format::Atom => format!(
                    "<entry><title>{title}</title><id>{id}</id><link href=\"{link}\"/><updated>{at}</updated>\
                     <content type=\"html\">{escaped}</content></entry>"
                ),
                Format::Json => serde_json::json!({
                    "id": id, "url": link, "title": title, "content_html": html, "date_published": at.to_string(),
                })
                .to_string(),
                Format::Rss1 => format!(
                    "<item rdf:about=\"{link}\"><title>{title}</title><link>{link}</link><dc:date>{at}</dc:date>\
                     <description>{escaped}</description></item>"
                ),
                Format::Rss091 => {
                    format!(
                        "<item><title>{title}</title><link>{link}</link><description>{escaped}</description></item>"
                    )
                }
            }
        })
        .collect();
    let joined = items.concat();
    match paper.format {
        Format::Rss2 => format!(
            "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\">\
             <channel><title>{name}</title>{joined}</channel></rss>"
        ),
        Format::Atom => {
            format!(
                "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>{name}</title><id>urn:{number}</id>{joined}</feed>"
            )
        }
        Format::Json => format!(
            "{{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"{name}\", \"items\": [{}]}}",
            items.join(",")
        ),
        Format::Rss1 => format!(
            "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://purl.org/rss/1.0/\" \
             xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel rdf:about=\"urn:{number}\"><title>{name}</title>\
             </channel>{joined}</rdf:RDF>"
        ),
        Format::Rss091 => format!("<rss version=\"0.91\"><channel><title>{name}</title>{joined}</channel></rss>"),
    }
}
