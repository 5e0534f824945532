//! Diagnostics of the room `plan`: E06xx.

use super::entries;

entries! {
    /// A number that could need more digits than are computed exactly.
    NUMBER_TOO_LARGE "E0601" Error {
        message: "这里的数可能需要 {whole} 位整数和 {fraction} 位小数，合计超过可以精确计算的 37 位"
               / "this number could need {whole} digits before the point and {fraction} after it, together more than the 37 that are computed exactly",
        help: "给 {facts} 写上 `范围`，例如 `范围 0 至 1亿`，或者先把中间结果舍入"
            / "give {facts} a `range`, such as `range 0 to 100m`, or round what is computed on the way",
        labels: { here: "可能太大或太细的数" / "could be too large or too fine", fact: "这里没有写足够窄的范围" / "no range that is narrow enough" },
        explain: "金额一分也不能错，所以每个数在执行之前都要证明能够精确计算。没有写范围的金额按不到 10 的 15 次方、最多 6 位小数计算；两个这样的数相乘就放不下了。\n\n错误：事实 单价 : 金额\n      事实 面积 : 数量 m²\n      金额 单价 * 面积\n正确：事实 单价 : 金额\n        范围 0 至 10万\n      事实 面积 : 数量 m²\n        范围 0 至 100万"
               / "No amount may be off by a fen, so every number is proved to be computable exactly before anything runs. Money without a stated range is taken to be below 10 to the power of 15 with at most 6 decimals; the product of two such numbers does not fit.\n\nwrong: fact price : money\n       fact area : quantity in m²\n       pays price * area\nright: fact price : money\n         range 0 to 100k\n       fact area : quantity in m²\n         range 0 to 1m",
    }
    /// A division in an amount whose divisor is not known to differ from zero.
    DIVISOR_MAY_BE_ZERO "E0602" Error {
        message: "这里的除数可能是 0" / "the divisor here can be zero",
        help: "在前面写明 {facts} 不是 0 才算：`条件 营收 > 0`、`条件 营收 有基期`，或者 `研发 / 营收 当 营收 > 0 否则 0%`；本来就不会是 0 的，给它写 `范围 至少 1`"
            / "say before that it is computed only where {facts} is not zero: `where revenue > 0`, `where revenue has a base`, or `research / revenue where revenue > 0 else 0%`; where it never is zero, give it a `range at least 1`",
        labels: { here: "除以可能为 0 的数" / "divides by what can be zero", fact: "它可以是 0" / "it can be zero" },
        explain: "除以 0 没有结果，系统也不会用 0 代替。金额里的除数要么在前面的条件里写明大于 0（`条件 份数 > 0`，`… 当 份数 > 0 否则 …`，`条件 营收 有基期`），要么声明不含 0 的范围。条件里的比较用交叉相乘判断，除数为 0 时条件不成立。\n\n错误：事实 份数 : 数值\n      金额 总成本 / 份数\n正确：事实 份数 : 数值\n        范围 至少 1\n      金额 总成本 / 份数"
               / "Nothing comes of a division by zero, and nothing is put in its place. The divisor in an amount is above zero by a condition before it (`where parts > 0`, `… where parts > 0 else …`, `where revenue has a base`), or by a range without zero. A comparison in a condition is decided by cross-multiplication and does not hold where the divisor is zero.\n\nwrong: fact parts : number\n       pays total_cost / parts\nright: fact parts : number\n         range at least 1\n       pays total_cost / parts",
    }
    /// A sum over items of quotients that have a divisor each.
    SUM_OF_QUOTIENTS "E0603" Error {
        message: "清单里每一项各有自己的除数，这些商不能精确地求和"
               / "every item has a divisor of its own, and such quotients cannot be summed exactly",
        help: "先把每一项舍入再求和，例如在该项金额后写 `舍入 四舍五入 至 0.01`"
            / "round each item before the sum, for instance `rounded half up to 0.01` after its amount",
        labels: { here: "在这里求和" / "summed here", fact: "除数" / "the divisor" },
        explain: "1/7 + 1/11 + 1/13 … 的公分母随项数相乘增长，很快就放不下。除以固定的数（如 12）没有这个问题。"
               / "The common denominator of 1/7 + 1/11 + 1/13 … is a product that grows with every item and soon does not fit. Dividing by a fixed number such as 12 is no problem.",
    }
    /// A default that depends on something.
    DEFAULT_NOT_FIXED "E0604" Error {
        message: "默认值必须是写定的值" / "a default has to be a fixed value",
        help: "写一个数、日期、是或否、文字或选项" / "write a number, a date, yes or no, a text or one of the values",
        labels: { here: "这个值取决于别的东西" / "this depends on something else" },
        explain: "默认值在没有给出事实时采用，并列入结果的假设，所以不能取决于其他事实。\n\n错误：默认 去年营收\n正确：默认 0"
               / "A default stands in for a fact that is not given and is listed among the assumptions of the result, so it cannot depend on other facts.\n\nwrong: default last_year_revenue\nright: default 0",
    }
    /// A group of more members than are compared with each other.
    GROUP_TOO_LARGE "E0605" Error {
        message: "这个组合有 {members} 个成员，超过 {limit} 个的上限" / "this group has {members} members, more than the {limit} allowed",
        help: "把它拆成几个组合" / "split it into several groups",
        labels: { here: "成员太多" / "too many members" },
        explain: "取最高一项或在先一项的组合里，每个成员都要和其他每个成员比较，所以成员数有上限。"
               / "In a group that pays the highest or the first, each member is compared with each other one, so their number is limited.",
    }
    /// A form that has no place in a plan.
    NOT_COMPUTABLE "E0606" Error {
        message: "这里的写法无法计算" / "this cannot be computed as it is written",
        help: "清单的字段只能在同一清单的 `每笔`、`求和` 等之内使用；金额写成数，条件写成是或否；在一项之内要用到整个清单的数，先用 `令` 算好"
            / "use the fields of a list only inside `each`, `sum of` and the like of the same list; write numbers as amounts and yes-or-no as conditions; what an item needs of its whole list is computed before, with `let`",
        labels: { here: "这里" / "here" },
        explain: "每一项清单各自计算，一项里看不到另一个清单的项。需要时先用 `求和`、`个数` 等把另一个清单变成一个数。同一清单也是这样：项之内再走一遍清单时，分不清字段属于哪一项。\n\n错误：逐笔 贷款 取自 各笔贷款 当 贷款.利息 = 最大 另笔.利息 逐笔 另笔 取自 各笔贷款\n正确：令 最高利息 = 最大 贷款.利息 逐笔 贷款 取自 各笔贷款\n      逐笔 贷款 取自 各笔贷款 当 贷款.利息 = 最高利息"
               / "Each list is computed item by item, and an item of one list does not see the items of another. Make one number of the other list first, with `sum of`, `count of` and the like. The same list is no exception: where it is gone through again inside an item, a field would not say whose it is.\n\nwrong: each loan in loans where loan.interest = highest other.interest over other in loans\nright: let most = highest loan.interest over loan in loans\n       each loan in loans where loan.interest = most",
    }
}
