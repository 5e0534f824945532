//! docs/compile.md against `--to plan` and `--to program`: every key that comes out is described, every key that is
//! described comes out.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use ipcalc::compile::{Compiled, compile};
use ipcalc::report::{compiled, json_text};
use ipcalc::source::Sources;
use serde_json::Value;

/// Keys by object, and the operations.
#[derive(Default)]
struct Format {
    keys: BTreeMap<String, BTreeSet<String>>,
    operations: BTreeSet<String>,
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Keys of plans that link several policies, which `compile` never does.
const LINKED: [(&str, &str); 2] = [("awards[]", "policy"), ("awards[].bounds[]", "superseded_by")];

/// What no policy of the repository uses.
const RARE: &str = r#"policy rare "Rare"
  currency CNY
  stacking adds up cites 9
fact kind : kind of applicant, one of firm, school
fact sales : money
fact exports : bool
let bound = 1% of sales where exports
award limited "Limited where it exports" cites 1
  matter "sales"
  pays 1% of sales
  at most 1k where exports
  at most 5k per year
award other "Another" cites 2
  pays 2% of sales
group both "Both" cites 3
  members limited, other
  together at most bound
  reading "both count"
  by "A" with "B"
  note "of the group"
score quality "Quality" cites 4
  points "Size" 5 where sales >= 1m cites 4(1)
  pass >= 3
  by "A"
  reading "inclusive"
  note "of the score"
fact turnover : money by year
fact size : count
fact lot : optional date
fact received : money
fact loans : list of loan
  field interest : money
  field paid_on : optional date
table rate "Rate" by size cites 5
  row 1 = 5
  row 2 = 6
  otherwise 0
  reading "of the year before"
  note "of the table"
ladder climb "Steps" cites 6
  highest step only
  step 10k where size >= 1 cites 6(1)
  step 20k where size >= 2 cites 6(2)
award parted "Parts" cites 7
  pays 1% of turnover[2019]
  max 500k cites 7(1)
  split 8:2 "a", "b" where exports else 1:1 "a", "b" cites 7(2)
  paid 100k "on approval", rest "on acceptance" cites 7(3)
award split_rest "Rest" cites 7
  pays 3% of sales
  split 100 CNY "a", rest "b"
award ever "Always" cites 8
  where true
  pays rate[size]
award winners "Winners" cites 10
  pays 1k
  quota 3 per year
  ranked highest by bound
group shared "Shared" cites 11
  members ever, winners
  together at most 5k per household in all, counting received
award older "Older" cites 12
  pays 1k
award newer "Newer" cites 12
  replaces older from 2025-07-01
  keep older until 2026-12-31 by lot where exports
  pays 2k
target growth_of_it "Growth" cites 13
  goal at least 5 by 2020 cites 13(1)
fund reserve "Reserve" cites 14
  size unstated
  match 1:1 with "the state" cites 14(1)
  share 80% "the reserve" cites 14(2)
  share 20% "the banks"
"#;

fn compiled_of(name: &str, text: String, tables: &[(String, String)]) -> Option<Compiled> {
    let mut sources = Sources::new();
    let file = sources.add(name, text);
    for (name, text) in tables {
        let table = sources.add(name, text.clone());
        sources.attach(file, name, Ok(table));
    }
    let found = compile(&sources, &[file]);
    found.plan.is_some().then_some(found)
}

fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join(folder)).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|found| found == ending));
    paths.sort();
    paths
}

/// The blocks of a page, each with what stands behind its fence.
fn blocks(path: &Path) -> Vec<(String, String)> {
    let text = fs::read_to_string(path).unwrap();
    let mut found = Vec::new();
    let mut open: Option<(String, String)> = None;
    for line in text.lines() {
        match (line.strip_prefix("```"), &mut open) {
            (Some(info), None) => open = Some((info.trim().to_owned(), String::new())),
            (Some(_), Some(_)) => found.extend(open.take()),
            (None, Some((_, text))) => text.extend([line, "\n"]),
            (None, None) => {}
        }
    }
    found
}

/// Every policy of the repository and its documents.
fn policies() -> Vec<Compiled> {
    let mut found = vec![compiled_of("rare.rules", RARE.to_owned(), &[]).expect("it compiles")];
    for folder in ["rules", "benches", "tests/cli", "tests/warehouse", "tests/versions"] {
        for path in files(folder, "rules") {
            found.extend(compiled_of("file.rules", fs::read_to_string(path).unwrap(), &[]));
        }
    }
    for page in ["docs", "docs/cookbook"].into_iter().flat_map(|folder| files(folder, "md")) {
        let blocks = blocks(&page);
        let file = |info: &str| {
            info.split_whitespace().find_map(|word| word.strip_prefix("file=").map(str::to_owned))
        };
        let tables: Vec<(String, String)> =
            blocks.iter().filter_map(|(info, text)| Some((file(info)?, text.clone()))).collect();
        let mut prelude = String::new();
        for (info, text) in blocks.into_iter().filter(|(info, _)| info.starts_with("rules")) {
            if info.contains("prelude") {
                prelude.clone_from(&text);
            }
            let text = if info.contains("fragment") { format!("{prelude}\n{text}") } else { text };
            if !info.contains("error=") {
                let tables: Vec<_> = tables.iter().filter(|(_, table)| *table != text).cloned().collect();
                found.extend(compiled_of("block.rules", text, &tables));
            }
        }
    }
    assert!(found.len() > 60, "{}", found.len());
    found
}

/// The tables of a part of the page: rows of an object and its keys, and of operations.
fn described(heading: &str) -> Format {
    let page = fs::read_to_string(root().join("docs/compile.md")).unwrap();
    let part = page.split("\n## ").find(|part| part.starts_with(heading)).expect("the part is there");
    let code =
        |cell: &str| -> Vec<String> { cell.split('`').skip(1).step_by(2).map(str::to_owned).collect() };
    let mut format = Format::default();
    let mut of_operations = false;
    for line in part.lines().filter(|line| line.starts_with("| ")) {
        let Some((first, rest)) = line.trim_matches('|').split_once('|') else { continue };
        if first.trim() == "operation" || first.trim() == "object" {
            of_operations = first.trim() == "operation";
            continue;
        }
        if of_operations {
            format.operations.extend(code(first));
            continue;
        }
        let word = |key: &String| key.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_');
        let keys: BTreeSet<String> = code(rest).into_iter().filter(word).collect();
        let objects = match first.trim() {
            "the whole" => vec![String::new()],
            "an expression" => vec!["expression".to_owned()],
            "a type" => vec!["*.type".to_owned()],
            _ => code(first),
        };
        for object in objects {
            format.keys.entry(object).or_default().extend(keys.clone());
        }
    }
    format
}

/// The keys of each object of a document, by the row of the table that describes it.
fn walk(path: &str, value: &Value, node: &str, rows: &Format, found: &mut Format) {
    match value {
        Value::Array(all) => all.iter().for_each(|one| walk(&format!("{path}[]"), one, node, rows, found)),
        Value::Object(object) => {
            let mut path = path.to_owned();
            if let Some(operation) = object.get("op") {
                node.clone_into(&mut path);
                found.operations.insert(operation.as_str().unwrap().to_owned());
            }
            let anywhere = |row: &&String| {
                row.strip_prefix("*.").is_some_and(|end| path == end || path.ends_with(&format!(".{end}")))
            };
            let row = rows.keys.keys().find(|row| **row == path).or_else(|| rows.keys.keys().find(anywhere));
            let row = row.unwrap_or(&path).clone();
            found.keys.entry(row).or_default().extend(object.keys().cloned());
            for (key, value) in object {
                let at = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                walk(&at, value, node, rows, found);
            }
        }
        _ => {}
    }
}

fn check(heading: &str, node: &str, document: impl Fn(&Compiled) -> String) {
    let rows = described(heading);
    let mut found = Format::default();
    for policy in policies() {
        walk("", &serde_json::from_str(&document(&policy)).unwrap(), node, &rows, &mut found);
    }
    let mut faults = Vec::new();
    let objects: BTreeSet<&String> = rows.keys.keys().chain(found.keys.keys()).collect();
    let none = BTreeSet::new();
    for object in objects {
        let (told, seen) = (rows.keys.get(object).unwrap_or(&none), found.keys.get(object).unwrap_or(&none));
        faults.extend(seen.difference(told).map(|key| format!("{object}: `{key}` is not described")));
        let told = told.difference(seen).filter(|key| !LINKED.contains(&(object, key)));
        faults.extend(told.map(|key| format!("{object}: `{key}` never comes out")));
    }
    for (one, other, word) in [
        (&found.operations, &rows.operations, "is not described"),
        (&rows.operations, &found.operations, "never comes out"),
    ] {
        faults.extend(one.difference(other).map(|operation| format!("operation `{operation}` {word}")));
    }
    assert!(faults.is_empty(), "docs/compile.md, {heading}:\n{}", faults.join("\n"));
}

#[test]
fn plans_are_as_the_page_says() {
    check("`--to plan`", "nodes[]", |policy| json_text(&compiled::plan(policy.plan.as_ref().unwrap())));
}

#[test]
fn programs_are_as_the_page_says() {
    check("`--to program`", "expression", |policy| {
        json_text(&compiled::program(policy.program.as_ref().unwrap(), policy.plan.as_ref().unwrap()))
    });
}
