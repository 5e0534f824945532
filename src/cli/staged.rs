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
    /// In the folder of its place, without a name: it is gone with the process, however that ends.
    #[cfg(target_os = "linux")]
    Nameless(File, PathBuf),
    /// What is no regular file (a pipe, a device) is written as it is.
    Straight(File, PathBuf),
    /// Standard output.
    Standard,
}

fn failed(path: &Path, error: &std::io::Error) -> Diagnostic {
    Diagnostic::without_place(&call::NOT_WRITTEN).arg("path", files::name(path)).arg("cause", error)
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
        let permissions = before.map(|before| before.permissions());
        #[cfg(target_os = "linux")]
        if let Some(file) = nameless(folder_of(&target)) {
            if let Some(permissions) = permissions {
                file.set_permissions(permissions).map_err(fail)?;
            }
            return Ok(Staged::Nameless(file, target));
        }
        let file = named(&target, |builder, folder| builder.tempfile_in(folder)).map_err(fail)?;
        if let Some(permissions) = permissions {
            file.as_file().set_permissions(permissions).map_err(fail)?;
        }
        Ok(Staged::Beside(file, target))
    }

    /// Something to write to.
    pub fn writer(&self) -> Result<Box<dyn Target>, Diagnostic> {
        let file = match self {
            Staged::Beside(file, path) => file.as_file().try_clone().map_err(|error| failed(path, &error))?,
            #[cfg(target_os = "linux")]
            Staged::Nameless(file, path) => file.try_clone().map_err(|error| failed(path, &error))?,
            Staged::Straight(file, path) => file.try_clone().map_err(|error| failed(path, &error))?,
            Staged::Standard => return Ok(Box::new(std::io::stdout())),
        };
        Ok(Box::new(BufWriter::with_capacity(1 << 20, file)))
    }

    /// Makes sure that everything is on the disk; nothing is in its place yet.
    pub fn settle(&self) -> Result<(), Diagnostic> {
        match self {
            Staged::Beside(file, path) => file.as_file().sync_all().map_err(|error| failed(path, &error)),
            #[cfg(target_os = "linux")]
            Staged::Nameless(file, path) => file.sync_all().map_err(|error| failed(path, &error)),
            Staged::Straight(..) | Staged::Standard => Ok(()),
        }
    }

    /// Moves the file to its place.
    pub fn finish(self) -> Result<(), Diagnostic> {
        match self {
            Staged::Beside(file, path) => {
                file.persist(&path).map_err(|error| failed(&path, &error.error))?;
                settle_name(&path);
                Ok(())
            }
            #[cfg(target_os = "linux")]
            Staged::Nameless(file, path) => {
                let beside =
                    named(&path, |builder, folder| builder.make_in(folder, |name| give_name(&file, name)));
                let beside = beside.map_err(|error| failed(&path, &error))?;
                beside.persist(&path).map_err(|error| failed(&path, &error.error))?;
                settle_name(&path);
                Ok(())
            }
            Staged::Straight(..) | Staged::Standard => Ok(()),
        }
    }
}

fn folder_of(target: &Path) -> &Path {
    target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Makes a hidden file in the folder of a target, with a name of its own.
fn named<T>(
    target: &Path,
    make: impl FnOnce(&mut Builder<'_, '_>, &Path) -> std::io::Result<T>,
) -> std::io::Result<T> {
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
    make(&mut builder, folder_of(target))
}

/// A file without a name, where the file system has such files and a name can be given to it later.
#[cfg(target_os = "linux")]
fn nameless(folder: &Path) -> Option<File> {
    use rustix::fs::{Mode, OFlags};
    let file = rustix::fs::open(
        folder,
        OFlags::TMPFILE | OFlags::RDWR | OFlags::CLOEXEC,
        Mode::from_raw_mode(0o666),
    );
    let file = File::from(file.ok()?);
    Path::new(&place_of(&file)).exists().then_some(file)
}

/// Where a file is known to its process.
#[cfg(target_os = "linux")]
fn place_of(file: &File) -> String {
    use std::os::fd::AsRawFd as _;
    format!("/proc/self/fd/{}", file.as_raw_fd())
}

#[cfg(target_os = "linux")]
fn give_name(file: &File, name: &Path) -> std::io::Result<()> {
    use rustix::fs::{AtFlags, CWD};
    match rustix::fs::linkat(CWD, place_of(file), CWD, name, AtFlags::SYMLINK_FOLLOW) {
        Ok(()) => Ok(()),
        Err(error) if error == rustix::io::Errno::EXIST => Err(error.into()),
        // A system may forbid it: then what the file holds goes into one that has a name.
        Err(_) => copy(file, name),
    }
}

#[cfg(target_os = "linux")]
fn copy(file: &File, name: &Path) -> std::io::Result<()> {
    use std::io::{Seek as _, SeekFrom};
    let mut from = file.try_clone()?;
    from.seek(SeekFrom::Start(0))?;
    let mut to = File::options().write(true).create_new(true).open(name)?;
    std::io::copy(&mut from, &mut to)?;
    to.set_permissions(file.metadata()?.permissions())?;
    to.sync_all()
}

/// So that a name is on the disk too. Systems that cannot do so lose nothing but that.
fn settle_name(path: &Path) {
    if let Ok(folder) = File::open(folder_of(path)) {
        let _unsure = folder.sync_all();
    }
}

/// What tables are written to.
pub trait Target: Write + Send {}
impl<T: Write + Send> Target for T {}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::{Staged, copy};
    use std::io::Write as _;

    #[test]
    fn a_file_on_its_way_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("out.csv");
        let names = || std::fs::read_dir(folder.path()).unwrap().count();
        std::fs::write(&target, "old").unwrap();
        let staged = Staged::begin(&target).unwrap();
        staged.writer().unwrap().write_all(b"new").unwrap();
        // Only file systems without nameless files show it now.
        assert_eq!(names(), if matches!(staged, Staged::Nameless(..)) { 1 } else { 2 });
        assert_eq!(std::fs::read(&target).unwrap(), b"old");
        staged.settle().unwrap();
        staged.finish().unwrap();
        assert_eq!((names(), std::fs::read(&target).unwrap()), (1, b"new".to_vec()));
        drop(Staged::begin(&target).unwrap());
        assert_eq!(names(), 1);
    }

    #[test]
    fn what_cannot_be_named_is_copied() {
        let folder = tempfile::tempdir().unwrap();
        let mut from = tempfile::tempfile_in(folder.path()).unwrap();
        from.write_all(b"whole").unwrap();
        let name = folder.path().join("copy");
        copy(&from, &name).unwrap();
        assert_eq!(std::fs::read(&name).unwrap(), b"whole");
        assert!(copy(&from, &name).is_err(), "what has the name is never written over");
    }
}
