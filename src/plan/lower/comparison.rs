//! Comparisons: quotients by cross-multiplication, enumerations by their positions.

use crate::money::Rational;
use crate::program::{Expr, Type};
use crate::source::Span;
use crate::syntax::ast::Comparison;

use super::value::{Fraction, Members, Shape, Truth};
use super::{At, Lowering, NodeId};

impl Lowering<'_> {
    /// Two values of one type compared.
    pub(super) fn compare(
        &mut self,
        comparison: Comparison,
        left: &Expr,
        right: &Expr,
        at: At,
        span: Span,
    ) -> Truth {
        match left.ty {
            Type::Number(_) => {
                let (left, right) = (self.fraction(left, at), self.fraction(right, at));
                self.compare_fractions(comparison, left, right, at, span)
            }
            Type::Date => {
                let (left, right) = (self.plain(left, at), self.plain(right, at));
                let node = self.level(at).compare(comparison, left.node, right.node, span);
                Truth {
                    node,
                    defined: self.all_defined([left.defined, right.defined], at, span),
                    implies: false,
                }
            }
            Type::Text | Type::Bool | Type::Enum(_) | Type::Set(_) => {
                let same = self.same(left, right, at, span);
                match comparison {
                    Comparison::Equal => same,
                    Comparison::NotEqual => {
                        let node = self.level(at).not(same.node, span);
                        Truth { node, defined: same.defined, implies: false }
                    }
                    Comparison::Less | Comparison::AtMost | Comparison::More | Comparison::AtLeast => {
                        Truth::always(self.refused(left, at))
                    }
                }
            }
            Type::List(_) => Truth::always(self.refused(left, at)),
        }
    }

    /// Two texts, truth values, values of an enumeration or sets are the same.
    fn same(&mut self, left: &Expr, right: &Expr, at: At, span: Span) -> Truth {
        let (node, defined) = match left.ty {
            Type::Text => {
                let (left, right) = (self.plain(left, at), self.plain(right, at));
                (self.level(at).same_text(left.node, right.node, span), [left.defined, right.defined])
            }
            Type::Bool => {
                let (left, right) = (self.truth(left, at), self.truth(right, at));
                (self.alike(left.node, right.node, at, span), [left.defined, right.defined])
            }
            Type::Number(_) | Type::Enum(_) | Type::Set(_) | Type::Date | Type::List(_) => {
                let enumeration = match left.ty {
                    Type::Enum(id) | Type::Set(id) => self.program.enums.get(id),
                    Type::Number(_) | Type::Bool | Type::Date | Type::Text | Type::List(_) => None,
                };
                let positions = enumeration.map_or(0, |enumeration| enumeration.values.len());
                let is_set = matches!(left.ty, Type::Set(_));
                let (left, right) = (self.members(left, at), self.members(right, at));
                (self.same_members(&left, &right, positions, is_set, at, span), [left.defined, right.defined])
            }
        };
        Truth { node, defined: self.all_defined(defined, at, span), implies: false }
    }

    fn same_members(
        &mut self,
        left: &Members,
        right: &Members,
        positions: usize,
        is_set: bool,
        at: At,
        span: Span,
    ) -> NodeId {
        match (&left.shape, &right.shape) {
            (Shape::Fixed(position), other) | (other, Shape::Fixed(position)) => {
                self.is_member(other, *position, at, span)
            }
            (left, right) => {
                let mut parts = Vec::with_capacity(positions);
                for position in 0..positions {
                    let here = self.is_member(left, position, at, span);
                    let there = self.is_member(right, position, at, span);
                    parts.push(if is_set {
                        self.alike(here, there, at, span)
                    } else {
                        self.level(at).and(vec![here, there], span)
                    });
                }
                if is_set { self.level(at).and(parts, span) } else { self.level(at).or(parts, span) }
            }
        }
    }

    /// Both or neither.
    fn alike(&mut self, left: NodeId, right: NodeId, at: At, span: Span) -> NodeId {
        let level = self.level(at);
        let both = level.and(vec![left, right], span);
        let (not_left, not_right) = (level.not(left, span), level.not(right, span));
        let neither = level.and(vec![not_left, not_right], span);
        level.or(vec![both, neither], span)
    }

    fn compare_fractions(
        &mut self,
        comparison: Comparison,
        left: Fraction,
        right: Fraction,
        at: At,
        span: Span,
    ) -> Truth {
        let defined = self.all_defined([left.defined, right.defined], at, span);
        let (quotient, denominator, comparison, other) = match (left.denominator, right.denominator) {
            (None, None) => {
                let node = self.level(at).compare(comparison, left.numerator, right.numerator, span);
                return Truth { node, defined, implies: false };
            }
            (Some(denominator), None) => (left.numerator, denominator, comparison, right.numerator),
            (None, Some(denominator)) => {
                (right.numerator, denominator, comparison.mirrored(), left.numerator)
            }
            (Some(_), Some(_)) => {
                // Their difference, compared with zero, is right whatever the signs of the divisors.
                let ty = left.ty.clone();
                let difference = self.sum_of_fractions(vec![(false, left), (true, right)], &ty, at, span);
                let zero = self.level(at).number(Rational::ZERO, &ty, span);
                let denominator = difference.denominator.unwrap_or(zero);
                (difference.numerator, denominator, comparison, zero)
            }
        };
        let level = self.level(at);
        let node = level.compare_ratio(comparison, [quotient, denominator, other], span);
        if level.extent(denominator).is_some_and(|extent| extent.excludes_zero()) {
            return Truth { node, defined, implies: false };
        }
        // Without a divisor there is no value, and `not` makes none of it either.
        let ty = level.ty(denominator).clone();
        let zero = level.number(Rational::ZERO, &ty, span);
        let divides = level.compare(Comparison::NotEqual, denominator, zero, span);
        let implies = defined.is_none();
        Truth { node, defined: self.all_defined([defined, Some(divides)], at, span), implies }
    }
}
