//! Dialects: how each warehouse quotes names and texts, and what it calls types. Nothing else writes quotes.

use std::fmt::Write as _;

/// A dialect of SQL.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Dialect {
    /// DuckDB.
    Duckdb,
    /// Spark SQL, with ANSI mode or without.
    Spark,
    /// PostgreSQL.
    Postgres,
}

/// Why a name cannot be said in a dialect.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Unsayable {
    /// It is longer than the dialect keeps: the rest would be cut off silently.
    TooLong,
    /// It holds what the dialect replaces before it reads the query, or cannot hold at all.
    Replaced,
    /// It is empty.
    Empty,
}

/// Bytes of a name that PostgreSQL keeps.
const POSTGRES_NAME: usize = 63;

impl Dialect {
    /// All of them.
    pub const ALL: [Dialect; 3] = [Dialect::Duckdb, Dialect::Spark, Dialect::Postgres];

    /// Its name in calls.
    pub const fn word(self) -> &'static str {
        match self {
            Dialect::Duckdb => "duckdb",
            Dialect::Spark => "spark",
            Dialect::Postgres => "postgres",
        }
    }

    /// The dialect of a word.
    pub fn of(word: &str) -> Option<Dialect> {
        Dialect::ALL.into_iter().find(|dialect| dialect.word() == word)
    }

    /// Whether a name can be said at all.
    pub fn says(self, name: &str) -> Result<(), Unsayable> {
        if name.is_empty() {
            return Err(Unsayable::Empty);
        }
        let replaced = name.contains('\0') || (self == Dialect::Spark && name.contains("${"));
        if replaced {
            return Err(Unsayable::Replaced);
        }
        if self == Dialect::Postgres && name.len() > POSTGRES_NAME {
            return Err(Unsayable::TooLong);
        }
        Ok(())
    }

    /// Whether two names are the same to it: quotes keep capitals apart in PostgreSQL alone.
    pub fn folded(self, name: &str) -> String {
        match self {
            Dialect::Postgres => name.to_owned(),
            Dialect::Duckdb | Dialect::Spark => name.to_lowercase(),
        }
    }

    /// A name in quotes, whatever it holds.
    pub fn quoted(self, name: &str) -> String {
        match self {
            Dialect::Spark => format!("`{}`", name.replace('`', "``")),
            Dialect::Duckdb | Dialect::Postgres => format!("\"{}\"", name.replace('"', "\"\"")),
        }
    }

    /// A text as a literal.
    pub fn text(self, text: &str) -> String {
        match self {
            Dialect::Spark => spark_text(text),
            Dialect::Duckdb | Dialect::Postgres => escaped_text(text),
        }
    }

    /// The widest exact whole numbers: the highest of them (and its negative).
    pub const fn widest(self) -> i128 {
        match self {
            // HUGEINT has 128 bits; NUMERIC holds more than is ever asked of it.
            Dialect::Duckdb | Dialect::Postgres => i128::MAX,
            // 38 digits.
            Dialect::Spark => 99_999_999_999_999_999_999_999_999_999_999_999_999,
        }
    }
}

/// A literal that means the same whether or not the server takes backslashes in plain literals for escapes.
fn escaped_text(text: &str) -> String {
    if !text.chars().any(|letter| letter == '\\' || letter.is_control()) {
        return format!("'{}'", text.replace('\'', "''"));
    }
    let mut out = String::from("E'");
    for letter in text.chars() {
        match letter {
            '\\' => out.push_str("\\\\"),
            '\'' => out.push_str("''"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            // A literal can hold no NUL in either dialect: an escape that both refuse says so at once.
            letter if letter.is_control() => drop(write!(out, "\\u{:04x}", u32::from(letter))),
            letter => out.push(letter),
        }
    }
    out.push('\'');
    out
}

/// Whether Spark takes backslashes for escapes, and what two quotes mean, are settings; `${` is replaced before the
/// query is read, in literals too. So none of these is ever written: they are put in by their numbers.
fn spark_text(text: &str) -> String {
    let plain = |letter: char| !(matches!(letter, '\'' | '\\' | '$') || letter.is_control());
    if text.chars().all(plain) {
        return format!("'{text}'");
    }
    let mut parts: Vec<String> = Vec::new();
    let mut run = String::new();
    for letter in text.chars() {
        if plain(letter) {
            run.push(letter);
            continue;
        }
        if !run.is_empty() {
            parts.push(format!("'{}'", std::mem::take(&mut run)));
        }
        // `char` counts bytes of one: all that stand here are below 128 but for the C1 controls.
        let number = u32::from(letter);
        parts.push(if number < 128 {
            format!("char({number})")
        } else {
            format!("decode(unhex('{}'), 'UTF-8')", hex(letter))
        });
    }
    if !run.is_empty() {
        parts.push(format!("'{run}'"));
    }
    format!("concat({})", parts.join(", "))
}

fn hex(letter: char) -> String {
    let mut buffer = [0; 4];
    letter.encode_utf8(&mut buffer).bytes().fold(String::new(), |mut out, byte| {
        let _written = write!(out, "{byte:02X}");
        out
    })
}

/// What may stand behind `--`: one line that no engine and no editor reads as anything else.
pub fn comment(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            // Spark reads a backslash at the end of a comment as one that goes on.
            '\\' => out.push('＼'),
            // Spark replaces `${…}` before it reads the query.
            '$' => out.push('＄'),
            letter if letter.is_control() || is_separator_or_hidden(letter) => out.push(' '),
            letter => out.push(letter),
        }
    }
    let words: Vec<&str> = out.split_whitespace().collect();
    // Nothing here opens or closes a comment of the other kind either.
    words.join(" ").replace("*/", "* /").replace("/*", "/ *")
}

/// Line and paragraph separators, and characters that change the order in which a line is shown.
fn is_separator_or_hidden(letter: char) -> bool {
    matches!(letter, '\u{2028}' | '\u{2029}' | '\u{85}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}
