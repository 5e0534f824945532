//! Repairs on trial: if the grammar reads on once a space, a comma or a letter is put right, that was what was wrong.

use pest::Parser as _;

use super::failure::{Failed, Furthest, first_word, furthest, shortened};
use super::grammar::Grammar;
use crate::diagnostic::{Diagnostic, Words, syntax};

/// A piece longer than this is not repaired on trial: each trial reads it again.
const LONGEST_REPAIRED: usize = 4096;

/// Words that a Chinese name swallows when no space stands before them.
#[rustfmt::skip]
static SWALLOWED: &[&str] = &[
    "的", "或者", "或", "并且", "且", "不低于", "不超过", "至少", "超过", "超出", "达到", "等于", "大于",
    "小于", "不少于", "不高于", "低于", "高于", "少于", "多于", "不足", "不满", "未满", "含有", "属于", "介于", "至多计", "每满", "每件", "每项", "每家", "每个",
    "每笔", "每人", "乘以", "除以", "加上", "减去", "当", "不是", "为", "是", "取自", "得", "依据", "会同",
    "最高", "封顶", "每年", "用于",
];

/// Words within a line that are easily misspelt.
#[rustfmt::skip]
static WITHIN: &[&str] = &[
    "where", "when", "else", "otherwise", "of", "and", "or", "not", "has", "in", "between", "is", "max",
    "cap", "times", "plus", "minus", "rounded", "cites", "with", "over", "above", "subsidy", "unstated",
    "because", "money", "count", "bool", "date", "ratio", "number", "text", "optional", "total", "paid",
    "awarded", "displaced", "exhausted", "decided", "entitled", "undetermined", "当", "否则", "的", "且",
    "或", "最高", "封顶", "不超过", "每年", "累计", "依据", "会同", "用于", "贴息", "超出", "含有", "取自",
    "逐笔", "四舍五入", "人民币", "未载明", "是否", "计数", "金额", "单选", "多选", "清单", "日期", "比例",
    "数值", "不符合条件", "已用尽", "待定", "待核定", "被替代",
];

impl Failed<'_> {
    /// The first repair that helps.
    pub(super) fn repair(&self, furthest: &Furthest) -> Option<Diagnostic> {
        if self.text.len() > LONGEST_REPAIRED {
            return None;
        }
        self.missing_space(furthest)
            .or_else(|| self.misspelt(furthest))
            .or_else(|| self.missing_comma(furthest))
    }

    /// Whether the grammar reads the text, or at least comes further than `at` with it.
    pub(super) fn helps(&self, repaired: &str, at: usize) -> bool {
        match Grammar::parse(self.rule, repaired) {
            Ok(_) => true,
            Err(error) => furthest(&error).is_some_and(|furthest| furthest.at > at),
        }
    }

    /// A Chinese name that ends where reading stopped and holds a keyword.
    fn missing_space(&self, furthest: &Furthest) -> Option<Diagnostic> {
        let before = self.before(furthest.at).trim_end();
        let is_name = |char: char| char.is_alphanumeric() || char == '_';
        let length: usize = before.chars().rev().take_while(|&char| is_name(char)).map(char::len_utf8).sum();
        // The name may also stand where reading stopped, if what it holds begins an operator.
        let here = self.rest(furthest.at);
        let here = here.get(..here.find(|char| !is_name(char)).unwrap_or(here.len()))?;
        // `投入的 5%`: what reads on after the share stops behind it.
        let share_of = before.trim_end_matches(|char: char| !char.is_whitespace()).trim_end();
        let blank = share_of.char_indices().rfind(|(_, char)| char.is_whitespace());
        let start = blank.map_or(0, |(at, char)| at.saturating_add(char.len_utf8()));
        let share_of = share_of.get(start..).filter(|name| name.ends_with('的') && name.chars().all(is_name));
        let spots = [
            (before.len().checked_sub(length)?, before.get(before.len().checked_sub(length)?..)?),
            (furthest.at, here),
            (start, share_of.unwrap_or_default()),
        ];
        for (start, name) in spots {
            if name.is_ascii() {
                continue;
            }
            for word in SWALLOWED {
                // A keyword at the very start needs a space after it, one further in needs both.
                let Some(within) = name.rfind(word) else { continue };
                let place = start.saturating_add(within);
                let after = place.saturating_add(word.len());
                let repaired = format!("{} {word} {}", self.before(place), self.rest(after));
                if self.helps(&repaired, furthest.at.saturating_add(word.len()).saturating_add(2)) {
                    let figure: String = self
                        .rest(after)
                        .trim_start()
                        .chars()
                        .take_while(|&char| !char.is_whitespace() && !matches!(char, ',' | '，' | '、'))
                        .collect();
                    let right = format!("{} {word} {figure}", name.get(..within).unwrap_or_default());
                    let found = self.at(&syntax::MISSING_SPACE, start, name.len());
                    return Some(
                        found
                            .arg("word", Words::same(*word))
                            .arg("right", Words::same(right.trim().to_owned())),
                    );
                }
            }
        }
        None
    }

    fn missing_comma(&self, furthest: &Furthest) -> Option<Diagnostic> {
        let rest = self.rest(furthest.at);
        let word = first_word(rest);
        if word.is_empty() {
            return None;
        }
        let repaired = format!("{}, {rest}", self.before(furthest.at));
        if !self.helps(&repaired, furthest.at.saturating_add(2).saturating_add(word.len())) {
            return None;
        }
        let found = self.at(&syntax::MISSING_COMMA, furthest.at, word.len());
        Some(found.arg("found", Words::same(shortened(word))))
    }

    /// A word that differs by a letter from a keyword: where reading stopped, or the one before, which a figure may
    /// have taken for its unit.
    fn misspelt(&self, furthest: &Furthest) -> Option<Diagnostic> {
        let before = self.before(furthest.at).trim_end();
        let is_word = |char: char| char.is_alphanumeric() || char == '_';
        let length: usize = before.chars().rev().take_while(|&char| is_word(char)).map(char::len_utf8).sum();
        let starts = [furthest.at, before.len().checked_sub(length)?];
        starts.into_iter().find_map(|start| self.misspelt_at(start, furthest))
    }

    fn misspelt_at(&self, start: usize, furthest: &Furthest) -> Option<Diagnostic> {
        let word = first_word(self.rest(start));
        let letters = word.chars().count();
        if letters < 2 {
            return None;
        }
        let after = start.saturating_add(word.len());
        let far = if letters > 5 { 2 } else { 1 };
        let lower = word.to_lowercase();
        // A word of the language is meant as it is.
        if WITHIN.contains(&lower.as_str()) {
            return None;
        }
        // A short Chinese word that begins with another character is another word.
        let alike = |meant: &str| {
            meant.chars().count() > 1 && (meant.is_ascii() || meant.chars().next() == lower.chars().next())
        };
        let meant = WITHIN.iter().filter(|meant| alike(meant)).find(|meant| {
            strsim::damerau_levenshtein(&lower, meant) <= far && {
                let repaired = format!("{}{meant}{}", self.before(start), self.rest(after));
                // Beyond the word, and beyond where reading stopped.
                let gained = furthest.at.max(after).saturating_sub(word.len()).saturating_add(meant.len());
                self.helps(&repaired, gained)
            }
        })?;
        let found = self.at(&syntax::UNKNOWN_KEYWORD, start, word.len());
        Some(found.arg("word", Words::same(word)).arg("nearest", Words::same(*meant)))
    }
}
