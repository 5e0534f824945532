//! Facts by year in people's words.

use crate::diagnostic::Lang;
use crate::plan::{InputId, InputYear, NodeId, Op};

use super::reader::{Level, Reader};
use super::words;

/// What people call an input: a single year of a fact by year by the fact and the year.
pub(super) fn input_title(reader: &Reader<'_>, input: InputId) -> String {
    let Some(asked) = reader.plan.inputs.get(input) else { return String::new() };
    let titled = asked.of_year.and_then(|of| Some((reader.plan.inputs.get(of.input)?, of.year)));
    let Some((base, year)) = titled else {
        return words::title(reader.lang, &asked.name, asked.label.as_deref());
    };
    let base = words::title(reader.lang, &base.name, base.label.as_deref());
    match (year, reader.lang) {
        (InputYear::Before(0), _) => base,
        (InputYear::Before(1), Lang::Zh) => format!("上年{base}"),
        (InputYear::Before(1), Lang::En) => format!("{base} last year"),
        (InputYear::Before(years), Lang::Zh) => format!("{years}年前{base}"),
        (InputYear::Before(years), Lang::En) => format!("{base} {years} years ago"),
        (InputYear::In(year), Lang::Zh) => format!("{year}年{base}"),
        (InputYear::In(year), Lang::En) => format!("{base} in {year}"),
    }
}

/// What grew, where a quotient is the growth of an input over the year before.
pub(super) fn grown(
    reader: &Reader<'_>,
    level: Level,
    numerator: NodeId,
    denominator: NodeId,
) -> Option<NodeId> {
    let Op::Add(terms) = reader.op(level, numerator)? else { return None };
    let [(false, now), (true, before)] = terms.as_slice() else { return None };
    let years = |node: NodeId| {
        let Op::Input(input) = reader.op(level, node)? else { return None };
        match reader.plan.inputs.get(*input)?.of_year {
            None => Some((*input, 0)),
            Some(of) => match of.year {
                InputYear::Before(years) => Some((of.input, years)),
                InputYear::In(_) => None,
            },
        }
    };
    let ((fact, now_back), (same, back)) = (years(*now)?, years(*before)?);
    (*before == denominator && fact == same && back == now_back.checked_add(1)?).then_some(*now)
}
