//! The documents say what is true: their policies compile, their examples hold, their sessions print what they show.
//!
//! Fenced blocks, by the words after the backticks:
//! - `rules`: a whole policy; `rules fragment`: stands below the `rules prelude` of its page;
//!   `rules error=E0301`: must be refused with that code; `rules file=NAME`: kept under that name for the sessions.
//! - `json file=NAME`: kept likewise.
//! - `console`: lines `$ ipcalc …` with the output that follows, as on a terminal.
//!
//! Sessions run in a folder of their page's own, with the `examples` beside them.
//! `INSTA_UPDATE=always cargo test --test docs` writes the real output into the pages.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

struct Block {
    info: String,
    /// Lines of the page, from 0, without the fences.
    first: usize,
    last: usize,
    text: String,
}

impl Block {
    fn kind(&self) -> &str {
        self.info.split_whitespace().next().unwrap_or("")
    }
    fn has(&self, word: &str) -> bool {
        self.info.split_whitespace().any(|each| each == word)
    }
    fn value(&self, key: &str) -> Option<&str> {
        self.info.split_whitespace().find_map(|word| word.strip_prefix(key)?.strip_prefix('='))
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn pages() -> Vec<PathBuf> {
    let mut pages = Vec::new();
    for folder in [root(), root().join("docs"), root().join("docs/cookbook")] {
        let Ok(entries) = fs::read_dir(folder) else { continue };
        for entry in entries {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|ending| ending == "md") {
                pages.push(path);
            }
        }
    }
    pages.sort();
    pages
}

fn blocks(page: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<(String, usize)> = None;
    let lines: Vec<&str> = page.lines().collect();
    for (number, line) in lines.iter().enumerate() {
        let Some(info) = line.strip_prefix("```") else { continue };
        match open.take() {
            None => open = Some((info.trim().to_owned(), number + 1)),
            Some((info, first)) => {
                let text = lines[first..number].iter().flat_map(|line| [line, "\n"]).collect();
                blocks.push(Block { info, first, last: number, text });
            }
        }
    }
    assert!(open.is_none(), "a fenced block is not closed");
    blocks
}

fn ipcalc(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_ipcalc")).current_dir(folder).args(arguments).output().unwrap()
}

fn said(output: &Output) -> String {
    let text = [output.stdout.as_slice(), output.stderr.as_slice()].concat();
    String::from_utf8(text).unwrap()
}

/// Copies a folder with all that is in it.
fn copy_all(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy_all(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

/// A fresh folder for one page and one purpose, with the example facts beside it.
fn folder_for(page: &Path, purpose: &str) -> PathBuf {
    let name = page.file_name().unwrap().to_str().unwrap();
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("docs").join(purpose).join(name);
    let _ = fs::remove_dir_all(&folder);
    copy_all(&root().join("examples"), &folder.join("examples"));
    folder
}

#[test]
fn rules_in_the_documents_compile_and_their_examples_hold() {
    let mut faults = Vec::new();
    for page in pages() {
        let name = page.file_name().unwrap().to_str().unwrap().to_owned();
        let folder = folder_for(&page, "rules");
        let text = fs::read_to_string(&page).unwrap();
        let mut prelude = String::new();
        for block in blocks(&text).iter().filter(|block| block.kind() != "rules") {
            if let Some(file) = block.value("file") {
                fs::write(folder.join(file), &block.text).unwrap();
            }
        }
        for block in blocks(&text).iter().filter(|block| block.kind() == "rules") {
            let rules =
                if block.has("fragment") { format!("{prelude}\n{}", block.text) } else { block.text.clone() };
            if block.has("prelude") {
                prelude = block.text.clone();
            }
            fs::write(folder.join("block.rules"), rules).unwrap();
            let place = format!("{name}:{}", block.first + 1);
            let checked = ipcalc(&folder, &["check", "block.rules"]);
            match block.value("error") {
                Some(code) => {
                    let said = said(&checked);
                    if checked.status.code() != Some(1) || !said.contains(code) {
                        faults.push(format!("{place}: should be refused with {code}\n{said}"));
                    }
                }
                None => {
                    if !checked.status.success() {
                        faults.push(format!("{place}: does not check\n{}", said(&checked)));
                        continue;
                    }
                    if !block
                        .text
                        .lines()
                        .any(|line| line.starts_with("example ") || line.starts_with("示例 "))
                    {
                        continue;
                    }
                    let tested = ipcalc(&folder, &["test", "block.rules"]);
                    if !tested.status.success() {
                        faults.push(format!("{place}: an example does not hold\n{}", said(&tested)));
                    }
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The arguments of a command line as a reader would type it.
fn arguments(command: &str) -> Option<Vec<String>> {
    let rest = command.strip_prefix("ipcalc ").or_else(|| command.strip_prefix("cargo run --release -- "))?;
    let mut arguments: Vec<String> = rest.split_whitespace().map(str::to_owned).collect();
    let two_forms =
        arguments.first().is_some_and(|first| ["eval", "facts", "list"].contains(&first.as_str()));
    if two_forms && !arguments.iter().any(|each| each == "--format") {
        arguments.extend(["--format".to_owned(), "text".to_owned()]);
    }
    Some(arguments)
}

/// What a session really prints.
fn replay(folder: &Path, session: &str) -> String {
    let mut real = String::new();
    for command in session.lines().filter_map(|line| line.strip_prefix("$ ")) {
        let arguments = arguments(command).unwrap_or_else(|| panic!("not a command of ours: {command}"));
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        real.push_str(&format!("$ {command}\n"));
        for line in said(&ipcalc(folder, &arguments)).lines() {
            real.push_str(line.trim_end());
            real.push('\n');
        }
    }
    real
}

#[test]
#[expect(clippy::disallowed_methods, reason = "asks whether to accept new output, as insta does")]
fn sessions_in_the_documents_print_what_they_show() {
    let accept = std::env::var("INSTA_UPDATE").is_ok_and(|value| value == "always");
    let mut faults = Vec::new();
    for page in pages() {
        let name = page.file_name().unwrap().to_str().unwrap().to_owned();
        let folder = folder_for(&page, "sessions");
        let text = fs::read_to_string(&page).unwrap();
        let mut changes: BTreeMap<usize, (usize, String)> = BTreeMap::new();
        for block in blocks(&text) {
            if let Some(file) = block.value("file") {
                fs::write(folder.join(file), &block.text).unwrap();
            }
            if block.kind() == "console" {
                let real = replay(&folder, &block.text);
                if real != block.text {
                    faults.push(format!("{name}:{} prints\n{real}", block.first + 1));
                    changes.insert(block.first, (block.last, real));
                }
            }
        }
        if accept && !changes.is_empty() {
            fs::write(&page, with_changes(&text, &changes)).unwrap();
        }
    }
    assert!(accept || faults.is_empty(), "{}", faults.join("\n"));
}

fn with_changes(page: &str, changes: &BTreeMap<usize, (usize, String)>) -> String {
    let lines: Vec<&str> = page.lines().collect();
    let mut out = String::new();
    let mut next = 0;
    for (&first, (last, text)) in changes {
        lines[next..first].iter().for_each(|line| out.extend([line, "\n"]));
        out.push_str(text);
        next = *last;
    }
    lines[next..].iter().for_each(|line| out.extend([line, "\n"]));
    out
}

/// The words that the grammar spells out between quotes, on the lines where it names keywords.
fn words_of_the_grammar() -> Vec<String> {
    let files = ["rules.pest", "expressions.pest", "words.pest"];
    let grammar: String =
        files.map(|file| fs::read_to_string(root().join("grammar").join(file)).unwrap()).concat();
    let mut words = Vec::new();
    let mut continued = false;
    for line in grammar.lines() {
        let rule = line.split('=').next().unwrap_or("").trim();
        let starts = line.starts_with(|first: char| first.is_ascii_lowercase());
        let names_words = ["k_", "kw_", "t_", "op_", "agg_", "o_", "w_"]
            .iter()
            .any(|beginning| rule.starts_with(beginning));
        let in_lists = [
            "award",
            "ladder",
            "rule_group",
            "support",
            "target",
            "fund",
            "at_least",
            "at_most",
            "more",
            "less",
            "measure",
            "scale",
        ];
        continued =
            if starts { names_words || in_lists.contains(&rule) } else { continued && line.starts_with(' ') };
        if continued {
            let mut parts = line.split('"');
            let _ = parts.next();
            while let (Some(word), Some(_)) = (parts.next(), parts.next()) {
                if word.chars().all(char::is_alphabetic) {
                    words.push(word.to_owned());
                }
            }
        }
    }
    words
}

#[test]
fn the_reference_names_every_word_of_the_grammar() {
    let english = fs::read_to_string(root().join("docs/language.md")).unwrap();
    let chinese = fs::read_to_string(root().join("docs/language.zh.md")).unwrap();
    let words = words_of_the_grammar();
    assert!(words.len() > 150, "the grammar is read wrongly: {} words", words.len());
    let missing: Vec<_> = words
        .iter()
        .filter(|word| !if word.is_ascii() { &english } else { &chinese }.contains(word.as_str()))
        .collect();
    assert!(missing.is_empty(), "not in docs/language.md or docs/language.zh.md: {missing:?}");
}

/// The pages that drafters read stand in both languages, each with a link to the other.
#[test]
fn pages_for_drafters_stand_in_both_languages() {
    let mut faults = Vec::new();
    let twins = ["README", "docs/language", "docs/tutorial", "docs/phrases", "docs/batch", "docs/allocate"];
    let mut pages: Vec<PathBuf> = twins.iter().map(|page| root().join(format!("{page}.md"))).collect();
    for entry in fs::read_dir(root().join("docs/cookbook")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if name.ends_with(".md") && !name.ends_with(".zh.md") {
            pages.push(path);
        } else if let Some(stem) = name.strip_suffix(".zh.md") {
            pages.push(path.with_file_name(format!("{stem}.md")));
        }
    }
    for english in pages {
        let chinese = english.with_extension("zh.md");
        for (page, other) in [(&english, &chinese), (&chinese, &english)] {
            let link = format!("]({})", other.file_name().unwrap().to_str().unwrap());
            let top: String =
                fs::read_to_string(page).unwrap_or_default().lines().take(5).collect::<Vec<_>>().join("\n");
            if !top.contains(&link) {
                faults.push(format!("{} has no {link} at its top", page.display()));
            }
        }
    }
    faults.sort();
    faults.dedup();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// A heading as the anchor that pages link to.
fn anchor(heading: &str) -> String {
    let kept = heading.chars().filter(|char| char.is_alphanumeric() || matches!(char, ' ' | '-' | '_'));
    kept.collect::<String>().to_lowercase().replace(' ', "-")
}

#[test]
fn links_between_the_documents_lead_somewhere() {
    let mut faults = Vec::new();
    for page in pages() {
        let text = fs::read_to_string(&page).unwrap();
        let mut fenced = false;
        for (number, line) in text.lines().enumerate() {
            fenced ^= line.starts_with("```");
            if fenced || line.starts_with("```") {
                continue;
            }
            for link in line.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
                let (file, at) = link.split_once('#').map_or((link, None), |(file, at)| (file, Some(at)));
                if file.contains("://") {
                    continue;
                }
                let target = if file.is_empty() { page.clone() } else { page.parent().unwrap().join(file) };
                let found = match at {
                    None => target.exists(),
                    Some(at) => fs::read_to_string(&target).is_ok_and(|text| {
                        text.lines().any(|line| {
                            line.starts_with('#') && anchor(line.trim_start_matches('#').trim()) == at
                        })
                    }),
                };
                if !found {
                    faults.push(format!("{}:{}: {link}", page.display(), number + 1));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// What a table of phrases says is written, is written in the rules of its page, which run.
#[test]
fn each_line_of_the_tables_of_phrases_runs() {
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    for name in ["docs/phrases.md", "docs/phrases.zh.md"] {
        let text = fs::read_to_string(root().join(name)).unwrap();
        let lines: Vec<String> = blocks(&text)
            .iter()
            .filter(|block| block.kind() == "rules" && !block.info.contains("error"))
            .flat_map(|block| block.text.lines().map(plain).collect::<Vec<_>>())
            .collect();
        let mut seen = 0;
        for row in text.lines().filter(|line| line.starts_with("| ")) {
            let Some((_, rule)) = row.split_once(" | ") else { continue };
            for written in rule.split('`').skip(1).step_by(2).map(plain) {
                let runs =
                    lines.iter().any(|line| *line == written || line.starts_with(&format!("{written} ")));
                assert!(runs, "{name}: `{written}` stands in no rule of the page");
                seen += 1;
            }
        }
        assert!(seen > 60, "{name}: {seen}");
    }
}
