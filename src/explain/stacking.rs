//! The same matter paid once, in people's words: which award takes the place, and what was received elsewhere.

use crate::diagnostic::Lang;
use crate::money::Rational;
use crate::plan::{Award, AwardId, GroupId};

use super::reader::{Level, Reader};
use super::words;

/// Why an award for a matter that is paid once is not paid.
pub(super) fn displaced(reader: &Reader<'_>, award: &Award, by: Option<AwardId>, group: GroupId) -> String {
    let matter = reader.plan.groups.get(group).map_or_else(String::new, |group| group.title.clone());
    let matter = words::quoted(reader.lang, &matter);
    if let Some(by) = by {
        let title = reader.award_title(by);
        return match reader.lang {
            Lang::Zh => format!("由{title}替代 (事项{matter}就高不重复)"),
            Lang::En => format!("{title} takes its place (matter {matter}: the highest, once)"),
        };
    }
    let of = |node| reader.amount_of(Level::Applicant, node);
    let Some(stacked) = award.stacked else { return String::new() };
    let (before, received) = (of(stacked.before), of(stacked.received));
    match reader.lang {
        Lang::Zh => format!("事项{matter}别处已得 {received}，本项 {before}，不重复给"),
        Lang::En => {
            format!(
                "{received} received elsewhere for the matter {matter}; this award of {before} is not paid on top"
            )
        }
    }
}

/// The line of the calculation that takes off what was received elsewhere.
pub(super) fn topped_up(reader: &Reader<'_>, award: &Award) -> Option<String> {
    let stacked = award.stacked?;
    let exact = |node| reader.exact(Level::Applicant, node);
    let (before, received, after) = (exact(stacked.before)?, exact(stacked.received)?, exact(stacked.after)?);
    if received.is_zero() || after.is_zero() {
        return None;
    }
    let matter = reader.plan.groups.get(stacked.group).map_or_else(String::new, |group| group.title.clone());
    let matter = words::quoted(reader.lang, &matter);
    let amount = |value: Rational| reader.amount(value);
    let (received, before_words, after_words) = (amount(received), amount(before), amount(after));
    Some(match (before == after, reader.lang) {
        (true, Lang::Zh) => format!("高于事项{matter}别处已得的 {received}，全额给"),
        (true, Lang::En) => {
            format!("more than the {received} received elsewhere for {matter}, so paid in full")
        }
        (false, Lang::Zh) => {
            format!("{before_words} − 事项{matter}别处已得 {received} = 补差额 {after_words}")
        }
        (false, Lang::En) => {
            format!("{before_words} − {received} received elsewhere for {matter} = {after_words} on top")
        }
    })
}
