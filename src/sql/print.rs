//! Printing trees of SQL in a dialect: one column a line, long conditions broken by their parts.

use crate::syntax::ast::Comparison;

use super::dialect::{Dialect, comment};
use super::tree::{Expr, Function, Item, Join, Key, Query, Relation, Select, SqlType};

/// Columns that a line should not exceed.
const WIDTH: usize = 110;

/// How tightly an expression holds its parts; a part that holds less tightly stands in brackets.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Hold {
    Or,
    And,
    Not,
    Compare,
    Sum,
    Product,
    Atom,
}

/// The text of a query, with a line break at its end.
pub(super) fn query(query: &Query, dialect: Dialect) -> String {
    let printer = Printer { dialect };
    let mut out = String::new();
    for line in &query.comments {
        out.push_str("-- ");
        out.push_str(&comment(line));
        out.push('\n');
    }
    for (at, stage) in query.stages.iter().enumerate() {
        out.push_str(if at == 0 { "WITH\n" } else { ",\n" });
        for line in &stage.comments {
            out.push_str("-- ");
            out.push_str(&comment(line));
            out.push('\n');
        }
        out.push_str(&dialect.quoted(&stage.name));
        out.push_str(" AS (\n");
        printer.select(&stage.select, 2, true, &mut out);
        out.push(')');
    }
    out.push('\n');
    printer.select(&query.last, 0, false, &mut out);
    out
}

struct Printer {
    dialect: Dialect,
}

fn spaces(count: usize) -> String {
    " ".repeat(count)
}

impl Printer {
    fn select(&self, select: &Select, indent: usize, within: bool, out: &mut String) {
        let pad = spaces(indent);
        out.push_str(&format!("{pad}SELECT\n"));
        let carried =
            select.carries.then(|| format!("{}.*", self.dialect.quoted(&select.from.alias.to_string())));
        let mut first = true;
        if let Some(carried) = carried {
            out.push_str(&format!("{pad}  {carried}"));
            first = false;
        }
        for Item { comments, expr, name } in &select.items {
            if !first {
                out.push_str(",\n");
            }
            first = false;
            for line in comments {
                out.push_str(&format!("{pad}  -- {}\n", comment(line)));
            }
            let inner = indent.saturating_add(2);
            let text = self.expr(expr, inner);
            out.push_str(&format!("{pad}  {text} AS {}", self.dialect.quoted(name)));
        }
        out.push_str(&format!("\n{pad}FROM {}\n", self.relation(&select.from)));
        for Join { with, keep, on } in &select.joins {
            let kind = if *keep { "LEFT JOIN" } else { "JOIN" };
            out.push_str(&format!(
                "{pad}{kind} {} ON {}\n",
                self.relation(with),
                self.expr(on, indent.saturating_add(2))
            ));
        }
        if !select.group_by.is_empty() {
            let keys: Vec<String> = select.group_by.iter().map(|key| self.expr(key, indent)).collect();
            out.push_str(&format!("{pad}GROUP BY {}\n", keys.join(", ")));
        }
        // PostgreSQL would put the text of a column in every place that reads it, at every stage again.
        if within && self.dialect == Dialect::Postgres && select.group_by.is_empty() {
            out.push_str(&format!("{pad}OFFSET 0\n"));
        }
    }

    fn relation(&self, relation: &Relation) -> String {
        let parts: Vec<String> = relation.table.iter().map(|part| self.dialect.quoted(part)).collect();
        format!("{} AS {}", parts.join("."), self.dialect.quoted(&relation.alias.to_string()))
    }

    /// The text of an expression whose further lines are indented.
    fn expr(&self, expr: &Expr, indent: usize) -> String {
        let flat = self.flat(expr);
        if flat.chars().count().saturating_add(indent) <= WIDTH {
            return flat;
        }
        let inner = indent.saturating_add(2);
        let pad = spaces(inner);
        match expr {
            Expr::Case(arms, otherwise) => {
                let mut out = String::from("CASE\n");
                for (when, then) in arms {
                    let when = self.expr(when, inner.saturating_add(2));
                    let then = self.expr(then, inner.saturating_add(2));
                    let first = then.lines().next().unwrap_or_default();
                    let width = when.chars().count().saturating_add(first.chars().count());
                    let room = WIDTH.saturating_sub(inner);
                    let gap = if when.contains('\n') || width > room {
                        format!("\n{pad}  ")
                    } else {
                        " ".to_owned()
                    };
                    out.push_str(&format!("{pad}WHEN {when}{gap}THEN {then}\n"));
                }
                if let Some(otherwise) = otherwise {
                    out.push_str(&format!("{pad}ELSE {}\n", self.expr(otherwise, inner)));
                }
                out.push_str(&format!("{}END", spaces(indent)));
                out
            }
            Expr::And(parts) => self.broken(parts, "AND", Hold::And, indent),
            Expr::Or(parts) => self.broken(parts, "OR", Hold::Or, indent),
            Expr::Cast(of, ty) => format!("CAST({} AS {})", self.expr(of, indent), self.type_word(*ty)),
            Expr::Sum(terms) => {
                let mut out = String::new();
                for (at, (subtracted, term)) in terms.iter().enumerate() {
                    let sign = match (at, subtracted) {
                        (0, false) => String::new(),
                        (0, true) => "-".to_owned(),
                        (_, false) => format!("\n{pad}+ "),
                        (_, true) => format!("\n{pad}- "),
                    };
                    out.push_str(&sign);
                    out.push_str(&self.held_in(term, Hold::Product, if at == 0 { indent } else { inner }));
                }
                out
            }
            Expr::Not(of) => format!("NOT {}", self.held_in(of, Hold::Compare, indent)),
            Expr::Compare(comparison, left, right) => {
                let word = comparison_word(*comparison);
                let (left, right) =
                    (self.held_in(left, Hold::Sum, indent), self.held_in(right, Hold::Sum, indent));
                format!("{left} {word} {right}")
            }
            Expr::IsNull(of) => format!("{} IS NULL", self.held_in(of, Hold::Sum, indent)),
            Expr::IsNotNull(of) => format!("{} IS NOT NULL", self.held_in(of, Hold::Sum, indent)),
            Expr::In(of, among) => {
                let lines: Vec<String> = among.iter().map(|one| format!("{pad}{}", self.flat(one))).collect();
                let of = self.held_in(of, Hold::Sum, indent);
                format!("{of} IN (\n{}\n{})", lines.join(",\n"), spaces(indent))
            }
            Expr::Times(left, right) => {
                let left = self.held_in(left, Hold::Product, indent);
                format!("{left} * {}", self.held_in(right, Hold::Atom, indent))
            }
            Expr::Remainder(left, right) => {
                let left = self.held_in(left, Hold::Product, indent);
                format!("{left} % {}", self.held_in(right, Hold::Atom, indent))
            }
            Expr::Quotient(left, right) => {
                let word = match self.dialect {
                    Dialect::Duckdb => "//",
                    Dialect::Spark => "div",
                    Dialect::Postgres => {
                        let (left, right) = (self.expr(left, inner), self.expr(right, inner));
                        return format!("div(\n{pad}{left},\n{pad}{right}\n{})", spaces(indent));
                    }
                };
                let left = self.held_in(left, Hold::Product, indent);
                format!("{left} {word} {}", self.held_in(right, Hold::Atom, indent))
            }
            Expr::Call(Function::Coalesce, of) => {
                let of: Vec<String> = of.iter().map(|part| self.expr(part, indent)).collect();
                format!("COALESCE({})", of.join(", "))
            }
            Expr::Column(..)
            | Expr::Whole(_)
            | Expr::Decimal(..)
            | Expr::Truth(_)
            | Expr::Text(_)
            | Expr::Texts(_)
            | Expr::Day(_)
            | Expr::Null
            | Expr::Negative(_)
            | Expr::TryCast(..)
            | Expr::Call(..)
            | Expr::Over { .. } => flat,
        }
    }

    fn broken(&self, parts: &[Expr], word: &str, hold: Hold, indent: usize) -> String {
        let inner = indent.saturating_add(2);
        let lines: Vec<String> = parts
            .iter()
            .map(|part| {
                if holds(part) > hold {
                    self.expr(part, inner)
                } else {
                    format!("({})", self.expr(part, inner))
                }
            })
            .collect();
        lines.join(&format!("\n{}{word} ", spaces(inner)))
    }

    /// A part of an expression that holds so tightly: in brackets, if it holds less tightly itself.
    fn held(&self, expr: &Expr, least: Hold) -> String {
        let text = self.flat(expr);
        if holds(expr) >= least { text } else { format!("({text})") }
    }

    /// The same on several lines where one is too long.
    fn held_in(&self, expr: &Expr, least: Hold, indent: usize) -> String {
        let text = self.expr(expr, indent);
        if holds(expr) >= least { text } else { format!("({text})") }
    }

    fn joined(&self, parts: &[Expr], word: &str, least: Hold) -> String {
        parts.iter().map(|part| self.held(part, least)).collect::<Vec<_>>().join(word)
    }

    fn flat(&self, expr: &Expr) -> String {
        match expr {
            Expr::Column(alias, name) => {
                format!("{}.{}", self.dialect.quoted(&alias.to_string()), self.dialect.quoted(name))
            }
            Expr::Whole(whole) => self.whole(*whole),
            Expr::Decimal(whole, places) => self.decimal(*whole, *places),
            Expr::Truth(truth) => if *truth { "TRUE" } else { "FALSE" }.to_owned(),
            Expr::Text(text) => self.dialect.text(text),
            Expr::Texts(texts) => {
                let texts: Vec<String> = texts.iter().map(|text| self.dialect.text(text)).collect();
                match self.dialect {
                    Dialect::Duckdb => format!("[{}]", texts.join(", ")),
                    Dialect::Postgres => format!("ARRAY[{}]::TEXT[]", texts.join(", ")),
                    Dialect::Spark => format!("array({})", texts.join(", ")),
                }
            }
            Expr::Day(date) => format!("DATE '{date}'"),
            Expr::Null => "NULL".to_owned(),
            Expr::Not(inner) => format!("NOT {}", self.held(inner, Hold::Compare)),
            Expr::And(parts) => self.joined(parts, " AND ", Hold::Not),
            Expr::Or(parts) => self.joined(parts, " OR ", Hold::And),
            Expr::Compare(comparison, left, right) => {
                let word = comparison_word(*comparison);
                format!("{} {word} {}", self.held(left, Hold::Sum), self.held(right, Hold::Sum))
            }
            Expr::IsNull(inner) => format!("{} IS NULL", self.held(inner, Hold::Sum)),
            Expr::IsNotNull(inner) => format!("{} IS NOT NULL", self.held(inner, Hold::Sum)),
            Expr::In(inner, of) => {
                let of: Vec<String> = of.iter().map(|one| self.flat(one)).collect();
                format!("{} IN ({})", self.held(inner, Hold::Sum), of.join(", "))
            }
            Expr::Sum(terms) => {
                let mut out = String::new();
                for (at, (subtracted, term)) in terms.iter().enumerate() {
                    out.push_str(match (at, subtracted) {
                        (0, false) => "",
                        (0, true) => "-",
                        (_, false) => " + ",
                        (_, true) => " - ",
                    });
                    out.push_str(&self.held(term, Hold::Product));
                }
                out
            }
            Expr::Times(left, right) => {
                format!("{} * {}", self.held(left, Hold::Product), self.held(right, Hold::Atom))
            }
            Expr::Quotient(left, right) => self.quotient(left, right),
            Expr::Remainder(left, right) => {
                format!("{} % {}", self.held(left, Hold::Product), self.held(right, Hold::Atom))
            }
            Expr::Negative(inner) => format!("-{}", self.held(inner, Hold::Atom)),
            Expr::Case(arms, otherwise) => {
                let mut out = String::from("CASE");
                for (when, then) in arms {
                    out.push_str(&format!(" WHEN {} THEN {}", self.flat(when), self.flat(then)));
                }
                if let Some(otherwise) = otherwise {
                    out.push_str(&format!(" ELSE {}", self.flat(otherwise)));
                }
                out.push_str(" END");
                out
            }
            Expr::Cast(inner, ty) => format!("CAST({} AS {})", self.flat(inner), self.type_word(*ty)),
            Expr::TryCast(inner, ty) => {
                let word = if self.dialect == Dialect::Postgres { "CAST" } else { "TRY_CAST" };
                format!("{word}({} AS {})", self.flat(inner), self.type_word(*ty))
            }
            Expr::Call(function, of) => self.call(*function, of),
            Expr::Over { function, of, partition, order, before } => {
                let partition: Vec<String> = partition.iter().map(|part| self.flat(part)).collect();
                let mut window = format!("PARTITION BY {}", partition.join(", "));
                if !order.is_empty() {
                    let keys: Vec<String> = order.iter().map(|key| self.key(key)).collect();
                    window.push_str(&format!(" ORDER BY {}", keys.join(", ")));
                }
                if *before {
                    window.push_str(" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING");
                }
                format!("{} OVER ({window})", self.call(*function, of))
            }
        }
    }

    fn key(&self, key: &Key) -> String {
        format!("{} {}", self.flat(&key.expr), if key.highest_first { "DESC" } else { "ASC" })
    }

    fn whole(&self, whole: i128) -> String {
        if self.dialect == Dialect::Spark && i64::try_from(whole).is_err() {
            format!("{whole}BD")
        } else {
            whole.to_string()
        }
    }

    fn decimal(&self, whole: i128, places: u32) -> String {
        let places = usize::try_from(places).unwrap_or(0);
        let digits = format!("{:0>width$}", whole.unsigned_abs(), width = places.saturating_add(1));
        let (front, back) = digits.split_at(digits.len().saturating_sub(places));
        let sign = if whole < 0 { "-" } else { "" };
        let point = if back.is_empty() { "" } else { "." };
        let end = if self.dialect == Dialect::Spark { "BD" } else { "" };
        format!("{sign}{front}{point}{back}{end}")
    }

    fn quotient(&self, left: &Expr, right: &Expr) -> String {
        let (one, other) = (self.held(left, Hold::Product), self.held(right, Hold::Atom));
        match self.dialect {
            Dialect::Duckdb => format!("{one} // {other}"),
            Dialect::Spark => format!("{one} div {other}"),
            // `/` on whole numbers cuts off, on NUMERIC it does not; `div` does on all.
            Dialect::Postgres => format!("div({}, {})", self.flat(left), self.flat(right)),
        }
    }

    fn call(&self, function: Function, of: &[Expr]) -> String {
        let text = |at: usize| of.get(at).map(|expr| self.flat(expr)).unwrap_or_default();
        let atom = |at: usize| of.get(at).map(|expr| self.held(expr, Hold::Atom)).unwrap_or_default();
        let all = of.iter().map(|expr| self.flat(expr)).collect::<Vec<_>>().join(", ");
        use Dialect::{Duckdb, Postgres, Spark};
        match (function, self.dialect) {
            (Function::DaysBetween, Duckdb | Postgres) => format!("({} - {})", atom(0), atom(1)),
            (Function::DaysBetween, Spark) => format!("datediff({all})"),
            (Function::PlusDays, Duckdb | Postgres) => {
                format!("({} + CAST({} AS INTEGER))", atom(0), text(1))
            }
            (Function::PlusDays, Spark) => format!("date_add({}, CAST({} AS INT))", text(0), text(1)),
            (Function::PlusMonths, Duckdb) => {
                format!("CAST({} + to_months(CAST({} AS INTEGER)) AS DATE)", atom(0), text(1))
            }
            (Function::PlusMonths, Postgres) => {
                format!("CAST({} + make_interval(months => CAST({} AS INTEGER)) AS DATE)", atom(0), text(1))
            }
            (Function::PlusMonths, Spark) => format!("add_months({}, CAST({} AS INT))", text(0), text(1)),
            (Function::Year, Duckdb | Postgres) => format!("EXTRACT(YEAR FROM {})", text(0)),
            (Function::Year, Spark) => format!("year({all})"),
            (Function::Month, Duckdb | Postgres) => format!("EXTRACT(MONTH FROM {})", text(0)),
            (Function::Month, Spark) => format!("month({all})"),
            (Function::MakeDay, Duckdb) => format!("make_date({all})"),
            (Function::MakeDay, Postgres | Spark) => {
                let parts: Vec<String> =
                    of.iter().map(|part| format!("CAST({} AS INTEGER)", self.flat(part))).collect();
                format!("make_date({})", parts.join(", "))
            }
            (Function::Coalesce, _) => format!("COALESCE({all})"),
            (Function::Members, Duckdb) => format!("len({all})"),
            (Function::Members, Postgres) => format!("cardinality({all})"),
            (Function::Members, Spark) => format!("size({all})"),
            (Function::DifferentMembers, Duckdb) => format!("len(list_distinct({all}))"),
            (Function::DifferentMembers, Postgres) => {
                format!("(SELECT COUNT(DISTINCT \"m\") FROM unnest({all}) AS \"m\")")
            }
            (Function::DifferentMembers, Spark) => format!("size(array_distinct({all}))"),
            (Function::Within, Duckdb) => format!("list_has_all({}, {})", text(1), text(0)),
            (Function::Within, Postgres) => format!("({} <@ {})", atom(0), atom(1)),
            (Function::Within, Spark) => format!("(size(array_except({all})) = 0)"),
            (Function::Has, Duckdb) => format!("list_contains({all})"),
            (Function::Has, Postgres) => format!("({} = ANY({}))", atom(1), text(0)),
            (Function::Has, Spark) => format!("array_contains({all})"),
            (Function::Sum, _) => format!("SUM({all})"),
            (Function::Count, _) if of.is_empty() => "COUNT(*)".to_owned(),
            (Function::Count, _) => format!("COUNT({all})"),
            (Function::Lowest, _) => format!("MIN({all})"),
            (Function::Highest, _) => format!("MAX({all})"),
        }
    }

    fn type_word(&self, ty: SqlType) -> String {
        use Dialect::{Duckdb, Postgres, Spark};
        let word = match (ty, self.dialect) {
            (SqlType::Narrow, _) => "BIGINT",
            (SqlType::Wide, Duckdb) => "HUGEINT",
            (SqlType::Wide, Spark) => "DECIMAL(38, 0)",
            (SqlType::Wide, Postgres) => "NUMERIC",
            (SqlType::Decimal(digits, places), Duckdb | Spark) => {
                return format!("DECIMAL({digits}, {places})");
            }
            (SqlType::Decimal(digits, places), Postgres) => return format!("NUMERIC({digits}, {places})"),
            (SqlType::Truth, _) => "BOOLEAN",
            (SqlType::Day, _) => "DATE",
            (SqlType::Text, Duckdb) => "VARCHAR",
            (SqlType::Text, Spark) => "STRING",
            (SqlType::Text, Postgres) => "TEXT",
            (SqlType::Texts, Duckdb) => "VARCHAR[]",
            (SqlType::Texts, Spark) => "ARRAY<STRING>",
            (SqlType::Texts, Postgres) => "TEXT[]",
        };
        word.to_owned()
    }
}

fn comparison_word(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Equal => "=",
        Comparison::NotEqual => "<>",
        Comparison::Less => "<",
        Comparison::AtMost => "<=",
        Comparison::More => ">",
        Comparison::AtLeast => ">=",
    }
}

fn holds(expr: &Expr) -> Hold {
    match expr {
        Expr::Or(_) => Hold::Or,
        Expr::And(_) => Hold::And,
        Expr::Not(_) => Hold::Not,
        Expr::Compare(..) | Expr::IsNull(_) | Expr::IsNotNull(_) | Expr::In(..) => Hold::Compare,
        Expr::Sum(_) | Expr::Negative(_) => Hold::Sum,
        // A sign before a number never meets another one.
        Expr::Whole(whole) | Expr::Decimal(whole, _) if *whole < 0 => Hold::Sum,
        Expr::Times(..) | Expr::Quotient(..) | Expr::Remainder(..) => Hold::Product,
        Expr::Column(..)
        | Expr::Whole(_)
        | Expr::Decimal(..)
        | Expr::Truth(_)
        | Expr::Text(_)
        | Expr::Texts(_)
        | Expr::Day(_)
        | Expr::Null
        | Expr::Case(..)
        | Expr::Cast(..)
        | Expr::TryCast(..)
        | Expr::Call(..)
        | Expr::Over { .. } => Hold::Atom,
    }
}
