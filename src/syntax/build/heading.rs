//! Headings of items and the types that facts and fields declare.

use super::{Build, Read};
use crate::money::Currency;
use crate::syntax::ast::{DurationUnit, EnumValue, Heading, RuleKind, TypeExpr, TypeKind};
use crate::syntax::grammar::Rule;

impl Build<'_> {
    /// The heading that one of the alternatives of `heading` says.
    pub(in crate::syntax) fn heading(&mut self, read: &Read<'_>) -> Option<Heading> {
        let mut parts = read.clone().into_inner();
        let keyword = parts.next()?;
        let rule = read.as_rule();
        if rule == Rule::not_encoded {
            let because = self.quoted(&parts.next_back()?);
            return Some(Heading::NotEncoded { cites: self.sections(parts), because });
        }
        if rule == Rule::example {
            return Some(Heading::Example { title: self.quoted(&parts.next()?) });
        }
        let name = self.name(&parts.next()?);
        if rule == Rule::table {
            return self.table(name, parts);
        }
        let (mut label, mut cites, mut ty, mut value) = (None, Vec::new(), None, None);
        for part in parts {
            match part.as_rule() {
                Rule::text => label = Some(self.quoted(&part)),
                Rule::cites => cites = self.sections(part.into_inner()),
                Rule::ty => ty = Some(self.type_expr(&part)?),
                Rule::amount => value = Some(self.amount(&part)?),
                _ => {}
            }
        }
        Some(match rule {
            Rule::policy => Heading::Policy { name, title: label },
            Rule::fact => Heading::Fact { name, ty: ty?, label },
            Rule::definition => Heading::Let { name, value: value?, label },
            _ => Heading::Rule { kind: rule_kind(keyword.as_rule())?, name, title: label, cites },
        })
    }

    /// A `type`.
    pub(super) fn type_expr(&mut self, read: &Read<'_>) -> Option<TypeExpr> {
        let span = self.span(read);
        let (mut optional, mut by_year, mut kind) = (false, false, None);
        for part in read.clone().into_inner() {
            match part.as_rule() {
                Rule::optional => optional = true,
                Rule::by_year => by_year = true,
                _ => kind = Some(self.type_kind(&part)?),
            }
        }
        Some(TypeExpr { kind: kind?, optional, by_year, span })
    }

    fn type_kind(&mut self, read: &Read<'_>) -> Option<TypeKind> {
        let mut parts = read.clone().into_inner();
        let last = parts.next_back();
        Some(match read.as_rule() {
            Rule::t_bool => TypeKind::Bool,
            Rule::t_ratio => TypeKind::Ratio,
            Rule::t_number => TypeKind::Number,
            Rule::t_date => TypeKind::Date,
            Rule::t_text => TypeKind::Text,
            Rule::t_money => TypeKind::Money(
                last.filter(|part| part.as_rule() == Rule::currency)
                    .and_then(|part| Some((Currency::parse(part.as_str())?, self.span(&part)))),
            ),
            Rule::t_count => {
                TypeKind::Count(last.filter(|part| part.as_rule() == Rule::unit).map(|part| self.unit(&part)))
            }
            Rule::t_quantity => TypeKind::Quantity(self.unit(&last?)),
            Rule::t_duration => TypeKind::Duration(match last?.as_rule() {
                Rule::days => DurationUnit::Days,
                Rule::years => DurationUnit::Years,
                _ => DurationUnit::Months,
            }),
            Rule::t_list_of => TypeKind::ListOf(self.name(&last?)),
            Rule::t_set_of => TypeKind::SetOf(self.enum_values(read)),
            Rule::t_one_of => TypeKind::OneOf { values: self.enum_values(read), applicant: false },
            Rule::t_applicant => TypeKind::OneOf { values: self.enum_values(read), applicant: true },
            _ => return self.unreadable(self.span(read)),
        })
    }

    fn enum_values(&mut self, read: &Read<'_>) -> Vec<EnumValue> {
        let mut values = Vec::new();
        for part in read.clone().into_inner().filter(|part| part.as_rule() == Rule::enum_value) {
            let mut inner = part.into_inner();
            if let Some(name) = inner.next() {
                let label = inner.next().map(|label| self.quoted(&label));
                values.push(EnumValue { name: self.name(&name), label });
            }
        }
        values
    }
}

fn rule_kind(rule: Rule) -> Option<RuleKind> {
    Some(match rule {
        Rule::award => RuleKind::Award,
        Rule::ladder => RuleKind::Ladder,
        Rule::rule_group => RuleKind::Group,
        Rule::support => RuleKind::Support,
        Rule::target => RuleKind::Target,
        Rule::fund => RuleKind::Fund,
        Rule::score => RuleKind::Score,
        _ => return None,
    })
}
