//! Brackets, items in an order and running limits against models written by hand in whole fen, on facts at the edges.

use ipcalc::compile::compile;
use ipcalc::evaluate::{self, Outcome};
use ipcalc::facts::{self, json};
use ipcalc::money::Rational;
use ipcalc::plan::Plan;
use ipcalc::source::Sources;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;

const RULES: &str = r#"
policy shapes "形状"
  rounding half up to 0.01
fact sales : money
fact costs : money
fact loans : list of loan
  field interest : money
  field day : count
  field bank : text
award slab "甲" cites 一
  pays bracket of costs by sales: >= 8m 3%, > 2m and < 8m 2%, <= 2m 1%
award parts "乙" cites 二
  pays bracket by sales in parts: first 30m 0.5%, next 20m 0.4%, above 0.3%
award amounts "丙" cites 三
  pays bracket by sales: up to 2m 1, up to 8m 2, above 3
award top "丁" cites 四
  each loan in loans
  pays loan.interest
  counted to 3 items
award earliest "戊" cites 五
  each loan in loans
  pays loan.interest
  counted to 2 items, lowest by loan.day, then highest by loan.interest
award running "己" cites 六
  each loan in loans
  pays loan.interest
  in order of loan.day, running at most 1000
award banks "庚" cites 七
  each loan in loans
  pays loan.interest
  in order of loan.day, running at most 700 per loan.bank
"#;

fn plan() -> Plan {
    let mut sources = Sources::new();
    let file = sources.add("shapes.rules", RULES);
    let compiled = compile(&sources, &[file]);
    compiled.plan.unwrap_or_else(|| panic!("{:?}", compiled.diagnostics))
}

thread_local! {
    static PLAN: Plan = plan();
}

fn yuan(fen: i128) -> String {
    format!("{}.{:02}", fen / 100, fen % 100)
}

/// What each award comes to, in fen; zero where nothing is paid.
fn decide(facts: &Value) -> BTreeMap<String, i128> {
    let bounds = bounds(facts).into_iter().map(|(id, (low, high))| {
        assert_eq!(Some(low), high, "{id}");
        (id, low)
    });
    bounds.collect()
}

/// The lowest and the highest that each award can come to, in fen.
fn bounds(facts: &Value) -> BTreeMap<String, (i128, Option<i128>)> {
    PLAN.with(|plan| {
        let mut sources = Sources::new();
        let text = json!({ "policy": "shapes", "as_of": "2024-06-30", "facts": facts }).to_string();
        let file = sources.add("facts.json", text);
        let json = json::parse(&sources, file).unwrap();
        let reading = facts::read(&json, &[plan]).unwrap();
        let (plan, inputs) = &reading.parts[0];
        let decision = evaluate::evaluate(plan, inputs).unwrap();
        let whole = |amount: Rational| amount.times(Rational::whole(100)).unwrap().to_whole().unwrap();
        let fen = |outcome: &Outcome| match outcome {
            Outcome::Awarded(amount) => (whole(*amount), Some(whole(*amount))),
            Outcome::NotEligible => (0, Some(0)),
            Outcome::Undetermined { bounds: Some(bounds), .. } => (whole(bounds.low), bounds.high.map(whole)),
            other => panic!("{other:?}"),
        };
        plan.awards.iter_ids().map(|(id, award)| (award.id.clone(), fen(decision.awards.at(id)))).collect()
    })
}

/// `base × share`, the share in thousandths, half up.
fn share(base: i128, thousandths: i128) -> i128 {
    (base * thousandths + 500) / 1000
}

const MILLION: i128 = 100_000_000;

fn near_an_edge() -> impl Strategy<Value = i128> {
    let edges = [0, 2 * MILLION, 8 * MILLION, 30 * MILLION, 50 * MILLION];
    let near =
        (prop::sample::select(edges.to_vec()), -2_i128..=2).prop_map(|(edge, off)| (edge + off).max(0));
    prop_oneof![near, 0..100 * MILLION, Just(599_999_900)]
}

#[derive(Clone, Debug)]
struct Loan {
    interest: i128,
    day: i128,
    bank: u8,
}

fn loans() -> impl Strategy<Value = Vec<Loan>> {
    let interest = prop_oneof![Just(50_000_i128), Just(70_000), Just(100_000), 0..150_000_i128];
    let loan = (interest, 0..4_i128, 0..2_u8).prop_map(|(interest, day, bank)| Loan { interest, day, bank });
    prop::collection::vec(loan, 0..7)
}

fn facts(sales: i128, costs: i128, loans: &[Loan]) -> Value {
    let loan = |loan: &Loan| json!({ "interest": yuan(loan.interest), "day": loan.day, "bank": if loan.bank == 0 { "A" } else { "B" } });
    json!({ "sales": yuan(sales), "costs": yuan(costs), "loans": loans.iter().map(loan).collect::<Vec<_>>() })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn brackets_are_those_of_the_words(sales in near_an_edge(), costs in 0..10 * MILLION) {
        let found = decide(&facts(sales, costs, &[]));
        let rate = match sales {
            _ if sales >= 8 * MILLION => 30,
            _ if sales > 2 * MILLION => 20,
            _ => 10,
        };
        prop_assert_eq!(found["slab"], share(costs, rate));
        let part = |from: i128, to: i128| sales.min(to) - sales.min(from);
        let thousandths =
            5 * part(0, 30 * MILLION) + 4 * part(30 * MILLION, 50 * MILLION) + 3 * (sales - sales.min(50 * MILLION));
        prop_assert_eq!(found["parts"], (thousandths + 500) / 1000);
        let amount = if sales <= 2 * MILLION { 1 } else if sales <= 8 * MILLION { 2 } else { 3 };
        prop_assert_eq!(found["amounts"], amount * 100);
    }

    #[test]
    fn items_count_in_their_order_however_they_are_given(
        (loans, shuffled) in loans().prop_flat_map(|loans| (Just(loans.clone()), Just(loans).prop_shuffle())),
    ) {
        let found = decide(&facts(0, 0, &loans));
        prop_assert_eq!(&found, &decide(&facts(0, 0, &shuffled)));

        let mut by_amount: Vec<i128> = loans.iter().map(|loan| loan.interest).collect();
        by_amount.sort_unstable_by(|left, right| right.cmp(left));
        prop_assert_eq!(found["top"], by_amount.iter().take(3).sum::<i128>());

        let mut by_day: Vec<(i128, i128)> = loans.iter().map(|loan| (loan.day, -loan.interest)).collect();
        by_day.sort_unstable();
        prop_assert_eq!(found["earliest"], by_day.iter().take(2).map(|(_, interest)| -interest).sum::<i128>());

        let sum = |bank: Option<u8>| -> i128 {
            let of_bank = loans.iter().filter(|loan| bank.is_none_or(|bank| bank == loan.bank));
            of_bank.map(|loan| loan.interest).sum()
        };
        prop_assert_eq!(found["running"], sum(None).min(100_000));
        prop_assert_eq!(found["banks"], sum(Some(0)).min(70_000) + sum(Some(1)).min(70_000));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn what_is_missing_leaves_bounds_that_hold(
        loans in loans(),
        hidden in prop::collection::vec((0..7_usize, 0..3_usize), 1..3),
        sales in near_an_edge(),
        without_sales: bool,
    ) {
        let known = facts(sales, 5 * MILLION, &loans);
        let mut less = known.clone();
        for (item, field) in hidden {
            if let Some(loan) = less["loans"].get_mut(item) {
                loan[["interest", "day", "bank"][field]] = Value::Null;
            }
        }
        if without_sales {
            less["sales"] = Value::Null;
        }
        let exact = decide(&known);
        for (award, (low, high)) in bounds(&less) {
            let amount = exact[&award];
            prop_assert!(low <= amount && high.is_none_or(|high| amount <= high), "{award} {amount} {low} {high:?}");
        }
    }
}

#[test]
fn the_figures_of_the_issue() {
    // 5,999,999 × 1.5% is 89,999.985, half up 89,999.99: three times the rate of a half per cent in fen.
    let text = RULES.replace("first 30m 0.5%", "first 30m 1.5%");
    let mut sources = Sources::new();
    let file = sources.add("shapes.rules", text);
    let plan = compile(&sources, &[file]).plan.unwrap();
    let facts_file = sources.add(
        "facts.json",
        json!({ "policy": "shapes", "as_of": "2024-06-30",
                "facts": { "sales": "5999999", "costs": "0", "loans": [] } })
        .to_string(),
    );
    let json = json::parse(&sources, facts_file).unwrap();
    let reading = facts::read(&json, &[&plan]).unwrap();
    let (plan, inputs) = &reading.parts[0];
    let decision = evaluate::evaluate(plan, inputs).unwrap();
    let parts = plan.awards.iter_ids().find(|(_, award)| award.id == "parts").unwrap().0;
    let Outcome::Awarded(amount) = decision.awards.at(parts) else { panic!() };
    assert_eq!(amount.to_decimals(2).unwrap(), "89999.99");
}

const PER_KEY: &str = r#"
policy per_key "每家"
  rounding half up to 0.01
fact loans : list of loan
  field interest : money
  field day : count
  field bank : text
award two "甲" cites 一
  each loan in loans
  pays loan.interest
  counted to 2 items per loan.bank
award one "乙" cites 二
  each loan in loans
  pays loan.interest
  counted to 1 item per loan.bank, lowest by loan.day, then highest by loan.interest
"#;

proptest! {
    #[test]
    fn so_many_items_for_each_key(loans in prop::collection::vec((0..4_i128, 0..3_i128, 0..3_usize), 0..8)) {
        let mut sources = Sources::new();
        let file = sources.add("per_key.rules", PER_KEY);
        let plan = compile(&sources, &[file]).plan.unwrap();
        let rows: Vec<Value> = loans
            .iter()
            .map(|(interest, day, bank)| {
                let bank = ["a", "b", "c"][*bank];
                json!({ "interest": interest.to_string(), "day": day, "bank": bank })
            })
            .collect();
        let facts = json!({ "as_of": "2024-06-30", "facts": { "loans": rows } });
        let file = sources.add("facts.json", facts.to_string());
        let parsed = json::parse(&sources, file).unwrap();
        let reading = facts::read(&parsed, &[&plan]).unwrap();
        let decision = evaluate::evaluate(&plan, &reading.parts[0].1).unwrap();
        let paid: Vec<Rational> = decision
            .awards
            .iter()
            .map(|outcome| if let Outcome::Awarded(amount) = outcome { *amount } else { Rational::ZERO })
            .collect();
        let mut banks: BTreeMap<usize, Vec<(i128, i128)>> = BTreeMap::new();
        for (interest, day, bank) in &loans {
            banks.entry(*bank).or_default().push((*day, -interest));
        }
        let (mut highest, mut earliest) = (0, 0);
        for items in banks.values_mut() {
            items.sort();
            earliest -= items[0].1;
            items.sort_by_key(|item| item.1);
            highest -= items.iter().take(2).map(|item| item.1).sum::<i128>();
        }
        prop_assert_eq!(paid, vec![Rational::whole(highest), Rational::whole(earliest)]);
    }
}
