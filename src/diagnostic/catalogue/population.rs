//! Diagnostics of what only all applicants together decide: E096x and E097x, and remarks W096x.

use super::entries;

entries! {
    /// A place that no prize can be for.
    NO_PLACE "E0960" Error {
        message: "「{found}」不是名次" / "`{found}` is no place in a ranking",
        help: "名次是 1 到 {most} 之间的整数：第1名、第2至3名" / "a place is a whole number from 1 to {most}: 1st, 2nd to 3rd",
        labels: { here: "这个名次" / "this place" },
        explain: "名次从第1名起，逐一往下。" / "Places begin with the 1st and count upward.",
    }
    /// Prizes whose places leave a gap, overlap, or do not begin with the first.
    PRIZE_PLACES "E0961" Error {
        message: "奖项的名次不连贯：该写第 {expected} 名的地方，写的是第 {found} 名" / "the places of the prizes do not follow one another: place {found} stands where {expected} is expected",
        help: "从第1名起逐级写，不留空、不重复：奖项 第1名 10万、第2至3名 各 5万" / "begin with the 1st, without gaps and without naming a place twice: prize 1st 100k, 2nd to 3rd 50k each",
        labels: { here: "这一级" / "this one" },
        explain: "每个名次只能有一个奖额。漏掉一个名次，那一名就不知道该得多少；写了两次，就有两个答案。" / "Each place brings one amount. Whoever is in a place that is left out would have none, in one named twice would have two.",
    }
    /// A ranking that decides nothing.
    RANKING_FOR_NOTHING "E0962" Error {
        message: "写了{clause}，却没有要排的名额或奖项" / "{clause} stands here, but there is no quota and no prize to be ranked for",
        help: "加上 名额 每年 10 或 奖项 第1名 10万，或者删去这一条" / "add `quota 10 per year` or `prize 1st 100k`, or delete this line",
        labels: { here: "没有用处" / "decides nothing" },
        explain: "排名决定谁入选、谁得哪一级奖；没有名额也没有奖项，排名就没有意义。" / "A ranking decides who is selected and who gets which prize. Without a quota and without prizes it decides nothing.",
    }
    /// Prizes without a ranking.
    PRIZE_WITHOUT_RANKING "E0963" Error {
        message: "奖项没有写按什么排名" / "the prizes do not say what applicants are ranked by",
        help: "加上：排名 按 得分 从高到低，再 按 申报日期 从早到晚" / "add: ranked highest by score, then earliest by applied_on",
        labels: { here: "这些奖项" / "these prizes" },
        explain: "谁是第1名，要由规则写明。" / "The rules say who comes first.",
    }
    /// A tie rule that cannot be followed.
    TIES_SHARE_WHAT "E0964" Error {
        message: "「并列 平分」只用于奖项" / "`ties share` is for prizes only",
        help: "名额不能平分：写 并列 全部入选、并列 均不入选 或 并列 按 抽签号 抽签" / "places are not divided: write `ties all admitted`, `ties none admitted` or `ties by lot in FACT`",
        labels: { here: "没有可以平分的奖额" / "there is nothing to share" },
        explain: "平分是把并列者所占各名次的奖额加起来，平均分给他们。" / "Sharing adds up the prizes of the places that the tied applicants take, and divides the sum equally.",
    }
    /// A prize beside another amount or a quota.
    PRIZE_BESIDE "E0965" Error {
        message: "有奖项的条目不能再写「{clause}」" / "an award with prizes has no `{clause}`",
        help: "奖项本身就定了金额和人数；删去其中一个" / "the prizes set the amount and the number of winners; delete one of the two",
        labels: { here: "多余" / "one too many", first: "奖项" / "the prizes" },
        explain: "奖项写明每个名次得多少，也就写明了有多少人得奖。" / "Prizes say what each place brings, and so how many win.",
    }
    /// A budget of nothing.
    BUDGET_OF_NOTHING "E0966" Error {
        message: "预算或上限是 0，一分钱也付不出去" / "the budget or limit is 0: nothing can be paid",
        help: "写出数额；原文没有写的，删去这一条" / "write the amount; where the text has none, delete the line",
        labels: { here: "是 0" / "is 0" },
        explain: "预算为零的资金不能列支任何奖励。" / "A fund without money pays for nothing.",
    }
    /// Shares of an award that do not add up.
    SHARES_OF_AWARD "E0967" Error {
        message: "「{award}」由几个资金列支，合计 {sum}，不是 100%" / "the funds that pay for `{award}` bear {sum} of it together, not 100%",
        help: "写明各占多少：用于 {award} 的 60%" / "say how much each bears: `pays for 60% of {award}`",
        labels: { here: "这里列支一部分" / "pays a part", first: "这里也列支" / "pays for it, too" },
        explain: "一个奖励由几个资金分担时，各自的份额加起来必须正好是 100%；不写份额就是全部。" / "Where several funds pay for one award, their shares add up to exactly 100%. Without a share a fund pays all of it.",
    }
    /// What becomes of a shortage, where nothing can be short.
    SHORT_OF_WHAT "E0968" Error {
        message: "写了「不足时」，却没有预算或上限" / "`short` stands here, but there is no budget and no limit",
        help: "加上 预算 每年 2000万，或者删去这一条" / "add `budget 20m per year`, or delete the line",
        labels: { here: "什么不足？" / "short of what?" },
        explain: "「不足时」说的是申请超过预算时怎么办。" / "`short` says what becomes of claims that exceed the budget.",
    }
    /// A budget that belongs to nobody.
    BUDGET_PAYS_NOTHING "E0969" Error {
        message: "预算没有写用于哪些奖励" / "the budget does not say what is paid from it",
        help: "加上：用于 奖励名" / "add: pays for AWARD",
        labels: { here: "用于什么？" / "for what?" },
        explain: "不写用于哪些奖励，预算就限制不了任何东西。" / "A budget from which nothing is paid limits nothing.",
    }
    /// A fund that pays for a thing twice.
    PAID_FOR_TWICE "E0970" Error {
        message: "「{award}」在这个资金里写了两次" / "`{award}` is named twice in this fund",
        help: "只写一次" / "name it once",
        labels: { here: "第二次" / "the second time" },
        explain: "一个资金对一个奖励只有一个份额。" / "A fund bears one share of an award.",
    }
    /// A fund for what has no amount.
    FUND_FOR_SUPPORT "E0971" Error {
        message: "「{award}」没有金额，不能从有预算的资金列支" / "`{award}` has no amount; no budget can be spent on it",
        help: "去掉它；或者把它写成有金额的奖励" / "leave it out, or make it an award with an amount",
        labels: { here: "没有金额" / "has no amount" },
        explain: "支持(support)的金额另有文件规定。" / "The amount of a `support` is set elsewhere.",
    }
    /// A budget and a programme limit in one fund.
    BUDGET_AND_PROGRAMME "E0972" Error {
        message: "同一个资金里「预算」和「专项」只能写一个" / "a fund has either a `budget` or a `programme` limit",
        help: "预算是付钱的资金；专项只限制总额，不付钱。分成两个条目" / "a budget is money that pays; a programme limit only limits the sum. Make two items",
        labels: { here: "第二个" / "the second", first: "第一个" / "the first" },
        explain: "资金(预算)回答钱从哪里来，专项上限回答合起来最多多少。" / "A budget says where the money comes from, a programme limit how much it may be in all.",
    }
    /// A quota of no places, or of a part of one.
    NO_QUOTA "E0973" Error {
        message: "名额要是正整数，这里是 {found}" / "a quota is a whole number above zero; here it is {found}",
        help: "写出名额数；一个也没有的，写 不编码 并说明理由" / "write how many places there are",
        labels: { here: "这个名额" / "this quota" },
        explain: "名额是人数或件数。" / "A quota counts winners, or items.",
    }
    /// Two applications of one name.
    APPLICANT_TWICE "E0974" Error {
        message: "申请人“{applicant}”出现了两次" / "applicant \"{applicant}\" appears twice",
        help: "每份申请要有自己的名称或编号；同名的加上统一社会信用代码" / "every application needs a name or number of its own; add the registration number to equal names",
        labels: {},
        explain: "名次、名额和台账都按申请人记。两份同名的申请无法区分谁得了什么，也无法在下一年当作历史读回来。" / "Ranks, places and the ledger go by applicant. Of two applications of one name nobody could say who got what, nor read it back as history next year.",
    }
    /// The comparison is an answer here, not a fact.
    CHOSEN_GIVEN "E0975" Error {
        message: "申请人“{applicant}”已经写了 {fact}，这正是 allocate 要决定的" / "applicant \"{applicant}\" comes with {fact}, which is what allocate decides",
        help: "从事实里去掉它；以前的决定用 --history 给出" / "leave it out of the facts; give earlier decisions by --history",
        labels: {},
        explain: "与其他申请人比较的结果由 allocate 得出，不能同时又是输入。用 eval 看一个申请人时可以写。" / "What the comparison with the others comes to is found out here. In the facts of `eval` it may stand.",
    }
    /// An applicant who cannot be evaluated.
    APPLICANT_REFUSED "E0976" Error {
        message: "申请人“{applicant}”算不出来，原因见下一条" / "applicant \"{applicant}\" cannot be evaluated; the next message says why",
        help: "改正这个申请人的事实后再运行；他会影响别人的名次和份额，所以不能先跳过" / "correct the facts and run again; they change the ranks and shares of others, so that they cannot be passed over",
        labels: {},
        explain: "分配是在全部申请人之间进行的：少了一个，别人得到的可能就不对。" / "An allocation is made among all applicants: without one of them, what others get may be wrong.",
    }
    /// A round without a year, or of several.
    ONE_YEAR "E0977" Error {
        message: "一次分配只对一个年度：{found}" / "one allocation is for one year: {found}",
        help: "用 --year 写明年度，或者用 --as-of 写明日期" / "say which by --year, or give the date by --as-of",
        labels: {},
        explain: "名额和预算是按年度给的。不同年度的申请要分开分配。" / "Places and budgets are given out by year. Applications of different years are allocated apart.",
    }
    /// Earlier grants that do not say how many places they took.
    HISTORY_LACKS_COUNT "E0978" Error {
        message: "“{applicant}”以前得过“{award}”，但历史里没有写占了几个名额(taken)" / "the history shows \"{award}\" granted to \"{applicant}\", but not how many places it took (taken)",
        help: "用 allocate 写出的台账当历史，或者补上 taken 一栏" / "give a ledger written by allocate as history, or add the column `taken`",
        labels: {},
        explain: "名额按件数计的，要知道以前占了几件，才知道还剩几件。" / "Where a quota counts items, what is left depends on how many were taken before.",
    }
    /// A row of the history that cannot be read.
    HISTORY_ROW "E0979" Error {
        message: "历史表 {table} 第 {row} 行的“{column}”读不懂：{found}" / "history {table}, row {row}: `{column}` cannot be read: {found}",
        help: "给 allocate 写出的台账；或者一张表，有 申请人、奖励、年度、金额 各栏，金额只写数字" / "give a ledger that allocate wrote, or a table with columns applicant, award, year, amount; amounts are plain numbers",
        labels: {},
        explain: "历史决定名额和预算还剩多少：读错一行，分配就会错，所以不跳过。" / "What is left of places and budgets comes from the history: a row that is passed over would make the allocation wrong.",
    }
    /// A row of the applicants that cannot be read.
    APPLICANT_ROW "E0991" Error {
        message: "{table} 第 {row} 行{applicant}：{cause} ({code})" / "{table}, row {row}{applicant}: {cause} ({code})",
        help: "{way_out}。改正后再运行：少了他，别人的名次和份额会变，所以不能先跳过" / "{way_out}. Correct it and run again: without this one the ranks and shares of others would change, so that it cannot be passed over",
        labels: {},
        explain: "分配是在全部申请人之间进行的：少了一个，别人得到的可能就不对，所以有一行读不了就什么也不写。" / "An allocation is made among all applicants: without one of them, what others get may be wrong. One row that cannot be read stops the run.",
    }
    /// One grant in two ledgers.
    GRANTED_TWICE "E0990" Error {
        message: "{table} 第 {row} 行给“{applicant}”的，和 {other} 第 {at} 行是同一笔" / "{table}, row {row}: what it grants to \"{applicant}\" is also in {other}, row {at}",
        help: "同一本台账只给一次；从一本里删去这一笔" / "give each ledger once; delete it from one of the two",
        labels: {},
        explain: "台账里，同一年度同一轮、同一个申请人的同一个奖励从同一个资金只给一次。算两次，名额和预算就会少一份。" / "In ledgers an applicant gets an award of one year and round from one fund once. Counted twice it would take places and money twice.",
    }
    /// One payment in the facts and in a ledger.
    PAID_IN_FACTS_TOO "E0992" Error {
        message: "“{applicant}”{year} 年的“{award}” {amount}，在他的 history 里写了，在 --history 的表里又有一笔一样的" / "the {amount} of \"{award}\" to \"{applicant}\" of {year} stands in the history of its facts, and also in a table of --history",
        help: "同一笔只写一处：从他的 history 里删去；真是两笔的，都写进 --history 的表" / "write it in one place: delete it from the history of the facts; if there are two, write both into a table of --history",
        labels: {},
        explain: "算两次，限额和预算就会少一份。" / "Counted twice it would take from limits and budgets twice.",
    }
    /// Ties that are left open.
    TIES_UNSTATED "W0960" Warning {
        message: "「{award}」没有写并列时怎么办" / "`{award}` does not say what becomes of ties",
        help: "加上：并列 全部入选、并列 均不入选、并列 平分(奖项)或 并列 按 抽签号 抽签" / "add `ties all admitted`, `ties none admitted`, `ties share` (of prizes) or `ties by lot in FACT`",
        labels: { here: "各项依据都相同的呢？" / "what if all keys are equal?" },
        explain: "并列从不悄悄分出先后：最后一个名额处并列而规则没有写明的，ipcalc allocate 把他们都列为待定。" / "No tie is broken silently: applicants tied at the last place, where the rules do not say what becomes of them, are all `undetermined` in `ipcalc allocate`.",
    }
    /// A shortage that is left open.
    SHORT_UNSTATED "W0961" Warning {
        message: "「{fund}」没有写不足时怎么办" / "`{fund}` does not say what becomes of claims that exceed it",
        help: "加上：不足时 按比例，尾差 归最大者；或 不足时 依次 按 申报日期 从早到晚，末位 部分给" / "add `short pro rata, remainder to the largest` or `short in order, earliest by applied_on, the last one in part`",
        labels: { here: "申请超过它的时候呢？" / "what if more is claimed?" },
        explain: "规则没有写明的，申请一旦超过预算，ipcalc allocate 把有关奖励都列为待定。" / "Where the rules do not say it, the awards concerned are all `undetermined` in `ipcalc allocate` as soon as claims exceed the budget.",
    }
    /// Where what rounding leaves over goes is left open.
    REMAINDER_UNSTATED "W0962" Warning {
        message: "没有写按比例之后的尾差归谁，将留在资金里" / "it is not said where what rounding leaves over goes; it stays in the fund",
        help: "写明：尾差 归最大者、尾差 按最大余数 或 尾差 留存" / "say it: `remainder to the largest`, `remainder by largest fraction` or `remainder stays`",
        labels: { here: "尾差归谁？" / "where does the remainder go?" },
        explain: "按比例分到的数额向下取整到分，几分钱会剩下。" / "Each share is rounded down to the step of the policy's rounding; some fen are left over.",
    }
    /// The last one is left open.
    LAST_UNSTATED "W0963" Warning {
        message: "没有写余下的不够时，末位怎么办" / "it is not said what becomes of the one for whom not enough is left",
        help: "写明：末位 部分给 或 末位 不给" / "say it: `the last one in part` or `the last one not at all`",
        labels: { here: "末位呢？" / "and the last one?" },
        explain: "规则没有写明的，末位在 ipcalc allocate 里是待定；排在后面的人，两种写法下都得不到。" / "Where the rules do not say it, that one is `undetermined` in `ipcalc allocate`; those after get nothing either way.",
    }
    /// A worse place that brings more.
    PRIZE_RISES "W0964" Warning {
        message: "名次靠后的奖额反而更高" / "a later place brings more than an earlier one",
        help: "核对原文的数额" / "check the figures against the text",
        labels: { here: "比前一级高" / "more than the one before" },
        explain: "名次越好奖额越高，通常才是原意。" / "A better place brings more, usually.",
    }
}
