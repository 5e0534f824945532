//! The policies that ship with the compiler, and those of the documents.

use std::fs;
use std::path::{Path, PathBuf};

use ipcalc::compile::compile;
use ipcalc::plan::Plan;
use ipcalc::source::Sources;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn plan(name: &str, text: String, tables: &[(String, String)]) -> Option<Plan> {
    let mut sources = Sources::new();
    let file = sources.add(name, text);
    for (name, text) in tables {
        let table = sources.add(name, text.clone());
        sources.attach(file, name, Ok(table));
    }
    compile(&sources, &[file]).plan
}

/// Every `.rules` file below a folder.
fn in_folder(folder: &Path, found: &mut Vec<(String, Plan)>) {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths.iter().filter(|path| path.extension().is_some_and(|end| end == "rules")) {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if let Some(plan) = plan(&name, fs::read_to_string(path).unwrap(), &[]) {
            found.push((name, plan));
        }
    }
}

/// The policies of one page: what stands in its blocks of rules.
fn in_page(path: &Path, found: &mut Vec<(String, Plan)>) {
    let text = fs::read_to_string(path).unwrap();
    let name = path.file_name().unwrap().to_str().unwrap();
    let mut blocks: Vec<(usize, String, String)> = Vec::new();
    let mut open: Option<(usize, String, String)> = None;
    for (number, line) in text.lines().enumerate() {
        match (line.strip_prefix("```"), &mut open) {
            (Some(info), None) => open = Some((number + 1, info.trim().to_owned(), String::new())),
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (None, Some((_, _, text))) => text.extend([line, "\n"]),
            (None, None) => {}
        }
    }
    let file =
        |info: &str| info.split_whitespace().find_map(|word| word.strip_prefix("file=")).map(str::to_owned);
    let tables: Vec<(String, String)> =
        blocks.iter().filter_map(|(_, info, text)| Some((file(info)?, text.clone()))).collect();
    let mut prelude = String::new();
    for (line, info, text) in blocks {
        let words: Vec<&str> = info.split_whitespace().collect();
        if words.first() != Some(&"rules") || info.contains("error=") {
            continue;
        }
        if words.contains(&"prelude") {
            prelude = text.clone();
        }
        let text = if words.contains(&"fragment") { format!("{prelude}\n{text}") } else { text };
        let tables: Vec<_> = tables.iter().filter(|(_, table)| *table != text).cloned().collect();
        if let Some(plan) = plan("block.rules", text, &tables) {
            found.push((format!("{name}:{line}"), plan));
        }
    }
}

/// All policies, with their names.
pub fn all() -> Vec<(String, Plan)> {
    let mut found = Vec::new();
    for folder in ["rules", "benches", "tests/cli"] {
        in_folder(&root().join(folder), &mut found);
    }
    for folder in ["", "docs", "docs/cookbook"] {
        let entries = fs::read_dir(root().join(folder)).unwrap();
        let mut pages: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
        pages.sort();
        for page in pages.iter().filter(|path| path.extension().is_some_and(|end| end == "md")) {
            in_page(page, &mut found);
        }
    }
    found
}
