//! Figures written in Chinese numerals, as the text of a policy has them, and how rules write them.

/// `五十万元` as `50万元`, `百分之五` as `5%`; nothing if the word is no such figure.
pub(super) fn figure(word: &str) -> Option<String> {
    if let Some(share) = word.strip_prefix("百分之") {
        return Some(format!("{}%", number(share)?));
    }
    let unit = [
        "个百分点",
        "平方米",
        "个月",
        "元",
        "件",
        "家",
        "项",
        "人",
        "年",
        "天",
        "亩",
        "吨",
        "户",
        "名",
        "个",
        "次",
    ]
    .into_iter()
    .find(|unit| word.ends_with(unit))
    .unwrap_or("");
    let body = word.strip_suffix(unit)?;
    for scale in ["万", "亿"] {
        if let Some(front) = body.strip_suffix(scale) {
            return Some(format!("{}{scale}{unit}", number(front)?));
        }
    }
    Some(format!("{}{unit}", number(body)?))
}

/// A whole number below ten thousand.
fn number(numerals: &str) -> Option<u32> {
    if numerals.is_empty() {
        return None;
    }
    let mut total: u32 = 0;
    let mut digit: Option<u32> = None;
    for char in numerals.chars() {
        let step = match char {
            '十' => 10,
            '百' => 100,
            '千' => 1000,
            _ => {
                let value = match char {
                    '零' => continue,
                    '两' => 2,
                    _ => u32::try_from("一二三四五六七八九".chars().position(|one| one == char)?)
                        .ok()?
                        .checked_add(1)?,
                };
                // Two digits in a row are no number of this kind.
                if digit.replace(value).is_some() {
                    return None;
                }
                continue;
            }
        };
        total = total.checked_add(digit.take().unwrap_or(1).checked_mul(step)?)?;
    }
    let total = total.checked_add(digit.unwrap_or(0))?;
    (total > 0).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::figure;

    #[test]
    fn figures_in_numerals() {
        for (word, written) in [
            ("五十万元", "50万元"),
            ("百分之五", "5%"),
            ("百分之十五", "15%"),
            ("十二个月", "12个月"),
            ("一千二百元", "1200元"),
            ("两百零五件", "205件"),
            ("三亿元", "3亿元"),
        ] {
            assert_eq!(figure(word).as_deref(), Some(written), "{word}");
        }
        for word in ["", "元", "万元", "三农", "五五开", "百分之", "企业", "零元", "十强企业"]
        {
            assert_eq!(figure(word), None, "{word}");
        }
    }
}
