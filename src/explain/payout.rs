//! Who pays an amount, when it is paid and when it has to be paid back, in words.

use super::reader::{Level, Reader};
use super::words::{self, pick};
use crate::diagnostic::Lang;
use crate::evaluate::Outcome;
use crate::plan::{Award, Division, NodeId};
use crate::program::{Dimension, Measure};

/// The parts of an exact amount, a line for each division.
pub(super) fn divisions(reader: &Reader<'_>, award: &Award, outcome: &Outcome) -> Vec<String> {
    if !matches!(outcome, Outcome::Awarded(_)) {
        return Vec::new();
    }
    let heads = [("分摊：", "paid by: "), ("分期：", "paid in parts: ")];
    let divisions = [&award.payout.split, &award.payout.schedule];
    let told = divisions.into_iter().zip(heads).filter_map(|(divisions, (zh, en))| {
        let parts = match holding(reader, divisions) {
            Holding::This(division) => parts(reader, division)?,
            Holding::Open => {
                pick(reader.lang, "还缺资料，待定", "open, because facts are missing").to_owned()
            }
            Holding::None => return None,
        };
        Some(format!("{}{parts}", pick(reader.lang, zh, en)))
    });
    told.collect()
}

enum Holding<'d> {
    This(&'d Division),
    Open,
    None,
}

/// The first division whose condition holds.
fn holding<'d>(reader: &Reader<'_>, divisions: &'d [Division]) -> Holding<'d> {
    for division in divisions {
        match division.condition.map(|condition| reader.truth(Level::Applicant, condition)) {
            None | Some(Some(true)) => return Holding::This(division),
            Some(Some(false)) => {}
            Some(None) => return Holding::Open,
        }
    }
    Holding::None
}

fn parts(reader: &Reader<'_>, division: &Division) -> Option<String> {
    let mut told = Vec::with_capacity(division.portions.len());
    for portion in &division.portions {
        let amount = reader.exact(Level::Applicant, portion.amount)?;
        told.push(format!("{} {}", portion.name, reader.amount(amount)));
    }
    Some(told.join(pick(reader.lang, "；", "; ")))
}

/// `applies` is whether the condition holds; nothing where it does not.
pub(super) fn clawback(
    reader: &Reader<'_>,
    share: NodeId,
    event: &str,
    applies: Option<bool>,
) -> Option<String> {
    let lang = reader.lang;
    let known = reader.exact(Level::Applicant, share);
    if known.is_some_and(|share| !share.is_positive()) {
        return None;
    }
    let formula = super::phrase::phrase(reader, Level::Applicant, share);
    let share = match known {
        Some(share) => words::number(share, &Measure::plain(Dimension::Ratio), 0, lang),
        None => formula,
    };
    let doubt = match applies {
        Some(true) => "",
        Some(false) => return None,
        None => pick(lang, " (是否适用待定)", " (whether it applies is open)"),
    };
    Some(match lang {
        Lang::Zh => format!("{event}的，追回 {share}{doubt}"),
        Lang::En => format!("{share} has to be paid back: {event}{doubt}"),
    })
}
