//! What the grammar could have read in a place, in words that people know.

use super::ast::Spelling;
use super::grammar::Rule;
use crate::diagnostic::Words;

/// So many kinds of thing are named; more would not be read.
const NAMED: usize = 5;

/// Kinds of thing a place may hold, in the order in which they are told.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Expected {
    Value,
    Number,
    Name,
    Text,
    Date,
    Year,
    Section,
    Type,
    Unit,
    Currency,
    Colon,
    Equals,
    Bracket,
    Limit,
    Comparison,
    Condition,
    Otherwise,
    Logic,
    Arithmetic,
    ForEach,
    Scope,
    Direction,
    In,
    To,
    From,
    Over,
    Subsidy,
    With,
    Purpose,
    Because,
    Unstated,
    Outcome,
    Pays,
    Goal,
    Cites,
    End,
}

/// The kinds among the rules that the grammar tried, without repetition, in the order in which they are told.
pub(super) fn kinds(tried: &[Rule]) -> Vec<Expected> {
    let mut kinds: Vec<Expected> = tried.iter().filter_map(|&rule| kind(rule)).collect();
    kinds.sort_unstable();
    kinds.dedup();
    // A value may be a number, a name, a text or a date: naming these too says nothing more.
    if kinds.first() == Some(&Expected::Value) {
        use Expected::{Bracket, Date, Name, Number, Text};
        kinds.retain(|kind| !matches!(kind, Number | Name | Text | Date | Bracket));
    }
    // After a value nearly anything may follow; the number's unit is the least likely.
    if kinds.contains(&Expected::Arithmetic) {
        kinds.retain(|kind| !matches!(kind, Expected::Number | Expected::Unit | Expected::Currency));
    }
    kinds
}

/// The kinds as one phrase, with keywords in the spelling of the line.
pub(super) fn words(kinds: &[Expected], spelling: Spelling) -> Words {
    let each: Vec<Words> = kinds.iter().take(NAMED).map(|&kind| kind_words(kind, spelling)).collect();
    let join =
        |between: &str, text: fn(&Words) -> &str| each.iter().map(text).collect::<Vec<_>>().join(between);
    if each.is_empty() {
        return Words::new("算式的其余部分", "the rest of the formula");
    }
    Words::new(join("、", |words| &words.zh), join(", ", |words| &words.en))
}

fn kind(rule: Rule) -> Option<Expected> {
    use Expected as E;
    Some(match rule {
        Rule::group
        | Rule::negative
        | Rule::op_not
        | Rule::interest_subsidy
        | Rule::at_least_of
        | Rule::extreme
        | Rule::aggregate
        | Rule::expr
        | Rule::bracket
        | Rule::bracket_base
        | Rule::bracket_by
        | Rule::bracket_value
        | Rule::amount => E::Value,
        Rule::figure | Rule::number | Rule::ratio | Rule::kw_rest => E::Number,
        Rule::bare_name | Rule::quoted_name | Rule::enum_value => E::Name,
        Rule::text => E::Text,
        Rule::date | Rule::given_as_of => E::Date,
        Rule::year => E::Year,
        Rule::bare_section => E::Section,
        Rule::ty
        | Rule::t_bool
        | Rule::t_money
        | Rule::t_kw_money
        | Rule::t_count
        | Rule::t_kw_count
        | Rule::t_set_of
        | Rule::t_kw_set_of
        | Rule::t_one_of
        | Rule::t_kw_one_of
        | Rule::t_applicant
        | Rule::t_kw_applicant
        | Rule::t_list_of
        | Rule::t_kw_list_of
        | Rule::t_ratio
        | Rule::t_number
        | Rule::t_date
        | Rule::t_duration
        | Rule::t_kw_duration
        | Rule::t_quantity
        | Rule::t_kw_quantity
        | Rule::t_text
        | Rule::optional => E::Type,
        Rule::unit
        | Rule::days
        | Rule::months
        | Rule::years
        | Rule::month_word
        | Rule::counted
        | Rule::yuan
        | Rule::percent
        | Rule::per_mille
        | Rule::basis_point
        | Rule::scale => E::Unit,
        Rule::currency | Rule::renminbi => E::Currency,
        Rule::colon => E::Colon,
        Rule::equals => E::Equals,
        Rule::list_open | Rule::set | Rule::records | Rule::record => E::Bracket,
        Rule::w_max
        | Rule::w_cap
        | Rule::w_at_most
        | Rule::decided_up_to
        | Rule::k_times
        | Rule::k_plus
        | Rule::k_minus
        | Rule::k_minimum
        | Rule::k_rounded
        | Rule::limit
        | Rule::times
        | Rule::plus
        | Rule::minus
        | Rule::minimum
        | Rule::rounded
        | Rule::nothing_below
        | Rule::k_nothing_below
        | Rule::k_below => E::Limit,
        Rule::at_least
        | Rule::at_most
        | Rule::equal
        | Rule::not_equal
        | Rule::more
        | Rule::less
        | Rule::op_has
        | Rule::kw_between => E::Comparison,
        Rule::kw_where => E::Condition,
        Rule::kw_else => E::Otherwise,
        Rule::op_and | Rule::op_or | Rule::kw_and => E::Logic,
        Rule::op_add
        | Rule::op_subtract
        | Rule::op_multiply
        | Rule::op_divide
        | Rule::op_of
        | Rule::op_de
        | Rule::op_above
        | Rule::op_up_to => E::Arithmetic,
        Rule::kw_each | Rule::op_each_one | Rule::op_each => E::ForEach,
        Rule::per_year
        | Rule::in_years
        | Rule::each_years
        | Rule::in_parts_of_years
        | Rule::per_item
        | Rule::in_all
        | Rule::per_household
        | Rule::per_group => E::Scope,
        Rule::half_up | Rule::half_even | Rule::round_down | Rule::round_up => E::Direction,
        Rule::kw_in => E::In,
        Rule::kw_to => E::To,
        Rule::kw_from => E::From,
        Rule::kw_over => E::Over,
        Rule::kw_subsidy | Rule::kw_on => E::Subsidy,
        Rule::kw_with => E::With,
        Rule::kw_purpose => E::Purpose,
        Rule::kw_because => E::Because,
        Rule::kw_unstated => E::Unstated,
        Rule::o_not_eligible
        | Rule::o_displaced
        | Rule::o_exhausted
        | Rule::o_decided
        | Rule::o_entitled
        | Rule::o_undetermined
        | Rule::o_not_in_force
        | Rule::o_awarded
        | Rule::o_met
        | Rule::o_missed => E::Outcome,
        Rule::kw_gets => E::Pays,
        Rule::when_each
        | Rule::when_within
        | Rule::when_unstated
        | Rule::kw_by
        | Rule::kw_in_year
        | Rule::kw_within
        | Rule::base_last_year => E::Goal,
        Rule::kw_cites => E::Cites,
        Rule::EOI => E::End,
        _ => return None,
    })
}

fn kind_words(kind: Expected, spelling: Spelling) -> Words {
    let (zh, en, word_zh, word_en) = match kind {
        Expected::Value => ("数、名称或算式", "a number, a name or a formula", "", ""),
        Expected::Number => ("数", "a number", "", ""),
        Expected::Name => ("名称", "a name", "", ""),
        Expected::Text => ("引号里的文字", "a text in quotes", "", ""),
        Expected::Date => ("日期", "a date", "", ""),
        Expected::Year => ("年份", "a year", "", ""),
        Expected::Section => ("章节号", "a section", "", ""),
        Expected::Type => ("类型", "a type", "金额、计数、是否、单选……", "money, count, bool, one of …"),
        Expected::Unit => ("单位", "a unit", "", ""),
        Expected::Currency => ("币种", "a currency", "人民币", "CNY"),
        Expected::Colon => ("冒号", "a colon", ":", ":"),
        Expected::Equals => ("等号", "an equals sign", "=", "="),
        Expected::Bracket => ("左括号", "an opening bracket", "", ""),
        Expected::Limit => {
            ("限额或调整", "a limit or adjustment", "最高、最低、乘、加", "at most, at least, times, plus")
        }
        Expected::Comparison => ("比较", "a comparison", "≥、=、含有", ">=, =, has"),
        Expected::Condition => ("条件", "a condition", "当", "where"),
        Expected::Otherwise => ("其他情况", "another case", "否则", "else"),
        Expected::Logic => ("连接词", "a conjunction", "且、或", "and, or"),
        Expected::Arithmetic => ("运算", "an operator", "+、-、×、÷、的", "+, -, *, /, of"),
        Expected::ForEach => ("按件计算", "a unit price", "每件", "for each"),
        Expected::Scope => ("范围", "a scope", "每年、每项、累计", "per year, per item, in all"),
        Expected::Direction => ("舍入方式", "a way of rounding", "四舍五入、舍去、进位", "half up, down, up"),
        Expected::In => ("出处", "where it is from", "取自", "in"),
        Expected::To => ("上端", "an upper end", "至", "to"),
        Expected::From => ("下端", "a lower end", "自", "from"),
        Expected::Over => ("逐项的清单", "the list to go through", "逐笔", "over"),
        Expected::Subsidy => ("贴息", "a subsidy", "", "subsidy"),
        Expected::With => ("会同单位", "units that take part", "会同", "with"),
        Expected::Purpose => ("用途", "a purpose", "用于", "for"),
        Expected::Because => ("理由", "a reason", "", "because"),
        Expected::Unstated => ("未载明", "nothing stated", "", "unstated"),
        Expected::Outcome => {
            ("结论", "an outcome", "不符合条件、已用尽、待定", "not eligible, exhausted, undetermined")
        }
        Expected::Pays => ("得数", "an amount", "得", "pays"),
        Expected::Goal => ("期限", "a time", "3年内、到 2020年、每年", "within 3 years, by 2020, each year"),
        Expected::Cites => ("章节", "a section", "依据", "cites"),
        Expected::End => ("行尾", "the end of the line", "", ""),
    };
    let word = match spelling {
        Spelling::Zh => word_zh,
        Spelling::En => word_en,
    };
    if word.is_empty() {
        return Words::new(zh, en);
    }
    Words::new(format!("{zh}({word})"), format!("{en} ({word})"))
}
