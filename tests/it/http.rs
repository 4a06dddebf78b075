//! Articles posted over HTTP to the real daemon: exactly once whatever ends it, and nothing taken that should not be.
//!
//! The long form:
//!
//!     WIREDESK_TEST_KILLS=60 WIREDESK_TEST_DOCUMENTS=20000 cargo test --release --test it http

use std::{
    fs,
    io::{self, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    process::Child,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::Duration,
};

use rustix::process::Signal;
use serde_json::{Value, json};
use wiredesk_testkit::articles::articles;

use crate::newsroom::{Newsroom, field, signal};

const TOKEN: &str = "invented-token-of-the-desk";

fn number(variable: &str, short: usize) -> usize {
    std::env::var(variable).map_or(short, |text| text.parse().expect("a number"))
}

/// What a server has answered.
#[derive(Debug)]
struct Answered {
    status: u16,
    head: String,
    body: String,
}

impl Answered {
    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("no JSON: {self:?}"))
    }

    fn has(&self, header: &str) -> bool {
        self.head.to_ascii_lowercase().contains(&format!("\r\n{header}:"))
    }
}

/// A daemon with an `http` source.
struct Desk {
    newsroom: Newsroom,
    address: SocketAddr,
    child: Child,
}

impl Desk {
    /// `options` are those of the source.
    fn open(options: &str) -> Self {
        let newsroom = Newsroom::new();
        // whoever listens next gets this port back
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        newsroom.write(
            "wiredesk.toml",
            format!(
                "[daemon]\nstate = \"state\"\nshutdown_deadline = \"30s\"\n[pipeline]\nextractors = []\n\
                 [sources.desk]\ntype = \"http\"\nlisten = \"{address}\"\n{options}\n\
                 [sinks.lines]\ntype = \"ndjson\"\npath = \"out/news.ndjson\"\ncommit = {{ documents = 40, interval = \"15ms\" }}\n\
                 [sinks.desk]\ntype = \"sqlite\"\npath = \"out/news.db\"\ncommit = {{ documents = 30, interval = \"10ms\" }}\n\
                 busy_timeout = \"100ms\"\n"
            ),
        );
        let child = newsroom.start(&["run", "wiredesk.toml"]);
        let mut desk = Self { newsroom, address, child };
        desk.await_open();
        desk
    }

    fn await_open(&mut self) {
        while TcpStream::connect(self.address).is_err() {
            assert!(self.child.try_wait().unwrap().is_none(), "ended early\n{}", self.newsroom.log());
            thread::sleep(Duration::from_millis(5));
        }
    }

    fn restart(&mut self) {
        self.child = self.newsroom.start(&["run", "wiredesk.toml"]);
        self.await_open();
    }

    /// Stops it in order.
    fn stop(mut self) -> Newsroom {
        signal(&self.child, Signal::TERM);
        let status = self.child.wait().unwrap();
        assert!(status.success(), "{status}\n{}", self.newsroom.log());
        std::mem::replace(&mut self.newsroom, Newsroom::new())
    }

    fn send(&self, head: &str, body: &[u8]) -> Answered {
        send(self.address, head, body).unwrap()
    }

    fn post(&self, more: &str, body: &[u8]) -> Answered {
        let kind = if body.starts_with(b"[") { "json" } else { "x-ndjson" };
        self.send(&format!("POST /v1/documents HTTP/1.1\r\nContent-Type: application/{kind}\r\n{more}"), body)
    }

    fn health(&self) -> Value {
        self.send("GET /v1/health HTTP/1.1\r\n", b"").json()
    }

    fn wait_for(&self, sign: impl Fn() -> bool) {
        while !sign() {
            thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn send(address: SocketAddr, head: &str, body: &[u8]) -> io::Result<Answered> {
    let length =
        if head.contains("Transfer-Encoding") { String::new() } else { format!("Content-Length: {}\r\n", body.len()) };
    raw(address, &[format!("{head}Host: desk\r\nConnection: close\r\n{length}\r\n").as_bytes(), body].concat())
}

fn raw(address: SocketAddr, bytes: &[u8]) -> io::Result<Answered> {
    let mut stream = TcpStream::connect(address)?;
    // a server that refuses may have stopped reading
    let _ = stream.write_all(bytes);
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let answer = String::from_utf8_lossy(&answer);
    let (head, body) = answer.split_once("\r\n\r\n").ok_or(io::ErrorKind::UnexpectedEof)?;
    let status = head.get(9..12).and_then(|status| status.parse().ok()).ok_or(io::ErrorKind::InvalidData)?;
    Ok(Answered { status, head: head.to_owned(), body: body.to_owned() })
}

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

fn line(key: &str, text: &str) -> String {
    format!("{}\n", json!({"id": key, "text": text}))
}

#[test]
fn what_is_answered_with_200_is_on_disk_and_stands_there_once() {
    let mut desk = Desk::open("");
    let first = desk.post("", br#"[{"id":"a","text":"Rain."},{"id":"b","text":"Sun."}]"#);
    assert_eq!(first.status, 200, "{first:?}");
    assert_eq!(first.json()["accepted"], 2);
    let texts = |desk: &Desk| -> Vec<String> {
        desk.newsroom
            .lines()
            .iter()
            .map(|record| format!("{}: {}", field(record, "key"), field(record, "text")))
            .collect()
    };
    assert_eq!(texts(&desk), ["a: Rain.", "b: Sun."], "without waiting for anything");
    let body = [line("a", "Rain."), "{oops\n".into(), line("c", "Wind."), line("c", "Wind.")].concat();
    let mixed = desk.post("Content-Encoding: gzip\r\n", &gzip(body.as_bytes()));
    assert_eq!(mixed.status, 200, "{mixed:?}");
    let answer = mixed.json();
    let fates: Vec<&str> = answer["documents"].as_array().unwrap().iter().map(|line| field(line, "status")).collect();
    assert_eq!(fates, ["known", "rejected", "delivered", "known"]);
    assert_eq!(answer["documents"][1]["code"], "invalid-json");
    assert!(field(&answer["documents"][1], "message").starts_with("line 2, column"));

    // killed or not: what is durable is known
    signal(&desk.child, Signal::KILL);
    desk.child.wait().unwrap();
    desk.restart();
    assert_eq!(desk.post("", line("a", "Rain.").as_bytes()).json()["documents"][0]["status"], "known");
    // a correction goes through, and replaces the article where there are rows
    let corrected =
        desk.post("", (line("a", "Rain and hail.") + &line("a", "Snow.") + &line("a", "Rain and hail.")).as_bytes());
    assert_eq!(corrected.status, 200, "{corrected:?}");
    let nothing = desk.post("", b"{\"id\":\"x\"}\n");
    assert_eq!((nothing.status, nothing.json()["rejected"].as_u64()), (422, Some(1)));
    assert_eq!(desk.health()["answers"], json!({"200": 2, "422": 1}), "since it was started again");
    let newsroom = desk.stop();
    assert_eq!(newsroom.lines().len(), 6);
    let database = newsroom.database();
    let text: String = database.query_row("SELECT text FROM articles WHERE key = 'a'", [], |row| row.get(0)).unwrap();
    assert_eq!((text.as_str(), newsroom.counts()[1]), ("Rain and hail.", 3));
}

#[test]
fn each_article_stands_exactly_once_though_the_daemon_is_killed_and_clients_repeat() {
    let documents = number("WIREDESK_TEST_DOCUMENTS", 1200);
    let kills = number("WIREDESK_TEST_KILLS", 10);
    const CLIENTS: usize = 4;
    let mut desk = Desk::open("rate = 0\nanswer_timeout = \"5s\"");
    let address = desk.address;
    let done = AtomicUsize::new(0);
    let repeated = AtomicUsize::new(0);
    let all: Vec<_> = articles(9, 900).take(documents).collect();
    thread::scope(|scope| {
        for client in 0..CLIENTS {
            let (all, done, repeated) = (&all, &done, &repeated);
            scope.spawn(move || {
                let mine: Vec<_> = all.iter().skip(client).step_by(CLIENTS).collect();
                for (number, some) in mine.chunks(7).enumerate() {
                    let body: String = some.iter().map(|article| article.ndjson()).collect();
                    let (packed, body) = if number % 2 == 0 {
                        ("", body.into_bytes())
                    } else {
                        ("Content-Encoding: gzip\r\n", gzip(body.as_bytes()))
                    };
                    let head = format!("POST /v1/documents HTTP/1.1\r\nContent-Type: application/x-ndjson\r\n{packed}");
                    loop {
                        match send(address, &head, &body) {
                            Ok(answered) if answered.status == 200 => break,
                            Ok(answered) => assert!(matches!(answered.status, 429 | 503), "{answered:?}"),
                            Err(_) => {}
                        }
                        repeated.fetch_add(1, Ordering::Relaxed);
                        thread::sleep(Duration::from_millis(3));
                    }
                }
                done.fetch_add(1, Ordering::Relaxed);
            });
        }
        let mut state = 20_261_127_u64;
        let mut killed = 0;
        while done.load(Ordering::Relaxed) < CLIENTS {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            thread::sleep(Duration::from_millis((state >> 33) % 120));
            if killed < kills {
                signal(&desk.child, Signal::KILL);
                desk.child.wait().unwrap();
                killed += 1;
                desk.restart();
            }
            assert!(desk.child.try_wait().unwrap().is_none(), "ended by itself\n{}", desk.newsroom.log());
        }
        assert!(killed > 2, "it was over before it could be killed");
    });
    println!("{} requests were repeated", repeated.load(Ordering::Relaxed));
    assert!(repeated.load(Ordering::Relaxed) > 0);
    let newsroom = desk.stop();
    newsroom.assert_each_once(documents);
}

#[test]
fn only_who_has_the_token_may_post() {
    let desk = Desk::open(&format!("token = \"{TOKEN}\""));
    let body = line("a", "Rain.");
    for header in [
        "",
        "Authorization: Bearer wrong-token-of-the-desk\r\n",
        "Authorization: Basic x\r\n",
        "Authorization: Bearer\r\n",
    ] {
        let refused = desk.post(header, body.as_bytes());
        assert_eq!((refused.status, refused.has("www-authenticate")), (401, true), "{header}");
    }
    assert_eq!(
        desk.post(&format!("Authorization: bearer {TOKEN}\r\nOrigin: https://a.example\r\n"), body.as_bytes()).status,
        200
    );
    assert_eq!(desk.health()["answers"]["401"], 4);
    let newsroom = desk.stop();
    assert!(!newsroom.log().contains(TOKEN));
    assert_eq!(newsroom.counts(), [1, 1]);
}

#[test]
fn a_token_may_stand_in_the_environment_or_in_a_file_and_is_not_shown() {
    let newsroom = Newsroom::new();
    let config = |options: &str| {
        format!("[sources.desk]\ntype = \"http\"\n{options}\n[sinks.lines]\ntype = \"ndjson\"\npath = \"x\"\n")
    };
    for (options, message) in [
        ("listen = \"0.0.0.0:8080\"", "needs a `token` or `token_file`"),
        ("listen = \"[::]:8080\"", "needs a `token` or `token_file`"),
        ("listen = \"desk\"", "no address with a port"),
        ("token = \"${DESK_TOKEN}\"\ntoken_file = \"t\"", "excludes `token`"),
        ("token = \"${SHORT_TOKEN}\"", "at least 16 characters"),
        ("max_body = \"1GiB\"", "is larger than `max_expanded`"),
    ] {
        newsroom.write("wiredesk.toml", config(options));
        let output = newsroom
            .command(&["check", "wiredesk.toml"])
            .env("DESK_TOKEN", TOKEN)
            .env("SHORT_TOKEN", "hunter2")
            .output()
            .unwrap();
        let told = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert_eq!(output.status.code(), Some(2), "{options}\n{told}");
        assert!(told.contains(message), "{options}\n{told}");
        assert!(!told.contains(TOKEN) && !told.contains("hunter2"), "{told}");
    }
    newsroom.write("wiredesk.toml", config("listen = \"0.0.0.0:8080\"\ntoken = \"${DESK_TOKEN}\""));
    for command in
        [&["check", "wiredesk.toml"][..], &["plan", "wiredesk.toml"], &["plan", "--format", "json", "wiredesk.toml"]]
    {
        let output = newsroom.command(command).env("DESK_TOKEN", TOKEN).output().unwrap();
        assert!(output.status.success(), "{command:?} {}", String::from_utf8_lossy(&output.stderr));
        assert!(!String::from_utf8_lossy(&output.stdout).contains(TOKEN), "{command:?}");
    }
    newsroom.write("token.txt", "short\n");
    newsroom.write("wiredesk.toml", format!("[daemon]\nstate = \"state\"\n{}", config("token_file = \"token.txt\"")));
    let output = newsroom.wiredesk(&["run", "--once", "wiredesk.toml"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("at least 16 characters"));
    newsroom.write("token.txt", format!("{TOKEN}\n"));
    newsroom.ok(&["run", "--once", "--quiet", "wiredesk.toml"]);
}

#[test]
fn what_is_too_large_too_many_or_no_article_is_refused_with_its_reason() {
    let desk =
        Desk::open("max_body = \"64KiB\"\nmax_expanded = \"256KiB\"\nmax_document = \"100KiB\"\nmax_articles = 20");
    let body = line("a", "Rain.");
    let large = vec![b' '; 100 << 10];
    let chunked = [b"19000\r\n".as_slice(), &large, b"\r\n0\r\n\r\n"].concat();
    let bomb = gzip(&vec![b' '; 1 << 20]);
    let cut = gzip(line("a", &"Rain. ".repeat(99)).as_bytes());
    let many = body.repeat(21);
    let long = line("long", &"x".repeat(120 << 10));
    for (more, body, status, code) in [
        ("", &large[..], 413, "too-large"),
        ("Transfer-Encoding: chunked\r\n", &chunked, 413, "too-large"),
        ("Content-Encoding: gzip\r\n", &bomb, 413, "too-large"),
        ("Content-Encoding: gzip\r\n", &cut[..cut.len() - 12], 400, "truncated"),
        ("Content-Encoding: gzip\r\n", body.as_bytes(), 400, "corrupt"),
        ("Content-Encoding: br\r\n", body.as_bytes(), 415, "content-encoding"),
        ("", many.as_bytes(), 413, "too-many-articles"),
        ("Origin: https://a.example\r\n", body.as_bytes(), 403, "web-page"),
    ] {
        let refused = desk.post(more, body);
        assert_eq!((refused.status, field(&refused.json()["error"], "code")), (status, code), "{more}");
    }
    let packed = desk.post("Content-Encoding: gzip\r\n", &gzip((long + &body).as_bytes()));
    assert_eq!(packed.json()["documents"][0]["code"], "too-large", "the others of its request are taken");
    assert_eq!(packed.json()["accepted"], 1);
    for (head, status) in [
        ("POST /v1/documents HTTP/1.1\r\nContent-Type: text/plain\r\n", 415),
        ("POST /v1/documents HTTP/1.1\r\n", 415),
        ("GET /v1/documents HTTP/1.1\r\n", 405),
        ("OPTIONS /v1/documents HTTP/1.1\r\nOrigin: https://a.example\r\n", 405),
        ("POST /v1/health HTTP/1.1\r\n", 405),
        ("GET / HTTP/1.1\r\n", 404),
        ("GET /v1/../state HTTP/1.1\r\n", 404),
    ] {
        assert_eq!(desk.send(head, b"").status, status, "{head}");
    }
    let heads = format!("GET /v1/health HTTP/1.1\r\nX: {}\r\n", "x".repeat(40 << 10));
    assert!(send(desk.address, &heads, b"").map_or(true, |answered| answered.status == 431));
    assert!(raw(desk.address, b"\x16\x03\x01 no HTTP\r\n\r\n").map_or(true, |answered| answered.status == 400));
    let newsroom = desk.stop();
    assert_eq!(newsroom.counts(), [1, 1]);
    assert!(!newsroom.path("state/dead-letters").exists(), "what clients are told needs no letter");
}

#[test]
fn slow_clients_are_let_go_and_hold_up_nobody() {
    let desk = Desk::open("head_timeout = \"150ms\"\nbody_timeout = \"150ms\"\nmax_connections = 4");
    // more of them than may be connected
    let silent: Vec<_> = (0..8).map(|_| TcpStream::connect(desk.address).unwrap()).collect();
    let mut slow = TcpStream::connect(desk.address).unwrap();
    slow.write_all(
        b"POST /v1/documents HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 900\r\nHost: d\r\n\r\n[",
    )
    .unwrap();
    let mut answer = String::new();
    slow.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    assert_eq!(desk.post("", line("a", "Rain.").as_bytes()).status, 200);
    for mut stream in silent {
        let mut rest = Vec::new();
        let _ = stream.read_to_end(&mut rest);
    }
    desk.stop();
}

#[test]
fn a_full_queue_is_answered_with_429_and_a_request_that_waits_at_the_end_with_503() {
    let mut desk = Desk::open("queue = 2");
    desk.wait_for(|| desk.newsroom.path("out/news.db").exists());
    let database = desk.newsroom.database();
    database.busy_timeout(Duration::from_secs(20)).unwrap();
    database.execute_batch("BEGIN IMMEDIATE").unwrap();
    let address = desk.address;
    let post = move |key: &'static str| {
        let head = "POST /v1/documents HTTP/1.1\r\nContent-Type: application/x-ndjson\r\n";
        send(address, head, line(key, "Rain.").as_bytes()).unwrap()
    };
    let first = thread::spawn(move || post("a"));
    desk.wait_for(|| desk.health()["waiting"] == 1 && desk.newsroom.log().contains("tried again"));
    let second = thread::spawn(move || post("b"));
    desk.wait_for(|| desk.health()["waiting"] == 2);
    let third = post("c");
    assert_eq!((third.status, third.has("retry-after")), (429, true), "{third:?}");
    database.execute_batch("ROLLBACK").unwrap();
    assert_eq!((first.join().unwrap().status, second.join().unwrap().status), (200, 200));
    assert_eq!(post("c").status, 200);

    // one request on its way into the sink, one that comes when the daemon is stopping
    database.execute_batch("BEGIN IMMEDIATE").unwrap();
    let under_way = thread::spawn(move || post("d"));
    desk.wait_for(|| desk.newsroom.lines().len() == 4);
    signal(&desk.child, Signal::TERM);
    desk.wait_for(|| desk.newsroom.log().contains("stopping: sources stop"));
    let late = thread::spawn(move || post("e"));
    desk.wait_for(|| desk.health()["waiting"] == 2);
    database.execute_batch("ROLLBACK").unwrap();
    assert_eq!(under_way.join().unwrap().status, 200);
    let late = late.join().unwrap();
    assert_eq!((late.status, late.has("retry-after")), (503, true), "{late:?}");
    assert!(desk.child.wait().unwrap().success(), "{}", desk.newsroom.log());
    desk.newsroom.assert_each_once(4);
    desk.restart();
    assert_eq!(post("e").status, 200);
    desk.stop().assert_each_once(5);
}

#[test]
fn a_client_that_asks_too_often_is_told_to_wait() {
    let desk = Desk::open("rate = 1");
    let statuses: Vec<u16> = (0..14).map(|n| desk.post("", line(&n.to_string(), "Rain.").as_bytes()).status).collect();
    assert_eq!(
        statuses.iter().filter(|status| **status == 200).count(),
        statuses.iter().filter(|status| **status != 429).count()
    );
    assert!(statuses.contains(&429), "{statuses:?}");
    assert_eq!(desk.post("", b"").status, 429);
}

#[test]
fn where_so_configured_articles_are_accepted_before_they_are_on_disk_and_old_keys_are_forgotten() {
    let desk = Desk::open("acknowledge = \"accepted\"\nremember = 3");
    let body: String = (0..5).map(|n| line(&n.to_string(), "Rain.")).collect();
    let answered = desk.post("", body.as_bytes());
    assert_eq!((answered.status, &answered.json()["documents"][4]["status"]), (202, &json!("accepted")));
    let newsroom = desk.stop();
    newsroom.assert_each_once(5);
    let known = |file: &str, query: &str| -> i64 {
        rusqlite::Connection::open(newsroom.path(file)).unwrap().query_row(query, [], |row| row.get(0)).unwrap()
    };
    assert_eq!(known("out/news.db", "SELECT count(*) FROM positions"), 3);
    let state =
        fs::read_dir(newsroom.path("state")).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let state = state.into_iter().find(|name| name.ends_with(".db")).unwrap();
    assert_eq!(known(&format!("state/{state}"), "SELECT count(*) FROM position"), 3);
}
