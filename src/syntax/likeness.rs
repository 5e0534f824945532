//! When two trees say the same: apart from places, and apart from wording.

use super::ast::{
    Adjustment, AdjustmentKind, Amount, Ast, Clause, ClauseKind, Expr, ExprKind, Given, GivenValue,
    GoalValue, GroupKind, Heading, Item, LiteralUnit, MoneyWord, Name, NumberLiteral, PaidFor, Prize, Quoted,
    Section, Shortage, Spelling, Then, Ties, TypeExpr, TypeKind, Unit,
};
use crate::money::Currency;
use crate::source::{FileId, Span};

impl Ast {
    /// The same tree with every place the same: two texts that differ in layout only give equal ones.
    #[must_use]
    pub fn without_spans(mut self) -> Ast {
        Leveller { wording: false }.ast(&mut self);
        self
    }

    /// The same tree without places, comments, spelling, round brackets, and with every figure in one form: two texts
    /// that mean the same by the grammar alone give equal ones.
    #[must_use]
    pub fn without_wording(mut self) -> Ast {
        Leveller { wording: true }.ast(&mut self);
        self
    }
}

/// Blank lines before items are kept only where the canonical form leaves the choice to the author.
pub(super) fn settle_blank_lines(ast: &mut Ast) {
    let mut before: Option<&Item> = None;
    for item in &mut ast.items {
        if !before.is_some_and(|before| may_stand_close(before, item)) {
            let blank = item.comments.above.iter().take_while(|comment| comment.is_empty()).count();
            item.comments.above.drain(..blank);
        }
        before = Some(item);
    }
}

/// Whether two items of one line each may follow one another without a blank line.
pub(super) fn may_stand_close(before: &Item, item: &Item) -> bool {
    let same = matches!(
        (&before.heading, &item.heading),
        (Heading::Fact { .. }, Heading::Fact { .. })
            | (Heading::Let { .. }, Heading::Let { .. })
            | (Heading::NotEncoded { .. }, Heading::NotEncoded { .. })
    );
    same && before.clauses.is_empty() && item.clauses.is_empty()
}

/// Makes equal what need not differ.
struct Leveller {
    /// Wording too, not only places.
    wording: bool,
}

impl Leveller {
    fn span(&self, span: &mut Span) {
        *span = Span::new(FileId::first(), 0..0);
    }

    fn ast(&self, ast: &mut Ast) {
        if self.wording {
            ast.trailing.clear();
        }
        for item in &mut ast.items {
            self.span(&mut item.span);
            self.span(&mut item.heading_span);
            if self.wording {
                item.comments = Default::default();
                item.spelling = Spelling::default();
            }
            self.heading(&mut item.heading);
            for clause in &mut item.clauses {
                self.clause(clause);
            }
        }
    }

    fn heading(&self, heading: &mut Heading) {
        match heading {
            Heading::Policy { name, title } => {
                self.name(name);
                self.quoted(title);
            }
            Heading::Fact { name, ty, label } => {
                self.name(name);
                self.type_expr(ty);
                self.quoted(label);
            }
            Heading::Let { name, value, label } => {
                self.name(name);
                self.amount(value);
                self.quoted(label);
            }
            Heading::Rule { kind: _, name, title, cites } => {
                self.name(name);
                self.quoted(title);
                self.sections(cites);
            }
            Heading::Table { name, title, keys, cites } => {
                self.name(name);
                self.quoted(title);
                self.exprs(keys);
                self.sections(cites);
            }
            Heading::NotEncoded { cites, because } => {
                self.sections(cites);
                self.quoted([because]);
            }
            Heading::Example { title } => self.quoted([title]),
        }
    }

    fn clause(&self, clause: &mut Clause) {
        self.span(&mut clause.span);
        self.span(&mut clause.keyword);
        self.sections(&mut clause.cites);
        if self.wording {
            clause.comments = Default::default();
            clause.spelling = Spelling::default();
        }
        match &mut clause.kind {
            ClauseKind::Issuer(text)
            | ClauseKind::Document(text)
            | ClauseKind::Label(text)
            | ClauseKind::Question(text)
            | ClauseKind::Reading(text)
            | ClauseKind::Matter(text)
            | ClauseKind::Note(text) => self.quoted([text]),
            ClauseKind::Elsewhere(text) => self.quoted(text),
            ClauseKind::Sources(texts) => self.quoted(texts),
            ClauseKind::By { lead, with } => {
                self.quoted(lead);
                self.quoted(with);
            }
            ClauseKind::Rounding { direction: _, step } => self.expr(step),
            ClauseKind::Range { low, high } | ClauseKind::Size { low, high } => {
                self.exprs(low.iter_mut().chain(high))
            }
            ClauseKind::Default(expr) | ClauseKind::Where(expr) | ClauseKind::Leverage(expr) => {
                self.expr(expr)
            }
            ClauseKind::GroupKind(GroupKind::Together { limit, scope: _, shared }) => {
                self.expr(limit);
                self.shared(shared.as_deref_mut());
            }
            ClauseKind::Field { name, ty, label, range } => {
                if let Some(super::ast::FieldRange { low, high, span }) = range {
                    self.exprs(low);
                    self.exprs(high);
                    self.span(span);
                }
                self.name(name);
                self.type_expr(ty);
                self.quoted(label);
            }
            ClauseKind::For { kinds, others, condition } => {
                self.names(kinds);
                self.quoted(others);
                self.exprs(condition);
            }
            ClauseKind::Each { item, list, condition } => {
                self.names([item, list]);
                self.exprs(condition);
            }
            ClauseKind::Pays { amount, adjustments } => {
                self.amount(amount);
                for adjustment in adjustments {
                    self.adjustment(adjustment);
                }
            }
            ClauseKind::Adjust(adjustment) => self.adjustment(adjustment),
            ClauseKind::Decided { low, high, scope: _ } => self.exprs(low.iter_mut().chain([high])),
            ClauseKind::Step { name, amount, condition } => {
                self.quoted(name);
                self.exprs([amount, condition]);
            }
            ClauseKind::InForce { from: _, until: _, by } => self.exprs(by),
            ClauseKind::Replaces { older, from: _, by, payments: _ } => {
                self.names(older);
                self.exprs(by);
            }
            ClauseKind::Keep { older, until: _, by, condition } => {
                self.names([older]);
                self.exprs(by.iter_mut().chain([condition]));
            }
            ClauseKind::Members(names) => self.names(names),
            ClauseKind::PaysFor(paid) => {
                for PaidFor { award, share } in paid {
                    self.names([award]);
                    self.exprs(share);
                }
            }
            ClauseKind::Quota { number, scope: _, fact, last: _, condition } => {
                self.expr(number);
                self.names(fact);
                self.exprs(condition);
            }
            ClauseKind::Ranked(order) | ClauseKind::Short(Shortage::InOrder { order, last: _ }) => {
                self.exprs(order.iter_mut().map(|key| &mut key.key));
            }
            ClauseKind::Ties(ties) => {
                if let Ties::Lot(fact) = ties {
                    self.names([fact]);
                }
            }
            ClauseKind::Prize(prizes) => {
                for Prize { from: _, to: _, amount, span } in prizes {
                    self.expr(amount);
                    self.span(span);
                }
            }
            ClauseKind::Budget { amount: expr, scope: _ }
            | ClauseKind::Programme { limit: expr, scope: _, word: _ } => self.expr(expr),
            ClauseKind::Earmark { share, purpose, condition } => {
                self.expr(share);
                self.quoted([purpose]);
                self.exprs(condition);
            }
            ClauseKind::Split(divisions) | ClauseKind::Schedule(divisions) => {
                for division in divisions {
                    self.span(&mut division.span);
                    for part in &mut division.parts {
                        self.exprs(&mut part.share);
                        self.quoted([&mut part.name]);
                    }
                    self.exprs(division.step.iter_mut().chain(&mut division.condition));
                }
            }
            ClauseKind::Points { name, points, limit, weight } => {
                self.quoted(name);
                self.amount(points);
                self.exprs(limit.iter_mut().chain(weight));
            }
            ClauseKind::Pass { comparison: _, mark } => self.expr(mark),
            ClauseKind::Clawback { share, event, condition } => {
                self.expr(share);
                self.quoted([event]);
                self.exprs(condition);
            }
            ClauseKind::Goal { fact, comparison: _, goals: values }
            | ClauseKind::Growth { fact, comparison: _, rates: values } => {
                self.names(fact);
                for GoalValue { value, unit, when: _ } in values {
                    self.expr(value);
                    self.quoted(unit);
                }
            }
            ClauseKind::Base { value, year: _ } => self.exprs(value),
            ClauseKind::Share { share, payer } => {
                self.expr(share);
                self.quoted([payer]);
            }
            ClauseKind::Match { own, other, with } => {
                self.exprs([own, other]);
                self.quoted([with]);
            }
            ClauseKind::Columns(keys) => self.row_keys(keys),
            ClauseKind::Row { keys, cells } => {
                self.row_keys(keys);
                self.exprs(cells.iter_mut().flatten());
            }
            ClauseKind::RowsFrom(path) => self.quoted([path]),
            ClauseKind::Otherwise(value) => self.exprs(value),
            ClauseKind::Given(givens) => givens.iter_mut().for_each(|given| self.given(given)),
            ClauseKind::Then(thens) => thens.iter_mut().for_each(|then| self.then(then)),
            ClauseKind::Currency(_)
            | ClauseKind::Stacking(_)
            | ClauseKind::AnyGoal
            | ClauseKind::Short(Shortage::ProRata(_))
            | ClauseKind::Nature(_)
            | ClauseKind::Numbered(_)
            | ClauseKind::Sentences(_)
            | ClauseKind::Once
            | ClauseKind::PerYear
            | ClauseKind::LadderKind(_)
            | ClauseKind::GroupKind(GroupKind::Choice) => {}
            ClauseKind::GroupKind(GroupKind::Highest { most, next }) => {
                self.exprs(most.iter_mut().chain(next))
            }
            ClauseKind::GroupKind(GroupKind::First { most }) => self.exprs(most),
        }
    }

    fn given(&self, given: &mut Given) {
        match given {
            Given::Value { name, value } => {
                self.name(name);
                match value {
                    GivenValue::One(expr) => self.expr(expr),
                    GivenValue::Set(names) => self.names(names),
                    // INVARIANT: records nest within brackets only, whose depth the reader bounds.
                    GivenValue::Records(records) => {
                        records.iter_mut().flatten().for_each(|given| self.given(given));
                    }
                }
            }
            Given::InYear { name, value, year: _ } => {
                self.name(name);
                self.expr(value);
            }
            Given::Flag { name, value: _ } => self.name(name),
            Given::AsOf(_) => {}
            Given::Elsewhere { matter, amount } => {
                self.quoted([matter]);
                self.expr(amount);
            }
            Given::Paid { award, amount, year: _, date: _ } | Given::Decided { award, amount } => {
                self.name(award);
                self.expr(amount);
            }
            Given::Selected { award, selected: _ } | Given::Placed { award, place: _ } => self.name(award),
        }
    }

    fn then(&self, then: &mut Then) {
        match then {
            Then::Pays { award, amount } => {
                self.name(award);
                self.expr(amount);
            }
            Then::Outcome { award, outcome: _, low, high } => {
                self.name(award);
                self.exprs(low.iter_mut().chain(high));
            }
            Then::Target { target, met: _, year: _ } => self.name(target),
            Then::Total(expr) => self.expr(expr),
        }
    }

    fn amount(&self, amount: &mut Amount) {
        self.expr(&mut amount.value);
        self.exprs(&mut amount.condition);
        for (value, condition) in &mut amount.otherwise {
            self.expr(value);
            self.exprs(condition);
        }
    }

    fn ends(&self, ends: &mut super::ast::BracketEnds) {
        match ends {
            super::ast::BracketEnds::Ends(ends) => ends.iter_mut().for_each(|(_, end)| self.expr(end)),
            super::ast::BracketEnds::First(end) | super::ast::BracketEnds::Next(end) => self.expr(end),
            super::ast::BracketEnds::Below | super::ast::BracketEnds::Above => {}
        }
    }

    fn row_keys(&self, keys: &mut [super::ast::RowKey]) {
        for key in keys {
            match key {
                super::ast::RowKey::Value(value) => self.expr(value),
                super::ast::RowKey::Range { ends, span } => {
                    self.span(span);
                    self.ends(ends);
                }
            }
        }
    }

    fn shared(&self, shared: Option<&mut super::ast::Shared>) {
        let counting = shared.and_then(|super::ast::Shared { circle: _, counting }| counting.as_mut());
        self.exprs(counting);
    }

    fn adjustment(&self, adjustment: &mut Adjustment) {
        self.span(&mut adjustment.span);
        match &mut adjustment.kind {
            AdjustmentKind::AtMost { limit, scope: _, shared, word } => {
                self.amount(limit);
                self.shared(shared.as_deref_mut());
                if self.wording {
                    *word = super::ast::LimitWord::AtMost;
                }
            }
            AdjustmentKind::Points { minus: _, amount } => self.amount(amount),
            AdjustmentKind::CountedTo { number, per, order } => {
                self.expr(number);
                self.exprs(per);
                self.exprs(order.iter_mut().map(|key| &mut key.key));
            }
            AdjustmentKind::Running { order, limit, scope: _, per, word } => {
                self.exprs(order);
                self.expr(limit);
                self.exprs(per);
                if self.wording {
                    *word = super::ast::LimitWord::AtMost;
                }
            }
            AdjustmentKind::AtLeast(amount)
            | AdjustmentKind::Times(amount)
            | AdjustmentKind::Plus(amount)
            | AdjustmentKind::Minus(amount) => self.amount(amount),
            AdjustmentKind::NothingBelow(expr) | AdjustmentKind::Rounded { direction: _, step: expr } => {
                self.expr(expr)
            }
        }
    }

    fn type_expr(&self, ty: &mut TypeExpr) {
        self.span(&mut ty.span);
        match &mut ty.kind {
            TypeKind::Money(Some((_, span))) => self.span(span),
            TypeKind::Count(Some(unit)) | TypeKind::Quantity(unit) => self.unit(unit),
            TypeKind::OneOf { values, applicant: _ } | TypeKind::SetOf(values) => {
                for value in values {
                    self.name(&mut value.name);
                    self.quoted(&mut value.label);
                }
            }
            TypeKind::ListOf(name) => self.name(name),
            TypeKind::Money(None)
            | TypeKind::Count(None)
            | TypeKind::Duration(_)
            | TypeKind::Ratio
            | TypeKind::Number
            | TypeKind::Bool
            | TypeKind::Date
            | TypeKind::Text => {}
        }
    }

    fn exprs<'e>(&self, exprs: impl IntoIterator<Item = &'e mut Expr>) {
        exprs.into_iter().for_each(|expr| self.expr(expr));
    }

    // INVARIANT: the reader bounds how deep expressions nest.
    fn expr(&self, expr: &mut Expr) {
        if self.wording {
            while let ExprKind::Group(inner) = &mut expr.kind {
                let nothing = Expr { kind: ExprKind::Bool(false), span: inner.span };
                *expr = std::mem::replace(inner, nothing);
            }
        }
        self.span(&mut expr.span);
        match &mut expr.kind {
            ExprKind::Number(literal) => self.number(literal),
            ExprKind::Date(_)
            | ExprKind::Text(_)
            | ExprKind::Bool(_)
            | ExprKind::Name(_)
            | ExprKind::TheBase => {}
            ExprKind::PaidAward(name) => self.name(name),
            ExprKind::BeforeLimits(inner) => self.expr(inner),
            ExprKind::FillUp { have, target } => {
                self.expr(have);
                self.expr(target);
            }
            ExprKind::Field { base, field } => {
                self.expr(base);
                self.name(field);
            }
            ExprKind::YearsAgo { name, years: _ } | ExprKind::Change { growth: _, name, years: _ } => {
                self.name(name);
            }
            ExprKind::Base { of, years: _, missing: _ } => self.names(of),
            ExprKind::Convert { base, rate, rounding } => {
                self.expr(base);
                self.expr(rate);
                if let Some((_, step)) = rounding {
                    self.expr(step);
                }
            }
            ExprKind::Consecutive { years, condition } => {
                self.expr(years);
                self.expr(condition);
            }
            ExprKind::Index { base, keys } => {
                self.expr(base);
                self.exprs(keys);
            }
            ExprKind::Not(inner) | ExprKind::Negate(inner) | ExprKind::Group(inner) => self.expr(inner),
            ExprKind::And(terms) | ExprKind::Or(terms) | ExprKind::Extreme { values: terms, highest: _ } => {
                self.exprs(terms);
            }
            ExprKind::AtLeast { number, conditions } => {
                self.expr(number);
                self.exprs(conditions);
            }
            ExprKind::Compare { comparison: _, left, right }
            | ExprKind::Has { set: left, member: right }
            | ExprKind::UpTo { base: left, limit: right }
            | ExprKind::Above { value: left, threshold: right } => {
                self.expr(left);
                self.expr(right);
            }
            ExprKind::In { value, among } => {
                self.expr(value);
                self.exprs(among);
            }
            ExprKind::Between { value, low, high } => {
                [value, low, high].into_iter().for_each(|expr| self.expr(expr))
            }
            ExprKind::Sum(terms) | ExprKind::Product(terms) => {
                terms.iter_mut().for_each(|(_, term)| self.expr(term));
            }
            ExprKind::Part { share, base, wording } => {
                self.expr(share);
                self.expr(base);
                if self.wording {
                    *wording = super::ast::PartWording::Of;
                }
            }
            ExprKind::ForEach { amount, full, count, unit } => {
                self.expr(amount);
                full.iter_mut().for_each(|full| self.expr(full));
                self.expr(count);
                if self.wording {
                    *unit = None;
                }
            }
            ExprKind::Time(time) => self.exprs(time.parts_mut()),
            ExprKind::Bracket(bracket) => {
                let super::ast::Bracket { kind: _, base, by, arms } = &mut **bracket;
                self.exprs(base);
                self.expr(by);
                for arm in arms {
                    self.span(&mut arm.span);
                    self.ends(&mut arm.ends);
                    self.exprs(&mut arm.value);
                }
            }
            ExprKind::Aggregate { kind: _, value, item, list, condition } => {
                value.iter_mut().chain(condition).for_each(|expr| self.expr(expr));
                self.names([item, list]);
            }
        }
    }

    fn number(&self, literal: &mut NumberLiteral) {
        if let Some(LiteralUnit::Counted(unit) | LiteralUnit::MoneyPer(_, _, unit)) = &mut literal.unit {
            self.unit(unit);
        }
        if self.wording {
            literal.figure = literal.value.to_shortest();
            literal.scale = None;
            literal.unit = match literal.unit.take() {
                Some(LiteralUnit::PerMille | LiteralUnit::BasisPoint) => Some(LiteralUnit::Percent),
                Some(LiteralUnit::Money(currency, _)) => {
                    Some(LiteralUnit::Money(currency, word_of(currency)))
                }
                Some(LiteralUnit::MoneyPer(currency, _, unit)) => {
                    Some(LiteralUnit::MoneyPer(currency, word_of(currency), unit))
                }
                other => other,
            };
        }
    }

    fn name(&self, name: &mut Name) {
        self.span(&mut name.span);
    }

    fn names<'n>(&self, names: impl IntoIterator<Item = &'n mut Name>) {
        names.into_iter().for_each(|name| self.name(name));
    }

    fn unit(&self, unit: &mut Unit) {
        self.span(&mut unit.span);
    }

    fn quoted<'q>(&self, texts: impl IntoIterator<Item = &'q mut Quoted>) {
        texts.into_iter().for_each(|text| self.span(&mut text.span));
    }

    fn sections(&self, sections: &mut [Section]) {
        sections.iter_mut().for_each(|section| self.span(&mut section.span));
    }
}

/// How a currency is written where nothing else is asked for.
fn word_of(currency: Currency) -> MoneyWord {
    if currency == Currency::CNY { MoneyWord::Yuan } else { MoneyWord::Code }
}
