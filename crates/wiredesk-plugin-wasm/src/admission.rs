//! Which files are taken as plugins: a component that speaks this version of the protocol and asks
//! for nothing but the log. Says what is wrong with any other. Called by `module.rs`.

use wasmtime::{
    Engine,
    component::{Component, types::ComponentItem},
};
use wiredesk_core::error::Failure;

use crate::{
    contract::{GUEST, IMPORTS, VERSION},
    crash::{Bytes, capped},
};

/// Bytes of a file.
const LARGEST: usize = 64 << 20;
/// Imports that a message names.
const NAMED: usize = 3;

/// Looks at a file before it is compiled.
pub(crate) fn file(name: &str, bytes: &[u8]) -> Result<(), Failure> {
    if bytes.len() > LARGEST {
        let message = format!("plugin `{name}` is larger than {}; build it without debug information", Bytes(LARGEST));
        return Err(Failure::fatal("too-large", message));
    }
    let message = match bytes.split_at_checked(8) {
        Some((b"\0asm\x0d\0\x01\0", _)) => return Ok(()),
        Some((b"\0asm\x01\0\0\0", _)) => {
            "is a plain module, not a component; turn it into one with `wasm-tools component new`"
        }
        Some(([b'\0', b'a', b's', b'm', ..], _)) => {
            "is in a version of the component format that this wiredesk does not read"
        }
        _ => "is no WebAssembly; a plugin is a component, a `.wasm` file",
    };
    Err(Failure::fatal("not-a-component", format!("plugin `{name}` {message}")))
}

/// Puts an error of the compiler into words.
pub(crate) fn not_compiled(name: &str, error: &wasmtime::Error) -> Failure {
    let message = format!("plugin `{name}` cannot be compiled: {}", error.root_cause());
    Failure::fatal("not-a-component", capped(message, 1 << 10))
}

/// Looks at what a compiled component exports and imports.
pub(crate) fn interfaces(name: &str, component: &Component, engine: &Engine) -> Result<(), Failure> {
    let ty = component.component_type();
    let versions: Vec<&str> = ty.exports(engine).filter_map(|(export, _)| version_of(export, GUEST)).collect();
    let major = |version: &str| version.split('.').next() == VERSION.split('.').next();
    if !versions.iter().any(|version| major(version)) {
        let message = match versions.first() {
            Some(version) => format!("speaks version {version} of the protocol; this wiredesk speaks 1"),
            None => format!(
                "does not export `{GUEST}`; build it for the world `extractor` of `wiredesk:extractor@{VERSION}`"
            ),
        };
        return Err(Failure::fatal("protocol", format!("plugin `{name}` {}", capped(message, 1 << 10))));
    }
    let foreign: Vec<&str> = ty
        .imports(engine)
        .filter(|(import, item)| !given(import, &item.ty, engine))
        .map(|(import, _)| import)
        .collect();
    if foreign.is_empty() {
        return Ok(());
    }
    let named = foreign[..foreign.len().min(NAMED)].join("`, `");
    let more = match foreign.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let hint = if foreign.iter().any(|import| import.starts_with("wasi:")) { "; build it without WASI" } else { "" };
    let message =
        format!("plugin `{name}` asks for `{}`{more}, a plugin gets nothing but a log{hint}", capped(named, 512));
    Err(Failure::fatal("imports", message))
}

/// Whether an import is one of ours or only names types.
fn given(import: &str, item: &ComponentItem, engine: &Engine) -> bool {
    match item {
        _ if IMPORTS.iter().any(|ours| version_of(import, ours).is_some()) => true,
        ComponentItem::ComponentInstance(instance) => {
            instance.exports(engine).all(|(_, export)| matches!(export.ty, ComponentItem::Type(_)))
        }
        ComponentItem::Type(_) => true,
        _ => false,
    }
}

/// The version behind `@`, if it is this interface.
fn version_of<'n>(name: &'n str, interface: &str) -> Option<&'n str> {
    name.strip_prefix(interface)?.strip_prefix('@')
}
