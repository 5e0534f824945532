//! Diagnostics of the room `batch`: E0916 to E0919.

use super::entries;

entries! {
    /// An amount that a column of results cannot hold.
    AMOUNT_TOO_LARGE "E0916" Error {
        message: "金额 {amount} 超出了结果列可容纳的范围" / "the amount {amount} is larger than a column of results can hold",
        help: "核对这一行的金额；确实如此之大时，用 eval 单独计算这一申请人" / "look at the figures of this row; if they are as large as that, use eval for this applicant",
        labels: { here: "在这里" / "here" },
        explain: "批量结果以整数分保存，最大约为 9.2 亿亿元。超出的行会被拒绝并列入错误清单，而不会给出截断的金额。"
               / "Results of a batch are held in whole fen, up to about 92 quadrillion yuan. A row beyond that is refused and listed, never cut short.",
    }
}
