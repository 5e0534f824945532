//! Diagnostics of the room `analysis`: W10xx.

use super::entries;

entries! {
    /// Growth from the stated base does not come to the stated goal.
    GROWTH_FALLS_SHORT "W1040" Warning {
        message: "按增幅算不到目标:{base} × (1 + {rate})^{years} = {reached},小于 {goal}" / "the growth does not come to the goal: {base} × (1 + {rate})^{years} = {reached}, below {goal}",
        help: "要达到 {goal},年均增幅需要约 {needed}(显示时进位);两个数都来自原文时,写一条 理解 说明以哪个为准"
            / "{goal} takes about {needed} a year (rounded up for display); where the text states both, add a `reading` that says which governs",
        labels: { here: "这个增幅" / "this growth", goal: "这个目标" / "this goal", base: "基期" / "the base" },
        explain: "基期、增幅和目标值三个数互相矛盾:恰好按这个增幅增长,到期末仍达不到目标值。乘积是精确计算的,显示时舍去多余的小数。" / "Base, growth and goal do not agree: growing exactly at this rate ends below the goal. The product is exact; what is shown is cut to a few decimals.",
    }
    /// A goal that asks for less than an earlier one.
    GOALS_FALL "W1041" Warning {
        message: "{later} 年的目标 {less} 低于 {earlier} 年的 {more}" / "the goal of {later}, {less}, asks for less than that of {earlier}, {more}",
        help: "检查年份和数值有没有写反;原文如此时写一条 理解" / "check years and figures; if the text says so, add a `reading`",
        labels: { here: "后一个目标" / "the later goal", earlier: "前一个目标" / "the earlier goal" },
        explain: "同一个指标逐年的目标一般不会放松。" / "The goals of one indicator rarely get easier over the years.",
    }
    /// Two goals of one indicator for one year.
    TWO_GOALS_IN_A_YEAR "W1042" Warning {
        message: "同一指标在{when}有两个目标:{first} 和 {second}" / "the indicator has two goals {when}: {first} and {second}",
        help: "只保留一个,或者分成两个指标" / "keep one, or make it two targets",
        labels: { here: "第二个" / "the second", first: "第一个" / "the first" },
        explain: "一个指标同一年只应有一个目标值。" / "An indicator has one goal for a year.",
    }
    /// Growth that can never be judged.
    GROWTH_WITHOUT_BASE "W1043" Warning {
        message: "增幅没有写明基期,无法判断是否完成" / "growth without a base can never be judged",
        help: "写明:基期 4026 在 2015年、基期 上年,或 基期 未载明" / "add one of: `base 4026 in 2015`, `base last year`, `base unstated`",
        labels: { here: "这个增幅" / "this growth" },
        explain: "年均增幅从哪一年的哪个数算起,结论会不同,所以由作者写明。原文没有说时写「基期 未载明」,结果是“待定”。" / "Which year and figure growth is counted from changes the answer, so the author says it. Where the text does not, write `base unstated`; the outcome is `undetermined`.",
    }
    /// A number that is missing in a table.
    NUMBERS_SKIPPED "W1044" Warning {
        message: "序号从 {before} 跳到 {after}" / "the numbers go from {before} to {after}",
        help: "检查有没有漏掉一行;原文缺号时,用 不编码 … 理由 \"缺号\" 写明" / "check whether a row is missing; if the document skips it, say so with `not encoded … because`",
        labels: { here: "跳号之后" / "after the gap", before: "跳号之前" / "before the gap" },
        explain: "指标写了 序号(number)时,同一节里的序号应当相连。" / "Where targets state their `number`, the numbers of one section follow one another.",
    }
    /// A number that two indicators carry.
    NUMBER_TWICE "W1045" Warning {
        message: "序号 {number} 用了两次" / "the number {number} is used twice",
        help: "检查序号" / "check the numbers",
        labels: { here: "第二次" / "the second time", first: "第一次" / "the first time" },
        explain: "指标写了 序号(number)时,同一节里每个序号只用一次。" / "Where targets state their `number`, each is used once in a section.",
    }
}
