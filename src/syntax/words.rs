//! The words of the language as lists: which are reserved, which begin a line.

/// Words that cannot be names unless quoted, in the order of their bytes.
#[rustfmt::skip]
static RESERVED: &[&str] = &[
    "above", "after", "and", "any", "before", "between", "by", "cap", "cites", "else", "exceeds", "false", "for",
    "from", "has", "highest", "in", "is", "lowest", "max", "maximum", "minus", "no", "not", "of",
    "on", "or", "otherwise", "over", "paid", "per", "plus", "rounded", "subsidy", "times", "to",
    "total", "true", "until", "up", "when", "where", "with", "within", "yes", "上限", "不",
    "不低于", "不超过", "且", "为", "乘以", "介于", "低于", "依据", "加上", "包含",
    "否", "否则", "含", "含有", "和", "在", "大于", "封顶", "小于", "属于", "并且", "当", "或", "或者", "按",
    "是", "最低", "最低者", "最大", "最小", "最高", "最高者", "条件", "每天", "每年", "每日", "每月", "求和", "没有", "的", "等于",
    "累计", "而且", "至", "至多", "至少", "贴息", "超出", "超过", "达到", "除以", "非", "高于",
];

/// Whether a name must be quoted to be one.
pub(super) fn is_reserved(name: &str) -> bool {
    RESERVED.binary_search(&name).is_ok()
}

/// The words that begin an item, English and Chinese.
#[rustfmt::skip]
pub(super) static HEADINGS: &[(&str, &str)] = &[
    ("policy", "政策"), ("fact", "申报项"), ("fact", "事实"), ("let", "令"), ("award", "奖励"),
    ("award", "资助"), ("award", "补助"), ("ladder", "阶梯"), ("group", "组合"), ("support", "支持"),
    ("target", "指标"), ("fund", "资金"),
    ("score", "评分"), ("not encoded", "不编码"), ("example", "示例"), ("table", "表"),
];

/// The words that begin a clause, English and Chinese.
#[rustfmt::skip]
pub(super) static CLAUSES: &[(&str, &str)] = &[
    ("for", "对象"), ("where", "条件"), ("each", "逐笔"), ("pays", "金额"), ("pays", "给予"),
    ("at most", "最高"), ("max", "封顶"), ("cap", "上限"), ("at least", "最低"), ("times", "乘"),
    ("plus", "另加"), ("minus", "扣除"), ("rounded", "取整"), ("nothing below", "低于"), ("counted to", "计至"), ("once", "一次性"),
    ("per year", "逐年"), ("step", "档"), ("in all", "累计"), ("highest step only", "只取最高一档"),
    ("steps add up", "各档累加"), ("decided", "核定"), ("amount elsewhere", "金额另定"),
    ("members", "成员"), ("together", "合计"), ("pays the highest", "取最高一项"),
    ("pays the first", "取在先一项"), ("pays the one chosen", "取申报者所选一项"), ("pays for", "用于"), ("quota", "名额"), ("earmark", "专用"), ("split", "分摊"), ("paid", "分期"), ("clawback", "追回"),
    ("points", "计分"), ("pass", "及格"), ("ranked", "排名"), ("ties", "并列"), ("prize", "奖项"), ("budget", "预算"),
    ("programme", "专项"), ("short", "不足时"),
    ("by", "负责单位"), ("by", "牵头"), ("reading", "理解"), ("note", "备注"), ("sentence", "原句"), ("label", "名称"),
    ("question", "提问"), ("range", "范围"), ("default", "默认"), ("field", "字段"), ("issuer", "发布机关"),
    ("document", "文号"), ("currency", "币种"), ("rounding", "舍入"), ("in force", "有效期"), ("replaces", "取代"), ("keep", "沿用"),
    ("goal", "目标"), ("growth", "年均增幅"), ("size", "规模"), ("share", "分担"), ("from", "来源"),
    ("match", "配套"), ("leverage", "放大"), ("given", "已知"), ("then", "结果"),
    ("matter", "事项"), ("stacking", "与其他政策"), ("base", "基期"), ("number", "序号"),
    ("any of these goals", "各项目标达到其一"), ("row", "行"), ("columns", "列"), ("rows from", "各行取自"),
    ("otherwise", "其余"), ("sentence", "原句"), ("otherwise", "否则"),
];

/// Words that people try first, and what the language calls them.
#[rustfmt::skip]
static SYNONYMS: &[(&str, &str)] = &[
    ("if", "where"), ("condition", "where"), ("conditions", "where"), ("requires", "where"), ("who", "for"),
    ("limit", "at most"), ("maximum", "at most"), ("minimum", "at least"), ("pay", "pays"),
    ("amount", "pays"), ("grant", "award"), ("subsidy", "award"), ("input", "fact"), ("define", "let"),
    ("budget", "fund"), ("goal", "target"), ("test", "example"), ("unit", "by"), ("comment", "note"),
    ("expect", "then"), ("如果", "条件"), ("当满足", "条件"), ("申报条件", "条件"), ("适用对象", "对象"),
    ("申报对象", "对象"), ("标准", "金额"), ("支付", "金额"), ("奖励金额", "金额"), ("补贴", "奖励"),
    ("项目", "奖励"), ("输入", "申报项"), ("定义", "令"), ("责任单位", "负责单位"),
    ("牵头单位", "负责单位"), ("说明", "备注"), ("注", "备注"), ("例子", "示例"), ("测试", "示例"),
    ("案例", "示例"), ("预期", "结果"), ("问题", "提问"), ("不得超过", "最高"), ("总计", "合计"), ("supersedes", "replaces"), ("transition", "keep"), ("替代", "取代"), ("代替", "取代"), ("过渡", "沿用"),
];

/// Words of texts for limits, and how the language says them in full.
static LIMITS: &[(&str, &str)] = &[
    ("全年最高", "每年最高"),
    ("年最高", "每年最高"),
    ("每年", "每年最高"),
    ("每年度最高", "每年最高"),
    ("全年不超过", "每年最高"),
    ("每年不超过", "每年最高"),
    ("总共最高", "累计最高"),
    ("总额最高", "累计最高"),
    ("累计不超过", "累计最高"),
    ("总额不超过", "累计最高"),
    ("最高限额", "最高"),
    ("单笔", "每笔最高"),
];

/// Words of texts for the applicant: a rule speaks of one applicant anyway.
static WHOSE: &[&str] =
    &["同一企业", "同一单位", "同一主体", "同一申报人", "同一申报主体", "单个企业", "单家企业", "单个单位"];

/// The limit that a word for one applicant's begins: `同一企业每年最高`.
fn limit_of_one(word: &str) -> Option<&'static str> {
    let rest = WHOSE.iter().find_map(|whose| word.strip_prefix(whose))?;
    if !["最高", "不超过", "最多", "上限", "限额"].iter().any(|limit| rest.contains(limit)) {
        return None;
    }
    Some(if rest.contains("累计") || rest.contains("总额") {
        "累计最高"
    } else if rest.contains('年') {
        "每年最高"
    } else {
        "最高"
    })
}

/// The keyword of a list that a word most likely stands for.
pub(super) fn nearest(word: &str, keywords: &[(&'static str, &'static str)]) -> Option<&'static str> {
    let lower = word.to_lowercase();
    let known = |keyword: &str| keywords.iter().any(|&(en, zh)| en == keyword || zh == keyword);
    if let Some(&(_, meant)) = SYNONYMS.iter().find(|&&(tried, meant)| tried == lower && known(meant)) {
        return Some(meant);
    }
    if let Some(&(_, meant)) = LIMITS.iter().find(|&&(tried, _)| tried == lower).filter(|_| known("最高")) {
        return Some(meant);
    }
    if let Some(meant) = limit_of_one(&lower).filter(|_| known("最高")) {
        return Some(meant);
    }
    let length = lower.chars().count();
    let candidates = keywords.iter().flat_map(|&(en, zh)| [en, zh]);
    candidates
        // A Chinese word that begins with another character is another word, and nothing is near to these.
        .filter(|keyword| {
            keyword.is_ascii() || keyword.chars().next() == lower.chars().next() && lower != "最多"
        })
        .map(|keyword| (strsim::damerau_levenshtein(&lower, keyword), keyword))
        // Half of a short Chinese word may be wrong, a third of a long one.
        .filter(|&(distance, keyword)| {
            let longer = length.max(keyword.chars().count());
            distance.saturating_mul(if keyword.is_ascii() { 3 } else { 2 }) <= longer
        })
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, keyword)| keyword)
}

/// The word that a line begins with where it says that something goes up or down, without saying what.
pub(super) fn uplift(word: &str) -> Option<&str> {
    const ZH: &[&str] = &["上浮", "上调", "提高", "增加", "下浮", "下调", "降低", "减少"];
    const EN: &[&str] =
        &["increase", "increased", "increases", "raise", "raised", "uplift", "reduce", "reduced", "decrease"];
    if EN.contains(&word.to_lowercase().as_str()) {
        return Some(word);
    }
    ZH.iter().find_map(|change| word.starts_with(change).then(|| word.get(..change.len())).flatten())
}

/// The keyword of a list that a text begins with.
pub(super) fn keyword_at_start(
    text: &str,
    keywords: &[(&'static str, &'static str)],
) -> Option<&'static str> {
    let candidates = keywords.iter().flat_map(|&(en, zh)| [en, zh]);
    candidates
        .filter(|keyword| {
            text.strip_prefix(keyword).is_some_and(|rest| {
                !keyword.is_ascii()
                    || rest.chars().next().is_none_or(|next| !next.is_alphanumeric() && next != '_')
            })
        })
        .max_by_key(|keyword| keyword.len())
}

#[cfg(test)]
mod tests {
    use pest::Parser as _;

    use super::{CLAUSES, HEADINGS, RESERVED, SYNONYMS, nearest};
    use crate::syntax::grammar::{Grammar, Rule};

    #[test]
    fn every_keyword_listed_is_one_of_the_grammar() {
        for (rule, keywords) in [(Rule::heading, HEADINGS), (Rule::clause, CLAUSES)] {
            for &(en, zh) in keywords {
                for keyword in [en, zh] {
                    let position = match Grammar::parse(rule, keyword) {
                        Ok(_) => keyword.len(),
                        Err(error) => match error.location {
                            pest::error::InputLocation::Pos(at) => at,
                            pest::error::InputLocation::Span((at, _)) => at,
                        },
                    };
                    assert_eq!(position, keyword.len(), "{keyword}");
                }
            }
        }
    }

    #[test]
    fn every_keyword_of_the_grammar_is_listed() {
        let grammar = [
            include_str!("../../grammar/rules.pest"),
            include_str!("../../grammar/expressions.pest"),
            include_str!("../../grammar/words.pest"),
        ];
        let listed: Vec<&str> =
            HEADINGS.iter().chain(CLAUSES).filter_map(|&(en, _)| en.split(' ').next()).collect();
        for line in grammar.iter().flat_map(|file| file.lines()).filter(|line| line.starts_with("k_")) {
            let word = line.split('"').nth(1).unwrap_or_default();

            assert!(!word.is_ascii() || listed.contains(&word), "{line}");
        }
    }

    #[test]
    fn near_misses() {
        assert_eq!(nearest("pay", CLAUSES), Some("pays"));
        assert_eq!(nearest("金頟", CLAUSES), Some("金额"));
        assert_eq!(nearest("awrd", HEADINGS), Some("award"));
        assert_eq!(nearest("如果", CLAUSES), Some("条件"));
        assert_eq!(nearest("xyzzy", CLAUSES), None);
        assert_eq!(nearest("全年最高", CLAUSES), Some("每年最高"));
        assert_eq!(nearest("适用", CLAUSES), None);
        assert_eq!(nearest("最多", CLAUSES), None);
        for &(_, meant) in SYNONYMS {
            assert!(HEADINGS.iter().chain(CLAUSES).any(|&(en, zh)| en == meant || zh == meant), "{meant}");
        }
    }

    #[test]
    fn reserved_words_are_in_order() {
        let unordered: Vec<_> = RESERVED.windows(2).filter(|pair| pair[0] >= pair[1]).collect();
        assert!(unordered.is_empty(), "{unordered:?}");
    }
}
