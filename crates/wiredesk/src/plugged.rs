//! The components of this program together with the plugins that a configuration names. Made anew
//! by every command that plans.

use std::{ffi::OsString, path::Path};

use wiredesk_config::{Diagnostic, Settings};
use wiredesk_core::Registry;
use wiredesk_plugins::{Host, Plugins};

use crate::prepare;

/// The hidden first argument with which this program runs as the guard of a plugin's process.
pub(crate) const GUARD: &str = "plugin-guard";

/// A registry with plugins.
pub(crate) struct Plugged {
    /// Everything that can be configured.
    pub(crate) registry: Registry,
    /// Those that were found.
    pub(crate) plugins: Plugins,
}

impl Plugged {
    /// Finds the plugins of `[plugins] path`; what is wrong with them joins the findings of the
    /// settings, so that it is reported with everything else and nothing starts.
    pub(crate) fn new(registry: &Registry, settings: &mut Settings) -> Self {
        let (plugged, mistakes) =
            Self::find(registry, settings.plugins.path.as_deref(), settings.daemon.state.as_deref());
        let place = settings.location(&["plugins", "path"]);
        settings.findings.extend(mistakes.into_iter().map(|mistake| {
            let place = mistake.location.clone().or_else(|| place.clone());
            mistake.at(place)
        }));
        plugged
    }

    fn find(registry: &Registry, folder: Option<&Path>, state: Option<&Path>) -> (Self, Vec<Diagnostic>) {
        let mut registry = registry.clone();
        let Some(folder) = folder else { return (Self { registry, plugins: Plugins::default() }, Vec::new()) };
        let (plugins, mut mistakes) = Plugins::find(folder, &host(&registry, state));
        mistakes.extend(plugins.register(&mut registry));
        (Self { registry, plugins }, mistakes)
    }
}

/// What plugins get from this program: a folder for compiled modules, a guard for processes.
pub(crate) fn host(registry: &Registry, state: Option<&Path>) -> Host {
    let guard = std::env::current_exe().ok().map(|program| vec![program.into_os_string(), OsString::from(GUARD)]);
    let cache = state.map(|state| state.join("modules"));
    Host::plain().cached(cache).guarded(guard).preparing(prepare::prepare(registry))
}
