//! Items in an order, in people's words.

use crate::diagnostic::Lang;
use crate::plan::{NodeId, Op};
use crate::syntax::ast::Comparison;

use super::phrase::{Phrase, Strength};
use super::reader::Level;

impl Phrase<'_, '_> {
    /// The keys, each with which end comes first; the amount, which breaks ties, only where it stands alone.
    fn keys(&mut self, level: Level, keys: &[(bool, NodeId)]) -> String {
        let named =
            if keys.len() > 1 { keys.get(..keys.len().saturating_sub(1)).unwrap_or(keys) } else { keys };
        let alone = keys.len() == 1;
        let zh = self.reader.lang == Lang::Zh;
        let parts: Vec<String> = named
            .iter()
            .map(|&(highest, key)| {
                let key = match (alone, zh) {
                    (true, true) => "金额".to_owned(),
                    (true, false) => "amount".to_owned(),
                    (false, _) => self.part(level, key),
                };
                match (highest, zh) {
                    (true, true) => format!("{key}从高到低"),
                    (false, true) => format!("{key}从低到高"),
                    (true, false) => format!("highest {key}"),
                    (false, false) => format!("lowest {key}"),
                }
            })
            .collect();
        parts.join(if zh { "，再按" } else { ", then " })
    }

    /// What the items before one come to.
    pub(super) fn before(
        &mut self,
        level: Level,
        keys: &[(bool, NodeId)],
        summed: bool,
    ) -> (String, Strength) {
        let keys = self.keys(level, keys);
        let text = match (self.reader.lang, summed) {
            (Lang::Zh, true) => format!("排在前面各项之和 ({keys})"),
            (Lang::Zh, false) => format!("排在前面的项数 ({keys})"),
            (Lang::En, true) => format!("sum of the items before it ({keys} first)"),
            (Lang::En, false) => format!("items before it ({keys} first)"),
        };
        (text, Strength::Atom)
    }

    /// `among the first 3 (highest interest)`
    pub(super) fn among_the_first(
        &mut self,
        level: Level,
        with: Comparison,
        left: NodeId,
        right: NodeId,
    ) -> Option<(String, Strength)> {
        let (Op::Before { keys, value: None, same, .. }, Op::Number(number)) =
            (self.reader.op(level, left)?, self.reader.op(level, right)?)
        else {
            return None;
        };
        let keys = self.keys(level, keys);
        let number = number.to_shortest();
        let of = same.map(|same| self.part(level, same));
        let of = match (of, self.reader.lang) {
            (None, _) => String::new(),
            (Some(same), Lang::Zh) => format!("同一{same}的"),
            (Some(same), Lang::En) => format!(" of the same {same}"),
        };
        let text = match (self.reader.lang, with == Comparison::Less) {
            (Lang::Zh, true) => format!("在{of}前 {number} 项之内 ({keys})"),
            (Lang::Zh, false) => format!("不在{of}前 {number} 项之内 ({keys})"),
            (Lang::En, true) => format!("among the first {number}{of} ({keys})"),
            (Lang::En, false) => format!("not among the first {number}{of} ({keys})"),
        };
        Some((text, Strength::Claim))
    }
}
