//! Everything about one plugin that runs as a process, resolved from its manifest and its options;
//! shared by all workers.

use std::{
    collections::BTreeMap,
    ffi::OsString,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use serde_json::Value;
use wiredesk_core::{LayerName, exchange::Unit, extractor::Declaration};

use super::{chatter::Chatter, health::Health};
use crate::{
    counts::Counts,
    manifest::{EffectiveLimits, Manifest},
};

/// More time is not given to anything; as good as no limit, and never beyond what clocks can hold.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// How a plugin is started, what it is told, what it may cost.
#[derive(Debug)]
pub struct Spec {
    /// Of the plugin; the stage under which its problems are noted.
    pub name: Arc<str>,
    /// Recorded as provenance of what it finds.
    pub version: Arc<str>,
    /// Its folder, absolute: the working directory of its processes.
    pub folder: PathBuf,
    /// Program and arguments.
    pub command: Vec<String>,
    /// Variables it is given besides `PATH`, `HOME`, `LANG` and `TMPDIR`.
    pub env: BTreeMap<String, String>,
    /// Names of variables of the daemon that it is given as well.
    pub pass_env: Vec<String>,
    /// Its table of options, as an object.
    pub options: Value,
    /// What it needs and gives.
    pub declaration: Declaration,
    /// What its offsets count.
    pub unit: Unit,
    /// Documents in one request.
    pub batch: usize,
    /// Requests in flight.
    pub window: usize,
    /// How long it may take to start.
    pub start_timeout: Duration,
    /// What it may cost.
    pub limits: EffectiveLimits,
    /// The program that runs [`super::guard()`] and the arguments by which it knows that it should.
    /// `None`: processes are started without a guard, which is for tests of this crate: there is
    /// no limit on memory then, and what a process leaves behind stays behind.
    pub guard: Option<Vec<OsString>>,
    /// What all its processes count.
    pub counts: Arc<Counts>,
    /// The layers that its documents carry.
    pub(super) given: Vec<LayerName>,
    pub(super) health: Health,
    pub(super) chatter: Arc<Chatter>,
}

impl Spec {
    /// The plugin of a manifest that stands in `folder`, with its options; `None` if it does not
    /// run as a process.
    #[must_use]
    pub fn new(
        manifest: &Manifest,
        options: Value,
        folder: &Path,
        guard: Option<Vec<OsString>>,
        counts: Arc<Counts>,
    ) -> Option<Self> {
        let process = manifest.process.clone()?;
        let declaration = manifest.declaration();
        let mut limits = manifest.effective_limits();
        limits.timeout = limits.timeout.min(LONGEST);
        let name: Arc<str> = manifest.name.as_str().into();
        // the text always comes along
        let given = declaration.requires.iter().chain(&declaration.uses).filter(|layer| **layer != LayerName::Text);
        let given = given.cloned().collect();
        Some(Self {
            version: manifest.version.as_str().into(),
            // the guard and the program start in the folder: a relative path would start from there
            folder: std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned()),
            command: process.command,
            env: process.env,
            pass_env: process.pass_env,
            options,
            given,
            declaration,
            unit: manifest.unit(),
            batch: process.batch.clamp(1, 256),
            window: process.window.clamp(1, 16),
            start_timeout: process.start_timeout.0.min(LONGEST),
            limits,
            guard,
            health: Health::default(),
            chatter: Arc::new(Chatter::new(name.clone(), limits.log_lines, counts.clone())),
            counts,
            name,
        })
    }

    /// The program: one with a slash in its name stands in the plugin's folder, another is looked
    /// for in `PATH`.
    pub(super) fn program(&self) -> OsString {
        let program = self.command.first().map_or("", String::as_str);
        if program.contains('/') { self.folder.join(program).into() } else { program.into() }
    }

    /// The whole environment of its processes.
    pub(super) fn environment(&self) -> Vec<(OsString, OsString)> {
        let passed = ["PATH", "HOME", "TMPDIR"].into_iter().chain(self.pass_env.iter().map(String::as_str));
        let mut variables: Vec<(OsString, OsString)> =
            passed.filter_map(|name| Some((name.into(), std::env::var_os(name)?))).collect();
        variables.push(("LANG".into(), "C.UTF-8".into()));
        variables.extend(self.env.iter().map(|(name, value)| (name.into(), value.into())));
        variables
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest;

    fn spec(process: Value) -> Spec {
        let manifest = serde_json::json!({
            "name": "toy", "version": "1", "summary": "for tests", "kind": "process",
            "requires": ["text", "sentences"], "uses": ["entities"], "provides": ["acme/toy"], "process": process,
        });
        let manifest: manifest::Manifest = serde_json::from_value(manifest).unwrap();
        Spec::new(&manifest, Value::Null, Path::new("/plugins/toy"), None, Arc::default()).unwrap()
    }

    #[test]
    fn a_program_with_a_slash_stands_in_the_folder() {
        for (program, expected) in [
            ("python3", "python3"),
            ("./run", "/plugins/toy/./run"),
            ("bin/run", "/plugins/toy/bin/run"),
            ("/bin/sh", "/bin/sh"),
        ] {
            assert_eq!(spec(serde_json::json!({"command": [program, "x"]})).program(), expected);
        }
    }

    #[test]
    fn the_environment_holds_what_was_named_and_no_more() {
        let spec = spec(serde_json::json!({
            "command": ["x"], "env": {"LANG": "de_DE.UTF-8", "MODEL": "small"},
            "pass_env": ["CARGO_MANIFEST_DIR", "WIREDESK_SURELY_NOT_SET"],
        }));
        let environment: BTreeMap<_, _> = spec.environment().into_iter().collect();
        assert_eq!(environment[&OsString::from("MODEL")], "small");
        assert_eq!(environment[&OsString::from("LANG")], "de_DE.UTF-8");
        let known = ["PATH", "HOME", "TMPDIR", "LANG", "MODEL", "CARGO_MANIFEST_DIR"];
        assert!(environment.keys().all(|name| known.iter().any(|known| name == known)), "{environment:?}");
    }

    #[test]
    fn documents_carry_what_is_required_and_what_is_used() {
        let given: Vec<_> = spec(serde_json::json!({"command": ["x"]})).given.iter().map(ToString::to_string).collect();
        assert_eq!(given, ["sentences", "entities"]);
    }
}
