//! What a workbook really holds, counted before any of it is kept: entries, and their size when inflated.

use std::io::{Read, Seek, copy, sink};

use zip::ZipArchive;

use crate::diagnostic::{Diagnostic, Words, sheet};

use super::gaps::{Search, Signs};

/// The most entries of a workbook.
const ENTRIES: usize = 10_000;
/// The most bytes of all entries, inflated.
const ALL: u64 = 4 << 30;
/// The most bytes of an entry that is kept as a whole: all but the sheets, which are read row by row.
const KEPT: u64 = 512 << 20;

fn beyond(what: Words, limit: &str) -> Diagnostic {
    Diagnostic::without_place(&sheet::BEYOND_LIMIT).arg("what", what).arg("limit", limit)
}

pub(super) fn damaged(cause: impl Into<Words>) -> Diagnostic {
    Diagnostic::without_place(&sheet::UNREADABLE_TABLE).arg("cause", cause)
}

/// Counts the entries and inflates each of them to nowhere, with an eye on what the sheets hold.
pub fn look(bytes: impl Read + Seek) -> Result<Signs, Diagnostic> {
    let mut archive = ZipArchive::new(bytes).map_err(|error| damaged(error.to_string()))?;
    if archive.len() > ENTRIES {
        let number = archive.len();
        let what =
            Words::new(format!("XLSX 里有 {number} 个文件"), format!("{number} entries in the workbook"));
        return Err(beyond(what, "10,000"));
    }
    let mut all = 0_u64;
    let mut signs = Signs::default();
    for at in 0..archive.len() {
        let entry = archive.by_index(at).map_err(|error| damaged(error.to_string()))?;
        let sheet = entry.name().is_ok_and(|name| name.starts_with("xl/worksheets/"));
        let most = if sheet { ALL.saturating_sub(all) } else { KEPT.min(ALL.saturating_sub(all)) };
        let mut search = Search::default();
        let mut entry = entry.take(most.saturating_add(1));
        let inflated = if sheet { copy(&mut entry, &mut search) } else { copy(&mut entry, &mut sink()) };
        let inflated = inflated.map_err(|error| damaged(error.to_string()))?;
        signs = signs.and(search.signs());
        if inflated > most {
            let what = Words::new("XLSX 展开后太大", "the inflated workbook is too large");
            return Err(beyond(what, if sheet { "4 GiB" } else { "512 MiB" }));
        }
        all = all.saturating_add(inflated);
    }
    Ok(signs)
}
