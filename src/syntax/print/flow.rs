//! A line under construction, which may be broken after its commas, and before `else`.

use unicode_width::UnicodeWidthStr as _;

/// Stretches of text, between which the line may be broken.
#[derive(Clone, Debug, Default)]
pub(super) struct Flow {
    stretches: Vec<String>,
}

impl Flow {
    pub(super) fn new() -> Flow {
        Flow::default()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.stretches.is_empty()
    }

    /// Adds text right after what is there.
    pub(super) fn glue(&mut self, text: &str) {
        match self.stretches.last_mut() {
            Some(last) => last.push_str(text),
            None => self.stretches.push(text.to_owned()),
        }
    }

    /// Adds a word, with a blank before it where one is needed.
    pub(super) fn word(&mut self, word: &str) {
        let needs_blank = self
            .stretches
            .last()
            .is_some_and(|last| !last.is_empty() && !last.ends_with(['(', '[', '{', ' ']));
        if needs_blank {
            self.glue(" ");
        }
        self.glue(word);
    }

    /// Adds a comma, after which the line may be broken.
    pub(super) fn comma(&mut self) {
        self.glue(",");
        self.stretches.push(String::new());
    }

    /// The line may be broken here, before a word that no clause begins with.
    pub(super) fn breakable(&mut self) {
        self.stretches.push(String::new());
    }

    /// Adds a line made elsewhere, which may be broken where it could be.
    fn append(&mut self, other: Flow) {
        let mut stretches = other.stretches.into_iter();
        if let Some(first) = stretches.next() {
            self.word(&first);
        }
        self.stretches.extend(stretches);
    }

    /// Adds a line made elsewhere, in round brackets if that would be read as something else.
    pub(super) fn append_unless(&mut self, other: Flow, misread: impl Fn(&str) -> bool) {
        if other.stretches.first().is_some_and(|first| misread(first)) {
            self.word("(");
            self.append(other);
            self.glue(")");
        } else {
            self.append(other);
        }
    }

    /// Puts text before everything.
    pub(super) fn insert_at_start(&mut self, text: &str) {
        match self.stretches.first_mut() {
            Some(first) => first.insert_str(0, text),
            None => self.stretches.push(text.to_owned()),
        }
    }

    /// Everything in one line.
    pub(super) fn text(&self) -> String {
        self.stretches.join(" ")
    }

    /// The width of everything in one line.
    pub(super) fn width(&self) -> usize {
        self.text().width()
    }

    /// Broken into lines of at most `width`, if the stretches allow: the first begins at column `start`, the others are
    /// indented by `indent`.
    pub(super) fn lines(&self, width: usize, start: usize, indent: usize) -> Vec<String> {
        let mut lines = vec![String::new()];
        let mut column = start;
        for (at, stretch) in self.stretches.iter().enumerate() {
            let wide = stretch.width();
            let fits = column.saturating_add(wide).saturating_add(1) <= width;
            if at > 0 && !fits {
                lines.push(" ".repeat(indent));
                column = indent;
            } else if at > 0
                && let Some(last) = lines.last_mut()
            {
                last.push(' ');
                column = column.saturating_add(1);
            }
            if let Some(last) = lines.last_mut() {
                last.push_str(stretch);
            }
            column = column.saturating_add(wide);
        }
        lines
    }
}
