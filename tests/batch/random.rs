//! Random policies as text, from a seed: conditions, amounts, limits, lists, ladders and groups thrown together.

use super::facts::Draw;

const FACTS: &str = "\
fact applicant : kind of applicant, one of enterprise, university, bank, agency
fact b0 : bool
fact b1 : bool
fact b2 : bool
fact m0 : money
fact m1 : money
  range 0 to 10m
fact m2 : optional money
fact c0 : count
fact c1 : count
  range 0 to 40
fact q : quantity in m²
  range 0 to 100000
fact r : ratio
  range -100% to 500%
fact d0 : date
fact d1 : optional date
fact t : text
fact s : set of x, y, z
fact items : list of item
  field worth : money
  field months : count
  field done : bool
  field day : date

let done = count of item in items where item.done
let late = count of item in items where item.months > 6 and item.day after d0
";

fn pick<'a>(draw: &mut Draw, all: &[&'a str]) -> &'a str {
    all[draw.below(all.len())]
}

fn amount(draw: &mut Draw) -> String {
    let figure = [1, 2, 3, 5, 7, 10, 15, 33, 100, 250][draw.below(10)];
    format!("{figure}{}", pick(draw, &["k", "k", "k", "0k", " CNY", ".55 CNY"]))
}

fn comparison(draw: &mut Draw) -> &'static str {
    pick(draw, &[">=", "<=", ">", "<", "=", "!="])
}

fn condition(draw: &mut Draw, depth: usize) -> String {
    if depth > 0 && draw.one_in(2) {
        let (one, other) = (condition(draw, depth - 1), condition(draw, depth - 1));
        return match draw.below(4) {
            0 => format!("({one} and {other})"),
            1 => format!("({one} or {other})"),
            2 => format!("not ({one})"),
            _ => format!("at least 2 of ({one}, {other}, b2)"),
        };
    }
    match draw.below(16) {
        0..=2 => pick(draw, &["b0", "b1", "b2"]).to_owned(),
        3 | 4 => format!("{} {} {}", pick(draw, &["m0", "m1", "m2"]), comparison(draw), amount(draw)),
        5 => format!("c0 {} {}", comparison(draw), draw.below(20)),
        6 => format!("c1 between {} and {}", draw.below(9), 9 + draw.below(20)),
        7 => format!("s has {}", pick(draw, &["x", "y or z", "z"])),
        8 => {
            format!("d0 {} 202{}-0{}-1{}", comparison(draw), draw.below(6), 1 + draw.below(9), draw.below(10))
        }
        9 => format!("t {} \"{}\"", pick(draw, &["=", "!="]), pick(draw, &["East", "West"])),
        10 => format!("m0 / m1 {} {}%", pick(draw, &[">=", "<", ">"]), 5 + draw.below(90)),
        11 => format!("{} item in items where {}", pick(draw, &["any", "all"]), of_item(draw)),
        12 => format!("{} {} {}", pick(draw, &["done", "late"]), comparison(draw), draw.below(3)),
        13 => format!("months from d0 to as_of >= {} months", draw.below(40)),
        14 => "d1 within 90 days after d0".to_owned(),
        _ => format!("r {} {}%", comparison(draw), draw.below(50)),
    }
}

fn of_item(draw: &mut Draw) -> String {
    match draw.below(4) {
        0 => "item.done".to_owned(),
        1 => format!("item.months {} {}", comparison(draw), draw.below(20)),
        2 => format!("item.worth {} {}", comparison(draw), amount(draw)),
        _ => "item.done and item.day before d0".to_owned(),
    }
}

fn base(draw: &mut Draw) -> String {
    match draw.below(14) {
        0 | 1 => amount(draw),
        2 | 3 => {
            format!("{}% of {}", 1 + draw.below(60), pick(draw, &["m0", "m1", "m0 up to 300k", "(m0 + m1)"]))
        }
        4 => format!("{} for each of {}", amount(draw), pick(draw, &["c0", "c1", "c1 above 6"])),
        5 => format!("{} for each full {} of m0", amount(draw), pick(draw, &["3k", "1m", "77"])),
        6 => format!("{} where {} else {}", amount(draw), condition(draw, 1), amount(draw)),
        7 => format!("{} where {}", amount(draw), condition(draw, 1)),
        8 => format!("highest of ({}, {}% of m1)", amount(draw), draw.below(30)),
        9 => format!("{} CNY × q", 1 + draw.below(90)),
        10 => {
            format!("{}% of sum of item.worth over item in items where {}", 1 + draw.below(50), of_item(draw))
        }
        11 => format!(
            "{}% of highest item.worth over item in items where {}",
            1 + draw.below(50),
            of_item(draw)
        ),
        12 => "bracket by m0: >= 8m 3%, >= 2m 2%, below nothing".to_owned(),
        _ => "bracket by m1 in parts: first 1m 5%, above 3%".to_owned(),
    }
}

fn adjustment(draw: &mut Draw) -> String {
    match draw.below(12) {
        0 | 1 => format!("max {}", amount(draw)),
        2 => format!("max {} per year", amount(draw)),
        3 => format!("max {} in all", amount(draw)),
        11 => format!("max {} in any {} years", amount(draw), 2 + draw.below(3)),
        4 => format!("times {}% where {}", 50 + draw.below(100), condition(draw, 1)),
        5 => format!("plus {} where {}", amount(draw), condition(draw, 1)),
        6 => format!("minus {}", amount(draw)),
        7 => format!("nothing below {}", amount(draw)),
        8 => format!("at least {}", amount(draw)),
        9 => format!(
            "rounded {} to {}",
            pick(draw, &["down", "half up", "up", "half even"]),
            pick(draw, &["1", "100", "0.1"])
        ),
        _ => format!("max {} where {} else {}", amount(draw), condition(draw, 0), amount(draw)),
    }
}

fn award(draw: &mut Draw, id: usize) -> String {
    let mut text = String::new();
    let mut line = |line: String| text.push_str(&format!("  {line}\n"));
    if draw.one_in(2) {
        line(format!("for {}", pick(draw, &["enterprise", "university or bank", "agency", "anyone"])));
    }
    for _ in 0..draw.below(3) {
        line(format!("where {}", condition(draw, 2)));
    }
    match draw.below(10) {
        0 => {
            line(format!("each item in items where {}", of_item(draw)));
            line(format!("pays {}% of item.worth, max {} per item", 1 + draw.below(60), amount(draw)));
        }
        1 => {
            line("each item in items".to_owned());
            line(format!("pays {}% of item.worth", 1 + draw.below(60)));
            line("counted to 2 items, highest by item.worth, then earliest by item.day".to_owned());
        }
        2 => line(format!("decided from {} to 9m", amount(draw))),
        _ => line(format!("pays {}", base(draw))),
    }
    for _ in 0..draw.below(4) {
        line(adjustment(draw));
    }
    if draw.one_in(8) {
        line("once".to_owned());
    }
    if draw.one_in(6) {
        line(format!("in force from 202{}-01-01 to 2024-12-31", draw.below(5)));
    }
    format!("\naward a{id} \"Award {id}\" cites {}\n{text}", id + 1)
}

fn ladder(draw: &mut Draw, id: usize) -> String {
    let steps: String = (0..2 + draw.below(3))
        .map(|_| format!("  step {} where {}\n", amount(draw), condition(draw, 1)))
        .collect();
    let kind = pick(draw, &["in all, at most the highest step held", "highest step only", "steps add up"]);
    format!("\nladder a{id} \"Ladder {id}\" cites {}\n{steps}  {kind}\n", id + 1)
}

/// A policy.
pub fn policy(seed: u64) -> String {
    let draw = &mut Draw::new(seed);
    let rounding =
        pick(draw, &["half up to 0.01", "half up to 0.01", "half even to 0.01", "down to 1", "up to 0.001"]);
    let mut text = format!("policy random \"Random\"\n  currency CNY\n  rounding {rounding}\n\n{FACTS}");
    let awards = 1 + draw.below(4);
    for id in 0..awards {
        let item = if draw.one_in(4) { ladder(draw, id) } else { award(draw, id) };
        text.push_str(&item);
    }
    if awards > 1 && draw.one_in(2) {
        let members: Vec<String> = (0..awards).map(|id| format!("a{id}")).collect();
        let kind = pick(
            draw,
            &[
                "pays the highest",
                "pays the first",
                "together at most 120k",
                "together at most 50k per year",
                "together at most 70k in any 2 years",
            ],
        );
        text.push_str(&format!("\ngroup g \"Group\" cites 90\n  members {}\n  {kind}\n", members.join(", ")));
    }
    text
}
