//! Section order: `二(一)2` before `二(一)10` before `十一`; numbers of either script compare as numbers.

/// A section as a sequence of numbers and words, compared one by one; numbers come before words.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct SectionKey(Vec<Component>);

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
enum Component {
    Number(u64),
    Words(String),
}

/// What a character of a section is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Digit,
    Numeral,
    Letter,
    /// Brackets, dots, spaces: they only part the components.
    Mark,
}

/// The key by which sections are sorted. Brackets and other marks part components and count for nothing else.
pub fn section_key(section: &str) -> SectionKey {
    let mut components = Vec::new();
    let mut run = String::new();
    let mut kind = Kind::Mark;
    for character in section.chars() {
        let next = kind_of(character);
        if next != kind {
            components.extend(component(kind, &run));
            run.clear();
            kind = next;
        }
        run.push(character);
    }
    components.extend(component(kind, &run));
    if components.is_empty() {
        components.push(Component::Words(section.to_owned()));
    }
    SectionKey(components)
}

/// The place of an item in a list of results: by the first section it cites, items without one last, then by id.
pub fn item_key<'a>(cites: &[String], id: &'a str) -> (bool, SectionKey, &'a str) {
    match cites.first() {
        Some(first) => (false, section_key(first), id),
        None => (true, SectionKey::default(), id),
    }
}

fn kind_of(character: char) -> Kind {
    if digit(character).is_some() {
        Kind::Digit
    } else if numeral(character).is_some() {
        Kind::Numeral
    } else if character.is_alphanumeric() {
        Kind::Letter
    } else {
        Kind::Mark
    }
}

fn component(kind: Kind, run: &str) -> Option<Component> {
    match kind {
        Kind::Digit => Some(Component::Number(positional(run.chars().filter_map(digit)))),
        Kind::Numeral => Some(Component::Number(chinese(run))),
        Kind::Letter => Some(Component::Words(run.to_owned())),
        Kind::Mark => None,
    }
}

/// An Arabic digit, half or full width.
fn digit(character: char) -> Option<u64> {
    let half = match character {
        '０'..='９' => u32::from(character).checked_sub(u32::from('０'))?,
        _ => character.to_digit(10)?,
    };
    Some(u64::from(half))
}

/// A Chinese numeral: a digit, or a power of ten.
#[derive(Clone, Copy)]
enum Numeral {
    Digit(u64),
    Power(u64),
}

fn numeral(character: char) -> Option<Numeral> {
    Some(match character {
        '〇' | '零' => Numeral::Digit(0),
        '一' => Numeral::Digit(1),
        '二' | '两' => Numeral::Digit(2),
        '三' => Numeral::Digit(3),
        '四' => Numeral::Digit(4),
        '五' => Numeral::Digit(5),
        '六' => Numeral::Digit(6),
        '七' => Numeral::Digit(7),
        '八' => Numeral::Digit(8),
        '九' => Numeral::Digit(9),
        '十' => Numeral::Power(10),
        '百' => Numeral::Power(100),
        '千' => Numeral::Power(1000),
        _ => return None,
    })
}

fn positional(digits: impl Iterator<Item = u64>) -> u64 {
    digits.fold(0, |number, digit| number.saturating_mul(10).saturating_add(digit))
}

/// `二十一` is 21, `一百零五` 105; digits without a power stand in places: `一〇` is 10.
fn chinese(run: &str) -> u64 {
    let (mut total, mut digits, mut seen) = (0_u64, 0_u64, false);
    for numeral in run.chars().filter_map(numeral) {
        match numeral {
            Numeral::Digit(digit) => {
                digits = digits.saturating_mul(10).saturating_add(digit);
                seen = true;
            }
            Numeral::Power(power) => {
                // A power without a digit before it stands for one of it: `十二`.
                let times = if seen && digits > 0 { digits } else { 1 };
                total = total.saturating_add(times.saturating_mul(power));
                digits = 0;
                seen = false;
            }
        }
    }
    total.saturating_add(digits)
}

#[cfg(test)]
mod tests {
    use super::{chinese, item_key, section_key};

    #[test]
    fn sections_stand_in_the_order_of_the_document() {
        let in_order = [
            "一(三)1",
            "二",
            "二(一)2",
            "二(一)3",
            "二(一)10",
            "二(三)9",
            "二(十二)",
            "二(二十)",
            "(七)",
            "九",
            "十",
            "十二",
            "二十",
            "二十一",
            "一百零五",
            "第三条",
            "附",
            "附件1第5项",
            "附件1第12项",
            "附件2",
        ];
        for pair in in_order.windows(2) {
            assert!(section_key(pair[0]) < section_key(pair[1]), "{} < {}", pair[0], pair[1]);
        }
    }

    #[test]
    fn width_and_brackets_make_no_difference() {
        assert_eq!(section_key("二（一）３"), section_key("二(一)3"));
        assert_eq!(section_key("2(1)3"), section_key("二(一)3"));
        assert_eq!(section_key("3.2.10"), section_key("三、2 10"));
        assert_ne!(section_key(""), section_key("()"));
    }

    #[test]
    fn numerals_are_read_as_numbers() {
        let cases = [("十", 10), ("十九", 19), ("二十", 20), ("九十九", 99), ("一〇", 10), ("一百一十", 110)];
        for (text, number) in cases {
            assert_eq!(chinese(text), number, "{text}");
        }
    }

    #[test]
    fn numbers_of_any_length_are_read() {
        assert!(section_key(&"9".repeat(100)) > section_key("9"));
    }

    #[test]
    fn an_item_without_section_comes_last_and_ids_part_equal_sections() {
        let cites = ["附件9".to_owned()];
        assert!(item_key(&cites, "z") < item_key(&[], "a"));
        assert!(item_key(&cites, "a") < item_key(&cites, "b"));
    }
}
