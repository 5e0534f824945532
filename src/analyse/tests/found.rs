//! Each finding with small rules that have it; its words are kept beside `tests/diagnostics`.

use crate::diagnostic::analysis;

use super::codes;

/// Code, the text it is about, rules.
const FOUND: &[(&str, &str, &str)] = &[
    ("W1001", "fact idle : bool", "fact idle : bool"),
    (
        "W1002",
        "bank",
        "fact papers : list of paper\n  field year : count\n  field bank : text\naward a \"A\" cites 1\n  where (count of paper in papers where paper.year > 3) >= 2\n  pays 10k",
    ),
    ("W1003", "let part = 5% of sales", "let part = 5% of sales"),
    (
        "W1004",
        "pieces < 5",
        "award a \"A\" cites 1\n  for bank\n  where pieces >= 10 and big\n  where pieces < 5\n  pays 10k",
    ),
    (
        "W1004",
        "loan.months < 12",
        "award a \"A\" cites 1\n  each loan in loans where loan.months > 12 and loan.months < 12\n  pays 50% of loan.interest",
    ),
    ("W1005", "level > 5", "award a \"A\" cites 1\n  where level > 5\n  pays 10k"),
    ("W1006", "district", "let district = no\nsupport a \"A\" cites 1\n  where district\n  amount elsewhere"),
    (
        "W1007",
        "10k for each of pieces above 3",
        "award a \"A\" cites 1\n  where pieces <= 3\n  pays 10k for each of pieces above 3",
    ),
    ("W1008", "level = 6", "award a \"A\" cites 1\n  where level = 6 or big\n  pays 10k"),
    ("W1009", "pieces >= 0", "award a \"A\" cites 1\n  where pieces >= 0\n  pays 10k"),
    (
        "W1009",
        "loan.interest >= 0",
        "award a \"A\" cites 1\n  each loan in loans where loan.interest >= 0\n  pays 50% of loan.interest",
    ),
    (
        "W1010",
        "step \"uni\" 200k where applicant is university",
        "ladder a \"A\" cites 1\n  for enterprise\n  step 100k where big\n  step \"uni\" 200k where applicant is university\n  highest step only",
    ),
    (
        "W1011",
        "step 50k where level >= 2",
        "ladder a \"A\" cites 1\n  step 50k where level >= 2\n  step 100k where level >= 1\n  in all, at most the highest step held",
    ),
    (
        "W1012",
        "level >= 3",
        "award a \"A\" cites 1\n  pays 100k where level >= 1 else 200k where level >= 3 else 5k",
    ),
    ("W1012", "5k", "award a \"A\" cites 1\n  pays 100k where level >= 1 else 200k where level < 1 else 5k"),
    (
        "W1013",
        "level < 2",
        "award a \"A\" cites 1\n  where level >= 3\n  pays 100k where level >= 4 else 50k where level < 2 else 30k",
    ),
    (
        "W1014",
        "3% of sales where sales >= 8m else 2% of sales where sales >= 2m",
        "award a \"A\" cites 1\n  pays 3% of sales where sales >= 8m else 2% of sales where sales >= 2m",
    ),
    (
        "W1015",
        "50k where pieces < 100 else 100k where pieces > 100",
        "award a \"A\" cites 1\n  pays 50k where pieces < 100 else 100k where pieces > 100",
    ),
    ("W1016", "max 500k", "award a \"A\" cites 1\n  pays 100k, max 500k"),
    (
        "W1016",
        "max 60k per item",
        "award a \"A\" cites 1\n  each loan in loans\n  pays 5% of loan.interest up to 1m\n  max 60k per item\n  max 200k per year",
    ),
    ("W1017", "max 500k", "award a \"A\" cites 1\n  pays 5% of sales, max 500k, max 300k"),
    (
        "W1017",
        "max 500k per year",
        "award a \"A\" cites 1\n  pays 5% of sales, max 500k per year, max 300k in all",
    ),
    ("W1018", "at least 100k", "award a \"A\" cites 1\n  pays 5% of sales, max 50k\n  at least 100k"),
    ("W1019", "at least 100k", "award a \"A\" cites 1\n  pays 5% of sales\n  at least 100k\n  max 50k"),
    ("W1020", "at least 10k", "award a \"A\" cites 1\n  pays 5% of sales, max 500k per year\n  at least 10k"),
    (
        "W1021",
        "b",
        "award a \"A\" cites 1\n  for enterprise\n  pays 100k\naward b \"B\" cites 2\n  for enterprise\n  where big\n  pays 50k\ngroup g \"G\" cites 3\n  members b, a\n  pays the highest",
    ),
    (
        "W1022",
        "c",
        "award a \"A\" cites 1\n  where big\n  pays 100k\naward b \"B\" cites 2\n  where level > 3\n  pays 50k\naward c \"C\" cites 2\n  where not big and level < 2\n  pays 50k\ngroup g \"G\" cites 3\n  members a, b, c\n  pays the highest",
    ),
    (
        "W1023",
        "group g \"G\" cites 3\n  members a, b\n  pays the first",
        "award a \"A\" cites 1\n  for enterprise\n  pays 100k\naward b \"B\" cites 2\n  for university\n  pays 50k\ngroup g \"G\" cites 3\n  members a, b\n  pays the first",
    ),
    (
        "W1024",
        "group g \"G\" cites 3\n  members a, b\n  together at most 150k",
        "award a \"A\" cites 1\n  for enterprise\n  pays 100k\naward b \"B\" cites 2\n  where big\n  pays 50k\ngroup g \"G\" cites 3\n  members a, b\n  together at most 150k",
    ),
    ("W1025", "max 50k per year", "award a \"A\" cites 1\n  once\n  pays 5% of sales, max 50k per year"),
    (
        "W1026",
        "5% of sales where sales <= 1m else 3% of sales",
        "award a \"A\" cites 1\n  pays 5% of sales where sales <= 1m else 3% of sales",
    ),
];

#[test]
fn each_finding_is_made_at_its_place() {
    for (code, place, rules) in FOUND {
        let found = codes(rules);
        assert!(
            found.iter().any(|(found, text)| found == code && text.trim_end() == *place),
            "{code} at {place}\n{rules}\n{found:?}"
        );
        assert_eq!(found.len(), 1, "{rules}\n{found:?}");
    }
}

#[test]
fn every_code_has_its_example() {
    // Targets are judged where they are checked; their codes begin with W1040.
    for entry in analysis::ALL.iter().filter(|entry| entry.code < "W1040") {
        let known = FOUND.iter().any(|(code, ..)| *code == entry.code);
        assert!(known || entry.code == analysis::ANALYSIS_CUT.code, "{}", entry.code);
    }
}

#[test]
fn a_policy_that_is_too_large_is_told_so_once() {
    let mut rules = String::new();
    for number in 0..3_100 {
        rules.push_str(&format!("award a{number} \"A\" cites {number}\n  where pieces >= 0\n  pays 10k\n"));
    }
    assert_eq!(codes(&rules).into_iter().map(|(code, _)| code).collect::<Vec<_>>(), ["W1027"]);
}
