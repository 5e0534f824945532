//! What a name in an expression stands for, and what to say when it stands for nothing.

use crate::diagnostic::{Diagnostic, Words, names as entries};
use crate::names::{Found, nearest};
use crate::source::Span;
use crate::syntax::ast::Name;

use super::super::{AwardId, EnumId, Expr, ExprKind, FactId, ListId, Type};
use super::{Checker, Symbol};

impl Checker {
    /// A name that stands alone in an expression.
    pub(super) fn name(&mut self, name: &str, span: Span, want: Option<&Type>) -> Option<Expr> {
        if let Some(Type::Enum(members) | Type::Set(members)) = want
            && let Some(position) = self.member(*members, name)
        {
            return Some(Expr {
                kind: ExprKind::EnumValue(*members, position),
                ty: Type::Enum(*members),
                span,
            });
        }
        match self.names.find(name) {
            Found::One(symbol) => self.symbol(symbol, name, span),
            Found::Ambiguous(first, second) => {
                self.report(
                    Diagnostic::new(&entries::AMBIGUOUS_LABEL, span)
                        .arg("name", name)
                        .label(first, "first")
                        .label(second, "second"),
                );
                None
            }
            Found::None => self.bare_field(name, span).or_else(|| {
                self.unknown_name(name, span, want);
                None
            }),
        }
    }

    fn symbol(&mut self, symbol: Symbol, name: &str, span: Span) -> Option<Expr> {
        match symbol {
            Symbol::Fact(fact) => Some(self.fact_this_year(fact, span)),
            Symbol::Let(id) => {
                self.reads.push((symbol, span));
                self.years.read_let(id);
                // A let whose own check failed has been reported; one not yet checked is checked on demand.
                let ty = self.declared.lets.at(id).clone()?;
                Some(Expr { kind: ExprKind::Let(id), ty, span })
            }
            Symbol::Award(award) => {
                self.reads.push((symbol, span));
                let ty = Type::money(self.declared.currency);
                Some(Expr { kind: ExprKind::Award(award), ty, span })
            }
            Symbol::Table(table) => {
                self.table_without_keys(table, name, span);
                None
            }
            Symbol::Paid(_) | Symbol::Group | Symbol::Target | Symbol::Fund => {
                self.report(Diagnostic::new(&entries::NOT_A_VALUE, span).arg("name", name));
                None
            }
        }
    }

    /// A field of the item at hand, named without the item where nothing else has that name.
    fn bare_field(&mut self, name: &str, span: Span) -> Option<Expr> {
        let lists: Vec<ListId> = self.items.iter().rev().map(|&(_, list)| list).collect();
        lists.into_iter().find_map(|list| self.field_of(list, name, span))
    }

    /// A field of a list's item.
    pub(super) fn field_of(&self, list: ListId, name: &str, span: Span) -> Option<Expr> {
        let fields = &self.declared.lists.at(list).fields;
        let position =
            fields.iter().position(|field| field.name == name || field.label.as_deref() == Some(name))?;
        let ty = fields.get(position)?.ty.clone();
        Some(Expr { kind: ExprKind::Field(list, position), ty, span })
    }

    /// `item.field`
    pub(super) fn field(&mut self, item: &str, item_span: Span, field: &Name) -> Option<Expr> {
        let Some(&(_, list)) = self.items.iter().rev().find(|(name, _)| name == item) else {
            let of_unread = self.item_unread && self.items.is_empty() && self.names.find(item) == Found::None;
            if of_unread || self.unread.contains(item) || self.unread.contains(&field.text) {
                return None;
            }
            let help = match self.items.last() {
                _ if self.names.find(item) != Found::None => self.no_field_of_value(item, &field.text),
                Some((name, _)) => {
                    Words::new(format!("这里可用的是「{name}」"), format!("the item here is `{name}`"))
                }
                None => Words::new(
                    "字段只能在同一奖励的 逐笔…取自… 之后使用，令 里不能用；随项目变化的数请写成表",
                    "fields can be used after `each … in …` of the same award, not in a `let`; write what differs from item to item as a table",
                ),
            };
            self.report(
                Diagnostic::new(&entries::UNKNOWN_ITEM, item_span)
                    .arg("name", item)
                    .arg("field", field.text.clone())
                    .arg("help", help),
            );
            return None;
        };
        let found = self.field_of(list, &field.text, item_span.to(field.span));
        if found.is_none() {
            let fields = &self.declared.lists.at(list).fields;
            let all: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
            let near = nearest(&field.text, all.iter().copied());
            let diagnostic = Diagnostic::new(&entries::UNKNOWN_FIELD, field.span)
                .arg("name", field.text.clone())
                .arg("item", item)
                .arg("help", did_you_mean(near))
                .arg("fields", all.join(", "));
            self.report(diagnostic);
        }
        found
    }

    /// What to write instead of `x 的 y`, where `x` is one value and has no fields.
    fn no_field_of_value(&self, item: &str, field: &str) -> Words {
        if let Some(figure) = super::spoken::figure(field) {
            return Words::new(
                format!("数要写成数字：{item} 的 {figure}"),
                format!("write the figure: {item} 的 {figure}"),
            );
        }
        let changes = ["增幅", "增量", "同比增幅", "同比增量"];
        if let Some(change) = changes.into_iter().find(|change| field.starts_with(change)) {
            return Words::new(
                format!("用作一个数时要加括号：({item} 的 {change})"),
                format!("used as one value it needs brackets: ({item} 的 {change})"),
            );
        }
        if self.names.find(field) != Found::None {
            return Words::new(
                format!("「{field}」是另外声明的数，两个数相乘写成：{item} × {field}"),
                format!("`{field}` is a value of its own; to multiply the two write: {item} × {field}"),
            );
        }
        Words::new(
            format!(
                "「的」后面写比例，例如：{item} 的 5%；比例是一个名称时，先用 令 声明它，再写成：{item} × 名称"
            ),
            format!(
                "a share follows `的`, as in `{item} 的 5%`; for a share that has a name, declare that by `let` and write `{item} × name`"
            ),
        )
    }

    /// The position of a value in an enumeration, by name or label.
    pub(super) fn member(&self, members: EnumId, name: &str) -> Option<usize> {
        let values = &self.declared.enums.at(members).values;
        values
            .iter()
            .position(|value| value.name == name)
            .or_else(|| values.iter().position(|value| value.label.as_deref() == Some(name)))
    }

    fn unknown_name(&mut self, name: &str, span: Span, want: Option<&Type>) {
        // What is wrong with its own line has been said.
        if self.unread.contains(name) {
            return;
        }
        if let Some(Type::Enum(members) | Type::Set(members)) = want {
            self.unknown_member(*members, name, span);
            return;
        }
        // An enumeration value that stands alone: say which fact it belongs to.
        let owner = self.declared.enums.iter().find(|members| {
            members.values.iter().any(|value| value.name == name || value.label.as_deref() == Some(name))
        });
        if let Some(owner) = owner {
            let diagnostic = Diagnostic::new(&entries::BARE_VALUE, span)
                .arg("name", name)
                .arg("fact", owner.owner.clone());
            self.report(diagnostic);
            return;
        }
        if let Some(beginning) = self.names.known_beginning(name) {
            let rest = name.get(beginning.len()..).unwrap_or("");
            let follows = [
                "的", "每", "或", "且", "为", "是", "含", "至少", "不", "超", "达到", "低于", "大于", "小于",
                "等于",
            ];
            if follows.iter().any(|word| rest.starts_with(word)) {
                let diagnostic = Diagnostic::new(&entries::MISSING_SPACE, span)
                    .arg("name", name)
                    .arg("known", beginning)
                    .arg("rest", rest);
                self.report(diagnostic);
                return;
            }
        }
        let near = match super::spoken::figure(name) {
            Some(figure) => Words::new(
                format!("数要写成数字：{figure}"),
                format!("write the number in figures: {figure}"),
            ),
            None => did_you_mean(self.names.nearest(name)),
        };
        self.report(Diagnostic::new(&entries::UNKNOWN_NAME, span).arg("name", name).arg("help", near));
    }

    /// Reports a value that an enumeration does not have.
    pub(super) fn unknown_member(&mut self, members: EnumId, name: &str, span: Span) {
        let owner = self.declared.enums.at(members);
        let all: Vec<&str> = owner.values.iter().map(|value| value.name.as_str()).collect();
        let labels = owner.values.iter().filter_map(|value| value.label.as_deref());
        let near = nearest(name, all.iter().copied().chain(labels));
        let shown = if all.len() > 12 {
            format!("{}, …", all.get(..12).unwrap_or(&all).join(", "))
        } else {
            all.join(", ")
        };
        let diagnostic = Diagnostic::new(&entries::UNKNOWN_VALUE, span)
            .arg("name", name)
            .arg("fact", owner.owner.clone())
            .arg(
                "help",
                match near {
                    Some(_) => did_you_mean(near),
                    None => Words::new(
                        "检查写法，或者在它的声明里加上这个取值。",
                        "check the spelling, or add the value where it is declared;",
                    ),
                },
            )
            .arg("values", shown);
        self.report(diagnostic);
    }

    /// The award whose amount an expression reads.
    pub(super) fn award_read(&mut self, name: &Name, as_read: fn(AwardId) -> Symbol) -> Option<AwardId> {
        let award = self.award_named(name)?;
        self.reads.push((as_read(award), name.span));
        Some(award)
    }

    /// The award a name stands for, where only an award will do.
    #[expect(clippy::wildcard_enum_match_arm, reason = "nothing else will do")]
    pub(super) fn award_named(&mut self, name: &Name) -> Option<AwardId> {
        self.only(name, &entries::UNKNOWN_AWARD, |symbol| match symbol {
            Symbol::Award(award) => Some(award),
            _ => None,
        })
    }

    /// The fact a name stands for, where only a fact will do.
    #[expect(clippy::wildcard_enum_match_arm, reason = "nothing else will do")]
    pub(super) fn fact_named(&mut self, name: &Name) -> Option<FactId> {
        self.only(name, &entries::UNKNOWN_FACT, |symbol| match symbol {
            Symbol::Fact(fact) => Some(fact),
            _ => None,
        })
    }

    /// What a name stands for, where only things of one kind will do.
    fn only<T>(
        &mut self,
        name: &Name,
        unknown: &'static crate::diagnostic::Entry,
        wanted: fn(Symbol) -> Option<T>,
    ) -> Option<T> {
        let found = self.names.find(&name.text);
        let found = if let Found::One(symbol) = found { wanted(symbol) } else { None };
        if found.is_none() && !self.unread.contains(&name.text) {
            let near = did_you_mean(self.names.nearest(&name.text));
            self.report(Diagnostic::new(unknown, name.span).arg("name", name.text.clone()).arg("help", near));
        }
        found
    }
}

/// "Did you mean …?", or advice where nothing is near.
pub(super) fn did_you_mean(near: Option<&str>) -> Words {
    match near {
        Some(near) => Words::new(format!("是不是想写「{near}」?"), format!("did you mean `{near}`?")),
        None => Words::new("检查写法，或者先声明它", "check the spelling, or declare it first"),
    }
}
