//! Nodes of a plan in JSON: what each computes, of which others.

use crate::arena::Id as _;
use crate::plan::{Node, NodeId, NodeType, Nodes, Op, PaidScope, Plan, Range};

use super::json::{Json, Object, day, exact, list};
use super::word;

/// The place of a node at its own level.
pub(super) fn place(node: NodeId) -> Json {
    node.raw().into()
}

pub(super) fn optional(node: Option<NodeId>) -> Json {
    node.map(place).into()
}

pub(super) fn places<'n>(nodes: impl IntoIterator<Item = &'n NodeId>) -> Json {
    list(nodes, |&node| place(node))
}

/// All nodes of a level.
pub(super) fn nodes(plan: &Plan, nodes: &Nodes) -> Json {
    list(nodes.iter_ids(), |(id, node)| Json::Object(row(plan, id, node)))
}

fn row(plan: &Plan, id: NodeId, node: &Node) -> Object {
    let object = Object::new().always("id", place(id));
    op(plan, object, &node.op).always("type", type_word(&node.ty)).with("range", node.range.map(range))
}

fn type_word(ty: &NodeType) -> &'static str {
    match ty {
        NodeType::Number(_) => "number",
        NodeType::Bool => "bool",
        NodeType::Enum => "enum",
        NodeType::Set => "set",
        NodeType::Date => "date",
        NodeType::Text => "text",
    }
}

fn range(range: Range) -> Object {
    Object::new()
        .always("low", exact(range.low))
        .always("high", exact(range.high))
        .always("denominator", range.denominator.map(|denominator| denominator.to_string()))
}

fn set(mask: u64) -> Json {
    let bits = (0..64_u32).filter(|&bit| mask.checked_shr(bit).is_some_and(|rest| rest & 1 == 1));
    list(bits, |bit| Json::Number(i64::from(bit)))
}

fn keys(keys: &[(bool, NodeId)]) -> Json {
    list(keys, |&(highest, key)| {
        Object::new().always("node", place(key)).always("highest_first", highest).into()
    })
}

fn op(plan: &Plan, object: Object, op: &Op) -> Object {
    let named = |word: &'static str| object.clone().always("op", word);
    let of = |word: &'static str, nodes: &[NodeId]| named(word).always("of", places(nodes));
    match op {
        Op::Number(value) => named("number").always("value", exact(*value)),
        Op::Bool(value) => named("bool").always("value", *value),
        Op::Date(value) => named("date").always("value", day(*value)),
        Op::Text(value) => named("text").always("value", value),
        Op::Input(input) => {
            let name = plan.inputs.get(*input).map(|input| input.name.clone());
            named("input").always("input", input.raw()).always("name", name)
        }
        Op::Field(field) => named("field").always("field", *field),
        Op::Outer(node) => named("outer").always("node", place(*node)),
        Op::AsOf => named("as_of"),
        Op::Paid(award, scope) => {
            let scope = match *scope {
                PaidScope::Ever => "ever".to_owned(),
                PaidScope::THIS_YEAR => "this_year".to_owned(),
                PaidScope::Years(years) => format!("last_{years}_years"),
            };
            let id = plan.awards.get(*award).map(|award| award.id.clone());
            named("paid").always("award", id).always("scope", scope)
        }
        Op::Not(one) => of("not", &[*one]),
        Op::And(all) => of("and", all),
        Op::Or(all) => of("or", all),
        Op::AtLeast(number, all) => of("at_least", all).always("number", i64_of(*number)),
        Op::Compare(comparison, left, right) => {
            of("compare", &[*left, *right]).always("comparison", comparison.ascii_sign())
        }
        Op::CompareRatio { comparison, numerator, denominator, right } => {
            of("compare_ratio", &[*numerator, *denominator, *right])
                .always("comparison", comparison.ascii_sign())
        }
        Op::SameText(left, right) => of("same_text", &[*left, *right]),
        Op::Among(one, mask) => of("among", &[*one]).always("positions", set(*mask)),
        Op::Has(one, position) => of("has", &[*one]).always("position", *position),
        Op::Add(terms) => {
            let terms = list(terms, |&(subtracted, node)| {
                Object::new().always("node", place(node)).always("subtracted", subtracted).into()
            });
            named("add").always("terms", terms)
        }
        Op::Multiply(left, right) => of("multiply", &[*left, *right]),
        Op::Divide(left, right) => of("divide", &[*left, *right]),
        Op::Min(all) => of("min", all),
        Op::Max(all) => of("max", all),
        Op::Floor(one) => of("floor", &[*one]),
        Op::Round(rounding, one) => of("round", &[*one]).always("rounding", word::rounding(*rounding)),
        Op::Calendar { rule, of: day, with } => {
            let operands: Vec<NodeId> = [Some(*day), *with].into_iter().flatten().collect();
            of("calendar", &operands).always("calendar", word::calendar(*rule))
        }
        Op::Select { condition, then, otherwise } => named("select")
            .always("condition", place(*condition))
            .always("then", place(*then))
            .always("otherwise", place(*otherwise)),
        Op::Lookup { table, keys, needed } => {
            of("lookup", keys).always("table", table.raw()).with("needed", optional(*needed))
        }
        Op::Before { keys: order, value, condition, same } => named("before")
            .always("keys", keys(order))
            .with("value", optional(*value))
            .with("condition", optional(*condition))
            .with("same", optional(*same)),
        Op::Agreed(left, right) => of("agreed", &[*left, *right]),
        Op::Reduce { list, kind, value, condition } => named("reduce")
            .always("list", list.raw())
            .always("aggregate", word::aggregate(*kind))
            .with("value", optional(*value))
            .with("condition", optional(*condition)),
    }
}

fn i64_of(number: u32) -> Json {
    Json::Number(i64::from(number))
}
