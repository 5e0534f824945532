//! Batch is eval: on random rows every outcome and amount of a table is that of one facts file, whatever the format,
//! the number of threads, and where blocks end.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::Arc;

use arrow_array::builder::{BooleanBuilder, Decimal128Builder, StringBuilder, StringDictionaryBuilder};
use arrow_array::types::Int32Type;
use arrow_array::{ArrayRef, RecordBatch};
use ipcalc::batch::{Engine, Settings, Want};
use ipcalc::calendar::Date;
use ipcalc::compile::compile;
use ipcalc::evaluate::{Decision, Outcome, evaluate};
use ipcalc::facts::{self, json};
use ipcalc::plan::{AwardKind, Input, InputType, Plan};
use ipcalc::program::Dimension;
use ipcalc::sheet::{Chosen, Format, Input as Bytes, Layout, Output, Reading, Run, Show, Source, Wishes};
use ipcalc::source::Sources;
use parquet::arrow::ArrowWriter;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

/// What a row says of one input: as a cell and as JSON.
#[derive(Clone, Debug, Default)]
struct Said {
    cell: String,
    json: String,
}

type Row = Vec<Option<Said>>;

fn plan(policy: &str) -> Plan {
    let path = format!("{}/rules/{policy}.rules", env!("CARGO_MANIFEST_DIR"));
    let mut sources = Sources::new();
    let file = sources.add("policy.rules", std::fs::read_to_string(path).unwrap());
    compile(&sources, &[file]).plan.expect("it compiles")
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn number(of: &Dimension, high: Option<i128>) -> BoxedStrategy<String> {
    let most = high.unwrap_or(1000);
    match of {
        Dimension::Money(_) => prop_oneof![
            Just("0".to_owned()),
            (0_i64..30_000_000_000).prop_map(|fen| format!("{}.{:02}", fen / 100, fen % 100)),
            prop::sample::select(
                &["10000000", "9999999.99", "10000000.01", "400000", "0.01", "0.1", "0.005", "800万元", "2亿", "1,000.50",
                  "１００", "99999999999999.99", "3.123456", "1e400", "五", "-1"][..]
            )
            .prop_map(str::to_owned),
        ]
        .boxed(),
        Dimension::Ratio => prop::sample::select(&["0.05", "5%", "0", "1", "12.5%", "0.333333333333"][..])
            .prop_map(str::to_owned)
            .boxed(),
        Dimension::Count(_) | Dimension::Duration(_) | Dimension::Quantity(_) | Dimension::Plain | Dimension::Open => {
            prop_oneof![
                6 => (0..=most.min(40)).prop_map(|count| count.to_string()),
                1 => prop::sample::select(&["11", "12", "13", "99", "100", "101", "2.0"][..]).prop_map(str::to_owned),
                1 => prop::sample::select(&["3000000000", "2.5", "", "x"][..]).prop_map(str::to_owned),
            ]
            .boxed()
        }
    }
}

fn value(ty: &InputType, high: Option<i128>) -> BoxedStrategy<Said> {
    match ty {
        InputType::Number(measure) => number(&measure.of, high)
            .prop_map(|text| Said {
                json: if text.is_empty() { "null".into() } else { quoted(&text) },
                cell: text,
            })
            .boxed(),
        InputType::Bool => any::<bool>()
            .prop_map(|truth| Said {
                cell: if truth { "是" } else { "false" }.into(),
                json: truth.to_string(),
            })
            .boxed(),
        InputType::Enum(choices) => prop::sample::select(choices.clone())
            .prop_map(|choice| Said { cell: choice.title().to_owned(), json: quoted(&choice.name) })
            .boxed(),
        InputType::Set(choices) => prop::sample::subsequence(choices.clone(), 0..=choices.len().min(3))
            .prop_map(|some| {
                let names: Vec<&str> = some.iter().map(|choice| choice.name.as_str()).collect();
                let json =
                    format!("[{}]", names.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(","));
                Said { cell: if names.is_empty() { "[]".into() } else { names.join("；") }, json }
            })
            .boxed(),
        InputType::Date => (0_i64..4000)
            .prop_map(|days| {
                let day = Date::from_ordinal(736_000 + days).unwrap().to_string();
                Said { json: quoted(&day), cell: day.replace('-', "/") }
            })
            .boxed(),
        InputType::Text => Just(Said { cell: "甲".into(), json: "\"甲\"".into() }).boxed(),
        InputType::List { fields, .. } => {
            let item = fields.iter().map(|field| {
                let name = field.name.clone();
                prop::option::weighted(0.9, value(&field.ty, None)).prop_map(move |said| (name.clone(), said))
            });
            prop::collection::vec(item.collect::<Vec<_>>(), 0..3)
                .prop_map(|items| {
                    let record = |item: Vec<(String, Option<Said>)>| {
                        let said = item
                            .into_iter()
                            .filter_map(|(name, said)| Some(format!("{}:{}", quoted(&name), said?.json)));
                        format!("{{{}}}", said.collect::<Vec<_>>().join(","))
                    };
                    let json = format!("[{}]", items.into_iter().map(record).collect::<Vec<_>>().join(","));
                    Said { cell: json.clone(), json }
                })
                .boxed()
        }
    }
}

fn asked(plan: &Plan) -> Vec<Input> {
    plan.inputs.iter().filter(|input| input.of_year.is_none() && !input.by_year).cloned().collect()
}

fn row(plan: &Plan, known: f64) -> BoxedStrategy<Row> {
    let cells = asked(plan).into_iter().map(|input| {
        let high = input.high.and_then(|high| high.to_whole());
        prop::option::weighted(known, value(&input.ty, high))
    });
    cells.collect::<Vec<_>>().boxed()
}

/// What eval says: for each award the amount if it is exact, and the outcome; `None` where it refuses.
type Answer = Option<(Vec<(Option<String>, &'static str)>, Option<String>)>;

fn by_eval(plan: &Plan, inputs: &[Input], row: &Row, as_of: &str) -> Answer {
    let facts: Vec<String> = inputs
        .iter()
        .zip(row)
        .filter_map(|(input, said)| Some(format!("{}:{}", quoted(&input.name), said.as_ref()?.json)))
        .collect();
    let text = format!("{{\"as_of\":{},\"facts\":{{{}}}}}", quoted(as_of), facts.join(","));
    let mut sources = Sources::new();
    let file = sources.add("f.json", text);
    let parsed = json::parse(&sources, file).unwrap();
    let reading = facts::read(&parsed, &[plan]).ok()?;
    let decision = evaluate(plan, &reading.parts[0].1).ok()?;
    Some(answers(plan, &decision))
}

fn answers(plan: &Plan, decision: &Decision) -> (Vec<(Option<String>, &'static str)>, Option<String>) {
    let zero = || Some("0.00".to_owned());
    let one = |outcome: &Outcome| match outcome {
        Outcome::Awarded(amount) => (amount.to_decimals(2), "awarded"),
        Outcome::NotEligible => (zero(), "not_eligible"),
        Outcome::Displaced { .. } => (zero(), "displaced"),
        Outcome::Exhausted => (zero(), "exhausted"),
        Outcome::UpTo(_) => (None, "up_to"),
        Outcome::Entitled => (None, "entitled"),
        Outcome::Undetermined { .. } => (None, "undetermined"),
        Outcome::NotInForce => (zero(), "not_in_force"),
    };
    let total =
        (decision.total.high == Some(decision.total.low)).then(|| decision.total.low.to_decimals(2).unwrap());
    assert_eq!(plan.awards.len(), decision.awards.len());
    (decision.awards.iter().map(one).collect(), total)
}

/// Output, and the rows that were left out.
fn batch(
    plan: &Plan,
    from: Format,
    bytes: Vec<u8>,
    to: Format,
    only: bool,
    threads: usize,
    piece: usize,
) -> (Vec<u8>, Vec<u64>) {
    let outcomes = !only || !ipcalc::sheet::amounts_suffice(plan);
    let engine = Engine::new(plan, Want { outcomes }, Settings { as_of: None, history: false });
    let reading = Reading {
        plan,
        forms: engine.forms(),
        wishes: Wishes::default(),
        as_of: None,
        year: None,
        lists: Vec::new(),
        history: None,
        chosen: Chosen::default(),
        explain_all: false,
    };
    let layout =
        Layout::new(plan, &[], Show { outcomes: !only, ..Show::default() }, engine.decimals()).unwrap();
    let input = match from {
        Format::Csv | Format::Ndjson => Bytes::Stream(Box::new(Cursor::new(bytes))),
        Format::Xlsx | Format::Parquet => Bytes::Places(Arc::new(bytes)),
    };
    let mut source = Source::open(from, input, piece).unwrap();
    let shape = source
        .shape(&reading)
        .map_err(|found| found.iter().map(|one| one.message(Default::default())).collect::<Vec<_>>())
        .unwrap();
    let (mut output, encoding) = Output::begin(to, &layout, Vec::new()).unwrap();
    let lang = ipcalc::diagnostic::Lang::En;
    let run = Run {
        reading: &reading,
        shape: &shape,
        engine: &engine,
        outcomes,
        layout: &layout,
        encoding: &encoding,
        lang,
    };
    let mut wrong = Vec::new();
    run.drive(&mut source, threads, &mut |done| {
        wrong.extend(done.faults.iter().map(|fault| fault.row));
        output.take(done.encoded)
    })
    .unwrap();
    wrong.dedup();
    (output.end().unwrap(), wrong)
}

fn csv_of(inputs: &[Input], rows: &[(Row, String)]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let heading = inputs.iter().map(|input| input.name.as_str()).chain(["as_of"]);
    writer.write_record(heading).unwrap();
    for (row, as_of) in rows {
        let cells = row.iter().map(|said| said.as_ref().map_or("", |said| said.cell.as_str()));
        writer.write_record(cells.chain([as_of.as_str()])).unwrap();
    }
    writer.into_inner().unwrap()
}

fn ndjson_of(inputs: &[Input], rows: &[(Row, String)]) -> Vec<u8> {
    let mut out = String::new();
    for (row, as_of) in rows {
        let cells = inputs.iter().zip(row);
        let cells = cells
            .filter_map(|(input, said)| Some(format!("{}:{}", quoted(&input.name), said.as_ref()?.json)));
        let all: Vec<String> = cells.chain([format!("\"as_of\":{}", quoted(as_of))]).collect();
        out.push_str(&format!("{{{}}}\n", all.join(",")));
    }
    out.into_bytes()
}

/// A Parquet table with columns of types of their own wherever all cells allow it.
fn parquet_of(inputs: &[Input], rows: &[(Row, String)]) -> Vec<u8> {
    let said = |at: usize| rows.iter().map(move |(row, _)| row[at].as_ref().map(|said| said.cell.as_str()));
    let mut columns: Vec<(String, ArrayRef)> = Vec::new();
    for (at, input) in inputs.iter().enumerate() {
        let plain = |text: &str| {
            let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
            let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
            (digits(whole) && digits(fraction) && !whole.is_empty() && fraction.len() <= 2)
                .then(|| format!("{whole}{fraction:0<2}").parse::<i128>().unwrap())
        };
        let all_plain = said(at).flatten().all(|text| plain(text).is_some());
        let array: ArrayRef = match &input.ty {
            InputType::Bool => {
                let mut truths = BooleanBuilder::new();
                said(at).for_each(|text| truths.append_option(text.map(|text| text == "是")));
                Arc::new(truths.finish())
            }
            InputType::Enum(_) => {
                let mut words = StringDictionaryBuilder::<Int32Type>::new();
                said(at).for_each(|text| words.append_option(text));
                Arc::new(words.finish())
            }
            InputType::Number(_) if all_plain => {
                let mut numbers = Decimal128Builder::new();
                said(at).for_each(|text| numbers.append_option(text.and_then(plain)));
                Arc::new(
                    numbers.finish().with_precision_and_scale(if at % 2 == 0 { 18 } else { 24 }, 2).unwrap(),
                )
            }
            _ => {
                let mut texts = StringBuilder::new();
                said(at).for_each(|text| texts.append_option(text));
                Arc::new(texts.finish())
            }
        };
        columns.push((input.name.clone(), array));
    }
    let mut dates = StringBuilder::new();
    rows.iter().for_each(|(_, as_of)| dates.append_value(as_of));
    columns.push(("as_of".to_owned(), Arc::new(dates.finish())));
    let table = RecordBatch::try_from_iter_with_nullable(
        columns.into_iter().map(|(name, array)| (name, array, true)),
    )
    .unwrap();
    let mut writer = ArrowWriter::try_new(Vec::new(), table.schema(), None).unwrap();
    writer.write(&table).unwrap();
    writer.into_inner().unwrap()
}

/// The cells of a CSV result, by row and column.
fn cells(bytes: &[u8]) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(bytes);
    let heading = reader.headers().unwrap().clone();
    let row = |row: Result<csv::StringRecord, csv::Error>| {
        heading.iter().map(str::to_owned).zip(row.unwrap().iter().map(str::to_owned)).collect()
    };
    reader.records().map(row).collect()
}

fn agrees(plan: &Plan, rows: &[(Row, String)]) -> Result<(), TestCaseError> {
    let inputs = asked(plan);
    let expected: Vec<Answer> = rows.iter().map(|(row, as_of)| by_eval(plan, &inputs, row, as_of)).collect();
    let tables = [
        (Format::Csv, csv_of(&inputs, rows), 2_u64),
        (Format::Ndjson, ndjson_of(&inputs, rows), 1),
        (Format::Parquet, parquet_of(&inputs, rows), 1),
    ];
    for (format, bytes, first) in tables {
        for only in [false, true] {
            let (out, wrong) = batch(plan, format, bytes.clone(), Format::Csv, only, 1, 0);
            let refused: Vec<u64> =
                (first..).zip(&expected).filter(|(_, answer)| answer.is_none()).map(|(row, _)| row).collect();
            prop_assert_eq!(&wrong, &refused, "{:?} leaves out other rows", format);
            let found = cells(&out);
            let answered: Vec<_> = expected.iter().flatten().collect();
            prop_assert_eq!(found.len(), answered.len());
            for (found, (awards, total)) in found.iter().zip(answered) {
                for (award, (amount, outcome)) in plan.awards.iter().zip(awards) {
                    let cell = amount.clone().unwrap_or_default();
                    prop_assert_eq!(&found[&award.id], &cell, "{:?} {} {}", format, award.id, outcome);
                    if !only {
                        prop_assert_eq!(
                            &found[&format!("{}.outcome", award.id)],
                            outcome,
                            "{:?} {}",
                            format,
                            award.id
                        );
                    }
                    prop_assert!(award.kind == AwardKind::Support || *outcome != "entitled");
                }
                prop_assert_eq!(&found["total"], &total.clone().unwrap_or_default());
            }
            // The same bytes wherever blocks end and however many threads there are.
            let piece = if format == Format::Parquet { 3 } else { 200 };
            for (threads, piece) in [(1, piece), (2, piece), (4, 1)] {
                let (again, wrong_again) =
                    batch(plan, format, bytes.clone(), Format::Csv, only, threads, piece);
                prop_assert_eq!(&again, &out);
                prop_assert_eq!(&wrong_again, &wrong);
            }
        }
    }
    Ok(())
}

fn check(policy: &str, known: f64, cases: u32) {
    let plan = plan(policy);
    let dates =
        prop::sample::select(&["2019-06-30", "2024-02-01", "2024-02-02", "2029-02-01", "2029-02-02"][..]);
    let rows = prop::collection::vec((row(&plan, known), dates.prop_map(str::to_owned)), 1..8);
    let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    runner.run(&rows, |rows| agrees(&plan, &rows)).unwrap();
}

#[test]
fn qingdao_complete_rows() {
    check("qingdao", 0.9999, 12);
}

#[test]
fn qingdao_rows_with_gaps() {
    check("qingdao", 0.8, 12);
}

#[test]
fn zhangzhou_complete_rows() {
    check("zhangzhou", 0.9999, 12);
}

#[test]
fn zhangzhou_rows_with_gaps() {
    check("zhangzhou", 0.8, 12);
}

#[test]
fn results_are_the_same_in_every_format() {
    let plan = plan("qingdao");
    let inputs = asked(&plan);
    let rows = prop::collection::vec((row(&plan, 0.95), Just("2019-06-30".to_owned())), 30..31);
    let mut runner = TestRunner::new(Config { cases: 4, failure_persistence: None, ..Config::default() });
    runner
        .run(&rows, |rows| {
            let table = csv_of(&inputs, &rows);
            let (out, wrong) = batch(&plan, Format::Csv, table.clone(), Format::Csv, false, 1, 0);
            let expected = cells(&out);
            let (lines, of_lines) = batch(&plan, Format::Csv, table.clone(), Format::Ndjson, false, 2, 500);
            prop_assert_eq!(&of_lines, &wrong);
            let found: Vec<BTreeMap<String, String>> = String::from_utf8(lines)
                .unwrap()
                .lines()
                .map(|line| {
                    let row: BTreeMap<String, Option<String>> = serde_json::from_str(line).unwrap();
                    row.into_iter().map(|(name, cell)| (name, cell.unwrap_or_default())).collect()
                })
                .collect();
            prop_assert_eq!(&found, &expected);
            let (one, _) = batch(&plan, Format::Csv, table.clone(), Format::Parquet, false, 1, 500);
            let (four, _) = batch(&plan, Format::Csv, table.clone(), Format::Parquet, false, 4, 500);
            prop_assert!(one == four, "Parquet differs with threads");
            let (one, _) = batch(&plan, Format::Csv, table.clone(), Format::Xlsx, false, 1, 500);
            let (four, _) = batch(&plan, Format::Csv, table, Format::Xlsx, false, 4, 900);
            prop_assert!(one == four, "XLSX differs with threads");
            Ok(())
        })
        .unwrap();
}
