//! Watches the folders of plugins while the daemon runs, and has a changed plugin renewed. One
//! thread; it ends after the [`Watch`] is dropped, which does not wait for it.

use std::{
    sync::mpsc::{self, RecvTimeoutError},
    time::Duration,
};

use notify::{RecursiveMode, Watcher};

use crate::folder::Plugins;

/// How long a folder has to be quiet before it is read: a build writes more than once.
const QUIET: Duration = Duration::from_millis(200);
/// Looks without a sign of change, for file systems that give none.
const ROUND: Duration = Duration::from_secs(30);

/// A watch over plugins. Dropping it ends it, but does not wait for the check it may be at: that may
/// take as long as a plugin takes to start, and a daemon that stops has a deadline of its own.
pub struct Watch {
    stop: mpsc::Sender<Sign>,
}

enum Sign {
    Changed,
    Stop,
}

impl Watch {
    /// Starts watching. Where the system gives no signs of changes, the files are looked at twice a
    /// minute.
    ///
    /// # Errors
    /// No thread can be started.
    pub fn start(plugins: Plugins) -> std::io::Result<Self> {
        let (signs, inbox) = mpsc::channel();
        let changed = signs.clone();
        let watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            if event.is_ok_and(|event| !event.kind.is_access()) {
                let _ = changed.send(Sign::Changed);
            }
        });
        let watcher = watcher.inspect_err(|error| tracing::warn!("changes of plugins are noticed late: {error}")).ok();
        std::thread::Builder::new().name("wd-plugins".to_owned()).spawn(move || {
            serve(&plugins, watcher, &inbox);
        })?;
        Ok(Self { stop: signs })
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.stop.send(Sign::Stop);
    }
}

/// Watches every plugin's folder, and the folder around it for plugins that are replaced as a whole.
/// To be repeated after changes: a new folder of the same name is not watched yet.
fn look_at(plugins: &Plugins, watcher: &mut impl Watcher) {
    for plugin in &plugins.found {
        let around = plugin.folder().parent().filter(|around| !around.as_os_str().is_empty());
        let around = around.map(|around| (around, RecursiveMode::NonRecursive));
        for (folder, mode) in [(plugin.folder(), RecursiveMode::Recursive)].into_iter().chain(around) {
            if let Err(error) = watcher.watch(folder, mode) {
                tracing::warn!("changes in `{}` are noticed late: {error}", folder.display());
            }
        }
    }
}

fn serve(plugins: &Plugins, mut watcher: Option<impl Watcher>, inbox: &mpsc::Receiver<Sign>) {
    let mut refused = vec![None; plugins.found.len()];
    loop {
        if let Some(watcher) = &mut watcher {
            look_at(plugins, watcher);
        }
        match inbox.recv_timeout(ROUND) {
            Ok(Sign::Stop) | Err(RecvTimeoutError::Disconnected) => return,
            Ok(Sign::Changed) => loop {
                match inbox.recv_timeout(QUIET) {
                    Ok(Sign::Changed) => {}
                    Ok(Sign::Stop) | Err(RecvTimeoutError::Disconnected) => return,
                    Err(RecvTimeoutError::Timeout) => break,
                }
            },
            Err(RecvTimeoutError::Timeout) => {}
        }
        for (plugin, refused) in plugins.found.iter().zip(&mut refused) {
            let name = &plugin.manifest.name;
            match plugin.renew(refused) {
                Ok(None) => {}
                Ok(Some(version)) => tracing::info!("plugin `{name}` is now {}", version.label),
                Err(error) => {
                    let label = plugin.current().label.clone();
                    tracing::warn!("plugin `{name}` has changed and is not taken over, {label} goes on: {error}");
                }
            }
        }
    }
}
