//! Diagnostics of names: E02xx.

use super::entries;

entries! {
    /// A name that nothing declares.
    UNKNOWN_NAME "E0201" Error {
        message: "没有名为「{name}」的申报项、令或奖励" / "nothing is called `{name}`",
        help: "{help}" / "{help}",
        labels: { here: "这里用到了它" / "used here" },
        explain: "规则里用到的名称必须先声明：用 申报项(fact)声明申报时填写的内容，用 令(let)声明中间值，或者用奖励的编号。申报项的中文名称（引号里的文字）也可以直接使用。\n\n错误：条件 交易额 > 100万\n正确：先写 申报项 交易额 : 金额，再写上面的条件。"
               / "A name in a rule has to be declared: with `fact` for what an applicant fills in, with `let` for a value in between, or as the id of an award. The label of a fact (the words in quotes) may be used as well.\n\nwrong: where turnover > 1m\nright: first `fact turnover : money`, then that condition.",
    }
    /// A name declared a second time.
    DECLARED_TWICE "E0202" Error {
        message: "「{name}」声明了两次" / "`{name}` is declared twice",
        help: "改掉其中一个的名称，或者删去重复的一条" / "rename one of them, or delete the repetition",
        labels: { here: "第二次" / "the second time", first: "第一次" / "the first time" },
        explain: "同一政策的所有文件共用一套名称：事实、中间值、奖励、阶梯、组合、支持、指标、资金的编号都不能重复；一个单选或多选里的取值（名称和中文）也不能重复。"
               / "All files of a policy share their names: facts, lets, awards, ladders, groups, supports, targets and funds each need a name of their own, and so does each value of one enumeration.",
    }
    /// A label that several things carry.
    AMBIGUOUS_LABEL "E0203" Error {
        message: "「{name}」同时是几项内容的中文名称" / "several things are labelled `{name}`",
        help: "这里改用英文编号，或者把其中一个中文名称改得不同" / "use the declared name here, or make the labels differ",
        labels: { here: "不清楚指哪一个" / "which one is meant?", first: "这一个" / "this one", second: "还是这一个" / "or this one" },
        explain: "中文名称可以当作名称使用，但只有一项内容叫这个名称时才行。" / "A label can be used as a name only where one thing carries it.",
    }
    /// A name that stands for an item without a value.
    NOT_A_VALUE "E0204" Error {
        message: "「{name}」是组合、指标或资金，不是可以计算的值" / "`{name}` is a group, target or fund, which has no value",
        help: "这里需要一个事实、中间值或奖励的名称" / "a fact, a let or an award is needed here",
        labels: { here: "不能参与计算" / "cannot be computed with" },
        explain: "组合、指标、资金没有单一的金额或数值，不能写进条件和金额里。" / "Groups, targets and funds have no single value, so they cannot stand in a condition or an amount.",
    }
    /// A value that an enumeration does not have.
    UNKNOWN_VALUE "E0205" Error {
        message: "「{fact}」没有「{name}」这个取值" / "`{fact}` has no value `{name}`",
        help: "{help} 可用的取值：{values}" / "{help} its values: {values}",
        labels: { here: "没有这个取值" / "not one of its values" },
        explain: "单选和多选的取值在声明事实时列出，只能使用列出的名称或其中文名称。" / "The values of an enumeration are listed where its fact is declared; only those, or their labels, can be used.",
    }
    /// A value of an enumeration that stands alone.
    BARE_VALUE "E0206" Error {
        message: "「{name}」是「{fact}」的一个取值，单独写在这里看不出要比较什么" / "`{name}` is a value of `{fact}`; alone it says nothing",
        help: "单选写成：{fact} 是 {name}；多选写成：{fact} 含 {name}" / "write `{fact} is {name}`, or for a set `{fact} has {name}`",
        labels: { here: "缺少比较的对象" / "compared with what?" },
        explain: "取值只有跟在「是」或「含」之后才有意义，例如 荣誉 含 国家级示范 或 国家级优势。" / "A value means something only after `is` or `has`, as in `honours has national_demonstration or national_advantage`.",
    }
    /// A Chinese name that has swallowed the word after it.
    MISSING_SPACE "E0207" Error {
        message: "「{name}」里，名称「{known}」后面少了一个空格" / "a space is missing after the name `{known}` in `{name}`",
        help: "写成:{known} {rest}" / "write: {known} {rest}",
        labels: { here: "被读成了一个名称" / "read as one name" },
        explain: "中文没有空格，名称要到空格、标点或引号「」才结束。名称后面还有「的」「或」「每」等字时，请加一个空格。\n\n错误：金额 交易额的5%\n正确：金额 交易额 的 5%"
               / "A name ends at a space, at punctuation or at a quote 「」. Put a space between a Chinese name and the word that follows it.",
    }
    /// A dotted name whose first part is no item at hand.
    UNKNOWN_ITEM "E0208" Error {
        message: "「{name}」不是正在逐笔处理的项目，不能取它的「{field}」" / "`{name}` is no item at hand here, so it has no `{field}`",
        help: "{help}" / "{help}",
        labels: { here: "这里" / "here" },
        explain: "「贷款.利息」这样的写法取一笔记录里的一个字段，只能在 逐笔 贷款 取自 质押贷款(each loan in pledge_loans)的奖励里使用；对全部记录合计的限额（每年、累计）里不能再用单笔的字段。"
               / "`loan.interest` reads a field of one record. It can be used in an award with `each loan in pledge_loans`, and not in a limit over all records (per year, in all).",
    }
    /// A field that a record does not have.
    UNKNOWN_FIELD "E0209" Error {
        message: "「{item}」没有字段「{name}」" / "`{item}` has no field `{name}`",
        help: "{help} 它的字段：{fields}" / "{help} its fields: {fields}",
        labels: { here: "没有这个字段" / "no such field" },
        explain: "清单里每条记录的字段在声明清单时用 字段(field)列出。" / "The fields of a record are listed with `field` where its list is declared.",
    }
    /// A name where only an award will do.
    UNKNOWN_AWARD "E0210" Error {
        message: "没有编号为「{name}」的奖励或阶梯" / "there is no award or ladder called `{name}`",
        help: "{help}" / "{help}",
        labels: { here: "这里需要一个奖励的编号" / "an award is needed here" },
        explain: "组合的成员、资金的用途都用奖励或阶梯的编号来写。" / "Members of a group and what a fund pays for are named by the ids of awards or ladders.",
    }
    /// A name where only a fact will do.
    UNKNOWN_FACT "E0211" Error {
        message: "没有名为「{name}」的事实" / "there is no fact called `{name}`",
        help: "{help}" / "{help}",
        labels: { here: "这里需要一个事实" / "a fact is needed here" },
        explain: "计入(counted in)后面要写一个事实的名称，由它说明评选的结果。" / "After `counted in` stands the fact that holds the result of the selection.",
    }
    /// A name where only a list will do.
    UNKNOWN_LIST "E0212" Error {
        message: "「{name}」不是清单" / "`{name}` is no list",
        help: "这里需要一个清单类型的事实。已声明的清单：{lists}" / "a fact of type `list of …` is needed here; declared lists: {lists}",
        labels: { here: "不是清单" / "not a list" },
        explain: "逐笔 … 取自 …(each … in …)的后面要写一个清单，例如 事实 质押贷款 : 清单 贷款。" / "`each … in …` goes through a list, such as `fact pledge_loans : list of loan`.",
    }
}
