//! What the goals of indicators say against one another: growth that falls short, goals that fall, numbers skipped.

use crate::diagnostic::{Diagnostic, Words, analysis as entries};
use crate::money::{Direction, Rational, Rounding, grouped};
use crate::syntax::ast::{BaseYear, Comparison, When};

use super::super::{Dimension, Goal, Target};
use super::Checker;

impl Checker {
    /// Remarks on the goals of all indicators.
    pub(super) fn remarks_on_goals(&mut self, targets: &[Target]) {
        for target in targets {
            self.growth_against_levels(target);
            self.goals_of_one_figure(target);
            if target.base.is_none()
                && let Some(goal) = target.goals.iter().find(|goal| goal.growth)
            {
                self.report(Diagnostic::new(&entries::GROWTH_WITHOUT_BASE, goal.span));
            }
        }
        self.numbers(targets);
    }

    fn growth_against_levels(&mut self, target: &Target) {
        let Some(base) = target.base else { return };
        let (Some(value), BaseYear::In(first)) = (base.value, base.year) else { return };
        for growth in target.goals.iter().filter(|goal| goal.growth && is_floor(goal)) {
            let Some(year) = year_of(growth) else { continue };
            let same = |goal: &&Goal| {
                !goal.growth && is_floor(goal) && goal.fact == growth.fact && year_of(goal) == Some(year)
            };
            for level in target.goals.iter().filter(same) {
                let Some(years) = year.checked_sub(first).and_then(|years| u32::try_from(years).ok()) else {
                    continue;
                };
                let Some(reached) = compounded(value, growth.value, years) else { continue };
                if reached >= level.value {
                    continue;
                }
                let diagnostic = Diagnostic::new(&entries::GROWTH_FALLS_SHORT, growth.span)
                    .arg("base", figure(value))
                    .arg("rate", percent(growth.value))
                    .arg("years", years.to_string())
                    .arg("reached", cut(reached))
                    .arg("goal", figure(level.value))
                    .arg("needed", needed(value, level.value, years))
                    .label(level.span, "goal")
                    .label(base.span, "base");
                self.report(diagnostic);
            }
        }
    }

    /// Goals for the same figure and of the same kind, over the years.
    fn goals_of_one_figure(&mut self, target: &Target) {
        for (at, later) in target.goals.iter().enumerate() {
            let before = target.goals.iter().take(at);
            let alike = |goal: &&Goal| {
                goal.growth == later.growth
                    && goal.fact == later.fact
                    && goal.unit == later.unit
                    && goal.measure == later.measure
                    && goal.comparison == later.comparison
            };
            for first in before.filter(alike) {
                if first.when == later.when {
                    if first.value == later.value {
                        continue;
                    }
                    let diagnostic = Diagnostic::new(&entries::TWO_GOALS_IN_A_YEAR, later.span)
                        .arg("when", when_words(later.when))
                        .arg("first", shown(first))
                        .arg("second", shown(later))
                        .label(first.span, "first");
                    self.report(diagnostic);
                    continue;
                }
                let (Some(one), Some(other)) = (year_of(first), year_of(later)) else { continue };
                let (earlier, after) = if one < other { (first, later) } else { (later, first) };
                let falls = match later.comparison {
                    Comparison::AtLeast | Comparison::More => after.value < earlier.value,
                    Comparison::AtMost | Comparison::Less => after.value > earlier.value,
                    Comparison::Equal | Comparison::NotEqual => false,
                };
                // A growth rate may well get smaller while the figure grows.
                if falls && !later.growth && one != other {
                    let diagnostic = Diagnostic::new(&entries::GOALS_FALL, after.span)
                        .arg("earlier", one.min(other).to_string())
                        .arg("later", one.max(other).to_string())
                        .arg("more", shown(earlier))
                        .arg("less", shown(after))
                        .label(earlier.span, "earlier");
                    self.report(diagnostic);
                }
            }
        }
    }

    /// Numbers of one table follow one another.
    fn numbers(&mut self, targets: &[Target]) {
        let mut numbered: Vec<_> = targets
            .iter()
            .filter_map(|target| {
                let section = target.cites.first().map_or("", |section| section.text.as_str());
                let (number, at) = target.number?;
                Some((table_of(section, number), number, at))
            })
            .collect();
        numbered.sort_by(|left, right| {
            (left.0, left.1, left.2.range().start).cmp(&(right.0, right.1, right.2.range().start))
        });
        for pair in numbered.windows(2) {
            let [(table, before, first), (same, after, here)] = pair else { continue };
            if table != same || Some(*after) == before.checked_add(1) {
                continue;
            }
            let diagnostic = if before == after {
                Diagnostic::new(&entries::NUMBER_TWICE, *here)
                    .arg("number", after.to_string())
                    .label(*first, "first")
            } else {
                Diagnostic::new(&entries::NUMBERS_SKIPPED, *here)
                    .arg("before", before.to_string())
                    .arg("after", after.to_string())
                    .label(*first, "before")
            };
            self.report(diagnostic);
        }
    }
}

/// The section of a table, without the number of the row where the section ends in it.
fn table_of(section: &str, number: i32) -> &str {
    let number = number.to_string();
    section.strip_suffix(number.as_str()).unwrap_or(section).trim_end_matches(['-', '.', '第'])
}

/// Whether more is better.
fn is_floor(goal: &Goal) -> bool {
    matches!(goal.comparison, Comparison::AtLeast | Comparison::More)
}

/// The calendar year of a goal for one year.
fn year_of(goal: &Goal) -> Option<i32> {
    match goal.when {
        Some(When::By(year) | When::In(year)) => Some(year),
        None | Some(When::EachYear | When::Within(_) | When::Unstated | When::Total { .. }) => None,
    }
}

/// `base × (1 + rate)^years`, exactly; `None` where it does not fit.
pub(super) fn compounded(base: Rational, rate: Rational, years: u32) -> Option<Rational> {
    let factor = Rational::ONE.plus(rate)?;
    (0..years).try_fold(base, |product, _| Some(product.times(factor)?.reduced()))
}

/// The lowest growth that comes to the goal, as a percentage with as many decimals as can be proved.
fn needed(base: Rational, goal: Rational, years: u32) -> String {
    for decimals in [2_u32, 1, 0] {
        let Some(parts) = 10_i128.checked_pow(decimals).and_then(|parts| parts.checked_mul(100)) else {
            continue;
        };
        let reaches = |steps: i128| {
            let rate = Rational::new(steps, parts)?;
            Some(compounded(base, rate, years)? >= goal)
        };
        let (mut low, mut high) = (0_i128, parts.saturating_mul(100));
        let mut proved = true;
        while high.saturating_sub(low) > 1 && proved {
            let middle = low.midpoint(high);
            match reaches(middle) {
                Some(true) => high = middle,
                Some(false) => low = middle,
                None => proved = false,
            }
        }
        if let (true, Some(rate)) = (proved, Rational::new(high, parts)) {
            return percent(rate);
        }
    }
    "…".to_owned()
}

fn figure(value: Rational) -> String {
    grouped(&value.to_shortest())
}

/// A long product with the decimals that matter.
fn cut(value: Rational) -> String {
    let step = Rational::new(1, 10_000);
    let cut = step.and_then(|step| Rounding { direction: Direction::Down, step }.apply(value));
    match cut {
        Some(cut) if cut != value => format!("{}…", figure(cut)),
        Some(_) | None => figure(value),
    }
}

fn percent(rate: Rational) -> String {
    match rate.times(Rational::whole(100)) {
        Some(percent) => format!("{}%", percent.reduced().to_shortest()),
        None => rate.to_shortest(),
    }
}

fn shown(goal: &Goal) -> String {
    if goal.growth || goal.measure.of == Dimension::Ratio { percent(goal.value) } else { figure(goal.value) }
}

fn when_words(when: Option<When>) -> Words {
    match when {
        None | Some(When::Unstated) => Words::new("未写明的年份", "in an unstated year"),
        Some(When::By(year)) => Words::new(format!("到 {year} 年"), format!("by {year}")),
        Some(When::In(year)) => Words::new(format!("{year} 年"), format!("in {year}")),
        Some(When::EachYear) => Words::new("每年", "each year"),
        Some(When::Within(years)) => Words::new(format!("{years} 年内"), format!("within {years} years")),
        Some(When::Total { from, to }) => {
            Words::new(format!("{from}—{to} 年累计"), format!("in total from {from} to {to}"))
        }
    }
}
