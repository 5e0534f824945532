//! Reading and writing files: the only place that touches the disk.

use std::fs::{self, File};
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, call};
use crate::source::Unattached;

/// The largest text that is read, in MiB.
const LARGEST_MIB: u64 = 64;
/// The most files that are read from a folder.
const MOST_FILES: usize = 10_000;
/// How deep folders may nest.
const DEEPEST: usize = 64;

/// The path by which standard input is meant.
pub const STANDARD_INPUT: &str = "-";

fn about(entry: &'static crate::diagnostic::Entry, path: &Path) -> Diagnostic {
    Diagnostic::without_place(entry).arg("path", name(path))
}

pub(super) fn refused(path: &Path, error: &std::io::Error) -> Diagnostic {
    if error.kind() == ErrorKind::NotFound {
        about(&call::NO_SUCH_FILE, path)
    } else if error.kind() == ErrorKind::IsADirectory {
        about(&call::FOLDER_FOR_FILE, path)
    } else {
        about(&call::UNREADABLE, path).arg("cause", error.to_string())
    }
}

/// The name of a path in messages.
pub fn name(path: &Path) -> String {
    if path.as_os_str() == STANDARD_INPUT {
        return "<stdin>".to_owned();
    }
    path.display().to_string()
}

/// The text of a file, or of standard input for `-`.
pub fn read(path: &Path) -> Result<String, Diagnostic> {
    let most = LARGEST_MIB.saturating_mul(1024 * 1024);
    let mut bytes = Vec::new();
    let read = if path.as_os_str() == STANDARD_INPUT {
        std::io::stdin().lock().take(most.saturating_add(1)).read_to_end(&mut bytes)
    } else {
        let metadata = fs::metadata(path).map_err(|error| refused(path, &error))?;
        if metadata.is_dir() {
            return Err(about(&call::FOLDER_FOR_FILE, path));
        }
        let file = File::open(path).map_err(|error| refused(path, &error))?;
        file.take(most.saturating_add(1)).read_to_end(&mut bytes)
    };
    read.map_err(|error| refused(path, &error))?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > most {
        return Err(about(&call::TOO_LARGE, path).arg("limit", LARGEST_MIB.to_string()));
    }
    String::from_utf8(bytes).map_err(|error| {
        let good = error.as_bytes().get(..error.utf8_error().valid_up_to()).unwrap_or_default();
        let line = good.iter().filter(|&&byte| byte == b'\n').count().saturating_add(1);
        about(&call::NOT_UTF8, path).arg("line", line.to_string())
    })
}

/// The text of a file that has to lie in a folder, links followed.
pub fn read_inside(path: &Path, folder: &Path) -> Result<String, Unattached> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let root = fs::canonicalize(folder).map_err(|_| Unattached::NotFound)?;
    let target = fs::canonicalize(path).map_err(|_| Unattached::NotFound)?;
    if !target.starts_with(&root) {
        return Err(Unattached::Outside);
    }
    if !target.is_file() {
        return Err(Unattached::NotFound);
    }
    read(&target).map_err(|fault| match fault.entry.code {
        code if code == call::NOT_UTF8.code => Unattached::NotText,
        code if code == call::TOO_LARGE.code => Unattached::TooLarge,
        _ => Unattached::Unreadable,
    })
}

/// Whether a path exists and is a folder.
pub fn is_folder(path: &Path) -> bool {
    path.is_dir()
}

/// Whether a path ends like this kind of file.
pub fn ends_in(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|own| own.eq_ignore_ascii_case(ending))
}

/// The files at or below a path whose names end in one of `endings`, by path. A file named directly is
/// taken whatever its ending. Hidden folders are passed over; links are never followed out of the folder.
pub fn find(path: &Path, endings: &[&str]) -> Result<Vec<PathBuf>, Diagnostic> {
    if path.as_os_str() == STANDARD_INPUT {
        return Ok(vec![path.to_owned()]);
    }
    let metadata = fs::metadata(path).map_err(|error| refused(path, &error))?;
    if !metadata.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let root = fs::canonicalize(path).map_err(|error| refused(path, &error))?;
    let mut found = Vec::new();
    let mut folders = vec![(path.to_owned(), 0_usize)];
    while let Some((folder, depth)) = folders.pop() {
        if depth > DEEPEST {
            return Err(about(&call::TOO_LARGE, &folder).arg("limit", LARGEST_MIB.to_string()));
        }
        for entry in fs::read_dir(&folder).map_err(|error| refused(&folder, &error))? {
            let entry = entry.map_err(|error| refused(&folder, &error))?;
            let below = entry.path();
            if entry.file_name().to_string_lossy().starts_with('.') {
                continue;
            }
            let kind = entry.file_type().map_err(|error| refused(&below, &error))?;
            let wanted = endings.iter().any(|ending| ends_in(&below, ending));
            if kind.is_symlink() {
                refuse_link_outside(&below, path, &root, wanted)?;
            } else if kind.is_dir() {
                folders.push((below, depth.saturating_add(1)));
            } else if wanted {
                found.push(below);
            }
        }
        if found.len() > MOST_FILES {
            return Err(about(&call::TOO_LARGE, path).arg("limit", LARGEST_MIB.to_string()));
        }
    }
    found.sort();
    Ok(found)
}

/// A link inside the folder leads to what is read anyway; one that leads out of it is an error.
fn refuse_link_outside(link: &Path, folder: &Path, root: &Path, wanted: bool) -> Result<(), Diagnostic> {
    let target = match fs::canonicalize(link) {
        Ok(target) => target,
        Err(error) if wanted => return Err(refused(link, &error)),
        Err(_) => return Ok(()),
    };
    if target.starts_with(root) || !(wanted || target.is_dir()) {
        return Ok(());
    }
    Err(about(&call::LINK_OUTSIDE, link).arg("folder", name(folder)))
}

/// Replaces a file by a text, whole or not at all.
pub fn replace(path: &Path, text: &str) -> Result<(), Diagnostic> {
    let failed = |error: &std::io::Error| about(&call::NOT_WRITTEN, path).arg("cause", error.to_string());
    // A link stays a link: what it leads to is replaced.
    let target = fs::canonicalize(path).map_err(|error| failed(&error))?;
    let mut beside = target.clone();
    let file_name = target.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    beside.set_file_name(format!(".{file_name}.{}.new", std::process::id()));
    let written = (|| {
        let mut file = File::options().write(true).create_new(true).open(&beside)?;
        file.write_all(text.as_bytes())?;
        file.set_permissions(fs::metadata(&target)?.permissions())?;
        file.sync_all()?;
        fs::rename(&beside, &target)
    })();
    written.map_err(|error| {
        // What cannot be removed either is hidden and complete or empty; the target is as it was.
        let _left_behind = fs::remove_file(&beside);
        failed(&error)
    })
}

/// The name of a table in messages: of a long path, its end.
pub fn short_name(path: &Path) -> String {
    let name = name(path);
    let last = path.file_name().map(|last| last.to_string_lossy().into_owned());
    match last.filter(|_| name.chars().count() > 40) {
        Some(last) => format!("…/{last}"),
        None => name,
    }
}

#[cfg(test)]
mod tests {
    use super::{find, read, replace};
    use std::path::Path;

    fn folder(name: &str) -> std::path::PathBuf {
        let folder = std::env::temp_dir().join(format!("ipcalc-files-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        folder
    }

    #[test]
    fn what_cannot_be_read_says_why() {
        let folder = folder("read");
        let code = |path: &Path| read(path).unwrap_err().entry.code;
        assert_eq!(code(&folder.join("none")), "E0901");
        assert_eq!(code(&folder), "E0902");
        std::fs::write(folder.join("gbk.rules"), b"a\n\xd5\xfe\xb2\xdf").unwrap();
        let diagnostic = read(&folder.join("gbk.rules")).unwrap_err();
        assert_eq!(diagnostic.entry.code, "E0904");
        assert!(diagnostic.args.iter().any(|(name, value)| *name == "line" && value.en == "2"));
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn a_table_is_read_from_its_folder_only() {
        let outside = folder("table-outside");
        let inside = folder("table-inside");
        std::fs::write(outside.join("x.csv"), "a,b").unwrap();
        std::fs::write(inside.join("y.csv"), "a,b").unwrap();
        std::fs::write(inside.join("gbk.csv"), b"\xd5\xfe").unwrap();
        std::os::unix::fs::symlink(outside.join("x.csv"), inside.join("link.csv")).unwrap();
        std::os::unix::fs::symlink(inside.join("y.csv"), inside.join("own.csv")).unwrap();
        let read = |name: &str| super::read_inside(&inside.join(name), &inside);
        assert_eq!(read("y.csv").as_deref(), Ok("a,b"));
        assert_eq!(read("own.csv").as_deref(), Ok("a,b"));
        assert_eq!(read("link.csv"), Err(super::Unattached::Outside));
        assert_eq!(read("none.csv"), Err(super::Unattached::NotFound));
        assert_eq!(read("gbk.csv"), Err(super::Unattached::NotText));
        std::fs::remove_dir_all(outside).unwrap();
        std::fs::remove_dir_all(inside).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn links_out_of_the_folder_are_refused_and_those_inside_are_read_once() {
        let outside = folder("outside");
        let inside = folder("inside");
        std::fs::write(outside.join("x.rules"), "").unwrap();
        std::fs::write(inside.join("a.rules"), "").unwrap();
        std::fs::create_dir(inside.join("b")).unwrap();
        std::fs::write(inside.join("b/c.rules"), "").unwrap();
        std::os::unix::fs::symlink(inside.join("a.rules"), inside.join("again.rules")).unwrap();
        std::os::unix::fs::symlink(&inside, inside.join("loop")).unwrap();
        assert_eq!(find(&inside, &["rules"]).unwrap(), [inside.join("a.rules"), inside.join("b/c.rules")]);
        std::os::unix::fs::symlink(outside.join("x.rules"), inside.join("x.rules")).unwrap();
        assert_eq!(find(&inside, &["rules"]).unwrap_err().entry.code, "E0906");
        std::fs::remove_file(inside.join("x.rules")).unwrap();
        std::os::unix::fs::symlink(&outside, inside.join("more")).unwrap();
        assert_eq!(find(&inside, &["rules"]).unwrap_err().entry.code, "E0906");
        std::fs::remove_dir_all(outside).unwrap();
        std::fs::remove_dir_all(inside).unwrap();
    }

    #[test]
    fn a_file_is_replaced_whole_and_nothing_is_left_beside_it() {
        let folder = folder("replace");
        let path = folder.join("a.rules");
        std::fs::write(&path, "old").unwrap();
        replace(&path, "new").unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);
        assert_eq!(replace(&folder.join("none"), "x").unwrap_err().entry.code, "E0911");
        std::fs::remove_dir_all(folder).unwrap();
    }
}
