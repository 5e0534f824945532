//! The one wrapper through which a diagnostic reaches miette, and its JSON form.

use std::fmt;

use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, Severity, SourceCode, ThemeCharacters, ThemeStyles,
};

use super::snippet::TextOf;
use super::{Diagnostic, Lang, Level};
use crate::source::Sources;

/// How diagnostics are shown.
#[derive(Clone, Copy, Debug)]
pub struct Render {
    /// The language of the words.
    pub lang: Lang,
    /// Whether colour is used; only ever on a terminal.
    pub colour: bool,
    /// Columns available.
    pub width: usize,
}

impl Render {
    /// Plain text of 100 columns, as in snapshots and pipes.
    pub fn plain(lang: Lang) -> Render {
        Render { lang, colour: false, width: 100 }
    }

    /// All diagnostics as text, one block each.
    pub fn text(&self, diagnostics: &[Diagnostic], sources: &Sources) -> String {
        let styles = if self.colour { ThemeStyles::ansi() } else { ThemeStyles::none() };
        let theme = GraphicalTheme { characters: ThemeCharacters::unicode(), styles };
        let mut out = String::new();
        for diagnostic in diagnostics {
            let rendered = Rendered::new(diagnostic, sources, self.lang);
            // The way out goes into the footer: miette's own "help:" speaks English only.
            let handler = GraphicalReportHandler::new_themed(theme.clone())
                .with_width(self.width)
                .with_links(false)
                .with_context_lines(1)
                .without_cause_chain()
                .with_footer(rendered.help.clone());
            // A formatter into a String fails only when the handler does; the plain message then stands.
            if handler.render_report(&mut out, &rendered).is_err() {
                out.push_str(&rendered.to_string());
            }
            out.push('\n');
        }
        out
    }
}

/// One diagnostic in one language over its text.
#[derive(Debug)]
struct Rendered<'a> {
    diagnostic: &'a Diagnostic,
    lang: Lang,
    text: Option<TextOf<'a>>,
    title: String,
    help: String,
}

impl<'a> Rendered<'a> {
    fn new(diagnostic: &'a Diagnostic, sources: &'a Sources, lang: Lang) -> Rendered<'a> {
        let text = diagnostic.place().map(|span| TextOf(sources.get(span.file)));
        let title = diagnostic.message(lang);
        let mut help = match lang {
            Lang::Zh => "怎么改：",
            Lang::En => "help: ",
        }
        .to_owned();
        help.push_str(&diagnostic.help(lang));
        // miette shows one text a report: places in other files are told in words.
        for (span, key) in diagnostic.labels.iter().skip(1) {
            if diagnostic.place().is_some_and(|main| main.file != span.file) {
                help.push_str(&format!("\n{}: {}", sources.place(*span), diagnostic.label_text(key, lang)));
            }
        }
        Rendered { diagnostic, lang, text, title, help }
    }
}

impl fmt::Display for Rendered<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.title)
    }
}

impl std::error::Error for Rendered<'_> {}

impl miette::Diagnostic for Rendered<'_> {
    fn code<'b>(&'b self) -> Option<Box<dyn fmt::Display + 'b>> {
        Some(Box::new(self.diagnostic.entry.code))
    }
    fn severity(&self) -> Option<Severity> {
        Some(match self.diagnostic.level() {
            Level::Note => Severity::Advice,
            Level::Warning => Severity::Warning,
            Level::Error => Severity::Error,
        })
    }
    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.text.as_ref().map(|text| text as &dyn SourceCode)
    }
    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let text = self.text.as_ref()?;
        let main = self.diagnostic.place()?;
        let spans =
            self.diagnostic.labels.iter().enumerate().filter(move |(_, (span, _))| span.file == main.file);
        Some(Box::new(spans.map(move |(at, (span, key))| {
            let words = self.diagnostic.label_text(key, self.lang);
            let label = if words.is_empty() { None } else { Some(words) };
            let (offset, length) = text.visible(span.range());
            if at == 0 {
                LabeledSpan::new_primary_with_span(label, (offset, length))
            } else {
                LabeledSpan::new_with_span(label, (offset, length))
            }
        })))
    }
}

/// Diagnostics as a JSON array for editors and scripts: code, level, message, help, and places with line and column.
pub fn to_json(diagnostics: &[Diagnostic], sources: &Sources, lang: Lang) -> serde_json::Value {
    let one = |diagnostic: &Diagnostic| {
        let labels: Vec<_> = diagnostic
            .labels
            .iter()
            .map(|(span, key)| {
                let source = sources.get(span.file);
                let (line, column) = source.line_column(span.start);
                let (end_line, end_column) = source.line_column(span.end);
                serde_json::json!({
                    "file": source.name, "line": line, "column": column, "end_line": end_line,
                    "end_column": end_column, "text": diagnostic.label_text(key, lang),
                })
            })
            .collect();
        let level = match diagnostic.level() {
            Level::Note => "note",
            Level::Warning => "warning",
            Level::Error => "error",
        };
        serde_json::json!({
            "code": diagnostic.entry.code, "level": level, "message": diagnostic.message(lang),
            "help": diagnostic.help(lang), "places": labels,
        })
    };
    diagnostics.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::Render;
    use crate::diagnostic::{Diagnostic, Lang, syntax};
    use crate::source::{Sources, Span};

    #[test]
    fn the_header_counts_characters_and_the_caret_stands_under_chinese() {
        let mut sources = Sources::new();
        let file = sources.add("a.rules", "奖励 甲 \"没有闭合\n");
        let diagnostic = Diagnostic::new(&syntax::UNCLOSED_TEXT, Span::new(file, 11..24));
        insta::assert_snapshot!(Render::plain(Lang::Zh).text(&[diagnostic], &sources));
    }

    #[test]
    fn a_long_line_is_shown_around_the_place_only() {
        let mut sources = Sources::new();
        let long = format!("{{{}}}", "\"甲\": 1, ".repeat(100_000));
        let file = sources.add("f.json", format!("[\n{long},\n{long}]"));
        let far = Diagnostic::new(&syntax::UNCLOSED_TEXT, Span::new(file, 500_010..500_015))
            .label(Span::new(file, 20..25), "here")
            .label(Span::new(file, 500_100..500_105), "here")
            .label(Span::new(file, 1_100_000..1_900_000), "here");
        let whole = Diagnostic::new(&syntax::UNCLOSED_TEXT, Span::new(file, 0..1_900_000));
        let text = Render::plain(Lang::Zh).text(&[far, whole], &sources);
        assert!(text.len() < 6_000, "{} bytes", text.len());
        insta::assert_snapshot!(text);
    }

    #[test]
    fn places_far_apart_are_shown_without_what_lies_between() {
        let mut sources = Sources::new();
        let file = sources.add("f.rules", "一行\n".repeat(1000));
        let line = |number: usize| Span::new(file, number * 7..number * 7 + 6);
        let finding = Diagnostic::new(&syntax::UNCLOSED_TEXT, line(900))
            .label(line(500), "here")
            .label(line(902), "here");
        insta::assert_snapshot!(Render::plain(Lang::Zh).text(&[finding], &sources));
    }

    #[test]
    fn places_outside_the_text_do_not_fail() {
        let mut sources = Sources::new();
        let file = sources.add("a.rules", "奖励");
        for range in [0..0, 6..6, 99..100, 1..2, 3..99] {
            let diagnostic = Diagnostic::new(&syntax::UNCLOSED_TEXT, Span::new(file, range));
            let text = Render::plain(Lang::En).text(&[diagnostic], &sources);
            assert!(text.contains("E0101") && !text.contains("Failed to read"), "{text}");
        }
    }
}
