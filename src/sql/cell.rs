//! Cells: the columns of a table as a program's facts, and what is wrong with them.

use crate::calendar::Date;
use crate::money::Rational;
use crate::plan::{Choice, InputType, Known, limits};
use crate::scaled::{Bounds, Form};
use crate::syntax::ast::Comparison;

use super::dialect::Dialect;
use super::tree::{Alias, Expr, Function, Item, SqlType};
use super::value::{Width, most};

/// A fact that is read from a column.
pub(super) struct Asked<'a> {
    /// The column.
    pub name: String,
    pub ty: &'a InputType,
    /// How a number is held.
    pub form: Option<Form>,
    /// What a number may be at all.
    pub low: Option<Rational>,
    pub high: Option<Rational>,
    pub default: Option<&'a Known>,
    /// Whether the column is read that says it is known to be absent.
    pub absence: bool,
    /// The table has no such column.
    pub missing: bool,
}

/// The columns of a fact.
#[derive(Default)]
pub(super) struct Cells {
    pub items: Vec<Item>,
    /// Conditions under which the row is refused, each with the reason.
    pub refusals: Vec<(Expr, String)>,
    /// Truths, never unknown: the value is one that facts may have, but beyond what the query computes with.
    pub beyond: Vec<Expr>,
}

/// Reads facts in a dialect.
pub(super) struct Reader {
    pub dialect: Dialect,
}

/// A value as the program holds it, and what is wrong with it.
struct Read {
    value: Expr,
    wrong: Vec<(Expr, &'static str)>,
    beyond: Option<Expr>,
}

impl Reader {
    /// The columns of a fact, of the table at hand.
    pub fn read(&self, asked: &Asked<'_>) -> Cells {
        let mut cells = Cells::default();
        let raw = Expr::Column(Alias::Table, asked.name.clone());
        let item = |expr: Expr, name: String| Item { comments: Vec::new(), expr, name };
        if asked.missing {
            let unknown = Expr::Null.cast(self.type_of(asked));
            cells.items.push(item(self.or_default(unknown, asked), asked.name.clone()));
            if asked.absence {
                let present = Expr::Null.cast(SqlType::Truth);
                cells.items.push(item(present, format!("{}{}", asked.name, super::fact::PRESENT)));
            }
            return cells;
        }
        let read = match asked.ty {
            InputType::Number(measure) => {
                let (limit, decimals) = limits::of(measure);
                self.number(&raw, asked, limit, decimals)
            }
            InputType::Bool => Read { value: raw.clone(), wrong: Vec::new(), beyond: None },
            InputType::Enum(choices) => self.member(&raw, choices),
            InputType::Set(choices) => self.members(&raw, choices),
            InputType::Date => day(&raw),
            InputType::Text => {
                Read { value: raw.clone().cast(SqlType::Text), wrong: Vec::new(), beyond: None }
            }
            InputType::List { .. } => return cells,
        };
        cells.items.push(item(self.or_default(read.value, asked), asked.name.clone()));
        for (when, code) in read.wrong {
            cells.refusals.push((when, format!("{code} {}", asked.name)));
        }
        cells.beyond.extend(read.beyond);
        if asked.absence {
            let absent = Expr::Column(Alias::Table, format!("{}{}", asked.name, super::fact::ABSENT));
            let both = Expr::all([raw.clone().known(), absent.clone()]);
            cells.refusals.push((both, format!("E0713 {}", asked.name)));
            let mut arms = vec![(raw.known(), Expr::Truth(true)), (absent, Expr::Truth(false))];
            if matches!(asked.default, Some(Known::Absent)) {
                arms.truncate(1);
            }
            let otherwise = matches!(asked.default, Some(Known::Absent)).then_some(Expr::Truth(false));
            let present = Expr::case(arms, otherwise);
            cells.items.push(item(present, format!("{}{}", asked.name, super::fact::PRESENT)));
        }
        cells
    }

    fn type_of(&self, asked: &Asked<'_>) -> SqlType {
        match asked.ty {
            InputType::Number(_) => {
                self.width(asked.form.map_or(Bounds { low: 0, high: 0 }, |form| form.bounds)).ty()
            }
            InputType::Bool | InputType::List { .. } => SqlType::Truth,
            InputType::Enum(_) | InputType::Text => SqlType::Text,
            InputType::Set(_) => SqlType::Texts,
            InputType::Date => SqlType::Day,
        }
    }

    fn width(&self, bounds: Bounds) -> Width {
        Width::of(most(bounds), self.dialect).unwrap_or(Width::Wide)
    }

    /// A number, exactly: what has more decimals, or lies outside, is no whole number of its form.
    fn number(&self, raw: &Expr, asked: &Asked<'_>, limit: Rational, most_decimals: u32) -> Read {
        let Some(Form { decimals, bounds }) = asked.form else {
            return Read { value: Expr::Null, wrong: Vec::new(), beyond: None };
        };
        let (low, high) = (Expr::Decimal(bounds.low, decimals), Expr::Decimal(bounds.high, decimals));
        // Room for what the bounds hold and the decimals.
        let held = SqlType::Decimal(38, decimals);
        let plain = match self.dialect {
            Dialect::Duckdb | Dialect::Spark => raw.clone(),
            Dialect::Postgres => raw.clone().cast(SqlType::Wide),
        };
        let is_exact = self.has_decimals(raw, &plain, decimals, Comparison::Equal);
        let within = Expr::all([
            plain.clone().compare(Comparison::AtLeast, low.clone()),
            plain.clone().compare(Comparison::AtMost, high.clone()),
        ]);
        let fits = Expr::all([within, is_exact]);
        let ty = self.width(bounds).ty();
        let parts = 10_i128.checked_pow(decimals).unwrap_or(1);
        let exact = match self.dialect {
            Dialect::Postgres => plain.clone(),
            Dialect::Duckdb => Expr::TryCast(Box::new(raw.clone()), held),
            Dialect::Spark => raw.clone().cast(held),
        };
        let whole = if parts == 1 {
            exact
        } else {
            let parts = match self.dialect {
                Dialect::Spark => Expr::Whole(parts).cast(SqlType::Decimal(decimals.saturating_add(1), 0)),
                Dialect::Duckdb | Dialect::Postgres => Expr::Whole(parts),
            };
            exact.times(parts)
        };
        let value = Expr::case(vec![(fits.clone(), whole.cast(ty))], None);
        // What no fact may be, in the order in which facts files are read.
        let many = self.has_decimals(raw, &plain, most_decimals, Comparison::NotEqual);
        let mut wrong = vec![(many, if most_decimals == 0 { "E0717" } else { "E0718" })];
        let (allowed_low, allowed_high) = (asked.low.unwrap_or(Rational::ZERO), asked.high);
        let outside = |low: (Comparison, Option<Rational>), high: (Comparison, Option<Rational>)| {
            let ends =
                [low, high].into_iter().filter_map(|(comparison, end)| Some((comparison, literal(end?)?)));
            Expr::any(ends.map(|(comparison, end)| plain.clone().compare(comparison, end)))
        };
        let too_large = outside((Comparison::AtMost, limit.negate()), (Comparison::AtLeast, Some(limit)));
        wrong.push((too_large, "E0719"));
        let not_allowed = outside((Comparison::Less, Some(allowed_low)), (Comparison::More, allowed_high));
        wrong.push((not_allowed, "E0720"));
        // Facts may have more decimals, or be larger, than the form holds: then it is for others to say.
        let part = 10_i128.checked_pow(most_decimals).and_then(|parts| Rational::new(1, parts));
        let widest = part.and_then(|part| limit.minus(part)).unwrap_or(limit);
        let parts = Rational::whole(parts);
        let holds_all = decimals >= most_decimals
            && allowed_high
                .map_or(widest, |high| high.min(widest))
                .times(parts)
                .is_some_and(|high| high <= Rational::whole(bounds.high))
            && allowed_low.times(parts).is_some_and(|low| low >= Rational::whole(bounds.low));
        let fits = Expr::call(Function::Coalesce, vec![fits, Expr::Truth(false)]);
        let beyond = (!holds_all).then(|| Expr::all([raw.clone().known(), fits.not()]));
        Read { value, wrong, beyond }
    }

    /// Whether a number has no more decimals than these (or that it has more).
    fn has_decimals(&self, raw: &Expr, plain: &Expr, decimals: u32, comparison: Comparison) -> Expr {
        match self.dialect {
            // What is too large for the type is unknown here, and told by its size.
            Dialect::Duckdb => {
                let held = Expr::TryCast(Box::new(raw.clone()), SqlType::Decimal(38, decimals));
                held.compare(comparison, raw.clone())
            }
            // Comparing decimals of different precision rounds in Spark; the rest of a division does not.
            Dialect::Postgres | Dialect::Spark => {
                let part = Expr::Decimal(1, decimals);
                plain.clone().remainder(part).compare(comparison, Expr::Whole(0))
            }
        }
    }

    fn member(&self, raw: &Expr, choices: &[Choice]) -> Read {
        let text = raw.clone().cast(SqlType::Text);
        let names: Vec<Expr> = choices.iter().map(|choice| Expr::text(choice.name.clone())).collect();
        let listed = Expr::In(Box::new(text.clone()), names);
        let value = Expr::case(vec![(listed.clone(), text)], None);
        Read { value, wrong: vec![(listed.not(), "E0722")], beyond: None }
    }

    fn members(&self, raw: &Expr, choices: &[Choice]) -> Read {
        let texts = raw.clone().cast(SqlType::Texts);
        let names = Expr::Texts(choices.iter().map(|choice| choice.name.clone()).collect());
        let given = raw.clone().known();
        let listed = Expr::call(Function::Within, vec![texts.clone(), names]);
        let number = Expr::call(Function::Members, vec![texts.clone()]);
        let different = Expr::call(Function::DifferentMembers, vec![texts.clone()]);
        let once = number.equals(different);
        let fits = Expr::all([given.clone(), listed.clone(), once.clone()]);
        let value = Expr::case(vec![(fits, texts)], None);
        let unlisted = Expr::all([given.clone(), listed.not()]);
        let twice = Expr::all([given, once.not()]);
        Read { value, wrong: vec![(unlisted, "E0722"), (twice, "E0723")], beyond: None }
    }

    /// A value, or the default where none is given.
    fn or_default(&self, value: Expr, asked: &Asked<'_>) -> Expr {
        let default = match (asked.default, asked.ty) {
            (Some(Known::Number(number)), InputType::Number(_)) => {
                asked.form.and_then(|form| form.whole(*number)).map(Expr::Whole)
            }
            (Some(Known::Bool(truth)), _) => Some(Expr::Truth(*truth)),
            (Some(Known::Enum(position)), InputType::Enum(choices)) => {
                choices.get(*position).map(|choice| Expr::text(choice.name.clone()))
            }
            (Some(Known::Set(members)), InputType::Set(choices)) => {
                let has = |at: usize| {
                    u32::try_from(at)
                        .ok()
                        .and_then(|at| 1_u64.checked_shl(at))
                        .is_some_and(|bit| members & bit != 0)
                };
                let names = choices.iter().enumerate().filter(|(at, _)| has(*at));
                Some(Expr::Texts(names.map(|(_, choice)| choice.name.clone()).collect()))
            }
            (Some(Known::Date(date)), _) => Some(Expr::Day(*date)),
            (Some(Known::Text(text)), _) => Some(Expr::text(text.clone())),
            _ => None,
        };
        match default {
            Some(default) => Expr::call(Function::Coalesce, vec![value, default]),
            None => value,
        }
    }
}

/// A day of the calendar.
pub(super) fn day_of(raw: &Expr) -> (Expr, Expr) {
    let day = raw.clone().cast(SqlType::Day);
    let ends = [(Comparison::AtLeast, 0), (Comparison::AtMost, crate::calendar::DAYS)];
    let within = ends.map(|(comparison, end)| {
        let end = i64::try_from(end).ok().and_then(Date::from_ordinal).map_or(Expr::Null, Expr::Day);
        day.clone().compare(comparison, end)
    });
    let within = Expr::all(within);
    (Expr::case(vec![(within.clone(), day)], None), within)
}

fn day(raw: &Expr) -> Read {
    let (value, within) = day_of(raw);
    Read { value, wrong: vec![(within.not(), "E0721")], beyond: None }
}

/// A decimal as a literal.
fn literal(number: Rational) -> Option<Expr> {
    (0..=18).find_map(|decimals| {
        let parts = Rational::whole(10_i128.checked_pow(decimals)?);
        Some(Expr::Decimal(number.times(parts)?.to_whole()?, decimals))
    })
}
