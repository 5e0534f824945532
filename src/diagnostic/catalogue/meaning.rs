//! Diagnostics of what would be paid and was hardly meant: E086x, and remarks W106x.

use super::entries;

entries! {
    /// Groups with common limits that name the same awards in contrary orders.
    CONTRARY_ORDERS "E0860" Error {
        message: "共同上限的组合「{groups}」排列成员的先后互相矛盾" / "groups with common limits name their members in contrary orders: {groups}",
        help: "各组合都按同一先后列出成员：排在前面的先得，不够时从最后一项起扣减" / "name the members in the same order in each group: who is named first is paid first, and a cut is taken from the last named upward",
        labels: { here: "在这里，它排在另一项之后" / "here it comes after the other", other: "在这里，先后相反" / "here the order is the other way round" },
        explain: "几个组合共用成员时，每项奖励在它所属的各个共同上限之内，按先后依次领取：先列出的先得，不够时从最后列出的起扣减。一个组合写「甲、乙」，另一个写「乙、甲」，就分不出谁先得。改成同一先后：\n\n组合 前两条 \"前两条\"\n  成员 甲, 乙\n  合计不超过 300万\n\n组合 全部 \"全部\"\n  成员 甲, 乙, 丙\n  合计不超过 400万"
               / "Where groups share members, each award is paid, in order, as far as all its common limits reach: who is named first is paid first, and a cut is taken from the last named upward. Where one group says `a, b` and another `b, a`, nobody can tell who is cut. Name them in one order:\n\ngroup two \"Two\"\n  members a, b\n  together at most 3m\n\ngroup all \"All\"\n  members a, b, c\n  together at most 4m",
    }
    /// A question about years of what is no name.
    NO_YEARLY_NAME "E0861" Error {
        message: "「去年」「有基期」问的是一个按年的事实，这里不是事实的名称" / "`last year` and `has a base` ask about a fact by year, and this is not the name of one",
        help: "直接写按年事实的名称：营收 有基期；比较的是去年和前年，就写：去年的 营收 有基期" / "write the name of a fact by year: `revenue has a base`; of last year against the year before: `revenue last year has a base`",
        labels: { here: "不是名称" / "no name" },
        explain: "按年的事实有各年的值，「去年的 营收」「营收 的 增幅」「营收 有基期」都取自它。算出来的数(和、积、令)没有年份；要比较算出来的数，就分别写出各年的：\n\n条件 去年的 营收 有基期 且 去年的 营收 的 增幅 ≥ 10%"
               / "A fact by year has a value for each year; `revenue last year`, `growth of revenue` and `revenue has a base` read them. What is computed has no years: write out each year instead.\n\nwhere revenue last year has a base and growth of revenue last year >= 10%",
    }
}
