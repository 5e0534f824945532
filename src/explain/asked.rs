//! What a policy asks for, as a list for a person.

use crate::diagnostic::Lang;
use crate::plan::{Choice, Input, InputType, Plan};

use super::layout::{pad, width, wrap};
use super::words::pick;

/// The widest column of names.
const WIDEST: usize = 32;

/// The facts of a policy: name, type, label, question.
pub fn asked(plan: &Plan, lang: Lang, columns: usize) -> String {
    let mut out = String::new();
    let asked = || plan.inputs.iter().filter(|input| input.of_year.is_none());
    let is_figure = |input: &Input| plan.targets.all.iter().any(|target| target.id == input.name);
    let facts: Vec<&Input> = asked().filter(|input| input.decides.is_none() && !is_figure(input)).collect();
    let figures: Vec<&Input> = asked().filter(|input| is_figure(input)).collect();
    let chosen = |input: &Input| {
        plan.awards
            .iter()
            .filter_map(|award| award.ranking.as_ref())
            .any(|ranking| plan.inputs.get(ranking.chosen).is_some_and(|chosen| chosen.name == input.name))
    };
    let decided = || asked().filter(|input| input.decides.is_some());
    let decisions: Vec<&Input> = decided().filter(|input| !chosen(input)).collect();
    let compared: Vec<&Input> = decided().filter(|input| chosen(input)).collect();
    let names = asked().map(|input| width(&input.name)).filter(|&wide| wide <= WIDEST);
    let first = names.max().unwrap_or(0);
    for input in facts {
        one(&mut out, input, lang, first, columns);
    }
    if !decisions.is_empty() {
        out.push_str(pick(lang, "\n由主管部门核定：\n", "\nfixed by an official:\n"));
        for input in decisions {
            one(&mut out, input, lang, first, columns);
        }
    }
    if !compared.is_empty() {
        let heading = "\n与全部申报人比较的结果(ipcalc allocate)：\n";
        out.push_str(pick(
            lang,
            heading,
            "\nwhat the comparison with all applicants comes to (ipcalc allocate):\n",
        ));
        for input in compared {
            one(&mut out, input, lang, first, columns);
        }
    }
    if !figures.is_empty() {
        out.push_str(pick(lang, "\n指标的数：\n", "\nfigures of indicators:\n"));
        for input in figures {
            one(&mut out, input, lang, first, columns);
        }
    }
    out
}

fn one(out: &mut String, input: &Input, lang: Lang, first: usize, columns: usize) {
    let mut words = vec![kind(&input.ty, lang)];
    if input.by_year {
        words.push(pick(lang, "按年", "by year").to_owned());
    }
    if input.optional {
        words.push(pick(lang, "可以没有", "may be absent").to_owned());
    }
    if input.default.is_some() {
        words.push(pick(lang, "有默认值", "has a default").to_owned());
    }
    let words = words.join(pick(lang, "，", ", "));
    let label = input.label.as_deref().map_or_else(String::new, |label| format!("{label}  "));
    put(out, &input.name, &format!("{label}{words}"), first, columns);
    let choices = match &input.ty {
        InputType::Enum(choices) | InputType::Set(choices) => choices.as_slice(),
        InputType::Number(_)
        | InputType::Bool
        | InputType::Date
        | InputType::Text
        | InputType::List { .. } => &[],
    };
    if !choices.is_empty() {
        put(out, "", &members(choices, lang), first, columns);
    }
    if let InputType::List { fields, .. } = &input.ty {
        for field in fields {
            let label = field.label.as_deref().map_or_else(String::new, |label| format!("{label}  "));
            put(
                out,
                &format!("  .{}", field.name),
                &format!("{label}{}", kind(&field.ty, lang)),
                first,
                columns,
            );
        }
    }
    if let Some(question) = &input.question {
        put(out, "", question, first, columns);
    }
}

fn members(choices: &[Choice], lang: Lang) -> String {
    let one = |choice: &Choice| match &choice.label {
        Some(label) => format!("{} {label}", choice.name),
        None => choice.name.clone(),
    };
    choices.iter().map(one).collect::<Vec<_>>().join(pick(lang, "、", ", "))
}

fn kind(ty: &InputType, lang: Lang) -> String {
    match ty {
        InputType::Number(measure) => measure.words().get(lang).to_owned(),
        InputType::Bool => pick(lang, "是或否", "yes or no").to_owned(),
        InputType::Enum(_) => pick(lang, "单选", "one of").to_owned(),
        InputType::Set(_) => pick(lang, "多选", "any of").to_owned(),
        InputType::Date => pick(lang, "日期", "a date").to_owned(),
        InputType::Text => pick(lang, "文字", "text").to_owned(),
        InputType::List { item, .. } => match lang {
            Lang::Zh => format!("清单，每项是{item}"),
            Lang::En => format!("a list of {item}"),
        },
    }
}

fn put(out: &mut String, name: &str, words: &str, first: usize, columns: usize) {
    let margin = first.saturating_add(2);
    let lines = wrap(words, columns.saturating_sub(margin));
    let mut lines = lines.iter();
    if width(name) > first {
        out.push_str(name);
        out.push('\n');
    } else {
        out.push_str(&pad(name, margin));
        out.push_str(lines.next().map_or("", String::as_str));
        out.push('\n');
    }
    for line in lines {
        out.push_str(&" ".repeat(margin));
        out.push_str(line);
        out.push('\n');
    }
}
