//! Diagnostics of reading texts and of the grammar: E01xx.

use super::entries;

entries! {
    /// A `"` without its partner on the same line.
    UNCLOSED_TEXT "E0101" Error {
        message: "引号没有闭合" / "this text is not closed",
        help: "在同一行的末尾补上引号 \"" / "add the closing quote \" on the same line",
        labels: { here: "引号从这里开始" / "the text begins here" },
        explain: "文字必须在同一行内以引号开始并以引号结束。\n\n错误:award a \"奖励\n正确:award a \"奖励\""
               / "A text begins and ends with a quote on one line.\n\nwrong: award a \"Award\nright: award a \"Award\"",
    }
    /// TODO
    UNREADABLE "E0102" Error {
        message: "UNREADABLE" / "UNREADABLE",
        help: "UNREADABLE" / "UNREADABLE",
        labels: { here: "UNREADABLE" / "UNREADABLE", first: "a" / "b" },
        explain: "UNREADABLE" / "UNREADABLE",
    }
    /// TODO
    TOO_LARGE "E0103" Error {
        message: "TOO_LARGE" / "TOO_LARGE",
        help: "TOO_LARGE" / "TOO_LARGE",
        labels: { here: "TOO_LARGE" / "TOO_LARGE", first: "a" / "b" },
        explain: "TOO_LARGE" / "TOO_LARGE",
    }
    /// TODO
    CONTROL_CHARACTER "E0104" Error {
        message: "CONTROL_CHARACTER" / "CONTROL_CHARACTER",
        help: "CONTROL_CHARACTER" / "CONTROL_CHARACTER",
        labels: { here: "CONTROL_CHARACTER" / "CONTROL_CHARACTER", first: "a" / "b" },
        explain: "CONTROL_CHARACTER" / "CONTROL_CHARACTER",
    }
    /// TODO
    DIRECTION_CHARACTER "E0105" Error {
        message: "DIRECTION_CHARACTER" / "DIRECTION_CHARACTER",
        help: "DIRECTION_CHARACTER" / "DIRECTION_CHARACTER",
        labels: { here: "DIRECTION_CHARACTER" / "DIRECTION_CHARACTER", first: "a" / "b" },
        explain: "DIRECTION_CHARACTER" / "DIRECTION_CHARACTER",
    }
    /// TODO
    INVISIBLE_CHARACTER "E0106" Error {
        message: "INVISIBLE_CHARACTER" / "INVISIBLE_CHARACTER",
        help: "INVISIBLE_CHARACTER" / "INVISIBLE_CHARACTER",
        labels: { here: "INVISIBLE_CHARACTER" / "INVISIBLE_CHARACTER", first: "a" / "b" },
        explain: "INVISIBLE_CHARACTER" / "INVISIBLE_CHARACTER",
    }
    /// TODO
    TOO_DEEP "E0107" Error {
        message: "TOO_DEEP" / "TOO_DEEP",
        help: "TOO_DEEP" / "TOO_DEEP",
        labels: { here: "TOO_DEEP" / "TOO_DEEP", first: "a" / "b" },
        explain: "TOO_DEEP" / "TOO_DEEP",
    }
    /// TODO
    RESERVED_NAME "E0108" Error {
        message: "RESERVED_NAME" / "RESERVED_NAME",
        help: "RESERVED_NAME" / "RESERVED_NAME",
        labels: { here: "RESERVED_NAME" / "RESERVED_NAME", first: "a" / "b" },
        explain: "RESERVED_NAME" / "RESERVED_NAME",
    }
    /// TODO
    LOOK_ALIKE "E0109" Error {
        message: "LOOK_ALIKE" / "LOOK_ALIKE",
        help: "LOOK_ALIKE" / "LOOK_ALIKE",
        labels: { here: "LOOK_ALIKE" / "LOOK_ALIKE", first: "a" / "b" },
        explain: "LOOK_ALIKE" / "LOOK_ALIKE",
    }
    /// TODO
    TOO_MANY_DIGITS "E0110" Error {
        message: "TOO_MANY_DIGITS" / "TOO_MANY_DIGITS",
        help: "TOO_MANY_DIGITS" / "TOO_MANY_DIGITS",
        labels: { here: "TOO_MANY_DIGITS" / "TOO_MANY_DIGITS", first: "a" / "b" },
        explain: "TOO_MANY_DIGITS" / "TOO_MANY_DIGITS",
    }
    /// TODO
    SEVERAL_POINTS "E0111" Error {
        message: "SEVERAL_POINTS" / "SEVERAL_POINTS",
        help: "SEVERAL_POINTS" / "SEVERAL_POINTS",
        labels: { here: "SEVERAL_POINTS" / "SEVERAL_POINTS", first: "a" / "b" },
        explain: "SEVERAL_POINTS" / "SEVERAL_POINTS",
    }
    /// TODO
    WRONG_SEPARATORS "E0112" Error {
        message: "WRONG_SEPARATORS" / "WRONG_SEPARATORS",
        help: "WRONG_SEPARATORS" / "WRONG_SEPARATORS",
        labels: { here: "WRONG_SEPARATORS" / "WRONG_SEPARATORS", first: "a" / "b" },
        explain: "WRONG_SEPARATORS" / "WRONG_SEPARATORS",
    }
    /// TODO
    EXPONENT "E0113" Error {
        message: "EXPONENT" / "EXPONENT",
        help: "EXPONENT" / "EXPONENT",
        labels: { here: "EXPONENT" / "EXPONENT", first: "a" / "b" },
        explain: "EXPONENT" / "EXPONENT",
    }
    /// TODO
    NO_SUCH_DATE "E0114" Error {
        message: "NO_SUCH_DATE" / "NO_SUCH_DATE",
        help: "NO_SUCH_DATE" / "NO_SUCH_DATE",
        labels: { here: "NO_SUCH_DATE" / "NO_SUCH_DATE", first: "a" / "b" },
        explain: "NO_SUCH_DATE" / "NO_SUCH_DATE",
    }
    /// TODO
    SHORT_DATE "E0115" Error {
        message: "SHORT_DATE" / "SHORT_DATE",
        help: "SHORT_DATE" / "SHORT_DATE",
        labels: { here: "SHORT_DATE" / "SHORT_DATE", first: "a" / "b" },
        explain: "SHORT_DATE" / "SHORT_DATE",
    }
    /// TODO
    CHAINED_COMPARISON "E0116" Error {
        message: "CHAINED_COMPARISON" / "CHAINED_COMPARISON",
        help: "CHAINED_COMPARISON" / "CHAINED_COMPARISON",
        labels: { here: "CHAINED_COMPARISON" / "CHAINED_COMPARISON", first: "a" / "b" },
        explain: "CHAINED_COMPARISON" / "CHAINED_COMPARISON",
    }
    /// TODO
    AGGREGATE_WITHOUT_LIST "E0117" Error {
        message: "AGGREGATE_WITHOUT_LIST" / "AGGREGATE_WITHOUT_LIST",
        help: "AGGREGATE_WITHOUT_LIST" / "AGGREGATE_WITHOUT_LIST",
        labels: { here: "AGGREGATE_WITHOUT_LIST" / "AGGREGATE_WITHOUT_LIST", first: "a" / "b" },
        explain: "AGGREGATE_WITHOUT_LIST" / "AGGREGATE_WITHOUT_LIST",
    }
    /// TODO
    TWO_SCOPES "E0118" Error {
        message: "TWO_SCOPES" / "TWO_SCOPES",
        help: "TWO_SCOPES" / "TWO_SCOPES",
        labels: { here: "TWO_SCOPES" / "TWO_SCOPES", first: "a" / "b" },
        explain: "TWO_SCOPES" / "TWO_SCOPES",
    }
    /// TODO
    NOT_WHOLE_YEARS "E0119" Error {
        message: "NOT_WHOLE_YEARS" / "NOT_WHOLE_YEARS",
        help: "NOT_WHOLE_YEARS" / "NOT_WHOLE_YEARS",
        labels: { here: "NOT_WHOLE_YEARS" / "NOT_WHOLE_YEARS", first: "a" / "b" },
        explain: "NOT_WHOLE_YEARS" / "NOT_WHOLE_YEARS",
    }
}
