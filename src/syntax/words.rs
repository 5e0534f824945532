//! The words of the language as lists: which are reserved, which begin a line.

/// Words that cannot be names unless quoted, in the order of their bytes.
static RESERVED: &[&str] = &[
    "above",
    "and",
    "between",
    "by",
    "cap",
    "cites",
    "else",
    "exceeds",
    "false",
    "for",
    "from",
    "has",
    "in",
    "is",
    "max",
    "maximum",
    "minus",
    "no",
    "not",
    "of",
    "on",
    "or",
    "otherwise",
    "over",
    "paid",
    "per",
    "plus",
    "rounded",
    "subsidy",
    "times",
    "to",
    "total",
    "true",
    "until",
    "up",
    "when",
    "where",
    "with",
    "within",
    "yes",
    "上限",
    "不",
    "不低于",
    "不超过",
    "且",
    "为",
    "乘以",
    "介于",
    "低于",
    "依据",
    "加上",
    "包含",
    "否",
    "否则",
    "含",
    "含有",
    "和",
    "大于",
    "封顶",
    "小于",
    "属于",
    "并且",
    "当",
    "或",
    "或者",
    "按",
    "是",
    "最低",
    "最高",
    "条件",
    "每年",
    "没有",
    "的",
    "等于",
    "累计",
    "而且",
    "至",
    "至多",
    "至少",
    "贴息",
    "超出",
    "超过",
    "达到",
    "除以",
    "非",
    "高于",
];

/// Whether a name must be quoted to be one.
pub(super) fn is_reserved(name: &str) -> bool {
    RESERVED.binary_search(&name).is_ok()
}

#[cfg(test)]
mod tests {
    use super::RESERVED;

    #[test]
    fn reserved_words_are_in_order() {
        let unordered: Vec<_> = RESERVED.windows(2).filter(|pair| pair[0] >= pair[1]).collect();
        assert!(unordered.is_empty(), "{unordered:?}");
    }
}
