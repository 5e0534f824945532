//! Diagnostics of tables of applicants: E0930 to E0969.

use super::entries;

entries! {
    /// A column that no fact goes by.
    UNKNOWN_COLUMN "E0930" Error {
        message: "没有事实叫“{column}”{place}，不知道这一列是什么" / "no fact is called \"{column}\"{place}; nothing says what this column holds",
        help: "{advice} {other}" / "{advice} {other}",
        labels: {},
        explain: "表头的每一列要么是政策的事实（名称或标签），要么是 as_of、year、applicant，要么由 --keep、--ignore、--key 说明。写错的列名不会被忽略，否则整列数据会悄悄丢失。"
               / "Every column is a fact of the policy, by name or label, or as_of, year or applicant, or is named by --keep, --ignore or --key. A misspelt heading is never ignored: what the column says would be lost silently.",
    }
    /// A heading that several facts carry as label.
    AMBIGUOUS_COLUMN "E0931" Error {
        message: "列名“{column}”{place}不止一个意思" / "the column \"{column}\"{place} may mean several facts",
        help: "把表头改成其中一个名称：{names}" / "rename the column: {names}",
        labels: {},
        explain: "几个事实用同一个标签时，表头要写事实的名称。" / "Where several facts carry one label, the heading has to say the name.",
    }
    /// Two columns for one thing.
    REPEATED_COLUMN "E0932" Error {
        message: "“{first}”{first_place}和“{second}”{second_place}两列说的是同一件事：{meaning}" / "the columns \"{first}\"{first_place} and \"{second}\"{second_place} both hold {meaning}",
        help: "删去一列，或者对其中一列写 --ignore" / "remove one of them, or name it with --ignore",
        labels: {},
        explain: "同一个事实（用名称或标签）在表头里只能出现一次；按年的事实要么一列，要么每年一列。哪一列算数，程序不替你选。"
               / "A fact stands in a heading once, by name or by label; a fact by year has one column or a column for each year. Which of two counts is not for the program to choose.",
    }
    /// An option names a column that is not there.
    NO_SUCH_COLUMN "E0933" Error {
        message: "{option}：表里没有“{column}”这一列" / "{option}: the table has no column \"{column}\"",
        help: "{advice}" / "{advice}",
        labels: {},
        explain: "--keep、--ignore、--unit 和 --key 里的名字要和表头一字不差。" / "The names in --keep, --ignore, --unit and --key are those of the heading, letter by letter.",
    }
    /// A unit that the fact of the column cannot have.
    WRONG_COLUMN_UNIT "E0934" Error {
        message: "列“{column}”{place}的单位“{unit}”用不上：这一列是{expected}" / "the unit \"{unit}\" of the column \"{column}\"{place} does not fit: it holds {expected}",
        help: "金额写元、万元、亿元，比例写 %；括号里不是单位的，从列名里删去括号" / "money takes 元, 万元, 亿元, ratios take %; where the brackets hold no unit, take them out of the heading",
        labels: {},
        explain: "表头末尾的括号里是整列数字的单位：交易额(万元) 的 800 就是 800 万元。也可以写 --unit 列名=万元。"
               / "What stands in brackets at the end of a heading is the unit of the column's numbers: 800 under 交易额(万元) is 8,000,000 CNY. --unit COLUMN=万元 says the same.",
    }
    /// A column and an option for one thing.
    GIVEN_TWICE "E0935" Error {
        message: "列“{column}”和 {option} 说的是同一件事" / "the column \"{column}\" and {option} say the same thing twice",
        help: "去掉一个；不用那一列就写 --ignore {column}" / "leave one out; --ignore {column} passes over the column",
        labels: {},
        explain: "决定日期、年份和清单只能从一处来：表里的列，或者命令里的选项。" / "The date, the year and a list come from one place: a column of the table, or an option.",
    }
    /// Nothing says which column joins tables.
    NO_KEY "E0936" Error {
        message: "不知道用哪一列对应申报人" / "nothing says which column tells applicants apart",
        help: "写 --key 列名（几张表里都有的那一列，例如统一社会信用代码）" / "name it: --key COLUMN, a column of all tables such as a credit code",
        labels: {},
        explain: "--list、--history 和按名字的 --explain 要靠一列认出申报人：--key 指定的列，否则是 applicant 列（或 申报人、单位名称）。"
               / "--list, --history and --explain by key need a column that tells applicants apart: the one that --key names, else the column applicant.",
    }
    /// A row without its key.
    EMPTY_KEY "E0937" Error {
        message: "这一行没有填申报人的键" / "this row has no key",
        help: "填上键，否则无法和其他表对应" / "fill it in: without it other tables cannot be joined",
        labels: {},
        explain: "有清单表或历史表时，每一行都要有键；没有键的行不知道该不该有贷款、以前付过多少。"
               / "Where lists or a history are joined every row needs its key: without it nobody knows what was paid before.",
    }
    /// Rows of a joined table that belong to nobody.
    NO_APPLICANT "E0938" Error {
        message: "{table} 里的键“{key}”在申报表里没有" / "no applicant has the key \"{key}\" of {table}",
        help: "核对键的写法；多余的行请从清单表里删去" / "compare how the keys are written, or remove the row from the list",
        labels: {},
        explain: "清单表里的每一行都要属于申报表里的某一行，否则这一项会悄悄丢失。" / "Every row of a list belongs to a row of the table of applicants; otherwise an item would be lost silently.",
    }
    /// Nothing in the table.
    EMPTY_TABLE "E0939" Error {
        message: "表是空的，连表头也没有" / "the table is empty: it has no heading",
        help: "第一行写列名（事实的名称或标签）" / "the first row names the columns, by name or label of a fact",
        labels: {},
        explain: "CSV 和 Excel 表的第一行是列名。只有表头、没有数据的表可以，结果也只有表头。" / "The first row of CSV and Excel tables names the columns. A table with a heading alone is fine; so is its result.",
    }
    /// Bytes that are no text.
    NOT_TEXT "E0940" Error {
        message: "{place}不是 UTF-8 文字" / "{place} is not UTF-8 text",
        help: "在 Excel 里另存为“CSV UTF-8(逗号分隔)”，或者直接给 .xlsx 文件（旧文件多为 GBK）" / "save it as \"CSV UTF-8\", or give the .xlsx file itself (old files are often GBK)",
        labels: {},
        explain: "其他编码的中文会读成别的字，所以一律拒绝，不作猜测。" / "Text in another encoding could be read as other words, so it is refused, never guessed.",
    }
    /// Another format than the name says.
    OTHER_FORMAT "E0941" Error {
        message: "这不是{wanted}：{found}" / "this is no {wanted}: {found}",
        help: "检查文件名的结尾，或者用 --format 说明格式；CSV 的列用半角逗号分开" / "check the ending of the name, or say the format with --format; columns of CSV are separated by commas",
        labels: {},
        explain: "格式由文件名的结尾决定：.csv、.ndjson(.jsonl)、.xlsx、.parquet。" / "The ending of the name tells the format: .csv, .ndjson (.jsonl), .xlsx, .parquet.",
    }
    /// A quote that swallows the rest.
    UNCLOSED_QUOTE "E0942" Error {
        message: "第 {row} 行的引号没有闭合，后面的内容都会被它吞掉" / "a quote in row {row} is never closed and would swallow all that follows",
        help: "在第 {row} 行补上引号，或者删去多余的引号" / "close the quote in row {row}, or remove it",
        labels: {},
        explain: "以半角双引号开头的单元格要以双引号结束，里面的双引号写两个。没有闭合时，哪些行属于它无法判断，因此整个文件不予计算。"
               / "A cell that begins with a double quote ends with one, and a quote inside is doubled. Where one is never closed nobody can say which rows belong to it, so nothing is computed.",
    }
    /// Words behind a closing quote.
    MISQUOTED "E0943" Error {
        message: "引号后面还有文字，这一行分不清是几格" / "there are words behind a closing quote; the cells of this row cannot be told apart",
        help: "单元格里的双引号要写两个，例如 \"他说\"\"好\"\"\"" / "double the quotes inside a cell, as in \"he said \"\"yes\"\"\"",
        labels: {},
        explain: "引号闭合之后只能是逗号或行尾。" / "Behind a closing quote only a comma or the end of the line may stand.",
    }
    /// A row with more or fewer cells than the heading.
    RAGGED "E0944" Error {
        message: "这一行有 {found} 格，表头有 {expected} 列" / "this row has {found} cells, but the heading has {expected} columns",
        help: "核对这一行的逗号；数字里的千位逗号要加引号" / "look at the commas of this row; a number with separators of thousands needs quotes",
        labels: {},
        explain: "格数不同的行，不知道哪一格属于哪一列，所以整行剔除。" / "In a row of another length nothing says which cell belongs to which column, so the row is left out.",
    }
    /// Words under no heading.
    NAMELESS_COLUMN "E0945" Error {
        message: "没有列名的一列{place}里有内容" / "a column without a name{place} holds something",
        help: "给这一列写上列名（与计算无关的再用 --ignore 放过），或者清空它" / "name the column (and pass over it with --ignore if it has nothing to do with it), or clear it",
        labels: {},
        explain: "表头为空的列只能是空的：不知道里面的内容是什么意思。" / "A column without a name must be empty: nothing says what it holds.",
    }
    /// A binary number that no short decimal stands for.
    NOT_EXACT "E0946" Error {
        message: "{subject} 的单元格里存的是 {text}，不是一个 15 位以内的十进制数" / "the cell of {subject} holds {text}, which is no decimal of at most 15 digits",
        help: "用 ROUND 函数取整后粘贴为值，或者把这一格改成文字" / "round it in the sheet and paste the value, or write it as text",
        labels: {},
        explain: "Excel 和 Parquet 的浮点数只能保证 15 位数字。0.1+0.2 存成 0.30000000000000004，它是哪个数，程序不猜。"
               / "Binary numbers of Excel and Parquet hold 15 digits surely. 0.1+0.2 is held as 0.30000000000000004; which number is meant is not guessed.",
    }
    /// A scale word in a column that has a unit.
    UNIT_TWICE "E0947" Error {
        message: "{subject}：列的单位是 {unit}，单元格又写了“{text}”" / "{subject}: the column is in {unit}, but the cell says \"{text}\"",
        help: "只写数字，或者把单位写全（例如 800万元）" / "write the number alone, or with its whole unit such as 800万元",
        labels: {},
        explain: "在以万元为单位的列里，“800万”是 800 万元还是 800 万个万元，无法判断。" / "In a column of 万元, \"800万\" may be 8 million or 80 billion.",
    }
    /// No word for yes or no.
    NOT_YES_OR_NO "E0948" Error {
        message: "{subject} 应当是“是”或“否”，这里是“{text}”" / "{subject} must be yes or no, but this is \"{text}\"",
        help: "写 是/否、有/无、√/×、true/false、yes/no 或 1/0；不知道就留空" / "write true/false, yes/no, 1/0, √/×, 是/否 or 有/无; leave it empty if it is unknown",
        labels: {},
        explain: "表格里的是否可以写 是/否、有/无(没有)、√/×、true/false、t/f、yes/no、y/n、1/0，不分大小写。" / "In a table yes and no are written true/false, t/f, yes/no, y/n, 1/0, √/×, 是/否 or 有/无(没有), in any case.",
    }
    /// No day.
    NOT_A_DAY "E0949" Error {
        message: "{subject} 应当是日期，“{text}”不是" / "{subject} must be a date, and \"{text}\" is none",
        help: "写成 2019-06-30，或者在 Excel 里把单元格设成日期格式；不知道就留空" / "write 2019-06-30, or give the cell a date format in Excel; leave it empty if it is unknown",
        labels: {},
        explain: "文字写的日期年份在前：2019-06-30、2019/6/30、2019.6.30、2019年6月30日、20190630，而且这一天必须存在。Excel 的日期单元格按 1900 或 1904 年起算的规则读；没有日期格式的数字不当作日期。"
               / "A date in words has the year first: 2019-06-30, 2019/6/30, 2019.6.30, 2019年6月30日, 20190630, and the day must exist. Date cells of Excel are read by the system of their file, from 1900 or 1904; a number without a date format is no date.",
    }
    /// A cell that should hold JSON.
    NOT_JSON_IN_CELL "E0950" Error {
        message: "{subject} 是一张清单，“{text}”不是 JSON 数组" / "{subject} takes a JSON array, and \"{text}\" is none",
        help: "写成 [{…}, {…}]，或者把清单放进另一张表：--list 事实=文件" / "write [{…}, {…}], or keep the list in a table of its own: --list FACT=FILE",
        labels: {},
        explain: "清单在 CSV 和 Excel 的单元格里写成 JSON 对象的数组；项数多时用 --list 从第二张表按键读取。" / "In a cell of CSV or Excel a list is a JSON array of objects; longer ones are read from a second table, joined by key, with --list.",
    }
    /// A table that cannot be read to its end.
    UNREADABLE_TABLE "E0951" Error {
        message: "这张表读不下去：{cause}" / "this table cannot be read: {cause}",
        help: "文件可能没有传完整，或者已经损坏；请重新导出" / "it may be cut short or damaged; export it again",
        labels: {},
        explain: "文件被截断、压缩损坏或系统报错时，什么结果也不写。" / "Where a file is cut short or damaged, or the system fails, no result is written.",
    }
    /// More than the limit.
    BEYOND_LIMIT "E0952" Error {
        message: "{what}，超过上限 {limit}" / "{what}: more than the limit of {limit}",
        help: "检查文件是否正常；需要时拆成几个" / "check that the file is what it should be; split it if it is",
        labels: {},
        explain: "上限在占用内存之前就生效：列 16,384；文本表的一行 64 MiB；XLSX 里的文件 10,000 个、展开后 4 GiB；Parquet 100 亿行、文件尾 64 MiB、一页 256 MiB；选项 256 个。"
               / "Limits apply before memory is taken: 16,384 columns; 64 MiB for a row of text; 10,000 entries and 4 GiB inflated in XLSX; 10,000,000,000 rows, 64 MiB of footer and 256 MiB a page in Parquet; 256 values of an enumeration.",
    }
    /// A name that is no list.
    NOT_A_LIST "E0953" Error {
        message: "--list：{policy} 没有叫“{fact}”的清单" / "--list: {policy} has no list \"{fact}\"",
        help: "{advice}" / "{advice}",
        labels: {},
        explain: "--list 事实=文件 从另一张表读取一个清单类的事实，每行一项，按 --key 对应申报人。" / "--list FACT=FILE reads a fact that is a list from a table of its own, an item in each row, joined by --key.",
    }
    /// Paths or options that cannot be together.
    WRONG_CALL "E0954" Error {
        message: "{cause}" / "{cause}",
        help: "{way_out}" / "{way_out}",
        labels: {},
        explain: "输入文件从不改动：结果、错误清单和汇总要写到别的文件。XLSX 和 Parquet 不能从标准输入读，也不能写到标准输出。Parquet 的列可以不压缩，或用 snappy、zstd 压缩。"
               / "The input is never touched: results, the list of errors and the summary go to other files. XLSX and Parquet neither come from standard input nor go to standard output. Columns of Parquet are compressed with snappy, zstd, or not at all.",
    }
    /// A file of no known format.
    NO_FORMAT "E0955" Error {
        message: "{path}：看不出是什么格式" / "{path}: its format is not known",
        help: "文件名以 .csv、.ndjson、.xlsx 或 .parquet 结尾，.xls、.et 等先另存为 .xlsx；标准输入用 --format，标准输出用 --to 说明" / "names end in .csv, .ndjson, .xlsx or .parquet (save .xls and its kin as .xlsx first); say it with --format for standard input and with --to for standard output",
        labels: {},
        explain: "格式由文件名的结尾决定，或者由 --format（输入）和 --to（结果）说明。" / "The ending of a name tells the format, or --format (of the input) and --to (of the result).",
    }
    /// What is wrong with a row of a joined table.
    IN_ROW "E0956" Error {
        message: "{table} 第 {row} 行：{cause} ({code})" / "{table}, row {row}: {cause} ({code})",
        help: "{way_out}" / "{way_out}",
        labels: {},
        explain: "清单表和历史表里的错误按那张表的行号报告。历史表有错时什么也不计算：漏掉一条就会多付。" / "What is wrong with a list or a history is told with its own row. With a wrong history nothing is computed: a lost entry would be paid again.",
    }
    /// What is wrong with a joined table.
    IN_TABLE "E0957" Error {
        message: "{table}：{cause} ({code})" / "{table}: {cause} ({code})",
        help: "{way_out}" / "{way_out}",
        labels: {},
        explain: "清单表和历史表用和申报表相同的规则读取。" / "Lists and histories are read by the same rules as the table of applicants.",
    }
    /// Rows were left out.
    LEFT_OUT "E0958" Error {
        message: "{number} 行有错，已剔除；{path} 里是其余 {decided} 行" / "rows that are wrong and left out: {number}; {path} has the other {decided}",
        help: "每一行的原因在 {errors}；改好后重新计算" / "{errors} gives the reason for each; mend them and run again",
        labels: {},
        explain: "有错的行从不按零处理，也不按猜测计算：它们被剔除，写明行号、列和原因，其余的照常计算，退出码是 2。"
               / "A wrong row is never taken as zero and never guessed at: it is left out, with its number, column and reason; the others are computed as ever, and the exit code is 2.",
    }
    /// Two columns of a result with one name.
    RESULT_NAMED_ALIKE "E0959" Error {
        message: "结果里会有两列都叫“{column}”" / "two columns of the result would be called \"{column}\"",
        help: "改申报表里那一列的列名，或者不要用 --keep 带上它" / "rename the column in the input, or do not carry it over",
        labels: {},
        explain: "结果里已有以奖励 id 命名的列和 total。" / "The result has columns named by the ids of awards, and total.",
    }
    /// An applicant in two rows.
    REPEATED_KEY "E0960" Error {
        message: "第 {row} 行和第 {first} 行是同一个申报人：键都是“{key}”" / "rows {first} and {row} are one applicant: both have the key \"{key}\"",
        help: "一个申报人只留一行；其实是两个申报人的，改正其中一个的键" / "leave one row for an applicant; where they are two, mend one of the keys",
        labels: {},
        explain: "--key 指定的列分清申报人。同一个键有两行时，清单里的每一项、历史里余下的额度都会给两遍，所以什么也不写。同一个申报人有几个决定日期或年度(as_of、year 列)的，每个各一行。"
               / "The column of --key tells applicants apart. Were one key in two rows, every item of a list, and what earlier payments leave of a limit, would be paid twice; so nothing is written. An applicant may have a row for each date or year (columns as_of, year).",
    }
    /// A key that its file holds as a number.
    KEY_AS_NUMBER "E0961" Error {
        message: "键在表里存成了数字 {text}；数字只存得下 15 位，后面几位已经不是原来的了" / "the key is held as the number {text}; numbers keep 15 digits, so those behind are lost",
        help: "在 Excel 里先把这一列设成“文本”格式，再重新填入代码" / "give the column the format \"Text\" in Excel, then enter the codes again",
        labels: {},
        explain: "Excel 把超过 15 位的数字后面几位改成 0，18 位的代码会变成另一个代码，和清单、历史对不上。" / "Excel turns the digits behind the 15th into zeros: a code of 18 digits becomes another, and meets the wrong list and history.",
    }
    /// A heading that is none, with one below it.
    TITLE_ABOVE "E0962" Error {
        message: "第 {row} 行不是列名（“{words}”）；列名像是在第 {better} 行" / "row {row} holds no names of columns (\"{words}\"); they seem to be in row {better}",
        help: "写 --header {better}（它上面的各行不读），或者删去上面的标题行" / "write --header {better}, which passes over the rows above it, or remove them",
        labels: {},
        explain: "列名上面有标题、填报单位等行时，用 --header 行号 说明列名在第几行，行号和 Excel 显示的一样。" / "Where titles stand above the names of the columns, --header ROW says in which row these are, counted as Excel does.",
    }
    /// Another sheet than the one that was read may be meant.
    OTHER_SHEETS "E0963" Error {
        message: "工作表“{sheet}”的第 {row} 行不是列名（“{words}”）；工作簿里还有：{others}" / "row {row} of the sheet \"{sheet}\" holds no names of columns (\"{words}\"); the workbook also has: {others}",
        help: "申报表不在第一张工作表时写 --sheet 表名" / "if the applicants are in another sheet, name it: --sheet NAME",
        labels: {},
        explain: "不写 --sheet 时读第一张可见的工作表。" / "Without --sheet the first visible sheet is read.",
    }
    /// A sheet that is not there.
    NO_SUCH_SHEET "E0964" Error {
        message: "工作簿里没有叫“{sheet}”的工作表" / "the workbook has no sheet \"{sheet}\"",
        help: "工作簿里有：{others}" / "it has: {others}",
        labels: {},
        explain: "--sheet 的表名要和 Excel 下方标签上的一字不差。" / "The name in --sheet is the one on the tab in Excel, letter by letter.",
    }
    /// An error of a formula where a value belongs.
    BROKEN_FORMULA "E0965" Error {
        message: "{subject} 的单元格里公式出错，显示 {text}" / "the formula in the cell of {subject} is wrong: it shows {text}",
        help: "在 Excel 里改好公式，或者改填数值；不知道就清空这一格" / "mend the formula in Excel, or put a value in its place; clear the cell if it is unknown",
        labels: {},
        explain: "#N/A、#REF!、#DIV/0! 等是 Excel 公式的错误，不是数，也不是“不知道”。" / "#N/A, #REF!, #DIV/0! and their kin are errors of formulas: neither a number nor unknown.",
    }
    /// A formula that was never computed.
    NOT_COMPUTED "E0966" Error {
        message: "{cell} 里的公式还没有算出结果" / "the formula in {cell} was never computed",
        help: "用 Excel 或 WPS 打开这个文件，保存一次，再来计算" / "open the file in a spreadsheet, save it, and run again",
        labels: {},
        explain: "程序生成的工作簿里，公式可能只有算式、没有结果；本程序只读结果，不替 Excel 计算。" / "A workbook written by a program may hold formulas without results. Results are read here, and never computed in the place of Excel.",
    }
    /// A cell under a merged one.
    UNDER_MERGED_CELL "E0967" Error {
        message: "这一格在合并单元格 {range} 里；值只存在 {first}，这一行其实是空的" / "this cell is part of the merged cell {range}; its value is held by {first} alone, and this row holds none",
        help: "取消合并，每一行都填上值；不知道的留空" / "unmerge it and fill in every row; leave empty what is unknown",
        labels: {},
        explain: "合并的单元格看上去几行共用一个值，文件里却只有左上角一格有值，别的行会被当成不知道。" / "Merged cells look as if rows shared a value, but the file holds it in the first cell alone; the other rows would be taken as unknown.",
    }
    /// A row that adds up others.
    TOTAL_ROW "E0968" Error {
        message: "这一行是“{words}”，不是申报人" / "this row is \"{words}\", and no applicant",
        help: "从申报表里删去合计行" / "remove rows of totals from the table",
        labels: {},
        explain: "合计行会被当成一个申报人，按合计数再付一遍。第一格写着 合计、总计、小计、共计 或 Total 的行不计算。" / "A row of totals would be paid as an applicant, on the sum of the others. Rows whose first cell says 合计, 总计, 小计, 共计 or Total are left out.",
    }
    /// A row that was to be explained and could not be.
    NOT_EXPLAINED "E0969" Error {
        message: "--explain {row}：{cause}" / "--explain {row}: {cause}",
        help: "行号和 Excel 显示的一样，表头是第 1 行；键是 --key 那一列里的写法" / "rows are counted as Excel does, the heading is row 1; keys are written as in the column of --key",
        labels: {},
        explain: "--explain 打印指定行的完整计算过程；行号、键都可以，用逗号分开。其余的结果照常写出。" / "--explain prints the full calculation of rows, by number or key, with commas between. All else is written as ever.",
    }
}
