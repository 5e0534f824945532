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
}
