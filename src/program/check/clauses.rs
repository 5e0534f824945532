//! Which clauses an item may have, how often, and what they are called.

use crate::diagnostic::{Diagnostic, Entry, Words, policy as entries};
use crate::source::Span;
use crate::syntax::ast::{Clause, ClauseKind, GroupKind, Item, Quoted, Section};

use super::super::Units;
use super::Checker;

/// What the everywhere-allowed clauses of an item say.
#[derive(Default)]
pub(super) struct Remarks {
    pub(super) units: Option<Units>,
    pub(super) readings: Vec<String>,
    pub(super) notes: Vec<String>,
}

impl Remarks {
    /// Takes a clause that any item may have; gives back the others.
    #[expect(clippy::wildcard_enum_match_arm, reason = "everything else is handed on")]
    pub(super) fn take<'a>(&mut self, clause: &'a Clause) -> Option<&'a ClauseKind> {
        match &clause.kind {
            ClauseKind::By { lead, with } => {
                let words = |units: &[Quoted]| units.iter().map(|unit| unit.text.clone()).collect::<Vec<_>>();
                let units = self.units.get_or_insert_with(Units::default);
                units.lead.extend(words(lead));
                units.with.extend(words(with));
                None
            }
            ClauseKind::Reading(text) => {
                self.readings.push(text.text.clone());
                None
            }
            // Read where the rules are compared with the original text.
            ClauseKind::Sentences(_) => None,
            ClauseKind::Note(text) => {
                self.notes.push(text.text.clone());
                None
            }
            other => Some(other),
        }
    }
}

/// The first place of each clause that may stand once only.
#[derive(Default)]
pub(super) struct Once(Vec<(&'static str, Span)>);

impl Checker {
    /// Reports a clause that stands a second time; `false` then.
    pub(super) fn once(&mut self, seen: &mut Once, clause: &Clause) -> bool {
        let words = clause_words(&clause.kind);
        match seen.0.iter().find(|(word, _)| *word == words.1) {
            Some(&(_, first)) => {
                let diagnostic = Diagnostic::new(&entries::CLAUSE_TWICE, clause.keyword)
                    .arg("clause", Words::new(words.0, words.1))
                    .label(first, "first");
                self.report(diagnostic);
                false
            }
            None => {
                seen.0.push((words.1, clause.keyword));
                true
            }
        }
    }

    /// Reports a clause that this kind of item cannot have.
    pub(super) fn misplaced(&mut self, clause: &Clause, item_zh: &'static str, item_en: &'static str) {
        let (zh, en) = clause_words(&clause.kind);
        let diagnostic = Diagnostic::new(&entries::CLAUSE_MISPLACED, clause.keyword)
            .arg("clause", Words::new(zh, en))
            .arg("item", Words::new(item_zh, item_en))
            .arg("home", homes(&clause.kind));
        self.report(diagnostic);
    }

    /// Reports every clause of an item that can have none but remarks.
    pub(super) fn no_clauses(&mut self, item: &Item, zh: &'static str, en: &'static str) {
        for clause in &item.clauses {
            if !matches!(clause.kind, ClauseKind::Note(_) | ClauseKind::Reading(_) | ClauseKind::Sentences(_))
            {
                self.misplaced(clause, zh, en);
            }
        }
    }

    /// Reports what an item lacks, unless it may stand in a line that could not be read.
    pub(super) fn lacks(&mut self, item: &Item, entry: &'static Entry) {
        if !item.incomplete {
            self.report(Diagnostic::new(entry, item.heading_span));
        }
    }

    /// An item of this kind answers to a section; without one it cannot be checked against the text.
    pub(super) fn cited(&mut self, item: &Item, cites: &[Section], id: &str) {
        if cites.is_empty() {
            let diagnostic = Diagnostic::new(&entries::NO_SECTION, item.heading_span).arg("id", id);
            self.report(diagnostic);
        }
    }
}

/// What a clause is called, in Chinese and English: its keyword.
pub(super) fn clause_words(kind: &ClauseKind) -> (&'static str, &'static str) {
    match kind {
        ClauseKind::Issuer(_) => ("发布机关", "issuer"),
        ClauseKind::Document(_) => ("文号", "document"),
        ClauseKind::Currency(_) => ("币种", "currency"),
        ClauseKind::Rounding { .. } => ("舍入", "rounding"),
        ClauseKind::InForce { .. } => ("有效期", "in force"),
        ClauseKind::Replaces { .. } => ("取代", "replaces"),
        ClauseKind::Keep { .. } => ("沿用", "keep"),
        ClauseKind::Stacking(_) => ("与其他政策", "stacking"),
        ClauseKind::Matter(_) => ("事项", "matter"),
        ClauseKind::Label(_) => ("名称", "label"),
        ClauseKind::Question(_) => ("提问", "question"),
        ClauseKind::Range { .. } => ("范围", "range"),
        ClauseKind::Default(_) => ("默认", "default"),
        ClauseKind::Field { .. } => ("字段", "field"),
        ClauseKind::For { .. } => ("对象", "for"),
        ClauseKind::Where(_) => ("条件", "where"),
        ClauseKind::Each { .. } => ("逐笔", "each"),
        ClauseKind::Once => ("一次性", "once"),
        ClauseKind::PerYear => ("逐年", "per year"),
        ClauseKind::Pays { .. } => ("金额", "pays"),
        ClauseKind::Adjust(_) => ("金额调整", "an adjustment of the amount"),
        ClauseKind::Elsewhere(_) => ("金额另定", "amount elsewhere"),
        ClauseKind::Decided { .. } => ("核定", "decided"),
        ClauseKind::Step { .. } => ("档次", "step"),
        ClauseKind::LadderKind(_) => ("各档如何合并", "how steps combine"),
        ClauseKind::Members(_) => ("成员", "members"),
        ClauseKind::GroupKind(GroupKind::Together { .. }) => ("合计", "together"),
        ClauseKind::GroupKind(GroupKind::Highest { .. }) => ("取最高一项", "pays the highest"),
        ClauseKind::GroupKind(GroupKind::First { .. }) => ("取在先一项", "pays the first"),
        ClauseKind::GroupKind(GroupKind::Choice) => ("由申请人选一项", "pays the one chosen"),
        ClauseKind::Quota { .. } => ("名额", "quota"),
        ClauseKind::Earmark { .. } => ("专用", "earmark"),
        ClauseKind::Points { .. } => ("计分", "points"),
        ClauseKind::Pass { .. } => ("及格", "pass"),
        ClauseKind::Split(_) => ("分摊", "split"),
        ClauseKind::Schedule(_) => ("分期", "paid"),
        ClauseKind::Clawback { .. } => ("追回", "clawback"),
        ClauseKind::By { .. } => ("负责单位", "by"),
        ClauseKind::Reading(_) => ("理解", "reading"),
        ClauseKind::Note(_) => ("备注", "note"),
        ClauseKind::Sentences(_) => ("原句", "sentence"),
        ClauseKind::Columns(_) => ("列", "columns"),
        ClauseKind::Row { .. } => ("行", "row"),
        ClauseKind::RowsFrom(_) => ("各行取自", "rows from"),
        ClauseKind::Otherwise(_) => ("否则", "otherwise"),
        ClauseKind::Goal { .. } => ("目标", "goal"),
        ClauseKind::Growth { .. } => ("增幅", "growth"),
        ClauseKind::Base { .. } => ("基期", "base"),
        ClauseKind::AnyGoal => ("各项目标达到其一", "any of these goals"),
        ClauseKind::Nature(_) => ("预期性、力争、约束性", "indicative, best effort, binding"),
        ClauseKind::Numbered(_) => ("序号", "number"),
        ClauseKind::Size { .. } => ("规模", "size"),
        ClauseKind::Share { .. } => ("分担", "share"),
        ClauseKind::Sources(_) => ("来源", "from"),
        ClauseKind::Match { .. } => ("配套", "match"),
        ClauseKind::Leverage(_) => ("放大", "leverage"),
        ClauseKind::PaysFor(_) => ("用于", "pays for"),
        ClauseKind::Ranked(_) => ("排名", "ranked"),
        ClauseKind::Ties(_) => ("并列", "ties"),
        ClauseKind::Prize(_) => ("奖项", "prize"),
        ClauseKind::Budget { .. } => ("预算", "budget"),
        ClauseKind::Programme { .. } => ("专项", "programme"),
        ClauseKind::Short(_) => ("不足时", "short"),
        ClauseKind::Given(_) => ("已知", "given"),
        ClauseKind::Then(_) => ("结果", "then"),
    }
}

/// Where a clause belongs.
fn homes(kind: &ClauseKind) -> Words {
    match kind {
        ClauseKind::Issuer(_)
        | ClauseKind::Document(_)
        | ClauseKind::Currency(_)
        | ClauseKind::Stacking(_)
        | ClauseKind::Rounding { .. } => Words::new("政策", "policy"),
        ClauseKind::Label(_)
        | ClauseKind::Question(_)
        | ClauseKind::Range { .. }
        | ClauseKind::Default(_) => Words::new("申报项", "fact"),
        ClauseKind::Field { .. } => Words::new("申报项(清单类型)", "fact (of a list)"),
        ClauseKind::InForce { .. } | ClauseKind::Replaces { .. } => {
            Words::new("政策、奖励、阶梯、支持", "policy, award, ladder, support")
        }
        ClauseKind::Keep { .. } => Words::new("奖励、阶梯、支持", "award, ladder, support"),
        ClauseKind::Points { .. } | ClauseKind::Pass { .. } => Words::new("评分", "score"),
        ClauseKind::Split(_) | ClauseKind::Schedule(_) => Words::new("奖励、阶梯", "award, ladder"),
        ClauseKind::Clawback { .. } => Words::new("奖励、阶梯、支持", "award, ladder, support"),
        ClauseKind::For { .. }
        | ClauseKind::Where(_)
        | ClauseKind::Quota { .. }
        | ClauseKind::Ranked(_)
        | ClauseKind::Ties(_) => Words::new("奖励、阶梯、支持", "award, ladder, support"),
        ClauseKind::Prize(_) => Words::new("奖励", "award"),
        ClauseKind::Each { .. } | ClauseKind::Pays { .. } | ClauseKind::Decided { .. } => {
            Words::new("奖励", "award")
        }
        ClauseKind::Matter(_)
        | ClauseKind::Once
        | ClauseKind::PerYear
        | ClauseKind::Adjust(_)
        | ClauseKind::Earmark { .. } => Words::new("奖励、阶梯", "award, ladder"),
        ClauseKind::Elsewhere(_) => Words::new("支持", "support"),
        ClauseKind::Step { .. } | ClauseKind::LadderKind(_) => Words::new("阶梯", "ladder"),
        ClauseKind::GroupKind(GroupKind::Together { .. }) => Words::new(
            "组合。一项奖励自己历年的总额写：累计最高 50万元",
            "group. The total of one award over all years is written: max 500k in all",
        ),
        ClauseKind::Members(_)
        | ClauseKind::GroupKind(GroupKind::Highest { .. } | GroupKind::First { .. } | GroupKind::Choice) => {
            Words::new("组合", "group")
        }
        ClauseKind::By { .. } | ClauseKind::Reading(_) | ClauseKind::Note(_) | ClauseKind::Sentences(_) => {
            Words::new("各种条目", "any item")
        }
        ClauseKind::Columns(_)
        | ClauseKind::Row { .. }
        | ClauseKind::RowsFrom(_)
        | ClauseKind::Otherwise(_) => Words::new("表", "table"),
        ClauseKind::Goal { .. }
        | ClauseKind::Growth { .. }
        | ClauseKind::Base { .. }
        | ClauseKind::AnyGoal
        | ClauseKind::Nature(_)
        | ClauseKind::Numbered(_) => Words::new("指标", "target"),
        ClauseKind::Size { .. }
        | ClauseKind::Share { .. }
        | ClauseKind::Sources(_)
        | ClauseKind::Match { .. }
        | ClauseKind::Leverage(_)
        | ClauseKind::Budget { .. }
        | ClauseKind::Programme { .. }
        | ClauseKind::Short(_)
        | ClauseKind::PaysFor(_) => Words::new("资金", "fund"),
        ClauseKind::Given(_) | ClauseKind::Then(_) => Words::new("示例", "example"),
    }
}
