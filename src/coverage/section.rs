//! Sections: how a document numbers them and how rules cite them, as one kind of path.

/// A step of a path.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Step {
    pub rank: Rank,
    pub number: Vec<u32>,
}

/// How a step is written, from the widest to the narrowest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Rank {
    /// 附件1
    Annex,
    /// 第一章
    Chapter,
    /// 一、
    Part,
    /// 第一条
    Article,
    /// (一)
    Bracket,
    /// 1.
    Number,
    /// 1.1
    Dotted,
    /// (1), 1)
    SmallBracket,
    /// ①
    Circle,
    /// 附: the closing words, which have no number.
    Closing,
}

impl Step {
    /// Whether people cite both in the same words.
    pub fn is_cited_as(&self, other: &Step) -> bool {
        self.rank.is_cited_as(other.rank) && self.number == other.number
    }

    fn with(&self, rank: Rank) -> Step {
        Step { rank, number: self.number.clone() }
    }
}

/// What a citation means in one document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Citation {
    pub path: Vec<Step>,
    /// The document has a section of just these ranks, so that no other may be meant: 第一条 is not 第一章.
    exact: bool,
}

impl Citation {
    /// The first of these that the document has: the ranks as written; a bare number as an article, then as a
    /// chapter; else whatever people cite by the same number.
    pub fn meant(path: Vec<Step>, sections: &[Vec<Step>]) -> Citation {
        let bare_as = |rank: Rank| -> Vec<Step> {
            path.iter()
                .map(|step| if step.rank == Rank::Part { step.with(rank) } else { step.clone() })
                .collect()
        };
        let readings = [path.clone(), bare_as(Rank::Article), bare_as(Rank::Chapter)];
        for path in readings {
            let citation = Citation { path, exact: true };
            if sections.iter().any(|section| citation.holds(section)) {
                return citation;
            }
        }
        Citation { path, exact: false }
    }

    fn same(&self, left: &Step, right: &Step) -> bool {
        if self.exact { left == right } else { left.is_cited_as(right) }
    }

    /// Whether a section is the one cited or lies in it: all steps of the citation occur in its path, in their order.
    pub fn holds(&self, section: &[Step]) -> bool {
        let mut path = section.iter();
        self.path.iter().all(|wanted| path.any(|step| self.same(step, wanted)))
    }

    /// Whether the section cited lies in this one.
    pub fn lies_in(&self, section: &[Step]) -> bool {
        let mut path = self.path.iter();
        section.iter().all(|wanted| path.any(|step| self.same(step, wanted)))
    }

    /// Whether its last step is this one.
    pub fn ends_in(&self, step: &Step) -> bool {
        self.path.last().is_none_or(|last| self.same(step, last))
    }
}

impl Rank {
    /// Ranks that people cite by the same bare number.
    fn is_cited_as(self, other: Rank) -> bool {
        let chinese = |rank| matches!(rank, Rank::Part | Rank::Article | Rank::Chapter);
        let arabic = |rank| matches!(rank, Rank::Number | Rank::SmallBracket | Rank::Circle);
        self == other || (chinese(self) && chinese(other)) || (arabic(self) && arabic(other))
    }
}

/// The value of a Chinese numeral below ten thousand: `二十一`, `一百零五`; `None` for anything else.
pub(super) fn chinese(characters: &[char]) -> Option<u32> {
    let (mut total, mut digit) = (0_u32, None::<u32>);
    if characters.is_empty() {
        return None;
    }
    for &character in characters {
        let power = match character {
            '十' => 10,
            '百' => 100,
            '千' => 1000,
            _ => {
                let next = digit_of(character)?;
                digit = Some(match digit {
                    // 二〇二四
                    Some(before) if before > 0 || next == 0 => before.checked_mul(10)?.checked_add(next)?,
                    Some(_) | None => next,
                });
                continue;
            }
        };
        let times = digit.filter(|&digit| digit > 0).unwrap_or(1);
        total = total.checked_add(times.checked_mul(power)?)?;
        digit = Some(0);
    }
    total.checked_add(digit.unwrap_or(0))
}

pub(super) fn digit_of(character: char) -> Option<u32> {
    let digits = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    match character {
        '零' => Some(0),
        '两' => Some(2),
        _ => digits.iter().position(|&digit| digit == character).and_then(|digit| u32::try_from(digit).ok()),
    }
}

fn is_numeral(character: char) -> bool {
    digit_of(character).is_some() || matches!(character, '十' | '百' | '千')
}

/// What stands at the beginning of some characters.
struct Reader<'a> {
    rest: &'a [char],
}

impl<'a> Reader<'a> {
    fn run(&self, belongs: impl Fn(char) -> bool) -> &'a [char] {
        let end = self.rest.iter().position(|&character| !belongs(character)).unwrap_or(self.rest.len());
        self.rest.get(..end).unwrap_or_default()
    }
    fn after(&self, count: usize) -> &'a [char] {
        self.rest.get(count..).unwrap_or_default()
    }
    fn starts(&self, text: &str) -> bool {
        let mut rest = self.rest.iter();
        text.chars().all(|character| rest.next() == Some(&character))
    }
}

fn decimal(characters: &[char]) -> Option<u32> {
    let text: String = characters.iter().collect();
    if text.is_empty() || text.len() > 4 { None } else { text.parse().ok() }
}

fn one(rank: Rank, number: u32) -> Step {
    Step { rank, number: vec![number] }
}

/// The mark at the beginning of a line, and how many characters it takes.
pub(super) fn mark(line: &[char]) -> Option<(Step, usize)> {
    let all = Reader { rest: line };
    if all.starts("附件") {
        return annex(line);
    }
    if all.starts("第") {
        let rest = Reader { rest: all.after(1) };
        let numeral = rest.run(|character| is_numeral(character) || character.is_ascii_digit());
        let number = chinese(numeral).or_else(|| decimal(numeral))?;
        let taken = numeral.len().saturating_add(2);
        return match rest.after(numeral.len()).first()? {
            '条' => Some((one(Rank::Article, number), taken)),
            '章' | '节' | '部' | '编' => Some((one(Rank::Chapter, number), taken)),
            _ => None,
        };
    }
    if all.starts("(") {
        let rest = Reader { rest: all.after(1) };
        let numeral = rest.run(|character| character != ')' && character != '(');
        if rest.after(numeral.len()).first() != Some(&')') {
            return None;
        }
        let taken = numeral.len().saturating_add(2);
        if numeral.iter().all(|&character| is_numeral(character)) {
            return Some((one(Rank::Bracket, chinese(numeral)?), taken));
        }
        return Some((one(Rank::SmallBracket, decimal(numeral)?), taken));
    }
    let numeral = all.run(is_numeral);
    if !numeral.is_empty() {
        let after = all.after(numeral.len()).first()?;
        // 一、二、三等奖
        let then = all.after(numeral.len().saturating_add(1)).first();
        if matches!(after, '、' | '.') && !then.is_some_and(|&then| is_numeral(then)) {
            return Some((one(Rank::Part, chinese(numeral)?), numeral.len().saturating_add(1)));
        }
        return None;
    }
    if let Some(circle) = circle(*line.first()?) {
        return Some((one(Rank::Circle, circle), 1));
    }
    numbered(line)
}

/// `1.`, `1、`, `1)`, `1.1`: but not `1.5万`.
fn numbered(line: &[char]) -> Option<(Step, usize)> {
    let all = Reader { rest: line };
    let digits = all.run(|character| character.is_ascii_digit());
    let first = decimal(digits).filter(|_| digits.len() <= 2)?;
    let sign = *all.after(digits.len()).first()?;
    let after_sign = digits.len().saturating_add(1);
    let rest = Reader { rest: all.after(after_sign) };
    let more = rest.run(|character| character.is_ascii_digit());
    match sign {
        ')' => Some((one(Rank::SmallBracket, first), after_sign)),
        '、' if more.is_empty() => Some((one(Rank::Number, first), after_sign)),
        '.' if more.is_empty() => Some((one(Rank::Number, first), after_sign)),
        '.' => {
            let mut number = vec![first, decimal(more)?];
            let mut taken = after_sign.saturating_add(more.len());
            let deeper = Reader { rest: all.after(taken) };
            if deeper.starts(".") {
                let third = Reader { rest: deeper.after(1) };
                let third = third.run(|character| character.is_ascii_digit());
                if let Some(value) = decimal(third) {
                    number.push(value);
                    taken = taken.saturating_add(third.len()).saturating_add(1);
                }
            }
            let next = all.after(taken).first()?;
            let is_figure = "万亿千百元%‰倍以家件项名人个年月日分".contains(*next)
                || first == 0
                || number.get(1) == Some(&0);
            (!is_figure).then_some((Step { rank: Rank::Dotted, number }, taken))
        }
        _ => None,
    }
}

fn circle(character: char) -> Option<u32> {
    u32::from(character).checked_sub(0x2460).filter(|&place| place < 20)?.checked_add(1)
}

/// `附件1` on a line of its own or before a title; not the list `附件:1.…`.
fn annex(line: &[char]) -> Option<(Step, usize)> {
    let rest = Reader { rest: line.get(2..)? };
    let blanks = rest.run(|character| character == ' ').len();
    let number = Reader { rest: rest.after(blanks) };
    let numeral = number.run(|character| is_numeral(character) || character.is_ascii_digit());
    let taken = blanks.saturating_add(numeral.len()).saturating_add(2);
    if numeral.is_empty() {
        return (line.len() == 2).then_some((one(Rank::Annex, 1), 2));
    }
    let value = decimal(numeral).or_else(|| chinese(numeral))?;
    Some((one(Rank::Annex, value), taken))
}

/// The path that a citation names; words between its numbers say nothing.
pub(super) fn cited(text: &str) -> Vec<Step> {
    let plain = super::script::plain_text(text);
    let mut path = Vec::new();
    let mut rest: &[char] = &plain;
    if rest == ['附'] || rest == ['附', '则'] {
        return vec![one(Rank::Closing, 0)];
    }
    while let Some(&first) = rest.first() {
        let all = Reader { rest };
        let marked = if all.starts("附件") || all.starts("(") || all.starts("第") || circle(first).is_some()
        {
            mark_in_citation(rest)
        } else {
            bare(rest)
        };
        match marked {
            Some((step, taken)) => {
                path.extend(step);
                rest = all.after(taken.max(1));
            }
            None => rest = all.after(1),
        }
    }
    path
}

/// A mark as a citation writes it; `第二款` and `第三句` are narrower than any section and name none.
fn mark_in_citation(rest: &[char]) -> Option<(Option<Step>, usize)> {
    if let Some((step, taken)) = mark(rest) {
        return Some((Some(step), taken));
    }
    let all = Reader { rest };
    if all.starts("第") {
        let numeral = Reader { rest: all.after(1) }
            .run(|character| is_numeral(character) || character.is_ascii_digit());
        return Some((None, numeral.len().saturating_add(2)));
    }
    None
}

fn bare(rest: &[char]) -> Option<(Option<Step>, usize)> {
    let all = Reader { rest };
    let numeral = all.run(is_numeral);
    if let Some(number) = chinese(numeral) {
        return Some((Some(one(Rank::Part, number)), numeral.len()));
    }
    let digits = all.run(|character| character.is_ascii_digit() || character == '.');
    let parts: Option<Vec<u32>> =
        digits.split(|&character| character == '.').filter(|part| !part.is_empty()).map(decimal).collect();
    let number = parts.filter(|parts| !parts.is_empty())?;
    let rank = if number.len() == 1 { Rank::Number } else { Rank::Dotted };
    Some((Some(Step { rank, number }), digits.len()))
}

/// A path as people write it: `二(一)3`.
pub(super) fn written(path: &[Step]) -> String {
    path.iter().map(written_step).collect()
}

fn written_step(step: &Step) -> String {
    let number = step.number.first().copied().unwrap_or(0);
    let dotted = || step.number.iter().map(u32::to_string).collect::<Vec<_>>().join(".");
    match step.rank {
        Rank::Annex => format!("附件{number} "),
        Rank::Chapter => format!("第{}章", numeral(number)),
        Rank::Part => numeral(number),
        Rank::Article => format!("第{}条", numeral(number)),
        Rank::Bracket => format!("({})", numeral(number)),
        Rank::Number => number.to_string(),
        Rank::Dotted => format!(" {}", dotted()),
        Rank::SmallBracket | Rank::Circle => format!("({number})"),
        Rank::Closing => "附".to_owned(),
    }
}

fn numeral(number: u32) -> String {
    let digit = |digit: u32| {
        "零一二三四五六七八九".chars().nth(digit as usize).map_or_else(String::new, String::from)
    };
    let (tens, ones) = (number.checked_div(10).unwrap_or(0), number.checked_rem(10).unwrap_or(0));
    match (number, tens, ones) {
        (0..=9, ..) => digit(number),
        (10..=19, _, 0) => "十".to_owned(),
        (10..=19, _, ones) => format!("十{}", digit(ones)),
        (20..=99, tens, 0) => format!("{}十", digit(tens)),
        (20..=99, tens, ones) => format!("{}十{}", digit(tens), digit(ones)),
        _ => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Citation, Step, cited, mark, written};
    use crate::coverage::script::plain_text;

    #[test]
    fn marks_are_read_and_figures_are_none() {
        let marked = |line: &str| mark(&plain_text(line)).map(|(step, taken)| (written(&[step]), taken));
        let of = |text: &str, taken: usize| Some((text.to_owned(), taken));
        assert_eq!(marked("一、总体要求"), of("一", 2));
        assert_eq!(marked("（二十一）强化"), of("(二十一)", 5));
        assert_eq!(marked("3.实施高校"), of("3", 2));
        assert_eq!(marked("10、建设"), of("10", 3));
        assert_eq!(marked("第十二條 申請"), of("第十二条", 4));
        assert_eq!(marked("（1）对企业"), of("(1)", 3));
        assert_eq!(marked("1.1培育3个"), of(" 1.1", 3));
        assert_eq!(marked("附件1"), of("附件1 ", 3));
        assert_eq!(marked("②给予"), of("(2)", 1));
        for line in
            ["1.2万人以上", "8.0以上", "0.64", "20%", "2020年", "12000", "三年内", "附件:1.对照表", "10%以上"]
        {
            assert_eq!(marked(line), None, "{line}");
        }
    }

    #[test]
    fn citations_name_paths_with_or_without_the_levels_between() {
        let path = |text: &str| cited(text);
        assert_eq!(written(&path("二（一）3")), "二(一)3");
        assert_eq!(written(&path("附件2-8.2")), "附件2  8.2");
        assert_eq!(written(&path("第五条第二款")), "第五条");
        let lies_in = |section: &str, cited: &str| {
            let section = path(section);
            Citation::meant(path(cited), std::slice::from_ref(&section)).holds(&section)
        };
        assert!(lies_in("二(三)8", "二8"));
        assert!(lies_in("二(三)8", "二(三)"));
        assert!(!lies_in("二(三)8", "二(三)9"));
        assert!(lies_in("第五条", "五"));
        assert!(lies_in("五", "第五条"));
        assert!(!lies_in("(五)", "五"));
        assert_eq!(written(&path("附")), "附");
    }

    #[test]
    fn an_article_is_no_chapter_where_the_document_has_both() {
        let sections: Vec<Vec<Step>> =
            ["第一章第一条", "第一章第二条", "第二章第四条"].iter().map(|text| cited(text)).collect();
        let held = |text: &str| -> Vec<String> {
            let citation = Citation::meant(cited(text), &sections);
            sections
                .iter()
                .filter(|section| citation.holds(section))
                .map(|section| written(section))
                .collect()
        };
        assert_eq!(held("第一条"), ["第一章第一条"]);
        assert_eq!(held("一"), ["第一章第一条"]);
        assert_eq!(held("第一章"), ["第一章第一条", "第一章第二条"]);
        assert_eq!(held("第二章"), ["第二章第四条"]);
        assert_eq!(held("四"), ["第二章第四条"]);
        assert!(held("第三条").is_empty());
    }
}
