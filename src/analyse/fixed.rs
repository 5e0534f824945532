//! What the author has fixed: expressions that depend on nothing that differs between applicants.

use std::collections::BTreeSet;

use crate::program::{Expr, ExprKind, LetId, Program};

use super::pieces;

/// The intermediate values that are the same for every applicant.
pub(super) fn fixed_lets(program: &Program) -> BTreeSet<LetId> {
    let mut fixed = BTreeSet::new();
    // INVARIANT: an intermediate value comes after those it uses.
    for (id, definition) in program.lets.iter_ids() {
        if is_fixed(&definition.value, &fixed) {
            fixed.insert(id);
        }
    }
    fixed
}

/// Whether an expression is the same for every applicant.
pub(super) fn is_fixed(expr: &Expr, lets: &BTreeSet<LetId>) -> bool {
    let mut fixed = true;
    pieces::each(expr, None, &mut |part, _| {
        fixed &= match part.kind {
            ExprKind::Let(id) => lets.contains(&id),
            ExprKind::Fact(_)
            | ExprKind::FactIn(..)
            | ExprKind::Field(..)
            | ExprKind::Award(_)
            | ExprKind::AwardPaid(_)
            | ExprKind::AwardBeforeLimits(_)
            | ExprKind::AsOf
            | ExprKind::Aggregate { .. } => false,
            ExprKind::Number(_)
            | ExprKind::Date(_)
            | ExprKind::Text(_)
            | ExprKind::Bool(_)
            | ExprKind::EnumValue(..)
            | ExprKind::Not(_)
            | ExprKind::And(_)
            | ExprKind::Or(_)
            | ExprKind::AtLeast(..)
            | ExprKind::Compare(..)
            | ExprKind::Has(..)
            | ExprKind::Negate(_)
            | ExprKind::Sum(_)
            | ExprKind::Product(_)
            | ExprKind::Part { .. }
            | ExprKind::UpTo(..)
            | ExprKind::Rounded(..)
            | ExprKind::Above(..)
            | ExprKind::ForEach { .. }
            | ExprKind::FullSteps { .. }
            | ExprKind::Calendar { .. }
            | ExprKind::Lookup { .. }
            | ExprKind::Extreme { .. }
            | ExprKind::Case(_) => true,
        };
    });
    fixed
}
