//! The way out for shapes that people write because the text of a policy says it so.

use super::failure::{Failed, Furthest, first_word};
use super::grammar::Rule;
use crate::diagnostic::Words;

/// A piece longer than this is not tried with brackets: each trial reads it again.
const LONGEST_TRIED: usize = 1024;
/// So many places before and after are tried for a bracket.
const PLACES: usize = 6;

static OPERATORS: &[&str] = &["+", "＋", "-", "－", "−", "*", "＊", "×", "/", "／", "÷"];
static WHEN: &[&str] = &["当", "where", "when"];

impl Failed<'_> {
    /// What to write instead, if the piece has one of the shapes known.
    pub(super) fn advice(&self, furthest: &Furthest) -> Option<Words> {
        let rest = self.rest(furthest.at);
        if first_word(rest).is_empty() {
            return None;
        }
        self.condition_first()
            .or_else(|| self.cites_of_a_let(rest))
            .or_else(|| self.once_within())
            .or_else(|| self.each_first())
            .or_else(|| self.limit_alone())
            .or_else(|| self.granted_after(furthest))
            .or_else(|| self.proportion(furthest))
            .or_else(|| self.comparison_after(furthest))
            .or_else(|| self.time(furthest))
            .or_else(|| self.brackets_needed(furthest))
            .or_else(|| self.condition_within(furthest))
    }

    /// The keyword of an amount, and what follows it.
    fn amount(&self) -> Option<(&str, &str)> {
        let keyword = ["金额", "给予", "pays"].into_iter().find(|word| self.text.starts_with(word))?;
        Some((keyword, self.text.get(keyword.len()..)?.trim_start()))
    }

    /// `金额 当 规上 1万元 否则 5000元`
    fn condition_first(&self) -> Option<Words> {
        let (keyword, body) = self.amount()?;
        let when = WHEN.iter().find(|when| {
            body.strip_prefix(**when).is_some_and(|rest| rest.starts_with(char::is_whitespace))
        })?;
        let body = body.get(when.len()..)?.trim();
        let place = words_of(body).find(|(_, word)| begins_figure(word)).map(|(at, _)| at)?;
        let (condition, amount) = (body.get(..place)?.trim(), body.get(place..)?);
        let otherwise = ["否则", " else "].iter().filter_map(|word| amount.find(word)).min();
        let (amount, otherwise) = amount.split_at_checked(otherwise.unwrap_or(amount.len()))?;
        let right = format!("{keyword} {} {when} {condition} {}", amount.trim(), otherwise.trim());
        let right = shortened_line(right.trim());
        Some(Words::new(
            format!("金额写在前，条件写在后：{right}"),
            format!("the amount comes first, its condition after it: {right}"),
        ))
    }

    /// `令 基数 = 投资 的 80% 依据 二(七)`
    fn cites_of_a_let(&self, rest: &str) -> Option<Words> {
        let declares =
            ["令", "let ", "申报项", "事实", "fact "].iter().any(|word| self.text.starts_with(word));
        let cites = ["依据", "cites"].into_iter().find(|word| rest.starts_with(word))?;
        declares.then(|| {
            Words::new(
                format!("这里不写“{cites}”；写在用到它的奖励的那一行"),
                format!(
                    "`{cites}` does not belong here; it stands in the heading of the award that uses this"
                ),
            )
        })
    }

    /// `给予 一次性 50万元`
    fn once_within(&self) -> Option<Words> {
        let (keyword, body) = self.amount()?;
        let once = ["一次性", "once "].into_iter().find(|once| body.starts_with(once))?;
        let amount = shortened_line(body.get(once.len()..)?.trim());
        let once = once.trim_end();
        if amount.is_empty() {
            return None;
        }
        Some(Words::new(
            format!("“{once}”单独写一行，金额另写一行：{keyword} {amount}"),
            format!("`{once}` is a line of its own, and the amount another: {keyword} {amount}"),
        ))
    }

    /// `金额 每件 5000元`
    fn each_first(&self) -> Option<Words> {
        let (keyword, body) = self.amount()?;
        let mut words = words_of(body);
        let (_, each) = words.next()?;
        let unit = each.strip_prefix('每').filter(|unit| !unit.is_empty())?;
        let (_, amount) = words.next().filter(|(_, word)| begins_figure(word))?;
        if ["年", "月", "日", "天", "满"].iter().any(|time| unit.starts_with(time)) {
            return None;
        }
        let areas = ["平方米", "平方公里", "立方米", "亩", "公顷", "吨", "公里", "千瓦", "度"];
        let (zh, en) = if areas.iter().any(|area| unit.starts_with(area)) {
            (format!("{keyword} 面积 × {amount}/{unit}"), "面积 is the fact that holds the quantity")
        } else {
            (format!("{keyword} 数量 {each} {amount}"), "数量 is the fact that holds the number")
        };
        Some(Words::new(
            format!("要写明数的是什么，写在前面：{zh}（换成自己的申报项）"),
            format!("say first what is counted: {zh} ({en})"),
        ))
    }

    /// `金额 不超过 10万元`: a limit, and nothing that it limits.
    fn limit_alone(&self) -> Option<Words> {
        let (_, body) = self.amount()?;
        let limit = LIMIT_WORDS.iter().find_map(|word| body.strip_prefix(word))?;
        let limit = limit.split([',', '，']).next()?.trim();
        if !begins_figure(limit) {
            return None;
        }
        let limit = shortened_line(limit);
        Some(Words::new(
            format!(
                "只写了上限，没有写怎么算：由主管部门决定的，写 核定 不超过 {limit}；有算法的，先写算法，再写上限，例如：金额 费用 的 5%，最高 {limit}"
            ),
            format!(
                "this is a limit without an amount: where an official decides write `decided up to {limit}`; else say the amount first, as in `pays 5% of costs, max {limit}`"
            ),
        ))
    }

    /// `给予 10万元 奖励`
    fn granted_after(&self, furthest: &Furthest) -> Option<Words> {
        self.amount()?;
        let word = first_word(self.rest(furthest.at).trim_start());
        let granted =
            ["奖励", "补助", "资助", "补贴", "支持", "的奖励", "的补助", "的资助", "的补贴", "一次性奖励"];
        let before = shortened_line(self.before(furthest.at).trim());
        (granted.contains(&word) && self.is_complete(furthest)).then(|| {
            Words::new(format!("“{word}”不用写：{before}"), format!("`{word}` is not written: {before}"))
        })
    }

    /// `研发费用 占 销售额 5% 以上`
    fn proportion(&self, furthest: &Furthest) -> Option<Words> {
        let rest = self.rest(furthest.at).strip_prefix('占')?;
        let part = self.before(furthest.at).split_whitespace().next_back()?;
        let cut = |word: &str| word.trim_end_matches(['的', '比', '例', '重']).to_owned();
        let mut words = rest.split_whitespace().map(str::to_owned);
        let whole = words.next().map(|word| cut(&word)).filter(|whole| !whole.is_empty())?;
        let figure = rest.split_whitespace().find_map(|word| {
            let start = word.find(|char: char| char.is_ascii_digit())?;
            let end = word.find(['%', '％'])?;
            word.get(start..end).map(|figure| format!("{figure}%"))
        });
        let says = |words: &[&str]| words.iter().any(|word| rest.contains(word));
        let sign = if says(&["不低于", "不小于", "不少于"]) {
            "≥"
        } else if says(&["低于", "小于", "少于", "不足"]) {
            "<"
        } else if says(&["以下", "不超过", "不高于", "不大于"]) {
            "≤"
        } else {
            "≥"
        };
        let right = format!("{part} / {whole} {sign} {}", figure.unwrap_or_else(|| "5%".to_owned()));
        Some(Words::new(
            format!("“占”写成相除：{}", shortened_line(&right)),
            format!("a proportion is a division: {}", shortened_line(&right)),
        ))
    }

    /// `条件 营收 5000万元 以上`
    fn comparison_after(&self, furthest: &Furthest) -> Option<Words> {
        let rest = self.rest(furthest.at).trim_start();
        let before = self.before(furthest.at).trim_end();
        let mut words = words_of(rest);
        let (_, first) = words.next()?;
        let (figure, word) = match ENDS.iter().find(|(end, _)| first.ends_with(end)) {
            // `≥ 5000万元 以上` and `5000万元以上`
            Some((end, _)) if begins_figure(first) => (first.strip_suffix(end)?, *end),
            Some((end, _)) if first == *end => (before.split_whitespace().next_back()?, *end),
            Some(_) => return None,
            None if begins_figure(first) => (first, words.next()?.1),
            None => return None,
        };
        let (_, sign) = ENDS.iter().find(|(end, _)| *end == word)?;
        // `职工数 达到 300人以上` says it twice.
        let name = before.split_whitespace().rfind(|word| {
            *word != figure && word.starts_with(char::is_alphabetic) && !BEFORE_FIGURES.contains(word)
        })?;
        let right = shortened_line(&format!("{name} {sign} {figure}"));
        Some(Words::new(
            format!("“{word}”写成比较，放在数的前面：{right}"),
            format!("write `{word}` as a comparison before the number: {right}"),
        ))
    }

    /// `在 2024年内`, `月份 取自 申报日`, `自 2024.1.1`
    fn time(&self, furthest: &Furthest) -> Option<Words> {
        let (before, rest) = (self.before(furthest.at).trim_end(), self.rest(furthest.at));
        if let Some(year) =
            before.strip_suffix('年').filter(|_| rest.starts_with('内') || rest.starts_with("以内"))
            && let Some(year) = year.get(year.len().checked_sub(4)?..)
            && year.bytes().all(|byte| byte.is_ascii_digit())
        {
            return Some(Words::new(
                format!("某一年以内写成：年份 取自 日期 = {year}（日期换成自己的申报项）"),
                format!("a day within a year is written `year of day = {year}`, with the fact for `day`"),
            ));
        }
        if before.ends_with("取自") && before.strip_suffix("取自")?.trim_end().ends_with("月份") {
            return Some(Words::new(
                "不能取月份；写成日期的比较，例如：日期 ≥ 日期 当年 4月1日 且 日期 ≤ 日期 当年 10月31日",
                "the month of a day cannot be taken; compare days: `day >= 1 April of the year of day`",
            ));
        }
        if before.ends_with(" in") && words_of(rest).nth(1).is_some_and(|(_, word)| word.starts_with("year"))
        {
            return Some(Words::new(
                "不能写几年之内的限额；每年的写 每年最高，历年合计的写 累计最高",
                "a limit over several years cannot be written; there are `max … per year` and `max … in all`",
            ));
        }
        let word = first_word(rest);
        if word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit()) && furthest.tried(Rule::date) {
            let whole = self.dotted_date(rest.split_whitespace().next()?);
            return whole.or_else(|| {
                Some(Words::new(
                    format!("日期要写到日：{word}-01-01；到年底的写 {word}-12-31"),
                    format!("give the day: {word}-01-01, or {word}-12-31 for the end of the year"),
                ))
            });
        }
        let is_date = |char: char| char.is_ascii_digit() || matches!(char, '.' | '/' | '．');
        let end = rest.find(|char| !is_date(char)).unwrap_or(rest.len());
        self.dotted_date(rest.get(..end).unwrap_or(rest))
    }

    fn dotted_date(&self, word: &str) -> Option<Words> {
        let parts: Vec<&str> = word.split(['.', '/', '．']).collect();
        let [year, month, day] = *parts.as_slice() else { return None };
        let short = |part: &str| matches!(part.len(), 1 | 2);
        if year.len() != 4 || !short(month) || !short(day) {
            return None;
        }
        Some(Words::new(
            format!("日期写成 {year}-{month:0>2}-{day:0>2}"),
            format!("write the day as {year}-{month:0>2}-{day:0>2}"),
        ))
    }

    /// A formula where one value belongs: `按 研发人员 / 职工 分档`.
    fn brackets_needed(&self, furthest: &Furthest) -> Option<Words> {
        let at = furthest.at;
        let is_operator = OPERATORS.iter().any(|operator| self.rest(at).starts_with(operator));
        let last = self.before(at).split_whitespace().next_back().unwrap_or_default();
        let of_year = ["去年的", "上年的", "前年的", "年前的"].iter().any(|word| last.ends_with(word));
        if self.text.len() > LONGEST_TRIED || !(is_operator || of_year) {
            return None;
        }
        let starts: Vec<usize> =
            words_of(self.text).map(|(start, _)| start).filter(|&start| start > 0 && start < at).collect();
        let ends = words_of(self.text).flat_map(|(start, word)| {
            // A word may end in punctuation that is none of the formula.
            let bare = word.trim_end_matches([':', '：', ',', '，', ')', '）']);
            [start.saturating_add(bare.len()), start.saturating_add(word.len())]
        });
        let mut ends: Vec<usize> = ends.filter(|&end| end > at).collect();
        ends.dedup();
        for &start in starts.iter().rev().take(PLACES) {
            for &end in ends.iter().take(PLACES) {
                let inner = self.text.get(start..end)?;
                let after = self.rest(end);
                let repaired = format!("{}({inner}){after}", self.before(start));
                let blank = after.len().saturating_sub(after.trim_start().len());
                // Reading comes beyond the next word.
                let gained = end.saturating_add(2).saturating_add(blank);
                let gained = gained.saturating_add(first_word(after.trim_start()).len());
                if self.helps(&repaired, gained.saturating_sub(1)) {
                    let right = shortened_line(&format!("({inner})"));
                    return Some(Words::new(
                        format!("这里只能放一个值，算式要加括号：{right}"),
                        format!("one value belongs here, so a formula needs brackets: {right}"),
                    ));
                }
            }
        }
        None
    }

    /// `额 的 (10% 当 规上 否则 5%)`
    fn condition_within(&self, furthest: &Furthest) -> Option<Words> {
        let word = first_word(self.rest(furthest.at));
        // After a complete line the condition is one too many, and needs no name.
        if !WHEN.contains(&word) || self.is_complete(furthest) {
            return None;
        }
        Some(Words::new(
            "这里不能写条件；先给它起个名称，例如：令 加点 = 2% 当 重点产业 否则 0%，再在这里写这个名称",
            "no condition can stand here; give it a name first, as in `let extra = 2% where key_industry else 0%`, and use the name here",
        ))
    }
}

/// Words for a limit, the longer before those they begin with.
static LIMIT_WORDS: &[&str] = &[
    "最高不超过",
    "最多不超过",
    "不超过",
    "最高",
    "最多",
    "至多",
    "上限",
    "封顶",
    "at most",
    "up to",
    "max",
];

/// Words that stand before a figure and are no names.
static BEFORE_FIGURES: &[&str] = &[
    "条件",
    "where",
    "达到",
    "满",
    "为",
    "是",
    "等于",
    "至少",
    "不低于",
    "不少于",
    "超过",
    "高于",
    "大于",
    "多于",
    "在",
];

/// Words that a Chinese text puts after the figure, and the comparison they are.
static ENDS: &[(&str, &str)] = &[
    ("(含)以上", "≥"),
    ("（含）以上", "≥"),
    ("及以上", "≥"),
    ("以上", "≥"),
    ("及以下", "≤"),
    ("以下", "≤"),
    ("以内", "≤"),
];

fn begins_figure(word: &str) -> bool {
    word.starts_with(|char: char| char.is_ascii_digit() || ('０'..='９').contains(&char))
}

/// The words between blanks, with where they begin.
fn words_of(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at: usize = 0;
    text.split_inclusive(char::is_whitespace).filter_map(move |piece| {
        let start = at;
        at = at.saturating_add(piece.len());
        let word = piece.trim_end();
        (!word.is_empty()).then_some((start, word))
    })
}

/// The beginning of a long line, in one line.
fn shortened_line(line: &str) -> String {
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= 60 {
        return line;
    }
    let mut shown: String = line.chars().take(60).collect();
    shown.push('…');
    shown
}
