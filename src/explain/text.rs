//! The report of a decision for a person: what is paid and why, what is missing, what is not paid and why not.

use crate::diagnostic::Lang;
use crate::evaluate::{Missing, Outcome};
use crate::money::Currency;
use crate::plan::{Award, AwardId, Part};
use crate::program::Units;

use super::Explanation;
use super::layout::{Paint, pad, paint, width, wrap};
use super::reader::Level;
use super::reasons;
use super::score;
use super::targets;
use super::words::{self, pick};
use super::{payout, population};

/// How a report is laid out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Layout {
    /// Terminal cells in a line; at least 60 are used.
    pub columns: usize,
    /// Whether colours are used; only ever on a terminal.
    pub colour: bool,
}

impl Default for Layout {
    fn default() -> Layout {
        Layout { columns: 96, colour: false }
    }
}

/// How far details stand below their award.
const INDENT: usize = 4;

pub(super) fn report(explanation: &Explanation<'_>, layout: Layout) -> String {
    let columns = layout.columns.max(60);
    let mut writer = Writer { it: explanation, columns, colour: layout.colour, out: String::new() };
    writer.header();
    if targets::nothing_else_is_given(explanation) {
        writer.targets();
        writer.no_applicant();
        return writer.out;
    }
    writer.paid();
    writer.undetermined();
    writer.entitled();
    writer.not_paid();
    writer.scores();
    writer.targets();
    writer.out
}

struct Writer<'r, 'a> {
    it: &'r Explanation<'a>,
    columns: usize,
    colour: bool,
    out: String,
}

impl<'a> Writer<'_, 'a> {
    fn say<'t>(&self, zh: &'t str, en: &'t str) -> &'t str {
        pick(self.it.lang, zh, en)
    }

    fn put(&mut self, line: &str) {
        self.out.push_str(line.trim_end());
        self.out.push('\n');
    }

    fn awards(&self, wanted: impl Fn(&Outcome) -> bool) -> Vec<(AwardId, &'a Award, &'a Outcome)> {
        let awards = self.it.plan.awards.iter_ids().filter(|(_, award)| award.foreign.is_none());
        let with = awards.filter_map(|(id, award)| Some((id, award, self.it.decision.awards.get(id)?)));
        with.filter(|(_, _, outcome)| wanted(outcome)).collect()
    }

    /// `key   value`, the value wrapped below itself.
    fn field(&mut self, key: &str, value: &str) {
        let indent = 12;
        for (at, line) in wrap(value, self.columns.saturating_sub(indent)).iter().enumerate() {
            let key = if at == 0 { pad(key, indent) } else { " ".repeat(indent) };
            let key = paint(&key, Paint::Dim, self.colour);
            self.put(&format!("{key}{line}"));
        }
    }

    fn heading(&mut self, words: &str) {
        self.out.push('\n');
        let words = paint(words, Paint::Bold, self.colour);
        self.put(&words);
    }

    fn header(&mut self) {
        let plan = self.it.plan;
        for line in wrap(&plan.title, self.columns) {
            let line = paint(&line, Paint::Bold, self.colour);
            self.put(&line);
        }
        if let Some(applicant) = &self.it.inputs.applicant {
            let (key, applicant) = (self.say("申报人", "applicant"), printable(applicant));
            self.field(key, &applicant);
        }
        let date = self.it.inputs.as_of.map(|date| date.to_string());
        let date = date.unwrap_or_else(|| self.say("未给出", "not given").to_owned());
        self.field(self.say("决定日期", "as of"), &date);
        let force = self.in_force();
        self.field(self.say("有效期", "in force"), &force);
        // The dates of validity stand above.
        let assumptions = self.it.taken_for_granted();
        if !assumptions.is_empty() {
            let words = assumptions.join(self.say("；", "; "));
            self.field(self.say("前提", "assumed"), &words);
        }
        let total = self.total();
        self.field(self.say("合计", "total"), &total);
    }

    fn in_force(&self) -> String {
        let plan = self.it.plan;
        let validity = plan.in_force;
        let by = plan.in_force_by.as_ref();
        let by = by.map(|(name, label)| words::title(self.it.lang, name, label.as_deref()));
        let days = match (validity.from, validity.until, self.it.lang) {
            (None, None, Lang::Zh) => "文本未载明日期".to_owned(),
            (None, None, Lang::En) => "date not stated in the text".to_owned(),
            (Some(from), Some(until), Lang::Zh) => format!("{from} 至 {until}"),
            (Some(from), Some(until), Lang::En) => format!("{from} to {until}"),
            (Some(from), None, Lang::Zh) => format!("{from} 起，截止日期文本未载明"),
            (Some(from), None, Lang::En) => format!("from {from}, end not stated in the text"),
            (None, Some(until), Lang::Zh) => format!("至 {until}，起始日期文本未载明"),
            (None, Some(until), Lang::En) => format!("until {until}, beginning not stated in the text"),
        };
        match (by, self.it.lang) {
            (None, _) => days,
            (Some(by), Lang::Zh) => format!("{days} (以{by}为准)"),
            (Some(by), Lang::En) => format!("{days} (by {by})"),
        }
    }

    fn total(&self) -> String {
        let total = &self.it.decision.total;
        let decimals = self.it.reader().decimals();
        let range = words::range(total, decimals, self.it.lang);
        let range = paint(&range, Paint::Green, self.colour);
        let low = paint(&words::amount(total.low, decimals), Paint::Green, self.colour);
        let currency = match (self.it.plan.currency, self.it.lang) {
            (Currency::CNY, Lang::Zh) => "元".to_owned(),
            (currency, _) => currency.to_string(),
        };
        if total.high == Some(total.low) {
            return format!("{range} {currency}");
        }
        let range = match (total.high, self.it.lang) {
            (Some(_), _) => format!("{range} {currency}"),
            (None, Lang::Zh) => format!("{low} {currency}起，不封顶"),
            (None, Lang::En) => format!("{low} {currency} and more, no upper bound"),
        };
        let open = self.awards(|outcome| matches!(outcome, Outcome::Undetermined { .. })).len();
        let decided = self.awards(|outcome| matches!(outcome, Outcome::UpTo(_))).len();
        let mut why = Vec::new();
        match self.it.lang {
            Lang::Zh => {
                why.extend((open > 0).then(|| format!("{open} 项待补资料")));
                why.extend((decided > 0).then(|| format!("{decided} 项待核定")));
                format!("{range} ({})", why.join("，"))
            }
            Lang::En => {
                why.extend((open > 0).then(|| format!("{open} undetermined")));
                why.extend((decided > 0).then(|| format!("{decided} for an official to decide")));
                format!("{range} ({})", why.join(", "))
            }
        }
    }

    /// `Title  section                amount`
    fn award(&mut self, award: &Award, amount: &str, colour: Paint) {
        let left = match award.cites.is_empty() {
            true => award.title.clone(),
            false => format!("{}  {}", award.title, award.cites.join(self.say("、", ", "))),
        };
        let room = self.columns.saturating_sub(width(amount)).saturating_sub(4);
        let lines = wrap(&left, room);
        for (at, line) in lines.iter().enumerate() {
            let amount = if at == 0 { paint(amount, colour, self.colour) } else { String::new() };
            self.put(&format!("  {}  {amount}", pad(line, room)));
        }
    }

    fn detail(&mut self, text: &str) {
        let margin = " ".repeat(INDENT);
        for (at, line) in wrap(text, self.columns.saturating_sub(INDENT.saturating_add(2))).iter().enumerate()
        {
            let hang = if at == 0 { "" } else { "  " };
            self.put(&format!("{margin}{hang}{line}"));
        }
    }

    fn details(&mut self, id: AwardId, award: &Award, lines: &[String]) {
        for line in lines {
            self.detail(line);
        }
        for part in &award.parts {
            let words = self.part(part);
            if let Some(words) = words {
                self.detail(&words);
            }
        }
        if let Some(words) = population::ranking(&self.it.reader(), award) {
            self.detail(&words);
        }
        for words in population::paid_from(&self.it.reader(), id) {
            self.detail(&words);
        }
        for group in &self.it.plan.groups {
            if group.members.contains(&id) {
                for reading in &group.readings {
                    self.detail(&format!("{}{reading}", self.say("理解：", "reading: ")));
                }
            }
        }
        for reading in &award.readings {
            self.detail(&format!("{}{reading}", self.say("理解：", "reading: ")));
        }
        let units = self.units(&award.units);
        if !units.is_empty() {
            self.detail(&units);
        }
    }

    fn units(&self, units: &Units) -> String {
        let between = self.say("、", ", ");
        let mut words = Vec::new();
        if !units.lead.is_empty() {
            words.push(format!("{}{}", self.say("负责单位：", "in charge: "), units.lead.join(between)));
        }
        if !units.with.is_empty() {
            words.push(format!("{}{}", self.say("配合：", "with: "), units.with.join(between)));
        }
        words.join(self.say("；", "; "))
    }

    fn part(&self, part: &Part) -> Option<String> {
        let reader = self.it.reader();
        let cited = |cites: &[String]| match cites.is_empty() {
            true => String::new(),
            false => format!(" ({})", cites.join(self.say("、", ", "))),
        };
        match part {
            Part::Quota { number, scope, condition, cites, .. } => {
                Some(population::quota(&reader, *number, *scope, *condition) + &cited(cites))
            }
            Part::Clawback { share, event, condition, cites } => {
                let applies = condition.map_or(Some(true), |it| reader.truth(Level::Applicant, it));
                payout::clawback(&reader, *share, event, applies).map(|words| words + &cited(cites))
            }
            Part::Earmark { share, purpose, condition, cites } => {
                let applies = condition.is_none_or(|it| reader.truth(Level::Applicant, it) != Some(false));
                let share = words::number(
                    *share,
                    &crate::program::Measure::plain(crate::program::Dimension::Ratio),
                    0,
                    self.it.lang,
                );
                applies.then(|| match self.it.lang {
                    Lang::Zh => format!("不低于 {share} 须用于：{purpose}{}", cited(cites)),
                    Lang::En => format!("at least {share} is bound to: {purpose}{}", cited(cites)),
                })
            }
        }
    }

    fn paid(&mut self) {
        let paid = self.awards(|outcome| matches!(outcome, Outcome::Awarded(_) | Outcome::UpTo(_)));
        if paid.is_empty() {
            return;
        }
        let decimals = self.it.reader().decimals();
        self.heading(self.say("可得", "Awarded"));
        for (id, award, outcome) in &paid {
            let amount = match outcome {
                Outcome::Awarded(amount) => words::amount(*amount, decimals),
                Outcome::UpTo(bounds) => words::range(bounds, decimals, self.it.lang),
                Outcome::NotEligible
                | Outcome::Displaced { .. }
                | Outcome::Exhausted
                | Outcome::Entitled
                | Outcome::Undetermined { .. }
                | Outcome::NotInForce => String::new(),
            };
            self.award(award, &amount, Paint::Green);
            let lines = self.it.calculation(*id);
            let lines = [lines, payout::divisions(&self.it.reader(), award, outcome)].concat();
            self.details(*id, award, &lines);
        }
        let total = self.it.decision.total;
        if paid.len() > 1 && total.high == Some(total.low) {
            let sum = words::amount(total.low, decimals);
            let room = self.columns.saturating_sub(width(&sum)).saturating_sub(4);
            let word = self.say("合计", "total");
            let left = format!("{}{word}", " ".repeat(room.saturating_sub(width(word))));
            let sum = paint(&sum, Paint::Green, self.colour);
            self.put(&format!("  {left}  {sum}"));
        }
    }

    fn undetermined(&mut self) {
        let open = self.awards(|outcome| matches!(outcome, Outcome::Undetermined { .. }));
        if open.is_empty() {
            return;
        }
        self.heading(self.say("待定 (补齐资料后可定)", "Undetermined (facts are missing)"));
        if open.len() > 1 {
            let mut all: Vec<&Missing> = Vec::new();
            for (_, _, outcome) in &open {
                let Outcome::Undetermined { missing, .. } = outcome else { continue };
                all.extend(missing);
            }
            all.sort();
            all.dedup();
            let names: Vec<String> = all.into_iter().map(|one| self.it.missing(one)).collect();
            let names = names.join(self.say("、", ", "));
            for line in wrap(
                &format!("{}{names}", self.say("合起来还缺：", "missing in all: ")),
                self.columns.saturating_sub(2),
            ) {
                let line = paint(&line, Paint::Yellow, self.colour);
                self.put(&format!("  {line}"));
            }
        }
        for (id, award, outcome) in &open {
            let Outcome::Undetermined { bounds, missing } = outcome else { continue };
            let could = bounds
                .map(|bounds| words::range(&bounds, self.it.reader().decimals(), self.it.lang))
                .unwrap_or_default();
            self.award(award, &could, Paint::Yellow);
            let names: Vec<String> = missing.iter().map(|one| self.it.missing(one)).collect();
            let names = names.join(self.say("、", ", "));
            let open = population::open(&self.it.reader(), award, missing).map(str::to_owned);
            let lines: Vec<String> =
                open.into_iter().chain([format!("{}{names}", self.say("还缺：", "missing: "))]).collect();
            self.details(*id, award, &lines);
        }
    }

    fn entitled(&mut self) {
        let entitled = self.awards(|outcome| matches!(outcome, Outcome::Entitled));
        if entitled.is_empty() {
            return;
        }
        self.heading(self.say("有资格 (文本未定金额)", "Entitled (the text sets no amount)"));
        let rows: Vec<(&Award, Vec<String>)> =
            entitled.iter().map(|(_, award, _)| (*award, Vec::new())).collect();
        self.table(&rows);
    }

    fn not_paid(&mut self) {
        let not_paid = self.awards(|outcome| {
            matches!(
                outcome,
                Outcome::NotEligible | Outcome::Displaced { .. } | Outcome::Exhausted | Outcome::NotInForce
            )
        });
        if not_paid.is_empty() {
            return;
        }
        // What could have been paid to such an applicant comes first.
        let reader = self.it.reader();
        let (mut near, mut other) = (Vec::new(), Vec::new());
        for (id, award, outcome) in not_paid {
            match reasons::wrong_kind(&reader, award).filter(|_| *outcome == Outcome::NotEligible) {
                Some(kind) => other.push((award, vec![kind])),
                None => near.push((award, self.it.reasons(id))),
            }
        }
        if !near.is_empty() {
            self.heading(self.say("不予支付", "Not paid"));
            self.table(&near);
        }
        if !other.is_empty() {
            self.heading(self.say("不予支付：对象不符", "Not paid: for other applicants"));
            self.table(&other);
        }
    }

    /// The scores, indicator by indicator.
    fn scores(&mut self) {
        let reader = self.it.reader();
        let told: Vec<_> = self.it.plan.scores.iter().map(|one| score::told(&reader, one)).collect();
        if told.is_empty() {
            return;
        }
        self.heading(self.say("评分", "Scores"));
        for (title, lines) in told {
            for line in wrap(&title, self.columns.saturating_sub(2)) {
                self.put(&format!("  {line}"));
            }
            for line in lines {
                self.detail(&line);
            }
        }
    }

    /// Instead of listing every award as undetermined.
    fn no_applicant(&mut self) {
        let awards = self.it.plan.awards.len();
        if awards == 0 {
            return;
        }
        let words = match self.it.lang {
            Lang::Zh => format!("没有给出申请人的事实，{awards} 项奖励和支持不在此列"),
            Lang::En => format!("no facts of an applicant are given: {awards} awards and supports left out"),
        };
        self.out.push('\n');
        let words = paint(&words, Paint::Dim, self.colour);
        self.put(&words);
    }

    /// The indicators of which a figure is given.
    fn targets(&mut self) {
        let told = targets::targets(self.it);
        if told.is_empty() {
            return;
        }
        self.heading(self.say("指标", "Targets"));
        for target in told {
            for line in wrap(&target.title, self.columns.saturating_sub(2)) {
                self.put(&format!("  {line}"));
            }
            for (line, met) in target.lines {
                let colour = match met {
                    Some(true) => Paint::Green,
                    Some(false) => Paint::Bold,
                    None => Paint::Yellow,
                };
                let painted = paint(&line, colour, self.colour);
                if self.colour { self.put(&format!("    {painted}")) } else { self.detail(&line) }
            }
            for remark in target.remarks {
                self.detail(&remark);
            }
        }
    }

    /// Title, section and reasons side by side; a long title stands on its own line.
    fn table(&mut self, rows: &[(&Award, Vec<String>)]) {
        let most = self.columns.checked_div(3).unwrap_or(30);
        let titles = rows.iter().map(|(award, _)| width(&award.title)).filter(|&wide| wide <= most);
        let first = titles.max().unwrap_or(0);
        let sections: Vec<String> =
            rows.iter().map(|(award, _)| award.cites.join(self.say("、", ", "))).collect();
        let cites = sections.iter().map(|cites| width(cites)).filter(|&wide| wide <= 16);
        let second = cites.max().unwrap_or(0);
        let margin = first.saturating_add(second).saturating_add(6);
        for ((award, reasons), section) in rows.iter().zip(&sections) {
            let head = format!("  {}  {}", pad(&award.title, first), pad(section, second));
            let mut reasons = reasons.iter().flat_map(|reason| {
                let lines = wrap(reason, self.columns.saturating_sub(margin).saturating_sub(2));
                lines
                    .into_iter()
                    .enumerate()
                    .map(|(at, line)| if at == 0 { line } else { format!("  {line}") })
            });
            let mut lines = Vec::new();
            if width(&head) > margin.saturating_sub(2) {
                lines.push(head.clone());
            } else {
                lines.push(format!("{}{}", pad(&head, margin), reasons.next().unwrap_or_default()));
            }
            lines.extend(reasons.map(|line| format!("{}{line}", " ".repeat(margin))));
            for line in lines {
                self.put(&line);
            }
        }
    }
}

/// A text from outside without what would steer a terminal.
fn printable(text: &str) -> String {
    text.chars().map(|character| if character.is_control() { '\u{fffd}' } else { character }).collect()
}
