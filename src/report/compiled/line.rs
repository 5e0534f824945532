//! How amounts come about, as written, in JSON: lines, steps, prizes, parts, divisions.

use crate::program::{
    AmountRule, Award, Division, Line, LineKind, Part, PartKind, PortionPart, Program, Shared,
};
use crate::syntax::ast::Section;

use super::expr::{expr, optional, order};
use super::json::{Json, Object, exact, list, texts};
use super::word;

pub(super) fn cites(sections: &[Section]) -> Json {
    texts(sections.iter().map(|section| &section.text))
}

/// The amount of an award.
pub(super) fn amount(program: &Program, of: &Award) -> Object {
    let lines = |lines: &[Line]| list(lines, |of| line(program, of).into());
    match &of.amount {
        AmountRule::Elsewhere(document) => {
            Object::new().always("kind", "elsewhere").with("document", document.as_ref())
        }
        AmountRule::Lines(of) => Object::new().always("kind", "lines").always("lines", lines(of)),
        AmountRule::Decided { low, high, scope, lines: of, span: _ } => Object::new()
            .always("kind", "decided")
            .always("low", expr(program, low))
            .always("high", expr(program, high))
            .with("scope", word::scope(*scope))
            .with("lines", lines(of)),
        AmountRule::Prizes { prizes, lines: of, span: _ } => {
            let prizes = list(prizes, |prize| {
                Object::new()
                    .always("from", Json::Number(i64::from(prize.from)))
                    .always("to", Json::Number(i64::from(prize.to)))
                    .always("amount", exact(prize.amount))
                    .into()
            });
            Object::new().always("kind", "prizes").always("prizes", prizes).with("lines", lines(of))
        }
        AmountRule::Ladder { steps, kind, kind_span: _, lines: of } => {
            let steps = list(steps, |step| {
                Object::new()
                    .with("name", step.name.as_ref())
                    .with("cites", cites(&step.cites))
                    .always("amount", expr(program, &step.amount))
                    .always("condition", expr(program, &step.condition))
                    .into()
            });
            Object::new()
                .always("kind", "ladder")
                .always("ladder", word::ladder(*kind))
                .always("steps", steps)
                .with("lines", lines(of))
        }
    }
}

pub(super) fn shared(program: &Program, object: Object, of: Option<&Shared>) -> Object {
    let Some(of) = of else { return object };
    object.with("circle", word::circle(of.circle)).always("counting", expr(program, &of.counting))
}

fn line(program: &Program, of: &Line) -> Object {
    let named = |word: &'static str| Object::new().always("line", word);
    let with =
        |word: &'static str, value: &crate::program::Expr| named(word).always("value", expr(program, value));
    let made = match &of.kind {
        LineKind::Pays(value) => with("pays", value),
        LineKind::Times(value) => with("times", value),
        LineKind::Plus(value) => with("plus", value),
        LineKind::Minus(value) => with("minus", value),
        LineKind::AtMost { limit, scope, shared: of } => {
            shared(program, with("at_most", limit).with("scope", word::scope(*scope)), of.as_deref())
        }
        LineKind::Running { order, limit, scope, per } => named("running")
            .always("order", list(order, |key| expr(program, key)))
            .always("limit", expr(program, limit))
            .with("scope", word::scope(*scope))
            .with("per", optional(program, per.as_ref())),
        LineKind::AtLeast(value) => with("at_least", value),
        LineKind::NothingBelow(value) => with("nothing_below", value),
        LineKind::Rounded(rounding) => named("rounded").always("rounding", word::rounding(*rounding)),
    };
    made.with("per_item", of.per_item.then_some(true)).with("cites", cites(&of.cites))
}

pub(super) fn part(program: &Program, of: &Part) -> Object {
    let made = match &of.kind {
        PartKind::Quota { number, scope, fact, last, condition } => Object::new()
            .always("kind", "quota")
            .always("number", exact(*number))
            .with("scope", word::scope(*scope))
            .with("fact", fact.and_then(|fact| program.facts.get(fact)).map(|fact| fact.name.clone()))
            .with("last", word::last_one(*last))
            .with("condition", optional(program, condition.as_ref())),
        PartKind::Earmark { share, purpose, condition } => Object::new()
            .always("kind", "earmark")
            .always("share", exact(*share))
            .always("purpose", purpose)
            .with("condition", optional(program, condition.as_ref())),
        PartKind::Clawback { share, event, condition } => Object::new()
            .always("kind", "clawback")
            .always("share", expr(program, share))
            .always("event", event)
            .with("condition", optional(program, condition.as_ref())),
    };
    made.with("cites", cites(&of.cites))
}

pub(super) fn division(program: &Program, of: &Division) -> Object {
    let portions = list(&of.portions, |portion| {
        let named = Object::new().always("name", &portion.name);
        let made = match &portion.part {
            PortionPart::Share(share) => named.always("share", exact(*share)),
            PortionPart::Amount(amount) => named.always("amount", expr(program, amount)),
            PortionPart::Rest => named.always("rest", true),
        };
        made.into()
    });
    Object::new()
        .with("cites", cites(&of.cites))
        .with("condition", optional(program, of.condition.as_ref()))
        .always("portions", portions)
        .always("rest_to", of.taker)
        .always("step", exact(of.step))
}

/// Who comes first, where a quota or prizes ask for it.
pub(super) fn ranking(program: &Program, of: &Award) -> Json {
    let ranking = of.ranking.as_ref().map(|ranking| {
        Object::new()
            .always("keys", order(program, &ranking.keys))
            .with("ties", super::award::ties(ranking.ties))
    });
    ranking.into()
}
