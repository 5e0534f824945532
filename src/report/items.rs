//! Every item of a policy and every listed part of one, as rows.

use serde::Serialize;

use super::parts;
use super::words::cites;
use crate::diagnostic::Lang;
use crate::plan::item_key;
use crate::program::{Award, AwardId, NotEncoded, Program, Units};
use crate::syntax::ast::{RuleKind, Section};

/// One item, or one part of an item. Keys stand in this order.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ItemRow {
    /// The item's id; of a part `item.kindN`, counted from 1 within the item.
    pub id: String,
    /// `award`, `ladder`, `support`, `table`, `score`, `group`, `target`, `fund`, `not_encoded`, `validity`,
    /// `stacking`; of a part `step`, `limit`, `quota`, `earmark`, `clawback`, `instalment`, `indicator`, `goal`,
    /// `size`, `leverage`, `share`, `match`.
    pub kind: &'static str,
    /// Its title, or what the part says.
    pub title: String,
    /// The sections it cites.
    pub cites: String,
    /// All units in charge, those in the lead first.
    pub units: Vec<String>,
    /// Those of them in the lead.
    pub lead: Vec<String>,
    /// Of an award whose days are others than its policy's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_force: Option<InForceRow>,
}

/// The days of an award. Keys stand in this order.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct InForceRow {
    /// The first; `None` where the text states none.
    pub from: Option<String>,
    /// The last, likewise.
    pub to: Option<String>,
    /// The dates that decide, by name, where that is not the date of the decision alone.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub by: Vec<String>,
    /// The awards it replaces.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub replaces: Vec<String>,
    /// The award that replaces it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replaced_by: Option<String>,
}

impl InForceRow {
    fn of(program: &Program, id: AwardId) -> Option<InForceRow> {
        if !program.has_own_days(id) {
            return None;
        }
        let days = program.days(id);
        let name = |id: AwardId| program.awards.at(id).id.clone();
        Some(InForceRow {
            from: days.from.map(|day| day.to_string()),
            to: days.until.map(|day| day.to_string()),
            by: program.deciding_dates(id),
            replaces: program.handovers.beginning(id).map(|handover| name(handover.older)).collect(),
            replaced_by: program.handovers.end_of(id).map(|handover| name(handover.newer)),
        })
    }

    /// The days in one phrase: `2024-01-01 – 2024-12-31 (applied_on)`.
    pub fn words(&self) -> String {
        let day = |day: &Option<String>| day.clone().unwrap_or_else(|| "…".to_owned());
        let days = format!("{} – {}", day(&self.from), day(&self.to));
        if self.by.is_empty() { days } else { format!("{days} ({})", self.by.join(", ")) }
    }
}

/// Something listed whose sections and units may be its item's or its policy's.
pub(super) struct Listing<'p> {
    pub program: &'p Program,
    pub lang: Lang,
    pub rows: Vec<(Vec<String>, ItemRow)>,
}

/// An item's own sections and units, which its parts take over where they have none.
pub(super) struct Owner<'p> {
    pub id: &'p str,
    pub cites: &'p [Section],
    pub units: Option<&'p Units>,
}

impl Listing<'_> {
    pub fn item(&mut self, owner: &Owner<'_>, kind: &'static str, title: &str) {
        self.push(owner.id.to_owned(), kind, title.to_owned(), owner.cites, owner.units);
    }

    /// A part; its number is its place among the item's parts of its kind.
    pub fn part(
        &mut self,
        owner: &Owner<'_>,
        kind: &'static str,
        number: usize,
        title: String,
        own: &[Section],
    ) {
        let sections = if own.is_empty() { owner.cites } else { own };
        self.push(format!("{}.{kind}{number}", owner.id), kind, title, sections, owner.units);
    }

    fn push(
        &mut self,
        id: String,
        kind: &'static str,
        title: String,
        sections: &[Section],
        units: Option<&Units>,
    ) {
        let units = units.unwrap_or(&self.program.policy.units);
        let sections: Vec<String> = sections.iter().map(|section| section.text.clone()).collect();
        let row = ItemRow {
            id,
            kind,
            title,
            cites: cites(&sections),
            units: units.lead.iter().chain(&units.with).cloned().collect(),
            lead: units.lead.clone(),
            in_force: None,
        };
        self.rows.push((sections, row));
    }
}

/// Every item and every listed part, by section, then id.
pub fn items(program: &Program, lang: Lang) -> Vec<ItemRow> {
    let mut list = Listing { program, lang, rows: Vec::new() };
    parts::of_policy(&mut list, &program.policy);
    for (id, award) in program.awards.iter_ids() {
        let owner = Owner { id: &award.id, cites: &award.cites, units: award.units.as_ref() };
        list.item(&owner, kind(award), &award.title);
        if let Some((_, row)) = list.rows.last_mut() {
            row.in_force = InForceRow::of(program, id);
        }
        parts::of_award(&mut list, &owner, award);
    }
    for table in program.tables.iter().filter(|table| !table.cites.is_empty()) {
        let owner = Owner { id: &table.name, cites: &table.cites, units: None };
        list.item(&owner, "table", &table.title);
    }
    for group in &program.groups {
        let owner = Owner { id: &group.id, cites: &group.cites, units: group.units.as_ref() };
        list.item(&owner, "group", &group.title);
        parts::of_group(&mut list, &owner, group);
    }
    for target in &program.targets {
        let owner = Owner { id: &target.id, cites: &target.cites, units: target.units.as_ref() };
        list.item(&owner, "target", &target.title);
        parts::of_target(&mut list, &owner, target);
    }
    for score in &program.scores {
        let owner = Owner { id: &score.id, cites: &score.cites, units: score.units.as_ref() };
        list.item(&owner, "score", &score.title);
        parts::of_score(&mut list, &owner, score);
    }
    for fund in &program.funds {
        let owner = Owner { id: &fund.id, cites: &fund.cites, units: fund.units.as_ref() };
        list.item(&owner, "fund", &fund.title);
        parts::of_fund(&mut list, &owner, fund);
    }
    for (number, clause) in (1_usize..).zip(not_encoded(program)) {
        let id = format!("not_encoded{number}");
        let owner = Owner { id: &id, cites: &clause.cites, units: None };
        list.item(&owner, "not_encoded", &clause.because);
    }
    let mut rows = list.rows;
    rows.sort_by(|(left_cites, left), (right_cites, right)| {
        item_key(left_cites, &left.id).cmp(&item_key(right_cites, &right.id))
    });
    rows.into_iter().map(|(_, row)| row).collect()
}

/// In an order that does not depend on the files', so that their numbers do not either.
fn not_encoded(program: &Program) -> Vec<&NotEncoded> {
    let cites = |clause: &NotEncoded| -> Vec<String> {
        clause.cites.iter().map(|section| section.text.clone()).collect()
    };
    let mut clauses: Vec<&NotEncoded> = program.not_encoded.iter().collect();
    clauses.sort_by(|left, right| {
        item_key(&cites(left), &left.because).cmp(&item_key(&cites(right), &right.because))
    });
    clauses
}

fn kind(award: &Award) -> &'static str {
    match award.kind {
        RuleKind::Award => "award",
        RuleKind::Ladder => "ladder",
        RuleKind::Support => "support",
        RuleKind::Group => "group",
        RuleKind::Target => "target",
        RuleKind::Fund => "fund",
        RuleKind::Score => "score",
    }
}

/// The kind of an item or part as a page shows it; JSON has the English word in both languages.
pub fn kind_in_words(kind: &'static str, lang: Lang) -> &'static str {
    if lang == Lang::En {
        return kind;
    }
    match kind {
        "award" => "奖励",
        "ladder" => "阶梯",
        "support" => "支持",
        "group" => "组合",
        "target" => "指标",
        "fund" => "资金",
        "score" => "评分",
        "table" => "表",
        "not_encoded" => "不编码",
        "validity" => "有效期",
        "stacking" => "与其他政策",
        "step" => "档",
        "limit" => "上限",
        "prize" => "奖项",
        "share" => "分担",
        "instalment" => "分期",
        "quota" => "名额",
        "earmark" => "专用",
        "clawback" => "追回",
        "indicator" => "计分",
        "pass" => "及格",
        "goal" => "目标",
        "size" => "规模",
        "budget" => "预算",
        "match" => "配套",
        "leverage" => "放大",
        other => other,
    }
}
