//! Targets: what city figures say of goals, with the examples of rule texts and against a model in whole numbers.

use ipcalc::cases;
use ipcalc::compile::{Compiled, compile};
use ipcalc::diagnostic::{Lang, Render};
use ipcalc::evaluate::{GoalOutcome, evaluate};
use ipcalc::facts::{self, json};
use ipcalc::source::Sources;
use proptest::prelude::*;

fn compiled(sources: &mut Sources, text: &str) -> Compiled {
    let file = sources.add("t.rules", format!("policy t \"政策\"\n\n{text}"));
    compile(sources, &[file])
}

/// Compiles a text and runs its examples; gives what does not hold.
fn failing(text: &str) -> String {
    let mut sources = Sources::new();
    let compiled = compiled(&mut sources, text);
    let (Some(program), Some(plan)) = (&compiled.program, &compiled.plan) else {
        return Render::plain(Lang::En).text(&compiled.diagnostics, &sources);
    };
    let examples = program.examples.iter().map(|example| cases::run_example(plan, example));
    let found: Vec<_> = examples.flat_map(|example| example.diagnostics()).collect();
    Render::plain(Lang::En).text(&found, &sources)
}

fn outcome(text: &str, facts: &str) -> Vec<GoalOutcome> {
    let mut sources = Sources::new();
    let compiled = compiled(&mut sources, text);
    let plan = compiled
        .plan
        .unwrap_or_else(|| panic!("{}", Render::plain(Lang::En).text(&compiled.diagnostics, &sources)));
    let file = sources.add("f.json", facts);
    let json = json::parse(&sources, file).unwrap();
    let reading = facts::read(&json, &[&plan])
        .unwrap_or_else(|found| panic!("{}", Render::plain(Lang::En).text(&found, &sources)));
    let (plan, inputs) = &reading.parts[0];
    evaluate(plan, inputs).unwrap().targets.concat()
}

#[test]
fn goals_are_judged_in_their_years() {
    let text = r#"
target valid "有效专利" cites 一
  goal 12000 in 2021, 13200 in 2022

target hosted "托管" cites 一
  goal 80 in total from 2016 to 2018

target aided "援助" cites 一
  goal at least 200家 each year

target open "年份未载明" cites 一
  goal more than 300 year unstated

target slow "结案时间" cites 一
  goal at most 30 in 2021

example "各年"
  given as of 2021-12-31
  given valid = 12000 in 2021, valid = 13199 in 2022
  then valid met in 2021, valid missed in 2022, valid missed

example "本年的数"
  given as of 2021-12-31, valid = 12000, aided = 199, open = 300
  then valid met in 2021, valid undetermined in 2022, aided missed in 2021, open missed

example "没有日期的数不知是哪一年"
  given valid = 99999, open = 301
  then valid undetermined in 2021, open met

example "累计缺一年也已达到"
  given hosted = 50 in 2016, hosted = 30 in 2018
  then hosted met

example "累计缺一年还没达到"
  given hosted = 50 in 2016, hosted = 29 in 2018
  then hosted undetermined in 2018

example "累计没达到"
  given hosted = 50 in 2016, hosted = 0 in 2017, hosted = 29 in 2018
  then hosted missed

example "越低越好"
  given slow = 30.000001 in 2021
  then slow missed
"#;
    assert_eq!(failing(text), "");
}

#[test]
fn growth_is_a_compound_average_from_its_base() {
    let text = r#"
target applications "申请量" cites 一
  growth at least 10% per year by 2020
  base 4026 in 2015

target given_base "基期为事实" cites 一
  growth at least 10% per year by 2017
  base in 2015

target yearly "上年" cites 一
  growth 20% per year in 2021
  base last year

target now "本年" cites 一
  growth 20% per year
  base last year

target unknown "没有基期" cites 一
  growth 20% per year
  base unstated

example "4026 × 1.1^5 = 6483.91326"
  given applications = 6483.91326 in 2020
  then applications met

example "少百万分之一"
  given applications = 6483.913259 in 2020
  then applications missed

example "基期是事实"
  given given_base = 100 in 2015, given_base = 121 in 2017
  then given_base met

example "缺基期"
  given given_base = 121 in 2017
  then given_base undetermined in 2017

example "上年"
  given yearly = 100 in 2020, yearly = 120 in 2021
  then yearly met

example "本年"
  given as of 2019-05-01, now = 100 in 2018, now = 119.999999 in 2019
  then now missed

example "原文没有说"
  given as of 2019-05-01, unknown = 100
  then unknown is undetermined
"#;
    assert_eq!(failing(text), "");
    // A goal without a year has none to be judged in.
    let text = text.replace("unknown is undetermined", "unknown undetermined in 2019");
    assert!(failing(&text).contains("E0842"), "{}", failing(&text));
}

#[test]
fn one_of_several_goals_suffices_where_the_text_says_so() {
    let rules = |any: &str| {
        format!(
            r#"
fact revenue : money by year "收入"
fact patents : count of patents "专利"

target scale "规模" cites 一
  goal revenue at least 10m
  goal patents at least 1000
  {any}
"#
        )
    };
    let any = rules("any of these goals");
    let case = |revenue: &str, patents: &str, then: &str| {
        format!("\nexample \"{revenue} {patents}\"\n  given {revenue}, {patents}\n  then scale {then}\n")
    };
    let one = case("revenue = 9999999.99", "patents = 1000", "met");
    let none = case("revenue = 9999999.99", "patents = 999", "missed");
    assert_eq!(failing(&format!("{any}{one}{none}")), "");
    let both = case("revenue = 9999999.99", "patents = 1000", "missed");
    assert_eq!(failing(&format!("{}{both}", rules("note \"both\""))), "");
    // One that is met decides, whatever is missing of the other; one that is missed does not.
    let met = outcome(&any, "{\"facts\": {\"patents\": 1000}}");
    assert_eq!(met.iter().map(|goal| goal.met).collect::<Vec<_>>(), [Some(true), Some(true)]);
    let open = outcome(&any, "{\"facts\": {\"patents\": 999}}");
    assert_eq!(open.iter().map(|goal| goal.met).collect::<Vec<_>>(), [None, None]);
    assert!(open.iter().all(|goal| goal.missing.len() == 1));
}

proptest! {
    #[test]
    fn growth_agrees_with_whole_numbers(
        base in 1_u128..5000, percent in 0_u128..60, years in 1_u32..6, off in -2_i128..=2,
    ) {
        // What is needed, times 100^years, and the whole figure nearest to it.
        let needed = base * (100 + percent).pow(years);
        let unit = 100_u128.pow(years);
        let actual = u128::try_from((needed.div_ceil(unit) as i128 + off).max(0)).unwrap();
        let last = 2015 + years;
        let text = format!(
            "target t \"指标\" cites 一\n  growth {percent}% per year by {last}\n  base {base} in 2015\n"
        );
        let facts = format!("{{\"facts\": {{\"t\": {{\"{last}\": {actual}}}}}}}");
        let judged = outcome(&text, &facts);
        prop_assert_eq!(judged[0].met, Some(actual * unit >= needed));
    }
}
