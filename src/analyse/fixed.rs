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
        fixed &=
            if let ExprKind::Let(id) = part.kind { lets.contains(&id) } else { !part.kind.is_of_applicant() };
    });
    fixed
}
