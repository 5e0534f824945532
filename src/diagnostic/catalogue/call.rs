//! Diagnostics of the command line and of reading files: E09xx.

use super::entries;

entries! {
    /// A path that leads nowhere.
    NO_SUCH_FILE "E0901" Error {
        message: "找不到 {path}" / "{path} does not exist",
        help: "检查路径和文件名；当前文件夹之外的文件要写出完整路径" / "check the path and the spelling of the name",
        labels: {},
        explain: "命令里写的文件或文件夹不存在。相对路径从当前文件夹算起。"
               / "A file or folder named in the call does not exist. A relative path starts at the current folder.",
    }
    /// A folder stands where a file is read.
    FOLDER_FOR_FILE "E0902" Error {
        message: "{path} 是文件夹，这里要一个文件" / "{path} is a folder; a file is needed here",
        help: "写出文件夹里的那个文件" / "name the file inside the folder",
        labels: {},
        explain: "eval 和 fmt 逐个读文件。\n\n错误：ipcalc eval facts/\n正确：ipcalc eval facts/applicant.json"
               / "eval reads one file of facts.\n\nwrong: ipcalc eval facts/\nright: ipcalc eval facts/applicant.json",
    }
    /// The system refuses to give the file.
    UNREADABLE "E0903" Error {
        message: "读不了 {path}：{cause}" / "{path} cannot be read: {cause}",
        help: "检查文件的权限，以及它是不是普通文件" / "check the permissions of the file, and that it is a regular file",
        labels: {},
        explain: "操作系统拒绝读取这个文件，原因附在后面。" / "The operating system refuses to read the file; its reason stands behind the path.",
    }
    /// Bytes that are no text.
    NOT_UTF8 "E0904" Error {
        message: "{path} 第 {line} 行不是 UTF-8 文字" / "{path}, line {line}, is not UTF-8 text",
        help: "在编辑器里把文件另存为 UTF-8 编码（旧文件多为 GBK）" / "save the file again as UTF-8 in your editor (old files are often GBK)",
        labels: {},
        explain: "规则和事实文件都用 UTF-8 编码。其他编码的中文会读成别的字，所以一律拒绝，不作猜测。"
               / "Rules and facts are read as UTF-8. Text in another encoding could be read as other words, so it is refused, never guessed.",
    }
    /// A file beyond the limit.
    TOO_LARGE "E0905" Error {
        message: "{path} 超过 {limit} MiB 的上限" / "{path} is larger than the limit of {limit} MiB",
        help: "把文件拆成几个" / "split the file into several",
        labels: {},
        explain: "一个文本文件最大 64 MiB；一个文件夹最多 10,000 个规则文件、64 层。上限在读取之前就生效，内存不会被占满。"
               / "A text file may have 64 MiB, a folder 10,000 rule files and 64 levels. The limits apply before reading, so that memory is never filled.",
    }
    /// A link that leaves the folder it stands in.
    LINK_OUTSIDE "E0906" Error {
        message: "{path} 是指向 {folder} 之外的链接，不予读取" / "{path} is a link that leads out of {folder}; it is not read",
        help: "把文件本身放进文件夹，或者直接写出它的路径" / "put the file itself into the folder, or name its path in the call",
        labels: {},
        explain: "一个政策的规则只来自给出的文件夹。指向外面的链接会让同一个文件夹在别的机器上得出不同结果。"
               / "The rules of a policy come from the folder given and nowhere else. A link out of it would make the same folder mean something else on another machine.",
    }
    /// Nothing to read in a folder.
    NO_RULES "E0907" Error {
        message: "{path} 里没有规则文件" / "there is no rule file in {path}",
        help: "规则文件名以 .rules 结尾" / "rule files end in .rules",
        labels: {},
        explain: "给出文件夹时，读取其中各层以 .rules 结尾的文件。" / "Of a folder, all files below it that end in .rules are read.",
    }
    /// A policy nobody wrote.
    UNKNOWN_POLICY "E0908" Error {
        message: "没有叫“{name}”的政策" / "there is no policy \"{name}\"",
        help: "{way_out}（规则写在自己的文件里时，用 --rules 给出路径）" / "{way_out} (where its rules stand in a file of your own, name that file by --rules)",
        labels: { here: "这里要的政策" / "asked for here" },
        explain: "政策的名字是规则文件开头“政策”之后的标识。不写 --rules 时，可用的是程序自带的政策。\n\n例：政策 qingdao \"青岛市……\"\n    ipcalc facts qingdao"
               / "A policy is called by the id after `policy` at the head of its rules. Without --rules, the policies in the program are known.\n\nexample: policy qingdao \"…\"\n         ipcalc facts qingdao",
    }
    /// A rule file without a heading where several policies stand.
    NO_POLICY_OF_FILE "E0909" Error {
        message: "{path} 不属于任何政策" / "{path} belongs to no policy",
        help: "在文件开头写上“政策”一行，或者把它放进那个政策自己的文件夹" / "write a `policy` line at its head, or move it into the folder of its policy",
        labels: {},
        explain: "没有“政策”一行的规则文件属于同一文件夹（或上层文件夹）里唯一的那个政策。那里有几个政策时，无法判断它属于哪一个。"
               / "A rule file without a `policy` line belongs to the only policy of its folder, or of the nearest folder above that has one. Where there are several, nothing says to which it belongs.",
    }
    /// A code that is no diagnostic.
    UNKNOWN_CODE "E0910" Error {
        message: "没有代码“{code}”" / "there is no code \"{code}\"",
        help: "{way_out}" / "{way_out}",
        labels: {},
        explain: "每条诊断都有一个代码，例如 E0101。ipcalc explain 不带代码时列出全部。"
               / "Every diagnostic has a code such as E0101. `ipcalc explain` without a code lists them all.",
    }
    /// A result that could not be written.
    NOT_WRITTEN "E0911" Error {
        message: "写不了 {path}：{cause}" / "{path} cannot be written: {cause}",
        help: "检查文件夹的权限和剩余空间；原文件没有改动" / "check the permissions of the folder and the space left; the file is as it was",
        labels: {},
        explain: "结果先写进同一文件夹里的临时文件，写完整后才换上去，所以失败时原文件不变。"
               / "A result is first written to a temporary file beside the target and put in its place when it is whole; so a failure leaves the target as it was.",
    }
    /// Tests without a test.
    NOTHING_TO_TEST "E0912" Error {
        message: "{path} 里没有规则文件，也没有用例文件" / "there is neither a rule file nor a file of cases in {path}",
        help: "给出 .rules 规则文件，或者带 expect 的 JSON 用例文件" / "name a .rules file, or a JSON file of cases that have an `expect`",
        labels: {},
        explain: "ipcalc test 运行规则文件里的示例，以及带有 expect 的 JSON 用例文件。一个文件也没有，往往是路径写错了，所以不算通过。"
               / "ipcalc test runs the examples of rule files and the JSON files of cases that have an `expect`. No such file at all is most often a wrong path, so it does not pass.",
    }
    /// A file of a kind that the command does not read.
    UNKNOWN_KIND "E0913" Error {
        message: "{path} 不是{wanted}" / "{path} is not {wanted}",
        help: "检查文件名的结尾：规则文件是 .rules，用例文件是 .json" / "check the ending of the name: .rules for rules, .json for cases",
        labels: {},
        explain: "命令按文件名的结尾判断文件的种类：.rules 是规则，.json 是事实或用例。"
               / "The ending of the name tells the kind of a file: .rules for rules, .json for facts and cases.",
    }
    /// A form of a policy that there is not.
    UNKNOWN_TARGET "E0920" Error {
        message: "政策不能编译成“{name}”" / "a policy cannot be compiled to \"{name}\"",
        help: "{way_out}" / "{way_out}",
        labels: {},
        explain: "--to sql 写出一个查询，--to plan 和 --to program 写出 JSON，格式见 docs/compile.md。"
               / "--to sql writes one query; --to plan and --to program write JSON as docs/compile.md describes it.",
    }
    /// A dialect that there is not.
    UNKNOWN_DIALECT "E0921" Error {
        message: "不认识 SQL 方言“{name}”" / "there is no dialect \"{name}\"",
        help: "{way_out}" / "{way_out}",
        labels: {},
        explain: "查询写成 DuckDB、Spark 或 PostgreSQL 的 SQL：--dialect duckdb、spark 或 postgres。"
               / "Queries are written for DuckDB, Spark or PostgreSQL: --dialect duckdb, spark or postgres.",
    }
    /// SQL without a dialect.
    NO_DIALECT "E0922" Error {
        message: "--to sql 要写明方言" / "--to sql needs a dialect",
        help: "加上 --dialect duckdb、--dialect spark 或 --dialect postgres" / "add --dialect duckdb, --dialect spark or --dialect postgres",
        labels: {},
        explain: "整数除法、引号和类型在各种数据库里都不同，所以查询总是为一种方言写的。\n\n例：ipcalc compile qingdao --to sql --dialect duckdb"
               / "Division, quotes and types differ between databases, so a query is always written for one of them.\n\nexample: ipcalc compile qingdao --to sql --dialect duckdb",
    }
    /// An option that only queries have.
    ONLY_FOR_SQL "E0923" Error {
        message: "{option} 只用于 --to sql" / "{option} goes with --to sql only",
        help: "去掉 {option}，或者写 --to sql" / "leave {option} out, or write --to sql",
        labels: {},
        explain: "方言、表名、键、历史和日期是查询才有的；--to plan 和 --to program 写出整个政策。"
               / "Dialect, tables, key, history and date belong to queries; --to plan and --to program write the whole policy.",
    }
    /// A name that a dialect cannot say.
    UNSAYABLE_NAME "E0924" Error {
        message: "{dialect} 里不能用名字“{name}”：{cause}" / "{dialect} cannot say the name \"{name}\": {cause}",
        help: "在规则文件里换一个较短的标识，或者换一种方言" / "give it a shorter id in the rule file, or take another dialect",
        labels: {},
        explain: "名字总是加上引号写进查询，所以几乎什么都可以用。例外：PostgreSQL 把超过 63 个字节的名字悄悄截断(一个汉字占 3 个字节)；Spark 在读查询之前就替换 ${…}。"
               / "Names always stand in quotes, so nearly everything may be one. The exceptions: PostgreSQL silently cuts names off after 63 bytes (a Chinese character has 3), and Spark replaces ${…} before it reads a query.",
    }
    /// Two columns of one name.
    SAME_COLUMN "E0925" Error {
        message: "在 {dialect} 里，“{first}”和“{second}”是同一个列名" / "in {dialect}, \"{first}\" and \"{second}\" are the same column",
        help: "在规则文件里改一个标识，或用 --key 换一个键列" / "rename one of them in the rule file, or take another key column with --key",
        labels: {},
        explain: "结果每项奖励一列，另有键列、total 和 refused。DuckDB 和 Spark 不分大小写。"
               / "The result has a column for each award, beside the key, total and refused. DuckDB and Spark do not tell capitals from small letters.",
    }
    /// A number with more digits than a dialect has.
    TOO_WIDE_FOR_SQL "E0926" Error {
        message: "{dialect} 的整数最多 {digits} 位，这里可能需要更多" / "whole numbers of {dialect} have at most {digits} digits; more may be needed here",
        help: "给这里用到的事实写明取值范围；或加 --usual，按常见大小计算，超出的行答 undecided"
            / "declare the range of the facts that are used here; or add --usual, which computes with numbers of usual size and answers undecided for rows beyond",
        labels: { here: "在这里计算" / "computed here" },
        explain: "查询里的每一步都事先证明不会溢出。没有范围的金额可达 10^15 元、6 位小数，几个相乘就可能超出。\n\n办法：  事实 年销售额 : 金额\n          范围 0 到 100亿"
               / "Every step of a query is proved not to overflow. Money without a range may reach 10^15 with six decimals, so that the product of a few may not fit.\n\nWay out:  fact sales : money\n            range 0 to 10000m",
    }
    /// What a dialect cannot say.
    NOT_IN_SQL "E0927" Error {
        message: "{dialect} 的查询不能表达{what}" / "a query for {dialect} cannot say {what}",
        help: "{way_out}" / "{way_out}",
        labels: { here: "在这里" / "here" },
        explain: "查询只写得出与其他引擎完全相同的结果；写不出的，一律拒绝，不作近似。"
               / "A query gives exactly what the other engines give. What it cannot say that way is refused, never approximated.",
    }
    /// A day that is none.
    NO_SUCH_DAY "E0928" Error {
        message: "--as-of 应当是日期，“{text}”不是" / "--as-of must be a day, which \"{text}\" is not",
        help: "写成 YYYY-MM-DD，例如 2024-06-30" / "write YYYY-MM-DD, for example 2024-06-30",
        labels: {},
        explain: "--as-of 是决定的日期，对所有行相同。每行日期不同时，不写 --as-of，在表里加一列 as_of。"
               / "--as-of is the date of the decisions, the same for all rows. Where rows differ, leave it out and give the table a column `as_of`.",
    }
    /// A fact or list that the policy does not have.
    NO_SUCH_FACT "E0929" Error {
        message: "{option}：政策 {policy} 没有“{name}”" / "{option}: policy {policy} has no \"{name}\"",
        help: "{way_out}" / "{way_out}",
        labels: {},
        explain: "--without 写表里没有的事实，--list 写清单所在的表：--list pledge_loans=loans_2024。事实的名字见 ipcalc facts。"
               / "--without names a fact that the table has no column for, --list the table of a list: --list pledge_loans=loans_2024. `ipcalc facts` lists the names.",
    }
    /// The machine is at fault, not the input.
    INTERNAL "E0999" Error {
        message: "程序内部错误：{cause} ({place})" / "internal error: {cause} ({place})",
        help: "这是 ipcalc 的缺陷，不是输入的错；请连同输入报告给维护者" / "this is a fault of ipcalc, not of the input; please report it together with the input",
        labels: {},
        explain: "程序走到了不该走到的地方，已经停下，没有给出任何结果。" / "The program met what it holds impossible and stopped without a result.",
    }
}
