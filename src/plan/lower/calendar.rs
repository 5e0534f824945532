//! Days and lengths of time: what the calendar computes.

use crate::calendar::CalendarRule;
use crate::program::{Expr, Type};

use super::value::{Plain, node_type};
use super::{At, Lowering};

impl Lowering<'_> {
    /// What the calendar makes of one or two values.
    pub(super) fn calendar(
        &mut self,
        rule: CalendarRule,
        of: &Expr,
        with: Option<&Expr>,
        expr: &Expr,
        at: At,
    ) -> Plain {
        let of = self.calendar_operand(of, at);
        let with = with.map(|with| self.calendar_operand(with, at));
        let operands = (of.node, with.map(|with| with.node));
        let node = self.level(at).calendar(rule, operands, &node_type(&expr.ty), expr.span);
        let defined = [of.defined, with.and_then(|with| with.defined)];
        Plain { node, defined: self.all_defined(defined, at, expr.span) }
    }

    fn calendar_operand(&mut self, expr: &Expr, at: At) -> Plain {
        match expr.ty {
            Type::Date => self.plain(expr, at),
            Type::Number(_) | Type::Bool | Type::Enum(_) | Type::Set(_) | Type::Text | Type::List(_) => {
                self.number(expr, at)
            }
        }
    }
}
