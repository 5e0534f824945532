//! `ipcalc batch` as officials and scripts call it: every format in and out, and everything that may be wrong with a table.

use std::io::{Cursor, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use arrow_array::builder::{Int64Builder, ListBuilder, StringBuilder, StructBuilder};
use arrow_array::cast::AsArray as _;
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Float64Array, RecordBatch, StringArray, TimestampMicrosecondArray,
};
use arrow_schema::{DataType, Field, Fields};
use calamine::{Data, Reader as _, Xlsx};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

/// A folder of a test's own, empty at first.
struct Folder(PathBuf);

/// What a call came to.
struct Called {
    code: i32,
    out: String,
    err: String,
}

impl Folder {
    fn new(name: &str) -> Folder {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("batch").join(name);
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Folder(path)
    }
    fn put(&self, name: &str, content: impl AsRef<[u8]>) -> &Folder {
        std::fs::write(self.0.join(name), content).unwrap();
        self
    }
    fn text(&self, name: &str) -> String {
        String::from_utf8(self.bytes(name)).unwrap()
    }
    fn bytes(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.0.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }
    fn has(&self, name: &str) -> bool {
        self.0.join(name).exists()
    }
    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = std::fs::read_dir(&self.0)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
    fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ipcalc"));
        command.current_dir(&self.0).args(arguments.split_whitespace());
        command
    }
    /// Calls `ipcalc batch` with these arguments, the English messages asked for.
    fn batch(&self, arguments: &str) -> Called {
        finish(&mut self.command(&format!("batch {arguments} --lang en")))
    }
    /// The lines of the list of errors, without the heading: row, column, code.
    fn errors(&self, name: &str) -> Vec<(String, String, String)> {
        let text = self.text(name);
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let rows = reader.records().map(|row| row.unwrap());
        rows.map(|row| (row[0].to_owned(), row[3].to_owned(), row[4].to_owned())).collect()
    }
}

fn finish(command: &mut Command) -> Called {
    let output = command.stdin(Stdio::null()).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let called = Called {
        code: output.status.code().expect("ends by itself"),
        out: text(output.stdout),
        err: text(output.stderr),
    };
    for trace in ["panicked at", "RUST_BACKTRACE", "stack backtrace", "E0999"] {
        assert!(!called.err.contains(trace), "{}", called.err);
    }
    called
}

fn triple(row: &str, column: &str, code: &str) -> (String, String, String) {
    (row.to_owned(), column.to_owned(), code.to_owned())
}

const SMALL: &str = "policy small \"Small\"
  rounding half up to 0.01

fact kind : kind of applicant, one of university \"高校\", enterprise \"企业\"
fact sales : money \"销售额\"
fact growth_rate : ratio \"增长率\"
fact certified : bool \"已认证\"
fact titles : set of gold \"金\", silver \"银\", bronze \"铜\" \"称号\"
fact founded : date \"成立日期\"
fact patents : count 件 \"专利\"
fact loans : list of loan \"贷款\"
  field interest : money \"利息\"
  field months : count 个月 \"期限\"

award prize \"Prize\" cites 1
  for   university
  pays  5% of sales, max 500k per year

award certificate \"Certificate\" cites 2
  where certified
  pays  50k
  once

award interest_aid \"Interest\" cites 3
  pays 50% of sum of loan.interest over loan in loans where loan.months = 12
";

fn small(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.put("small.rules", SMALL);
    let checked = finish(&mut folder.command("check small.rules --lang en"));
    assert_eq!(checked.code, 0, "{}{}", checked.out, checked.err);
    folder
}

const CALL: &str = "--policy small --rules small.rules";

#[test]
fn a_table_of_officials_comes_out_with_amounts_and_outcomes() {
    let folder = small("plain");
    folder.put(
        "in.csv",
        "\u{feff}单位名称,kind,销售额(万元),已认证,loans\r\n甲,高校,８００,是,\"[{\"\"interest\"\":\"\"1000.01\"\",\"\"months\"\":12}]\"\r\n\
         \"乙,公司\",enterprise,\"1,000.5\",否,[]\r\n丙,企业,800万元,,\r\n",
    );
    let called = folder.batch(&format!("in.csv -o out.csv {CALL} --keep 单位名称 --as-of 2020-01-01"));
    assert_eq!(called.code, 0, "{}", called.err);
    assert_eq!(
        folder.text("out.csv"),
        "单位名称,prize,prize.outcome,certificate,certificate.outcome,interest_aid,interest_aid.outcome,total\n\
         甲,400000.00,awarded,50000.00,awarded,500.01,awarded,450500.01\n\
         \"乙,公司\",0.00,not_eligible,0.00,not_eligible,0.00,not_eligible,0.00\n\
         丙,0.00,not_eligible,,undetermined,,undetermined,\n"
    );
    assert!(called.err.contains("3 rows: 3 decided, 0 left out"), "{}", called.err);
    assert_eq!(called.out, "");
    assert_eq!(folder.names(), ["in.csv", "out.csv", "small.rules"]);
    assert_eq!(folder.batch(&format!("in.csv -o out.csv {CALL} --ignore 单位名称 --bom")).code, 0);
    assert!(folder.text("out.csv").starts_with("\u{feff}prize,"));
}

#[test]
fn bounds_and_amounts_alone() {
    let folder = small("bounds");
    folder.put("in.csv", "kind,sales,certified\n高校,,\n企业,1,true\n");
    assert_eq!(folder.batch(&format!("in.csv -o out.csv {CALL} --only amounts --bounds")).code, 0);
    assert_eq!(
        folder.text("out.csv"),
        "prize,prize.min,prize.max,certificate,certificate.min,certificate.max,interest_aid,interest_aid.min,interest_aid.max,total,total.min,total.max\n\
         ,0.00,500000.00,,0.00,50000.00,,0.00,,,0.00,\n\
         0.00,,,50000.00,,,,0.00,,,50000.00,\n"
    );
}

#[test]
fn reasons_traces_and_a_summary_file() {
    let folder = small("reasons");
    folder.put("in.csv", "id,kind,sales,certified,loans\nA,企业,1,true,[]\nB,高校,200,false,[]\n");
    let called = folder.batch(&format!(
        "in.csv -o out.csv {CALL} --as-of 2020-01-01 --reasons --key id --explain B,2 --summary sum.json"
    ));
    assert_eq!(called.code, 0, "{}", called.err);
    let out = folder.text("out.csv");
    assert!(out.starts_with("prize,prize.outcome,prize.reasons,"), "{out}");
    assert!(
        out.lines().nth(1).unwrap().contains("enterprise") || out.lines().nth(1).unwrap().contains("企业"),
        "{out}"
    );
    assert!(called.out.contains("row 2  A") && called.out.contains("row 3  B"), "{}", called.out);
    assert!(called.out.contains("10.00"), "{}", called.out);
    assert_eq!(called.err, "", "the summary is in its file");
    let summary: serde_json::Value = serde_json::from_str(&folder.text("sum.json")).unwrap();
    assert_eq!(summary["rows"], 2);
    assert_eq!(summary["decided"], 2);
    assert_eq!(summary["awards"][0]["amount"], "10.00");
    assert_eq!(summary["awards"][0]["outcomes"]["awarded"], 1);
    assert_eq!(summary["total"]["max"], "50010.00");
}

/// Each bad row is listed with its number, its column and a code; the others come out.
#[test]
fn bad_rows_are_listed_and_the_rest_goes_on() {
    let folder = small("bad_rows");
    let mut table = b"name,kind,sales,certified,titles,founded,patents\n".to_vec();
    for row in [
        &b"2 fine,university,1,true,gold;silver,2019-06-30,1\n"[..],
        b"3 enum,univrsity,1,true,,,\n",
        b"4 several,university,10.999.99,maybe,gold;gold,2019-02-29,2.5\n",
        b"5 ragged,university\n",
        b"6 longer,university,1,true,,,1,1\n",
        b"7 \"quote,university,1,true,,,1\n",
        b"\n",
        b"9 \xd5\xfe,university,1,true,,,1\n",
        b"10 nul,university,1\x00,true,,,1\n",
        b"\"11 misquoted\"x,university,1,true,,,1\n",
        b"12 negative,university,-1,true,,,1\n",
        b"13 unit,university,5 apples,true,,,1\n",
        b"14 huge,university,1e400,true,,,1\n",
        b"15 hidden,university\xe2\x80\x8b,1,true,,,1\n",
        b",,,,,,\n",
        b"17 fine,\xe9\xab\x98\xe6\xa0\xa1,2,\xe5\x90\xa6,\xe9\x87\x91\xe3\x80\x81\xe9\x93\xb6,2019\xe5\xb9\xb46\xe6\x9c\x8830\xe6\x97\xa5,\xef\xbc\x93",
    ] {
        table.extend_from_slice(row);
    }
    folder.put("in.csv", &table);
    let called = folder.batch(&format!("in.csv -o out.csv {CALL} --keep name --only amounts"));
    assert_eq!(called.code, 2);
    let names: Vec<String> = folder
        .text("out.csv")
        .lines()
        .skip(1)
        .map(|line| line.split(',').next().unwrap().to_owned())
        .collect();
    assert_eq!(names, ["2 fine", "\"7 \"\"quote\"", "17 fine"]);
    assert_eq!(
        folder.errors("out.csv.errors.csv"),
        [
            triple("3", "kind", "E0722"),
            triple("4", "sales", "E0714"),
            triple("4", "certified", "E0948"),
            triple("4", "titles", "E0723"),
            triple("4", "founded", "E0949"),
            triple("4", "patents", "E0717"),
            triple("5", "", "E0944"),
            triple("6", "", "E0944"),
            triple("9", "name", "E0940"),
            triple("10", "sales", "E0705"),
            triple("11", "", "E0943"),
            triple("12", "sales", "E0720"),
            triple("13", "sales", "E0716"),
            triple("14", "sales", "E0715"),
            triple("15", "kind", "E0705"),
        ]
    );
    assert!(
        called.err.contains("left out: 11") && called.err.contains("out.csv.errors.csv"),
        "{}",
        called.err
    );
    assert!(folder.text("out.csv.errors.csv").contains("did you mean university?"));
    // Once all is right, the list of the run before goes away.
    folder.put("in.csv", "kind\n高校\n");
    assert_eq!(folder.batch(&format!("in.csv -o out.csv {CALL}")).code, 0);
    assert!(!folder.has("out.csv.errors.csv"));
}

#[test]
fn columns_that_mean_nothing_are_errors_with_the_nearest_name() {
    let folder = small("columns");
    let cases = [
        ("kind,salse\n", "", "E0930", "did you mean sales?"),
        ("kind,销售额(万美元)\n", "", "E0934", "万美元"),
        ("kind,kind\n", "", "E0932", "kind"),
        ("sales,销售额\n", "", "E0932", "销售额"),
        ("kind,note\n", "--keep nots", "E0933", "did you mean note?"),
        ("kind,prize\n", "--keep prize", "E0959", "prize"),
        ("kind,note\n", "--keep note,note", "E0959", "note"),
        ("kind,as_of\n", "--as-of 2020-01-01", "E0935", "--as-of"),
        ("kind,sales\n", "--unit sales=%", "E0934", "%"),
        ("kind,sales\n", "--unit sales", "E0954", "="),
        ("kind;sales\n", "", "E0941", "separated by ;"),
        ("kind\tsales\n", "", "E0941", "tabs"),
        ("", "", "E0939", "empty"),
        ("\n\n", "", "E0939", "empty"),
        ("kind,sales\nuniversity,\"1\n1,2\n", "", "E0942", "row 2"),
        ("kind,sales\n", "--explain A", "E0936", "--key"),
        ("kind,x,x\n", "--keep x", "E0932", "x"),
        ("kind,sales\n", "--list loan=in.csv --key kind", "E0953", "did you mean loans?"),
    ];
    for (table, more, code, words) in cases {
        folder.put("in.csv", table);
        let called = folder.batch(&format!("in.csv -o out.csv {CALL} {more}"));
        assert_eq!(called.code, 2, "{table:?} {more}");
        assert!(called.err.contains(code) && called.err.contains(words), "{table:?} {more}: {}", called.err);
        assert_eq!(folder.names(), ["in.csv", "small.rules"], "{table:?}: nothing is left behind");
    }
    for bytes in [&b"\xc8\xcb,kind\n"[..], b"\xff\xfek\0i\0"] {
        folder.put("in.csv", bytes);
        let called = folder.batch(&format!("in.csv -o out.csv {CALL}"));
        assert!(
            called.code == 2 && called.err.contains("E0940") && called.err.contains("the heading"),
            "{}",
            called.err
        );
    }
    // A heading alone is a table without rows.
    folder.put("in.csv", "kind,note,extra,extra");
    assert_eq!(
        folder.batch(&format!("in.csv -o out.csv {CALL} --keep note --ignore extra --only amounts")).code,
        0
    );
    assert_eq!(folder.text("out.csv"), "note,prize,certificate,interest_aid,total\n");
}

#[test]
fn files_that_cannot_be_together() {
    let folder = small("files");
    folder.put("in.csv", "kind\n高校\n").put("paid.csv", "kind,award,amount\n");
    let before = folder.bytes("in.csv");
    let cases = [
        ("in.csv -o in.csv", "E0954"),
        ("in.csv -o ./in.csv", "E0954"),
        ("in.csv -o out.csv --summary out.csv", "E0954"),
        ("in.csv -o out.csv --errors in.csv", "E0954"),
        ("in.csv -o paid.csv --history paid.csv --key kind", "E0954"),
        ("none.csv -o out.csv", "E0901"),
        (". -o out.csv --format csv", "E0902"),
        ("in.txt -o out.csv", "E0955"),
        ("in.csv -o out", "E0955"),
        ("in.csv -o none/out.csv", "E0911"),
        ("- -o out.csv", "E0955"),
        ("- -o out.csv --format parquet", "E0954"),
        ("in.csv -o - --to xlsx", "E0954"),
        ("in.csv -o out.csv --as-of 2019-02-29", "E0954"),
        ("in.csv -o out.csv --year 0", "E0954"),
        ("in.csv -o out.parquet --format xlsx", "E0941"),
        ("in.csv -o out.parquet --format parquet", "E0"),
    ];
    for (arguments, code) in cases {
        let called = folder.batch(&format!("{arguments} {CALL}"));
        assert!(called.code == 2 && called.err.contains(code), "{arguments}: {} {}", called.code, called.err);
    }
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("in.csv", folder.0.join("link.csv")).unwrap();
        std::fs::hard_link(folder.0.join("in.csv"), folder.0.join("hard.csv")).unwrap();
        for same in ["link.csv", "hard.csv"] {
            let called = folder.batch(&format!("in.csv -o {same} {CALL}"));
            assert!(called.code == 2 && called.err.contains("E0954"), "{}", called.err);
        }
    }
    let called =
        finish(&mut folder.command("batch in.csv -o out.csv --policy smal --rules small.rules --lang en"));
    assert!(called.code == 2 && called.err.contains("E0908"), "{}", called.err);
    assert_eq!(folder.bytes("in.csv"), before);
    assert!(!folder.has("out.csv"));
}

#[test]
fn standard_input_and_output() {
    let folder = small("pipes");
    let mut child = folder
        .command(&format!(
            "batch - -o - --format csv --to ndjson --only amounts --lang en --threads 2 {CALL}"
        ))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all("kind,sales,certified,loans\n高校,10,否,[]\nx,1,1,\n".as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{err}");
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        "{\"prize\":\"0.50\",\"certificate\":\"0.00\",\"interest_aid\":\"0.00\",\"total\":\"0.50\"}\n"
    );
    assert!(err.contains("3,,,kind,E0722"), "without a file, bad rows are told: {err}");
}

#[test]
fn lists_and_history_of_other_tables() {
    let folder = small("joined");
    folder
        .put("in.csv", "代码,kind,sales,certified\nA1,高校,20000000,是\nB2,高校,20000000,是\nC3,企业,,否\n");
    folder.put("loans.csv", "代码,利息(万元),期限\nA1,0.5,12\nA1,100,11\nB2,0.1,12个月\nB2,1元,12\n");
    folder.put(
        "paid.csv",
        "代码,award,年度,金额(万元),policy\nA1,prize,2020,30,\nA1,certificate,2011,5,small\nB2,prize,2019,50,\nB2,prize,2020,1,other\n",
    );
    let call = format!(
        "in.csv -o out.csv {CALL} --key 代码 --keep 代码 --only amounts --as-of 2020-06-01 --list loans=loans.csv"
    );
    let called = folder.batch(&format!("{call} --history paid.csv"));
    assert!(
        called.code == 2 && called.err.contains("E0730") && called.err.contains("row 5"),
        "{}",
        called.err
    );
    assert!(!folder.has("out.csv"), "with a wrong history nothing is computed");
    let paid = folder.text("paid.csv").replace("other", "qingdao");
    folder.put(
        "other.rules",
        "policy qingdao \"Other\"\nfact a : bool\naward b \"B\" cites 1\n  where a\n  pays 1\n",
    );
    folder.put("paid.csv", paid);
    let called = folder.batch(&format!("{call} --history paid.csv --rules other.rules"));
    assert_eq!(called.code, 0, "{}", called.err);
    assert_eq!(
        folder.text("out.csv"),
        "代码,prize,certificate,interest_aid,total\nA1,200000.00,0.00,2500.00,202500.00\nB2,500000.00,50000.00,500.50,550500.50\nC3,0.00,0.00,0.00,0.00\n"
    );
    // A payment after the date of the decision makes its applicant a bad row; a wrong item does likewise.
    folder.put("paid.csv", "代码,award,date,amount\nA1,prize,2020-06-02,1\n");
    folder.put("loans.csv", "代码,利息,期限\nB2,x,12\nZ9,1,12\n");
    let called = folder.batch(&format!("{call} --history paid.csv"));
    assert_eq!(called.code, 2);
    assert_eq!(folder.text("out.csv").lines().count(), 2, "only C3 is left");
    let errors = folder.text("out.csv.errors.csv");
    assert!(errors.contains("2,A1,paid.csv,,E0732"), "{errors}");
    assert!(errors.contains("3,B2,loans.csv,利息,E0956") && errors.contains("loans.csv, row 2"), "{errors}");
    assert!(errors.contains("3,Z9,loans.csv,,E0938"), "an item that belongs to nobody is told: {errors}");
    for (table, code) in [
        ("代码,award,date,amount\nA1,prise,2020-01-01,1\n", "E0731"),
        ("代码,award,date,amount\n,prize,2020-01-01,1\n", "E0937"),
        ("代码,award,date,amount\nA1,prize,2020-01-01,\n", "E0733"),
        ("代码,award,date,amont\nA1,prize,2020-01-01,1\n", "E0930"),
        ("code,award,date,amount\nA1,prize,2020-01-01,1\n", "E0930"),
        ("代码,award,date,amount\nA1,prize,2020-01-01\n", "E0944"),
    ] {
        folder.put("paid.csv", table);
        let called = folder.batch(&format!("{call} --history paid.csv"));
        assert!(called.code == 2 && called.err.contains(code), "{table}: {}", called.err);
    }
}

#[test]
fn each_row_may_have_its_own_date() {
    let folder = Folder::new("dates");
    folder.put("in.csv", "applicant,newly_introduced,new_invention_patents,new_high_value_patents,as_of,year\n企业,是,100,100,2024-02-01,\n企业,是,100,100,2024/2/2,2024\n企业,是,100,100,,\n企业,是,100,100,2029-02-02,20x9\n");
    let called = folder.batch("in.csv -o out.csv --policy zhangzhou");
    assert_eq!(called.code, 2, "{}", called.err);
    let out = folder.text("out.csv");
    let rows: Vec<&str> = out.lines().collect();
    assert!(rows[1].contains("not_in_force") && !rows[2].contains("not_in_force"), "{out}");
    assert!(rows[2].contains("awarded"), "{out}");
    assert_eq!(folder.errors("out.csv.errors.csv"), [triple("5", "year", "E0716")]);
}

#[test]
fn cells_that_begin_like_formulas_are_made_harmless() {
    let folder = small("formulas");
    folder.put("in.csv", "name,kind\n=1+1,高校\n+x,高校\n-12.5,高校\n@a,高校\n\"\ttab\",高校\n-x,高校\n");
    for out in ["out.csv", "out.xlsx"] {
        assert_eq!(folder.batch(&format!("in.csv -o {out} {CALL} --keep name --only amounts")).code, 0);
    }
    let names: Vec<String> = folder
        .text("out.csv")
        .lines()
        .skip(1)
        .map(|line| line.split(',').next().unwrap().to_owned())
        .collect();
    assert_eq!(names, ["'=1+1", "'+x", "-12.5", "'@a", "'\ttab", "'-x"]);
    let found: Vec<String> =
        sheet(&folder.bytes("out.xlsx")).into_iter().skip(1).map(|row| row[0].to_string()).collect();
    assert_eq!(found, names);
}

fn sheet(bytes: &[u8]) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    book.worksheet_range_at(0).unwrap().unwrap().rows().map(<[Data]>::to_vec).collect()
}

#[test]
fn excel_as_officials_fill_it() {
    let folder = small("excel");
    let mut book = Workbook::new();
    let hidden = book.add_worksheet();
    hidden.set_hidden(true).write(0, 0, "not this one").unwrap();
    let sheet_in = book.add_worksheet().set_active(true);
    let heading =
        ["单位名称", "kind", "销售额\n（万元）", "增长率(%)", "已认证", "成立日期", "专利", "titles"];
    for (at, name) in heading.iter().enumerate() {
        sheet_in.write(1, at as u16, *name).unwrap();
    }
    let date = Format::new().set_num_format("yyyy/m/d");
    let share = Format::new().set_num_format("0.0%");
    let day = ExcelDateTime::from_ymd(2019, 6, 30).unwrap();
    sheet_in.write(2, 0, "甲").unwrap().write(2, 1, "高校").unwrap().write(2, 2, 800.5).unwrap();
    sheet_in.write_with_format(2, 3, 0.05, &share).unwrap().write(2, 4, "是").unwrap();
    sheet_in
        .write_with_format(2, 5, &day, &date)
        .unwrap()
        .write(2, 6, 3)
        .unwrap()
        .write(2, 7, "金、银")
        .unwrap();
    // Numbers as text, a share without its format, yes as a truth; a blank row before.
    sheet_in.write(4, 0, 123_456).unwrap().write(4, 1, "university").unwrap().write(4, 2, "800").unwrap();
    sheet_in
        .write(4, 3, 5)
        .unwrap()
        .write(4, 4, true)
        .unwrap()
        .write(4, 5, "2019-06-30")
        .unwrap()
        .write(4, 6, "3件")
        .unwrap();
    // What is refused: more digits than 15, a number for a date, a time of day, words under no heading.
    sheet_in.write(5, 1, "高校").unwrap().write(5, 2, 0.1 + 0.2).unwrap().write(5, 5, 43646).unwrap();
    sheet_in
        .write(6, 1, "高校")
        .unwrap()
        .write_with_format(6, 5, 43646.5, &date)
        .unwrap()
        .write(6, 9, "?")
        .unwrap();
    folder.put("in.xlsx", book.save_to_buffer().unwrap());
    let called = folder
        .batch(&format!("in.xlsx -o out.xlsx {CALL} --keep 单位名称 --as-of 2020-01-01 --only amounts"));
    assert_eq!(called.code, 2, "{}", called.err);
    assert!(folder.has("out.xlsx.errors.csv"), "{}", called.err);
    assert_eq!(
        folder.errors("out.xlsx.errors.csv"),
        [
            triple("6", "销售额 （万元）", "E0946"),
            triple("6", "成立日期", "E0949"),
            triple("7", "", "E0945"),
            triple("7", "成立日期", "E0713"),
        ]
    );
    let bytes = folder.bytes("out.xlsx");
    let found = sheet(&bytes);
    assert_eq!(found.len(), 3);
    assert_eq!(found[1][..3], [Data::String("甲".into()), Data::Float(400_250.0), Data::Float(50_000.0)]);
    assert_eq!(found[1][3], Data::Empty, "not exact");
    assert_eq!(found[2][..3], [Data::Float(123_456.0), Data::Float(400_000.0), Data::Float(50_000.0)]);
    // Formats, a frozen heading, widths of their own.
    let part = |name: &str| {
        let mut text = String::new();
        zip::ZipArchive::new(Cursor::new(&bytes))
            .unwrap()
            .by_name(name)
            .unwrap()
            .read_to_string(&mut text)
            .unwrap();
        text
    };
    let written = part("xl/worksheets/sheet1.xml");
    assert!(written.contains("ySplit=\"1\"") && written.contains("state=\"frozen\""), "{written}");
    assert!(written.contains("<col min=\"1\" max=\"1\" width=\""), "{written}");
    assert!(part("xl/styles.xml").contains("#,##0.00"));
}

#[test]
fn days_from_1904() {
    let folder = small("from_1904");
    let mut book = Workbook::new();
    let date = Format::new().set_num_format("yyyy-mm-dd");
    book.add_worksheet().write(0, 0, "founded").unwrap().write_with_format(1, 0, 42184, &date).unwrap();
    // The writer knows the system of 1900 alone: the mark of the other is put into the file it wrote.
    let bytes = book.save_to_buffer().unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at).unwrap();
        let name = entry.name().unwrap().to_string();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).unwrap();
        if name == "xl/workbook.xml" {
            let text = String::from_utf8(content).unwrap();
            assert!(text.contains("<workbookPr "));
            content = text.replace("<workbookPr ", "<workbookPr date1904=\"1\" ").into_bytes();
        }
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(&content).unwrap();
    }
    folder.put("in.xlsx", writer.finish().unwrap().into_inner());
    let called = folder.batch(&format!("in.xlsx -o out.csv {CALL} --keep founded --only amounts"));
    assert_eq!(called.code, 0, "{}", called.err);
    assert!(folder.text("out.csv").contains("\n2019-06-30,"), "{}", folder.text("out.csv"));
}

fn parquet(columns: Vec<(&str, ArrayRef)>) -> Vec<u8> {
    let table = RecordBatch::try_from_iter_with_nullable(
        columns.into_iter().map(|(name, array)| (name, array, true)),
    );
    let table = table.unwrap();
    let mut writer = ArrowWriter::try_new(Vec::new(), table.schema(), None).unwrap();
    writer.write(&table).unwrap();
    writer.into_inner().unwrap()
}

fn loans() -> ArrayRef {
    let fields = Fields::from(vec![
        Field::new("interest", DataType::Utf8, true),
        Field::new("months", DataType::Int64, true),
    ]);
    let record =
        StructBuilder::new(fields, vec![Box::new(StringBuilder::new()), Box::new(Int64Builder::new())]);
    let mut lists = ListBuilder::new(record);
    for items in [Some(vec![("100.01", 12), ("5", 6)]), Some(vec![]), None] {
        for (interest, months) in items.iter().flatten() {
            lists.values().field_builder::<StringBuilder>(0).unwrap().append_value(interest);
            lists.values().field_builder::<Int64Builder>(1).unwrap().append_value(*months);
            lists.values().append(true);
        }
        lists.append(items.is_some());
    }
    Arc::new(lists.finish())
}

#[test]
fn parquet_with_lists_dates_and_binary_numbers() {
    let folder = small("parquet");
    let table = parquet(vec![
        ("id", Arc::new(arrow_array::Int32Array::from(vec![7, 8, 9]))),
        ("kind", Arc::new(StringArray::from(vec![Some("高校"), Some("enterprise"), None]))),
        ("sales", Arc::new(Float64Array::from(vec![Some(0.1), Some(800.5), Some(0.1 + 0.2)]))),
        ("certified", Arc::new(BooleanArray::from(vec![Some(true), Some(false), None]))),
        ("founded", Arc::new(Date32Array::from(vec![Some(18_077), None, None]))),
        (
            "as_of",
            Arc::new(TimestampMicrosecondArray::from(vec![
                Some(1_577_836_800_000_000),
                Some(1_577_836_800_000_000),
                Some(1_577_836_800_000_001),
            ])),
        ),
        ("loans", loans()),
    ]);
    folder.put("in.parquet", table);
    let called = folder.batch(&format!("in.parquet -o out.parquet {CALL} --keep id,founded,loans"));
    assert_eq!(called.code, 2, "{}", called.err);
    assert_eq!(
        folder.errors("out.parquet.errors.csv"),
        [triple("3", "as_of", "E0713"), triple("3", "sales", "E0946")]
    );
    let reader =
        ParquetRecordBatchReaderBuilder::try_new(std::fs::File::open(folder.0.join("out.parquet")).unwrap())
            .unwrap();
    let found: Vec<RecordBatch> = reader.build().unwrap().collect::<Result<_, _>>().unwrap();
    let [found] = found.as_slice() else { panic!("one batch") };
    let amounts = |name: &str| {
        let column = found.column_by_name(name).unwrap().as_primitive::<arrow_array::types::Decimal128Type>();
        assert_eq!((column.precision(), column.scale()), (18, 2));
        column.iter().collect::<Vec<_>>()
    };
    assert_eq!(amounts("prize"), [Some(1), Some(0)], "5% of 0.1 is 0.005, and so 0.01");
    assert_eq!(amounts("interest_aid"), [Some(5_001), Some(0)], "half of 100.01");
    assert_eq!(amounts("total"), [Some(5_005_002), Some(0)]);
    let text = |name: &str, row: usize| {
        let column = arrow_array::cast::downcast_array::<StringArray>(found.column_by_name(name).unwrap());
        column.value(row).to_owned()
    };
    let ids = found.column_by_name("id").unwrap().as_primitive::<arrow_array::types::Int64Type>();
    assert_eq!(ids.values().as_ref(), [7, 8], "numbers stay numbers");
    let days = found.column_by_name("founded").unwrap().as_primitive::<arrow_array::types::Date32Type>();
    assert_eq!(days.iter().collect::<Vec<_>>(), [Some(18_077), None]);
    assert!(text("loans", 0).starts_with("[{\"interest\":\"100.01\""), "{}", text("loans", 0));
}

/// Wherever a file is cut, whatever byte is changed: a clear error or a sound answer, and no half-written output.
#[test]
fn truncated_and_damaged_files() {
    let folder = small("damaged");
    let whole = parquet(vec![
        ("kind", Arc::new(StringArray::from(vec!["高校"; 500]))),
        ("certified", Arc::new(BooleanArray::from(vec![true; 500]))),
    ]);
    let mut book = Workbook::new();
    let first = book.add_worksheet();
    first.write(0, 0, "kind").unwrap().write(1, 0, "高校").unwrap();
    let workbook = book.save_to_buffer().unwrap();
    for (name, whole) in [("in.parquet", whole), ("in.xlsx", workbook)] {
        for part in [0, 3, 4, 11, whole.len() / 3, whole.len() / 2, whole.len() - 9, whole.len() - 1] {
            folder.put(name, &whole[..part]);
            let called = folder.batch(&format!("{name} -o out.csv {CALL}"));
            assert_eq!(called.code, 2, "{name} cut to {part}: {}", called.err);
            assert!(
                called.err.contains("E095") || called.err.contains("E094"),
                "{name} cut to {part}: {}",
                called.err
            );
            assert!(!folder.has("out.csv"), "{name} cut to {part}");
        }
        for at in (0..whole.len()).step_by(whole.len() / 40) {
            let mut bytes = whole.clone();
            bytes[at] ^= 0x55;
            folder.put(name, &bytes);
            let called = folder.batch(&format!("{name} -o out.csv {CALL}"));
            assert_eq!(
                called.code != 0,
                !folder.has("out.csv") || folder.has("out.csv.errors.csv"),
                "{name} byte {at}: {}",
                called.err
            );
            let _ = std::fs::remove_file(folder.0.join("out.csv"));
            let _ = std::fs::remove_file(folder.0.join("out.csv.errors.csv"));
        }
    }
    // A footer that claims more than the file has.
    folder.put("in.parquet", b"PAR1\0\0\0\0\xff\xff\xff\x7fPAR1");
    assert!(folder.batch(&format!("in.parquet -o out.csv {CALL}")).err.contains("E0951"));
}

#[test]
fn a_workbook_that_inflates_without_end_is_refused() {
    let folder = small("bomb");
    let bomb = |entries: usize, size: usize, name: &str| {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options =
            zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
        let zeros = vec![0; 1 << 20];
        for at in 0..entries {
            writer.start_file(format!("{name}{at}"), options).unwrap();
            for _ in 0..size {
                writer.write_all(&zeros).unwrap();
            }
        }
        writer.finish().unwrap().into_inner()
    };
    for (bytes, words) in [(bomb(10_001, 0, "a"), "10001 entries"), (bomb(1, 513, "xl/shared"), "512 MiB")] {
        folder.put("in.xlsx", bytes);
        let called = folder.batch(&format!("in.xlsx -o out.csv {CALL}"));
        assert!(
            called.code == 2 && called.err.contains("E0952") && called.err.contains(words),
            "{}",
            called.err
        );
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error_and_leaves_nothing() {
    let folder = small("full");
    let rows: String = (0..300).map(|row| format!("高校,{row}\n")).collect();
    folder.put("in.csv", format!("kind,sales\n{rows}"));
    for format in ["csv", "ndjson", "parquet", "xlsx"] {
        let called = folder.batch(&format!("in.csv -o /dev/full --to {format} {CALL} --errors e.csv"));
        assert_eq!(called.code, 2, "{format}: {}", called.err);
        assert!(called.err.contains("E0911") && called.err.contains("/dev/full"), "{format}: {}", called.err);
        assert_eq!(folder.names(), ["in.csv", "small.rules"]);
    }
    assert!(std::fs::metadata("/dev/full").is_ok_and(|full| !full.is_file()), "the device is still one");
}

/// What is killed leaves the result of the run before as it was.
#[cfg(unix)]
#[test]
fn a_kill_in_the_middle_leaves_no_half_written_output() {
    let folder = small("killed");
    folder.put("out.csv", "before");
    let mut child = folder
        .command(&format!("batch - -o out.csv --format csv {CALL}"))
        .stdin(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let rows: String = (0..100_000).map(|row| format!("高校,{row},1,[]\n")).collect();
    input.write_all(b"kind,sales,certified,loans\n").unwrap();
    // More than a piece, so that something has been written when it dies.
    for _ in 0..6 {
        input.write_all(rows.as_bytes()).unwrap();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    drop(input);
    assert_eq!(folder.text("out.csv"), "before");
    let left: Vec<String> = folder
        .names()
        .into_iter()
        .filter(|name| !["out.csv", "small.rules"].contains(&name.as_str()))
        .collect();
    assert!(left.iter().all(|name| name.starts_with('.') && name.ends_with(".part")), "{left:?}");
}

#[test]
fn more_than_one_piece_gives_the_same_bytes_with_any_number_of_threads() {
    let folder = small("threads");
    let mut table = String::from("id,kind,sales,certified,loans\n");
    for row in 0..150_000 {
        let kind = ["university", "企业", "高校", "?"][if row % 5000 == 4999 { 3 } else { row % 3 }];
        let quoted = if row % 7 == 0 { format!("\"x,\ny{row}\"") } else { format!("x{row}") };
        table.push_str(&format!(
            "{quoted},{kind},{}.{:02},{},[]\n",
            row * 37 % 12_000_000,
            row % 100,
            row % 2
        ));
    }
    assert!(table.len() > 4 << 20, "two pieces at least");
    folder.put("in.csv", table);
    for (at, threads) in [1, 2, 4].into_iter().enumerate() {
        for format in ["csv", "parquet"] {
            let called = folder.batch(&format!(
                "in.csv -o out{at}.{format} {CALL} --threads {threads} --keep id --as-of 2020-01-01"
            ));
            assert_eq!(called.code, 2);
            assert!(called.err.contains("150000 rows: 149970 decided, 30 left out"), "{}", called.err);
            assert_eq!(folder.bytes(&format!("out{at}.{format}")), folder.bytes(&format!("out0.{format}")));
            let errors = |at: usize| folder.bytes(&format!("out{at}.{format}.errors.csv"));
            assert_eq!(errors(at), errors(0));
        }
    }
}

#[test]
fn a_line_of_ndjson_may_be_a_whole_facts_file() {
    let folder = small("facts_files");
    folder.put(
        "in.ndjson",
        "{\"applicant\":\"A\",\"as_of\":\"2020-01-01\",\"policy\":\"small\",\"facts\":{\"kind\":\"university\",\"sales\":\"2000万元\",\"certified\":true,\"loans\":[{\"interest\":\"0.01\",\"months\":12}]},\"history\":[{\"award\":\"prize\",\"year\":2020,\"amount\":\"499999.99\"}]}\n\
         {\"kind\":\"高校\",\"sales\":100.10,\"certified\":false,\"loans\":[]}\n\
         {\"kind\":\"高校\",\"kinds\":1}\n\
         {\"kind\":\"高校\",\"certified\":\"true\"}\n\
         {\"kind\":\"高校\",\"kind\":\"企业\"}\n\
         [1]\n{\"kind\"\n",
    );
    let called = folder.batch(&format!("in.ndjson -o out.ndjson {CALL} --only amounts"));
    assert_eq!(called.code, 2, "{}", called.err);
    assert_eq!(
        folder.text("out.ndjson"),
        "{\"prize\":\"0.01\",\"certificate\":\"50000.00\",\"interest_aid\":\"0.01\",\"total\":\"50000.02\"}\n\
         {\"prize\":\"5.01\",\"certificate\":\"0.00\",\"interest_aid\":\"0.00\",\"total\":\"5.01\"}\n"
    );
    let codes: Vec<_> =
        folder.errors("out.ndjson.errors.csv").into_iter().map(|(row, _, code)| (row, code)).collect();
    let expected = [("3", "E0930"), ("4", "E0713"), ("5", "E0706"), ("6", "E0726"), ("7", "E0702")];
    assert_eq!(codes, expected.map(|(row, code)| (row.to_owned(), code.to_owned())));
}

#[test]
fn facts_by_year_have_a_column_for_each_year() {
    let folder = Folder::new("by_year");
    folder.put("in.csv", "applicant,ip_trading_volume.2018,ip_trading_volume.2019\nenterprise,100,200\n");
    let policy = "tianjin_port_ftz";
    let called = folder.batch(&format!("in.csv -o out.csv --policy {policy} --as-of 2019-06-30"));
    assert_eq!(called.code, 0, "{}", called.err);
    folder.put("in.csv", "applicant,ip_trading_volume.2018,ip_trading_volume\nenterprise,100,200\n");
    let called = folder.batch(&format!("in.csv -o out.csv --policy {policy} --as-of 2019-06-30"));
    assert!(called.code == 2 && called.err.contains("E0932"), "{}", called.err);
}
