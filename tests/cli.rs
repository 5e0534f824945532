//! The program as people and scripts call it: results on standard output, complaints on standard error, exit codes.

use std::path::{Path, PathBuf};

use assert_cmd::Command;

fn ipcalc() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ipcalc"));
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    command
}

/// Exit code, standard output, standard error.
fn call(arguments: &[&str]) -> (i32, String, String) {
    finish(ipcalc().args(arguments))
}

fn finish(command: &mut Command) -> (i32, String, String) {
    let output = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let (out, err) = (text(output.stdout), text(output.stderr));
    for trace in ["panicked at", "RUST_BACKTRACE", "stack backtrace", "E0999"] {
        assert!(!err.contains(trace), "{err}");
    }
    (output.status.code().expect("ends by itself"), out, err)
}

/// A folder of a test's own, empty at first.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }
    fn put(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.0.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    }
    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

const SMALL: &str = "policy small \"Small\"
  rounding  half up to 0.01

fact applicant : kind of applicant, one of university \"高校\", enterprise \"企业\"
fact sales : money \"销售额\"

award prize \"Prize\" cites 1
  for   university
  pays  5% of sales, max 500k per year

example \"at the cap\"
  given applicant = university, sales = 10m
  then  prize pays 500k
";

const SMALL_FACTS: &str =
    r#"{"policy":"small","as_of":"2020-01-01","facts":{"applicant":"university","sales":"8000000"}}"#;

#[test]
fn reports_for_a_person() {
    for applicant in ["university", "enterprise", "agency"] {
        let facts = format!("examples/qingdao-{applicant}.json");
        for lang in ["zh", "en"] {
            let (code, out, err) = call(&["eval", &facts, "--format", "text", "--lang", lang]);
            assert_eq!((code, err.as_str()), (0, ""), "{applicant} {lang}");
            assert!(!out.contains('\u{1b}'), "no colour in a pipe");
            insta::assert_snapshot!(format!("eval_{applicant}_{lang}"), out);
        }
    }
}

#[test]
fn every_mechanism_in_words() {
    for facts in ["mechanisms", "unknowns"] {
        let path = format!("tests/cli/{facts}.json");
        for lang in ["zh", "en"] {
            let rules = "tests/cli/mechanisms.rules";
            let (code, out, err) =
                call(&["eval", &path, "--rules", rules, "--format", "text", "--lang", lang]);
            assert_eq!((code, err.as_str()), (0, ""), "{facts} {lang}");
            insta::assert_snapshot!(format!("{facts}_{lang}"), out);
        }
    }
}

#[test]
fn a_pipe_gets_json_in_the_order_of_sections() {
    let (code, out, _) = call(&["eval", "examples/qingdao-university.json"]);
    assert_eq!(code, 0);
    let result: serde_json::Value = serde_json::from_str(&out).unwrap();
    let awards = result["awards"].as_array().unwrap();
    let centre = awards.iter().find(|award| award["id"] == "operation_centre").unwrap();
    assert_eq!(centre["amount"], "400000.00");
    assert_eq!(centre["outcome"], "awarded");
    assert!(awards.iter().all(|award| award["cites"].is_string() && award["title"].is_string()));
    assert_eq!(out, call(&["eval", "examples/qingdao-university.json"]).1, "the same bytes");
}

#[test]
fn facts_from_standard_input() {
    let facts = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/qingdao-university.json"));
    let (code, out, _) = finish(ipcalc().args(["eval", "-"]).write_stdin(facts.unwrap()));
    assert_eq!(code, 0);
    assert_eq!(out, call(&["eval", "examples/qingdao-university.json"]).1);
}

/// What cannot be read gets exit code 2, a code on standard error, and nothing on standard output.
#[test]
fn input_that_cannot_be_read() {
    let folder = Folder::new("unreadable");
    let missing = folder.0.join("none.json").to_str().unwrap().to_owned();
    let cases = [
        (missing, "E0901"),
        (folder.path().to_owned(), "E0902"),
        (folder.put("gbk.json", b"{\"policy\":\n\"\xc7\xe0\"}"), "E0904"),
        (folder.put("empty.json", ""), "E07"),
        (folder.put("broken.json", "{\"policy\": "), "E07"),
        (folder.put("deep.json", "[".repeat(1_000_000)), "E07"),
        (folder.put("near.json", r#"{"policy":"qingdoa","facts":{}}"#), "qingdao"),
    ];
    for (path, expected) in cases {
        let (code, out, err) = call(&["eval", &path]);
        assert_eq!((code, out.as_str()), (2, ""), "{path}");
        assert!(err.contains(expected), "{path}: {err}");
    }
}

#[test]
fn files_of_the_wrong_kind_or_size() {
    let folder = Folder::new("kinds");
    let facts = folder.put("facts.json", SMALL_FACTS);
    let rules = folder.put("small.rules", SMALL);
    let below_a_file = format!("{facts}/more.json");
    let large = folder.put("large.json", "");
    std::fs::File::options().write(true).open(&large).unwrap().set_len(65 << 20).unwrap();
    let cases: [(&[&str], &str); 5] = [
        (&["eval", &rules], "E0913"),
        (&["check", &facts], "E0913"),
        (&["eval", &below_a_file], "E0903"),
        (&["eval", &large], "E0905"),
        (&["check", "src/money"], "E0907"),
    ];
    for (arguments, code) in cases {
        let (exit, out, err) = call(arguments);
        assert_eq!((exit, out.as_str()), (2, ""), "{arguments:?}");
        assert!(err.starts_with(code), "{arguments:?}: {err}");
    }
}

#[test]
fn all_errors_of_a_facts_file_in_one_run_with_line_and_column() {
    let folder = Folder::new("bad-facts");
    let path = folder.put(
        "bad.json",
        r#"{ "policy": "qingdao", "as_of": "2019-02-30",
  "facts": { "aplicant": "university", "patent_transaction_value": "5 apples",
    "navigation_projects": -1, "agency_main_revenue": 1e400,
    "technology_sme": true, "technology_sme": false } }"#,
    );
    let (code, out, err) = call(&["eval", &path]);
    assert_eq!((code, out.as_str()), (2, ""));
    for place in ["bad.json:1:", "bad.json:2:14", "bad.json:2:", "bad.json:3:", "bad.json:4:"] {
        assert!(err.contains(place), "{place}: {err}");
    }
    assert!(err.contains("applicant"), "{err}");
    assert!(err.matches("\n  × ").count() >= 6, "{err}");
}

#[test]
fn wrong_calls() {
    for arguments in [
        &["frobnicate"][..],
        &[],
        &["eval"],
        &["eval", "a", "--format", "xml"],
        &["facts"],
        &["--lang", "fr", "check"],
    ] {
        let (code, out, err) = call(arguments);
        assert_eq!((code, out.as_str()), (2, ""), "{arguments:?}");
        assert!(!err.is_empty());
    }
    for command in ["facts", "list"] {
        let (code, out, err) = call(&[command, "qingda", "--lang", "en"]);
        assert_eq!((code, out.as_str()), (2, ""));
        assert!(err.contains("E0908") && err.contains("did you mean \"qingdao\"?"), "{err}");
    }
}

#[test]
fn a_list_in_chinese_names_kinds_in_chinese() {
    for policy in ["qingdao", "shenzhen", "tianjin_port_ftz", "zhangzhou", "cangzhou"] {
        let (code, out, _) = call(&["list", policy, "--format", "text"]);
        assert_eq!(code, 0, "{policy}");
        for line in out.lines() {
            let kind = line.split_whitespace().nth(1).unwrap_or_default();
            let english =
                ["award", "ladder", "support", "limit", "quota", "step", "goal", "target", "fund", "size"];
            assert!(!english.contains(&kind) && kind != "not_encoded", "{policy}: {line}");
        }
    }
}

#[test]
fn help_and_version() {
    let (code, out, _) = call(&["--help"]);
    assert_eq!(code, 0);
    for word in ["eval", "check", "test", "facts", "list", "fmt", "explain", "completions", "Exit codes"] {
        assert!(out.contains(word), "{word}");
    }
    for command in ["eval", "check", "test", "facts", "list", "fmt", "explain", "completions"] {
        let (code, out, _) = call(&[command, "--help"]);
        assert_eq!(code, 0);
        assert!(out.contains("Example") && out.contains("--lang"), "{command}: {out}");
    }
    assert!(call(&["--version"]).1.starts_with("ipcalc "));
}

#[test]
fn check_tells_everything_and_its_exit_code_the_answer() {
    let folder = Folder::new("check");
    let good = folder.put("good.rules", SMALL);
    let (code, out, err) = call(&["check", &good, "--lang", "en"]);
    assert_eq!((code, out.as_str(), err.as_str()), (0, "nothing found (policies: 1, files: 1)\n", ""));
    let bad =
        folder.put("bad.rules", SMALL.replace("of sales", "of slaes").replace("university\n", "univers\n"));
    let (code, out, _) = call(&["check", &bad]);
    assert_eq!(code, 1);
    assert!(out.contains("bad.rules:8:") && out.contains("bad.rules:9:"), "{out}");
    let (code, out, _) = call(&["check", &bad, "--format", "json"]);
    let found: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(code, 1);
    assert!(found.as_array().unwrap().iter().all(|one| one["code"].as_str().unwrap().starts_with('E')));
    assert_eq!(call(&["check", "nowhere.rules"]).0, 2);
    assert_eq!(call(&["check", "src/money"]).0, 2, "a folder without rules");
    let (code, out, _) = call(&["check"]);
    assert_eq!(code, 0, "{out}");
}

#[test]
fn no_rule_file_brings_it_down() {
    let folder = Folder::new("hostile");
    let hostile: [(&str, Vec<u8>); 6] = [
        (
            "nested.rules",
            format!(
                "{SMALL}\naward deep \"d\" cites 2\n  pays {}1{}\n",
                "(".repeat(100_000),
                ")".repeat(100_000)
            )
            .into(),
        ),
        ("unclosed.rules", SMALL.replace("\"Prize\"", "\"Prize").into()),
        ("zero.rules", b"\0\0\0".to_vec()),
        ("empty.rules", Vec::new()),
        ("words.rules", "奖励 ".repeat(10_000).into()),
        ("brackets.rules", "「".repeat(10_000).into()),
    ];
    for (name, text) in hostile {
        let (code, out, err) = call(&["check", &folder.put(name, text)]);
        assert_eq!(code, 1, "{name}: {out}{err}");
        assert!(out.contains("E0"), "{name}: {out}");
    }
}

#[test]
fn rules_of_your_own_in_files_and_folders() {
    let folder = Folder::new("own");
    let facts = folder.put("facts.json", SMALL_FACTS);
    let whole = folder.put("whole/small.rules", SMALL);
    let (code, one, err) = call(&["eval", &facts, "--rules", &whole]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(one.contains("\"amount\": \"400000.00\""), "{one}");
    // The same policy in a folder of several files, beside another policy.
    let (head, award) = SMALL.split_at(SMALL.find("award").unwrap());
    folder.put("many/small/z-head.rules", head);
    folder.put("many/small/a-award.rules", award);
    folder.put("many/other.rules", "policy other \"Other\"\n");
    let many = folder.0.join("many");
    let (code, several, err) = call(&["eval", &facts, "--rules", many.to_str().unwrap()]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert_eq!(one, several, "how a policy is cut into files changes nothing");
    let (code, _, err) = call(&["eval", &facts, "--rules", &facts]);
    assert_eq!(code, 2, "{err}");
    folder.put("many/other2.rules", "policy other2 \"Other\"\n");
    folder.put("many/stray.rules", "# nothing\n");
    let (code, _, err) = call(&["eval", &facts, "--rules", many.to_str().unwrap()]);
    assert!(code == 2 && err.contains("E0909"), "{err}");
}

#[test]
fn several_policies_at_once() {
    let folder = Folder::new("several");
    folder.put("rules/one.rules", SMALL);
    folder.put("rules/two.rules", SMALL.replace("policy small", "policy other"));
    let rules = folder.0.join("rules").to_str().unwrap().to_owned();
    let facts = folder.put("facts.json", SMALL_FACTS.replace(r#""policy":"small","#, ""));
    let (code, out, _) = call(&["eval", &facts, "--rules", &rules]);
    let result: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(code, 0);
    assert_eq!(result["total"]["min"], "800000.00");
    assert_eq!(result["policies"][1]["awards"][0]["id"], "other/prize");
    let (_, out, _) = call(&["eval", &facts, "--rules", &rules, "--format", "text", "--lang", "en"]);
    assert!(out.ends_with("\ntotal of all policies  800,000.00\n"), "{out}");
}

#[cfg(unix)]
#[test]
fn links_out_of_a_rules_folder_are_refused() {
    let folder = Folder::new("links");
    let facts = folder.put("facts.json", SMALL_FACTS);
    folder.put("rules/small.rules", SMALL);
    let outside = folder.put("outside.rules", "policy outside \"x\"\n");
    std::os::unix::fs::symlink(outside, folder.0.join("rules/in.rules")).unwrap();
    let rules = folder.0.join("rules");
    let (code, out, err) = call(&["eval", &facts, "--rules", rules.to_str().unwrap()]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("E0906"), "{err}");
}

/// A unit that only a field of a list declares, and an example that leaves a fact out.
const MEASURED: &str = r#"政策 a "甲"
申报项 w: 清单 仓
  字段 area: 数量 平方米
  字段 good: 是否
奖励 x "仓库" 依据 一
  逐笔 仓 取自 w 当 仓.area ≥ 2000m² 且 仓.good
  金额 1万元
示例 "缺一项"
  已知 w = [{area = 2000平方米}]
  结果 x 不符合条件
"#;

#[test]
fn tests_pass_fail_or_cannot_be_read() {
    let folder = Folder::new("test");
    let rules = folder.put("small.rules", SMALL);
    let (code, out, _) = call(&["test", &rules, "--lang", "en"]);
    assert_eq!((code, out.as_str()), (0, "1 passed, 0 failed\n"));
    let wrong = folder.put("wrong.rules", SMALL.replace("pays 500k\n", "pays 499k\n"));
    let (code, out, _) = call(&["test", &wrong, "--lang", "en"]);
    assert_eq!(code, 1);
    assert!(out.contains("✗ at the cap") && out.ends_with("0 passed, 1 failed\n"), "{out}");
    let case = |expected: &str| {
        let expect = format!(r#"{{"name":"n","expect":{{"awards":{{"prize":"{expected}"}}}},"#);
        SMALL_FACTS.replacen('{', &expect, 1)
    };
    let good = folder.put("cases/good.json", format!("[{}]", case("400000.00")));
    folder.put("cases/no-case.json", "{}");
    let cases = folder.0.join("cases").to_str().unwrap().to_owned();
    for arguments in [&["test", &good, "--rules", &rules][..], &["test", &rules, &cases]] {
        let (code, out, err) = call(arguments);
        assert_eq!(code, 0, "{out}{err}");
    }
    let bad = folder.put("bad.json", case("400000.01"));
    let (code, out, _) = call(&["test", &bad, "--rules", &rules, "--lang", "en"]);
    assert_eq!(code, 1);
    assert!(out.contains("400000.01") && out.contains("bad.json:1"), "{out}");
    let measures = folder.put("measures.rules", MEASURED);
    let (code, out, _) = call(&["test", &measures]);
    assert_eq!(code, 1);
    assert!(out.contains("x ：应为 不符合条件，得到 待定 0.00–10000.00（缺：w[1].good）"), "{out}");
    let nothing = folder.put("nothing/here.txt", "").replace("/here.txt", "");
    for arguments in [&["test", "nowhere"][..], &["test", &nothing]] {
        let (code, out, err) = call(arguments);
        assert_eq!((code, out.as_str()), (2, ""), "{err}");
    }
    let (code, out, err) = call(&["test"]);
    assert_eq!(code, 0, "{out}{err}");
}

#[test]
fn canonical_form() {
    let folder = Folder::new("fmt");
    let path = folder.put("a.rules", SMALL.replace("  pays  5% of", "  pays     5%   of"));
    let (code, out, _) = call(&["fmt", "--check", &path]);
    assert!(code == 1 && out.contains("a.rules"), "{out}");
    assert_eq!(call(&["fmt", &path]), (0, String::new(), String::new()));
    assert_eq!(call(&["fmt", "--check", &path]), (0, String::new(), String::new()));
    let formatted = std::fs::read_to_string(&path).unwrap();
    let (code, again, _) = finish(ipcalc().args(["fmt", "-"]).write_stdin(formatted.clone()));
    assert_eq!((code, &again), (0, &formatted), "canonical form is its own canonical form");
    let (_, chinese, _) = finish(ipcalc().args(["fmt", "--to", "zh", "-"]).write_stdin(formatted.clone()));
    assert!(chinese.contains("奖励 prize"), "{chinese}");
    let broken = folder.put("b.rules", SMALL.replace("\"Prize\"", "\"Prize"));
    let before = std::fs::read(&broken).unwrap();
    let (code, _, err) = call(&["fmt", &broken]);
    assert!(code == 2 && err.contains("E0101"), "{err}");
    assert_eq!(before, std::fs::read(&broken).unwrap(), "what cannot be read is left as it was");
}

#[test]
fn facts_and_items_of_a_policy() {
    for command in ["facts", "list"] {
        let (code, out, _) = call(&[command, "qingdao"]);
        assert_eq!(code, 0);
        let rows: serde_json::Value = serde_json::from_str(&out).unwrap();
        assert!(rows.as_array().unwrap().len() > 10);
        let (code, text, _) = call(&[command, "qingdao", "--format", "text"]);
        assert_eq!(code, 0);
        insta::assert_snapshot!(format!("{command}_qingdao"), text);
    }
}

#[test]
fn codes_are_explained() {
    let (code, out, _) = call(&["explain", "e0101", "--lang", "en"]);
    assert_eq!(code, 0);
    assert!(out.starts_with("E0101  error  ") && out.contains("wrong:"), "{out}");
    let (code, out, err) = call(&["explain", "E0110x", "--lang", "en"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("E0910"), "{err}");
    let (code, out, _) = call(&["explain"]);
    assert_eq!(code, 0);
    assert!(out.lines().count() > 20 && !out.contains('{'), "{out}");
}

#[test]
fn completions_for_each_shell() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let (code, out, _) = call(&["completions", shell]);
        assert!(code == 0 && out.contains("ipcalc"), "{shell}");
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_ipcalc"))
        .args(["completions", "zsh"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.len()), (Some(0), 0));
}

#[test]
fn coverage_says_what_is_left_of_a_text() {
    let folder = Folder::new("coverage");
    let rules = folder.put(
        "grants.rules",
        "policy grants \"Grants\"\nfact applicant : kind of applicant, one of firm \"企业\", school \"高校\"\n\
         award start \"Start\" cites (一)\n  for firm\n  pays 500k\n  once\n\
         fund pot \"Pot\" cites (一)\n  size unstated\n  pays for start\n",
    );
    let text = folder.put("text.txt", "某市办法\n2024年1月1日\n（一）奖励。对企业一次性给予５０万元獎勵。\n");
    let covered =
        ["coverage", "grants", "--text", &text, "--rules", &rules, "--format", "text", "--lang", "en"];
    let (code, out, err) = call(&covered);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert!(out.contains("1 covered, 0 declared not encoded, 0 left"), "{out}");
    let broken =
        std::fs::read_to_string(&rules).unwrap().replace("award start", "award begin").replace("500k", "5k");
    let broken = folder.put("broken.rules", broken);
    // The fund names an award that is gone: that is told, and what is left too.
    let (code, out, err) =
        call(&["coverage", "grants", "--text", &text, "--rules", &broken, "--format", "json"]);
    assert_eq!(code, 1, "{out}");
    assert!(err.contains("E0210") && out.contains("\"left\": 1") && out.contains("５０万"), "{out}{err}");
    let (code, out, _) = call(&["coverage", "grants", "--text", "nowhere.txt", "--rules", &rules]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert_eq!(call(&["coverage", "nothing", "--text", &text, "--rules", &rules]).0, 2);
}
