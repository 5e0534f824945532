//! Small programs written by hand: short words for the forms of `program`.

use crate::arena::{Arena, Id as _};
use crate::calendar::Date;
use crate::money::{Currency, Rational, Rounding, parse_decimal};
use crate::program::*;
use crate::source::{FileId, Span};
use crate::syntax::ast::{Comparison, RuleKind, Scope, Section};

/// A span of its own for each thing, so that messages can be told apart.
pub fn at(place: usize) -> Span {
    Span::new(FileId::first(), place..place + 1)
}

pub fn decimal(text: &str) -> Rational {
    parse_decimal(text).unwrap()
}

pub fn cny() -> Type {
    Type::money(Currency::CNY)
}

pub fn of(dimension: Dimension) -> Type {
    Type::Number(Measure::plain(dimension))
}

pub fn expr(kind: ExprKind, ty: Type) -> Expr {
    Expr { kind, ty, span: at(0) }
}

pub fn money(text: &str) -> Expr {
    expr(ExprKind::Number(decimal(text)), cny())
}

pub fn ratio(text: &str) -> Expr {
    expr(ExprKind::Number(decimal(text)), of(Dimension::Ratio))
}

pub fn count(number: i128) -> Expr {
    expr(ExprKind::Number(Rational::whole(number)), of(Dimension::Count(None)))
}

pub fn date(text: &str) -> Date {
    Date::parse(text).unwrap()
}

pub fn part(share: Expr, base: Expr) -> Expr {
    expr(ExprKind::Part { share: Box::new(share), base: Box::new(base) }, cny())
}

pub fn product(factors: Vec<(bool, Expr)>, ty: Type) -> Expr {
    expr(ExprKind::Product(factors), ty)
}

pub fn compare(comparison: Comparison, left: Expr, right: Expr) -> Expr {
    expr(ExprKind::Compare(comparison, Box::new(left), Box::new(right)), Type::Bool)
}

pub fn not(inner: Expr) -> Expr {
    expr(ExprKind::Not(Box::new(inner)), Type::Bool)
}

pub fn case(arms: Vec<(Option<Expr>, Expr)>) -> Expr {
    let ty = arms[0].1.ty.clone();
    expr(ExprKind::Case(arms), ty)
}

pub fn line(kind: LineKind) -> Line {
    Line { kind, per_item: false, span: at(1), cites: vec![] }
}

pub fn pays(value: Expr) -> Line {
    line(LineKind::Pays(value))
}

pub fn at_most(limit: Expr, scope: Option<Scope>) -> Line {
    line(LineKind::AtMost { limit, scope, shared: None })
}

pub fn per_item(line: Line) -> Line {
    Line { per_item: true, ..line }
}

/// A program under construction.
pub struct Draft {
    pub program: Program,
}

impl Draft {
    pub fn new() -> Draft {
        let policy = Policy {
            id: "test".into(),
            title: "Test".into(),
            issuer: None,
            document: None,
            currency: Currency::CNY,
            rounding: Rounding::half_up_to_fen(),
            in_force: Validity::default(),
            in_force_by: None,
            replaces: Vec::new(),
            replaced_by: None,
            in_force_cites: Vec::new(),
            units: Units::default(),
            stacking: None,
            notes: vec![],
            span: at(2),
        };
        Draft {
            program: Program {
                policy,
                enums: Arena::new(),
                lists: Arena::new(),
                tables: Arena::new(),
                facts: Arena::new(),
                applicant: None,
                lets: Arena::new(),
                awards: Arena::new(),
                award_order: vec![],
                handovers: crate::program::Handovers::default(),
                groups: Arena::new(),
                targets: vec![],
                scores: Vec::new(),
                funds: vec![],
                not_encoded: vec![],
                examples: vec![],
                written: Written::default(),
            },
        }
    }

    /// Declares a fact and returns the expression that reads it.
    pub fn fact(&mut self, name: &str, ty: Type) -> Expr {
        self.fact_within(name, ty, None, None)
    }

    pub fn fact_within(&mut self, name: &str, ty: Type, low: Option<&str>, high: Option<&str>) -> Expr {
        let span = at(100 + self.program.facts.len());
        let id = self.program.facts.push(Fact {
            name: name.into(),
            label: None,
            question: None,
            ty: ty.clone(),
            optional: false,
            by_year: false,
            low: low.map(decimal),
            high: high.map(decimal),
            default: None,
            span,
        });
        expr(ExprKind::Fact(id), ty)
    }

    pub fn money_fact(&mut self, name: &str) -> Expr {
        self.fact(name, cny())
    }

    pub fn yes_or_no(&mut self, name: &str) -> Expr {
        self.fact(name, Type::Bool)
    }

    pub fn enumeration(&mut self, owner: &str, values: &[&str]) -> EnumId {
        let member = |name: &&str| EnumMember { name: (*name).into(), label: None, span: at(3) };
        let values = values.iter().map(member).collect();
        self.program.enums.push(EnumType { owner: owner.into(), values })
    }

    pub fn applicant(&mut self, values: &[&str]) -> Expr {
        let kinds = self.enumeration("applicant", values);
        let fact = self.fact("applicant", Type::Enum(kinds));
        if let ExprKind::Fact(id) = fact.kind {
            self.program.applicant = Some(id);
        }
        fact
    }

    /// A list fact with its fields; returns the readers of the fields.
    pub fn list(&mut self, name: &str, fields: &[(&str, Type)]) -> (Each, Vec<Expr>) {
        let field = |(name, ty): &(&str, Type)| Field {
            low: None,
            high: None,
            name: (*name).into(),
            label: None,
            ty: ty.clone(),
            optional: false,
            span: at(4),
        };
        let list = self
            .program
            .lists
            .push(ListType { item: "item".into(), fields: fields.iter().map(field).collect() });
        let ExprKind::Fact(fact) = self.fact(name, Type::List(list)).kind else { unreachable!() };
        let readers = fields
            .iter()
            .enumerate()
            .map(|(at, (_, ty))| expr(ExprKind::Field(list, at), ty.clone()))
            .collect();
        (Each { fact, list, condition: None, first: None, span: at(5) }, readers)
    }

    pub fn definition(&mut self, name: &str, value: Expr) -> Expr {
        let ty = value.ty.clone();
        let id = self.program.lets.push(Let { name: name.into(), label: None, value, span: at(6) });
        expr(ExprKind::Let(id), ty)
    }

    pub fn award_of(&mut self, id: &str, section: &str, amount: AmountRule) -> AwardId {
        let kind = match amount {
            AmountRule::Elsewhere(_) => RuleKind::Support,
            AmountRule::Ladder { .. } => RuleKind::Ladder,
            _ => RuleKind::Award,
        };
        let span = at(1000 + self.program.awards.len());
        let cites = [section].into_iter().filter(|text| !text.is_empty());
        let award = self.program.awards.push(Award {
            before_limits_read: false,
            id: id.into(),
            kind,
            title: id.into(),
            cites: cites.map(|text| Section { text: text.into(), span: at(7) }).collect(),
            kinds: None,
            matter: None,
            other_kinds: Vec::new(),
            kinds_span: None,
            conditions: vec![],
            each: None,
            amount,
            once: None,
            in_force: None,
            in_force_by: None,
            parts: vec![],
            ranking: None,
            payout: crate::program::Payout::default(),
            units: None,
            readings: vec![],
            notes: vec![],
            span,
            name_span: span,
        });
        self.program.award_order.push(award);
        award
    }

    /// An award without conditions.
    pub fn award(&mut self, id: &str, lines: Vec<Line>) -> AwardId {
        self.award_of(id, "", AmountRule::Lines(lines))
    }

    pub fn change(&mut self, award: AwardId, change: impl FnOnce(&mut Award)) {
        change(self.program.awards.at_mut(award));
    }

    pub fn group(&mut self, id: &str, members: &[AwardId], kind: GroupRule) {
        self.program.groups.push(Group {
            id: id.into(),
            title: id.into(),
            cites: vec![],
            members: members.iter().map(|&member| (member, at(8))).collect(),
            kind,
            units: None,
            readings: vec![],
            notes: vec![],
            span: at(2000 + self.program.groups.len()),
        });
    }
}

/// The amount of an award of the program, read by another.
pub fn amount_of(award: AwardId) -> Expr {
    assert!(award.raw() < usize::MAX);
    expr(ExprKind::Award(award), cny())
}
