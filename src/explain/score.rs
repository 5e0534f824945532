//! Scores in people's words: every indicator with how its points came about, the total, and the mark.

use super::formula::Formula;
use super::reader::{Level, Reader};
use super::words::{self, pick};
use crate::money::Rational;
use crate::plan::{Indicator, NodeId, Score};
use crate::program::{Dimension, Measure};
use crate::syntax::ast::Comparison;

/// The title with the total and the mark; then a line for each indicator, and readings.
pub(super) fn told(reader: &Reader<'_>, score: &Score) -> (String, Vec<String>) {
    let between = pick(reader.lang, "、", ", ");
    let mut title = score.title.clone();
    if !score.cites.is_empty() {
        title.push_str(&format!("  {}", score.cites.join(between)));
    }
    let total = reader.exact(Level::Applicant, score.total);
    title.push_str(&format!("  {} {}", points(reader, score.total), pick(reader.lang, "分", "points")));
    if let Some((comparison, mark)) = score.pass {
        let sign = if comparison == Comparison::More { ">" } else { "≥" };
        let verdict = match total.and_then(|total| score.passes(total)) {
            Some(true) => pick(reader.lang, "，及格", ": passed"),
            Some(false) => pick(reader.lang, "，不及格", ": not passed"),
            None => "",
        };
        let word = pick(reader.lang, "及格线", "mark");
        title.push_str(&format!(" ({word} {sign} {}{verdict})", mark.to_shortest()));
    }
    let mut lines: Vec<String> = score.indicators.iter().map(|one| indicator(reader, one)).collect();
    let sum = score
        .indicators
        .iter()
        .try_fold(Rational::ZERO, |sum, one| sum.plus(reader.exact(Level::Applicant, one.worth)?));
    if let (Some(limit), Some(sum)) = (score.limit, sum)
        && sum > limit
    {
        let (sum, limit) = (sum.to_shortest(), limit.to_shortest());
        let word = pick(reader.lang, "总分封顶", "in all, at most");
        lines.push(format!("{sum}；{word} {limit}").replace('；', pick(reader.lang, "；", "; ")));
    }
    lines.extend(
        score.readings.iter().map(|one| format!("{}{one}", pick(reader.lang, "理解：", "reading: "))),
    );
    (title, lines)
}

fn indicator(reader: &Reader<'_>, one: &Indicator) -> String {
    let name = one.name.as_ref().map(|name| format!("{name}{}", pick(reader.lang, "：", ": ")));
    let formula = Formula::of(reader, Level::Applicant, one.points);
    let came_to = points(reader, one.points);
    let mut line = format!("{}{}", name.unwrap_or_default(), formula.text);
    if formula.calculated {
        line.push_str(&format!(" = {came_to}"));
    }
    let before = reader.exact(Level::Applicant, one.points);
    if let (Some(limit), Some(before)) = (one.limit, before)
        && before > limit
    {
        let word = pick(reader.lang, "，封顶", ", capped at");
        line.push_str(&format!("{word} {}", limit.to_shortest()));
    }
    if let Some(weight) = one.weight {
        let weight = words::number(weight, &Measure::plain(Dimension::Ratio), 0, reader.lang);
        line.push_str(&format!(
            "{}× {weight} = {}",
            pick(reader.lang, "；", "; "),
            points(reader, one.worth)
        ));
    }
    line.push_str(&formula.reason(reader));
    if !one.cites.is_empty() {
        line.push_str(&format!(" ({})", one.cites.join(pick(reader.lang, "、", ", "))));
    }
    line
}

fn points(reader: &Reader<'_>, node: NodeId) -> String {
    let exact = reader.exact(Level::Applicant, node);
    exact.map_or_else(|| reader.unknown().to_owned(), Rational::to_shortest)
}
