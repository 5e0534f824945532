//! `ipcalc allocate` as case officers call it: the ledger of an invented policy word for word, run again, fed back.

use std::path::{Path, PathBuf};

use assert_cmd::Command;

const RULES: &str = "examples/allocate/innovation.rules";
const TABLE: &str = "examples/allocate/applicants.csv";

fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("allocate-{name}"));
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).unwrap();
    path
}

/// Exit code, standard output, standard error.
fn call(arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ipcalc"));
    let output =
        command.current_dir(env!("CARGO_MANIFEST_DIR")).arg("allocate").args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let (out, err) = (text(output.stdout), text(output.stderr));
    assert!(!err.contains("panicked at"), "{err}");
    (output.status.code().unwrap(), out, err)
}

fn example(output: &str, more: &[&str]) -> (i32, String, String) {
    let usual = [TABLE, "-o", output, "--policy", "innovation", "--rules", RULES, "--as-of", "2025-06-30"];
    call(&[&usual, more].concat())
}

fn path(folder: &Path, name: &str) -> String {
    folder.join(name).to_str().unwrap().to_owned()
}

fn read(path: &str) -> String {
    std::fs::read_to_string(path).unwrap()
}

/// The column `核准金额` of a ledger, summed up in fen.
fn granted(ledger: &str) -> i64 {
    let mut lines = ledger.lines();
    let at = lines.next().unwrap().split(',').position(|name| name == "核准金额").unwrap();
    let fen = |line: &str| line.split(',').nth(at).unwrap().replace('.', "").parse::<i64>().unwrap();
    lines.map(fen).sum()
}

#[test]
fn the_ledger_of_the_example_word_for_word() {
    let folder = folder("golden");
    let ledger = path(&folder, "ledger.csv");
    let (code, out, err) = example(&ledger, &["--format", "text"]);
    assert_eq!((code, err.as_str()), (0, ""));
    insta::assert_snapshot!("ledger", read(&ledger));
    insta::assert_snapshot!("summary", out);
    let english = path(&folder, "ledger.json");
    let (code, out, _) = example(&english, &["--lang", "en", "--format", "json"]);
    assert_eq!(code, 0);
    assert_eq!(out, read(&english));
    insta::assert_snapshot!("ledger_json", out);
}

#[test]
fn fed_back_nothing_is_paid_twice_and_next_year_begins_anew() {
    let folder = folder("again");
    let first = path(&folder, "first.csv");
    example(&first, &[]);
    for history in ["first.csv", "first.json", "first.ndjson", "first.xlsx"] {
        let history = path(&folder, history);
        example(&history, &[]);
        let again = path(&folder, "again.csv");
        let (code, _, err) = example(&again, &["--history", &history]);
        assert_eq!((code, err.as_str()), (0, ""), "{history}");
        assert_eq!(granted(&read(&again)), 0, "{history}");
        // Both ledgers together are the history of the year: nothing more either.
        let third = path(&folder, "third.csv");
        example(&third, &["--history", &history, "--history", &again]);
        assert_eq!(granted(&read(&third)), 0, "{history}");
        // Another round of the year has no places and no money of the year left, next year has.
        let round = path(&folder, "round.csv");
        example(&round, &["--history", &history, "--round", "2"]);
        let left = granted(&read(&round));
        assert!(left < 35_000_000, "{left}");
        let next = path(&folder, "next.csv");
        let (code, _, err) = call(&[
            TABLE,
            "-o",
            &next,
            "--policy",
            "innovation",
            "--rules",
            RULES,
            "--as-of",
            "2026-06-30",
            "--history",
            &history,
        ]);
        assert_eq!((code, err.as_str()), (0, ""));
        assert_eq!(granted(&read(&next)), granted(&read(&first)));
    }
}

#[test]
fn the_same_bytes_whatever_the_order_and_the_run() {
    let folder = folder("order");
    let once = path(&folder, "once.xlsx");
    let twice = path(&folder, "twice.xlsx");
    example(&once, &[]);
    example(&twice, &[]);
    assert_eq!(std::fs::read(&once).unwrap(), std::fs::read(&twice).unwrap());
    let table = read(TABLE);
    let mut lines: Vec<&str> = table.lines().collect();
    lines[1..].reverse();
    let turned = path(&folder, "turned.csv");
    std::fs::write(&turned, lines.join("\n")).unwrap();
    let (one, other) = (path(&folder, "one.csv"), path(&folder, "other.csv"));
    example(&one, &[]);
    call(&[&turned, "-o", &other, "--policy", "innovation", "--rules", RULES, "--as-of", "2025-06-30"]);
    assert_eq!(read(&one), read(&other));
}

fn small(folder: &Path) -> String {
    let rules = path(folder, "small.rules");
    let text = "policy small \"Small\"\nfact score : number\naward a \"A\" cites 1\n  pays 100\n  quota 1 per year\n  \
                ranked highest by score\naward b \"B\" cites 2\n  pays 10 for each of items\n  quota 3 per year, counted in items, the last one in part\n  \
                ranked highest by score\n  ties none admitted\nfact items : count\n";
    std::fs::write(&rules, text).unwrap();
    rules
}

#[test]
fn facts_files_in_an_array_and_a_tie_that_is_not_broken() {
    let folder = folder("json");
    let rules = small(&folder);
    let input = path(&folder, "in.json");
    std::fs::write(
        &input,
        r#"[{"policy": "small", "applicant": "bo", "as_of": "2025-06-30", "facts": {"score": 5, "items": 1}},
            {"policy": "small", "applicant": "anna", "as_of": "2025-06-30", "facts": {"score": 5, "items": 1}}]"#,
    )
    .unwrap();
    let (code, out, err) = call(&[&input, "-o", "-", "--rules", &rules, "--lang", "en"]);
    // Left open: the answer is no.
    assert_eq!((code, err.as_str()), (1, ""));
    let tied = "tied with bo where places or money end, and the rules do not say what becomes of ties";
    assert!(out.contains(tied), "{out}");
    assert!(out.starts_with("applicant,award,title,year,"), "{out}");
}

#[test]
fn what_is_wrong_is_told_by_applicant_and_nothing_is_written() {
    let folder = folder("wrong");
    let rules = small(&folder);
    let ledger = path(&folder, "ledger.csv");
    let with = |name: &str, text: &str, more: &[&str]| {
        let input = path(&folder, name);
        std::fs::write(&input, text).unwrap();
        let usual = [&input, "-o", &ledger, "--rules", &rules, "--policy", "small", "--lang", "en"];
        let (code, out, err) = call(&[&usual[..], more].concat());
        assert_eq!((code, out.as_str()), (2, ""), "{err}");
        assert!(!Path::new(&ledger).exists());
        err
    };
    let year = ["--as-of", "2025-06-30"];
    let twice = with("in.csv", "applicant,score,items\nbo,1,1\nbo,2,1\n", &year);
    assert!(twice.contains("E0974") && twice.contains("\"bo\""), "{twice}");
    let nameless = with("in.csv", "applicant,score,items\n,1,1\n", &year);
    assert!(
        nameless.contains("E0991") && nameless.contains("row 2: the applicant has no name"),
        "{nameless}"
    );
    let given = r#"[{"applicant": "bo", "as_of": "2025-06-30", "facts": {"score": 1, "items": 1, "a.selected": true}}]"#;
    let given = with("in.json", given, &[]);
    assert!(given.contains("E0975") && given.contains("a.selected"), "{given}");
    let bad = with("in.csv", "applicant,score,items\nbo,many,1\n", &year);
    assert!(
        bad.contains("E0991") && bad.contains("in.csv, row 2 (bo)") && !bad.contains("small.rules"),
        "{bad}"
    );
    let undated = with("in.csv", "applicant,score,items\nbo,1,1\n", &[]);
    assert!(undated.contains("E0977"), "{undated}");
    let history = |text: &str| {
        let history = path(&folder, "history.csv");
        std::fs::write(&history, text).unwrap();
        with("in.csv", "applicant,score,items\nbo,1,1\n", &[&year[..], &["--history", &history]].concat())
    };
    let uncounted = history("applicant,award,year,amount\nanna,b,2025,10\n");
    assert!(uncounted.contains("E0978") && uncounted.contains("\"anna\""), "{uncounted}");
    let unknown = history("applicant,award,year,amount\nanna,c,2025,10\n");
    assert!(unknown.contains("E0956") && unknown.contains("row 2") && unknown.contains("a, b"), "{unknown}");
    // What would pass for no earlier grant at all is refused, too.
    let undated = history("applicant,award,date,amount\nanna,a,last spring,100\n");
    assert!(undated.contains("E0956") && undated.contains("last spring"), "{undated}");
    let undated = history("applicant,award,year,amount\nanna,a,,100\n");
    assert!(undated.contains("E0979") && undated.contains("no date"), "{undated}");
    let undated = history("applicant,award,amount\nanna,a,100\n");
    assert!(undated.contains("E0933") && undated.contains("year"), "{undated}");
    let later = history("applicant,award,year,amount\nanna,a,2026,100\n");
    assert!(later.contains("E0732") && later.contains("2026"), "{later}");
    let fund = history("applicant,award,year,amount,fund\nanna,a,2025,100,f\n");
    assert!(fund.contains("E0979") && fund.contains("name no fund"), "{fund}");
    let column = history("applicant,award,year,amonut\nanna,a,2025,100\n");
    assert!(column.contains("E0957") && column.contains("amonut"), "{column}");
    let word = history("applicant,award,year,amount,outcome\nanna,a,2025,100,paid\n");
    assert!(word.contains("E0979") && word.contains("awarded"), "{word}");
    let twice =
        history("applicant,award,year,amount,outcome\nanna,a,2025,100,awarded\nanna,a,2025,100,awarded\n");
    assert!(twice.contains("E0990") && twice.contains("row 3"), "{twice}");
    let amount = history("applicant,award,year,amount\nanna,a,2025,10 yuan\n");
    assert!(amount.contains("E0956") && amount.contains("yuan"), "{amount}");
}

#[test]
fn earlier_payments_of_any_table_take_places_and_money() {
    let folder = folder("history");
    let rules = small(&folder);
    let (input, history) = (path(&folder, "in.csv"), path(&folder, "history.csv"));
    std::fs::write(&input, "applicant,score,items\nbo,1,1\n").unwrap();
    let run = |year: &str| {
        let text = format!("申请人,奖励,年度,金额\nanna,a,{year},100\n");
        std::fs::write(&history, text).unwrap();
        let (code, out, err) = call(&[
            &input,
            "-o",
            "-",
            "--rules",
            &rules,
            "--policy",
            "small",
            "--lang",
            "en",
            "--as-of",
            "2025-06-30",
            "--history",
            &history,
        ]);
        assert_eq!((code, err.as_str()), (0, ""));
        out
    };
    assert!(run("2025").contains("bo,a,A,2025,,exhausted"));
    assert!(run("2024").contains("bo,a,A,2025,,awarded"));
    // The year of a date, and units, as in the tables of `batch`.
    let of = |text: &str| {
        std::fs::write(&history, text).unwrap();
        let usual = [&input, "-o", "-", "--rules", &rules, "--policy", "small", "--lang", "en"];
        let (code, out, err) =
            call(&[&usual[..], &["--as-of", "2025-06-30", "--history", &history]].concat());
        assert_eq!((code, err.as_str()), (0, ""));
        out
    };
    assert!(of("申请人,奖励,日期,金额(万元)\nanna,a,2025年3月1日,0.01\n").contains("bo,a,A,2025,,exhausted"));
    assert!(of("单位名称,奖励,日期,金额\nanna,a,2024/3/1,100元\n").contains("bo,a,A,2025,,awarded"));
}

#[test]
fn applicants_and_history_in_every_format_give_the_same_ledger() {
    let folder = folder("formats");
    let usual = ["--policy", "innovation", "--rules", RULES, "--as-of", "2025-06-30"];
    let (expected, paid) = (path(&folder, "expected.csv"), path(&folder, "paid.csv"));
    let text = "申请人,奖励,年度,金额,占用名额,资金\n华星科技,组合培育,2024,500000,,市级知识产权专项资金\n某某大学,转化,2025,60000,3,市级资金\n";
    std::fs::write(&paid, text).unwrap();
    example(&expected, &["--history", &paid]);
    assert!(read(&expected).contains("名额 17 个"), "{}", read(&expected));
    let columns = "单位名称,单位类别,评审得分,申报日期,转化专利数,贷款贴息额,抽签号";
    let batch = |input: &str, output: &str, more: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ipcalc"));
        let command = command.current_dir(env!("CARGO_MANIFEST_DIR")).args(["batch", input, "-o", output]);
        assert!(command.args(more).output().unwrap().status.success());
    };
    let added = "组合培育,大赛,转化,贷款贴息,total";
    for ending in ["ndjson", "xlsx", "parquet"] {
        let (input, ledger) =
            (path(&folder, &format!("in.{ending}")), path(&folder, &format!("{ending}.csv")));
        batch(TABLE, &input, &[&usual[..], &["--only", "amounts", "--keep", columns]].concat());
        let (code, _, err) = call(
            &[&[input.as_str(), "-o", &ledger], &usual[..], &["--ignore", added, "--history", &paid]]
                .concat(),
        );
        assert_eq!((code, err.as_str()), (0, ""), "{ending}");
        assert_eq!(read(&ledger), read(&expected), "{ending}");
    }
    // The table of payments, too: carried through a table of another policy.
    let rules = path(&folder, "carry.rules");
    std::fs::write(
        &rules,
        "policy carry \"C\"\nfact n : count\naward x \"X\" cites 1\n  where n >= 1\n  pays 1\n",
    )
    .unwrap();
    for ending in ["ndjson", "xlsx", "parquet"] {
        let (table, ledger) =
            (path(&folder, &format!("paid.{ending}")), path(&folder, &format!("paid-{ending}.csv")));
        let carry = ["--policy", "carry", "--rules", &rules, "--only", "amounts"];
        let ignored = ["--ignore", "x,total", "--history", &table];
        batch(&paid, &table, &[&carry[..], &["--keep", "申请人,奖励,年度,金额,占用名额,资金"]].concat());
        let (code, _, err) = call(&[&[TABLE, "-o", &ledger], &usual[..], &ignored].concat());
        assert_eq!((code, err.as_str()), (0, ""), "{ending}");
        assert_eq!(read(&ledger), read(&expected), "{ending}");
        // Without the year nothing would count: refused.
        let kept = "申请人,奖励,金额,占用名额,资金";
        batch(&paid, &table, &[&carry[..], &["--keep", kept, "--ignore", "年度"]].concat());
        let (code, _, err) = call(&[&[TABLE, "-o", &ledger], &usual[..], &ignored].concat());
        assert!(code == 2 && err.contains("年度"), "{ending} {err}");
    }
}

#[test]
fn what_stands_in_the_facts_and_in_a_ledger_is_not_counted_twice() {
    let folder = folder("both");
    let rules = small(&folder);
    let (input, history) = (path(&folder, "in.json"), path(&folder, "history.csv"));
    let facts = r#"[{"applicant": " bo ", "as_of": "2025-06-30", "facts": {"score": 1, "items": 1}, "history": [{"award": "a", "year": 2024, "amount": 100}]}]"#;
    std::fs::write(&input, facts).unwrap();
    let run = |amount: &str| {
        std::fs::write(&history, format!("applicant,award,year,amount\nbo,a,2024,{amount}\n")).unwrap();
        call(&[
            &input,
            "-o",
            "-",
            "--rules",
            &rules,
            "--policy",
            "small",
            "--lang",
            "en",
            "--history",
            &history,
        ])
    };
    let (code, _, err) = run("100");
    assert!(code == 2 && err.contains("E0992") && err.contains("\"bo\""), "{err}");
    assert_eq!(run("50").0, 0);
}

#[test]
fn eval_says_that_funds_are_looked_at_among_all_applicants() {
    let folder = folder("eval");
    let rules = path(&folder, "f.rules");
    let text = "policy f \"F\"\nfact cost : money\naward a \"A\" cites 1\n  pays 50% of cost\naward b \"B\" cites 2\n  pays 10\n\
                fund city \"City\" cites 3\n  budget 100 per year\n  pays for a\n  short pro rata, remainder stays\n";
    std::fs::write(&rules, text).unwrap();
    let facts = path(&folder, "one.json");
    let eval = |cost: &str, format: &str| {
        let text = format!(r#"{{"policy": "f", "as_of": "2025-06-30", "facts": {{"cost": {cost}}}}}"#);
        std::fs::write(&facts, text).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_ipcalc"));
        let output =
            command.args(["eval", &facts, "--rules", &rules, "--lang", "en", "--format", format]).output();
        String::from_utf8(output.unwrap().stdout).unwrap()
    };
    let text = eval("1000", "text");
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("before funds: whether \"City\" suffices"), "{text}");
    assert!(text.contains("paid from \"City\": 100.00 per year; beyond it all claims are cut"), "{text}");
    let json = eval("1000", "json");
    assert!(json.contains("\"amount\": \"500.00\"") && json.contains("\"kind\": \"before_funds\""), "{json}");
    // Nothing that the fund would pay: nothing is said of it.
    assert!(!eval("0", "json").contains("before_funds"));
}

#[test]
fn lists_from_a_table_of_their_own_and_columns_that_are_passed_over() {
    let folder = folder("lists");
    let rules = path(&folder, "l.rules");
    let text = "policy l \"L\"\nfact loans : list of loan\n  field interest : money \"利息\"\naward a \"A\" cites 1\n  each loan in loans\n  pays 50% of loan.interest\n\
                fund f \"F\" cites 2\n  budget 100 per year\n  pays for a\n  short pro rata, remainder by largest fraction\n";
    std::fs::write(&rules, text).unwrap();
    let (input, loans) = (path(&folder, "in.csv"), path(&folder, "loans.csv"));
    std::fs::write(&input, "代码,备注\nx1,ok\nx2,\n").unwrap();
    std::fs::write(&loans, "代码,利息(万元)\nx1,0.02\nx2,0.01\nx2,0.01\n").unwrap();
    let list = format!("loans={loans}");
    let usual = [
        &input,
        "-o",
        "-",
        "--rules",
        &rules,
        "--policy",
        "l",
        "--as-of",
        "2025-06-30",
        "--key",
        "代码",
        "--list",
        &list,
    ];
    let (code, out, err) = call(&[&usual[..], &["--ignore", "备注", "--lang", "en"]].concat());
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(out.contains("x1,a,A,2025,,awarded,100.00,,,,,,50.00,f"), "{out}");
    assert!(out.contains("x2,a,A,2025,,awarded,100.00,,,,,,50.00,f"), "{out}");
    let (code, _, err) = call(&usual);
    assert!(code == 2 && err.contains("E0930") && err.contains("--ignore 备注"), "{err}");
    // A row of the list that is nobody's stops the run, and says whose it would be.
    std::fs::write(&loans, "代码,利息\nx1,200\nx3,100\n").unwrap();
    let (code, _, err) = call(&[&usual[..], &["--ignore", "备注", "--lang", "en"]].concat());
    assert!(code == 2 && err.contains("x3") && err.contains("row 3"), "{err}");
}
