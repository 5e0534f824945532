//! Diagnostics of reading JSON and of the room `facts`: E07xx.

use super::entries;

entries! {
    /// Nothing in the file.
    EMPTY_FILE "E0701" Error {
        message: "文件是空的" / "the file is empty",
        help: "写入一个事实对象，例如 {\"policy\": \"qingdao\", \"as_of\": \"2019-06-30\", \"facts\": {}}" / "write a facts object, such as {\"policy\": \"qingdao\", \"as_of\": \"2019-06-30\", \"facts\": {}}",
        labels: { here: "这里应当有一个对象 {…}" / "an object {…} belongs here" },
        explain: "事实文件是一个 JSON 对象，至少是 {}。\n\n错误：(空文件)\n正确：{\"facts\": {\"applicant\": \"university\"}}"
               / "A facts file is a JSON object, at least {}.\n\nwrong: (an empty file)\nright: {\"facts\": {\"applicant\": \"university\"}}",
    }
    /// Not JSON.
    NOT_JSON "E0702" Error {
        message: "文件不是正确的 JSON:{cause}" / "the file is no valid JSON: {cause}",
        help: "{fix}" / "{fix}",
        labels: { here: "{cause}" / "{cause}", opened: "从这里打开" / "opened here" },
        explain: "事实文件和案例文件用 JSON 书写：键和文字用半角双引号，项之间用半角逗号，最后一项后面没有逗号，不写注释，数字不带单位（带单位的写成文字）。\n\n错误：{'applicant': 'university',}\n正确：{\"applicant\": \"university\"}"
               / "Facts files and case files are JSON: keys and texts in double quotes, commas between items but none after the last, no comments, numbers without units (with a unit, write a text).\n\nwrong: {'applicant': 'university',}\nright: {\"applicant\": \"university\"}",
    }
    /// More than 64 levels.
    TOO_DEEP "E0703" Error {
        message: "括号嵌套超过 64 层" / "brackets are nested more than 64 deep",
        help: "事实文件最多需要四层；检查是否有重复的括号" / "a facts file needs four levels at most; look for repeated brackets",
        labels: { here: "这是第 65 层" / "this is level 65" },
        explain: "对象 {…} 和数组 […] 最多嵌套 64 层。事实文件的一项清单只用到四层：文件、facts、清单、清单中的一项。"
               / "Objects {…} and arrays […] may be nested 64 deep. A list in a facts file takes four levels: the file, facts, the list, an item of it.",
    }
    /// Half of a surrogate pair.
    BROKEN_TEXT "E0704" Error {
        message: "这段文字里有残缺的字符转义" / "this text holds half a character",
        help: "直接写出这个字，不要用 \\u 转义" / "write the character itself rather than a \\u escape",
        labels: { here: "\\uD800 到 \\uDFFF 单独出现时不代表任何字" / "\\uD800 to \\uDFFF alone stand for no character" },
        explain: "\\uD83D 这样的转义只有成对出现才代表一个字。\n\n错误:\"\\ud83d\"\n正确:\"\\ud83d\\ude00\"，或者直接写出这个字"
               / "An escape such as \\uD83D stands for a character only as one of a pair.\n\nwrong: \"\\ud83d\"\nright: \"\\ud83d\\ude00\", or the character itself",
    }
    /// A control or direction character.
    HIDDEN_CHARACTER "E0705" Error {
        message: "文字里有看不见的字符 {character}" / "the text holds the invisible character {character}",
        help: "删去它，或者重新键入这段文字" / "remove it, or type the text anew",
        labels: { here: "里面有 {character}" / "{character} is in here" },
        explain: "控制字符、零宽字符和改变文字方向的字符会让人看到的和机器读到的不一样，因此一律不接受。换行也不能出现在文字里。"
               / "Control characters, zero-width ones and those that change the direction of text make what people see differ from what the machine reads, so none is accepted. A text holds no line breaks either.",
    }
    /// The same key twice.
    REPEATED_KEY "E0706" Error {
        message: "“{key}”给了两次" / "\"{key}\" is given twice",
        help: "只保留一处；不清楚哪个值正确时不要让程序替你选" / "keep one; which value is right must not be left to chance",
        labels: { here: "第二次" / "the second time", first: "第一次" / "the first time" },
        explain: "一个键（或同一事实的名称和标签）在一个对象里只能出现一次。\n\n错误：{\"applicant\": \"bank\", \"applicant\": \"university\"}\n正确：{\"applicant\": \"university\"}"
               / "A key (or a fact by its name and its label) may stand in an object only once.\n\nwrong: {\"applicant\": \"bank\", \"applicant\": \"university\"}\nright: {\"applicant\": \"university\"}",
    }
    /// A top-level key that means nothing.
    UNKNOWN_KEY "E0710" Error {
        message: "{place}没有“{key}”这个键" / "{place} has no key \"{key}\"",
        help: "{advice}" / "{advice}",
        labels: { here: "不认识的键" / "unknown key" },
        explain: "事实文件最外层只有 policy、as_of、year、applicant、facts、history；案例文件还有 name 和 expect。历史记录的一条只有 award、policy、year、date、item、step、amount。写错的键不会被忽略，否则它的内容会悄悄丢失。"
               / "The outer keys of a facts file are policy, as_of, year, applicant, facts and history; a case file also has name and expect. An entry of the history has award, policy, year, date, item, step and amount. A misspelt key is never ignored: what it says would be lost silently.",
    }
    /// A fact that no policy declares.
    UNKNOWN_FACT "E0711" Error {
        message: "政策 {policy} 没有事实“{key}”" / "{policy} has no fact \"{key}\"",
        help: "{advice}" / "{advice}",
        labels: { here: "不认识的事实" / "unknown fact" },
        explain: "facts 里的键是政策声明的事实，写它的名称或标签。写错的键不会被忽略。`ipcalc facts 政策` 列出全部事实。\n\n错误：{\"aplicant\": \"university\"}\n正确：{\"applicant\": \"university\"}"
               / "The keys of facts are facts that the policy declares, by name or label. A misspelt key is never ignored. `ipcalc facts POLICY` lists them all.\n\nwrong: {\"aplicant\": \"university\"}\nright: {\"applicant\": \"university\"}",
    }
    /// A label that several facts, fields or awards carry.
    AMBIGUOUS_NAME "E0712" Error {
        message: "“{key}”不止一个意思" / "\"{key}\" means more than one thing",
        help: "写名称：{names}" / "write the name: {names}",
        labels: { here: "这个标签有好几项" / "several carry this label" },
        explain: "几个事实用同一个标签，或几个政策有同名奖励时，标签说不清是哪一个。请写名称，奖励写成 政策/奖励。"
               / "Where several facts carry one label, or several policies have an award of one name, write the name, and awards as policy/award.",
    }
    /// A JSON value of another kind than is wanted.
    WRONG_KIND "E0713" Error {
        message: "{subject} 应当是{expected},这里是{found}" / "{subject} must be {expected}, but this is {found}",
        help: "写成 {example}" / "write {example}",
        labels: { here: "这里要{expected}" / "{expected} belongs here" },
        explain: "每个事实有一种类型。金额、比例写成数或文字(\"800万元\"、\"5%\")，是否写成 true 或 false（不带引号），日期写成 \"2019-06-30\"，多选写成数组，清单写成对象的数组。\n\n错误:\"repaid\": \"true\"\n正确:\"repaid\": true"
               / "Every fact has a type. Money and ratios are numbers or texts (\"800万元\", \"5%\"), yes or no is true or false without quotes, a date is \"2019-06-30\", a set is an array, a list is an array of objects.\n\nwrong: \"repaid\": \"true\"\nright: \"repaid\": true",
    }
    /// Text that is no number.
    NOT_A_NUMBER "E0714" Error {
        message: "{subject} 应当是{expected}，“{text}”不是一个数" / "{subject} must be {expected}, but \"{text}\" is no number",
        help: "写成 {example}；千位逗号每三位一个，小数点只有一个" / "write {example}; thousands separators stand before every third digit, and there is one point at most",
        labels: { here: "读不出数来" / "no number can be read here" },
        explain: "数写成 8000000、\"8000000.50\"、\"8,000,000\" 或 \"800万元\"。\n\n错误:\"10.999.99\"\n正确:\"10,999.99\""
               / "Numbers are written 8000000, \"8000000.50\", \"8,000,000\" or \"800万元\".\n\nwrong: \"10.999.99\"\nright: \"10,999.99\"",
    }
    /// More digits than can be held exactly.
    TOO_MANY_DIGITS "E0715" Error {
        message: "{subject} 的数 {text} 太大或位数太多，无法精确计算" / "the number {text} of {subject} is too large or has too many digits to be exact",
        help: "写出实际的数；金额小于 10¹⁵，最多 6 位小数" / "write the real number; money stays below 10¹⁵ with at most 6 decimals",
        labels: { here: "最多 28 位数字" / "at most 28 digits" },
        explain: "所有数都精确计算，从不舍入或变成浮点数，因此 1e400 或四十位的数不被接受。"
               / "All numbers are computed exactly and never rounded into floating point, so 1e400 or forty digits are refused.",
    }
    /// A unit of something else.
    WRONG_UNIT "E0716" Error {
        message: "{subject} 应当是{expected}，单位“{unit}”用不上" / "{subject} must be {expected}; the unit \"{unit}\" is of something else",
        help: "{help}" / "{help}",
        labels: { here: "单位不对" / "wrong unit" },
        explain: "数可以带单位，但必须是这个事实的单位：金额用元、万元、亿元或它的币种，比例用 %、‰、bp，期限用它声明的天、个月或年。单位之间不自动换算。\n\n错误:\"5 apples\"(金额)\n正确:\"5万元\""
               / "A number may carry a unit, but one of its fact: money in 元, 万元, 亿元 or its currency, ratios in %, ‰ or bp, durations in the days, months or years they are declared in. Units are not converted into one another.\n\nwrong: \"5 apples\" (for money)\nright: \"5万元\"",
    }
    /// A part of something that is counted in wholes.
    NOT_WHOLE "E0717" Error {
        message: "{subject} 是{expected}，只能是整数，这里是 {value}" / "{subject} is {expected} and must be whole, but this is {value}",
        help: "写成整数，例如 {example}" / "write a whole number such as {example}",
        labels: { here: "不是整数" / "not whole" },
        explain: "件数、家数等只有整数。2.0 就是 2，可以；2.5 不行。"
               / "Things are counted in whole numbers. 2.0 is 2 and fine, 2.5 is not.",
    }
    /// More decimals than the limit.
    TOO_MANY_DECIMALS "E0718" Error {
        message: "{subject} 最多 {decimals} 位小数，这里是 {value}" / "{subject} has at most {decimals} decimals, but this is {value}",
        help: "按依据文件上的数写，不要自行换算出更多小数" / "write the figure of the document; a converted one with more decimals is not taken",
        labels: { here: "小数位数太多" / "too many decimals" },
        explain: "金额等最多 6 位小数，多出的位数不会被悄悄舍去。"
               / "Money and the like have at most 6 decimals; further ones are never dropped silently.",
    }
    /// 10^15 or more.
    TOO_LARGE "E0719" Error {
        message: "{subject} 必须小于 {limit}，这里是 {value}" / "{subject} must be below {limit}, but this is {value}",
        help: "检查单位：是否把元写成了万元" / "check the unit: is it 元 rather than 万元?",
        labels: { here: "太大" / "too large" },
        explain: "事实中的数小于 10¹⁵（一千万亿），这样所有计算都能保证精确。"
               / "Numbers of facts stay below 10¹⁵, so that every computation is sure to be exact.",
    }
    /// Outside the range of the fact.
    OUT_OF_RANGE "E0720" Error {
        message: "{subject} {range},这里是 {value}" / "{subject} {range}, but this is {value}",
        help: "{help}" / "{help}",
        labels: { here: "超出范围" / "outside the range" },
        explain: "事实可以声明允许的范围；没有声明时不小于 0。`ipcalc facts 政策` 列出每个事实的范围。"
               / "A fact may declare the range it allows; unless it does, it is at least 0. `ipcalc facts POLICY` lists the range of every fact.",
    }
    /// A day that the calendar lacks, or another way to write it.
    NOT_A_DATE "E0721" Error {
        message: "{subject} 应当是日期,“{text}”{cause}" / "{subject} must be a date, but \"{text}\" {cause}",
        help: "写成 年-月-日，例如 \"2019-06-30\"" / "write YYYY-MM-DD, such as \"2019-06-30\"",
        labels: { here: "这里要一个存在的日期" / "a day that exists belongs here" },
        explain: "日期写成四位年、两位月、两位日，用半角短横相连，而且这一天必须存在。\n\n错误:\"2023-02-29\"、\"2023/2/28\"\n正确:\"2023-02-28\""
               / "A date has four digits for the year and two for month and day, with hyphens between, and must exist.\n\nwrong: \"2023-02-29\", \"2023/2/28\"\nright: \"2023-02-28\"",
    }
    /// No value of the enumeration.
    UNKNOWN_VALUE "E0722" Error {
        message: "{subject} 没有“{value}”这个取值" / "{subject} has no value \"{value}\"",
        help: "{advice}可选:{values}" / "{advice}one of: {values}",
        labels: { here: "不认识的取值" / "unknown value" },
        explain: "单选和多选事实的取值由政策列出，写它的名称或标签。`ipcalc facts 政策` 列出全部取值。"
               / "The values of such a fact are listed by the policy; write the name or the label of one. `ipcalc facts POLICY` lists them all.",
    }
    /// A member of a set twice.
    REPEATED_MEMBER "E0723" Error {
        message: "{subject} 里“{value}”出现了两次" / "\"{value}\" stands twice in {subject}",
        help: "只保留一处" / "keep one",
        labels: { here: "第二次" / "the second time", first: "第一次" / "the first time" },
        explain: "多选的每个取值最多出现一次（用名称和用标签算同一个）。"
               / "Each value of a set stands in it at most once, whether by name or by label.",
    }
    /// A field that records lack.
    UNKNOWN_FIELD "E0724" Error {
        message: "{subject} 没有“{key}”这个字段" / "{subject} has no field \"{key}\"",
        help: "{advice}可选:{values}" / "{advice}one of: {values}",
        labels: { here: "不认识的字段" / "unknown field" },
        explain: "清单中每一项的字段由政策声明，写它的名称或标签。写错的键不会被忽略。"
               / "The fields of an item are declared by the policy; write a field's name or label. A misspelt key is never ignored.",
    }
    /// A list longer than the limit.
    TOO_MANY_ITEMS "E0725" Error {
        message: "{subject} 有 {number} 项，超过 {limit} 项的上限" / "{subject} has {number} items, more than the {limit} allowed",
        help: "检查是否把几个申报主体的数据写进了同一个文件" / "check whether several applicants' data stand in one file",
        labels: { here: "项数太多" / "too many items" },
        explain: "一个清单的项数有上限，这样总和一定能精确计算。"
               / "A list has a largest number of items, so that sums over it are sure to be exact.",
    }
    /// The file is no object.
    NOT_AN_OBJECT "E0726" Error {
        message: "{subject} 应当是一个对象，这里是{found}" / "{subject} must be an object, but this is {found}",
        help: "写成 {example}" / "write {example}",
        labels: { here: "这里要一个对象 {…}" / "an object {…} belongs here" },
        explain: "一个事实文件是一个申报主体的一个对象。一个文件里有几个申报主体时用案例文件，或用 ipcalc batch。"
               / "A facts file is one object for one applicant. For several applicants in a file use a case file, or ipcalc batch.",
    }
    /// More findings than are told.
    TOO_MANY_FINDINGS "E0727" Error {
        message: "错误超过 {number} 处，其余没有再查" / "there are more than {number} errors; the rest was not looked at",
        help: "先改上面的错误，再运行一次" / "mend those above and run again",
        labels: { here: "在这里面" / "in here" },
        explain: "一次最多报告一个申报主体的 1000 处错误。这么多错误通常出于同一个原因，例如整列的单位写错了。"
               / "At most 1000 errors of one applicant are told at once. So many mostly have one cause, such as a wrong unit in a whole column.",
    }
    /// A key that two policies mean differently.
    TWO_MEANINGS "E0728" Error {
        message: "“{key}”在 {first} 里是{first_type}，在 {second} 里是{second_type}" / "\"{key}\" is {first_type} in {first}, but {second_type} in {second}",
        help: "分开写：\"{first}/{key}\" 和 \"{second}/{key}\"" / "give them apart, as \"{first}/{key}\" and \"{second}/{key}\"",
        labels: { here: "两份政策的意思不同" / "the policies do not mean the same" },
        explain: "一起计算几份政策时，同名而且类型相同的事实是同一个；同名但类型不同的，要写明是对哪份政策说的：政策/事实。"
               / "When several policies are evaluated together, facts of the same name and type are one. Where the types differ, the key says to which policy it speaks: policy/fact.",
    }
    /// A policy that is not there.
    UNKNOWN_POLICY "E0730" Error {
        message: "没有政策“{policy}”" / "there is no policy \"{policy}\"",
        help: "{advice}（规则写在自己的文件里时，用 --rules 给出路径）" / "{advice} (where its rules stand in a file of your own, name that file by --rules)",
        labels: { here: "不认识的政策" / "unknown policy" },
        explain: "policy 写政策的 id；它必须在程序自带的政策中，或在 --rules 给出的规则文件中。"
               / "policy names the id of a policy that the program holds or that the files given by --rules hold.",
    }
    /// An award that is not there.
    UNKNOWN_AWARD "E0731" Error {
        message: "政策 {policy} 没有奖励“{award}”" / "{policy} has no award \"{award}\"",
        help: "{advice}" / "{advice}",
        labels: { here: "不认识的奖励" / "unknown award" },
        explain: "历史记录和预期结果里的 award 是奖励、阶梯或支持的 id，几个政策时写成 政策/奖励。`ipcalc list 政策` 列出全部。不认识的记录不会被忽略，否则已付的钱会再付一次。"
               / "An award in the history or among what is expected is the id of an award, ladder or support, with several policies policy/award. `ipcalc list POLICY` lists them. An unknown entry is never ignored: what was paid would be paid again.",
    }
    /// A payment in the future.
    AFTER_AS_OF "E0732" Error {
        message: "{subject} 是 {value}，晚于决定日期 {as_of}" / "{subject} is {value}, after the date of the decision {as_of}",
        help: "历史只记决定日期以前的；检查日期，或改 as_of" / "the history holds what came before the decision; check the date, or change as_of",
        labels: { here: "在决定日期之后" / "after the decision" },
        explain: "history 是以前已经决定的支付。日期或年份晚于 as_of 的记录说明其中有一处写错了。"
               / "The history is what was decided before. An entry dated after as_of shows that one of the two is wrong.",
    }
    /// An entry without award or amount.
    LACKS_KEY "E0733" Error {
        message: "{subject} 缺少 {key}" / "{subject} lacks {key}",
        help: "写成 {example}" / "write {example}",
        labels: { here: "缺少 {key}" / "{key} is missing" },
        explain: "历史记录的每一条至少要有 award 和 amount。\n\n错误:{\"award\": \"operation_centre\", \"year\": 2018}\n正确:{\"award\": \"operation_centre\", \"year\": 2018, \"amount\": \"50000\"}"
               / "An entry of the history has at least award and amount.\n\nwrong: {\"award\": \"operation_centre\", \"year\": 2018}\nright: {\"award\": \"operation_centre\", \"year\": 2018, \"amount\": \"50000\"}",
    }
    /// A ratio of one or more without a percent sign.
    BARE_RATIO "W1065" Warning {
        message: "「{subject}」填的是 {value}，按 {percent}% 计算" / "{subject} is given as {value}, which is read as {percent}%",
        help: "指 {value}% 的，写成 \"{value}%\"；确实是 {percent}% 的，写成 \"{percent}%\"，就不再提醒" / "write \"{value}%\" if that is meant; if it is {percent}%, write \"{percent}%\" and this is not remarked",
        labels: { here: "没有 %" / "no percent sign" },
        explain: "比例 1 是 100%，0.05 是 5%。不带 % 的 5 是 500%，常常是漏写了 %。结果照 500% 算，所以给出这个提醒；在事实里声明范围（范围 0 至 100%），这样的数就会被拒绝。\n\n可疑:\"增长率\": 5\n明确:\"增长率\": \"5%\""
               / "A ratio of 1 is 100%, and 0.05 is 5%; 5 without a percent sign is 500%, and the sign has mostly been forgotten. The result is that of 500%, so this is remarked. Where the fact declares a range (`range 0 to 100%`), such a number is refused.\n\ndoubtful: \"growth\": 5\nclear: \"growth\": \"5%\"",
    }
    /// No year.
    NOT_A_YEAR "E0734" Error {
        message: "{subject} 应当是年份，这里是{found}" / "{subject} must be a year, but this is {found}",
        help: "写成四位数，例如 2019" / "write four digits, such as 2019",
        labels: { here: "这里要 1 到 9999 之间的年份" / "a year from 1 to 9999 belongs here" },
        explain: "年份写成整数 2019。按年的事实写成 {\"2018\": …, \"2019\": …}。"
               / "A year is a whole number such as 2019. A fact by year is written {\"2018\": …, \"2019\": …}.",
    }
    /// A date before the first row of a dated table.
    BEFORE_TABLE "E0740" Error {
        message: "表「{table}」从 {first} 起才有数值，查不到 {date} 的" / "the table \"{table}\" begins on {first}; it says nothing of {date}",
        help: "检查申报材料里的日期；如果日期没有错，请在规则里补上更早的一行，或写「否则 …」" / "check the date in the facts; if it is right, the rules need an earlier row, or `otherwise …`",
        labels: { here: "在这里查表" / "looked up here", table: "这张表" / "this table" },
        explain: "按日期的表取该日或之前最近的一行。第一行之前没有数值，系统不会猜一个。" / "A dated table answers with the last row on or before the date. Before its first row it has no value, and none is guessed.",
    }
}
