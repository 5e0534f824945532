//! Why a plan is not computed in columns, in words for the drafter.

use crate::diagnostic::{Diagnostic, Words, batch};
use crate::plan::Plan;
use crate::scaled::{NotScaled, NotScaledReason};
use crate::source::Span;

use super::assemble::NoCode;

fn by_rows(plan: &Plan, at: Option<Span>, zh: &str, en: &str) -> Box<Diagnostic> {
    let found = match at {
        Some(at) => Diagnostic::new(&batch::BY_ROWS, at),
        None => Diagnostic::without_place(&batch::BY_ROWS),
    };
    Box::new(found.arg("policy", plan.policy.as_str()).arg("why", Words::new(zh, en)))
}

/// A plan that has no form in whole numbers.
pub(super) fn not_scaled(plan: &Plan, found: &NotScaled) -> Box<Diagnostic> {
    let nodes = match found.list {
        Some(list) => plan.lists.get(list).map(|list| &list.nodes),
        None => Some(&plan.nodes),
    };
    let node = nodes.zip(found.node).and_then(|(nodes, node)| nodes.get(node));
    let (zh, en) = match found.reason {
        NotScaledReason::TooWide => {
            ("有一个数可能大到 38 位整数放不下", "a number might need more than 38 digits")
        }
        NotScaledReason::Divisor => ("不能证明某个除数不为零", "a divisor is not proved to differ from zero"),
        NotScaledReason::Quotient => (
            "排序、查表或逐项求和用到了两个事实之商",
            "items are ordered, looked up or summed by a quotient of two facts",
        ),
        NotScaledReason::AbsentKind => {
            ("清单各项按可以没有的事实分类", "items are told apart by a fact that may be absent")
        }
        NotScaledReason::Keys => ("查表所用的数与表中的行对不上", "no row of a table can match what asks it"),
        NotScaledReason::NoForm | NotScaledReason::Malformed => {
            ("内部表示有误", "the compiled form is inconsistent")
        }
    };
    by_rows(plan, node.and_then(|node| node.span), zh, en)
}

/// A plan some of whose amounts have endless decimals.
pub(super) fn no_decimals(plan: &Plan) -> Box<Diagnostic> {
    by_rows(plan, None, "有的金额不是有限小数", "an amount is no decimal number")
}

/// A program that has no code.
pub(super) fn no_code(plan: &Plan, found: NoCode) -> Box<Diagnostic> {
    let (zh, en) = match found {
        NoCode::AmountTooWide => ("金额可能超过 9.2 亿亿元", "an amount might exceed 92 quadrillion"),
        NoCode::Malformed => ("内部表示有误", "the compiled form is inconsistent"),
    };
    by_rows(plan, None, zh, en)
}
