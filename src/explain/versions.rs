//! Why an award is not in force: which of its days the deciding date misses, and which other version applies.

use crate::diagnostic::Lang;
use crate::facts::Inputs;
use crate::plan::{Award, Because, Bound, Op};

use super::leaves::{failing, holding};
use super::phrase::phrase;
use super::reader::{Level, Reader};
use super::words::{self, pick};

/// The bounds that are not kept, each in words.
pub(super) fn not_in_force(reader: &Reader<'_>, inputs: &Inputs, award: &Award) -> Vec<String> {
    let missed = |bound: &&Bound| reader.truth(Level::Applicant, bound.holds) == Some(false);
    let missed: Vec<&Bound> = award.bounds.iter().filter(missed).collect();
    // To whom an older version applies, what came after it is no matter.
    let kept = missed.iter().find(|bound| matches!(bound.because, Because::Kept(..)));
    let telling = kept.map_or(missed.as_slice(), std::slice::from_ref);
    let mut told: Vec<String> = telling.iter().map(|bound| missed_words(reader, inputs, bound)).collect();
    if told.is_empty() {
        let date = inputs.as_of.map_or_else(|| reader.unknown().to_owned(), |date| date.to_string());
        told.push(match reader.lang {
            Lang::Zh => format!("在 {date} 不施行"),
            Lang::En => format!("not in force as of {date}"),
        });
    }
    told
}

fn missed_words(reader: &Reader<'_>, inputs: &Inputs, bound: &Bound) -> String {
    let lang = reader.lang;
    let date = deciding(reader, inputs, bound);
    match (&bound.because, lang) {
        (Because::First(day), Lang::Zh) => format!("{day} 起施行 ({date})"),
        (Because::First(day), Lang::En) => format!("in force only from {day} ({date})"),
        (Because::Last(day), Lang::Zh) => format!("有效期至 {day}，已过 ({date})"),
        (Because::Last(day), Lang::En) => format!("in force only until {day} ({date})"),
        (Because::Replaces(older, day), lang) => {
            let older = reader.award_title(*older);
            match lang {
                Lang::Zh => format!("{day} 起取代{older}，此前按{older}执行 ({date})"),
                Lang::En => format!("replaces {older} from {day}; before that {older} applies ({date})"),
            }
        }
        (Because::ReplacedBy(newer, day), lang) => {
            let newer = reader.award_title(*newer);
            let not_kept = not_kept(reader, bound);
            match lang {
                Lang::Zh => format!("{day} 起由{newer}取代 ({date}){not_kept}"),
                Lang::En => format!("replaced by {newer} from {day} ({date}){not_kept}"),
            }
        }
        (Because::Kept(older, until), lang) => {
            let older = reader.award_title(*older);
            let why = holding(reader, Level::Applicant, bound.event);
            let why = why.join(pick(lang, " 且 ", " and "));
            match (until, lang) {
                (Some(until), Lang::Zh) => format!("仍按{older}执行，至 {until}：{why}"),
                (Some(until), Lang::En) => format!("{older} still applies, until {until}: {why}"),
                (None, Lang::Zh) => format!("仍按{older}执行：{why}"),
                (None, Lang::En) => format!("{older} still applies: {why}"),
            }
        }
        (Because::Superseded(title, day), lang) => {
            let title = words::quoted(lang, title);
            match lang {
                Lang::Zh => format!("{day} 起由{title}取代 ({date})"),
                Lang::En => format!("replaced by {title} from {day} ({date})"),
            }
        }
    }
}

/// The date that decides, and what it is.
fn deciding(reader: &Reader<'_>, inputs: &Inputs, bound: &Bound) -> String {
    let lang = reader.lang;
    if let Some(Op::AsOf) = reader.op(Level::Applicant, bound.event) {
        let date = inputs.as_of.map_or_else(|| reader.unknown().to_owned(), |date| date.to_string());
        return format!("{} {date}", pick(lang, "决定日期", "decided as of"));
    }
    let name = phrase(reader, Level::Applicant, bound.event);
    format!("{name} {}", reader.value_words(Level::Applicant, bound.event))
}

/// Why a version that is kept for some is not kept for this applicant.
fn not_kept(reader: &Reader<'_>, bound: &Bound) -> String {
    let Some(Op::Or(ways)) = reader.op(Level::Applicant, bound.holds) else { return String::new() };
    let Some(&kept) = ways.last() else { return String::new() };
    let why = failing(reader, Level::Applicant, kept).join(pick(reader.lang, "，", ", "));
    match reader.lang {
        Lang::Zh => format!("，也不沿用：{why}"),
        Lang::En => format!(", and not kept: {why}"),
    }
}
