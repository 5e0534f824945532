//! The files of tables: opened, compared, measured.

use std::fs::{self, File};
use std::path::Path;
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::{call, sheet};
use crate::sheet::{Format, Input, ReadAt, Source, Start};

use super::files;

/// Opens a table; `-` is standard input.
pub fn open(path: &Path, format: Format, start: &Start) -> Result<Source, Diagnostic> {
    if path.as_os_str() == files::STANDARD_INPUT {
        return Source::open_at(format, Input::Stream(Box::new(std::io::stdin())), 0, start);
    }
    let fault = |error: std::io::Error| files::refused(path, &error);
    let metadata = fs::metadata(path).map_err(fault)?;
    if metadata.is_dir() {
        return Err(Diagnostic::without_place(&call::FOLDER_FOR_FILE).arg("path", files::name(path)));
    }
    let file = File::open(path).map_err(fault)?;
    if format.is_text() || !metadata.is_file() {
        return Source::open_at(format, Input::Stream(Box::new(file)), 0, start);
    }
    Source::open_at(format, Input::Places(Arc::new(Opened { file, size: metadata.len() })), 0, start)
}

/// A file that several threads read from at once.
struct Opened {
    file: File,
    size: u64,
}

impl ReadAt for Opened {
    fn size(&self) -> u64 {
        self.size
    }
    #[cfg(unix)]
    fn read_at(&self, buffer: &mut [u8], at: u64) -> std::io::Result<usize> {
        std::os::unix::fs::FileExt::read_at(&self.file, buffer, at)
    }
    #[cfg(windows)]
    fn read_at(&self, buffer: &mut [u8], at: u64) -> std::io::Result<usize> {
        std::os::windows::fs::FileExt::seek_read(&self.file, buffer, at)
    }
}

/// Opens a table in the format of its ending.
pub fn open_by_name(path: &Path) -> Result<Source, Diagnostic> {
    let ending = path.extension().and_then(|ending| ending.to_str());
    let Some(format) = ending.and_then(Format::of_ending) else {
        return Err(Diagnostic::without_place(&sheet::NO_FORMAT).arg("path", files::name(path)));
    };
    open(path, format, &Start::default())
}

/// The bytes of a file, for the progress.
pub fn size(path: &Path) -> Option<u64> {
    fs::metadata(path).ok().filter(fs::Metadata::is_file).map(|metadata| metadata.len())
}

/// Whether two paths lead to one file.
pub fn is_same(one: &Path, other: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        if let (Ok(one), Ok(other)) = (fs::metadata(one), fs::metadata(other)) {
            return one.is_file() && one.dev() == other.dev() && one.ino() == other.ino();
        }
    }
    let place = |path: &Path| {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        fs::canonicalize(path).ok().or_else(|| Some(fs::canonicalize(folder).ok()?.join(path.file_name()?)))
    };
    one == other || place(one).is_some_and(|place_of_one| place(other) == Some(place_of_one))
}

/// Removes a file that may not be there.
pub fn remove(path: &Path) {
    let _gone = fs::remove_file(path);
}

/// How many threads the machine runs at once.
pub fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}
