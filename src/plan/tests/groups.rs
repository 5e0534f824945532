//! Groups: who is displaced by whom, ties, common limits and what history leaves of them.

use super::run::{Case, Run};
use super::write::*;
use super::{codes_of, plan_of};
use crate::plan::{GroupKind, Plan};
use crate::program::*;
use crate::syntax::ast::Scope;

/// Awards `a`, `b`, `c` that pay the facts of their names.
fn three() -> (Draft, [AwardId; 3]) {
    let mut draft = Draft::new();
    let awards = ["a", "b", "c"].map(|name| {
        let base = draft.money_fact(&format!("{name}_base"));
        draft.award(name, vec![pays(base)])
    });
    (draft, awards)
}

fn case(a: &str, b: &str, c: &str) -> Case {
    Case::default().number("a_base", a).number("b_base", b).number("c_base", c)
}

fn amounts(plan: &Plan, case: &Case) -> String {
    let run = Run::new(plan, case);
    run.check_ranges();
    ["a", "b", "c"].map(|id| format!("{} {}", run.outcome(id), run.amount(id))).join(", ")
}

#[test]
fn the_highest_is_paid_and_ties_go_to_the_one_named_first() {
    let (mut draft, [a, b, c]) = three();
    draft.group("g", &[c, a, b], GroupRule::Highest { most: 1, next: None });
    let plan = plan_of(&draft);
    assert_eq!(amounts(&plan, &case("1", "2", "1")), "displaced 0, awarded 2, displaced 0");
    assert_eq!(amounts(&plan, &case("2", "2", "1")), "awarded 2, displaced 0, displaced 0");
    assert_eq!(amounts(&plan, &case("2", "2", "2")), "displaced 0, displaced 0, awarded 2");
    assert_eq!(amounts(&plan, &case("0", "2", "0")), "not eligible 0, awarded 2, not eligible 0");
}

#[test]
fn the_first_payable_is_paid() {
    let (mut draft, [a, b, c]) = three();
    draft.group("g", &[b, a, c], GroupRule::First { most: 1 });
    let plan = plan_of(&draft);
    assert_eq!(amounts(&plan, &case("9", "1", "9")), "displaced 0, awarded 1, displaced 0");
    assert_eq!(amounts(&plan, &case("9", "0", "9")), "awarded 9, not eligible 0, displaced 0");
}

#[test]
fn who_is_exhausted_does_not_compete() {
    let (mut draft, [a, b, c]) = three();
    draft.change(b, |award| award.once = Some(at(50)));
    draft.group("g", &[a, b, c], GroupRule::Highest { most: 1, next: None });
    let plan = plan_of(&draft);
    let paid = case("1", "5", "2").paid("b", false, "1");
    assert_eq!(amounts(&plan, &paid), "displaced 0, exhausted 0, awarded 2");
}

#[test]
fn a_common_limit_is_taken_from_the_last_named_upward() {
    let (mut draft, [a, b, c]) = three();
    draft.group("g", &[b, c, a], GroupRule::Together { limit: money("10"), scope: None, shared: None });
    let plan = plan_of(&draft);
    assert_eq!(amounts(&plan, &case("4", "3", "3")), "awarded 4, awarded 3, awarded 3");
    assert_eq!(amounts(&plan, &case("4", "5", "3")), "awarded 2, awarded 5, awarded 3");
    assert_eq!(amounts(&plan, &case("4", "8", "3")), "displaced 0, awarded 8, awarded 2");
    assert_eq!(amounts(&plan, &case("4", "11", "3")), "displaced 0, awarded 10, displaced 0");
    assert_eq!(amounts(&plan, &case("4", "0", "0")), "awarded 4, not eligible 0, not eligible 0");
}

#[test]
fn a_common_limit_counts_what_all_members_were_paid_in_its_scope() {
    for (scope, expected) in
        [(Scope::PerYear, "awarded 5, awarded 2"), (Scope::InAll, "awarded 4, displaced 0")]
    {
        let (mut draft, [a, b, _]) = three();
        draft.group(
            "g",
            &[a, b],
            GroupRule::Together { limit: money("10"), scope: Some(scope), shared: None },
        );
        let plan = plan_of(&draft);
        let case = case("5", "5", "5").paid("a", true, "3").paid("b", false, "3");
        assert!(amounts(&plan, &case).starts_with(expected), "{scope:?}: {}", amounts(&plan, &case));
    }
}

#[test]
fn a_common_limit_that_history_has_used_up_exhausts_its_members() {
    let (mut draft, [a, b, c]) = three();
    let limit = || GroupRule::Together { limit: money("10"), scope: Some(Scope::InAll), shared: None };
    draft.group("g", &[a, b], limit());
    draft.group("h", &[b, c], GroupRule::Highest { most: 1, next: None });
    let plan = plan_of(&draft);
    // A fen is left: it is for the first, who leaves nothing to the second; and the second beats the third.
    let nearly = case("5", "6", "4").paid("a", false, "4").paid("b", false, "5.99");
    assert_eq!(amounts(&plan, &nearly), "awarded 0.01, displaced 0, displaced 0");
    // Nothing is left: who is exhausted takes nobody's place.
    let used_up = case("5", "6", "4").paid("a", false, "4").paid("b", false, "6");
    assert_eq!(amounts(&plan, &used_up), "exhausted 0, exhausted 0, awarded 4");
    assert_eq!(
        amounts(&plan, &case("0", "6", "4").paid("b", false, "10")),
        "not eligible 0, exhausted 0, awarded 4"
    );
}

#[test]
fn what_a_common_limit_leaves_is_paid_in_whole_steps() {
    let (mut draft, [a, _, _]) = three();
    let limit = money("10");
    draft.group("g", &[a], GroupRule::Together { limit, scope: Some(Scope::InAll), shared: None });
    let plan = plan_of(&draft);
    let run = Run::new(&plan, &case("50", "1", "1").paid("a", false, "3.333333"));
    assert_eq!(run.amount("a"), "6.66");
    let GroupKind::Together { left, .. } = plan.groups.iter().next().unwrap().kind else { panic!() };
    assert_eq!(run.at(left).number(), decimal("6.66"));
}

#[test]
fn a_displaced_award_spends_nothing_of_a_common_limit() {
    let (mut draft, [a, b, c]) = three();
    // The id of the common limit sorts before the other group; it is still taken last.
    draft.group("a_limit", &[a, c], GroupRule::Together { limit: money("10"), scope: None, shared: None });
    draft.group("b_highest", &[a, b], GroupRule::Highest { most: 1, next: None });
    let plan = plan_of(&draft);
    assert_eq!(amounts(&plan, &case("8", "9", "7")), "displaced 0, awarded 9, awarded 7");
    assert_eq!(amounts(&plan, &case("8", "1", "7")), "awarded 8, displaced 0, awarded 2");
}

#[test]
fn two_common_limits_cut_one_after_the_other() {
    let (mut draft, [a, b, c]) = three();
    draft.group("g1", &[a, b], GroupRule::Together { limit: money("10"), scope: None, shared: None });
    draft.group("g2", &[b, c], GroupRule::Together { limit: money("5"), scope: None, shared: None });
    let plan = plan_of(&draft);
    assert_eq!(amounts(&plan, &case("6", "6", "6")), "awarded 6, awarded 4, awarded 1");
}

#[test]
fn rivals_name_the_award_and_the_group() {
    let (mut draft, [a, b, c]) = three();
    draft.group("g", &[a, b], GroupRule::Highest { most: 1, next: None });
    draft.group("h", &[a, c], GroupRule::Together { limit: money("1"), scope: None, shared: None });
    let plan = plan_of(&draft);
    let rivals = |id: &str| {
        let award = plan.awards.iter().find(|award| award.id == id).unwrap();
        let name = |award: Option<crate::plan::AwardId>| award.map(|award| plan.awards.at(award).id.clone());
        award
            .rivals
            .iter()
            .map(|rival| (name(rival.award), plan.groups.at(rival.group).id.clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(rivals("b"), [(Some("a".to_owned()), "g".to_owned())]);
    assert_eq!(rivals("a"), [(Some("b".to_owned()), "g".to_owned()), (None, "h".to_owned())]);
    assert_eq!(rivals("c"), [(None, "h".to_owned())]);
}

#[test]
fn a_group_that_compares_too_many_is_refused() {
    let mut draft = Draft::new();
    let members: Vec<AwardId> = (0..=crate::plan::limits::GROUP_MEMBERS)
        .map(|n| draft.award(&format!("a{n}"), vec![pays(money("1"))]))
        .collect();
    draft.group("g", &members, GroupRule::Highest { most: 1, next: None });
    assert_eq!(codes_of(&draft), ["E0605"]);
}
