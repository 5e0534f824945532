//! Diagnostics of types, units and currencies: E03xx.

use super::entries;

entries! {
    /// Two values that do not go together.
    UNLIKE_TYPES "E0301" Error {
        message: "{left} 和 {right} 不能放在一起比较或相加" / "{left} and {right} cannot be compared or added",
        help: "{help}" / "{help}",
        labels: { left: "{left}" / "{left}", right: "{right}" / "{right}" },
        explain: "金额只能和金额比较，件数只能和件数比较，天数和月数也不能直接相比。没有写单位的数字（如 100、50万）会自动取另一边的单位。\n\n错误：条件 交易额 > 转让件数\n正确：条件 交易额 > 100万元"
               / "Money is compared with money, a count with a count; days and months do not mix. A bare figure (100, 500k) takes the unit of the other side.\n\nwrong: where turnover > patents_transferred\nright: where turnover > 1m",
    }
    /// A percentage without its base.
    SHARE_OF_WHAT "E0302" Error {
        message: "百分比没有写明是什么的百分比" / "a percentage of what?",
        help: "写出基数，例如：交易额 的 5%" / "name the base, as in `5% of turnover`",
        labels: { here: "少了基数" / "its base is missing", money: "这是金额" / "this is money" },
        explain: "金额不能只写百分比，要写明按什么计算。\n\n错误：金额 5%\n正确：金额 当年专利技术交易额 的 5%" / "An amount cannot be a bare percentage.\n\nwrong: pays 5%\nright: pays 5% of patent_transaction_value",
    }
    /// Money of another currency.
    WRONG_CURRENCY "E0303" Error {
        message: "这里应当是 {wanted}，写的却是 {found}" / "{wanted} is needed here, this is {found}",
        help: "改用 {wanted}，或者先用写明的汇率折算" / "use {wanted}, or convert at a stated rate first",
        labels: { here: "币种是 {found}" / "in {found}" },
        explain: "政策的金额都用表头写明的币种（没有写就是人民币 CNY）。不同币种不能相比、相加，也不能用作限额。" / "Amounts are in the currency of the policy's header (CNY unless stated). Currencies do not mix.",
    }
    /// A value where a condition is needed.
    NOT_A_CONDITION "E0304" Error {
        message: "这里需要一个条件（是或否），写的却是{found}" / "a condition is needed here, this is {found}",
        help: "补上比较，例如 ≥ 100、是 …、含 …" / "compare it with something: `>= 100`, `is …`, `has …`",
        labels: { here: "这是{found}" / "this is {found}" },
        explain: "条件要么是一个「是否」类型的事实，要么是一个比较。\n\n错误：条件 小微企业托管数\n正确：条件 小微企业托管数 ≥ 100" / "A condition is a fact of type `bool`, or a comparison.\n\nwrong: where small_firms_hosted\nright: where small_firms_hosted >= 100",
    }
    /// A value of another type than its place wants.
    WRONG_TYPE "E0305" Error {
        message: "这里需要{wanted}，写的却是{found}" / "{wanted} is needed here, this is {found}",
        help: "检查名称是否写对，以及它声明的类型" / "check the name, and the type it is declared with",
        labels: { here: "这是{found}" / "this is {found}" },
        explain: "每个位置只接受一种类型：金额后面要有金额，名额后面要有件数，等等。" / "Each place takes one type: an amount is money, a quota is a count, and so on.",
    }
    /// Something that is not fixed where a figure is needed.
    NOT_FIXED "E0306" Error {
        message: "这里要写一个固定的数字" / "a fixed figure is needed here",
        help: "直接写出数字，不要写事实的名称" / "write the figure itself, not the name of a fact",
        labels: { here: "取决于申报内容" / "depends on the facts" },
        explain: "范围、默认值、舍入单位、名额、分担比例、指标数值都必须是写死的数字。" / "Ranges, defaults, rounding steps, quotas, shares and goals are figures that depend on no fact.",
    }
    /// "At least n of" with an n that cannot be.
    AT_LEAST_HOW_MANY "E0307" Error {
        message: "「至少几项」的项数要在 1 到 {number} 之间" / "`at least n of` needs a whole n from 1 to {number}",
        help: "括号里一共有 {number} 个条件" / "there are {number} conditions in the brackets",
        labels: { here: "项数不对" / "this number" },
        explain: "至少 2 项 满足 （甲， 乙， 丙）：项数不能为 0，也不能多过括号里的条件。" / "In `at least 2 of (a, b, c)` the number is neither 0 nor more than the conditions listed.",
    }
    /// `has` asked of something that is no set.
    NOT_A_SET "E0308" Error {
        message: "「含」只能用于多选，这里是{found}" / "`has` asks a set, this is {found}",
        help: "单选请用「是」，数字请用 ≥、≤、=" / "for one value use `is`, for numbers `>=`, `<=`, `=`",
        labels: { here: "这是{found}" / "this is {found}" },
        explain: "荣誉 含 国家级示范 —— 「荣誉」必须声明为 多选(set of)。" / "In `honours has national_demonstration`, honours is declared `set of …`.",
    }
    /// A set compared with `=` or `is`.
    SET_NEEDS_HAS "E0309" Error {
        message: "多选不能用「是」或比较符号" / "a set cannot be compared",
        help: "写成：… 含 …" / "ask with `has`: `honours has …`",
        labels: { here: "这里" / "here" },
        explain: "一个多选可以同时有几个取值，所以只能问它是否含有某个取值。" / "A set can hold several values at once, so one can only ask whether it has a value.",
    }
    /// An order asked of values that have none.
    NO_ORDER "E0310" Error {
        message: "{found} 没有大小，只能用「是」或「不是」" / "{found} has no order; use `is` or `is not`",
        help: "要比较等级高低，请把等级声明为数字" / "to compare levels, declare the level as a number",
        labels: { here: "这里比较了大小" / "compared by size here" },
        explain: "单选值、文字、是否只能比较是否相同。" / "Enumeration values, texts and bools are equal or not, nothing else.",
    }
    /// A product or quotient without meaning.
    CANNOT_MULTIPLY "E0311" Error {
        message: "{left} 和 {right} {operation}没有意义" / "{left} and {right} cannot be {operation}",
        help: "检查是不是少了比例（如 5%），或者多乘了一次金额" / "check whether a share (such as 5%) is missing, or an amount too many",
        labels: { left: "{left}" / "{left}", right: "{right}" / "{right}" },
        explain: "金额可以乘以比例、件数、面积、天数；两个金额相乘没有意义。" / "Money can be multiplied by a share, a count, a quantity or a duration; money times money means nothing.",
    }
    /// A fixed divisor of zero.
    DIVISION_BY_ZERO "E0312" Error {
        message: "不能除以 0" / "division by zero",
        help: "改正除数" / "correct the divisor",
        labels: { here: "这是 0" / "this is zero" },
        explain: "任何数都不能除以 0。" / "Nothing can be divided by zero.",
    }
    /// Something that is no share before `of`.
    NOT_A_SHARE "E0313" Error {
        message: "这里需要一个比例（如 5%、1/3），写的却是{found}" / "a share such as 5% or 1/3 is needed here, this is {found}",
        help: "写成百分比或分数" / "write a percentage or a fraction",
        labels: { here: "这是{found}" / "this is {found}" },
        explain: "「X 的 5%」里「的」后面要有比例；「乘」后面要有倍数，如 110%。" / "`5% of x` has a share before `of`; `times` is followed by a factor such as 110%.",
    }
    /// `5 of x`, where `5% of x` was meant.
    PERCENT_SIGN_MISSING "E0314" Error {
        message: "「{figure}」后面少了百分号" / "a percent sign is missing after `{figure}`",
        help: "写成 {figure}%；若确实是 {figure} 倍，写成 {figure} × …" / "write {figure}%, or `{figure} × …` if a multiple is meant",
        labels: { here: "这里" / "here" },
        explain: "「的」前后的比例不能大于 1 而没有百分号，以免把 5% 算成 5 倍。" / "A bare figure above 1 before `of` is refused, lest 5% be paid as 5 times.",
    }
    /// A rounding step that cannot be used.
    ROUNDING_STEP "E0315" Error {
        message: "不能舍入到 {step}" / "cannot round to {step}",
        help: "舍入单位要大于 0，最小 0.000001，例如 0.01（分）、1（元）、10000（万元）" / "the step is above 0, at least 0.000001: 0.01, 1, 10000",
        labels: { here: "舍入单位" / "the step" },
        explain: "舍入写成：舍入 四舍五入 到 0.01。" / "Rounding is written `rounding half up to 0.01`.",
    }
    /// An amount for each of a unit that the count does not have.
    EACH_OF_ANOTHER_UNIT "E0316" Error {
        message: "写的是「每{unit}」，数的却是「{counted}」" / "an amount for each {unit}, but what is counted is {counted}",
        help: "两处用同一个单位" / "use the same unit in both places",
        labels: { here: "每{unit}" / "for each {unit}", counted: "以「{counted}」计数" / "counted in {counted}" },
        explain: "「转让数 每件 5000元」里的「件」要和事实「转让数」声明的单位一致。" / "The unit of the amount and the unit of the count have to be the same.",
    }
    /// A table asked with too few or too many keys.
    LOOKUP_KEYS "E0330" Error {
        message: "这张表有 {wanted} 个查询项({keys})，写了 {found} 个" / "this table has {wanted} key(s) ({keys}), {found} given",
        help: "方括号里按表头的顺序写全：{keys}" / "write them all in the order of the table's heading: {keys}",
        labels: { here: "查询项的个数不对" / "the number of keys is wrong" },
        explain: "查表时方括号里的每一项对应表头「按」后面的一项，顺序相同。\n\n表 基础标准 按 类别、等级\n错误：基础标准[等级]\n正确：基础标准[类别， 等级]"
               / "Each key in the square brackets answers to one after `by` in the table's heading, in the same order.\n\ntable base_amount by kind, level\nwrong: base_amount[level]\nright: base_amount[kind, level]",
    }
    /// Square brackets after something that is no table.
    INDEX_OF_NO_TABLE "E0331" Error {
        message: "方括号前面不是一张表" / "what stands before the square brackets is no table",
        help: "方括号用来查表，例如 基础标准[等级]；按年的事实可以写成 营收[今年 - 1]" / "square brackets look a row up, as in `base_amount[level]`",
        labels: { here: "这不是表" / "this is no table" },
        explain: "只有用「表」声明的名称后面可以写方括号。" / "Only a name that is declared with `table` is followed by square brackets.",
    }
    /// A table where a value is needed.
    TABLE_WITHOUT_KEYS "E0332" Error {
        message: "「{name}」是一张表，要写明查哪一行" / "`{name}` is a table: which row?",
        help: "写成 {name}[…]，方括号里是 {keys}" / "write `{name}[…]` with {keys} in the brackets",
        labels: { here: "少了方括号" / "the square brackets are missing" },
        explain: "一张表有许多值，用方括号说明取哪一个：基础标准[等级]。" / "A table has many values; square brackets say which one is meant: `base_amount[level]`.",
    }
    /// A cell of a file of rows that holds no value.
    CELL_WITHOUT_VALUE "E0334" Error {
        message: "「{text}」不是表里能用的值" / "`{text}` is no value for a table",
        help: "写一个数（500000、50万元、3.45%）或日期(2024-02-20)；没有值的格子留空" / "write a figure (500000, 500k, 3.45%) or a date (2024-02-20); leave a cell without a value empty",
        labels: { here: "这一格" / "this cell" },
        explain: "CSV 文件里的每一格和规则里写的值一样读：可以带 %、万元、个月等单位，不能有别的文字。"
               / "A cell of a CSV file is read as a value in a rule: it may carry a unit such as % or months, and no other words.",
    }
    /// A key of a row that is not of the key's type.
    WRONG_ROW_KEY "E0333" Error {
        message: "这一列要写{wanted}" / "{wanted} is needed here",
        help: "单选值直接写名称，文字加引号，日期写成 2024-02-20" / "write values of an enumeration by name, texts in quotes, dates as 2024-02-20",
        labels: { here: "不是{wanted}" / "this is not {wanted}" },
        explain: "一张表每一行的查询项都要符合表头声明的类型。\n\n表 贷款利率 按 日期\n错误：行 \"2024年\" = 3.45%\n正确：行 2024-02-20 = 3.45%"
               / "The keys of a row have the types that the heading names.\n\ntable lpr by date\nwrong: row \"2024\" = 3.45%\nright: row 2024-02-20 = 3.45%",
    }
    /// A value between brackets that none of them covers.
    BRACKET_GAP "E0320" Error {
        message: "{value}时没有任何一档适用" / "no bracket applies {value}",
        help: "把相邻的一档改成包含这个数，或者写明那里怎么办（如 `以下 不予支付`、`以上 0.3%`）"
            / "let a bracket beside it include the number, or say what holds there (`below nothing`, `above 0.3%`)",
        labels: { here: "到这里为止" / "up to here", other: "从这里开始" / "from here on" },
        explain: "分档必须把每一个可能的数都说到。「超过 200万」不含 200万，「以上」含 200万；最低一档以下没有奖励时也要写明 `以下 不予支付`。\n\n错误：金额 按 销售额 分档：超过 200万 2%，不满 200万 1%\n正确：金额 按 销售额 分档：200万以上 2%，不满 200万 1%"
               / "Brackets have to cover every value there can be. `> 2m` leaves out 2m itself, `>= 2m` includes it; where nothing is paid below the lowest bracket, `below nothing` says so.\n\nwrong: pays bracket by sales: > 2m 2%, < 2m 1%\nright: pays bracket by sales: >= 2m 2%, < 2m 1%",
    }
    /// A value that two brackets cover.
    BRACKET_OVERLAP "E0321" Error {
        message: "{value}时有两档同时适用" / "two brackets apply {value}",
        help: "让两档在这个数上分开：一档含它（以上、≥），另一档不含（不满、<）"
            / "part the two at this number: one includes it (`>=`), the other does not (`<`)",
        labels: { here: "这一档含它" / "this bracket includes it", other: "这一档也含它" / "so does this one" },
        explain: "每一个数只能落在一档里，否则同一个申报人会有两个金额。\n\n错误：金额 按 销售额 分档：200万以上 2%,200万以下 1%\n正确：金额 按 销售额 分档：200万以上 2%,200万以下(不含) 1%"
               / "A value may lie in one bracket only, or one applicant would have two amounts.\n\nwrong: pays bracket by sales: >= 2m 2%, <= 2m 1%\nright: pays bracket by sales: >= 2m 2%, < 2m 1%",
    }
    /// A bracket that holds nothing.
    BRACKET_EMPTY "E0322" Error {
        message: "没有任何数会落在这一档里" / "no value can lie in this bracket",
        help: "检查两端的数字和先后" / "check the numbers at its ends and their order",
        labels: { here: "这一档是空的" / "this bracket is empty" },
        explain: "一档的下限要小于上限；`其后 2000万` 要写在它接续的那一档之后。" / "A bracket begins below its end; `next 20m` stands after the bracket that it continues.",
    }
    /// A range whose ends are not said to belong to it.
    END_UNSAID "E0323" Error {
        message: "没有写明恰好 {value} 时算不算在这一档里" / "does exactly {value} belong to this bracket?",
        help: "含 {low}、不含 {high} 就写成 {low}（含）至{high}（不含）；两端都含就写成 {low}（含）至{high}（含）"
            / "with {low} but not {high} write `{low} (included) to {high} (excluded)`; with both, `{low} (included) to {high} (included)`",
        labels: { here: "这一端含不含？" / "included or not?" },
        explain: "「200万至800万」没有说恰好 200万、恰好 800万时怎么办，两种读法差的可能就是一档奖励。" / "`2m to 8m` does not say what holds at exactly 2m and exactly 8m; the two readings may be a whole bracket apart.",
    }
    /// Parts of a base whose rates are no rates, or that are to be applied to another base.
    PARTS_NEED_RATES "E0324" Error {
        message: "分段计算的每一段都要写比例或单价，这里写的是{found}" / "each part of `in parts` has a rate, this is {found}",
        help: "要给固定金额请用 `分档`；比例用于别的基数时也请用 `分档`" / "for fixed amounts, or a rate applied to another base, use brackets without `in parts`",
        labels: { here: "这是{found}" / "this is {found}" },
        explain: "分段计算是把基数切成几段，每段乘以自己的比例，再加起来。固定金额没有可乘的段；比例按一个数确定、用在另一个数上时，也没有段可切。" / "`in parts` cuts the base into parts, multiplies each by its own rate and adds up. A fixed amount has no part to multiply, and a rate chosen by one value and applied to another has none either.",
    }
    /// `counted to` where nothing is counted.
    NOTHING_COUNTED "E0325" Error {
        message: "「计至」限制的是数量，可这里的金额没有（或不止）一个数量" / "`counted to` limits a count, and this amount has none, or several",
        help: "在数量后面直接写限制：`专利数 至多计 8 每件 5000元`；限制的若是金额，写 `最高 …`"
            / "put the limit right after the count, `5k for each of (patents up to 8)`; a limit on the amount is `at most …`",
        labels: { here: "限制的是哪个数量？" / "a limit on which count?" },
        explain: "「计至 8件」说的是金额里按件、按平方米计算的那个数量最多算 8。金额里没有数量，或者有两个数量时，要写明限制的是哪一个。\n\n错误：金额 交易额 的 5%，计至 8件\n正确：金额 专利数 每件 5000元，计至 8件"
               / "`counted to 8` says that of the number an amount is paid for at most 8 count. Where an amount has no such number, or two, say which is meant.\n\nwrong: pays 5% of turnover, counted to 8\nright: pays 5k for each of patents, counted to 8",
    }
    /// Points on something that has no rate, or several.
    POINTS_WITHOUT_RATE "E0326" Error {
        message: "百分点要加在比例上，可「金额」这一行没有（或不止）一个比例" / "points are added to a rate, and `pays` has none, or several",
        help: "要按倍数提高写 `乘 110%`，要加一笔钱写 `另加 …`；有几个比例时，先写 `令 加点 = 2% 当 重点产业 否则 0%`，再把每个比例写成 `(6% + 加点)`"
            / "for a factor write `times 110%`, for a sum of money `plus …`; where there are several rates, write `let extra = 2% where key_industry else 0%` and each rate as `(6% + extra)`",
        labels: { here: "加在哪个比例上？" / "on which rate?" },
        explain: "「提高 2 个百分点」把 5% 变成 7%，「提高 2%」把金额乘以 1.02，两者相差很大。\n\n错误：金额 10万元\n      另加 2个百分点\n正确：金额 交易额 的 5%\n      另加 2个百分点 当 重点产业"
               / "Two points more turn 5% into 7%; 2% more multiply the amount by 1.02.\n\nwrong: pays 100k\n       plus 2 points\nright: pays 5% of turnover\n       plus 2 points where key_industry",
    }
    /// `plus 10%`, which can be read in three ways.
    UPLIFT_OF_WHAT "E0327" Error {
        message: "「加 {share}%」有三种读法" / "`{share}%` more can be read in three ways",
        help: "加在比例上：`另加 {share}个百分点`；以上各行合计再乘：`乘 {whole}%`；只按基础金额加：`另加 基础金额 的 {share}%`"
            / "on the rate: `plus {share} points`; on everything so far: `times {whole}%`; on what `pays` gives: `plus {share}% of the base`",
        labels: { here: "加在什么上？" / "of what?" },
        explain: "「上浮 10%」可以是比例加 10 个百分点，可以是已算出的金额乘以 110%，也可以是只按基础金额加一成。写政策的人要选定一种。\n\n错误：另加 10%\n正确：乘 110%" / "`10% more` may mean ten points on the rate, the amount so far times 110%, or a tenth of the basic amount on top. The author chooses.\n\nwrong: plus 10%\nright: times 110%",
    }
    /// `the base` where nothing is paid.
    NO_BASE "E0328" Error {
        message: "这里没有「基础金额」" / "there is no base here",
        help: "「基础金额」是同一奖励「金额」那一行算出的数，只能用在它后面的调整里" / "`the base` is what `pays` of the same award gives; it stands in the lines that adjust it",
        labels: { here: "哪一行的基础金额？" / "the base of which line?" },
        explain: "错误：令 加成 = 基础金额 的 10%\n正确：奖励 甲\n      金额 交易额 的 5%\n      另加 基础金额 的 10% 当 重点产业" / "wrong: let more = 10% of the base\nright: award a\n         pays 5% of turnover\n         plus 10% of the base where key_industry",
    }
    /// A number of months between two days where it is not said what parts of months do.
    PART_MONTHS_UNSAID "E0340" Error {
        message: "没有写明不足一个月怎么算" / "what does a part of a month count for?",
        help: "在后面写 不足一月按一月计、不足一月不计 或 不足一月按天计" / "add `part months count`, `part months do not count` or `part months by days`",
        labels: { here: "两个日期之间很少正好是整月" / "two days are seldom full months apart" },
        explain: "3月15日到5月20日是 2 个月零 5 天，按月发放时这 5 天算一个月、不算、还是按天折算，金额不同，必须写明。单独作比较（如 月数 自 甲 至 乙 ≥ 12）时按满月数，不必写。\n\n错误：金额 每月 800元， 计 (月数 自 入职日 至 离职日)\n正确：金额 每月 800元， 计 （月数 自 入职日 至 离职日， 不足一月按一月计）"
               / "From 15 March to 20 May are 2 months and 5 days. Whether these 5 days count as a month, not at all or by days changes the amount, so the rule says it. A length that is only compared (`months from a to b >= 12`) is in full months.\n\nwrong: pays 800 per month for months from hired_on to left_on\nright: pays 800 per month for months from hired_on to left_on, part months count",
    }
    /// Days and months, or months and years, put together.
    DAYS_AND_MONTHS "E0341" Error {
        message: "{left}与{right}不能放在一起" / "{left} and {right} do not go together",
        help: "两边用同一个单位；月有 28 至 31 天，要折算必须由文件写明怎么折" / "use one unit; a month has 28 to 31 days, and only the text can say how to convert",
        labels: { left: "{left}" / "{left}", right: "{right}" / "{right}" },
        explain: "3个月不等于 90天。要比较满几个月，写 月数 自 甲 至 乙；要比较多少天，写 天数 自 甲 至 乙。写出的年数（如 2年）可以与月数比较，一年是 12 个月。" / "3 months are not 90 days. `months from a to b` counts months, `days from a to b` counts days. A figure of years (`2 years`) may be compared with months: twelve each.",
    }
    /// Something that is no length of time where one is needed.
    LENGTH_WITHOUT_UNIT "E0342" Error {
        message: "这里需要一段时间（如 6个月、90天），写的却是{found}" / "a length of time such as 6 months or 90 days is needed here, this is {found}",
        help: "数字后面写 天、个月 或 年；事实声明为 期限 个月 等" / "write days, months or years after the figure; declare the fact as `duration in months`",
        labels: { here: "这是{found}" / "this is {found}" },
        explain: "日期可以加减一段时间：申报日 + 6个月。按月发放的月数要声明为「期限 个月」，不是「计数」。" / "A length of time can be added to a day: `applied_on + 6 months`. The months that something is paid for are declared as `duration in months`, not as a count.",
    }
    /// A rule for parts of months where no months are counted.
    PART_MONTHS_OF_NO_MONTHS "E0343" Error {
        message: "只有按月数计算时才写不足一月怎么算" / "parts of months can be spoken of where months are counted only",
        help: "删去这几个字，或改用 月数 自 … 至 …" / "remove the rule, or count months: `months from … to …`",
        labels: { here: "这里数的不是月" / "no months are counted here" },
        explain: "天数没有不足一月的问题；年数是满几年。" / "Days have no part months, and years are full years.",
    }
    /// Two days added to or subtracted from one another.
    DAY_AND_DAY "E0344" Error {
        message: "两个日期不能相加减" / "two days cannot be added or subtracted",
        help: "写成 天数 自 甲 至 乙，或 月数 自 甲 至 乙" / "write `days from a to b` or `months from a to b`",
        labels: { here: "这是日期" / "this is a day", first: "这也是日期" / "so is this" },
        explain: "两个日期之间有多长，要写明数的是天还是月：天数 自 受理日 至 办结日。" / "How long it is between two days is asked in days or in months: `days from filed_on to granted_on`.",
    }
    /// Another year of something that has no years.
    NOT_BY_YEAR "E0335" Error {
        message: "「{name}」不是按年的事实" / "`{name}` is no fact by year",
        help: "声明它的地方，在类型后面写「按年」，例如：申报项 营收 : 金额 按年" / "add `by year` where it is declared: `fact revenue : money by year`",
        labels: { here: "不是按年的事实" / "no fact by year" },
        explain: "去年的、增量、增幅、无基期都要知道一个事实在各年的值。按年的事实在事实文件里写成 {\"2018\": …, \"2019\": …}。"
               / "Last year, increase, growth and base ask for the values of a fact in several years. Facts files give it as {\"2018\": …, \"2019\": …}.",
    }
    /// Growth of what cannot grow by a rate.
    NO_GROWTH_OF "E0336" Error {
        message: "「{name}」不能计算增量或增幅" / "there is no increase or growth of `{name}`",
        help: "它要是数字，并且不会是负数" / "it has to be a number that is never negative",
        labels: { here: "这个事实" / "this fact" },
        explain: "增幅 = (本年 − 上年) ÷ 上年。上年是负数时这个比例没有意义。" / "Growth is (this year − last year) ÷ last year, which means nothing where last year is negative.",
    }
    /// A growth test that does not say what holds without a base year.
    NO_BASE_BRANCH "E0337" Error {
        message: "没有写明「{name}」没有基期时怎么办" / "nothing says what holds where `{name}` has no base",
        help: "写一个分支：… 否则 5万元 当 {name} 无基期；或者条件里写「且 {name} 有基期」" / "give it a branch: `… else 50k where {name} has no base`; or require `{name} has a base`",
        labels: { here: "在这里和上年比较" / "compared with last year here" },
        explain: "新成立的单位没有上年的数，上年为 0 时增幅也没有意义。这两种情形都要写明怎么办，不会当作 0 或不符合条件。\n\n金额 10万元 当 营收 的 增幅 ≥ 20%\n     否则 5万元 当 营收 无基期"
               / "A firm founded this year has no last year, and growth from zero means nothing. The rule has to say what holds then; it is neither zero nor a failed condition.\n\npays 100k where growth of revenue >= 20%\n     else 50k where revenue has no base",
    }
    /// A number of years that cannot be.
    HOW_MANY_YEARS "E0338" Error {
        message: "年数要是 1 到 100 的整数" / "a whole number of years from 1 to 100 is needed here",
        help: "写成：3年前的 营收、连续 3年 (…)" / "write `revenue 3 years ago`, `in each of the last 3 years (…)`",
        labels: { here: "这里" / "here" },
        explain: "往前数的年数是写死的整数。" / "How many years to go back is a fixed whole number.",
    }
    /// `no base` that could mean several facts, or none.
    NO_BASE_OF_WHAT "E0339" Error {
        message: "没有写明是什么「无基期」" / "no base of what?",
        help: "写出事实的名称，例如：营收 无基期" / "name the fact: `revenue has no base`",
        labels: { here: "这里" / "here" },
        explain: "一个条目里只有一个事实比较增量或增幅时，可以只写「无基期」；有几个或没有时要写名称。"
               / "Where an item compares the years of one fact only, `no base` is that fact's; otherwise it has to be named.",
    }
    /// A condition of several years that says the same of each.
    SAME_EVERY_YEAR "E0385" Error {
        message: "这个条件里没有按年的申报项，{years} 年说的是同一个数" / "nothing in this condition differs from year to year: all {years} years ask the same",
        help: "把其中的申报项声明为按年，例如：申报项 营收 : 金额 按年" / "declare the fact by year, such as: fact revenue : money by year",
        labels: { here: "每一年都一样" / "the same in every year" },
        explain: "「连续 3年 (营收 >= 100万)」问的是本年、去年和前年的营收。营收不是按年的，就只有一个数，三年只问了一年。\n\n错误：申报项 营收 : 金额\n正确：申报项 营收 : 金额 按年"
               / "`in each of the last 3 years (revenue >= 1m)` asks for the revenue of this year, of last year and of the year before. Unless revenue is declared by year there is one figure only, and one year is asked instead of three.\n\nwrong: fact revenue : money\nright: fact revenue : money by year",
    }
    /// A part of an amount that may be a share or a sum.
    SHARE_OR_SUM "E0386" Error {
        message: "「{figure}」没有写单位：是 {figure}%，还是 {figure} 元？" / "`{figure}` has no unit: is it {figure}%, or a sum of {figure}?",
        help: "写成 {figure}%，或者 {figure}元" / "write `{figure}%`, or the sum with its currency: `{figure} CNY`",
        labels: { here: "比例，还是金额？" / "a share or a sum?" },
        explain: "分摊和分期的各份可以写成比例，也可以写成金额。「分摊 80 \"市\"，其余 \"区\"」按字面是市里付 80 元，多半是漏写了 %。\n\n分摊 80% \"市\", 20% \"区\"\n分期 10万元 \"首期\", 其余 \"验收\""
               / "A part of a split or of a schedule is a share or a sum of money. `split 80 \"city\", rest \"district\"` says that the city pays eighty, and the percent sign has mostly been forgotten.\n\nsplit 80% \"city\", 20% \"district\"\npaid 100k \"first\", rest \"accepted\"",
    }
    /// A figure without the unit that another one beside it has.
    UNIT_OF_WHICH "E0380" Error {
        message: "「{bare}」没有写单位：按字面是 {one}，与「{written}」共用单位就是 {two}" / "`{bare}` has no unit: as written it is {one}, with the unit of `{written}` it is {two}",
        help: "{way}" / "{way}",
        labels: { here: "是 {one}，还是 {two}？" / "{one} or {two}?", unit: "单位只写在这里" / "the unit stands here only" },
        explain: "公文里常把单位只写一次：“500至1000万元”说的是 500万元至1000万元，“分别给予10、20、30万元”说的是 10万元、20万元、30万元。规则里一个数没有写单位，就是它本身，500 就是 500 元。差一万倍的两种读法不能由机器来猜，所以每个数都写上单位。只有一种读法说得通时（0 至 1000万元）不必写。\n\n错误：销售额 介于 500 与 1000万元\n正确：销售额 介于 500万元 与 1000万元"
               / "On paper a unit is often written once for several figures: `500 to 1000万` means 500万 to 1000万. In a rule a figure without a unit is what it says, five hundred. Two readings that lie ten thousand times apart are not guessed, so each figure is given its own unit. Where only one reading makes sense, as in `0 to 1000万`, none is needed.\n\nwrong: sales between 500 and 1000k\nright: sales between 500k and 1000k",
    }
    /// A dash that subtracts, between what was meant as the ends of a range.
    RANGE_AS_SUBTRACTION "E0381" Error {
        message: "这里的“-”是减号：{bare} 减去 {second}" / "this dash subtracts: {bare} less {second}",
        help: "要写范围，用“介于 {first} 与 {second}”“核定 从 {first} 到 {second}”或分档；要取其中一个数，只写那一个；确实要减，给前一个数写上单位"
            / "for a range write `between {first} and {second}`, `decided from {first} to {second}` or a bracket; for a figure write that figure; to subtract, give the first figure its unit",
        labels: { here: "算出来是负数" / "this comes to less than nothing" },
        explain: "“10-50万元”在公文里是 10万元到50万元，在算式里却是 10 减去 50万。规则里范围有自己的写法，金额要是一个确定的数，或者写明由谁在什么范围内核定。\n\n错误：金额 10-50万元\n正确：核定 从 10万元 到 50万元"
               / "On paper `10-50万` is a range; in a formula it is ten less 50万. A range has a form of its own in a rule, and an amount is one figure or is decided by an official between two.\n\nwrong: pays 10-50k\nright: decided from 10k to 50k",
    }
    /// A conversion by what is no rate of that currency.
    NO_RATE "E0610" Error {
        message: "这里要 {from} 的汇率（例如 7.1 {to}/{from}），写的却是{found}" / "a rate for {from} is needed here, such as 7.1 {to}/{from}; this is {found}",
        help: "汇率写成 7.1 {to}/{from}，或者列一张表：表 汇率 按 日期 / 行 2024-01-01 = 7.1 {to}/{from}" / "write the rate as 7.1 {to}/{from}, or list it: `table rate by date` with `row 2024-01-01 = 7.1 {to}/{from}`",
        labels: { here: "这是{found}" / "this is {found}", money: "要折算的金额" / "the money to convert" },
        explain: "折算要写明用哪一个汇率，汇率要写明两种货币：1 单位外币合多少本币。折算后按不按分舍入，由规则写明；没有写就不舍入。\n\n申报项 出口额 : 金额 USD\n金额 出口额 按 7.1 CNY/USD 折算 四舍五入 到 分 的 5%"
               / "A conversion names its rate, and the rate names both currencies: so much of ours for one of theirs. Whether the result is rounded the rule says; where it says nothing it is not.\n\nfact exports : money in USD\npays 5% of exports at 7.1 CNY/USD rounded half up to 0.01",
    }
}
