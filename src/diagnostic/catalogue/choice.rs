//! Diagnostics of what a text leaves open, where its author has to choose or to add: E088x.

use super::entries;

entries! {
    /// A limit that others share, and nothing that says what they received.
    SHARED_WITH_NOBODY "E0880" Error {
        message: "「{circle}」的限额没有写明其他成员已得多少" / "a limit {circle} does not say what its other members received",
        help: "声明一个申报项，再写「连同」：申报项 其他成员已得 : 金额；{circle}累计最高 50万元，连同 其他成员已得"
            / "declare a fact and count it: fact received_by_others : money; max 500k {circle} in all, counting received_by_others",
        labels: { here: "其他成员已得的，从哪里来？" / "where does it stand what the others received?" },
        explain: "历史记录(history)只有申报者自己的奖励。同一户或者同一集团的其他成员已得的金额，要作为申报项给出，写在「连同」之后；它和申报者自己已得的一起占用限额，用完时结论是「已用尽」。\n\n申报项 其他成员已得 : 金额\n\n奖励 改造 \"改造\"\n  金额 费用 的 60%\n  每户累计最高 50万元，连同 其他成员已得"
               / "`history` holds what the applicant itself was paid. What other members of the household or the corporate group received is a fact, named after `counting`; it uses the limit up together with the applicant's own payments, and where nothing is left the outcome is `exhausted`.\n\nfact received_by_others : money\n\naward a \"A\"\n  pays 60% of costs\n  max  500k per household in all, counting received_by_others",
    }
    /// A limit that others share, without its time.
    SHARED_WITHOUT_TIME "E0881" Error {
        message: "「{circle}」的限额没有写明是一年的还是累计的" / "a limit {circle} does not say whether it is that of a year or of all years",
        help: "二选一：「{circle}每年最高 50万元」，或者「{circle}累计最高 50万元」"
            / "choose: `max 500k {circle} per year`, or `max 500k {circle} in all`",
        labels: { here: "一年，还是累计？" / "a year, or all years?" },
        explain: "一年的限额只算本年已付的，累计的限额算以前所有的。条文没有写明的，由起草者选定，并用「理解」说明。"
               / "A limit per year counts what was paid this year, one in all everything before. Where the text does not say, its author chooses, and says so by `reading`.",
    }
    /// `counting` on a limit for each item.
    COUNTING_OF_ITEMS "E0882" Error {
        message: "每项的限额不能「连同」别人已得的" / "a limit on each item cannot count what others received",
        help: "写明是合计的限额：「每年最高……，连同……」或者「累计最高……，连同……」"
            / "say over what it counts: `max … per year, counting …` or `max … in all, counting …`",
        labels: { here: "每项一个限额" / "a limit on each item" },
        explain: "「连同」的金额从一个限额里扣一次；逐项的限额每项各有一个，不知道从哪一个里扣。"
               / "What `counting` names is taken from one limit, once; each item has a limit of its own, and nobody knows which one it is taken from.",
    }
    /// A division into sums of money, and no part that takes what is left.
    SUMS_WITHOUT_REST "E0883" Error {
        message: "各份里有写成金额的，没有写明剩下的归哪一份" / "a part is a sum of money, and no part takes what is left",
        help: "写明哪一份是「其余」：分期 10万元 \"认定后\"，其余 \"验收后\"" / "call one of them the rest: paid 100k \"on approval\", rest \"on acceptance\"",
        labels: { here: "金额多于或少于这些时，差的归谁？" / "who takes the difference when the amount is more, or less?" },
        explain: "奖励金额不一定正好等于各份之和。写成金额的一份，在前面各份之后还够时付足，不够时有多少付多少；「其余」得到剩下的。"
               / "An award need not come to the sum of its parts. A part that is a sum of money is paid in full while the parts before it leave as much, and what there is otherwise; the rest takes what is left.",
    }
    /// A step without a word that says whether parts of it count.
    STEP_UNSAID "E0884" Error {
        message: "没有写明不满 {step} 的部分算不算" / "does a part of {step} count, or only each full {step}?",
        help: "只算整份的：写「每满 {step}」；按比例算的：写成 数额 × 基数 ÷ {step}"
            / "only full steps: `for each full {step} of …`; pro rata: `amount × base / {step}`",
        labels: { here: "整份，还是按比例？" / "full steps, or pro rata?" },
        explain: "「每增加 300万元奖励 7000元」有两种读法：增加 500万元时，按整份是 7000元，按比例是 11666.67元。\n\n每满：金额 增量 每满 300万元 7000元\n按比例：金额 7000元 × 增量 ÷ 300万元"
               / "`7,000 for each 3m of increase` can be read in two ways: an increase of 5m brings 7,000 by full steps and 11,666.67 pro rata.\n\nfull steps: pays 7k for each full 3m of increase of revenue\npro rata: pays 7k × (increase of revenue) / 3m",
    }
    /// `10% more`, without saying of what.
    UPLIFT_UNSAID "E0885" Error {
        message: "「{word}」没有写明是加在比例上，还是乘在金额上" / "`{word}` does not say what it is that goes up or down",
        help: "三选一：`另加 10个百分点`(加在比例上)，`乘 110%`(以上各行合计再乘)，`另加 基础金额 的 10%`"
            / "choose: `plus 10 points` (on the rate), `times 110%` (on everything so far), `plus 10% of the base`",
        labels: { here: "加在哪里？" / "on what?" },
        explain: "「上浮 10%」有三种读法：比例从 5% 变成 15%；金额变成 1.1 倍；再加基础金额的一成。下浮用 `扣除` 或者 `乘 90%`。"
               / "`10% more` can be read in three ways: the rate goes from 5% to 15%; the amount becomes 1.1 times as much; a tenth of the base amount is added. What goes down is said by `minus` or `times 90%`.",
    }
    /// A number of members that is none.
    HOW_MANY_MEMBERS "E0886" Error {
        message: "取几项要写成大于零的整数" / "how many are paid has to be a whole number above zero",
        help: "例如：取最高 2项" / "for example: pays the highest 2",
        labels: { here: "这里" / "here" },
        explain: "组合里取最高(或在先)的几项，写成整数；只取一项时写「取最高一项」。"
               / "So many members of a group are paid, a whole number; `pays the highest` pays one.",
    }
    /// A limit over no years, or over more than anybody keeps count of.
    SPAN_OF_YEARS "E0383" Error {
        message: "连续的年数要在 2 到 50 之间" / "so many years in a row must be from 2 to 50",
        help: "一年的写「每年」，不分年的写「累计」" / "for one year write `per year`, without regard to years `in all`",
        labels: { here: "这里" / "here" },
        explain: "「连续3年累计最高 300万元」数本年和前两年的支付，年数在 2 到 50 之间。"
               / "`max 3m in any 3 years` counts the payments of this year and the two before; the number of years is from 2 to 50.",
    }
    /// `per 3 years`, without saying from which year they are counted.
    SPAN_UNSAID "E0382" Error {
        message: "没有写明这 {years} 年从哪一年算起" / "which {years} years are these?",
        help: "任何连续 {years} 年(本年和前 {before} 年)合计的，写成「连续{years}年累计最高 …」；每年的，写「每年最高 …」；不分年的，写「累计最高 …」"
            / "any {years} years in a row, this year and the {before} before it: `max … in any {years} years`; a year: `max … per year`; without regard to years: `max … in all`",
        labels: { here: "哪几年？" / "which years?" },
        explain: "“每三年累计不超过300万元”有两种读法：任何连续三年合计不超过 300万元；或者把年份分成固定的三年一段。前一种写「连续3年累计最高 300万元」：本年可得的，是 300万元减去 history 里本年和前两年的。固定的一段写成有起止日期的版本(取代、有效期)，段内用「累计」。"
               / "`At most 3m every three years` can be read in two ways: in any three years in a row, or in blocks of three years. The first is `max 3m in any 3 years`: what is left this year is 3m less what history shows for this year and the two before. A fixed block is a version of the award with its own period, limited by `in all`.",
    }
    /// `per quarter`: history is counted by year.
    SPAN_WITHIN_YEAR "E0384" Error {
        message: "限额的期间以年计：没有按季、按月、按若干个月的限额" / "limits are counted over years, not over quarters or months",
        help: "把这一期间已得的声明为一个申报项，写「最高 10万元, 连同 本季度已得」；按年的写「每年」，连续几年的写「连续3年累计」"
            / "declare what was received in that time as a fact: `max 100k, counting received_this_quarter`; over years: `per year`, `in any 3 years`",
        labels: { here: "这一期间数不出来" / "what was paid in this time is not known" },
        explain: "以前的支付记录可以只写年份，所以系统不能从中算出本季度、本月或最近 36 个月已付多少。这一期间已得的由申报项给出，限额减去它：\n\n申报项 本季度已得 : 金额\n\n奖励 甲 \"甲\"\n  金额 费用 的 5%\n  最高 10万元, 连同 本季度已得"
               / "Entries of the history may give a year alone, so what was paid in this quarter, this month or the last 36 months cannot be told from them. A fact gives it, and the limit is less that:\n\nfact received_this_quarter : money\n\naward a \"A\"\n  pays 5% of costs\n  max 100k, counting received_this_quarter",
    }
}
