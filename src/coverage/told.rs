//! Coverage as people and programs read it.

use serde::Serialize;

use super::{Judged, Status};
use crate::diagnostic::Lang;
use crate::explain::table;

/// The coverage of a document. Keys stand in this order.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct CoverageResult {
    /// The policy.
    pub policy: String,
    /// How many sentences are covered.
    pub covered: usize,
    /// How many are declared not encoded.
    pub declared: usize,
    /// How many are left.
    pub left: usize,
    /// Each sentence that counts, in the document's order.
    pub sentences: Vec<SentenceRow>,
}

/// One sentence.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct SentenceRow {
    /// Its section.
    pub section: String,
    /// Which sentence of the section it is, from 1: what `sentence` in a rule names.
    pub sentence: usize,
    /// Its line, from 1.
    pub line: usize,
    /// `covered`, `declared` or `left`.
    pub status: &'static str,
    /// Its words.
    pub text: String,
    /// Its figures.
    pub figures: Vec<String>,
    /// The items that cover it, or some of it.
    pub by: Vec<String>,
    /// Figures that nothing holds which cites its section.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
    /// Why it is not encoded.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub because: Vec<String>,
}

/// How many sentences are left.
pub fn left(judged: &[Judged]) -> usize {
    judged.iter().filter(|one| one.status == Status::Left).count()
}

/// The coverage for a program.
pub fn result(policy: &str, judged: Vec<Judged>) -> CoverageResult {
    let count = |wanted: &str| judged.iter().filter(|one| word(&one.status) == wanted).count();
    CoverageResult {
        policy: policy.to_owned(),
        covered: count("covered"),
        declared: count("declared"),
        left: count("left"),
        sentences: judged.into_iter().map(row).collect(),
    }
}

fn row(judged: Judged) -> SentenceRow {
    SentenceRow {
        section: judged.section,
        sentence: judged.number,
        line: judged.line,
        status: word(&judged.status),
        text: judged.text,
        figures: judged.figures,
        by: judged.by,
        missing: if judged.status == Status::Covered { Vec::new() } else { judged.missing },
        because: match judged.status {
            Status::Declared(reasons) => reasons,
            Status::Covered | Status::Left => Vec::new(),
        },
    }
}

fn word(status: &Status) -> &'static str {
    match status {
        Status::Covered => "covered",
        Status::Declared(_) => "declared",
        Status::Left => "left",
    }
}

/// The coverage for a person: what is left first.
pub fn told(judged: &[Judged], lang: Lang, columns: usize) -> String {
    let pick = |zh: &'static str, en: &'static str| match lang {
        Lang::Zh => zh,
        Lang::En => en,
    };
    let groups = [
        ("left", pick("没有覆盖", "Left")),
        ("declared", pick("声明不编码", "Declared not encoded")),
        ("covered", pick("已覆盖", "Covered")),
    ];
    let mut out = String::new();
    for (status, heading) in groups {
        let group: Vec<&Judged> = judged.iter().filter(|one| word(&one.status) == status).collect();
        if group.is_empty() {
            continue;
        }
        out.push_str(&format!("{heading} ({})\n", group.len()));
        let rows: Vec<Vec<String>> = group.into_iter().map(|one| line(one, lang)).collect();
        out.push_str(&table(&rows, columns));
        out.push('\n');
    }
    let count = |wanted: &str| judged.iter().filter(|one| word(&one.status) == wanted).count();
    let (covered, declared, left) = (count("covered"), count("declared"), count("left"));
    out.push_str(&match lang {
        Lang::Zh => format!("{covered} 句已覆盖，{declared} 句声明不编码，{left} 句没有覆盖\n"),
        Lang::En => format!("{covered} covered, {declared} declared not encoded, {left} left\n"),
    });
    out
}

/// Line, section, and the sentence with what is said of it.
fn line(judged: &Judged, lang: Lang) -> Vec<String> {
    let place = match lang {
        Lang::Zh => format!("  {} 行", judged.line),
        Lang::En => format!("  line {}", judged.line),
    };
    let between = match lang {
        Lang::Zh => "、",
        Lang::En => ", ",
    };
    let verdict = match (&judged.status, lang) {
        (Status::Covered, _) => judged.by.join(between),
        (Status::Declared(reasons), _) => reasons.join(between),
        (Status::Left, Lang::Zh) if judged.missing.is_empty() => "没有条目依据这一节".to_owned(),
        (Status::Left, Lang::En) if judged.missing.is_empty() => "no item cites this section".to_owned(),
        (Status::Left, Lang::Zh) => format!("依据这一节的条目里没有：{}", judged.missing.join(between)),
        (Status::Left, Lang::En) => {
            format!("no item that cites this section holds {}", judged.missing.join(between))
        }
    };
    let arrow = match lang {
        Lang::Zh => " → ",
        Lang::En => " -> ",
    };
    let section = match (judged.section.is_empty(), lang) {
        (true, _) => String::new(),
        (false, Lang::Zh) => format!("{} 第{}句", judged.section, judged.number),
        (false, Lang::En) => format!("{} sentence {}", judged.section, judged.number),
    };
    vec![place, section, format!("{}{arrow}{verdict}", shortened(&judged.text))]
}

/// The beginning of a long sentence.
fn shortened(text: &str) -> String {
    const MOST: usize = 40;
    let mut characters = text.chars();
    let beginning: String = characters.by_ref().take(MOST).collect();
    if characters.next().is_some() { format!("{beginning}…") } else { beginning }
}
