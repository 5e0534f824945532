//! Every diagnostic there is, with its texts in both languages, a file a room.

pub mod analysis;
pub mod batch;
pub mod call;
pub mod cases;
pub mod choice;
pub mod evaluation;
pub mod facts;
pub mod graph;
pub mod meaning;
pub mod names;
pub mod plan;
pub mod policy;
pub mod population;
pub mod sheet;
pub mod syntax;
pub mod types;
pub mod versions;

use super::{Lang, Level};

/// A text in both languages, fixed.
#[derive(PartialEq, Eq, Debug)]
pub struct Text {
    /// Chinese.
    pub zh: &'static str,
    /// English.
    pub en: &'static str,
}

impl Text {
    /// The text in one language.
    pub const fn get(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.zh,
            Lang::En => self.en,
        }
    }
}

/// One kind of diagnostic. `{name}` in a text stands for an argument.
#[derive(Debug)]
pub struct Entry {
    /// What users look up, such as `E0101`. Never reused.
    pub code: &'static str,
    /// How serious it is.
    pub level: Level,
    /// What is wrong.
    pub message: Text,
    /// The way out.
    pub help: Text,
    /// Texts for the places, by key; `here` is the main place.
    pub labels: &'static [(&'static str, Text)],
    /// What `ipcalc explain CODE` adds: why this is refused, and a small example.
    pub explain: Text,
}

impl PartialEq for Entry {
    fn eq(&self, other: &Entry) -> bool {
        self.code == other.code
    }
}

impl Eq for Entry {}

/// Declares the entries of a room and the list of them.
macro_rules! entries {
    ($($(#[$doc:meta])* $name:ident $code:literal $level:ident {
        message: $message_zh:literal / $message_en:literal,
        help: $help_zh:literal / $help_en:literal,
        labels: { $($key:ident: $label_zh:literal / $label_en:literal),* $(,)? },
        explain: $explain_zh:literal / $explain_en:literal $(,)?
    })*) => {
        $($(#[$doc])* pub static $name: $crate::diagnostic::Entry = $crate::diagnostic::Entry {
            code: $code,
            level: $crate::diagnostic::Level::$level,
            message: $crate::diagnostic::catalogue::Text { zh: $message_zh, en: $message_en },
            help: $crate::diagnostic::catalogue::Text { zh: $help_zh, en: $help_en },
            labels: &[$((stringify!($key), $crate::diagnostic::catalogue::Text { zh: $label_zh, en: $label_en })),*],
            explain: $crate::diagnostic::catalogue::Text { zh: $explain_zh, en: $explain_en },
        };)*
        /// All entries of this room.
        pub static ALL: &[&$crate::diagnostic::Entry] = &[$(&$name),*];
    };
}
pub(crate) use entries;

/// All entries, by code.
pub fn all() -> Vec<&'static Entry> {
    let rooms = [
        syntax::ALL,
        names::ALL,
        types::ALL,
        graph::ALL,
        policy::ALL,
        choice::ALL,
        meaning::ALL,
        analysis::ALL,
        plan::ALL,
        evaluation::ALL,
        facts::ALL,
        cases::ALL,
        call::ALL,
        versions::ALL,
        sheet::ALL,
        batch::ALL,
        population::ALL,
    ];
    let mut entries: Vec<&'static Entry> = rooms.concat();
    entries.sort_by_key(|entry| entry.code);
    entries
}

/// The entry of a code, in any case.
pub fn find(code: &str) -> Option<&'static Entry> {
    all().into_iter().find(|entry| entry.code.eq_ignore_ascii_case(code))
}

#[cfg(test)]
mod tests {
    use super::{Text, all};

    fn placeholders(text: &Text) -> [Vec<&'static str>; 2] {
        [text.zh, text.en].map(|text| {
            let mut names: Vec<_> = text
                .split('{')
                .skip(1)
                .filter_map(|part| part.split_once('}'))
                .map(|(name, _)| name)
                .collect();
            names.sort_unstable();
            names.dedup();
            names
        })
    }

    #[test]
    fn codes_are_unique_and_every_text_is_there_in_both_languages() {
        let entries = all();
        for pair in entries.windows(2) {
            assert_ne!(pair[0].code, pair[1].code);
        }
        for entry in entries {
            for text in [&entry.message, &entry.help, &entry.explain] {
                assert!(!text.zh.is_empty() && !text.en.is_empty(), "{} lacks a text", entry.code);
            }
            let [zh, en] = placeholders(&entry.message);
            assert_eq!(zh, en, "{}: the languages name different values", entry.code);
        }
    }
}
