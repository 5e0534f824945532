//! Sums in which one value stands several times: what each of its places adds is taken together, so that the
//! bounds of the sum are those of its values and not of its places.

use std::collections::BTreeMap;

use crate::money::Rational;
use crate::plan::{NodeId, Op, Plan};

use super::interval::Interval;
use super::possible::Possible;

/// Values that one sum is made of, at most; a longer one is bounded place by place.
const WIDTH: usize = 12;

/// A fixed number, and each value with what it is multiplied by.
#[derive(Clone)]
struct Form {
    fixed: Rational,
    terms: BTreeMap<NodeId, Rational>,
}

impl Form {
    const NOTHING: Form = Form { fixed: Rational::ZERO, terms: BTreeMap::new() };

    fn of(node: NodeId) -> Form {
        Form { fixed: Rational::ZERO, terms: BTreeMap::from([(node, Rational::ONE)]) }
    }
    fn scaled(mut self, by: Rational) -> Option<Form> {
        self.fixed = self.fixed.times(by)?;
        for factor in self.terms.values_mut() {
            *factor = factor.times(by)?;
        }
        Some(self)
    }
    /// Whether a value stood in both is said as well.
    fn plus(mut self, other: Form, subtracted: bool) -> Option<(Form, bool)> {
        let other = if subtracted { other.scaled(Rational::ZERO.minus(Rational::ONE)?)? } else { other };
        self.fixed = self.fixed.plus(other.fixed)?;
        let mut met = false;
        for (node, factor) in other.terms {
            let slot = self.terms.entry(node).or_insert(Rational::ZERO);
            met |= !slot.is_zero();
            *slot = slot.plus(factor)?;
        }
        self.terms.retain(|_, factor| !factor.is_zero());
        (self.terms.len() <= WIDTH).then_some((self, met))
    }
}

/// The sums of a plan in which a value stands several times.
#[derive(Default)]
pub(super) struct Linear {
    sums: BTreeMap<NodeId, Form>,
}

impl Linear {
    /// Finds them.
    pub fn of(plan: &Plan) -> Linear {
        let mut forms: BTreeMap<NodeId, (Form, bool)> = BTreeMap::new();
        let mut sums = BTreeMap::new();
        for (id, node) in plan.nodes.iter_ids() {
            let found = if let Op::Number(value) = &node.op {
                Some((Form { fixed: *value, terms: BTreeMap::new() }, false))
            } else if let Op::Add(terms) = &node.op {
                sum(terms, &forms)
            } else if let Op::Multiply(left, right) = &node.op {
                product(*left, *right, &forms)
            } else {
                None
            };
            let Some((form, met)) = found else { continue };
            if met {
                sums.insert(id, form.clone());
            }
            forms.insert(id, (form, met));
        }
        Linear { sums }
    }

    /// What a node can be at most and at least, where it is such a sum; `values` holds the values before it.
    pub fn bounds(&self, node: NodeId, value: impl Fn(NodeId) -> Option<Interval>) -> Option<Interval> {
        let form = self.sums.get(&node)?;
        form.terms.iter().try_fold(Interval::exact(form.fixed), |sum, (&term, &factor)| {
            Some(sum.plus(value(term)?.times(Interval::exact(factor))))
        })
    }

    /// The same value within these bounds.
    pub fn tighten(&self, node: NodeId, values: &[Possible<'_>], own: &mut Possible<'_>) {
        if self.sums.is_empty() {
            return;
        }
        let at = |node: NodeId| values.get(crate::arena::Id::raw(node)).and_then(|value| value.range());
        let met = self.bounds(node, at).zip(own.range()).and_then(|(bounds, range)| range.meet(bounds));
        if let Some(range) = met {
            *own = own.within(range);
        }
    }
}

fn form(node: NodeId, forms: &BTreeMap<NodeId, (Form, bool)>) -> (Form, bool) {
    forms.get(&node).cloned().unwrap_or_else(|| (Form::of(node), false))
}

fn sum(terms: &[(bool, NodeId)], forms: &BTreeMap<NodeId, (Form, bool)>) -> Option<(Form, bool)> {
    let mut whole = (Form::NOTHING, false);
    for &(subtracted, term) in terms {
        let (next, met) = form(term, forms);
        let (form, again) = whole.0.plus(next, subtracted)?;
        whole = (form, whole.1 || met || again);
    }
    Some(whole)
}

fn product(left: NodeId, right: NodeId, forms: &BTreeMap<NodeId, (Form, bool)>) -> Option<(Form, bool)> {
    let (left, right) = (form(left, forms), form(right, forms));
    let ((fixed, _), (other, met)) = if left.0.terms.is_empty() { (left, right) } else { (right, left) };
    fixed.terms.is_empty().then(|| other.scaled(fixed.fixed)).flatten().map(|form| (form, met))
}
