//! Which policies a rule file may replace, told without parsing it: only those are parsed that an evaluation needs.

/// What the `replaces` clauses of a rule file name, policies and awards alike, found without parsing it.
pub fn replaced(text: &str) -> Vec<String> {
    let named = |line: &str| {
        let line = line.strip_prefix(is_blank)?.trim_start_matches(is_blank);
        let rest = match line.strip_prefix("replaces") {
            Some(rest) if rest.starts_with(is_blank) => rest,
            Some(_) | None => line.strip_prefix("取代")?,
        };
        let ends = |letter: char| is_blank(letter) || matches!(letter, ',' | '，' | '、');
        let mut names = Vec::new();
        for word in rest.split(ends).filter(|word| !word.is_empty()) {
            if matches!(word, "from" | "自" | "从") {
                break;
            }
            names.push(word.trim_matches(['「', '」']).to_owned());
        }
        Some(names)
    };
    text.lines().filter_map(named).flatten().collect()
}

fn is_blank(letter: char) -> bool {
    letter == ' ' || letter == '\t' || letter == '\u{3000}'
}

#[cfg(test)]
mod tests {
    use super::replaced;

    #[test]
    fn what_is_replaced_is_found_in_both_spellings() {
        let text = "policy p\n  replaces a, 「b」 from 2025-01-01\n\t取代 丙、丁 自 2025-01-01\nreplaces x from\n  replacesx y";
        assert_eq!(replaced(text), ["a", "b", "丙", "丁"]);
    }
}
