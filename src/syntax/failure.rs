//! Why a piece could not be read: the grammar's furthest place in our own words.

use pest::Parser as _;
use pest::error::{ErrorVariant, InputLocation};

use super::ast::Spelling;
use super::build::spelling_of;
use super::cut::Brackets;
use super::expected::{self, Expected};
use super::grammar::{Grammar, Rule};
use super::read::Refusal;
use super::words::{CLAUSES, HEADINGS, keyword_at_start, nearest};
use crate::diagnostic::{Diagnostic, Entry, Words, choice, syntax};
use crate::source::{FileId, Span};

/// A piece that the grammar refuses.
pub(super) struct Failed<'a> {
    pub file: FileId,
    /// Where the piece begins.
    pub offset: usize,
    pub text: &'a str,
    pub brackets: &'a Brackets,
    /// [`Rule::heading`] or [`Rule::clause`].
    pub rule: Rule,
}

/// How far the grammar came, and what it could have read there.
pub(super) struct Furthest {
    pub(super) at: usize,
    tried: Vec<Rule>,
}

impl Furthest {
    /// Whether a thing of this kind could have stood there.
    pub(super) fn tried(&self, rule: Rule) -> bool {
        self.tried.contains(&rule)
    }
}

impl Failed<'_> {
    /// What is wrong with the piece, given the grammar's own error.
    pub(super) fn explain(&self, error: &Refusal) -> Diagnostic {
        let Some(furthest) = furthest(error) else {
            return Diagnostic::new(&syntax::TOO_DEEP, self.span(0, self.text.len()));
        };
        self.quotes()
            .or_else(|| self.first_word(&furthest))
            .or_else(|| self.brackets(&furthest))
            .or_else(|| self.figures(&furthest))
            .or_else(|| self.shape(&furthest))
            .or_else(|| self.repair(&furthest))
            .unwrap_or_else(|| self.expectation(&furthest))
    }

    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        let place = |at: usize| self.offset.saturating_add(at);
        Span::new(self.file, place(start)..place(end))
    }

    pub(super) fn at(&self, entry: &'static Entry, start: usize, length: usize) -> Diagnostic {
        Diagnostic::new(entry, self.span(start, start.saturating_add(length)))
    }

    pub(super) fn rest(&self, at: usize) -> &str {
        self.text.get(at..).unwrap_or_default()
    }

    pub(super) fn before(&self, at: usize) -> &str {
        self.text.get(..at).unwrap_or_default()
    }

    /// The spelling of the line, by its first letter.
    fn spelling(&self) -> Spelling {
        spelling_of(self.text.get(..1).unwrap_or("。"))
    }

    fn quotes(&self) -> Option<Diagnostic> {
        let place = self.brackets.unclosed_text?.checked_sub(self.offset)?;
        let line = self.rest(place).lines().next().unwrap_or_default();
        Some(self.at(&syntax::UNCLOSED_TEXT, place, line.trim_end().len()))
    }

    /// A line that does not begin with a keyword of its kind.
    fn first_word(&self, furthest: &Furthest) -> Option<Diagnostic> {
        let is_heading = self.rule == Rule::heading;
        let (own, other, misplaced) = if is_heading {
            (HEADINGS, CLAUSES, &syntax::CLAUSE_NOT_INDENTED)
        } else {
            (CLAUSES, HEADINGS, &syntax::HEADING_INDENTED)
        };
        if keyword_at_start(self.text, own).is_some() && furthest.at > 0 {
            return None;
        }
        if let Some(word) = keyword_at_start(self.text, other) {
            return Some(self.at(misplaced, 0, word.len()).arg("word", Words::same(word)));
        }
        if furthest.at > 0 {
            return None;
        }
        let word = first_word(self.text);
        if let Some(character) = unknown_character(word) {
            return Some(character_found(
                self.at(&syntax::UNKNOWN_CHARACTER, 0, character.len_utf8()),
                character,
            ));
        }
        let shown = shortened(word);
        if let Some(change) = super::words::uplift(word).filter(|_| !is_heading) {
            let found = self.at(&choice::UPLIFT_UNSAID, 0, change.len());
            return Some(found.arg("word", Words::same(change)));
        }
        // `最多` before money is a limit; before a number of things it may mean several lines.
        let limit = || (!is_heading && word == "最多" && is_money(self.rest(word.len()))).then_some("最高");
        if let Some(nearest) = nearest(word, own).or_else(limit) {
            let found = self.at(&syntax::UNKNOWN_KEYWORD, 0, word.len());
            return Some(found.arg("word", Words::same(shown)).arg("nearest", Words::same(nearest)));
        }
        let list = match (is_heading, spelling_of(word)) {
            (true, Spelling::Zh) => "政策、申报项、令、奖励、阶梯、组合、支持、指标、资金、示例",
            (true, Spelling::En) => "policy, fact, let, award, ladder, group, support, target, fund, example",
            (false, Spelling::Zh) => {
                "对象、条件、金额、最高、档、一次性、负责单位、理解、备注、提问、已知、结果……"
            }
            (false, Spelling::En) => {
                "for, where, pays, at most, step, once, by, reading, note, question, given, then …"
            }
        };
        let found = self.at(&syntax::NO_KEYWORD, 0, word.len());
        Some(found.arg("word", Words::same(shown)).arg("list", Words::same(list)))
    }

    fn brackets(&self, furthest: &Furthest) -> Option<Diagnostic> {
        let within = |place: usize| place.checked_sub(self.offset).filter(|&place| place <= furthest.at);
        if let Some(place) = self.brackets.open.last().copied().and_then(within) {
            let bracket = self.rest(place).chars().next()?;
            let closing = match bracket {
                '[' => ']',
                '{' => '}',
                '（' => '）',
                _ => ')',
            };
            let found = self.at(&syntax::UNCLOSED_BRACKET, place, bracket.len_utf8());
            let end = self.span(furthest.at, furthest.at);
            return Some(found.arg("bracket", Words::same(closing.to_string())).label(end, "end"));
        }
        let place = self.brackets.stray.and_then(within)?;
        if place < furthest.at {
            return None;
        }
        Some(self.at(&syntax::STRAY_BRACKET, place, self.rest(place).chars().next()?.len_utf8()))
    }

    /// `1，000` and `.5`.
    fn figures(&self, furthest: &Furthest) -> Option<Diagnostic> {
        let is_digit = |char: char| char.is_ascii_digit() || ('０'..='９').contains(&char);
        let (before, after) = (self.before(furthest.at), self.rest(furthest.at));
        if let Some(digits) = after.strip_prefix(['.', '．']).filter(|rest| rest.starts_with(is_digit)) {
            let length = digits.find(|char| !is_digit(char)).unwrap_or(digits.len());
            let figure = after.get(..after.len().checked_sub(digits.len())?.checked_add(length)?)?;
            let found = self.at(&syntax::NO_LEADING_DIGIT, furthest.at, figure.len());
            return Some(found.arg("found", Words::same(figure)));
        }
        let whole = before.strip_suffix('，')?;
        let first = whole.chars().rev().take_while(|&char| is_digit(char)).map(char::len_utf8).sum::<usize>();
        if first == 0 || !after.starts_with(is_digit) {
            return None;
        }
        let start = whole.len().checked_sub(first)?;
        let is_figure = |char: char| is_digit(char) || matches!(char, '，' | ',');
        let figure = self.rest(start);
        let figure = figure.get(..figure.find(|char| !is_figure(char)).unwrap_or(figure.len()))?;
        let digits: String = figure
            .chars()
            .filter_map(|char| char.to_digit(10).or(full_width_digit(char)))
            .filter_map(|digit| char::from_digit(digit, 10))
            .collect();
        let found = self.at(&syntax::WRONG_SEPARATORS, start, figure.len());
        Some(
            found
                .arg("figure", Words::same(figure))
                .arg("right", Words::same(crate::money::grouped(&digits))),
        )
    }

    /// Whether the piece could have ended where reading stopped.
    pub(super) fn is_complete(&self, furthest: &Furthest) -> bool {
        furthest.tried(Rule::EOI) && Grammar::parse(self.rule, self.before(furthest.at)).is_ok()
    }

    /// A shape that people often write.
    fn shape(&self, furthest: &Furthest) -> Option<Diagnostic> {
        let advice = self.advice(furthest)?;
        Some(self.not_following(furthest, self.is_complete(furthest)).arg("advice", advice))
    }

    /// The word where reading stopped does not fit there.
    fn not_following(&self, furthest: &Furthest, complete: bool) -> Diagnostic {
        let entry = if complete { &syntax::LEFT_OVER } else { &syntax::UNEXPECTED };
        let word = first_word(self.rest(furthest.at));
        self.at(entry, furthest.at, word.len()).arg("found", Words::same(shortened(word)))
    }

    /// What could have stood where reading stopped.
    fn expectation(&self, furthest: &Furthest) -> Diagnostic {
        let kinds = expected::kinds(&furthest.tried);
        let spelling = self.spelling();
        let rest = self.rest(furthest.at);
        let word = first_word(rest);
        if word.is_empty() {
            let end = self.before(furthest.at).trim_end().len();
            let wanted: Vec<Expected> = kinds.into_iter().filter(|kind| *kind != Expected::End).collect();
            return self.at(&syntax::UNFINISHED, end, 0).arg("expected", expected::words(&wanted, spelling));
        }
        if let Some(character) = unknown_character(rest) {
            let found = self.at(&syntax::UNKNOWN_CHARACTER, furthest.at, character.len_utf8());
            return character_found(found, character);
        }
        if kinds == [Expected::Text] {
            let line = rest.lines().next().unwrap_or(rest).trim_end();
            let found = self.at(&syntax::TEXT_WITHOUT_QUOTES, furthest.at, line.len());
            return found.arg("found", Words::same(shortened(line)));
        }
        let complete = self.is_complete(furthest);
        let wanted: Vec<Expected> =
            kinds.into_iter().filter(|kind| !complete || *kind != Expected::End).collect();
        let list = expected::words(&wanted, spelling);
        let advice = match (complete, wanted.is_empty()) {
            (true, false) => Words::new(
                format!("前面也许缺逗号或运算；这里可以接：{}；多写了就删去它", list.zh),
                format!(
                    "perhaps a comma or an operator is missing before it; what can follow: {}; delete it if it is superfluous",
                    list.en
                ),
            ),
            (false, false) => {
                Words::new(format!("这里应当是：{}", list.zh), format!("this should be: {}", list.en))
            }
            (_, true) => Words::new(
                "换一种写法；要把一个算式当作一个数来用，就给它加上括号",
                "write it in another way; a formula that is used as one value needs brackets",
            ),
        };
        self.not_following(furthest, complete).arg("advice", advice)
    }
}

/// `None` when the grammar gave up for another reason: the stack that it may use is spent.
pub(super) fn furthest(error: &Refusal) -> Option<Furthest> {
    let at = match error.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
    };
    match &error.variant {
        ErrorVariant::ParsingError { positives, .. } => Some(Furthest { at, tried: positives.clone() }),
        ErrorVariant::CustomError { .. } => None,
    }
}

/// A word, a number or a single character.
pub(super) fn first_word(text: &str) -> &str {
    let is_word = |char: char| char.is_alphanumeric() || char == '_';
    let end = match text.find(|char| !is_word(char)) {
        Some(0) => text.chars().next().map_or(0, char::len_utf8),
        Some(end) => end,
        None => text.len(),
    };
    text.get(..end).unwrap_or_default()
}

/// The first character, if it is one that no rule uses.
fn unknown_character(text: &str) -> Option<char> {
    let known = "+-*/=<>≥≤≠×÷＋－−＊／＝＞＜.．,，、:：∶()（）[]{}\"“”「」%％‰#＃_";
    let first = text.chars().next()?;
    let is_known = first.is_alphanumeric() || first.is_whitespace() || known.contains(first);
    if is_known { None } else { Some(first) }
}

fn character_found(diagnostic: Diagnostic, character: char) -> Diagnostic {
    diagnostic.arg("found", Words::same(character.to_string()))
}

fn full_width_digit(char: char) -> Option<u32> {
    u32::from(char).checked_sub(u32::from('０')).filter(|digit| *digit < 10)
}

/// Whether a figure of money begins a text.
fn is_money(text: &str) -> bool {
    let word = text.split_whitespace().next().unwrap_or_default();
    word.starts_with(|char: char| char.is_ascii_digit()) && word.ends_with(['元', '万', '亿'])
}

/// The beginning of a long word.
pub(super) fn shortened(word: &str) -> String {
    let mut shown: String = word.chars().take(24).collect();
    if shown.len() < word.len() {
        shown.push('…');
    }
    shown
}
