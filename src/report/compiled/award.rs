//! Awards of a plan in JSON: which nodes say what of them.

use crate::arena::Id as _;
use crate::plan::{Award, AwardKind, Because, Division, Items, Line, LineKind, Part, Plan, Ranking};
use crate::program::TieRule;

use super::json::{Json, Object, day, exact, list, texts};
use super::node::{optional, place, places};
use super::plan::ranking_keys;
use super::word;

/// An award and the nodes that its outcome and amount are read from.
pub(super) fn award(plan: &Plan, of: &Award) -> Object {
    let kind = match of.kind {
        AwardKind::Award => "award",
        AwardKind::Ladder(_) => "ladder",
        AwardKind::Support => "support",
    };
    let ladder = match of.kind {
        AwardKind::Ladder(kind) => Some(word::ladder(kind)),
        AwardKind::Award | AwardKind::Support => None,
    };
    let decided = of.decided.map(|decided| {
        Object::new()
            .always("input", decided.decision.raw())
            .always("low", place(decided.low))
            .always("high", place(decided.high))
            .always("gross_high", place(decided.gross_high))
    });
    let rivals = list(&of.rivals, |rival| {
        let award = rival.award.and_then(|award| plan.awards.get(award)).map(|award| award.id.clone());
        let group = plan.groups.get(rival.group).map(|group| group.id.clone());
        Object::new().with("award", award).always("group", group).always("when", place(rival.when)).into()
    });
    let stacked = of.stacked.map(|stacked| {
        Object::new()
            .always("group", plan.groups.get(stacked.group).map(|group| group.id.clone()))
            .always("received", place(stacked.received))
            .always("before", place(stacked.before))
            .always("after", place(stacked.after))
    });
    let common = list(&of.common, |common| {
        let group = plan.groups.get(common.group).map(|group| group.id.clone());
        Object::new()
            .always("group", group)
            .always("remaining", place(common.remaining))
            .with("applies", optional(common.applies))
            .into()
    });
    let counts = of.counts.iter().filter_map(|&award| plan.awards.get(award));
    let steps = list(&of.steps, |step| {
        Object::new()
            .with("name", step.name.as_ref())
            .with("cites", texts(&step.cites))
            .always("held", place(step.held))
            .always("amount", place(step.amount))
            .into()
    });
    Object::new()
        .always("id", &of.id)
        .always("title", &of.title)
        .always("cites", texts(&of.cites))
        .always("kind", kind)
        .with("ladder", ladder)
        .always("units", word::units(&of.units))
        .with("readings", texts(&of.readings))
        .with("notes", texts(&of.notes))
        .with("matter", of.matter.as_ref())
        .with("policy", of.foreign.as_ref())
        .with("for_others", texts(&of.other_kinds))
        .with("counts", texts(counts.map(|award| &award.id)))
        .with("bounds", bounds(plan, of))
        .always("in_force", place(of.in_force))
        .with("conditions", places(&of.conditions))
        .always("eligible", place(of.eligible))
        .with("items", of.items.map(items))
        .with("steps", steps)
        .with("lines", list(&of.lines, |of| line(of).into()))
        .always("gross", place(of.gross))
        .with("used_up", optional(of.used_up))
        .always("net", place(of.net))
        .with("decided", decided)
        .always("payable", place(of.payable))
        .with("rivals", rivals)
        .with("common", common)
        .with("stacked", stacked)
        .with("before_limits", optional(of.before_limits))
        .always("amount", place(of.amount))
        .with("split", list(&of.payout.split, |of| division(of).into()))
        .with("schedule", list(&of.payout.schedule, |of| division(of).into()))
        .with("parts", list(&of.parts, |of| part(of).into()))
        .with("ranking", of.ranking.as_ref().map(ranking))
}

/// A line of the amount: what it does, with which nodes, and the amount after it.
fn line(of: &Line) -> Object {
    let named = |word: &'static str| Object::new().always("line", word);
    let made = match &of.kind {
        LineKind::Pays(value) => named("pays").always("value", place(*value)),
        LineKind::Steps(kind) => named("steps").always("ladder", word::ladder(*kind)),
        LineKind::SumOfItems => named("sum_of_items"),
        LineKind::Decided => named("decided"),
        LineKind::Times(value) => named("times").always("value", place(*value)),
        LineKind::Plus(value) => named("plus").always("value", place(*value)),
        LineKind::Minus(value) => named("minus").always("value", place(*value)),
        LineKind::AtMost { limit, applies, paid, others, circle, scope } => named("at_most")
            .always("value", place(*limit))
            .with("scope", word::scope(*scope))
            .with("applies", optional(*applies))
            .with("paid", optional(*paid))
            .with("circle", word::circle(*circle))
            .with("others", optional(*others)),
        LineKind::Running { limit, before } => {
            named("running").always("value", place(*limit)).always("before", place(*before))
        }
        LineKind::AtLeast(value) => named("at_least").always("value", place(*value)),
        LineKind::NothingBelow(value) => named("nothing_below").always("value", place(*value)),
        LineKind::Rounded(rounding) => named("rounded").always("rounding", word::rounding(*rounding)),
    };
    made.with("per_item", of.per_item.then_some(true))
        .always("result", place(of.result))
        .with("cites", texts(&of.cites))
}

fn items(of: Items) -> Object {
    Object::new()
        .always("list", of.list.raw())
        .with("condition", optional(of.condition))
        .always("amount", place(of.amount))
}

fn bounds(plan: &Plan, of: &Award) -> Json {
    let id = |award: crate::plan::AwardId| plan.awards.get(award).map(|award| award.id.clone());
    list(&of.bounds, |bound| {
        let because = match &bound.because {
            Because::First(date) => Object::new().always("first_day", day(*date)),
            Because::Last(date) => Object::new().always("last_day", day(*date)),
            Because::Replaces(award, date) => {
                Object::new().always("replaces", id(*award)).always("from", day(*date))
            }
            Because::ReplacedBy(award, date) => {
                Object::new().always("replaced_by", id(*award)).always("from", day(*date))
            }
            Because::Kept(award, date) => {
                Object::new().always("kept_by", id(*award)).with("until", date.map(day))
            }
            Because::Superseded(title, date) => {
                Object::new().always("superseded_by", title).always("from", day(*date))
            }
        };
        because.always("event", place(bound.event)).always("holds", place(bound.holds)).into()
    })
}

fn division(of: &Division) -> Object {
    let portions = list(&of.portions, |portion| {
        Object::new().always("name", &portion.name).always("amount", place(portion.amount)).into()
    });
    Object::new()
        .with("cites", texts(&of.cites))
        .with("condition", optional(of.condition))
        .always("portions", portions)
        .always("rest_to", of.taker)
}

fn part(of: &Part) -> Object {
    match of {
        Part::Quota { number, scope, fact, last, condition, cites } => Object::new()
            .always("kind", "quota")
            .with("cites", texts(cites))
            .always("number", exact(*number))
            .with("scope", word::scope(*scope))
            .with("input", fact.map(|fact| Json::from(fact.raw())))
            .with("last", word::last_one(*last))
            .with("condition", optional(*condition)),
        Part::Earmark { share, purpose, condition, cites } => Object::new()
            .always("kind", "earmark")
            .with("cites", texts(cites))
            .always("share", exact(*share))
            .always("purpose", purpose)
            .with("condition", optional(*condition)),
        Part::Clawback { share, event, condition, cites } => Object::new()
            .always("kind", "clawback")
            .with("cites", texts(cites))
            .always("share", place(*share))
            .always("event", event)
            .with("condition", optional(*condition)),
    }
}

pub(super) fn ties(ties: TieRule) -> Json {
    let word = match ties {
        TieRule::Unstated => None,
        TieRule::Admitted => Some("admitted"),
        TieRule::Refused => Some("refused"),
        TieRule::Share => Some("share"),
    };
    word.into()
}

fn ranking(of: &Ranking) -> Object {
    let prizes = list(&of.prizes, |prize| {
        Object::new()
            .always("to", Json::Number(i64::from(prize.to)))
            .always("amount", exact(prize.amount))
            .into()
    });
    Object::new()
        .always("keys", ranking_keys(&of.keys))
        .with("ties", ties(of.ties))
        .with("prizes", prizes)
        .always("chosen", of.chosen.raw())
}
