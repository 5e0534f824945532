//! Ast → Program: names resolved, types, units and currencies checked; every error of a policy in one run.

mod amount;
mod award;
mod bracket;
mod clauses;
mod convert;
mod declare;
mod example;
mod expr;
mod extent;
mod fact;
mod fund;
mod goals;
mod group;
mod header;
mod measure;
mod one_unit;
mod operators;
mod order;
mod payout;
mod population;
mod resolve;
mod score;
mod spoken;
mod stacking;
mod table;
mod table_file;
mod table_ranges;
mod table_rows;
mod target;
mod time;
mod uplift;
mod versions;
mod years;

use crate::diagnostic::{Diagnostic, policy as entries};
use crate::names::Names;
use crate::source::Sources;
use crate::syntax::ast::{Ast, Heading, RuleKind};

use super::{AwardId, EnumId, FactId, LetId, ListId, Program, TableId, Type};
use declare::Declared;

/// A checked policy, as far as it could be understood, and everything that was found.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The policy; `None` when it has no heading or an error makes it unusable.
    pub program: Option<Program>,
    /// What was found, in the order of places.
    pub diagnostics: Vec<Diagnostic>,
}

/// Checks the files of one policy together: they share one header and one namespace. Tables that stand in files of
/// their own are not found; see [`check_in`].
pub fn check(files: &[&Ast]) -> Checked {
    check_in(files, &Sources::new())
}

/// Checks the files of one policy, and the tables that are attached to them in `sources`.
pub fn check_in(files: &[&Ast], sources: &Sources) -> Checked {
    let unread = files.iter().flat_map(|ast| ast.unread.iter().cloned()).collect();
    let mut checker = Checker { unread, ..Checker::default() };
    checker.declare_all(files);
    let program = checker.program(files, sources);
    let diagnostics = crate::diagnostic::in_order(checker.diagnostics);
    let usable = !crate::diagnostic::has_errors(&diagnostics);
    Checked { program: program.filter(|_| usable), diagnostics }
}

/// What a name of the policy's namespace stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Symbol {
    Fact(FactId),
    Let(LetId),
    Award(AwardId),
    /// What an award pays in the end, after its groups; never a name by itself.
    Paid(AwardId),
    Table(TableId),
    Group,
    Target,
    Fund,
}

/// The state of one check.
#[derive(Default)]
struct Checker {
    diagnostics: Vec<Diagnostic>,
    names: Names<Symbol>,
    /// Names whose own line could not be read, which has been reported.
    unread: std::collections::BTreeSet<String>,
    declared: Declared,
    /// The lists whose item is at hand, with the name it goes by.
    items: Vec<(String, ListId)>,
    /// Whether the line that names the item of the award being checked could not be used, which has been reported.
    item_unread: bool,
    /// Awards and lets that the expression being checked reads, with the places.
    reads: Vec<(Symbol, crate::source::Span)>,
    /// What `pays` of the award being checked gives; `the base` of its other lines.
    base: Option<uplift::Base>,
    /// Awards whose amount before their limits is read.
    before_limits: std::collections::BTreeSet<AwardId>,
    /// What the item being checked says of changes from year to year.
    years: years::Years,
    /// What the last `has` or `is` of the condition being checked asked about.
    subject: Option<operators::Subject>,
    /// Whether the length between two days being checked is compared as it is, so that full months are meant.
    full_months: bool,
    /// To what the policy rounds its amounts.
    rounding_step: Option<crate::money::Rational>,
    /// What versions of clauses say of each other.
    versions: versions::Versions,
    /// How figures and limits were written.
    written: super::Written,
    /// The scores that have been checked, with their marks.
    marks: std::collections::BTreeMap<LetId, score::Mark>,
}

impl Checker {
    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    fn program(&mut self, files: &[&Ast], sources: &Sources) -> Option<Program> {
        let mut policy = self.header(files);
        if let Some(policy) = &policy {
            self.declared.currency = policy.currency;
            self.rounding_step = Some(policy.rounding.step);
        }
        let items = || files.iter().flat_map(|ast| ast.items.iter());
        for item in items() {
            if let Heading::Fact { .. } = item.heading {
                self.fact_clauses(item);
            }
        }
        for item in items() {
            if let Heading::Table { .. } = item.heading {
                self.table(item, sources);
            }
        }
        let mut parts = order::Parts::default();
        for item in order::lets_in_order(files, &self.names) {
            if let Heading::Rule { kind: RuleKind::Score, .. } = &item.heading {
                self.reads.clear();
                let (total, score) = self.score(item).unzip();
                parts.lets.push((total, std::mem::take(&mut self.reads)));
                parts.scores.extend(score);
            }
            if let Heading::Let { name, value, label } = &item.heading {
                self.reads.clear();
                let checked = self.definition(item, name, value, label.as_ref());
                parts.lets.push((checked, std::mem::take(&mut self.reads)));
            }
        }
        if let Some(policy) = &mut policy {
            self.dates_of_policy(files, policy);
        }
        for item in items() {
            self.reads.clear();
            match &item.heading {
                Heading::Rule { kind: RuleKind::Award | RuleKind::Ladder | RuleKind::Support, .. } => {
                    let checked = self.award(item, policy.as_ref());
                    self.branches_without_base();
                    parts.awards.push((checked, std::mem::take(&mut self.reads)));
                }
                Heading::Rule { kind: RuleKind::Group, .. } => {
                    let checked = self.group(item);
                    self.branches_without_base();
                    parts.groups.push((checked, std::mem::take(&mut self.reads)));
                }
                Heading::Rule { kind: RuleKind::Target, .. } => parts.targets.extend(self.target(item)),
                Heading::Rule { kind: RuleKind::Fund, .. } => parts.funds.extend(self.fund(item)),
                Heading::Example { title } => parts.examples.extend(self.example(item, title)),
                Heading::NotEncoded { cites, because } => {
                    self.no_clauses(item, "不编码", "not encoded");
                    parts.not_encoded.push(super::NotEncoded {
                        cites: cites.clone(),
                        because: because.text.clone(),
                        span: item.span,
                    });
                }
                Heading::Policy { .. }
                | Heading::Fact { .. }
                | Heading::Let { .. }
                | Heading::Table { .. }
                | Heading::Rule { kind: RuleKind::Score, .. } => {}
            }
        }
        let checked: Vec<Option<&super::Award>> =
            parts.awards.iter().map(|(award, _)| award.as_ref()).collect();
        let groups: Vec<&super::Group> =
            parts.groups.iter().filter_map(|(group, _)| group.as_ref()).collect();
        self.limits_in_one_order(&groups);
        self.funds_together(&parts.funds, &checked);
        let policy = policy?;
        self.stacking_is_used(&policy, parts.awards.iter().filter_map(|(award, _)| award.as_ref()));
        self.remarks_on_goals(&parts.targets);
        self.assemble(policy, parts)
    }

    /// Whether a policy heading is there at all is told once, at the first item of the first file.
    fn header_missing(&mut self, files: &[&Ast]) {
        let place = files.iter().flat_map(|ast| ast.items.iter()).map(|item| item.heading_span).next();
        let diagnostic = match place {
            Some(span) => Diagnostic::new(&entries::NO_POLICY, span),
            None => Diagnostic::without_place(&entries::NO_POLICY),
        };
        self.report(diagnostic);
    }

    /// The type of a fact, as declared.
    fn fact_type(&self, fact: FactId) -> Type {
        self.declared.facts.at(fact).ty.clone()
    }

    /// The enumeration of kinds of applicant.
    fn applicant_kinds(&self) -> Option<(FactId, EnumId)> {
        let fact = self.declared.applicant?;
        match self.fact_type(fact) {
            Type::Enum(kinds) => Some((fact, kinds)),
            Type::Number(_) | Type::Bool | Type::Set(_) | Type::Date | Type::Text | Type::List(_) => None,
        }
    }
}
