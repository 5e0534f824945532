//! Diagnostics of the structure of a policy: E05xx, and remarks W05xx.

use super::entries;

entries! {
    /// No policy heading.
    NO_POLICY "E0501" Error {
        message: "缺少政策表头" / "the policy heading is missing",
        help: "在第一行写：政策 编号 \"标题\"" / "begin with: policy id \"title\"",
        labels: { here: "这之前应当有政策表头" / "a policy heading belongs before this" },
        explain: "每个政策要有一个表头，写明编号和标题；同一文件夹里的几个文件共用一个表头。\n\n政策 qingdao \"青岛市知识产权运营服务体系建设实施方案\""
               / "A policy has one heading with its id and title; the files of one folder share it.\n\npolicy qingdao \"…\"",
    }
    /// A second policy heading.
    SECOND_POLICY "E0502" Error {
        message: "一个政策只能有一个表头" / "a policy has one heading only",
        help: "删去多余的表头；不同的政策请放在不同的文件或文件夹里" / "delete one; put different policies into different files or folders",
        labels: { here: "第二个表头" / "the second heading", first: "第一个表头" / "the first heading" },
        explain: "同一文件夹里的规则文件合起来是一个政策。" / "The rule files of a folder together are one policy.",
    }
    /// A second fact of the kind of applicant.
    SECOND_APPLICANT "E0503" Error {
        message: "申报主体的类别已经声明过" / "the kind of applicant is declared already",
        help: "只保留一个「申报主体」类型的事实" / "keep one fact of type `kind of applicant`",
        labels: { here: "第二次" / "the second time", first: "第一次" / "the first time" },
        explain: "「对象」(for)只看一个事实：申报主体的类别。" / "`for` reads one fact: the kind of applicant.",
    }
    /// More values than an enumeration can have.
    TOO_MANY_VALUES "E0504" Error {
        message: "「{fact}」的取值超过 64 个" / "`{fact}` has more than 64 values",
        help: "分成几个事实，或者改用数字等级" / "split it into several facts, or use a number for the level",
        labels: { here: "第 65 个" / "the 65th" },
        explain: "一个单选或多选最多 64 个取值。" / "An enumeration has at most 64 values.",
    }
    /// A list as a field of a record.
    LIST_IN_A_LIST "E0505" Error {
        message: "记录的字段不能再是清单" / "a field of a record cannot be a list",
        help: "把它声明为单独的清单" / "declare it as a list of its own",
        labels: { here: "清单里的清单" / "a list inside a list" },
        explain: "清单只有一层。" / "Lists have one level only.",
    }
    /// A list without fields.
    LIST_WITHOUT_FIELDS "E0506" Error {
        message: "清单没有写明「{item}」有哪些字段" / "the list does not say what fields a `{item}` has",
        help: "在下面缩进写：字段 利息 : 金额" / "add indented lines below: field interest : money",
        labels: { here: "这个清单" / "this list" },
        explain: "清单的每条记录至少要有一个字段。" / "A record has at least one field.",
    }
    /// A clause that may stand once.
    CLAUSE_TWICE "E0507" Error {
        message: "「{clause}」写了两次" / "`{clause}` stands twice",
        help: "合并成一条，或者删去多余的" / "merge them, or delete one",
        labels: { here: "第二次" / "the second time", first: "第一次" / "the first time" },
        explain: "一个条目里这种子句只能写一次；「条件」可以写多条，全部要满足。" / "This clause stands once in an item; `where` may stand several times, and all must hold.",
    }
    /// A clause that an item of this kind cannot have.
    CLAUSE_MISPLACED "E0508" Error {
        message: "{item}里不能写「{clause}」" / "`{clause}` does not belong in `{item}`",
        help: "「{clause}」用在：{home}" / "`{clause}` belongs in: {home}",
        labels: { here: "放错了地方" / "out of place" },
        explain: "每种条目只接受自己的子句，见 docs/language.md 的列表。" / "Each kind of item takes its own clauses; see the tables in docs/language.md.",
    }
    /// A rule without a section.
    NO_SECTION "W0509" Warning {
        message: "「{id}」没有写明依据政策的哪一节" / "`{id}` does not cite a section of the policy",
        help: "在这一行末尾加上：依据 二(一)3" / "add at the end of this line: cites 二(一)3",
        labels: { here: "没有依据" / "cites nothing" },
        explain: "每个条目都应能对应到原文的一节，审计时才能核对。" / "Every item answers to a section of the text, so that it can be audited.",
    }
    /// A limit per item in an award without a list.
    PER_ITEM_WITHOUT_EACH "E0510" Error {
        message: "「每笔/每件」的限额需要先写明逐笔处理哪个清单" / "a limit per item needs a list to go through",
        help: "加上：逐笔 贷款 取自 质押贷款；或者去掉「每笔」" / "add `each loan in pledge_loans`, or drop `per item`",
        labels: { here: "每笔限额" / "a limit per item" },
        explain: "按件数计算的奖励请写 每件 5000元，再用 计至 或 最高 限定总额；逐笔限额只用于清单。" / "For an amount per item of a count write `5k for each of x`; limits per item are for lists.",
    }
    /// `for` without a fact that holds the kind of applicant.
    NO_APPLICANT "E0511" Error {
        message: "没有声明申报主体的类别，「对象」无从判断" / "`for` needs a fact that holds the kind of applicant",
        help: "加上：申报项 申报主体: 申报主体, 单选 企业, 高校" / "add: fact applicant : kind of applicant, one of enterprise, university",
        labels: { here: "用到了申报主体" / "the kind of applicant is asked for here" },
        explain: "「对象 高校」看的是类型为「申报主体」的那个申报项。" / "`for university` reads the fact whose type is `kind of applicant, one of …`.",
    }
    /// A ladder without steps.
    LADDER_WITHOUT_STEPS "E0512" Error {
        message: "阶梯里没有档次" / "the ladder has no step",
        help: "加上：档次 10万 当 荣誉 含 省级示范" / "add: step 100k where honours has provincial_demonstration",
        labels: { here: "这个阶梯" / "this ladder" },
        explain: "阶梯由若干档次组成。" / "A ladder is made of steps.",
    }
    /// A ladder that does not say how its steps combine.
    LADDER_WITHOUT_KIND "E0513" Error {
        message: "阶梯没有写明各档如何合并" / "the ladder does not say how its steps combine",
        help: "写一条：累计不超过所持最高一档（扣除以前已付）、只取最高一档（不看以前），或 各档累加"
            / "add one of: `in all, at most the highest step held` (less what was paid before), `highest step only`, `steps add up`",
        labels: { here: "这个阶梯" / "this ladder" },
        explain: "政策常常没有说清：升级时是补差额、再全额给一次，还是累加。请作者选定一种。" / "Texts often leave open whether a higher title brings the difference, the full amount again, or adds up. The author has to choose.",
    }
    /// Two clauses that set the amount.
    TWO_AMOUNTS "E0514" Error {
        message: "同时写了「金额」和「核定」" / "both `pays` and `decided` set the amount",
        help: "只保留一种：按规则计算，或者由主管部门核定" / "keep one: by rule, or decided by an official",
        labels: { here: "核定" / "decided by an official", first: "按规则计算" / "set by rule" },
        explain: "核定(decided)表示原文只给了上下限，由主管部门决定；金额(pays)表示可以算出来。" / "`decided` means the text gives bounds and an official decides; `pays` means it can be computed.",
    }
    /// A discretionary amount for each item.
    DECIDED_FOR_ITEMS "E0515" Error {
        message: "「核定」不能逐笔进行" / "an official's decision cannot go through a list",
        help: "去掉「逐笔」，对整个申请核定" / "drop `each`: the decision is for the whole application",
        labels: { here: "核定" / "decided" },
        explain: "核定的金额对应一份申请。" / "The decision is one amount for one application.",
    }
    /// An award without an amount.
    AWARD_WITHOUT_AMOUNT "E0516" Error {
        message: "奖励没有写金额" / "the award has no amount",
        help: "加上「金额 …」；原文没有数额时改用「支持」，由主管部门定数额时写「核定 不超过 …」"
            / "add `pays …`; use `support` where the text gives no amount, `decided up to …` where an official decides",
        labels: { here: "这个奖励" / "this award" },
        explain: "奖励必须能算出金额。" / "An award comes to an amount.",
    }
    /// Shares beyond the whole.
    SHARE_BEYOND_WHOLE "E0517" Error {
        message: "比例 {share} 超出了 0 到 100%" / "a share of {share} is not between 0 and 100%",
        help: "检查比例；几个分担比例加起来不能超过 100%" / "check the share; several shares add up to 100% at most",
        labels: { here: "这里" / "here" },
        explain: "专用比例和分担比例都是整体的一部分。" / "Earmarks and shares are parts of a whole.",
    }
    /// A support as a member of a group.
    SUPPORT_IN_A_GROUP "E0518" Error {
        message: "「{name}」是没有金额的支持，不能参加组合" / "`{name}` is a support without amount and cannot be in a group",
        help: "只列奖励和阶梯" / "list awards and ladders only",
        labels: { here: "没有金额" / "has no amount" },
        explain: "组合比较的是金额。" / "A group compares amounts.",
    }
    /// A member named twice.
    MEMBER_TWICE "E0519" Error {
        message: "「{name}」在组合里列了两次" / "`{name}` is in the group twice",
        help: "删去一个" / "delete one",
        labels: { here: "第二次" / "the second time", first: "第一次" / "the first time" },
        explain: "成员的先后次序有意义（并列时取在先者），所以每个成员只能列一次。" / "The order of members decides ties, so each stands once.",
    }
    /// A group with fewer than two members.
    GROUP_OF_ONE "E0520" Error {
        message: "组合至少要有两个成员" / "a group has at least two members",
        help: "加上：成员 甲， 乙" / "add: members a, b",
        labels: { here: "这个组合" / "this group" },
        explain: "只有一个成员就没有什么可以组合的。" / "With one member there is nothing to combine.",
    }
    /// A group that does not say how its members combine.
    GROUP_WITHOUT_KIND "E0521" Error {
        message: "组合没有写明如何合并" / "the group does not say how its members combine",
        help: "写一条：取最高一项、取在先一项，或 合计 最高 每年 50万元" / "add one of: `pays the highest`, `pays the first`, `together at most 500k per year`",
        labels: { here: "这个组合" / "this group" },
        explain: "就高不重复写「取最高一项」；共用一个上限写「合计 最高 …」。" / "`pays the highest` is 就高不重复; a shared cap is `together at most …`.",
    }
    /// A target without a goal.
    TARGET_WITHOUT_GOAL "E0522" Error {
        message: "指标没有写明目标" / "the target has no goal",
        help: "加上：目标 不少于 150 \"家\"" / "add: goal at least 150 \"firms\"",
        labels: { here: "这个指标" / "this target" },
        explain: "指标由 目标(goal)或 增幅(growth)组成。" / "A target has a `goal` or a `growth`.",
    }
    /// A range without values.
    EMPTY_RANGE "E0523" Error {
        message: "{low} 大于 {high}，范围是空的" / "{low} is above {high}: nothing lies between",
        help: "把小的写在前面" / "put the lower one first",
        labels: { here: "这个范围" / "this range" },
        explain: "范围从低到高写。" / "A range goes from low to high.",
    }
    /// A field in a fact that is no list.
    FIELD_WITHOUT_LIST "E0524" Error {
        message: "只有清单才有字段" / "only a list has fields",
        help: "把这个事实的类型改成：清单 名称" / "give the fact the type `list of …`",
        labels: { here: "字段" / "a field" },
        explain: "字段(field)说明清单里一条记录的内容。" / "`field` says what a record of a list holds.",
    }
    /// A range of something that is no number.
    RANGE_OF_NO_NUMBER "E0525" Error {
        message: "{found} 没有范围" / "{found} has no range",
        help: "范围只用于数字" / "a range is for numbers",
        labels: { here: "范围" / "the range" },
        explain: "范围(range)限定一个数字事实的最小值和最大值。" / "`range` limits a fact that is a number.",
    }
    /// A default of a set or list.
    NO_DEFAULT_HERE "E0526" Error {
        message: "多选和清单不能有默认值" / "sets and lists have no default",
        help: "删去默认值：没有填写就是未知" / "delete it: what is not given is unknown",
        labels: { here: "默认值" / "the default" },
        explain: "没有填写的内容是未知，不是空；空的多选请填 []。" / "What is not given is unknown, not empty; an empty set is given as [].",
    }
    /// A default outside the range.
    DEFAULT_OUTSIDE_RANGE "E0527" Error {
        message: "默认值 {value} 不在允许的范围内" / "the default {value} is outside the range",
        help: "改默认值或范围" / "change the default or the range",
        labels: { here: "默认值" / "the default" },
        explain: "默认值也要符合范围；没有写范围时，数字不小于 0。" / "A default obeys the range; without one, numbers are at least 0.",
    }
    /// A period that ends before it begins.
    EMPTY_PERIOD "E0528" Error {
        message: "有效期从 {from} 到 {until}，结束在开始之前" / "in force from {from} to {until}: it ends before it begins",
        help: "把早的日期写在前面" / "put the earlier day first",
        labels: { here: "有效期" / "the period" },
        explain: "首日和末日都算在有效期内。" / "The first and the last day are both in force.",
    }
    /// An example that expects nothing.
    EXAMPLE_WITHOUT_THEN "E0529" Error {
        message: "示例没有写明结果" / "the example expects nothing",
        help: "加上：结果 编号 得 50万" / "add: then id pays 500k",
        labels: { here: "这个示例" / "this example" },
        explain: "示例由 已知(given)和 结果(then)组成，ipcalc test 会逐个核对。" / "An example has `given` and `then`; `ipcalc test` runs it.",
    }
    /// `stacking highest` that does not say what was received elsewhere does.
    RECEIVED_LEFT_OPEN "E0530" Error {
        message: "「就高不重复」没有写明：别处已经得过较低的一笔时，本政策怎么付" / "`stacking highest` does not say what is paid where a lower amount was received elsewhere",
        help: "写明一种：就高不重复， 已得的补差额；就高不重复， 高于已得的全额给；就高不重复， 已得的不再给"
            / "write one of: `stacking highest, topped up`, `stacking highest, in full if higher`, `stacking highest, refused if received`",
        labels: { here: "只写了就高" / "says no more than highest" },
        explain: "「就高、不重复」可以读作三种：补足与别处已得的差额；高于已得才付，付全额；得过就不再付。差别是真金白银，请作者选定一种。别处已得的金额由事实 elsewhere.事项 给出。"
               / "Highest once can mean three things: the difference to what was received elsewhere; all of it, if it is more; nothing, if anything was received. They pay different money, so the author has to choose. What was received elsewhere is the fact elsewhere.MATTER.",
    }
    /// A matter that cannot be a key.
    MATTER_UNUSABLE "E0531" Error {
        message: "事项“{matter}”不能用：要有字，而且不含 / . [ ]" / "the matter \"{matter}\" cannot be used: it needs letters, and none of / . [ ]",
        help: "用几个字说清奖补的是什么：事项 \"国内维权\"" / "say in a few words what the award is for: matter \"domestic enforcement\"",
        labels: { here: "事项" / "the matter" },
        explain: "事项是奖补的由头；几份政策里同一件事要写同样的字。它也是事实文件里的键 elsewhere.事项，所以不能含分隔符。"
               / "A matter is what an award is for; all policies use the same words for the same thing. It is also the key elsewhere.MATTER in facts files, so it holds no separators.",
    }
    /// A rule for the same matter in a policy whose awards name none.
    STACKING_WITHOUT_MATTER "W0532" Warning {
        message: "写了与其他政策怎样合并，但没有一项奖励写明「事项」，这条不起作用" / "a rule for the same matter under other policies has no effect: no award says what its matter is",
        help: "在会与其他政策重复的奖励下面写：事项 \"国内维权\"" / "below each award that other policies may pay for as well, write: matter \"domestic enforcement\"",
        labels: { here: "没有可用的奖励" / "there is no award it could apply to" },
        explain: "两份政策的奖励是不是「同一件事」，要由作者写明：事项相同才算。" / "Whether awards of two policies are for the same thing is for their authors to say: they are if their matter is the same.",
    }
    /// The same matter under policies with different currencies.
    MATTER_IN_TWO_CURRENCIES "E0533" Error {
        message: "事项“{matter}”在 {first} 里按 {first_currency} 付，在 {second} 里按 {second_currency} 付，无法比较高低" / "the matter \"{matter}\" is paid in {first_currency} by {first} and in {second_currency} by {second}: which is higher cannot be said",
        help: "分别计算两份政策；或者把其中一份的「事项」改成别的字" / "evaluate the policies one by one, or give the matter of one of them other words",
        labels: {},
        explain: "就高不重复要比较金额；不同币种之间没有汇率就不能比较，也不会假定一个。" / "The highest, once, compares amounts. Amounts of different currencies cannot be compared without a rate, and none is assumed.",
    }
    /// A table key that is no fact, no field and no date.
    UNKNOWN_TABLE_KEY "E0560" Error {
        message: "表不能按「{name}」查：没有这个事实或字段" / "a table cannot be asked by `{name}`: there is no such fact or field",
        help: "{help} 按日期查的表写：按 日期" / "{help}; for a table by date write `by date`",
        labels: { here: "不知道这是什么" / "unknown" },
        explain: "表头「按」后面写事实或字段的名称，它们的类型就是查询项的类型；随时间变化的表写「按 日期」。"
               / "After `by` stand names of facts or fields, whose types are those of the keys; for what changes over time `by date`.",
    }
    /// A key of a type that rows cannot list.
    NO_TABLE_KEY "E0561" Error {
        message: "表不能按{found}查" / "{found} cannot be a key of a table",
        help: "查询项可以是单选、是否、数字、文字或日期" / "keys are enumerations, yes or no, numbers, texts or dates",
        labels: { here: "这是{found}" / "this is {found}" },
        explain: "一行要对应查询项的一个值；多选和清单同时可以有几个值，请逐项用「当 … 否则 …」。"
               / "A row answers to one value of each key; a set or a list can hold several at once: say what holds for each by `where … else …`.",
    }
    /// Combinations of keys without a row.
    TABLE_INCOMPLETE "E0562" Error {
        message: "表里缺少 {number} 种情形：{missing}" / "{number} combination(s) have no row: {missing}",
        help: "补上这些行；若政策没有规定，写「否则 0」或「否则 不符合条件」" / "add the rows; where the policy grants nothing write `otherwise 0` or `otherwise not eligible`",
        labels: { here: "这张表不全" / "this table is incomplete" },
        explain: "缺少的情形不会悄悄当作 0。要么补上，要么写明没有列出的情形怎么办。\n\n表 基础标准 按 等级\n  行 甲级 = 50万元\n  否则 不符合条件"
               / "What is missing is not silently zero. Add the row, or say what holds for what is not listed.\n\ntable base_amount by level\n  row A = 500k\n  otherwise not eligible",
    }
    /// A key that can have values beyond any list.
    TABLE_LEFT_OPEN "E0563" Error {
        message: "「{key}」可以有表里没有的取值，没有写明这时怎么办" / "`{key}` can have values that no row lists, and nothing says what holds then",
        help: "加一行「否则 0」或「否则 不符合条件」；或者给这个事实写上范围（不超过 1000 个整数）并列全" / "add `otherwise 0` or `otherwise not eligible`; or give the fact a range of at most 1000 whole numbers and list them all",
        labels: { here: "这张表" / "this table", key: "取值不止表里这些" / "can have other values" },
        explain: "数字和文字的取值列不完，所以要写明表里没有的怎么办。" / "Numbers and texts cannot be listed in full, so the table has to say what holds for the others.",
    }
    /// A row whose keys another row has.
    ROW_TWICE "E0564" Error {
        message: "这种情形表里已经有一行了" / "these keys have a row already",
        help: "删去一行，或改正查询项" / "remove one of the rows, or correct its keys",
        labels: { here: "又写了一次" / "given again", first: "第一次在这里" / "first given here" },
        explain: "同样的查询项只能有一个值。" / "The same keys have one value only.",
    }
    /// A row with too few or too many keys or values.
    ROW_LENGTH "E0565" Error {
        message: "这一行应当有 {keys} 个查询项({titles})和 {values} 个值，写了 {found_keys} 个和 {found_values} 个"
               / "this row needs {keys} key(s) ({titles}) and {values} value(s); it has {found_keys} and {found_values}",
        help: "等号前写查询项，等号后写值；值之间用顿号，或逗号加空格" / "keys before the `=`, values after it; put a space after each comma, since `500,000` is one figure",
        labels: { here: "个数不对" / "the number is wrong" },
        explain: "没有写「列」时每行写全部查询项和一个值；写了「列」时最后一个查询项横着排，每列一个值。\n\n表 基础标准 按 类别、等级\n  列 甲级、乙级\n  行 企业 = 50万元、30万元"
               / "Without `columns` each row has all keys and one value; with it the last key runs across, a value for each column.\n\ntable base_amount by kind, level\n  columns A, B\n  row enterprise = 500k, 300k",
    }
    /// A table without rows.
    TABLE_WITHOUT_ROWS "E0566" Error {
        message: "这张表没有一行" / "this table has no rows",
        help: "写「行 甲级 = 50万元」，或「各行取自 \"文件.csv\"」" / "write `row A = 500k`, or `rows from \"file.csv\"`",
        labels: { here: "没有行" / "no rows" },
        explain: "没有行的表查不出任何值。CSV 文件第一行是列名，从第二行起是数据。" / "Nothing can be looked up in it. The first line of a CSV file names the columns, the rows follow.",
    }
    /// A file of rows that cannot be used.
    TABLE_FILE "E0567" Error {
        message: "不能从「{path}」取表：{cause}" / "no rows from `{path}`: {cause}",
        help: "把 CSV 文件放在规则文件旁边或下面的文件夹里，写相对路径" / "put the CSV file beside the rule file or in a folder below it, and write its relative path",
        labels: { here: "这里取自文件" / "named here" },
        explain: "一项政策的表和规则放在一起，这样谁拿到文件夹都得到同样的结果。不读别处的文件，也不访问网络。"
               / "The tables of a policy lie with its rules, so that whoever has the folder gets the same result. Nothing is read from elsewhere, and never from the network.",
    }
    /// The first line of a file of rows does not name the keys.
    TABLE_FILE_HEADER "E0568" Error {
        message: "CSV 的第一行要依次写查询项({keys})，再写一列值，或者最后一个查询项的各个取值"
               / "the first line of the CSV names the keys ({keys}) in order, then one column of values, or a column for each value of the last key",
        help: "例如：类别，等级，金额；或：类别，甲级，乙级" / "such as `kind,level,amount`, or `kind,A,B`",
        labels: { here: "从这一列起对不上" / "from this column on" },
        explain: "列名可以写事实的名称或标签。" / "Columns are headed by the name or the label of the fact.",
    }
    /// Columns, or a second date, that a table cannot have; or too many rows.
    COLUMNS_OF_ONE_KEY "E0569" Error {
        message: "只有一个查询项的表不能写「列」" / "a table with one key has no columns",
        help: "每行写一个值，或者在表头「按」后面再写一个查询项" / "write one value a row, or name a second key after `by`",
        labels: { here: "这里写了列" / "columns" },
        explain: "「列」是最后一个查询项横着排的写法，所以至少要有两个查询项。" / "Columns are the values of the last key set out across, so there have to be two keys at least.",
    }
    /// Goals of one indicator that measure different things.
    GOALS_OF_SEVERAL_MEASURES "E0540" Error {
        message: "一个指标的各个目标计量不同：{first}与{second}" / "the goals of one indicator measure different things: {first} and {second}",
        help: "分成几个指标；或者写明目标看哪个申报项：目标 年主营业务收入 至少 1000万元"
            / "split the target; or say which fact each goal is judged by: goal main_revenue at least 10m",
        labels: { here: "这个目标" / "this goal", first: "计量不同的目标" / "a goal of another measure" },
        explain: "指标自己只有一个数（按年），事实文件里以指标的编号给出。目标计量不同时，各看一个声明过的事实。\n\n指标 机构规模 \"运营机构的规模\" 依据 一4\n  目标 年主营业务收入 至少 1000万元\n  目标 可运营专利数 至少 1000件\n  各项目标达到其一"
               / "An indicator has one figure of its own (by year), given under the target's id in facts files. Goals that measure different things are each judged by a declared fact.\n\ntarget agency_scale cites 一4\n  goal main_revenue at least 10m\n  goal patents_held at least 1000\n  any of these goals",
    }
    /// A goal judged by something that is no number.
    GOAL_OF_NO_FIGURE "E0541" Error {
        message: "「{name}」不是数字事实，目标不能看它" / "`{name}` is no fact with a number; a goal cannot be judged by it",
        help: "写一个类型为金额、计数、数量、比例或数值的事实；不写名称时，目标看指标自己的数"
            / "name a fact of type money, count, quantity, ratio or number; without a name the indicator's own figure is meant",
        labels: { here: "这个名称" / "this name" },
        explain: "目标 名称 至少 … 里的名称是一个声明过的数字事实。" / "In `goal NAME at least …` the name is a declared fact that is a number.",
    }
    /// A goal of a stated year judged by a fact that has no years.
    GOAL_NEEDS_YEARS "E0542" Error {
        message: "目标写明了年份，但「{name}」没有声明为按年" / "the goal is for a stated year, but `{name}` is not declared by year",
        help: "在这个事实的类型后面加上：按年" / "add `by year` after the type of that fact",
        labels: { here: "这个目标" / "this goal", fact: "不按年的事实" / "a fact without years" },
        explain: "按年的事实在事实文件里写成 {\"2021\": …, \"2022\": …}；只写一个数时是本年的数。" / "A fact by year is an object {\"2021\": …, \"2022\": …} in a facts file; a plain value is this year's.",
    }
    /// A cumulative goal that ends before it begins.
    TOTAL_ENDS_BEFORE "E0543" Error {
        message: "累计从 {from} 年到 {to} 年，结束在开始之前" / "in total from {from} to {to}: it ends before it begins",
        help: "把早的年份写在前面" / "put the earlier year first",
        labels: { here: "这个目标" / "this goal" },
        explain: "累计目标把起止年份（都算在内）的数加起来。" / "A cumulative goal adds the figures of all years from the first to the last, both included.",
    }
    /// A base without growth.
    BASE_WITHOUT_GROWTH "E0544" Error {
        message: "写了基期，但没有增幅目标" / "a base is stated, but no growth",
        help: "加上：增幅 至少 10% 到 2020年；或者删去基期" / "add: growth at least 10% per year by 2020; or delete the base",
        labels: { here: "基期" / "the base" },
        explain: "基期只用来计算增幅。" / "The base is what growth is counted from.",
    }
    /// Growth to a year that is not after the base.
    BASE_NOT_BEFORE "E0545" Error {
        message: "基期 {base} 年不早于目标年 {year} 年" / "the base year {base} is not before {year}",
        help: "检查两个年份" / "check the two years",
        labels: { here: "这个增幅" / "this growth", base: "基期" / "the base" },
        explain: "增幅从基期算到目标年，至少隔一年。" / "Growth runs from the base to the year of the goal, one year at least.",
    }
    /// Growth from a base that does not say when it is judged.
    GROWTH_WITHOUT_YEAR "E0546" Error {
        message: "增幅有基期，但没有写明算到哪一年" / "growth has a base, but does not say up to which year",
        help: "加上年份：增幅 至少 10% 到 2020年；逐年与上年相比时写：基期 上年"
            / "add the year: growth at least 10% per year by 2020; for growth over the year before write: base last year",
        labels: { here: "这个增幅" / "this growth", base: "基期" / "the base" },
        explain: "年均增幅按复合增长率判断：期末数 ≥ 基期数 × (1 + 增幅)^年数，所以要知道基期和期末。" / "Growth is a compound average: the last figure is at least base × (1 + rate)^years, so the first and the last year have to be known.",
    }
    /// A growth that cannot be computed exactly.
    GROWTH_TOO_LONG "E0547" Error {
        message: "{rate} 的增幅算 {years} 年，数字太长，无法精确计算" / "growth of {rate} over {years} years cannot be computed exactly: the figures get too long",
        help: "把增幅写成位数少的百分数，或者把期限分段" / "state the rate with fewer digits, or judge it over fewer years",
        labels: { here: "这个增幅" / "this growth" },
        explain: "ipcalc 不用近似值判断目标，所以增幅的乘方必须能精确写出。" / "No goal is judged by an approximation, so the power of the growth has to fit exactly.",
    }
    /// A cumulative goal over very many years.
    TOTAL_TOO_LONG "E0548" Error {
        message: "累计目标超过 50 年" / "a cumulative goal over more than 50 years",
        help: "检查起止年份" / "check the years",
        labels: { here: "这个目标" / "this goal" },
        explain: "累计目标逐年相加，最多 50 年。" / "A cumulative goal adds up the figures of at most 50 years.",
    }
    /// Shares that do not make a whole.
    SHARES_NOT_WHOLE "E0580" Error {
        message: "各份比例相加是 {sum}，应当正好是 100%" / "the shares add up to {sum}; they have to be 100% exactly",
        help: "改正比例；最后一份可以写「其余」；也可以写成比例 8:2" / "correct a share, call one the `rest`, or write a proportion such as 8:2",
        labels: { here: "这些比例" / "these shares" },
        explain: "各份合起来必须正好等于奖励金额，一分不多，一分不少。写「其余」的那一份取剩下的全部，所以在它之前的比例必须小于 100%。\n\n分摊 80% \"市级\", 20% \"区级\""
               / "The parts together are the amount, to the fen. The part called the rest takes all that is left, so the others must be less than 100%.\n\nsplit 80% \"city\", 20% \"district\"",
    }
    /// A share that is nothing.
    SHARE_OF_NOTHING "E0581" Error {
        message: "「{name}」的一份不大于零" / "the share of `{name}` is not above zero",
        help: "改正比例，或者删去这一份" / "correct the share, or delete this part",
        labels: { here: "这个比例" / "this share" },
        explain: "每一份都要大于零。" / "Every part is above zero.",
    }
    /// Two parts are called the rest.
    TWO_RESTS "E0582" Error {
        message: "「其余」写了不止一份" / "more than one part is called the rest",
        help: "只留一份「其余」，其他各份写明比例" / "keep one `rest`, and state the share of the others",
        labels: { here: "这里" / "here" },
        explain: "两份都写「其余」，就不知道各是多少。" / "Of two rests nobody knows which is how much.",
    }
    /// A proportion with more or fewer figures than names.
    SHARES_AND_NAMES "E0583" Error {
        message: "比例有 {shares} 个数，名称有 {names} 个" / "the proportion has {shares} figures, the names after it are {names}",
        help: "每个数对应一个名称：分摊 8:2 \"市级\", \"区级\"" / "one name for each figure: split 8:2 \"city\", \"district\"",
        labels: { here: "这里" / "here" },
        explain: "比例里的每个数依次对应后面的名称。" / "Each figure of a proportion belongs to the name in its place.",
    }
    /// The policy rounds amounts coarsely; to what parts are rounded is open.
    PARTS_WITHOUT_STEP "E0584" Error {
        message: "政策的金额舍入到 {step} 元，没有写明各份舍入到哪一位" / "the policy rounds amounts to {step}; to what are the parts rounded?",
        help: "在末尾加上：取整 舍去 到 0.01；或者 到 {step}" / "add at the end: rounded down to 0.01, or to {step}",
        labels: { here: "各份之和总等于金额，但各份自己精确到哪一位，有两种读法" / "the parts add up either way, but how fine is each?" },
        explain: "金额舍入到元或万元的政策，拆分后的各份可以精确到分，也可以同样到元或万元；请写明。" / "Where a policy rounds amounts to a yuan or to 10,000, the parts may be that coarse as well, or go to the fen; the author says which.",
    }
    /// An order of items where the award goes through no list.
    RUNNING_WITHOUT_EACH "E0550" Error {
        message: "这个奖励没有逐项计算，谈不上先后" / "this award goes through no list, so there is no order",
        help: "先写 `逐笔 贷款 取自 贷款清单`" / "add `each loan in loans` first",
        labels: { here: "按什么的先后？" / "the order of what?" },
        explain: "先后、取哪几项，说的都是清单里的项目。" / "An order, and which items are taken, are about the items of a list.",
    }
    /// Two limits on the number of items.
    COUNTED_TWICE "E0551" Error {
        message: "计入的项数写了两次" / "the number of items that count is said twice",
        help: "只留一个" / "keep one of them",
        labels: { here: "又写了一次" / "again here", first: "先写在这里" / "first here" },
        explain: "一个奖励只能有一条「计至 …项」。" / "An award has one `counted to … items`.",
    }
    /// A number of items that is none.
    COUNTED_TO_WHAT "E0552" Error {
        message: "项数要写成大于 0 的整数" / "the number of items is a whole number above zero",
        help: "例如：计至 3项" / "for instance `counted to 3 items`",
        labels: { here: "不是项数" / "no number of items" },
        explain: "逐项计算时，「计至 3项」是说最多 3 项计入。" / "Under `each`, `counted to 3 items` says that at most 3 items count.",
    }
    /// A key that has no order.
    NO_ORDER_KEY "E0553" Error {
        message: "{found} 没有先后或大小，不能用来排序" / "{found} has no order to go by",
        help: "用数字、金额或日期排序" / "order by a number, an amount or a date",
        labels: { here: "按它排序" / "ordered by this" },
        explain: "排序要用数字、金额或日期；需要时再写第二个：`按 贷款.日期 先后，再按 贷款.金额`。" / "Items are put in order by numbers, amounts or dates; a second key breaks ties: `in order of loan.date, then loan.amount`.",
    }
    /// A running limit on each item.
    RUNNING_PER_ITEM "E0554" Error {
        message: "滚动的限额不能按项" / "a running limit cannot be per item",
        help: "每一项各自的限额写成：每项最高 …" / "a limit on each item by itself is `max … per item`",
        labels: { here: "按这个先后滚动" / "running in this order" },
        explain: "滚动的限额由先后各项共用，先到先用。" / "A running limit is shared by the items, in their order.",
    }
    /// A running limit that is not the last line of the items.
    RUNNING_NOT_LAST "E0555" Error {
        message: "滚动的限额要放在逐项各行的最后，而且只能有一条" / "a running limit is the last line of the items, and the only one",
        help: "把其他逐项的调整写在它前面" / "put what else concerns each item before it",
        labels: { here: "它后面还有逐项的调整" / "more about the items follows" },
        explain: "先算出每一项的金额，再按先后用掉限额。" / "First each item has its amount, then these use up the limit in their order.",
    }
    /// A score without a mark is asked whether it passes, or for something else.
    NO_PASS_MARK "E0585" Error {
        message: "「{name}」是评分，只能问「{name}.及格」，而且它要有及格线" / "`{name}` is a score: it can be asked `{name}.passed`, if it has a mark",
        help: "在评分里加上：及格 ≥ 60；或者直接比较：条件 {name} ≥ 60" / "add to the score: pass >= 60; or compare it: where {name} >= 60",
        labels: { here: "这里" / "here" },
        explain: "评分的名称就是总分，可以直接比较；写了及格线的，还可以问是否及格。\n\n条件 评审.及格"
               / "The name of a score is its total, which can be compared; one with a mark can be asked whether it passes.\n\nwhere review.passed",
    }
    /// Some indicators have weights, and one has none.
    WEIGHT_MISSING "E0586" Error {
        message: "有的指标写了权重，这一项没有" / "some indicators have a weight, and this one has none",
        help: "在末尾加上：权重 30%；或者各项都不写权重" / "add at the end: weight 30%; or leave all weights out",
        labels: { here: "没有权重" / "no weight" },
        explain: "权重要么都写，相加为 100%；要么都不写，各项得分直接相加。" / "Either all indicators have weights, which add up to 100%, or none has, and the points are added up.",
    }
    /// Weights that do not make a whole.
    WEIGHTS_NOT_WHOLE "E0587" Error {
        message: "权重相加是 {sum}，应当正好是 100%" / "the weights add up to {sum}; they have to be 100% exactly",
        help: "改正权重" / "correct the weights",
        labels: { here: "这个评分" / "this score" },
        explain: "加权总分的权重相加正好是 100%；不是加权的评分不写权重。" / "The weights of a weighted total are 100% together; a score that is not weighted has none.",
    }
    /// A mark that is passed from below.
    MARK_FROM_BELOW "E0588" Error {
        message: "及格线要写明是「≥」还是「>」" / "a mark is passed with `>=` or with `>`",
        help: "写成：及格 ≥ 60 （含 60），或者 及格 > 60 （不含）" / "write: pass >= 60 (60 passes), or pass > 60 (60 does not)",
        labels: { here: "这条及格线" / "this mark" },
        explain: "正好等于及格线的算不算及格，由作者写明。" / "Whether the mark itself passes, the author says.",
    }
    /// A score that nothing brings points to.
    SCORE_WITHOUT_POINTS "E0589" Error {
        message: "评分没有写明得分的指标" / "the score has no indicator that brings points",
        help: "加上：计分 \"专利\" 2 每件 …，最高 20" / "add: points \"Patents\" 2 for each of patents, max 20",
        labels: { here: "这个评分" / "this score" },
        explain: "评分由各项指标的得分相加。" / "A score adds up the points of its indicators.",
    }
}
