//! A file that appears whole or not at all: written beside its place, and moved there when it is complete.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

use crate::diagnostic::{Diagnostic, call};

use super::files;

/// A file on its way.
pub enum Staged {
    /// Beside its place.
    Beside(NamedTempFile, PathBuf),
    /// What is no regular file (a pipe, a device) is written as it is.
    Straight(File, PathBuf),
    /// Standard output.
    Standard,
}

fn failed(path: &Path, error: &std::io::Error) -> Diagnostic {
    Diagnostic::without_place(&call::NOT_WRITTEN)
        .arg("path", files::name(path))
        .arg("cause", error.to_string())
}

impl Staged {
    /// Begins a file at a path; `-` is standard output.
    pub fn begin(path: &Path) -> Result<Staged, Diagnostic> {
        if path.as_os_str() == files::STANDARD_INPUT {
            return Ok(Staged::Standard);
        }
        let fail = |error: std::io::Error| failed(path, &error);
        // A link stays a link: what it leads to is replaced.
        let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let before = fs::metadata(&target).ok();
        if before.as_ref().is_some_and(fs::Metadata::is_dir) {
            return Err(Diagnostic::without_place(&call::FOLDER_FOR_FILE).arg("path", files::name(path)));
        }
        if before.as_ref().is_some_and(|before| !before.is_file()) {
            let file = File::options().write(true).open(&target).map_err(fail)?;
            return Ok(Staged::Straight(file, path.to_owned()));
        }
        let folder =
            target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let name = target.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let mut builder = Builder::new();
        let prefix = format!(".{name}.");
        builder.prefix(&prefix).suffix(".part");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            // The mask of the process applies, as to any new file.
            builder.permissions(fs::Permissions::from_mode(0o666));
        }
        let file = builder.tempfile_in(folder).map_err(fail)?;
        if let Some(before) = before {
            file.as_file().set_permissions(before.permissions()).map_err(fail)?;
        }
        Ok(Staged::Beside(file, target))
    }

    /// Something to write to.
    pub fn writer(&self) -> Result<Box<dyn Target>, Diagnostic> {
        let file = match self {
            Staged::Beside(file, path) => file.as_file().try_clone().map_err(|error| failed(path, &error))?,
            Staged::Straight(file, path) => file.try_clone().map_err(|error| failed(path, &error))?,
            Staged::Standard => return Ok(Box::new(std::io::stdout())),
        };
        Ok(Box::new(BufWriter::with_capacity(1 << 20, file)))
    }

    /// Makes sure that everything is on the disk; nothing is in its place yet.
    pub fn settle(&self) -> Result<(), Diagnostic> {
        match self {
            Staged::Beside(file, path) => file.as_file().sync_all().map_err(|error| failed(path, &error)),
            Staged::Straight(..) | Staged::Standard => Ok(()),
        }
    }

    /// Moves the file to its place.
    pub fn finish(self) -> Result<(), Diagnostic> {
        match self {
            Staged::Beside(file, path) => {
                file.persist(&path).map_err(|error| failed(&path, &error.error))?;
                // So that the name is on the disk too. Systems that cannot do so lose nothing but that.
                if let Some(Ok(folder)) = path.parent().map(File::open) {
                    let _unsure = folder.sync_all();
                }
                Ok(())
            }
            Staged::Straight(..) | Staged::Standard => Ok(()),
        }
    }
}

/// What tables are written to.
pub trait Target: Write + Send {}
impl<T: Write + Send> Target for T {}
