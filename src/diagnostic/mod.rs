//! What can be wrong, as data: a catalogue entry, its arguments, its places; words come only when it is rendered.

mod catalogue;
mod render;
mod snippet;

pub use catalogue::{Entry, all, find};
pub use catalogue::{
    analysis, batch, call, cases, choice, evaluation, facts, graph, meaning, names, plan, policy, population,
    sheet, syntax, types, versions,
};
pub use render::{Render, to_json};

use crate::source::Span;

/// The language of messages.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Lang {
    /// Simplified Chinese.
    #[default]
    Zh,
    /// English.
    En,
}

/// How serious a diagnostic is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Level {
    /// Worth knowing; nothing is wrong.
    Note,
    /// Probably not what was meant; the policy still runs.
    Warning,
    /// The policy or the input cannot be used.
    Error,
}

/// The same words in both languages.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Words {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Words {
    /// Words that differ between the languages.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Words {
        Words { zh: zh.into(), en: en.into() }
    }
    /// Words that are the same in both: a name, a figure, a piece of the user's text.
    pub fn same(text: impl Into<String>) -> Words {
        let text = text.into();
        Words { zh: text.clone(), en: text }
    }
    /// The words in one language.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

impl From<&str> for Words {
    fn from(text: &str) -> Words {
        Words::same(text)
    }
}

/// What the system says of a file, in the words of people who do not know its names for it.
impl From<&std::io::Error> for Words {
    fn from(error: &std::io::Error) -> Words {
        use std::io::ErrorKind;
        let kind = error.kind();
        let known = [
            (ErrorKind::NotFound, "文件夹不存在", "its folder does not exist"),
            (ErrorKind::PermissionDenied, "没有权限", "permission denied"),
            (ErrorKind::StorageFull, "磁盘已满", "the disk is full"),
            (ErrorKind::QuotaExceeded, "磁盘配额已用完", "the disk quota is used up"),
            (ErrorKind::ReadOnlyFilesystem, "磁盘是只读的", "the disk is read-only"),
            (
                ErrorKind::FileTooLarge,
                "超过系统允许的文件大小",
                "the file grows larger than the system allows",
            ),
            (ErrorKind::BrokenPipe, "接收的一方已经关闭", "the receiver has closed"),
        ];
        match known.iter().find(|(one, _, _)| *one == kind) {
            Some((_, zh, en)) => Words::new(*zh, *en),
            // Without the path of a temporary file, which nobody knows of.
            None => match error.raw_os_error() {
                Some(code) => Words::same(std::io::Error::from_raw_os_error(code).to_string()),
                None => Words::same(error.to_string()),
            },
        }
    }
}

impl From<String> for Words {
    fn from(text: String) -> Words {
        Words::same(text)
    }
}

/// One finding. Equal findings are reported once.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diagnostic {
    /// What kind of finding; its texts are in the catalogue.
    pub entry: &'static Entry,
    /// Values for the `{placeholders}` of the texts.
    pub args: Vec<(&'static str, Words)>,
    /// Places with the key of their label text; the first is where it is reported.
    pub labels: Vec<(Span, &'static str)>,
}

impl Diagnostic {
    /// A finding at a place; the place is labelled with the entry's label `here`.
    pub fn new(entry: &'static Entry, at: Span) -> Diagnostic {
        Diagnostic { entry, args: Vec::new(), labels: vec![(at, "here")] }
    }
    /// A finding about two things side by side, labelled `left` and `right`; it is reported at the left one.
    pub fn between(entry: &'static Entry, left: Span, right: Span) -> Diagnostic {
        Diagnostic { entry, args: Vec::new(), labels: vec![(left, "left"), (right, "right")] }
    }
    /// A finding without a place in any text (a missing file, a wrong option).
    pub fn without_place(entry: &'static Entry) -> Diagnostic {
        Diagnostic { entry, args: Vec::new(), labels: Vec::new() }
    }
    /// Adds the value of a placeholder.
    #[must_use]
    pub fn arg(mut self, name: &'static str, value: impl Into<Words>) -> Diagnostic {
        self.args.push((name, value.into()));
        self
    }
    /// Adds a further place with the key of its label text.
    #[must_use]
    pub fn label(mut self, at: Span, key: &'static str) -> Diagnostic {
        self.labels.push((at, key));
        self
    }
    /// The level of its entry.
    pub fn level(&self) -> Level {
        self.entry.level
    }
    /// Where it is reported.
    pub fn place(&self) -> Option<Span> {
        self.labels.first().map(|&(span, _)| span)
    }
    /// The message with its values, in one language.
    pub fn message(&self, lang: Lang) -> String {
        self.fill(self.entry.message.get(lang), lang)
    }
    /// The way out with its values.
    pub fn help(&self, lang: Lang) -> String {
        self.fill(self.entry.help.get(lang), lang)
    }
    /// The text of a label with its values.
    pub fn label_text(&self, key: &str, lang: Lang) -> String {
        let found = self.entry.labels.iter().find(|(name, _)| *name == key);
        found.map_or(String::new(), |(_, text)| self.fill(text.get(lang), lang))
    }

    fn fill(&self, template: &str, lang: Lang) -> String {
        let mut out = String::with_capacity(template.len());
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let Some((name, tail)) = after.split_once('}') else {
                out.push('{');
                rest = after;
                continue;
            };
            match self.args.iter().find(|(arg, _)| *arg == name) {
                Some((_, value)) => out.push_str(value.get(lang)),
                None => {
                    out.push('{');
                    out.push_str(name);
                    out.push('}');
                }
            }
            rest = tail;
        }
        out.push_str(rest);
        out
    }
}

/// Whether any finding is an error.
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|diagnostic| diagnostic.level() == Level::Error)
}

/// Puts findings in the order of their places and drops repetitions.
pub fn in_order(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let key = |diagnostic: &Diagnostic| (diagnostic.place(), diagnostic.entry.code);
    diagnostics.sort_by(|left, right| key(left).cmp(&key(right)));
    diagnostics.dedup();
    diagnostics
}
