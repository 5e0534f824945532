//! Money of another currency at a rate that the rule states.

use crate::diagnostic::{Diagnostic, types as entries};
use crate::money::Direction;
use crate::source::Span;
use crate::syntax::ast;

use super::super::{Dimension, Expr, ExprKind, Measure, Type};
use super::Checker;
use super::measure::measure_of;

impl Checker {
    /// `exports at usd_rate rounded half up to 0.01`
    pub(super) fn convert(
        &mut self,
        base: &ast::Expr,
        rate: &ast::Expr,
        rounding: Option<&(Direction, Box<ast::Expr>)>,
        span: Span,
    ) -> Option<Expr> {
        let base = self.expr(base, None);
        let rate = self.expr(rate, None);
        let rounding = match rounding {
            Some((direction, step)) => Some(self.rounding(*direction, step)?),
            None => None,
        };
        let (base, rate) = (base?, rate?);
        let Some(Measure { of: Dimension::Money(from), per: None }) = measure_of(&base) else {
            let wanted = Type::money(self.declared.currency);
            self.wrong_type(&base, &wanted);
            return None;
        };
        let to = match measure_of(&rate) {
            Some(Measure { of: Dimension::Money(to), per: Some(per) }) if per == from.code() => *to,
            _ => {
                let found = self.type_words(&rate.ty);
                let diagnostic = Diagnostic::new(&entries::NO_RATE, rate.span)
                    .arg("from", from.code().to_owned())
                    .arg("to", self.declared.currency.code().to_owned())
                    .arg("found", found);
                self.report(diagnostic.label(base.span, "money"));
                return None;
            }
        };
        let ty = Type::money(to);
        let product = ExprKind::Product(vec![(false, base), (false, rate)]);
        let converted = Expr { kind: product, ty: ty.clone(), span };
        let Some(rounding) = rounding else { return Some(converted) };
        Some(Expr { kind: ExprKind::Rounded(Box::new(converted), rounding), ty, span })
    }
}
