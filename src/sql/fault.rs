//! What stands against a query, in words for those who asked for it.

use crate::diagnostic::{Diagnostic, Words, call};
use crate::plan::{InputId, NodeId, Op, Plan};
use crate::scaled::{NotScaled, NotScaledReason, Program, StepId};

use super::Scope;
use super::dialect::{Dialect, Unsayable};

/// The steps do not fit together: a fault of ours.
pub(super) fn malformed(plan: &Plan) -> Diagnostic {
    Diagnostic::without_place(&call::INTERNAL)
        .arg("cause", format!("policy {}: steps do not fit together", plan.policy))
        .arg("place", "sql")
}

fn not_sayable(dialect: Dialect, what: Words, way_out: Words) -> Diagnostic {
    said(Diagnostic::without_place(&call::NOT_IN_SQL), dialect, what, way_out)
}

fn said(fault: Diagnostic, dialect: Dialect, what: Words, way_out: Words) -> Diagnostic {
    fault.arg("dialect", dialect.word()).arg("what", what).arg("way_out", way_out)
}

/// A number of a step, or one on the way to it, needs more digits than the dialect has.
pub(super) fn too_wide(
    plan: &Plan,
    program: &Program,
    scope: Scope,
    step: StepId,
    dialect: Dialect,
) -> Diagnostic {
    let steps = match scope {
        Scope::Rows => Some((&program.steps, Some(&plan.nodes))),
        Scope::Items(list) => program.lists.get(list).map(|of| {
            let nodes = plan.lists.iter().find(|list| list.input == of.input).map(|list| &list.nodes);
            (&of.steps, nodes)
        }),
    };
    let node = steps.and_then(|(steps, nodes)| Some((steps.get(step)?.node?, nodes?)));
    let span = node.and_then(|(node, nodes)| nodes.get(node)?.span);
    let digits = if dialect == Dialect::Spark { "38" } else { "39" };
    let fault = match span {
        Some(span) => Diagnostic::new(&call::TOO_WIDE_FOR_SQL, span),
        None => Diagnostic::without_place(&call::TOO_WIDE_FOR_SQL),
    };
    fault.arg("dialect", dialect.word()).arg("digits", digits)
}

/// A plan that has no form in whole numbers.
pub(super) fn not_scaled(plan: &Plan, fault: NotScaled, dialect: Dialect) -> Diagnostic {
    let nodes = match fault.list {
        Some(list) => plan.lists.get(list).map(|list| &list.nodes),
        None => Some(&plan.nodes),
    };
    let span = |node: NodeId| nodes.and_then(|nodes| nodes.get(node)).and_then(|node| node.span);
    let entry = match fault.reason {
        NotScaledReason::TooWide => &call::TOO_WIDE_FOR_SQL,
        NotScaledReason::Divisor
        | NotScaledReason::Quotient
        | NotScaledReason::AbsentKind
        | NotScaledReason::Keys
        | NotScaledReason::NoForm
        | NotScaledReason::Malformed => &call::NOT_IN_SQL,
    };
    let what = match fault.reason {
        NotScaledReason::TooWide => Words::same(""),
        NotScaledReason::Divisor => Words::new("可能为零的除数", "a divisor that may be zero"),
        NotScaledReason::Quotient => Words::new(
            "用商作为查表的键、清单的排序或逐项相加的数",
            "a quotient as the key of a table, in an order of items, or summed over items",
        ),
        NotScaledReason::AbsentKind => {
            Words::new("按可能没有的事实给清单分组", "items told apart by a fact that may be absent")
        }
        NotScaledReason::Keys => Words::new("这样的查表键", "such keys of a table"),
        NotScaledReason::NoForm | NotScaledReason::Malformed => {
            Words::new("这一步计算", "this step of the computation")
        }
    };
    let diagnostic = match fault.node.and_then(span) {
        Some(span) => Diagnostic::new(entry, span),
        None => Diagnostic::without_place(entry),
    };
    let way_out =
        Words::new("这一政策请用 ipcalc batch 计算", "run this policy through `ipcalc batch` instead");
    diagnostic.arg("dialect", dialect.word()).arg("digits", "38").arg("what", what).arg("way_out", way_out)
}

/// A table of the policy that is too long for a query.
pub(super) fn long_table(title: &str, rows: usize, most: usize, dialect: Dialect) -> Diagnostic {
    not_sayable(
        dialect,
        Words::new(
            format!("表「{title}」有 {rows} 行，超过查询能容纳的 {most} 行"),
            format!("the table \"{title}\" with {rows} rows: a query holds at most {most}"),
        ),
        Words::new("这一政策请用 ipcalc batch 计算", "run this policy through `ipcalc batch` instead"),
    )
}

/// A fact by year, read relative to a date that each row has for itself.
pub(super) fn year_by_row(plan: &Plan, input: InputId, name: &str, dialect: Dialect) -> Diagnostic {
    let reads = plan.nodes.iter().find(|node| node.op == Op::Input(input));
    let fault = match reads.and_then(|node| node.span) {
        Some(span) => Diagnostic::new(&call::NOT_IN_SQL, span),
        None => Diagnostic::without_place(&call::NOT_IN_SQL),
    };
    said(
        fault,
        dialect,
        Words::new(
            format!("「{name}」的上一年度数值，而每一行的日期不同"),
            format!("`{name}` of an earlier year, where each row has its own date"),
        ),
        Words::new("用 --as-of 给出同一个日期", "give one date for all rows with --as-of"),
    )
}

/// A name that a dialect cannot say.
pub(super) fn name(name: &str, why: Unsayable, dialect: Dialect) -> Diagnostic {
    let cause = match why {
        Unsayable::TooLong => Words::new(
            "超过 63 个字节，会被悄悄截断",
            "it is longer than 63 bytes and would be cut off silently",
        ),
        Unsayable::Replaced => Words::new(
            "含有读取前就会被替换的字符",
            "it holds characters that are replaced before the query is read",
        ),
        Unsayable::Empty => Words::new("是空的", "it is empty"),
    };
    Diagnostic::without_place(&call::UNSAYABLE_NAME)
        .arg("name", super::dialect::comment(name))
        .arg("dialect", dialect.word())
        .arg("cause", cause)
}

/// Two columns of one name.
pub(super) fn same_name(one: &str, other: &str, dialect: Dialect) -> Diagnostic {
    Diagnostic::without_place(&call::SAME_COLUMN)
        .arg("first", super::dialect::comment(one))
        .arg("second", super::dialect::comment(other))
        .arg("dialect", dialect.word())
}

/// Two tables of one name.
pub(super) fn same_table(one: &str, other: &str, dialect: Dialect) -> Diagnostic {
    let (one, other) = (super::dialect::comment(one), super::dialect::comment(other));
    not_sayable(
        dialect,
        Words::new(
            format!("同名的两个表：“{one}”和“{other}”"),
            format!("two tables of one name, `{one}` and `{other}`"),
        ),
        Words::new(
            "用 --table、--history 或 --list 清单=表名 给其中一个换个名字",
            "call one of them otherwise: with --table, --history or --list LIST=NAME",
        ),
    )
}

/// More columns than a dialect has.
pub(super) fn many_columns(number: usize, most: usize, dialect: Dialect) -> Diagnostic {
    not_sayable(
        dialect,
        Words::new(
            format!("一个查询里的 {number} 列，最多 {most} 列"),
            format!("{number} columns in one query: at most {most}"),
        ),
        Words::new("换一种方言，或用 ipcalc batch 计算", "take another dialect, or `ipcalc batch`"),
    )
}

/// A total that does not fit.
pub(super) fn total(dialect: Dialect) -> Diagnostic {
    let digits = if dialect == Dialect::Spark { "38" } else { "39" };
    Diagnostic::without_place(&call::TOO_WIDE_FOR_SQL).arg("dialect", dialect.word()).arg("digits", digits)
}

/// Amounts in parts that decimals do not have.
pub(super) fn parts_of_money(dialect: Dialect) -> Diagnostic {
    not_sayable(
        dialect,
        Words::new("不是十进小数的金额", "amounts of money that are no decimals"),
        Words::new("把金额舍入到分或整元", "round amounts to 0.01 or to whole units"),
    )
}
