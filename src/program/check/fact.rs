//! Facts and intermediate values.

use crate::diagnostic::{Diagnostic, Words, names as names_entries, policy as entries};
use crate::money::Rational;
use crate::names::Found;
use crate::source::Span;
use crate::syntax::ast::{Amount, Clause, ClauseKind, Expr as AstExpr, Heading, Item, Name, Quoted};

use super::super::{Dimension, FactId, Let, ListId, Measure, Type};
use super::clauses::{Once, Remarks};
use super::one_unit::Together;
use super::{Checker, Symbol};

/// Lowest and highest value allowed, where they are stated.
type Bounds = (Option<Rational>, Option<Rational>);

impl Checker {
    /// The clauses of a fact: label, question, range, default.
    #[expect(clippy::wildcard_enum_match_arm, reason = "every other clause is misplaced in a fact")]
    pub(super) fn fact_clauses(&mut self, item: &Item) {
        let Heading::Fact { name, .. } = &item.heading else { return };
        let Found::One(Symbol::Fact(id)) = self.names.find(&name.text) else { return };
        if self.declared.facts.at(id).span != item.span {
            // The second declaration of a name; the first one counts and the repetition has been reported.
            return;
        }
        let mut seen = Once::default();
        let mut remarks = Remarks::default();
        for clause in &item.clauses {
            let Some(said) = remarks.take(clause) else { continue };
            match said {
                ClauseKind::Label(text) => {
                    if self.once(&mut seen, clause) {
                        self.names.label(&text.text, Symbol::Fact(id), text.span);
                        self.declared.facts.at_mut(id).label = Some(text.text.clone());
                    }
                }
                ClauseKind::Question(text) => {
                    if self.once(&mut seen, clause) {
                        self.declared.facts.at_mut(id).question = Some(text.text.clone());
                    }
                }
                ClauseKind::Range { low, high } => {
                    if self.once(&mut seen, clause) {
                        self.range(id, low.as_ref(), high.as_ref(), clause);
                    }
                }
                ClauseKind::Default(value) => {
                    if self.once(&mut seen, clause) {
                        self.default(id, value);
                    }
                }
                ClauseKind::Field { name, range, .. } => match self.fact_type(id) {
                    Type::List(list) => {
                        if let Some(range) = range {
                            self.field_range(list, &name.text, range);
                        }
                    }
                    Type::Number(_) | Type::Bool | Type::Enum(_) | Type::Set(_) | Type::Date | Type::Text => {
                        self.report(Diagnostic::new(&entries::FIELD_WITHOUT_LIST, clause.span));
                    }
                },
                _ => self.misplaced(clause, "事实", "fact"),
            }
        }
    }

    fn range(&mut self, id: FactId, low: Option<&AstExpr>, high: Option<&AstExpr>, clause: &Clause) {
        let ty = self.fact_type(id);
        if let Some((low, high)) = self.bounds(&ty, low, high, clause.span) {
            let fact = self.declared.facts.at_mut(id);
            (fact.low, fact.high) = (low, high);
        }
    }

    fn field_range(&mut self, list: ListId, name: &str, range: &crate::syntax::ast::FieldRange) {
        let fields = &self.declared.lists.at(list).fields;
        let Some(place) = fields.iter().position(|field| field.name == name) else { return };
        let Some(ty) = fields.get(place).map(|field| field.ty.clone()) else { return };
        let bounds = self.bounds(&ty, range.low.as_ref(), range.high.as_ref(), range.span);
        if let (Some((low, high)), Some(field)) =
            (bounds, self.declared.lists.at_mut(list).fields.get_mut(place))
        {
            (field.low, field.high) = (low, high);
        }
    }

    /// The ends of a range, if it is one.
    fn bounds(
        &mut self,
        ty: &Type,
        low: Option<&AstExpr>,
        high: Option<&AstExpr>,
        span: Span,
    ) -> Option<Bounds> {
        let Type::Number(measure) = ty.clone() else {
            let found = self.type_words(ty);
            self.report(Diagnostic::new(&entries::RANGE_OF_NO_NUMBER, span).arg("found", found));
            return None;
        };
        if !self.each_has_its_unit(low.into_iter().chain(high), Together::Range, Some(ty)) {
            return None;
        }
        let low_value = low.map(|low| self.fixed(low, &measure));
        let high_value = high.map(|high| self.fixed(high, &measure));
        if let (Dimension::Ratio, Some(Some(most)), Some(high)) = (&measure.of, high_value, high)
            && most > Rational::ONE
            && self.written.bare.contains(&high.span)
        {
            let percent = most.times(Rational::whole(100)).unwrap_or(most).to_shortest();
            let remark = Diagnostic::new(&crate::diagnostic::analysis::RATIO_AS_NUMBER, high.span)
                .arg("fact", Words::new("这个范围", "the range"))
                .arg("value", most.to_shortest())
                .arg("percent", percent);
            self.report(remark);
        }
        if let (Some(Some(low)), Some(Some(high))) = (low_value, high_value)
            && low > high
        {
            let diagnostic = Diagnostic::new(&entries::EMPTY_RANGE, span)
                .arg("low", low.to_shortest())
                .arg("high", high.to_shortest());
            self.report(diagnostic);
            return None;
        }
        Some((low_value.flatten(), high_value.flatten()))
    }

    fn default(&mut self, id: FactId, value: &AstExpr) {
        let ty = self.fact_type(id);
        let checked = match &ty {
            Type::Number(measure) => {
                if self.fixed(value, measure).is_none() {
                    return;
                }
                self.number(value, measure)
            }
            Type::Bool | Type::Enum(_) | Type::Date | Type::Text => {
                let checked = self.expr(value, Some(&ty));
                if let Some(checked) = &checked
                    && checked.ty != ty
                {
                    let checked = checked.clone();
                    self.wrong_type(&checked, &ty);
                    return;
                }
                checked
            }
            Type::Set(_) | Type::List(_) => {
                self.report(Diagnostic::new(&entries::NO_DEFAULT_HERE, value.span));
                return;
            }
        };
        if let (Some(checked), Type::Number(_)) = (&checked, &ty)
            && let Some(value) = super::expr::fold(checked)
        {
            let fact = self.declared.facts.at(id);
            let low = fact.low.unwrap_or(Rational::ZERO);
            if value < low || fact.high.is_some_and(|high| value > high) {
                let diagnostic = Diagnostic::new(&entries::DEFAULT_OUTSIDE_RANGE, checked.span)
                    .arg("value", value.to_shortest());
                self.report(diagnostic);
            }
        }
        self.declared.facts.at_mut(id).default = checked;
    }

    /// `let x = …`
    pub(super) fn definition(
        &mut self,
        item: &Item,
        name: &Name,
        value: &Amount,
        label: Option<&Quoted>,
    ) -> Option<Let> {
        let Found::One(Symbol::Let(id)) = self.names.find(&name.text) else { return None };
        self.no_clauses(item, "令", "let");
        self.items.clear();
        self.subject = None;
        let value = self.amount_of(value, None);
        self.years.keep_let(id);
        let value = value?;
        // A bare figure that is named stands for a plain number.
        let value = super::measure::settle(value, &Measure::plain(Dimension::Plain));
        *self.declared.lets.at_mut(id) = Some(value.ty.clone());
        Some(Let {
            name: name.text.clone(),
            label: label.map(|label| label.text.clone()),
            value,
            span: item.span,
        })
    }

    /// The fact that holds a list, and its record type.
    pub(super) fn list_named(&mut self, name: &Name) -> Option<(FactId, ListId)> {
        if let Found::One(Symbol::Fact(fact)) = self.names.find(&name.text)
            && let Type::List(list) = self.fact_type(fact)
        {
            return Some((fact, list));
        }
        if self.unread.contains(&name.text) {
            return None;
        }
        let lists: Vec<String> = self
            .declared
            .facts
            .iter()
            .filter(|fact| matches!(fact.ty, Type::List(_)))
            .map(|fact| fact.name.clone())
            .collect();
        let diagnostic = Diagnostic::new(&names_entries::UNKNOWN_LIST, name.span)
            .arg("name", name.text.clone())
            .arg("lists", if lists.is_empty() { "—".to_owned() } else { lists.join(", ") });
        self.report(diagnostic);
        None
    }

    /// First and last day in force, in that order.
    pub(super) fn validity(
        &mut self,
        from: Option<crate::calendar::Date>,
        until: Option<crate::calendar::Date>,
        span: Span,
    ) -> Option<super::super::Validity> {
        if let (Some(first), Some(last)) = (from, until)
            && first > last
        {
            let diagnostic = Diagnostic::new(&entries::EMPTY_PERIOD, span)
                .arg("from", first.to_string())
                .arg("until", last.to_string());
            self.report(diagnostic);
        }
        Some(super::super::Validity { from, until })
    }
}
