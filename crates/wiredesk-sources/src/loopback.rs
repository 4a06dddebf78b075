//! A server on this machine for tests: each connection is one request, answered byte by byte as the test
//! likes. Ends with the test's runtime.

#![allow(clippy::unwrap_used, reason = "this is a test's")]

use std::{
    future::Future,
    sync::{Arc, Mutex, PoisonError},
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// Answers every connection with `serve`; gives the port.
pub(crate) async fn accept<F: Future<Output = ()> + Send + 'static>(
    serve: impl Fn(TcpStream) -> F + Send + 'static,
) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(stream));
        }
    });
    port
}

/// A connection whose request has been read.
pub(crate) struct Connection {
    /// Where the answer goes.
    pub(crate) stream: TcpStream,
    /// What is asked for, as it stands in the request line.
    pub(crate) path: String,
    /// The whole head of the request.
    pub(crate) head: String,
}

impl Connection {
    /// A field of the request.
    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        self.head
            .lines()
            .filter_map(|line| line.split_once(':'))
            .find_map(|(field, value)| field.eq_ignore_ascii_case(name).then(|| value.trim()))
    }

    /// Writes, and does not mind if nobody listens any more.
    pub(crate) async fn write(&mut self, bytes: &[u8]) {
        let _ = self.stream.write_all(bytes).await;
    }

    /// A whole answer; each of `fields` ends with a line end.
    pub(crate) async fn answer(&mut self, status: &str, fields: &str, body: &[u8]) {
        let head = format!("HTTP/1.1 {status}\r\n{fields}content-length: {}\r\n\r\n", body.len());
        self.write(head.as_bytes()).await;
        self.write(body).await;
    }
}

/// See the module.
pub(crate) struct Loopback {
    port: u16,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Loopback {
    /// Starts answering.
    pub(crate) async fn start<F: Future<Output = ()> + Send + 'static>(
        serve: impl Fn(Connection) -> F + Send + Sync + 'static,
    ) -> Self {
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (log, serve) = (requests.clone(), Arc::new(serve));
        let port = accept(move |mut stream| {
            let (log, serve) = (log.clone(), serve.clone());
            async move {
                let mut head = Vec::new();
                while !head.ends_with(b"\r\n\r\n") {
                    let Ok(byte) = stream.read_u8().await else { return };
                    head.push(byte);
                }
                let head = String::from_utf8_lossy(&head).into_owned();
                log.lock().unwrap_or_else(PoisonError::into_inner).push(head.clone());
                let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
                serve(Connection { stream, path, head }).await;
            }
        })
        .await;
        Self { port, requests }
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// An address on this server.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// The heads of all requests so far.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
