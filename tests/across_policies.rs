//! Several policies at once against a model written by hand, on facts that sit on the edges, known and hidden.

use std::collections::BTreeMap;

use ipcalc::compile::compile;
use ipcalc::diagnostic::Diagnostic;
use ipcalc::evaluate::{Bounds, Joint, Missing, Outcome, jointly};
use ipcalc::facts::{self, json};
use ipcalc::money::Rational;
use ipcalc::plan::Plan;
use ipcalc::source::Sources;
use proptest::prelude::*;
use serde_json::{Value, json};

/// The city: one rule for other policies, to be filled in.
const CITY: &str = r#"
policy city "City"
  stacking highest, RULE  cites 9

fact applicant : kind of applicant, one of enterprise, university, bank
fact honours : set of provincial, national
fact certified : bool
fact level : count
fact loans : list of loan
  field interest : money
  field repaid : bool
fact own : money

award certificate "Certificate" cites 1
  for    enterprise or university
  where  certified
  pays   100k where applicant is university else 60k
  matter "standard"

ladder honour "Honours" cites 2
  step 50k where honours has provincial
  step 120k where honours has national
  highest step only
  matter "honours"

award interest "Interest" cites 3
  each   loan in loans where loan.repaid
  pays   50% of loan.interest, max 200k per year
"#;

/// The province: values in another order, others beside them, two awards for one matter, no rule of its own.
const PROVINCE: &str = r#"
policy province "Province"

fact applicant : kind of applicant, one of hospital, university, enterprise
fact honours : set of global, national, provincial
fact certified : bool
fact level : count of levels
fact loans : list of loan
  field interest : money
  field repaid : bool
fact own : count

award standard "Standard" cites 1
  for    hospital or university or enterprise
  where  certified
  pays   20k for each of level
  matter "standard"

award extra "Extra" cites 2
  where  honours has national or global
  pays   30k
  matter "standard"

award honour "Honour" cites 3
  where  honours has provincial
  pays   50k
  matter "honours"

award loan_bonus "Loan bonus" cites 4
  where  (count of loan in loans where loan.repaid) >= 2
  pays   1k
"#;

fn plan(text: &str) -> Plan {
    let mut sources = Sources::new();
    let file = sources.add("policy.rules", text);
    let compiled = compile(&sources, &[file]);
    let codes: Vec<_> = compiled.diagnostics.iter().map(|found| found.entry.code).collect();
    compiled.plan.unwrap_or_else(|| panic!("{codes:?}"))
}

fn city(rule: &str) -> Plan {
    plan(&CITY.replace("RULE", rule))
}

fn decide(plans: &[&Plan], file: &Value) -> Result<Joint, Vec<Diagnostic>> {
    let mut sources = Sources::new();
    let id = sources.add("facts.json", file.to_string());
    let reading = facts::read(&json::parse(&sources, id).unwrap(), plans)?;
    jointly(&reading.parts)
}

/// Outcomes by `policy/award`.
fn outcomes(joint: &Joint) -> BTreeMap<String, Outcome> {
    let mut found = BTreeMap::new();
    for part in &joint.parts {
        for (id, award) in part.plan.awards.iter_ids().filter(|(_, award)| award.foreign.is_none()) {
            found.insert(
                format!("{}/{}", part.plan.policy, award.id),
                part.decision.awards.get(id).unwrap().clone(),
            );
        }
    }
    found
}

const WAN: i128 = 1_000_000;

#[derive(Clone, Debug)]
struct Applicant {
    kind: &'static str,
    provincial: bool,
    national: bool,
    global: bool,
    certified: bool,
    level: u32,
    loans: Vec<(i128, bool)>,
    received: i128,
    rule: usize,
    province_first: bool,
}

const RULES: [&str; 3] = ["topped up", "in full if higher", "refused if received"];

/// Fen by award, in whole.
fn model(of: &Applicant) -> BTreeMap<&'static str, i128> {
    let when = |holds: bool, fen: i128| if holds { fen } else { 0 };
    let after = |gross: i128, received: i128| match of.rule {
        0 => (gross - received).max(0),
        1 => when(gross > received, gross),
        _ => when(received == 0, gross),
    };
    let in_city = matches!(of.kind, "enterprise" | "university");
    let in_province = matches!(of.kind, "hospital" | "university" | "enterprise");
    let certificate = when(in_city && of.certified, if of.kind == "university" { 10 } else { 6 } * WAN);
    let certificate = after(certificate, of.received);
    let honour = if of.national { 12 } else { when(of.provincial, 5) } * WAN;
    let standard = when(in_province && of.certified, i128::from(of.level) * 2 * WAN);
    let extra = when(of.national || of.global, 3 * WAN);
    let their_honour = when(of.provincial, 5 * WAN);
    let city_pays = |city: i128, province: i128| city > province || (city == province && !of.province_first);
    let city_standard = city_pays(certificate, standard + extra);
    let city_honour = city_pays(honour, their_honour);
    let interest: i128 = of.loans.iter().filter(|(_, repaid)| *repaid).map(|(interest, _)| interest).sum();
    let repaid = of.loans.iter().filter(|(_, repaid)| *repaid).count();
    BTreeMap::from([
        ("city/certificate", when(city_standard, certificate)),
        ("city/honour", when(city_honour, honour)),
        ("city/interest", ((interest + 1) / 2).min(20 * WAN)),
        ("province/standard", when(!city_standard, standard)),
        ("province/extra", when(!city_standard, extra)),
        ("province/honour", when(!city_honour, their_honour)),
        ("province/loan_bonus", when(repaid >= 2, WAN / 10)),
    ])
}

fn yuan(fen: i128) -> String {
    format!("{}.{:02}", fen / 100, fen % 100)
}

fn file_of(of: &Applicant) -> Value {
    let honours: Vec<&str> =
        [("provincial", of.provincial), ("national", of.national), ("global", of.global)]
            .into_iter()
            .filter_map(|(name, held)| held.then_some(name))
            .collect();
    let loans: Vec<Value> = of
        .loans
        .iter()
        .map(|(interest, repaid)| json!({"interest": yuan(*interest), "repaid": repaid}))
        .collect();
    let policies = if of.province_first { ["province", "city"] } else { ["city", "province"] };
    json!({ "policy": policies, "as_of": "2025-06-30", "facts": {
        "applicant": of.kind, "honours": honours, "certified": of.certified, "level": of.level,
        "loans": loans, "city/own": "12.5", "province/own": 3, "elsewhere.standard": yuan(of.received) } })
}

fn applicants() -> impl Strategy<Value = Applicant> {
    let kinds = prop::sample::select(vec!["enterprise", "university", "bank", "hospital"]);
    let received = prop_oneof![
        3 => Just(0), 1 => Just(1), 1 => Just(6 * WAN), 1 => Just(10 * WAN - 1), 1 => Just(10 * WAN), 1 => 0..12 * WAN
    ];
    let loans = prop::collection::vec((0..50 * WAN, any::<bool>()), 0..4);
    let held = any::<(bool, bool, bool, bool)>();
    (kinds, held, 0..8_u32, loans, received, 0..3_usize, any::<bool>()).prop_map(
        |(kind, (provincial, national, global, certified), level, loans, received, rule, province_first)| {
            Applicant {
                kind,
                provincial,
                national,
                global,
                certified,
                level,
                loans,
                received,
                rule,
                province_first,
            }
        },
    )
}

struct Plans {
    cities: [Plan; 3],
    province: Plan,
}

thread_local! {
    static PLANS: Plans = Plans { cities: RULES.map(city), province: plan(PROVINCE) };
}

fn fen(fen: i128) -> Rational {
    Rational::new(fen, 100).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn both_policies_together_pay_what_the_model_pays(applicant in applicants()) {
        let joint = PLANS.with(|plans| decide(&[&plans.cities[applicant.rule], &plans.province], &file_of(&applicant))).unwrap();
        let expected = model(&applicant);
        let found = outcomes(&joint);
        for (id, amount) in &expected {
            match &found[*id] {
                Outcome::Awarded(paid) => prop_assert_eq!(*paid, fen(*amount), "{}", id),
                Outcome::NotEligible | Outcome::Displaced { .. } => prop_assert_eq!(*amount, 0, "{}: {:?}", id, &found[*id]),
                other => prop_assert!(false, "{}: {:?}", id, other),
            }
        }
        let sum: i128 = expected.values().sum();
        prop_assert_eq!(joint.total, Some(Bounds { low: fen(sum), high: Some(fen(sum)) }));
        for part in &joint.parts {
            let own: i128 = expected.iter().filter(|(id, _)| id.starts_with(&part.plan.policy)).map(|(_, fen)| fen).sum();
            prop_assert_eq!(part.decision.total, Bounds { low: fen(own), high: Some(fen(own)) });
        }
    }

    #[test]
    fn what_is_announced_for_missing_facts_holds(applicant in applicants(), hidden in prop::collection::vec(0..6_usize, 1..4)) {
        let mut file = file_of(&applicant);
        for at in hidden {
            let name = ["applicant", "honours", "certified", "level", "loans", "city/own"][at];
            file["facts"].as_object_mut().unwrap().remove(name);
        }
        let joint = PLANS.with(|plans| decide(&[&plans.cities[applicant.rule], &plans.province], &file)).unwrap();
        let expected = model(&applicant);
        let found = outcomes(&joint);
        let within = |bounds: &Bounds, amount: i128| bounds.low <= fen(amount) && bounds.high.is_none_or(|high| fen(amount) <= high);
        for (id, amount) in &expected {
            match &found[*id] {
                Outcome::Awarded(paid) => prop_assert_eq!(*paid, fen(*amount), "{}", id),
                Outcome::NotEligible | Outcome::Displaced { .. } => prop_assert_eq!(*amount, 0, "{}", id),
                Outcome::Undetermined { bounds: Some(bounds), missing } => {
                    prop_assert!(within(bounds, *amount), "{}: {:?} {}", id, bounds, amount);
                    prop_assert!(!missing.is_empty());
                }
                other => prop_assert!(false, "{}: {:?}", id, other),
            }
        }
        let sum: i128 = expected.values().sum();
        prop_assert!(within(&joint.total.unwrap(), sum), "{:?} {}", joint.total, sum);
        for part in &joint.parts {
            let own: i128 = expected.iter().filter(|(id, _)| id.starts_with(&part.plan.policy)).map(|(_, fen)| fen).sum();
            prop_assert!(within(&part.decision.total, own), "{:?} {}", part.decision.total, own);
        }
    }
}

#[test]
fn the_displaced_one_says_by_what() {
    let (city, province) = (city("topped up"), plan(PROVINCE));
    let file = json!({"policy": ["city", "province"], "facts": {
        "applicant": "university", "honours": [], "certified": true, "level": 6, "loans": [] }});
    let joint = decide(&[&city, &province], &file).unwrap();
    let Outcome::Displaced { by: Some(by), group } = outcomes(&joint)["city/certificate"] else { panic!() };
    let shown = &joint.parts[0].plan;
    let by = shown.awards.get(by).unwrap();
    assert_eq!((by.foreign.as_deref(), by.id.as_str()), (Some("province"), "standard"));
    assert_eq!(shown.groups.get(group).unwrap().title, "standard");
}

#[test]
fn a_missing_fact_is_told_under_the_name_that_the_policies_share() {
    let (city, province) = (city("topped up"), plan(PROVINCE));
    let file = json!({"policy": ["city", "province"], "facts": {
        "applicant": "university", "honours": [], "certified": true, "loans": [] }});
    let joint = decide(&[&city, &province], &file).unwrap();
    let missing = |id: &str| match &outcomes(&joint)[id] {
        Outcome::Undetermined { missing, bounds } => {
            let names = missing.iter().map(|one| match one {
                Missing::Input(input) => joint.parts[0].plan.inputs.get(*input).unwrap().name.clone(),
                other => format!("{other:?}"),
            });
            (names.collect::<Vec<_>>(), bounds.unwrap())
        }
        other => panic!("{id}: {other:?}"),
    };
    let (names, bounds) = missing("city/certificate");
    assert_eq!(names, ["level"]);
    assert_eq!(bounds, Bounds { low: Rational::ZERO, high: Some(fen(10 * WAN)) });
    // One of the two is certain.
    assert_eq!(joint.total.unwrap().low, fen(10 * WAN));
    assert_eq!(joint.total.unwrap().high, None);
}

#[test]
fn facts_are_one_where_the_same_is_known_of_them() {
    let (city, province) = (city("topped up"), plan(PROVINCE));
    let names = |file: Value| {
        let joint = decide(&[&city, &province], &file).unwrap();
        joint.parts[0].plan.inputs.iter().map(|input| input.name.clone()).collect::<Vec<_>>()
    };
    let shared = names(json!({"policy": ["city", "province"], "facts": {"level": 3}}));
    assert_eq!(
        shared,
        [
            "applicant",
            "honours",
            "certified",
            "level",
            "loans",
            "city/own",
            "elsewhere.standard",
            "elsewhere.honours",
            "province/own"
        ]
    );
    let apart = names(
        json!({"policy": ["city", "province"], "facts": {"city/certified": true, "province/certified": false}}),
    );
    assert!(apart.contains(&"city/certified".to_owned()) && apart.contains(&"province/certified".to_owned()));
}

fn codes(result: Result<Joint, Vec<Diagnostic>>) -> Vec<&'static str> {
    result.err().unwrap().iter().map(|found| found.entry.code).collect()
}

#[test]
fn what_policies_do_not_mean_alike_is_refused() {
    let (city, province) = (city("topped up"), plan(PROVINCE));
    let both =
        |facts: Value| decide(&[&city, &province], &json!({"policy": ["city", "province"], "facts": facts}));
    assert_eq!(codes(both(json!({"own": 3}))), ["E0728"]);
    // One mistake is told once, and a value of neither is one.
    assert_eq!(codes(both(json!({"applicant": "school"}))), ["E0722"]);
    assert_eq!(codes(both(json!({"level": "5 apples"}))).len(), 1);
    let dollars = plan(
        &PROVINCE.replace("policy province \"Province\"\n", "policy province \"Province\"\n  currency USD\n"),
    );
    let file = json!({"policy": ["city", "province"], "facts": {}});
    assert_eq!(codes(decide(&[&city, &dollars], &file)), ["E0533", "E0533"]);
}

#[test]
fn policies_without_a_rule_pay_side_by_side() {
    let silent = plan(&CITY.replace("  stacking highest, RULE  cites 9\n", ""));
    let adds_up = plan(&CITY.replace("highest, RULE", "adds up"));
    let province = plan(PROVINCE);
    let file = json!({"policy": ["city", "province"], "facts": {
        "applicant": "university", "honours": ["provincial"], "certified": true, "level": 5, "loans": [] }});
    for city in [&silent, &adds_up] {
        let joint = decide(&[city, &province], &file).unwrap();
        assert_eq!(joint.total.unwrap().low, fen(30 * WAN));
        assert!(outcomes(&joint).values().all(|outcome| !matches!(outcome, Outcome::Displaced { .. })));
    }
    // Without a rule nobody asks what was received elsewhere.
    assert!(silent.inputs.iter().all(|input| input.elsewhere().is_none()));
}

#[test]
fn tables_follow_the_values_of_the_enumerations_they_are_keyed_by() {
    let rules = |policy: &str, kinds: &str| {
        plan(&format!(
            "policy {policy} \"P\"\nfact applicant : kind of applicant, one of {kinds}\n\
             table base \"Base\" by applicant cites 1\n  row a = 100k\n  row b = 200k\n  row c = 300k\n\
             award x \"X\" cites 1\n  pays base[applicant]\n"
        ))
    };
    let (first, second) = (rules("first", "a, b, c"), rules("second", "c, a, b"));
    for (kind, wan) in [("a", 10), ("b", 20), ("c", 30)] {
        let file = json!({"policy": ["first", "second"], "facts": {"applicant": kind}});
        let joint = decide(&[&first, &second], &file).unwrap();
        for id in ["first/x", "second/x"] {
            assert_eq!(outcomes(&joint)[id], Outcome::Awarded(fen(wan * WAN)), "{kind} {id}");
        }
    }
    let unknown = decide(&[&first, &second], &json!({"policy": ["first", "second"], "facts": {}})).unwrap();
    // The same kind for both: the joint sum knows that.
    assert_eq!(unknown.total, Some(Bounds { low: fen(20 * WAN), high: Some(fen(60 * WAN)) }));
}
