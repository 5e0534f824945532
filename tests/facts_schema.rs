//! `ipcalc facts POLICY --format jsonschema`: accepts every facts file that is read, refuses what is refused.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use jsonschema::Validator;
use serde_json::{Value, json};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn schema(policy: &str, more: &[&str]) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_ipcalc"))
        .current_dir(root())
        .args(["facts", policy, "--format", "jsonschema"])
        .args(more)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn validator(schema: &Value) -> Validator {
    jsonschema::options().with_draft(jsonschema::Draft::Draft202012).build(schema).unwrap()
}

fn told(validator: &Validator, facts: &Value) -> Vec<String> {
    validator.iter_errors(facts).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

/// The facts files and cases in a folder, one by one, with the file they stand in.
fn all_in(folder: &str) -> Vec<(String, Value)> {
    let mut found = Vec::new();
    let mut files: Vec<PathBuf> =
        fs::read_dir(root().join(folder)).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for file in files.iter().filter(|file| file.extension().is_some_and(|ending| ending == "json")) {
        let name = Path::new(file).file_name().unwrap().to_str().unwrap().to_owned();
        match serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap() {
            Value::Array(all) => found.extend(all.into_iter().map(|one| (name.clone(), one))),
            one => found.push((name, one)),
        }
    }
    found
}

#[test]
fn every_facts_file_and_case_of_the_repository_is_valid() {
    let mut seen = 0;
    for policy in ["qingdao", "zhangzhou", "cangzhou", "shenzhen", "tianjin_port_ftz"] {
        let schema = schema(policy, &[]);
        let validator = validator(&schema);
        for folder in ["examples", "tests/cases", "tests/golden"] {
            for (name, one) in all_in(folder).into_iter().filter(|(_, one)| one["policy"] == policy) {
                assert_eq!(told(&validator, &one), [] as [&str; 0], "{name}: {}", one["name"]);
                seen += 1;
            }
        }
    }
    assert!(seen > 40, "{seen}");
}

#[test]
fn facts_files_of_the_documents_and_the_tests_of_the_command_are_valid() {
    let folder = tempfile::tempdir().unwrap();
    let mut texts: Vec<(String, String)> = Vec::new();
    for name in ["mechanisms", "unknowns"] {
        let text = fs::read_to_string(root().join(format!("tests/cli/{name}.json"))).unwrap();
        texts.push((format!("{name}.json"), text));
    }
    let rules = fs::read_to_string(root().join("tests/cli/mechanisms.rules")).unwrap();
    let mut policies = vec![("mechanisms.rules".to_owned(), rules)];
    for pages in ["docs", "docs/cookbook"] {
        let mut pages: Vec<PathBuf> =
            fs::read_dir(root().join(pages)).unwrap().map(|entry| entry.unwrap().path()).collect();
        pages.sort();
        for page in pages.iter().filter(|page| page.extension().is_some_and(|end| end == "md")) {
            let name = page.file_stem().unwrap().to_str().unwrap().to_owned();
            let text = fs::read_to_string(page).unwrap();
            for (at, block) in text.split("\n```").enumerate() {
                let Some((info, text)) = block.split_once('\n') else { continue };
                if info.starts_with("json") {
                    texts.push((format!("{name}-{at}.json"), text.to_owned()));
                } else if info.starts_with("rules") && !info.contains("error=") {
                    policies.push((format!("{name}-{at}.rules"), text.to_owned()));
                }
            }
        }
    }
    let id = |text: &str| {
        let heading =
            text.lines().find_map(|line| line.strip_prefix("policy ").or(line.strip_prefix("政策 ")))?;
        Some(heading.split_whitespace().next()?.trim_matches(['「', '」']).to_owned())
    };
    let mut seen = 0;
    for (name, text) in &texts {
        let Ok(one) = serde_json::from_str::<Value>(text) else { continue };
        let all = one.as_array().cloned().unwrap_or_else(|| vec![one]);
        let page = name.split('-').next().unwrap_or("");
        for one in all.iter().filter(|one| one.get("facts").is_some()) {
            let Some(policy) = one["policy"].as_str() else { continue };
            // A page may show several drafts of a policy; the file goes with one of them.
            let is_it = |(_, text): &&(String, String)| id(text).as_deref() == Some(policy);
            let (own, others): (Vec<_>, Vec<_>) =
                policies.iter().filter(is_it).partition(|(file, _)| file.starts_with(page));
            let drafts = if own.is_empty() { others } else { own };
            let faults: Vec<Vec<String>> = drafts
                .iter()
                .map(|(file, rules)| {
                    let path = folder.path().join(file);
                    fs::write(&path, rules).unwrap();
                    told(&validator(&schema(policy, &["--rules", path.to_str().unwrap()])), one)
                })
                .collect();
            if faults.is_empty() {
                continue;
            }
            assert!(faults.iter().any(Vec::is_empty), "{name}: {one}\n{faults:?}");
            seen += 1;
        }
    }
    assert!(seen > 20, "{seen} of {}", texts.len());
}

#[test]
fn what_the_reader_refuses_the_schema_refuses() {
    let schema = schema("qingdao", &["--lang", "en"]);
    let validator = validator(&schema);
    let with = |facts: Value| json!({ "policy": "qingdao", "as_of": "2019-06-30", "facts": facts });
    let good = [
        json!({}),
        json!({ "applicant": "university", "patent_transaction_value": "800万元", "technology_sme": null }),
        json!({ "applicant": "高校", "patent_transaction_value": "8,000,000.00" }),
        json!({ "qingdao/patent_transaction_value": 1e6, "navigation_projects": 2.0, "honours": [] }),
        json!({ "patent_transaction_value": " ８００ 万元", "navigation_projects": "3项" }),
        json!({ "pledge_loans": [{ "interest": "1.5万", "term_months": 12, "repaid": true }, {}] }),
    ];
    for facts in good {
        assert_eq!(told(&validator, &with(facts.clone())), [] as [&str; 0], "{facts}");
    }
    let bad = [
        json!({ "applicants": "university" }),
        json!({ "applicant": "bank" }),
        json!({ "technology_sme": "true" }),
        json!({ "patent_transaction_value": "800平方米" }),
        json!({ "patent_transaction_value": "5%" }),
        json!({ "patent_transaction_value": "about 800" }),
        json!({ "patent_transaction_value": -1 }),
        json!({ "patent_transaction_value": "-1" }),
        json!({ "patent_transaction_value": "10.999.99" }),
        json!({ "navigation_projects": 2.5 }),
        json!({ "honours": "national_advantage" }),
        json!({ "honours": ["national_advantage", "national_advantage"] }),
        json!({ "pledge_loans": [{ "intrest": 1 }] }),
        json!({ "pledge_loans": {} }),
        json!({ "zhangzhou/applicant": "university" }),
    ];
    for facts in bad {
        assert!(!validator.is_valid(&with(facts.clone())), "{facts}");
    }
    let entry = |entry: Value| json!({ "policy": "qingdao", "history": [entry] });
    assert!(
        validator.is_valid(&entry(json!({ "award": "operation_centre", "year": 2018, "amount": "50000" })))
    );
    assert!(validator.is_valid(&entry(json!({ "award": "other", "policy": "zhangzhou", "amount": "1" }))));
    for wrong in [
        json!({ "award": "operation_center", "amount": "1" }),
        json!({ "award": "operation_centre" }),
        json!({ "award": "operation_centre", "amount": "1", "paid": true }),
        json!({ "award": "operation_centre", "amount": "1", "date": "2018-13-01" }),
    ] {
        assert!(!validator.is_valid(&entry(wrong.clone())), "{wrong}");
    }
    for wrong in [
        json!({ "polcy": "qingdao" }),
        json!({ "policy": "zhangzhou" }),
        json!({ "as_of": "2019" }),
        json!([]),
    ] {
        assert!(!validator.is_valid(&wrong), "{wrong}");
    }
}

#[test]
fn every_type_has_its_form() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("facts-schema");
    fs::create_dir_all(&folder).unwrap();
    let rules = folder.join("kinds.rules");
    let text = "policy 试点 \"Kinds\"\nfact level : count of levels \"Level (1–5)\"\n  range 1 to 5\n  question \"Which level?\"\n\
                fact growth : ratio\n  range at least -100%\nfact rate : number\n  default 1\nfact area : quantity in m²\n\
                fact lease : duration in months\nfact lot : optional date\nfact words : text\nfact sales : money in USD by year\n\
                fact grade : one of a \"甲\", b \"乙\"\n\
                award x \"X\" cites 1\n  where level > 1 and growth > 0 and lease > 3 months and lot > 2020-01-01\n  where words = \"y\" and grade is a and sales > 1 USD and area > 1 m²\n  pays 1 CNY × rate\n  quota 1 per year\n  ranked highest by level\n  ties none admitted\n";
    fs::write(&rules, text).unwrap();
    let schema = schema("试点", &["--rules", rules.to_str().unwrap(), "--lang", "en"]);
    insta::assert_snapshot!("kinds", serde_json::to_string_pretty(&schema).unwrap());
    let validator = validator(&schema);
    let valid = |facts: Value| validator.is_valid(&json!({ "policy": "试点", "facts": facts }));
    for good in [
        json!({ "level": 5, "growth": "-20%", "area": "12.5平方米", "lease": "12个月", "lot": "none", "words": "" }),
        json!({ "Level (1–5)": "3", "sales": { "2023": "1.5m USD", "2024": null }, "grade": "甲", "x.selected": true }),
        json!({ "sales": 10, "lot": "2024-02-29", "growth": -1, "试点/grade": "b" }),
    ] {
        assert!(valid(good.clone()), "{good}: {:?}", told(&validator, &json!({ "facts": good })));
    }
    for bad in [
        json!({ "level": 6 }),
        json!({ "level": 0 }),
        json!({ "growth": -1.5 }),
        json!({ "area": "12亩" }),
        json!({ "lease": "1年" }),
        json!({ "lot": "29.02.2024" }),
        json!({ "words": 1 }),
        json!({ "sales": { "this year": 1 } }),
        json!({ "sales": "10 CNY" }),
        json!({ "grade": "c" }),
        json!({ "x.selected": "yes" }),
    ] {
        assert!(!valid(bad.clone()), "{bad}");
    }
}
