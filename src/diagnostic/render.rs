//! The one wrapper through which a diagnostic reaches miette, and its JSON form.

use std::fmt;

use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, Severity,
    SourceCode, SourceSpan, SpanContents, ThemeCharacters, ThemeStyles,
};

use super::{Diagnostic, Lang, Level};
use crate::source::{Source, Sources};

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
            Lang::Zh => "怎么改:",
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

/// A source text whose header counts characters, not bytes.
#[derive(Debug)]
struct TextOf<'a>(&'a Source);

impl TextOf<'_> {
    /// A span that miette can show: inside the text, at least one character long where there is one.
    fn visible(&self, range: std::ops::Range<usize>) -> (usize, usize) {
        let text = &self.0.text;
        let mut start = range.start.min(text.len());
        while !text.is_char_boundary(start) {
            start = start.saturating_sub(1);
        }
        let mut end = range.end.clamp(start, text.len());
        while !text.is_char_boundary(end) {
            end = end.saturating_add(1);
        }
        if start == end {
            match text.get(start..).and_then(|rest| rest.chars().next()) {
                Some(next) if next != '\n' => end = end.saturating_add(next.len_utf8()),
                _ => {
                    // The end of a line or of the text: point at its last character.
                    if let Some(last) = text.get(..start).and_then(|before| before.chars().next_back()) {
                        start = start.saturating_sub(last.len_utf8());
                    }
                }
            }
        }
        (start, end.saturating_sub(start))
    }
}

impl SourceCode for TextOf<'_> {
    fn read_span<'b>(
        &'b self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'b> + 'b>, MietteError> {
        let contents = self.0.text.read_span(span, before, after)?;
        let start = u32::try_from(contents.span().offset()).unwrap_or(u32::MAX);
        let (_, column) = self.0.line_column(start);
        Ok(Box::new(MietteSpanContents::new_named(
            self.0.name.clone(),
            contents.data(),
            *contents.span(),
            contents.line(),
            column.saturating_sub(1),
            contents.line_count(),
        )))
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
