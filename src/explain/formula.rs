//! How a value came about: the formula with the values that went into it.

use crate::money::Rational;
use crate::plan::{NodeId, Op};

use super::brackets::{self, Threshold};
use super::leaves::holding;
use super::phrase::{Strength, above_zero, fit, last_if_fixed, phrase};
use super::reader::{Level, Reader};
use super::table::looked_up;
use super::words::pick;

/// Nodes a formula may name before it is cut.
const LONGEST: usize = 60;
/// How deep a formula may nest.
const DEEPEST: usize = 16;

/// A formula in words, and under which conditions its branches were taken.
pub(super) struct Formula {
    pub text: String,
    /// Whether anything was calculated: a fixed figure needs no `= result`.
    pub calculated: bool,
    pub because: Vec<String>,
    strength: Strength,
}

impl Formula {
    /// The formula of a node.
    pub fn of(reader: &Reader<'_>, level: Level, id: NodeId) -> Formula {
        let mut writer =
            Writer { reader, left: LONGEST, depth: 0, calculated: false, because: Vec::new(), passed: None };
        let (text, strength) = writer.bare(level, id);
        Formula { text, calculated: writer.calculated, because: writer.because, strength }
    }
    /// The formula as a factor or a term of another.
    pub fn within(&self, least: Strength) -> String {
        fit((self.text.clone(), self.strength), least)
    }
    /// ` (because …)`, or nothing.
    pub fn reason(&self, reader: &Reader<'_>) -> String {
        if self.because.is_empty() {
            return String::new();
        }
        format!(" ({})", self.because.join(pick(reader.lang, "，", ", ")))
    }
}

struct Writer<'r, 'a> {
    reader: &'r Reader<'a>,
    left: usize,
    depth: usize,
    calculated: bool,
    because: Vec<String>,
    /// The lower end of the bracket above, which was not reached.
    passed: Option<Threshold>,
}

impl Writer<'_, '_> {
    fn part(&mut self, level: Level, id: NodeId, least: Strength) -> String {
        if self.left == 0 || self.depth >= DEEPEST {
            return self.reader.value_words(level, id);
        }
        self.depth = self.depth.saturating_add(1);
        let part = self.bare(level, id);
        self.depth = self.depth.saturating_sub(1);
        fit(part, least)
    }

    fn bare(&mut self, level: Level, id: NodeId) -> (String, Strength) {
        self.left = self.left.saturating_sub(1);
        let atom = |text: String| (text, Strength::Atom);
        let Some(op) = self.reader.op(level, id) else { return atom("…".to_owned()) };
        let named = || format!("{} {}", phrase(self.reader, level, id), self.reader.value_words(level, id));
        let has_a_name = self.reader.award_of_amount(level, id).is_some();
        if has_a_name || self.reader.score_of(level, id).is_some() {
            return atom(named());
        }
        match op {
            Op::Number(_) | Op::Bool(_) | Op::Date(_) | Op::Text(_) => {
                atom(self.reader.value_words(level, id))
            }
            Op::Input(_)
            | Op::Field(_)
            | Op::AsOf
            | Op::Paid(..)
            | Op::Reduce { .. }
            | Op::Before { .. }
            | Op::Agreed(..)
            | Op::Calendar { .. }
            | Op::Not(_)
            | Op::And(_)
            | Op::Or(_)
            | Op::AtLeast(..)
            | Op::Compare(..)
            | Op::CompareRatio { .. }
            | Op::SameText(..)
            | Op::Among(..)
            | Op::Has(..) => atom(named()),
            Op::Outer(outer) => self.bare(Level::Applicant, *outer),
            Op::Add(terms) => {
                self.calculated = true;
                if let Some(parts) = self.in_parts(level, terms) {
                    return parts;
                }
                let mut text = String::new();
                for (at, &(minus, term)) in terms.iter().enumerate() {
                    text.push_str(match (at, minus) {
                        (0, false) => "",
                        (0, true) => "−",
                        (_, false) => " + ",
                        (_, true) => " − ",
                    });
                    text.push_str(&self.part(level, term, Strength::Product));
                }
                (text, Strength::Sum)
            }
            Op::Multiply(left, right) => {
                self.calculated = true;
                let (left, right) = last_if_fixed(self.reader, level, *left, *right);
                let left = self.part(level, left, Strength::Product);
                (format!("{left} × {}", self.part(level, right, Strength::Atom)), Strength::Product)
            }
            Op::Divide(left, right) => {
                self.calculated = true;
                let left = self.part(level, *left, Strength::Product);
                (format!("{left} ÷ {}", self.part(level, *right, Strength::Atom)), Strength::Product)
            }
            Op::Min(all) if self.at_most_fixed(level, all).is_some() => {
                let (value, limit) = self.at_most_fixed(level, all).unwrap_or((id, id));
                let (reached, most) = (self.reader.exact(level, value), self.reader.exact(level, limit));
                if reached.zip(most).is_some_and(|(reached, most)| reached <= most) {
                    return self.bare(level, value);
                }
                self.calculated = true;
                let most = self.reader.value_words(level, limit);
                let value = self.part(level, value, Strength::Sum);
                let of = pick(self.reader.lang, "，至多", ", at most");
                atom(format!("{most} ({value}{of} {most})"))
            }
            Op::Min(all) => self.extreme(level, id, all, pick(self.reader.lang, "最低者", "lowest")),
            Op::Max(all) => match above_zero(self.reader, level, all) {
                // INVARIANT of the reading: what lies above a threshold is told as the difference, unless nothing does.
                Some(over) if self.reader.exact(level, over).is_none_or(Rational::is_positive) => {
                    self.bare(level, over)
                }
                Some(_) => {
                    self.calculated = true;
                    atom(self.reader.value_words(level, id))
                }
                None => self.extreme(level, id, all, pick(self.reader.lang, "最高者", "highest")),
            },
            Op::Floor(value) => {
                self.calculated = true;
                let whole = self.reader.value_words(level, id);
                let value = self.part(level, *value, Strength::Sum);
                atom(format!("({value}{} {whole})", pick(self.reader.lang, "，取整", ", in full")))
            }
            Op::Round(rounding, value) => {
                self.calculated = true;
                let value = self.part(level, *value, Strength::Sum);
                atom(format!("({value}{}{})", pick(self.reader.lang, "，", ", "), {
                    super::words::rounding(*rounding, self.reader.lang)
                }))
            }
            Op::Lookup { .. } => {
                let (text, row) = looked_up(self.reader, level, id);
                self.because.extend(row);
                atom(text)
            }
            Op::Select { condition, then, otherwise } => match self.reader.truth(level, *condition) {
                Some(true) => {
                    let within = self.passed.take().and_then(|above| {
                        brackets::within(
                            self.reader,
                            level,
                            brackets::threshold(self.reader, level, *condition)?,
                            above,
                        )
                    });
                    match within {
                        Some(within) => self.because.push(within),
                        None => self.because.extend(holding(self.reader, level, *condition)),
                    }
                    self.bare(level, *then)
                }
                Some(false) => {
                    self.passed = brackets::threshold(self.reader, level, *condition);
                    let rest = self.bare(level, *otherwise);
                    let below = self.passed.take().map(|above| brackets::below(self.reader, level, above));
                    self.because.extend(below);
                    rest
                }
                None => atom(self.reader.value_words(level, id)),
            },
        }
    }

    /// The value and the fixed number of a limit on what an amount is paid for.
    fn at_most_fixed(&self, level: Level, all: &[NodeId]) -> Option<(NodeId, NodeId)> {
        let fixed = |id: NodeId| matches!(self.reader.op(level, id), Some(Op::Number(_)));
        match *all {
            [value, limit] if fixed(limit) && !fixed(value) && self.reader.exact(level, value).is_some() => {
                Some((value, limit))
            }
            _ => None,
        }
    }

    /// `30,000,000.00 × 0.5% + 10,000,000.00 × 0.4%`: the parts of a base that are above zero.
    fn in_parts(&mut self, level: Level, terms: &[(bool, NodeId)]) -> Option<(String, Strength)> {
        let parts = brackets::parts(self.reader, level, terms)?;
        let whole = format!(
            "{} {}",
            phrase(self.reader, level, parts.whole),
            self.reader.value_words(level, parts.whole)
        );
        let reached: Vec<String> = parts
            .parts
            .iter()
            .filter(|(part, _)| self.reader.exact(level, *part).is_none_or(|part| !part.is_zero()))
            .map(|&(part, rate)| {
                let part = self.reader.value_words(level, part);
                format!("{part} × {}", self.part(level, rate, Strength::Atom))
            })
            .collect();
        if reached.is_empty() {
            return None;
        }
        let between = pick(self.reader.lang, " 分段：", " in parts: ");
        Some((format!("{whole}{between}{}", reached.join(" + ")), Strength::Sum))
    }

    /// `(a, b; lowest b)`
    fn extreme(&mut self, level: Level, id: NodeId, all: &[NodeId], word: &str) -> (String, Strength) {
        self.calculated = true;
        let parts: Vec<String> = all.iter().map(|&one| self.part(level, one, Strength::Sum)).collect();
        let parts = parts.join(pick(self.reader.lang, "、", ", "));
        let value = self.reader.value_words(level, id);
        let between = pick(self.reader.lang, "；", "; ");
        (format!("({parts}{between}{word} {value})"), Strength::Atom)
    }
}
