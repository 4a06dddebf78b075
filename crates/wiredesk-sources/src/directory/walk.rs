//! Lists the files of a folder in a fixed order, folder by folder, and says which of them are to be
//! read. Called by the `directory` source; never follows links to folders, and never holds more names
//! than the folders on the way to the current one have.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use globset::GlobSet;
use wiredesk_core::{error::Failure, options::Finding};

use super::options::{DirectoryOptions, globs};

/// Which paths below a folder are to be read.
#[derive(Clone)]
pub(crate) struct Selection {
    root: PathBuf,
    include: GlobSet,
    exclude: GlobSet,
    /// Finished files live here, possibly below the folder itself.
    done: Option<PathBuf>,
}

impl Selection {
    /// From checked options.
    pub(crate) fn new(options: &DirectoryOptions) -> Result<Self, Failure> {
        let read = |key, patterns: &[String]| {
            globs(key, patterns).map_err(|findings| {
                let message: Vec<String> = findings.iter().map(Finding::to_string).collect();
                Failure::fatal("bad-glob", message.join("; "))
            })
        };
        Ok(Self {
            root: options.path.clone(),
            include: read("include", &options.include)?,
            exclude: read("exclude", &options.exclude)?,
            done: options.done.clone(),
        })
    }

    /// The path relative to the folder with `/` between its parts; `None` for what lies elsewhere.
    pub(crate) fn relative(&self, path: &Path) -> Option<String> {
        let relative = path.strip_prefix(&self.root).ok()?;
        let parts: Vec<_> = relative.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        (!parts.is_empty()).then(|| parts.join("/"))
    }

    /// Whether neither the path nor a folder above it is excluded.
    fn admits(&self, relative: &str, path: &Path) -> bool {
        let ends = relative.match_indices('/').map(|(at, _)| at).chain([relative.len()]);
        !ends.into_iter().any(|end| self.exclude.is_match(&relative[..end]))
            && !self.done.as_ref().is_some_and(|done| path.starts_with(done))
    }

    /// Whether a file is to be read; its relative path if so.
    pub(crate) fn file(&self, path: &Path) -> Option<String> {
        let relative = self.relative(path)?;
        (self.include.is_match(&relative) && self.admits(&relative, path)).then_some(relative)
    }

    /// Whether a folder is to be looked into.
    fn folder(&self, path: &Path) -> bool {
        path == self.root || self.relative(path).is_some_and(|relative| self.admits(&relative, path))
    }
}

/// One thing that a walk has met.
#[derive(Debug)]
pub(crate) enum Met {
    /// A file that is to be read, with its relative path.
    File(PathBuf, String),
    /// A folder that cannot be listed.
    Closed(PathBuf, io::Error),
}

/// A walk through a folder.
pub(crate) struct Walk {
    selection: Selection,
    /// What is left to visit, the next one last: names of a folder, each with whether it is a folder.
    ahead: Vec<(PathBuf, bool)>,
}

impl Walk {
    /// Everything below the folder `from`, or that one file.
    pub(crate) fn new(selection: &Selection, from: PathBuf) -> Self {
        let folder = from.is_dir();
        let ahead = if folder && !selection.folder(&from) { Vec::new() } else { vec![(from, folder)] };
        Self { selection: selection.clone(), ahead }
    }
}

impl Iterator for Walk {
    type Item = Met;

    fn next(&mut self) -> Option<Met> {
        loop {
            let (path, folder) = self.ahead.pop()?;
            if !folder {
                if let Some(relative) = self.selection.file(&path) {
                    return Some(Met::File(path, relative));
                }
                continue;
            }
            let mut names = match names(&path) {
                Ok(names) => names,
                // Gone since it was listed.
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) => return Some(Met::Closed(path, error)),
            };
            names.retain(|(path, folder)| !folder || self.selection.folder(path));
            names.sort_unstable_by(|a, b| b.0.file_name().cmp(&a.0.file_name()));
            self.ahead.extend(names);
        }
    }
}

fn names(folder: &Path) -> io::Result<Vec<(PathBuf, bool)>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        // A link to a file is read like the file; one to a folder might lead in circles.
        if kind.is_dir() || kind.is_file() || (kind.is_symlink() && entry.path().is_file()) {
            names.push((entry.path(), kind.is_dir()));
        }
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_come_in_order_without_hidden_temporary_and_excluded_ones() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        for path in
            ["b.txt", "a/2.txt", "a/10.txt", "a/x.tmp", ".git/c.txt", "skip/d.txt", "done/e.txt", "a~", "c.html"]
        {
            fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
            fs::write(root.join(path), "x").unwrap();
        }
        let mut options = DirectoryOptions::new(root);
        options.exclude.push("skip".into());
        options.include = vec!["**/*.txt".into()];
        options.done = Some(root.join("done"));
        let selection = Selection::new(&options).unwrap();
        let found: Vec<String> = Walk::new(&selection, root.into())
            .map(|met| match met {
                Met::File(_, relative) => relative,
                Met::Closed(path, error) => panic!("{}: {error}", path.display()),
            })
            .collect();
        assert_eq!(found, ["a/10.txt", "a/2.txt", "b.txt"]);
        assert_eq!(Walk::new(&selection, root.join("skip")).count(), 0);
    }
}
