//! Rows that add up others: they look like applicants, and would be paid as such.

use crate::diagnostic::{Diagnostic, sheet};
use crate::facts::json::shown;

/// What the first cell of such a row says.
const WORDS: [&str; 7] = ["合计", "总计", "小计", "共计", "本页小计", "本页合计", "total"];

/// The finding that a row whose first cell says this is no applicant.
pub fn total(first: &str) -> Option<Diagnostic> {
    // Names that begin otherwise are passed over at once: there may be millions.
    const BEGIN: [char; 9] = ['合', '总', '小', '共', '本', 't', 'T', ' ', '\u{3000}'];
    if !first.starts_with(BEGIN) || first.len() > 64 {
        return None;
    }
    // Letters are set apart to fill a cell, and a colon may follow.
    let word: String = first.chars().filter(|letter| !letter.is_whitespace()).collect();
    let word = word.trim_end_matches([':', '：']).to_lowercase();
    let is_total = WORDS.contains(&word.as_str());
    is_total.then(|| Diagnostic::without_place(&sheet::TOTAL_ROW).arg("words", shown(first.trim())))
}

#[cfg(test)]
mod tests {
    use super::total;

    #[test]
    fn totals_are_known_by_their_first_cell() {
        for word in ["合计", "合 计", "　总计：", "Total:", "本页小计"] {
            assert!(total(word).is_some(), "{word}");
        }
        for word in ["", "合计科技有限公司", "小米", "total war"] {
            assert!(total(word).is_none(), "{word}");
        }
    }
}
