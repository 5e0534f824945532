//! Groups: how awards combine.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, choice, meaning, policy as entries};
use crate::graph::{Dependencies, Node};
use crate::money::Rational;
use crate::source::Span;
use crate::syntax::ast::{self, ClauseKind, GroupKind, Heading, Item, RuleKind};

use super::super::{AwardId, Dimension, Group, GroupRule, Measure};
use super::clauses::{Once, Remarks};
use super::{Checker, Symbol};

impl Checker {
    /// A group; `None` when an error makes it unusable.
    #[expect(clippy::wildcard_enum_match_arm, reason = "every other clause is misplaced in a group")]
    pub(super) fn group(&mut self, item: &Item) -> Option<Group> {
        let Heading::Rule { name, title, cites, .. } = &item.heading else { return None };
        self.cited(item, cites, &name.text);
        let mut remarks = Remarks::default();
        let mut seen = Once::default();
        let mut members: Vec<(AwardId, Span)> = Vec::new();
        let mut kind = None;
        let mut broken = false;
        for clause in &item.clauses {
            let Some(said) = remarks.take(clause) else { continue };
            match said {
                ClauseKind::Members(names) => {
                    for name in names {
                        let Some(award) = self.award_named(name) else {
                            broken = true;
                            continue;
                        };
                        if *self.declared.awards.at(award) == RuleKind::Support {
                            let diagnostic = Diagnostic::new(&entries::SUPPORT_IN_A_GROUP, name.span)
                                .arg("name", name.text.clone());
                            self.report(diagnostic);
                            broken = true;
                            continue;
                        }
                        if let Some(&(_, first)) = members.iter().find(|(member, _)| *member == award) {
                            let diagnostic = Diagnostic::new(&entries::MEMBER_TWICE, name.span)
                                .arg("name", name.text.clone())
                                .label(first, "first");
                            self.report(diagnostic);
                            continue;
                        }
                        self.reads.push((Symbol::Award(award), name.span));
                        members.push((award, name.span));
                    }
                }
                ClauseKind::GroupKind(how) => {
                    if self.once(&mut seen, clause) {
                        kind = match how {
                            GroupKind::Highest { most, next } => {
                                let most = self.how_many(most.as_ref());
                                let next = next.as_ref().map(|next| self.next_share(next));
                                match (most, next) {
                                    (Some(most), None) => Some(GroupRule::Highest { most, next: None }),
                                    (Some(most), Some(Some(next))) => {
                                        Some(GroupRule::Highest { most, next: Some(next) })
                                    }
                                    _ => None,
                                }
                            }
                            GroupKind::First { most } => {
                                self.how_many(most.as_ref()).map(|most| GroupRule::First { most })
                            }
                            GroupKind::Choice => Some(GroupRule::Choice),
                            GroupKind::Together { limit, scope, shared } => {
                                let limit = self.money(limit);
                                let shared = self.shared(shared.as_deref(), *scope, false, clause.span);
                                limit.zip(shared).map(|(limit, shared)| GroupRule::Together {
                                    limit,
                                    scope: *scope,
                                    shared,
                                })
                            }
                        };
                        broken |= kind.is_none();
                    }
                }
                _ => self.misplaced(clause, "组合", "group"),
            }
        }
        if broken {
            return None;
        }
        if members.len() < 2 {
            self.lacks(item, &entries::GROUP_OF_ONE);
            return None;
        }
        let Some(kind) = kind else {
            self.lacks(item, &entries::GROUP_WITHOUT_KIND);
            return None;
        };
        Some(Group {
            id: name.text.clone(),
            title: title.as_ref().map_or_else(|| name.text.clone(), |title| title.text.clone()),
            cites: cites.clone(),
            members,
            kind,
            units: remarks.units,
            readings: remarks.readings,
            notes: remarks.notes,
            span: item.span,
        })
    }

    /// How many members are paid: one, if nothing is said.
    fn how_many(&mut self, number: Option<&ast::Expr>) -> Option<u32> {
        let Some(number) = number else { return Some(1) };
        let ast::ExprKind::Number(literal) = &number.kind else { return None };
        let whole = literal.value.to_whole().and_then(|whole| u32::try_from(whole).ok());
        let found = whole.filter(|&whole| whole > 0);
        if found.is_none() {
            self.report(Diagnostic::new(&choice::HOW_MANY_MEMBERS, number.span));
        }
        found
    }

    /// The share of the next one: above nothing, and less than all of it.
    fn next_share(&mut self, share: &ast::Expr) -> Option<Rational> {
        let value = self.fixed(share, &Measure::plain(Dimension::Ratio))?;
        let sound = value.is_positive() && value <= Rational::ONE;
        if !sound {
            let diagnostic = Diagnostic::new(&entries::SHARE_BEYOND_WHOLE, share.span);
            self.report(diagnostic.arg("share", value.to_shortest()));
        }
        sound.then_some(value)
    }

    /// Common limits of groups that share members are taken from the last named upward, so they have to agree on
    /// who comes first.
    pub(super) fn limits_in_one_order(&mut self, groups: &[&Group]) {
        let mut order: Dependencies<AwardId> = Dependencies::new();
        let nodes: BTreeMap<AwardId, Node> =
            self.declared.awards.ids().map(|award| (award, order.add(award))).collect();
        for group in groups.iter().filter(|group| matches!(group.kind, GroupRule::Together { .. })) {
            for (first, second) in group.members.iter().zip(group.members.iter().skip(1)) {
                if let (Some(&earlier), Some(&later)) = (nodes.get(&first.0), nodes.get(&second.0)) {
                    order.needs(later, earlier, second.1);
                }
            }
        }
        for cycle in order.order().1 {
            let Some((&(_, first), others)) = cycle.split_first() else { continue };
            let words = |group: &&&Group| {
                cycle.iter().any(|(_, cause)| group.members.iter().any(|(_, span)| span == cause))
            };
            let named: Vec<&str> = groups.iter().filter(words).map(|group| group.id.as_str()).collect();
            let mut diagnostic =
                Diagnostic::new(&meaning::CONTRARY_ORDERS, first).arg("groups", named.join("、"));
            for &(_, cause) in others {
                diagnostic = diagnostic.label(cause, "other");
            }
            self.report(diagnostic);
        }
    }
}
