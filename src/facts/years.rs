//! Facts by year: what was stated of this year or of several, spread over the inputs that hold single years.

use std::collections::BTreeMap;

use crate::arena::Arena;
use crate::plan::{InputId, Known, Plan};

/// What is stated of an input.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Stated {
    /// One value: of an input by year, this year's.
    ThisYear(Known),
    /// Values of several years.
    ByYear(BTreeMap<i32, Known>),
}

/// What is stated of each input, as the values that nodes read; what is not stated is unknown.
pub(crate) fn spread(
    plan: &Plan,
    stated: &BTreeMap<InputId, Stated>,
    this_year: Option<i32>,
) -> Arena<InputId, Known> {
    let all = plan.inputs.iter_ids().map(|(id, input)| {
        let (of, year) = match input.of_year {
            Some(single) => (single.input, single.year.calendar(this_year)),
            None => (id, this_year),
        };
        let known = match stated.get(&of)? {
            Stated::ThisYear(known) if input.of_year.is_none() => known,
            Stated::ThisYear(known) => known_of_this_year(known, year, this_year)?,
            Stated::ByYear(years) => years.get(&year?)?,
        };
        Some(known.clone())
    });
    all.map(|known| known.unwrap_or(Known::Unknown)).collect()
}

/// A plain value is this year's and no other's.
fn known_of_this_year(known: &Known, year: Option<i32>, this_year: Option<i32>) -> Option<&Known> {
    (year.is_some() && year == this_year).then_some(known)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Stated, spread};
    use crate::facts::sample;
    use crate::money::Rational;
    use crate::plan::{InputYear, Known, OfYear};

    #[test]
    fn single_years_take_their_value_from_the_object_or_this_year() {
        let mut plan = sample::plan();
        let (revenue, base) = plan.inputs.iter_ids().find(|(_, input)| input.by_year).unwrap();
        let base = base.clone();
        for year in [InputYear::In(2018), InputYear::In(2019), InputYear::Before(1), InputYear::Before(2)] {
            let of_year = Some(OfYear { input: revenue, year });
            plan.inputs.push(crate::plan::Input { by_year: false, of_year, ..base.clone() });
        }
        let number = |value| Known::Number(Rational::whole(value));
        let last = |stated, year| {
            let stated = BTreeMap::from([(revenue, stated)]);
            let values = spread(&plan, &stated, year);
            let single = values.iter().rev().take(4).rev().cloned().collect::<Vec<_>>();
            (values.at(revenue).clone(), single)
        };
        let years = Stated::ByYear(BTreeMap::from([(2018, number(8)), (2019, number(9)), (2017, number(7))]));
        let (none, eight, nine) = (Known::Unknown, number(8), number(9));
        let all = vec![eight.clone(), nine.clone(), eight.clone(), number(7)];
        assert_eq!(last(years.clone(), Some(2019)), (nine.clone(), all));
        let undated = vec![eight.clone(), nine.clone(), none.clone(), none.clone()];
        assert_eq!(last(years, None), (none.clone(), undated));
        let plain = Stated::ThisYear(nine.clone());
        let this_year = vec![none.clone(), nine.clone(), none.clone(), none.clone()];
        assert_eq!(last(plain.clone(), Some(2019)), (nine.clone(), this_year));
        assert_eq!(last(plain, None), (nine, vec![none.clone(), none.clone(), none.clone(), none]));
    }
}
