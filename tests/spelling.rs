//! The two spellings of one policy: each turns into the other and back to the letter, and both compile to one plan.

use std::fs;
use std::path::PathBuf;

use ipcalc::compile::compile;
use ipcalc::source::{FileId, Sources};
use ipcalc::syntax::ast::Spelling;
use ipcalc::syntax::{parse, print};

fn rules() -> Vec<(String, String)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("rules");
    let mut found: Vec<(String, String)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "rules"))
        .map(|path| {
            (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(path).unwrap())
        })
        .collect();
    found.sort();
    found
}

fn spelled(text: &str, to: Option<Spelling>) -> String {
    let parsed = parse(FileId::first(), text);
    assert!(parsed.diagnostics.is_empty(), "{:?}\n{text}", parsed.diagnostics);
    print(&parsed.ast, to)
}

/// The plan without the places in the text that it comes from.
fn plan(name: &str, text: &str) -> String {
    let mut sources = Sources::new();
    let file = sources.add(name.to_owned(), text.to_owned());
    let compiled = compile(&sources, &[file]);
    let plan = compiled.plan.unwrap_or_else(|| panic!("{name}: {:?}", compiled.diagnostics));
    let shown = format!("{plan:?}");
    let mut out = String::new();
    let mut rest = shown.as_str();
    while let Some((before, after)) = rest.split_once("Span {") {
        out.push_str(before);
        rest = after.split_once('}').unwrap().1;
    }
    out + rest
}

#[test]
fn there_are_five_policies() {
    assert!(rules().len() >= 5, "{:?}", rules().iter().map(|(name, _)| name).collect::<Vec<_>>());
}

#[test]
fn each_spelling_comes_back_to_the_letter() {
    for (name, text) in rules() {
        let own = if spelled(&text, Some(Spelling::En)) == text { Spelling::En } else { Spelling::Zh };
        let other = if own == Spelling::En { Spelling::Zh } else { Spelling::En };
        assert_eq!(spelled(&text, Some(own)), text, "{name} is not in its canonical form");
        let there = spelled(&text, Some(other));
        assert_ne!(there, text, "{name}");
        assert_eq!(spelled(&there, Some(own)), text, "{name}");
    }
}

#[test]
fn both_spellings_compile_to_one_plan() {
    for (name, text) in rules() {
        let [zh, en] = [Spelling::Zh, Spelling::En].map(|to| plan(&name, &spelled(&text, Some(to))));
        assert!(zh == en, "{name}: {}", first_difference(&zh, &en));
        assert!(plan(&name, &text) == en, "{name}");
    }
}

fn first_difference(left: &str, right: &str) -> String {
    let at = left.bytes().zip(right.bytes()).position(|(left, right)| left != right).unwrap_or(0);
    let around = |text: &str| {
        String::from_utf8_lossy(&text.as_bytes()[at.saturating_sub(200)..(at + 200).min(text.len())])
            .into_owned()
    };
    format!("\n{}\n{}", around(left), around(right))
}
