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
}
