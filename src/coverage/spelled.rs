//! Numbers in words: `百分之五`, `八比二`, `三年`, `一级到五级`; and the ways of speaking that are none.

use crate::money::Rational;

use super::figure::{Figure, Found, Scan};
use super::section::{chinese, digit_of};

/// Units that make a number in words a quantity.
const UNITS: &str = "年天倍元家件项名人户次分亩档期";

impl Scan<'_> {
    pub(super) fn words(&mut self, start: usize) -> usize {
        for (words, parts) in [("百分之", 100), ("千分之", 1000)] {
            if self.starts(start, words)
                && let Some((value, end)) = self.any_number(start.saturating_add(3))
            {
                if let Some(share) = value.over(Rational::whole(parts)) {
                    self.push(Figure::Number(share.reduced()), start, end);
                }
                return end;
            }
        }
        let end = self.run(start, is_word);
        // 百分之 may stand at the end of the run: 高于百分之五.
        let end = (start.saturating_add(1)..end)
            .find(|&at| self.starts(at, "百分之") || self.starts(at, "千分之"))
            .unwrap_or(end);
        let run = self.text.get(start..end).unwrap_or_default();
        let has_digit = run.iter().any(|&character| digit_of(character).is_some());
        if self.starts(end, "分之")
            && let Some((above, after)) = self.any_number(end.saturating_add(2))
            && let Some(below) = in_words(run)
        {
            if let Some(share) = above.over(below) {
                self.push(Figure::Number(share.reduced()), start, after);
            }
            return after;
        }
        if self.at(end) == Some('比')
            && has_digit
            && let (Some(left), Some((right, after))) =
                (in_words(run), self.any_number(end.saturating_add(1)))
        {
            self.push(Figure::Pair(left, right), start, after);
            return after;
        }
        if matches!(self.before(start), Some('第')) {
            return end;
        }
        let Some(value) = in_words(run) else { return end };
        let bare_power = !has_digit && run != ['十'];
        if bare_power && !matches!(self.before(start), Some('超' | '逾' | '破')) {
            return end;
        }
        if self.at(end) == Some('级') {
            return self.level(value, start, end);
        }
        if self.starts(end, "成") && value > Rational::ONE && self.ends_share(end.saturating_add(1)) {
            let share = value.over(Rational::whole(10)).unwrap_or(value);
            self.push(Figure::Number(share.reduced()), start, end.saturating_add(1));
            return end.saturating_add(1);
        }
        if self.is_quantity(value, run, start, end) {
            let money = self.at(end) == Some('元');
            let years = self.at(end) == Some('年');
            if !self.is_for_each(start, value) {
                self.found.push(Found {
                    figure: Figure::Number(value),
                    start,
                    end,
                    money,
                    years,
                    scaled: None,
                });
            }
        }
        end
    }

    /// `一级到五级`, `一级、二级`: levels count where several are told apart; 三级联动 is a way of speaking.
    fn level(&mut self, value: Rational, start: usize, end: usize) -> usize {
        let after = end.saturating_add(1);
        let joins = |character: Option<char>| matches!(character, Some('到' | '至' | '-' | '、' | ','));
        let next = after.saturating_add(1);
        let numeral = self.run(next, is_word);
        let opens = joins(self.at(after)) && numeral > next && self.at(numeral) == Some('级');
        let closes = self.found.last().is_some_and(|last| {
            self.at(last.end) == Some('级')
                && last.end.saturating_add(2) == start
                && joins(self.before(start))
        });
        if opens || closes {
            self.push(Figure::Number(value), start, end);
        }
        after
    }

    fn ends_share(&self, at: usize) -> bool {
        self.at(at).is_none_or(|next| "以的,。;、)由和与为给".contains(next))
    }

    /// Whether a number in words counts something.
    fn is_quantity(&self, value: Rational, run: &[char], start: usize, end: usize) -> bool {
        let Some(unit) = self.at(end) else { return false };
        let next = self.at(end.saturating_add(1));
        let unit_counts = UNITS.contains(unit) || self.starts(end, "个月") || self.starts(end, "平方米");
        let large = value >= Rational::whole(10);
        let many = large && matches!(unit, '个' | '种' | '类' | '批' | '篇' | '台' | '支' | '亿' | '万');
        if !unit_counts && !many {
            return false;
        }
        let way_of_speaking = match unit {
            // 十分, 一分为二, 一人, 一次性, 一项, 一期
            '分' => run == ['十'] || value == Rational::ONE,
            '次' | '人' | '家' | '件' | '项' | '名' | '户' | '档' | '期' | '天' | '倍' => {
                value == Rational::ONE
            }
            '年' => next == Some('级') || next == Some('度') && value == Rational::ONE,
            '元' => next.is_some_and(|next| "化论制素".contains(next)),
            _ => false,
        };
        // 这两项, 上述三项, 每一年
        let refers = self.before(start).is_some_and(|before| "每这该各此述前等".contains(before));
        !way_of_speaking && (!refers || unit == '年' && !matches!(self.before(start), Some('每')))
    }

    fn any_number(&self, at: usize) -> Option<(Rational, usize)> {
        if let Some(found) = self.decimal(at) {
            return Some(found);
        }
        let end = self.run(at, is_word);
        let value = in_words(self.text.get(at..end)?)?;
        Some((value, end))
    }
}

pub(super) fn is_word(character: char) -> bool {
    digit_of(character).is_some() || matches!(character, '十' | '百' | '千' | '万' | '亿')
}

/// The value of a number in words: `五十万`, `一亿二千万`, `两百`.
fn in_words(run: &[char]) -> Option<Rational> {
    if run.is_empty() {
        return None;
    }
    let (mut total, mut section): (i128, &[char]) = (0, run);
    for (power, scale) in [('亿', 100_000_000_i128), ('万', 10_000)] {
        if let Some(place) = section.iter().position(|&character| character == power) {
            let (above, below) = section.split_at_checked(place)?;
            let value = if above.is_empty() { 1 } else { i128::from(chinese(above)?) };
            total = total.checked_add(value.checked_mul(scale)?)?;
            section = below.get(1..).unwrap_or_default();
        }
    }
    let rest = if section.is_empty() { 0 } else { i128::from(chinese(section)?) };
    Some(Rational::whole(total.checked_add(rest)?))
}
