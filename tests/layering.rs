//! The house rules that a compiler does not check: a room imports only rooms above it, and foreign trades stay in their rooms.

use std::path::{Path, PathBuf};

/// The rooms from the ground up; rooms of one row may use one another.
const ROOMS: &[&[&str]] = &[
    &["arena"],
    &["source", "money", "calendar"],
    &["diagnostic"],
    &["syntax"],
    &["names"],
    &["graph"],
    &["program"],
    &["plan"],
    &["scaled"],
    &["compile"],
    &["facts"],
    &["columns"],
    &["evaluate"],
    &["batch"],
    &["sql"],
    &["analyse"],
    &["explain"],
    &["report"],
    &["allocate"],
    &["cases"],
    &["coverage"],
    &["sheet"],
    &["cli"],
];

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
}

/// Each source file with the name of its room and its text without comments.
fn sources() -> Vec<(PathBuf, String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    files(&root, &mut found);
    found
        .into_iter()
        .map(|path| {
            let below = path.strip_prefix(&root).unwrap().to_owned();
            let room = below.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
            let room = room.trim_end_matches(".rs").to_owned();
            let text = std::fs::read_to_string(&path).unwrap();
            (below, room, text)
        })
        .collect()
}

fn without_comments(text: &str) -> String {
    let code = text.lines().map(|line| line.split("//").next().unwrap_or_default());
    code.collect::<Vec<_>>().join("\n")
}

fn row(room: &str) -> Option<usize> {
    ROOMS.iter().position(|row| row.contains(&room))
}

/// The rooms named after `crate::`, single or in braces.
fn imported(code: &str) -> Vec<String> {
    let mut rooms = Vec::new();
    for after in code.split("crate::").skip(1) {
        let name = |text: &str| -> String {
            text.trim_start()
                .chars()
                .take_while(|&letter| letter.is_alphanumeric() || letter == '_')
                .collect()
        };
        match after.strip_prefix('{') {
            None => rooms.push(name(after)),
            Some(list) => {
                let mut depth = 0;
                let mut start = true;
                for (at, letter) in list.char_indices() {
                    match letter {
                        '{' => depth += 1,
                        '}' if depth == 0 => break,
                        '}' => depth -= 1,
                        ',' if depth == 0 => start = true,
                        _ if start && !letter.is_whitespace() => {
                            rooms.push(name(&list[at..]));
                            start = false;
                        }
                        _ => {}
                    }
                }
            }
        }
    }
    rooms
}

#[test]
fn a_room_imports_only_rooms_above_it() {
    let mut faults = Vec::new();
    for (path, room, text) in sources() {
        if room == "lib" || room == "main" {
            continue;
        }
        let Some(own) = row(&room) else {
            faults.push(format!("{}: room `{room}` has no place in the order", path.display()));
            continue;
        };
        for other in imported(&without_comments(&text)) {
            // Names that are no room are macros of the crate's root.
            if let Some(theirs) = row(&other)
                && (theirs > own || (theirs == own && other != room && ROOMS[own].len() == 1))
            {
                faults.push(format!("{}: `{room}` imports `{other}`", path.display()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn foreign_trades_stay_in_their_rooms() {
    let trades = [
        ("pest", &["pest::", "pest_derive"][..], "syntax"),
        ("petgraph", &["petgraph::"], "graph"),
        ("the file system", &["std::fs", "fs::File", "std::{fs", "File::open"], "cli"),
        ("standard input and output", &["io::std", "println!", "eprintln!", "print!(", "eprint!("], "cli"),
        ("tables in files", &["calamine::", "rust_xlsxwriter::", "parquet::", "arrow_array::"], "sheet"),
        ("miette", &["miette::"], "diagnostic"),
        ("clap", &["clap::", "clap_complete"], "cli"),
        ("the process", &["std::process", "std::env"], "cli"),
    ];
    let mut faults = Vec::new();
    for (path, room, text) in sources() {
        // Tests may touch what they need.
        if path.iter().any(|part| part == "tests" || part == "tests.rs") {
            continue;
        }
        let code = without_comments(&text);
        let code = code.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        for (trade, words, home) in trades {
            if room != home && room != "main" && words.iter().any(|word| code.contains(word)) {
                faults.push(format!("{}: {trade} belongs to `{home}`", path.display()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn no_file_is_too_long_and_each_says_what_lives_in_it() {
    let mut faults = Vec::new();
    for (path, _, text) in sources() {
        let lines = text.lines().count();
        if lines > 600 {
            faults.push(format!("{}: {lines} lines", path.display()));
        }
        if !text.starts_with("//! ") {
            faults.push(format!("{}: does not open with a `//!` sentence", path.display()));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn imports_are_found_in_every_form() {
    let code = "use crate::plan::{A, b::C}; use crate::{facts::Inputs, evaluate::{Value, Trace}, money};\nlet x = crate::syntax::parse();";
    assert_eq!(imported(code), ["plan", "facts", "evaluate", "money", "syntax"]);
}
