//! Diagnostics of reading JSON and of the room `facts`: E07xx.

use super::entries;

entries! {
    /// Nothing in the file.
    EMPTY_FILE "E0701" Error {
        message: "文件是空的" / "the file is empty",
        help: "写入一个事实对象,例如 {\"policy\": \"qingdao\", \"as_of\": \"2019-06-30\", \"facts\": {}}" / "write a facts object, such as {\"policy\": \"qingdao\", \"as_of\": \"2019-06-30\", \"facts\": {}}",
        labels: { here: "这里应当有一个对象 {…}" / "an object {…} belongs here" },
        explain: "事实文件是一个 JSON 对象,至少是 {}。\n\n错误:(空文件)\n正确:{\"facts\": {\"applicant\": \"university\"}}"
               / "A facts file is a JSON object, at least {}.\n\nwrong: (an empty file)\nright: {\"facts\": {\"applicant\": \"university\"}}",
    }
    /// Not JSON.
    NOT_JSON "E0702" Error {
        message: "文件不是正确的 JSON:{cause}" / "the file is no valid JSON: {cause}",
        help: "{fix}" / "{fix}",
        labels: { here: "{cause}" / "{cause}", opened: "从这里打开" / "opened here" },
        explain: "事实文件和案例文件用 JSON 书写:键和文字用半角双引号,项之间用半角逗号,最后一项后面没有逗号,不写注释,数字不带单位(带单位的写成文字)。\n\n错误:{'applicant': 'university',}\n正确:{\"applicant\": \"university\"}"
               / "Facts files and case files are JSON: keys and texts in double quotes, commas between items but none after the last, no comments, numbers without units (with a unit, write a text).\n\nwrong: {'applicant': 'university',}\nright: {\"applicant\": \"university\"}",
    }
    /// More than 64 levels.
    TOO_DEEP "E0703" Error {
        message: "括号嵌套超过 64 层" / "brackets are nested more than 64 deep",
        help: "事实文件最多需要四层;检查是否有重复的括号" / "a facts file needs four levels at most; look for repeated brackets",
        labels: { here: "这是第 65 层" / "this is level 65" },
        explain: "对象 {…} 和数组 […] 最多嵌套 64 层。事实文件的一项清单只用到四层:文件、facts、清单、清单中的一项。"
               / "Objects {…} and arrays […] may be nested 64 deep. A list in a facts file takes four levels: the file, facts, the list, an item of it.",
    }
    /// Half of a surrogate pair.
    BROKEN_TEXT "E0704" Error {
        message: "这段文字里有残缺的字符转义" / "this text holds half a character",
        help: "直接写出这个字,不要用 \\u 转义" / "write the character itself rather than a \\u escape",
        labels: { here: "\\uD800 到 \\uDFFF 单独出现时不代表任何字" / "\\uD800 to \\uDFFF alone stand for no character" },
        explain: "\\uD83D 这样的转义只有成对出现才代表一个字。\n\n错误:\"\\ud83d\"\n正确:\"\\ud83d\\ude00\",或者直接写出这个字"
               / "An escape such as \\uD83D stands for a character only as one of a pair.\n\nwrong: \"\\ud83d\"\nright: \"\\ud83d\\ude00\", or the character itself",
    }
    /// A control or direction character.
    HIDDEN_CHARACTER "E0705" Error {
        message: "文字里有看不见的字符 {character}" / "the text holds the invisible character {character}",
        help: "删去它,或者重新键入这段文字" / "remove it, or type the text anew",
        labels: { here: "里面有 {character}" / "{character} is in here" },
        explain: "控制字符、零宽字符和改变文字方向的字符会让人看到的和机器读到的不一样,因此一律不接受。换行也不能出现在文字里。"
               / "Control characters, zero-width ones and those that change the direction of text make what people see differ from what the machine reads, so none is accepted. A text holds no line breaks either.",
    }
    /// The same key twice.
    REPEATED_KEY "E0706" Error {
        message: "“{key}”给了两次" / "\"{key}\" is given twice",
        help: "只保留一处;不清楚哪个值正确时不要让程序替你选" / "keep one; which value is right must not be left to chance",
        labels: { here: "第二次" / "the second time", first: "第一次" / "the first time" },
        explain: "一个键(或同一事实的名称和标签)在一个对象里只能出现一次。\n\n错误:{\"applicant\": \"bank\", \"applicant\": \"university\"}\n正确:{\"applicant\": \"university\"}"
               / "A key (or a fact by its name and its label) may stand in an object only once.\n\nwrong: {\"applicant\": \"bank\", \"applicant\": \"university\"}\nright: {\"applicant\": \"university\"}",
    }
}
