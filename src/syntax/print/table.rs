//! Rows and columns of tables.

use super::Writer;
use super::flow::Flow;
use crate::syntax::ast::{ClauseKind, Expr, RowKey};

impl Writer {
    /// Keys, one after the other.
    pub(super) fn keys(self, flow: &mut Flow, keys: &[Expr]) {
        for (at, key) in keys.iter().enumerate() {
            if at > 0 {
                flow.comma();
            }
            self.expr(flow, key);
        }
    }

    fn row_keys(self, flow: &mut Flow, keys: &[RowKey]) {
        for (at, key) in keys.iter().enumerate() {
            if at > 0 {
                flow.comma();
            }
            match key {
                RowKey::Value(value) => self.expr(flow, value),
                RowKey::Range { ends, .. } => self.bracket_ends(flow, ends),
            }
        }
    }

    /// What follows the keyword of a clause of a table; nothing for other clauses.
    pub(super) fn of_table(self, flow: &mut Flow, kind: &ClauseKind) -> &'static str {
        match kind {
            ClauseKind::Columns(keys) => {
                self.row_keys(flow, keys);
                self.word("columns", "列")
            }
            ClauseKind::Row { keys, cells } => {
                self.row_keys(flow, keys);
                flow.word("=");
                for (at, cell) in cells.iter().enumerate() {
                    if at > 0 {
                        flow.comma();
                    }
                    match cell {
                        Some(value) => self.expr(flow, value),
                        None => flow.word("—"),
                    }
                }
                self.word("row", "行")
            }
            ClauseKind::RowsFrom(path) => {
                flow.word(&self.text(&path.text));
                self.word("rows from", "各行取自")
            }
            ClauseKind::Otherwise(value) => {
                match value {
                    Some(value) => self.expr(flow, value),
                    None => flow.word(self.word("not eligible", "不符合条件")),
                }
                self.word("otherwise", "否则")
            }
            _ => "",
        }
    }
}
