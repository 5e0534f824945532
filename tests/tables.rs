//! Tables through the whole pipe: bounds for unknown keys, dates, rows from files, and what a large table costs.

use std::collections::BTreeMap;

use ipcalc::calendar::Date;
use ipcalc::compile::{Compiled, compile};
use ipcalc::evaluate::{Bounds, Decision, Outcome, Scratch, amounts, evaluate};
use ipcalc::facts::Inputs;
use ipcalc::facts::{json, read};
use ipcalc::money::{Rational, parse_decimal};
use ipcalc::plan::Plan;
use ipcalc::source::{Sources, Unattached};

const HEAD: &str = "policy p \"P\"\n\nfact kind : one of enterprise \"企业\", university \"高校\"\n\
    fact level : count\n  range 1 to 3\nfact region : text\nfact start : date\nfact base : money\n\n";

fn compiled(rules: &str, files: &[(&str, &str)]) -> (Compiled, Sources) {
    let mut sources = Sources::new();
    let file = sources.add("p.rules", format!("{HEAD}{rules}"));
    for (name, text) in files {
        let table = sources.add(*name, *text);
        sources.attach(file, *name, Ok(table));
    }
    (compile(&sources, &[file]), sources)
}

fn plan(rules: &str, files: &[(&str, &str)]) -> Plan {
    let (compiled, sources) = compiled(rules, files);
    let said: Vec<String> = compiled
        .diagnostics
        .iter()
        .map(|found| format!("{} {:?}", found.entry.code, found.place().map(|at| sources.place(at))))
        .collect();
    compiled.plan.unwrap_or_else(|| panic!("{said:?}"))
}

/// The codes found, with the places.
fn found(rules: &str, files: &[(&str, &str)]) -> Vec<(&'static str, String)> {
    let (compiled, sources) = compiled(rules, files);
    let found = compiled.diagnostics.iter();
    found.map(|one| (one.entry.code, one.place().map_or(String::new(), |at| sources.place(at)))).collect()
}

fn inputs(plan: &Plan, facts: &str) -> Inputs {
    let mut sources = Sources::new();
    let file = sources.add("f.json", facts.to_owned());
    let parsed = json::parse(&sources, file).unwrap();
    let mut reading = read(&parsed, &[plan]).unwrap();
    reading.parts.remove(0).1
}

fn decided(plan: &Plan, facts: &str) -> Decision {
    evaluate(plan, &inputs(plan, facts)).unwrap_or_else(|found| panic!("{}", found[0].entry.code))
}

fn outcome(plan: &Plan, facts: &str) -> String {
    let show = |value: Rational| value.to_shortest();
    match &decided(plan, facts).awards.iter().next().unwrap() {
        Outcome::Awarded(amount) => show(*amount),
        Outcome::NotEligible => "not eligible".into(),
        Outcome::Undetermined { bounds: Some(Bounds { low, high }), missing } => {
            format!("{}..{} ({} missing)", show(*low), high.map_or("∞".into(), show), missing.len())
        }
        other => format!("{other:?}"),
    }
}

fn facts(pairs: &[(&str, &str)]) -> String {
    let pairs: BTreeMap<_, _> = pairs.iter().copied().collect();
    let pairs: Vec<String> = pairs.iter().map(|(key, value)| format!("\"{key}\": \"{value}\"")).collect();
    format!("{{\"as_of\": \"2024-08-01\", \"facts\": {{{}}}}}", pairs.join(", "))
}

const GRID: &str = "table t by kind, level\n  columns 1, 2, 3\n  row enterprise = 500, 300, 100\n  row 高校 = 40, 40, 40\n\n\
    award a cites 一\n  pays t[kind, level]\n";

#[test]
fn two_keys_and_every_way_of_not_knowing_them() {
    let plan = plan(GRID, &[]);
    assert_eq!(outcome(&plan, &facts(&[("kind", "enterprise"), ("level", "2")])), "300");
    assert_eq!(outcome(&plan, &facts(&[("kind", "高校"), ("level", "3")])), "40");
    assert_eq!(outcome(&plan, &facts(&[("kind", "enterprise")])), "100..500 (1 missing)");
    assert_eq!(outcome(&plan, &facts(&[("kind", "高校")])), "40", "every level gives the same");
    assert_eq!(outcome(&plan, &facts(&[("level", "1")])), "40..500 (1 missing)");
    assert_eq!(outcome(&plan, &facts(&[])), "40..500 (2 missing)");
}

#[test]
fn what_is_not_listed_is_what_the_author_says() {
    let with = |otherwise: &str| {
        plan(
            &format!(
                "table t by region\n  row \"东\" = 10\n  row \"西\" = 20\n  otherwise {otherwise}\n\naward a cites 一\n  pays t[region]\n"
            ),
            &[],
        )
    };
    for (otherwise, elsewhere, unknown) in [
        ("not eligible", "not eligible", "0..20 (1 missing)"),
        ("5", "5", "5..20 (1 missing)"),
        ("0", "not eligible", "0..20 (1 missing)"),
    ] {
        let plan = with(otherwise);
        assert_eq!(outcome(&plan, &facts(&[("region", "西")])), "20");
        assert_eq!(outcome(&plan, &facts(&[("region", "北")])), elsewhere);
        assert_eq!(outcome(&plan, &facts(&[])), unknown);
    }
}

const DATED: &str =
    "table r by date\n  row 2024-07-22 = 3.35%\n  row 2023-08-21 = 3.45%\n  row 2024-02-20 = 4%\n\n";

#[test]
fn a_dated_table_answers_with_the_last_row_on_or_before_the_day() {
    let plan = plan(&format!("{DATED}award a cites 一\n  pays r[start] of 10000\n"), &[]);
    for (day, amount) in [
        ("2023-08-21", "345"),
        ("2024-02-19", "345"),
        ("2024-02-20", "400"),
        ("2024-07-21", "400"),
        ("2024-07-22", "335"),
        ("9999-12-31", "335"),
    ] {
        assert_eq!(outcome(&plan, &facts(&[("start", day)])), amount, "{day}");
    }
    assert_eq!(outcome(&plan, &facts(&[])), "335..400 (1 missing)");
    let refused = evaluate(&plan, &inputs(&plan, &facts(&[("start", "2023-08-20")])));
    assert_eq!(refused.unwrap_err()[0].entry.code, "E0740");
}

#[test]
fn a_day_before_the_first_row_is_refused_only_where_it_matters() {
    let early = facts(&[("start", "2020-01-01"), ("kind", "企业"), ("base", "10000")]);
    let cases = [
        ("award a cites 一\n  where kind is university\n  pays r[start] of base\n", "not eligible"),
        ("award a cites 一\n  where r[start] > 3% and kind is university\n  pays 5\n", "not eligible"),
        ("award a cites 一\n  where kind is enterprise or r[start] > 3%\n  pays 5\n", "5"),
        ("award a cites 一\n  in force from 2025-01-01\n  pays r[start] of base\n", "NotInForce"),
        ("award a cites 一\n  pays 3% of base where start < 2023-08-21 else r[start] of base\n", "300"),
        (
            "let rate = r[start]\n\naward a cites 一\n  where kind is university\n  pays rate of base\n",
            "not eligible",
        ),
    ];
    for (rules, expected) in cases {
        assert_eq!(outcome(&plan(&format!("{DATED}{rules}"), &[]), &early), expected, "{rules}");
    }
    let refused = [
        "award a cites 一\n  where r[start] > 3%\n  pays 5\n",
        "award a cites 一\n  where r[start] > 3% and kind is enterprise\n  pays 5\n",
        "let rate = r[start]\n\naward a cites 一\n  pays rate of base\n",
    ];
    for rules in refused {
        let plan = plan(&format!("{DATED}{rules}"), &[]);
        assert_eq!(evaluate(&plan, &inputs(&plan, &early)).unwrap_err()[0].entry.code, "E0740", "{rules}");
    }
    // Not known whether it matters: where it does, it would be refused, and that counts for nothing.
    let rules = "award a cites 一\n  where kind is university\n  pays r[start] of base\n";
    let open = facts(&[("start", "2020-01-01"), ("base", "10000")]);
    assert_eq!(outcome(&plan(&format!("{DATED}{rules}"), &[]), &open), "not eligible");
}

#[test]
fn several_keys_beside_the_date() {
    let rules = "table r by date, level\n  columns 1, 2, 3\n  row 2024-01-01 = 1%, 2%, 3%\n  row 2024-07-01 = 4%, —, 6%\n\n\
        award a cites 一\n  pays r[start, level] of 100\n";
    let plan = plan(rules, &[]);
    let at = |day: &str, level: &str| outcome(&plan, &facts(&[("start", day), ("level", level)]));
    assert_eq!(
        (at("2024-06-30", "2"), at("2024-07-01", "2"), at("2024-07-01", "3")),
        ("2".into(), "2".into(), "6".into())
    );
    assert_eq!(outcome(&plan, &facts(&[("start", "2024-07-01")])), "2..6 (1 missing)");
    assert_eq!(outcome(&plan, &facts(&[("level", "1")])), "1..4 (1 missing)");
}

#[test]
fn rows_from_files_in_both_layouts() {
    let long = "kind,level,amount\r\n企业,1,500元\nenterprise,2,300\nenterprise,3,100\n高校,1,40\nuniversity,2,40\nuniversity,3,40\n";
    let wide = "\u{feff}kind,1,2,3\n\"企业\",500,300,100\nuniversity,40,40,40\n";
    for text in [long, wide] {
        let rules =
            "table t by kind, level\n  rows from \"t.csv\"\n\naward a cites 一\n  pays t[kind, level]\n";
        let plan = plan(rules, &[("t.csv", text)]);
        assert_eq!(outcome(&plan, &facts(&[("kind", "enterprise"), ("level", "2")])), "300");
        assert_eq!(outcome(&plan, &facts(&[])), "40..500 (2 missing)");
    }
    let rules = "表 r 按 日期\n  各行取自 \"r.csv\"\n\naward a cites 一\n  pays r[start] of 10000\n";
    let plan = plan(rules, &[("r.csv", "日期,利率\n2024年2月20日,3.45%\n2024-07-22,3.35％\n")]);
    assert_eq!(outcome(&plan, &facts(&[("start", "2024-03-01")])), "345");
}

#[test]
fn what_is_wrong_in_a_file_is_told_at_its_line_and_column() {
    let rules = "table t by kind\n  rows from \"t.csv\"\n\naward a cites 一\n  pays t[kind]\n";
    let cases = [
        ("amount\n5\n", "E0568", "t.csv:1:1"),
        ("kind,amount\nenterprise,5\nbank,6\n", "E0205", "t.csv:3:1"),
        ("kind,amount\nenterprise,5\nuniversity,6 7\n", "E0334", "t.csv:3:12"),
        ("kind,amount\nenterprise,5\nuniversity,6,7\n", "E0565", "t.csv:3:14"),
        ("kind,amount\nenterprise,5\n企业,6\n", "E0564", "t.csv:3:4"),
        ("kind,amount\nenterprise,5 USD\nuniversity,6元\n", "E0301", "t.csv:2:12"),
        ("kind,amount\nenterprise,base\nuniversity,6元\n", "E0306", "t.csv:2:12"),
        ("kind,amount\nenterprise,5\n", "E0562", "p.rules:10:1"),
        ("kind,amount\nenterprise,\"5\n", "E0101", "t.csv:2:12"),
        ("", "E0566", "p.rules:11:13"),
    ];
    for (text, code, place) in cases {
        let found = found(rules, &[("t.csv", text)]);
        assert!(found.contains(&(code, place.to_owned())), "{text:?}: {found:?}");
    }
    assert!(found(rules, &[]).iter().any(|(code, _)| *code == "E0567"));
    let mut sources = Sources::new();
    let file = sources.add("p.rules", format!("{HEAD}{rules}"));
    sources.attach(file, "t.csv", Err(Unattached::Outside));
    assert!(compile(&sources, &[file]).diagnostics.iter().any(|found| found.entry.code == "E0567"));
}

#[test]
fn both_spellings_make_the_same_plan() {
    let zh = "表 t 按 kind、level\n  列 1、2、3\n  行 企业 = 500、300、100\n  行 university = 40、40、40\n\n\
        奖励 a 依据 一\n  金额 t[kind、level]\n";
    let without_places = |plan: Plan| {
        format!("{:?}", plan.tables.iter().map(|table| (&table.rows, &table.keys)).collect::<Vec<_>>())
    };
    assert_eq!(without_places(plan(GRID, &[])), without_places(plan(zh, &[])));
}

/// Ten thousand rows are found by halving: an applicant pays for fourteen comparisons, not for ten thousand.
#[test]
fn a_large_table_costs_an_applicant_what_a_small_one_does() {
    let with = |rows: usize| {
        let lines: String = (0..rows).map(|row| format!("region {row:05},{}\n", row + 1)).collect();
        let rules =
            "table t by region\n  rows from \"t.csv\"\n  otherwise 0\n\naward a cites 一\n  pays t[region]\n";
        plan(rules, &[("t.csv", &format!("region,amount\n{lines}"))])
    };
    let (small, large) = (with(10), with(10_000));
    assert_eq!(small.nodes.len(), large.nodes.len());
    assert_eq!(outcome(&large, &facts(&[("region", "region 09999")])), "10000");
    assert_eq!(outcome(&large, &facts(&[])), "0..10000 (1 missing)");
    let comparisons = std::cell::Cell::new(0);
    let table = large.tables.iter().next().unwrap();
    let row = table.row(|_, key| {
        comparisons.set(comparisons.get() + 1);
        let ipcalc::program::KeyValue::Text(key) = key else { panic!() };
        key.as_str().cmp("region 04567")
    });
    assert_eq!(row.unwrap().value, parse_decimal("4568").unwrap());
    assert!(comparisons.get() <= 16, "{}", comparisons.get());
    let one = inputs(&large, &facts(&[("region", "region 00003")]));
    let mut scratch = Scratch::new();
    assert_eq!(amounts(&large, &one, &mut scratch).unwrap().total.low, parse_decimal("4").unwrap());
    assert!(one.as_of == Date::parse("2024-08-01"));
}

/// Every completion of what is not given lies within what is announced for it.
#[test]
fn bounds_hold_for_every_completion() {
    let rules = "table t by kind, level, date\n\
        \x20 row enterprise, 1, 2024-01-01 = 70\n  row enterprise, 1, 2024-06-01 = 30\n  row enterprise, 2, 2023-01-01 = 0\n\
        \x20 row university, 3, 2024-03-01 = 90\n  otherwise 10\n\n\
        award a cites 一\n  where level < 3 or kind is university\n  pays t[kind, level, start]\n  times 2 where start >= 2024-06-01\n";
    let plan = plan(rules, &[]);
    let kinds = ["enterprise", "university"];
    let levels = ["1", "2", "3"];
    let days = ["2022-12-31", "2024-02-29", "2024-03-01", "2024-05-31", "2024-06-01"];
    let bounds = |given: &[(&str, &str)]| match decided(&plan, &facts(given)).awards.iter().next().unwrap() {
        Outcome::Awarded(amount) => (*amount, Some(*amount)),
        Outcome::NotEligible => (Rational::ZERO, Some(Rational::ZERO)),
        Outcome::Undetermined { bounds: Some(bounds), .. } => (bounds.low, bounds.high),
        other => panic!("{other:?}"),
    };
    let mut cases = 0;
    for known in 0..8 {
        for kind in kinds {
            for level in levels {
                for day in days {
                    let whole = [("kind", kind), ("level", level), ("start", day)];
                    let given: Vec<_> =
                        (0..3).filter(|bit| known >> bit & 1 == 1).map(|at| whole[at]).collect();
                    let (low, high) = bounds(&given);
                    let (exact, same) = bounds(&whole);
                    assert_eq!(Some(exact), same);
                    assert!(
                        low <= exact && high.is_none_or(|high| exact <= high),
                        "{whole:?} from {given:?}"
                    );
                    cases += 1;
                }
            }
        }
    }
    assert_eq!(cases, 240);
    // A known kind and level leave two rows: the bounds are those, not the whole table's.
    let (low, high) = bounds(&[("kind", "enterprise"), ("level", "2")]);
    assert_eq!((low, high), (Rational::ZERO, Some(Rational::whole(10))));
}

/// A row for a range answers as a bracket does, on both sides of every end, with gaps and with the flag unknown.
#[test]
fn ranges_as_keys_answer_as_brackets_do() {
    let rules = |row: &str| {
        format!(
            "fact flag : bool\ntable t by base, flag\n  columns yes, no\n  row below 200 = 1, 2\n  {row}\n  row 800以上 = 5, 6\n  otherwise not eligible\n\n\
             award a cites 一\n  pays t[base, flag]\n"
        )
    };
    let whole = plan(&rules("row 200（含）至800（不含） = 3, 4"), &[]);
    let with_gap = plan(&rules("row > 200 and <= 700 = 3, 4"), &[]);
    for (base, range, gap) in [
        ("0", "1", "1"),
        ("199.99", "1", "1"),
        ("200", "3", "not eligible"),
        ("200.01", "3", "3"),
        ("700", "3", "3"),
        ("700.000001", "3", "not eligible"),
        ("799.99", "3", "not eligible"),
        ("800", "5", "5"),
        ("999999999999999", "5", "5"),
    ] {
        let yes = |base| format!("{{\"facts\": {{\"base\": \"{base}\", \"flag\": true}}}}");
        assert_eq!(outcome(&whole, &yes(base)), range, "{base}");
        assert_eq!(outcome(&with_gap, &yes(base)), gap, "{base}");
    }
    assert_eq!(outcome(&whole, "{\"facts\": {\"base\": \"200\"}}"), "3..4 (1 missing)");
    assert_eq!(outcome(&whole, "{\"facts\": {\"flag\": false}}"), "2..6 (1 missing)");
    assert_eq!(outcome(&with_gap, "{\"facts\": {\"flag\": false}}"), "0..6 (1 missing)");
}

#[test]
fn ranges_leave_no_gap_and_do_not_overlap() {
    let code = |rows: &str| {
        found(&format!("table t by level\n{rows}\n\naward a cites 一\n  pays t[level]\n"), &[])
            .iter()
            .map(|(code, _)| *code)
            .collect::<Vec<_>>()
    };
    assert_eq!(code("  row <= 1 = 5\n  row >= 3 = 6"), ["E0320"], "2 lies in none");
    assert_eq!(code("  row < 2 = 5\n  row 2 = 7\n  row > 2 = 6"), Vec::<&str>::new());
    assert_eq!(code("  row <= 2 = 5\n  row 2 = 7\n  row > 2 = 6"), ["E0321"]);
    assert_eq!(code("  row 1 to 3 = 5"), ["E0320", "E0323"]);
    assert_eq!(code("  row >= 1 and <= 3 = 5\n  row >= 1 and <= 3 = 6"), ["E0564"], "twice");
    assert_eq!(code("  row > 1 and < 2 = 5\n  otherwise 0"), ["E0322"], "no whole number lies there");
}

#[test]
fn years_and_flags_and_ranges_in_a_file() {
    let rules = "fact flag : bool\ntable t by year, base\n  rows from \"t.csv\"\n  otherwise 0\n\
        table f by flag\n  rows from \"f.csv\"\n\naward a cites 一\n  pays t[year of start, base]\n  plus f[flag]\n";
    let files =
        [("t.csv", "year,below 200,200以上\n2023年,1,2\n2024,3,4\n"), ("f.csv", "flag,v\nyes,10\n否,20\n")];
    let plan = plan(rules, &files);
    let ask = |start: &str, base: &str| {
        outcome(
            &plan,
            &format!("{{\"facts\": {{\"start\": \"{start}\", \"base\": \"{base}\", \"flag\": true}}}}"),
        )
    };
    assert_eq!(ask("2023-12-31", "199.99"), "11");
    assert_eq!(ask("2024-01-01", "200"), "14");
    // `otherwise 0`, and then the flag's amount.
    assert_eq!(ask("2025-01-01", "200"), "10");
}
