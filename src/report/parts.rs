//! The parts of items that are listed on their own, each with a title that says what it is.

use super::items::{Listing, Owner};
use crate::calendar::Date;
use crate::diagnostic::Lang;
use crate::money::{Rational, grouped};
use crate::program::{
    AmountRule, Award, Dimension, Expr, ExprKind, Fund, Goal, Group, GroupRule, LineKind, PartKind, Policy,
    PortionPart, Shared, StackingKind, Target,
};
use crate::syntax::ast::{Circle, Comparison, LadderKind, Received, Scope, When};

/// What the header says with a section of its own: when the policy is in force, what it says of other policies.
pub(super) fn of_policy(list: &mut Listing<'_>, policy: &Policy) {
    let lang = list.lang;
    if !policy.in_force_cites.is_empty() {
        let day = |day: Option<Date>| match (day, lang) {
            (Some(day), _) => day.to_string(),
            (None, Lang::Zh) => "未载明".to_owned(),
            (None, Lang::En) => "unstated".to_owned(),
        };
        let (from, until) = (day(policy.in_force.from), day(policy.in_force.until));
        let title =
            pick(lang, format!("有效期 {from} 至 {until}"), format!("in force from {from} to {until}"));
        let owner = Owner { id: "in_force", cites: &policy.in_force_cites, units: None };
        list.item(&owner, "validity", &title);
    }
    if let Some(stacking) = &policy.stacking {
        let (zh, en) = match stacking.kind {
            StackingKind::AddsUp => ("与其他政策可以叠加", "adds up with other policies"),
            StackingKind::Highest(Received::ToppedUp) => (
                "与其他政策就高不重复，已得的补差额",
                "the highest once across policies, topped up over what was received elsewhere",
            ),
            StackingKind::Highest(Received::InFull) => (
                "与其他政策就高不重复，高于已得的全额给",
                "the highest once across policies, in full if higher than what was received elsewhere",
            ),
            StackingKind::Highest(Received::Refused) => (
                "与其他政策就高不重复，已得的不再给",
                "the highest once across policies, refused if anything was received elsewhere",
            ),
        };
        let owner = Owner { id: "stacking", cites: &stacking.cites, units: None };
        list.item(&owner, "stacking", &pick(lang, zh.to_owned(), en.to_owned()));
    }
}

pub(super) fn of_award(list: &mut Listing<'_>, owner: &Owner<'_>, award: &Award) {
    let lang = list.lang;
    let lines = match &award.amount {
        AmountRule::Elsewhere(_) => &[],
        AmountRule::Lines(lines)
        | AmountRule::Decided { lines, .. }
        | AmountRule::Prizes { lines, .. }
        | AmountRule::Ladder { lines, .. } => lines.as_slice(),
    };
    if let AmountRule::Prizes { prizes, .. } = &award.amount {
        let mut from = 1_u32;
        for (number, prize) in (1..).zip(prizes) {
            let amount = grouped(&prize.amount.to_shortest());
            let places = if prize.to > from {
                pick(lang, format!("第{from}至{}名", prize.to), format!("places {from} to {}", prize.to))
            } else {
                pick(lang, format!("第{from}名"), format!("place {from}"))
            };
            list.part(owner, "prize", number, format!("{places} {amount}"), &[]);
            from = prize.to.saturating_add(1);
        }
    }
    if let AmountRule::Ladder { steps, .. } = &award.amount {
        for (number, step) in (1..).zip(steps) {
            let amount = fixed(&step.amount).unwrap_or_default();
            let title = step.name.clone().unwrap_or_else(|| {
                let words = pick(lang, format!("第 {number} 档 {amount}"), format!("step {number} {amount}"));
                words.trim_end().to_owned()
            });
            list.part(owner, "step", number, title, &step.cites);
        }
    }
    let mut limits = 0_usize;
    for line in lines {
        if let LineKind::AtMost { limit, scope, shared } = &line.kind {
            limits = limits.saturating_add(1);
            let scope = if line.per_item && scope.is_none() { Some(Scope::PerItem) } else { *scope };
            list.part(
                owner,
                "limit",
                limits,
                limit_title(limit, (scope, shared.as_deref()), lang),
                &line.cites,
            );
        }
    }
    if let AmountRule::Ladder { kind: LadderKind::TopUp, .. } = &award.amount {
        limits = limits.saturating_add(1);
        let words = "in all, at most the highest step held";
        let title = pick(lang, "累计不超过所持最高一档".to_owned(), words.to_owned());
        list.part(owner, "limit", limits, title, &[]);
    }
    for (kind, division) in [("share", &award.payout.split), ("instalment", &award.payout.schedule)] {
        let all =
            division.iter().flat_map(|division| division.portions.iter().map(move |one| (division, one)));
        for (number, (division, portion)) in (1..).zip(all) {
            let part = match &portion.part {
                PortionPart::Share(share) => percent(*share),
                PortionPart::Amount(sum) => fixed(sum).unwrap_or_default(),
                PortionPart::Rest => pick(lang, "其余".to_owned(), "rest".to_owned()),
            };
            let title = format!("{part} {}", portion.name);
            list.part(owner, kind, number, title.trim_start().to_owned(), &division.cites);
        }
    }
    let (mut quotas, mut earmarks, mut clawbacks) = (0_usize, 0_usize, 0_usize);
    for part in &award.parts {
        match &part.kind {
            PartKind::Quota { number, scope, .. } => {
                quotas = quotas.saturating_add(1);
                let number = grouped(&number.to_shortest());
                let scope = scope_words(*scope, lang);
                let title = pick(lang, format!("{scope}名额 {number}"), format!("quota of {number}{scope}"));
                list.part(owner, "quota", quotas, title, &part.cites);
            }
            PartKind::Clawback { share, event, .. } => {
                clawbacks = clawbacks.saturating_add(1);
                let known = if let ExprKind::Number(share) = share.kind { Some(share) } else { None };
                let title = match known {
                    Some(share) => {
                        let share = percent(share);
                        pick(
                            lang,
                            format!("{event}的,追回 {share}"),
                            format!("{share} is paid back: {event}"),
                        )
                    }
                    None => pick(
                        lang,
                        format!("{event}的,按比例追回"),
                        format!("a share that is computed is paid back: {event}"),
                    ),
                };
                list.part(owner, "clawback", clawbacks, title, &part.cites);
            }
            PartKind::Earmark { share, purpose, .. } => {
                earmarks = earmarks.saturating_add(1);
                let share = percent(*share);
                let title = pick(
                    lang,
                    format!("不低于 {share} 用于{purpose}"),
                    format!("at least {share} for {purpose}"),
                );
                list.part(owner, "earmark", earmarks, title, &part.cites);
            }
        }
    }
}

pub(super) fn of_group(list: &mut Listing<'_>, owner: &Owner<'_>, group: &Group) {
    if let GroupRule::Together { limit, scope, shared } = &group.kind {
        let title = limit_title(limit, (*scope, shared.as_deref()), list.lang);
        list.part(owner, "limit", 1, title, &[]);
    }
}

pub(super) fn of_target(list: &mut Listing<'_>, owner: &Owner<'_>, target: &Target) {
    for (number, goal) in (1..).zip(&target.goals) {
        let title = goal_title(goal, list.lang);
        list.part(owner, "goal", number, title, &goal.cites);
    }
}

pub(super) fn of_score(list: &mut Listing<'_>, owner: &Owner<'_>, score: &crate::program::Score) {
    for (number, one) in (1..).zip(&score.indicators) {
        let mut title = match &one.name {
            Some(name) => name.clone(),
            None => pick(list.lang, format!("第 {number} 项指标"), format!("indicator {number}")),
        };
        if let Some(limit) = one.limit {
            let limit = limit.to_shortest();
            title.push_str(&pick(list.lang, format!(" 最高 {limit} 分"), format!(" at most {limit} points")));
        }
        if let Some(weight) = one.weight {
            let weight = percent(weight);
            title.push_str(&pick(list.lang, format!(" 权重 {weight}"), format!(" weight {weight}")));
        }
        list.part(owner, "indicator", number, title, &one.cites);
    }
    if let Some((comparison, mark)) = score.pass {
        let sign = if comparison == Comparison::More { ">" } else { "≥" };
        let mark = mark.to_shortest();
        let title = pick(list.lang, format!("及格 {sign} {mark}"), format!("pass {sign} {mark}"));
        list.part(owner, "pass", 1, title, &[]);
    }
}

pub(super) fn of_fund(list: &mut Listing<'_>, owner: &Owner<'_>, fund: &Fund) {
    if let Some((low, high)) = fund.size {
        let [least, most] = [low, high].map(|size| grouped(&size.to_shortest()));
        let size = if low == high { least } else { format!("{least} – {most}") };
        list.part(owner, "size", 1, pick(list.lang, format!("规模 {size}"), format!("size {size}")), &[]);
    }
    if let Some(budget) = &fund.budget {
        let amount = grouped(&budget.amount.to_shortest());
        let scope = scope_words(budget.scope, list.lang);
        let (kind, title) = match budget.programme {
            true => (
                "limit",
                pick(
                    list.lang,
                    format!("全部申报人{scope}最高 {amount}"),
                    format!("at most {amount}{scope} for all applicants"),
                ),
            ),
            false => (
                "budget",
                pick(list.lang, format!("{scope}预算 {amount}"), format!("budget {amount}{scope}")),
            ),
        };
        list.part(owner, kind, 1, title, &[]);
    }
    if let Some(factor) = fund.leverage {
        let factor = factor.to_shortest();
        let title = pick(list.lang, format!("放大 {factor} 倍"), format!("leverage ×{factor}"));
        list.part(owner, "leverage", 1, title, &[]);
    }
    for (number, share) in (1..).zip(&fund.shares) {
        list.part(owner, "share", number, format!("{} {}", percent(share.share), share.payer), &share.cites);
    }
    for (number, part) in (1..).zip(&fund.matches) {
        let [own, other] = [part.own, part.other].map(Rational::to_shortest);
        let words = pick(
            list.lang,
            format!("与{}按 {own}:{other} 配套", part.with),
            format!("{own}:{other} with {}", part.with),
        );
        list.part(owner, "match", number, words, &part.cites);
    }
}

fn pick(lang: Lang, zh: String, en: String) -> String {
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

fn limit_title(limit: &Expr, (scope, shared): (Option<Scope>, Option<&Shared>), lang: Lang) -> String {
    let amount = fixed(limit).unwrap_or_default();
    let scope = scope_words(scope, lang);
    let circle = match (shared.and_then(|shared| shared.circle), lang) {
        (None, _) => "",
        (Some(Circle::Household), Lang::Zh) => "每户",
        (Some(Circle::Household), Lang::En) => " per household",
        (Some(Circle::CorporateGroup), Lang::Zh) => "每个集团",
        (Some(Circle::CorporateGroup), Lang::En) => " per corporate group",
    };
    let title =
        pick(lang, format!("{circle}{scope}最高 {amount}"), format!("at most {amount}{circle}{scope}"));
    title.trim_end().to_owned()
}

fn scope_words(scope: Option<Scope>, lang: Lang) -> String {
    let words = match (scope, lang) {
        (Some(Scope::InYears(years)), Lang::Zh) => return format!("连续{years}年累计"),
        (Some(Scope::InYears(years)), Lang::En) => return format!(" in any {years} years"),
        (None, _) => "",
        (Some(Scope::PerItem), Lang::Zh) => "每项",
        (Some(Scope::PerItem), Lang::En) => " per item",
        (Some(Scope::PerYear), Lang::Zh) => "每年",
        (Some(Scope::PerYear), Lang::En) => " per year",
        (Some(Scope::InAll), Lang::Zh) => "累计",
        (Some(Scope::InAll), Lang::En) => " in all",
    };
    words.to_owned()
}

/// The number of an amount that depends on nothing.
fn fixed(amount: &Expr) -> Option<String> {
    if let ExprKind::Number(number) = &amount.kind { Some(grouped(&number.to_shortest())) } else { None }
}

fn percent(share: Rational) -> String {
    match share.times(Rational::whole(100)) {
        Some(percent) => format!("{}%", percent.to_shortest()),
        None => share.to_shortest(),
    }
}

fn goal_title(goal: &Goal, lang: Lang) -> String {
    let is_ratio = goal.measure.of == Dimension::Ratio;
    let counted = counted(&goal.measure.of);
    let value =
        if is_ratio || goal.growth { percent(goal.value) } else { grouped(&goal.value.to_shortest()) };
    let sign = goal.comparison.sign();
    let growth = match (goal.growth, lang) {
        (false, _) => "",
        (true, Lang::Zh) => "年均增幅 ",
        (true, Lang::En) => "growth per year ",
    };
    let unit = goal.unit.as_deref().or(counted).map(|unit| format!(" {unit}")).unwrap_or_default();
    let when = match goal.when {
        None => String::new(),
        Some(When::By(year)) => pick(lang, format!("，到 {year} 年"), format!(" by {year}")),
        Some(When::In(year)) => pick(lang, format!("，{year} 年"), format!(" in {year}")),
        Some(When::EachYear) => pick(lang, "，每年".to_owned(), " each year".to_owned()),
        Some(When::Within(years)) => pick(lang, format!("，{years} 年内"), format!(" within {years} years")),
        Some(When::Unstated) => pick(lang, "，年份未载明".to_owned(), ", year unstated".to_owned()),
        Some(When::Total { from, to }) => {
            pick(lang, format!("，{from}—{to} 年累计"), format!(" in total from {from} to {to}"))
        }
    };
    format!("{growth}{sign} {value}{unit}{when}")
}

/// What a number counts or measures, where it says so.
fn counted(of: &Dimension) -> Option<&str> {
    match of {
        Dimension::Count(unit) => unit.as_deref(),
        Dimension::Quantity(unit) => Some(unit),
        Dimension::Open
        | Dimension::Plain
        | Dimension::Ratio
        | Dimension::Money(_)
        | Dimension::Duration(_) => None,
    }
}
