//! Figures that have to come out exactly, and ratios decided exactly, for all numbers that facts may have.

use ipcalc::compile::compile;
use ipcalc::evaluate::{self, Outcome};
use ipcalc::facts::{self, json};
use ipcalc::plan::Plan;
use ipcalc::source::Sources;
use proptest::prelude::*;
use serde_json::{Value, json};

fn plan(rules: &str) -> Plan {
    let mut sources = Sources::new();
    let file = sources.add("p.rules", format!("policy p \"P\"\n  rounding half up to 0.01\n{rules}"));
    let compiled = compile(&sources, &[file]);
    compiled.plan.unwrap_or_else(|| panic!("{:?}", compiled.diagnostics))
}

/// What the first award comes to; nothing where it is not eligible.
fn amount(plan: &Plan, facts: &Value) -> Option<String> {
    let mut sources = Sources::new();
    let text = json!({ "policy": "p", "as_of": "2024-06-30", "facts": facts }).to_string();
    let file = sources.add("facts.json", text);
    let json = json::parse(&sources, file).unwrap();
    let reading = facts::read(&json, &[plan]).unwrap_or_else(|found| panic!("{found:?}"));
    let (plan, inputs) = &reading.parts[0];
    let decision = evaluate::evaluate(plan, inputs).unwrap();
    match decision.awards.iter().next().unwrap() {
        Outcome::Awarded(amount) => Some(amount.to_decimals(2).unwrap()),
        Outcome::NotEligible => None,
        other => panic!("{other:?}"),
    }
}

const THIRD: &str = "fact high : count of patents\nfact all : count of patents\nfact part : money\nfact whole : money\n\
    award a \"A\" cites 一\n  where high / all >= 1/3 and part / whole >= 1/3\n  pays 100k\n";

thread_local! {
    static AT_LEAST_A_THIRD: Plan = plan(THIRD);
    static IN_CHINESE: Plan = plan(&THIRD.replace("high / all >= 1/3 and part / whole >= 1/3", "high ÷ all 不少于 1/3 且 part ÷ whole 达到 1/3"));
}

fn of_counts(high: i128, all: i128) -> Value {
    json!({ "high": high.to_string(), "all": all.to_string(), "part": 1, "whole": 1 })
}

#[test]
fn a_third_is_a_third() {
    for plan in [&AT_LEAST_A_THIRD, &IN_CHINESE] {
        let holds = |high, all| plan.with(|plan| amount(plan, &of_counts(high, all))).is_some();
        assert!(holds(100, 300));
        assert!(!holds(33, 100));
        assert!(holds(14, 40) && !holds(13, 40));
        assert!(!holds(0, 0), "of none at all it fails");
        assert!(holds(333_333_333_333_333, 999_999_999_999_999));
        assert!(!holds(333_333_333_333_332, 999_999_999_999_999));
    }
}

/// Micro-yuan of all the money that facts accept: six decimals, below 10¹⁵.
const MICRO: i128 = 1_000_000;
const MOST: i128 = 1_000_000_000_000_000;

fn decimal(micro: i128) -> String {
    format!("{}.{:06}", micro / MICRO, micro % MICRO)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Counts and money on both sides of the third, near it and far, small and as large as facts may be.
    #[test]
    fn ratios_are_compared_by_cross_multiplication(
        third in prop_oneof![0..20_i128, 1..MOST / 3, Just((MOST - 1) / 3)],
        above in -2..3_i128,
        more in -2..3_i128,
        of_money in any::<bool>(),
    ) {
        let scale = if of_money { MICRO } else { 1 };
        let high = (third * scale + above).max(0);
        let all = (3 * third * scale + more).clamp(0, (MOST - 1) * scale);
        let facts = if of_money {
            json!({ "high": 1, "all": 1, "part": decimal(high), "whole": decimal(all) })
        } else {
            of_counts(high, all)
        };
        let holds = AT_LEAST_A_THIRD.with(|plan| amount(plan, &facts)).is_some();
        prop_assert_eq!(holds, all > 0 && 3 * high >= all, "{} of {}", high, all);
    }

    /// Half up to the fen, of every amount of fen and every rate in tenths of a per mille.
    #[test]
    fn shares_are_rounded_half_up(fen in prop_oneof![0..1_000_i128, 0..100_000_000_000_i128, Just(599_999_900)], rate in 1..2_000_i128) {
        let rules = format!("fact x : money\naward a \"A\" cites 一\n  pays {}.{:02}% of x\n", rate / 100, rate % 100);
        let found = amount(&plan(&rules), &json!({ "x": format!("{}.{:02}", fen / 100, fen % 100) }));
        let half_up = (2 * fen * rate + 10_000) / 20_000;
        let wanted = (half_up > 0).then(|| format!("{}.{:02}", half_up / 100, half_up % 100));
        prop_assert_eq!(found, wanted);
    }
}

#[test]
fn the_figures_of_the_request() {
    let interest = plan(
        "fact principal : money\n  range 0 to 1亿\nfact days : duration in days\n  range 0 to 3660\n\
         award a \"A\" cites 一\n  pays principal × 3.45% × 60% × days / 360 days\n",
    );
    assert_eq!(amount(&interest, &json!({ "principal": "10000000", "days": 182 })).unwrap(), "104650.00");
    let share = plan("fact x : money\naward a \"A\" cites 一\n  pays 1.5% of x\n");
    assert_eq!(amount(&share, &json!({ "x": "5999999" })).unwrap(), "89999.99");
    let factor = plan("fact x : money\naward a \"A\" cites 一\n  pays x × 0.015\n");
    assert_eq!(amount(&factor, &json!({ "x": "5999999" })).unwrap(), "89999.99");
}
