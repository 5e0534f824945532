//! Targets and scores of a plan in JSON: which nodes judge a city's figures, and which count points.

use crate::arena::Id as _;
use crate::plan::{Goal, Indicator, Score, Target};
use crate::syntax::ast::BaseYear;

use super::json::{Json, Object, exact, list, texts};
use super::node::place;
use super::word;

/// An indicator with its goals. Their nodes stand apart from those of awards, under `target_nodes`.
pub(super) fn target(of: &Target) -> Object {
    Object::new()
        .always("id", &of.id)
        .always("title", &of.title)
        .always("cites", texts(&of.cites))
        .always("goals", list(&of.goals, |of| goal(of).into()))
        .with("one_suffices", of.any.then_some(true))
        .with("nature", of.nature.map(word::nature))
        .always("units", word::units(&of.units))
        .with("readings", texts(&of.readings))
        .with("notes", texts(&of.notes))
}

fn goal(of: &Goal) -> Object {
    let growth = of.growth.map(|growth| {
        Object::new()
            .with("base", base_year(growth.base))
            .with("figure", growth.figure.map(exact))
            .always("years", Json::Number(i64::from(growth.years)))
    });
    let judged = of.judged.map(|judged| {
        Object::new()
            .always("actual", place(judged.actual))
            .always("needed", place(judged.needed))
            .always("reached", place(judged.reached))
            .always("met", place(judged.met))
    });
    Object::new()
        .with("when", of.when.as_ref().map(word::when))
        .with("growth", growth)
        .always("comparison", of.comparison.ascii_sign())
        .always("value", exact(of.value))
        .with("unit", of.unit.as_ref())
        .with("input", of.fact.map(|fact| Json::from(fact.raw())))
        .with("reads", list(&of.reads, |input| input.raw().into()))
        .with("judged", judged)
        .with("cites", texts(&of.cites))
}

/// The year that growth is counted from; nothing where the text leaves it open.
pub(super) fn base_year(year: BaseYear) -> Json {
    match year {
        BaseYear::In(year) => Json::Number(i64::from(year)),
        BaseYear::LastYear => "last_year".into(),
        BaseYear::Unstated => Json::Null,
    }
}

/// A score: its nodes are of the applicant's level.
pub(super) fn score(of: &Score) -> Object {
    Object::new()
        .always("id", &of.id)
        .always("title", &of.title)
        .always("cites", texts(&of.cites))
        .always("indicators", list(&of.indicators, |of| indicator(of).into()))
        .with("limit", of.limit.map(exact))
        .always("total", place(of.total))
        .with("pass", of.pass.map(word::pass))
        .always("units", word::units(&of.units))
        .with("readings", texts(&of.readings))
}

fn indicator(of: &Indicator) -> Object {
    Object::new()
        .with("name", of.name.as_ref())
        .with("cites", texts(&of.cites))
        .always("points", place(of.points))
        .with("limit", of.limit.map(exact))
        .with("weight", of.weight.map(exact))
        .always("worth", place(of.worth))
}
