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
    /// A plan that columns cannot hold.
    BY_ROWS "W0911" Warning {
        message: "政策 {policy} 不能按列计算，逐行计算（结果相同，较慢）：{why}" / "policy {policy} is not computed in columns but row by row (the same results, slower): {why}",
        help: "给相关事实写明取值范围，例如 `从 0 到 1亿`，往往就能按列计算" / "a stated range of the facts involved, such as `range 0 to 100m`, often lets columns hold them",
        labels: { here: "在这里" / "here" },
        explain: "批量计算把每个数化为整数，按列成块计算，为此要事先证明每一步都放得下。证明不了时，每一行改由逐行计算，结果完全相同，只是慢得多。"
               / "A batch turns every number into whole parts and computes columns in blocks, which needs a proof beforehand that every step fits. Where there is none, rows are computed one by one: the results are exactly the same, only much slower.",
    }
}
