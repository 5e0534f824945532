//! The first pass: every name is declared before any is looked up, so that the order of items does not matter.

use crate::arena::Arena;
use crate::diagnostic::{Diagnostic, names as entries, policy as structure};
use crate::money::Currency;
use crate::syntax::ast::{
    Ast, ClauseKind, EnumValue, Heading, Item, Name, Quoted, RuleKind, TypeExpr, TypeKind,
};

use super::super::{
    AwardId, Dimension, EnumId, EnumMember, EnumType, Fact, FactId, Field, LetId, ListId, ListType, Measure,
    Table, TableId, Type, canonical_unit,
};
use super::{Checker, Symbol};

/// What has been declared.
pub(super) struct Declared {
    pub(super) currency: Currency,
    pub(super) enums: Arena<EnumId, EnumType>,
    pub(super) lists: Arena<ListId, ListType>,
    pub(super) facts: Arena<FactId, Fact>,
    pub(super) applicant: Option<FactId>,
    /// Tables, each known once it is checked.
    pub(super) tables: Arena<TableId, Option<Table>>,
    /// Types of intermediate values, known once they are checked.
    pub(super) lets: Arena<LetId, Option<Type>>,
    /// How many awards there are; their ids in the order of their items.
    pub(super) awards: Arena<AwardId, RuleKind>,
}

impl Default for Declared {
    fn default() -> Self {
        Declared {
            currency: Currency::CNY,
            enums: Arena::new(),
            lists: Arena::new(),
            facts: Arena::new(),
            applicant: None,
            tables: Arena::new(),
            lets: Arena::new(),
            awards: Arena::new(),
        }
    }
}

impl Checker {
    /// Declares all items of all files.
    pub(super) fn declare_all(&mut self, files: &[&Ast]) {
        // The currency of the policy is needed for the types of facts.
        for item in files.iter().flat_map(|ast| ast.items.iter()) {
            if let Heading::Policy { .. } = item.heading {
                for clause in &item.clauses {
                    if let ClauseKind::Currency(currency) = clause.kind {
                        self.declared.currency = currency;
                    }
                }
            }
        }
        for item in files.iter().flat_map(|ast| ast.items.iter()) {
            match &item.heading {
                Heading::Fact { name, ty, label } => self.declare_fact(item, name, ty, label.as_ref()),
                Heading::Let { name, label, .. } => {
                    let id = self.declared.lets.push(None);
                    self.declare(name, label.as_ref(), Symbol::Let(id));
                }
                Heading::Table { name, title, .. } => {
                    let id = self.declared.tables.push(None);
                    self.declare(name, title.as_ref(), Symbol::Table(id));
                }
                Heading::Rule { kind, name, .. } => {
                    let symbol = match kind {
                        RuleKind::Award | RuleKind::Ladder | RuleKind::Support => {
                            Symbol::Award(self.declared.awards.push(*kind))
                        }
                        RuleKind::Group => Symbol::Group,
                        RuleKind::Target => Symbol::Target,
                        RuleKind::Fund => Symbol::Fund,
                        RuleKind::Score => Symbol::Let(self.declared.lets.push(None)),
                    };
                    self.declare(name, None, symbol);
                }
                Heading::Policy { .. } | Heading::NotEncoded { .. } | Heading::Example { .. } => {}
            }
        }
    }

    fn declare(&mut self, name: &Name, label: Option<&Quoted>, symbol: Symbol) {
        if let Err(first) = self.names.declare(&name.text, symbol, name.span) {
            self.report(
                Diagnostic::new(&entries::DECLARED_TWICE, name.span)
                    .arg("name", name.text.clone())
                    .label(first, "first"),
            );
        }
        if let Some(label) = label {
            self.names.label(&label.text, symbol, label.span);
        }
    }

    fn declare_fact(&mut self, item: &Item, name: &Name, ty: &TypeExpr, label: Option<&Quoted>) {
        let resolved = self.resolve_type(&name.text, ty, Some(item));
        let id = self.declared.facts.push(Fact {
            name: name.text.clone(),
            label: label.map(|label| label.text.clone()),
            question: None,
            ty: resolved,
            optional: ty.optional,
            by_year: ty.by_year,
            low: None,
            high: None,
            default: None,
            span: item.span,
        });
        self.declare(name, label, Symbol::Fact(id));
        if let TypeKind::OneOf { applicant: true, .. } = ty.kind {
            match self.declared.applicant {
                None => self.declared.applicant = Some(id),
                Some(first) => {
                    let first = self.declared.facts.at(first).span;
                    self.report(
                        Diagnostic::new(&structure::SECOND_APPLICANT, name.span).label(first, "first"),
                    );
                }
            }
        }
    }

    /// The type that a type expression names; `item` is the fact it belongs to, for the fields of a list.
    fn resolve_type(&mut self, owner: &str, ty: &TypeExpr, item: Option<&Item>) -> Type {
        match &ty.kind {
            TypeKind::Money(None) => Type::money(self.declared.currency),
            TypeKind::Money(Some((currency, _))) => Type::money(*currency),
            TypeKind::Count(unit) => {
                let unit = unit.as_ref().map(|unit| unit.text.clone());
                Type::Number(Measure::plain(Dimension::Count(unit)))
            }
            TypeKind::Quantity(unit) => {
                Type::Number(Measure::plain(Dimension::Quantity(canonical_unit(&unit.text).to_owned())))
            }
            TypeKind::Duration(unit) => Type::Number(Measure::plain(Dimension::Duration(*unit))),
            TypeKind::Ratio => Type::Number(Measure::plain(Dimension::Ratio)),
            TypeKind::Number => Type::Number(Measure::plain(Dimension::Plain)),
            TypeKind::Bool => Type::Bool,
            TypeKind::Date => Type::Date,
            TypeKind::Text => Type::Text,
            TypeKind::OneOf { values, .. } => Type::Enum(self.declare_enum(owner, values)),
            TypeKind::SetOf(values) => Type::Set(self.declare_enum(owner, values)),
            TypeKind::ListOf(name) => Type::List(self.declare_list(name, ty, item)),
        }
    }

    fn declare_enum(&mut self, owner: &str, values: &[EnumValue]) -> EnumId {
        let mut members: Vec<EnumMember> = Vec::new();
        for value in values {
            let label = value.label.as_ref().map(|label| label.text.clone());
            let same = |member: &&EnumMember| {
                let names = [Some(&value.name.text), label.as_ref()];
                names
                    .into_iter()
                    .flatten()
                    .any(|name| *name == member.name || Some(name) == member.label.as_ref())
            };
            if let Some(first) = members.iter().find(same) {
                let diagnostic = Diagnostic::new(&entries::DECLARED_TWICE, value.name.span)
                    .arg("name", value.name.text.clone())
                    .label(first.span, "first");
                self.report(diagnostic);
                continue;
            }
            members.push(EnumMember { name: value.name.text.clone(), label, span: value.name.span });
        }
        if let Some(beyond) = members.get(64) {
            self.report(Diagnostic::new(&structure::TOO_MANY_VALUES, beyond.span).arg("fact", owner));
            members.truncate(64);
        }
        self.declared.enums.push(EnumType { owner: owner.to_owned(), values: members })
    }

    fn declare_list(&mut self, name: &Name, ty: &TypeExpr, item: Option<&Item>) -> ListId {
        let mut fields: Vec<Field> = Vec::new();
        let Some(item) = item else {
            // A list inside a record.
            self.report(Diagnostic::new(&structure::LIST_IN_A_LIST, ty.span));
            return self.declared.lists.push(ListType { item: name.text.clone(), fields });
        };
        for clause in &item.clauses {
            let ClauseKind::Field { name, ty, label, range: _ } = &clause.kind else { continue };
            if let Some(first) = fields.iter().find(|field| field.name == name.text) {
                let first = first.span;
                self.report(
                    Diagnostic::new(&entries::DECLARED_TWICE, name.span)
                        .arg("name", name.text.clone())
                        .label(first, "first"),
                );
                continue;
            }
            let resolved = self.resolve_type(&name.text, ty, None);
            fields.push(Field {
                name: name.text.clone(),
                label: label.as_ref().map(|label| label.text.clone()),
                ty: resolved,
                low: None,
                high: None,
                optional: ty.optional,
                span: name.span,
            });
        }
        if fields.is_empty() && !item.incomplete {
            self.report(
                Diagnostic::new(&structure::LIST_WITHOUT_FIELDS, ty.span).arg("item", name.text.clone()),
            );
        }
        self.declared.lists.push(ListType { item: name.text.clone(), fields })
    }
}
