//! Diagnostics of versions that replace one another and of the dates that decide: E098x, and remarks W108x.

use super::entries;

entries! {
    /// What decides is no date.
    NOT_A_DATE "E0980" Error {
        message: "「以 … 为准」要一个日期，这里是 {found}" / "`by` needs a date, and this is {found}",
        help: "写日期类型的事实、日期的中间值、逐笔清单的日期字段，或者 as_of" / "name a date fact, a `let` that is a date, a date field of the `each` list, or as_of",
        labels: { here: "不是日期" / "not a date" },
        explain: "条款是否有效，默认看决定日期 (as_of)；文本另有规定的，写明以哪个日期为准：\n\n事实 申请日期 : 日期\n奖励 a \"…\"  依据 三\n  有效期  自 2024-01-01 至 2025-12-31 以 申请日期 为准"
               / "Whether a clause is in force is judged at the date of the decision (as_of); where the text names another date, say so:\n\nfact applied_on : date\naward a \"…\" cites 3\n  in force  from 2024-01-01 to 2025-12-31 by applied_on",
    }
    /// Versions part by an item's date, but do not go through the same list.
    ITEM_DATE "E0981" Error {
        message: "「{newer}」按每一项的日期取代「{older}」，但两者不是逐项计算同一个清单" / "`{newer}` replaces `{older}` by the date of each item, but they do not go through the same list",
        help: "两条都写 逐笔 … 取自 同一个清单；或者改用申报人的日期；或者在各自的 逐笔 … 条件 里写明日期" / "let both have `each … in` the same list; or name a date of the applicant; or put the dates into a `where` of each",
        labels: { here: "按每一项的日期" / "by the date of each item" },
        explain: "按每一项的日期划分新旧时，每一项要么按旧条、要么按新条计算，所以两条要算同一个清单。"
               / "Where the date of each item decides, every item belongs either to the older or to the newer version, so both go through the same list.",
    }
    /// Versions that replace one another in a circle.
    VERSIONS_IN_A_CIRCLE "E0982" Error {
        message: "取代成了循环：{links}" / "these replace one another in a circle: {links}",
        help: "新的写「取代 旧的」；旧的那一条里不写" / "the newer one says `replaces`, the older one does not",
        labels: { here: "循环从这里开始" / "the circle begins here", link: "然后是这里" / "and then this" },
        explain: "各个版本要有先后，最后一个没有被取代。" / "Versions come one after the other, and the last one is not replaced.",
    }
    /// A version that pays and one that does not.
    VERSION_KINDS "E0983" Error {
        message: "「{newer}」不能取代「{older}」：一个有金额，另一个是没有金额的支持" / "`{newer}` cannot replace `{older}`: one has an amount, the other is a support without one",
        help: "分别写有效期：旧的 有效期 自 … 至 …，新的 有效期 自 …" / "give each its own `in force from … to …`",
        labels: { here: "另一类条目" / "another kind of item" },
        explain: "奖励和阶梯可以互相取代，支持可以取代支持。有金额的和没有金额的，各写各的有效期。" / "Awards and ladders may replace one another, and supports may replace supports. Of one with an amount and one without, each states its own period.",
    }
    /// A stated day contradicts the day on which one version takes over.
    VERSIONS_OVERLAP "E0984" Error {
        message: "「{award}」写明{stated}，取代却自 {from} 起：{day} 这一天说法矛盾" / "`{award}` states {stated}, but the replacement is from {from}: they disagree about {day}",
        help: "旧的最后一天是 {before}，新的第一天是 {from}；改正其中一处，或者不另写这个日期" / "the last day of the older is {before}, the first of the newer {from}; correct one of them, or leave that date out",
        labels: { here: "这里说的取代" / "replaced here", other: "这一条另写了日期" / "this one states a date of its own" },
        explain: "「取代 a 自 D」已经定下旧的最后一天 (D 的前一天) 和新的第一天 (D)。" / "`replaces a from D` fixes the last day of the older version (the day before D) and the first of the newer (D).",
    }
    /// A policy that cannot be replaced so.
    POLICY_NOT_REPLACED "E0985" Error {
        message: "政策不能这样取代：{why}" / "a policy cannot be replaced so: {why}",
        help: "在新政策的表头写：取代 旧政策的编号 自 2025-01-01" / "write in the heading of the newer policy: replaces OLDER_POLICY from 2025-01-01",
        labels: { here: "这里" / "here" },
        explain: "新政策的表头写明取代哪个政策、从哪一天起；两个政策一起给出时，旧政策从那一天起不再有效。以别的日期为准的，那个日期事实在两个政策里要同名。"
               / "The heading of the newer policy says which policy it replaces and from what day; where both are loaded, the older is not in force from that day on. Where another date decides, that date fact has the same name in both.",
    }
    /// Two versions say that they replace one.
    REPLACED_TWICE "E0986" Error {
        message: "「{older}」已经被取代，「{newer}」不能再取代它" / "`{older}` is replaced already, so `{newer}` cannot replace it too",
        help: "一条分成几条的，其余各条写：有效期 自 …；连续修订的，写成取代前一个新版本" / "where one clause becomes several, the others say `in force from …`; where it is changed again, replace the newer version",
        labels: { here: "第二次" / "the second time", first: "第一次" / "the first time" },
        explain: "每个版本至多被一个新版本取代，这样任何一天都只有一个版本适用。" / "A version is replaced by one newer version at most, so that on any day one of them applies.",
    }
    /// Whether payments under the older version count is left open.
    PAYMENTS_OPEN "E0987" Error {
        message: "「{newer}」取代「{older}」，但没有写明以前的付款怎样计入限额" / "`{newer}` replaces `{older}`, but it is left open how earlier payments count against the limits",
        help: "在末尾加上：已付合并计算 (按两个版本的付款一起算)，或者：已付分别计算 (各算各的)" / "add at the end: payments counted together (what was paid under either counts for both), or: payments counted apart",
        labels: { here: "这里要写明" / "say it here" },
        explain: "其中一个版本只奖一次，或者有每年、累计的限额。按旧版本付过的钱算不算用掉新版本的额度，文本不写明就有两种理解，由作者选择。\n\n取代  a 自 2025-01-01，已付合并计算"
               / "One of the versions is paid once, or has a limit by year or in all. Whether what was paid under the older one uses it up can be read in two ways, so the author chooses.\n\nreplaces a from 2025-01-01, payments counted together",
    }
    /// A version that is kept for some, in a way that cannot be worked out.
    KEEP_NOT_POSSIBLE "E0988" Error {
        message: "这样不能沿用：{why}" / "it cannot be kept so: {why}",
        help: "写成：沿用 旧的 至 2026-12-31 当 批准日期 早于 2025-01-01" / "write: keep OLDER until 2026-12-31 where approved_on before 2025-01-01",
        labels: { here: "这里" / "here" },
        explain: "「沿用」写在新版本里，说明哪些申报人仍按旧版本，到哪一天为止；这些人不按新版本。" / "`keep` stands in the newer version and says to whom the older one still applies, and until when; the newer one does not apply to them.",
    }
    /// A version without a day of its own.
    VERSION_NEVER_APPLIES "E0989" Error {
        message: "「{award}」没有一天适用：写明的日期是 {day}，而取代自 {from} 起" / "`{award}` never applies: it has the date {day}, and the replacement is from {from}",
        help: "核对这两个日期和政策的有效期" / "check these two dates, and the period of the policy",
        labels: { here: "这里说的取代" / "replaced here" },
        explain: "旧的在取代以前至少要有一天，新的在政策有效期内至少要有一天。" / "The older version needs a day before it is replaced, and the newer one a day within the period of the policy.",
    }
    /// A day that no version covers.
    VERSION_GAP "W1080" Warning {
        message: "{day} 这一天没有一个版本有效：「{older}」至 {last}，「{newer}」自 {first} 起" / "no version is in force on {day}: `{older}` until {last}, `{newer}` from {first}",
        help: "核对日期；写「取代 {older} 自 …」可以让两者首尾相接" / "check the dates; `replaces {older} from …` makes one end where the other begins",
        labels: { here: "这一条自 {first} 起" / "this one from {first}", other: "这一条至 {last}" / "this one until {last}" },
        explain: "同一标题或同一事项的几条各有有效期时，中间空出的日子里谁也得不到。" / "Where several items of the same title or matter have periods of their own, nobody gets anything on the days between.",
    }
    /// A day on which two versions pay.
    VERSION_OVERLAP "W1081" Warning {
        message: "{day} 这一天「{older}」和「{newer}」都有效，可能都给" / "on {day} both `{older}` and `{newer}` are in force, and both may be paid",
        help: "例如 {example}。改正其中一个日期，或者写「取代 {older} 自 …」" / "for example {example}. Correct one of the dates, or write `replaces {older} from …`",
        labels: { here: "这一条" / "this one", other: "另一条" / "the other" },
        explain: "同一标题或同一事项的两条，有效期有重叠，又能由同一个申报人同时得到。" / "Two items of the same title or matter have periods that overlap, and one applicant can get both.",
    }
}
