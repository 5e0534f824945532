//! Facts files against hand-made plans: good ones, every kind of bad one, and bytes at random.

use proptest::prelude::*;

use super::json::{faults, parse};
use super::sample::{other_plan, plan};
use super::{Inputs, Reading, read};
use crate::diagnostic::{Diagnostic, Lang, Render, has_errors};
use crate::money::{Rational, parse_decimal};
use crate::plan::{Known, Plan};
use crate::source::Sources;

fn with<T>(
    text: &str,
    plans: &[&Plan],
    then: impl FnOnce(&Sources, Result<Reading<'_>, Vec<Diagnostic>>) -> T,
) -> T {
    let mut sources = Sources::new();
    let file = sources.add("f.json", text);
    let result = match parse(&sources, file) {
        Ok(json) => read(&json, plans),
        Err(finding) => Err(vec![finding]),
    };
    then(&sources, result)
}

fn good(text: &str) -> Inputs {
    with(text, &[&plan()], |sources, result| match result {
        Ok(mut reading) => reading.parts.remove(0).1,
        Err(findings) => panic!("{text}\n{}", Render::plain(Lang::En).text(&findings, sources)),
    })
}

fn value(inputs: &Inputs, name: &str) -> Known {
    let plan = plan();
    let (id, _) = plan.inputs.iter_ids().find(|(_, input)| input.name == name).unwrap();
    inputs.values.at(id).clone()
}

fn one(name: &str, json: &str) -> Known {
    value(&good(&format!("{{\"as_of\": \"2019-06-30\", \"facts\": {{\"{name}\": {json}}}}}")), name)
}

fn figure(text: &str) -> Known {
    Known::Number(parse_decimal(text).unwrap())
}

#[test]
fn values_of_every_type_are_read() {
    let cases = [
        ("applicant", "\"university\"", Known::Enum(1)),
        ("申报主体", "\"高校\"", Known::Enum(1)),
        ("centre", "true", Known::Bool(true)),
        ("transaction_value", "8000000.10", figure("8000000.1")),
        ("transaction_value", "\"0.1\"", figure("0.1")),
        ("transaction_value", "1e6", figure("1000000")),
        ("transaction_value", "\"８００万元\"", figure("8000000")),
        ("transaction_value", "999999999999999.999999", figure("999999999999999.999999")),
        ("patents", "2.0", figure("2")),
        ("patents", "\"100件\"", figure("100")),
        ("firms", "\"100家\"", figure("100")),
        ("rate", "\"5%\"", figure("0.05")),
        ("rate", "0.05", figure("0.05")),
        ("term", "\"12个月\"", figure("12")),
        ("area", "\"1,000.5平方米\"", figure("1000.5")),
        ("score", "-10", figure("-10")),
        ("honours", "[]", Known::Set(0)),
        ("honours", "[\"city\", \"省级\"]", Known::Set(0b101)),
        ("founded", "\"2016-02-29\"", Known::Date(crate::calendar::Date::parse("2016-02-29").unwrap())),
        ("district", "\"市北区\"", Known::Text("市北区".into())),
        ("certified_on", "\"none\"", Known::Absent),
        ("certified_on", "null", Known::Unknown),
        ("revenue", "{\"2018\": 1, \"2019\": \"2万\"}", figure("20000")),
        ("revenue", "{\"2018\": 1}", Known::Unknown),
        ("revenue", "7", figure("7")),
        ("centre_award.decision", "50", figure("50")),
        (
            "loans",
            "[{\"利息\": \"0.01\", \"repaid\": null}, {\"term_months\": 12, \"已结清\": false}]",
            Known::List(vec![
                vec![figure("0.01"), Known::Unknown, Known::Unknown],
                vec![Known::Unknown, figure("12"), Known::Bool(false)],
            ]),
        ),
    ];
    for (name, json, expected) in cases {
        let canonical = plan()
            .inputs
            .iter()
            .find(|input| input.label.as_deref() == Some(name))
            .map_or(name.to_owned(), |input| input.name.clone());
        let inputs = good(&format!("{{\"as_of\": \"2019-06-30\", \"facts\": {{\"{name}\": {json}}}}}"));
        assert_eq!(value(&inputs, &canonical), expected, "{name} {json}");
    }
}

#[test]
fn what_is_not_given_is_unknown_or_its_default() {
    let inputs = good("{}");
    assert_eq!((inputs.as_of, inputs.year, inputs.applicant.as_deref()), (None, None, None));
    assert_eq!(inputs.history, None);
    assert_eq!(value(&inputs, "abroad"), Known::Bool(false));
    assert_eq!(inputs.defaulted.len(), 1);
    let given = good("{\"facts\": {\"abroad\": true}, \"year\": 2018, \"as_of\": \"2019-01-01\"}");
    assert_eq!((given.defaulted.len(), given.year), (0, Some(2018)));
    assert_eq!(good("{\"as_of\": \"2019-01-01\"}").year, Some(2019));
    assert!(
        inputs.values.iter().filter(|known| **known == Known::Unknown).count() == plan().inputs.len() - 1
    );
}

#[test]
fn history_is_read_in_an_order_of_its_own() {
    let entries = [
        "{\"award\": \"strength\", \"year\": 2018, \"amount\": \"5万\"}",
        "{\"award\": \"qingdao/centre_award\", \"date\": \"2019-06-30\", \"amount\": 0.5, \"item\": \"a\", \"step\": \"b\"}",
        "{\"award\": \"运营中心奖励\", \"policy\": \"qingdao\", \"amount\": 1, \"year\": null}",
    ];
    let read = |order: [usize; 3]| {
        let list: Vec<_> = order.iter().map(|&at| entries[at]).collect();
        good(&format!("{{\"as_of\": \"2019-06-30\", \"history\": [{}]}}", list.join(","))).history.unwrap()
    };
    let payments = read([0, 1, 2]);
    assert_eq!(payments, read([2, 1, 0]));
    assert_eq!(payments, read([1, 2, 0]));
    assert_eq!(payments.len(), 3);
    assert_eq!(payments[2].amount, Rational::whole(50_000));
    assert_eq!(payments[1].counted_year(), Some(2019));
    assert_eq!(payments[1].item.as_deref(), Some("a"));
}

#[test]
fn several_policies_share_a_file() {
    let (qingdao, zhangzhou) = (plan(), other_plan());
    let text = "{\"policy\": [\"zhangzhou\", \"qingdao\"], \"facts\": {\"applicant\": \"university\", \"patents\": 3, \"胜诉案件\": \"2件\"},
        \"history\": [{\"award\": \"case\", \"amount\": 1}, {\"award\": \"zhangzhou/strength\", \"amount\": 2}, {\"policy\": \"qingdao\", \"award\": \"strength\", \"amount\": 3}]}";
    with(text, &[&qingdao, &zhangzhou], |_, result| {
        let reading = result.unwrap();
        assert!(reading.several);
        let policies: Vec<_> = reading.parts.iter().map(|(plan, _)| plan.policy.as_str()).collect();
        // In the order in which they are named.
        assert_eq!(policies, ["zhangzhou", "qingdao"]);
        let counts: Vec<_> =
            reading.parts.iter().map(|(_, inputs)| inputs.history.as_ref().unwrap().len()).collect();
        assert_eq!(counts, [2, 1]);
    });
    with(
        "{\"policy\": \"zhangzhou\", \"facts\": {\"cases_won\": 1}}",
        &[&qingdao, &zhangzhou],
        |_, result| {
            let reading = result.unwrap();
            assert!(!reading.several && reading.parts.len() == 1);
        },
    );
    with("{\"facts\": {\"cases_won\": 1, \"patents\": 1}}", &[&qingdao, &zhangzhou], |_, result| {
        assert!(result.unwrap().several);
    });
    with(
        "{\"history\": [{\"award\": \"strength\", \"amount\": 1}]}",
        &[&qingdao, &zhangzhou],
        |_, result| {
            assert_eq!(result.unwrap_err()[0].entry.code, "E0712");
        },
    );
    with("{\"facts\": {\"patent\": 1}}", &[&qingdao, &zhangzhou], |_, result| {
        assert!(result.unwrap_err()[0].message(Lang::En).contains("qingdao, zhangzhou"));
    });
}

/// Every kind of bad input, a line each: the JSON of the whole file.
const BAD: &[&str] = &[
    "[]",
    "3",
    "{\"fact\": {}}",
    "{\"patents\": 3}",
    "{\"bogus\": 3}",
    "{\"facts\": []}",
    "{\"facts\": {\"aplicant\": \"university\"}}",
    "{\"facts\": {\"zzz\": 1}}",
    "{\"facts\": {\"as_of\": \"2019-06-30\"}}",
    "{\"facts\": {\"аpplicant\": \"university\"}}",
    "{\"facts\": {\"同名\": true}}",
    "{\"facts\": {\"patents\": 3, \"专利数\": 4}}",
    "{\"facts\": {\"patents\": 3, \"patents\": 3}}",
    "{\"policy\": \"quingdao\", \"facts\": {\"patents\": \"x\"}}",
    "{\"policy\": [\"qingdao\", \"qingdao\", 3]}",
    "{\"policy\": 3}",
    "{\"as_of\": \"2023-02-29\"}",
    "{\"as_of\": 20190630}",
    "{\"as_of\": \"2019/06/30\"}",
    "{\"year\": \"soon\"}",
    "{\"year\": 2019.5}",
    "{\"applicant\": 3}",
    "{\"applicant\": \"a\\u202eb\"}",
    "{\"facts\": {\"applicant\": \"universty\"}}",
    "{\"facts\": {\"applicant\": \"x\"}}",
    "{\"facts\": {\"applicant\": [\"university\"]}}",
    "{\"facts\": {\"centre\": \"true\"}}",
    "{\"facts\": {\"centre\": 1}}",
    "{\"facts\": {\"transaction_value\": \"5 apples\"}}",
    "{\"facts\": {\"transaction_value\": \"apples\"}}",
    "{\"facts\": {\"transaction_value\": \"\"}}",
    "{\"facts\": {\"transaction_value\": \"10.999.99\"}}",
    "{\"facts\": {\"transaction_value\": \"500 USD\"}}",
    "{\"facts\": {\"transaction_value\": \"5%\"}}",
    "{\"facts\": {\"transaction_value\": true}}",
    "{\"facts\": {\"transaction_value\": 1e400}}",
    "{\"facts\": {\"transaction_value\": 1234567890123456789012345678901234567890}}",
    "{\"facts\": {\"transaction_value\": 0.1234567}}",
    "{\"facts\": {\"transaction_value\": 1000000000000000}}",
    "{\"facts\": {\"transaction_value\": -0.01}}",
    "{\"facts\": {\"transaction_value\": {\"2019\": 1}}}",
    "{\"facts\": {\"patents\": -1}}",
    "{\"facts\": {\"patents\": 2.5}}",
    "{\"facts\": {\"patents\": \"3家\"}}",
    "{\"facts\": {\"rate\": \"5元\"}}",
    "{\"facts\": {\"term\": \"1年\"}}",
    "{\"facts\": {\"area\": \"5亩\"}}",
    "{\"facts\": {\"level\": 6}}",
    "{\"facts\": {\"score\": -11}}",
    "{\"facts\": {\"honours\": \"national\"}}",
    "{\"facts\": {\"honours\": [\"national\", \"国家级\"]}}",
    "{\"facts\": {\"honours\": [\"natonal\", 3]}}",
    "{\"facts\": {\"founded\": \"2023-02-30\"}}",
    "{\"facts\": {\"district\": 3}}",
    "{\"facts\": {\"loans\": {}}}",
    "{\"facts\": {\"loans\": [3]}}",
    "{\"facts\": {\"loans\": [{\"intrest\": 3, \"repaid\": \"yes\"}, {\"interest\": 1, \"利息\": 1}]}}",
    "{\"facts\": {\"revenue\": {\"last\": 1}}}",
    "{\"history\": {}}",
    "{\"history\": [3, {}]}",
    "{\"history\": [{\"award\": \"centre_awrd\", \"amount\": 1}]}",
    "{\"history\": [{\"award\": \"zzz\", \"amount\": -1, \"yaer\": 3}]}",
    "{\"history\": [{\"award\": \"strength\", \"policy\": \"nowhere\", \"amount\": 1}]}",
    "{\"as_of\": \"2019-06-30\", \"history\": [{\"award\": \"strength\", \"date\": \"2019-07-01\", \"amount\": 1}]}",
    "{\"as_of\": \"2019-06-30\", \"history\": [{\"award\": \"strength\", \"year\": 2020, \"amount\": \"1 USD\"}]}",
    "{\"history\": [{\"award\": 3, \"amount\": null, \"item\": [], \"year\": true}]}",
];

#[test]
fn every_bad_input_is_told_with_its_place() {
    let mut shown = String::new();
    for text in BAD {
        with(text, &[&plan(), &other_plan()], |sources, result| {
            let findings = result.expect_err(text);
            assert!(has_errors(&findings));
            shown.push_str(&format!("{text}\n"));
            for finding in &findings {
                let place = sources.place(finding.place().unwrap());
                for lang in [Lang::Zh, Lang::En] {
                    let [message, help] = [finding.message(lang), finding.help(lang)];
                    assert!(
                        !message.contains('{') || text.contains("{}") || message.contains("{…}"),
                        "{message}"
                    );
                    shown.push_str(&format!("  {place} {} {message} — {help}\n", finding.entry.code));
                }
            }
        });
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn all_errors_of_a_file_are_told_in_one_run() {
    let text = "{\n  \"policy\": \"qingdao\",\n  \"as_of\": \"2019-02-30\",\n  \"facts\": {\n    \"applicant\": \"高 校\",\n    \"交易额\": \"8百\",\n    \"patents\": \"三件\",\n    \"专利数\": -1,\n    \"loans\": [{\"interest\": \"１０．９９９．９９\", \"repaid\": \"true\"}]\n  },\n  \"history\": [{\"award\": \"centre_awards\", \"amount\": \"5 apples\"}]\n}\n";
    with(text, &[&plan()], |sources, result| {
        let findings = result.unwrap_err();
        assert_eq!(findings.len(), 9);
        insta::assert_snapshot!(Render::plain(Lang::Zh).text(&findings, sources));
    });
}

#[test]
fn a_long_list_is_refused() {
    let items = vec!["{}"; crate::plan::limits::LIST_ITEMS + 1].join(",");
    with(&format!("{{\"facts\": {{\"loans\": [{items}]}}}}"), &[&plan()], |_, result| {
        assert_eq!(result.unwrap_err()[0].entry.code, "E0725");
    });
}

#[test]
fn a_file_of_nothing_but_faults_ends() {
    let keys: Vec<_> = (0..50_000).map(|at| format!("\"patent{at}\": \"\\u0000\"")).collect();
    for text in [
        format!("{{\"facts\": {{{}}}}}", keys.join(",")),
        format!("{{\"facts\": {{\"loans\": [{{{}}}]}}}}", keys.join(",")),
        format!("{{{}}}", keys.join(",")),
        format!("{{\"history\": [{{{}}}]}}", keys.join(",")),
        format!("{{\"history\": [{}]}}", vec!["3"; 50_000].join(",")),
    ] {
        with(&text, &[&plan()], |_, result| {
            let findings = result.unwrap_err();
            assert_eq!(findings.len(), 1001);
            assert_eq!(findings.last().unwrap().entry.code, "E0727");
        });
    }
}

const GOOD: &str = "{\"policy\": \"qingdao\", \"as_of\": \"2019-06-30\", \"facts\": {\"applicant\": \"university\", \"rate\": \"5%\", \"loans\": [{\"interest\": 1.5, \"repaid\": true}], \"honours\": [\"national\"], \"revenue\": {\"2019\": 1}}, \"history\": [{\"award\": \"strength\", \"year\": 2018, \"amount\": \"5万元\"}]}";

proptest! {
    #[test]
    fn mutated_files_never_make_the_reader_fail(at in 0_usize..400, insert in "(?s).{0,3}|[\\[\\]{}:,\"0-9a-z]{0,3}", drop in 0_usize..12) {
        let mut letters: Vec<char> = GOOD.chars().collect();
        let at = at % letters.len();
        let end = (at + drop).min(letters.len());
        letters.splice(at..end, insert.chars());
        let text: String = letters.into_iter().collect();
        with(&text, &[&plan()], |sources, result| {
            if let Err(findings) = result {
                Render::plain(Lang::Zh).text(&findings, sources);
            }
        });
    }

    #[test]
    fn values_of_any_shape_never_make_the_reader_fail(
        name in prop::sample::select(plan().inputs.iter().map(|input| input.name.clone()).collect::<Vec<_>>()),
        json in prop::sample::select(vec!["null", "true", "1", "-1", "1.5", "1e30", "1e-30", "\"\"", "\"none\"", "\"5%\"", "\"x\"", "[]", "[[]]", "[null]", "[{}]", "{}", "{\"2019\": []}", "[\"national\", \"national\"]", "\"2019-06-30\"", "\"1/3\""]),
    ) {
        let text = format!("{{\"facts\": {{\"{name}\": {json}}}}}");
        with(&text, &[&plan()], |_, result| drop(result));
    }

    #[test]
    fn the_order_of_keys_changes_nothing(order in Just((0..5).collect::<Vec<usize>>()).prop_shuffle(), outer in Just((0..3).collect::<Vec<usize>>()).prop_shuffle()) {
        let facts = ["\"applicant\": \"bank\"", "\"patents\": 3", "\"rate\": 0.1", "\"revenue\": {\"2019\": 5, \"2018\": 4}", "\"loans\": [{\"interest\": 1, \"repaid\": true}]"];
        let inner: Vec<_> = order.iter().map(|&at| facts[at]).collect();
        let keys = ["\"as_of\": \"2019-06-30\"".to_owned(), format!("\"facts\": {{{}}}", inner.join(",")), "\"history\": []".to_owned()];
        let outer: Vec<_> = outer.iter().map(|&at| keys[at].clone()).collect();
        let plain = format!("{{{},\"facts\": {{{}}},\"history\": []}}", keys[0], facts.join(","));
        prop_assert_eq!(good(&format!("{{{}}}", outer.join(","))), good(&plain));
    }

    #[test]
    fn money_round_trips(fen in 0_i128..100_000_000_000_000_000) {
        let amount = Rational::new(fen, 100).unwrap();
        let text = amount.to_decimals(2).unwrap();
        prop_assert_eq!(one("transaction_value", &text), Known::Number(amount));
        prop_assert_eq!(one("transaction_value", &format!("\"{text}元\"")), Known::Number(amount));
    }
}

#[test]
fn faults_of_ignored_parts_are_told_too() {
    let mut sources = Sources::new();
    let file = sources.add("f.json", "{\"expect\": {\"total\": 1, \"total\": 2}}");
    let json = parse(&sources, file).unwrap();
    assert_eq!(faults(&json).len(), 1);
}
