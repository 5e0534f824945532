//! Figures whose unit was hardly meant: a ratio of 500%, a share of more than the whole, a limit of 50 beside millions.

use crate::diagnostic::{Diagnostic, Words, analysis as entries};
use crate::money::Rational;
use crate::program::{AmountRule, Award, Dimension, Expr, ExprKind, FactId, Line, LineKind, Program, Type};
use crate::syntax::ast::{self, Given, GivenValue};

use super::pieces::{each, of_award, roots};
use super::words;

/// A limit so many times smaller than another amount of its award is remarked.
const LIMIT: i128 = 100;
/// The same of what a fact is compared with: of sales more is asked than is paid for them.
const COMPARED: i128 = 10;
/// An amount of money below this may be one in units of ten thousand whose word was forgotten.
const SMALL: i128 = 10_000;

/// Doubtful figures of a policy.
pub(super) fn figures(program: &Program) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (expr, list) in roots(program) {
        each(expr, list, &mut |expr, _| {
            found.extend(ratio_as_number(program, expr));
            found.extend(share_above_whole(program, expr));
        });
    }
    for award in &program.awards {
        found.extend(small_beside_others(program, award));
        found.extend(limits_of_items(program, award));
    }
    found.extend(program.facts.iter().filter_map(|fact| default_ratio(program, fact)));
    for example in &program.examples {
        let given = example.given.iter().filter_map(|(given, _)| ratio_given(program, given));
        found.extend(given);
    }
    found
}

fn number(expr: &Expr) -> Option<Rational> {
    if let ExprKind::Number(value) = expr.kind { Some(value) } else { None }
}

/// The name of a ratio that is asked of the applicant.
fn ratio(program: &Program, expr: &Expr) -> Option<Words> {
    let is_ratio = matches!(&expr.ty, Type::Number(measure) if measure.of == Dimension::Ratio);
    if let (ExprKind::Fact(fact) | ExprKind::FactIn(fact, _), true) = (&expr.kind, is_ratio) {
        return Some(title(program, *fact));
    }
    if let (ExprKind::Field(list, field), true) = (&expr.kind, is_ratio) {
        let field = program.lists.get(*list)?.fields.get(*field)?;
        return Some(words::title(&field.name, field.label.as_deref()));
    }
    None
}

fn title(program: &Program, fact: FactId) -> Words {
    let fact = program.facts.at(fact);
    words::title(&fact.name, fact.label.as_deref())
}

/// `rate >= 5` of a rate: 500%.
fn ratio_as_number(program: &Program, expr: &Expr) -> Option<Diagnostic> {
    let ExprKind::Compare(_, left, right) = &expr.kind else { return None };
    let sides = [(left, right), (right, left)];
    sides.into_iter().find_map(|(asked, fixed)| {
        let name = ratio(program, asked)?;
        let value = number(fixed).filter(|&value| value >= Rational::ONE)?;
        program.written.bare.contains(&fixed.span).then(|| as_number(name, value, fixed.span))
    })
}

fn as_number(name: Words, value: Rational, at: crate::source::Span) -> Diagnostic {
    let percent = value.times(Rational::whole(100)).map_or_else(String::new, |value| value.to_shortest());
    Diagnostic::new(&entries::RATIO_AS_NUMBER, at)
        .arg("fact", name)
        .arg("value", value.to_shortest())
        .arg("percent", percent)
}

/// `default 5` of a rate.
fn default_ratio(program: &Program, fact: &crate::program::Fact) -> Option<Diagnostic> {
    let given = fact.default.as_ref()?;
    let is_ratio = matches!(&fact.ty, Type::Number(measure) if measure.of == Dimension::Ratio);
    let value = number(given).filter(|&value| is_ratio && value >= Rational::ONE)?;
    let name = words::title(&fact.name, fact.label.as_deref());
    program.written.bare.contains(&given.span).then(|| as_number(name, value, given.span))
}

/// The same in the facts of an example.
fn ratio_given(program: &Program, given: &Given) -> Option<Diagnostic> {
    let (Given::Value { name, value: GivenValue::One(value) } | Given::InYear { name, value, .. }) = given
    else {
        return None;
    };
    let ast::ExprKind::Number(literal) = &value.kind else { return None };
    if literal.unit.is_some() || literal.value < Rational::ONE {
        return None;
    }
    let named =
        |fact: &crate::program::Fact| fact.name == name.text || fact.label.as_ref() == Some(&name.text);
    let (fact, declared) = program.facts.iter_ids().find(|(_, fact)| named(fact))?;
    let is_ratio = matches!(&declared.ty, Type::Number(measure) if measure.of == Dimension::Ratio);
    is_ratio.then(|| as_number(title(program, fact), literal.value, value.span))
}

/// `150% of sales`, `sales × 5`
fn share_above_whole(program: &Program, expr: &Expr) -> Option<Diagnostic> {
    let share = if let ExprKind::Product(factors) = &expr.kind {
        // What somebody has, and a bare figure: five times as much is paid where 5% was meant.
        let [(false, one), (false, other)] = factors.as_slice() else { return None };
        let sides = [(one, other), (other, one)];
        let asked = sides.into_iter().find(|(asked, _)| is_asked(asked) && is_money(asked));
        asked.map(|(_, share)| share).filter(|share| program.written.bare.contains(&share.span))?
    } else if let ExprKind::Part { share, base: _ } = &expr.kind {
        let is_ratio = matches!(&share.ty, Type::Number(measure) if measure.of == Dimension::Ratio);
        Some(share.as_ref()).filter(|_| is_ratio)?
    } else {
        return None;
    };
    let value = number(share).filter(|&value| value > Rational::ONE)?;
    let percent = value.times(Rational::whole(100))?.to_shortest();
    Some(Diagnostic::new(&entries::SHARE_ABOVE_WHOLE, share.span).arg("percent", percent))
}

fn is_money(expr: &Expr) -> bool {
    matches!(&expr.ty, Type::Number(measure) if matches!(measure.of, Dimension::Money(_)) && measure.per.is_none())
}

/// Whether it is a fact, or a field of an item.
fn is_asked(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Fact(_) | ExprKind::FactIn(..) | ExprKind::Field(..))
}

/// `max 50` in an award whose other amounts are written in units of ten thousand.
fn small_beside_others(program: &Program, award: &Award) -> Vec<Diagnostic> {
    let mut amounts: Vec<&Expr> = Vec::new();
    let mut compared: Vec<&Expr> = Vec::new();
    for (expr, list) in of_award(award) {
        each(expr, list, &mut |expr, _| {
            if number(expr).is_some() && is_money(expr) {
                amounts.push(expr);
            }
            compared.extend(set_beside(expr));
        });
    }
    let largest = amounts.iter().filter(|expr| program.written.scaled.contains(&expr.span)).copied();
    let Some(largest) = largest.max_by_key(|expr| number(expr)) else { return Vec::new() };
    let limits = lines(award)
        .iter()
        .filter_map(|line| if let LineKind::AtMost { limit, .. } = &line.kind { Some(limit) } else { None });
    let limits = limits.map(|limit| (limit, LIMIT));
    let compared = compared.into_iter().map(|compared| (compared, COMPARED));
    let doubtful = limits.chain(compared).filter(|(expr, times)| {
        let small = number(expr).filter(|value| value.is_positive() && *value < Rational::whole(SMALL));
        let far = small.and_then(|small| small.times(Rational::whole(*times)));
        let far = far.zip(number(largest)).is_some_and(|(far, largest)| far <= largest);
        far && is_money(expr) && program.written.bare.contains(&expr.span)
    });
    let finding = |expr: &Expr| {
        Some(
            Diagnostic::new(&entries::SMALL_BESIDE_OTHERS, expr.span)
                .arg("value", number(expr)?.to_shortest())
                .label(largest.span, "other"),
        )
    };
    doubtful.filter_map(|(expr, _)| finding(expr)).collect()
}

/// The figures that something of the applicant is set beside: a threshold, a cap on a base, a step, a term.
fn set_beside(expr: &Expr) -> Vec<&Expr> {
    if let ExprKind::Compare(_, left, right) = &expr.kind {
        return vec![left, right];
    }
    if let ExprKind::UpTo(_, figure)
    | ExprKind::Above(_, figure)
    | ExprKind::FullSteps { value: _, step: figure }
    | ExprKind::Part { share: _, base: figure } = &expr.kind
    {
        return vec![figure];
    }
    if let ExprKind::Sum(terms) = &expr.kind {
        return terms.iter().map(|(_, term)| term).collect();
    }
    Vec::new()
}

fn lines(award: &Award) -> &[Line] {
    match &award.amount {
        AmountRule::Lines(lines)
        | AmountRule::Prizes { lines, .. }
        | AmountRule::Decided { lines, .. }
        | AmountRule::Ladder { lines, .. } => lines,
        AmountRule::Elsewhere(_) => &[],
    }
}

/// A limit on a line of its own that is one for each item, where nothing limits the sum.
fn limits_of_items(program: &Program, award: &Award) -> Vec<Diagnostic> {
    let all = lines(award);
    let limits = || all.iter().filter(|line| matches!(line.kind, LineKind::AtMost { .. }));
    if limits().any(|line| !line.per_item) || !award.readings.is_empty() {
        return Vec::new();
    }
    let own = limits().filter(|line| line.per_item && program.written.of_items.contains(&line.span));
    own.map(|line| Diagnostic::new(&entries::LIMIT_OF_EACH_ITEM, line.span).arg("award", award.id.as_str()))
        .collect()
}
