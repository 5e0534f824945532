//! Choosing lines: what each step becomes.

use crate::arena::Id as _;
use crate::scaled::{ListId, Op, Step, StepId};
use crate::syntax::ast::Comparison;

use super::assemble::{Assembler, Here, NoCode};
use super::code::{At, Class, Load, Operand, Relation, What};
use super::divide::Divider;
use super::truth::holds;

type Made<T> = Result<T, NoCode>;

/// The class of an operand; of a fixed number the narrowest.
fn class(operand: Operand) -> Class {
    match operand {
        Operand::At(at) => at.class,
        Operand::Fixed(value) | Operand::Masked(_, value) => {
            if (0..=i128::from(u8::MAX)).contains(&value) {
                Class::Byte
            } else {
                Class::of(value, value)
            }
        }
    }
}

fn relation(comparison: Comparison) -> Relation {
    match comparison {
        Comparison::Equal => Relation::Equal,
        Comparison::NotEqual => Relation::NotEqual,
        Comparison::Less => Relation::Less,
        Comparison::AtMost => Relation::AtMost,
        Comparison::More => Relation::More,
        Comparison::AtLeast => Relation::AtLeast,
    }
}

/// The same with its sides exchanged.
fn turned(relation: Relation) -> Relation {
    match relation {
        Relation::Less => Relation::More,
        Relation::AtMost => Relation::AtLeast,
        Relation::More => Relation::Less,
        Relation::AtLeast => Relation::AtMost,
        Relation::Equal | Relation::NotEqual => relation,
    }
}

fn truth(holds: bool) -> Operand {
    Operand::Fixed(i128::from(holds))
}

impl Assembler<'_> {
    /// What a step becomes, in this class where it is a line.
    pub(super) fn made(&mut self, here: Here, id: StepId, step: &Step, to: Class) -> Made<Operand> {
        let line = |this: &mut Self, what| this.emit(here, to, what).map(Operand::At);
        match &step.op {
            Op::Whole(value) => Ok(Operand::Fixed(*value)),
            Op::Truth(holds) => Ok(truth(*holds)),
            Op::Words(words) => Ok(Operand::Fixed(self.word(words)?)),
            Op::Input(input) => self.load(here, self.loaded(step), Load::Input(*input)),
            Op::Field(field) => self.load(here, self.loaded(step), Load::Field(*field)),
            Op::Given(input) => self.load(here, Class::Byte, Load::Given(*input)),
            Op::Present(input) => self.load(here, Class::Byte, Load::Present(*input)),
            Op::FieldPresent(field) => self.load(here, Class::Byte, Load::FieldPresent(*field)),
            Op::AsOf => self.load(here, Class::Narrow, Load::AsOf),
            Op::Paid(award, scope) => self.load(here, self.loaded(step), Load::Paid(*award, *scope)),
            Op::Outer(outer) => match self.operand(Here::Applicant, *outer)? {
                Operand::At(at) => Ok(Operand::At(self.emit(here, at.class, What::Outer(at))?)),
                fixed @ Operand::Fixed(_) => Ok(fixed),
                masked @ Operand::Masked(..) => {
                    let at = self.at(Here::Applicant, masked, Class::Narrow)?;
                    Ok(Operand::At(self.emit(here, at.class, What::Outer(at))?))
                }
            },
            Op::Not(one) => self.junction(here, false, std::slice::from_ref(&(true, *one))),
            Op::And(all) => self.junction_of(here, false, all),
            Op::Or(all) => self.junction_of(here, true, all),
            Op::AtLeast(least, all) => {
                let all = all.iter().map(|&one| self.truth_at(here, one));
                let all = all.collect::<Made<Vec<At>>>()?;
                line(self, What::Many(*least, all))
            }
            Op::Compare(comparison, left, right) => self.compare(here, relation(*comparison), *left, *right),
            Op::SameWords(left, right) => self.compare(here, Relation::Equal, *left, *right),
            Op::Among(one, mask) => {
                let one = self.truth_at(here, *one)?;
                line(self, What::Among(one, *mask))
            }
            Op::Has(one, position) => {
                let set = self.operand(here, *one)?;
                let set = self.at(here, set, Class::Wide)?;
                line(self, What::Has(set, *position))
            }
            Op::Sum(fixed, terms) => self.sum(here, to, *fixed, terms),
            Op::Product(left, right) => match (self.operand(here, *left)?, self.operand(here, *right)?) {
                (Operand::Fixed(left), Operand::Fixed(right)) => {
                    left.checked_mul(right).map(Operand::Fixed).ok_or(NoCode::Malformed)
                }
                (one, Operand::Fixed(factor)) | (Operand::Fixed(factor), one) => {
                    line(self, What::Sum(0, vec![(factor, one)]))
                }
                (left, right) => {
                    let (left, right) = (self.at(here, left, to)?, self.at(here, right, to)?);
                    line(self, What::Product(left, right))
                }
            },
            Op::Quotient(rounded, number, by) => {
                let divider = Divider::new(*rounded, *by, self.bounds(here, *number)?);
                match self.operand(here, *number)? {
                    Operand::Fixed(number) => Ok(Operand::Fixed(divider.plain(number))),
                    operand @ (Operand::At(_) | Operand::Masked(..)) if divider.by == 1 => {
                        self.at(here, operand, to).map(Operand::At)
                    }
                    operand @ (Operand::At(_) | Operand::Masked(..)) => {
                        let at = self.at(here, operand, class(operand).max(Class::Narrow))?;
                        line(self, What::Quotient(at, divider))
                    }
                }
            }
            Op::QuotientBy(rounded, number, by) => {
                let (number, by) = (self.operand(here, *number)?, self.operand(here, *by)?);
                let common = class(number).max(class(by)).max(Class::Narrow);
                let (number, by) = (self.at(here, number, common)?, self.at(here, by, common)?);
                line(self, What::QuotientBy(*rounded, number, by))
            }
            Op::Min(left, right) => self.extreme(here, to, false, *left, *right),
            Op::Max(left, right) => self.extreme(here, to, true, *left, *right),
            Op::Calendar { rule, of, with, times } => {
                let of = self.operand(here, *of)?;
                let of = self.at(here, of, class(of).max(Class::Narrow))?;
                let with = with.map(|with| self.operand(here, with)).transpose()?;
                line(self, What::Calendar { rule: *rule, of, with, times: *times })
            }
            Op::Select { condition, then, otherwise } => self.select(here, to, *condition, *then, *otherwise),
            Op::Lookup { table, keys } => {
                let keys = self.keys(here, keys)?;
                line(self, What::Lookup { table: table.raw(), keys, listed: false })
            }
            Op::Listed { table, keys } => {
                let keys = self.keys(here, keys)?;
                line(self, What::Lookup { table: table.raw(), keys, listed: true })
            }
            Op::Before { keys, value, condition, same } => {
                let keys = keys.iter().map(|&(highest, key)| Ok((highest, self.operand(here, key)?)));
                let keys = keys.collect::<Made<Vec<_>>>()?;
                let value = value.map(|value| self.operand(here, value)).transpose()?;
                let condition = condition.map(|condition| self.operand(here, condition)).transpose()?;
                let same = same.map(|same| {
                    let operand = self.operand(here, same)?;
                    self.at(here, operand, class(operand))
                });
                let same = same.transpose()?;
                line(self, What::Before { keys, value, condition, same })
            }
            Op::Reduce { list, kind, value, condition } => {
                let last = value.iter().chain(condition).max();
                if let Some(last) = last {
                    self.items_until(*list, *last)?;
                }
                let operand = |step: &StepId| self.operand(Here::Item(*list), *step);
                let value = value.as_ref().map(operand).transpose()?;
                let condition = condition.as_ref().map(operand).transpose()?;
                self.run_items(*list, id)?;
                line(self, What::Reduce { list: *list, kind: *kind, value, condition })
            }
        }
    }

    /// Lines so far of a list are run here.
    fn run_items(&mut self, list: ListId, _before: StepId) -> Made<()> {
        let end = self.building(Here::Item(list))?.lines.len();
        self.emit(Here::Applicant, Class::Byte, What::Items { list, end })?;
        Ok(())
    }

    /// The class that readers fill: no column is wider than 64 bits.
    fn loaded(&self, step: &Step) -> Class {
        self.class(step).min(Class::Wide)
    }

    fn keys(&mut self, here: Here, keys: &[StepId]) -> Made<Vec<Operand>> {
        keys.iter().map(|&key| self.operand(here, key)).collect()
    }

    fn truth_at(&mut self, here: Here, step: StepId) -> Made<At> {
        let operand = self.operand(here, step)?;
        self.at(here, operand, Class::Byte)
    }

    fn junction_of(&mut self, here: Here, any: bool, all: &[StepId]) -> Made<Operand> {
        let terms: Vec<(bool, StepId)> = all.iter().map(|&one| (false, one)).collect();
        self.junction(here, any, &terms)
    }

    fn junction(&mut self, here: Here, any: bool, all: &[(bool, StepId)]) -> Made<Operand> {
        let mut terms = Vec::with_capacity(all.len());
        for &(mut negated, mut one) in all {
            // What is turned around is read as it is.
            while let Op::Not(inner) = self.program_step(here, one)?.op {
                (negated, one) = (!negated, inner);
            }
            match self.operand(here, one)? {
                Operand::Fixed(value) => {
                    let holds = (value != 0) != negated;
                    if holds == any {
                        return Ok(truth(any));
                    }
                }
                operand @ (Operand::At(_) | Operand::Masked(..)) => {
                    terms.push((negated, self.at(here, operand, Class::Byte)?))
                }
            }
        }
        match terms.as_slice() {
            [] => Ok(truth(!any)),
            [(false, one)] => Ok(Operand::At(*one)),
            _ => self.emit(here, Class::Byte, What::Junction { any, terms }).map(Operand::At),
        }
    }

    fn compare(&mut self, here: Here, relation: Relation, left: StepId, right: StepId) -> Made<Operand> {
        let (left, right) = (self.operand(here, left)?, self.operand(here, right)?);
        let (relation, left, right) = match (left, right) {
            (Operand::Fixed(left), Operand::Fixed(right)) => return Ok(truth(holds(relation, left, right))),
            (Operand::Fixed(_), _) => (turned(relation), right, left),
            (left, right) => (relation, left, right),
        };
        let common = class(left).max(class(right));
        let left = self.at(here, left, common)?;
        let right = match right {
            Operand::Fixed(_) => right,
            Operand::At(_) | Operand::Masked(..) => Operand::At(self.at(here, right, common)?),
        };
        self.emit(here, Class::Byte, What::Compare(relation, left, right)).map(Operand::At)
    }

    /// A fixed number where a truth holds, zero elsewhere: cheaper to make again than to read.
    fn masked(&self, here: Here, step: StepId) -> Made<Operand> {
        if let Op::Select { condition, then, otherwise } = &self.program_step(here, step)?.op {
            let of = |step: &StepId| self.operand(here, *step);
            if let (Operand::At(condition), Operand::Fixed(then), Operand::Fixed(0)) =
                (of(condition)?, of(then)?, of(otherwise)?)
            {
                return Ok(Operand::Masked(condition, then));
            }
        }
        self.operand(here, step)
    }

    fn sum(&mut self, here: Here, to: Class, fixed: i128, terms: &[(i128, StepId)]) -> Made<Operand> {
        let (mut fixed, mut columns) = (fixed, Vec::with_capacity(terms.len()));
        for &(factor, term) in terms {
            match self.masked(here, term)? {
                Operand::Fixed(value) => {
                    let term = factor.checked_mul(value).ok_or(NoCode::Malformed)?;
                    fixed = fixed.checked_add(term).ok_or(NoCode::Malformed)?;
                }
                column @ Operand::At(at) if at.class == Class::Byte => {
                    columns.push((factor, Operand::At(self.at(here, column, Class::Narrow)?)));
                }
                column @ (Operand::At(_) | Operand::Masked(..)) => columns.push((factor, column)),
            }
        }
        match columns.as_slice() {
            [] => Ok(Operand::Fixed(fixed)),
            [(1, Operand::At(at))] if fixed == 0 => Ok(Operand::At(*at)),
            _ => self.emit(here, to, What::Sum(fixed, columns)).map(Operand::At),
        }
    }

    fn extreme(
        &mut self,
        here: Here,
        to: Class,
        highest: bool,
        left: StepId,
        right: StepId,
    ) -> Made<Operand> {
        let (left, right) = (self.masked(here, left)?, self.masked(here, right)?);
        let (one, other) = match (left, right) {
            (Operand::Fixed(left), Operand::Fixed(right)) => {
                return Ok(Operand::Fixed(if highest { left.max(right) } else { left.min(right) }));
            }
            (Operand::At(_), _) => (left, right),
            (_, Operand::At(_)) | (Operand::Fixed(_), _) => (right, left),
            (Operand::Masked(..), _) => (left, right),
        };
        let common = class(one).max(class(other)).max(Class::Narrow);
        let one = self.at(here, one, common)?;
        let other = match other {
            Operand::At(_) => Operand::At(self.at(here, other, common)?),
            Operand::Fixed(_) | Operand::Masked(..) => other,
        };
        self.emit(here, to, What::Extreme { highest, one, other }).map(Operand::At)
    }

    fn select(
        &mut self,
        here: Here,
        to: Class,
        condition: StepId,
        then: StepId,
        otherwise: StepId,
    ) -> Made<Operand> {
        let (then, otherwise) = (self.operand(here, then)?, self.operand(here, otherwise)?);
        let condition = match self.operand(here, condition)? {
            Operand::Fixed(truth) => return Ok(if truth != 0 { then } else { otherwise }),
            operand @ (Operand::At(_) | Operand::Masked(..)) => self.at(here, operand, Class::Byte)?,
        };
        if then == otherwise {
            return Ok(then);
        }
        let mut column = |operand: Operand| match operand {
            Operand::Masked(..) => self.at(here, operand, to).map(Operand::At),
            // Bytes are chosen among bytes.
            Operand::At(_) if to == Class::Byte => self.at(here, operand, to).map(Operand::At),
            Operand::Fixed(_) | Operand::At(_) => Ok(operand),
        };
        let (mut then, mut otherwise) = (column(then)?, column(otherwise)?);
        if let (Operand::At(one), Operand::At(other)) = (then, otherwise)
            && one.class != other.class
        {
            then = Operand::At(self.at(here, then, to)?);
            otherwise = Operand::At(self.at(here, otherwise, to)?);
        }
        self.emit(here, to, What::Select { condition, then, otherwise }).map(Operand::At)
    }
}
