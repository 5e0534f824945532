//! `ipcalc batch` as a case officer meets it: tables as offices keep them, and what the program says of them.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use rust_xlsxwriter::Workbook;

const RULES: &str = "policy small \"小政策\"

fact kind : kind of applicant, one of university \"高校\", enterprise \"企业\" \"申请人\"
fact sales : money \"交易额\"
fact certified : bool \"已认证\"
fact titles : set of gold \"金\", silver \"银\" \"称号\"
fact founded : date \"成立日期\"
fact loans : list of loan \"贷款\"
  field interest : money \"利息\"
  field months : count 个月 \"期限\"

award prize \"成果奖\" cites 1
  for   university
  pays  5% of sales, max 500k per year

award certificate \"认证奖\" cites 2
  where certified and founded >= 2000-01-01
  pays  50k

award interest_aid \"贴息\" cites 3
  pays 50% of sum of loan.interest over loan in loans where loan.months = 12
";

/// A folder of a test's own, with the rules in it.
struct Desk(PathBuf);

struct Called {
    code: i32,
    err: String,
}

impl Desk {
    fn new(name: &str) -> Desk {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("officer").join(name);
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        let desk = Desk(path);
        desk.put("small.rules", RULES);
        desk
    }
    fn put(&self, name: &str, content: impl AsRef<[u8]>) -> &Desk {
        std::fs::write(self.0.join(name), content).unwrap();
        self
    }
    /// A sheet of words; a cell that is a number or a truth goes in as one.
    fn sheet(&self, name: &str, rows: &[&[&str]]) -> &Desk {
        let mut book = Workbook::new();
        fill(book.add_worksheet(), rows);
        self.put(name, book.save_to_buffer().unwrap())
    }
    fn text(&self, name: &str) -> String {
        std::fs::read_to_string(self.0.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }
    fn has(&self, name: &str) -> bool {
        self.0.join(name).exists()
    }
    /// `ipcalc batch` in Chinese, as it is without an option.
    fn batch(&self, arguments: &[&str]) -> Called {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ipcalc"));
        command.current_dir(&self.0).arg("batch").args(arguments);
        command.args(["--policy", "small", "--rules", "small.rules"]);
        let output = command.stdin(Stdio::null()).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        let called = Called {
            code: output.status.code().expect("ends by itself"),
            // Long lines are folded where they end: words are sought without their folds.
            err: text(output.stderr).replace("\n  ", ""),
        };
        assert!(!called.err.contains("panicked") && !called.err.contains("E0999"), "{}", called.err);
        called
    }
    /// The list of wrong rows: row, column, code, reason and help in one.
    fn errors(&self, name: &str) -> Vec<(String, String, String)> {
        let text = self.text(name);
        let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        let rows = reader.records().map(|row| row.unwrap());
        rows.map(|row| (row[0].to_owned(), row[3].to_owned(), format!("{} {} {}", &row[4], &row[5], &row[6])))
            .collect()
    }
}

fn fill(sheet: &mut rust_xlsxwriter::Worksheet, rows: &[&[&str]]) {
    for (line, row) in rows.iter().enumerate() {
        for (at, cell) in row.iter().enumerate() {
            let (line, at) = (line as u32, at as u16);
            match (cell.strip_prefix('#').and_then(|text| text.parse::<f64>().ok()), *cell) {
                (Some(number), _) => sheet.write(line, at, number).unwrap(),
                (None, "") => sheet,
                (None, text) => sheet.write(line, at, text).unwrap(),
            };
        }
    }
}

fn has(text: &str, words: &[&str]) {
    for word in words {
        assert!(text.contains(word), "{word}\n{text}");
    }
}

#[test]
fn one_applicant_in_two_rows_is_never_paid_twice() {
    let desk = Desk::new("twice");
    desk.put("in.csv", "代码,申请人,交易额(万元)\n001,高校,800\n002,企业,1\n 001 ,高校,800\n");
    desk.put("loans.csv", "代码,利息(万元),期限\n001,12.5,12\n");
    desk.put("paid.csv", "代码,奖励,年度,金额(万元)\n001,成果奖,2019,45\n");
    for more in [
        &["--list", "loans=loans.csv"][..],
        &["--history", "paid.csv"],
        &["--threads", "3", "--list", "loans=loans.csv"],
        &[],
    ] {
        let called = desk.batch(&[&["in.csv", "-o", "out.csv", "--key", "代码"][..], more].concat());
        assert_eq!(called.code, 2);
        has(&called.err, &["E0960", "第 4 行和第 2 行", "“001”"]);
        assert!(!desk.has("out.csv"), "nothing is written");
    }
    // Without a key nothing says that they are one; by name, the summary tells. With a year each, they are two applications.
    assert_eq!(desk.batch(&["in.csv", "-o", "out.csv", "--ignore", "代码"]).code, 0);
    desk.put("in.csv", "代码,申请人,交易额(万元),年度\n001,高校,800,2018\n001,高校,800,2019\n");
    let called = desk.batch(&["in.csv", "-o", "out.csv", "--key", "代码", "--list", "loans=loans.csv"]);
    assert_eq!(called.code, 0, "{}", called.err);
}

#[test]
fn a_code_that_excel_cut_short_is_no_key() {
    let desk = Desk::new("codes");
    desk.sheet(
        "in.xlsx",
        &[
            &["代码", "申请人", "交易额(万元)"],
            &["#913702001234560000", "高校", "#1"],
            &["#123456789012345", "高校", "#1"],
            &["913702001234567890", "高校", "#1"],
        ],
    );
    desk.put("paid.csv", "代码,奖励,年度,金额\n913702001234567890,prize,2019,100\n00777,prize,2019,1\n");
    let called = desk.batch(&["in.xlsx", "-o", "out.csv", "--key", "代码", "--history", "paid.csv"]);
    assert_eq!(called.code, 2);
    let errors = desk.errors("out.csv.errors.csv");
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert!(errors[0].0 == "2" && errors[0].1 == "代码", "{errors:?}");
    has(&errors[0].2, &["E0961", "15 位", "文本"]);
    // What nothing is joined by is only carried over.
    assert_eq!(desk.batch(&["in.xlsx", "-o", "out.csv", "--keep", "代码"]).code, 0);
    // In a table that is joined, such a key would be lost among the others.
    desk.sheet(
        "paid.xlsx",
        &[&["代码", "奖励", "年度", "金额"], &["#913702001234560000", "prize", "#2019", "#1"]],
    );
    let called = desk.batch(&["in.xlsx", "-o", "out.csv", "--key", "代码", "--history", "paid.xlsx"]);
    has(&called.err, &["E0956", "E0961", "第 2 行"]);
}

#[test]
fn titles_above_the_heading_and_other_sheets() {
    let desk = Desk::new("titles");
    let table: &[&[&str]] = &[
        &["2019年度申报汇总表"],
        &["填报单位：某局", "", "单位：万元"],
        &["申请人", "交易额\n（万元）", "已认证"],
        &["高校", "#800", "是"],
        &["高效", "#800", "是"],
    ];
    desk.sheet("in.xlsx", table);
    desk.put("in.csv", "2019年度申报汇总表\n填报单位：某局,,单位：万元\n申请人,\"交易额\n（万元）\",已认证\n高校,800,是\n高效,800,是\n");
    for name in ["in.xlsx", "in.csv"] {
        let called = desk.batch(&[name, "-o", "out.csv"]);
        assert_eq!(called.code, 2);
        has(&called.err, &["E0962", "第 1 行", "2019年度申报汇总表", "--header 3"]);
        let called = desk.batch(&[name, "-o", "out.csv", "--header", "3", "--only", "amounts"]);
        assert_eq!(called.code, 2);
        has(&desk.text("out.csv"), &["400000.00"]);
        assert_eq!(desk.errors("out.csv.errors.csv")[0].0, "5", "rows are counted as Excel shows them");
    }
    let mut book = Workbook::new();
    fill(book.add_worksheet().set_name("填表说明").unwrap(), &[&["请如实填写"]]);
    fill(book.add_worksheet().set_name("申报表").unwrap(), &table[2..4]);
    desk.put("two.xlsx", book.save_to_buffer().unwrap());
    has(&desk.batch(&["two.xlsx", "-o", "out.csv"]).err, &["E0963", "填表说明", "申报表", "--sheet"]);
    has(&desk.batch(&["two.xlsx", "-o", "out.csv", "--sheet", "申报"]).err, &["E0964", "填表说明、申报表"]);
    assert_eq!(desk.batch(&["two.xlsx", "-o", "out.csv", "--sheet", "申报表"]).code, 0);
    has(&desk.batch(&["in.csv", "-o", "out.csv", "--sheet", "x"]).err, &["E0954", "--sheet"]);
    // One wrong name among right ones is no title: its column is named.
    desk.put("in.csv", "申请人,交易(万元),备注(可不填),\"a,b\"\n高校,1,,\n");
    let called = desk.batch(&["in.csv", "-o", "out.csv"]);
    has(
        &called.err,
        &["“交易(万元)”（B 列）", "交易额", "（C 列）", "--ignore \"备注(可不填)\"", "去掉列名里的逗号"],
    );
}

#[test]
fn joined_tables_have_columns_of_their_own() {
    let desk = Desk::new("joined");
    desk.put("in.csv", "代码,申请人\n001,高校\n")
        .put("paid.csv", "代码,奖励,年度,金额,合同号\n001,prize,2019,1,a\n");
    let called = desk.batch(&["in.csv", "-o", "out.csv", "--history", "paid.csv", "--ignore", "代码"]);
    assert_eq!(called.code, 2);
    has(&called.err, &["E0936", "--key"]);
    let called = desk.batch(&["in.csv", "-o", "out.csv", "--key", "代码", "--history", "paid.csv"]);
    has(&called.err, &["E0957", "合同号", "--ignore 合同号"]);
    assert!(!called.err.contains("--keep"), "{}", called.err);
    let call = ["in.csv", "-o", "out.csv", "--key", "代码", "--ignore", "合同号", "--history"];
    let called = desk.batch(&[&call[..], &["paid.csv"]].concat());
    assert_eq!(called.code, 0, "{}", called.err);
    desk.put("lacks.csv", "代码,奖励,年度,金额,合同号\n001,prize,2019,,a\n");
    has(&desk.batch(&[&call[..], &["lacks.csv"]].concat()).err, &["第 2 行", "缺少 金额(amount)", "50000"]);
}

#[test]
fn cells_as_people_fill_them() {
    let desk = Desk::new("cells");
    desk.sheet(
        "in.xlsx",
        &[
            &["申请人", "交易额", "已认证", "称号", "成立日期", "单位名称"],
            &["高校", "1", "√", "金\n银", "2019-06-30 00:00:00", "甲"],
            &["高校", "1", "×", "金、银", "２０１９年６月３０日", "乙"],
            &["高校", "1", "是", "", "2019 年 6 月 30 日", "丙"],
            &["高校", "/", "/", "/", "/", "丁"],
            &["高\n校", "1", "", "", "2019-06-30T08:30:00", "戊"],
            &["合　计", "6", "", "", "", ""],
        ],
    );
    let called = desk.batch(&["in.xlsx", "-o", "out.csv", "--keep", "单位名称"]);
    assert_eq!(called.code, 2, "{}", called.err);
    let out = desk.text("out.csv");
    let certified: Vec<&str> = out.lines().skip(1).map(|row| row.split(',').nth(4).unwrap()).collect();
    assert_eq!(certified, ["awarded", "not_eligible", "awarded"], "{out}");
    let errors = desk.errors("out.csv.errors.csv");
    let of = |row: &str, column: &str| {
        let found = errors.iter().find(|(line, name, _)| line == row && name == column);
        found.map(|(_, _, words)| words.clone()).unwrap_or_else(|| panic!("{row} {column}: {errors:?}"))
    };
    has(&of("5", "交易额"), &["E0714", "“/”", "不知道就留空"]);
    has(&of("5", "已认证"), &["E0948", "“/”", "√/×", "不知道就留空"]);
    has(&of("5", "成立日期"), &["E0949", "“/”", "不知道就留空"]);
    has(&of("6", "申请人"), &["E0705", "换行(U+000A)"]);
    has(&of("6", "成立日期"), &["E0949"]);
    has(&of("7", "申请人"), &["E0968", "“合　计”", "删去合计行"]);
    // The same of a text.
    desk.put("in.csv", "单位名称,申请人,交易额\n甲,高校,100\n 合计：,,100\n合计科技公司,高校,100\n");
    assert_eq!(desk.batch(&["in.csv", "-o", "out.csv", "--only", "amounts", "--keep", "单位名称"]).code, 2);
    assert_eq!(desk.errors("out.csv.errors.csv")[0].0, "3");
    has(&desk.text("out.csv"), &["甲,5.00", "合计科技公司,5.00"]);
}

/// A sheet whose XML is given, in a workbook that is otherwise sound.
fn raw_sheet(rows: &str, behind: &str) -> Vec<u8> {
    use std::io::{Cursor, Read as _, Write as _};
    let mut book = Workbook::new();
    book.add_worksheet();
    let mut whole = zip::ZipArchive::new(Cursor::new(book.save_to_buffer().unwrap())).unwrap();
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..whole.len() {
        let mut entry = whole.by_index(at).unwrap();
        let name = entry.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        if name == "xl/worksheets/sheet1.xml" {
            let space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
            let text =
                format!("<worksheet xmlns=\"{space}\"><sheetData>{rows}</sheetData>{behind}</worksheet>");
            bytes = text.into_bytes();
        }
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(&bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn cells_that_look_filled_and_are_not() {
    let desk = Desk::new("gaps");
    let text =
        |place: &str, text: &str| format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let heading: String = ["申请人", "交易额", "备注"]
        .iter()
        .zip(["A1", "B1", "C1"])
        .map(|(name, place)| text(place, name))
        .collect();
    let row = |number: u32, cells: &str| format!("<row r=\"{number}\">{cells}</row>");
    // A2:A3 is merged, B4 and C4 are formulas that nothing computed, B5 is one whose result is an empty text,
    // B6 is one that failed.
    let rows = [
        row(1, &heading),
        row(2, &(text("A2", "高校") + "<c r=\"B2\"><v>100</v></c>")),
        row(3, "<c r=\"A3\"/><c r=\"B3\"><v>100</v></c>"),
        row(4, &(text("A4", "高校") + "<c r=\"B4\"><f>B2+1</f><v></v></c><c r=\"C4\"><f>B2</f></c>")),
        row(5, &(text("A5", "高校") + "<c r=\"B5\" t=\"str\"><f>IF(1,\"\")</f><v></v></c>")),
        row(6, &(text("A6", "高校") + "<c r=\"B6\" t=\"e\"><f>1/0</f><v>#DIV/0!</v></c>")),
    ]
    .concat();
    let merged = "<mergeCells count=\"1\"><mergeCell ref=\"A2:A3\"/></mergeCells>";
    desk.put("in.xlsx", raw_sheet(&rows, merged));
    let called = desk.batch(&["in.xlsx", "-o", "out.csv", "--only", "amounts", "--ignore", "备注"]);
    assert_eq!(called.code, 2, "{}", called.err);
    let errors = desk.errors("out.csv.errors.csv");
    let rows: Vec<(&str, &str)> =
        errors.iter().map(|(row, column, _)| (row.as_str(), column.as_str())).collect();
    assert_eq!(rows, [("3", "申请人"), ("4", "交易额"), ("6", "交易额")], "{errors:?}");
    has(&errors[0].2, &["E0967", "A2:A3", "只存在 A2", "取消合并"]);
    has(&errors[1].2, &["E0966", "B4", "保存一次"]);
    has(&errors[2].2, &["E0965", "#DIV/0!", "改好公式"]);
    let out = desk.text("out.csv");
    assert_eq!(out.lines().count(), 3, "{out}");
}

#[test]
fn what_the_system_refuses_is_told_in_words() {
    let desk = Desk::new("system");
    desk.put("in.csv", "申请人\n高校\n");
    let called = desk.batch(&["in.csv", "-o", "none/out.csv"]);
    assert_eq!(called.code, 2);
    has(&called.err, &["E0911", "none/out.csv", "文件夹不存在"]);
    assert!(!called.err.contains(".part") && !called.err.contains("os error"), "{}", called.err);
    #[cfg(target_os = "linux")]
    for format in ["csv", "ndjson", "xlsx", "parquet"] {
        has(&desk.batch(&["in.csv", "-o", "/dev/full", "--to", format]).err, &["E0911", "磁盘已满"]);
    }
    // Lines come and go without a word about their format; `-` is one thing as input and another as output.
    let called = desk.batch(&["in.csv", "-o", "-"]);
    assert_eq!(called.code, 0, "{}", called.err);
    for (more, cause) in [(["--as-of", "2019-02-30"], "2019-06-30"), (["--year", "0"], "--year 2019")] {
        has(&desk.batch(&[&["in.csv", "-o", "out.csv"][..], &more].concat()).err, &["E0954", more[1], cause]);
    }
    assert_eq!(desk.batch(&["in.csv", "-o", "out.csv", "--as-of", "2019年6月30日"]).code, 0);
}

#[test]
fn rows_that_cannot_be_explained_are_told() {
    let desk = Desk::new("explain");
    desk.put("in.csv", "单位名称,申请人,交易额\n甲,高校,100\n乙,高效,100\n");
    let called = desk.batch(&["in.csv", "-o", "out.csv", "--explain", "2,3,9,丙"]);
    assert_eq!(called.code, 2);
    has(&called.err, &["E0969", "--explain 3：这一行有错", "--explain 9：表里没有这一行", "--explain 丙"]);
    assert!(!called.err.contains("--explain 2"), "{}", called.err);
    assert!(desk.has("out.csv"), "all else is written");
    assert_eq!(desk.batch(&["in.csv", "-o", "out.csv", "--explain", "2,甲", "--ignore", "x"]).code, 2);
    desk.put("in.csv", "单位名称,申请人,交易额\n甲,高校,100\n");
    assert_eq!(desk.batch(&["in.csv", "-o", "out.csv", "--explain", "2,甲"]).code, 0);
}

#[test]
fn a_summary_speaks_the_words_of_the_office() {
    let desk = Desk::new("summary");
    desk.put("in.csv", "代码,申请人,交易额\n1,高校,100\n2,,100\n");
    desk.put("paid.csv", "代码,奖励,年度,金额\n2,prize,2019,1\n03,prize,2019,1\n");
    let called = desk.batch(&["in.csv", "-o", "out.xlsx", "--key", "代码", "--history", "paid.csv"]);
    assert_eq!(called.code, 0, "{}", called.err);
    has(
        &called.err,
        &[
            "2 行：已计算 2，剔除 0；其中 2 行缺资料等，逐行计算",
            "成果奖",
            "获付 1、缺资料 1",
            "起，不封顶",
            "没有这些事实的列",
            "已认证",
        ],
    );
    has(&called.err, &["paid.csv 里有 1 个键在申报表里没有", "03"]);
    // Nothing is missing: no such words.
    desk.put("in.csv", "申请人,交易额,已认证,成立日期,贷款,称号\n企业,1,否,2019-01-01,[],金\n");
    let called = desk.batch(&["in.csv", "-o", "out.csv"]);
    assert!(!called.err.contains("逐行") && !called.err.contains("没有这些事实"), "{}", called.err);
    // Who works in Excel opens the list of wrong rows there: it begins with the mark by which Excel knows UTF-8.
    desk.put("in.csv", "申请人\n高效\n");
    for (out, mark) in [("out.xlsx", true), ("out.csv", false)] {
        assert_eq!(desk.batch(&["in.csv", "-o", out]).code, 2);
        assert_eq!(desk.text(&format!("{out}.errors.csv")).starts_with('\u{feff}'), mark, "{out}");
    }
}

#[test]
fn applicants_that_stand_twice_are_told_even_without_a_key() {
    let desk = Desk::new("names");
    desk.put("in.csv", "单位名称,申请人,交易额\n甲,高校,100\n乙,高校,1\n甲,高校,100\n");
    let called = desk.batch(&["in.csv", "-o", "out.csv", "--only", "amounts"]);
    assert_eq!(called.code, 0, "{}", called.err);
    has(&called.err, &["有 1 行的申报人前面已有一行", "第 4 行和第 2 行都是“甲”", "--key"]);
    assert_eq!(desk.text("out.csv").lines().count(), 4);
}

#[test]
fn parquet_that_is_compressed_in_another_way_says_so() {
    use std::sync::Arc;

    use arrow_array::{ArrayRef, RecordBatch, StringArray};
    let desk = Desk::new("codec");
    let column: ArrayRef = Arc::new(StringArray::from(vec!["高校"]));
    let batch = RecordBatch::try_from_iter([("申请人", column)]).unwrap();
    let mut bytes = Vec::new();
    let mut writer = parquet::arrow::ArrowWriter::try_new(&mut bytes, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    assert_eq!(desk.put("in.parquet", &bytes).batch(&["in.parquet", "-o", "out.csv"]).code, 0);
    // The footer is made to say that the column is compressed with gzip: field 4 of its metadata, a whole number.
    let name = "申请人".as_bytes();
    let path = bytes.windows(name.len()).rposition(|part| part == name).unwrap() + name.len();
    let ends = (path..bytes.len()).find(|&at| bytes[at] == 0x15).unwrap();
    assert_eq!(bytes[ends + 1], 0, "uncompressed");
    bytes[ends + 1] = 4;
    let called = desk.put("in.parquet", &bytes).batch(&["in.parquet", "-o", "out.csv"]);
    assert_eq!(called.code, 2);
    has(&called.err, &["GZIP", "snappy"]);
    assert!(!called.err.contains("没有传完整"), "{}", called.err);
}

#[test]
fn words_under_no_heading_are_told_by_their_letter() {
    let desk = Desk::new("nameless");
    desk.sheet("in.xlsx", &[&["", "申请人"], &["#1", "高校"], &["", "高校", "", "注"]]);
    desk.put("in.csv", ",申请人,,\n1,高校,,\n,高校,,注\n");
    for name in ["in.xlsx", "in.csv"] {
        assert_eq!(desk.batch(&[name, "-o", "out.csv"]).code, 2);
        let errors = desk.errors("out.csv.errors.csv");
        assert_eq!(errors.len(), 2, "{errors:?}");
        has(&errors[0].2, &["E0945", "（A 列）"]);
        has(&errors[1].2, &["E0945", "（D 列）"]);
    }
}
