//! The piece of a text that a diagnostic shows: a few lines, and of a very long line only what is near the place.

use std::ops::Range;

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use crate::source::Source;

/// A line of more bytes is shown in part: JSON made by programs is often one line of megabytes.
const LONG_LINE: usize = 240;
/// How much of a long line is shown on either side of the place.
const BESIDE: usize = 60;
/// A place of more bytes is shown by the beginning of its first line.
const LONG_PLACE: usize = 1000;

/// A source text whose header counts characters, not bytes.
#[derive(Debug)]
pub(super) struct TextOf<'a>(pub &'a Source);

impl TextOf<'_> {
    /// A span that miette can show: inside the text, at least one character long where there is one, and not
    /// longer than people read.
    pub fn visible(&self, range: Range<usize>) -> (usize, usize) {
        let text = &self.0.text;
        let mut start = self.before(range.start.min(text.len()));
        let mut end = self.after(range.end.clamp(start, text.len()));
        if end.saturating_sub(start) > LONG_PLACE {
            let line = self.0.line_range(self.0.line_at(start));
            end = self.before(line.end.min(start.saturating_add(BESIDE))).max(start);
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

    /// The nearest border between characters that is not after a byte.
    fn before(&self, byte: usize) -> usize {
        let mut byte = byte.min(self.0.text.len());
        while !self.0.text.is_char_boundary(byte) {
            byte = byte.saturating_sub(1);
        }
        byte
    }

    /// The nearest border between characters that is not before a byte.
    fn after(&self, byte: usize) -> usize {
        let mut byte = byte.min(self.0.text.len());
        while !self.0.text.is_char_boundary(byte) {
            byte = byte.saturating_add(1);
        }
        byte
    }

    /// The bytes shown for a place with lines of context around it, and the first and last of their lines.
    fn window(&self, place: &Range<usize>, before: usize, after: usize) -> (Range<usize>, usize, usize) {
        let first = self.0.line_at(place.start);
        let last = self.0.line_at(place.end.saturating_sub(1).max(place.start));
        let with_context = (first.saturating_sub(before), last.saturating_add(after).min(self.0.last_line()));
        let is_long = |line: usize| {
            let line = self.0.line_range(line);
            line.end.saturating_sub(line.start) > LONG_LINE
        };
        if (with_context.0..=with_context.1).any(is_long) {
            let start = self.before(place.start.saturating_sub(BESIDE)).max(self.0.line_range(first).start);
            let end = self.after(place.end.saturating_add(BESIDE)).min(self.0.line_range(last).end);
            return (start..end.max(start), first, last);
        }
        let start = if before == 0 { place.start } else { self.0.line_range(with_context.0).start };
        let end = if after == 0 { place.end } else { self.0.line_range(with_context.1).end };
        (start..end, with_context.0, with_context.1)
    }
}

impl SourceCode for TextOf<'_> {
    /// Own rather than miette's, which reads from the beginning of the text each time and takes all lines before
    /// a place for part of what is shown.
    fn read_span<'b>(
        &'b self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'b> + 'b>, MietteError> {
        let place = span.offset()..span.offset().saturating_add(span.len());
        // Several places are first tried as one; what lies between would be too much.
        if place.end > self.0.text.len() || span.len() > LONG_PLACE {
            return Err(MietteError::OutOfBounds);
        }
        let (mut range, first, last) = self.window(&place, before, after);
        if before == 0 {
            // The header asks where the place itself begins.
            range.start = place.start;
        }
        let data = self.0.text.as_bytes().get(range.clone()).ok_or(MietteError::OutOfBounds)?;
        let (line, column) = self.0.line_column(u32::try_from(range.start).unwrap_or(u32::MAX));
        Ok(Box::new(MietteSpanContents::new_named(
            self.0.name.clone(),
            data,
            (range.start, data.len()).into(),
            line.saturating_sub(1),
            column.saturating_sub(1),
            last.saturating_sub(first).saturating_add(1),
        )))
    }
}
