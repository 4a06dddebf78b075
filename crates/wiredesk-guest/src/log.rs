//! Lines for the daemon's log, the only thing a plugin may ask of its host. The daemon writes at
//! most so many lines a second and cuts long ones. Natively they go to standard error, which `cargo
//! test` shows for tests that fail.

/// How much a line matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Level {
    /// Of use to the plugin's author.
    Debug,
    /// Of use to whoever runs it.
    Info,
    /// Something is not as it should be.
    Warn,
    /// Something failed.
    Error,
}

/// Writes a line of level `debug`.
pub fn debug(message: impl AsRef<str>) {
    write(Level::Debug, message.as_ref());
}

/// Writes a line of level `info`.
pub fn info(message: impl AsRef<str>) {
    write(Level::Info, message.as_ref());
}

/// Writes a line of level `warn`.
pub fn warn(message: impl AsRef<str>) {
    write(Level::Warn, message.as_ref());
}

/// Writes a line of level `error`.
pub fn error(message: impl AsRef<str>) {
    write(Level::Error, message.as_ref());
}

/// Writes a line.
#[cfg(target_arch = "wasm32")]
pub fn write(level: Level, message: &str) {
    #[link(wasm_import_module = "wiredesk:extractor/log@1.0.0")]
    unsafe extern "C" {
        #[link_name = "write"]
        fn write(level: i32, message: *const u8, length: usize);
    }
    // SAFETY: the host reads `length` bytes of UTF-8 and keeps nothing
    unsafe { write(level as i32, message.as_ptr(), message.len()) }
}

/// Writes a line.
#[cfg(not(target_arch = "wasm32"))]
pub fn write(level: Level, message: &str) {
    eprintln!("{level:?}: {message}");
}

/// The panic hook: a trap carries no words, so they go to the log before it.
#[cfg(target_arch = "wasm32")]
pub(crate) fn panicked(panic: &std::panic::PanicHookInfo<'_>) {
    let payload = panic.payload();
    let words =
        payload.downcast_ref::<&str>().copied().or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    let words = words.unwrap_or("no message");
    match panic.location() {
        Some(place) => error(format!("panicked at {}:{}: {words}", place.file(), place.line())),
        None => error(format!("panicked: {words}")),
    }
}
