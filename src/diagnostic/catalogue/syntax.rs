//! Diagnostics of reading texts and of the grammar: E01xx.

use super::entries;

entries! {
    // ---------------------------------------------------------------- texts and characters
    /// A `"` without its partner on the same line.
    UNCLOSED_TEXT "E0101" Error {
        message: "引号没有闭合" / "this text is not closed",
        help: "在同一行的末尾补上引号 \"" / "add the closing quote \" on the same line",
        labels: { here: "引号从这里开始" / "the text begins here" },
        explain: "文字必须在同一行内以引号开始并以引号结束。\n\n错误：award a \"奖励\n正确：award a \"奖励\""
               / "A text begins and ends with a quote on one line.\n\nwrong: award a \"Award\nright: award a \"Award\"",
    }
    /// More than 16 MiB.
    TOO_LARGE "E0102" Error {
        message: "规则文件太大：{size} MiB" / "the rule file is too large: {size} MiB",
        help: "一个规则文件最多 16 MiB，把它分成几个文件" / "a rule file has at most 16 MiB: split it into several",
        labels: { here: "" / "" },
        explain: "超过 16 MiB 的规则文件不读。一个政策可以写在几个文件里。"
               / "Rule files above 16 MiB are not read. A policy may consist of several files.",
    }
    /// NUL and other control characters, a carriage return that ends no line.
    CONTROL_CHARACTER "E0103" Error {
        message: "文件里有控制字符 {code}" / "the file holds the control character {code}",
        help: "删去这个字符；它多半是从别的软件复制来的" / "delete the character; it usually comes with a copy from another program",
        labels: { here: "在这里" / "here" },
        explain: "控制字符看不见，却会让人看到的内容与机器读到的不同，所以不接受。换行、制表符除外。"
               / "Control characters are invisible and can make a text read differently from what it says, so they are refused. Line ends and tabs are fine.",
    }
    /// A character that reverses the direction of writing.
    DIRECTION_CHARACTER "E0104" Error {
        message: "文件里有改变书写方向的隐藏字符 {code}" / "the file holds the hidden character {code}, which changes the direction of writing",
        help: "删去这个字符" / "delete the character",
        labels: { here: "在这里" / "here" },
        explain: "这类字符能让屏幕上的顺序与实际顺序不同，例如把 5 万显示成别的数，所以一律不接受。"
               / "Such characters can make the order on the screen differ from the real one, so they are always refused.",
    }
    /// A character of no width.
    INVISIBLE_CHARACTER "E0105" Error {
        message: "文件里有看不见的字符 {code}" / "the file holds the invisible character {code}",
        help: "删去这个字符；它多半是从网页或 PDF 复制来的" / "delete the character; it usually comes with a copy from a web page or a PDF",
        labels: { here: "在这里" / "here" },
        explain: "两个名称只差一个看不见的字符，看上去一样，却是两个名称，所以不接受零宽字符。"
               / "Two names that differ by an invisible character look alike and are not, so characters of no width are refused.",
    }

    // ---------------------------------------------------------------- items and clauses
    /// A line whose first word is no keyword, but close to one.
    UNKNOWN_KEYWORD "E0110" Error {
        message: "不认识的关键词“{word}”，是不是想写“{nearest}”？" / "unknown keyword `{word}`; did you mean `{nearest}`?",
        help: "把“{word}”改成“{nearest}”" / "write `{nearest}` instead of `{word}`",
        labels: { here: "这个词不认识" / "not a keyword" },
        explain: "每一行以关键词开头：顶格的是一项（奖励、阶梯、申报项……），缩进的是这一项的一条（对象、条件、金额……）。\n\n错误：  金頟  5万元\n正确：  金额  5万元"
               / "Each line begins with a keyword: in the first column that of an item (award, ladder, fact …), indented that of a clause (for, where, pays …).\n\nwrong:   pay   50k\nright:   pays  50k",
    }
    /// A line whose first word is like no keyword.
    NO_KEYWORD "E0111" Error {
        message: "“{word}”不是关键词" / "`{word}` is not a keyword",
        help: "这一行要以关键词开头：{list}" / "begin the line with a keyword: {list}",
        labels: { here: "这里应当是关键词" / "a keyword belongs here" },
        explain: "每一行以关键词开头。一条写不下时，下一行要缩进得更深，才算接着上一行。"
               / "Each line begins with a keyword. A clause goes on in the next line only if that line is indented deeper.",
    }
    /// A clause in the first column.
    CLAUSE_NOT_INDENTED "E0112" Error {
        message: "“{word}”这一行没有缩进" / "the line `{word}` is not indented",
        help: "在行首加两个空格，它才属于上面的一项" / "put two spaces before it, so that it belongs to the item above",
        labels: { here: "顶格写的应当是新的一项" / "a line in the first column begins an item" },
        explain: "顶格的行开始新的一项，缩进的行属于上面的一项。\n\n正确：\n奖励 甲\n  金额  5万元"
               / "A line in the first column begins an item; indented lines belong to it.\n\nright:\naward a\n  pays  50k",
    }
    /// A heading that is indented.
    HEADING_INDENTED "E0113" Error {
        message: "“{word}”这一行开始新的一项，不能缩进" / "the line `{word}` begins an item and cannot be indented",
        help: "删去行首的空格" / "remove the blanks before it",
        labels: { here: "应当顶格" / "belongs in the first column" },
        explain: "顶格的行开始新的一项，缩进的行属于上面的一项。"
               / "A line in the first column begins an item; indented lines belong to it.",
    }
    /// An indented line before any item.
    CLAUSE_BEFORE_HEADING "E0114" Error {
        message: "这一行不属于任何一项" / "this line belongs to no item",
        help: "先顶格写一项，例如：奖励 名称 \"标题\"" / "write an item in the first column above it, such as: award name \"title\"",
        labels: { here: "前面还没有一项" / "no item comes before it" },
        explain: "缩进的行说明上面顶格的一项，所以文件要以顶格的一行开始。"
               / "Indented lines describe the item above them, so a file begins with a line in the first column.",
    }

    // ---------------------------------------------------------------- within a line
    /// A bracket that is never closed.
    UNCLOSED_BRACKET "E0120" Error {
        message: "括号没有闭合" / "this bracket is not closed",
        help: "在该结束的地方补上“{bracket}”" / "add `{bracket}` where it should end",
        labels: { here: "括号从这里开始" / "it opens here", end: "到这里还没有闭合" / "and is still open here" },
        explain: "每个左括号都要有对应的右括号，并且在同一条之内。\n\n错误：条件 (甲 或 乙 且 丙\n正确：条件 (甲 或 乙) 且 丙"
               / "Every opening bracket has its closing one in the same clause.\n\nwrong: where (a or b and c\nright: where (a or b) and c",
    }
    /// A closing bracket without its partner.
    STRAY_BRACKET "E0121" Error {
        message: "多了一个右括号" / "a closing bracket too many",
        help: "删去它，或者在前面补上左括号" / "delete it, or add the opening bracket before it",
        labels: { here: "没有与它对应的左括号" / "no opening bracket belongs to it" },
        explain: "每个右括号都要有对应的左括号。" / "Every closing bracket has its opening one.",
    }
    /// Brackets, `not` or the like, more than 64 deep.
    TOO_DEEP "E0122" Error {
        message: "嵌套太深：最多 64 层" / "nested too deeply: at most 64 levels",
        help: "用“令”给里面的部分起个名称，再引用它" / "give the inner part a name with `let` and use that",
        labels: { here: "到这里超过了 64 层" / "more than 64 levels here" },
        explain: "括号、“非”、“的”等最多嵌套 64 层。再深的式子没有人能核对。"
               / "Brackets, `not`, `of` and the like nest at most 64 levels. Nobody could check a deeper expression.",
    }
    /// Two parts of a list without a comma.
    MISSING_COMMA "E0123" Error {
        message: "这里缺一个逗号" / "a comma is missing here",
        help: "在“{found}”前面加逗号" / "put a comma before `{found}`",
        labels: { here: "前面要有逗号" / "a comma belongs before this" },
        explain: "并列的几样用逗号隔开。\n\n错误：金额 5万元 每年最高 20万元\n正确：金额 5万元，每年最高 20万元"
               / "Parts of a list are separated by commas.\n\nwrong: pays 5% of x max 500k\nright: pays 5% of x, max 500k",
    }
    /// A name that has swallowed a Chinese keyword because no space stands before it.
    MISSING_SPACE "E0124" Error {
        message: "“{word}”前后要有空格" / "`{word}` needs spaces around it",
        help: "写成：{right}" / "write: {right}",
        labels: { here: "没有空格，就成了一个名称" / "without spaces this is one name" },
        explain: "中文名称到空格或标点才结束，所以名称后面的词要用空格隔开。\n\n错误：当年交易额的5%\n正确：当年交易额 的 5%"
               / "A Chinese name ends at a space or punctuation, so the word after it needs a space.\n\nwrong: 当年交易额的5%\nright: 当年交易额 的 5%",
    }
    /// More words after a line that was complete.
    LEFT_OVER "E0125" Error {
        message: "前面已经是完整的一条，“{found}”接不上" / "the line is complete before `{found}`, which does not follow",
        help: "{advice}" / "{advice}",
        labels: { here: "从这里起接不上" / "nothing fits from here on" },
        explain: "前面的内容已经是完整的一条，后面的读不进去。多半是多写了字，或者漏了逗号、运算符。"
               / "What comes before is a complete line, and the rest does not fit. Usually a word is superfluous, or a comma or an operator is missing.",
    }
    /// A line that ends too early.
    UNFINISHED "E0126" Error {
        message: "这一行没有写完" / "this line is not finished",
        help: "后面还要写：{expected}" / "go on with: {expected}",
        labels: { here: "后面缺内容" / "something is missing after this" },
        explain: "一条要写完整。一行写不下时，下一行缩进得更深，就算接着写。"
               / "A line must be complete. It may go on in the next line, indented deeper.",
    }
    /// Something else stands here than could.
    UNEXPECTED "E0127" Error {
        message: "“{found}”不能放在这里" / "`{found}` cannot stand here",
        help: "{advice}" / "{advice}",
        labels: { here: "读到这里读不下去" / "reading stopped here" },
        explain: "提示里列出这个位置可以写什么，或者换成什么写法。" / "The help lists what can stand in this place, or how to write it.",
    }
    /// Words where a quoted text belongs.
    TEXT_WITHOUT_QUOTES "E0128" Error {
        message: "这里的文字要加引号" / "this text needs quotes",
        help: "写成 \"{found}\"" / "write \"{found}\"",
        labels: { here: "没有引号" / "no quotes" },
        explain: "标题、问题、理解、备注等文字放在引号里，名称不加引号。\n\n错误：备注 市级承担\n正确：备注 \"市级承担\""
               / "Titles, questions, readings and notes stand in quotes, names do not.\n\nwrong: note paid by the city\nright: note \"paid by the city\"",
    }
    /// A character that the language does not use.
    UNKNOWN_CHARACTER "E0129" Error {
        message: "规则里不用符号“{found}”" / "rules do not use the character `{found}`",
        help: "删去它；一行结束不用标点，并列用逗号" / "delete it; a line ends without punctuation, lists use commas",
        labels: { here: "在这里" / "here" },
        explain: "一条写完换行即可，不加句号或分号。全角和半角的逗号、冒号、括号、百分号意思相同。"
               / "A clause ends with its line, without a full stop or semicolon. Full-width and half-width commas, colons, brackets and percent signs mean the same.",
    }
    /// The grammar gave something the builder does not know.
    UNREADABLE "E0130" Error {
        message: "这一行读不懂" / "this line cannot be read",
        help: "换一种写法；`ipcalc explain E0110` 说明一行的写法" / "write it in another way; `ipcalc explain E0110` tells how a line is written",
        labels: { here: "在这里" / "here" },
        explain: "程序没能说清原因。请把这一行报告给维护者。"
               / "The program could not tell why. Please report the line to the maintainers.",
    }
    /// Two comparisons in one.
    CHAINED_COMPARISON "E0131" Error {
        message: "一个条件里只能比较一次" / "a condition compares only once",
        help: "用“且”连接两个比较，或者用“介于……至……”" / "join two comparisons with `and`, or use `between … and …`",
        labels: { here: "第二个比较" / "the second comparison", first: "第一个比较" / "the first comparison" },
        explain: "错误：条件 1 < 甲 < 5\n正确：条件 甲 > 1 且 甲 < 5"
               / "wrong: where 1 < a < 5\nright: where a > 1 and a < 5",
    }
    /// `sum of x` without `over … in …`.
    AGGREGATE_WITHOUT_LIST "E0132" Error {
        message: "没有说明逐项计算哪个清单" / "the list to go through is missing",
        help: "写成：求和 笔.利息 逐笔 笔 取自 贷款清单" / "write: sum of loan.interest over loan in loans",
        labels: { here: "这里要说明清单" / "this needs a list" },
        explain: "求和、最大、最小要说明逐项取自哪个清单，以及每一项叫什么。"
               / "A sum, a highest and a lowest say which list they go through and what one item is called.",
    }
    /// A limit with two scopes.
    TWO_SCOPES "E0133" Error {
        message: "一个限额只能有一个范围" / "a limit has only one scope",
        help: "分成两条限额来写" / "write two limits",
        labels: { here: "第二个范围" / "the second scope", first: "第一个范围" / "the first scope" },
        explain: "每项、每年、累计是三种范围，一条限额只写一种。\n\n错误：每年最高 50万元 累计\n正确：每年最高 50万元\n      累计最高 200万元"
               / "Per item, per year and in all are three scopes; a limit has one of them.",
    }
    /// `5000 subsidy on x`.
    SUBSIDY_WITHOUT_SHARE "E0134" Error {
        message: "贴补的比例要写成百分数" / "the share of a subsidy is a percentage",
        help: "写成“50%”这样的比例；固定数额直接写金额" / "write a share such as 50%; a fixed amount needs no `subsidy on`",
        labels: { here: "这里要的是比例" / "a share belongs here" },
        explain: "贴息、补贴按比例计算：利息的 50%。\n\n错误：pays 5000 subsidy on interest\n正确：pays 50% subsidy on interest"
               / "A subsidy is a share of its base.\n\nwrong: pays 5000 subsidy on interest\nright: pays 50% subsidy on interest",
    }

    // ---------------------------------------------------------------- names
    /// A keyword used as a name.
    RESERVED_NAME "E0140" Error {
        message: "“{name}”是关键词，不能直接当名称" / "`{name}` is a keyword and no name",
        help: "换一个名称，或者加引号写成「{name}」" / "choose another name, or quote it: 「{name}」",
        labels: { here: "这里要的是名称" / "a name belongs here" },
        explain: "会与语句混淆的词保留给语言使用。放在「」里就只是名称。"
               / "Words that could be mistaken for parts of a sentence are reserved. Within 「」 they are names.",
    }
    /// A Cyrillic or Greek letter in a name.
    LOOK_ALIKE "E0141" Error {
        message: "名称里有容易看错的字母“{letter}”({code})" / "the name holds the look-alike letter `{letter}` ({code})",
        help: "改用普通的英文字母或汉字" / "use plain Latin letters or Chinese characters",
        labels: { here: "这个名称" / "in this name" },
        explain: "西里尔字母和希腊字母有些与英文字母看上去一样，却是不同的名称，所以名称里不用它们。"
               / "Some Cyrillic and Greek letters look like Latin ones and would make two names that look alike, so names do not use them.",
    }

    // ---------------------------------------------------------------- numbers and dates
    /// More digits than can be held exactly.
    TOO_MANY_DIGITS "E0150" Error {
        message: "数字太长，无法精确表示" / "this number has more digits than can be held exactly",
        help: "最多 28 位数字" / "write at most 28 digits",
        labels: { here: "这个数" / "this number" },
        explain: "所有数都精确计算，从不取近似值，所以位数有限。"
               / "All numbers are exact and never approximated, so their length is limited.",
    }
    /// `1,00` or `10,0000`.
    WRONG_SEPARATORS "E0151" Error {
        message: "千分位的逗号位置不对：{figure}" / "the thousands separators are misplaced: {figure}",
        help: "写成 {right}；如果是并列的几个数，逗号后面加空格" / "write {right}; if these are several numbers, put a space after the comma",
        labels: { here: "每三位一个逗号" / "one comma for every three digits" },
        explain: "逗号只能隔开每三位数字：1,000、20,000,000。并列的数在逗号后加空格：(1, 2)。"
               / "A comma separates three digits each: 1,000 or 20,000,000. In a list a space follows the comma: (1, 2).",
    }
    /// `1.2.3`.
    SEVERAL_POINTS "E0152" Error {
        message: "一个数只能有一个小数点：{figure}" / "a number has one decimal point: {figure}",
        help: "删去多余的小数点；千分位用逗号，日期写成 2024-01-31" / "remove the others; thousands are separated by commas, dates are written 2024-01-31",
        labels: { here: "这个数" / "this number" },
        explain: "小数点只有一个：1234.56 或 1,234.56。" / "There is one decimal point: 1234.56 or 1,234.56.",
    }
    /// `1e6`.
    EXPONENT "E0153" Error {
        message: "规则里不用科学记数法：{figure}" / "rules do not use exponents: {figure}",
        help: "写出全部数字，或者用 万、亿、k、m" / "write all digits, or use k, m, 万, 亿",
        labels: { here: "这里" / "here" },
        explain: "1e6 写成 1,000,000、100万 或 1m。" / "Write 1,000,000, 1m or 100万 for 1e6.",
    }
    /// `.5`.
    NO_LEADING_DIGIT "E0154" Error {
        message: "小数点前面要有数字" / "a digit is missing before the decimal point",
        help: "写成 0{found}" / "write 0{found}",
        labels: { here: "在这里" / "here" },
        explain: "写 0.5，不写 .5。" / "Write 0.5, not .5.",
    }
    /// 2023-02-30.
    NO_SUCH_DATE "E0155" Error {
        message: "没有这一天：{date}" / "there is no such day: {date}",
        help: "改成日历上有的日期，例如 2024-02-29" / "write a day that the calendar has, such as 2024-02-29",
        labels: { here: "这个日期" / "this date" },
        explain: "日期按公历核对：2 月只有 28 天，闰年 29 天。"
               / "Dates are checked against the calendar: February has 28 days, 29 in leap years.",
    }
    /// 2023-2-3.
    SHORT_DATE "E0156" Error {
        message: "日期的月和日要写两位：{date}" / "month and day of a date have two digits: {date}",
        help: "写成 {right}；如果是减法，在减号两边加空格" / "write {right}; for a subtraction put spaces around the minus signs",
        labels: { here: "这个日期" / "this date" },
        explain: "日期写成 2024-01-31 或 2024年1月31日。" / "Dates are written 2024-01-31 or 2024年1月31日.",
    }
    /// `within 18 months`.
    NOT_WHOLE_YEARS "E0157" Error {
        message: "期限要用整年" / "the time is given in whole years",
        help: "写成“3年内”" / "write `within 3 years`",
        labels: { here: "这里要的是年数" / "a number of years belongs here" },
        explain: "指标的期限以年为单位。" / "The time of a target is given in years.",
    }

    // ---------------------------------------------------------------- many
    /// More than can be shown.
    TOO_MANY "E0199" Error {
        message: "错误太多，后面还有 {count} 处没有列出" / "too many errors: {count} more are not listed",
        help: "先改好列出的错误，再检查一次" / "correct those listed and check again",
        labels: { here: "从这里起没有列出" / "not listed from here on" },
        explain: "一个文件最多列出 200 处读不懂的地方。" / "At most 200 unreadable places are listed for a file.",
    }
}
