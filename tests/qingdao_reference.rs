//! Qingdao's awards once more, written by hand in whole fen, against the rule file on facts that sit on the edges.
//!
//! The model knows nothing of the language: it is what a careful official would write down from the plan's clauses.

use ipcalc::compile::compile;
use ipcalc::evaluate::{self, Bounds, Outcome};
use ipcalc::facts::{self, json};
use ipcalc::money::Rational;
use ipcalc::source::Sources;
use proptest::prelude::*;
use serde_json::Value;

/// What one applicant's facts are, in fen and plain counts.
#[derive(Clone, Debug)]
struct Applicant {
    kind: usize,
    certified: bool,
    honours: Vec<usize>,
    navigation: u32,
    portfolios: u32,
    centre: bool,
    transactions: i128,
    patents: u32,
    aid: bool,
    agency_honours: Vec<usize>,
    hosted: u32,
    revenue: i128,
    recognised: bool,
    sme: bool,
    loans: Vec<(i128, u32, bool)>,
    /// Award, year (2018 or 2019), fen.
    history: Vec<(usize, i32, i128)>,
}

const KINDS: [&str; 4] = ["enterprise", "university", "research_institute", "service_agency"];
const HONOURS: [(&str, i128); 4] = [
    ("provincial_advantage", 5),
    ("provincial_demonstration", 10),
    ("national_advantage", 10),
    ("national_demonstration", 20),
];
const AGENCY_HONOURS: [(&str, i128); 12] = [
    ("provincial_pilot", 5),
    ("provincial_review_pilot", 5),
    ("provincial_brand_cultivation", 5),
    ("provincial_demonstration", 10),
    ("provincial_review_demonstration", 10),
    ("provincial_brand", 10),
    ("national_pilot", 10),
    ("national_review_pilot", 10),
    ("national_brand_cultivation", 10),
    ("national_demonstration", 20),
    ("national_review_demonstration", 20),
    ("national_brand", 20),
];
const AWARDS: [&str; 11] = [
    "ip_strength",
    "navigation_project",
    "key_portfolio",
    "university_ip_standard",
    "operation_centre",
    "high_value_patent",
    "rights_aid",
    "agency_brand",
    "small_firm_hosting",
    "agency_growth",
    "pledge_interest",
];
const WAN: i128 = 1_000_000;

/// Half up, for amounts at or above zero.
fn share(base: i128, percent: i128) -> i128 {
    (base * percent + 50) / 100
}

#[derive(Clone, Copy, PartialEq, Debug)]
enum Expected {
    Paid(i128),
    NotEligible,
    Exhausted,
}

fn after_history(gross: i128, left: i128) -> Expected {
    match (gross, gross.min(left.max(0))) {
        (0, _) => Expected::NotEligible,
        (_, 0) => Expected::Exhausted,
        (_, net) => Expected::Paid(net),
    }
}

fn model(of: &Applicant, award: usize) -> Expected {
    let paid = |year: Option<i32>| -> i128 {
        let counts =
            of.history.iter().filter(|(id, at, _)| *id == award && year.is_none_or(|year| year == *at));
        counts.map(|(_, _, fen)| fen).sum()
    };
    let (enterprise, institution, agency) = (of.kind == 0, of.kind == 1 || of.kind == 2, of.kind == 3);
    let flat = |eligible: bool, wan: i128| if eligible { wan * WAN } else { 0 };
    let once = |gross: i128| after_history(gross, if paid(None) > 0 { 0 } else { gross });
    match AWARDS[award] {
        "ip_strength" => {
            let honours = of.honours.iter().map(|&honour| HONOURS[honour].1);
            let highest = honours.chain(of.certified.then_some(10)).max().unwrap_or(0);
            let gross = flat(enterprise, highest);
            after_history(gross, gross - paid(None))
        }
        "navigation_project" => once_free(flat(enterprise, 15 * i128::from(of.navigation))),
        "key_portfolio" => once_free(flat(enterprise, 50 * i128::from(of.portfolios))),
        "university_ip_standard" => once(flat(institution && of.certified, 20)),
        "operation_centre" => {
            let gross = if institution && of.centre { share(of.transactions, 5).min(50 * WAN) } else { 0 };
            after_history(gross, 50 * WAN - paid(Some(2019)))
        }
        "high_value_patent" => once_free(flat(institution, 10 * i128::from(of.patents))),
        "rights_aid" => after_history(flat(agency && of.aid, 5), 5 * WAN - paid(Some(2019))),
        "agency_brand" => {
            let highest = of.agency_honours.iter().map(|&honour| AGENCY_HONOURS[honour].1).max().unwrap_or(0);
            let gross = flat(agency, highest);
            after_history(gross, gross - paid(None))
        }
        "small_firm_hosting" => {
            after_history(flat(agency && of.hosted >= 100, 10), 10 * WAN - paid(Some(2019)))
        }
        "agency_growth" => once(flat(agency && of.recognised && of.revenue >= 1000 * WAN, 50)),
        _ => {
            let counted = of.loans.iter().filter(|(_, months, repaid)| *months == 12 && *repaid);
            let interest: i128 = counted.map(|(interest, _, _)| interest).sum();
            let gross = if enterprise && of.sme { share(interest, 50).min(20 * WAN) } else { 0 };
            after_history(gross, 20 * WAN - paid(Some(2019)))
        }
    }
}

fn once_free(gross: i128) -> Expected {
    after_history(gross, gross)
}

fn yuan(fen: i128) -> String {
    format!("{}.{:02}", fen / 100, fen % 100)
}

fn facts_of(of: &Applicant) -> Value {
    let names = |all: &[(&str, i128)], held: &[usize]| {
        held.iter().map(|&at| all[at].0.to_owned()).collect::<Vec<_>>()
    };
    let loans: Vec<Value> = of
        .loans
        .iter()
        .map(|(interest, months, repaid)| serde_json::json!({"interest": yuan(*interest), "term_months": months, "repaid": repaid}))
        .collect();
    let history: Vec<Value> = of
        .history
        .iter()
        .map(|(award, year, fen)| serde_json::json!({"award": AWARDS[*award], "year": year, "amount": yuan(*fen)}))
        .collect();
    serde_json::json!({"policy": "qingdao", "as_of": "2019-06-30", "history": history, "facts": {
        "applicant": KINDS[of.kind], "ip_standard_certified": of.certified,
        "honours": names(&HONOURS, &of.honours), "navigation_projects": of.navigation,
        "key_portfolios_selected": of.portfolios, "independent_operation_centre": of.centre,
        "patent_transaction_value": yuan(of.transactions), "high_value_patents_converted": of.patents,
        "rights_aid_selected": of.aid, "agency_honours": names(&AGENCY_HONOURS, &of.agency_honours),
        "small_firms_hosted": of.hosted, "agency_main_revenue": yuan(of.revenue),
        "agency_recognised": of.recognised, "technology_sme": of.sme, "pledge_loans": loans,
    }})
}

/// Around a threshold in fen: just below, on it, just above; ties at half a fen; nothing; the largest amount held.
fn around(threshold: i128) -> impl Strategy<Value = i128> {
    prop_oneof![
        Just(threshold - 1),
        Just(threshold),
        Just(threshold + 1),
        Just(0),
        Just(1),
        Just(10),
        Just(99_999_999_999_999_999),
        0..=2 * threshold,
    ]
}

fn some_of(count: usize) -> impl Strategy<Value = Vec<usize>> {
    prop::sample::subsequence((0..count).collect::<Vec<_>>(), 0..=count)
}

fn applicants() -> impl Strategy<Value = Applicant> {
    let loan = (around(40 * WAN), prop_oneof![Just(12), 11..=13_u32], any::<bool>());
    let paid =
        prop_oneof![Just(1), Just(5 * WAN), Just(10 * WAN), Just(20 * WAN), Just(50 * WAN), 1..60 * WAN];
    let history = prop::collection::vec((0..AWARDS.len(), 2018..=2019_i32, paid), 0..4);
    let first = (0..4_usize, any::<bool>(), some_of(4), 0..5_u32, 0..3_u32, any::<bool>());
    let second = (around(1000 * WAN), 0..6_u32, any::<bool>(), some_of(12));
    let third = (prop_oneof![Just(99), Just(100), Just(101), 0..400_u32], around(1000 * WAN), any::<bool>());
    let last = (any::<bool>(), prop::collection::vec(loan, 0..4), history);
    (first, second, third, last).prop_map(|(first, second, third, last)| Applicant {
        kind: first.0,
        certified: first.1,
        honours: first.2,
        navigation: first.3,
        portfolios: first.4,
        centre: first.5,
        transactions: second.0,
        patents: second.1,
        aid: second.2,
        agency_honours: second.3,
        hosted: third.0,
        revenue: third.1,
        recognised: third.2,
        sme: last.0,
        loans: last.1,
        history: last.2,
    })
}

struct Policy {
    plan: ipcalc::plan::Plan,
}

impl Policy {
    fn qingdao() -> Policy {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/qingdao.rules");
        let mut sources = Sources::new();
        let file = sources.add("qingdao.rules", std::fs::read_to_string(path).unwrap());
        Policy { plan: compile(&sources, &[file]).plan.expect("rules/qingdao.rules compiles") }
    }

    fn decide(&self, facts: &Value) -> (std::collections::BTreeMap<String, Outcome>, Bounds) {
        let mut sources = Sources::new();
        let file = sources.add("facts.json", facts.to_string());
        let json = json::parse(&sources, file).unwrap();
        let reading = facts::read(&json, &[&self.plan]).unwrap();
        let (plan, inputs) = &reading.parts[0];
        let decision = evaluate::evaluate(plan, inputs).unwrap();
        let mut scratch = evaluate::Scratch::new();
        let amounts = evaluate::amounts(plan, inputs, &mut scratch).unwrap();
        assert_eq!(amounts.outcomes, decision.awards.iter().cloned().collect::<Vec<_>>());
        assert_eq!(amounts.total, decision.total);
        let outcomes =
            plan.awards.iter_ids().map(|(id, award)| (award.id.clone(), decision.awards.at(id).clone()));
        (outcomes.collect(), decision.total)
    }
}

thread_local! {
    static QINGDAO: Policy = Policy::qingdao();
}

fn fen(fen: i128) -> Rational {
    Rational::new(fen, 100).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn the_rule_file_pays_what_the_model_pays(applicant in applicants()) {
        let (outcomes, total) = QINGDAO.with(|policy| policy.decide(&facts_of(&applicant)));
        let mut sum = 0;
        for (at, id) in AWARDS.iter().enumerate() {
            let expected = match model(&applicant, at) {
                Expected::Paid(amount) => {
                    sum += amount;
                    Outcome::Awarded(fen(amount))
                }
                Expected::NotEligible => Outcome::NotEligible,
                Expected::Exhausted => Outcome::Exhausted,
            };
            prop_assert_eq!(&outcomes[*id], &expected, "{}", id);
        }
        prop_assert_eq!(total, Bounds { low: fen(sum), high: Some(fen(sum)) });
    }

    /// Hiding facts never announces bounds that the truth breaks, and never decides against it.
    #[test]
    fn what_is_announced_for_missing_facts_holds(applicant in applicants(), hidden in prop::collection::vec(0..15_usize, 1..6)) {
        let mut file = facts_of(&applicant);
        let known = file["facts"].as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        for at in hidden {
            file["facts"].as_object_mut().unwrap().remove(&known[at]);
        }
        let (outcomes, total) = QINGDAO.with(|policy| policy.decide(&file));
        let mut sum = 0;
        for (at, id) in AWARDS.iter().enumerate() {
            let truth = model(&applicant, at);
            let amount = if let Expected::Paid(amount) = truth { amount } else { 0 };
            sum += amount;
            match &outcomes[*id] {
                Outcome::Awarded(announced) => prop_assert_eq!(*announced, fen(amount), "{}", id),
                Outcome::NotEligible | Outcome::Exhausted => prop_assert_eq!(amount, 0, "{}", id),
                Outcome::Undetermined { bounds: Some(bounds), missing } => {
                    prop_assert!(bounds.low <= fen(amount) && bounds.high.is_none_or(|high| fen(amount) <= high), "{}", id);
                    prop_assert!(!missing.is_empty(), "{}", id);
                }
                other => prop_assert!(false, "{}: {:?}", id, other),
            }
        }
        prop_assert!(total.low <= fen(sum) && total.high.is_none_or(|high| fen(sum) <= high));
    }
}
