//! The plan that engines run, in JSON: inputs, tables, nodes, and which of them make each award.

use crate::arena::Id as _;
use crate::plan::{Fund, Group, GroupKind, Input, InputType, InputYear, Key, Known, Plan, Shortage, Table};
use crate::program::{Dimension, KeyValue};
use crate::report::words::{known, type_word, unit};

use super::award::award;
use super::json::{Json, Object, day, exact, list, texts};
use super::node::{nodes, optional, place};
use super::target::{score, target};
use super::{VERSION, word};

/// A plan as JSON, with `ipcalc-plan` in its first key.
pub fn plan(plan: &Plan) -> Object {
    let lists = list(&plan.lists, |of| {
        Object::new().always("input", of.input.raw()).always("nodes", nodes(plan, &of.nodes)).into()
    });
    Object::new()
        .always("format", "ipcalc-plan")
        .always("version", Json::Number(VERSION))
        .always("policy", &plan.policy)
        .always("title", &plan.title)
        .always("currency", plan.currency.code())
        .always("rounding", word::rounding(plan.rounding))
        .always("in_force", word::validity(plan.in_force))
        .with("in_force_by", plan.in_force_by.as_ref().map(|(name, _)| name.clone()))
        .always("units", word::units(&plan.units))
        .with("stacking", plan.stacking.map(word::stacking))
        .always("inputs", list(plan.inputs.iter_ids(), |(id, of)| input(plan, id.raw(), of).into()))
        .always("tables", list(plan.tables.iter_ids(), |(id, of)| table(id.raw(), of).into()))
        .always("nodes", nodes(plan, &plan.nodes))
        .always("lists", lists)
        .always("awards", list(&plan.awards, |of| award(plan, of).into()))
        .always("groups", list(&plan.groups, |of| group(plan, of).into()))
        .always("targets", list(&plan.targets.all, |of| target(of).into()))
        .with("target_nodes", nodes(plan, &plan.targets.nodes))
        .always("scores", list(&plan.scores, |of| score(of).into()))
        .always("funds", list(&plan.funds, |of| fund(plan, of).into()))
}

/// Words that say what an input's type is, as in `ipcalc facts`.
fn input(plan: &Plan, at: usize, of: &Input) -> Object {
    let year = of.of_year.map(|single| {
        let year = match single.year {
            InputYear::In(year) => Object::new().always("in", Json::Number(i64::from(year))),
            InputYear::Before(years) => Object::new().always("before", Json::Number(i64::from(years))),
        };
        Object::new().always("input", single.input.raw()).always("year", year)
    });
    Object::new()
        .always("id", at)
        .always("name", &of.name)
        .with("label", of.label.as_ref())
        .with("question", of.question.as_ref())
        .always("type", type_word(&of.ty))
        .with("unit", unit_of(&of.ty))
        .with("values", choices(&of.ty))
        .with("fields", fields(&of.ty))
        .with("low", of.low.map(exact))
        .with("high", of.high.map(exact))
        .with("default", of.default.as_ref().map(|value| default(&of.ty, value)))
        .with("optional", of.optional.then_some(true))
        .with("by_year", of.by_year.then_some(true))
        .with("of_year", year)
        .with("decides", of.decides.and_then(|award| plan.awards.get(award)).map(|award| award.id.clone()))
}

fn unit_of(ty: &InputType) -> Option<String> {
    if let InputType::Number(measure) = ty { unit(measure) } else { None }
}

/// A default as it would stand in a facts file; of a set its members.
fn default(ty: &InputType, value: &Known) -> Json {
    fn of(value: &serde_json::Value) -> Json {
        match value {
            serde_json::Value::Bool(truth) => (*truth).into(),
            serde_json::Value::String(text) => text.into(),
            serde_json::Value::Array(all) => list(all, of),
            serde_json::Value::Null | serde_json::Value::Number(_) | serde_json::Value::Object(_) => {
                Json::Null
            }
        }
    }
    of(&known(ty, value))
}

fn choices(ty: &InputType) -> Json {
    match ty {
        InputType::Enum(choices) | InputType::Set(choices) => {
            texts(choices.iter().map(|choice| &choice.name))
        }
        InputType::Number(_)
        | InputType::Bool
        | InputType::Date
        | InputType::Text
        | InputType::List { .. } => Json::Null,
    }
}

fn fields(ty: &InputType) -> Json {
    let InputType::List { fields, .. } = ty else { return Json::Null };
    list(fields, |field| {
        Object::new()
            .always("name", &field.name)
            .always("type", type_word(&field.ty))
            .with("unit", unit_of(&field.ty))
            .with("values", choices(&field.ty))
            .with("low", field.low.map(exact))
            .with("high", field.high.map(exact))
            .with("optional", field.optional.then_some(true))
            .into()
    })
}

pub(super) fn key_value(value: &KeyValue) -> Json {
    match value {
        KeyValue::Number(number) => exact(*number),
        KeyValue::Date(date) => day(*date),
        KeyValue::Text(text) => text.into(),
        KeyValue::Enum(position) => (*position).into(),
    }
}

fn table(at: usize, of: &Table) -> Object {
    let rows = list(of.rows.iter(), |row| {
        Object::new().always("keys", list(&row.keys, key_value)).always("value", exact(row.value)).into()
    });
    let money = matches!(of.measure.of, Dimension::Money(_));
    Object::new()
        .always("id", at)
        .always("title", &of.title)
        .always("keys", texts(&of.keys))
        .always("dated", of.dated)
        .with("money", money.then_some(true))
        .always("rows", rows)
        .with("otherwise", of.otherwise.map(exact))
        .with("presence", of.presence.then_some(true))
}

fn group(plan: &Plan, of: &Group) -> Object {
    let number = |most: u32| Json::Number(i64::from(most));
    let made =
        Object::new().always("id", &of.id).always("title", &of.title).always("cites", texts(&of.cites));
    let made = match of.kind {
        GroupKind::Highest { most, next } => {
            made.always("kind", "highest").always("most", number(most)).with("next", next.map(exact))
        }
        GroupKind::First { most } => made.always("kind", "first").always("most", number(most)),
        GroupKind::Choice(input) => made.always("kind", "choice").always("input", input.raw()),
        GroupKind::Stacking => made.always("kind", "stacking"),
        GroupKind::Together { left, sum } => {
            made.always("kind", "together").always("left", place(left)).with("sum", optional(sum))
        }
    };
    let members = of.members.iter().filter_map(|&member| plan.awards.get(member));
    made.always("members", texts(members.map(|award| &award.id))).with("readings", texts(&of.readings))
}

pub(super) fn ranking_keys(keys: &[Key]) -> Json {
    list(keys, |key| {
        Object::new()
            .always("node", place(key.node))
            .always("highest_first", key.descending)
            .with("defined", optional(key.defined))
            .into()
    })
}

fn fund(plan: &Plan, of: &Fund) -> Object {
    let pays = of.pays.iter().filter_map(|&(award, share)| Some((plan.awards.get(award)?, share)));
    let pays = list(pays, |(award, share)| {
        Object::new().always("award", &award.id).always("share", exact(share)).into()
    });
    let shortage = match &of.shortage {
        Shortage::Unstated => None,
        Shortage::ProRata(remainder) => {
            Some(Object::new().always("kind", "pro_rata").with("remainder", remainder.map(word::remainder)))
        }
        Shortage::InOrder { keys, last } => Some(
            Object::new()
                .always("kind", "in_order")
                .always("keys", ranking_keys(keys))
                .with("last", word::last_one(*last)),
        ),
    };
    Object::new()
        .always("id", &of.id)
        .always("title", &of.title)
        .always("cites", texts(&of.cites))
        .with("budget", of.budget.map(exact))
        .with("scope", word::scope(of.scope))
        .with("programme", of.programme.then_some(true))
        .always("pays", pays)
        .with("shortage", shortage)
}
