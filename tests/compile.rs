//! `ipcalc compile` as users run it: queries in each dialect, JSON, refusals; nothing from a rule file leaves its quotes.
//!
//! That queries answer as `ipcalc batch` does is tried on the engines themselves: tests/warehouse/run.sh.

use std::collections::BTreeSet;
use std::process::Output;

use assert_cmd::Command;

const DIALECTS: [&str; 3] = ["duckdb", "spark", "postgres"];

fn compile(arguments: &[&str]) -> Output {
    let mut command = Command::cargo_bin("ipcalc").unwrap();
    command.current_dir(env!("CARGO_MANIFEST_DIR")).arg("compile").args(arguments).args(["--lang", "en"]);
    command.output().unwrap()
}

fn text(arguments: &[&str]) -> String {
    let output = compile(arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn query(policy: &str, rules: &str, dialect: &str, more: &[&str]) -> String {
    let mut arguments = vec![policy, "--rules", rules, "--to", "sql", "--dialect", dialect];
    arguments.extend(more);
    text(&arguments)
}

#[test]
fn a_policy_as_a_query_in_each_dialect() {
    for dialect in DIALECTS {
        let text = query("qd8", "benches/qd8.rules", dialect, &["--as-of", "2019-06-30"]);
        assert_eq!(text, query("qd8", "benches/qd8.rules", dialect, &["--as-of", "2019-06-30"]));
        insta::assert_snapshot!(format!("qd8_{dialect}"), text);
    }
}

#[test]
fn numbers_of_usual_size_need_64_bits_alone() {
    let steps = |more: &[&str]| {
        let text = query("qd8", "benches/qd8.rules", "duckdb", more);
        text.split("-- Step 1").nth(1).unwrap().to_owned()
    };
    assert!(steps(&[]).contains("HUGEINT"));
    assert!(!steps(&["--usual"]).contains("HUGEINT"));
}

#[test]
fn a_policy_with_a_list() {
    for dialect in DIALECTS {
        let text = query(
            "small",
            "tests/warehouse/small.rules",
            dialect,
            &["--history", "paid", "--list", "loans=bank.loans"],
        );
        insta::assert_snapshot!(format!("small_{dialect}"), text);
    }
}

#[test]
fn a_policy_as_json() {
    for target in ["program", "plan"] {
        let json = text(&["small", "--rules", "tests/warehouse/small.rules", "--to", target]);
        insta::assert_snapshot!(format!("small_{target}"), json);
    }
}

#[test]
fn every_policy_has_a_query_and_both_kinds_of_json() {
    for policy in ["qingdao", "zhangzhou", "tianjin_port_ftz", "cangzhou", "shenzhen"] {
        for dialect in DIALECTS {
            let query = text(&[policy, "--to", "sql", "--dialect", dialect, "--history", "history"]);
            // GREATEST and LEAST skip what is NULL; a division of decimals is a fraction.
            for word in ["GREATEST", "LEAST", " / "] {
                let code: Vec<&str> =
                    query.lines().filter(|line| !line.trim_start().starts_with("--")).collect();
                assert!(!code.join("\n").contains(word), "{policy}: {word}");
            }
        }
        for target in ["plan", "program"] {
            let json: serde_json::Value = serde_json::from_str(&text(&[policy, "--to", target])).unwrap();
            assert_eq!(json["format"], format!("ipcalc-{target}"));
            assert_eq!(json["version"], 2);
        }
    }
}

#[test]
fn quotients_that_a_condition_keeps_from_zero_have_a_query() {
    for dialect in DIALECTS {
        let rules = "tests/warehouse/quotients.rules";
        let text = query("quotients", rules, dialect, &["--as-of", "2024-06-30", "--history", "paid"]);
        for award in ["per_head", "of_both", "two", "growth", "of_items", "inverse"] {
            assert!(text.contains(award), "{dialect}: {award}");
        }
    }
}

#[test]
fn what_a_dialect_cannot_say_is_told_by_name_with_its_place() {
    let rules = "policy p \"P\"\nfact sales : optional money by year\naward a \"A\" cites 1\n  where sales has a base\n  \
                 pays 1% of increase of sales where growth of sales >= 20% else 1\n";
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("years.rules");
    std::fs::write(&path, rules).unwrap();
    for dialect in DIALECTS {
        let path = path.to_str().unwrap();
        let output = compile(&["p", "--rules", path, "--to", "sql", "--dialect", dialect]);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(said.matches("E0927").count(), 1, "{said}");
        for part in [dialect, "years.rules:4:9", "has a base", "--as-of"] {
            assert!(said.contains(part), "{part}: {said}");
        }
    }
}

#[test]
fn a_limit_stays_where_it_was_written() {
    // What is left of a limit, and not the lower of what was paid and the limit, taken from it.
    let text =
        text(&["qingdao", "--to", "sql", "--dialect", "duckdb", "--as-of", "2019-06-30", "--history", "h"]);
    let paid = "\"r\".\"operation_centre.paid_this_year\"";
    assert!(text.contains(&format!("WHEN 50000000 - {paid} >= 0 THEN 50000000 - {paid}")), "{text}");
    assert!(!text.contains(&format!("WHEN {paid} <= 50000000 THEN {paid}")), "{text}");
    // No condition that is decided already is left in it.
    assert!(!text.contains("WHEN 1 = "), "{text}");
}

/// What a query holds, told apart as its dialect does: comments, names in quotes, literals, and the rest.
#[derive(Default)]
struct Pieces {
    names: BTreeSet<String>,
    texts: BTreeSet<String>,
    comments: Vec<String>,
    rest: String,
}

fn pieces(query: &str, spark: bool) -> Pieces {
    let quote = if spark { '`' } else { '"' };
    let mut found = Pieces::default();
    let mut letters = query.chars().peekable();
    let mut before = ' ';
    while let Some(letter) = letters.next() {
        if letter == '-' && letters.peek() == Some(&'-') {
            let comment: String = std::iter::from_fn(|| letters.next_if(|&letter| letter != '\n')).collect();
            found.comments.push(comment);
        } else if letter == quote || letter == '\'' {
            let escapes = letter == '\'' && before == 'E';
            let mut inside = String::new();
            loop {
                let next = letters.next().expect("quotes are closed");
                if next == letter {
                    if letters.next_if_eq(&letter).is_none() {
                        break;
                    }
                    inside.push(letter);
                } else if next == '\\' && escapes {
                    inside.push(letters.next().expect("something is escaped"));
                } else {
                    inside.push(next);
                }
            }
            if letter == '\'' {
                found.texts.insert(inside)
            } else {
                found.names.insert(inside)
            };
        } else {
            found.rest.push(letter);
        }
        before = letter;
    }
    found
}

#[test]
fn nothing_from_a_rule_file_leaves_its_quotes() {
    for dialect in DIALECTS {
        let text = query("hostile", "tests/warehouse/hostile.rules", dialect, &["--history", "h'; --"]);
        assert!(dialect != "spark" || !text.contains("${"), "replaced before it is read");
        let found = pieces(&text, dialect == "spark");
        let plain = |letter: char| {
            letter.is_ascii_alphanumeric()
                || letter.is_ascii_whitespace()
                || "_.,()<>=+-*/%[]:@".contains(letter)
        };
        let strange: String = found.rest.chars().filter(|&letter| !plain(letter)).collect();
        assert_eq!(strange, "", "{dialect}");
        for word in ["DROP", "INSERT", "DELETE", "UPDATE", "SELECT * FROM"] {
            assert!(!found.rest.contains(word), "{dialect}: {word}");
        }
        for name in
            ["amount`; --", "kind\" OR 1=1 --", "on'; DROP TABLE applicants", "one\" AS \"x", "h'; --"]
        {
            assert!(found.names.contains(name), "{dialect} lacks the name {name}: {:?}", found.names);
        }
        assert!(found.comments.iter().all(|comment| !comment.ends_with('\\')), "{dialect}");
        if dialect != "spark" {
            for literal in ["a'b", "back\\slash", "z\\'", "--", "d*/"] {
                assert!(found.texts.contains(literal), "{dialect} lacks {literal}: {:?}", found.texts);
            }
        }
    }
}

#[test]
fn wrong_calls_are_told_what_is_wrong() {
    let long = "知识产权运营服务体系建设实施方案专利导航项目".repeat(2);
    let rules = format!("policy p \"P\"\nfact a : money\naward {long} \"A\" cites 1\n  pays 1% of a\n");
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    std::fs::write(path("long.rules"), rules).unwrap();
    let capitals = "policy c \"C\"\nfact x : money\naward one \"A\" cites 1\n  pays 1% of x\n\
                    award One \"B\" cites 2\n  pays 1% of x\n";
    std::fs::write(path("capitals.rules"), capitals).unwrap();
    let (long, capitals) = (path("long.rules"), path("capitals.rules"));
    let cases: [(&[&str], &str); 11] = [
        (&["qingdao", "--to", "sqll"], "E0920"),
        (&["qingdao", "--to", "sql", "--dialect", "mysql"], "E0921"),
        (&["qingdao", "--to", "sql"], "E0922"),
        (&["qingdao", "--to", "plan", "--dialect", "duckdb"], "E0923"),
        (&["p", "--rules", &long, "--to", "sql", "--dialect", "postgres"], "E0924"),
        (&["c", "--rules", &capitals, "--to", "sql", "--dialect", "duckdb"], "E0925"),
        (&["qingdao", "--to", "sql", "--dialect", "duckdb", "--key", "rights_aid"], "E0925"),
        (&["qingdao", "--to", "sql", "--dialect", "spark", "--table", "${x}"], "E0924"),
        (&["qingdao", "--to", "sql", "--dialect", "duckdb", "--as-of", "2024-02-30"], "E0928"),
        (&["qingdao", "--to", "sql", "--dialect", "duckdb", "--without", "nothing"], "E0929"),
        (&["qingdaoo", "--to", "plan"], "E0908"),
    ];
    for (arguments, code) in cases {
        let output = compile(arguments);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(said.contains(code), "{arguments:?}: {said}");
        assert!(output.stdout.is_empty(), "{arguments:?}");
    }
    // The same names are told apart where the dialect does.
    assert!(compile(&["c", "--rules", &capitals, "--to", "sql", "--dialect", "postgres"]).status.success());
}

#[test]
fn names_are_refused_where_a_dialect_would_change_them_and_only_there() {
    // Twenty characters, sixty bytes: PostgreSQL keeps 63, so that nothing may stand behind this name.
    let name = "企业上年度研发费用加计扣除后的净额合计数";
    assert_eq!(name.len(), 60);
    let rules = |ty: &str, pays: &str| {
        format!("policy p \"P\"\nfact {name} : {ty}\naward a \"A\" cites 1\n  where {pays} >= 1\n  pays 1\n")
    };
    let lists = "policy p \"P\"\nfact loans : list of loan\n  field interest : money\n\
                 fact Loans : list of debt\n  field interest : money\n\
                 award a \"A\" cites 1\n  pays sum of loan.interest over loan in loans\n\
                 award b \"B\" cites 2\n  pays sum of debt.interest over debt in Loans\n";
    let plain = rules("money", name);
    let cases: [(&str, &str, &[&str], &[&str]); 8] = [
        ("a fact", &plain, &[], &[]),
        ("an optional fact", &rules("optional money", name), &[], &["postgres"]),
        ("one of a year", &rules("money by year", &format!("{name}[2018]")), &[], &["postgres"]),
        ("a key", &plain, &["--key", name], &["postgres", "duckdb", "spark"]),
        ("a key in capitals", &plain, &["--key", "TOTAL"], &["duckdb", "spark"]),
        ("two lists", lists, &[], &["duckdb", "spark"]),
        ("two lists, told apart", lists, &["--list", "Loans=debts"], &[]),
        (
            "history in the applicants' table",
            &plain,
            &["--history", "applicants"],
            &["postgres", "duckdb", "spark"],
        ),
    ];
    let folder = tempfile::tempdir().unwrap();
    for (title, rules, more, refused) in cases {
        let path = folder.path().join("names.rules");
        std::fs::write(&path, rules).unwrap();
        for dialect in DIALECTS {
            let mut arguments = vec![
                "p",
                "--rules",
                path.to_str().unwrap(),
                "--to",
                "sql",
                "--dialect",
                dialect,
                "--as-of",
                "2020-01-01",
            ];
            arguments.extend(more);
            let output = compile(&arguments);
            let said = String::from_utf8(output.stderr).unwrap();
            assert_eq!(
                output.status.code(),
                Some(if refused.contains(&dialect) { 2 } else { 0 }),
                "{title}, {dialect}: {said}"
            );
            assert!(
                output.status.success() || ["E0924", "E0925", "E0927"].iter().any(|code| said.contains(code)),
                "{said}"
            );
        }
    }
}

#[test]
fn the_query_goes_into_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("query.sql");
    let path = path.to_str().unwrap();
    let output = compile(&["qingdao", "--to", "sql", "--dialect", "duckdb", "-o", path]);
    assert!(output.status.success() && output.stdout.is_empty());
    assert_eq!(
        std::fs::read_to_string(path).unwrap(),
        text(&["qingdao", "--to", "sql", "--dialect", "duckdb"])
    );
}
