//! One process of a plugin, from its start and the hello to its end. Its output is read and its
//! standard error is logged by tasks of their own, whether or not anyone is asking it something;
//! only [`super::conversation`] writes to it. Dropping it ends it.

use std::{
    process::{ExitStatus, Stdio},
    sync::{Arc, PoisonError},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWriteExt},
    process::{self, ChildStdin, Command},
    runtime::Handle,
    sync::mpsc,
    task::JoinHandle,
    time::{timeout, timeout_at},
};

use super::{
    Spec,
    chatter::{Chatter, LastWords, listen},
    lines::{Line, Lines},
    protocol,
};
use crate::counts::Counts;

/// How long a process may take to end by itself once it was told goodbye.
const GRACE: Duration = Duration::from_secs(2);

/// How long the guard may take to end everything below it and itself.
const CLEARED: Duration = Duration::from_secs(12);

/// How long the status of a process that has closed its output is waited for.
const STATUS: Duration = Duration::from_secs(1);

/// The size asked for pipes, in bytes: a request of usual size fits in. The kernel may give less.
const PIPE: usize = 256 << 10;

/// What comes from a process's standard output.
pub(super) enum Event {
    /// A line that is not for the log.
    Line(Vec<u8>),
    /// A line longer than allowed; nothing more is read.
    TooLong,
    /// It is closed.
    End,
}

/// Why a process did not come as far as to be of use.
#[derive(Debug)]
pub(super) struct NotStarted {
    pub(super) why: String,
    /// Whether it took all the time it had.
    pub(super) slow: bool,
}

/// A process that has said hello.
pub(super) struct Child {
    /// `None` once its end is left to a task.
    process: Option<process::Child>,
    pub(super) stdin: Option<ChildStdin>,
    pub(super) events: mpsc::Receiver<Event>,
    reader: JoinHandle<()>,
    listener: JoinHandle<()>,
    last_words: LastWords,
    guarded: bool,
    /// The number of the next request.
    pub(super) next_id: u64,
    /// Set while it owes answers: then it is killed rather than asked to end.
    pub(super) busy: bool,
}

impl Child {
    /// Starts a process and waits for its hello.
    pub(super) async fn start(spec: Arc<Spec>) -> Result<Self, NotStarted> {
        let until = tokio::time::Instant::now() + spec.start_timeout;
        let mut child = Self::spawn(&spec).map_err(|why| NotStarted { why, slow: false })?;
        Counts::add(&spec.counts.plugin_started);
        let hello = protocol::write_hello(&spec);
        let failed = match timeout_at(until, child.greet(&hello)).await {
            Ok(Ok(())) => {
                child.busy = false;
                return Ok(child);
            }
            Ok(Err(Some(why))) => NotStarted { why, slow: false },
            Ok(Err(None)) => NotStarted { why: child.fate().await, slow: false },
            Err(_) => NotStarted { why: format!("did not say hello within {:?}", spec.start_timeout), slow: true },
        };
        Err(NotStarted { why: format!("cannot be started: {}", failed.why), ..failed })
    }

    fn spawn(spec: &Spec) -> Result<Self, String> {
        let mut command = match spec.guard.as_deref() {
            Some([program, leading @ ..]) => {
                let mut command = Command::new(program);
                let (pid, memory) = (std::process::id().to_string(), spec.limits.memory.to_string());
                command.args(leading).args(["--parent", &pid, "--memory", &memory, "--"]).arg(spec.program());
                command
            }
            Some([]) | None => {
                let mut command = Command::new(spec.program());
                command.process_group(0).kill_on_drop(true);
                command
            }
        };
        let mut process = command
            .args(spec.command.iter().skip(1))
            .env_clear()
            .envs(spec.environment())
            .current_dir(&spec.folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| format!("`{}`: {error}", spec.command.first().map_or("", String::as_str)))?;
        let stdin = process.stdin.take();
        let (Some(stdout), Some(stderr)) = (process.stdout.take(), process.stderr.take()) else {
            return Err("it has no standard output".to_owned());
        };
        #[cfg(target_os = "linux")]
        {
            // larger pipes make for fewer turns; that they stay small is no reason to give up
            let _ = stdin.as_ref().map(|stdin| rustix::pipe::fcntl_setpipe_size(stdin, PIPE));
            let _ = rustix::pipe::fcntl_setpipe_size(&stdout, PIPE);
        }
        // room for all answers that it may owe: it then never waits for its host to go on reading
        let (sender, events) = mpsc::channel(spec.window + 1);
        let last_words = LastWords::default();
        Ok(Self {
            process: Some(process),
            stdin,
            events,
            reader: tokio::spawn(read(stdout, spec.limits.output, spec.chatter.clone(), sender)),
            listener: tokio::spawn(listen(stderr, spec.chatter.clone(), last_words.clone())),
            last_words,
            guarded: spec.guard.is_some(),
            next_id: 1,
            busy: true,
        })
    }

    /// Says hello and reads the answer; `None` as an error: the process has ended.
    async fn greet(&mut self, hello: &[u8]) -> Result<(), Option<String>> {
        let write = async {
            if let Some(stdin) = &mut self.stdin {
                // that it has closed its input is seen from its output as well, and said better
                let _ = stdin.write_all(hello).await;
            }
        };
        // both at once: it may answer without having read, and a hello may be longer than a pipe
        let ((), event) = tokio::join!(write, self.events.recv());
        match event {
            Some(Event::Line(line)) => protocol::read_welcome(&line).map_err(Some),
            Some(Event::TooLong) => Err(Some("its first line is longer than allowed".to_owned())),
            Some(Event::End) | None => Err(None),
        }
    }

    /// How the process has ended, which closed its output.
    pub(super) async fn fate(&mut self) -> String {
        self.stdin = None;
        let Some(process) = &mut self.process else { return "was ended".to_owned() };
        let Ok(Ok(status)) = timeout(STATUS, process.wait()).await else {
            return "closed its standard output".to_owned();
        };
        // what it said last may still be in the pipe; a process it left behind may keep that open
        let _ = timeout(Duration::from_millis(100), &mut self.listener).await;
        let words = self.last_words.lock().unwrap_or_else(PoisonError::into_inner);
        let ended = describe(status);
        if words.is_empty() { ended } else { format!("{ended}: {words}") }
    }

    /// Whether it is as it should be while nothing was asked of it; an error is what it did.
    pub(super) async fn check_idle(&mut self) -> Result<(), String> {
        match self.events.try_recv() {
            Err(mpsc::error::TryRecvError::Empty) => Ok(()),
            Ok(Event::Line(_) | Event::TooLong) => Err("wrote a line that nobody had asked for".to_owned()),
            Ok(Event::End) | Err(mpsc::error::TryRecvError::Disconnected) => Err(self.fate().await),
        }
    }

    /// Leaves the end of the process to a task: friendly, or at once.
    fn end(&mut self, friendly: bool) {
        let Some(mut process) = self.process.take() else { return };
        if let Some(stdin) = self.stdin.take()
            && friendly
        {
            // the pipe does not block: a process that does not read has no use for a goodbye
            let _ = rustix::io::write(&stdin, protocol::BYE);
        }
        let guarded = self.guarded;
        // without the reader of its standard error the guard ends everything
        let listener = self.listener.abort_handle();
        if !friendly {
            self.reader.abort();
            kill(&process, guarded, &listener);
        }
        let Ok(runtime) = Handle::try_current() else { return kill(&process, guarded, &listener) };
        runtime.spawn(async move {
            if friendly && timeout(GRACE, process.wait()).await.is_err() {
                kill(&process, guarded, &listener);
            }
            if timeout(CLEARED, process.wait()).await.is_err() {
                tracing::warn!(target: "wiredesk_plugin", "a process does not end: killed without its descendants");
                let _ = process.start_kill();
            }
        });
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        self.end(!self.busy);
    }
}

/// Has everything of a process killed.
fn kill(process: &process::Child, guarded: bool, listener: &tokio::task::AbortHandle) {
    listener.abort();
    let number = process.id().and_then(|id| i32::try_from(id).ok()).and_then(rustix::process::Pid::from_raw);
    if let Some(group) = number.filter(|_| !guarded) {
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
}

/// Reads a process's standard output until it ends or nobody wants to know.
async fn read(stdout: impl AsyncRead + Unpin, longest: usize, chatter: Arc<Chatter>, events: mpsc::Sender<Event>) {
    let mut lines = Lines::new(stdout, longest);
    loop {
        let (event, over) = match lines.next().await {
            Ok(Line::Whole(line)) => match protocol::read_log(&line) {
                Some((level, message)) => {
                    chatter.say(level, &message);
                    continue;
                }
                None => (Event::Line(line), false),
            },
            Ok(Line::TooLong(_)) => (Event::TooLong, true),
            Ok(Line::End(_)) | Err(_) => (Event::End, true),
        };
        if events.send(event).await.is_err() || over {
            return;
        }
    }
}

fn describe(status: ExitStatus) -> String {
    use std::os::unix::process::ExitStatusExt;

    match (status.code(), status.signal()) {
        (Some(code), _) => format!("exited with status {code}"),
        (None, Some(signal)) => format!("was killed by signal {signal}"),
        (None, None) => "ended".to_owned(),
    }
}
