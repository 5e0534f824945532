//! Zhangzhou's awards once more, written by hand in whole fen, against the rule file on facts that sit on the edges.
//!
//! The model knows nothing of the language: it is what a careful official would write down from the measures' clauses.

use std::collections::BTreeMap;

use ipcalc::compile::compile;
use ipcalc::evaluate::{self, Bounds, Outcome};
use ipcalc::facts::{self, json};
use ipcalc::money::Rational;
use ipcalc::source::Sources;
use proptest::prelude::*;
use serde_json::Value;

const WAN: i128 = 1_000_000;
const KINDS: [&str; 8] = [
    "enterprise",
    "university",
    "research_institute",
    "bank",
    "service_agency",
    "public_service_body",
    "ip_research_centre",
    "organisation",
];
const AWARDS: [&str; 13] = [
    "patent_intensive_newcomer",
    "institution_ip_standard",
    "iso56005",
    "patent_transfer",
    "patent_intensive_product",
    "loan_loss_sharing",
    "domestic_case",
    "overseas_case",
    "public_service_body",
    "operation_body",
    "geographical_standardisation",
    "local_standard",
    "ip_research_centre",
];

/// What one applicant's facts are, in fen and plain counts.
#[derive(Clone, Debug)]
struct Applicant {
    kind: usize,
    day: &'static str,
    introduced: bool,
    patents: u64,
    high_value: u64,
    certified: bool,
    level: usize,
    transferred: u64,
    products: u64,
    loss: i128,
    key_industry: bool,
    won: (bool, bool),
    cost: (i128, i128),
    service: (u64, u64, u64, bool),
    operation: bool,
    guided: u64,
    standards: u64,
    /// Award, year (2024 or 2025), fen.
    history: Vec<(usize, i32, i128)>,
}

#[derive(Clone, Copy, PartialEq, Debug)]
enum Expected {
    Paid(i128),
    UpTo(i128),
    NotEligible,
    Exhausted,
    NotInForce,
}

fn model(of: &Applicant, award: usize) -> Expected {
    if matches!(of.day, "2024-02-01" | "2029-02-02") {
        return Expected::NotInForce;
    }
    let kind = KINDS[of.kind];
    let institution = matches!(kind, "university" | "research_institute");
    let year: i32 = of.day[..4].parse().unwrap();
    let paid = |this_year: bool| -> i128 {
        let counts = of.history.iter().filter(|(id, at, _)| *id == award && (!this_year || *at == year));
        counts.map(|(_, _, fen)| fen).sum()
    };
    let within = |gross: i128, left: i128| match (gross, gross.min(left.max(0))) {
        (0, _) => Expected::NotEligible,
        (_, 0) => Expected::Exhausted,
        (_, net) => Expected::Paid(net),
    };
    let once = |gross: i128| within(gross, if paid(false) > 0 { 0 } else { gross });
    let yearly = |gross: i128, cap: i128| within(gross.min(cap), cap - paid(true));
    let free = |gross: i128| within(gross, gross);
    let flat = |eligible: bool, fen: i128| if eligible { fen } else { 0 };
    let count = |number: u64| i128::from(number);
    match AWARDS[award] {
        "patent_intensive_newcomer" => {
            let share = 3 * count(of.high_value) >= count(of.patents);
            once(flat(kind == "enterprise" && of.introduced && of.patents >= 40 && share, 50 * WAN))
        }
        "institution_ip_standard" => {
            once(flat(institution && of.certified, if kind == "university" { 10 } else { 5 } * WAN))
        }
        "iso56005" => once(flat(kind == "enterprise", [0, 8, 12, 18, 24, 38][of.level] * WAN)),
        "patent_transfer" => {
            let gross = 3 * WAN + (count(of.transferred) - 6) * WAN / 2;
            yearly(flat(institution && of.transferred >= 6, gross), 30 * WAN)
        }
        "patent_intensive_product" => {
            yearly(flat(kind == "enterprise", count(of.products) * WAN / 2), 10 * WAN)
        }
        "loan_loss_sharing" => free(flat(kind == "bank", (of.loss * 8 + 5) / 10)),
        "domestic_case" => {
            let eligible = kind == "enterprise" && of.key_industry && of.won.0;
            once(flat(eligible, of.cost.0.min(20 * WAN)))
        }
        "overseas_case" => once(flat(kind == "enterprise" && of.won.1, of.cost.1.min(20 * WAN))),
        "public_service_body" => {
            let (firms, transfers, filings, free_of_charge) = of.service;
            let all = firms >= 5 && transfers >= 50 && filings >= 50 && free_of_charge;
            yearly(flat(kind == "public_service_body" && all, 15 * WAN), 15 * WAN)
        }
        "operation_body" => {
            match yearly(flat(kind == "service_agency" && of.operation, 200 * WAN), 200 * WAN) {
                Expected::Paid(most) => Expected::UpTo(most),
                other => other,
            }
        }
        "geographical_standardisation" => once(flat(of.guided >= 15, 15 * WAN)),
        "local_standard" => free(5 * WAN * count(of.standards)),
        _ => yearly(flat(kind == "ip_research_centre", 30 * WAN), 30 * WAN),
    }
}

fn yuan(fen: i128) -> String {
    format!("{}.{:02}", fen / 100, fen % 100)
}

fn facts_of(of: &Applicant) -> Value {
    let history: Vec<Value> = of
        .history
        .iter()
        .map(|(award, year, fen)| serde_json::json!({"award": AWARDS[*award], "year": year, "amount": yuan(*fen)}))
        .collect();
    serde_json::json!({"policy": "zhangzhou", "as_of": of.day, "history": history, "facts": {
        "applicant": KINDS[of.kind], "newly_introduced": of.introduced,
        "new_invention_patents": of.patents, "new_high_value_patents": of.high_value,
        "ip_standard_first_certified": of.certified, "iso56005_level": of.level,
        "patents_transferred_locally": of.transferred, "patent_intensive_products": of.products,
        "loan_principal_loss": yuan(of.loss), "key_industry": of.key_industry,
        "domestic_case_won": of.won.0, "domestic_case_cost": yuan(of.cost.0),
        "overseas_case_won": of.won.1, "overseas_case_cost": yuan(of.cost.1),
        "pledge_firms_served": of.service.0, "transfers_and_licences": of.service.1,
        "product_filings": of.service.2, "free_of_charge": of.service.3,
        "operation_services": of.operation, "bodies_guided": of.guided,
        "local_standards_top_two": of.standards,
    }})
}

/// One below a threshold, on it, one above; nothing; anything around.
fn near(threshold: u64) -> impl Strategy<Value = u64> {
    prop_oneof![
        Just(threshold - 1),
        Just(threshold),
        Just(threshold + 1),
        Just(0),
        0..=3 * threshold,
        Just(1_000_000_000)
    ]
}

fn money(threshold: i128) -> impl Strategy<Value = i128> {
    prop_oneof![
        Just(threshold - 1),
        Just(threshold),
        Just(threshold + 1),
        Just(0),
        0..10_i128,
        Just(99_999_999_999_999_999),
        0..=2 * threshold,
    ]
}

/// A number of patents and, of those, as many of high value as sit around a third.
fn shares() -> impl Strategy<Value = (u64, u64)> {
    let third = (near(42), 0..3_u64).prop_map(|(all, off)| (all, (all / 3 + off).saturating_sub(1).min(all)));
    prop_oneof![third, Just((300_000_000, 100_000_000)), Just((300_000_001, 100_000_000))]
}

fn applicants() -> impl Strategy<Value = Applicant> {
    let days = prop_oneof![
        6 => Just("2025-06-30"),
        1 => Just("2024-02-01"), 1 => Just("2024-02-02"), 1 => Just("2029-02-01"), 1 => Just("2029-02-02")
    ];
    let paid = prop_oneof![Just(1), Just(5 * WAN), Just(10 * WAN), Just(30 * WAN), 1..250 * WAN];
    let history = prop::collection::vec((0..AWARDS.len(), 2024..=2025_i32, paid), 0..4);
    let first = (0..KINDS.len(), days, any::<bool>(), shares(), any::<bool>(), 0..6_usize);
    let second = (near(60), near(20), money(100 * WAN), any::<bool>(), any::<(bool, bool)>());
    let third = ((money(20 * WAN), money(20 * WAN)), (near(5), near(50), near(50), any::<bool>()));
    let last = (any::<bool>(), near(15), 0..4_u64, history);
    (first, second, third, last).prop_map(|(first, second, third, last)| Applicant {
        kind: first.0,
        day: first.1,
        introduced: first.2,
        patents: first.3.0,
        high_value: first.3.1,
        certified: first.4,
        level: first.5,
        transferred: second.0,
        products: second.1,
        loss: second.2,
        key_industry: second.3,
        won: second.4,
        cost: third.0,
        service: third.1,
        operation: last.0,
        guided: last.1,
        standards: last.2,
        // Nothing can have been paid after the day of the decision.
        history: if first.1 < "2025-01-01" { Vec::new() } else { last.3 },
    })
}

struct Policy {
    plan: ipcalc::plan::Plan,
}

impl Policy {
    fn zhangzhou() -> Policy {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/zhangzhou.rules");
        let mut sources = Sources::new();
        let file = sources.add("zhangzhou.rules", std::fs::read_to_string(path).unwrap());
        Policy { plan: compile(&sources, &[file]).plan.expect("rules/zhangzhou.rules compiles") }
    }

    fn decide(&self, facts: &Value) -> (BTreeMap<String, Outcome>, Bounds) {
        let mut sources = Sources::new();
        let file = sources.add("facts.json", facts.to_string());
        let json = json::parse(&sources, file).unwrap();
        let reading = facts::read(&json, &[&self.plan]).unwrap();
        let (plan, inputs) = &reading.parts[0];
        let decision = evaluate::evaluate(plan, inputs).unwrap();
        let outcomes =
            plan.awards.iter_ids().map(|(id, award)| (award.id.clone(), decision.awards.at(id).clone()));
        (outcomes.collect(), decision.total)
    }
}

thread_local! {
    static ZHANGZHOU: Policy = Policy::zhangzhou();
}

fn fen(fen: i128) -> Rational {
    Rational::new(fen, 100).unwrap()
}

fn bounds(low: i128, high: i128) -> Bounds {
    Bounds { low: fen(low), high: Some(fen(high)) }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn the_rule_file_pays_what_the_model_pays(applicant in applicants()) {
        let (outcomes, total) = ZHANGZHOU.with(|policy| policy.decide(&facts_of(&applicant)));
        let (mut low, mut high) = (0, 0);
        for (at, id) in AWARDS.iter().enumerate() {
            let expected = match model(&applicant, at) {
                Expected::Paid(amount) => {
                    (low, high) = (low + amount, high + amount);
                    Outcome::Awarded(fen(amount))
                }
                Expected::UpTo(most) => {
                    high += most;
                    Outcome::UpTo(bounds(0, most))
                }
                Expected::NotEligible => Outcome::NotEligible,
                Expected::Exhausted => Outcome::Exhausted,
                Expected::NotInForce => Outcome::NotInForce,
            };
            prop_assert_eq!(&outcomes[*id], &expected, "{}", id);
        }
        prop_assert_eq!(total, bounds(low, high));
    }

    /// Hiding facts never announces bounds that the truth breaks, and never decides against it.
    #[test]
    fn what_is_announced_for_missing_facts_holds(applicant in applicants(), hidden in prop::collection::vec(0..21_usize, 1..6)) {
        let mut file = facts_of(&applicant);
        let known = file["facts"].as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        for at in hidden {
            file["facts"].as_object_mut().unwrap().remove(&known[at]);
        }
        let (outcomes, total) = ZHANGZHOU.with(|policy| policy.decide(&file));
        let (mut low, mut high) = (0, 0);
        for (at, id) in AWARDS.iter().enumerate() {
            let (least, most) = match model(&applicant, at) {
                Expected::Paid(amount) => (amount, amount),
                Expected::UpTo(most) => (0, most),
                Expected::NotEligible | Expected::Exhausted | Expected::NotInForce => (0, 0),
            };
            (low, high) = (low + least, high + most);
            match &outcomes[*id] {
                Outcome::Awarded(announced) => {
                    prop_assert_eq!((*announced, *announced), (fen(least), fen(most)), "{}", id);
                }
                Outcome::NotEligible | Outcome::Exhausted | Outcome::NotInForce => prop_assert_eq!(most, 0, "{}", id),
                Outcome::UpTo(announced) => prop_assert_eq!(*announced, bounds(least, most), "{}", id),
                Outcome::Undetermined { bounds: Some(announced), missing } => {
                    let holds = announced.low <= fen(least) && announced.high.is_none_or(|high| fen(most) <= high);
                    prop_assert!(holds, "{}: {:?}", id, announced);
                    prop_assert!(!missing.is_empty(), "{}", id);
                }
                other => prop_assert!(false, "{}: {:?}", id, other),
            }
        }
        prop_assert!(total.low <= fen(low) && total.high.is_none_or(|total| fen(high) <= total));
    }
}
