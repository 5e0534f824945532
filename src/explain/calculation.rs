//! The amount of an award line by line, in the order the author wrote.

use crate::diagnostic::Lang;
use crate::money::Rational;
use crate::plan::{Award, AwardId, Decided, GroupId, GroupKind, Line, LineKind, NodeId, PaidScope, Step};
use crate::program::{Dimension, Measure};
use crate::syntax::ast::LadderKind;

use super::formula::Formula;
use super::leaves::{failing, holding};
use super::phrase::Strength;
use super::reader::{Level, Reader};
use super::stacking;
use super::words::{self, pick};

/// Items told one by one; of a longer list only so many.
const ITEMS_TOLD: usize = 10;

/// The lines that lead to an award's amount.
pub(super) fn calculation(reader: &Reader<'_>, id: AwardId) -> Vec<String> {
    let Some(award) = reader.plan.awards.get(id) else { return Vec::new() };
    let mut told = Told::new(reader, id, award);
    let (per_item, after): (Vec<&Line>, Vec<&Line>) = award.lines.iter().partition(|line| line.per_item);
    if let Some(items) = award.items {
        told.items(items.list, items.condition, items.amount, &per_item);
    }
    for line in after {
        told.line(Level::Applicant, line);
    }
    told.group_limit();
    told.lines.extend(stacking::topped_up(reader, award));
    told.lines
}

/// What an award came to before anything else: the first line that brought nothing.
pub(super) fn first_zero(reader: &Reader<'_>, id: AwardId) -> Option<String> {
    let award = reader.plan.awards.get(id)?;
    let mut told = Told::new(reader, id, award);
    for line in award.lines.iter().filter(|line| !line.per_item) {
        told.line(Level::Applicant, line);
        if reader.exact(Level::Applicant, line.result).is_some_and(Rational::is_zero) {
            return told.lines.pop();
        }
    }
    None
}

struct Told<'r, 'a> {
    reader: &'r Reader<'a>,
    id: AwardId,
    award: &'a Award,
    lines: Vec<String>,
    /// The amount before the line at hand.
    before: Option<Rational>,
    /// Put before the next line.
    prefix: String,
    /// The next line stands on its own.
    apart: bool,
}

impl<'r, 'a> Told<'r, 'a> {
    fn new(reader: &'r Reader<'a>, id: AwardId, award: &'a Award) -> Told<'r, 'a> {
        Told { reader, id, award, lines: Vec::new(), before: None, prefix: String::new(), apart: false }
    }

    fn say<'t>(&self, zh: &'t str, en: &'t str) -> &'t str {
        pick(self.reader.lang, zh, en)
    }

    fn amount(&self, value: Option<Rational>) -> String {
        value.map_or_else(|| self.reader.unknown().to_owned(), |value| self.reader.amount(value))
    }

    fn push(&mut self, text: &str) {
        let line = format!("{}{text}", self.prefix);
        self.prefix.clear();
        self.apart = false;
        self.lines.push(line);
    }

    /// Adds to the line before, or starts one.
    fn join(&mut self, text: &str) {
        let between = self.say("；", "; ");
        match (self.lines.last_mut(), self.prefix.is_empty() && !self.apart) {
            (Some(last), true) => {
                last.push_str(between);
                last.push_str(text);
            }
            (Some(_) | None, _) => self.push(text),
        }
    }

    fn items(
        &mut self,
        list: crate::plan::ListPlanId,
        condition: Option<NodeId>,
        amount: NodeId,
        lines: &[&Line],
    ) {
        let title = self.reader.list_title(list);
        let number = self.reader.items(list);
        let mut counted = Vec::new();
        for at in 0..number {
            let level = Level::Item(list, Some(at));
            let counts = condition.is_none_or(|condition| self.reader.truth(level, condition) != Some(false));
            if counts {
                counted.push(self.reader.exact(level, amount));
            }
            if at >= ITEMS_TOLD {
                continue;
            }
            let name = format!("{title}[{}]{}", at.saturating_add(1), self.say("：", ": "));
            match condition.filter(|_| !counts) {
                Some(condition) => {
                    let why = failing(self.reader, level, condition).join(self.say("；", "; "));
                    self.lines.push(format!("{name}{}{why}", self.say("不计，", "not counted, ")));
                }
                None => {
                    self.before = None;
                    self.prefix = name;
                    for line in lines {
                        self.line(level, line);
                    }
                    self.prefix.clear();
                }
            }
        }
        if let Some(more) = number.checked_sub(ITEMS_TOLD).filter(|&more| more > 0) {
            self.lines.push(match self.reader.lang {
                Lang::Zh => format!("……另有 {more} 项，共计入 {} 项", counted.len()),
                Lang::En => format!("… {more} more; {} counted in all", counted.len()),
            });
        }
        self.before = None;
        self.apart = number > 1;
    }

    /// The amounts of the items that count, where each is exact.
    fn summands(&self) -> Option<Vec<Rational>> {
        let items = self.award.items?;
        let levels = (0..self.reader.items(items.list)).map(|at| Level::Item(items.list, Some(at)));
        let counted = levels
            .filter(|&level| items.condition.is_none_or(|it| self.reader.truth(level, it) != Some(false)));
        counted.map(|level| self.reader.exact(level, items.amount)).collect()
    }

    fn line(&mut self, level: Level, line: &Line) {
        let after = self.reader.exact(level, line.result);
        let before = self.before;
        let changed = before != after || after.is_none();
        let after_words = self.amount(after);
        let before_words = self.amount(before);
        match &line.kind {
            LineKind::Pays(value) => {
                let formula = Formula::of(self.reader, level, *value);
                let result = if formula.calculated { format!(" = {after_words}") } else { String::new() };
                let reason = formula.reason(self.reader);
                self.push(&format!("{}{result}{reason}", formula.text));
            }
            LineKind::Steps(kind) => self.steps(*kind, after),
            LineKind::SumOfItems => self.sum(after),
            LineKind::Decided => {
                if let Some(decided) = &self.award.decided {
                    let text = self.decided(decided);
                    self.push(&text);
                }
            }
            LineKind::Times(factor) => {
                if changed {
                    let formula = Formula::of(self.reader, level, *factor);
                    let factor = formula.within(Strength::Atom);
                    let reason = formula.reason(self.reader);
                    self.push(&format!("{before_words} × {factor} = {after_words}{reason}"));
                }
            }
            LineKind::Plus(value) | LineKind::Minus(value) => {
                if changed {
                    let formula = Formula::of(self.reader, level, *value);
                    let sign = if matches!(line.kind, LineKind::Plus(_)) { "+" } else { "−" };
                    let value = formula.within(Strength::Product);
                    let reason = formula.reason(self.reader);
                    self.push(&format!("{before_words} {sign} {value} = {after_words}{reason}"));
                }
            }
            LineKind::Running { limit, before: used } => {
                let (limit, used) = (self.reader.exact(level, *limit), self.reader.exact(level, *used));
                let left = limit.zip(used).and_then(|(limit, used)| limit.minus(used));
                let left = left.map(|left| left.max(Rational::ZERO));
                let (limit, used, left) = (self.amount(limit), self.amount(used), self.amount(left));
                let text = match (self.reader.lang, changed) {
                    (Lang::Zh, false) => format!("滚动限额 {limit} − 前面各项 {used} = 剩余 {left} (未达到)"),
                    (Lang::Zh, true) => {
                        format!("滚动限额 {limit} − 前面各项 {used} = 剩余 {left}，取 {after_words}")
                    }
                    (Lang::En, false) => {
                        format!("running limit {limit} − items before {used} = left {left}, not reached")
                    }
                    (Lang::En, true) => {
                        format!("running limit {limit} − items before {used} = left {left}; so {after_words}")
                    }
                };
                self.join(&text);
            }
            LineKind::AtMost { limit, applies, paid, others, circle, scope } => {
                let applies = applies.is_none_or(|applies| self.reader.truth(level, applies) != Some(false));
                if applies {
                    let over = words::reach(*circle, *scope, self.reader.lang);
                    self.limit(level, *limit, (*paid, *others), &over, after);
                }
            }
            LineKind::AtLeast(least) => {
                if changed {
                    let least = self.reader.amount_of(level, *least);
                    let text =
                        format!("{} {least}", self.say("不足最低额，提高到", "raised to the minimum of"));
                    self.join(&text);
                }
            }
            LineKind::NothingBelow(least) => {
                if changed {
                    let least = self.reader.amount_of(level, *least);
                    let text = match self.reader.lang {
                        Lang::Zh => format!("低于 {least}，不予支付"),
                        Lang::En => format!("below {least}, nothing is paid"),
                    };
                    self.join(&text);
                }
            }
            // The lines of an award that an official fixes lead to its bounds; what was fixed comes at the end.
            LineKind::Rounded(_) if self.award.decided.is_some() && line.span.is_none() => {
                if let Some(after) = after {
                    let text = format!("{} {}", self.say("已核定", "decided:"), self.reader.amount(after));
                    self.join(&text);
                }
            }
            LineKind::Rounded(rounding) => {
                if changed {
                    let rounding = words::rounding(*rounding, self.reader.lang);
                    self.join(&format!("{rounding} = {after_words}"));
                }
            }
        }
        self.before = after;
    }

    fn limit(
        &mut self,
        level: Level,
        limit: NodeId,
        (paid, others): (Option<NodeId>, Option<NodeId>),
        over: &str,
        after: Option<Rational>,
    ) {
        let cap = self.reader.exact(level, limit);
        let plain = self.amount(cap);
        // A limit that is calculated says from what.
        let formula = Formula::of(self.reader, level, limit);
        let words = if formula.calculated { format!("{} = {plain}", formula.text) } else { plain.clone() };
        let before = self.before;
        let paid = paid.and_then(|paid| self.reader.exact(level, paid)).filter(|paid| !paid.is_zero());
        let received = others.and_then(|others| self.reader.exact(level, others));
        let received = received.filter(|received| !received.is_zero());
        if let Some(cap) = cap
            && (paid.is_some() || received.is_some())
        {
            let used = [paid, received].into_iter().flatten().try_fold(Rational::ZERO, Rational::plus);
            let left = used.and_then(|used| cap.minus(used)).map(|left| left.max(Rational::ZERO));
            let mut terms = vec![format!("{} {words}", self.say("上限", "cap"))];
            terms.extend(
                paid.map(|paid| format!("{} {}", self.say("已付", "paid before"), self.reader.amount(paid))),
            );
            let others = others.filter(|_| received.is_some());
            terms.extend(others.map(|others| Formula::of(self.reader, level, others).text));
            let line =
                format!("{} = {} {}{over}", terms.join(" − "), self.say("剩余", "left"), self.amount(left),);
            let cut = before.zip(left).is_some_and(|(before, left)| before > left);
            let end = match (cut, left.is_some_and(Rational::is_zero)) {
                (true, true) => String::new(),
                (true, false) => format!("{}{}", self.say("，取 ", "; so "), self.amount(after)),
                (false, _) => self.say(" (未达到)", " not reached").to_owned(),
            };
            self.push(&format!("{line}{end}"));
            return;
        }
        // What an official decides has its upper bound as a limit too, which is told already.
        if self.award.decided.is_some() && before == cap {
            return;
        }
        let text = match (before, cap, self.reader.lang) {
            (Some(before), Some(cap), Lang::Zh) => match before.cmp(&cap) {
                std::cmp::Ordering::Less => format!("上限 {words} (未达到)"),
                std::cmp::Ordering::Equal => format!("上限 {words} (正好达到)"),
                std::cmp::Ordering::Greater => format!("上限 {words} (已超过，取上限)"),
            },
            (Some(before), Some(cap), Lang::En) => match before.cmp(&cap) {
                std::cmp::Ordering::Less => format!("cap {words} not reached"),
                std::cmp::Ordering::Equal => format!("cap {words} just reached"),
                std::cmp::Ordering::Greater => format!("cap {words} exceeded, so {plain}"),
            },
            (_, _, Lang::Zh) => format!("上限 {words}"),
            (_, _, Lang::En) => format!("cap {words}"),
        };
        self.join(&text);
    }

    /// Of the groups in which it is the next one, the shares.
    fn shares_of_next(&self) -> Vec<String> {
        let own = self.reader.plan.groups.iter().filter(|group| group.members.contains(&self.id));
        let told = own.filter_map(|group| {
            let GroupKind::Highest { next: Some(share), .. } = group.kind else { return None };
            let title = words::quoted(self.reader.lang, &group.title);
            let share = words::number(share, &Measure::plain(Dimension::Ratio), 0, self.reader.lang);
            Some(match self.reader.lang {
                Lang::Zh => format!("在组合{title}里是次高一项，按 {share}"),
                Lang::En => format!("the next of group {title}: {share}"),
            })
        });
        told.collect()
    }

    /// What the common limit of a group takes away from the amount.
    fn group_limit(&mut self) {
        // What was received elsewhere comes after the groups.
        let grouped = self.award.stacked.map_or(self.award.amount, |stacked| stacked.before);
        let [net, paid] = [self.award.net, grouped].map(|node| self.reader.exact(Level::Applicant, node));
        let (Some(net), Some(paid)) = (net, paid) else { return };
        if net <= paid {
            return;
        }
        // Of several limits the tightest binds; the others leave more.
        let at_work = self.award.common.iter().filter(|limit| {
            let applies = |node| self.reader.truth(Level::Applicant, node) != Some(false);
            limit.applies.is_none_or(applies)
        });
        let left = at_work
            .filter_map(|limit| Some((self.reader.exact(Level::Applicant, limit.remaining)?, limit.group)));
        let left: Vec<(Rational, GroupId)> = left.collect();
        let mut told = self.shares_of_next();
        let paid = self.reader.amount(paid);
        if let Some(least) = left.iter().map(|&(left, _)| left).min() {
            let binding = left.iter().filter(|&&(left, _)| left == least);
            let titles: Vec<String> = binding
                .filter_map(|&(_, group)| self.reader.plan.groups.get(group))
                .map(|group| words::quoted(self.reader.lang, &group.title))
                .collect();
            let titles = titles.join(self.say("、", ", "));
            told.push(match self.reader.lang {
                Lang::Zh => format!("组合{titles}的共同上限只剩 {paid}"),
                Lang::En => format!("the common limit of group {titles} leaves {paid}"),
            });
        } else if let Some(last) = told.last_mut() {
            last.push_str(&format!(" = {paid}"));
        } else {
            return;
        }
        let text = told.join(self.say("；", "; "));
        self.push(&text);
    }

    fn steps(&mut self, kind: LadderKind, after: Option<Rational>) {
        let reader = self.reader;
        let held: Vec<&Step> = self
            .award
            .steps
            .iter()
            .filter(|step| reader.truth(Level::Applicant, step.held) == Some(true))
            .collect();
        let amount = |step: &Step| reader.exact(Level::Applicant, step.amount);
        let highest = held.iter().filter_map(|step| amount(step)).max();
        let mut marked = false;
        for step in &held {
            let value = amount(step);
            let counts = kind == LadderKind::AddUp || (!marked && value == highest);
            marked |= counts;
            let why = match &step.name {
                Some(name) => name.clone(),
                None => holding(reader, Level::Applicant, step.held).join(self.say("，", ", ")),
            };
            let mark = match (counts, kind) {
                (true, LadderKind::HighestOnly | LadderKind::TopUp) => {
                    self.say("，取此最高一档", ": the highest, counts")
                }
                (true, LadderKind::AddUp) | (false, _) => "",
            };
            let text = format!("{}{}{}{mark}", self.amount(value), self.say("：", " for "), why);
            self.push(&text);
        }
        match kind {
            LadderKind::AddUp if held.len() > 1 => {
                let parts: Vec<String> = held.iter().map(|step| self.amount(amount(step))).collect();
                let text = format!("{} = {}", parts.join(" + "), self.amount(after));
                self.push(&text);
            }
            LadderKind::TopUp => {
                let paid = reader.paid(self.id, PaidScope::Ever).filter(|paid| !paid.is_zero());
                if let (Some(paid), Some(highest)) = (paid, highest) {
                    let left = highest.minus(paid).map(|left| left.max(Rational::ZERO));
                    let text = format!(
                        "{} {} − {} {} = {} {}",
                        self.say("累计上限", "in all at most"),
                        reader.amount(highest),
                        self.say("已付", "paid before"),
                        reader.amount(paid),
                        self.say("剩余", "left"),
                        self.amount(left),
                    );
                    self.push(&text);
                }
            }
            LadderKind::HighestOnly | LadderKind::AddUp => {}
        }
    }

    fn sum(&mut self, after: Option<Rational>) {
        let Some(summands) = self.summands() else { return };
        let after = self.amount(after);
        if summands.len() > ITEMS_TOLD {
            let text = format!("{} {} = {after}", self.say("合计项数", "sum of"), summands.len());
            self.push(&text);
        } else if summands.len() > 1 {
            let parts: Vec<String> = summands.iter().map(|&one| self.reader.amount(one)).collect();
            self.push(&format!("{} = {after}", parts.join(" + ")));
        } else if self.apart {
            let text = format!("{} {after}", self.say("合计", "sum"));
            self.push(&text);
        }
    }

    fn decided(&self, decided: &Decided) -> String {
        let low = self.reader.amount_of(Level::Applicant, decided.low);
        let high = self.reader.amount_of(Level::Applicant, decided.high);
        match self.reader.lang {
            Lang::Zh => format!("由主管部门在 {low} 至 {high} 之间核定"),
            Lang::En => format!("an official decides between {low} and {high}"),
        }
    }
}
