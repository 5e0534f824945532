//! What is computed of days, in people's words: later days, times between days, days of a year.

use crate::calendar::{CalendarRule, MONTH_NAMES, PartMonths};
use crate::diagnostic::Lang;
use crate::money::Rational;
use crate::plan::{NodeId, Op};

use super::phrase::{Phrase, Strength};
use super::reader::Level;

impl Phrase<'_, '_> {
    pub(super) fn calendar(
        &mut self,
        level: Level,
        rule: CalendarRule,
        of: NodeId,
        with: Option<NodeId>,
    ) -> (String, Strength) {
        let zh = self.reader.lang == Lang::Zh;
        if let CalendarRule::DayOfYear { month, day } = rule {
            return (self.day_of_year(level, (month, day), of), Strength::Atom);
        }
        let first = self.part(level, of);
        let second = match with {
            Some(with) => self.part(level, with),
            None => String::new(),
        };
        let text = match rule {
            CalendarRule::PlusMonths | CalendarRule::PlusDays => {
                let added = with.and_then(|with| self.reader.exact(level, with));
                let text = match added.filter(|added| added.is_negative()).and_then(Rational::negate) {
                    Some(earlier) => {
                        let ty = with.and_then(|with| self.reader.node(level, with)).map(|node| &node.ty);
                        let earlier = ty.map(|ty| self.reader.number(earlier, ty)).unwrap_or_default();
                        format!("{first} − {earlier}")
                    }
                    None => format!("{first} + {second}"),
                };
                return (text, Strength::Sum);
            }
            CalendarRule::DaysUntil if zh => format!("{first}至{second}的天数"),
            CalendarRule::DaysUntil => format!("days from {first} to {second}"),
            CalendarRule::MonthsUntil(part) if zh => {
                let part = match part {
                    PartMonths::Count => "，不足一月按一月计",
                    PartMonths::DoNotCount => "",
                    PartMonths::ByDays => "，不足一月按天计",
                };
                let months = if part.is_empty() { "整月数" } else { "月数" };
                format!("{first}至{second}的{months}{part}")
            }
            CalendarRule::MonthsUntil(part) => {
                let (full, part) = match part {
                    PartMonths::Count => ("", " (part months count)"),
                    PartMonths::DoNotCount => ("full ", ""),
                    PartMonths::ByDays => ("", " (part months by days)"),
                };
                format!("{full}months from {first} to {second}{part}")
            }
            CalendarRule::Year | CalendarRule::DayOfYear { .. } if zh => format!("{first}的年份"),
            CalendarRule::Year | CalendarRule::DayOfYear { .. } => format!("year of {first}"),
        };
        (text, Strength::Atom)
    }

    /// `31 March of the year after the certificate`
    fn day_of_year(&mut self, level: Level, (month, day): (u8, u8), year: NodeId) -> String {
        let (shift, base) = match self.reader.op(level, year) {
            Some(Op::Add(terms)) => match terms.as_slice() {
                [(false, base), (minus, shift)] => {
                    let shift = self.reader.exact(level, *shift).and_then(Rational::to_whole).unwrap_or(0);
                    (if *minus { shift.saturating_neg() } else { shift }, *base)
                }
                _ => (0, year),
            },
            _ => (0, year),
        };
        let of = match self.reader.op(level, base) {
            Some(Op::Calendar { rule: CalendarRule::Year, of, .. }) => self.part(level, *of),
            _ => self.part(level, base),
        };
        let name = MONTH_NAMES.get(usize::from(month).saturating_sub(1)).copied().unwrap_or_default();
        match (self.reader.lang, shift) {
            (Lang::Zh, 0) => format!("{of}当年{month}月{day}日"),
            (Lang::Zh, 1) => format!("{of}次年{month}月{day}日"),
            (Lang::Zh, -1) => format!("{of}上年{month}月{day}日"),
            (Lang::Zh, shift) => format!("{of}年份 + {shift} 的{month}月{day}日"),
            (Lang::En, 0) => format!("{day} {name} of the year of {of}"),
            (Lang::En, 1) => format!("{day} {name} of the year after {of}"),
            (Lang::En, -1) => format!("{day} {name} of the year before {of}"),
            (Lang::En, shift) => format!("{day} {name} {shift} years after {of}"),
        }
    }
}
