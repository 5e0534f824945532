//! The scores of a result, indicator by indicator.

use serde::Serialize;

use super::Part;
use super::words::cites;
use crate::evaluate::Value;
use crate::plan::NodeId;
use crate::syntax::ast::Comparison;

/// One score.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ScoreRow {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The sections it cites.
    pub cites: String,
    /// The total; `null` where facts are missing.
    pub points: Option<String>,
    /// The mark, such as `>= 60`, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pass: Option<String>,
    /// With a mark: whether the total passes; `null` where facts are missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub passed: Option<Option<bool>>,
    /// The indicators in the order written.
    pub indicators: Vec<IndicatorRow>,
    /// Readings taken of ambiguous clauses.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub readings: Vec<String>,
}

/// One indicator of a score.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct IndicatorRow {
    /// Its name, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it adds to the total; `null` where facts are missing.
    pub points: Option<String>,
    /// The most it brings, before its weight.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<String>,
    /// Its weight.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weight: Option<String>,
    /// The sections it cites.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub cites: String,
}

pub(super) fn score_rows(part: &Part<'_>) -> Vec<ScoreRow> {
    let value = |node: NodeId| part.decision.trace.values.get(node);
    let shown = |node: NodeId| value(node).and_then(Value::as_exact).map(|points| points.to_shortest());
    let rows = part.plan.scores.iter().map(|score| ScoreRow {
        id: score.id.clone(),
        title: score.title.clone(),
        cites: cites(&score.cites),
        points: shown(score.total),
        pass: score.pass.map(|(comparison, mark)| {
            let sign = if comparison == Comparison::More { ">" } else { ">=" };
            format!("{sign} {}", mark.to_shortest())
        }),
        passed: score.pass.map(|_| match value(score.total) {
            Some(Value::Number { low, high }) => {
                let (low, high) =
                    (low.and_then(|low| score.passes(low)), high.and_then(|high| score.passes(high)));
                match (low, high) {
                    (Some(true), _) => Some(true),
                    (_, Some(false)) => Some(false),
                    (Some(false) | None, Some(true) | None) => None,
                }
            }
            Some(
                Value::Bool(_)
                | Value::Enum(_)
                | Value::Set { .. }
                | Value::Date(_)
                | Value::Text(_)
                | Value::Absent,
            )
            | None => None,
        }),
        indicators: score
            .indicators
            .iter()
            .map(|one| IndicatorRow {
                name: one.name.clone(),
                points: shown(one.worth),
                max: one.limit.map(|limit| limit.to_shortest()),
                weight: one.weight.map(|weight| weight.to_shortest()),
                cites: cites(&one.cites),
            })
            .collect(),
        readings: score.readings.clone(),
    });
    rows.collect()
}
