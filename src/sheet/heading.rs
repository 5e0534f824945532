//! The heading of a table: which column holds which fact, and which are carried over.

use crate::diagnostic::{Diagnostic, Words, sheet};
use crate::facts::json::shown;
use crate::facts::lookup::{self, Found, Lookup, did_you_mean, listed};
use crate::plan::{InputId, InputType, Plan};

use super::unit::{self, ColumnUnit};

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Meaning {
    /// A fact.
    Fact(InputId),
    /// A fact by year, of one year.
    OfYear(InputId, i32),
    /// The date of the decision.
    AsOf,
    /// The year that "this year" means.
    Year,
    /// The applicant's name.
    Applicant,
    /// No fact: it is carried over, joined by, or passed over, as the caller said.
    Other,
    /// It has no name, and must hold nothing.
    Nameless,
}

/// One column.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Column {
    /// Its name as written.
    pub name: String,
    /// What it holds.
    pub meaning: Meaning,
    /// The unit of its bare numbers.
    pub unit: Option<ColumnUnit>,
    /// Its place among the columns carried over.
    pub kept: Option<usize>,
    /// Where it stands, in brackets, for messages about a column without a name.
    pub place: Words,
}

/// The columns of a table.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Heading {
    /// In the order of the table.
    pub columns: Vec<Column>,
    /// The column that other tables are joined by.
    pub key: Option<usize>,
}

/// What the caller says of the columns.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Wishes {
    /// Columns carried over, in their order.
    pub keep: Vec<String>,
    /// Columns passed over.
    pub ignore: Vec<String>,
    /// Units of columns.
    pub units: Vec<(String, String)>,
    /// The column that other tables are joined by.
    pub key: Option<String>,
    /// Other tables are joined.
    pub joined: bool,
    /// The date of the decision is given for all rows.
    pub as_of_given: bool,
    /// The year is given for all rows.
    pub year_given: bool,
    /// Lists that have a table of their own.
    pub lists: Vec<InputId>,
    /// The rows of chosen applicants are asked for by key.
    pub by_key: bool,
    /// Columns that only the tables joined by a key have to know.
    pub elsewhere: Vec<String>,
}

/// The letter of a column, as Excel has it over the sheet, in brackets; nothing where columns have no letters.
pub(super) fn place(at: Option<usize>) -> Words {
    let Some(at) = at else { return Words::same("") };
    let letters = letters(at);
    Words::new(format!("（{letters} 列）"), format!(" (column {letters})"))
}

/// The letter of a column, counted from 0.
pub(super) fn letters(at: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = at;
    loop {
        letters.push(u8::try_from(rest % 26).map_or(b'?', |letter| letter.wrapping_add(b'A')));
        match (rest / 26).checked_sub(1) {
            Some(more) => rest = more,
            None => break,
        }
    }
    letters.iter().rev().copied().map(char::from).collect()
}

/// A name as it is written on a command line.
fn as_argument(name: &str) -> String {
    let plain = name.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.'));
    if plain { name.to_owned() } else { format!("\"{}\"", name.replace('"', "\\\"")) }
}

/// What may be done with a column that no fact goes by.
pub(super) fn way_out(name: &str, joined: bool) -> Words {
    if name.contains(',') {
        return Words::new(
            "与计算无关的列：先去掉列名里的逗号，才能写进 --ignore",
            "A column that has nothing to do with it: take the comma out of its name, then name it in --ignore",
        );
    }
    let name = as_argument(&shown(name));
    if joined {
        return Words::new(
            format!("与计算无关的列写 --ignore {name}"),
            format!("A column that has nothing to do with it: --ignore {name} passes over it"),
        );
    }
    Words::new(
        format!("与计算无关的列：要带到结果里写 --keep {name}，不要就写 --ignore {name}"),
        format!(
            "A column that has nothing to do with it: --keep {name} carries it over, --ignore {name} passes over it"
        ),
    )
}

/// Words for the columns that are no facts.
const AS_OF: [&str; 2] = ["as_of", "决定日期"];
const YEAR: [&str; 3] = ["year", "年度", "年份"];
const APPLICANT: [&str; 4] = ["applicant", "申报人", "申请人名称", "单位名称"];

/// The column that tables are joined by unless the caller names one.
pub const DEFAULT_KEY: &str = "applicant";

/// A table's names against a plan.
pub(super) struct Names<'p> {
    plan: &'p Plan,
    inputs: Lookup<'p, InputId>,
}

impl<'p> Names<'p> {
    pub fn new(plan: &'p Plan) -> Names<'p> {
        Names { plan, inputs: lookup::inputs(plan) }
    }

    /// What a name stands for, and the unit within it; `None` if it is not known.
    pub fn find(&self, name: &str) -> Result<Option<(Meaning, Option<ColumnUnit>)>, Diagnostic> {
        if let Some(meaning) = self.plain(name)? {
            return Ok(Some((meaning, None)));
        }
        if let Some((before, text)) = unit::split(name)
            && let Some(meaning) = self.plain(before)?
        {
            return match self.unit(meaning, text) {
                Some(unit) => Ok(Some((meaning, Some(unit)))),
                None => Err(self.wrong_unit(name, text, meaning)),
            };
        }
        let special = |words: &[&str]| words.contains(&name);
        Ok(if special(&AS_OF) {
            Some((Meaning::AsOf, None))
        } else if special(&YEAR) {
            Some((Meaning::Year, None))
        } else if special(&APPLICANT) {
            Some((Meaning::Applicant, None))
        } else {
            None
        })
    }

    fn plain(&self, name: &str) -> Result<Option<Meaning>, Diagnostic> {
        match self.inputs.find(name) {
            Found::One(input) => return Ok(Some(Meaning::Fact(input))),
            Found::Several(several) => {
                let names = several.iter().filter_map(|&id| self.plan.inputs.get(id));
                let names = listed(names.map(|input| input.name.as_str()));
                let found = Diagnostic::without_place(&sheet::AMBIGUOUS_COLUMN);
                return Err(found.arg("column", shown(name)).arg("names", names));
            }
            Found::None => {}
        }
        // `main_revenue.2018`, and `主营业务收入2018年` as tables of several years have it.
        let trimmed = name.strip_suffix('年').unwrap_or(name);
        let at = trimmed.len().saturating_sub(4);
        if let Some((before, digits)) = trimmed.split_at_checked(at)
            && digits.bytes().all(|byte| byte.is_ascii_digit())
            && let Ok(year) = digits.parse::<i32>()
            && year > 0
            && let Found::One(input) = self.inputs.find(before.trim_end_matches(['.', ' ', '_', '-']))
            && self.plan.inputs.get(input).is_some_and(|input| input.by_year)
        {
            return Ok(Some(Meaning::OfYear(input, year)));
        }
        Ok(None)
    }

    /// A unit that the numbers of a column may have.
    pub(super) fn unit(&self, meaning: Meaning, text: &str) -> Option<ColumnUnit> {
        let (Meaning::Fact(input) | Meaning::OfYear(input, _)) = meaning else { return None };
        match &self.plan.inputs.get(input)?.ty {
            InputType::Number(measure) => ColumnUnit::parse(text, measure),
            InputType::Bool
            | InputType::Enum(_)
            | InputType::Set(_)
            | InputType::Date
            | InputType::Text
            | InputType::List { .. } => None,
        }
    }

    fn wrong_unit(&self, column: &str, text: &str, meaning: Meaning) -> Diagnostic {
        let expected = match meaning {
            Meaning::Fact(input) | Meaning::OfYear(input, _) => self.plan.inputs.get(input),
            Meaning::AsOf | Meaning::Year | Meaning::Applicant | Meaning::Other | Meaning::Nameless => None,
        };
        let expected = expected.map(|input| crate::facts::check::type_words(&input.ty));
        Diagnostic::without_place(&sheet::WRONG_COLUMN_UNIT)
            .arg("column", shown(column))
            .arg("unit", shown(text))
            .arg("expected", expected.unwrap_or(Words::new("没有单位", "without a unit")))
    }

    fn unknown(&self, name: &str, wishes: &Wishes) -> Diagnostic {
        let words = self.plan.inputs.iter().filter(|input| input.of_year.is_none());
        let words = words.flat_map(|input| [Some(input.name.as_str()), input.label.as_deref()]).flatten();
        let bare = unit::split(name).map_or(name, |(before, _)| before);
        let advice = did_you_mean(bare, words.chain(["as_of", "year"])).unwrap_or_else(|| {
            Words::new(
                format!("ipcalc facts {} 列出全部事实。", self.plan.policy),
                format!("ipcalc facts {} lists all facts.", self.plan.policy),
            )
        });
        let found = Diagnostic::without_place(&sheet::UNKNOWN_COLUMN).arg("column", shown(name));
        // A ledger carries nothing over.
        found.arg("advice", advice).arg("other", way_out(name, wishes.by_key))
    }

    /// How many of these names it knows.
    pub fn known<'n>(&self, names: impl IntoIterator<Item = &'n String>) -> usize {
        let is_known = |name: &&String| !name.is_empty() && matches!(self.find(name), Ok(Some(_)));
        names.into_iter().filter(is_known).count()
    }
}

impl Heading {
    /// Reads the names of a table's columns. All that is wrong is reported at once.
    /// `lettered` says that columns go by letters, as in a spreadsheet.
    pub fn new(
        names: &[String],
        plan: &Plan,
        wishes: &Wishes,
        lettered: bool,
    ) -> Result<Heading, Vec<Diagnostic>> {
        let mut heading = Heading::default();
        let mut found = Vec::new();
        let known = Names::new(plan);
        for (at, name) in names.iter().enumerate() {
            match column(&known, name.trim(), wishes) {
                Ok(column) => {
                    heading.columns.push(Column { place: place(lettered.then_some(at)), ..column });
                }
                Err(finding) => found.push(finding.arg("place", place(lettered.then_some(at)))),
            }
        }
        if found.is_empty() {
            found.extend(heading.repeated(plan, wishes, lettered));
        }
        found.extend(heading.fulfil(names, &known, wishes));
        if found.is_empty() { Ok(heading) } else { Err(found) }
    }

    /// The column of a name.
    pub fn find(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    fn repeated(&self, plan: &Plan, wishes: &Wishes, lettered: bool) -> Vec<Diagnostic> {
        // Which of two columns of one name is meant matters only where it is used.
        let used = |name: &String| wishes.keep.contains(name) || wishes.key.as_ref() == Some(name);
        let mut found = Vec::new();
        for (at, column) in self.columns.iter().enumerate() {
            let same = |other: &&Column| match (other.meaning, column.meaning) {
                (Meaning::Other, Meaning::Other) => other.name == column.name && used(&column.name),
                (Meaning::Nameless, _) | (_, Meaning::Nameless) => false,
                (Meaning::Fact(one), Meaning::OfYear(other, _))
                | (Meaning::OfYear(one, _), Meaning::Fact(other)) => one == other,
                (
                    Meaning::Fact(_)
                    | Meaning::OfYear(..)
                    | Meaning::AsOf
                    | Meaning::Year
                    | Meaning::Applicant
                    | Meaning::Other,
                    _,
                ) => other.meaning == column.meaning,
            };
            if let Some((before, first)) = self.columns.iter().enumerate().take(at).find(|(_, one)| same(one))
            {
                let meaning = match column.meaning {
                    Meaning::Fact(input) | Meaning::OfYear(input, _) => {
                        plan.inputs.get(input).map_or(String::new(), |input| input.title().to_owned())
                    }
                    Meaning::AsOf
                    | Meaning::Year
                    | Meaning::Applicant
                    | Meaning::Other
                    | Meaning::Nameless => column.name.clone(),
                };
                found.push(
                    Diagnostic::without_place(&sheet::REPEATED_COLUMN)
                        .arg("first", shown(&first.name))
                        .arg("second", shown(&column.name))
                        .arg("first_place", place(lettered.then_some(before)))
                        .arg("second_place", place(lettered.then_some(at)))
                        .arg("meaning", meaning),
                );
            }
        }
        found
    }

    /// Notes what the caller says of columns, and what of that is not to be had.
    fn fulfil(&mut self, names: &[String], known: &Names<'_>, wishes: &Wishes) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        let no_such = |wish: &str, option: &str| {
            let all = || names.iter().map(|name| name.trim());
            let advice = did_you_mean(wish, all()).unwrap_or_else(|| {
                let all = listed(all().filter(|name| !name.is_empty()));
                Words::new(format!("表里有:{}", all.zh), format!("the table has: {}", all.en))
            });
            Diagnostic::without_place(&sheet::NO_SUCH_COLUMN)
                .arg("option", option)
                .arg("column", shown(wish))
                .arg("advice", advice)
        };
        let is_there = |wish: &str| names.iter().any(|name| name.trim() == wish);
        for (place, wish) in wishes.keep.iter().enumerate() {
            match self.columns.iter_mut().find(|column| column.name == *wish) {
                Some(column) if column.kept.is_some() => {
                    let twice = Diagnostic::without_place(&sheet::RESULT_NAMED_ALIKE);
                    found.push(twice.arg("column", shown(wish)));
                }
                Some(column) => column.kept = Some(place),
                None if is_there(wish) => {}
                None => found.push(no_such(wish, "--keep")),
            }
        }
        let gone = wishes.ignore.iter().filter(|wish| !is_there(wish) && !wishes.elsewhere.contains(wish));
        found.extend(gone.map(|wish| no_such(wish, "--ignore")));
        for (wish, text) in &wishes.units {
            match self.columns.iter_mut().find(|column| column.name == *wish) {
                Some(column) => match known.unit(column.meaning, text) {
                    Some(unit) => column.unit = Some(unit),
                    None => found.push(known.wrong_unit(wish, text, column.meaning).arg("place", "")),
                },
                None if is_there(wish) => {}
                None => found.push(no_such(wish, "--unit")),
            }
        }
        match &wishes.key {
            Some(wish) => match self.find(wish) {
                Some(at) => self.key = Some(at),
                None if is_there(wish) => {}
                None => found.push(no_such(wish, "--key")),
            },
            None => self.key = self.columns.iter().position(|column| column.meaning == Meaning::Applicant),
        }
        // Another table can be joined by default only if both may call the column so.
        let own_name =
            self.key.and_then(|at| self.columns.get(at)).is_some_and(|column| column.name == DEFAULT_KEY);
        let lacks =
            wishes.key.is_none() && (wishes.joined && !own_name || wishes.by_key && self.key.is_none());
        if lacks && found.is_empty() {
            found.push(Diagnostic::without_place(&sheet::NO_KEY));
        }
        for (given, meaning, option) in
            [(wishes.as_of_given, Meaning::AsOf, "--as-of"), (wishes.year_given, Meaning::Year, "--year")]
        {
            if let Some(column) = self.columns.iter().find(|column| given && column.meaning == meaning) {
                let twice = Diagnostic::without_place(&sheet::GIVEN_TWICE);
                found.push(twice.arg("column", shown(&column.name)).arg("option", option));
            }
        }
        for &list in &wishes.lists {
            let column = self.columns.iter().find(|column| column.meaning == Meaning::Fact(list));
            if let Some(column) = column {
                let twice = Diagnostic::without_place(&sheet::GIVEN_TWICE);
                found.push(twice.arg("column", shown(&column.name)).arg("option", "--list"));
            }
        }
        found
    }
}

/// What one name stands for.
pub(super) fn column(known: &Names<'_>, name: &str, wishes: &Wishes) -> Result<Column, Diagnostic> {
    let of = |meaning, unit| {
        Ok(Column { name: name.to_owned(), meaning, unit, kept: None, place: Words::same("") })
    };
    if name.is_empty() {
        return of(Meaning::Nameless, None);
    }
    if wishes.ignore.iter().any(|wish| wish == name) {
        return of(Meaning::Other, None);
    }
    match known.find(name) {
        Ok(Some((meaning, unit))) => of(meaning, unit),
        Ok(None) if wishes.keep.iter().any(|wish| wish == name) || wishes.key.as_deref() == Some(name) => {
            of(Meaning::Other, None)
        }
        Ok(None) => Err(known.unknown(name, wishes)),
        Err(finding) => Err(finding),
    }
}

#[cfg(test)]
mod tests {
    use super::{as_argument, place};

    #[test]
    fn columns_go_by_the_letters_of_a_spreadsheet() {
        let letters = |at| place(Some(at)).en;
        assert_eq!(letters(0), " (column A)");
        assert_eq!(letters(25), " (column Z)");
        assert_eq!(letters(26), " (column AA)");
        assert_eq!(letters(701), " (column ZZ)");
        assert_eq!(letters(702), " (column AAA)");
        assert_eq!(letters(16_383), " (column XFD)");
    }

    #[test]
    fn names_with_brackets_are_quoted_on_a_command_line() {
        assert_eq!(as_argument("备注"), "备注");
        assert_eq!(as_argument("备注(可不填)"), "\"备注(可不填)\"");
    }
}
