//! Diagnostics of the room `evaluation`: E065x.

use super::entries;

entries! {
    /// A number of this applicant does not fit.
    NUMBER_TOO_LARGE "E0650" Error {
        message: "政策 {policy} 的计算结果超出了可精确表示的范围" / "a figure of policy {policy} does not fit the numbers that are computed exactly",
        help: "检查事实中是否有过大的数字；给相关事实声明取值上限可以提前排除这种情况" / "look for a figure in the facts that is far too large; a highest value declared for the fact excludes it beforehand",
        labels: { here: "在这里计算" / "computed here" },
        explain: "金额和比例一律精确计算，不取近似值。超出范围的数字会被拒绝，而不会给出错误的金额。\n\n办法：为事实写明范围，例如：\n  事实 年销售额 : 金额 从 0 到 1万亿"
               / "Amounts and ratios are computed exactly, never approximately. What does not fit is refused rather than paid wrongly.\n\nWay out: declare the range of the fact, for example:\n  fact sales : money from 0 to 1000000m",
    }
    /// A divisor is zero for this applicant.
    DIVISION_BY_ZERO "E0651" Error {
        message: "政策 {policy} 在这里除以了零" / "policy {policy} divides by zero here",
        help: "给除数对应的事实声明大于零的下限，或把除法改写成比例的比较" / "declare a lowest value above zero for the divisor, or write the division as a comparison of a ratio",
        labels: { here: "除数为零" / "the divisor is zero" },
        explain: "除以零没有结果，因此不会给出金额。比较两个数的比例（如 a / b >= 1/3）不受影响：分母为零时条件不成立。"
               / "A division by zero has no result, so no amount is given. Comparing a ratio (a / b >= 1/3) is not affected: where the denominator is zero the condition does not hold.",
    }
    /// A number that is known to be absent is needed for an amount.
    ABSENT_IN_AMOUNT "E0652" Error {
        message: "计算 {award} 的金额需要「{fact}」，而事实中写明它不存在(none)" / "the amount of {award} needs `{fact}`, which the facts give as \"none\"",
        help: "在条件中先问是否有「{fact}」，或在事实中给出数值" / "let a condition ask for `{fact}` first, or give its value in the facts",
        labels: { here: "金额在这里用到它" / "the amount uses it here", fact: "声明为可以没有" / "declared as one that may be absent" },
        explain: "声明为可选的事实可以写成 \"none\"，表示确实没有。凡是对它的比较都不成立；但金额不能由不存在的数算出，也不会悄悄当作零。"
               / "An optional fact may be given as \"none\": known to be absent. Every comparison with it is answered no; but no amount can be computed from it, and it is never silently taken as zero.",
    }
    /// An official's decision lies outside the bounds of this applicant.
    DECISION_OUTSIDE "E0653" Error {
        message: "{award} 的核定金额 {decision} 不在允许的范围内：最低 {low}，最高 {high}" / "the decision on {award} is {decision}, which lies outside its bounds: at least {low}, at most {high}",
        help: "核对事实中 {award}.decision 的数值；上限已扣除历史上支付过的金额" / "check the value of {award}.decision in the facts; what history shows as paid is already taken off the upper bound",
        labels: { here: "范围由这里规定" / "the bounds are set here" },
        explain: "「核定」的奖励由主管部门在范围内定额，事实文件用 <奖励>.decision 给出。超出范围的定额会被拒绝，不会被自动调整。\n\n例：最高 200万元，则 \"operation_body.decision\": \"150万元\" 可以,\"250万元\" 会被拒绝。"
               / "An official fixes the amount of such an award within bounds; the facts give it as <award>.decision. A decision outside them is refused, never adjusted.\n\nExample: at most 2m, so \"operation_body.decision\": \"1500000\" is accepted and \"2500000\" is refused.",
    }
    /// The plan's nodes do not fit together.
    INCONSISTENT_PLAN "E0654" Error {
        message: "政策 {policy} 的内部表示有误，无法计算" / "the compiled form of policy {policy} is inconsistent, so nothing was computed",
        help: "这是程序的错误，请附上规则文件报告" / "this is a fault of the program: please report it with the rule file",
        labels: { here: "与这里有关" / "it concerns this" },
        explain: "规则文件通过检查后不应出现这种情况。程序宁可拒绝，也不给出可能错误的金额。"
               / "This should not happen to a rule file that passes its check. The program refuses rather than give an amount that may be wrong.",
    }
    /// Items that tie in the keys of an order although it matters which of them counts.
    TIE_MATTERS "E0607" Error {
        message: "有几项排在同一位,取哪一项会影响金额" / "several items tie, and which of them counts changes the amount",
        help: "在规则里再写一个排序:`计至 3项,按 贷款.利息 从高到低,再按 贷款.付息日 从早到晚`"
            / "give the rule a further key: `counted to 3 items, highest by loan.interest, then earliest by loan.paid_on`",
        labels: { here: "按这个先后取" / "taken in this order" },
        explain: "清单里各项的书写先后不能影响金额。排序相同而金额不同的几项正好跨在界线上时,要由规则写明再按什么取。"
               / "The order in which the items of a list are given must not matter. Where items tie in the keys, differ in amount and stand at the limit, the rule has to name a further key.",
    }
}
