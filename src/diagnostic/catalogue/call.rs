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
        help: "{way_out}" / "{way_out}",
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
    /// The machine is at fault, not the input.
    INTERNAL "E0999" Error {
        message: "程序内部错误：{cause} ({place})" / "internal error: {cause} ({place})",
        help: "这是 ipcalc 的缺陷，不是输入的错；请连同输入报告给维护者" / "this is a fault of ipcalc, not of the input; please report it together with the input",
        labels: {},
        explain: "程序走到了不该走到的地方，已经停下，没有给出任何结果。" / "The program met what it holds impossible and stopped without a result.",
    }
}
