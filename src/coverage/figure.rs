//! Figures in a text, in digits or in words: `50万元`, `百分之五`, `八比二`, `三年`, `一级到五级`.
//!
//! The same reader goes over documents and over rules, so that both mean the same by a figure. What is a name and no
//! quantity (`“9+5”产业`, `GB/T33251—2016`, 第三方, `〔2020〕27号`) is none.

use crate::calendar::Date;
use crate::money::{Rational, parse_decimal};

use super::section::{chinese, digit_of};

/// What a figure says.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Figure {
    /// A number, percentages as shares.
    Number(Rational),
    /// `8∶2`
    Pair(Rational, Rational),
    /// A day.
    Day(Date),
}

/// A figure where it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Found {
    pub figure: Figure,
    /// Characters of the text.
    pub start: usize,
    pub end: usize,
    /// It is an amount of money.
    pub money: bool,
    /// It counts years.
    pub years: bool,
    /// It has a scale or a sign of its own, so that what stands before `至` may share it.
    scaled: Option<Rational>,
}

/// Which text is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Reading {
    /// A document: what stands in quotes or in 《》 is a name.
    Document,
    /// Rules: texts stand in quotes, `k` and `m` are scales.
    Rules,
}

/// All figures of a text, in their order. The text has been made plain.
pub(super) fn figures(text: &[char], reading: Reading) -> Vec<Found> {
    let mut scan = Scan { text, reading, found: Vec::new() };
    let mut at = 0;
    while at < text.len() {
        at = scan.step(at).max(at.saturating_add(1));
    }
    scan.found
}

struct Scan<'a> {
    text: &'a [char],
    reading: Reading,
    found: Vec<Found>,
}

const QUOTES: [(char, char); 5] = [('“', '”'), ('‘', '’'), ('「', '」'), ('『', '』'), ('"', '"')];

/// Units that make a number in words a quantity.
const UNITS: &str = "年天倍元家件项名人户次分亩档期";

impl Scan<'_> {
    fn at(&self, at: usize) -> Option<char> {
        self.text.get(at).copied()
    }
    fn before(&self, at: usize) -> Option<char> {
        self.at(at.checked_sub(1)?)
    }
    fn starts(&self, at: usize, words: &str) -> bool {
        words
            .chars()
            .enumerate()
            .all(|(place, character)| self.at(at.saturating_add(place)) == Some(character))
    }
    fn run(&self, at: usize, belongs: impl Fn(char) -> bool) -> usize {
        let rest = self.text.get(at..).unwrap_or_default();
        at.saturating_add(rest.iter().position(|&character| !belongs(character)).unwrap_or(rest.len()))
    }
    fn closing(&self, at: usize, close: char, most: usize) -> Option<usize> {
        let rest = self.text.get(at.saturating_add(1)..)?;
        let place = rest.iter().take(most).position(|&character| character == close)?;
        Some(at.saturating_add(place).saturating_add(2))
    }

    /// Reads what stands at a place; gives the place after it.
    fn step(&mut self, at: usize) -> usize {
        let Some(first) = self.at(at) else { return at };
        if first == '《' {
            return self.closing(at, '》', 200).unwrap_or(at);
        }
        if self.reading == Reading::Document
            && let Some((_, close)) = QUOTES.iter().find(|(open, _)| *open == first)
        {
            return self.closing(at, *close, 24).unwrap_or(at);
        }
        if first == '〔' || first == '[' && self.reading == Reading::Document {
            let close = if first == '[' { ']' } else { '〕' };
            let after = self.closing(at, close, 8).unwrap_or(at);
            return self.run(after, |character| character.is_ascii_digit());
        }
        if first.is_ascii_alphabetic() {
            return self.identifier(at);
        }
        if first.is_ascii_digit() {
            return self.digits(at);
        }
        if is_word(first) {
            return self.words(at);
        }
        at
    }

    /// `GB/T 33251-2016`, `iso56005_level`, `PCT`.
    fn identifier(&self, at: usize) -> usize {
        let belongs =
            |character: char| character.is_ascii_alphanumeric() || matches!(character, '_' | '/' | '.');
        let mut end = self.run(at, belongs);
        let has_slash = self.text.get(at..end).is_some_and(|word| word.contains(&'/'));
        let digits = if has_slash && self.at(end) == Some(' ') {
            self.run(end.saturating_add(1), |character| character.is_ascii_digit())
        } else {
            end
        };
        if digits > end.saturating_add(1) {
            end = digits;
        }
        let ends_in_digit = self.before(end).is_some_and(|character| character.is_ascii_digit());
        if ends_in_digit && self.at(end) == Some('-') {
            end = self.run(end.saturating_add(1), |character| character.is_ascii_digit());
        }
        end
    }

    fn digits(&mut self, start: usize) -> usize {
        if let Some((date, end)) = self.date(start) {
            self.push(Figure::Day(date), start, end);
            return end;
        }
        let Some((value, mut end)) = self.decimal(start) else { return start };
        // (1) at the head of a clause counts clauses.
        let small = end.saturating_sub(start) <= 2;
        if self.before(start) == Some('(')
            && self.at(end) == Some(')')
            && small
            && self.reading == Reading::Document
        {
            return end;
        }
        if matches!(self.before(start), Some('第')) || matches!(self.at(end), Some('号')) {
            return end;
        }
        if let Some(sign) = self.at(end).filter(|sign| matches!(sign, ':' | '/'))
            && let Some((other, after)) = self.decimal(end.saturating_add(1))
        {
            let figure = match sign {
                ':' => Some(Figure::Pair(value, other)),
                _ => value.over(other).map(|quotient| Figure::Number(quotient.reduced())),
            };
            if let Some(figure) = figure {
                self.push(figure, start, after);
            }
            return after;
        }
        if matches!(self.at(end), Some('余' | '多')) {
            end = end.saturating_add(1);
        }
        self.number(value, start, end)
    }

    /// A value with what follows it: scale, percent sign, unit.
    fn number(&mut self, value: Rational, start: usize, mut end: usize) -> usize {
        let mut scale = Rational::ONE;
        // 20 万元, 3 年
        let close = self.run(end, |character| character == ' ');
        if self.at(close).is_some_and(|next| "万亿千百%‰元年个".contains(next)) {
            end = close;
        }
        loop {
            let next = match self.at(end) {
                Some('万') => 10_000,
                Some('亿') => 100_000_000,
                Some('千') if self.at(end.saturating_add(1)) != Some('瓦') => 1_000,
                Some('百') if !self.starts(end, "百分") => 100,
                Some('k' | 'K') if self.ends_scale(end) => 1_000,
                Some('m' | 'M') if self.ends_scale(end) => 1_000_000,
                _ => break,
            };
            scale = scale.times(Rational::whole(next)).unwrap_or(scale);
            end = end.saturating_add(1);
        }
        let mut share = None;
        if self.at(end) == Some('%') {
            share = Rational::new(1, 100);
            end = end.saturating_add(1);
        } else if self.at(end) == Some('‰') {
            share = Rational::new(1, 1000);
            end = end.saturating_add(1);
        } else if self.starts(end, "个百分点") || self.starts(end, "个百分比") {
            share = Rational::new(1, 100);
            end = end.saturating_add(4);
        }
        let factor = share.and_then(|share| scale.times(share)).unwrap_or(scale);
        let scaled = (factor != Rational::ONE).then_some(factor);
        // A letter after the digits makes a name of them, unless it is a unit.
        let letters = self.run(end, |character| character.is_ascii_alphabetic());
        let word: String = self.text.get(end..letters).unwrap_or_default().iter().collect();
        let units =
            ["m", "km", "kWh", "kW", "MW", "MWh", "GW", "kg", "t", "bp", "CNY", "USD", "EUR", "HKD", "JPY"];
        let spaced = word.is_empty() || self.reading == Reading::Rules;
        if !spaced && !units.contains(&word.as_str()) {
            return letters;
        }
        let Some(value) = value.times(factor) else { return end };
        let money =
            self.at(end) == Some('元') || scaled.is_some() && share.is_none() && self.starts(end, "人民币");
        let years = self.at(end) == Some('年');
        self.shared_scale(start, scaled);
        if self.is_for_each(start, value) {
            return end;
        }
        self.found.push(Found { figure: Figure::Number(value.reduced()), start, end, money, years, scaled });
        end
    }

    fn ends_scale(&self, at: usize) -> bool {
        let next = self.at(at.saturating_add(1));
        self.reading == Reading::Rules
            && !next.is_some_and(|next| next.is_ascii_alphanumeric() || next == '²')
    }

    /// `5-10亿元`: the first number has the scale of the second.
    fn shared_scale(&mut self, start: usize, scaled: Option<Rational>) {
        let (Some(scale), Some(last)) = (scaled, self.found.last()) else { return };
        let between = self.text.get(last.end..start).unwrap_or_default();
        let joins = matches!(between, ['-' | '至' | '到'] | ['-', '-']);
        if !joins || last.scaled.is_some() {
            return;
        }
        if let (Figure::Number(value), Some(last)) = (last.figure.clone(), self.found.last_mut())
            && let Some(value) = value.times(scale)
        {
            last.figure = Figure::Number(value.reduced());
            last.scaled = Some(scale);
        }
    }

    /// `每参与制定1项`, `每增加1件`: the one of a rate is no figure of its own.
    fn is_for_each(&self, start: usize, value: Rational) -> bool {
        let from = start.saturating_sub(12);
        let before = self.text.get(from..start).unwrap_or_default();
        let clause = before.rsplit(|character| matches!(character, ',' | ';' | '。' | '、' | '(')).next();
        value == Rational::ONE && clause.is_some_and(|clause| clause.contains(&'每'))
    }

    fn decimal(&self, start: usize) -> Option<(Rational, usize)> {
        let mut end = self.run(start, |character| character.is_ascii_digit());
        if end == start {
            return None;
        }
        let mut digits: String = self.text.get(start..end)?.iter().collect();
        // Groups of three after commas.
        while self.at(end) == Some(',') {
            let next = end.saturating_add(1);
            let group = self.run(next, |character| character.is_ascii_digit());
            if group.saturating_sub(next) != 3 {
                break;
            }
            digits.extend(self.text.get(next..group)?);
            end = group;
        }
        if self.at(end) == Some('.') {
            let next = end.saturating_add(1);
            let fraction = self.run(next, |character| character.is_ascii_digit());
            if fraction > next {
                digits.push('.');
                digits.extend(self.text.get(next..fraction)?);
                end = fraction;
            }
        }
        Some((parse_decimal(&digits).ok()?, end))
    }

    /// `2024年2月2日` or `2024-02-02`.
    fn date(&self, start: usize) -> Option<(Date, usize)> {
        let part = |at: usize| -> Option<(i64, usize)> {
            let end = self.run(at, |character| character.is_ascii_digit());
            let text: String = self.text.get(at..end)?.iter().collect();
            if text.is_empty() || text.len() > 4 { None } else { Some((text.parse().ok()?, end)) }
        };
        let (year, end) = part(start).filter(|(year, _)| *year >= 1900)?;
        let first = self.at(end).filter(|sign| matches!(sign, '年' | '-'))?;
        let (month, end) = part(end.saturating_add(1))?;
        let second = self.at(end)?;
        if !matches!((first, second), ('年', '月') | ('-', '-')) {
            return None;
        }
        let (day, end) = part(end.saturating_add(1))?;
        let end = match (first, self.at(end)) {
            ('年', Some('日')) => end.saturating_add(1),
            ('年', _) => return None,
            _ => end,
        };
        Some((Date::new(year, month, day)?, end))
    }

    fn push(&mut self, figure: Figure, start: usize, end: usize) {
        self.found.push(Found { figure, start, end, money: false, years: false, scaled: None });
    }

    // ---------------------------------------------------------------- numbers in words

    fn words(&mut self, start: usize) -> usize {
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
        let counted_in_bulk =
            large && matches!(unit, '个' | '种' | '类' | '批' | '篇' | '台' | '支' | '亿' | '万');
        if !(unit_counts || counted_in_bulk) {
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

fn is_word(character: char) -> bool {
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

#[cfg(test)]
mod tests {
    use super::{Figure, Reading, figures};
    use crate::coverage::script::plain_text;

    fn of(text: &str, reading: Reading) -> Vec<String> {
        let found = figures(&plain_text(text), reading);
        found
            .iter()
            .map(|found| match &found.figure {
                Figure::Number(value) => value.to_shortest(),
                Figure::Pair(left, right) => format!("{}:{}", left.to_shortest(), right.to_shortest()),
                Figure::Day(date) => date.to_string(),
            })
            .collect()
    }

    #[test]
    fn figures_of_documents() {
        let cases: &[(&str, &[&str])] = &[
            ("一次性给予50万元奖励", &["500000"]),
            ("給予５０萬元獎勵，每年最高不超過１００萬元", &["500000", "1000000"]),
            ("按贷款利息的百分之五十给予贴息", &["0.5"]),
            ("提高百分之二点", &["0.02"]),
            ("不少于1/3的，占三分之一", &["1/3", "1/3"]),
            ("按8∶2的比例，按八比二承担", &["8:2", "8:2"]),
            ("千分之三，3‰", &["0.003", "0.003"]),
            ("三年内，两年，有效期五年", &["3", "2", "5"]),
            ("一级到五级分别给予8万元、12万元", &["1", "5", "80000", "120000"]),
            ("市、区两级政府，三级联动，四级服务机制", &[]),
            ("基金规模5-10亿元", &["500000000", "1000000000"]),
            ("2至3万元", &["20000", "30000"]),
            ("10%至15%，10-15%", &["0.1", "0.15", "0.1", "0.15"]),
            ("五十万元、一亿二千万元、两百家", &["500000", "120000000", "200"]),
            ("每年遴选10项，每增加1件奖励5000元", &["10", "5000"]),
            ("每参与制定1项", &[]),
            ("超百件企业", &["100"]),
            ("1,000,000元，1000平米", &["1000000", "1000"]),
            ("1.2万人以上，0.64", &["12000", "0.64"]),
            ("自2024年2月2日起施行，到2023年", &["2024-02-02", "2023"]),
            ("提高5个百分点", &["0.05"]),
            ("放大5倍，翻三倍", &["5", "3"]),
            ("八成，其余二成由银行承担", &["0.8", "0.2"]),
            ("50余万元，300多家", &["500000", "300"]),
            // Names and ways of speaking.
            ("“9+5”千百亿产业，《规划(2021—2035年)》", &[]),
            ("(国发〔2015〕71号)，第18号，第三方，第二十条", &[]),
            ("《规范》(GB/T33251—2016)，GB/T 29490-2013，ISO56005，5G", &[]),
            ("一批、一定、一个、一体、十分、三位一体、一带一路、万众创新", &[]),
            ("“十三五”期间，十八届三中全会，第九次", &[]),
            ("对企业:(1)给予支持;(2)给予", &[]),
            ("上述两项，这三项", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(of(text, Reading::Document), *expected, "{text}");
        }
    }

    #[test]
    fn figures_of_rules() {
        let cases: &[(&str, &[&str])] = &[
            ("pays 5% of x, max 500k per year", &["0.05", "500000"]),
            ("goal at least 10m by 2020", &["10000000", "2020"]),
            ("配套 1:1 与 \"中央财政资金\"", &["1:1"]),
            ("档 \"一级\" 8万元 当 首次评定的ISO56005等级 = 1", &["80000", "1"]),
            ("where level >= 3 and iso56005_level = 2", &["3", "2"]),
            ("目标 至少 15家 3年内", &["15", "3"]),
            ("reading \"20 万元为限，3 年\"", &["200000", "3"]),
        ];
        for (text, expected) in cases {
            let found = of(text, Reading::Rules);
            assert_eq!(found, *expected, "{text}");
        }
    }
}
