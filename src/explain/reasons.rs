//! Why an award is not paid, or not yet decided: the conditions and figures that decided it.

use crate::diagnostic::Lang;
use crate::evaluate::{Missing, Outcome};
use crate::facts::{Inputs, Payment};
use crate::money::Rational;
use crate::plan::{Award, AwardId, GroupId, GroupKind, InputType, NodeId, Op};

use super::calculation::{calculation, first_zero};
use super::leaves::failing;
use super::reader::{Level, Reader};
use super::versions::not_in_force;
use super::words::{self, pick};
use super::{population, stacking};

/// Reasons told one by one for a list whose items all fail, and for payments.
const TOLD: usize = 3;

/// The reasons for an outcome; empty for one that is paid.
pub(super) fn reasons(reader: &Reader<'_>, inputs: &Inputs, id: AwardId, outcome: &Outcome) -> Vec<String> {
    let Some(award) = reader.plan.awards.get(id) else { return Vec::new() };
    match outcome {
        Outcome::Awarded(_) | Outcome::Entitled => Vec::new(),
        Outcome::UpTo(_) => Vec::new(),
        Outcome::NotEligible => not_eligible(reader, id, award),
        Outcome::Displaced { by, group } => vec![displaced(reader, award, *by, *group)],
        Outcome::Exhausted => exhausted(reader, inputs, id, award),
        Outcome::Undetermined { bounds, missing } => {
            let names: Vec<String> =
                missing.iter().map(|one| missing_words(reader, inputs.year, one)).collect();
            let names = names.join(pick(reader.lang, "、", ", "));
            let could = bounds.map(|bounds| words::range(&bounds, reader.decimals(), reader.lang));
            let open = population::open(reader, award, missing).map(str::to_owned);
            let own = match (could, reader.lang) {
                (Some(could), Lang::Zh) => format!("还缺：{names}；可得 {could}"),
                (Some(could), Lang::En) => format!("missing: {names}; could bring {could}"),
                (None, Lang::Zh) => format!("还缺：{names}"),
                (None, Lang::En) => format!("missing: {names}"),
            };
            open.into_iter().chain([own]).collect()
        }
        Outcome::NotInForce => not_in_force(reader, inputs, award),
    }
}

/// Whether an award is for other kinds of applicant than this one.
pub(super) fn wrong_kind(reader: &Reader<'_>, award: &Award) -> Option<String> {
    let &first = award.conditions.first()?;
    if !award.other_kinds.is_empty() && reader.op(Level::Applicant, first) == Some(&Op::Bool(false)) {
        return Some(outside(reader, award));
    }
    let Some(Op::Among(..)) = reader.op(Level::Applicant, first) else { return None };
    if reader.truth(Level::Applicant, first) != Some(false) {
        return None;
    }
    failing(reader, Level::Applicant, first).pop()
}

/// That an award is for kinds that no applicant of the policy is.
fn outside(reader: &Reader<'_>, award: &Award) -> String {
    let kinds: Vec<String> = award.other_kinds.iter().map(|kind| words::quoted(reader.lang, kind)).collect();
    match reader.lang {
        Lang::Zh => format!("对象是{}，不在申报主体之列", kinds.join("、")),
        Lang::En => format!("only for {}, which no applicant of this policy is", kinds.join(", ")),
    }
}

fn not_eligible(reader: &Reader<'_>, id: AwardId, award: &Award) -> Vec<String> {
    let false_here = |id: NodeId| reader.truth(Level::Applicant, id) == Some(false);
    let no_step_held = !award.steps.is_empty() && award.steps.iter().all(|step| false_here(step.held));
    let of_steps: Vec<NodeId> = award.steps.iter().flat_map(|step| alternatives(reader, step.held)).collect();
    let mut reasons: Vec<String> = Vec::new();
    for &condition in award.conditions.iter().filter(|&&condition| false_here(condition)) {
        // That some step is held is a condition too; it is told step by step.
        let parts = alternatives(reader, condition);
        if no_step_held && parts.iter().all(|part| of_steps.contains(part)) {
            continue;
        }
        let told = match reader.op(Level::Applicant, condition) {
            Some(Op::Bool(_)) if !award.other_kinds.is_empty() => vec![outside(reader, award)],
            // A condition that the rules fix is told by what its author noted about it.
            Some(Op::Bool(_)) if award.notes.is_empty() => {
                let words =
                    pick(reader.lang, "规则写明的条件从不成立", "a condition that the rules fix never holds");
                vec![words.to_owned()]
            }
            Some(Op::Bool(_)) => award.notes.clone(),
            _ => failing(reader, Level::Applicant, condition),
        };
        for reason in told {
            if !reasons.contains(&reason) {
                reasons.push(reason);
            }
        }
    }
    if !reasons.is_empty() {
        return reasons;
    }
    if no_step_held {
        return no_step(reader, award);
    }
    if let Some(reasons) = no_item(reader, award) {
        return reasons;
    }
    let zero = first_zero(reader, id).unwrap_or_else(|| reader.amount(Rational::ZERO));
    vec![match reader.lang {
        Lang::Zh => format!("算得金额为零：{zero}"),
        Lang::En => format!("comes to nothing: {zero}"),
    }]
}

/// What an `or` is between; a condition that is none stands for itself.
fn alternatives(reader: &Reader<'_>, id: NodeId) -> Vec<NodeId> {
    let mut found = Vec::new();
    let mut open = vec![id];
    while let Some(id) = open.pop() {
        match reader.op(Level::Applicant, id) {
            Some(Op::Or(any)) => open.extend(any),
            _ => found.push(id),
        }
    }
    found
}

fn no_step(reader: &Reader<'_>, award: &Award) -> Vec<String> {
    let mut reasons = Vec::new();
    for step in &award.steps {
        let amount = reader.amount_of(Level::Applicant, step.amount);
        let why = failing(reader, Level::Applicant, step.held).join(pick(reader.lang, "，", ", "));
        reasons.push(match reader.lang {
            Lang::Zh => format!("未达 {amount} 档：{why}"),
            Lang::En => format!("step {amount} not held: {why}"),
        });
    }
    reasons
}

fn no_item(reader: &Reader<'_>, award: &Award) -> Option<Vec<String>> {
    let items = award.items?;
    let title = words::quoted(reader.lang, &reader.list_title(items.list));
    let number = reader.items(items.list);
    if number == 0 {
        return Some(vec![match reader.lang {
            Lang::Zh => format!("{title}为空"),
            Lang::En => format!("{title} is empty"),
        }]);
    }
    let condition = items.condition?;
    let level = |at: usize| Level::Item(items.list, Some(at));
    if (0..number).any(|at| reader.truth(level(at), condition) != Some(false)) {
        return None;
    }
    let plain = reader.list_title(items.list);
    let mut reasons: Vec<String> = (0..number.min(TOLD))
        .map(|at| {
            let why = failing(reader, level(at), condition).join(pick(reader.lang, "，", ", "));
            format!("{plain}[{}]{}{why}", at.saturating_add(1), pick(reader.lang, "：", ": "))
        })
        .collect();
    if let Some(more) = number.checked_sub(TOLD).filter(|&more| more > 0) {
        reasons.push(match reader.lang {
            Lang::Zh => format!("……另有 {more} 项也不符合"),
            Lang::En => format!("… nor do {more} more"),
        });
    }
    Some(reasons)
}

fn displaced(reader: &Reader<'_>, award: &Award, by: Option<AwardId>, group: GroupId) -> String {
    if reader.plan.groups.get(group).is_some_and(|group| group.kind == GroupKind::Stacking) {
        return stacking::displaced(reader, award, by, group);
    }
    let kind = reader.plan.groups.get(group).map(|group| group.kind);
    let group = reader.plan.groups.get(group).map_or_else(String::new, |group| group.title.clone());
    let group = words::quoted(reader.lang, &group);
    if let (None, Some(paid)) = (by, paid_of_group(kind, reader.lang)) {
        return match reader.lang {
            Lang::Zh => format!("组合{group}{paid}"),
            Lang::En => format!("of group {group} {paid}"),
        };
    }
    match (by, reader.lang) {
        (Some(by), Lang::Zh) => format!("由{}替代 (组合{group})", reader.award_title(by)),
        (Some(by), Lang::En) => format!("{} takes its place (group {group})", reader.award_title(by)),
        (None, Lang::Zh) => format!("组合{group}的共同上限已没有剩余"),
        (None, Lang::En) => format!("nothing is left of the common limit of group {group}"),
    }
}

/// How many members of a group are paid, where that is what displaces the others.
fn paid_of_group(kind: Option<GroupKind>, lang: Lang) -> Option<String> {
    let words = match (kind?, lang) {
        (GroupKind::Highest { next: Some(_), .. }, Lang::Zh) => "只付最高一项和次高一项的一部分".to_owned(),
        (GroupKind::Highest { next: Some(_), .. }, Lang::En) => {
            "the highest is paid, and a share of the next".to_owned()
        }
        (GroupKind::Highest { most, next: None }, Lang::Zh) => format!("只付最高的 {most} 项"),
        (GroupKind::Highest { most, next: None }, Lang::En) => format!("the highest {most} are paid"),
        (GroupKind::First { most }, Lang::Zh) => format!("只付在先的 {most} 项"),
        (GroupKind::First { most }, Lang::En) => format!("the first {most} are paid"),
        (GroupKind::Choice(_) | GroupKind::Stacking | GroupKind::Together { .. }, _) => return None,
    };
    Some(words)
}

fn paid_words(reader: &Reader<'_>, payment: &Payment) -> String {
    let amount = reader.amount(payment.amount);
    match (payment.date, payment.year, reader.lang) {
        (Some(date), _, Lang::Zh) => format!("{date} {amount}"),
        (Some(date), _, Lang::En) => format!("{amount} on {date}"),
        (None, Some(year), Lang::Zh) => format!("{year} 年 {amount}"),
        (None, Some(year), Lang::En) => format!("{amount} in {year}"),
        (None, None, _) => amount,
    }
}

/// The common limit of which what was paid before leaves nothing to an award, if there is one.
fn spent(reader: &Reader<'_>, id: AwardId) -> Option<String> {
    let award = reader.plan.awards.get(id)?;
    reader.truth(Level::Applicant, award.used_up?).filter(|&used_up| used_up)?;
    let group = reader.plan.groups.iter().find(|group| {
        let GroupKind::Together { left, .. } = group.kind else { return false };
        let nothing = reader.exact(Level::Applicant, left).is_some_and(Rational::is_zero);
        nothing && group.members.contains(&id)
    })?;
    let group = words::quoted(reader.lang, &group.title);
    Some(match reader.lang {
        Lang::Zh => format!("组合{group}的共同上限以前已用完"),
        Lang::En => format!("what was paid before has used up the common limit of group {group}"),
    })
}

fn exhausted(reader: &Reader<'_>, inputs: &Inputs, id: AwardId, award: &Award) -> Vec<String> {
    let history = inputs.history.as_deref().unwrap_or_default();
    let counts = |payment: &&Payment| payment.award == id || award.counts.contains(&payment.award);
    let earlier: Vec<&Payment> = history.iter().filter(counts).collect();
    let mut told: Vec<String> =
        earlier.iter().take(TOLD).map(|payment| paid_words(reader, payment)).collect();
    if earlier.len() > TOLD {
        told.push(pick(reader.lang, "等", "and more").to_owned());
    }
    let told = told.join(pick(reader.lang, "、", ", "));
    if let Some(lost) = population::lost(reader, inputs, award) {
        return vec![lost];
    }
    if let Some(spent) = spent(reader, id) {
        return vec![spent];
    }
    let once = award.used_up.is_some_and(|node| reader.truth(Level::Applicant, node) == Some(true));
    let mut reasons = Vec::new();
    if !told.is_empty() || once {
        reasons.push(match (once, reader.lang) {
            (true, Lang::Zh) => format!("只奖励一次，以前已付：{told}"),
            (true, Lang::En) => format!("paid once only; paid before: {told}"),
            (false, Lang::Zh) => format!("以前已付：{told}"),
            (false, Lang::En) => format!("paid before: {told}"),
        });
    }
    if !once {
        let marks = [pick(reader.lang, "= 剩余", "= left")];
        reasons.extend(
            calculation(reader, id).into_iter().filter(|line| marks.iter().any(|mark| line.contains(mark))),
        );
    }
    if reasons.is_empty() {
        reasons.push(pick(reader.lang, "额度已用完", "its limit is used up").to_owned());
    }
    reasons
}

/// What is missing, by its label and by its name in facts files.
pub(super) fn missing_words(reader: &Reader<'_>, this_year: Option<i32>, missing: &Missing) -> String {
    let both = |label: Option<String>, path: String| match (reader.lang, label) {
        (Lang::Zh, Some(label)) => format!("{label} ({path})"),
        (Lang::Zh, None) | (Lang::En, _) => path,
    };
    match missing {
        Missing::AsOf => both(Some("决定日期".to_owned()), "as_of".to_owned()),
        Missing::Input(input) => match reader.plan.inputs.get(*input) {
            Some(input) => both(input.label.clone(), input.path(reader.plan, this_year)),
            None => String::new(),
        },
        Missing::Field { input, item, field } => {
            let Some(input) = reader.plan.inputs.get(*input) else { return String::new() };
            let number = item.saturating_add(1);
            let InputType::List { fields, .. } = &input.ty else { return input.name.clone() };
            let Some(field) = fields.get(*field) else { return input.name.clone() };
            let label = field.label.as_ref().map(|label| {
                let list = input.label.as_ref().unwrap_or(&input.name);
                format!("{list}[{number}] {label}")
            });
            both(label, format!("{}[{number}].{}", input.name, field.name))
        }
    }
}
