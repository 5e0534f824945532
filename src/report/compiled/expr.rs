//! Expressions as written, in JSON: a tree of operators over facts, values and other awards.

use crate::program::{EnumId, Expr, ExprKind, FactId, FactYear, ListId, Program, Type};

use super::json::{Json, Object, day, exact, list};
use super::word;

/// An expression. Expressions nest no deeper than rule files may.
pub(super) fn expr(program: &Program, of: &Expr) -> Json {
    let object = Object::new();
    let made = kind(program, object, of).with("type", type_word(program, &of.ty));
    made.into()
}

pub(super) fn optional(program: &Program, of: Option<&Expr>) -> Json {
    of.map_or(Json::Null, |of| expr(program, of))
}

/// A type in one word, with the enumeration or list it belongs to.
pub(super) fn type_word(program: &Program, ty: &Type) -> Json {
    let (word, owner) = match ty {
        Type::Number(measure) => {
            let word = crate::report::words::dimension_word(measure);
            return match crate::report::words::unit(measure) {
                None => word.into(),
                Some(unit) => Object::new().always("type", word).always("unit", unit).into(),
            };
        }
        Type::Bool => return "bool".into(),
        Type::Date => return "date".into(),
        Type::Text => return "text".into(),
        Type::Enum(of) => ("enum", program.enums.get(*of).map(|of| of.owner.clone())),
        Type::Set(of) => ("set", program.enums.get(*of).map(|of| of.owner.clone())),
        Type::List(of) => ("list", program.lists.get(*of).map(|of| of.item.clone())),
    };
    Object::new().always("type", word).always("of", owner).into()
}

fn fact(program: &Program, fact: FactId) -> Json {
    program.facts.get(fact).map(|fact| fact.name.clone()).into()
}

fn member(program: &Program, of: EnumId, position: usize) -> Json {
    let member = program.enums.get(of).and_then(|of| of.values.get(position));
    member.map(|member| member.name.clone()).into()
}

fn list_name(program: &Program, of: ListId) -> Json {
    let holder = program.facts.iter().find(|fact| fact.ty == Type::List(of));
    holder.map(|fact| fact.name.clone()).into()
}

fn kind(program: &Program, object: Object, of: &Expr) -> Object {
    let named = |word: &'static str| object.clone().always("op", word);
    let one = |of: &Expr| expr(program, of);
    let all = |word: &'static str, of: &[Expr]| named(word).always("of", list(of, one));
    let two = |word: &'static str, left: &Expr, right: &Expr| {
        named(word).always("of", Json::List(vec![one(left), one(right)]))
    };
    match &of.kind {
        ExprKind::Number(value) => named("number").always("value", exact(*value)),
        ExprKind::Date(value) => named("date").always("value", day(*value)),
        ExprKind::Text(value) => named("text").always("value", value),
        ExprKind::Bool(value) => named("bool").always("value", *value),
        ExprKind::EnumValue(of, position) => named("value").always("name", member(program, *of, *position)),
        ExprKind::Fact(of) => named("fact").always("name", fact(program, *of)),
        ExprKind::FactIn(of, year) => {
            let fact = named("fact").always("name", fact(program, *of));
            match year {
                FactYear::In(year) => fact.always("year", Json::Number(i64::from(*year))),
                FactYear::Before(years) => fact.always("years_before", Json::Number(i64::from(*years))),
            }
        }
        ExprKind::Field(list, field) => {
            let name = program.lists.get(*list).and_then(|list| list.fields.get(*field));
            named("field")
                .always("list", list_name(program, *list))
                .always("name", name.map(|field| field.name.clone()))
        }
        ExprKind::Let(of) => named("let").always("name", program.lets.get(*of).map(|of| of.name.clone())),
        ExprKind::Award(of) => named("award").always("id", program.awards.get(*of).map(|of| of.id.clone())),
        ExprKind::AwardPaid(of) => {
            named("award_paid").always("id", program.awards.get(*of).map(|of| of.id.clone()))
        }
        ExprKind::AwardBeforeLimits(of) => {
            named("award_before_limits").always("id", program.awards.get(*of).map(|of| of.id.clone()))
        }
        ExprKind::AsOf => named("as_of"),
        ExprKind::Not(of) => named("not").always("of", Json::List(vec![one(of)])),
        ExprKind::And(of) => all("and", of),
        ExprKind::Or(of) => all("or", of),
        ExprKind::AtLeast(number, of) => {
            all("at_least", of).always("number", Json::Number(i64::from(*number)))
        }
        ExprKind::Compare(comparison, left, right) => {
            two("compare", left, right).always("comparison", comparison.ascii_sign())
        }
        ExprKind::Has(set, position) => {
            let name = match &set.ty {
                Type::Set(of) => member(program, *of, *position),
                Type::Number(_) | Type::Bool | Type::Enum(_) | Type::Date | Type::Text | Type::List(_) => {
                    Json::Null
                }
            };
            named("has").always("of", Json::List(vec![one(set)])).always("name", name)
        }
        ExprKind::Negate(of) => named("negate").always("of", Json::List(vec![one(of)])),
        ExprKind::Sum(terms) => named("sum").always("terms", signed(program, "subtracted", terms)),
        ExprKind::Product(factors) => named("product").always("factors", signed(program, "divides", factors)),
        ExprKind::Part { share, base } => two("part", share, base),
        ExprKind::UpTo(limit, of) => two("up_to", limit, of),
        ExprKind::Rounded(of, rounding) => named("rounded")
            .always("of", Json::List(vec![one(of)]))
            .always("rounding", word::rounding(*rounding)),
        ExprKind::Above(of, bound) => two("above", of, bound),
        ExprKind::Calendar { rule, of, with } => {
            let operands = [Some(of), with.as_ref()].into_iter().flatten();
            named("calendar")
                .always("calendar", word::calendar(*rule))
                .always("of", list(operands, |operand| one(operand)))
        }
        ExprKind::ForEach { amount, count } => two("for_each", amount, count),
        ExprKind::FullSteps { value, step } => two("full_steps", value, step),
        ExprKind::Lookup { table, keys } => {
            let name = program.tables.get(*table).map(|table| table.name.clone());
            all("lookup", keys).always("table", name)
        }
        ExprKind::Extreme { highest, values } => {
            all(if *highest { "highest_of" } else { "lowest_of" }, values)
        }
        ExprKind::Case(arms) => {
            let arms = list(arms, |(when, value)| {
                Object::new()
                    .with("when", optional(program, when.as_ref()))
                    .always("value", one(value))
                    .into()
            });
            named("case").always("arms", arms)
        }
        ExprKind::Aggregate { kind, list, value, condition } => named("aggregate")
            .always("aggregate", word::aggregate(*kind))
            .always("list", list_name(program, *list))
            .with("value", optional(program, value.as_deref()))
            .with("condition", optional(program, condition.as_deref())),
    }
}

fn signed(program: &Program, key: &'static str, terms: &[(bool, Expr)]) -> Json {
    list(terms, |(opposite, term)| {
        Object::new().always(key, *opposite).always("value", expr(program, term)).into()
    })
}

/// Keys of an order, each with whether the highest or latest comes first.
pub(super) fn order(program: &Program, keys: &[(bool, Expr)]) -> Json {
    list(keys, |(highest, key)| {
        Object::new().always("highest_first", *highest).always("value", expr(program, key)).into()
    })
}
